// From the meeting to the published places, and what random histories must leave standing.
#include "block/explanation.h"
#include "block/pages.h"
#include "block/proposals.h"
#include "block/sight.h"
#include "block/testing/world.h"
#include "block/votes.h"
#include "http/testing/pages.h"

#include <boost/json.hpp>

namespace thidua::block {
namespace {

using namespace testing;

class ProcedureTest : public BlockTest {
protected:
    Result<SavedCells> enter(access::Actor const& actor,
                             std::string const& ref,
                             std::string unit,
                             Column column,
                             std::string code,
                             std::string points,
                             std::string reason = "theo biên bản")
    {
        auto const now = sheet(ref, unit);
        auto const* cell = now.cell({column, 0, code});
        return save(actor,
                    {ref,
                     unit,
                     "",
                     column,
                     {{code, "", points, false, reason, cell == nullptr ? 0 : cell->version}}});
    }
    Result<Round> settle(std::string const& ref,
                         std::vector<std::pair<std::string, std::string>> places = {})
    {
        auto const version = round(ref).version;
        return as(council_, [&](audit::Act& act) {
            return resolve(act, {ref, "xét thành tích cả năm", "15/QĐ-HĐ", places, version});
        });
    }
    // "K201 K202 …" in order of place, as fixed; "-" before those excluded.
    std::string order(std::string const& ref, std::string const& column)
    {
        return read([&](storage::Transaction& tx) {
            std::string text;
            for (auto const& place : fixed_places(tx, find_round(tx, ref).value(), column))
                text += (text.empty() ? "" : " ") + std::string{place.place == 0 ? "-" : ""} +
                        place.unit;
            return text;
        });
    }
    // Shown to the block, nothing moved.
    std::string shown()
    {
        auto const ref = at_meeting();
        EXPECT_TRUE(step(ref, "close-meeting", head_));
        EXPECT_TRUE(step(ref, "verify", office_));
        EXPECT_TRUE(step(ref, "decide", council_));
        EXPECT_TRUE(step(ref, "show", office_));
        return ref;
    }
    Result<void> appeal(std::string const& ref,
                        access::Actor const& actor,
                        std::string unit = "K204")
    {
        return as(actor, [&](audit::Act& act) {
            return make_appeal(act, {ref, unit, "Tiêu chí 2 chưa tính đề tài cấp bộ"});
        });
    }
    Result<void> answer(std::string const& ref, bool upheld)
    {
        auto const found = read([&](storage::Transaction& tx) {
            return appeals_of(tx, find_round(tx, ref).value()).back();
        });
        return as(office_, [&](audit::Act& act) {
            return answer_appeal(act, {ref, found.ref, upheld, "Có căn cứ", found.version});
        });
    }
};
THIDUA_ON_EACH_ENGINE(ProcedureTest);

TEST_P(ProcedureTest, GoesFromOwnScoresToPlacesThatAreFacts)
{
    auto const ref = shown();
    EXPECT_EQ(order(ref, "block"), "K201 K202 K203 K204");
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE rank IS NOT NULL"), 0);
    auto const published = step(ref, "publish", council_);
    ASSERT_TRUE(published) << problem(published);
    EXPECT_EQ(count("SELECT rank FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE u.code "
                    "= 'K203' AND m.year = 2026"),
              3);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'organisation.block.member' AND "
                    "actor = 'hoidong'"),
              4);
    for (auto const& each : transitions())
        EXPECT_FALSE(
            step(ref, std::string{each.step}, access::Actor::system("all"), "30/12/2026", "x"))
            << each.step << " leads on from what is published";
}

TEST_P(ProcedureTest, AVerificationThatMovesAPlaceWaitsForAReasonedDecision)
{
    auto const ref = at_meeting();
    ASSERT_TRUE(step(ref, "close-meeting", head_));
    EXPECT_EQ(problem(enter(head_, ref, "K201", Column::Verified, "2", "10")), "error.not-found");
    ASSERT_TRUE(enter(office_, ref, "K201", Column::Verified, "2", "50"));
    ASSERT_TRUE(step(ref, "verify", office_));
    EXPECT_EQ(order(ref, "block"), "K201 K202 K203 K204");
    EXPECT_EQ(order(ref, "verified"), "K202 K201 K203 K204");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'block.notice.place-moved'"),
              2);
    EXPECT_EQ(problem(step(ref, "decide", council_)), "block.error.moved");
    EXPECT_EQ(problem(as(office_,
                         [&](audit::Act& act) {
                             return resolve(act, {ref, "x", "", {}, round(ref).version});
                         })),
              "error.denied");
    auto const settled = settle(ref);
    ASSERT_TRUE(settled) << problem(settled);
    ASSERT_TRUE(step(ref, "decide", council_));
    EXPECT_EQ(order(ref, "decided"), "K202 K201 K203 K204");
    EXPECT_EQ(order(ref, "block"), "K201 K202 K203 K204") << "both stand";
}

TEST_P(ProcedureTest, OrGoesBackToTheBlockForANewVote)
{
    auto const ref = at_meeting();
    ASSERT_TRUE(step(ref, "close-meeting", head_));
    ASSERT_TRUE(enter(office_, ref, "K201", Column::Verified, "2", "50"));
    ASSERT_TRUE(step(ref, "verify", office_));
    EXPECT_EQ(problem(step(ref, "vote-again", office_)), "error.required@reason");
    ASSERT_TRUE(step(ref, "vote-again", office_, "", "thứ hạng đổi sau thẩm định"));
    EXPECT_EQ(round(ref).state, State::Meeting);
    ASSERT_TRUE(enter(deputy_, ref, "K201", Column::Block, "2", "50"));
    ASSERT_TRUE(step(ref, "close-meeting", head_));
    ASSERT_TRUE(step(ref, "verify", office_));
    ASSERT_TRUE(step(ref, "decide", council_)) << "nothing moves now";
    EXPECT_EQ(order(ref, "decided"), "K202 K201 K203 K204");
}

TEST_P(ProcedureTest, ATieIsPartedByVotesAndElseByTheCouncil)
{
    auto const ref = at_meeting();
    // K202 to K204 the same in everything.
    ASSERT_TRUE(enter(head_, ref, "K203", Column::Block, "1", "75"));
    ASSERT_TRUE(enter(head_, ref, "K204", Column::Block, "1", "75"));
    auto const votes = as(head_, [&](audit::Act& act) {
        return record_votes(act,
                            {ref,
                             "Biên bản 03",
                             {{"K202", "3"}, {"K203", "2"}, {"K204", "2"}},
                             round(ref).version});
    });
    ASSERT_TRUE(votes) << problem(votes);
    ASSERT_TRUE(step(ref, "close-meeting", head_));
    ASSERT_TRUE(step(ref, "verify", office_));
    auto const places = read([&](storage::Transaction& tx) {
        return fixed_places(tx, find_round(tx, ref).value(), "verified");
    });
    EXPECT_EQ(places[1].unit, "K202");
    EXPECT_EQ(places[1].parted_by, "vote");
    EXPECT_TRUE(places[2].tied && places[3].tied);
    EXPECT_EQ(problem(step(ref, "decide", council_)), "block.error.tied");
    EXPECT_EQ(problem(settle(ref, {{"K204", "2"}})), "block.error.place-twice@reason");
    EXPECT_EQ(problem(settle(ref, {{"K204", "9"}})), "block.error.place@place.K204");
    ASSERT_TRUE(settle(ref, {{"K204", "3"}, {"K203", "4"}}));
    ASSERT_TRUE(step(ref, "decide", council_));
    EXPECT_EQ(order(ref, "decided"), "K201 K202 K204 K203");
}

TEST_P(ProcedureTest, AnUnsafeUnitHasNoPlaceAndNoRank)
{
    auto const ref = at_meeting();
    ASSERT_TRUE(enter(deputy_, ref, "K201", Column::Block, "3", "0"));
    for (auto const& [name, actor] :
         std::vector<std::pair<std::string, access::Actor>>{{"close-meeting", head_},
                                                            {"verify", office_},
                                                            {"decide", council_},
                                                            {"show", office_},
                                                            {"publish", council_}}) {
        auto const taken = step(ref, name, actor);
        ASSERT_TRUE(taken) << name << problem(taken);
    }
    EXPECT_EQ(order(ref, "decided"), "K202 K203 K204 -K201");
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE rank IS NOT NULL"), 3);
}

TEST_P(ProcedureTest, AnAppealIsAnsweredBeforeThePublicationAndTakenInByTheCouncil)
{
    auto const ref = shown();
    EXPECT_EQ(problem(appeal(ref, clerk("K204"))), "error.denied") << "the unit's head appeals";
    ASSERT_TRUE(appeal(ref, signer("K204"))) << problem(appeal(ref, signer("K204")));
    EXPECT_EQ(problem(step(ref, "publish", council_)), "block.error.appeals-open");
    EXPECT_EQ(problem(enter(office_, ref, "K204", Column::Verified, "2", "100")),
              "block.error.not-now-verified");
    ASSERT_TRUE(answer(ref, true));
    ASSERT_TRUE(
        enter(office_, ref, "K204", Column::Verified, "1", "100", "xét lại theo kiến nghị"));
    EXPECT_EQ(problem(step(ref, "publish", council_)), "block.error.correct-first");
    EXPECT_EQ(problem(settle(ref)), "block.error.place-twice@reason")
        << "K201 and K204 are equal now";
    ASSERT_TRUE(settle(ref, {{"K201", "1"}, {"K204", "2"}}));
    ASSERT_TRUE(step(ref, "publish", council_));
    EXPECT_EQ(order(ref, "decided"), "K201 K202 K203 K204") << "what was shown first still stands";
    EXPECT_EQ(order(ref, "corrected"), "K201 K204 K202 K203");
}

TEST_P(ProcedureTest, AnAppealAfterItsLastDayIsRefused)
{
    auto const ref = shown();
    now_ = start_of(day("2026-07-01"));
    EXPECT_EQ(problem(appeal(ref, signer("K204"))), "block.error.appeal-late");
    EXPECT_EQ(count("SELECT count(*) FROM score_appeal"), 0);
}

TEST_P(ProcedureTest, EveryDifferenceIsExplainedByTheUnitsHead)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    ASSERT_TRUE(score_self(ref, "K203", "90", "90"));
    ASSERT_TRUE(step(ref, "start-cross", head_));
    for (auto const& [scorer, points] :
         std::map<std::string, std::string>{{"K201", "60"}, {"K202", "62"}, {"K204", "30"}})
        ASSERT_TRUE(save(clerk(scorer),
                         {ref,
                          "K203",
                          scorer,
                          Column::Cross,
                          {{"2", "", points, false, "chưa đủ minh chứng", 0}}}));
    ASSERT_TRUE(step(ref, "start-explain", head_));
    auto const outcome = read([&](storage::Transaction& tx) {
        return current_outcome(tx, find_round(tx, ref).value()).value();
    });
    ASSERT_EQ(outcome.score_of("K203")->outliers.size(), 1U);
    EXPECT_EQ(outcome.score_of("K203")->outliers.front().scorer, "K204");
    auto const explain = [&](access::Actor const& actor, ExplanationEntry entry) {
        return as(actor, [&](audit::Act& act) {
            return save_explanations(act, {ref, "K203", {entry}});
        });
    };
    auto const page = [&](access::Actor const& actor) {
        FixedClock const clock{now_};
        http::testing::Pages pages{db(), clock, {add_pages}};
        return pages.get("/scoring/" + ref + "/units/K203/explain", actor).document();
    };
    auto const told = page(signer("K203"));
    auto const& scores = told.at("gaps").at(0).at("scores").as_array();
    ASSERT_EQ(scores.size(), 3U);
    EXPECT_EQ(scores.at(0).at("points"), 62);
    EXPECT_EQ(scores.at(2).at("reason"), "chưa đủ minh chứng");
    EXPECT_EQ(scores.at(2).at("scorer"), "") << "a unit is not told who of them";
    EXPECT_TRUE(told.at("answers").as_array().empty()) << "nor how the others answer";
    EXPECT_EQ(page(head_).at("gaps").at(0).at("scores").at(2).at("scorer"), "Đơn vị K204");
    EXPECT_EQ(page(head_).at("answers").at(0).at("answered"), 0);
    EXPECT_EQ(problem(explain(clerk("K203"), {"2", "accept", "", 0})), "error.denied");
    EXPECT_EQ(problem(explain(signer("K204"), {"2", "accept", "", 0})), "error.not-found");
    EXPECT_EQ(problem(explain(signer("K203"), {"1", "accept", "", 0})), "block.error.no-gap@e.1");
    EXPECT_EQ(problem(explain(signer("K203"), {"2", "explain", " ", 0})),
              "block.error.explain@t.2");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'block.task.explain' AND "
                    "done_at IS NULL"),
              1);
    ASSERT_TRUE(explain(signer("K203"), {"2", "explain", "Có hai đề tài cấp bộ", 0}));
    EXPECT_EQ(page(head_).at("answers").at(0).at("whole"), true);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'block.task.explain' AND "
                    "done_at IS NULL"),
              0);
    EXPECT_EQ(problem(explain(signer("K203"), {"2", "accept", "", 0})),
              "block.error.explanation-changed@t.2");
}

TEST_P(ProcedureTest, WhatTheSystemKnowsNobodyTypes)
{
    std::string body = kScale;
    body.replace(body.find(R"("max": 100})"), 11, R"("max": 100, "source": "direct-share"})");
    auto const scale = adopted_scale(body);
    auto const made = as(head_, [&](audit::Act& act) {
        return open_round(act, {block_, 2026, "calendar", "year", scale, "all", "10"});
    });
    ASSERT_TRUE(made) << problem(made);
    FigureSources const doubles{
        {"direct-share", [](storage::Transaction&, FigureQuestion const& question) {
             Figure figure{.value = 64 * scoring::kOne};
             figure.rows.push_back(
                 {"block.row.awards", {{"award", question.unit_code}}, "/awards", true});
             return question.unit_code == "K203" ? std::optional{figure} : std::nullopt;
         }}};
    auto const begun = as(head_, [&](audit::Act& act) {
        return take_step(act, {made->ref, "open-self", "30/06/2026", "", made->version}, doubles);
    });
    ASSERT_TRUE(begun) << problem(begun);
    EXPECT_EQ(sheet(made->ref, "K203").cell({Column::Self, 0, "2"})->content.value,
              64 * scoring::kOne);
    SaveCells typed{made->ref, "K203", "", Column::Self, {{"2", "", "99", false, "", 1}}};
    EXPECT_EQ(problem(save(clerk("K203"), typed)), "block.error.computed@p.2");
    typed.unit = "K204";
    typed.entries.front().version = 0;
    EXPECT_TRUE(save(clerk("K204"), typed)) << "where the records say nothing people enter it";
    auto const figures = read([&](storage::Transaction& tx) {
        return figures_of(tx, find_sheet(tx, find_round(tx, made->ref).value(), "K203")->id);
    });
    EXPECT_NE(figures.at("2").rows.find("block.row.awards"), std::string::npos);
}

TEST(Proposals, GoToTheBestPlacesInTheQuotasOrder)
{
    std::vector<Quota> const quotas{{"ban", "co", 1, 1, 1}, {"ban", "bk", 2, 2, 1}};
    std::vector<scoring::Place> const places{{"A", 0, 2, "", false, ""},
                                             {"B", 0, 1, "", false, ""},
                                             {"C", 0, 3, "", false, ""},
                                             {"D", 0, 4, "", false, ""},
                                             {"E", 0, 0, "", false, "3"}};
    std::string text;
    for (auto const& each : proposals_for(quotas, places)) text += each.unit + each.award + " ";
    EXPECT_EQ(text, "Bco Abk Cbk ");
    EXPECT_TRUE(proposals_for({}, places).empty());
}

// Random histories of steps by random people. Invariants: columns-once (a column is entered in its
// own stage alone), no-way-back (nothing leads back from a decision), all-kept (every content a
// cell had is still there), places-stand (places once fixed for a decision never change).
TEST_P(ProcedureTest, RandomHistoriesKeepTheInvariants)
{
    std::uint64_t seed = 20'260'601;
    auto const random = [&](std::uint64_t below) {
        seed = seed * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
        return (seed >> 33U) % below;
    };
    std::vector<access::Actor> const actors{
        head_, deputy_, office_, council_, reader_, clerk("K203")};
    auto const ref = opened();
    std::int64_t kept = 0;
    std::string decided;
    for (int i = 0; i < 500; ++i) {
        auto const before = round(ref);
        auto const& actor = actors[random(actors.size())];
        if (random(4) == 0) {
            auto const all = transitions();
            // Mostly a step from where the round stands, else any.
            auto const* chosen = &all[random(all.size())];
            for (int tries = 0; tries < 12 && chosen->from != before.state; ++tries)
                chosen = &all[random(all.size())];
            auto const& each = *chosen;
            auto const taken = step(ref, std::string{each.step}, actor, "30/06/2026", "vì lẽ ấy");
            if (taken) {
                EXPECT_EQ(before.state, each.from) << each.step;
                EXPECT_TRUE(before.state < State::Decided || taken->state > before.state)
                    << "no-way-back";
            }
        } else {
            auto const column = scoring::kColumns[random(4)];
            auto const unit = "K20" + std::to_string(random(4) + 1);
            auto const version = static_cast<std::int64_t>(random(3));
            auto const saved =
                save(actor,
                     {ref,
                      unit,
                      column == Column::Cross ? "K203" : "",
                      column,
                      {{"2", "", std::to_string(random(100)), false, "lý do", version}}});
            if (saved) {
                kept += saved->changed();
                State const stages[] = {State::Self, State::Cross, State::Meeting, State::Voted};
                EXPECT_EQ(before.state, stages[static_cast<int>(column)]) << "columns-once";
            }
        }
        EXPECT_EQ(count("SELECT count(*) FROM score_cell_past"), kept) << "all-kept";
        auto const now = order(ref, "decided");
        EXPECT_TRUE(decided.empty() || round(ref).state < State::Decided || now == decided)
            << "places-stand";
        if (round(ref).state >= State::Decided) decided = now;
    }
    EXPECT_GT(kept, 0);
}

}  // namespace
}  // namespace thidua::block
