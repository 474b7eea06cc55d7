// A unit's score sheet: what was entered in each of the four columns, and what comes of it.
#pragma once

#include "scoring/scale.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thidua::scoring {

// tự chấm, chấm chéo, điểm khối, điểm thẩm định: in the order in which they are made; all are kept.
enum class Column { Self, Cross, Block, Verified };
inline constexpr std::array kColumns{Column::Self, Column::Cross, Column::Block, Column::Verified};
std::string_view code_of(Column column);

// What one scorer says of one criterion: a value the measure turns into points, points straight, or
// that it does not apply to the unit.
struct Entry {
    std::optional<Amount> value, points;
    bool not_applicable = false;
    std::string reason;
};
using Entries = std::map<std::string, Entry, std::less<>>;  // By criterion.

struct Sheet {
    std::string unit;
    std::int64_t people = 0;
    Entries self, block, verified;
    std::map<std::string, Entries> cross;  // By the unit that scored.
    std::optional<std::int64_t> votes;
};

// One criterion in one column.
struct Figure {
    Criterion const* criterion = nullptr;
    Amount points = 0;
    std::optional<Amount> value;
    bool entered = false;  // Else taken over from the column `from`, or nothing at all.
    std::optional<Column> from;
    bool not_applicable = false;
    std::string reason;
};
struct GroupSum {
    Group const* group = nullptr;
    Amount points = 0;     // What the formula reads.
    Amount raw = 0;        // Before rescaling and cap.
    bool rescaled = false;
};
struct ColumnScore {
    Column column = Column::Self;
    std::vector<Figure> figures;  // In the scale's order, as are the groups.
    std::vector<GroupSum> groups;
    Amount total = 0;             // The formula's value, rounded to the scale's decimals.
    std::string excluded_by;      // A criterion; "" where the unit stays in.
};
// A cross-score far from the others.
struct Outlier {
    std::string scorer, criterion;
    Amount points = 0, median = 0;
};
struct Score {
    std::string unit;
    std::vector<ColumnScore> columns;  // All four.
    std::vector<Outlier> outliers;
    std::optional<std::int64_t> votes;

    ColumnScore const& column(Column which) const { return columns[static_cast<std::size_t>(which)]; }
};

// A criterion nobody entered in a column stands there as in the column before it (cross-scores as
// their mean); in none: no points. BadInput names unit, criterion and cause: scoring.sheet.*.
Result<Score> score(Scale const& scale, Sheet const& sheet);

// The mean after leaving out `trimmed` lowest and highest; of too few, of all. Not of none.
Amount trimmed_mean(std::vector<Amount> points, int trimmed);
// Of an even number, the mean of the middle two. Not of none.
Amount median(std::vector<Amount> points);

}  // namespace thidua::scoring
