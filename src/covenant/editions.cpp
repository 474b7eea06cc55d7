#include "covenant/editions.h"

#include "audit/canonical.h"
#include "base/random.h"
#include "base/text.h"
#include "covenant/annex.h"
#include "covenant/target_store.h"
#include "organisation/rows.h"

#include <boost/json.hpp>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

using organisation::date_at;
using organisation::iso;

constexpr std::string_view kSelect =
    "SELECT id, covenant_id, number, content, hash, state, reason, opened_by, opened_on, last_day,"
    " in_force_on, missing_why FROM covenant_edition";

Edition edition_at(storage::Rows const& rows)
{
    Edition edition{rows.integer(0),
                    rows.integer(1),
                    rows.integer(2),
                    rows.string(3),
                    rows.string(4),
                    rows.string(5),
                    rows.string(6),
                    rows.string(7)};
    edition.opened_on = date_at(rows, 8).value();
    edition.last_day = date_at(rows, 9);
    edition.in_force_on = date_at(rows, 10);
    edition.missing_why = rows.string(11);
    return edition;
}

void put_plan(json::object& object, Plan const& plan)
{
    object["plan"] = organisation::json_of(plan.number);
    object["plan_text"] = plan.text;
}

json::array lines_of(std::string_view text)
{
    json::array lines;
    for (auto const line : split(text, '\n')) {
        if (auto const words = trim(line); !words.empty()) lines.emplace_back(words);
    }
    return lines;
}

json::object target_content(Covenant const& covenant, Target const& target)
{
    json::object object{{"ref", target.ref},
                        {"content", target.content},
                        {"measure", target.measure},
                        {"kind", target.kind},
                        {"better", target.better},
                        {"roll_up", target.roll_up},
                        {"weight", target.weight},
                        {"source", target.source},
                        {"carrier", target.carrier}};
    put_plan(object, target.plan);
    json::array units;
    for (auto const& member : covenant.members) {
        auto const plan = target.plan_of(member.id);
        if (!plan.is_set()) continue;
        json::object unit{{"unit", member.code}};
        put_plan(unit, plan);
        units.push_back(std::move(unit));
    }
    object["units"] = std::move(units);
    return object;
}

json::array parties_content(storage::Transaction& tx, Covenant const& covenant)
{
    auto const opinions = opinions_of(tx, covenant);
    json::array parties;
    for (auto const& member : covenant.members) {
        json::object party{
            {"unit", member.code}, {"name", member.name}, {"role", member.role}, {"titles", ""}};
        for (auto const& each : opinions) {
            if (each.unit_id == member.id) party["titles"] = each.titles;
        }
        parties.push_back(std::move(party));
    }
    return parties;
}

std::string joined(json::array const& lines)
{
    std::string text;
    for (auto const& line : lines) {
        if (!text.empty()) text += '\n';
        text += std::string_view{line.as_string()};
    }
    return text;
}

std::string text_at(json::object const& object, std::string_view field)
{
    return std::string{std::string_view{object.at(field).as_string()}};
}

void restore_target(Act& act, Covenant const& covenant, Target const& target)
{
    auto const id = put_target(act, covenant, target);
    for (auto const& each : target.units) {
        if (auto const* member = covenant.member(each.unit)) add_plan(act, id, member->id, each.plan);
    }
}

void restore_head(Act& act, Covenant const& covenant, json::object const& content)
{
    auto const& day = content.at("signs_on");
    auto const signs_on =
        day.is_null() ? std::nullopt : std::optional{text_at(content, "signs_on")};
    auto const& witness = content.at("witness").as_object();
    act.tx.execute(
        "UPDATE covenant SET theme = ?2, grounds = ?3, place = ?4, signs_on = ?5, titles = ?6,"
        " undertaking = ?7, superior = ?8, witness_post = ?9, witness_rank = ?10, witness_name ="
        " ?11 WHERE id = ?1",
        {covenant.id,
         text_at(content, "theme"),
         joined(content.at("grounds").as_array()),
         text_at(content, "place"),
         signs_on,
         joined(content.at("titles").as_array()),
         text_at(content, "undertaking"),
         text_at(content, "superior"),
         text_at(witness, "post"),
         text_at(witness, "rank"),
         text_at(witness, "name")});
}

}  // namespace

void restore(Act& act, Covenant const& covenant, Edition const& edition)
{
    auto const content = json::parse(edition.content).as_object();
    restore_head(act, covenant, content);
    act.tx.execute("DELETE FROM covenant_item WHERE covenant_id = ?1", {covenant.id});
    int position = 0;
    for (auto const& body : content.at("contents").as_array()) {
        act.tx.execute(
            "INSERT INTO covenant_item (ref, covenant_id, position, body) VALUES (?1, ?2,"
            " ?3, ?4)",
            {random_token(10), covenant.id, ++position, std::string_view{body.as_string()}});
    }
    act.tx.execute(
        "DELETE FROM covenant_plan WHERE target_id IN (SELECT id FROM covenant_target"
        " WHERE covenant_id = ?1)",
        {covenant.id});
    act.tx.execute("DELETE FROM covenant_target WHERE covenant_id = ?1", {covenant.id});
    for (auto const& target : edition_targets(edition)) restore_target(act, covenant, target);
    for (auto const& each : content.at("parties").as_array()) {
        auto const& party = each.as_object();
        auto const* member = covenant.member(text_at(party, "unit"));
        if (member == nullptr) continue;
        act.tx.execute(
            "UPDATE covenant_unit SET titles = ?3 WHERE covenant_id = ?1 AND unit_id = ?2",
            {covenant.id, member->id, text_at(party, "titles")});
    }
    restore_annexes(act, covenant, edition);
}

json::object content_of(storage::Transaction& tx, Covenant const& covenant, std::int64_t number)
{
    json::array contents;
    for (auto const& item : items_of(tx, covenant)) contents.push_back(json::value(item.body));
    json::array targets;
    for (auto const& target : targets_of(tx, covenant))
        targets.push_back(target_content(covenant, target));
    return {{"format", 1},
            {"covenant", covenant.ref},
            {"block", covenant.block_name},
            {"superior", covenant.superior},
            {"year", covenant.year},
            {"calendar", covenant.calendar},
            {"edition", number},
            {"amends_why", covenant.amends_why},
            {"theme", covenant.theme},
            {"grounds", lines_of(covenant.grounds)},
            {"place", covenant.place},
            {"signs_on", organisation::json_of(covenant.signs_on)},
            {"contents", std::move(contents)},
            {"targets", std::move(targets)},
            {"titles", lines_of(covenant.titles)},
            {"undertaking", covenant.undertaking},
            {"parties", parties_content(tx, covenant)},
            {"witness",
             json::object{{"post", covenant.witness.post},
                          {"rank", covenant.witness.rank},
                          {"name", covenant.witness.name}}}};
}

Edition freeze(Act& act, Covenant const& covenant, std::optional<Date> last_day)
{
    auto& tx = act.tx;
    auto const number =
        tx.integer("SELECT max(number) FROM covenant_edition WHERE covenant_id = ?1", {covenant.id})
            .value_or(0) +
        1;
    auto const content = audit::canonical_json(content_of(tx, covenant, number));
    auto const today = to_iso(act.today());
    auto const hash = sha256_hex(content);
    auto const id = tx.insert(
        "INSERT INTO covenant_edition (covenant_id, number, content, hash, state, reason,"
        " opened_by, opened_on, last_day) VALUES (?1, ?2, ?3, ?4, 'signing', ?5, ?6, ?7, ?8)"
        " RETURNING id",
        {covenant.id,
         number,
         content,
         hash,
         covenant.amends_why,
         act.actor.name,
         today,
         iso(last_day)});
    auto const edition = find_edition(tx, covenant, number).value();
    for (auto const& member : covenant.members) {
        tx.execute(
            "INSERT INTO covenant_party (edition_id, unit_id, joined_on) VALUES (?1, ?2, ?3)",
            {id, member.id, today});
    }
    for (auto const& target : targets_of(tx, covenant)) {
        if (target.plan.is_set()) insert_edition_target(act, edition.id, target, {}, target.plan);
        for (auto const& unit : target.units)
            insert_edition_target(act, edition.id, target, unit.unit_id, unit.plan);
    }
    return edition;
}

void set_edition_state(storage::Transaction& tx, Edition const& edition, std::string_view state)
{
    tx.execute("UPDATE covenant_edition SET state = ?2 WHERE id = ?1", {edition.id, state});
}

std::vector<Edition> editions_of(storage::Transaction& tx, Covenant const& covenant)
{
    std::vector<Edition> editions;
    auto rows = tx.query(std::string{kSelect} + " WHERE covenant_id = ?1 ORDER BY number DESC",
                         {covenant.id});
    while (rows.next()) editions.push_back(edition_at(rows));
    return editions;
}

std::optional<Edition> find_edition(storage::Transaction& tx,
                                    Covenant const& covenant,
                                    std::int64_t number)
{
    auto rows = tx.query(std::string{kSelect} + " WHERE covenant_id = ?1 AND number = ?2",
                         {covenant.id, number});
    return rows.next() ? std::optional{edition_at(rows)} : std::nullopt;
}

std::optional<Edition> edition_to_sign(storage::Transaction& tx, Covenant const& covenant)
{
    {
        auto rows = tx.query(std::string{kSelect} +
                                 " WHERE covenant_id = ?1 AND state = 'signing'"
                                 " ORDER BY number DESC LIMIT 1",
                             {covenant.id});
        if (rows.next()) return edition_at(rows);
    }
    if (!covenant.in_force) return std::nullopt;
    return find_edition(tx, covenant, *covenant.in_force);
}

std::vector<Party> parties_of(storage::Transaction& tx, Edition const& edition)
{
    std::vector<Party> parties;
    auto rows = tx.query(
        "SELECT p.unit_id, u.code, u.name, u.path, p.joined_later, p.joined_on, COALESCE((SELECT"
        " s.kind FROM covenant_signature s WHERE s.edition_id = p.edition_id AND s.unit_id ="
        " p.unit_id ORDER BY s.id DESC LIMIT 1), 'waiting') FROM covenant_party p JOIN unit u ON"
        " u.id = p.unit_id JOIN covenant_edition e ON e.id = p.edition_id JOIN covenant c ON c.id ="
        " e.covenant_id LEFT JOIN block_member m ON m.block_id = c.block_id AND m.year = c.year AND"
        " m.unit_id = p.unit_id WHERE p.edition_id = ?1 ORDER BY p.joined_later, p.joined_on, CASE"
        " m.role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key",
        {edition.id});
    while (rows.next()) {
        parties.push_back({rows.integer(0),
                           rows.string(1),
                           rows.string(2),
                           rows.string(3),
                           rows.boolean(4),
                           date_at(rows, 5).value(),
                           rows.string(6)});
    }
    return parties;
}

}  // namespace thidua::covenant
