#include "rotation/rotation.h"

#include "meeting/testing/world.h"

namespace thidua::rotation {
namespace {

using access::Permission;
using meeting::testing::day;
using meeting::testing::problem;

// In 2026 K101 leads with deputy K102; K103 is a member.
class RotationTest : public meeting::testing::BlockTest {
protected:
    Rotation rotation()
    {
        return read([&](auto& tx) { return find_rotation(tx, head_, block_, 2027).value(); });
    }
    OnBlock at() { return {block_, 2027, rotation().version}; }
    Result<void> order(std::vector<std::string> const& codes)
    {
        return as(head_, [&](audit::Act& act) { return set_order(act, at_now(act), codes); });
    }
    OnBlock at_now(audit::Act& act)
    {
        return {block_, 2027, find_rotation(act.tx, system_, block_, 2027)->version};
    }
    Result<void> pass_over(std::string unit, std::string reason)
    {
        return as(head_, [&](audit::Act& act) { return skip(act, at_now(act), unit, reason); });
    }
    Result<void> elect_by_hands(std::string head,
                                std::string deputy = "",
                                std::string reason = "",
                                std::int64_t hands = 2)
    {
        return as(head_, [&](audit::Act& act) {
            return elect(act,
                         {.at = at_now(act),
                          .head = head,
                          .deputy = deputy,
                          .manner = "hands",
                          .hands_for = hands,
                          .hands_of = 3,
                          .reason = reason,
                          .held_on = day("2026-05-30")});
        });
    }
    Result<void> recognise_by(access::Actor const& actor)
    {
        return as(actor, [&](audit::Act& act) {
            return recognise(act, {at_now(act), "12/QĐ-HĐTĐKT", "Chủ tịch", day("2026-06-01")});
        });
    }
    Result<void> draft()
    {
        return as(head_, [&](audit::Act& act) {
            return draft_handover(act,
                                  {.at = at_now(act),
                                   .day = day("2026-06-01"),
                                   .place = "Văn phòng",
                                   .items = "Quy chế\nHồ sơ giao ước",
                                   .note = "",
                                   .from_name = "Chánh Văn phòng",
                                   .to_name = "Cục trưởng"});
        });
    }
    Result<void> confirm(access::Actor const& actor, bool receives)
    {
        return as(actor, [&](audit::Act& act) {
            return confirm_handover(act, at_now(act), receives);
        });
    }
    std::string role_in_2027(std::string const& code)
    {
        return read([&](auto& tx) {
            auto const block = organisation::find_block(tx, system_, block_).value();
            for (auto const& member : programme::members_of(tx, block.id, 2027)) {
                if (member.code == code) return member.role;
            }
            return std::string{};
        });
    }

    access::Actor const council_ = actor_over(
        "/", {Permission::DecideResults, Permission::ReadOrganisation, Permission::ReadMovements});
    access::Actor const next_head_ = of_unit("next", 21, "K103", {Permission::SignForUnit});
};
THIDUA_ON_EACH_ENGINE(RotationTest);

TEST_P(RotationTest, TheOrderNamesTheNextAfterTheHead)
{
    EXPECT_EQ(rotation().suggested(), nullptr) << "no order yet";
    ASSERT_TRUE(order({"K103", "K101", "K102"}));
    ASSERT_NE(rotation().suggested(), nullptr);
    EXPECT_EQ(rotation().suggested()->code, "K102");
    ASSERT_TRUE(pass_over("K102", "Đang bị kỷ luật"));
    EXPECT_EQ(rotation().suggested()->code, "K103") << "round the end of the list";
    ASSERT_TRUE(as(head_, [&](auto& act) { return take_back_skip(act, at_now(act), "K102"); }));
    EXPECT_EQ(rotation().suggested()->code, "K102");
}

TEST_P(RotationTest, TheOrderHoldsEveryMemberOnce)
{
    EXPECT_EQ(problem(order({"K101", "K102"})), "rotation.error.order-short@order");
    EXPECT_EQ(problem(order({"K101", "K101", "K102"})), "rotation.error.order-twice@order");
    EXPECT_EQ(problem(order({"K101", "K102", "K101-01"})), "rotation.error.member@order");
    EXPECT_EQ(problem(pass_over("K102", "")), "error.required@skip_reason");
    EXPECT_EQ(count("SELECT count(*) FROM rotation_order"), 0);
}

TEST_P(RotationTest, AnotherUnitThanTheSuggestedNeedsAReason)
{
    ASSERT_TRUE(order({"K101", "K102", "K103"}));
    EXPECT_EQ(problem(elect_by_hands("K103")), "rotation.error.reason@reason");
    EXPECT_EQ(problem(elect_by_hands("K102", "K102")), "rotation.error.twice@deputy");
    EXPECT_EQ(problem(elect_by_hands("K102", "", "", 4)), "rotation.error.hands@hands_for");
    EXPECT_TRUE(elect_by_hands("K103", "", "Khối biểu quyết"));
    EXPECT_TRUE(elect_by_hands("K102")) << "entered anew";
    EXPECT_EQ(rotation().election->head, "K102");
}

TEST_P(RotationTest, ABallotIsOneThatWasCountedInThisBlock)
{
    auto const elected = as(head_, [&](audit::Act& act) {
        return elect(act,
                     {.at = at_now(act),
                      .head = "K102",
                      .manner = "ballot",
                      .ballot = "none",
                      .held_on = day("2026-05-30")});
    });
    EXPECT_EQ(problem(elected), "rotation.error.ballot@ballot");
}

TEST_P(RotationTest, RecognitionWritesNextYearsHead)
{
    EXPECT_EQ(problem(recognise_by(council_)), "rotation.error.not-elected");
    ASSERT_TRUE(elect_by_hands("K103", "K101"));
    EXPECT_EQ(problem(recognise_by(head_)), "error.denied");
    EXPECT_EQ(role_in_2027("K103"), "");
    ASSERT_TRUE(recognise_by(council_));
    EXPECT_EQ(role_in_2027("K103"), "head");
    EXPECT_EQ(role_in_2027("K101"), "deputy");
    EXPECT_EQ(role_in_2027("K102"), "member");
    EXPECT_EQ(problem(elect_by_hands("K102")), "rotation.error.recognised");
    EXPECT_EQ(problem(recognise_by(council_)), "rotation.error.recognised");
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'rotation.recognise'"), 1);
}

TEST_P(RotationTest, BothHeadsConfirmTheHandOverAndThenItStays)
{
    EXPECT_EQ(problem(draft()), "rotation.error.not-recognised");
    ASSERT_TRUE(elect_by_hands("K103"));
    ASSERT_TRUE(recognise_by(council_));
    ASSERT_TRUE(draft());
    EXPECT_EQ(problem(confirm(deputy_, true)), "error.denied");
    ASSERT_TRUE(confirm(head_, false));
    EXPECT_EQ(problem(confirm(head_, false)), "rotation.error.confirmed");
    ASSERT_TRUE(draft()) << "changed: confirmed anew";
    EXPECT_FALSE(rotation().handover->from_at);
    ASSERT_TRUE(confirm(head_, false));
    ASSERT_TRUE(confirm(next_head_, true));
    EXPECT_TRUE(rotation().handover->is_done());
    EXPECT_EQ(rotation().handover->hash.size(), 64U);
    EXPECT_EQ(problem(draft()), "rotation.error.handed-over");
}

TEST_P(RotationTest, IsTheBlocksOwnAffair)
{
    auto const by = [&](access::Actor const& actor) {
        return as(actor, [&](auto& act) {
            return set_order(act, at_now(act), {"K101", "K102", "K103"});
        });
    };
    EXPECT_EQ(problem(by(member_)), "error.denied");
    auto const stranger = of_unit("stranger", 30, "K109", {Permission::LeadBlock});
    EXPECT_EQ(problem(by(stranger)), "error.not-found");
    OnBlock const stale{block_, 2027, 7};
    auto const late = as(head_, [&](auto& act) { return skip(act, stale, "K102", "Lý do"); });
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    EXPECT_FALSE(read([&](auto& tx) { return pack_papers(tx, member_, block_, 2026); }));
    EXPECT_TRUE(read([&](auto& tx) { return pack_papers(tx, head_, block_, 2026); }));
}

}  // namespace
}  // namespace thidua::rotation
