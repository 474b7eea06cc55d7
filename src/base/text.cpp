#include "base/text.h"

#include <unicode/coll.h>
#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>
#include <unicode/utf8.h>

#include <array>
#include <memory>
#include <stdexcept>
#include <utility>

namespace thidua {

namespace {

icu::UnicodeString from_utf8(std::string_view text)
{
    return icu::UnicodeString::fromUTF8(icu::StringPiece{text.data(), static_cast<int32_t>(text.size())});
}

void check(UErrorCode status, char const* what)
{
    if (U_FAILURE(status)) throw std::runtime_error(std::string{"ICU: "} + what + ": " + u_errorName(status));
}

icu::Normalizer2 const& nfc()
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFCInstance(status);
    check(status, "NFC");
    return *normalizer;
}

icu::Normalizer2 const& nfd()
{
    UErrorCode status = U_ZERO_ERROR;
    auto const* normalizer = icu::Normalizer2::getNFDInstance(status);
    check(status, "NFD");
    return *normalizer;
}

icu::UnicodeString normalized(icu::Normalizer2 const& form, icu::UnicodeString const& text)
{
    UErrorCode status = U_ZERO_ERROR;
    auto result = form.normalize(text, status);
    check(status, "normalize");
    return result;
}

bool is_plain_ascii(std::string_view text)
{
    bool blank = true;  // A blank at the start, twice, or at the end asks for the slow way.
    for (char const c : text) {
        if (static_cast<unsigned char>(c) >= 0x80 || static_cast<unsigned char>(c) < 0x20 || c == 0x7f) return false;
        if (c == ' ' && blank) return false;
        blank = c == ' ';
    }
    return text.empty() || !blank;
}

// Blanks tidied, marks without width and control characters dropped.
icu::UnicodeString squeezed(icu::UnicodeString const& text)
{
    icu::UnicodeString result;
    bool blank_due = false;
    for (int32_t i = 0; i < text.length(); i = text.moveIndex32(i, 1)) {
        auto const c = text.char32At(i);
        if (u_isUWhiteSpace(c) || c == 0x00A0) {
            blank_due = !result.isEmpty();
        } else if (u_charType(c) != U_FORMAT_CHAR && u_charType(c) != U_CONTROL_CHAR) {
            if (blank_due) result.append(u' ');
            blank_due = false;
            result.append(c);
        }
    }
    return result;
}

std::string to_utf8(icu::UnicodeString const& text)
{
    std::string result;
    text.toUTF8String(result);
    return result;
}

bool is_d_with_stroke(UChar32 c)
{
    return c == 0x111 || c == 0x110 || c == 0xD0 || c == 0xF0 || c == 0x189 || c == 0x256;
}

std::string ascii_lower(std::string_view text)
{
    std::string result{text};
    for (char& c : result) {
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    }
    return result;
}

icu::Collator const& vietnamese()
{
    static std::unique_ptr<icu::Collator> const collator = [] {
        UErrorCode status = U_ZERO_ERROR;
        std::unique_ptr<icu::Collator> made{icu::Collator::createInstance(icu::Locale{"vi"}, status)};
        check(status, "collator vi");
        return made;
    }();
    return *collator;
}

std::string collation_key(icu::UnicodeString const& text)
{
    std::array<uint8_t, 256> buffer{};
    auto const size = vietnamese().getSortKey(text, buffer.data(), static_cast<int32_t>(buffer.size()));
    std::string key(static_cast<std::size_t>(size), '\0');
    if (static_cast<std::size_t>(size) <= buffer.size()) {
        key.assign(reinterpret_cast<char const*>(buffer.data()), static_cast<std::size_t>(size));
    } else {
        vietnamese().getSortKey(text, reinterpret_cast<uint8_t*>(key.data()), size);
    }
    if (!key.empty() && key.back() == '\0') key.pop_back();
    return key;
}

}  // namespace

std::string tidy(std::string_view text)
{
    if (is_plain_ascii(text)) return std::string{text};
    return to_utf8(squeezed(normalized(nfc(), from_utf8(text))));
}

std::string search_key(std::string_view text)
{
    if (is_plain_ascii(text)) return ascii_lower(text);
    auto folded = squeezed(from_utf8(text));
    folded.foldCase();
    auto const parted = normalized(nfd(), folded);
    icu::UnicodeString result;
    for (int32_t i = 0; i < parted.length(); i = parted.moveIndex32(i, 1)) {
        auto const c = parted.char32At(i);
        if (is_d_with_stroke(c)) {
            result.append(u'd');
        } else if (u_charType(c) != U_NON_SPACING_MARK) {
            result.append(c);
        }
    }
    return to_utf8(result);
}

std::string fold(std::string_view text)
{
    if (is_plain_ascii(text)) return ascii_lower(text);
    auto result = squeezed(normalized(nfc(), from_utf8(text)));
    for (int32_t i = 0; i < result.length(); ++i) {
        if (is_d_with_stroke(result.charAt(i))) result.setCharAt(i, 0x111);
    }
    return to_utf8(result.foldCase());
}

std::string name_sort_key(std::string_view full_name)
{
    auto const name = tidy(full_name);
    auto const last = name.find_last_of(' ');
    if (last == std::string::npos) return sort_key(name);
    return sort_key(name.substr(last + 1) + ' ' + name.substr(0, last));
}

std::string sort_key(std::string_view text) { return collation_key(from_utf8(text)); }

std::vector<std::string> search_words(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    for (char const c : search_key(text)) {
        auto const byte = static_cast<unsigned char>(c);
        if (byte >= 0x80 || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9')) {
            word += c;
        } else if (!word.empty()) {
            words.push_back(std::exchange(word, {}));
        }
    }
    if (!word.empty()) words.push_back(std::move(word));
    return words;
}

bool is_garbled(std::string_view text)
{
    // Letters of TCVN3 that read as signs. «» stand at the edges of quoted words and © · ª ¹ after a
    // word in good text too, so those count only between two letters.
    static icu::UnicodeString const kStartsWord{u"®§¬"};
    static icu::UnicodeString const kEndsWord{u"¨¸¶µ¾¬®"};
    static icu::UnicodeString const kInsideWord{u"»«©ª¹·"};
    static icu::UnicodeString const kVniMarks{u"ùøûõïÙØÛÕÏ"};
    static icu::UnicodeString const kPlainVowels{u"aeiouyAEIOUY"};
    static icu::UnicodeString const kVniCircumflexed{u"aeoAEO"};
    // Letters VNI sets behind a vowel that no Vietnamese word holds in this order; "oá" and "oà" it does.
    static icu::UnicodeString const kVniAfterA{u"áàãåäêéèúü"};
    static icu::UnicodeString const kVniAfterE{u"áàãåä"};
    static icu::UnicodeString const kVniAfterO{u"åä"};
    static icu::UnicodeString const kVniAfterHorn{u"ôïøùûõ"};
    auto const letters = normalized(nfc(), from_utf8(text));
    auto is_sign = [](char16_t c) {
        return kStartsWord.indexOf(c) >= 0 || kEndsWord.indexOf(c) >= 0 || kInsideWord.indexOf(c) >= 0;
    };
    auto in_word = [&](int32_t i) {
        return i >= 0 && i < letters.length() && (u_isalpha(letters.charAt(i)) || is_sign(letters.charAt(i)));
    };
    for (int32_t i = 0; i < letters.length(); ++i) {
        auto const c = letters.charAt(i);
        if (kStartsWord.indexOf(c) >= 0 && in_word(i + 1)) return true;
        if (i == 0) continue;
        auto const before = letters.charAt(i - 1);
        auto const after_letter = u_isalpha(before) != 0;
        if (kEndsWord.indexOf(c) >= 0 && c != u'®' && after_letter) return true;
        if (kInsideWord.indexOf(c) >= 0 && after_letter && in_word(i + 1)) return true;
        if ((c == 0xE2 || c == 0xC2) && kVniCircumflexed.indexOf(before) >= 0) return true;
        if (kVniMarks.indexOf(c) >= 0 && kPlainVowels.indexOf(before) >= 0) return true;
        auto const low = static_cast<char16_t>(u_tolower(c));
        auto const low_before = static_cast<char16_t>(u_tolower(before));
        if (low_before == u'a' && kVniAfterA.indexOf(low) >= 0) return true;
        if (low_before == u'e' && kVniAfterE.indexOf(low) >= 0) return true;
        if (low_before == u'o' && kVniAfterO.indexOf(low) >= 0) return true;
        if ((low_before == u'ö' || low_before == u'ô') && low != low_before && kVniAfterHorn.indexOf(low) >= 0) return true;
        // TCVN3 shows small letters as capitals of Latin-1 amid a word.
        if (c >= 0xC0 && c <= 0xDE && before >= u'a' && before <= u'z') return true;
    }
    return false;
}

bool is_valid_utf8(std::string_view text)
{
    auto const* bytes = reinterpret_cast<uint8_t const*>(text.data());
    auto const size = static_cast<int32_t>(text.size());
    for (int32_t i = 0; i < size;) {
        UChar32 c = 0;
        U8_NEXT(bytes, i, size, c);
        if (c < 0) return false;
    }
    return true;
}

std::size_t count_characters(std::string_view text)
{
    std::size_t count = 0;
    for (char const c : text) count += (static_cast<unsigned char>(c) & 0xC0) != 0x80;
    return count;
}

std::vector<std::string_view> split(std::string_view text, char separator)
{
    std::vector<std::string_view> parts;
    for (;;) {
        auto const end = text.find(separator);
        parts.push_back(text.substr(0, end));
        if (end == std::string_view::npos) return parts;
        text.remove_prefix(end + 1);
    }
}

std::string_view trim(std::string_view text)
{
    auto const first = text.find_first_not_of(" \t\r\n");
    if (first == std::string_view::npos) return {};
    return text.substr(first, text.find_last_not_of(" \t\r\n") - first + 1);
}

}  // namespace thidua
