#include "legal/packs.h"

#include "base/assets.h"
#include "legal/book.h"
#include "legal/pages.h"
#include "legal/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::legal {
namespace {

using namespace testing;

constexpr char kTitles[] = "law/act-06-2022/titles.yaml";

// The file as the program carries it, with one text in the place of another.
std::string carried_with(std::string_view name, std::string_view old, std::string_view replacement)
{
    for (auto const& file : law::built_in_files()) {
        if (file.name != name) continue;
        auto bytes = file.bytes;
        auto const at = bytes.find(old);
        if (at == std::string::npos) throw std::logic_error("the pack no longer says so");
        return bytes.replace(at, old.size(), replacement);
    }
    throw std::logic_error("no such pack");
}

// A fictional body asks one thing more of its own certificate.
std::string regulation(std::string_view more = "")
{
    return "institution: Cục Một Ví dụ\n"
           "regulation: {cite: \"Quy chế 05/QC-VD\", number: 21/QĐ-VD, date: 2025-01-10}\n"
           "from: 2025-02-01\n"
           "rules:\n"
           "  - award: giay-khen\n"
           "    subject: person\n"
           "    fills: set-by-body\n" +
           std::string{more} +
           "    requires:\n"
           "      rating: {at-least: tot}\n"
           "      clause: \"Điều 4, khoản 1\"\n";
}

// Whether a house regulation stands in the tree.
bool has_house(law::Node const& node)
{
    if (node.house) return true;
    auto const* parts = law::parts_of(node);
    return parts != nullptr && std::any_of(parts->begin(), parts->end(), has_house);
}

class PackTest : public LegalTest {
protected:
    // The counting rule of recruits with another number of months.
    DraftPack months(std::string_view number, std::string from = "2026-01-01")
    {
        return {kTitles,
                "",
                carried_with(kTitles, "recruited: {months: 6}",
                             "recruited: {months: " + std::string{number} + "}"),
                std::move(from),
                "Đối chiếu nguyên văn"};
    }
    DraftPack house(std::string bytes) { return {"quy che 05.yaml", "K101", std::move(bytes), "2025-02-01", "Quy chế mới"}; }
    Result<std::string> draft(DraftPack const& command, Differences const& differences = {})
    {
        return draft_as(officer, command, differences);
    }
    Result<TriedPack> tried(access::Actor const& actor,
                            DraftPack const& command,
                            Differences const& differences = {})
    {
        return db().read([&](storage::Transaction& tx) {
            return try_pack(tx, actor, *parse_iso_date("2026-06-01"), command, differences);
        });
    }
    Result<std::string> draft_as(access::Actor const& actor,
                                 DraftPack const& command,
                                 Differences const& differences = {})
    {
        auto const read = tried(actor, command, differences);
        if (!read) return read.error();
        return as(actor, [&](audit::Act& act) { return draft_pack(act, *read); });
    }
    PackChange change(std::string const& ref)
    {
        return db().read([&](storage::Transaction& tx) { return find_pack(tx, ref).value(); });
    }
    Result<void> decide_on(access::Actor const& actor, std::string const& ref, bool confirm = true)
    {
        DecidePack const command{ref, confirm, confirm ? "" : "Chưa đúng", change(ref).version};
        return as(actor, [&](audit::Act& act) { return decide_pack(act, command); });
    }
    std::string version_on(std::string_view day)
    {
        return db().read(
            [&](storage::Transaction& tx) { return pack_version(tx, *parse_iso_date(day)); });
    }
    Book book(std::string_view day, std::string_view path = "/BAN/")
    {
        return db().read(
            [&](storage::Transaction& tx) { return book_for(tx, *parse_iso_date(day), path); });
    }
    bool house_stands(std::string_view day, std::string_view path)
    {
        auto const found = book(day, path);
        auto const* regime = found->regime_on(*parse_iso_date(day));
        return has_house(found->standard("giay-khen", law::Subject::Person, regime->id)->root);
    }
};
THIDUA_ON_EACH_ENGINE(PackTest);

TEST_P(PackTest, ChangesTheLawOnceASecondPersonActivatesItFromItsDay)
{
    auto const before = version_on("2026-02-01");
    auto const ref = draft(months("7"));
    ASSERT_TRUE(ref) << why(ref);
    EXPECT_EQ(version_on("2026-02-01"), before);
    ASSERT_TRUE(decide_on(second, *ref));
    EXPECT_NE(version_on("2026-02-01"), before);
    EXPECT_EQ(version_on("2025-12-31"), before) << "received before its day";
    EXPECT_EQ(change(*ref).pack_version, version_on("2026-01-01"));
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'legal.pack.activate'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what IN ('legal.pack.draft',"
                    " 'legal.pack.activate')"),
              2);
}

TEST_P(PackTest, ItsTrialNamesTheCasesThatItTurns)
{
    auto const ref = draft(months("12"));
    ASSERT_TRUE(ref) << why(ref);
    auto const trial = change(*ref).trial;
    EXPECT_GT(trial.passed, 100);
    ASSERT_FALSE(trial.failed.empty()) << "cases rest on six months";
    ASSERT_FALSE(trial.differences.empty());
    EXPECT_NE(trial.differences[0].before, trial.differences[0].after);
}

TEST_P(PackTest, ACommentChangesNoVerdict)
{
    auto command = months("6");
    command.bytes += "# Đã đối chiếu.\n";
    auto const ref = draft(command);
    ASSERT_TRUE(ref) << why(ref);
    EXPECT_TRUE(change(*ref).trial.failed.empty());
    EXPECT_TRUE(change(*ref).trial.differences.empty());
}

TEST_P(PackTest, AFaultIsToldWithFileLineAndCause)
{
    auto const answer = draft({kTitles, "", "rules:\n  - award: cstt\n    subjekt: person\n", "2026-01-01", "Sửa"});
    ASSERT_FALSE(answer);
    auto const& problem = answer.error().problems.at(0);
    EXPECT_EQ(problem.key, "law.error.file");
    EXPECT_EQ(problem.field, "file");
    EXPECT_EQ(problem.args.at(0).second, kTitles);
    EXPECT_EQ(problem.args.at(1).first, "line");
    EXPECT_NE(problem.args.at(1).second, "0");
    EXPECT_EQ(count("SELECT count(*) FROM law_pack"), 0);
}

TEST_P(PackTest, EverythingWrongWithTheFormIsSaidAtOnce)
{
    EXPECT_EQ(why(draft({kTitles, "NONE", "", "32/01/2026", " "})),
              "legal.error.unit@unit legal.error.day@applies_from legal.error.required@reason"
              " legal.error.no-pack@file");
    EXPECT_EQ(why(draft({"law/none.yaml", "", "rules: []\n", "2026-01-01", "Sửa"})),
              "legal.error.pack-name@target");
    EXPECT_EQ(why(draft(months("6"))), "legal.error.no-change@file");
}

TEST_P(PackTest, AsksForTheRightsAndASecondPerson)
{
    EXPECT_EQ(why(draft_as(second, months("7"))), "error.denied");
    auto const read = tried(officer, months("7"));
    EXPECT_EQ(why(as(second, [&](audit::Act& act) { return draft_pack(act, *read); })),
              "error.denied");
    auto const ref = draft_as(both, months("7"));
    EXPECT_EQ(why(decide_on(both, *ref)), "legal.error.second-person");
    EXPECT_EQ(why(decide_on(officer, *ref)), "error.denied");
    EXPECT_EQ(why(decide_on(reader, *ref)), "error.denied");
}

TEST_P(PackTest, ADraftWhoseFileHasChangedSinceIsNotActivated)
{
    auto const first = draft(months("7"));
    auto const late = draft(months("8"));
    ASSERT_TRUE(decide_on(second, *first));
    EXPECT_EQ(why(decide_on(second, *late)), "legal.error.base-moved");
    EXPECT_EQ(change(*late).passage.state, "waiting");
}

// Everybody is asked while others go on writing; what was found must speak of the law that stands.
TEST_P(PackTest, ADraftTriedAgainstAnEarlierLawIsNotTaken)
{
    auto const early = tried(officer, months("8"));
    ASSERT_TRUE(early);
    EXPECT_EQ(count("SELECT count(*) FROM law_pack"), 0) << "trying leaves nothing";
    confirmed(older_initiative());
    EXPECT_EQ(why(as(officer, [&](audit::Act& act) { return draft_pack(act, *early); })),
              "legal.error.law-moved");
    EXPECT_EQ(count("SELECT count(*) FROM law_pack"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'legal.pack.draft'"), 0);
    EXPECT_TRUE(draft(months("8")));
}

TEST_P(PackTest, ARejectedDraftIsKept)
{
    auto const ref = draft(months("7"));
    ASSERT_TRUE(decide_on(second, *ref, false));
    EXPECT_EQ(change(*ref).passage.decided_reason, "Chưa đúng");
    EXPECT_EQ(why(decide_on(second, *ref)), "legal.error.pack-decided");
    EXPECT_EQ(count("SELECT count(*) FROM law_pack"), 1);
}

TEST_P(PackTest, ARegulationReachesItsBodyAlone)
{
    auto const ref = draft(house(regulation()));
    ASSERT_TRUE(ref) << why(ref);
    EXPECT_EQ(change(*ref).name, "house/K101/quy-che-05.yaml");
    ASSERT_TRUE(decide_on(second, *ref));
    EXPECT_TRUE(house_stands("2025-03-01", "/BAN/K101/K101-01/"));
    EXPECT_FALSE(house_stands("2025-03-01", "/BAN/K102/"));
    EXPECT_FALSE(house_stands("2025-01-31", "/BAN/K101/"));
}

TEST_P(PackTest, TheRegulationOfTheDemoIsActivated)
{
    auto const bytes = assets::find("demo/quy-che.yaml");
    ASSERT_TRUE(bytes);
    auto command = house(std::string{*bytes});
    command.applies_from = "2025-03-01";
    auto const ref = draft(command);
    ASSERT_TRUE(ref) << why(ref) << ' ' << ref.error().problems.at(0).args.at(2).second;
    EXPECT_TRUE(change(*ref).trial.failed.empty()) << "the law itself has not changed";
    EXPECT_FALSE(change(*ref).trial.differences.empty());
    EXPECT_TRUE(decide_on(second, *ref));
    EXPECT_TRUE(house_stands("2025-12-01", "/BAN/K101/"));
}

TEST_P(PackTest, ARegulationNeverRelaxesTheLaw)
{
    auto bytes = regulation();
    bytes.replace(bytes.find("giay-khen"), 9, "cstd-bo");
    auto const answer = draft(house(bytes));
    EXPECT_EQ(why(answer), "law.error.file@file");
}

TEST_P(PackTest, WhoeverKnowsThePeopleSaysWhoseVerdictsChange)
{
    Differences const known = [](storage::Transaction&,
                                 Comparison const& comparison) -> std::vector<Difference> {
        EXPECT_NE(&comparison.before, &comparison.after);
        EXPECT_EQ(comparison.unit_path, "/");
        return {{"person", "NV1", "Nguyễn Văn An", "/BAN/K101/", "cstt", "eligible", "not-eligible"}};
    };
    auto const ref = draft(months("12"), known);
    ASSERT_TRUE(ref) << why(ref);
    EXPECT_EQ(change(*ref).trial.turned, 1);
    FixedClock const clock{*parse_iso_date("2026-06-01")};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const names = [&](access::Actor const& actor) {
        auto const page = pages.get("/law/packs/" + *ref, actor).document();
        auto const text = boost::json::serialize(page.at("trial"));
        return text.find("NV1") != std::string::npos;
    };
    EXPECT_FALSE(names(officer)) << "reads no people";
    EXPECT_TRUE(names(actor_with({Permission::ReadPeople, Permission::ReadRegister}, "head", "/BAN/K101/")));
    EXPECT_FALSE(names(actor_with({Permission::ReadPeople, Permission::ReadRegister}, "head", "/BAN/K102/")));
}

}  // namespace
}  // namespace thidua::legal
