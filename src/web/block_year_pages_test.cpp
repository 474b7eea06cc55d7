// A block's meetings and the passing on of its lead as people see them, in both languages.
#include "documents/archive.h"
#include "meeting/pages.h"
#include "meeting/meeting.h"
#include "organisation/block.h"
#include "organisation/pages.h"
#include "organisation/unit.h"
#include "programme/pages.h"
#include "rotation/pages.h"
#include "web/pack.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using access::Permission;
using http::testing::actor_with;
using testing::Format;

class BlockYearTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        app.db().write([this](storage::Transaction& tx) {
            auto const system = access::Actor::system("test");
            audit::Act act{tx, system, start_of(*make_date(2026, 1, 5)), "test"};
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
            join(act, "K101", "head", 1);
            join(act, "K102", "member", 2);
        });
    }
    void join(audit::Act& act, std::string unit, std::string role, std::int64_t version)
    {
        organisation::set_block_member(
            act,
            {.ref = block, .year = 2026, .unit = unit, .role = role, .version = version})
            .value();
    }
    std::string version(std::string const& page, std::string_view of)
    {
        auto const document = app.get(page, head, Format::Json).document();
        auto const& thing = of.empty() ? document : document.at(of).as_object();
        return std::to_string(thing.at("version").as_int64());
    }
    // Posts to the meeting's page and expects it to be taken.
    void post(std::string const& page,
              std::string const& what,
              testing::Fields fields,
              std::string const& who)
    {
        fields.emplace_back("version", version(page, "meeting"));
        auto const answer = app.post(page + what, fields, who);
        EXPECT_EQ(answer.status, 303) << what << answer.content();
    }
    std::string signed_meeting()
    {
        auto const page = app.post("/meetings/new",
                                   {{"block", block}, {"year", "2026"}, {"kind", "year-end"},
                                    {"title", "Tổng kết năm"}, {"day", "20/11/2026"},
                                    {"starts", "08:00"}, {"place", "Hội trường"},
                                    {"agenda", "Báo cáo\nBỏ phiếu"}},
                                   head)
                              .location();
        post(page, "/call", {}, head);
        post(page,
             "/attendance",
             {{"unit", "K101"}, {"unit", "K102"}, {"presence-K101", "present"},
              {"presence-K102", "absent"}, {"reason-K102", "Đi công tác"}},
             head);
        post(page,
             "/minutes",
             {{"chair", "Chánh Văn phòng"}, {"secretary", "Trợ lý"}, {"content", "Nội dung họp"},
              {"conclusions", "Nhất trí"}, {"ends", "11:00"}},
             head);
        post(page, "/sign", {{"as", "chair"}}, head);
        post(page, "/sign", {{"as", "secretary"}}, secretary);
        return page;
    }
    static access::Actor leader(std::string const& name, std::int64_t account)
    {
        auto actor = actor_with({Permission::LeadBlock,
                                 Permission::ReadMovements,
                                 Permission::ReadOrganisation},
                                name,
                                "/BAN/K101/");
        actor.account = account;
        return actor;
    }

    testing::TestApp app{{organisation::add_pages,
                          programme::add_pages,
                          meeting::add_pages,
                          rotation::add_pages,
                          add_pack_pages}};
    std::string block;
    std::string head = app.sign_in(leader("head", 11));
    std::string secretary = app.sign_in(leader("secretary", 12));
};

TEST_F(BlockYearTest, AMeetingIsHeldMinutedAndPrinted)
{
    auto const page = signed_meeting();
    auto english = leader("reader", 13);
    english.language = "en";
    for (auto const& session : {head, app.sign_in(english)}) {
        for (auto const& path : {page, page + "/print", page + "/invitation",
                                 std::string{"/meetings?year=2026"}}) {
            auto const shown = app.get(path, session);
            EXPECT_EQ(shown.status, 200) << path;
            EXPECT_TRUE(shown.has("Tổng kết năm")) << path;
            EXPECT_FALSE(shown.has("⟦")) << path;
        }
    }
    EXPECT_TRUE(app.get(page + "/print", head).has("Triệu tập 2 đơn vị, có mặt 1, vắng 1; chưa đủ túc số"));
}

TEST_F(BlockYearTest, AnUrgentInvitationIsStampedAndTheMinutesAreNot)
{
    testing::Fields form{{"block", block}, {"year", "2026"}, {"kind", "thematic"},
                         {"title", "Chuyên đề"}, {"day", "20/11/2026"}, {"starts", "08:00"},
                         {"place", "Hội trường"}, {"agenda", "Trao đổi"}, {"urgency", "soon"}};
    auto const wrong = app.post("/meetings/new", form, head);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(wrong.has("id=\"urgency-err\""));
    form.back().second = "express";
    auto const page = app.post("/meetings/new", form, head).location();
    EXPECT_TRUE(app.get(page + "/invitation", head).has("<p class=\"paper-stamp\">Hỏa tốc</p>"));
    EXPECT_FALSE(app.get(page + "/print", head).has("paper-stamp"));
    EXPECT_TRUE(app.get(page + "/edit", head).has("<option value=\"express\" selected>"));
}

TEST_F(BlockYearTest, WhatWasSaidOfEachUnitStandsInTheFormAgain)
{
    auto const page = app.post("/meetings/new",
                               {{"block", block}, {"year", "2026"}, {"kind", "thematic"},
                                {"title", "Chuyên đề"}, {"day", "20/11/2026"}, {"starts", "08:00"},
                                {"place", "Hội trường"}, {"agenda", "Trao đổi"}},
                               head)
                          .location();
    auto const answer = app.post(page + "/attendance",
                                 {{"unit", "K101"}, {"unit", "K102"},
                                  {"presence-K101", "represented"}, {"who-K101", "Phó Chánh VP"},
                                  {"presence-K102", "absent"},
                                  {"version", version(page, "meeting")}},
                                 head);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("value=\"Phó Chánh VP\""));
    EXPECT_TRUE(answer.has("Hãy ghi lý do vắng của Đơn vị K102."));
}

TEST_F(BlockYearTest, TheHeadsPackOpensWithoutTheProgram)
{
    signed_meeting();
    auto const pack = app.get("/rotation/" + block + "/pack?year=2026", head);
    ASSERT_EQ(pack.status, 200);
    documents::Limits const limits;
    std::string const bytes{pack.content()};
    auto const archive = documents::Archive::open(bytes, limits);
    ASSERT_TRUE(archive);
    std::string minutes;
    ASSERT_TRUE(archive->read("3-bien-ban-hop-1.html", [&](std::string_view piece) {
        minutes += piece;
        return true;
    }));
    EXPECT_NE(minutes.find("Nội dung họp"), std::string::npos);
    EXPECT_EQ(minutes.find("src="), std::string::npos) << "nothing is fetched";
    EXPECT_TRUE(archive->has("0-muc-luc.html"));
    EXPECT_TRUE(archive->has("trang.css"));
    auto const stranger = app.sign_in(
        actor_with({Permission::ReadMovements, Permission::ReadOrganisation}, "x", "/BAN/K102/"));
    EXPECT_EQ(app.get("/rotation/" + block + "/pack?year=2026", stranger).status, 404);
}

TEST_F(BlockYearTest, ANumberGivenTwiceIsMarkedAndTheOrderStays)
{
    auto const at = "/rotation/" + block + "?year=2027";
    auto const answer = app.post("/rotation/" + block + "/order?year=2027",
                                 {{"place-K101", "2"}, {"place-K102", "2"},
                                  {"version", version(at, "")}},
                                 head);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("id=\"place-K102-err\""));
    EXPECT_TRUE(answer.has("Số thứ tự 2 đã chọn cho Đơn vị K101."));
    EXPECT_TRUE(answer.has("<option value=\"2\" selected>")) << "what was chosen is kept";
    auto const places = app.get(at, head, Format::Json).document().at("places").as_array();
    EXPECT_TRUE(places.at(0).at("position").is_null());
}

TEST_F(BlockYearTest, ACouncilMeetingHasADayOfItsOwnName)
{
    auto const planner = actor_with({Permission::PlanYear, Permission::ReadMovements}, "planner");
    auto const form = app.get("/meetings/new-council", app.sign_in(planner));
    EXPECT_EQ(form.status, 200);
    EXPECT_TRUE(form.has("Ngày họp <span"));
    EXPECT_FALSE(form.has("Họp khối"));
}

TEST_F(BlockYearTest, TheLeadPassesOn)
{
    auto const page = "/rotation/" + block;
    auto const at = page + "?year=2027";
    EXPECT_EQ(app.post(page + "/order?year=2027",
                       {{"place-K101", "2"}, {"place-K102", "1"}, {"version", version(at, "")}},
                       head)
                  .status,
              303);
    auto const shown = app.get(at, head);
    EXPECT_TRUE(shown.has("Tiếp theo"));
    EXPECT_TRUE(shown.has("name=\"place-K101\""));
    EXPECT_FALSE(shown.has("selected>Bỏ phiếu kín")) << "how it was decided is never presumed";
    EXPECT_FALSE(shown.has("⟦"));
    auto const wrong = app.post(page + "/elect?year=2027",
                                {{"head", "K102"}, {"manner", "hands"}, {"hands_for", "3"},
                                 {"hands_of", "2"}, {"held_on", "20/11/2026"},
                                 {"version", version(at, "")}},
                                head);
    EXPECT_EQ(wrong.status, 422);
    EXPECT_TRUE(wrong.has("id=\"hands_for-err\""));
    EXPECT_EQ(app.get("/rotation?year=2027", head).status, 200);
}

}  // namespace
}  // namespace thidua::web
