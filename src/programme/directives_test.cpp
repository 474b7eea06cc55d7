#include "programme/directives.h"

#include "inbox/inbox.h"
#include "programme/testing/world.h"

namespace thidua::programme {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class DirectiveTest : public testing::ProgrammeTest {
protected:
    static EnterDirective resolution()
    {
        return {.owner = "BAN",
                .kind = "resolution",
                .number = "12-NQ/ĐU",
                .issuer = "Đảng ủy Ban",
                .title = "Nhiệm vụ năm 2026",
                .dated = day("2026-01-10"),
                .items = {"Hoàn thành nhiệm vụ", "An toàn tuyệt đối"},
                .addressees = {"K101"}};
    }
    std::string enter(EnterDirective const& command)
    {
        auto const made =
            as(leader_, [&](audit::Act& act) { return enter_directive(act, command); });
        EXPECT_TRUE(made) << problem(made);
        return made ? *made : "";
    }
    Directive directive(std::string const& ref)
    {
        return read([&](auto& tx) { return find_directive(tx, leader_, ref).value(); });
    }
    Result<void> give(std::string const& ref, std::vector<std::string> units, int item = 2)
    {
        GiveTask const command{
            ref, std::move(units), item, "Kiểm tra an toàn", day("2026-06-20"),
            directive(ref).version};
        return as(leader_, [&](audit::Act& act) { return give_tasks(act, command); });
    }
    // The text as it stands, to be changed.
    CorrectDirective correction(std::string const& ref)
    {
        auto const now = directive(ref);
        CorrectDirective command{.ref = ref,
                                 .kind = now.kind,
                                 .number = now.number,
                                 .issuer = now.issuer,
                                 .title = now.title,
                                 .dated = now.dated,
                                 .version = now.version};
        for (auto const& item : now.items) command.items.push_back(item.content);
        return command;
    }
    std::string correct(CorrectDirective const& command)
    {
        return problem(
            as(leader_, [&](audit::Act& act) { return correct_directive(act, command); }));
    }
    std::vector<DirectiveTask> tasks_seen(access::Actor const& actor, std::string const& ref)
    {
        return read([&](auto& tx) { return tasks_of(tx, actor, directive(ref)); });
    }
    std::int64_t open_tasks(access::Actor const& actor)
    {
        return read([&](auto& tx) { return inbox::count_items(tx, actor, {.kind = "task"}); });
    }

    access::Actor const leader_ = [] {
        auto actor = actor_over("/",
                                {Permission::GiveDirections,
                                 Permission::ReadMovements,
                                 Permission::ReadOrganisation});
        actor.name = "leader";
        return actor;
    }();
    access::Actor const other_ = actor_over(
        "/BAN/K102/", {Permission::ReadMovements, Permission::WriteMovements});
};
THIDUA_ON_EACH_ENGINE(DirectiveTest);

TEST_P(DirectiveTest, IsReadByItsAddresseesAndTheOffice)
{
    auto const ref = enter(resolution());
    auto const seen = [&](access::Actor const& actor) {
        return read([&](auto& tx) { return directives(tx, actor).size(); });
    };
    EXPECT_EQ(seen(leader_), 1U);
    EXPECT_EQ(seen(office_), 1U);
    EXPECT_EQ(seen(clerk_), 1U);
    EXPECT_EQ(seen(other_), 0U);
    auto open = resolution();
    open.number = "13-NQ/ĐU";
    open.for_all = true;
    enter(open);
    EXPECT_EQ(seen(other_), 1U);
    auto const hidden = directive(ref).items.at(0).ref;
    EXPECT_FALSE(read([&](auto& tx) { return find_item(tx, other_, hidden); }));
    EXPECT_EQ(read([&](auto& tx) { return find_item(tx, clerk_, hidden); })->content,
              "Hoàn thành nhiệm vụ");
    EXPECT_EQ(read([&](auto& tx) { return linkable_items(tx, other_).size(); }), 2U);
}

TEST_P(DirectiveTest, EachAddresseeAcknowledges)
{
    auto const ref = enter(resolution());
    EXPECT_EQ(open_tasks(clerk_), 1);
    auto const say = [&](access::Actor const& actor, std::string unit) {
        return as(actor, [&](auto& act) { return acknowledge(act, {ref, unit}); });
    };
    EXPECT_EQ(problem(say(other_, "K101")), "error.not-found");
    EXPECT_EQ(problem(say(leader_, "K101")), "error.denied");
    ASSERT_TRUE(say(clerk_, "K101"));
    EXPECT_EQ(open_tasks(clerk_), 0);
    auto const all = read([&](auto& tx) { return addressees_of(tx, leader_, directive(ref)); });
    ASSERT_EQ(all.size(), 1U);
    EXPECT_EQ(all[0].acknowledged_on, day("2026-06-01"));
}

TEST_P(DirectiveTest, WhoIsNotTheUnitAcknowledgesInItsPlaceWithAReason)
{
    auto const ref = enter(resolution());
    Acknowledge command{ref, "K101", ""};
    auto const say = [&] {
        return problem(as(office_, [&](auto& act) { return acknowledge(act, command); }));
    };
    EXPECT_EQ(say(), "programme.error.instead-why@instead_why");
    command.instead_why = "Đơn vị báo nhận qua điện thoại";
    EXPECT_EQ(say(), "");
    auto const all = read([&](auto& tx) { return addressees_of(tx, leader_, directive(ref)); });
    EXPECT_EQ(all.at(0).acknowledged_by, "office");
    EXPECT_EQ(all.at(0).instead_why, command.instead_why);
    EXPECT_EQ(open_tasks(clerk_), 0);
}

TEST_P(DirectiveTest, IsPutRightFreelyUntilSomebodyAcknowledged)
{
    auto const ref = enter(resolution());
    auto const item = directive(ref).items.at(0).ref;
    auto command = correction(ref);
    EXPECT_EQ(correct(command), "programme.error.nothing-new@title");
    command.items = {"Một"};
    EXPECT_EQ(correct(command), "programme.error.items-fewer@items");
    command.items = {"Hoàn thành mọi nhiệm vụ", "An toàn tuyệt đối"};
    EXPECT_EQ(correct(command), "");
    auto const now = directive(ref);
    EXPECT_EQ(now.revision, 1);
    EXPECT_EQ(now.items.at(0).content, "Hoàn thành mọi nhiệm vụ");
    EXPECT_EQ(now.items.at(0).ref, item) << "what rests on an item stays there";
    EXPECT_EQ(count("SELECT count(*) FROM directive_revision"), 0);
    EXPECT_EQ(correct(command), "error.conflict") << "the version is an old one";
    EXPECT_EQ(problem(as(clerk_, [&](auto& act) { return correct_directive(act, command); })),
              "error.denied");
}

TEST_P(DirectiveTest, OnceAcknowledgedACorrectionAsksAgainAndKeepsTheOldText)
{
    auto const ref = enter(resolution());
    ASSERT_TRUE(as(clerk_, [&](auto& act) { return acknowledge(act, {ref, "K101"}); }));
    EXPECT_EQ(open_tasks(clerk_), 0);
    auto command = correction(ref);
    command.title = "Nhiệm vụ năm 2026 (bổ sung)";
    EXPECT_EQ(correct(command), "error.required@reason");
    command.reason = "Bổ sung theo ý kiến Thường vụ";
    EXPECT_EQ(correct(command), "");
    EXPECT_EQ(open_tasks(clerk_), 1);
    EXPECT_EQ(directive(ref).revision, 2);
    auto const all = read([&](auto& tx) { return addressees_of(tx, leader_, directive(ref)); });
    EXPECT_FALSE(all.at(0).acknowledged_on);
    auto const old = read([&](auto& tx) { return revisions_of(tx, leader_, directive(ref)); });
    ASSERT_EQ(old.size(), 1U);
    EXPECT_EQ(old[0].title, "Nhiệm vụ năm 2026");
    EXPECT_EQ(old[0].items.size(), 2U);
    EXPECT_EQ(old[0].reason, command.reason);
    ASSERT_EQ(old[0].acknowledged.size(), 1U);
    EXPECT_EQ(old[0].acknowledged[0].code, "K101");
    ASSERT_TRUE(as(clerk_, [&](auto& act) { return acknowledge(act, {ref, "K101"}); }));
    EXPECT_EQ(open_tasks(clerk_), 0);
}

TEST_P(DirectiveTest, BecomesTasksThatAreAnswered)
{
    auto const ref = enter(resolution());
    EXPECT_EQ(problem(give(ref, {"K102"})), "programme.error.not-addressed@units");
    EXPECT_EQ(problem(give(ref, {}, 9)), "error.choice@item");
    ASSERT_TRUE(give(ref, {}));
    auto const task = tasks_seen(clerk_, ref).at(0);
    EXPECT_EQ(task.item, 2);
    EXPECT_EQ(open_tasks(clerk_), 2);
    auto const answer = [&](access::Actor const& actor, std::string text) {
        AnswerTask const command{task.ref, text, {}, task.version};
        return as(actor, [&](auto& act) { return answer_task(act, command); });
    };
    EXPECT_EQ(problem(answer(other_, "Xong")), "error.not-found");
    EXPECT_EQ(problem(answer(clerk_, "")), "error.required@answer");
    ASSERT_TRUE(answer(clerk_, "Đã kiểm tra, không có sai sót"));
    EXPECT_EQ(answer(clerk_, "Lần nữa").error().kind, Kind::Conflict);
    EXPECT_EQ(tasks_seen(leader_, ref).at(0).answered_on, day("2026-06-01"));
    EXPECT_EQ(open_tasks(clerk_), 1);
}

TEST_P(DirectiveTest, IsEnteredOnceAndWhole)
{
    auto command = resolution();
    command.items = {};
    command.title = "";
    command.kind = "rumour";
    auto const wrong = as(leader_, [&](auto& act) { return enter_directive(act, command); });
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problems.size(), 3U);
    enter(resolution());
    auto const again = as(leader_, [&](auto& act) { return enter_directive(act, resolution()); });
    EXPECT_EQ(problem(again), "programme.error.known-directive@number");
    auto foreign = resolution();
    foreign.number = "14";
    foreign.addressees = {"NONE"};
    auto const lost = as(leader_, [&](auto& act) { return enter_directive(act, foreign); });
    EXPECT_EQ(problem(lost), "programme.error.unit@addressees");
    EXPECT_EQ(count("SELECT count(*) FROM directive"), 1);
    auto own = resolution();
    own.owner = "K101";
    EXPECT_EQ(problem(as(clerk_, [&](auto& act) { return enter_directive(act, own); })),
              "error.denied");
}

TEST_P(DirectiveTest, ItsItemsArePublishedForLinks)
{
    auto const ref = enter(resolution());
    auto more = correction(ref);
    more.items.push_back("Chuyển đổi số");
    ASSERT_EQ(correct(more), "");
    EXPECT_EQ(directive(ref).items.back().position, 3);
    EXPECT_EQ(count("SELECT count(*) FROM directive_item_view WHERE number = '12-NQ/ĐU'"), 3);
    AddressDirective const wider{ref, {"K101", "K102"}, directive(ref).version};
    ASSERT_TRUE(as(leader_, [&](auto& act) { return address_directive(act, wider); }));
    EXPECT_EQ(count("SELECT count(*) FROM directive_addressee"), 2);
}

}  // namespace
}  // namespace thidua::programme
