// What covenants tell later folders of one unit and year: block scoring computes from it.
// Everything there is, for acts that ask for rights themselves. SQL may join
// covenant_signature_view and covenant_result_view (schema).
#pragma once

#include "base/date.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::covenant {

struct SignatureFact {
    std::string covenant;  // Ref.
    std::optional<Date> signed_on;
    bool late = false;
    bool refused = false;
    bool joined_later = false;
};
// On the edition in force, else on the one being signed. Nothing where the unit was not asked to
// sign. A unit in blocks of several levels: of `block_id`, or (0) of the first one entered.
std::optional<SignatureFact> signature_of(storage::Transaction& tx,
                                          std::int64_t unit_id,
                                          int year,
                                          std::int64_t block_id = 0);

// One target of the unit at the year's end.
struct MetRow {
    std::string target;
    std::string content;
    std::string measure;
    std::optional<std::int64_t> plan;     // Thousandths.
    std::optional<std::int64_t> result;   // Thousandths.
    std::optional<std::int64_t> percent;  // Thousandths of a per cent.
    bool met = false;
};
struct TargetsMet {
    std::int64_t met = 0;
    std::int64_t total = 0;
    std::vector<MetRow> rows;
};
// Of the edition in force; a target without a result is not met. total 0: no covenant in force.
TargetsMet targets_met(storage::Transaction& tx,
                       std::int64_t unit_id,
                       int year,
                       std::int64_t block_id = 0);

}  // namespace thidua::covenant
