#include "demo/random.h"

#include "base/assets.h"
#include "base/text.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::demo {

std::uint64_t Random::next()
{
    auto z = state_ += 0x9E3779B97F4A7C15u;
    z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9u;
    z = (z ^ (z >> 27)) * 0x94D049BB133111EBu;
    return z ^ (z >> 31);
}

Names::Names(std::string_view file)
{
    auto const text = assets::find("demo/" + std::string{file} + ".txt");
    if (!text) throw std::logic_error("demo file missing: " + std::string{file});
    int sum = 0;
    for (auto const line : split(*text, '\n')) {
        if (trim(line).empty()) continue;
        auto const parts = split(line, '\t');
        sum += parts.size() > 1 ? std::stoi(std::string{parts[1]}) : 1;
        names_.emplace_back(trim(parts[0]));
        up_to_.push_back(sum);
    }
}

std::string const& Names::draw(Random& random) const
{
    auto const at = std::upper_bound(up_to_.begin(), up_to_.end(), random.below(up_to_.back()));
    return names_[static_cast<std::size_t>(at - up_to_.begin())];
}

}  // namespace thidua::demo
