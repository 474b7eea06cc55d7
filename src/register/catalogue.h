// The award catalogue: the awards the law names (law/awards.csv) and what the office adds. Every
// spelling under which files and forms may name an award leads to one award, and to one only.
#pragma once

#include "audit/audit.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

struct AwardType {
    std::string code;
    std::string subject;    // person, unit, any
    std::string kind;       // title, commendation, order, medal, honorary
    std::string level;      // base, board, ministry, state
    std::string name_vi;
    std::string name_en;
    std::string authority;  // Who decides when a paper does not say, in the office's word; "" by the law (deciders.h).
    std::optional<std::string> valid_from;
    std::optional<std::string> valid_to;
    bool recorded_only = false;
    bool builtin = false;
    std::int64_t position = 0;
    std::int64_t version = 1;
    std::vector<std::string> spellings;  // As written, without the name and the code.
};

inline constexpr std::string_view kAwardSubjects[] = {"person", "unit", "any"};
inline constexpr std::string_view kAwardKinds[] = {"title", "commendation", "order", "medal", "honorary"};
inline constexpr std::string_view kAwardLevels[] = {"base", "board", "ministry", "state"};

// Puts the awards of law/awards.csv into the catalogue. What is there already, also what the office
// has edited, stays. Cheap to call again.
void seed_catalogue(storage::Transaction& tx);

std::vector<AwardType> award_types(storage::Transaction& tx);
std::optional<AwardType> find_award_type(storage::Transaction& tx, std::string_view code);

// The code of the award named by `text` (code, name or listed spelling, folded); nothing when none is.
std::optional<std::string> award_named(storage::Transaction& tx, std::string_view text);

// What a person fills in for an award type. Permission WriteCatalogue.
struct AwardTypeFields {
    std::string subject;
    std::string kind;
    std::string level;
    std::string name_vi;
    std::string name_en;
    std::vector<std::string> spellings;
    std::string authority;
    std::string valid_from;  // ISO or "".
    std::string valid_to;
    bool recorded_only = false;
};
struct AddAwardType {
    AwardTypeFields fields;
};
struct EditAwardType {
    std::string code;
    AwardTypeFields fields;
    std::int64_t version = 0;
};

// The new award's code, made from its name. A spelling that another award has is refused, saying which.
Result<std::string> add_award_type(audit::Act& act, AddAwardType const& command);
// Names and spellings of every award may be edited; subject, kind and level only of the office's own.
Result<void> edit_award_type(audit::Act& act, EditAwardType const& command);

}  // namespace thidua::registry
