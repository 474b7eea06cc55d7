// Entries that may be one person, and the act that makes them one. A merge is compensable: what it
// moved is kept, and undoing it moves that back.
#pragma once

#include "organisation/acts.h"

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace thidua::organisation {

struct Pair {
    Person first;  // The smaller code.
    Person second;
    bool same_birth_date = false;
    bool same_birth_year = false;
    bool same_unit = false;
    bool near_codes = false;
};
// People of one name (without diacritics) with the same birthday, birth year or unit, or, where a
// birthday is not known, with near codes. By name, then code; both within the actor's scope.
std::vector<Pair> find_duplicates(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::int64_t limit,
                                  std::int64_t offset);
std::int64_t count_duplicates(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::int64_t limit);

// What a later folder does to its own rows when two entries become one, in the same transaction.
// `move` re-points rows of `from` to `to` and returns which; `move_back` returns them.
struct MergeHook {
    std::string name;
    std::function<std::vector<std::int64_t>(Act&, Person const& from, Person const& to)> move;
    std::function<void(
        Act&, std::vector<std::int64_t> const& ids, Person const& from, Person const& to)>
        move_back;
};
// Once per name; before the first request.
void on_person_merge(MergeHook hook);

// Refused "organisation.merge.ratings-differ" where both have different ratings of one year.
struct MergePeople {
    std::string keep;
    std::string merge;  // Ends as an entry; its code leads to `keep` from now on.
    std::string reason;
    std::int64_t keep_version = 0;
    std::int64_t merge_version = 0;
};
Result<std::string> merge_people(Act& act, MergePeople const& command);  // The merge's address.

struct UndoMerge {
    std::string ref;
};
Result<Person> undo_merge(Act& act, UndoMerge const& command);  // The entry that stands again.

}  // namespace thidua::organisation
