#include "register/catalogue.h"

#include "register/deciders.h"
#include "register/law_table.h"
#include "register/testing/world.h"
#include "terms/vocabulary.h"

#include <gmock/gmock.h>

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

}  // namespace
}  // namespace thidua::registry
