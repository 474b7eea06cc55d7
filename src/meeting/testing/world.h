// Block "Khối 1" in 2026: K101 leads, K102 is deputy, K103 a member.
#pragma once

#include "meeting/meeting.h"
#include "organisation/testing/world.h"

namespace thidua::meeting::testing {

using access::Permission;
using organisation::testing::day;
using organisation::testing::problem;

class BlockTest : public organisation::testing::WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        create("K103", "Cục Ba", "cap-2", "BAN");
        auto const made = run([](auto& act) {
            return organisation::create_block(act, {.name = "Khối 1", .level = "ban"});
        });
        block_ = made.value().ref;
        join("K101", "head");
        join("K102", "deputy");
        join("K103", "member");
    }
    void join(std::string const& code, std::string const& role, int year = 2026)
    {
        auto const set = run([&](auto& act) {
            auto const version = organisation::find_block(act.tx, system_, block_)->version;
            return organisation::set_block_member(act,
                                                  {.ref = block_,
                                                   .year = year,
                                                   .unit = code,
                                                   .role = role,
                                                   .version = version});
        });
        ASSERT_TRUE(set) << problem(set);
    }
    static access::Actor of_unit(std::string name,
                                 std::int64_t account,
                                 std::string const& unit,
                                 std::vector<Permission> more = {})
    {
        more.insert(more.end(),
                    {Permission::ReadMovements,
                     Permission::ReadOrganisation,
                     Permission::WriteMovements});
        auto actor = actor_over("/BAN/" + unit + "/", more);
        actor.name = std::move(name);
        actor.account = account;
        return actor;
    }
    void move_to(std::string_view iso) { now_ = Instant{start_of(day(iso)).seconds + 3600}; }

    std::string block_;
    access::Actor const head_ = of_unit("head", 11, "K101", {Permission::LeadBlock});
    access::Actor const secretary_ = of_unit("secretary", 12, "K101", {Permission::LeadBlock});
    access::Actor const deputy_ = of_unit("deputy", 13, "K102", {Permission::LeadBlock});
    access::Actor const member_ = of_unit("member", 14, "K103", {Permission::LeadBlock});
};

}  // namespace thidua::meeting::testing
