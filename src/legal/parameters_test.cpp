#include "legal/parameters.h"

#include "legal/book.h"
#include "legal/pages.h"
#include "legal/testing/world.h"

#include <gtest/gtest.h>

#include <algorithm>

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

// A paper about a parameter that says what holds.
RecordRuling about(std::string point, std::string award, law::TypedValue value)
{
    auto command = flag_quota("1");
    command.point = std::move(point);
    command.award = std::move(award);
    command.value = std::move(value);
    return command;
}

json::object step(json::object const& award, std::string_view name)
{
    for (auto const& each : award.at("deadlines").as_array()) {
        if (each.at("step").as_string() == name) return each.as_object();
    }
    throw std::logic_error("no such step");
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
    http::testing::Reply post(std::string_view target,
                              http::testing::Fields const& fields,
                              http::Upload const& paper)
    {
        return http::testing::Pages{db(), clock_, {add_pages}}.post(
            target, fields, officer, {paper});
    }
    json::object one(std::string_view award, std::string_view day, bool army = false)
    {
        auto const page = shown("/law/parameters?award=" + std::string{award} + "&on=" +
                                std::string{day} + (army ? "&service=army" : ""));
        return page.at("one").as_object();
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

// The army's ratio is open since 2024; a paper gives it.
TEST_P(ParametersTest, TakeTheRatioOfARuling)
{
    auto command = about("title-quota", "cstt", {.percent = "70 %"});
    EXPECT_EQ(why(record(command)), "law.value.base@base");
    command.value.base = "strength";
    auto const ref = confirmed(command);
    auto const quota = [&](std::string_view day) {
        return one("cstt", day, true).at("quotas").as_array().at(0).as_object();
    };
    auto const closed = quota("15/01/2026");
    EXPECT_EQ(closed.at("says"), "value");
    EXPECT_EQ(closed.at("percent"), 70);
    EXPECT_EQ(closed.at("of"), "strength");
    EXPECT_EQ(closed.at("settled").at("ruling").as_string(), ref);
    EXPECT_EQ(quota("15/01/2025").at("says"), "open") << "received before the ruling's first day";
    command.value.percent = "7/10";
    EXPECT_EQ(why(record(command)), "") << "says the same";
    command.value.percent = "60";
    EXPECT_EQ(why(record(command)), "legal.error.contradicts");
    auto const page = get("/law/rulings/" + ref, reader).document();
    EXPECT_EQ(page.at("ruling").at("value").at("percent"), 70);
    EXPECT_EQ(page.at("ruling").at("value").at("kind"), "quota");
}

TEST_P(ParametersTest, TakeADeadlineOfARulingForEveryAward)
{
    confirmed(about("comment-span", "", {.span = "15"}));
    auto const comment = step(one("cstd-toan-quoc", "15/01/2026"), "public-comment");
    EXPECT_EQ(comment.at("working_days"), 15);
    EXPECT_EQ(comment.at("settled").at("paper"), "14/KL-BVD");
}

TEST_P(ParametersTest, TakeTheYearOfALastDay)
{
    auto command = about("filing-day", "co-chinh-phu", {.span = "31/3", .years = "1"});
    command.regimes = {"R0d"};
    command.received_from = "01/01/2020";
    confirmed(command);
    auto const day = step(one("co-chinh-phu", "15/01/2021"), "submission");
    EXPECT_EQ(day.at("day"), 31);
    EXPECT_EQ(day.at("month"), 3);
    EXPECT_EQ(day.at("years"), 1);
    EXPECT_EQ(step(one("co-chinh-phu", "15/01/2019"), "submission").at("says"), "open");
    command.value.years = "";
    EXPECT_EQ(why(record(command)), "legal.error.contradicts");
}

TEST_P(ParametersTest, TakeWhoDecidesFromARulingUntilItEnds)
{
    auto const ref = confirmed(about("decider-by-ministry", "cstt", {.authority = "truong-ban"}));
    auto const decider = [&](std::string_view day) {
        return one("cstt", day, true).at("decider").as_object();
    };
    EXPECT_EQ(decider("15/01/2026").at("authority"), "truong-ban");
    EXPECT_EQ(decider("15/01/2026").at("settled").at("paper"), "14/KL-BVD");
    EXPECT_EQ(one("ldtt", "15/01/2026", true).at("decider").at("says"), "open") << "another award";
    auto const asked = db().read([&](storage::Transaction& tx) {
        return parameters_for(tx, *parse_iso_date("2026-01-15"), "/BAN/K101/");
    });
    EXPECT_EQ(asked.decides("cstt", *parse_iso_date("2026-01-15"), true).authority, "truong-ban");
    EndRuling const end{ref,
                        "01/03/2026",
                        "Đã có quy định mới",
                        {"31/KL-BVD", "05/05/2026", "Trưởng ban", scan()},
                        ruling(ref).version};
    ASSERT_TRUE(as(officer, [&](audit::Act& act) { return end_ruling(act, end); }));
    ASSERT_TRUE(decide(second, ref));
    EXPECT_EQ(decider("28/02/2026").at("authority"), "truong-ban");
    EXPECT_EQ(decider("01/03/2026").at("says"), "open");
    EXPECT_EQ(decider("01/03/2026").at("authority"), "");
}

TEST_P(ParametersTest, TakeThePapersOfADossierFromARuling)
{
    auto command = about("dossier-by-ministry",
                         "cstd-co-so",
                         {.papers = {"minutes", "submission"}, .originals = "2", .electronic = true});
    auto const ref = confirmed(command);
    auto const dossier = one("cstd-co-so", "15/01/2026").at("dossier").as_object();
    EXPECT_EQ(json::serialize(dossier.at("papers")), R"(["submission","minutes"])");
    EXPECT_EQ(dossier.at("originals"), 2);
    EXPECT_TRUE(dossier.at("electronic").as_bool());
    EXPECT_EQ(dossier.at("settled").at("ruling").as_string(), ref);
    command.value.papers = {"submission"};
    EXPECT_EQ(why(record(command)), "legal.error.contradicts");
    auto const list = get("/law/rulings", reader).document().at("list").at("rows").at(0);
    EXPECT_EQ(list.at("value_said"),
              "Tờ trình; Biên bản bình xét; 2 bộ bản chính; kèm bản điện tử");
}

TEST_P(ParametersTest, HaveNoEffectBeforeTheSecondPersonConfirms)
{
    ASSERT_TRUE(record(about("decider-by-ministry", "cstt", {.authority = "truong-ban"})));
    EXPECT_EQ(one("cstt", "15/01/2026", true).at("decider").at("says"), "open");
}

TEST_P(ParametersTest, RefuseAValueThatIsNone)
{
    auto const refused = [&](std::string point, std::string award, law::TypedValue value) {
        return why(record(about(std::move(point), std::move(award), std::move(value))));
    };
    auto const ratio = [&](std::string typed) {
        return refused("title-quota", "cstt", {.percent = std::move(typed), .base = "strength"});
    };
    EXPECT_EQ(ratio("2/3"), "law.value.not-whole@percent");
    for (auto const* typed : {"0", "101", "nhiều", "-5", "5/0", "8.5"})
        EXPECT_EQ(ratio(typed), "law.value.share@percent") << typed;
    EXPECT_EQ(ratio(""), "law.value.required@percent");
    for (auto const* typed : {"0", "31/02", "400", "sớm"}) {
        EXPECT_EQ(refused("comment-span", "", {.span = typed}), "law.value.days@span") << typed;
    }
    EXPECT_EQ(refused("comment-span", "", {.span = "15", .years = "1"}),
              "law.value.years-of-day@years");
    EXPECT_EQ(refused("comment-span", "", {.span = "31/03", .years = "x"}), "law.value.years@years");
    EXPECT_EQ(refused("decider-by-ministry", "cstt", {.authority = "don-vi"}),
              "law.value.authority@authority");
    EXPECT_EQ(refused("dossier-by-ministry", "cstt", {.papers = {"submission", "x"}}),
              "law.value.paper@papers");
    EXPECT_EQ(refused("dossier-by-ministry", "cstt", {.originals = "0"}),
              "law.value.papers@papers law.value.originals@originals");
    EXPECT_EQ(count("SELECT count(*) FROM ruling"), 0);
}

TEST_P(ParametersTest, RefuseWhatThePointDoesNotAskFor)
{
    auto const all = law::TypedValue{.percent = "70",
                                     .base = "strength",
                                     .span = "15",
                                     .years = "1",
                                     .authority = "truong-ban",
                                     .papers = {"submission"},
                                     .originals = "1",
                                     .electronic = true};
    EXPECT_EQ(why(record(about("title-quota", "cstt", all))),
              "law.value.not-asked@span law.value.not-asked@years law.value.not-asked@authority"
              " law.value.not-asked@papers law.value.not-asked@originals"
              " law.value.not-asked@electronic");
    EXPECT_EQ(why(record(about("older-initiative", "cstd-bo", {.percent = "80"}))),
              "law.value.not-asked@percent");
    auto refusing = about("title-quota", "cstt", {.percent = "70", .base = "strength"});
    refusing.holds = "0";
    EXPECT_EQ(why(record(refusing)), "law.value.not-holding@holds");
    EXPECT_EQ(count("SELECT count(*) FROM ruling"), 0);
}

// That nobody decides, or that a dossier holds nothing, is no answer.
TEST_P(ParametersTest, RefuseToCloseWhoDecidesOrADossierByANo)
{
    for (auto const* point : {"decider-by-ministry", "dossier-by-ministry"}) {
        auto command = about(point, "cstt", {});
        EXPECT_EQ(why(record(command)), "law.ruling.no-value@holds");
        command.holds = "0";
        EXPECT_EQ(why(record(command)), "law.ruling.must-name@holds");
    }
}

TEST_P(ParametersTest, AreEnteredOnTheFormWithWhatTheirPointAsks)
{
    auto const form = get("/law/rulings/new", officer).document();
    auto const choices = json::serialize(form.at("choices"));
    EXPECT_NE(choices.find(R"("value":"cstt/decider-by-ministry")"), std::string::npos);
    EXPECT_NE(choices.find(R"("asks":"authority")"), std::string::npos);
    http::Upload const paper{"file", "van-ban.pdf", "application/pdf", scan().bytes};
    auto const entered = post("/law/rulings",
                              {{"choice", "cstt/dossier-by-ministry"},
                               {"received_from", "01/07/2025"},
                               {"holds", "1"},
                               {"papers", "submission"},
                               {"papers", "report"},
                               {"electronic", "1"},
                               {"reason", "Quy định của Bộ"},
                               {"number", "14/KL-BVD"},
                               {"dated", "05/08/2025"},
                               {"signer", "Trưởng ban"}},
                              paper);
    ASSERT_EQ(entered.status, 200) << entered.problems();
    auto const value = get(entered.location(), second).document().at("ruling").at("value");
    EXPECT_EQ(json::serialize(value.at("papers")), R"(["submission","report"])");
    EXPECT_TRUE(value.at("electronic").as_bool());
}

TEST_P(ParametersTest, LeadTheLegalOfficerFromAnOpenPointToItsRuling)
{
    auto const page = get("/law/rulings/new?award=cstd-toan-quoc&point=comment-span", officer);
    EXPECT_EQ(page.document().at("values").at("choice"), "/comment-span");
    auto const own = get("/law/rulings/new?award=cstt&point=title-quota", officer);
    EXPECT_EQ(own.document().at("values").at("choice"), "cstt/title-quota");
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
