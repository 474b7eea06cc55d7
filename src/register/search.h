// Finding people, units and decisions by what a person types: a name without diacritics, a number,
// the beginning of either. Counts are exact up to kCountedHits; beyond it `more` says that there
// are others, and pages end there.
#pragma once

#include "access/actor.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

constexpr std::int64_t kCountedHits = 10'000;

// The rows of a list that are wanted.
struct Window {
    int page = 1;  // From 1.
    int size = 50;
    std::int64_t first() const { return static_cast<std::int64_t>(page - 1) * size; }
};

// The keys of the rows in the window, in order, and how many there are outside it.
struct Hits {
    std::vector<std::int64_t> ids = {};
    std::int64_t total = 0;
    bool more = false;
    bool is_exact =
        false;  // People who bear exactly the name typed, where others bear its words too.
};

struct PeopleQuery {
    std::string text;
    bool wide = false;  // Everyone who bears all the words, also where some bear exactly the name.
};

// People the reader may read (ReadPeople). A text with a digit is the beginning of a number; three
// or more words that somebody bears as the whole name find these people; else all who bear every
// word, the last one also as a beginning. In the order of given names.
Hits find_people(storage::Transaction& tx,
                 access::Actor const& actor,
                 PeopleQuery const& query,
                 Window window);

// Units by code or words of the name, or by a whole name they once had (ReadOrganisation).
Hits find_units(storage::Transaction& tx,
                access::Actor const& actor,
                std::string_view text,
                Window window);

// Decisions by the beginning of the number or by the day (ReadRegister), newest first.
Hits find_decisions(storage::Transaction& tx,
                    access::Actor const& actor,
                    std::string_view text,
                    Window window);

// The hits as rows of documents, in the order of `ids`; homonyms differ by birth year, number and
// unit.
boost::json::array people_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids);
boost::json::array unit_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids);
boost::json::array decision_rows(storage::Transaction& tx, std::vector<std::int64_t> const& ids);

// Ids of people or units (organisation::kPerson, kUnit) meant by a name, whoever may read them; at
// most `limit`. For lists that filter by another thing's scope.
std::vector<std::int64_t> subjects_named(storage::Transaction& tx,
                                         std::string_view kind,
                                         std::string_view name,
                                         std::int64_t limit);

// SQL "this decision may be read and stands": within clearance, not undone with its import and, for
// readers of a part, with an award there. `alias` is the decision's alias in the statement.
std::string readable_decision(access::Actor const& actor, std::string_view alias);

bool has_digit(std::string_view text);

}  // namespace thidua::registry
