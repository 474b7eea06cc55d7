// Two entries become one person, and two again.
#include "base/random.h"
#include "base/text.h"
#include "organisation/duplicates.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>

namespace thidua::organisation {

namespace json = boost::json;

namespace {

// Tables of this folder that point at people: the column, and for facts of any subject the kind.
struct Pointer {
    std::string table;
    std::string column;
    bool by_kind = false;
};
std::array<Pointer, 7> const& pointers()
{
    static std::array<Pointer, 7> const all = {{{"post", "person_id"},
                                                {"transfer", "person_id"},
                                                {"absence", "person_id"},
                                                {"rating", "subject_id", true},
                                                {"initiative", "subject_id", true},
                                                {"discipline", "subject_id", true},
                                                {"pending_case", "subject_id", true}}};
    return all;
}

std::vector<MergeHook>& hooks()
{
    static std::vector<MergeHook> all;
    return all;
}

std::string points_at(Pointer const& pointer, std::string const& placeholder)
{
    return (pointer.by_kind ? "subject_kind = 'person' AND " : "") + pointer.column + " = " +
           placeholder;
}

// A rating of a year that the kept entry has as well stays where it is.
std::string left_behind(Pointer const& pointer)
{
    if (pointer.table != "rating") return "";
    return " AND NOT EXISTS (SELECT 1 FROM rating k WHERE k.subject_kind = 'person' AND "
           "k.subject_id = ?2 AND k.year = rating.year)";
}

json::array move_rows(storage::Transaction& tx,
                      Pointer const& pointer,
                      std::int64_t from,
                      std::int64_t to)
{
    json::array ids;
    auto rows = tx.query("UPDATE " + pointer.table + " SET " + pointer.column + " = ?2 WHERE " +
                             points_at(pointer, "?1") + left_behind(pointer) + " RETURNING id",
                         {from, to});
    while (rows.next()) ids.push_back(rows.integer(0));
    return ids;
}

json::array move_memberships(storage::Transaction& tx, std::int64_t from, std::int64_t to)
{
    json::array units;
    auto rows = tx.query(
        "UPDATE collective_member SET person_id = ?2 WHERE person_id = ?1 AND NOT EXISTS ("
        "SELECT 1 FROM collective_member k WHERE k.person_id = ?2 AND k.unit_id = "
        "collective_member.unit_id) "
        "RETURNING unit_id",
        {from, to});
    while (rows.next()) units.push_back(rows.integer(0));
    return units;
}

Result<void> check_ratings(storage::Transaction& tx, std::int64_t keep, std::int64_t merge)
{
    std::vector<std::string> years;
    auto rows = tx.query(
        "SELECT a.year FROM rating a JOIN rating b ON b.year = a.year AND b.subject_kind = "
        "'person' "
        "WHERE a.subject_kind = 'person' AND a.subject_id = ?1 AND b.subject_id = ?2 "
        "AND a.rating <> b.rating ORDER BY a.year",
        {keep, merge});
    while (rows.next()) years.push_back(std::to_string(rows.integer(0)));
    if (years.empty()) return {};
    return failure(
        Kind::Refused, "organisation.merge.ratings-differ", {{"years", name_some(years)}});
}

Result<Person> entry(Act& act,
                     std::string const& code,
                     std::int64_t version,
                     std::string const& field)
{
    auto person = TD_TRY(person_for(act, code, Permission::WritePeople, field));
    if (code_key(person.code) != code_key(tidy(code)))
        return bad_input("organisation.merge.merged-already", {{"code", code}}, field);
    if (person.version != version) return stale({});
    return person;
}

json::object move_everything(Act& act, Person const& from, Person const& to)
{
    json::object moved;
    for (auto const& pointer : pointers())
        moved[pointer.table] = move_rows(act.tx, pointer, from.id, to.id);
    moved["collective_member"] = move_memberships(act.tx, from.id, to.id);
    json::object by_hooks;
    for (auto const& hook : hooks()) {
        json::array ids;
        for (auto const id : hook.move(act, from, to)) ids.push_back(id);
        by_hooks[hook.name] = std::move(ids);
    }
    moved["hooks"] = std::move(by_hooks);
    return moved;
}

std::vector<std::int64_t> ids_in(json::object const& moved, std::string_view name)
{
    std::vector<std::int64_t> ids;
    auto const* list = moved.if_contains(name);
    if (list == nullptr) return ids;
    for (auto const& id : list->as_array()) ids.push_back(id.to_number<std::int64_t>());
    return ids;
}

// Only what still points at the kept entry: a row that was removed or merged on since stays as it
// is.
void move_everything_back(Act& act, json::object const& moved, Person const& from, Person const& to)
{
    for (auto const& pointer : pointers()) {
        for (auto const id : ids_in(moved, pointer.table)) {
            act.tx.execute("UPDATE " + pointer.table + " SET " + pointer.column +
                               " = ?2 WHERE id = ?3 AND " + points_at(pointer, "?1"),
                           {to.id, from.id, id});
        }
    }
    for (auto const unit_id : ids_in(moved, "collective_member")) {
        act.tx.execute(
            "UPDATE collective_member SET person_id = ?2 WHERE person_id = ?1 AND unit_id = ?3",
            {to.id, from.id, unit_id});
    }
    for (auto const& hook : hooks())
        hook.move_back(act, ids_in(moved.at("hooks").as_object(), hook.name), from, to);
}

void set_merged(storage::Transaction& tx, std::int64_t person_id, std::optional<std::int64_t> into)
{
    tx.execute("UPDATE person SET merged_into = ?2, version = version + 1 WHERE id = ?1",
               {person_id, into});
}

}  // namespace

void on_person_merge(MergeHook hook)
{
    auto& all = hooks();
    bool const known = std::any_of(
        all.begin(), all.end(), [&](MergeHook const& one) { return one.name == hook.name; });
    if (!known) all.push_back(std::move(hook));
}

Result<std::string> merge_people(Act& act, MergePeople const& command)
{
    auto const keep = TD_TRY(entry(act, command.keep, command.keep_version, "keep"));
    auto const merge = TD_TRY(entry(act, command.merge, command.merge_version, "merge"));
    if (keep.id == merge.id) return bad_input("organisation.merge.same-entry", {}, "merge");
    if (command.reason.empty()) return bad_input("error.required", {}, "reason");
    TD_CHECK(check_ratings(act.tx, keep.id, merge.id));
    auto const moved = move_everything(act, merge, keep);
    set_merged(act.tx, merge.id, keep.id);
    act.tx.execute("UPDATE person SET version = version + 1 WHERE id = ?1", {keep.id});
    forget_name(act.tx, kPerson, merge.id);
    auto const ref = random_token(10);
    act.tx.execute(
        "INSERT INTO person_merge (ref, kept_id, merged_id, reason, moved, done_by, done_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        {ref,
         keep.id,
         merge.id,
         command.reason,
         json::serialize(moved),
         act.actor.name,
         act.now.seconds});
    record(act,
           "organisation.person.merge",
           keep,
           {{"merged", merge.code}, {"name", merge.full_name}},
           {{"kept", keep.code}, {"reason", command.reason}});
    return ref;
}

Result<Person> undo_merge(Act& act, UndoMerge const& command)
{
    auto rows = act.tx.query(
        "SELECT m.id, m.kept_id, m.merged_id, m.moved, k.merged_into FROM person_merge m "
        "JOIN person k ON k.id = m.kept_id WHERE m.ref = ?1 AND m.undone_at IS NULL",
        {command.ref});
    if (!rows.next()) return not_found();
    auto const id = rows.integer(0);
    auto const kept_id = rows.integer(1);
    auto const merged_id = rows.integer(2);
    auto const moved = json::parse(rows.text(3)).as_object();
    auto const keep = person_by_id(act.tx, kept_id).value();
    if (!act.actor.may(Permission::ReadPeople, keep.unit_path)) return not_found();
    if (!act.actor.may(Permission::WritePeople, keep.unit_path)) return denied();
    if (!rows.is_null(4))
        return failure(Kind::Refused, "organisation.merge.merged-on", {{"code", keep.code}});
    set_merged(act.tx, merged_id, std::nullopt);
    auto const merge = person_by_id(act.tx, merged_id).value();
    if (!act.actor.may(Permission::WritePeople, merge.unit_path)) return denied();
    move_everything_back(act, moved, merge, keep);
    index_name(act.tx, kPerson, merged_id, merge.full_name, name_sort_key(merge.full_name));
    act.tx.execute("UPDATE person SET version = version + 1 WHERE id = ?1", {keep.id});
    act.tx.execute("UPDATE person_merge SET undone_by = ?2, undone_at = ?3 WHERE id = ?1",
                   {id, act.actor.name, act.now.seconds});
    record(act,
           "organisation.person.undo-merge",
           merge,
           {{"kept", keep.code}},
           {{"code", merge.code}});
    return merge;
}

}  // namespace thidua::organisation
