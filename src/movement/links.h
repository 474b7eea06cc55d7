// What a movement carries out: items of the directive library, or parts of papers that are not in
// it, typed. A movement without one is flagged.
#pragma once

#include "movement/movement.h"
#include "programme/directives.h"

#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

// resolution, directive, plan, campaign, circular, other
std::span<std::string_view const> link_kinds();

// Every act here asks WriteMovements over the owner, and a movement that is not over.

// A part of a paper outside the library.
struct AddLink {
    std::string ref;
    std::string kind, name, number, item;
    std::optional<Date> dated;
    std::int64_t version = 0;
};
Result<void> add_link(Act& act, AddLink const& command);

// Items of directives the actor may read; those linked already stay as they are.
struct LinkItems {
    std::string ref;
    std::vector<std::string> items;  // Refs.
    std::int64_t version = 0;
};
Result<void> link_items(Act& act, LinkItems const& command);

struct RemoveLink {
    std::string ref, link;
    std::int64_t version = 0;
};
Result<void> remove_link(Act& act, RemoveLink const& command);

struct Link {
    std::string ref, kind, name, number, item;
    std::optional<Date> dated;
    std::optional<std::int64_t> item_id;  // Of the library, with its words of today.
    std::string directive_ref;            // "" for a typed one.
    int position = 0;                     // Of the item in its directive.
};
std::vector<Link> links_of(storage::Transaction& tx, std::int64_t movement);

// A movement the actor may know of, on the side of the item it serves.
struct Servant {
    std::int64_t item_id = 0;
    std::string ref, code, name, state;
};
std::vector<Servant> servants_of(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 programme::Directive const& directive);

// Items of directives in the owner's library, dated by the end of `year`, that no movement which
// the actor may know of and which was not cancelled has served until then. Newest paper first.
std::vector<programme::LinkedItem> unserved_items(storage::Transaction& tx,
                                                  access::Actor const& actor,
                                                  organisation::Unit const& owner,
                                                  int year);

}  // namespace thidua::movement
