#include "covenant/draft.h"

#include "base/random.h"
#include "base/text.h"
#include "covenant/figure.h"
#include "covenant/target_store.h"
#include "organisation/acts.h"
#include "organisation/block.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

using organisation::iso;

constexpr int kFirstYear = 1945;

Result<void> check_text(std::string const& text, std::string field)
{
    if (is_garbled(text)) return bad_input("error.garbled", {}, std::move(field));
    return {};
}

Result<void> check_required(std::string const& text, std::string const& field)
{
    if (tidy(text).empty()) return bad_input("error.required", {}, field);
    return check_text(text, field);
}

json::object head_facts(Covenant const& covenant)
{
    return {{"theme", covenant.theme},
            {"grounds", covenant.grounds},
            {"place", covenant.place},
            {"signs_on", organisation::json_of(covenant.signs_on)},
            {"titles", covenant.titles},
            {"undertaking", covenant.undertaking}};
}

Item const* item_named(std::vector<Item> const& items, std::string_view ref)
{
    auto const found =
        std::find_if(items.begin(), items.end(), [&](Item const& each) { return each.ref == ref; });
    return found == items.end() ? nullptr : &*found;
}

Target const* target_named(std::vector<Target> const& targets, std::string_view ref)
{
    auto const found = std::find_if(
        targets.begin(), targets.end(), [&](Target const& each) { return each.ref == ref; });
    return found == targets.end() ? nullptr : &*found;
}

// What a content says and where it was taken from.
struct Wording {
    std::string body;
    std::optional<std::int64_t> clause_id = {};
    std::optional<std::int64_t> clause_number = {};
};
Result<Wording> wording_of(Act& act, WriteItem const& command)
{
    if (command.clause.empty()) {
        TD_CHECK(check_required(command.body, "body"));
        return Wording{.body = tidy(command.body)};
    }
    auto rows = act.tx.query(
        "SELECT t.body, c.id, t.number FROM covenant_clause c JOIN covenant_clause_text t ON"
        " t.clause_id = c.id WHERE c.ref = ?1 ORDER BY t.number DESC LIMIT 1",
        {command.clause});
    if (!rows.next()) return bad_input("error.choice", {}, "clause");
    return Wording{rows.string(0), rows.integer(1), rows.integer(2)};
}

void copy_year_before(Act& act,
                      std::int64_t made,
                      CreateCovenant const& command,
                      std::int64_t block)
{
    auto const last =
        act.tx.text("SELECT ref FROM covenant WHERE block_id = ?1 AND year = ?2 AND calendar = ?3",
                    {block, command.year - 1, command.calendar});
    if (!last) return;
    auto const before = find_covenant(act.tx, *last).value();
    act.tx.execute(
        "UPDATE covenant SET grounds = ?2, place = ?3, titles = ?4, undertaking = ?5,"
        " superior = ?6 WHERE id = ?1",
        {made, before.grounds, before.place, before.titles, before.undertaking, before.superior});
    for (auto const& item : items_of(act.tx, before)) {
        act.tx.execute(
            "INSERT INTO covenant_item (ref, covenant_id, position, body, clause_id, clause_number)"
            " SELECT CAST(?1 AS TEXT), CAST(?2 AS INTEGER), position, body, clause_id,"
            " clause_number FROM covenant_item WHERE id = ?3",
            {random_token(10), made, item.id});
    }
    for (auto const& target : targets_of(act.tx, before)) {
        auto const id = act.tx.insert(
            "INSERT INTO covenant_target (ref, covenant_id, position, content, measure, kind,"
            " better, roll_up, weight, source, carrier, plan, plan_text) SELECT CAST(?1 AS TEXT),"
            " CAST(?2 AS INTEGER), position, content, measure, kind, better, roll_up, weight,"
            " source, carrier, plan, plan_text FROM covenant_target WHERE id = ?3 RETURNING id",
            {random_token(10), made, target.id});
        act.tx.execute(
            "INSERT INTO covenant_plan (target_id, unit_id, plan, plan_text) SELECT CAST(?1 AS"
            " INTEGER), p.unit_id, p.plan, p.plan_text FROM covenant_plan p JOIN block_member m ON"
            " m.unit_id = p.unit_id WHERE p.target_id = ?2 AND m.block_id = ?3 AND m.year = ?4",
            {id, target.id, block, command.year});
    }
}

// What is wrong with a target as typed; the fields are those of its form.
Result<void> check_target(Target const& target)
{
    Error error;
    auto const problem = [&](std::string key, std::string field) {
        error.problems.push_back({std::move(key), {}, std::move(field)});
    };
    if (tidy(target.content).empty()) problem("error.required", "content");
    if (is_garbled(target.content)) problem("error.garbled", "content");
    if (tidy(target.measure).empty()) problem("error.required", "measure");
    if (target.kind != "number" && target.kind != "text") problem("error.choice", "kind");
    if (target.better != "high" && target.better != "low") problem("error.choice", "better");
    if (target.roll_up != "sum" && target.roll_up != "mean" && target.roll_up != "none")
        problem("error.choice", "roll_up");
    if (target.weight <= 0 || target.weight > kLargestFigure)
        problem("covenant.error.weight", "weight");
    if (!error.problems.empty()) return error;
    return {};
}

void store_plans(Act& act, Covenant const& covenant, std::int64_t id, WriteTarget const& command)
{
    act.tx.execute("DELETE FROM covenant_plan WHERE target_id = ?1", {id});
    for (auto const& member : covenant.members) {
        auto const plan =
            command.same_for_all ? command.target.plan : command.target.plan_of(member.id);
        if (!plan.is_set()) continue;
        add_plan(act, id, member.id, plan);
    }
}

json::object target_facts(Target const& target)
{
    return {{"content", target.content},
            {"measure", target.measure},
            {"better", target.better},
            {"weight", figure_text(target.weight)},
            {"plan", target.plan.number ? figure_text(*target.plan.number) : target.plan.text}};
}

Result<organisation::Block> block_to_plan(Act& act, CreateCovenant const& command)
{
    auto const block = organisation::find_block(act.tx, act.actor, command.block);
    if (!block) return bad_input("covenant.error.block", {}, "block");
    if (command.year < kFirstYear || command.year > act.today().year() + 1)
        return bad_input("error.year", {}, "year");
    if (command.calendar != "calendar" && command.calendar != "school")
        return bad_input("error.choice", {}, "calendar");
    return *block;
}

}  // namespace

Result<std::string> create_covenant(Act& act, CreateCovenant const& command)
{
    auto const block = TD_TRY(block_to_plan(act, command));
    auto const taken = act.tx.integer(
        "SELECT id FROM covenant WHERE block_id = ?1 AND year = ?2 AND calendar = ?3",
        {block.id, command.year, command.calendar});
    if (taken) return bad_input("covenant.error.taken", {{"block", block.name}}, "block");
    auto const ref = random_token(10);
    auto const id = act.tx.insert(
        "INSERT INTO covenant (ref, block_id, year, calendar, state) VALUES (?1, ?2, ?3, ?4,"
        " 'draft') RETURNING id",
        {ref, block.id, command.year, command.calendar});
    auto const covenant = find_covenant(act.tx, ref).value();
    if (!may_draft(act.actor, covenant)) return denied();
    if (covenant.members.empty())
        return bad_input("covenant.error.no-members", {{"block", block.name}}, "year");
    if (command.like_last_year) copy_year_before(act, id, command, block.id);
    finish(act,
           "covenant.create",
           covenant,
           {},
           {{"block", block.name}, {"year", command.year}, {"calendar", command.calendar}});
    return ref;
}

Result<void> edit_head(Act& act, EditHead const& command)
{
    auto const covenant = find_covenant(act.tx, act.actor, command.ref);
    if (!covenant) return not_found();
    if (!may_draft(act.actor, *covenant)) return denied();
    if (covenant->version != command.version) {
        return organisation::stale({{"theme", command.theme, covenant->theme},
                                    {"grounds", command.grounds, covenant->grounds},
                                    {"titles", command.titles, covenant->titles},
                                    {"undertaking", command.undertaking, covenant->undertaking}});
    }
    if (!covenant->is_open()) return failure(Kind::Refused, "covenant.error.locked");
    TD_CHECK(check_text(command.theme, "theme"));
    TD_CHECK(check_text(command.grounds, "grounds"));
    TD_CHECK(check_text(command.undertaking, "undertaking"));
    act.tx.execute(
        "UPDATE covenant SET theme = ?2, grounds = ?3, place = ?4, signs_on = ?5, titles = ?6,"
        " undertaking = ?7, superior = ?8, witness_post = ?9, witness_rank = ?10, witness_name ="
        " ?11 WHERE id = ?1",
        {covenant->id,
         command.theme,
         command.grounds,
         command.place,
         iso(command.signs_on),
         command.titles,
         command.undertaking,
         command.superior,
         command.witness.post,
         command.witness.rank,
         command.witness.name});
    auto const after = find_covenant(act.tx, command.ref).value();
    finish(act, "covenant.edit", *covenant, head_facts(*covenant), head_facts(after));
    return {};
}

Result<void> edit_ceremony(Act& act, EditCeremony const& command)
{
    auto const covenant = TD_TRY(covenant_to_draft(act, command.ref, command.version));
    if (covenant.state == State::Closed) return failure(Kind::Refused, "covenant.error.closed");
    auto const& ceremony = command.ceremony;
    TD_CHECK(check_text(ceremony.agenda, "agenda"));
    TD_CHECK(check_text(ceremony.guests, "guests"));
    TD_CHECK(check_text(ceremony.launch_text, "launch_text"));
    act.tx.execute("UPDATE covenant SET agenda = ?2, guests = ?3, launch_text = ?4 WHERE id = ?1",
                   {covenant.id, ceremony.agenda, ceremony.guests, ceremony.launch_text});
    finish(act,
           "covenant.ceremony",
           covenant,
           {{"agenda", covenant.ceremony.agenda}, {"guests", covenant.ceremony.guests}},
           {{"agenda", ceremony.agenda}, {"guests", ceremony.guests}});
    return {};
}

Result<void> write_item(Act& act, WriteItem const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    auto const wording = TD_TRY(wording_of(act, command));
    auto const items = items_of(act.tx, covenant);
    json::object before;
    if (command.item.empty()) {
        act.tx.execute(
            "INSERT INTO covenant_item (ref, covenant_id, position, body, clause_id, clause_number)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
            {random_token(10),
             covenant.id,
             items.empty() ? 1 : items.back().position + 1,
             wording.body,
             wording.clause_id,
             wording.clause_number});
    } else {
        auto const* item = item_named(items, command.item);
        if (item == nullptr) return not_found();
        before["body"] = item->body;
        // Words changed by hand are no longer the clause's.
        act.tx.execute(
            "UPDATE covenant_item SET body = ?2, clause_id = ?3, clause_number = ?4 WHERE id = ?1",
            {item->id, wording.body, wording.clause_id, wording.clause_number});
    }
    finish(act, "covenant.item.write", covenant, before, {{"body", wording.body}});
    return {};
}

Result<void> remove_item(Act& act, ItemAct const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    auto const items = items_of(act.tx, covenant);
    auto const* item = item_named(items, command.item);
    if (item == nullptr) return not_found();
    act.tx.execute("DELETE FROM covenant_item WHERE id = ?1", {item->id});
    finish(act, "covenant.item.remove", covenant, {{"body", item->body}}, {});
    return {};
}

Result<void> raise_item(Act& act, ItemAct const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    auto const items = items_of(act.tx, covenant);
    auto const* item = item_named(items, command.item);
    if (item == nullptr) return not_found();
    if (item == &items.front()) return {};
    auto const* above = item - 1;
    act.tx.execute("UPDATE covenant_item SET position = ?2 WHERE id = ?1",
                   {item->id, above->position});
    act.tx.execute("UPDATE covenant_item SET position = ?2 WHERE id = ?1",
                   {above->id, item->position});
    finish(act, "covenant.item.raise", covenant, {}, {{"body", item->body}});
    return {};
}

Result<void> write_target(Act& act, WriteTarget const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    TD_CHECK(check_target(command.target));
    auto const targets = targets_of(act.tx, covenant);
    auto const* before = target_named(targets, command.target.ref);
    if (!command.target.ref.empty() && before == nullptr) return not_found();
    auto const id = put_target(act, covenant, command.target);
    store_plans(act, covenant, id, command);
    finish(act,
           "covenant.target.write",
           covenant,
           before == nullptr ? json::object{} : target_facts(*before),
           target_facts(command.target));
    return {};
}

Result<void> remove_target(Act& act, ItemAct const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    auto const targets = targets_of(act.tx, covenant);
    auto const* target = target_named(targets, command.item);
    if (target == nullptr) return not_found();
    act.tx.execute("DELETE FROM covenant_plan WHERE target_id = ?1", {target->id});
    act.tx.execute("DELETE FROM covenant_target WHERE id = ?1", {target->id});
    finish(act, "covenant.target.remove", covenant, target_facts(*target), {});
    return {};
}

Result<void> set_unit_titles(Act& act, SetUnitTitles const& command)
{
    auto const covenant = TD_TRY(open_covenant(act, command.ref, command.version));
    json::object after;
    for (auto const& [code, titles] : command.titles) {
        auto const* member = covenant.member(code);
        if (member == nullptr) return not_found();
        TD_CHECK(check_text(titles, "titles_" + code));
        act.tx.execute(
            "INSERT INTO covenant_unit (covenant_id, unit_id, titles) VALUES (?1, ?2, ?3) ON"
            " CONFLICT (covenant_id, unit_id) DO UPDATE SET titles = excluded.titles",
            {covenant.id, member->id, titles});
        after[code] = titles;
    }
    finish(act, "covenant.titles", covenant, {}, after);
    return {};
}

}  // namespace thidua::covenant
