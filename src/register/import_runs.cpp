#include "register/import_runs.h"

#include "base/random.h"
#include "base/text.h"
#include "documents/xlsx_writer.h"
#include "terms/locale.h"

#include <boost/json.hpp>

#include <map>
#include <set>

namespace thidua::registry {

namespace {

namespace json = boost::json;

constexpr std::string_view kColumns =
    "SELECT id, ref, kind, filename, state, settings, report, done_by, done_at, undone_by, undone_at, version,"
    " accepted, rejected, job FROM import_run";

intake::Matching matching_of(json::value const& value)
{
    intake::Matching matching;
    for (auto const& member : value.as_object()) matching.emplace(member.key(), json::value_to<std::string>(member.value()));
    return matching;
}

json::object json_of(intake::Matching const& matching)
{
    json::object object;
    for (auto const& [header, column] : matching) object[header] = column;
    return object;
}

std::string settings_of(ImportRequest const& request, PreparedImport const& prepared)
{
    json::array choices;
    for (auto const& header : choices_of(prepared, request.kind)) choices.push_back(json::array{header.sheet, header.text, header.column});
    json::array set;
    for (auto const& [column, value] : request.set) set.push_back(json::array{column, value});
    auto const unmarked = request.kind == "awards" ? prepared.rows_without("marking") : 0;
    return json::serialize(json::object{
        {"unmarked", unmarked},
        {"rows", prepared.rows()},
        {"matching", json_of(request.matching)}, {"set", std::move(set)}, {"headers", std::move(choices)}});
}

ImportFileRun read_run(storage::Rows const& rows, bool with_report)
{
    ImportFileRun run;
    run.id = rows.integer(0);
    run.ref = rows.string(1);
    run.kind = rows.string(2);
    run.filename = rows.string(3);
    run.state = rows.string(4);
    auto const settings = json::parse(rows.text(5)).as_object();
    if (auto const* matching = settings.if_contains("matching")) run.matching = matching_of(*matching);
    if (auto const* set = settings.if_contains("set")) {
        for (auto const& pair : set->as_array())
            run.set.emplace_back(json::value_to<std::string>(pair.at(0)), json::value_to<std::string>(pair.at(1)));
    }
    if (auto const* headers = settings.if_contains("headers")) {
        for (auto const& choice : headers->as_array())
            run.headers.push_back({json::value_to<std::string>(choice.at(0)), json::value_to<std::string>(choice.at(1)),
                                   json::value_to<std::string>(choice.at(2))});
    }
    if (auto const* unmarked = settings.if_contains("unmarked")) run.unmarked = unmarked->to_number<std::int64_t>();
    if (auto const* count = settings.if_contains("rows")) run.rows = count->to_number<std::int64_t>();
    run.job = rows.string(14);
    if (with_report) run.report = intake::from_stored(rows.text(6));
    run.report.accepted = rows.integer(12);
    run.report.rejected = rows.integer(13);
    run.done_by = rows.string(7);
    run.done_at = Instant{rows.integer(8)};
    run.undone_by = rows.string(9);
    if (!rows.is_null(10)) run.undone_at = Instant{rows.integer(10)};
    run.version = rows.integer(11);
    return run;
}

// Kinds whose imports of others the actor may look at: a report holds names and what was wrong.
bool may_see_all(access::Actor const& actor, std::string_view kind)
{
    return actor.may_read(access::Marking::TuyetMat) && actor.may(import_permission(kind), "/");
}

std::string sql_may_see(access::Actor const& actor)
{
    std::string kinds;
    for (auto const& kind : intake::list_kinds()) {
        if (may_see_all(actor, kind.name)) kinds += (kinds.empty() ? "'" : ", '") + std::string{kind.name} + "'";
    }
    return kinds.empty() ? "done_by = ?1" : "(done_by = ?1 OR kind IN (" + kinds + "))";
}

}  // namespace

std::optional<ImportFileRun> find_import(storage::Transaction& tx, access::Actor const& actor, std::string_view ref)
{
    auto rows = tx.query(std::string{kColumns} + " WHERE ref = ?2 AND " + sql_may_see(actor), {actor.name, ref});
    if (!rows.next()) return std::nullopt;
    return read_run(rows, true);
}

std::vector<ImportFileRun> import_runs(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                       std::int64_t offset, std::int64_t& total)
{
    auto const where = " WHERE state <> 'cancelled' AND " + sql_may_see(actor);
    total = tx.integer("SELECT count(*) FROM import_run" + where, {actor.name}).value_or(0);
    std::vector<ImportFileRun> runs;
    for (auto rows = tx.query(std::string{kColumns} + where + " ORDER BY done_at DESC, id DESC LIMIT ?2 OFFSET ?3",
                              {actor.name, limit, offset});
         rows.next();)
        runs.push_back(read_run(rows, false));
    return runs;
}

std::vector<HeaderChoice> choices_of(PreparedImport const& prepared, std::string_view kind)
{
    auto const* list = intake::find_kind(kind);
    std::vector<HeaderChoice> choices;
    std::set<std::string> seen;
    for (auto const& sheet : prepared.sheets()) {
        for (auto const& cell : sheet.header.cells) {
            if (!seen.insert(search_key(cell.text)).second) continue;
            auto const column = cell.columns.empty() ? std::string_view{} : list->columns[cell.columns.front()].name;
            choices.push_back({prepared.sheets().size() > 1 ? sheet.name : "", cell.text, std::string{column}});
        }
    }
    return choices;
}

std::string signature_of(PreparedImport const& prepared) { return intake::signature_of(prepared.sheets().front().header); }

std::string keep_upload(audit::Act& act, ImportRequest const& request, PreparedImport const& prepared,
                        intake::Report const& report)
{
    auto const ref = random_token();
    auto const id = act.tx.insert("INSERT INTO import_run (ref, kind, filename, file_hash, state, settings, accepted, rejected,"
                                  " report, done_by, done_at) VALUES (?1, ?2, ?3, ?4, 'checked', ?5, ?6, ?7, ?8, ?9, ?10)"
                                  " RETURNING id",
                                  {ref, request.kind, request.filename, sha256_hex(request.bytes),
                                   settings_of(request, prepared), report.accepted, report.rejected,
                                   intake::to_stored(report), act.actor.name, act.now.seconds});
    act.tx.execute("INSERT INTO import_file (import_id, bytes) VALUES (?1, ?2)", {id, storage::Bytes{request.bytes}});
    return ref;
}

ImportRequest request_of(storage::Transaction& tx, ImportFileRun const& run)
{
    ImportRequest request{.kind = run.kind, .filename = run.filename};
    request.set = run.set;
    request.matching = run.matching;
    request.run = run.ref;
    auto rows = tx.query("SELECT bytes FROM import_file WHERE import_id = ?1", {run.id});
    if (rows.next()) request.bytes = std::string{rows.bytes(0)};
    return request;
}

Result<void> keep_check(audit::Act& act, ImportFileRun const& run, ImportRequest const& request,
                        PreparedImport const& prepared, intake::Report const& report)
{
    auto const done = act.tx.execute("UPDATE import_run SET state = 'checked', settings = ?2, accepted = ?3, rejected = ?4,"
                                     " report = ?5, version = version + 1 WHERE id = ?1 AND state IN ('uploaded', 'checked')"
                                     " AND version = ?6",
                                     {run.id, settings_of(request, prepared), report.accepted, report.rejected,
                                      intake::to_stored(report), run.version});
    if (done == 0) return failure(Kind::Refused, "import.page.closed");
    if (!request.matching.empty()) {
        act.tx.execute("INSERT INTO import_matching (kind, signature, matching) VALUES (?1, ?2, ?3)"
                       " ON CONFLICT (kind, signature) DO UPDATE SET matching = excluded.matching",
                       {run.kind, signature_of(prepared), json::serialize(json_of(request.matching))});
    }
    return {};
}

Result<void> cancel_import(audit::Act& act, ImportFileRun const& run)
{
    if (!run.is_open()) return failure(Kind::Refused, "import.page.closed");
    act.tx.execute("UPDATE import_run SET state = 'cancelled', report = '{}', version = version + 1 WHERE id = ?1", {run.id});
    forget_file(act.tx, run.id);
    return {};
}

void forget_file(storage::Transaction& tx, std::int64_t import_id)
{
    tx.execute("DELETE FROM import_file WHERE import_id = ?1", {import_id});
}

intake::Matching remembered_matching(storage::Transaction& tx, std::string_view kind, std::string_view signature)
{
    auto const kept = tx.text("SELECT matching FROM import_matching WHERE kind = ?1 AND signature = ?2", {kind, signature});
    return kept ? matching_of(json::parse(*kept)) : intake::Matching{};
}

std::string wrong_rows(ImportRequest const& request, PreparedImport const& prepared, intake::Report const& report,
                       std::string_view language)
{
    auto const book = documents::read_workbook(request.bytes).value();
    documents::XlsxWriter writer;
    for (auto const& read : prepared.sheets()) {
        std::map<std::uint32_t, std::string> messages;
        for (auto const& error : report.errors) {
            if (!error.sheet.empty() && error.sheet != read.name) continue;
            auto& text = messages[error.row];
            if (!text.empty()) text += "\n";
            text += terms::text(language, error.key, error.args);
        }
        if (messages.empty()) continue;
        std::vector<documents::ColumnFormat> columns{{terms::text(language, "import.page.row"), 8},
                                                     {terms::text(language, "import.page.error"), 60}};
        std::map<std::uint16_t, std::size_t> places;
        for (auto const& cell : read.header.cells) {
            places[cell.place] = columns.size();
            columns.push_back({cell.text, 20});
        }
        writer.begin_sheet(read.name, "", columns);
        for (auto const& sheet : book.sheets) {
            if (sheet.name != read.name) continue;
            for (auto const& row : sheet.rows) {
                auto const message = messages.find(row.number);
                if (message == messages.end()) continue;
                std::vector<documents::CellValue> cells(columns.size());
                cells[0] = static_cast<std::int64_t>(row.number);
                cells[1] = std::string_view{message->second};
                for (auto const& cell : sheet.cells_of(row)) {
                    auto const place = places.find(cell.column);
                    if (place == places.end()) continue;
                    auto const text = book.strings.view(cell.text);
                    if (cell.type == documents::CellType::Date) cells[place->second] = documents::Day{text};
                    else cells[place->second] = text;
                }
                writer.row(cells);
            }
        }
    }
    return writer.finish();
}

}  // namespace thidua::registry
