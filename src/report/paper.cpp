// The summary as text, workbook and document.
#include "base/text.h"
#include "documents/xlsx_writer.h"
#include "report/docx.h"
#include "report/summary.h"
#include "terms/locale.h"

#include <algorithm>
#include <array>

namespace thidua::report {

namespace {

using Cells = std::array<std::string, 5>;

std::string heading(Summary const& summary, std::string_view language)
{
    return terms::text(
        language, "report.heading", {{"from", to_iso(summary.from)}, {"to", to_iso(summary.to)}});
}

Cells header(std::string_view language)
{
    Cells cells;
    constexpr std::array kKeys = {"award", "level", "persons", "units", "total"};
    for (std::size_t i = 0; i < cells.size(); ++i) {
        cells[i] = terms::text(language, std::string{"report.column."} + kKeys[i]);
    }
    return cells;
}

Cells cells_of(std::string name, std::string level, Counts const& counts)
{
    return {std::move(name),
            std::move(level),
            std::to_string(counts.persons),
            std::to_string(counts.units),
            std::to_string(counts.total())};
}

// The rows and, last, the total.
std::vector<Cells> table_of(Summary const& summary, std::string_view language)
{
    std::vector<Cells> table;
    for (auto const& row : summary.rows) {
        table.push_back(
            cells_of(row.name, terms::text(language, "report.level." + row.level), row.counts));
    }
    table.push_back(cells_of(terms::text(language, "report.total"), "", summary.total));
    return table;
}

std::string padded(std::string const& text, std::size_t width, bool to_the_right)
{
    auto const letters = count_characters(text);
    std::string const blanks(width > letters ? width - letters : 0, ' ');
    return to_the_right ? blanks + text : text + blanks;
}

std::string line_of(Cells const& cells, std::array<std::size_t, 5> const& widths)
{
    std::string line;
    for (std::size_t i = 0; i < cells.size(); ++i) {
        line += (i == 0 ? "" : "  ") + padded(cells[i], widths[i], i >= 2);
    }
    return line + "\n";
}

}  // namespace

std::string to_text(Summary const& summary, std::string_view language)
{
    auto table = table_of(summary, language);
    table.insert(table.begin(), header(language));
    std::array<std::size_t, 5> widths{};
    for (auto const& cells : table) {
        for (std::size_t i = 0; i < cells.size(); ++i)
            widths[i] = std::max(widths[i], count_characters(cells[i]));
    }
    auto text =
        heading(summary, language) + "\n" + summary.unit_name + " (" + summary.unit + ")\n\n";
    for (auto const& cells : table) text += line_of(cells, widths);
    return text;
}

std::string to_xlsx(Summary const& summary, std::string_view language)
{
    auto const titles = header(language);
    documents::XlsxWriter writer;
    writer.begin_sheet(
        terms::text(language, "report.title"),
        heading(summary, language) + ", " + summary.unit_name,
        {{titles[0], 44}, {titles[1], 18}, {titles[2], 12}, {titles[3], 12}, {titles[4], 12}});
    auto const put = [&](std::string_view name, std::string_view level, Counts const& counts) {
        writer.row({name, level, counts.persons, counts.units, counts.total()});
    };
    for (auto const& row : summary.rows)
        put(row.name, terms::text(language, "report.level." + row.level), row.counts);
    put(terms::text(language, "report.total"), "", summary.total);
    return writer.finish();
}

std::string to_docx(Summary const& summary, std::string_view language)
{
    auto const titles = header(language);
    DocxTable table{terms::text(language, "report.title"),
                    heading(summary, language) + ", " + summary.unit_name,
                    {{titles[0], false, 5},
                     {titles[1], false, 3},
                     {titles[2], true, 2},
                     {titles[3], true, 2},
                     {titles[4], true, 2}},
                    {},
                    true};
    for (auto const& cells : table_of(summary, language))
        table.rows.emplace_back(cells.begin(), cells.end());
    return write_docx(table);
}

}  // namespace thidua::report
