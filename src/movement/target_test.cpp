#include "movement/target.h"

#include "base/clock.h"
#include "http/testing/pages.h"
#include "movement/pages.h"
#include "movement/target_store.h"
#include "movement/testing/world.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <iostream>
#include <map>

namespace thidua::movement {
namespace {

using testing::day;

class TargetTest : public testing::MovementTest {
protected:
    void SetUp() override
    {
        MovementTest::SetUp();
        enter_person("NV1", "Nguyễn Văn An", "K101-01");
        enter_person("NV2", "Trần Thị Bình", "K101-01");
        enter_person("NV3", "Lê Văn Cường", "K102");
        ref_ = launched();
    }
    std::string added(std::string roll = "sum", std::string wanted = "100")
    {
        AddTarget command;
        command.ref = ref_;
        command.name = "Thiết bị được kiểm tra";
        command.measure = "lượt";
        command.better = "high";
        command.roll = std::move(roll);
        command.wanted = std::move(wanted);
        command.due_on = day("2026-05-31");
        command.version = movement(ref_).version;
        auto const made = as(writer, [&](Act& act) { return add_target(act, command); });
        EXPECT_EQ(why(made), "");
        return made ? *made : "";
    }
    Result<std::string> spread(std::vector<Cell> cells)
    {
        SpreadTargets const command{ref_, std::move(cells), movement(ref_).version};
        return as(writer, [&](Act& act) { return spread_targets(act, command); });
    }
    std::string given(std::vector<Cell> cells)
    {
        auto const made = spread(std::move(cells));
        EXPECT_EQ(why(made), "");
        return made ? *made : "";
    }
    Target target(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return find_target(tx, movement(ref_).id, ref).value();
        });
    }
    Share share(std::string const& target_ref, std::string_view code)
    {
        auto const shares = read([&](storage::Transaction& tx) {
            return shares_of(tx, system_, find_target(tx, movement(ref_).id, target_ref).value());
        });
        for (auto const& each : shares) {
            if (each.code == code) return each;
        }
        throw std::logic_error("no such share");
    }
    std::string report(std::string const& target_ref,
                       std::string_view code,
                       std::string result,
                       access::Actor const* who = nullptr)
    {
        auto const one = share(target_ref, code);
        ReportResult command;
        command.ref = ref_;
        command.share = one.ref;
        command.result = std::move(result);
        command.version = one.version;
        return why(as(who == nullptr ? writer : *who,
                      [&](Act& act) { return report_result(act, command); }));
    }
    std::string undo(std::string const& spread_ref, std::string reason = "Giao nhầm")
    {
        UndoSpread const command{ref_, spread_ref, std::move(reason), movement(ref_).version};
        return why(as(writer, [&](Act& act) { return undo_spread(act, command); }));
    }

    std::string ref_;
};
THIDUA_ON_EACH_ENGINE(TargetTest);

TEST(Figures, AreReadAsPeopleTypeThem)
{
    EXPECT_EQ(parse_figure("95,5"), 95'500);
    EXPECT_EQ(parse_figure("1.250,5"), 1'250'500);
    EXPECT_EQ(parse_figure("1 250"), 1'250'000);
    EXPECT_EQ(parse_figure("12.125"), 12'125'000) << "a point parts thousands";
    EXPECT_EQ(parse_figure("12.5"), 12'500);
    EXPECT_EQ(parse_figure("1.250.000"), 1'250'000'000);
    for (auto const value : {0, 7, 95'500, 1'250'005, 12'120})
        EXPECT_EQ(parse_figure(figure_text(value)), value);
    EXPECT_EQ(parse_figure("0"), 0);
    for (auto const* wrong : {"", "-1", "năm", "1,2345", ",", "1e3"})
        EXPECT_FALSE(parse_figure(wrong)) << wrong;
}

TEST_P(TargetTest, ResultsRollUpAlongTheTree)
{
    auto const one = added();
    given({{one, "K101", 60'000}, {one, "K102", 40'000}});
    given({{one, "K101-01", 30'000}, {one, "K101-02", 30'000}, {one, "NV1", 10'000}, {one, "NV2", 20'000}});
    EXPECT_EQ(share(one, "NV1").depth, 2) << "below K101-01, which is below K101";
    EXPECT_EQ(report(one, "K101", "5"), "movement.error.rolls-up");
    EXPECT_EQ(report(one, "NV1", "7,5"), "");
    EXPECT_EQ(target(one).result, 7'500);
    EXPECT_EQ(share(one, "K101").state, "open") << "others below have not reported";
    EXPECT_EQ(report(one, "NV2", "2,5"), "");
    EXPECT_EQ(report(one, "K101-02", "20"), "");
    EXPECT_EQ(share(one, "K101-01").result, 10'000);
    EXPECT_EQ(share(one, "K101").result, 30'000);
    EXPECT_EQ(share(one, "K101").state, "reported");
    EXPECT_EQ(report(one, "K102", "40"), "");
    EXPECT_EQ(target(one).result, 70'000);
    EXPECT_EQ(report(one, "NV1", "17,5"), "");
    EXPECT_EQ(target(one).result, 80'000);
    EXPECT_TRUE(share(one, "NV1").late) << "reported on 1 June, due on 31 May";
}

TEST_P(TargetTest, RollsUpAsTheTargetSays)
{
    std::map<std::string, std::int64_t> const expected{{"sum", 40'000}, {"mean", 20'000}, {"min", 10'000}, {"max", 30'000}};
    auto const uneven = added("mean");
    given({{uneven, "K101", 1'000}, {uneven, "K102", 1'000}});
    EXPECT_EQ(report(uneven, "K101", "0,001"), "");
    EXPECT_EQ(report(uneven, "K102", "0,004"), "");
    EXPECT_EQ(target(uneven).result, 2) << "a half is left off on either engine";
    for (auto const& [roll, figure_expected] : expected) {
        auto const one = added(roll);
        given({{one, "K101", 1'000}, {one, "K102", 1'000}});
        EXPECT_EQ(report(one, "K101", "10"), "");
        EXPECT_EQ(report(one, "K102", "30"), "");
        EXPECT_EQ(target(one).result, figure_expected) << roll;
    }
}

TEST_P(TargetTest, AShareGivenBetweenTakesItsPlace)
{
    auto const one = added();
    given({{one, "NV1", 1'000}});
    EXPECT_EQ(share(one, "NV1").depth, 0);
    given({{one, "K101", 1'000}});
    EXPECT_EQ(share(one, "NV1").depth, 1);
    EXPECT_EQ(why(spread({{one, "K101", 1'000}})), "movement.error.carries@subjects");
    EXPECT_EQ(why(spread({{one, "NONE", 1'000}})), "movement.error.subject@subjects");
}

TEST_P(TargetTest, IsUndoneUntilSomethingRestsOnIt)
{
    auto const one = added();
    auto const first = given({{one, "K101", 1'000}, {one, "K102", 1'000}});
    auto const below = given({{one, "K101-01", 1'000}});
    EXPECT_EQ(undo(first), "movement.error.spread-rests");
    EXPECT_EQ(undo(below, " "), "error.required@undo_reason");
    EXPECT_EQ(undo(below), "");
    EXPECT_EQ(undo(below), "error.not-found") << "it is undone already";
    EXPECT_EQ(report(one, "K102", "3"), "");
    EXPECT_EQ(undo(first), "movement.error.spread-rests");
    EXPECT_EQ(count("SELECT count(*) FROM target_share"), 3) << "nothing is deleted";
    EXPECT_EQ(why(spread({{one, "K101-01", 2'000}})), "") << "it may be given again";
}

TEST_P(TargetTest, OnlyWhoWritesForTheUnitReportsAndOthersSeeNothing)
{
    auto const one = added();
    given({{one, "K101", 1'000}, {one, "K102", 1'000}});
    EXPECT_EQ(report(one, "K102", "3", &clerk), "error.not-found");
    EXPECT_EQ(report(one, "K101", "3", &clerk), "");
    EXPECT_EQ(report(one, "K101", "viết chữ"), "movement.error.figure@result");
    auto const seen = read([&](storage::Transaction& tx) {
        return shares_of(tx, other_clerk, find_target(tx, movement(ref_).id, one).value());
    });
    ASSERT_EQ(seen.size(), 1U);
    EXPECT_EQ(seen[0].code, "K102");
}

TEST_P(TargetTest, TwoAtOneFigureTheSecondSeesTheDifference)
{
    auto const one = added();
    given({{one, "K101", 1'000}});
    auto const before = share(one, "K101");
    ASSERT_EQ(report(one, "K101", "3"), "");
    ReportResult command;
    command.ref = ref_;
    command.share = before.ref;
    command.result = "4";
    command.version = before.version;
    auto const second = as(writer, [&](Act& act) { return report_result(act, command); });
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Kind::Conflict);
    EXPECT_EQ(share(one, "K101").result, 3'000);
}

TEST_P(TargetTest, NothingStaysOpenAfterTheEnd)
{
    auto const one = added();
    given({{one, "K101", 1'000}, {one, "K102", 1'000}});
    ASSERT_EQ(report(one, "K101", "1"), "");
    ASSERT_EQ(why(step(approver, ref_, Step::FinalReview)), "");
    EXPECT_EQ(why(step(approver, ref_, Step::Close)), "movement.error.open-targets@lapse_open");
    auto close = step_of(ref_, Step::Close);
    close.lapse_open = true;
    EXPECT_EQ(why(step(approver, close)), "");
    EXPECT_EQ(share(one, "K102").state, "lapsed");
    EXPECT_EQ(count("SELECT count(*) FROM target_share WHERE state = 'open'"), 0);
    EXPECT_EQ(report(one, "K102", "1"), "movement.error.over");
}

TEST_P(TargetTest, IsPartedByHeadcountWithoutLosingAny)
{
    auto const one = added("sum", "100");
    auto const cells = as(writer, [&](Act& act) {
        return plan_spread(act, movement(ref_), {one}, {"K101", "K102"}, Split::ByHeadcount);
    });
    ASSERT_TRUE(cells);
    EXPECT_EQ((*cells)[0].wanted + (*cells)[1].wanted, 100'000);
    EXPECT_EQ((*cells)[0].wanted, 67'000) << "two of three people, the rest to the first";
    auto const same = as(writer, [&](Act& act) {
        return plan_spread(act, movement(ref_), {one}, {"K101", "K102"}, Split::Same);
    });
    EXPECT_EQ((*same)[1].wanted, 100'000);
}

TEST_P(TargetTest, IsPreviewedChangedAndGivenByPage)
{
    auto const one = added();
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const place = "/movements/" + ref_ + "/spread";
    auto const preview = pages.post(place + "/preview",
                                    {{"targets", one}, {"split", "pasted"}, {"subjects", "K101\t60\nK102\t40,5"}},
                                    writer);
    ASSERT_EQ(preview.problems(), "");
    EXPECT_EQ(preview.document().at("rows").as_array()[1].at("figures").as_array()[0].at("wanted").as_string(),
              "40,5");
    EXPECT_EQ(pages.post(place + "/preview",
                         {{"targets", one}, {"split", "pasted"}, {"subjects", "K101\t60\t3"}},
                         writer)
                  .problems(),
              "movement.error.pasted@subjects");
    auto const version = std::to_string(movement(ref_).version);
    EXPECT_EQ(pages.post(place,
                         {{"version", version}, {"wanted-" + one + "-K101", "75"}, {"wanted-" + one + "-K102", ""}},
                         writer)
                  .problems(),
              "");
    EXPECT_EQ(share(one, "K101").wanted, 75'000);
    EXPECT_EQ(target(one).shares, 1);
    auto const page = pages.get("/movements/" + ref_ + "/targets/" + one, clerk);
    EXPECT_TRUE(page.document().at("list").at("rows").as_array()[0].at("may_report").as_bool());
}

// A tree of shares at random: what one changed figure carries up, the roll-up of everything and a
// slow reference agree. THIDUA_SHARES=200000 makes it large and prints how long it took.
TEST_P(TargetTest, RollingEverythingUpAgreesWithOneFigureAtATime)
{
    auto const* asked = std::getenv("THIDUA_SHARES");
    int const people = asked == nullptr ? 60 : std::atoi(asked);
    std::vector<std::string> targets;
    for (auto const* roll : {"sum", "mean", "min", "max"}) targets.push_back(added(roll));
    db().write([&](storage::Transaction& tx) {
        auto const unit_id = organisation::find_unit(tx, "K101-02").value().id;
        for (int i = 0; i < people / 4; ++i) {
            auto const code = "P" + std::to_string(i);
            tx.execute("INSERT INTO person (code, code_key, full_name, search_key, sort_key, unit_id) "
                       "VALUES (?1, ?2, ?1, ?1, ?3, ?4)",
                       {code, organisation::code_key(code), storage::Bytes{code}, unit_id});
        }
    });
    std::vector<Cell> cells;
    for (auto const& one : targets) {
        for (auto const* unit : {"K101", "K101-02", "K102"}) cells.push_back({one, unit, 1'000});
        for (int i = 0; i < people / 4; ++i) cells.push_back({one, "P" + std::to_string(i), 1'000});
    }
    auto const start = std::chrono::steady_clock::now();
    given(cells);
    auto const spread_done = std::chrono::steady_clock::now();
    db().write([&](storage::Transaction& tx) {
        tx.execute("UPDATE target_share SET result = 1000 + id * 7919 % 50000 WHERE subject_kind = 'person'");
        tx.execute("UPDATE target_share SET result = 8000 WHERE subject_kind = 'unit' AND depth = 0");
    });
    auto const before = std::chrono::steady_clock::now();
    db().write([](storage::Transaction& tx) { roll_up_all(tx); });
    auto const after = std::chrono::steady_clock::now();
    auto const all = [&] {
        return read([](storage::Transaction& tx) {
            std::map<std::int64_t, std::int64_t> results;
            auto rows = tx.query("SELECT id, result FROM target_share WHERE result IS NOT NULL "
                                 "UNION ALL SELECT -id, result FROM movement_target ORDER BY 1");
            while (rows.next()) results[rows.integer(0)] = rows.integer(1);
            return results;
        });
    };
    auto const together = all();
    auto const sum = count("SELECT sum(s.result) FROM target_share s JOIN movement_target t ON t.id = "
                           "s.target_id WHERE t.ref = ?1 AND s.subject_kind = 'person'",
                           {targets[0]});
    EXPECT_EQ(share(targets[0], "K101").result, sum);
    EXPECT_EQ(target(targets[0]).result, sum + 8'000);
    auto const changed = share(targets[0], "P0");
    ReportResult command;
    command.ref = ref_;
    command.share = changed.ref;
    command.result = "1";
    command.version = changed.version;
    auto const one_by_one = std::chrono::steady_clock::now();
    EXPECT_EQ(why(as(writer, [&](Act& act) { return report_result(act, command); })), "");
    auto const reported = std::chrono::steady_clock::now();
    auto const carried = all();
    db().write([](storage::Transaction& tx) { roll_up_all(tx); });
    EXPECT_EQ(all(), carried);
    EXPECT_NE(carried, together);
    if (asked != nullptr) {
        auto const ms = [](auto from, auto to) {
            return std::chrono::duration<double, std::milli>(to - from).count();
        };
        std::cout << cells.size() << " shares: spread " << ms(start, spread_done) << " ms, all rolled up "
                  << ms(before, after) << " ms, one figure " << ms(one_by_one, reported) << " ms\n";
    }
}

}  // namespace
}  // namespace thidua::movement
