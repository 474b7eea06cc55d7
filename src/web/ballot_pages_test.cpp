// The forms of a secret ballot as people see them: what is wrong stands at its own field.
#include "identity/accounts.h"
#include "meeting/meeting.h"
#include "meeting/pages.h"
#include "organisation/block.h"
#include "organisation/pages.h"
#include "organisation/unit.h"
#include "voting/casting.h"
#include "voting/counting.h"
#include "voting/pages.h"
#include "voting/prepare.h"
#include "web/meeting_votes.h"
#include "web/testing/app.h"
#include "web/wiring.h"

#include <gtest/gtest.h>

#include <type_traits>

namespace thidua::web {
namespace {

using access::Permission;
using http::testing::actor_with;

class BallotPagesTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        as(access::Actor::system("test"), [this](audit::Act& act) {
            for (auto const& [code, parent] :
                 {std::pair{"BAN", ""}, {"K101", "BAN"}, {"K102", "BAN"}}) {
                organisation::create_unit(act,
                                          {.code = code,
                                           .name = std::string{"Đơn vị "} + code,
                                           .kind = *parent == 0 ? "ban" : "cap-2",
                                           .parent = parent,
                                           .from = *make_date(2000, 1, 1)})
                    .value();
            }
            block = organisation::create_block(act, {.name = "Khối 1", .level = "ban"}).value().ref;
            std::int64_t version = 1;
            for (auto const& [unit, role] : {std::pair{"K101", "head"}, {"K102", "member"}}) {
                organisation::set_block_member(act,
                                               {.ref = block,
                                                .year = 2026,
                                                .unit = unit,
                                                .role = role,
                                                .version = version++})
                    .value();
            }
        });
        one = add_teller("kiem-mot");
        two = add_teller("kiem-hai");
    }
    template <class F>
    std::invoke_result_t<F const&, audit::Act&> as(access::Actor const& actor, F const& what)
    {
        return app.db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, app.clock().now(), "test"};
            return what(act);
        });
    }
    access::Actor add_teller(std::string const& name)
    {
        auto actor = actor_with({Permission::CountVotes, Permission::ReadOrganisation}, name);
        as(access::Actor::system("test"), [&](audit::Act& act) {
            identity::add_account(
                act,
                {.name = name,
                 .display_name = name,
                 .roles = {{"teller", "", act.today().plus_days(-1), {}}}})
                .value();
            actor.account =
                act.tx.integer("SELECT id FROM account WHERE name = ?1", {name}).value();
        });
        return actor;
    }
    static access::Actor leader()
    {
        auto actor = actor_with({Permission::LeadBlock,
                                 Permission::ReadMovements,
                                 Permission::ReadOrganisation},
                                "khoi-truong",
                                "/BAN/K101/");
        actor.account = 900;
        return actor;
    }
    // Two lines, open for votes.
    std::string open_session()
    {
        auto const ref = as(leader(), [&](audit::Act& act) {
            voting::SessionFields fields{.purpose = "award",
                                         .title = "Suy tôn",
                                         .award = "Cờ thi đua",
                                         .candidates = {{"K101", ""}, {"K102", ""}},
                                         .method = "yes-no",
                                         .share = "1/2+",
                                         .closes_on = "22/11/2026",
                                         .closes_time = "17:00"};
            fields.tellers = {one.name, two.name};
            return voting::prepare_session(act, {.block = block, .year = 2026, .fields = fields})
                .value();
        });
        step(ref, voting::fix_roll);
        shares = {take_key(ref, one), take_key(ref, two)};
        step(ref, voting::open_session);
        return ref;
    }
    std::string take_key(std::string const& ref, access::Actor const& teller)
    {
        auto const share =
            as(teller, [&](audit::Act& act) { return voting::make_share(act, ref).value(); });
        as(teller, [&](audit::Act& act) { voting::confirm_share(act, ref, share).value(); });
        return share;
    }
    // One paper handed out, voting closed.
    std::string closed_session()
    {
        auto const ref = open_session();
        as(one, [&](audit::Act& act) { voting::hand_paper(act, {ref, "K102"}).value(); });
        step(ref, voting::close_session);
        return ref;
    }
    void step(std::string const& ref, Result<void> (*what)(audit::Act&, voting::Step const&))
    {
        as(leader(), [&](audit::Act& act) {
            auto const version = voting::load_session(act.tx, ref)->version;
            what(act, {ref, version, "Đã đủ phiếu"}).value();
        });
    }

    // Of the block, on the day.
    std::string meeting_on(Date day)
    {
        return as(leader(), [&](audit::Act& act) {
            meeting::Plan const plan{.kind = "year-end",
                                     .title = "Tổng kết năm",
                                     .day = day,
                                     .starts = "08:00",
                                     .place = "Hội trường",
                                     .agenda = "Bỏ phiếu"};
            return meeting::plan_meeting(act, {block, 2026, plan}).value();
        });
    }

    testing::TestApp app{{organisation::add_pages,
                          meeting::add_pages,
                          add_meeting_votes,
                          [](http::Router& routes) {
                              voting::add_pages_with(routes, {.law = vote_shares_of});
                          }}};
    std::string block;
    std::array<std::string, 2> shares;
    access::Actor one, two;
};

TEST_F(BallotPagesTest, AWrongLineOfThePaperCountIsMarkedAtItsField)
{
    auto const page = "/ballots/" + closed_session() + "/count";
    auto const session = app.sign_in(one);
    auto const fresh = app.get(page, session);
    ASSERT_EQ(fresh.status, 200);
    EXPECT_FALSE(fresh.has("aria-invalid"));
    auto const answer = app.post(page + "/paper",
                                 {{"returned", "1"}, {"spoilt", "0"}, {"yes-1", "1"}, {"no-1", "0"},
                                  {"yes-2", "1"}, {"no-2", "một"}},
                                 session);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("id=\"no-2-err\""));
    EXPECT_TRUE(answer.has("value=\"một\" required inputmode=\"numeric\" autocomplete=\"off\" "
                           "aria-invalid=\"true\" aria-describedby=\"no-2-err\""));
    EXPECT_FALSE(answer.has("id=\"no-1-err\""));
}

TEST_F(BallotPagesTest, TheMinutesOfAMeetingHoldWhatWasCountedThatDay)
{
    auto const ref = open_session();
    step(ref, voting::close_session);
    as(one, [&](audit::Act& act) { voting::count_ballots(act, {ref, shares}).value(); });
    auto const reader = app.sign_in(leader());
    auto const paper = app.get("/meetings/" + meeting_on(*make_date(2026, 11, 21)) + "/print", reader);
    ASSERT_EQ(paper.status, 200);
    EXPECT_TRUE(paper.has("Biên bản kiểm phiếu: Suy tôn"));
    EXPECT_TRUE(paper.has("1. Đơn vị K101: Đơn vị K101")) << "takes no part on its own line";
    EXPECT_FALSE(paper.has("⟦"));
    auto const other = app.get("/meetings/" + meeting_on(*make_date(2026, 11, 20)) + "/print", reader);
    EXPECT_FALSE(other.has("Biên bản kiểm phiếu"));
}

TEST_F(BallotPagesTest, ACouncilsFormNamesTheSharesOfTheLawWithTheirClauses)
{
    auto const planner =
        actor_with({Permission::PlanYear, Permission::ReadOrganisation}, "thuong-truc");
    auto const session = app.sign_in(planner);
    auto const unread = app.get("/ballots/new?body_of=persons", session);
    EXPECT_TRUE(unread.has("Chưa có tỷ lệ luật định nào đã đối chiếu"))
        << "the law of late 2026 has not been entered";
    EXPECT_FALSE(unread.has("name=\"outcome_only\" value=\"1\" checked"));
    app.clock().move_to(start_of(*make_date(2025, 12, 1)));
    auto const form = app.get("/ballots/new?body_of=persons", session);
    ASSERT_EQ(form.status, 200);
    EXPECT_TRUE(form.has("<option value=\"Chiến sĩ thi đua cơ sở\">"));
    EXPECT_TRUE(form.has("data-label=\"Ít nhất\">80 %</td>"));
    EXPECT_TRUE(form.has("Điều 30, khoản 7"));
    EXPECT_TRUE(form.has("value=\"01/12/2025\"")) << "dossiers received today";
    EXPECT_FALSE(form.has("⟦"));
}

TEST_F(BallotPagesTest, AFormForFewElectorsProposesToPublishTheOutcomeAlone)
{
    auto const form = app.get("/ballots/new?year=2026&block=" + block, app.sign_in(leader()));
    ASSERT_EQ(form.status, 200);
    EXPECT_TRUE(form.has("name=\"outcome_only\" value=\"1\" checked"));
    EXPECT_FALSE(form.has("name=\"revote\" value=\"1\" checked"));
}

}  // namespace
}  // namespace thidua::web
