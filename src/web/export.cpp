#include "web/export.h"

#include "base/date.h"
#include "base/text.h"
#include "documents/xlsx_writer.h"
#include "terms/locale.h"
#include "terms/vocabulary.h"
#include "web/formatters.h"

#include <algorithm>

namespace thidua::web {

namespace json = boost::json;

namespace {

struct Column {
    std::string key;
    std::string title;
    std::string kind;
};

std::vector<Column> columns_of(json::object const& list, std::string const& language)
{
    std::vector<Column> columns;
    for (auto const& column : list.at("columns").as_array()) {
        columns.push_back({std::string{column.at("key").as_string()},
                           terms::text(language, column.at("label").as_string()),
                           std::string{column.at("kind").as_string()}});
    }
    return columns;
}

std::string as_text(json::value const& value)
{
    if (value.is_null()) return {};
    if (value.is_string()) return std::string{value.get_string()};
    return json::serialize(value);
}

bool is_set(json::value const& value)
{
    return value == json::value(true) || (value.is_int64() && value.get_int64() != 0);
}

// The sentence under `prefix` for a code; the code itself where there is none.
std::string said(std::string const& prefix, std::string const& code, std::string const& language)
{
    return terms::has_text("vi", prefix + code) ? terms::text(language, prefix + code) : code;
}

// What a person reads in the cell; `kind` as http::Column and the header say.
std::string shown(json::value const& value, std::string const& kind, std::string const& language)
{
    if (kind == "flag") return is_set(value) ? "x" : "";
    if (auto const* several = value.if_array()) {
        std::string joined;
        for (auto const& element : *several)
            joined += (joined.empty() ? "" : "; ") + shown(element, kind, language);
        return joined;
    }
    if (kind == "instant") return format_value(value, {kind}, language);
    auto text = as_text(value);
    if (kind == "date") {
        auto const day = parse_iso_date(text);
        return day ? to_vietnamese(*day) : text;
    }
    if (text.empty()) return text;
    if (kind.starts_with("term:")) return terms::name_of(kind.substr(5), text, language);
    if (kind.starts_with("key:")) return said(kind.substr(4), text, language);
    return text;
}

json::value const& cell_of(json::value const& row, std::string const& key)
{
    static json::value const nothing = nullptr;
    auto const* cell = row.as_object().if_contains(key);
    return cell == nullptr ? nothing : *cell;
}

bool is_number(json::value const& value, std::string const& kind)
{
    return value.is_int64() && (kind == "number" || kind == "year");
}

void add_csv(std::string& out, std::string_view field, bool may_be_formula)
{
    bool const guard = may_be_formula && !field.empty() &&
                       std::string_view{"=+-@\t\r"}.find(field.front()) != std::string_view::npos;
    bool const quote = guard || field.find_first_of(",;\"\r\n") != std::string_view::npos;
    if (!quote) {
        out += field;
        return;
    }
    out += '"';
    if (guard) out += '\'';
    for (char const c : field) {
        if (c == '"') out += '"';
        out += c;
    }
    out += '"';
}

}  // namespace

std::string list_as_csv(json::object const& list, std::string const& language)
{
    auto const columns = columns_of(list, language);
    std::string out = "\xEF\xBB\xBF";
    auto const end_field = [&](std::size_t i) { out += i + 1 == columns.size() ? "\r\n" : ","; };
    for (std::size_t i = 0; i < columns.size(); ++i) {
        add_csv(out, columns[i].title, true);
        end_field(i);
    }
    for (auto const& row : list.at("rows").as_array()) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto const& cell = cell_of(row, columns[i].key);
            add_csv(out, shown(cell, columns[i].kind, language), !is_number(cell, columns[i].kind));
            end_field(i);
        }
    }
    return out;
}

std::string list_as_xlsx(json::object const& list,
                         std::string const& title,
                         std::string const& language)
{
    auto const columns = columns_of(list, language);
    std::vector<documents::ColumnFormat> formats;
    for (auto const& column : columns) {
        auto const letters = static_cast<double>(count_characters(column.title)) + 2;
        formats.push_back({column.title, std::max(column.kind == "text" ? 24.0 : 12.0, letters)});
    }
    documents::XlsxWriter writer;
    writer.begin_sheet(title, title, formats);
    std::vector<std::string> texts(columns.size());
    std::vector<documents::CellValue> cells(columns.size());
    for (auto const& row : list.at("rows").as_array()) {
        for (std::size_t i = 0; i < columns.size(); ++i) {
            auto const& cell = cell_of(row, columns[i].key);
            if (is_number(cell, columns[i].kind)) {
                cells[i] = cell.get_int64();
                continue;
            }
            bool const is_day =
                columns[i].kind == "date" && cell.is_string() && parse_iso_date(as_text(cell));
            texts[i] = is_day ? as_text(cell) : shown(cell, columns[i].kind, language);
            if (texts[i].empty())
                cells[i] = std::monostate{};
            else if (is_day)
                cells[i] = documents::Day{texts[i]};
            else
                cells[i] = std::string_view{texts[i]};
        }
        writer.row(cells);
    }
    return writer.finish();
}

}  // namespace thidua::web
