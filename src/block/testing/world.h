// A block of four units that score each other in 2026, with everybody who acts on it.
#pragma once

#include "block/outcome_acts.h"
#include "block/sheet.h"
#include "organisation/block.h"
#include "organisation/testing/world.h"

#include <map>

namespace thidua::block::testing {

using access::Permission;
using organisation::testing::day;
using organisation::testing::problem;
using scoring::Column;

// Two criteria of tasks (one judged, one in a straight line), one that excludes, a bonus, a
// penalty.
inline constexpr char kScale[] =
    R"({"decimals": 2, "formula": "I + min(IV, 50) - V", "ties": ["I", "vote"],
 "cross": {"trimmed": 0, "outlier": 20},
 "groups": [
  {"code": "I", "name": "Nhiệm vụ", "max": 300, "criteria": [
    {"code": "1", "name": "Kế hoạch", "max": 100, "measure": {"kind": "linear", "from": 80, "to": 100}},
    {"code": "2", "name": "Chất lượng", "max": 100},
    {"code": "3", "name": "An toàn", "max": 100, "measure": {"kind": "all-or-nothing", "at-least": 1, "excludes": true}}]},
  {"code": "IV", "name": "Thưởng", "kind": "bonus", "max": 50, "criteria": [
    {"code": "T", "name": "Khen cao", "max": 50, "measure": {"kind": "count", "each": 10}}]},
  {"code": "V", "name": "Trừ", "kind": "penalty", "max": 50, "criteria": [
    {"code": "P", "name": "Chậm", "max": 50, "measure": {"kind": "count", "each": 5}}]}]})";

class BlockTest : public organisation::testing::WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        for (auto const* code : {"K201", "K202", "K203", "K204"})
            create(code, std::string{"Đơn vị "} + code, "cap-2", "BAN");
        auto const made = run([](audit::Act& act) {
            return organisation::create_block(act, {"Khối 2", "ban", "BAN"});
        });
        ASSERT_TRUE(made) << problem(made);
        block_ = made->ref;
        add_member("K201", "head");
        add_member("K202", "deputy");
        add_member("K203", "member");
        add_member("K204", "member");
    }

    void add_member(std::string const& unit, std::string const& role)
    {
        auto const version = count("SELECT version FROM block WHERE ref = ?1", {block_});
        auto const added = run([&](audit::Act& act) {
            return organisation::set_block_member(act, {block_, 2026, unit, role, {}, version});
        });
        ASSERT_TRUE(added) << problem(added);
    }

    std::string adopted_scale(std::string body = kScale)
    {
        auto const scale = run([&](audit::Act& act) -> Result<StoredScale> {
            auto made = TD_TRY(create_scale(act, {"Thang thử", "", "", ""}));
            auto loaded = TD_TRY(load_scale(act, {made.ref, body, made.version}));
            return adopt_scale(act, {loaded.ref, loaded.version});
        });
        EXPECT_TRUE(scale) << problem(scale);
        return scale ? scale->ref : "";
    }

    // A round in its draft, everybody scoring everybody.
    std::string opened(std::string crossing = "all")
    {
        auto const scale = adopted_scale();
        auto const round = run([&](audit::Act& act) {
            return open_round(act, {block_, 2026, "calendar", "year", scale, crossing, "10"});
        });
        EXPECT_TRUE(round) << problem(round);
        return round ? round->ref : "";
    }
    Round round(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) { return find_round(tx, ref).value(); });
    }
    Sheet sheet(std::string const& ref, std::string const& unit)
    {
        return read([&](storage::Transaction& tx) {
            return find_sheet(tx, find_round(tx, ref).value(), unit).value();
        });
    }
    Result<Round> step(std::string const& ref,
                       std::string const& name,
                       access::Actor const& actor,
                       std::string const& closes_on = "30/06/2026",
                       std::string const& reason = "")
    {
        auto const version = round(ref).version;
        return as(actor, [&](audit::Act& act) {
            return take_step(act, {ref, name, closes_on, reason, version});
        });
    }
    Result<SavedCells> save(access::Actor const& actor, SaveCells const& command)
    {
        return as(actor, [&](audit::Act& act) { return save_cells(act, command); });
    }
    // All of a unit's own figures: % of the plan, points of quality.
    Result<SavedCells> score_self(std::string const& ref,
                                  std::string const& unit,
                                  std::string const& plan,
                                  std::string const& quality,
                                  std::string const& safe = "1")
    {
        return save(clerk(unit),
                    {ref,
                     unit,
                     "",
                     Column::Self,
                     {{"1", plan, "", false, "", 0},
                      {"2", "", quality, false, "", 0},
                      {"3", safe, "", false, "", 0}}});
    }
    // Up to the meeting, the cross-scores left out.
    std::string at_meeting()
    {
        auto const ref = opened();
        EXPECT_TRUE(step(ref, "open-self", head_));
        EXPECT_TRUE(score_self(ref, "K201", "100", "90"));
        EXPECT_TRUE(score_self(ref, "K202", "95", "90"));
        EXPECT_TRUE(score_self(ref, "K203", "90", "90"));
        EXPECT_TRUE(score_self(ref, "K204", "85", "90"));
        for (auto const* name : {"start-cross", "start-explain", "start-meeting"})
            EXPECT_TRUE(step(ref, name, head_)) << name;
        return ref;
    }

    // A window of the issued programme of BAN for 2026, which is made where there is none.
    void plan_window(std::string const& kind, std::string const& opens, std::string const& closes)
    {
        auto const owner = unit("BAN").id;
        db().write([&](storage::Transaction& tx) {
            if (!tx.integer("SELECT id FROM programme LIMIT 1"))
                tx.execute(
                    "INSERT INTO programme (id, ref, owner_unit_id, year, calendar, theme, grounds,"
                    " content, state) VALUES (1, 'p1', ?1, 2026, 'calendar', '', '', '', 'issued')",
                    {owner});
            tx.execute(
                "INSERT INTO programme_window (ref, programme_id, kind, opens_on, closes_on)"
                " VALUES (?1, 1, ?2, ?3, ?4)",
                {"w-" + kind, kind, opens, closes});
        });
    }
    void window_done(std::string const& kind,
                     std::string const& code,
                     std::string const& done_on,
                     bool late)
    {
        auto const owes = unit(code).id;
        db().write([&](storage::Transaction& tx) {
            tx.execute(
                "INSERT INTO window_done (window_id, unit_id, done_on, late) SELECT id, ?1,"
                " ?2, ?3 FROM programme_window WHERE kind = ?4",
                {owes, done_on, late ? 1 : 0, kind});
        });
    }

    static access::Actor clerk(std::string const& unit)
    {
        auto actor = actor_over(
            "/BAN/" + unit + "/",
            {Permission::WriteScores, Permission::ReadMovements, Permission::ReadOrganisation});
        actor.name = "clerk-" + unit;
        return actor;
    }
    static access::Actor signer(std::string const& unit)
    {
        auto actor = actor_over("/BAN/" + unit + "/",
                                {Permission::SignForUnit,
                                 Permission::WriteScores,
                                 Permission::ReadMovements,
                                 Permission::ReadOrganisation});
        actor.name = "head-" + unit;
        return actor;
    }
    static access::Actor named(std::string name,
                               std::string scope,
                               std::vector<Permission> const& permissions)
    {
        auto actor = actor_over(std::move(scope), permissions);
        actor.name = std::move(name);
        return actor;
    }

    std::string block_;
    access::Actor const head_ =
        named("khoitruong",
              "/BAN/K201/",
              {Permission::LeadBlock, Permission::ReadMovements, Permission::ReadOrganisation});
    access::Actor const deputy_ =
        named("khoipho",
              "/BAN/K202/",
              {Permission::LeadBlock, Permission::ReadMovements, Permission::ReadOrganisation});
    access::Actor const office_ = named("thuongtruc",
                                        "/",
                                        {Permission::VerifyScores,
                                         Permission::PlanYear,
                                         Permission::ReadMovements,
                                         Permission::ReadOrganisation});
    access::Actor const council_ =
        named("hoidong",
              "/",
              {Permission::DecideResults, Permission::ReadMovements, Permission::ReadOrganisation});
    access::Actor const reader_ =
        named("nguoixem", "/", {Permission::ReadMovements, Permission::ReadOrganisation});
};

}  // namespace thidua::block::testing
