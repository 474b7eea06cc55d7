#include "movement/registration_rows.h"

#include "base/text.h"
#include "documents/xlsx_writer.h"
#include "intake/list.h"
#include "register/catalogue.h"
#include "terms/locale.h"

#include <algorithm>
#include <set>

namespace thidua::movement {

namespace {

using organisation::Subject;

constexpr std::size_t kMostRows = 2000;
constexpr std::string_view kUsualHeader =
    "Mã\tHọ và tên\tDanh hiệu\tHình thức\tSáng kiến\tĐiển hình\n";

intake::ListKind const& kind()
{
    using enum intake::ColumnType;
    static intake::ListKind const registrations{
        "registrations",
        {{"subject", {"số hiệu", "mã"}, Code, {}, false, true},
         {"name", {"họ và tên", "họ tên", "tên tập thể", "tập thể", "tên đơn vị"}, Text, {}, false, true},
         {"title", {"danh hiệu"}},
         {"form", {"hình thức"}},
         {"initiative", {"sáng kiến"}},
         {"exemplar", {"điển hình"}}}};
    return registrations;
}

struct Headed {
    documents::Workbook book;
    int added = 0;  // Lines that were put on top.
};

// The file as it is, or with the usual header over it where it has none.
Result<Headed> workbook_of(std::string_view bytes)
{
    auto book = TD_TRY(documents::read_workbook(bytes));
    for (auto const& sheet : book.sheets) {
        if (intake::find_header(sheet, book.strings, kind())) return Headed{std::move(book)};
    }
    if (bytes.substr(0, 2) == "PK") return Headed{std::move(book)};
    auto const text = std::string{kUsualHeader} + std::string{bytes};
    auto with_header = TD_TRY(documents::read_workbook(text));
    return Headed{std::move(with_header), 1};
}

std::string one_line(std::string_view text)
{
    std::string line{text};
    std::replace_if(
        line.begin(), line.end(), [](char c) { return c == '\t' || c == '\n'; }, ' ');
    return line;
}

bool says_yes(std::string_view text)
{
    auto const word = fold(text);
    return !word.empty() && word != "không" && word != "0" && word != "-";
}

// Reads one row after the other; keeps what was met before.
class Reader {
public:
    Reader(storage::Transaction& tx, organisation::Unit const& unit, Date on)
        : tx_(tx), unit_(unit), on_(on)
    {}

    ReadRow read(TypedRow const& typed)
    {
        row_ = ReadRow{.typed = typed};
        read_subject();
        row_.title = award(typed.title);
        row_.form = award(typed.form);
        row_.exemplar = says_yes(typed.exemplar);
        if (is_garbled(typed.initiative)) wrong("error.garbled");
        if (tidy(typed.title).empty() && tidy(typed.form).empty()) wrong("registration.row.no-award");
        check_twice();
        return std::move(row_);
    }

private:
    void wrong(std::string key, Args args = {})
    {
        row_.problems.push_back({std::move(key), std::move(args), {}});
    }

    bool inside(std::string_view path) const { return access::covers(unit_.path, path); }

    void read_subject()
    {
        auto const code = tidy(row_.typed.subject);
        auto const name = tidy(row_.typed.name);
        if (code.empty() && name.empty()) return wrong("registration.row.no-subject");
        if (code.empty()) return read_name(name);
        auto const subject = organisation::find_subject(tx_, code);
        if (!subject || !inside(subject->unit_path))
            return wrong("registration.row.unknown", {{"value", code}, {"unit", unit_.name}});
        row_.subject = *subject;
        if (!name.empty() && fold(name) != fold(subject->name))
            wrong("registration.row.other-name", {{"value", name}, {"name", subject->name}});
        check_there(*subject);
    }

    void check_there(Subject const& subject)
    {
        bool there = true;
        if (subject.kind == organisation::kPerson) {
            auto const person = organisation::person_by_id(tx_, subject.id);
            there = person && person->in_service_on(on_);
        } else if (auto const found = organisation::unit_by_id(tx_, subject.id)) {
            there = found->stands_on(on_);
        }
        if (!there) wrong("registration.row.gone", {{"name", subject.name}});
    }

    void read_name(std::string const& name)
    {
        auto found = people_named(name);
        if (found.empty()) {
            for (auto const& unit : organisation::units_named(tx_, name, on_)) {
                if (inside(unit.path))
                    found.push_back({std::string{organisation::kUnit}, unit.id, unit.code, unit.name, unit.path});
            }
        }
        if (found.empty())
            return wrong("registration.row.unknown", {{"value", name}, {"unit", unit_.name}});
        if (found.size() > 1) {
            std::string codes;
            for (auto const& each : found) codes += (codes.empty() ? "" : ", ") + each.code;
            return wrong("registration.row.several", {{"value", name}, {"codes", codes}});
        }
        row_.subject = found.front();
    }

    std::vector<Subject> people_named(std::string const& name)
    {
        std::vector<Subject> people;
        auto rows = tx_.query(
            "SELECT p.id, p.code, p.full_name, u.path FROM person p JOIN unit u ON u.id = p.unit_id "
            "WHERE p.search_key = ?1 AND p.merged_into IS NULL AND (p.left_on IS NULL OR p.left_on "
            "> ?2) ORDER BY p.code_key",
            {search_key(name), to_iso(on_)});
        while (rows.next()) {
            if (fold(rows.text(2)) == fold(name) && inside(rows.text(3)))
                people.push_back({std::string{organisation::kPerson},
                                  rows.integer(0),
                                  rows.string(1),
                                  rows.string(2),
                                  rows.string(3)});
        }
        return people;
    }

    std::string award(std::string const& typed)
    {
        if (tidy(typed).empty()) return "";
        auto const code = registry::award_named(tx_, typed);
        auto const type = code ? registry::find_award_type(tx_, *code) : std::nullopt;
        if (!type) {
            wrong("registration.row.unknown-award", {{"value", tidy(typed)}});
            return "";
        }
        if (!row_.subject.kind.empty() && type->subject != "any" &&
            type->subject != row_.subject.kind) {
            wrong("registration.row.award-subject." + row_.subject.kind,
                  {{"award", type->name_vi}});
        }
        return *code;
    }

    void check_twice()
    {
        if (row_.subject.id == 0) return;
        if (!met_.insert({row_.subject.kind, row_.subject.id}).second)
            wrong("registration.row.twice", {{"name", row_.subject.name}});
    }

    storage::Transaction& tx_;
    organisation::Unit const& unit_;
    Date on_;
    ReadRow row_;
    std::set<std::pair<std::string, std::int64_t>> met_;
};

}  // namespace

Result<std::vector<TypedRow>> read_rows(std::string_view bytes)
{
    auto headed = TD_TRY(workbook_of(bytes));
    intake::Report report;
    auto list = TD_TRY(intake::List::read(std::move(headed.book), kind(), {}, false, report));
    std::vector<TypedRow> rows;
    for (auto const& line : list.lines()) {
        auto const text = [&](std::string_view column) {
            return std::string{list.texts().view(list.given(line, kind().at(column)))};
        };
        rows.push_back({static_cast<std::int64_t>(line.row) - headed.added,
                        text("subject"),
                        text("name"),
                        text("title"),
                        text("form"),
                        text("initiative"),
                        text("exemplar")});
    }
    if (rows.empty()) return bad_input("registration.error.no-rows", {}, "rows");
    if (rows.size() > kMostRows) {
        return bad_input(
            "registration.error.too-many", {{"most", std::to_string(kMostRows)}}, "rows");
    }
    return rows;
}

std::string rows_template(storage::Transaction& tx, std::string const& language)
{
    auto const say = [&](std::string_view key) {
        return terms::text(language, "registration.template." + std::string{key});
    };
    documents::XlsxWriter writer;
    // The headers are those the reader knows, whatever language the page is in.
    writer.begin_sheet(say("sheet"),
                       "",
                       {{"Mã", 14},
                        {"Họ và tên", 30},
                        {"Danh hiệu", 28},
                        {"Hình thức", 28},
                        {"Sáng kiến", 40},
                        {"Điển hình", 12}});
    writer.begin_sheet(say("names"), "", {{say("award"), 44}, {say("subject"), 16}});
    for (auto const& type : registry::award_types(tx)) {
        auto const subject = say("of-" + type.subject);
        writer.row({std::string_view{type.name_vi}, std::string_view{subject}});
    }
    return writer.finish();
}

std::string to_text(std::vector<TypedRow> const& rows)
{
    std::string text;
    for (auto const& row : rows) {
        text += std::to_string(row.row);
        for (auto const* value :
             {&row.subject, &row.name, &row.title, &row.form, &row.initiative, &row.exemplar})
            text += '\t' + one_line(*value);
        text += '\n';
    }
    return text;
}

std::vector<TypedRow> rows_in(std::string_view text)
{
    constexpr std::size_t kFields = 7;
    std::vector<TypedRow> rows;
    for (auto const line : split(text, '\n')) {
        auto const parts = split(line, '\t');
        if (parts.size() != kFields) continue;
        auto const part = [&](std::size_t i) { return std::string{parts[i]}; };
        rows.push_back({std::stoll(part(0)), part(1), part(2), part(3), part(4), part(5), part(6)});
    }
    return rows;
}

std::vector<ReadRow> resolve(storage::Transaction& tx,
                             organisation::Unit const& unit,
                             std::vector<TypedRow> const& rows,
                             Date on)
{
    Reader reader{tx, unit, on};
    std::vector<ReadRow> read;
    for (auto const& row : rows) read.push_back(reader.read(row));
    return read;
}

}  // namespace thidua::movement
