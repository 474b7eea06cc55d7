#include "demo/world.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "organisation/names.h"
#include "register/catalogue.h"
#include "register/tally.h"
#include "storage/identities.h"

#include <fmt/format.h>

#include <algorithm>

namespace thidua::demo {

namespace {

using storage::Bytes;
using storage::Param;
using storage::Transaction;

std::optional<std::string> iso(std::optional<Date> day) { return day ? std::optional{to_iso(*day)} : std::nullopt; }

// Writes one row per element. `fill(element, row, keep)`: strings made on the way are kept in `keep`
// until the row is written.
using Keep = std::vector<std::string>;
template <class Elements, class Fill>
void insert_each(Transaction& tx, std::string_view table, std::initializer_list<std::string_view> columns,
                 Elements const& elements, Fill const& fill)
{
    auto at = elements.begin();
    Keep keep;
    tx.bulk_insert(table, columns, [&](std::vector<Param>& row) {
        if (at == elements.end()) return false;
        keep.clear();
        keep.reserve(16);  // So that views into it stay.
        fill(*at++, row, keep);
        return true;
    });
}

Param kept(Keep& keep, std::string text) { return Param{keep.emplace_back(std::move(text))}; }
Param kept(Keep& keep, std::optional<std::string> text)
{
    return text ? kept(keep, std::move(*text)) : Param{};
}

std::string path_of(World& world, std::int64_t id)
{
    auto const& unit = world.unit(id);
    return (unit.parent == 0 ? std::string{"/"} : path_of(world, unit.parent)) + unit.code + '/';
}

Param parent_of(Unit const& unit) { return unit.parent == 0 ? Param{} : Param{unit.parent}; }

struct State {
    std::int64_t unit;
    Date from;
    std::optional<Date> to;
    std::string name;
};

std::vector<State> states(World const& world)
{
    std::vector<State> all;
    for (auto const& unit : world.units) {
        if (unit.renamed) {
            all.push_back({unit.id, unit.from, unit.renamed->plus_days(-1), unit.old_name});
            all.push_back({unit.id, *unit.renamed, unit.to, unit.name});
        } else {
            all.push_back({unit.id, unit.from, unit.to, unit.name});
        }
    }
    return all;
}

void store_units(Transaction& tx, World& world)
{
    insert_each(tx, "unit",
                {"id", "code", "code_key", "kind", "name", "search_key", "sort_key", "parent_id", "path", "valid_from", "valid_to", "offline"},
                world.units, [&](Unit const& unit, std::vector<Param>& row, Keep& keep) {
                    row = {unit.id, unit.code, kept(keep, organisation::code_key(unit.code)), unit.kind, unit.name,
                           kept(keep, search_key(unit.name)), Param{Bytes{keep.emplace_back(sort_key(unit.name))}}, parent_of(unit),
                           kept(keep, path_of(world, unit.id)), kept(keep, to_iso(unit.from)), kept(keep, iso(unit.to)), unit.offline};
                });
    auto const act = tx.insert("INSERT INTO unit_act (kind, on_date, note, done_by, done_at) VALUES ('import', ?1, '', 'demo', 0) RETURNING id",
                               {to_iso(world.units.front().from)});
    insert_each(tx, "unit_state", {"unit_id", "valid_from", "valid_to", "name", "search_key", "kind", "parent_id", "act_id"},
                states(world), [&](State const& state, std::vector<Param>& row, Keep& keep) {
                    auto const& unit = world.unit(state.unit);
                    row = {state.unit, kept(keep, to_iso(state.from)), kept(keep, iso(state.to)), state.name,
                           kept(keep, search_key(state.name)), unit.kind, parent_of(unit), act};
                });
    for (auto const& unit : world.units) {
        for (auto const predecessor : unit.predecessors) {
            tx.execute("INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date) VALUES (?1, ?2, 'merge', ?3)",
                       {predecessor, unit.id, to_iso(unit.from)});
        }
        organisation::index_name(tx, organisation::kUnit, unit.id, unit.name, sort_key(unit.name));
    }
}

void store_blocks(Transaction& tx, World const& world, std::string const& secret)
{
    static constexpr char const* kNames[] = {"Khối 1 – Cơ quan tham mưu", "Khối 2 – Nghiên cứu, đào tạo, sự nghiệp",
                                             "Khối 3 – Kỹ thuật, sản xuất, dịch vụ", "Khối 4 – Các hệ"};
    for (int block = 1; block <= 4; ++block) {
        std::string const name = kNames[block - 1];
        tx.execute("INSERT INTO block (id, ref, name, name_key, level, owner_unit_id) VALUES (?1, ?2, ?3, ?4, 'ban', 1)",
                   {block, address_of(secret, "block:" + name), name, fold(name)});
    }
    insert_each(tx, "block_member", {"block_id", "year", "unit_id", "role", "rank"}, world.places,
                [](BlockPlace const& place, std::vector<Param>& row, Keep&) {
                    row = {place.block, place.year, place.unit, place.role, place.rank == 0 ? Param{} : Param{place.rank}};
                });
}

void store_people(Transaction& tx, World& world)
{
    insert_each(tx, "person",
                {"id", "code", "code_key", "full_name", "search_key", "sort_key", "birth_date", "sex", "category", "rank", "position",
                 "unit_id", "direct_worker", "joined", "sector_joined", "left_on", "left_reason", "retires"},
                world.people, [](Person const& person, std::vector<Param>& row, Keep& keep) {
                    auto const& post = person.posts.back();
                    row = {person.id, person.code, kept(keep, organisation::code_key(person.code)), person.name,
                           kept(keep, search_key(person.name)), Param{Bytes{keep.emplace_back(name_sort_key(person.name))}},
                           kept(keep, to_iso(person.born)), person.woman ? "nu" : "nam", person.category, post.rank, post.position,
                           post.unit, post.direct, kept(keep, to_iso(person.joined)), kept(keep, to_iso(person.joined)),
                           kept(keep, iso(person.left)), person.left_reason,
                           kept(keep, to_iso(person.born.plus_months(12 * (person.woman ? 57 : 60))))};
                });
    std::vector<std::pair<std::int64_t, Post const*>> posts;
    std::vector<std::pair<std::string, Person const*>> words;
    for (auto const& person : world.people) {
        for (auto const& post : person.posts) posts.emplace_back(person.id, &post);
        auto names = search_words(person.name);
        std::sort(names.begin(), names.end());
        names.erase(std::unique(names.begin(), names.end()), names.end());
        for (auto& word : names) words.emplace_back(std::move(word), &person);
    }
    insert_each(tx, "post", {"person_id", "unit_id", "position", "rank", "from_on", "to_on", "coefficient", "direct_worker"}, posts,
                [](auto const& entry, std::vector<Param>& row, Keep& keep) {
                    auto const& post = *entry.second;
                    row = {entry.first, post.unit, post.position, post.rank, kept(keep, to_iso(post.from)), kept(keep, iso(post.to)),
                           post.coefficient == 0 ? Param{} : Param{post.coefficient}, post.direct};
                });
    insert_each(tx, "name_word", {"word", "subject_kind", "sort_key", "subject_id"}, words,
                [](auto const& entry, std::vector<Param>& row, Keep& keep) {
                    row = {entry.first, organisation::kPerson, Param{Bytes{keep.emplace_back(name_sort_key(entry.second->name))}},
                           entry.second->id};
                });
}

// Closed years are declared complete for everybody, and that nothing happened before the first of
// them; of the current year, what does not wait for the December decisions, by most units.
void declare_complete(Transaction& tx, World const& world)
{
    auto const declare = [&](std::int64_t unit, char const* kind, int year) {
        tx.execute("INSERT INTO completeness (unit_id, kind, year, declared_by, declared_at) VALUES (?1, ?2, ?3, 'demo', 0)",
                   {unit, kind, year});
    };
    static constexpr int kBefore = 25;
    static constexpr int kLateUnit = 10;  // Every tenth is late.
    for (auto const* kind : {"ratings", "initiatives", "disciplines", "pending", "absences", "transfers", "awards", "unit_years"}) {
        for (int year = world.first_year; year < world.last_year; ++year) declare(1, kind, year);
        if (std::string_view{kind} == "awards") continue;
        for (auto const& unit : world.units) {
            if (unit.block > 0 && unit.id % kLateUnit != 0) declare(unit.id, kind, world.last_year);
        }
    }
    for (auto const* kind : {"disciplines", "awards"}) {
        for (int year = world.first_year - kBefore; year < world.first_year; ++year) declare(1, kind, year);
    }
}

void store_facts(Transaction& tx, World& world, std::string const& secret)
{
    struct Rating { std::string_view kind; std::int64_t subject; int year; std::string_view rating; };
    std::vector<Rating> ratings;
    for (auto const& person : world.people) {
        for (auto const& [year, rating] : person.ratings) ratings.push_back({organisation::kPerson, person.id, year, rating});
    }
    for (auto const& row : world.unit_years) ratings.push_back({organisation::kUnit, row.unit, row.year, row.rating});
    insert_each(tx, "rating", {"subject_kind", "subject_id", "year", "rating"}, ratings,
                [](Rating const& r, std::vector<Param>& row, Keep&) { row = {r.kind, r.subject, r.year, r.rating}; });
    insert_each(tx, "initiative", {"subject_kind", "subject_id", "year", "title", "level", "kind", "share", "decision_no", "decision_date", "marking"},
                world.initiatives, [](Initiative const& i, std::vector<Param>& row, Keep& keep) {
                    row = {organisation::kPerson, i.person, i.year, i.title, i.level, i.kind, 100,
                           kept(keep, fmt::format("{}/QĐ-SK", 10 + i.year % 60)), kept(keep, fmt::format("{}-11-20", i.year)), i.marking};
                });
    insert_each(tx, "discipline", {"subject_kind", "subject_id", "kind", "from_on", "to_on"}, world.disciplines,
                [](Discipline const& d, std::vector<Param>& row, Keep& keep) {
                    row = {organisation::kPerson, d.person, d.kind, kept(keep, to_iso(d.from)), kept(keep, iso(d.to))};
                });
    insert_each(tx, "pending_case", {"subject_kind", "subject_id", "kind", "from_on", "cleared_on"}, world.pending,
                [](Pending const& p, std::vector<Param>& row, Keep& keep) {
                    row = {p.is_person ? organisation::kPerson : organisation::kUnit, p.subject, p.kind, kept(keep, to_iso(p.from)),
                           kept(keep, iso(p.cleared))};
                });
    insert_each(tx, "absence", {"person_id", "kind", "from_on", "to_on", "result"}, world.absences,
                [](Absence const& a, std::vector<Param>& row, Keep& keep) {
                    row = {a.person, a.kind, kept(keep, to_iso(a.from)), kept(keep, iso(a.to)), a.result};
                });
    insert_each(tx, "transfer", {"ref", "person_id", "from_unit_id", "to_unit_id", "on_date", "opinion", "state", "proposed_by", "answered_by"},
                world.transfers, [&](Transfer const& t, std::vector<Param>& row, Keep& keep) {
                    row = {kept(keep, address_of(secret, fmt::format("transfer:{}:{}", t.person, t.on.days))), t.person, t.from_unit, t.to_unit,
                           kept(keep, to_iso(t.on)), t.opinion, "confirmed", "demo", "demo"};
                });
    insert_each(tx, "unit_year", {"unit_id", "year", "party_clean", "total", "completed", "advanced", "cstd_co_so", "disciplined"},
                world.unit_years, [](UnitYear const& u, std::vector<Param>& row, Keep&) {
                    row = {u.unit, u.year, u.clean, u.total, u.completed, u.advanced, u.fighters, u.disciplined};
                });
    declare_complete(tx, world);
}

void store_decisions(Transaction& tx, World& world, std::string const& secret)
{
    auto const as_of = world.options.as_of;
    insert_each(tx, "decision",
                {"id", "ref", "number", "number_key", "search_key", "decided_on", "authority", "kind", "corrects_id", "title", "marking",
                 "wants_public", "released_by", "released_at", "entered_by", "entered_at"},
                world.decisions, [&](Decision const& d, std::vector<Param>& row, Keep& keep) {
                    // What was signed in the last month still waits for its second person.
                    auto const released = d.released && d.on.plus_days(30) <= as_of;
                    auto const entered = start_of(d.on.plus_days(2)).seconds;
                    row = {d.id, kept(keep, address_of(secret, fmt::format("decision:{}:{}:{}", d.authority, d.number, to_iso(d.on)))), d.number,
                           kept(keep, fold(d.number)), kept(keep, search_key(d.number)), kept(keep, to_iso(d.on)), d.authority, d.kind,
                           d.corrects == 0 ? Param{} : Param{d.corrects}, d.title, d.marking, d.marking == 0, released ? "lanhdao" : "",
                           released ? Param{entered + 86400} : Param{}, "thuongtruc", entered};
                });
}

void store_awards(Transaction& tx, World& world, std::string const& secret)
{
    insert_each(tx, "award",
                {"ref", "decision_id", "subject_kind", "subject_id", "award", "decided_on", "year", "year_from", "school_year", "mode", "movement",
                 "citation", "subject_name", "unit_id", "unit_name", "rank", "position", "sex", "direct_worker", "target_group", "sources",
                 "posthumous", "marking", "state", "revoked_by_id", "released", "entered_by"},
                world.awards, [&](Award const& a, std::vector<Param>& row, Keep& keep) {
                    auto const& paper = world.decisions[static_cast<std::size_t>(a.decision - 1)];
                    auto name_on = [&](Unit const& unit) {
                        return unit.renamed && paper.on < *unit.renamed ? std::string_view{unit.old_name} : std::string_view{unit.name};
                    };
                    auto const subject_kind = a.is_person ? organisation::kPerson : organisation::kUnit;
                    auto const released = paper.released && a.marking == 0 && paper.on.plus_days(30) <= world.options.as_of;
                    row = {kept(keep, address_of(secret, fmt::format("award:{}:{}:{}:{}:{}", a.decision, subject_kind, a.subject, a.award, a.year))),
                           a.decision, subject_kind, a.subject, a.award, kept(keep, to_iso(paper.on)), a.year,
                           a.year_from == 0 ? Param{} : Param{a.year_from}, a.school_year, a.mode, a.movement, a.citation};
                    if (a.is_person) {
                        auto const& person = world.person(a.subject);
                        auto const& post = person.post_on(paper.on);
                        auto const& unit = world.unit(post.unit);
                        row.insert(row.end(), {a.name_as_printed.empty() ? Param{person.name} : Param{a.name_as_printed}, unit.id, name_on(unit),
                                               post.rank, post.position, person.woman ? "nu" : "nam", post.direct,
                                               post.direct ? "truc-tiep" : "lanh-dao-phong", "spppapp"});
                    } else {
                        auto const& unit = world.unit(a.subject);
                        row.insert(row.end(), {Param{name_on(unit)}, unit.id, name_on(unit), "", "", "", Param{}, "", "spuuuuu"});
                    }
                    row.insert(row.end(), {a.posthumous, a.marking, a.revoked_by == 0 ? "valid" : "revoked",
                                           a.revoked_by == 0 ? Param{} : Param{a.revoked_by}, released, "thuongtruc"});
                });
}

}  // namespace

void store(Transaction& tx, World& world)
{
    auto const secret = sha256_hex(fmt::format("demo:{}", world.options.seed));
    audit::set_setting(tx, "secret", secret);
    audit::set_setting(tx, "demo.as-of", to_iso(world.options.as_of));
    audit::set_setting(tx, "office.name", world.units.front().name);
    registry::seed_catalogue(tx);
    store_units(tx, world);
    store_blocks(tx, world, secret);
    store_people(tx, world);
    store_facts(tx, world, secret);
    store_decisions(tx, world, secret);
    store_awards(tx, world, secret);
    storage::reset_identities(tx);
    registry::rebuild_tally(tx);
}

}  // namespace thidua::demo
