#include "movement/movement.h"

#include "base/random.h"
#include "base/text.h"
#include "movement/parts.h"
#include "movement/store.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>

namespace thidua::movement {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 4> kKinds{"regular", "thematic", "peak", "surge"};
constexpr std::array<std::string_view, 3> kLevels{"central", "ministry", "unit"};
constexpr std::array<std::string_view, 4> kReaches{"nation", "sector", "block", "unit"};
constexpr std::array<std::string_view, 3> kOpinions{"agree", "agree-but", "disagree"};
constexpr std::size_t kLongestName = 300;

// Paths of the units above each scope, itself included: "/BAN/", "/BAN/K101/".
std::string sql_above(std::vector<access::Scope> const& scopes, std::string_view column)
{
    std::string list;
    for (auto const& scope : scopes) {
        for (auto end = scope.find('/', 1); end != std::string::npos; end = scope.find('/', end + 1))
            list += (list.empty() ? "'" : ", '") + scope.substr(0, end + 1) + "'";
    }
    if (list.empty() || list.find_first_of(";\\\"") != std::string::npos) return "(1=0)";
    return std::string{column} + " IN (" + list + ")";
}

void check_period(Text const& text, Complaints& wrong)
{
    if (text.ends_on < text.starts_on) {
        wrong.add("error.period",
                  "ends_on",
                  {{"from", to_vietnamese(text.starts_on)}, {"to", to_vietnamese(text.ends_on)}});
    }
    if (text.interim_on && (*text.interim_on < text.starts_on || *text.interim_on > text.ends_on))
        wrong.add("movement.error.interim-outside", "interim_on");
    if (text.final_on && *text.final_on < text.starts_on)
        wrong.add("movement.error.final-before", "final_on");
}

Text checked(Text text, Complaints& wrong)
{
    text.name = wrong.required(text.name, "name");
    if (count_characters(text.name) > kLongestName)
        wrong.add("error.too-long", "name", {{"max", std::to_string(kLongestName)}});
    wrong.choice(text.kind, kKinds, "kind");
    wrong.choice(text.level, kLevels, "level");
    wrong.choice(text.reach, kReaches, "reach");
    text.aims = wrong.required(text.aims, "aims");
    text.contents = wrong.required(text.contents, "contents");
    check_period(text, wrong);
    return text;
}

// A typed line names a movement the actor may know of by its code, or something outside by name.
std::vector<Superior> superiors_named(Act& act,
                                      std::vector<std::string> const& lines,
                                      std::int64_t own,
                                      Complaints& wrong)
{
    std::vector<Superior> superiors;
    for (auto const& line : lines) {
        auto const name = tidy(line);
        if (name.empty()) continue;
        Superior superior{{}, "", "", name};
        auto rows = act.tx.query("SELECT m.id, m.name" + kMovementTables + "WHERE m.code = ?1 AND " +
                                     sql_readable(act.actor),
                                 {name});
        if (rows.next()) {
            superior.id = rows.integer(0);
            superior.name = rows.string(1);
        }
        if (superior.id && *superior.id == own)
            wrong.add("movement.error.own-superior", "superiors");
        superiors.push_back(std::move(superior));
    }
    return superiors;
}

json::object audited(Movement const& movement)
{
    auto const& text = movement.text;
    return {{"code", movement.code},
            {"name", text.name},
            {"kind", text.kind},
            {"theme", text.theme},
            {"motto", text.motto},
            {"aims", text.aims},
            {"contents", text.contents},
            {"criteria", text.criteria},
            {"starts_on", to_iso(text.starts_on)},
            {"ends_on", to_iso(text.ends_on)},
            {"owner", movement.owner.code}};
}

// What two people wrote of the same draft, field by field.
Error stale_draft(Movement const& now, Text const& mine)
{
    return organisation::stale({{"name", mine.name, now.text.name},
                                {"theme", mine.theme, now.text.theme},
                                {"motto", mine.motto, now.text.motto},
                                {"aims", mine.aims, now.text.aims},
                                {"contents", mine.contents, now.text.contents},
                                {"criteria", mine.criteria, now.text.criteria},
                                {"plan", mine.plan, now.text.plan},
                                {"budget", mine.budget, now.text.budget}});
}

}  // namespace

std::span<std::string_view const> kinds() { return kKinds; }
std::span<std::string_view const> levels() { return kLevels; }
std::span<std::string_view const> reaches() { return kReaches; }
std::span<std::string_view const> opinions() { return kOpinions; }

std::string Movement::term() const
{
    auto const after = [this](int years) { return text.starts_on.plus_months(12 * years); };
    auto const next = text.ends_on.plus_days(1);
    if (next < after(1)) return "under-1";
    if (next == after(1)) return "1";
    if (next < after(3)) return "1-3";
    return next < after(5) ? "3-5" : "5-plus";
}

void Complaints::add(std::string key, std::string field, Args args)
{
    problems_.push_back({std::move(key), std::move(args), std::move(field)});
}

std::string Complaints::required(std::string const& value, std::string const& field)
{
    if (tidy(value).empty()) add("error.required", field);
    if (is_garbled(value)) add("error.garbled", field);
    return value;
}

void Complaints::choice(std::string_view value,
                        std::span<std::string_view const> allowed,
                        std::string const& field)
{
    if (std::find(allowed.begin(), allowed.end(), value) == allowed.end())
        add("error.choice", field);
}

Result<void> Complaints::check() const
{
    if (problems_.empty()) return {};
    return Error{.kind = Kind::BadInput, .problems = problems_};
}

Result<Movement> movement_for(Act& act,
                              std::string_view ref,
                              Permission permission,
                              std::int64_t version)
{
    auto movement = find_movement(act.tx, act.actor, ref);
    if (!movement) return not_found();
    if (!act.actor.may(permission, movement->owner.path)) return denied();
    if (movement->version != version) return failure(Kind::Conflict, "error.conflict");
    return *std::move(movement);
}

void touch(storage::Transaction& tx, Movement const& movement)
{
    tx.execute("UPDATE movement SET version = version + 1 WHERE id = ?1", {movement.id});
}

void leave_line(Act& act,
                std::string_view what,
                Movement const& movement,
                json::object const* before,
                json::object const* after)
{
    auto const subject = owner_of(movement);
    audit::record(act,
                  {.what = what,
                   .subject = subject,
                   .before = before,
                   .after = after,
                   .unit_path = movement.owner.path});
}

std::string owner_of(Movement const& movement) { return "movement:" + movement.ref; }
std::string page_of(Movement const& movement) { return "/movements/" + movement.ref; }
std::string title_of(Movement const& movement) { return movement.code + ' ' + movement.text.name; }

Result<std::string> draft_movement(Act& act, Draft const& command)
{
    Complaints wrong;
    Movement movement;
    movement.text = checked(command.text, wrong);
    auto const owner = organisation::find_unit(act.tx, act.actor, command.owner);
    if (!owner) wrong.add("movement.error.unit", "owner", {{"unit", command.owner}});
    if (owner && !act.actor.may(Permission::WriteMovements, owner->path)) return denied();
    auto const superiors = superiors_named(act, command.superiors, 0, wrong);
    TD_CHECK(wrong.check());
    movement.owner = *owner;
    movement.ref = random_token(10);
    movement.code = next_code(act.tx, movement.text.starts_on.year());
    insert_movement(act, movement);
    replace_superiors(act.tx, movement.id, superiors);
    auto const after = audited(movement);
    leave_line(act, "movement.draft", movement, nullptr, &after);
    return movement.ref;
}

Result<void> edit_draft(Act& act, EditDraft const& command)
{
    auto movement = find_movement(act.tx, act.actor, command.ref);
    if (!movement) return not_found();
    if (!act.actor.may(Permission::WriteMovements, movement->owner.path)) return denied();
    if (movement->version != command.version) return stale_draft(*movement, command.draft.text);
    if (!is_editable(movement->state))
        return failure(Kind::Refused, "movement.error.not-draft", {{"code", movement->code}});
    Complaints wrong;
    auto const before = audited(*movement);
    movement->text = checked(command.draft.text, wrong);
    auto const superiors = superiors_named(act, command.draft.superiors, movement->id, wrong);
    TD_CHECK(wrong.check());
    update_text(act.tx, *movement);
    replace_superiors(act.tx, movement->id, superiors);
    touch(act.tx, *movement);
    auto const after = audited(*movement);
    leave_line(act, "movement.edit", *movement, &before, &after);
    return {};
}

std::string sql_readable(access::Actor const& actor)
{
    auto const within = [&](Permission permission, std::string_view column) {
        return access::sql_in_scopes(actor.scopes(permission), column);
    };
    auto const read = actor.scopes(Permission::ReadMovements);
    return "(" + within(Permission::WriteMovements, "o.path") + " OR " +
           within(Permission::ApproveMovements, "o.path") +
           " OR (m.state IN ('approved', 'launched', 'reviewed', 'closed') AND (" +
           access::sql_in_scopes(read, "o.path") + " OR " + sql_above(read, "o.path") +
           ")) OR EXISTS (SELECT 1 FROM movement_opinion mo JOIN unit mu ON mu.id = mo.unit_id "
           "WHERE mo.movement_id = m.id AND " +
           within(Permission::WriteMovements, "mu.path") + "))";
}

std::optional<Movement> find_movement(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view ref)
{
    auto rows = tx.query("SELECT " + kMovementColumns + kMovementTables + "WHERE m.ref = ?1 AND " +
                             sql_readable(actor),
                         {ref});
    return rows.next() ? std::optional{movement_of(rows)} : std::nullopt;
}

}  // namespace thidua::movement
