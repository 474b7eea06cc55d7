#include "programme/heads.h"

#include "programme/testing/world.h"

namespace thidua::programme {
namespace {

using testing::problem;

class HeadTest : public testing::ProgrammeTest {
protected:
    void SetUp() override
    {
        ProgrammeTest::SetUp();
        auto const block = run([](auto& act) {
            return organisation::create_block(act, {.name = "Khối 1", .level = "ban"});
        });
        block_ = block.value().ref;
        for (auto const* code : {"K101", "K102"}) {
            auto const version = read([&](auto& tx) {
                return organisation::find_block(tx, system_, block_)->version;
            });
            auto const set = run([&](auto& act) {
                return organisation::set_block_member(
                    act, {.ref = block_, .year = 2025, .unit = code, .version = version});
            });
            ASSERT_TRUE(set) << problem(set);
        }
        ref_ = draft();
    }
    BlockYear block()
    {
        return read([&](auto& tx) { return blocks_of(tx, office_, programme(ref_)).at(0); });
    }
    Result<void> assign(access::Actor const& actor,
                        std::string unit,
                        std::string role,
                        std::string reason = "")
    {
        AssignRole const command{ref_, block_, unit, role, reason, block().block.version};
        return as(actor, [&](auto& act) { return assign_role(act, command); });
    }
    Result<void> take_over()
    {
        TakeOverMembers const command{ref_, block_, "", block().block.version};
        return as(office_, [&](auto& act) { return take_over_members(act, command); });
    }

    std::string block_, ref_;
};
THIDUA_ON_EACH_ENGINE(HeadTest);

TEST_P(HeadTest, TheYearBeginsWithTheMembersOfTheYearBefore)
{
    EXPECT_TRUE(block().members.empty());
    ASSERT_TRUE(take_over());
    EXPECT_EQ(block().members.size(), 2U);
    EXPECT_EQ(block().head(), nullptr);
}

TEST_P(HeadTest, ANewHeadMakesTheOldOneAMember)
{
    ASSERT_TRUE(take_over());
    ASSERT_TRUE(assign(office_, "K101", "head"));
    ASSERT_TRUE(assign(office_, "K102", "head"));
    ASSERT_NE(block().head(), nullptr);
    EXPECT_EQ(block().head()->code, "K102");
    EXPECT_EQ(block().members.at(1).role, "member");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'programme.block'"), 3);
}

TEST_P(HeadTest, AfterIssueAReasonIsKeptWithWhoLedBefore)
{
    ASSERT_TRUE(take_over());
    ASSERT_TRUE(assign(office_, "K101", "head"));
    ASSERT_TRUE(issue(ref_));
    EXPECT_EQ(problem(assign(office_, "K102", "head")), "error.required@reason");
    ASSERT_TRUE(assign(office_, "K102", "head", "Đơn vị cũ giải thể"));
    auto const id = programme(ref_).id;
    auto const kept = read([&](auto& tx) { return amendments_of(tx, id); });
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].old_value, "Khối trưởng: Văn phòng");
    EXPECT_EQ(kept[0].new_value, "Khối trưởng: Cục Tổ chức");
}

TEST_P(HeadTest, IsForWhoPlansTheOwnersYear)
{
    ASSERT_TRUE(take_over());
    ASSERT_TRUE(issue(ref_));
    EXPECT_EQ(problem(assign(clerk_, "K101", "head", "Tự nhận")), "error.denied");
    EXPECT_EQ(problem(assign(office_, "K101-01", "chief", "Sai")), "error.choice@role");
    EXPECT_EQ(block().head(), nullptr);
}

}  // namespace
}  // namespace thidua::programme
