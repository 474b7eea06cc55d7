#include "organisation/transfer.h"

#include "inbox/inbox.h"
#include "organisation/daily.h"
#include "organisation/post.h"
#include "organisation/recipient.h"
#include "organisation/testing/people.h"

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class TransferTest : public testing::PeopleTest {
protected:
    void SetUp() override
    {
        PeopleTest::SetUp();
        ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An", "K101-01")), "");
        ASSERT_EQ(problem(run([&](Act& act) {
                      return add_post(act,
                                      {.person = "NV1",
                                       .facts = {.unit = "K101-01",
                                                 .position = "Trợ lý",
                                                 .from = day("2015-01-01")}});
                  })),
                  "");
    }
    Result<std::string> propose(std::string_view on)
    {
        return as(giver_, [&](Act& act) {
            return propose_transfer(act, {"NV1", "K102", day(on), true, ""});
        });
    }
    Result<void> answer(access::Actor const& actor,
                        std::string const& ref,
                        bool confirm,
                        std::string reason = "")
    {
        return as(actor, [&](Act& act) {
            return answer_transfer(act, {ref, confirm, "Trưởng phòng", reason, 1});
        });
    }
    access::Actor giver_ =
        actor_over("/BAN/K101/", {Permission::ReadPeople, Permission::WritePeople});
    access::Actor receiver_ =
        actor_over("/BAN/K102/", {Permission::ReadPeople, Permission::WritePeople});
};
THIDUA_ON_EACH_ENGINE(TransferTest);

TEST_P(TransferTest, HappensWhenTheReceiverConfirms)
{
    auto const ref = propose("2026-05-01");
    ASSERT_EQ(problem(ref), "");
    EXPECT_EQ(person("NV1").unit_code, "K101-01");
    EXPECT_EQ(problem(propose("2026-05-02")), "organisation.transfer.open-already@person");
    EXPECT_EQ(answer(giver_, *ref, true).error().kind, Kind::Denied);
    EXPECT_EQ(
        answer(
            actor_over("/BAN/K103/", {Permission::ReadPeople, Permission::WritePeople}), *ref, true)
            .error()
            .kind,
        Kind::NotFound);
    ASSERT_EQ(problem(answer(receiver_, *ref, true)), "");
    EXPECT_EQ(person("NV1").unit_code + " " + person("NV1").position, "K102 Trưởng phòng");
    auto const before = read(
        [&](storage::Transaction& tx) { return post_on(tx, person("NV1").id, day("2026-04-30")); });
    EXPECT_EQ(before->position, "Trợ lý");
    EXPECT_EQ(answer(receiver_, *ref, true).error().kind, Kind::Conflict);
}

TEST_P(TransferTest, StandsAmongTheReceiversTasks)
{
    auto const tasks = [&](access::Actor const& actor) {
        return read([&](storage::Transaction& tx) {
            return inbox::count_items(tx, actor, {.kind = "task"});
        });
    };
    auto const ref = propose("2026-05-01");
    EXPECT_EQ(tasks(receiver_), 1);
    EXPECT_EQ(tasks(giver_), 0);
    ASSERT_EQ(problem(answer(receiver_, *ref, true)), "");
    EXPECT_EQ(tasks(receiver_), 0);
    EXPECT_EQ(read([&](storage::Transaction& tx) {
                  return inbox::count_items(tx, giver_, {.kind = "notice"});
              }),
              1);
}

TEST_P(TransferTest, PostsOfTomorrowHoldTomorrow)
{
    ASSERT_EQ(
        problem(run([&](Act& act) {
            return add_post(
                act,
                {.person = "NV1",
                 .facts = {.unit = "K102", .position = "Trưởng phòng", .from = day("2026-06-02")}});
        })),
        "");
    EXPECT_EQ(person("NV1").unit_code, "K101-01");
    auto const begin = [&] { return run([](Act& act) { return begin_day(act), 0; }); };
    begin();
    EXPECT_EQ(person("NV1").unit_code, "K101-01");
    now_ = start_of(day("2026-06-04"));
    begin();
    EXPECT_EQ(person("NV1").unit_code + " " + person("NV1").position, "K102 Trưởng phòng");
}

TEST_P(TransferTest, IsRefusedWithAReason)
{
    auto const ref = propose("2026-05-01");
    EXPECT_EQ(problem(answer(receiver_, *ref, false)),
              "organisation.transfer.reason-needed@reason");
    ASSERT_EQ(problem(answer(receiver_, *ref, false, "chưa có biên chế")), "");
    EXPECT_EQ(person("NV1").unit_code, "K101-01");
    EXPECT_EQ(count("SELECT count(*) FROM transfer WHERE state = 'refused' AND reason = 'chưa có "
                    "biên chế'"),
              1);
}

TEST_P(TransferTest, WaitsForItsDay)
{
    auto const ref = propose("2026-07-01");
    EXPECT_EQ(problem(answer(receiver_, *ref, true)), "organisation.transfer.not-yet");
    EXPECT_EQ(problem(as(giver_, [&](Act& act) { return withdraw_transfer(act, {*ref, 1}); })), "");
    EXPECT_EQ(problem(propose("2026-05-01")), "");
}

class RecipientTest : public testing::PeopleTest {
protected:
    Result<Subject> make_recipient(CreateRecipient const& command)
    {
        return run([&](Act& act) { return create_recipient(act, command); });
    }
};
THIDUA_ON_EACH_ENGINE(RecipientTest);

TEST_P(RecipientTest, IsNeverCreatedSilently)
{
    CreateRecipient command{.kind = RecipientKind::Person, .name = "Lê Thị Hoa", .unit = "BAN"};
    EXPECT_EQ(problem(make_recipient(command)), "organisation.recipient.confirm@confirmed");
    command.confirmed = true;
    auto const made = make_recipient(command);
    ASSERT_EQ(problem(made), "");
    EXPECT_EQ(made->code.substr(0, 3), "CN-");
    command.confirmed = false;
    EXPECT_EQ(problem(make_recipient(command)), "organisation.recipient.similar@confirmed");
    command.confirmed = true;
    command.code = made->code;
    EXPECT_EQ(problem(make_recipient(command)), "organisation.error.code-taken@code");
}

TEST_P(RecipientTest, CollectsPeople)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    CreateRecipient command{.kind = RecipientKind::Collective,
                            .name = "Tổ công tác A",
                            .unit = "BAN",
                            .from = day("2025-01-01"),
                            .to = day("2025-12-31"),
                            .members = {"NV1", "NV9"},
                            .confirmed = true};
    EXPECT_EQ(problem(make_recipient(command)), "organisation.error.unknown-person@members");
    EXPECT_EQ(count("SELECT count(*) FROM unit WHERE kind = 'nhom'"), 0);
    command.members = {"NV1"};
    auto const made = make_recipient(command);
    ASSERT_EQ(problem(made), "");
    EXPECT_EQ(count("SELECT count(*) FROM collective_member"), 1);
    auto const emptied = run([&](Act& act) { return set_members(act, {made->code, {}, 1}); });
    EXPECT_EQ(problem(emptied), "");
    EXPECT_EQ(count("SELECT count(*) FROM collective_member"), 0);
    EXPECT_EQ(problem(run([&](Act& act) {
                  return set_members(act, {"K101", {}, version_of("K101")});
              })),
              "organisation.recipient.no-collective");
}

}  // namespace
}  // namespace thidua::organisation
