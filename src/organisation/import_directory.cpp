#include "organisation/import_directory.h"

#include "base/text.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

std::optional<Date> maybe_date(storage::Rows const& rows, int column)
{
    return rows.is_null(column) ? std::nullopt : parse_iso_date(rows.text(column));
}

std::optional<bool> maybe_flag(storage::Rows const& rows, int column)
{
    return rows.is_null(column) ? std::nullopt : std::optional{rows.boolean(column)};
}

}  // namespace

std::string placeholders(std::size_t first, std::size_t count)
{
    std::string list;
    for (std::size_t i = 0; i < count; ++i) list += (i == 0 ? "?" : ", ?") + std::to_string(first + i);
    return list;
}

UnitEntry::State const* UnitEntry::state_on(Date day) const
{
    for (auto const& state : states) {
        if (state.from <= day && (!state.to || day <= *state.to)) return &state;
    }
    return nullptr;
}

UnitDirectory::UnitDirectory(storage::Transaction& tx, access::Actor const& actor, access::Permission permission)
{
    read_units(tx, actor.scopes(permission));
    read_states(tx);
    for (auto rows = tx.query("SELECT predecessor_id, successor_id FROM unit_link"); rows.next();)
        successors_[rows.integer(0)].insert(rows.integer(1));
}

void UnitDirectory::read_units(storage::Transaction& tx, std::vector<access::Scope> const& scopes)
{
    for (auto rows = tx.query("SELECT id, code, code_key, name, kind, path, parent_id, valid_from, valid_to FROM unit"
                              " ORDER BY id");
         rows.next();) {
        UnitEntry unit;
        unit.id = rows.integer(0);
        unit.code = rows.string(1);
        unit.code_key = rows.string(2);
        unit.name = rows.string(3);
        unit.folded = fold(unit.name);
        unit.kind = rows.string(4);
        unit.path = rows.string(5);
        unit.parent_id = rows.maybe_integer(6);
        unit.from = maybe_date(rows, 7).value_or(Date{});
        unit.to = maybe_date(rows, 8);
        unit.in_scope = std::any_of(scopes.begin(), scopes.end(),
                                    [&](auto const& scope) { return access::covers(scope, unit.path); });
        auto& kept = units_.emplace_back(std::move(unit));
        by_code_.emplace(kept.code_key, &kept);
        by_id_.emplace(kept.id, &kept);
        by_name_[kept.folded].push_back(&kept);
    }
}

void UnitDirectory::read_states(storage::Transaction& tx)
{
    for (auto rows = tx.query("SELECT unit_id, valid_from, valid_to, name, parent_id FROM unit_state"
                              " ORDER BY unit_id, valid_from");
         rows.next();) {
        auto& unit = *by_id_.at(rows.integer(0));
        UnitEntry::State state{maybe_date(rows, 1).value_or(Date{}), maybe_date(rows, 2), rows.string(3),
                               fold(rows.text(3)), rows.maybe_integer(4)};
        auto& bearers = by_name_[state.folded];
        if (std::find(bearers.begin(), bearers.end(), &unit) == bearers.end()) bearers.push_back(&unit);
        unit.states.push_back(std::move(state));
    }
}

UnitEntry const* UnitDirectory::find(std::string_view code) const
{
    auto const found = by_code_.find(fold(code));
    return found == by_code_.end() || !found->second->in_scope ? nullptr : found->second;
}

UnitEntry const* UnitDirectory::by_id(std::int64_t id) const
{
    auto const found = by_id_.find(id);
    return found == by_id_.end() ? nullptr : found->second;
}

std::vector<UnitEntry const*> UnitDirectory::named(std::string_view folded, std::optional<Date> on) const
{
    std::vector<UnitEntry const*> units;
    auto const found = by_name_.find(std::string{folded});
    if (found == by_name_.end()) return units;
    for (auto const* unit : found->second) {
        if (on) {
            auto const* state = unit->state_on(*on);
            if (state != nullptr && state->folded == folded) units.push_back(unit);
        } else if (!unit->to && unit->folded == folded) {
            units.push_back(unit);
        }
    }
    return units;
}

bool UnitDirectory::are_kin(std::int64_t a, std::int64_t b) const { return descends(a, b) || descends(b, a); }

bool UnitDirectory::descends(std::int64_t from, std::int64_t to) const
{
    std::set<std::int64_t> seen;
    std::vector<std::int64_t> open{from};
    while (!open.empty()) {
        auto const id = open.back();
        open.pop_back();
        if (id == to) return true;
        if (!seen.insert(id).second) continue;
        if (auto const next = successors_.find(id); next != successors_.end())
            open.insert(open.end(), next->second.begin(), next->second.end());
    }
    return false;
}

PersonEntry::Post const* PersonEntry::post_on(Date day) const
{
    for (auto post = posts.rbegin(); post != posts.rend(); ++post) {
        if (post->from <= day && (!post->to || day <= *post->to)) return &*post;
    }
    return nullptr;
}

void PersonDirectory::load_codes(std::set<std::string> const& codes) { load("p.code_key", codes); }
void PersonDirectory::load_names(std::set<std::string> const& search_keys) { load("p.search_key", search_keys); }

void PersonDirectory::load(std::string_view column, std::set<std::string> const& keys)
{
    in_chunks(keys, [&](std::vector<storage::Param> const& chunk) {
        auto const sql = "SELECT p.code_key, k.id, k.code, k.full_name, k.unit_id, k.rank, k.position, k.sex,"
                         " k.direct_worker, k.joined FROM person p JOIN person k ON k.id = COALESCE(p.merged_into, p.id)"
                         " WHERE " + std::string{column} + " IN (" + placeholders(1, chunk.size()) + ") ORDER BY p.id";
        for (auto rows = tx_.query(sql, chunk); rows.next();) {
            if (auto* person = add(rows)) by_code_.emplace(rows.string(0), person);
        }
    });
}

PersonEntry* PersonDirectory::add(storage::Rows const& rows)
{
    if (auto const known = by_id_.find(rows.integer(1)); known != by_id_.end()) return known->second;
    auto const* unit = units_.by_id(rows.integer(4));
    if (unit == nullptr || !unit->in_scope) return nullptr;
    PersonEntry person;
    person.id = rows.integer(1);
    person.code = rows.string(2);
    person.full_name = rows.string(3);
    person.folded = fold(person.full_name);
    person.unit_id = rows.integer(4);
    person.rank = rows.string(5);
    person.position = rows.string(6);
    person.sex = rows.string(7);
    person.direct_worker = maybe_flag(rows, 8);
    person.joined = maybe_date(rows, 9);
    auto& kept = people_.emplace_back(std::move(person));
    by_id_.emplace(kept.id, &kept);
    by_name_[kept.folded].push_back(&kept);
    return &kept;
}

void PersonDirectory::load_posts()
{
    if (!tx_.integer("SELECT 1 FROM post LIMIT 1")) return;
    std::vector<std::int64_t> ids;
    for (auto const& person : people_) ids.push_back(person.id);
    in_chunks(ids, [&](std::vector<storage::Param> const& chunk) {
        auto const sql = "SELECT person_id, from_on, to_on, unit_id, position, rank, direct_worker FROM post"
                         " WHERE person_id IN (" + placeholders(1, chunk.size()) + ") ORDER BY person_id, from_on, id";
        for (auto rows = tx_.query(sql, chunk); rows.next();) {
            by_id_.at(rows.integer(0))->posts.push_back({maybe_date(rows, 1).value_or(Date{}), maybe_date(rows, 2),
                                                         rows.integer(3), rows.string(4), rows.string(5),
                                                         maybe_flag(rows, 6)});
        }
    });
}

PersonEntry const* PersonDirectory::find(std::string_view folded_code) const
{
    auto const found = by_code_.find(std::string{folded_code});
    return found == by_code_.end() ? nullptr : found->second;
}

std::vector<PersonEntry const*> PersonDirectory::named(std::string_view folded_name) const
{
    auto const found = by_name_.find(std::string{folded_name});
    if (found == by_name_.end()) return {};
    return {found->second.begin(), found->second.end()};
}

}  // namespace thidua::organisation
