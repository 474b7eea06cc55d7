#include "block/figures.h"

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

// Codes a scale may name; one without a source yet is entered by people.
constexpr std::array<std::string_view, 4> kCodes{
    "absences", "direct-share", "in-time", "targets-met"};

}  // namespace

FigureSources const& figure_sources()
{
    static FigureSources const all;
    return all;
}

bool is_source(std::string_view code)
{
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

}  // namespace thidua::block
