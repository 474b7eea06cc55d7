#include "covenant/results.h"

#include "covenant/facts.h"
#include "covenant/testing/world.h"

namespace thidua::covenant {
namespace {

using organisation::testing::problem;
using testing::day;

class ResultsTest : public testing::CovenantTest {
protected:
    // Two targets of the world: "Nhiệm vụ đúng hạn" 100, high; "Vụ vi phạm kỷ luật" 2, low.
    std::vector<TargetResult> results(std::string const& ref, std::string_view code)
    {
        auto const id = unit(code).id;
        return read([&](storage::Transaction& tx) {
            return results_of(tx, find_covenant(tx, ref).value(), id);
        });
    }
    std::vector<TargetResult> block_of(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return block_results(tx, find_covenant(tx, ref).value());
        });
    }
    std::string enter(access::Actor const& actor,
                      std::string const& ref,
                      std::string const& code,
                      std::vector<std::optional<std::int64_t>> const& figures,
                      Period period = Period::MidYear)
    {
        EnterResults command{ref, code, period, {}};
        auto const before = results(ref, code);
        for (std::size_t i = 0; i < figures.size(); ++i) {
            Entry entry{.target = before.at(i).target, .version = before.at(i).at(period).version};
            if (figures[i]) entry.value.number = *figures[i] * 1000;
            command.entries.push_back(entry);
        }
        return problem(as(actor, [&](Act& act) { return enter_results(act, command); }));
    }
    bool sees(access::Actor const& actor,
              std::string const& ref,
              std::string_view code,
              Period period)
    {
        auto const found = covenant(ref);
        return may_see(actor, found, *found.member(code), period);
    }
};
THIDUA_ON_EACH_ENGINE(ResultsTest);

TEST_P(ResultsTest, AreSetAgainstThePlanOfEachUnit)
{
    auto const ref = in_force();
    EXPECT_EQ(enter(clerk2, ref, "K102", {45, 3}), "");
    auto const found = results(ref, "K102");
    EXPECT_EQ(found[0].mid_year.percent, 45'000);
    EXPECT_TRUE(is_behind(found[0], Period::MidYear));  // Under half.
    EXPECT_EQ(found[1].mid_year.percent, 50'000);
    EXPECT_TRUE(is_behind(found[1], Period::MidYear));  // More cases than the whole year allows.
    EXPECT_EQ(mean_percent(found, Period::MidYear), 47'500);
    EXPECT_EQ(mean_percent(found, Period::Year), std::nullopt);
    EXPECT_EQ(enter(head1, ref, "K101", {50, 2}), "");
    for (auto const& each : results(ref, "K101")) EXPECT_FALSE(is_behind(each, Period::MidYear));
}

TEST_P(ResultsTest, RollUpByTheTargetsRuleAndSayWhoIsMissing)
{
    auto const ref = complete();
    auto sum = target("Sáng kiến", 10);
    sum.roll_up = "sum";
    put_target(ref, sum);
    EXPECT_EQ(step(declare_ready, ref), "");
    EXPECT_EQ(step(open_signing, ref), "");
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_EQ(enter(head1, ref, "K101", {80, 0, 4}), "");
    EXPECT_TRUE(block_of(ref)[0].partial);
    EXPECT_EQ(enter(clerk2, ref, "K102", {90, 1, 7}), "");
    auto const rolled = block_of(ref);
    EXPECT_FALSE(rolled[0].partial);
    EXPECT_EQ(rolled[0].mid_year.value.number, 85'000);
    EXPECT_EQ(rolled[2].mid_year.value.number, 11'000);
    EXPECT_EQ(rolled[2].mid_year.percent, 110'000);
    EXPECT_EQ(rolled[0].year.value.number, std::nullopt);
}

TEST_P(ResultsTest, AreEnteredByTheUnitUntilThePeriodIsClosed)
{
    auto const ref = in_force();
    EXPECT_EQ(enter(head1, ref, "K102", {1, 1}), "error.denied");
    EXPECT_EQ(enter(head, ref, "K101", {1, 1}), "error.denied");
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, 0}), "");
    EXPECT_EQ(step(close_mid_year, ref), "");
    EXPECT_EQ(enter(clerk2, ref, "K102", {99, 0}), "covenant.error.period-closed");
    EXPECT_EQ(enter(clerk2, ref, "K102", {99, 0}, Period::Year), "");
    EXPECT_EQ(step(close, ref), "");
    EXPECT_EQ(enter(clerk2, ref, "K102", {100, 0}, Period::Year), "covenant.error.period-closed");
    EXPECT_EQ(results(ref, "K102")[0].mid_year.value.number, 60'000);
}

TEST_P(ResultsTest, OfOtherUnitsAreHiddenUntilThePeriodIsClosed)
{
    auto const ref = in_force();
    EXPECT_TRUE(sees(head, ref, "K102", Period::MidYear));
    EXPECT_TRUE(sees(office, ref, "K102", Period::MidYear));
    EXPECT_TRUE(sees(clerk2, ref, "K102", Period::MidYear));
    EXPECT_FALSE(sees(head1, ref, "K102", Period::MidYear));
    EXPECT_FALSE(sees(viewer, ref, "K102", Period::MidYear));
    EXPECT_EQ(step(close_mid_year, ref), "");
    EXPECT_TRUE(sees(head1, ref, "K102", Period::MidYear));
    EXPECT_TRUE(sees(viewer, ref, "K102", Period::MidYear));
    EXPECT_FALSE(sees(head1, ref, "K102", Period::Year));
}

TEST_P(ResultsTest, TheSecondHandIsShownBothFigures)
{
    auto const ref = in_force();
    auto const seen = results(ref, "K102");
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, 0}), "");
    Entry const mine{.target = seen[0].target, .value = {70'000, ""}, .version = 0};
    EnterResults const command{ref, "K102", Period::MidYear, {mine}};
    auto const late = as(head2, [&](Act& act) { return enter_results(act, command); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    EXPECT_EQ(late.error().problems.front().args, (Args{{"mine", "70"}, {"theirs", "60"}}));
    EXPECT_EQ(results(ref, "K102")[0].mid_year.value.number, 60'000);
}

TEST_P(ResultsTest, TheTaskIsDoneWhenEveryTargetHasItsFigure)
{
    auto const ref = in_force();
    auto const open = [&] {
        return count(
            "SELECT count(*) FROM inbox_item WHERE sentence = 'covenant.task.mid-year' AND"
            " done_at IS NULL");
    };
    EXPECT_EQ(open(), 2);
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, std::nullopt}), "");
    EXPECT_EQ(open(), 2);
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, 0}), "");
    EXPECT_EQ(open(), 1);
}

TEST_P(ResultsTest, TellScoringWhichTargetsWereMet)
{
    auto const ref = in_force();
    EXPECT_EQ(enter(clerk2, ref, "K102", {100, 3}, Period::Year), "");
    auto const id = unit("K102").id;
    auto const facts = read([&](storage::Transaction& tx) { return targets_met(tx, id, kYear); });
    EXPECT_EQ(facts.met, 1);
    EXPECT_EQ(facts.total, 2);
    EXPECT_TRUE(facts.rows[0].met);
    EXPECT_EQ(facts.rows[1].percent, 50'000);
    EXPECT_EQ(read([&](storage::Transaction& tx) { return targets_met(tx, id, 2025).total; }), 0);
    EXPECT_EQ(count("SELECT count(*) FROM covenant_result_view WHERE unit_id = ?1 AND year_value = "
                    "100000",
                    {id}),
              1);
}

TEST_P(ResultsTest, StandOnTheEditionInForceWhileItIsAmended)
{
    auto const ref = in_force();
    EXPECT_EQ(step(amend, ref, "Tăng chỉ tiêu"), "");
    put_target(ref, target("Chỉ tiêu mới", 5));
    EXPECT_EQ(results(ref, "K102").size(), 2u);
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, 0}), "");
}

TEST_P(ResultsTest, AnAmendmentAsksAgainOnlyWhoHasSomethingToReport)
{
    auto const ref = in_force();
    EXPECT_EQ(enter(clerk2, ref, "K102", {60, 0}), "");
    EXPECT_EQ(step(amend, ref, "Đổi chủ đề"), "");
    write_head(ref, "Chủ đề mới");
    EXPECT_EQ(step(declare_ready, ref), "");
    EXPECT_EQ(step(open_signing, ref), "");
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'covenant.task.mid-year' AND"
                    " done_at IS NULL"),
              1);
}

}  // namespace
}  // namespace thidua::covenant
