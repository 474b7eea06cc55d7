// Units and people as an import needs them: found by code or by name as on a day, many at once, and
// only those that the actor may write about; all others do not exist for the import.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "storage/database.h"

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace thidua::organisation {

struct UnitEntry {
    struct State {
        Date from;
        std::optional<Date> to;
        std::string name;
        std::string folded;
        std::optional<std::int64_t> parent_id;
    };
    std::int64_t id = 0;
    std::string code;
    std::string code_key;
    std::string name;
    std::string folded;
    std::string kind;
    std::string path;
    std::optional<std::int64_t> parent_id;
    Date from;
    std::optional<Date> to;
    std::vector<State> states;  // by day
    bool in_scope = true;

    bool stands_on(Date day) const { return from <= day && (!to || day <= *to); }
    // What was true on that day; nothing where it did not exist.
    State const* state_on(Date day) const;
};

class UnitDirectory {
public:
    // All units; those outside the actor's scopes of `permission` are marked so.
    UnitDirectory(storage::Transaction& tx, access::Actor const& actor, access::Permission permission);

    // By code, in any case; null when there is none or it is out of scope.
    UnitEntry const* find(std::string_view code) const;
    UnitEntry const* by_id(std::int64_t id) const;
    // Units that bore the name (folded) on that day; without a day, that bear it now.
    std::vector<UnitEntry const*> named(std::string_view folded, std::optional<Date> on) const;
    // Some unit ever bore the name.
    bool knows_name(std::string_view folded) const { return by_name_.contains(std::string{folded}); }
    // `unit` is `top` or lies below it, by today's tree.
    static bool is_within(UnitEntry const& unit, UnitEntry const& top) { return unit.path.starts_with(top.path); }
    // One came from the other, over any number of renames, mergers and splits.
    bool are_kin(std::int64_t a, std::int64_t b) const;

private:
    void read_units(storage::Transaction& tx, std::vector<access::Scope> const& scopes);
    void read_states(storage::Transaction& tx);
    bool descends(std::int64_t from, std::int64_t to) const;

    std::deque<UnitEntry> units_;
    std::unordered_map<std::string, UnitEntry*> by_code_;
    std::unordered_map<std::int64_t, UnitEntry*> by_id_;
    std::unordered_map<std::string, std::vector<UnitEntry*>> by_name_;
    std::map<std::int64_t, std::set<std::int64_t>> successors_;
};

struct PersonEntry {
    struct Post {
        Date from;
        std::optional<Date> to;
        std::int64_t unit_id = 0;
        std::string position;
        std::string rank;
        std::optional<bool> direct_worker;
    };
    std::int64_t id = 0;
    std::string code;
    std::string full_name;
    std::string folded;
    std::int64_t unit_id = 0;
    std::string rank;
    std::string position;
    std::string sex;
    std::optional<bool> direct_worker;
    std::optional<Date> joined;
    std::vector<Post> posts;  // by day

    // The post held on that day, the newest where there are several.
    Post const* post_on(Date day) const;
};

class PersonDirectory {
public:
    PersonDirectory(storage::Transaction& tx, UnitDirectory const& units) : tx_(tx), units_(units) {}

    // Reads those of the codes (folded) and names (search keys) that exist and are in scope. A merged
    // entry is answered by the one it was merged into.
    void load_codes(std::set<std::string> const& codes);
    void load_names(std::set<std::string> const& search_keys);
    // The posts of everybody read so far.
    void load_posts();

    PersonEntry const* find(std::string_view folded_code) const;
    std::vector<PersonEntry const*> named(std::string_view folded_name) const;

private:
    void load(std::string_view column, std::set<std::string> const& keys);
    PersonEntry* add(storage::Rows const& row);

    storage::Transaction& tx_;
    UnitDirectory const& units_;
    std::deque<PersonEntry> people_;
    std::unordered_map<std::int64_t, PersonEntry*> by_id_;
    std::unordered_map<std::string, PersonEntry*> by_code_;
    std::unordered_map<std::string, std::vector<PersonEntry*>> by_name_;
};

// "?1, ?2, … ?count": the list of an IN.
std::string placeholders(std::size_t first, std::size_t count);

// Calls `visit` with at most kChunk of the keys at a time.
constexpr std::size_t kChunk = 400;
template <class Keys, class Visit>
void in_chunks(Keys const& keys, Visit&& visit)
{
    std::vector<storage::Param> chunk;
    for (auto const& key : keys) {
        chunk.emplace_back(key);
        if (chunk.size() == kChunk) visit(chunk), chunk.clear();
    }
    if (!chunk.empty()) visit(chunk);
}

}  // namespace thidua::organisation
