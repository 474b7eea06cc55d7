#include "movement/movement.h"

#include "movement/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::movement {
namespace {

using testing::day;
using testing::emulation_draft;

class MovementActs : public testing::MovementTest {};
THIDUA_ON_EACH_ENGINE(MovementActs);

TEST_P(MovementActs, GoesFromDraftToClosed)
{
    auto const ref = drafted();
    EXPECT_EQ(movement(ref).code, "PT-2026-001");
    EXPECT_EQ(why(ask(ref, {"K101", "K102"})), "");
    GiveOpinion const answer{ref, "K101", "agree-but", "Thêm tiêu chí về an toàn"};
    EXPECT_EQ(why(as(clerk, [&](Act& act) { return give_opinion(act, answer); })), "");
    EXPECT_EQ(why(step(writer, ref, Step::Submit)), "");
    EXPECT_EQ(why(step(approver, ref, Step::Approve)), "");
    EXPECT_EQ(movement(ref).paper.number, "12/KH-BVD");
    for (auto const each :
         {Step::Launch, Step::InterimReview, Step::InterimReview, Step::FinalReview, Step::Close})
        EXPECT_EQ(why(step(approver, ref, each)), "") << name_of(each);
    EXPECT_EQ(movement(ref).state, State::Closed);
    EXPECT_EQ(movement(ref).launched_on, day(kToday));
    EXPECT_EQ(count("SELECT count(*) FROM movement_review"), 3);
    EXPECT_EQ(count("SELECT count(*) FROM movement_step"), 8);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what LIKE 'movement.step.%'"), 7);
    EXPECT_EQ(why(step(approver, ref, Step::InterimReview)), "movement.error.step.closed");
}

TEST_P(MovementActs, ASurgeIsLaunchedTheSameDayByAnOrderWithItsReason)
{
    auto const ref = drafted(emulation_draft("surge"));
    EXPECT_EQ(why(step(writer, ref, Step::Order)), "error.denied");
    auto command = step_of(ref, Step::Order);
    command.reason = " ";
    EXPECT_EQ(why(step(approver, command)), "error.required@reason");
    command.reason = "Khắc phục sự cố trong đêm";
    EXPECT_EQ(why(step(approver, command)), "");
    EXPECT_EQ(movement(ref).state, State::Launched);
    EXPECT_EQ(movement(ref).launched_on, day(kToday));
    auto const usual = drafted();
    EXPECT_EQ(why(step(approver, usual, Step::Order)), "movement.error.step.draft");
}

TEST_P(MovementActs, NobodyApprovesTheirOwn)
{
    auto const ref =
        as(approver, [&](Act& act) { return draft_movement(act, emulation_draft("surge")); });
    ASSERT_TRUE(ref);
    EXPECT_EQ(why(step(approver, *ref, Step::Order)), "movement.error.second-person");
    EXPECT_EQ(why(step(approver, *ref, Step::Submit)), "");
    EXPECT_EQ(why(step(approver, *ref, Step::Approve)), "movement.error.second-person");
    EXPECT_EQ(why(step(writer, *ref, Step::Approve)), "error.denied");
    EXPECT_EQ(movement(*ref).state, State::Submitted);
}

TEST_P(MovementActs, OpinionsAreSkippedOnlyWithAReason)
{
    auto const ref = drafted();
    auto command = step_of(ref, Step::Submit);
    command.reason = "";
    EXPECT_EQ(why(step(writer, command)), "movement.error.no-opinions@reason");
    ASSERT_EQ(why(ask(ref, {"K101"})), "");
    command.version = movement(ref).version;
    EXPECT_EQ(why(step(writer, command)), "movement.error.opinions-missing@reason");
    now_ = Instant{start_of(day("2026-06-11")).seconds};
    EXPECT_EQ(why(step(writer, command)), "") << "nobody answered before the last day";
}

TEST_P(MovementActs, OnlyTheAskedUnitAnswersAndOnlyWhileAsked)
{
    auto const ref = drafted();
    ASSERT_EQ(why(ask(ref, {"K101"})), "");
    GiveOpinion command{ref, "K101", "disagree", ""};
    auto const give = [&](access::Actor const& who) {
        return why(as(who, [&](Act& act) { return give_opinion(act, command); }));
    };
    EXPECT_EQ(give(other_clerk), "error.not-found") << "drafts of others do not exist for them";
    EXPECT_EQ(give(clerk), "error.required@opinion");
    command.text = "Chỉ tiêu quá cao";
    EXPECT_EQ(give(clerk), "");
    EXPECT_EQ(why(step(writer, ref, Step::Return)), "");
    EXPECT_EQ(give(clerk), "movement.error.opinions-over");
}

TEST_P(MovementActs, ADraftIsHiddenAndAnApprovedOneIsReadBelow)
{
    auto const ref = drafted();
    auto const known = [&](access::Actor const& who) {
        return read([&](storage::Transaction& tx) {
            return find_movement(tx, who, ref).has_value();
        });
    };
    auto const reader = actor(15, "reader", "/BAN/K101/K101-01/", {Permission::ReadMovements});
    EXPECT_FALSE(known(clerk));
    EXPECT_FALSE(known(reader));
    EXPECT_EQ(why(step(writer, ref, Step::Submit)), "");
    EXPECT_FALSE(known(reader));
    EXPECT_EQ(why(step(approver, ref, Step::Approve)), "");
    EXPECT_TRUE(known(clerk));
    EXPECT_TRUE(known(reader));
    auto own = emulation_draft();
    own.owner = "K101";
    auto const below = as(clerk, [&](Act& act) { return draft_movement(act, own); });
    ASSERT_TRUE(below);
    EXPECT_FALSE(read([&](storage::Transaction& tx) {
        return find_movement(tx, other_clerk, *below).has_value();
    }));
}

TEST_P(MovementActs, EverythingWrongIsSaidAtOnceAndNothingIsKept)
{
    auto draft = emulation_draft("sometimes");
    draft.text.name = " ";
    draft.text.ends_on = day("2025-12-31");
    draft.text.interim_on = day("2027-01-01");
    draft.owner = "NONE";
    auto const made = as(writer, [&](Act& act) { return draft_movement(act, draft); });
    EXPECT_EQ(why(made),
              "error.required@name error.choice@kind error.period@ends_on "
              "movement.error.interim-outside@interim_on movement.error.unit@owner");
    EXPECT_EQ(count("SELECT count(*) FROM movement"), 0);
}

TEST_P(MovementActs, AStaleEditIsShownBothValues)
{
    auto const ref = drafted();
    EditDraft command{ref, emulation_draft(), movement(ref).version};
    command.draft.text.theme = "Đoàn kết";
    ASSERT_EQ(why(as(writer, [&](Act& act) { return edit_draft(act, command); })), "");
    command.draft.text.theme = "Kỷ cương";
    auto const second = as(writer, [&](Act& act) { return edit_draft(act, command); });
    ASSERT_FALSE(second);
    EXPECT_EQ(second.error().kind, Kind::Conflict);
    EXPECT_EQ(why(second), "organisation.error.changed@theme");
    EXPECT_EQ(movement(ref).text.theme, "Đoàn kết");
    EXPECT_EQ(why(step(writer, ref, Step::Submit)), "");
    command.version = movement(ref).version;
    EXPECT_EQ(why(as(writer, [&](Act& act) { return edit_draft(act, command); })),
              "movement.error.not-draft");
}

TEST_P(MovementActs, SuperiorsAreKept)
{
    auto const above = launched();
    auto draft = emulation_draft();
    draft.superiors = {movement(above).code, "Cả nước thi đua", ""};
    auto const ref = drafted(draft);
    auto const superiors = read(
        [&](storage::Transaction& tx) { return superiors_of(tx, movement(ref).id); });
    ASSERT_EQ(superiors.size(), 2U);
    EXPECT_EQ(superiors[0].ref, above);
    EXPECT_EQ(superiors[1].name, "Cả nước thi đua");
    EXPECT_FALSE(superiors[1].id);
}

TEST_P(MovementActs, TellsTheTermThatStatisticsCount)
{
    auto const term = [](char const* from, char const* to) {
        Movement each;
        each.text.starts_on = day(from);
        each.text.ends_on = day(to);
        return each.term();
    };
    EXPECT_EQ(term("2026-01-01", "2026-12-30"), "under-1");
    EXPECT_EQ(term("2026-01-01", "2026-12-31"), "1");
    EXPECT_EQ(term("2026-01-01", "2027-01-01"), "1-3");
    EXPECT_EQ(term("2026-01-01", "2028-12-31"), "3-5");
    EXPECT_EQ(term("2026-01-01", "2030-12-31"), "5-plus");
}

}  // namespace
}  // namespace thidua::movement
