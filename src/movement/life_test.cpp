// Random histories of a movement by three people; what must hold after every step has a name.
#include "movement/life.h"

#include "movement/testing/world.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <map>
#include <set>

namespace thidua::movement {
namespace {

class LifeTest : public testing::MovementTest {
protected:
    struct Move {
        Step step;
        int who;
    };
    access::Actor const& person(int who) const
    {
        return who == 0 ? writer : who == 1 ? approver : second_approver;
    }
    Result<void> act_on(std::string const& ref, Move move)
    {
        if (move.step == Step::AskOpinions) return ask(ref, {"K101"});
        return step(person(move.who), ref, move.step);
    }

    // Mostly a step that leads on from here, so that histories reach the end; sometimes any.
    static Step next_step(std::span<Step const> all, Movement const& now)
    {
        auto const on = steps_from(now.state, now.is_surge());
        if (on.empty() || *rc::gen::inRange(0, 4) == 0) 
            return all[*rc::gen::inRange<std::size_t>(0, all.size())];
        return on[*rc::gen::inRange<std::size_t>(0, on.size())].step;
    }

    void only_a_second_person_approves(std::string const& ref)
    {
        RC_ASSERT(count("SELECT count(*) FROM movement_step a WHERE a.step = 'approve' AND "
                        "a.by_account = (SELECT s.by_account FROM movement_step s WHERE "
                        "s.movement_id = a.movement_id AND s.step = 'submit' AND s.id < a.id "
                        "ORDER BY s.id DESC LIMIT 1)") == 0);
        RC_ASSERT(count("SELECT count(*) FROM movement_step a JOIN movement m ON m.id = "
                        "a.movement_id WHERE a.step = 'order' AND a.by_account = m.entered_by") ==
                  0);
        RC_ASSERT(!movement(ref).ref.empty());
    }
    void what_runs_has_a_paper_and_a_launch_day(Movement const& now)
    {
        if (now.state == State::Approved) RC_ASSERT(!now.paper.number.empty());
        if (is_running(now.state) || now.state == State::Closed) {
            RC_ASSERT(!now.paper.number.empty());
            RC_ASSERT(now.launched_on.has_value());
        }
    }
    void steps_form_a_chain(Movement const& now)
    {
        auto const taken =
            read([&](storage::Transaction& tx) { return steps_of(tx, now.id); });
        std::string at = "draft";
        for (auto const& each : taken) {
            RC_ASSERT(each.from == at);
            at = each.to;
        }
        RC_ASSERT(at == name_of(now.state));
    }
    void a_refusal_changes_nothing(Movement const& before, Movement const& after)
    {
        RC_ASSERT(before.version == after.version);
        RC_ASSERT(before.state == after.state);
    }

    access::Actor const second_approver = actor(16,
                                                "approver-2",
                                                "/",
                                                {Permission::ReadMovements,
                                                 Permission::WriteMovements,
                                                 Permission::ApproveMovements,
                                                 Permission::ReadOrganisation});
};
THIDUA_ON_EACH_ENGINE(LifeTest);

TEST_P(LifeTest, InvariantsHoldOnRandomHistories)
{
    auto const steps = all_steps();
    std::map<State, int> reached;
    bool const ok = rc::check("random histories", [&] {
        bool const surge = *rc::gen::arbitrary<bool>();
        auto const ref = drafted(testing::emulation_draft(surge ? "surge" : "peak"));
        auto const length = *rc::gen::inRange(5, 25);
        for (int i = 0; i < length; ++i) {
            auto const before = movement(ref);
            Move const move{next_step(steps, before), *rc::gen::inRange(0, 3)};
            auto const done = act_on(ref, move);
            auto const after = movement(ref);
            if (!done) {
                a_refusal_changes_nothing(before, after);
                continue;
            }
            auto const* transition = find_transition(before.state, move.step, surge);
            RC_ASSERT(transition != nullptr);
            RC_ASSERT(after.state == transition->to);
            ++reached[after.state];
            RC_ASSERT(after.version == before.version + 1);
            RC_ASSERT(!is_over(before.state));
            only_a_second_person_approves(ref);
            what_runs_has_a_paper_and_a_launch_day(after);
            steps_form_a_chain(after);
        }
    });
    EXPECT_TRUE(ok);
    for (auto const& each : transitions())
        EXPECT_GT(reached[each.to], 0) << name_of(each.to) << " was never reached";
}

TEST(Life, EveryStateIsReachedAndOnlyTheEndsLeadNowhere)
{
    std::set<State> reached{State::Draft};
    for (auto const& each : transitions()) reached.insert(each.to);
    EXPECT_EQ(reached.size(), 8U);
    for (auto const state : reached)
        EXPECT_EQ(steps_from(state, true).empty(), is_over(state)) << name_of(state);
}

}  // namespace
}  // namespace thidua::movement
