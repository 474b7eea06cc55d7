#include "register/catalogue.h"

#include "register/deciders.h"
#include "register/law_table.h"
#include "register/testing/world.h"
#include "storage/backup.h"
#include "storage/migrations.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <filesystem>

namespace thidua::registry {
namespace {

using namespace testing;
using ::testing::ElementsAre;

class CatalogueTest : public WorldTest {
protected:
    std::optional<std::string> named(std::string_view text)
    {
        return db().read([&](storage::Transaction& tx) { return award_named(tx, text); });
    }
    AwardType type(std::string_view code)
    {
        return *db().read([&](storage::Transaction& tx) { return find_award_type(tx, code); });
    }
    Actor const editor = standing_officer("editor");
    AwardTypeFields const badge{.subject = "person",
                                .kind = "commendation",
                                .level = "ministry",
                                .name_vi = "Kỷ niệm chương Vì sự nghiệp thử nghiệm",
                                .spellings = {"KNC thử nghiệm"},
                                .recorded_only = true};
};
THIDUA_ON_EACH_ENGINE(CatalogueTest);

TEST_P(CatalogueTest, KnowsAwardsByCodeNameAndSpellingWhateverTheirCase)
{
    EXPECT_EQ(named("bk-ban"), "bk-ban");
    EXPECT_EQ(named(" BẰNG KHEN  của Trưởng ban"), "bk-ban");
    EXPECT_EQ(named("BK Trưởng ban"), "bk-ban");
    EXPECT_EQ(named("Bang khen cua Truong ban"), std::nullopt) << "diacritics count";
}

TEST_P(CatalogueTest, SeedingAgainChangesNothing)
{
    auto const before = count("SELECT count(*) FROM award_spelling");
    db().write([](storage::Transaction& tx) { seed_catalogue(tx); });
    EXPECT_EQ(count("SELECT count(*) FROM award_spelling"), before);
}

TEST_P(CatalogueTest, WhoDecidesFollowsTheAwardAndTheDay)
{
    auto decided = [&](std::string_view code, std::string_view day) {
        return std::string{deciding_authority(type(code), *parse_iso_date(day))};
    };
    EXPECT_EQ(decided("bk-ban", "2018-12-18"), "truong-ban");
    EXPECT_EQ(decided("hc-lao-dong-1", "2018-12-18"), "chu-tich-nuoc");
    EXPECT_EQ(decided("dvqt", "2023-12-31"), "truong-ban");
    EXPECT_EQ(decided("dvqt", "2024-01-01"), "bo-truong");
    EXPECT_EQ(decided("tt-ldxs", "2024-01-01"), "bo-truong");
    EXPECT_EQ(decided("tt-ldxs", "2014-05-31"), "") << "no text was read for that time";
    EXPECT_EQ(decided("cstt", "2018-12-18"), "") << "the army sets it";
}

TEST_P(CatalogueTest, EveryLineAboutWhoDecidesIsKnownToTheCatalogue)
{
    for (auto const& row : law_table("law/authorities.csv")) {
        EXPECT_EQ(type(row.at(0)).code, row.at(0));
        EXPECT_TRUE(terms::code_of("authority", row.at(3))) << row.at(3);
        EXPECT_TRUE(row.at(5) == "A" || row.at(5) == "B") << row.at(0);
    }
}

TEST_P(CatalogueTest, TheOfficesOwnWordGoesBeforeTheLaws)
{
    auto const dvqt = type("dvqt");
    auto const edited = as(editor, [&](audit::Act& act) {
        return edit_award_type(act, {"dvqt", {.subject = "unit", .kind = "title", .level = "board", .name_vi = dvqt.name_vi, .spellings = dvqt.spellings, .authority = "truong-ban"}, dvqt.version});
    });
    ASSERT_TRUE(edited);
    EXPECT_EQ(deciding_authority(type("dvqt"), *parse_iso_date("2024-12-18")), "truong-ban");
}

TEST_P(CatalogueTest, AddsAnAwardUnderItsOwnCode)
{
    auto const code = as(editor, [&](audit::Act& act) { return add_award_type(act, {badge}); });
    ASSERT_TRUE(code);
    EXPECT_EQ(*code, "ky-niem-chuong-vi-su-nghiep-thu-nghiem");
    EXPECT_EQ(named("knc thử nghiệm"), *code);
    EXPECT_THAT(type(*code).spellings, ElementsAre("KNC thử nghiệm"));
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.type.add'"), 1);
}

TEST_P(CatalogueTest, RefusesASpellingThatAnotherAwardHas)
{
    auto fields = badge;
    fields.spellings = {"bk ttg"};
    auto const outcome = as(editor, [&](audit::Act& act) { return add_award_type(act, {fields}); });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().problems.front().key, "register.type.spelling-taken");
    EXPECT_EQ(outcome.error().problems.front().args.at(1).second, "Bằng khen của Thủ tướng Chính phủ");
}

TEST_P(CatalogueTest, AStaleEditIsAConflictAndWhatTheLawFixesStays)
{
    auto fields = badge;
    fields.name_vi = "Bằng khen của Trưởng ban";
    fields.spellings = {"BK Trưởng ban", "BKTB"};
    auto edit = [&](std::int64_t version) {
        return as(editor, [&](audit::Act& act) { return edit_award_type(act, {"bk-ban", fields, version}); });
    };
    EXPECT_TRUE(edit(1));
    EXPECT_EQ(type("bk-ban").subject, "any");
    EXPECT_EQ(named("bktb"), "bk-ban");
    auto const stale = edit(1);
    ASSERT_FALSE(stale);
    EXPECT_EQ(stale.error().kind, Kind::Conflict);
}

TEST_P(CatalogueTest, NeedsThePermission)
{
    auto const reader = officer("reader", {Permission::ReadRegister});
    auto const outcome = as(reader, [&](audit::Act& act) { return add_award_type(act, {badge}); });
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().kind, Kind::Denied);
}

// A database as the program left it that put deciders by level into the catalogue.
class OldCatalogueTest : public storage::testing::EngineTest {
protected:
    void SetUp() override
    {
        auto files = storage::testing::migrated_database(GetParam()).open()->read(
            [](storage::Transaction& tx) { return storage::schema_files(tx); });
        std::erase_if(files, [](storage::SchemaFile const& file) { return file.number >= 440; });
        db().write([&](storage::Transaction& tx) {
            ASSERT_TRUE(storage::make_schema(tx, files));
            have(tx, "untouched", 1);
            have(tx, "renamed", 2);
            have(tx, "decided", 2);
            tell(tx, "renamed", "truong-ban");
            tell(tx, "decided", "don-vi");
        });
    }
    static void have(storage::Transaction& tx, std::string const& code, int version)
    {
        tx.execute("INSERT INTO award_type (code, subject, kind, level, name_vi, authority, builtin,"
                   " position, version) VALUES (?1, 'unit', 'title', 'board', ?1, 'truong-ban', 1, 1, ?2)",
                   {code, version});
    }
    static void tell(storage::Transaction& tx, std::string const& code, std::string const& authority)
    {
        Actor const editor = standing_officer("editor");
        audit::Act act{tx, editor, start_of(*make_date(2025, 1, 2)), "test"};
        boost::json::object const before{{"authority", authority}, {"name_vi", "a"}};
        boost::json::object const after{{"authority", "truong-ban"}, {"name_vi", "b"}};
        audit::record(act, {.what = "register.type.edit",
                            .subject = "award-type:" + code,
                            .before = &before,
                            .after = &after});
    }
};
THIDUA_ON_EACH_ENGINE(OldCatalogueTest);

TEST_P(OldCatalogueTest, RestoredKeepsTheOfficesWordAndNoDefaultOfOld)
{
    auto const file = std::filesystem::temp_directory_path() / ("thidua-" + random_token());
    ASSERT_TRUE(storage::backup(db(), file));
    storage::testing::EmptyDatabase const place{GetParam()};
    auto const restored = place.open();
    ASSERT_TRUE(storage::restore(*restored, file));
    ASSERT_TRUE(storage::migrate(*restored));
    std::filesystem::remove(file);
    auto const authority = [&](std::string const& code) {
        return restored->read([&](storage::Transaction& tx) {
            return tx.text("SELECT authority FROM award_type WHERE code = ?1", {code}).value();
        });
    };
    EXPECT_EQ(authority("untouched"), "");
    EXPECT_EQ(authority("renamed"), "");
    EXPECT_EQ(authority("decided"), "truong-ban");
}

}  // namespace
}  // namespace thidua::registry
