#include "intake/heading.h"

#include "base/text.h"

#include <array>
#include <cctype>
#include <charconv>
#include <vector>

namespace thidua::intake {

namespace {

bool is_letter_or_digit(unsigned char c) { return c >= 0x80 || std::isalnum(c) != 0; }

bool is_roman(std::string_view text)
{
    return text.find_first_not_of("IVXLC") == std::string_view::npos && (text.size() > 1 || text.find_first_of("IVX") == 0);
}

// A number or letter without the signs behind it.
Numbering numbering_of_bare(std::string_view text)
{
    if (text.empty()) return Numbering::None;
    if (text.find_first_not_of("0123456789.") == std::string_view::npos && text[0] != '.') return Numbering::Arabic;
    if (is_roman(text)) return Numbering::Roman;
    bool const one_letter = count_characters(text) == 1 && is_letter_or_digit(static_cast<unsigned char>(text[0]));
    return one_letter ? Numbering::Letter : Numbering::None;
}

std::string_view without_signs(std::string_view text)
{
    while (!text.empty() && std::string_view{"(["}.find(text.front()) != std::string_view::npos) text.remove_prefix(1);
    while (!text.empty() && std::string_view{".)]/:-"}.find(text.back()) != std::string_view::npos) text.remove_suffix(1);
    return text;
}

// The number (with its slash and symbol) at the start: "512/QĐ-BCY", also "512 /QĐ-BCY".
std::string take_number(std::string_view& text)
{
    text = text.substr(std::min(text.find_first_not_of(" :.,"), text.size()));
    if (text.empty() || std::isdigit(static_cast<unsigned char>(text[0])) == 0) return {};
    std::string number;
    while (!text.empty()) {
        auto const end = std::min(text.find_first_of(" ,;)"), text.size());
        number += text.substr(0, end);
        text.remove_prefix(end);
        bool const goes_on = text.starts_with(" /") || (number.ends_with('/') && text.starts_with(' '));
        if (!goes_on) break;
        text.remove_prefix(1);
    }
    return number;
}

// Words at the start of `text`, taken off when they are the next ones.
bool take_words(std::string_view& text, std::string_view words)
{
    auto rest = text.substr(std::min(text.find_first_not_of(" ,;("), text.size()));
    if (!rest.starts_with(words)) return false;
    text = rest.substr(words.size());
    return true;
}

std::optional<int> take_int(std::string_view& text)
{
    text = text.substr(std::min(text.find_first_not_of(' '), text.size()));
    int value = 0;
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{}) return std::nullopt;
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    return value;
}

// "18/12/2018" or "18 tháng 12 năm 2018", from folded text behind "ngày".
std::optional<Date> take_date(std::string_view& text)
{
    auto rest = text;
    auto const day = take_int(rest);
    if (!day) return std::nullopt;
    if (!rest.empty() && (rest[0] == '/' || rest[0] == '-' || rest[0] == '.')) {
        auto const start = text.find_first_not_of(' ');
        auto const end = std::min(text.find_first_of(" ,;)", start), text.size());
        auto const date = parse_date(text.substr(start, end - start));
        text.remove_prefix(end);
        return date;
    }
    if (!take_words(rest, "tháng")) return std::nullopt;
    auto const month = take_int(rest);
    if (!month || !take_words(rest, "năm")) return std::nullopt;
    auto const year = take_int(rest);
    text = rest;
    return year ? make_date(*year, *month, *day) : std::nullopt;
}

}  // namespace

Numbering numbering_of(std::string_view text) { return numbering_of_bare(without_signs(trim(text))); }

Heading parse_heading(std::string_view text)
{
    Heading heading;
    auto rest = trim(text);
    auto const blank = rest.find(' ');
    auto const dot = rest.find_first_of(".)");
    // "A. Tập thể", "1) Cá nhân", also "A.Tập thể"; "A Tập thể" is taken as words.
    auto const end = dot == std::string_view::npos ? blank : std::min(blank, dot + 1);
    if (end != std::string_view::npos && dot != std::string_view::npos && dot < end) {
        auto number_end = rest.find_first_not_of("0123456789.)", dot + 1);
        auto const numbering = numbering_of(rest.substr(0, dot + 1));
        if (numbering != Numbering::None && number_end != std::string_view::npos) {
            heading.numbering = numbering;
            rest = trim(rest.substr(number_end));
        }
    }
    heading.text = tidy(trim(rest.substr(0, rest.find(':'))));
    return heading;
}

bool is_sum_or_signature(std::string_view first_cell)
{
    static std::array<std::string, 3> const kWords{fold("Cộng"), fold("Tổng cộng"), fold("Người lập")};
    // Most rows begin with a number: nothing to fold.
    if (first_cell.empty() || std::string_view{"cCtTnN"}.find(first_cell[0]) == std::string_view::npos) return false;
    auto const text = fold(first_cell);
    for (auto const& words : kWords) {
        if (!text.starts_with(words)) continue;
        if (text.size() == words.size() || !is_letter_or_digit(static_cast<unsigned char>(text[words.size()]))) return true;
    }
    return false;
}

std::optional<DecisionLine> parse_decision_line(std::string_view text)
{
    // Folding keeps every character's place in words, not in bytes, so the number is read from tidy
    // text cut by words counted in the folded one.
    auto const tidied = tidy(text);
    auto const folded = fold(tidied);
    auto at = folded.find("quyết định số");
    auto length = std::string_view{"quyết định số"}.size();
    if (at == std::string::npos) {
        at = folded.find("qđ số");
        length = std::string_view{"qđ số"}.size();
    }
    if (at == std::string::npos || folded.size() != tidied.size()) return std::nullopt;
    std::string_view rest = std::string_view{tidied}.substr(at + length);
    DecisionLine line;
    line.number = take_number(rest);
    if (line.number.empty()) return std::nullopt;
    std::string_view folded_rest = std::string_view{folded}.substr(folded.size() - rest.size());
    if (take_words(folded_rest, "ngày")) line.date = take_date(folded_rest);
    if (take_words(folded_rest, "của ")) {
        auto const signer = folded_rest.substr(0, folded_rest.find_first_of(")(;,."));
        line.signer = std::string{trim(signer)};
    }
    return line;
}

}  // namespace thidua::intake
