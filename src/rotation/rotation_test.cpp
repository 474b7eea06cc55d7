#include "rotation/rotation.h"

#include "http/testing/pages.h"
#include "identity/accounts.h"
#include "meeting/testing/world.h"
#include "rotation/pages.h"
#include "voting/casting.h"
#include "voting/counting.h"

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
    FixedClock const clock{now_};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const paper = pages.get("/rotation/" + block_ + "/print/2027", head_).document();
    EXPECT_EQ(paper.at("handover").at("from_names_unit"), true) << "Chánh Văn phòng, of Văn phòng";
    EXPECT_EQ(paper.at("handover").at("to_names_unit"), false) << "Cục trưởng of which one";
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

// A vote of the block's units from its draft to the count.
class ElectionTest : public RotationTest {
protected:
    access::Actor teller(std::string const& name)
    {
        auto const added = run([&](audit::Act& act) {
            return identity::add_account(
                act, {.name = name, .roles = {{"teller", "", act.today().plus_days(-1), {}}}});
        });
        EXPECT_TRUE(added) << problem(added);
        auto actor = actor_over("/", {Permission::CountVotes, Permission::ReadOrganisation});
        actor.name = name;
        actor.account = count("SELECT id FROM account WHERE name = ?1", {name});
        return actor;
    }
    Result<void> take_step(Result<void> (*what)(audit::Act&, voting::Step const&),
                           std::string const& ref)
    {
        return as(head_, [&](audit::Act& act) {
            auto const session = voting::load_session(act.tx, ref).value();
            return what(act, {ref, session.version, "Đủ phiếu"});
        });
    }
    std::string share_of(std::string const& ref, access::Actor const& actor)
    {
        return as(actor, [&](audit::Act& act) -> Result<std::string> {
                   auto const share = TD_TRY(voting::make_share(act, ref));
                   TD_CHECK(voting::confirm_share(act, ref, share));
                   return share;
               })
            .value();
    }
    std::string opened(std::vector<std::string> const& candidates)
    {
        voting::SessionFields fields{.purpose = "head",
                                     .title = "Bầu Khối trưởng",
                                     .method = "choose",
                                     .at_most = "1",
                                     .share = "1/2+",
                                     .own_vote = true,
                                     .closes_on = "30/06/2026",
                                     .closes_time = "17:00",
                                     .tellers = {first_.name, second_.name}};
        for (auto const& code : candidates) fields.candidates.push_back({code, ""});
        voting::PrepareSession const command{.block = block_, .year = 2026, .fields = fields};
        auto const ref = as(head_, [&](audit::Act& act) {
                             return voting::prepare_session(act, command);
                         }).value();
        EXPECT_TRUE(take_step(voting::fix_roll, ref));
        shares_ = {share_of(ref, first_), share_of(ref, second_)};
        EXPECT_TRUE(take_step(voting::open_session, ref));
        return ref;
    }
    void cast(std::string const& ref, std::string const& unit, int line)
    {
        auto const voter = of_unit("voter-" + unit, 40, unit, {Permission::CastVote});
        auto const done = as(voter, [&](audit::Act& act) {
            return voting::cast_ballot(act,
                                       {.ref = ref, .marks = {{line, ballot::Choice::For}}});
        });
        EXPECT_TRUE(done) << problem(done);
    }
    Result<void> elect_by(std::string const& ballot, std::string head)
    {
        return as(head_, [&](audit::Act& act) {
            return elect(act,
                         {.at = at_now(act),
                          .head = head,
                          .manner = "ballot",
                          .ballot = ballot,
                          .held_on = act.today()});
        });
    }
    void SetUp() override
    {
        RotationTest::SetUp();
        first_ = teller("kiem-phieu-mot");
        second_ = teller("kiem-phieu-hai");
    }
    access::Actor first_, second_;
    std::array<std::string, 2> shares_;
};
THIDUA_ON_EACH_ENGINE(ElectionTest);

TEST_P(ElectionTest, ACountedBallotOfTheBlockElectsAndTheCouncilRecognises)
{
    auto const ref = opened({"K102", "K103"});
    EXPECT_EQ(problem(elect_by(ref, "K102")), "rotation.error.not-counted@ballot");
    cast(ref, "K101", 1);
    cast(ref, "K102", 1);
    cast(ref, "K103", 2);
    ASSERT_TRUE(take_step(voting::close_session, ref));
    ASSERT_TRUE(as(first_, [&](audit::Act& act) {
        return voting::count_ballots(act, {ref, shares_});
    }));
    EXPECT_EQ(problem(elect_by(ref, "K101")), "rotation.error.not-a-line@ballot");
    EXPECT_EQ(problem(elect_by(ref, "K103")), "rotation.error.not-passed@ballot")
        << "one of three";
    auto const elected = elect_by(ref, "K102");
    ASSERT_TRUE(elected) << problem(elected);
    auto const election = rotation().election.value();
    EXPECT_EQ(election.head, "K102");
    EXPECT_EQ(election.ballot_ref, ref);
    auto const recognised = recognise_by(council_);
    ASSERT_TRUE(recognised) << problem(recognised);
    EXPECT_TRUE(rotation().election->is_recognised());
    EXPECT_EQ(count("SELECT count(*) FROM block_member m JOIN unit u ON u.id = m.unit_id"
                    " WHERE m.year = 2027 AND m.role = 'head' AND u.code = 'K102'"),
              1);
}

}  // namespace
}  // namespace thidua::rotation
