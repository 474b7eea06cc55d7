#include "block/pages.h"
#include "block/sight.h"
#include "block/testing/world.h"
#include "http/testing/pages.h"
#include "programme/reminders.h"
#include "storage/testing/at_once.h"

#include <rapidcheck/gtest.h>

#include <mutex>

namespace thidua::block {
namespace {

using namespace testing;

class RoundTest : public BlockTest {};
THIDUA_ON_EACH_ENGINE(RoundTest);

TEST(States, LeadForwardAndNeverBackFromADecision)
{
    for (auto const& each : transitions()) {
        EXPECT_NE(each.from, each.to) << each.step;
        EXPECT_TRUE(each.from < State::Decided || each.to > each.from) << each.step;
        EXPECT_TRUE(each.to > each.from || each.wants_reason) << each.step;
        EXPECT_EQ(transition_named(each.step), &each);
    }
    for (int i = 0; i < kStateCount; ++i) {
        auto const state = static_cast<State>(i);
        EXPECT_EQ(state_named(name_of(state)), state);
        auto const all = transitions();
        bool const leaves = std::any_of(
            all.begin(), all.end(), [&](Transition const& each) { return each.from == state; });
        EXPECT_EQ(leaves, state != State::Published) << name_of(state);
    }
}

TEST_P(RoundTest, IsOpenedByItsLeaderWithASheetForEveryMember)
{
    auto const scale = adopted_scale();
    OpenRound command{block_, 2026, "calendar", "year", scale, "all", "10"};
    auto const open = [&](audit::Act& act) { return open_round(act, command); };
    EXPECT_EQ(problem(as(clerk("K203"), open)), "error.denied");
    auto const round = as(head_, open);
    ASSERT_TRUE(round) << problem(round);
    EXPECT_EQ(round->members.size(), 4U);
    EXPECT_EQ(count("SELECT count(*) FROM score_cross"), 12);
    EXPECT_EQ(problem(as(head_, open)), "block.error.round-exists");
    command.year = 2025;
    EXPECT_EQ(problem(as(office_, open)), "block.error.no-members@year");
}

TEST_P(RoundTest, AUnitScoresItselfWhileItsStageIsOpen)
{
    auto const ref = opened();
    EXPECT_EQ(problem(score_self(ref, "K203", "90", "80")), "block.error.not-now-self");
    ASSERT_TRUE(step(ref, "open-self", head_));
    auto const saved = score_self(ref, "K203", "90", "0");
    ASSERT_TRUE(saved) << problem(saved);
    EXPECT_EQ(saved->changed(), 3);
    EXPECT_EQ(problem(save(clerk("K204"), {ref, "K203", "", Column::Self, {}})), "error.not-found")
        << "another unit's sheet does not exist for it";
    now_ = start_of(day("2026-07-01"));
    EXPECT_EQ(problem(score_self(ref, "K203", "95", "80")), "block.error.window");
    EXPECT_EQ(sheet(ref, "K203").cell({Column::Self, 0, "2"})->content.points, 0)
        << "zero is a score";
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'block.sheet.save'"), 1);
}

TEST_P(RoundTest, TheYearsWindowsKnowWhoSentTheirSheets)
{
    plan_window("self-score", "2026-01-01", "2026-12-31");
    plan_window("cross-score", "2026-01-01", "2026-12-31");
    auto const done = [&](std::string const& kind) {
        return count(
            "SELECT count(*) FROM window_done d JOIN programme_window w ON w.id = d.window_id"
            " JOIN unit u ON u.id = d.unit_id WHERE u.code = 'K203' AND w.kind = ?1",
            {kind});
    };
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    for (auto const* code : {"K201", "K202", "K203", "K204"})
        ASSERT_TRUE(score_self(ref, code, "90", "80"));
    auto const send = [&](std::string const& scored, std::string const& scorer, bool back) {
        auto const sent = as(clerk("K203"), [&](audit::Act& act) {
            return send_sheet(act, {ref, scored, scorer, back});
        });
        EXPECT_TRUE(sent) << problem(sent);
    };
    EXPECT_EQ(done("self-score"), 0) << "written and not sent";
    send("K203", "", false);
    EXPECT_EQ(done("self-score"), 1);
    send("K203", "", true);
    EXPECT_EQ(done("self-score"), 0) << "taken back, it owes it again";
    ASSERT_TRUE(step(ref, "start-cross", head_));
    for (auto const* code : {"K201", "K202", "K204"}) {
        EXPECT_EQ(done("cross-score"), 0) << code << " is left";
        auto const saved = save(clerk("K203"),
                                {ref,
                                 code,
                                 "K203",
                                 Column::Cross,
                                 {{"1", "", "50", false, "x", 0},
                                  {"2", "", "80", false, "x", 0},
                                  {"3", "", "100", false, "x", 0}}});
        EXPECT_TRUE(saved) << problem(saved);
        send(code, "K203", false);
    }
    EXPECT_EQ(done("cross-score"), 1);
    send("K202", "K203", true);
    EXPECT_EQ(done("cross-score"), 0);
}

TEST_P(RoundTest, TheYearsWindowDoesNotAskForASheetTheRoundAsksFor)
{
    plan_window("self-score", "2026-01-01", "2026-12-31");
    plan_window("cross-score", "2026-01-01", "2026-12-31");
    auto const begin_day = [&] {
        as(office_, [](audit::Act& act) { return programme::begin_day(act), 0; });
    };
    auto const asked = [&](std::string const& what) {
        return count("SELECT count(*) FROM inbox_item WHERE kind = 'task' AND done_at IS NULL"
                     " AND sentence = ?1",
                     {what});
    };
    begin_day();
    EXPECT_EQ(asked("programme.task.self-score"), 4) << "no round yet: the window asks";
    EXPECT_EQ(asked("programme.task.cross-score"), 4);
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    EXPECT_EQ(asked("programme.task.self-score"), 0);
    EXPECT_EQ(asked("block.task.self"), 4);
    auto const moved = as(office_, [](audit::Act& act) {
        auto const extended = programme::ExtendWindow{
            "p1", programme::WindowKind::SelfScore, day("2027-01-15"), "", "Muộn", 1};
        return programme::extend_window(act, extended);
    });
    ASSERT_TRUE(moved) << problem(moved);
    EXPECT_EQ(asked("programme.task.self-score"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE deadline = '2027-01-15'"), 0)
        << "the round's own day says until when a sheet is taken";
    for (auto const* code : {"K201", "K202", "K203", "K204"})
        ASSERT_TRUE(score_self(ref, code, "90", "80"));
    ASSERT_TRUE(step(ref, "start-cross", head_));
    EXPECT_EQ(asked("programme.task.cross-score"), 0);
    EXPECT_EQ(asked("block.task.cross"), 12);
}

TEST_P(RoundTest, TheSecondAtOneCellSeesBothContents)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    ASSERT_TRUE(score_self(ref, "K203", "90", "80"));
    SaveCells const first{ref, "K203", "", Column::Self, {{"2", "", "85", false, "", 1}}};
    SaveCells const second{ref,
                           "K203",
                           "",
                           Column::Self,
                           {{"1", "92", "", false, "", 1}, {"2", "", "70", false, "", 1}}};
    ASSERT_TRUE(save(clerk("K203"), first));
    auto const late = save(clerk("K203"), second);
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    auto const& args = late.error().problems.front().args;
    EXPECT_NE(
        std::find(args.begin(), args.end(), std::pair<std::string, std::string>{"mine", "70"}),
        args.end());
    EXPECT_NE(
        std::find(args.begin(), args.end(), std::pair<std::string, std::string>{"theirs", "85"}),
        args.end());
    EXPECT_EQ(sheet(ref, "K203").cell({Column::Self, 0, "1"})->content.value, 90 * scoring::kOne)
        << "nothing is half saved";
}

TEST_P(RoundTest, WhatOneDidNotTouchIsNoConflict)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    ASSERT_TRUE(score_self(ref, "K203", "90", "80"));
    ASSERT_TRUE(
        save(clerk("K203"), {ref, "K203", "", Column::Self, {{"2", "", "85", false, "", 1}}}));
    // The whole form of somebody who opened it before, with one other cell changed.
    auto const saved = save(clerk("K203"),
                            {ref,
                             "K203",
                             "",
                             Column::Self,
                             {{"1", "95", "", false, "", 1},
                              {"2", "", "80", false, "", 1},
                              {"3", "1", "", false, "", 1}}});
    ASSERT_TRUE(saved) << problem(saved);
    EXPECT_EQ(saved->changed(), 1);
    EXPECT_EQ(sheet(ref, "K203").cell({Column::Self, 0, "2"})->content.points, 85 * scoring::kOne);
}

TEST_P(RoundTest, ARoundsRulesChangeAsLongAsNothingRestsOnThem)
{
    auto const ref = opened("all");
    auto const other = adopted_scale();
    auto const edit = [&](std::string scale, std::string crossing, std::string threshold) {
        auto const now = round(ref);
        if (scale.empty())
            scale = read([&](storage::Transaction& tx) {
                return scale_by_id(tx, now.scale_id).value().ref;
            });
        return as(head_, [&](audit::Act& act) {
            return edit_round(act, {ref, scale, crossing, threshold, now.version});
        });
    };
    ASSERT_TRUE(edit(other, "all", "12,5"));
    EXPECT_EQ(round(ref).threshold, 125'000);
    ASSERT_TRUE(edit("", "assigned", "10"));
    EXPECT_EQ(count("SELECT count(*) FROM score_cross"), 0) << "each is assigned anew";
    ASSERT_TRUE(step(ref, "open-self", head_));
    EXPECT_EQ(problem(edit(adopted_scale(), "all", "10")), "block.error.round-begun-scale@scale");
    ASSERT_TRUE(edit("", "all", "10"));
    EXPECT_EQ(count("SELECT count(*) FROM score_cross"), 12);
    ASSERT_TRUE(step(ref, "start-cross", head_));
    EXPECT_EQ(problem(edit("", "assigned", "10")), "block.error.round-begun-crossing@crossing");
    ASSERT_TRUE(edit("", "all", "15"));
    ASSERT_TRUE(step(ref, "start-explain", head_));
    EXPECT_EQ(problem(edit("", "all", "20")), "block.error.round-begun-threshold@threshold");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'block.round.edit'"), 4);
    EXPECT_EQ(problem(as(clerk("K203"),
                         [&](audit::Act& act) {
                             return edit_round(act, {ref, other, "all", "1", round(ref).version});
                         })),
              "error.denied");
}

TEST_P(RoundTest, AStaleCellTellsProgramsWhatStands)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    ASSERT_TRUE(score_self(ref, "K203", "90", "80"));
    auto const other = signer("K203");
    ASSERT_TRUE(
        save(other, {ref, "K203", "", Column::Self, {{"2", "", "85", false, "mô hình mới", 1}}}));
    auto const stale =
        save(clerk("K203"), {ref, "K203", "", Column::Self, {{"2", "", "70", false, "", 1}}});
    EXPECT_EQ(problem(stale), "block.error.cell-changed@p.2");
    std::map<std::string, std::string> args;
    for (auto const& [name, value] : stale.error().problems.front().args) args[name] = value;
    EXPECT_EQ(args["theirs"], "85 – mô hình mới");
    EXPECT_EQ(args["points"] + args["value"] + args["reason"], "85mô hình mới");
    auto const settled = save(
        clerk("K203"),
        {ref, "K203", "", Column::Self, {{"2", "", "70", false, "", std::stoll(args["version"])}}});
    ASSERT_TRUE(settled) << problem(settled);
    ASSERT_EQ(settled->cells.size(), 1U);
    EXPECT_EQ(settled->cells.front().version, 3);
}

TEST_P(RoundTest, BadEntriesAreAllSaidAtOnce)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    auto const wrong = save(clerk("K203"),
                            {ref,
                             "K203",
                             "",
                             Column::Self,
                             {{"1", "1.092", "", false, "", 0},
                              {"2", "", "101", false, "", 0},
                              {"P", "", "", true, "", 0},
                              {"X", "1", "", false, "", 0}}});
    ASSERT_FALSE(wrong);
    std::string keys;
    for (auto const& each : wrong.error().problems) keys += each.key + "@" + each.field + " ";
    EXPECT_EQ(keys,
              "block.error.cell-number@v.1 block.error.cell-points@p.2 "
              "block.error.always-applies@n.P block.error.no-criterion@ ");
    EXPECT_EQ(count("SELECT count(*) FROM score_cell"), 0);
}

TEST_P(RoundTest, ASheetIsSentWholeAndTakenBack)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE kind = 'task' AND done_at IS NULL"), 4);
    auto const send = [&](bool back) {
        return as(clerk("K203"), [&](audit::Act& act) {
            return send_sheet(act, {ref, "K203", "", back});
        });
    };
    EXPECT_EQ(problem(send(false)), "block.error.open-cells");
    ASSERT_TRUE(score_self(ref, "K203", "90", "80"));
    ASSERT_TRUE(send(false)) << problem(send(false));
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE kind = 'task' AND done_at IS NULL"), 3);
    EXPECT_EQ(problem(save(clerk("K203"),
                           {ref, "K203", "", Column::Self, {{"2", "", "85", false, "", 1}}})),
              "block.error.sent");
    ASSERT_TRUE(send(true));
    EXPECT_TRUE(
        save(clerk("K203"), {ref, "K203", "", Column::Self, {{"2", "", "85", false, "", 1}}}));
}

TEST_P(RoundTest, CrossScoresComeFromAssignedUnitsAlone)
{
    auto const ref = opened("assigned");
    ASSERT_TRUE(step(ref, "open-self", head_));
    EXPECT_EQ(problem(step(ref, "start-cross", head_)), "block.error.no-scorers");
    auto const assign = [&](std::string const& unit, std::vector<std::string> scorers) {
        auto const version = round(ref).version;
        return as(head_, [&](audit::Act& act) {
            return assign_scorers(act, {ref, unit, scorers, version});
        });
    };
    EXPECT_EQ(problem(assign("K203", {"K203"})), "block.error.own-scorer@scorers");
    EXPECT_EQ(problem(assign("K203", {})), "block.error.scorer-count@scorers");
    for (auto const& [unit, scorer] : std::map<std::string, std::string>{
             {"K201", "K202"}, {"K202", "K201"}, {"K203", "K204"}, {"K204", "K203"}})
        ASSERT_TRUE(assign(unit, {scorer}));
    ASSERT_TRUE(score_self(ref, "K203", "90", "80"));
    ASSERT_TRUE(step(ref, "start-cross", head_));
    SaveCells const cross{ref, "K203", "K204", Column::Cross, {{"2", "", "75", false, "", 0}}};
    EXPECT_TRUE(save(clerk("K204"), cross)) << problem(save(clerk("K204"), cross));
    EXPECT_EQ(problem(save(clerk("K203"), cross)), "error.not-found");
    auto by_other = cross;
    by_other.scorer = "K202";
    EXPECT_EQ(problem(save(clerk("K202"), by_other)), "error.not-found");
    auto far = cross;
    far.entries = {{"2", "", "20", false, "", 1}};
    EXPECT_EQ(problem(save(clerk("K204"), far)), "block.error.cell-reason@r.2");
}

TEST_P(RoundTest, TheDeputyCollatesTheHeadUnitsSheet)
{
    auto const ref = at_meeting();
    SaveCells own{ref, "K201", "", Column::Block, {{"2", "", "70", false, "theo biên bản", 0}}};
    EXPECT_EQ(problem(save(head_, own)), "block.error.deputy-collates");
    EXPECT_TRUE(save(deputy_, own)) << problem(save(deputy_, own));
    own.unit = "K203";
    EXPECT_TRUE(save(head_, own)) << problem(save(head_, own));
    own.entries = {{"1", "", "10", false, "", 0}};
    EXPECT_EQ(problem(save(head_, own)), "block.error.cell-reason@r.1") << "a change says why";
}

// Sixty clerks at once while the head ends the stage: what was accepted stands, who came too late
// was told.
TEST_P(RoundTest, NoAcceptedEntryIsLostWhenTheStageEnds)
{
    constexpr int kClerks = 60;
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    std::mutex guard;
    int accepted = 0, told = 0, other = 0;
    bool closed = false;
    std::vector<std::function<void()>> acts;
    for (int i = 0; i < kClerks; ++i) {
        acts.emplace_back([&, i] {
            auto const unit = "K20" + std::to_string(i % 4 + 1);
            auto const code = std::string{i % 8 < 4 ? "T" : "P"};
            // Each cell has one writer that begins it and others that find it changed.
            auto const saved =
                save(clerk(unit),
                     {ref, unit, "", Column::Self, {{code, std::to_string(i), "", false, "", 0}}});
            std::lock_guard const lock{guard};
            if (saved)
                ++accepted;
            else if (problem(saved) == "block.error.not-now-self")
                ++told;
            else if (saved.error().kind == Kind::Conflict)
                ++other;
        });
    }
    acts.emplace_back([&] { closed = static_cast<bool>(step(ref, "start-cross", head_)); });
    storage::testing::at_once(acts);
    EXPECT_TRUE(closed);
    EXPECT_EQ(accepted + told + other, kClerks);
    EXPECT_EQ(count("SELECT count(*) FROM score_cell_past"), accepted);
    EXPECT_EQ(count("SELECT count(*) FROM score_cell WHERE version <> 1"), 0);
    EXPECT_EQ(problem(save(clerk("K201"),
                           {ref, "K201", "", Column::Self, {{"2", "", "5", false, "", 0}}})),
              "block.error.not-now-self");
}

TEST_P(RoundTest, AFormDrawnAgainKeepsWhatWasTyped)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const target = "/scoring/" + ref + "/units/K203/self";
    auto const bad = pages.post(target, {{"ver.1", "0"}, {"v.1", "abc"}}, clerk("K203"));
    EXPECT_EQ(bad.status, 422);
    auto request = http::testing::Pages::request_for(http::Method::Get, target);
    request.form.add("ver.1", "0");
    request.form.add("v.1", "abc");
    auto const again = pages.send(request, clerk("K203"));
    auto const& first = again.document().at("groups").at(0).at("criteria").at(0);
    EXPECT_EQ(first.at("entry").at("value").as_string(), "abc");
    EXPECT_EQ(pages.get(target, clerk("K204")).status, 404);
    auto const good = pages.post(target, {{"ver.1", "0"}, {"v.1", "92,5"}}, clerk("K203"));
    EXPECT_EQ(good.status, 200) << good.problems();
}

}  // namespace
}  // namespace thidua::block
