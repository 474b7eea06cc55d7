// What the law asks of a council's vote. Told by whoever knows the law as well (the shell): this
// folder does not include it.
#pragma once

#include "ballot/tally.h"
#include "base/date.h"
#include "storage/database.h"

#include <functional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::voting {

struct LawShare {
    std::string award;  // Its code in the law.
    std::string name_vi, name_en;
    int percent = 0;         // At least so many in a hundred of all members.
    std::string clause;      // Where it says so.
    std::string confidence;  // A, B, C: how sure its text is.
};

// The awards for which a share is fixed for dossiers received on the day, as it stands for the unit;
// those for which none is, or whose text is open, are left out. May be empty: no law is known.
using LawShares = std::function<std::vector<LawShare>(
    storage::Transaction& tx, Date received, std::string_view unit_path)>;

ballot::Share share_of(LawShare const& law);
// The award that is meant by a name or code as typed, whatever its case and marks; null for another.
LawShare const* find_share(std::vector<LawShare> const& shares, std::string_view award);
// Whether `one` asks for more votes than `other`.
bool asks_more(ballot::Share const& one, ballot::Share const& other);

struct Session;
class FieldReader;
// Gives every line whose award the law knows its share, unless the line or the session asks for more.
// A line that asks for less is a problem at "candidates"; one that asks for more wants a reason, at
// "share_reason".
void apply_law(Session& session, std::vector<LawShare> const& shares, FieldReader& reader);

}  // namespace thidua::voting
