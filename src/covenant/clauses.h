// The library of clauses that covenants are written from. A changed clause gets a new text with a
// reason; the texts before it stay and can be compared line by line.
#pragma once

#include "covenant/covenant.h"

#include <array>
#include <string>
#include <vector>

namespace thidua::covenant {

// What a clause is about, in the order covenants follow.
inline constexpr std::array<std::string_view, 8> kCategories = {"task",
                                                                "ideology",
                                                                "building",
                                                                "discipline",
                                                                "innovation",
                                                                "emulation",
                                                                "culture",
                                                                "mutual-help"};

struct ClauseText {
    std::int64_t number = 0;
    std::string body;
    std::string reason;
    std::string written_by;
    Instant written_at;
};
struct Clause {
    std::int64_t id = 0;
    std::string ref;
    std::string category;
    bool retired = false;  // No longer offered.
    std::int64_t version = 1;
    std::vector<ClauseText> texts;  // Newest first; at least one.

    ClauseText const& newest() const { return texts.front(); }
    ClauseText const* text(std::int64_t number) const;
};

// By category, then in order of entry. Retired ones last of all.
std::vector<Clause> clauses(storage::Transaction& tx);
std::optional<Clause> find_clause(storage::Transaction& tx, std::string_view ref);

// PlanYear somewhere, or LeadBlock: who writes covenants keeps the library.
bool may_keep_clauses(access::Actor const& actor);

struct WriteClause {
    std::string ref;  // "" for a new one.
    std::int64_t version = 0;
    std::string category;
    std::string body;
    std::string reason;  // Of a change.
};
Result<std::string> write_clause(Act& act, WriteClause const& command);
Result<void> retire_clause(Act& act, std::string_view ref, std::int64_t version, bool retired);

// The clauses proposed with the program (data/clauses.csv), where the library is still empty. How
// many came in.
Result<std::int64_t> take_proposals(Act& act);

// One line of a comparison: in both texts, only in the older, only in the newer.
struct Change {
    char kind = '=';  // '=', '-', '+'
    std::string line;
};
// Sentences and lines in a longest common order.
std::vector<Change> differences(std::string_view older, std::string_view newer);

}  // namespace thidua::covenant
