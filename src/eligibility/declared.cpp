#include "eligibility/declared.h"

#include <map>
#include <optional>
#include <string>

namespace thidua::eligibility {

namespace {

constexpr std::array<std::string_view, kSources> kNames = {"awards",
                                                           "ratings",
                                                           "initiatives",
                                                           "disciplines",
                                                           "pending",
                                                           "absences",
                                                           "unit_years",
                                                           "blocks",
                                                           "persons",
                                                           "posts"};

std::optional<std::size_t> place_of(std::string_view name)
{
    for (std::size_t i = 0; i < kNames.size(); ++i) {
        if (kNames[i] == name) return i;
    }
    return std::nullopt;
}

}  // namespace

std::string_view name_of(Source source) { return kNames[static_cast<std::size_t>(source)]; }

Declared Declared::read(storage::Transaction& tx)
{
    Declared declared;
    auto rows = tx.query("SELECT unit_id, kind, year FROM completeness");
    while (rows.next()) {
        auto const place = place_of(rows.text(1));
        auto const bit = rows.integer(2) - kFirstYear;
        if (!place || bit < 0 || bit > 63) continue;
        declared.years_[rows.integer(0)][*place] |= std::uint64_t{1} << bit;
    }
    // Parents come before their children in the order of paths.
    std::map<std::string, Years> by_path;
    for (auto units = tx.query("SELECT id, path FROM unit ORDER BY path, id"); units.next();) {
        auto& own = declared.years_[units.integer(0)];
        auto path = units.string(1);
        auto const cut = path.size() < 2 ? std::string::npos : path.rfind('/', path.size() - 2);
        auto const above = cut == std::string::npos ? by_path.end()
                                                    : by_path.find(path.substr(0, cut + 1));
        if (above != by_path.end()) {
            for (std::size_t i = 0; i < own.size(); ++i) own[i] |= above->second[i];
        }
        by_path[std::move(path)] = own;
    }
    return declared;
}

bool Declared::has(std::int64_t unit, Source source, int year) const
{
    auto const found = years_.find(unit);
    auto const bit = year - kFirstYear;
    if (found == years_.end() || bit < 0 || bit > 63) return false;
    return (found->second[static_cast<std::size_t>(source)] >> bit & 1) != 0;
}

bool Declared::has_all(std::int64_t unit, Source source, int first, int last) const
{
    if (first > last) return true;
    auto const found = years_.find(unit);
    auto const from = first - kFirstYear, to = last - kFirstYear;
    if (found == years_.end() || from < 0 || to > 63) return false;
    auto const wanted = (~std::uint64_t{0} >> (63 - (to - from))) << from;
    return (wanted & ~found->second[static_cast<std::size_t>(source)]) == 0;
}

int Declared::newest(Source source, int last) const
{
    std::uint64_t any = 0;
    for (auto const& [unit, years] : years_) any |= years[static_cast<std::size_t>(source)];
    for (int year = last; year >= kFirstYear; --year) {
        auto const bit = year - kFirstYear;
        if (bit <= 63 && (any >> bit & 1) != 0) return year;
    }
    return last;
}

}  // namespace thidua::eligibility
