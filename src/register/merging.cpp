#include "register/merging.h"

#include "organisation/duplicates.h"

namespace thidua::registry {

std::vector<std::int64_t> repoint_person(storage::Transaction& tx, std::int64_t from, std::int64_t to)
{
    std::vector<std::int64_t> moved;
    for (auto rows = tx.query("SELECT id FROM award WHERE subject_kind = 'person' AND subject_id = ?1 ORDER BY id", {from});
         rows.next();)
        moved.push_back(rows.integer(0));
    repoint_awards(tx, moved, to);
    return moved;
}

void repoint_awards(storage::Transaction& tx, std::vector<std::int64_t> const& awards, std::int64_t to)
{
    for (auto const id : awards)
        tx.execute("UPDATE award SET subject_id = ?2, version = version + 1 WHERE id = ?1 AND subject_kind = 'person'", {id, to});
}

void follow_merges()
{
    using organisation::Act;
    using organisation::Person;
    organisation::on_person_merge(
        {.name = "register",
         .move = [](Act& act, Person const& from, Person const& to) { return repoint_person(act.tx, from.id, to.id); },
         .move_back = [](Act& act, std::vector<std::int64_t> const& ids, Person const& from,
                         Person const&) { repoint_awards(act.tx, ids, from.id); }});
}

}  // namespace thidua::registry
