#include "register/import.h"

#include "base/random.h"
#include "documents/workbook.h"
#include "intake/list.h"
#include "organisation/import.h"
#include "register/catalogue.h"
#include "register/import_awards.h"
#include "register/store.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::registry {

namespace {

namespace json = boost::json;

constexpr std::string_view kAwards = "awards";

void sort_by_place(intake::Report& report)
{
    auto by_place = [](auto const& a, auto const& b) { return std::tie(a.sheet, a.row) < std::tie(b.sheet, b.row); };
    std::stable_sort(report.errors.begin(), report.errors.end(), by_place);
    std::stable_sort(report.warnings.begin(), report.warnings.end(), by_place);
    std::stable_sort(report.skipped.begin(), report.skipped.end(), by_place);
}

// The import as it is kept, made when its rows are about to be written.
std::int64_t open_run(audit::Act& act, ImportRequest const& request, std::string const& file_hash, std::string const& ref)
{
    if (auto const id = act.tx.integer("SELECT id FROM import_run WHERE ref = ?1", {ref})) return *id;
    return act.tx.insert("INSERT INTO import_run (ref, kind, filename, file_hash, state, done_by, done_at)"
                         " VALUES (?1, ?2, ?3, ?4, 'stored', ?5, ?6) RETURNING id",
                         {ref, request.kind, request.filename, file_hash, act.actor.name, act.now.seconds});
}

void close_run(audit::Act& act, ImportRequest const& request, intake::Report const& report, std::int64_t id)
{
    act.tx.execute("UPDATE import_run SET state = 'stored', accepted = ?2, rejected = ?3, report = ?4, done_by = ?5,"
                   " done_at = ?6, version = version + 1 WHERE id = ?1",
                   {id, report.accepted, report.rejected, intake::to_stored(report), act.actor.name, act.now.seconds});
    json::object const after{{"kind", request.kind}, {"filename", request.filename}, {"accepted", report.accepted},
                             {"rejected", report.rejected}};
    auto const part = part_of_import(act.tx, id, access::Marking::Thuong);
    audit::record(act, {.what = "register.import.store", .subject = "import:" + report.run, .after = &after, .unit_path = part});
}

Result<intake::Report> run_import(audit::Act& act, ImportRequest const& request, std::string const& file_hash,
                                  intake::List& list, intake::Report report)
{
    auto const ref = request.run.empty() ? random_token() : request.run;
    std::optional<std::int64_t> id;
    organisation::ImportRun run{act, list, report, request.partial, request.dry_run, [&] {
                                    id = open_run(act, request, file_hash, ref);
                                    return *id;
                                }};
    if (request.kind == kAwards) TD_CHECK(import_awards(run));
    else TD_CHECK(organisation::import_list(run));
    sort_by_place(report);
    if (!id) return report;
    report.run = ref;
    close_run(act, request, report, *id);
    return report;
}

}  // namespace

access::Permission import_permission(std::string_view kind)
{
    return kind == kAwards ? access::Permission::WriteRegister : organisation::permission_for(kind);
}

Result<PreparedImport> PreparedImport::read(access::Actor const& actor, ImportRequest const& request)
{
    auto const* kind = intake::find_kind(request.kind);
    if (kind == nullptr) return bad_input("intake.kind.unknown", {{"kind", request.kind}}, "kind");
    if (!actor.may(import_permission(request.kind))) return denied();
    intake::ListOptions options{.matching = request.matching, .set = {}, .sheets = request.sheets};
    for (auto const& [column, value] : request.set) options.set.insert_or_assign(column, value);
    intake::Report report;
    auto book = TD_TRY(documents::read_workbook(request.bytes));
    auto list = TD_TRY(intake::List::read(std::move(book), *kind, options, request.kind == kAwards, report));
    return PreparedImport{request, sha256_hex(request.bytes), std::move(list), std::move(report)};
}

std::int64_t PreparedImport::rows() const
{
    return std::ranges::count(list_.lines(), intake::Line::Type::Data, &intake::Line::type);
}

std::int64_t PreparedImport::rows_without(std::string_view column) const
{
    auto const index = list_.kind().at(column);
    return std::ranges::count_if(list_.lines(), [&](intake::Line const& line) {
        return line.type == intake::Line::Type::Data && list_.given(line, index) == 0;
    });
}

Result<intake::Report> PreparedImport::run(audit::Act& act)
{
    return run_import(act, request_, file_hash_, list_, report_);
}

Result<intake::Report> import_file(storage::Database& db, access::Actor const& actor, Instant now, ImportRequest request)
{
    auto prepared = TD_TRY(PreparedImport::read(actor, request));
    request.bytes = {};
    if (request.kind == kAwards) db.write([](storage::Transaction& tx) { seed_catalogue(tx); });
    auto const body = [&](storage::Transaction& tx) {
        audit::Act act{tx, actor, now, {}};
        return prepared.run(act);
    };
    return request.dry_run ? db.read(body) : db.write(body);
}

}  // namespace thidua::registry
