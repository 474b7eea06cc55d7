#include "movement/visit.h"

#include "movement/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::movement {
namespace {

using testing::day;

class VisitTest : public testing::MovementTest {
protected:
    RecordVisit visit(std::string follow_up = "Bổ sung sổ theo dõi")
    {
        RecordVisit command;
        command.ref = ref_;
        command.unit = "K101";
        command.visited_on = day("2026-05-28");
        command.visitors = "Đoàn kiểm tra số 2";
        command.findings = "Sổ theo dõi ghi chưa đủ";
        command.follow_up = std::move(follow_up);
        command.follow_up_due = day("2026-06-15");
        command.version = movement(ref_).version;
        return command;
    }
    std::string record(RecordVisit const& command, access::Actor const& who)
    {
        return why(as(who, [&](Act& act) { return record_visit(act, command); }));
    }
    std::vector<Visit> seen(access::Actor const& who)
    {
        return read([&](storage::Transaction& tx) {
            return visits_of(tx, who, movement(ref_).id);
        });
    }
    std::string answer(access::Actor const& who, std::string text)
    {
        auto const one = seen(system_).back();
        AnswerVisit const command{ref_, one.ref, std::move(text), one.version};
        return why(as(who, [&](Act& act) { return answer_visit(act, command); }));
    }
    std::string close(access::Actor const& who)
    {
        auto const one = seen(system_).back();
        CloseVisit const command{ref_, one.ref, one.version};
        return why(as(who, [&](Act& act) { return close_visit(act, command); }));
    }
    std::string ref_;
    void SetUp() override
    {
        MovementTest::SetUp();
        ref_ = launched();
    }
};
THIDUA_ON_EACH_ENGINE(VisitTest);

TEST_P(VisitTest, IsRecordedAnsweredAndClosed)
{
    EXPECT_EQ(record(visit(), clerk), "error.denied");
    EXPECT_EQ(record(visit(), writer), "");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence = 'movement.task.follow-up'"), 1);
    EXPECT_TRUE(seen(other_clerk).empty()) << "what was found at one unit is not another's to read";
    EXPECT_EQ(seen(clerk).size(), 1U);
    EXPECT_EQ(answer(other_clerk, "Đã làm"), "error.not-found");
    EXPECT_EQ(answer(clerk, " "), "error.required@visit_answer");
    EXPECT_EQ(answer(clerk, "Đã bổ sung"), "");
    EXPECT_EQ(close(clerk), "error.denied");
    EXPECT_EQ(close(writer), "");
    EXPECT_EQ(answer(clerk, "Nữa"), "movement.error.visit-closed");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what LIKE 'movement.visit.%'"), 3);
}

TEST_P(VisitTest, WithoutFollowUpItIsClosedAtOnce)
{
    EXPECT_EQ(record(visit(""), writer), "");
    EXPECT_EQ(seen(writer).front().state, "closed");
}

TEST_P(VisitTest, EverythingWrongIsSaidAtOnce)
{
    auto command = visit();
    command.unit = "NONE";
    command.visited_on = day("2026-06-02");
    command.visitors = "";
    command.findings = " ";
    command.follow_up_due = std::nullopt;
    EXPECT_EQ(record(command, writer),
              "movement.error.unit-below@unit movement.error.day-ahead@visited_on "
              "error.required@visitors error.required@findings error.required@follow_up_due");
    EXPECT_EQ(count("SELECT count(*) FROM movement_visit"), 0);
}

TEST_P(VisitTest, NoVisitStaysOpenAfterTheEnd)
{
    ASSERT_EQ(record(visit(), writer), "");
    ASSERT_EQ(why(step(approver, ref_, Step::FinalReview)), "");
    EXPECT_EQ(why(step(approver, ref_, Step::Close)), "movement.error.open-visits@lapse_open");
    auto command = step_of(ref_, Step::Close);
    command.lapse_open = true;
    EXPECT_EQ(why(step(approver, command)), "");
    EXPECT_EQ(seen(writer).front().state, "closed");
    EXPECT_EQ(record(visit(), writer), "movement.error.over");
}

}  // namespace
}  // namespace thidua::movement
