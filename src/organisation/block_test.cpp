#include "organisation/block.h"

#include "organisation/testing/people.h"

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::problem;

class BlockTest : public testing::PeopleTest {
protected:
    Block make_block(std::string name, std::string owner = "", std::string level = "ban")
    {
        auto made = run([&](Act& act) { return create_block(act, {name, level, owner}); });
        EXPECT_EQ(problem(made), "");
        return *made;
    }
    Block now(Block const& block)
    {
        return read(
            [&](storage::Transaction& tx) { return find_block(tx, system_, block.ref).value(); });
    }
    Result<Block> set(Block const& block,
                      std::string unit,
                      std::string role = "member",
                      int year = 2025)
    {
        auto const version = now(block).version;
        return run([&](Act& act) {
            return set_block_member(
                act,
                {.ref = block.ref, .year = year, .unit = unit, .role = role, .version = version});
        });
    }
};
THIDUA_ON_EACH_ENGINE(BlockTest);

TEST_P(BlockTest, HasMembersAYearAndOneHead)
{
    auto const block = make_block("Khối 1");
    ASSERT_EQ(problem(set(block, "K101", "head")), "");
    EXPECT_EQ(problem(set(block, "K102", "head")), "organisation.block.head-taken@role");
    ASSERT_EQ(problem(set(block, "K102", "deputy")), "");
    EXPECT_EQ(problem(set(make_block("Khối 2"), "K101")), "organisation.block.elsewhere@unit");
    EXPECT_EQ(problem(set(block, "K101", "member", 1999)),
              "organisation.block.unit-not-standing@unit");
    auto const twice = run([&](Act& act) { return create_block(act, {"KHỐI 1", "ban", ""}); });
    EXPECT_EQ(problem(twice), "organisation.block.name-taken@name");
}

TEST_P(BlockTest, CopiesTheYearBefore)
{
    auto const block = make_block("Khối 1");
    ASSERT_EQ(problem(set(block, "K101", "head")), "");
    ASSERT_EQ(problem(set(block, "K102", "deputy")), "");
    auto const copy = [&](int year) {
        auto const version = now(block).version;
        return run([&](Act& act) { return copy_block_year(act, {block.ref, year, version}); });
    };
    ASSERT_EQ(problem(copy(2026)), "");
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE year = 2026 AND role = 'head'"), 1);
    EXPECT_EQ(problem(copy(2026)), "organisation.block.nothing-to-copy@year");
    EXPECT_EQ(problem(run([&](Act& act) {
                  return remove_block_member(act, {block.ref, 2026, "K102", 1});
              })),
              "error.conflict");
    auto const version = now(block).version;
    EXPECT_EQ(problem(run([&](Act& act) {
                  return remove_block_member(act, {block.ref, 2026, "K102", version});
              })),
              "");
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE year = 2026"), 1);
}

TEST_P(BlockTest, GroupsSubUnitsOfItsOwner)
{
    auto const block = make_block("Cụm các phòng", "K101", "cap-2");
    EXPECT_EQ(problem(set(block, "K101-01", "head")), "");
    EXPECT_EQ(problem(set(block, "K102")), "organisation.block.outside-owner@unit");
    auto const readable = [&](std::string scope) {
        return read([&](storage::Transaction& tx) {
            return find_block(tx, actor_over(scope, {Permission::ReadOrganisation}), block.ref)
                .has_value();
        });
    };
    EXPECT_TRUE(readable("/BAN/"));
    EXPECT_TRUE(readable("/BAN/K101/"));
    EXPECT_TRUE(readable("/BAN/K101/K101-01/"));
    EXPECT_FALSE(readable("/BAN/K102/"));
    auto const clerk = actor_over("/BAN/K101/K101-01/",
                                  {Permission::ReadOrganisation, Permission::WriteOrganisation});
    auto const denied_edit = as(clerk, [&](Act& act) {
        return edit_block(act, {block.ref, "Khác", "cap-2", now(block).version});
    });
    EXPECT_EQ(denied_edit.error().kind, Kind::Denied);
}

}  // namespace
}  // namespace thidua::organisation
