// What came of reading a list: how many rows were taken, and every sentence about the others.
#pragma once

#include "base/result.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::intake {

// A sentence about a row (by locale key) or, for a skipped row, its text.
struct Remark {
    std::string sheet;       // "" when the file has one sheet only.
    std::uint32_t row = 0;   // The sheet's own number.
    std::string column;      // English name, "" for the row as a whole.
    std::string key;
    Args args;
};

struct Skipped {
    std::string sheet;
    std::uint32_t row = 0;
    std::string text;
};

struct Report {
    std::int64_t accepted = 0;
    std::int64_t rejected = 0;  // Rows, not errors.
    std::vector<Remark> errors;
    std::vector<Remark> warnings;
    std::vector<Skipped> skipped;
    std::string run;            // Address of the stored import, "" when nothing was stored.
};

// The document of docs/formats/import.md, its messages in `language`.
boost::json::object to_json(Report const& report, std::string_view language);

// The same for a person at a terminal.
std::string to_text(Report const& report, std::string_view language);

// Without language, to keep; and back.
std::string to_stored(Report const& report);
Report from_stored(std::string_view stored);

}  // namespace thidua::intake
