#include "intake/header.h"

#include "base/random.h"
#include "base/text.h"

#include <algorithm>
#include <set>

namespace thidua::intake {

namespace {

constexpr std::uint32_t kRowsSearched = 20;

// How well a text names a column: exactly, or by its beginning (the longer the better).
struct Match {
    std::size_t column = 0;
    std::size_t length = 0;
    bool exact = false;

    bool better_than(Match const& other) const
    {
        return exact != other.exact ? exact : length > other.length;
    }
};

void consider(std::optional<Match>& best, std::string_view text, std::string_view name, std::size_t column)
{
    bool const exact = text == name;
    if (!exact && !(text.size() > name.size() && text.starts_with(name) && text[name.size()] == ' ')) return;
    Match const match{column, name.size(), exact};
    if (!best || match.better_than(*best)) best = match;
}

// English names keep their diacritics, that is none: "Tổ" is no "to".
std::optional<Match> match_text(ListKind const& kind, std::string_view text)
{
    auto const key = search_key(text);
    auto const folded = fold(text);
    std::optional<Match> best;
    for (std::size_t i = 0; i < kind.columns.size(); ++i) {
        consider(best, folded, kind.columns[i].name, i);
        for (auto const name : kind.columns[i].spoken) consider(best, key, search_key(name), i);
        for (auto const name : kind.columns[i].whole)
            if (key == search_key(name)) consider(best, key, key, i);
    }
    return best;
}

std::vector<std::string_view> parts_of(std::string_view text)
{
    std::vector<std::string_view> parts;
    for (auto const by_slash : split(text, '/')) {
        for (auto const part : split(by_slash, ',')) parts.push_back(part);
    }
    return parts;
}

// Rows of a sheet, as texts by column.
using RowTexts = std::map<std::uint16_t, std::string>;

RowTexts texts_of(documents::Sheet const& sheet, documents::StringPool const& strings, documents::Row const& row)
{
    RowTexts texts;
    for (auto const& cell : sheet.cells_of(row)) {
        if (auto text = tidy(strings.view(cell.text)); !text.empty()) texts[cell.column] = std::move(text);
    }
    return texts;
}

HeaderCell decided(ListKind const& kind, HeaderCell cell, Matching const& matching)
{
    auto const choice = matching.find(search_key(cell.text));
    if (choice == matching.end()) return cell;
    cell.columns.clear();
    if (auto const column = kind.find(choice->second)) cell.columns.push_back(*column);
    return cell;
}

// One column of the list has one column of the sheet: the one that names it best, else the first.
void keep_best(ListKind const& kind, std::vector<HeaderCell>& cells)
{
    std::map<std::size_t, bool> exact_exists;
    auto is_exact = [&](HeaderCell const& cell) {
        auto const match = match_text(kind, cell.text);
        return match && match->exact;
    };
    for (auto const& cell : cells) {
        for (auto const column : cell.columns) exact_exists[column] = exact_exists[column] || is_exact(cell);
    }
    std::set<std::size_t> taken;
    for (auto& cell : cells) {
        std::erase_if(cell.columns, [&](std::size_t column) {
            return (exact_exists[column] && cell.columns.size() == 1 && !is_exact(cell)) || !taken.insert(column).second;
        });
    }
}

// The cells of a header of one or two rows. In the lower row a cell may need its group heading to be
// understood: "Số" under "Quyết định"; its own words come first.
std::vector<HeaderCell> header_cells(ListKind const& kind, documents::Sheet const& sheet, RowTexts const& upper,
                                     RowTexts const& lower, std::uint32_t upper_row, Matching const& matching)
{
    auto group_above = [&](std::uint16_t place) -> std::string {
        for (auto const& merge : sheet.merges) {
            if (merge.first_row == upper_row && merge.first_column <= place && place <= merge.last_column) {
                auto const found = upper.find(merge.first_column);
                return found == upper.end() ? "" : found->second;
            }
        }
        return "";
    };
    std::vector<HeaderCell> cells;
    for (auto const& [place, text] : upper) {
        if (!lower.contains(place)) cells.push_back(match_header_cell(kind, text)), cells.back().place = place;
    }
    for (auto const& [place, text] : lower) {
        auto cell = match_header_cell(kind, text);
        auto const above = upper.contains(place) ? upper.at(place) : group_above(place);
        if (cell.columns.empty() && !above.empty()) cell = match_header_cell(kind, text + " " + above);
        cell.place = place;
        cells.push_back(std::move(cell));
    }
    std::sort(cells.begin(), cells.end(), [](auto const& a, auto const& b) { return a.place < b.place; });
    for (auto& cell : cells) cell = decided(kind, std::move(cell), matching);
    keep_best(kind, cells);
    return cells;
}

bool names_enough(ListKind const& kind, std::vector<HeaderCell> const& cells)
{
    bool identity = false;
    int naming = 0;
    for (auto const& cell : cells) {
        naming += !cell.columns.empty();
        for (auto const column : cell.columns) identity = identity || kind.columns[column].identity;
    }
    return identity && naming >= 2;
}

bool merged_to_next(documents::Sheet const& sheet, std::uint32_t row)
{
    return std::any_of(sheet.merges.begin(), sheet.merges.end(), [&](documents::Merge const& merge) {
        return merge.first_row == row && merge.last_row == row + 1;
    });
}

bool names_column(ListKind const& kind, std::string_view text) { return !match_header_cell(kind, text).columns.empty(); }

// Where merges are lost (CSV): two rows that both name columns, none of the lower beneath one of the
// upper.
bool continues_header(ListKind const& kind, RowTexts const& upper, RowTexts const& lower)
{
    auto names = [&](auto const& entry) { return names_column(kind, entry.second); };
    auto stands_beneath_one = [&](auto const& entry) {
        auto const above = upper.find(entry.first);
        return above != upper.end() && names(*above);
    };
    return std::any_of(upper.begin(), upper.end(), names) && std::any_of(lower.begin(), lower.end(), names) &&
           std::none_of(lower.begin(), lower.end(), stands_beneath_one);
}

}  // namespace

HeaderCell match_header_cell(ListKind const& kind, std::string_view text)
{
    HeaderCell cell;
    cell.text = tidy(text);
    auto add = [&](std::optional<Match> const& match) {
        if (match && std::find(cell.columns.begin(), cell.columns.end(), match->column) == cell.columns.end())
            cell.columns.push_back(match->column);
    };
    auto const whole = match_text(kind, cell.text);
    auto const sign = cell.text.find_first_of("/,");
    if ((whole && whole->exact) || sign == std::string::npos) {
        add(whole);
        return cell;
    }
    cell.separator = cell.text[sign];
    for (auto const part : parts_of(cell.text)) add(match_text(kind, part));
    return cell;
}

std::optional<Header> find_header(documents::Sheet const& sheet, documents::StringPool const& strings,
                                  ListKind const& kind, Matching const& matching)
{
    for (std::size_t i = 0; i < sheet.rows.size() && sheet.rows[i].number <= kRowsSearched; ++i) {
        auto const number = sheet.rows[i].number;
        auto const upper = texts_of(sheet, strings, sheet.rows[i]);
        bool const has_next = i + 1 < sheet.rows.size() && sheet.rows[i + 1].number == number + 1;
        auto const lower = has_next ? texts_of(sheet, strings, sheet.rows[i + 1]) : RowTexts{};
        bool const two = has_next && (merged_to_next(sheet, number) || continues_header(kind, upper, lower));
        Header header{number, two ? number + 1 : number, {}};
        header.cells = header_cells(kind, sheet, upper, two ? lower : RowTexts{}, number, matching);
        if (names_enough(kind, header.cells)) return header;
    }
    return std::nullopt;
}

std::string signature_of(Header const& header)
{
    std::string text;
    for (auto const& cell : header.cells) text += search_key(cell.text) + "\n";
    return sha256_hex(text);
}

}  // namespace thidua::intake
