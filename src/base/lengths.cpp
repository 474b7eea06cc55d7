#include "base/lengths.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace thidua {

namespace {

constexpr std::size_t kNumber = 100;
constexpr std::size_t kName = 500;
constexpr std::size_t kProse = 2'000;
constexpr std::size_t kSpeech = 20'000;

constexpr std::array<std::string_view, 6> kNumbers = {
    "number", "paper_no", "paper_number", "decision_no", "certificate_no", "code"};
constexpr std::array<std::string_view, 8> kProses = {
    "citation", "reason", "decided_reason", "note", "answer", "body", "titles", "undertaking"};
// Parts of plans, reports and speeches, several paragraphs each.
constexpr std::array<std::string_view, 16> kSpeeches = {
    "agenda",     "guests", "launch_text", "aims",   "contents", "criteria", "grounds",     "plan",
    "awards", "superiors", "text",        "result", "opinion",  "units",    "line_reason", "findings"};
constexpr std::array<std::string_view, 8> kLists = {
    "recipients", "members", "parts", "staff", "spellings", "codes", "paper", "rows"};

template <std::size_t N>
bool holds(std::array<std::string_view, N> const& names, std::string_view name)
{
    return std::find(names.begin(), names.end(), name) != names.end();
}

// "citation_2", the second row of a form, is a citation.
std::string_view without_row(std::string_view field)
{
    auto const end = field.find_last_not_of("0123456789");
    bool const is_row = end != std::string_view::npos && end + 1 < field.size() && field[end] == '_';
    return is_row ? field.substr(0, end) : field;
}

}  // namespace

std::size_t longest_text(std::string_view field)
{
    auto const name = without_row(field);
    if (name.starts_with('_') || holds(kLists, name)) return 0;
    if (holds(kNumbers, name)) return kNumber;
    if (holds(kSpeeches, name)) return kSpeech;
    return holds(kProses, name) ? kProse : kName;
}

bool is_too_long(std::string_view text, std::string_view field)
{
    auto const longest = longest_text(field);
    return longest != 0 && text.size() > longest && count_characters(text) > longest;
}

}  // namespace thidua
