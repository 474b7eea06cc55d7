#include "register/deciders.h"

#include "register/law_table.h"

#include <map>
#include <stdexcept>
#include <vector>

namespace thidua::registry {

namespace {

constexpr std::string_view kFile = "law/authorities.csv";

struct Line {
    std::optional<Date> from;
    std::optional<Date> to;
    Decider decider;

    bool holds_on(Date day) const { return (!from || *from <= day) && (!to || day <= *to); }
};
using Lines = std::map<std::string, std::vector<Line>, std::less<>>;

std::optional<Date> day_of(std::string const& text)
{
    if (text.empty()) return std::nullopt;
    auto const day = parse_iso_date(text);
    if (!day) throw std::logic_error(std::string{kFile} + ": " + text + " is no day");
    return day;
}

Lines const& lines()
{
    static auto const read = [] {
        Lines lines;
        for (auto const& row : law_table(kFile))
            lines[row.at(0)].push_back({day_of(row.at(1)), day_of(row.at(2)), {row.at(3), row.at(4), row.at(5)}});
        return lines;
    }();
    return read;
}

}  // namespace

Decider const* lawful_decider(std::string_view award, Date on)
{
    auto const found = lines().find(award);
    if (found == lines().end()) return nullptr;
    for (auto const& line : found->second)
        if (line.holds_on(on)) return &line.decider;
    return nullptr;
}

std::string_view deciding_authority(AwardType const& type, Date on)
{
    if (!type.authority.empty()) return type.authority;
    auto const* decider = lawful_decider(type.code, on);
    return decider != nullptr ? std::string_view{decider->authority} : std::string_view{};
}

}  // namespace thidua::registry
