// Which kinds of records are declared fully entered, per unit and year. A declaration for a unit
// speaks for everything below it in today's tree.
#pragma once

#include "storage/database.h"

#include <array>
#include <cstdint>
#include <string_view>
#include <unordered_map>

namespace thidua::eligibility {

// What a verdict may read; the names are the kinds of imports. Persons and posts are asked of
// single entries: nobody declares them by year.
enum class Source {
    Awards,
    Ratings,
    Initiatives,
    Disciplines,
    Pending,
    Absences,
    UnitYears,
    Blocks,
    Persons,
    Posts
};
constexpr int kSources = static_cast<int>(Source::Posts) + 1;
std::string_view name_of(Source source);

class Declared {
public:
    static Declared read(storage::Transaction& tx);
    bool has(std::int64_t unit, Source source, int year) const;
    // Whether all of the years are declared.
    bool has_all(std::int64_t unit, Source source, int first, int last) const;
    // The newest year, at most `last`, that some unit declared; `last` where there is none.
    int newest(Source source, int last) const;
    bool operator==(Declared const&) const = default;

private:
    static constexpr int kFirstYear = 1970;  // Bit 0; nothing is declared outside 1970–2033.
    using Years = std::array<std::uint64_t, kSources>;
    std::unordered_map<std::int64_t, Years> years_;
};

}  // namespace thidua::eligibility
