#include "block/scale_file.h"

#include "base/text.h"
#include "block/documents.h"
#include "block/figures.h"
#include "block/scale_body.h"
#include "block/typed.h"
#include "documents/workbook.h"
#include "documents/xlsx_writer.h"
#include "terms/locale.h"

#include <algorithm>
#include <array>
#include <map>

namespace thidua::block {
namespace {

namespace json = boost::json;

constexpr std::array<std::string_view, 12> kColumns{"code",
                                                    "name",
                                                    "kind",
                                                    "max",
                                                    "measure",
                                                    "from",
                                                    "to",
                                                    "bands",
                                                    "each",
                                                    "excludes",
                                                    "source",
                                                    "note"};
constexpr std::array<std::string_view, 3> kGroupKinds{"task", "bonus", "penalty"};
constexpr std::size_t kMostProblems = 30;

// ---- out

std::vector<documents::ColumnFormat> columns_in(std::string const& language)
{
    constexpr double kNarrow = 9, kMiddle = 18, kWide = 60;
    std::vector<documents::ColumnFormat> columns;
    for (auto const name : kColumns) {
        bool const wide = name == "name" || name == "note";
        bool const middle =
            name == "kind" || name == "measure" || name == "source" || name == "bands";
        columns.push_back({terms::text(language, "block.file." + std::string{name}),
                           wide     ? kWide
                           : middle ? kMiddle
                                    : kNarrow});
    }
    return columns;
}

// One row's texts, kept while the writer reads them.
class RowOut {
public:
    std::string& operator[](std::string_view column) { return texts_[index_of(column)]; }

    void write(documents::XlsxWriter& writer) const
    {
        std::vector<documents::CellValue> cells;
        for (auto const& text : texts_) {
            auto const amount = parse_typed(text);
            if (text.empty())
                cells.emplace_back(std::monostate{});
            else if (amount && *amount % scoring::kOne == 0 && &text != &texts_.front())
                cells.emplace_back(*amount / scoring::kOne);
            else
                cells.emplace_back(std::string_view{text});
        }
        writer.row(cells);
    }

private:
    static std::size_t index_of(std::string_view column)
    {
        return static_cast<std::size_t>(std::find(kColumns.begin(), kColumns.end(), column) -
                                        kColumns.begin());
    }
    std::array<std::string, kColumns.size()> texts_;
};

void write_criterion(documents::XlsxWriter& writer,
                     scoring::Criterion const& criterion,
                     std::string const& language)
{
    auto const document = criterion_document(criterion);
    auto const& measure = document.at("measure").as_object();
    auto const said = [&](std::string_view name) {
        auto const* own = measure.if_contains(name);
        return own == nullptr ? std::string{} : std::string{own->as_string()};
    };
    RowOut row;
    row["code"] = criterion.code;
    row["name"] = criterion.name;
    row["max"] = typed(criterion.maximum);
    row["measure"] = terms::text(language, "block.measure." + said("kind"));
    row["from"] = said("from") + said("at_least");
    row["to"] = said("to");
    row["bands"] = said("bands");
    row["each"] = said("each");
    if (auto const* own = measure.if_contains("excludes"); own != nullptr && own->as_bool())
        row["excludes"] = "x";
    if (!criterion.source.empty())
        row["source"] = terms::text(language, "block.source." + criterion.source);
    row["note"] = criterion.note;
    row.write(writer);
}

// ---- in

bool says(std::string const& folded, std::string const& key)
{
    return std::ranges::any_of(terms::languages(), [&](std::string const& language) {
        if (!terms::has_text(language, key)) return false;
        auto const all = terms::text(language, key);
        auto const words = split(all, '|');
        return std::ranges::any_of(words,
                                   [&](std::string_view word) { return fold(word) == folded; });
    });
}

// The column a header names: its title, or another word offices use for it.
std::optional<std::string_view> column_named(std::string_view header)
{
    auto const folded = fold(header);
    for (auto const name : kColumns) {
        auto const key = "block.file." + std::string{name};
        if (says(folded, key) || says(folded, key + "-also")) return name;
    }
    return std::nullopt;
}

struct RowIn {
    std::uint32_t number = 0;
    std::map<std::string_view, std::string> texts;

    std::string operator[](std::string_view column) const
    {
        auto const found = texts.find(column);
        return found == texts.end() ? std::string{} : found->second;
    }
};

std::string text_of(documents::Cell const& cell, documents::StringPool const& strings)
{
    auto const text = tidy(strings.view(cell.text));
    if (cell.type != documents::CellType::Number) return text;
    auto const amount = scoring::parse_amount(text);
    return amount ? typed(*amount) : text;
}

// The rows below the first row that names both what is asked and its points; nothing without one.
std::optional<std::vector<RowIn>> rows_of(documents::Sheet const& sheet,
                                          documents::StringPool const& strings)
{
    constexpr std::size_t kHeaderWithin = 20;
    std::map<std::uint16_t, std::string_view> columns;
    std::vector<RowIn> rows;
    bool headed = false;
    for (std::size_t i = 0; i < sheet.rows.size(); ++i) {
        auto const& row = sheet.rows[i];
        RowIn read{.number = row.number, .texts = {}};
        if (!headed) {
            if (i == kHeaderWithin) break;
            columns.clear();
            for (auto const& cell : sheet.cells_of(row)) {
                if (auto const name = column_named(strings.view(cell.text)))
                    columns.emplace(cell.column, *name);
            }
            auto const has = [&](std::string_view name) {
                return std::ranges::any_of(columns,
                                           [&](auto const& each) { return each.second == name; });
            };
            headed = has("name") && has("max");
            continue;
        }
        for (auto const& cell : sheet.cells_of(row)) {
            auto const found = columns.find(cell.column);
            if (found != columns.end()) read.texts[found->second] = text_of(cell, strings);
        }
        if (!read["code"].empty() || !read["name"].empty()) rows.push_back(std::move(read));
    }
    if (!headed) return std::nullopt;
    return rows;
}

// I, II, A: what office tables number their groups with.
bool is_group_number(std::string const& code)
{
    bool const roman = !code.empty() && code.find_first_not_of("IVX") == std::string::npos;
    bool const letter = code.size() == 1 && code.front() >= 'A' && code.front() <= 'Z';
    return roman || letter;
}

// The code whose words the cell holds; nothing where it holds something else.
template <class Codes>
std::optional<std::string> code_said(std::string const& text,
                                     Codes const& codes,
                                     std::string const& prefix)
{
    auto const folded = fold(text);
    for (auto const& code : codes) {
        std::string const own{code};
        if (folded == own || says(folded, prefix + own)) return own;
    }
    return std::nullopt;
}

// Puts rows into a body one after the other; every problem is kept with its row.
class RowTaker {
public:
    explicit RowTaker(json::object& body) : body_(body) { body_["groups"] = json::array{}; }

    void take(RowIn const& row)
    {
        if (wrong_.problems.size() >= kMostProblems || is_sum(row)) return;
        row_ = &row;
        bool const group = !row["kind"].empty() || is_group_number(row["code"]);
        if (group)
            take_group();
        else
            take_criterion();
    }

    Result<void> result() const
    {
        if (!wrong_.problems.empty()) return wrong_;
        return {};
    }

private:
    static bool is_sum(RowIn const& row)
    {
        return row["code"].empty() && says(fold(row["name"]), "block.file.sum");
    }

    void problem(std::string const& what, Args args = {})
    {
        args.emplace_back("row", std::to_string(row_->number));
        wrong_.problems.push_back({"block.error.row." + what, std::move(args), "file"});
    }
    void problems_of(Error const& error)
    {
        for (auto const& each : error.problems) {
            bool const named =
                each.key == "block.error.code-taken" || each.key == "block.error.group-code" ||
                each.key == "block.error.above-max" || each.key == "block.error.band-order";
            auto const dot = each.key.rfind('.') + 1;
            problem(named ? each.key.substr(dot) : each.field,
                    {{"code", (*row_)["code"]}, {"max", (*row_)["max"]}});
        }
    }

    void take_group()
    {
        auto const& row = *row_;
        auto kind = row["kind"].empty() ? std::optional<std::string>{"task"}
                                        : code_said(row["kind"], kGroupKinds, "block.group.");
        if (!kind) return problem("kind", {{"value", row["kind"]}});
        PutGroup const put{.ref = {},
                           .old_code = {},
                           .code = row["code"],
                           .name = row["name"],
                           .kind = *kind,
                           .maximum = row["max"]};
        group_ = put.code;
        if (auto const done = set_group(body_, put); !done) problems_of(done.error());
    }

    void take_criterion()
    {
        auto const& row = *row_;
        if (group_.empty()) return problem("no-group");
        auto const measure = row["measure"].empty()
                                 ? std::optional<std::string>{"judged"}
                                 : code_said(row["measure"], measure_codes(), "block.measure.");
        if (!measure) return problem("measure", {{"value", row["measure"]}});
        auto const source = row["source"].empty()
                                ? std::optional<std::string>{""}
                                : code_said(row["source"], source_codes(), "block.source.");
        if (!source) return problem("source", {{"value", row["source"]}});
        PutCriterion put{.ref = {}, .group = group_, .old_code = {}, .code = row["code"]};
        put.name = row["name"];
        put.maximum = row["max"];
        put.measure = *measure;
        put.from = put.at_least = row["from"];
        put.to = row["to"];
        put.each = row["each"];
        put.bands = row["bands"];
        std::replace(put.bands.begin(), put.bands.end(), ';', '\n');
        put.excludes = !row["excludes"].empty() && row["excludes"] != "0" &&
                       !says(fold(row["excludes"]), "block.file.no");
        put.source = *source;
        put.note = row["note"];
        // Tables often number from 1 again in every group.
        if (has_criterion(body_, put.code)) put.code = group_ + "." + put.code;
        if (auto const done = set_criterion(body_, put); !done) problems_of(done.error());
    }

    json::object& body_;
    RowIn const* row_ = nullptr;
    std::string group_;
    Error wrong_{.kind = Kind::BadInput};
};

}  // namespace

std::string scale_workbook(StoredScale const& scale, std::string const& language)
{
    documents::XlsxWriter writer;
    writer.begin_sheet(terms::text(language, "block.file.sheet"), scale.name, columns_in(language));
    for (auto const& group : scale.read().groups) {
        RowOut row;
        row["code"] = group.code;
        row["name"] = group.name;
        row["kind"] = terms::text(language, "block.group." + std::string{code_of(group.kind)});
        row["max"] = typed(group.maximum);
        row.write(writer);
        for (auto const& criterion : group.criteria) write_criterion(writer, criterion, language);
    }
    return writer.finish();
}

bool is_workbook(std::string_view bytes) { return bytes.starts_with("PK"); }

Result<void> take_workbook(json::object& body, std::string_view bytes)
{
    auto book = documents::read_workbook(bytes);
    if (!book) {
        auto error = book.error();
        for (auto& problem : error.problems) problem.field = "file";
        return error;
    }
    for (auto const& sheet : book->sheets) {
        auto const rows = rows_of(sheet, book->strings);
        if (!rows) continue;
        if (rows->empty()) return bad_input("block.error.file-empty", {}, "file");
        RowTaker taker{body};
        for (auto const& row : *rows) taker.take(row);
        return taker.result();
    }
    return bad_input("block.error.file-header", {}, "file");
}

}  // namespace thidua::block
