// The tree as on a day, and what happened to one unit.
#pragma once

#include "access/actor.h"
#include "organisation/lookup.h"

#include <string>
#include <vector>

namespace thidua::organisation {

struct TreeNode {
    std::int64_t id = 0;
    std::string code;
    std::string name;  // As on the day.
    std::string kind;
    std::string path;  // Of today's tree.
    int depth = 0;     // By the tree of the day; 0 where the parent is not visible to the actor.
    bool has_children = false;
};
// Parents before their children, siblings by code. Only what the actor may read.
std::vector<TreeNode> tree_at(storage::Transaction& tx, access::Actor const& actor, Date on);

// One act in a unit's life, newest first.
struct TimelineEntry {
    std::string kind;  // create, rename, move, split, merge, dissolve, import
    Date on;
    std::string paper_no;
    std::optional<Date> paper_date;
    std::string note;
    std::string name;                   // Borne from that day on; "" where it ended.
    std::optional<std::string> parent;  // Code of the parent from that day on.
};
std::vector<TimelineEntry> timeline(storage::Transaction& tx, std::int64_t unit_id);

}  // namespace thidua::organisation
