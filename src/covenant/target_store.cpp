#include "covenant/target_store.h"

#include "base/random.h"

namespace thidua::covenant {

std::int64_t put_target(Act& act, Covenant const& covenant, Target const& target)
{
    auto const position = target.position > 0 ? std::optional{target.position} : std::nullopt;
    return act.tx.insert(
        "INSERT INTO covenant_target (ref, covenant_id, position, content, measure, kind, better,"
        " roll_up, weight, source, carrier, plan, plan_text) VALUES (?1, ?2, COALESCE(?3, (SELECT"
        " COALESCE(max(position), 0) + 1 FROM covenant_target WHERE covenant_id = ?2)), ?4, ?5, ?6,"
        " ?7, ?8, ?9, ?10, ?11, ?12, ?13) ON CONFLICT (ref) DO UPDATE SET content ="
        " excluded.content, measure = excluded.measure, kind = excluded.kind, better ="
        " excluded.better, roll_up = excluded.roll_up, weight = excluded.weight, source ="
        " excluded.source, carrier = excluded.carrier, plan = excluded.plan, plan_text ="
        " excluded.plan_text RETURNING id",
        {target.ref.empty() ? random_token(10) : target.ref,
         covenant.id,
         position,
         target.content,
         target.measure,
         target.kind,
         target.better,
         target.is_number() ? target.roll_up : std::string{"none"},
         target.weight,
         target.source,
         target.carrier,
         target.plan.number,
         target.plan.text});
}

void add_plan(Act& act, std::int64_t target_id, std::int64_t unit_id, Plan const& plan)
{
    act.tx.execute("INSERT INTO covenant_plan (target_id, unit_id, plan, plan_text) VALUES (?1, ?2,"
                   " ?3, ?4) ON CONFLICT (target_id, unit_id) DO NOTHING",
                   {target_id, unit_id, plan.number, plan.text});
}

void insert_edition_target(Act& act,
                           std::int64_t edition_id,
                           Target const& target,
                           std::optional<std::int64_t> unit_id,
                           Plan const& plan)
{
    act.tx.execute(
        "INSERT INTO covenant_edition_target (edition_id, target_ref, unit_id, position, content,"
        " measure, kind, better, roll_up, weight, source, plan, plan_text) VALUES (?1, ?2, ?3, ?4,"
        " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13)",
        {edition_id,
         target.ref,
         unit_id,
         target.position,
         target.content,
         target.measure,
         target.kind,
         target.better,
         target.roll_up,
         target.weight,
         target.source,
         plan.number,
         plan.text});
}

}  // namespace thidua::covenant
