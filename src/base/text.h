// Vietnamese text: one form on the way in, one key to compare and search by, one order to sort by.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua {

// NFC, control characters and zero-width marks dropped, runs of blanks (also non-breaking) made one
// space, none at the ends. What every text goes through when it enters. Invalid UTF-8 becomes U+FFFD.
std::string tidy(std::string_view text);

// The search key: lower case without any diacritic, đ (also Ð and Ɖ typed for it) as d, blanks tidy.
// "Nguyễn  Đức" and "NGUYEN DUC" have one key. For matching, never for showing.
std::string search_key(std::string_view text);

// The folding by which coded values match (interfaces.md): NFC, lower case, blanks tidy, Ð → Đ;
// diacritics are kept, so "Cộng" and "Công" differ.
std::string fold(std::string_view text);

// ICU's Vietnamese sort key of a person's name with the given name (the last word) first, then the
// family and middle names. Bytes; compares with memcmp.
std::string name_sort_key(std::string_view full_name);
// The same order for other text, as it stands.
std::string sort_key(std::string_view text);

// The words of a search key, in order. Anything but letters and digits parts words; "512/QĐ-BCY"
// gives {"512", "qd", "bcy"}.
std::vector<std::string> search_words(std::string_view text);

// True for text written in TCVN3 or VNI and read as Unicode: garbage that no person can search.
// TCVN3 leaves marks such as » « ¨ ® ¸ ¶ ¬ inside words; VNI leaves aâ eâ oâ, or a plain vowel
// followed by ù ø û õ ï. "Xuân" and "tuần" are good Vietnamese.
bool is_garbled(std::string_view text);

bool is_valid_utf8(std::string_view text);
std::size_t count_characters(std::string_view text);
std::vector<std::string_view> split(std::string_view text, char separator);
std::string_view trim(std::string_view text);  // ASCII blanks at both ends.

}  // namespace thidua
