// A block of two units with its head, a clerk and a head of each unit, and the office that plans.
#pragma once

#include "audit/settings.h"
#include "covenant/clauses.h"
#include "covenant/draft.h"
#include "covenant/editions.h"
#include "covenant/passage.h"
#include "covenant/signing.h"
#include "organisation/block.h"
#include "organisation/testing/world.h"

namespace thidua::covenant::testing {

using access::Permission;
using organisation::testing::day;
using organisation::testing::problem;

class CovenantTest : public organisation::testing::WorldTest {
protected:
    static constexpr int kYear = 2026;

    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) { audit::instance_secret(tx); });
        create("K103", "Trường Ba", "cap-2", "BAN");
        block = make_block("Khối 1");
        place("K101", "head");
        place("K102", "member");
    }
    std::string make_block(std::string const& name)
    {
        auto const made = run([&](Act& act) {
            return organisation::create_block(act, {.name = name, .level = "ban", .owner = ""});
        });
        EXPECT_EQ(problem(made), "");
        return made->ref;
    }
    void place(std::string const& unit, std::string const& role)
    {
        auto const set = run([&](Act& act) {
            auto const version = organisation::find_block(act.tx, act.actor, block).value().version;
            return organisation::set_block_member(
                act, {.ref = block, .year = kYear, .unit = unit, .role = role, .version = version});
        });
        ASSERT_EQ(problem(set), "");
    }
    static access::Actor somebody(std::int64_t account,
                                  std::string name,
                                  std::string scope,
                                  std::vector<Permission> const& permissions)
    {
        access::Actor actor;
        actor.account = account;
        actor.display_name = name;
        actor.name = std::move(name);
        for (auto const permission : permissions) actor.grants.push_back({permission, scope});
        return actor;
    }

    Covenant covenant(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) { return find_covenant(tx, ref).value(); });
    }
    std::int64_t version(std::string const& ref) { return covenant(ref).version; }

    std::string drafted()
    {
        auto const made = as(
            head, [&](Act& act) { return create_covenant(act, {.block = block, .year = kYear}); });
        EXPECT_EQ(problem(made), "");
        return *made;
    }
    void write_head(std::string const& ref, std::string const& theme = "Đoàn kết, sáng tạo")
    {
        EditHead command{.ref = ref, .version = version(ref), .theme = theme};
        command.grounds = "Căn cứ kế hoạch năm;";
        EXPECT_EQ(problem(as(head, [&](Act& act) { return edit_head(act, command); })), "");
    }
    void write_body(std::string const& ref, std::string const& body = "Hoàn thành nhiệm vụ.")
    {
        WriteItem const command{.ref = ref, .version = version(ref), .body = body};
        EXPECT_EQ(problem(as(head, [&](Act& act) { return write_item(act, command); })), "");
    }
    static Target target(std::string content, std::int64_t plan, std::string better = "high")
    {
        Target made;
        made.content = std::move(content);
        made.measure = "%";
        made.better = std::move(better);
        made.plan.number = plan * 1000;
        return made;
    }
    void put_target(std::string const& ref, Target const& made)
    {
        WriteTarget const command{ref, version(ref), made, true};
        EXPECT_EQ(problem(as(head, [&](Act& act) { return write_target(act, command); })), "");
    }
    std::string complete()
    {
        auto const ref = drafted();
        write_head(ref);
        write_body(ref);
        put_target(ref, target("Nhiệm vụ đúng hạn", 100));
        put_target(ref, target("Vụ vi phạm kỷ luật", 2, "low"));
        return ref;
    }
    using StepAct = Result<void> (*)(Act&, Step const&);
    std::string step(StepAct take,
                     std::string const& ref,
                     std::string reason = "",
                     access::Actor const* actor = nullptr)
    {
        Step const command{ref, version(ref), std::move(reason)};
        return problem(
            as(actor == nullptr ? head : *actor, [&](Act& act) { return take(act, command); }));
    }
    std::string opened()
    {
        auto const ref = complete();
        EXPECT_EQ(step(declare_ready, ref), "");
        EXPECT_EQ(step(open_signing, ref), "");
        return ref;
    }
    Edition to_sign(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return edition_to_sign(tx, find_covenant(tx, ref).value()).value();
        });
    }
    // "" for a unit without an annex.
    std::string annex_hash(std::string const& ref, std::string const& code)
    {
        auto const id = this->unit(code).id;
        auto const edition = to_sign(ref);
        return read([&](storage::Transaction& tx) {
            auto const annex = annex_of(tx, edition, id);
            return annex ? annex->hash : std::string{};
        });
    }
    std::string sign_as(access::Actor const& actor,
                        std::string const& ref,
                        std::string const& unit)
    {
        Sign command{.ref = ref, .unit = unit, .hash = to_sign(ref).hash, .post = "Thủ trưởng"};
        command.annex_hash = annex_hash(ref, unit);
        return problem(as(actor, [&](Act& act) { return sign(act, command); }));
    }
    std::string in_force()
    {
        auto const ref = opened();
        EXPECT_EQ(sign_as(head1, ref, "K101"), "");
        EXPECT_EQ(sign_as(head2, ref, "K102"), "");
        return ref;
    }
    void move_to(std::string_view iso) { now_ = Instant{start_of(day(iso)).seconds + 3600}; }

    std::string block;  // Ref.
    access::Actor const office =
        somebody(2,
                 "office",
                 "/",
                 {Permission::PlanYear, Permission::ReadOrganisation, Permission::ReadMovements});
    access::Actor const head =
        somebody(3,
                 "lead",
                 "/BAN/K101/",
                 {Permission::LeadBlock, Permission::ReadOrganisation, Permission::ReadMovements});
    access::Actor const head1 =
        somebody(4,
                 "head1",
                 "/BAN/K101/",
                 {Permission::SignForUnit, Permission::WriteScores, Permission::ReadMovements});
    access::Actor const head2 =
        somebody(5,
                 "head2",
                 "/BAN/K102/",
                 {Permission::SignForUnit, Permission::WriteScores, Permission::ReadMovements});
    access::Actor const clerk2 =
        somebody(6, "clerk2", "/BAN/K102/", {Permission::WriteScores, Permission::ReadMovements});
    access::Actor const outsider = somebody(7,
                                            "outsider",
                                            "/BAN/K103/",
                                            {Permission::SignForUnit,
                                             Permission::WriteScores,
                                             Permission::LeadBlock,
                                             Permission::ReadMovements});
    access::Actor const viewer = somebody(8, "viewer", "/", {Permission::ReadMovements});
};

}  // namespace thidua::covenant::testing
