#include "covenant/annex.h"

#include "audit/canonical.h"
#include "base/random.h"
#include "covenant/target_store.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

std::string text_at(json::object const& object, std::string_view field)
{
    return std::string{std::string_view{object.at(field).as_string()}};
}

Plan plan_at(json::object const& object)
{
    auto const& figure = object.at("plan");
    if (figure.is_int64()) return {figure.get_int64(), ""};
    return {{}, text_at(object, "plan_text")};
}

Target edition_target(json::object const& target)
{
    Target made;
    made.ref = text_at(target, "ref");
    made.content = text_at(target, "content");
    made.measure = text_at(target, "measure");
    made.kind = text_at(target, "kind");
    made.better = text_at(target, "better");
    made.roll_up = text_at(target, "roll_up");
    made.weight = target.at("weight").as_int64();
    made.source = text_at(target, "source");
    made.carrier = text_at(target, "carrier");
    made.plan = plan_at(target);
    for (auto const& each : target.at("units").as_array()) {
        auto const& unit = each.as_object();
        made.units.push_back({0, text_at(unit, "unit"), plan_at(unit)});
    }
    return made;
}

json::object owed(Target const& target, Plan const& plan)
{
    return {{"ref", target.ref},
            {"content", target.content},
            {"measure", target.measure},
            {"kind", target.kind},
            {"better", target.better},
            {"plan", organisation::json_of(plan.number)},
            {"plan_text", plan.text}};
}

void set_working_plan(Act& act,
                      Covenant const& covenant,
                      std::string const& target,
                      std::int64_t unit_id,
                      Plan const& plan)
{
    auto const id =
        act.tx.integer("SELECT id FROM covenant_target WHERE covenant_id = ?1 AND ref = ?2",
                       {covenant.id, target});
    if (id) add_plan(act, *id, unit_id, plan);
}

Plan own_plan(std::vector<OwnPlan> const& plans, std::string_view target)
{
    auto const found = std::find_if(
        plans.begin(), plans.end(), [&](OwnPlan const& each) { return each.target == target; });
    return found == plans.end() ? Plan{} : found->plan;
}

}  // namespace

std::optional<Annex> annex_of(storage::Transaction& tx,
                              Edition const& edition,
                              std::int64_t unit_id)
{
    auto rows = tx.query("SELECT unit_id, content, hash, opened_by, opened_on FROM covenant_annex"
                         " WHERE edition_id = ?1 AND unit_id = ?2",
                         {edition.id, unit_id});
    if (!rows.next()) return std::nullopt;
    return Annex{rows.integer(0),
                 rows.string(1),
                 rows.string(2),
                 rows.string(3),
                 organisation::date_at(rows, 4).value()};
}

std::vector<Target> edition_targets(Edition const& edition)
{
    std::vector<Target> targets;
    auto const content = json::parse(edition.content);
    for (auto const& each : content.at("targets").as_array()) {
        targets.push_back(edition_target(each.as_object()));
        targets.back().position = std::ssize(targets);
    }
    return targets;
}

std::vector<OwnPlan> usual_plans(Edition const& edition)
{
    std::vector<OwnPlan> plans;
    for (auto const& target : edition_targets(edition)) {
        if (target.roll_up != "sum" && target.plan.is_set())
            plans.push_back({target.ref, target.plan});
    }
    return plans;
}

Result<void> write_annex(Act& act,
                         Covenant const& covenant,
                         Edition const& edition,
                         Member const& member,
                         std::vector<OwnPlan> const& plans)
{
    auto const targets = edition_targets(edition);
    for (auto const& each : plans) {
        bool const known = std::any_of(targets.begin(), targets.end(), [&](Target const& target) {
            return target.ref == each.target;
        });
        if (!known) return bad_input("error.choice", {}, "plan_" + each.target);
    }
    json::array owes;
    for (auto const& target : targets) {
        auto const plan = own_plan(plans, target.ref);
        if (!plan.is_set()) continue;
        owes.push_back(owed(target, plan));
        insert_edition_target(act, edition.id, target, member.id, plan);
        set_working_plan(act, covenant, target.ref, member.id, plan);
    }
    if (owes.empty()) return bad_input("covenant.error.no-own-plans", {}, "unit");
    auto const content = audit::canonical_json(json::object{{"format", 1},
                                                            {"covenant", covenant.ref},
                                                            {"edition", edition.number},
                                                            {"edition_hash", edition.hash},
                                                            {"unit", member.code},
                                                            {"name", member.name},
                                                            {"on", to_iso(act.today())},
                                                            {"targets", std::move(owes)}});
    act.tx.execute("INSERT INTO covenant_annex (edition_id, unit_id, content, hash, opened_by,"
                   " opened_on) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   {edition.id,
                    member.id,
                    content,
                    sha256_hex(content),
                    act.actor.name,
                    to_iso(act.today())});
    return {};
}

void restore_annexes(Act& act, Covenant const& covenant, Edition const& edition)
{
    for (auto const& member : covenant.members) {
        auto const annex = annex_of(act.tx, edition, member.id);
        if (!annex) continue;
        auto const content = json::parse(annex->content);
        for (auto const& each : content.at("targets").as_array()) {
            auto const& target = each.as_object();
            set_working_plan(act, covenant, text_at(target, "ref"), member.id, plan_at(target));
        }
    }
}

}  // namespace thidua::covenant
