#include "intake/texts.h"

#include "base/text.h"

#include <algorithm>
#include <limits>
#include <string>

namespace thidua::intake {

namespace {

constexpr auto kUnknown = std::numeric_limits<Texts::Id>::max();

// Text that tidy() would leave as it is, as nearly all is: single blanks, and letters that have one
// form only (U+00C0 to U+02FF, U+1E80 to U+1EFF).
bool is_tidy(std::string_view text)
{
    bool blank = true;  // A blank at the start, twice, or at the end asks for the slow way.
    for (std::size_t i = 0; i < text.size(); ++i) {
        auto const byte = static_cast<unsigned char>(text[i]);
        if (byte == ' ' && blank) return false;
        blank = byte == ' ';
        if (byte < 0x20 || byte == 0x7F) return false;
        if (byte < 0x80) continue;
        bool const two = byte >= 0xC3 && byte <= 0xCB && i + 1 < text.size();
        bool const three = byte == 0xE1 && i + 2 < text.size() &&
                           (text[i + 1] == '\xBA' || text[i + 1] == '\xBB');
        if (!two && !three) return false;
        i += three ? 2 : 1;
    }
    return !blank;
}

// A sign of Latin-1, or a plain vowel before one of the letters VNI writes marks with: without them no
// text is garbled, and most have none.
bool may_be_garbled(std::string_view text)
{
    constexpr std::string_view kVowels = "aeiouyAEIOUY";
    constexpr std::string_view kMarks = "\xA2\x82\xB9\xB8\xBB\xB5\xAF\x99\x98\x9B\x95\x8F";  // âÂùøûõïÙØÛÕÏ behind C3
    for (std::size_t i = 0; i + 1 < text.size(); ++i) {
        if (text[i] == '\xC2') return true;
        if (text[i] == '\xC3' && i > 0 && kVowels.find(text[i - 1]) != std::string_view::npos &&
            kMarks.find(text[i + 1]) != std::string_view::npos)
            return true;
    }
    return false;
}

}  // namespace

Texts::Id Texts::memo(std::vector<Id>& known, Id id, Work work)
{
    if (id == 0) return 0;
    if (id >= known.size()) known.resize(std::max<std::size_t>(pool_.size(), id + 1), kUnknown);
    if (known[id] == kUnknown) {
        auto const text = pool_.view(id);
        if (work == Work::Fold) known[id] = pool_.intern(thidua::fold(text));
        else known[id] = is_tidy(text) ? id : pool_.intern(thidua::tidy(text));
    }
    return known[id];
}

bool Texts::is_garbled(Id id)
{
    constexpr std::int8_t kNotYet = -1;
    if (id >= garbled_.size()) garbled_.resize(std::max<std::size_t>(pool_.size(), id + 1), kNotYet);
    if (garbled_[id] == kNotYet) garbled_[id] = may_be_garbled(view(id)) && thidua::is_garbled(view(id));
    return garbled_[id] == 1;
}

}  // namespace thidua::intake
