#include "legal/parameters.h"

#include "legal/book.h"
#include "legal/pages.h"
#include "legal/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::legal {
namespace {

using namespace testing;
namespace json = boost::json;

constexpr char kVotes[] = "law/parameters/votes.yaml";

RecordRuling flag_quota(std::string holds)
{
    return {.award = "co-chinh-phu",
            .point = "flag-quota",
            .regimes = {"R2"},
            .received_from = "01/07/2025",
            .holds = std::move(holds),
            .reason = "Đã đối chiếu văn bản",
            .paper = {"14/KL-BVD", "05/08/2025", "Trưởng ban", scan()}};
}

std::string votes_with(std::string_view old, std::string_view replacement)
{
    for (auto const& file : law::built_in_files()) {
        if (file.name != kVotes) continue;
        auto bytes = file.bytes;
        return bytes.replace(bytes.find(old), old.size(), replacement);
    }
    throw std::logic_error("no such pack");
}

class ParametersTest : public LegalTest {
protected:
    http::testing::Reply get(std::string_view target, access::Actor const& actor)
    {
        return http::testing::Pages{db(), clock_, {add_pages}}.get(target, actor);
    }
    json::object shown(std::string_view target)
    {
        auto const reply = get(target, reader);
        EXPECT_EQ(reply.status, 200) << target << ' ' << reply.problems();
        return reply.document();
    }
    json::object quota_of_flags(std::string_view day)
    {
        auto const page = shown("/law/parameters?award=co-chinh-phu&on=" + std::string{day});
        return page.at("one").at("quotas").as_array().at(0).as_object();
    }
    Result<std::string> draft(std::string bytes)
    {
        DraftPack const command{kVotes, "", std::move(bytes), "2026-01-01", "Đối chiếu nguyên văn"};
        return as(officer, [&](audit::Act& act) -> Result<std::string> {
            auto const tried = TD_TRY(try_pack(act.tx, act.actor, act.today(), command));
            return draft_pack(act, tried);
        });
    }

private:
    FixedClock clock_{*make_date(2026, 6, 1)};
};
THIDUA_ON_EACH_ENGINE(ParametersTest);

TEST_P(ParametersTest, AreReadByEveryAccountAndByNobodyElse)
{
    EXPECT_EQ(get("/law/parameters", reader).status, 200);
    EXPECT_EQ(get("/law/parameters", access::Actor::anonymous()).status, 401);
    EXPECT_EQ(get("/law/parameters?award=none", reader).problems(), "legal.error.award@award");
    EXPECT_EQ(get("/law/parameters?on=32/01/2026", reader).problems(), "legal.error.day@on");
}

// Section 10: "CSTĐCS … 80 %" since 2024; none was fixed before.
TEST_P(ParametersTest, FollowAwardAndDay)
{
    auto const now = shown("/law/parameters?award=cstd-co-so&on=15/01/2026").at("one");
    EXPECT_EQ(now.at("vote").at("percent"), 80);
    EXPECT_EQ(now.at("decider").at("authority"), "thu-truong");
    EXPECT_EQ(now.at("dossier").at("point"), "dossier-by-ministry");
    auto const before = shown("/law/parameters?award=cstd-co-so&on=31/12/2023").at("one");
    EXPECT_EQ(before.at("vote").at("says"), "nothing");
}

// Section 12: "army R0c–d ≤ 40 % of strength".
TEST_P(ParametersTest, TellTheArmyFromTheRest)
{
    auto const page = shown("/law/parameters?award=cstt&on=01/01/2020&service=army").at("one");
    auto const& army = page.at("quotas").as_array().at(0);
    EXPECT_EQ(army.at("percent"), 40);
    EXPECT_EQ(army.at("of"), "strength");
    auto const other = shown("/law/parameters?award=cstt&on=01/01/2020").at("one");
    EXPECT_EQ(other.at("quotas").as_array().at(0).at("says"), "open");
}

TEST_P(ParametersTest, ListEveryAwardWhereNoneIsChosen)
{
    auto const page = shown("/law/parameters");
    EXPECT_TRUE(page.at("one").is_null());
    EXPECT_EQ(page.at("awards").as_array().size(), law::built_in().awards.size());
    EXPECT_GE(page.at("list").at("rows").as_array().size(), 3 * law::built_in().awards.size());
}

TEST_P(ParametersTest, AreClosedByAConfirmedRuling)
{
    EXPECT_EQ(quota_of_flags("15/01/2026").at("says"), "open");
    confirmed(flag_quota("1"));
    auto const closed = quota_of_flags("15/01/2026");
    EXPECT_EQ(closed.at("says"), "value");
    EXPECT_EQ(closed.at("settled").at("paper"), "14/KL-BVD");
    EXPECT_EQ(quota_of_flags("15/01/2025").at("says"), "open") << "another regime";
}

TEST_P(ParametersTest, OfferTheirOpenPointsToTheRulingPage)
{
    auto const page = get("/law/rulings/new", officer);
    ASSERT_EQ(page.status, 200);
    EXPECT_NE(json::serialize(page.document().at("choices")).find("co-chinh-phu/flag-quota"),
              std::string::npos);
}

TEST_P(ParametersTest, RefuseARulingThatConfirmsNoFigure)
{
    auto command = flag_quota("1");
    command.award = "cstt";
    command.point = "title-quota";
    EXPECT_EQ(why(record(command)), "law.ruling.no-value@holds");
    command.holds = "0";
    EXPECT_EQ(why(record(command)), "");
}

TEST_P(ParametersTest, AreReplacedByAnActivatedFile)
{
    auto const ref = draft(votes_with("[cstd-co-so, co-bo], percent: 80", "[cstd-co-so, co-bo], percent: 85"));
    ASSERT_TRUE(ref) << why(ref);
    auto const share = [&] {
        return shown("/law/parameters?award=cstd-co-so&on=15/01/2026").at("one").at("vote").at("percent");
    };
    EXPECT_EQ(share(), 80);
    auto const version = db().read(
        [&](storage::Transaction& tx) { return find_pack(tx, *ref).value().version; });
    DecidePack const command{*ref, true, "", version};
    auto const decided = as(second, [&](audit::Act& act) { return decide_pack(act, command); });
    ASSERT_TRUE(decided) << why(decided);
    EXPECT_EQ(share(), 85);
}

TEST_P(ParametersTest, AreRefusedWithFileAndLineWhereTheyCannotBeRead)
{
    auto const ref = draft(votes_with("percent: 80", "percent: 180"));
    ASSERT_FALSE(ref);
    auto const& problem = ref.error().problems.front();
    EXPECT_EQ(problem.key, "law.error.file");
    EXPECT_EQ(problem.field, "file");
    EXPECT_EQ(count("SELECT count(*) FROM law_pack"), 0);
}

}  // namespace
}  // namespace thidua::legal
