#include "movement/links.h"

#include "base/clock.h"
#include "http/testing/pages.h"
#include "movement/pages.h"
#include "movement/testing/world.h"
#include "programme/pages.h"
#include "programme/programme.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace thidua::movement {
namespace {

using http::testing::Reply;
using testing::day;

class MovementLinks : public testing::MovementTest {
protected:
    void SetUp() override
    {
        MovementTest::SetUp();
        pages_ = std::make_unique<http::testing::Pages>(
            db(),
            clock_,
            std::vector<std::function<void(http::Router&)>>{programme::add_pages, add_pages});
    }
    programme::Directive entered(std::vector<std::string> addressees = {}, bool for_all = true)
    {
        programme::EnterDirective const command{
            .owner = "BAN",
            .kind = "direction",
            .number = "12-CT/ĐU",
            .issuer = "Đảng ủy Ban",
            .title = "Nhiệm vụ năm 2026",
            .dated = day("2026-01-10"),
            .items = {"Chuyển đổi số", "An toàn tuyệt đối"},
            .addressees = std::move(addressees),
            .for_all = for_all};
        auto const ref = as(leader, [&](Act& act) { return enter_directive(act, command); });
        EXPECT_EQ(why(ref), "");
        return read([&](auto& tx) { return programme::find_directive(tx, leader, *ref).value(); });
    }
    Result<void> choose(std::string const& ref, std::vector<std::string> items)
    {
        LinkItems const command{ref, std::move(items), movement(ref).version};
        return as(writer, [&](Act& act) { return link_items(act, command); });
    }
    std::vector<Link> links(std::string const& ref)
    {
        return read([&](auto& tx) { return links_of(tx, movement(ref).id); });
    }
    std::string at(Reply const& reply, std::string_view pointer)
    {
        boost::json::value const document = reply.document();
        return boost::json::serialize(document.at_pointer(pointer));
    }

    access::Actor const leader = actor(21,
                                       "leader",
                                       "/",
                                       {Permission::GiveDirections,
                                        Permission::PlanYear,
                                        Permission::ReadMovements,
                                        Permission::WriteMovements,
                                        Permission::ReadOrganisation});
    FixedClock clock_{day(kToday)};
    std::unique_ptr<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(MovementLinks);

TEST_P(MovementLinks, TypedOnesAreKeptAsTyped)
{
    auto const ref = drafted();
    AddLink link{ref, "resolution", "Nghị quyết Đại hội", "01-NQ", "", {}, movement(ref).version};
    auto const add = [&] { return as(writer, [&](Act& act) { return add_link(act, link); }); };
    EXPECT_EQ(why(add()), "error.required@link_item");
    link.item = "Mục II.3";
    EXPECT_EQ(why(add()), "");
    EXPECT_EQ(why(add()), "error.conflict");
    ASSERT_EQ(links(ref).size(), 1U);
    EXPECT_EQ(links(ref)[0].item, "Mục II.3");
    EXPECT_EQ(links(ref)[0].directive_ref, "");
}

TEST_P(MovementLinks, ItemsOfTheLibraryAreLinkedOnce)
{
    auto const directive = entered();
    auto const ref = drafted();
    EXPECT_EQ(why(choose(ref, {})), "movement.error.no-items@items");
    EXPECT_EQ(why(choose(ref, {"nothing"})), "movement.error.item-unknown@items");
    ASSERT_EQ(why(choose(ref, {directive.items[1].ref})), "");
    ASSERT_EQ(why(choose(ref, {directive.items[0].ref, directive.items[1].ref})), "");
    auto const known = links(ref);
    ASSERT_EQ(known.size(), 2U);
    EXPECT_EQ(known[0].item, "An toàn tuyệt đối");
    EXPECT_EQ(known[0].kind, "directive");
    EXPECT_EQ(known[0].directive_ref, directive.ref);
    EXPECT_EQ(known[1].position, 1);
}

TEST_P(MovementLinks, WhatTheWriterMayNotReadIsNotOffered)
{
    auto const hidden = entered({"K102"}, false);
    auto const ref = as(clerk, [&](Act& act) {
        auto draft = testing::emulation_draft();
        draft.owner = "K101";
        return draft_movement(act, draft);
    });
    ASSERT_EQ(why(ref), "");
    LinkItems const command{*ref, {hidden.items[0].ref}, 1};
    auto const linked = as(clerk, [&](Act& act) { return link_items(act, command); });
    EXPECT_EQ(why(linked), "movement.error.item-unknown@items");
    EXPECT_EQ(at(pages_->get("/movements/" + *ref + "/links", clerk), "/total"), "0");
}

TEST_P(MovementLinks, TheClosedOneTakesNoMore)
{
    auto const directive = entered();
    auto const ref = drafted();
    ASSERT_EQ(why(step(approver, ref, Step::Cancel)), "");
    EXPECT_EQ(why(choose(ref, {directive.items[0].ref})), "movement.error.over");
}

TEST_P(MovementLinks, BothSidesNameEachOther)
{
    auto const directive = entered();
    auto const ref = drafted();
    auto const place = "/movements/" + ref + "/links";
    auto const found = pages_->get(place + "?q=chuyen%20doi%20SO", writer);
    EXPECT_EQ(at(found, "/total"), "1");
    EXPECT_EQ(at(found, "/papers/0/items/0/content"), "\"Chuyển đổi số\"");
    ASSERT_EQ(pages_->post(place + "/items",
                           {{"items", directive.items[0].ref}, {"version", "1"}},
                           writer)
                  .problems(),
              "");
    auto const of_directive = pages_->get("/directives/" + directive.ref, leader);
    EXPECT_EQ(at(of_directive, "/panels/0/items/0/movements/0/ref"), '"' + ref + '"');
    EXPECT_EQ(at(of_directive, "/panels/0/items/1/movements"), "[]");
    EXPECT_EQ(at(pages_->get("/directives/" + directive.ref, clerk),
                 "/panels/0/items/0/movements"),
              "[]")
        << "a draft of the Board is not named to others";
    auto const of_movement = pages_->get("/movements/" + ref, writer);
    EXPECT_EQ(at(of_movement, "/links/0/directive"), '"' + directive.ref + '"');
}

TEST_P(MovementLinks, TheProgrammeNamesWhatNobodyServes)
{
    auto const directive = entered();
    programme::CreateProgramme const plan{.owner = "BAN", .year = 2026, .theme = "Đoàn kết"};
    auto const made = as(leader, [&](Act& act) { return create_programme(act, plan); });
    ASSERT_EQ(why(made), "");
    auto const place = "/programme/" + *made;
    EXPECT_EQ(at(pages_->get(place, leader), "/panels/0/total"), "2");
    auto const ref = drafted();
    ASSERT_EQ(why(choose(ref, {directive.items[0].ref})), "");
    auto const rest = pages_->get(place, leader);
    EXPECT_EQ(at(rest, "/panels/0/total"), "1");
    EXPECT_EQ(at(rest, "/panels/0/papers/0/items/0/position"), "2");
    ASSERT_EQ(why(step(approver, ref, Step::Cancel)), "");
    EXPECT_EQ(at(pages_->get(place, leader), "/panels/0/total"), "2");
}

}  // namespace
}  // namespace thidua::movement
