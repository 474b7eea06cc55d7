#include "intake/texts.h"

#include "base/text.h"

#include <algorithm>
#include <limits>
#include <string>

namespace thidua::intake {

namespace {

constexpr auto kUnknown = std::numeric_limits<Texts::Id>::max();

bool is_ascii(std::string_view text)
{
    return std::none_of(text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) >= 0x80; });
}

}  // namespace

Texts::Id Texts::memo(std::vector<Id>& known, Id id, Work work)
{
    if (id == 0) return 0;
    if (id >= known.size()) known.resize(std::max<std::size_t>(pool_.size(), id + 1), kUnknown);
    if (known[id] == kUnknown) {
        auto const text = pool_.view(id);
        known[id] = pool_.intern(work == Work::Tidy ? thidua::tidy(text) : thidua::fold(text));
    }
    return known[id];
}

bool Texts::is_garbled(Id id)
{
    constexpr std::int8_t kNotYet = -1;
    if (id >= garbled_.size()) garbled_.resize(std::max<std::size_t>(pool_.size(), id + 1), kNotYet);
    if (garbled_[id] == kNotYet) garbled_[id] = !is_ascii(view(id)) && thidua::is_garbled(view(id));
    return garbled_[id] == 1;
}

}  // namespace thidua::intake
