#include "documents/xlsx_reader.h"

#include "documents/archive.h"
#include "documents/number_format.h"
#include "documents/xml_part.h"

#include <charconv>
#include <map>
#include <vector>

namespace thidua::documents {

namespace {

int to_int(std::string_view text, int otherwise = 0)
{
    int value = otherwise;
    std::from_chars(text.data(), text.data() + text.size(), value);
    return value;
}

// "BC12" → column 54, row 12. A missing half is 0 (row) or -1 (column).
struct Reference {
    int column = -1;
    std::uint32_t row = 0;
};
Reference parse_reference(std::string_view text)
{
    int column = 0;
    std::size_t at = 0;
    for (; at < text.size() && at < 4 && ((text[at] | 32) >= 'a' && (text[at] | 32) <= 'z'); ++at)
        column = column * 26 + ((text[at] | 32) - 'a' + 1);
    std::uint32_t row = 0;
    std::from_chars(text.data() + at, text.data() + text.size(), row);
    return {column - 1, row};
}

// Excel writes control characters as _x000D_.
std::string without_escapes(std::string_view text)
{
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        int code = 0;
        if (text[i] == '_' && i + 6 < text.size() && text[i + 1] == 'x' && text[i + 6] == '_' &&
            std::from_chars(&text[i + 2], &text[i + 6], code, 16).ptr == &text[i + 6] && code < 0x80) {
            if (code != 0) result += static_cast<char>(code);
            i += 6;
        } else {
            result += text[i];
        }
    }
    return result;
}

StringPool::Id intern_text(StringPool& strings, std::string const& text)
{
    if (text.find("_x") == std::string::npos) return strings.intern(text);
    return strings.intern(without_escapes(text));
}

// Relationships of a part: id → target, and the first target of a type.
class Relations final : public XmlHandler {
public:
    void start(std::string_view name, Attributes const& attributes) override
    {
        if (name != "Relationship") return;
        auto const type = attributes.get("Type");
        auto const kind = std::string{type.substr(type.rfind('/') + 1)};
        auto const target = std::string{attributes.get("Target")};
        if (attributes.get("TargetMode") == "External" && kind != "hyperlink")
            failure = bad_input("intake.file.unsafe", {}, "file");
        by_id.emplace(std::string{attributes.get("Id")}, target);
        by_kind.emplace(kind, target);
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::map<std::string, std::string, std::less<>> by_id;
    std::map<std::string, std::string, std::less<>> by_kind;
};

// A target as a part's name, from the folder of the part that names it.
std::string resolve(std::string const& folder, std::string_view target)
{
    if (target.starts_with('/')) return std::string{target.substr(1)};
    std::string base = folder;
    while (target.starts_with("../")) {
        target.remove_prefix(3);
        base.resize(base.empty() ? 0 : base.rfind('/', base.size() - 2) + 1);
    }
    if (target.starts_with("./")) target.remove_prefix(2);
    return base + std::string{target};
}

struct SheetEntry {
    std::string name;
    std::string relation;
    bool hidden = false;
};

class WorkbookPart final : public XmlHandler {
public:
    void start(std::string_view name, Attributes const& attributes) override
    {
        if (name == "sheet") {
            auto const state = attributes.get("state");
            sheets.push_back({std::string{attributes.get("name")}, std::string{attributes.get("id")},
                              state == "hidden" || state == "veryHidden"});
        } else if (name == "workbookPr") {
            since_1904 = attributes.is_true("date1904");
        }
    }
    void end(std::string_view) override {}
    void text(std::string_view) override {}

    std::vector<SheetEntry> sheets;
    bool since_1904 = false;
};

// Which cell styles show a day.
class StylesPart final : public XmlHandler {
public:
    void start(std::string_view name, Attributes const& attributes) override
    {
        if (name == "numFmt") {
            own_[to_int(attributes.get("numFmtId"))] = is_date_format(attributes.get("formatCode"));
        } else if (name == "cellXfs") {
            inside_ = true;
        } else if (name == "xf" && inside_) {
            auto const id = to_int(attributes.get("numFmtId"));
            auto const own = own_.find(id);
            shows_day.push_back(own != own_.end() ? own->second : is_date_format(id));
        }
    }
    void end(std::string_view name) override { inside_ = inside_ && name != "cellXfs"; }
    void text(std::string_view) override {}

    std::vector<bool> shows_day;

private:
    std::map<int, bool> own_;
    bool inside_ = false;
};

// Collects the text of <si> and <is>: rich runs joined, phonetic readings left out.
class RichText {
public:
    void begin() { text_.clear(), phonetic_ = false, inside_ = true; }
    void finish() { inside_ = false; }
    void start(std::string_view name)
    {
        if (name == "t") in_t_ = inside_ && !phonetic_;
        else if (name == "rPh") phonetic_ = true;
    }
    void end(std::string_view name)
    {
        if (name == "t") in_t_ = false;
        else if (name == "rPh") phonetic_ = false;
    }
    void text(std::string_view piece)
    {
        if (in_t_) text_ += piece;
    }
    std::string const& get() const { return text_; }

private:
    std::string text_;
    bool inside_ = false;
    bool phonetic_ = false;
    bool in_t_ = false;
};

class SharedStringsPart final : public XmlHandler {
public:
    SharedStringsPart(StringPool& strings, Limits const& limits) : strings_(strings), limits_(limits) {}
    void start(std::string_view name, Attributes const&) override
    {
        if (name == "si") rich_.begin();
        else rich_.start(name);
    }
    void end(std::string_view name) override
    {
        rich_.end(name);
        if (name != "si") return;
        ids.push_back(intern_text(strings_, rich_.get()));
        if (strings_.bytes() > limits_.text_bytes || ids.size() > limits_.cells)
            failure = bad_input("intake.file.too-large", {}, "file");
    }
    void text(std::string_view piece) override { rich_.text(piece); }

    std::vector<StringPool::Id> ids;

private:
    StringPool& strings_;
    Limits const& limits_;
    RichText rich_;
};

// What cells of any sheet need to be understood.
struct Context {
    StringPool& strings;
    std::vector<StringPool::Id> const& shared;
    std::vector<bool> const& shows_day;
    bool since_1904;
    Limits const& limits;
};

class SheetPart final : public XmlHandler {
public:
    SheetPart(Sheet& sheet, Context const& context) : sheet_(sheet), context_(context) {}

    void start(std::string_view name, Attributes const& attributes) override
    {
        if (name == "c") start_cell(attributes);
        else if (name == "v") in_value_ = true;
        else if (name == "row") start_row(attributes);
        else if (name == "is") rich_.begin();
        else if (name == "mergeCell") add_merge(attributes.get("ref"));
        else rich_.start(name);
    }
    void end(std::string_view name) override
    {
        rich_.end(name);
        if (name == "v") in_value_ = false;
        else if (name == "is") rich_.finish();
        else if (name == "c") end_cell();
        else if (name == "row") end_row();
    }
    void text(std::string_view piece) override
    {
        if (in_value_) value_ += piece;
        else rich_.text(piece);
    }

private:
    void too_large() { failure = bad_input("intake.file.too-large", {}, "file"); }

    void start_row(Attributes const& attributes)
    {
        auto const stated = static_cast<std::uint32_t>(to_int(attributes.get("r")));
        row_ = {stated > row_.number ? stated : row_.number + 1, static_cast<std::uint32_t>(sheet_.cells.size()), 0};
        column_ = -1;
        if (row_.number > context_.limits.rows) too_large();
    }

    void end_row()
    {
        row_.count = static_cast<std::uint32_t>(sheet_.cells.size()) - row_.first;
        if (row_.count != 0) sheet_.rows.push_back(row_);
        if (sheet_.cells.size() > context_.limits.cells || context_.strings.bytes() > context_.limits.text_bytes)
            too_large();
    }

    void start_cell(Attributes const& attributes)
    {
        auto const stated = parse_reference(attributes.get("r")).column;
        column_ = stated > column_ ? stated : column_ + 1;
        if (column_ >= static_cast<int>(context_.limits.columns)) too_large();
        type_ = attributes.get("t");
        style_ = static_cast<std::size_t>(to_int(attributes.get("s")));
        value_.clear();
        rich_.begin();
        rich_.finish();
    }

    void end_cell()
    {
        Cell cell{0, static_cast<std::uint16_t>(column_), CellType::Text};
        if (type_ == "inlineStr") cell.text = intern_text(context_.strings, rich_.get());
        else if (!value_.empty()) set_value(cell);
        if (cell.text != 0) sheet_.cells.push_back(cell);
    }

    void set_value(Cell& cell)
    {
        auto intern = [&](std::string_view text) { return context_.strings.intern(text); };
        if (type_ == "s") {
            auto const index = static_cast<std::size_t>(to_int(value_, -1));
            if (index < context_.shared.size()) cell.text = context_.shared[index];
        } else if (type_ == "str") {
            cell.text = intern_text(context_.strings, value_);
        } else if (type_ == "b") {
            cell.type = CellType::Boolean;
            cell.text = intern(value_);
        } else if (type_ == "e") {
            cell.type = CellType::Error;
            cell.text = intern(value_);
        } else if (type_ == "d") {
            cell.type = CellType::Date;
            cell.text = intern(std::string_view{value_}.substr(0, 10));
        } else {
            set_number(cell);
        }
    }

    void set_number(Cell& cell)
    {
        cell.type = CellType::Number;
        if (style_ < context_.shows_day.size() && context_.shows_day[style_]) {
            double serial = 0;
            std::from_chars(value_.data(), value_.data() + value_.size(), serial);
            if (auto const day = day_of_serial(serial, context_.since_1904)) {
                cell.type = CellType::Date;
                cell.text = context_.strings.intern(to_iso(*day));
                return;
            }
        }
        cell.text = context_.strings.intern(plain_number(value_));
    }

    void add_merge(std::string_view reference)
    {
        auto const colon = reference.find(':');
        if (colon == std::string_view::npos) return;
        auto const from = parse_reference(reference.substr(0, colon));
        auto const to = parse_reference(reference.substr(colon + 1));
        if (from.column < 0 || to.column < from.column || to.row < from.row) return;
        sheet_.merges.push_back({from.row, to.row, static_cast<std::uint16_t>(from.column),
                                 static_cast<std::uint16_t>(to.column)});
        if (sheet_.merges.size() > context_.limits.cells) too_large();
    }

    Sheet& sheet_;
    Context const& context_;
    RichText rich_;
    Row row_;
    int column_ = -1;
    std::string type_;
    std::size_t style_ = 0;
    std::string value_;
    bool in_value_ = false;
};

// What the archive holds instead of a workbook, or besides one, that we do not take.
Result<void> check_contents(Archive const& archive)
{
    if (archive.has("word/document.xml")) return bad_input("intake.file.word", {}, "file");
    if (archive.has("content.xml") && archive.has("mimetype")) return bad_input("intake.file.opendocument", {}, "file");
    if (archive.has("xl/vbaProject.bin")) return bad_input("intake.file.macros", {}, "file");
    if (archive.first_below("xl/externalLinks/")) return bad_input("intake.file.links", {}, "file");
    if (archive.has("xl/workbook.bin")) return bad_input("intake.file.old-excel", {}, "file");
    if (!archive.has("_rels/.rels") && !archive.has("xl/workbook.xml"))
        return bad_input("intake.file.not-a-table", {}, "file");
    return {};
}

class XlsxReader {
public:
    XlsxReader(Archive const& archive, Limits const& limits) : archive_(archive), limits_(limits) {}

    Result<Workbook> read()
    {
        auto const main = TD_TRY(main_part());
        auto const folder = main.substr(0, main.rfind('/') + 1);
        auto const relations = TD_TRY(relations_of(folder + "_rels/" + main.substr(folder.size()) + ".rels"));
        WorkbookPart workbook;
        TD_CHECK(read_xml(archive_, main, workbook));

        Workbook book;
        StylesPart styles;
        if (auto const part = target(relations, folder, "styles")) TD_CHECK(read_xml(archive_, *part, styles));
        SharedStringsPart shared{book.strings, limits_};
        if (auto const part = target(relations, folder, "sharedStrings")) TD_CHECK(read_xml(archive_, *part, shared));

        Context const context{book.strings, shared.ids, styles.shows_day, workbook.since_1904, limits_};
        for (auto const& entry : workbook.sheets) {
            auto const relation = relations.by_id.find(entry.relation);
            if (relation == relations.by_id.end()) continue;
            auto const part = resolve(folder, relation->second);
            if (part.find("worksheets/") == std::string::npos) continue;  // A chart or dialog sheet.
            Sheet& sheet = book.sheets.emplace_back(Sheet{entry.name, entry.hidden, {}, {}, {}});
            SheetPart handler{sheet, context};
            TD_CHECK(read_xml(archive_, part, handler));
        }
        if (book.sheets.empty()) return bad_input("intake.file.not-a-table", {}, "file");
        return book;
    }

private:
    Result<std::string> main_part()
    {
        if (archive_.has("_rels/.rels")) {
            auto const relations = TD_TRY(relations_of("_rels/.rels"));
            if (auto const part = target(relations, "", "officeDocument")) return *part;
        }
        if (archive_.has("xl/workbook.xml")) return std::string{"xl/workbook.xml"};
        return bad_input("intake.file.not-a-table", {}, "file");
    }

    Result<Relations> relations_of(std::string const& part)
    {
        Relations relations;
        if (archive_.has(part)) TD_CHECK(read_xml(archive_, part, relations));
        return relations;
    }

    std::optional<std::string> target(Relations const& relations, std::string const& folder, std::string_view kind)
    {
        auto const found = relations.by_kind.find(kind);
        if (found == relations.by_kind.end()) return std::nullopt;
        auto part = resolve(folder, found->second);
        if (!archive_.has(part)) return std::nullopt;
        return part;
    }

    Archive const& archive_;
    Limits const& limits_;
};

}  // namespace

Result<Workbook> read_xlsx(std::string_view bytes, Limits const& limits)
{
    auto const archive = TD_TRY(Archive::open(bytes, limits));
    TD_CHECK(check_contents(archive));
    return XlsxReader{archive, limits}.read();
}

}  // namespace thidua::documents
