// A unit's score sheet as its clerk fills it: what was typed stays, what is wrong stands beside it.
#include "block/pages.h"
#include "block/round.h"
#include "organisation/block.h"
#include "organisation/pages.h"
#include "organisation/unit.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using access::Permission;
using http::testing::actor_with;
using testing::Format;

class ScorePagesTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        app.db().write([this](storage::Transaction& tx) {
            auto const system = access::Actor::system("test");
            audit::Act act{tx, system, start_of(*make_date(2026, 1, 5)), "test"};
            for (auto const* code : {"BAN", "K101", "K102"}) make_unit(act, code);
            auto const block =
                organisation::create_block(act, {.name = "Khối 1", .level = "ban"}).value().ref;
            join(act, block, "K101", "head", 1);
            join(act, block, "K102", "member", 2);
            auto const draft =
                block::create_scale(act, {"Thang", "", "", std::string{block::kProposal}}).value();
            block::adopt_scale(act, {draft.ref, draft.version}).value();
            auto const round =
                block::open_round(act, {block, 2026, "calendar", "year", draft.ref, "all", "10"})
                    .value();
            audit::Act leader{tx, head, start_of(*make_date(2026, 1, 5)), "test"};
            block::take_step(leader, {round.ref, "open-self", "30/12/2026", "", round.version})
                .value();
            form = "/scoring/" + round.ref + "/units/K102/self";
        });
    }
    static void make_unit(audit::Act& act, std::string const& code)
    {
        organisation::create_unit(act,
                                  {.code = code,
                                   .name = "Đơn vị " + code,
                                   .kind = code == "BAN" ? "ban" : "cap-2",
                                   .parent = code == "BAN" ? "" : "BAN",
                                   .from = *make_date(2000, 1, 1)})
            .value();
    }
    static void join(audit::Act& act,
                     std::string const& block,
                     std::string const& unit,
                     std::string const& role,
                     std::int64_t version)
    {
        organisation::set_block_member(
            act, {.ref = block, .year = 2026, .unit = unit, .role = role, .version = version})
            .value();
    }
    static access::Actor clerk(std::string const& name, std::int64_t account)
    {
        auto actor =
            actor_with({Permission::WriteScores, Permission::ReadMovements}, name, "/BAN/K102/");
        actor.account = account;
        return actor;
    }

    testing::TestApp app{{organisation::add_pages, block::add_pages}};
    access::Actor const head =
        actor_with({Permission::LeadBlock, Permission::ReadMovements}, "head", "/BAN/K101/");
    std::string const one = app.sign_in(clerk("mot", 21));
    std::string const two = app.sign_in(clerk("hai", 22));
    std::string form;
};

TEST_F(ScorePagesTest, EveryWrongCellSaysSoBesideItAndKeepsWhatWasTyped)
{
    auto const answer = app.post(form,
                                 {{"ver.1", "0"},
                                  {"v.1", "chín mươi"},
                                  {"ver.6", "0"},
                                  {"p.6", "51"},
                                  {"ver.7", "0"},
                                  {"p.7", "60"},
                                  {"r.7", "đã xếp loại"}},
                                 one);
    EXPECT_EQ(answer.status, 422);
    for (auto const* part : {"href=\"#v.1\"",
                             "value=\"chín mươi\"",
                             "id=\"v.1-err\"",
                             "href=\"#p.6\"",
                             "value=\"51\"",
                             "id=\"p.6-err\"",
                             "value=\"60\"",
                             "value=\"đã xếp loại\""})
        EXPECT_TRUE(answer.has(part)) << part;
    EXPECT_FALSE(answer.has("id=\"p.7-err\""));
    EXPECT_FALSE(answer.has("⟦"));
    std::string_view const page = answer.content();
    auto const invalid = page.find("aria-invalid");
    EXPECT_NE(invalid, std::string_view::npos);
    EXPECT_FALSE(app.get(form, one).has("value=\"60\"")) << "nothing is half saved";
}

TEST_F(ScorePagesTest, ARedrawnFormNeitherLosesNorUndoesAnothersCell)
{
    EXPECT_EQ(
        app.post(form, {{"ver.6", "0"}, {"p.6", "40"}, {"ver.7", "0"}, {"p.7", "50"}}, one).status,
        303);
    EXPECT_EQ(
        app.post(form, {{"ver.6", "1"}, {"p.6", "45"}, {"ver.7", "1"}, {"p.7", "55"}}, two).status,
        303);
    // The first clerk's page still says 40 and 50; they change 7 alone.
    auto const answer =
        app.post(form, {{"ver.6", "1"}, {"p.6", "40"}, {"ver.7", "1"}, {"p.7", "60"}}, one);
    EXPECT_EQ(answer.status, 409);
    EXPECT_TRUE(answer.has("hai vừa ghi 55")) << "what the other entered stands beside";
    EXPECT_TRUE(answer.has("value=\"60\"")) << "what was typed stays";
    EXPECT_TRUE(answer.has("value=\"45\"")) << "what was not touched is as it now stands";
    EXPECT_FALSE(answer.has("value=\"40\""));
}

TEST_F(ScorePagesTest, AProgramSavesCellByCell)
{
    auto const saved = app.post(form, {{"ver.1", "0"}, {"v.1", "90"}}, one, Format::Json);
    ASSERT_EQ(saved.status, 200) << saved.content();
    auto const document = saved.document();
    EXPECT_EQ(document.at("cells").at(0).at("version"), 1);
    EXPECT_EQ(document.at("points").at("1"), 100);
    EXPECT_TRUE(document.contains("saved_at"));
    app.post(form, {{"ver.1", "1"}, {"v.1", "95"}}, two);
    auto const stale = app.post(form, {{"ver.1", "1"}, {"v.1", "91"}}, one, Format::Json);
    EXPECT_EQ(stale.status, 409);
    auto const error = stale.document().at("errors").at(0);
    EXPECT_EQ(error.at("field"), "v.1");
    EXPECT_EQ(error.at("args").at("value"), "95");
    EXPECT_EQ(error.at("args").at("version"), "2");
    app.clock().move_to(start_of(*make_date(2026, 12, 31)));
    auto const late = app.post(form, {{"ver.1", "2"}, {"v.1", "91"}}, one, Format::Json);
    EXPECT_EQ(late.status, 409);
    EXPECT_EQ(late.document().at("errors").at(0).at("key"), "block.error.window");
}

TEST_F(ScorePagesTest, TheOrderThatPartsEqualsIsChosenAndShownInWords)
{
    auto const office = app.sign_in(actor_with({Permission::PlanYear, Permission::ReadMovements}));
    auto const made = app.post("/scales", {{"name", "Thang hai"}, {"from", "proposal"}}, office);
    ASSERT_EQ(made.status, 303) << made.content();
    auto const scale = made.location();
    auto const send = [&](std::vector<std::string> const& ties) {
        http::testing::Fields fields{{"version", "1"}, {"name", "Thang hai"}, {"decimals", "2"}};
        for (auto const& tie : ties) fields.emplace_back("ties", tie);
        return app.post(scale, fields, office);
    };
    auto const twice = send({"II", "vote", "II", ""});
    EXPECT_EQ(twice.status, 422);
    EXPECT_TRUE(twice.has("id=\"ties-err\""));
    std::string_view const page = twice.content();
    constexpr std::string_view kChosen = "<option value=\"II\" selected>";
    EXPECT_NE(page.find(kChosen), page.rfind(kChosen)) << "both choices stay";
    EXPECT_EQ(send({"II", "", "vote", ""}).status, 303);
    auto const order = app.get(scale, office, Format::Json).document().at("tie_order").as_array();
    ASSERT_EQ(order.size(), 2U);
    EXPECT_EQ(order.at(0).at("tie"), "II");
    EXPECT_EQ(order.at(1).at("vote"), true);
    EXPECT_TRUE(app.get(scale, office).has("Số phiếu bầu</dd>"));
}

TEST_F(ScorePagesTest, AShareIsShownToTwoDecimalsAndInFullOnThePageOfItsCell)
{
    auto const share = [](boost::json::object const& document) {
        for (auto const& group : document.at("groups").as_array()) {
            for (auto const& criterion : group.at("criteria").as_array())
                if (criterion.at("source") == "in-time") return criterion.as_object();
        }
        return boost::json::object{};
    };
    auto const before = share(app.get(form, one, Format::Json).document());
    auto const code = std::string{before.at("code").as_string()};
    ASSERT_EQ(app.post(form, {{"ver." + code, "0"}, {"v." + code, "71,4286"}}, one).status, 303);
    auto const after = share(app.get(form, one, Format::Json).document());
    EXPECT_EQ(after.at("self").at("value"), 71.43);
    EXPECT_TRUE(app.get(form, one).has("value=\"71,4286\"")) << "what was typed is not rounded";
    auto const sheet = form.substr(0, form.rfind('/'));
    EXPECT_TRUE(app.get(sheet + "/cells/" + code, one).has("71,4286"));
}

TEST_F(ScorePagesTest, TheSheetWarnsWhereOneDelayCouldCountTwice)
{
    EXPECT_TRUE(app.get(form, one).has("một lần chậm không bị tính hai lần"));
}

}  // namespace
}  // namespace thidua::web
