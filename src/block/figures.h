// Figures the system works out from its own records, with the rows behind them: nobody types what
// the records already say.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "scoring/amount.h"
#include "storage/database.h"

#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::block {

// Whose figure for which year.
struct FigureQuestion {
    std::int64_t unit_id = 0;
    std::string unit_code, unit_path;
    std::int64_t block_id = 0;
    int year = 0;
    std::string calendar;  // calendar, school
    std::string period;    // year, mid
    Date today;
};

// One record that was looked at: a sentence (locale key), the page it stands on, and whether it
// speaks for the unit.
struct FigureRow {
    std::string key;
    Args args;
    std::string link;
    bool counts = false;
};
struct Figure {
    scoring::Amount value = 0;
    std::vector<FigureRow> rows;
};

// Nothing where the records say nothing: then people enter the figure.
using FigureSource =
    std::function<std::optional<Figure>(storage::Transaction&, FigureQuestion const&)>;
using FigureSources = std::map<std::string, FigureSource, std::less<>>;

// By the code a criterion names in `source`. The words of a code stand under block.source.<code>.
FigureSources const& figure_sources();
bool is_source(std::string_view code);
std::span<std::string_view const> source_codes();

}  // namespace thidua::block
