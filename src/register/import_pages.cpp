#include "register/import_pages.h"

#include "base/text.h"
#include "register/catalogue.h"
#include "register/documents.h"
#include "register/import_store.h"
#include "terms/locale.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <set>

namespace thidua::registry {

namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::uint64_t kUploadLimit = 20u << 20;
constexpr int kPageSize = 50;
constexpr std::size_t kShownRemarks = 200;
constexpr std::string_view kXlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

// Columns one value of which often holds for a whole file, in the order a clerk thinks of them.
constexpr std::string_view kAwardFields[] = {"decision_no", "decision_date", "authority", "award", "year",
                                             "mode",        "movement",      "marking",   "public"};

// The kinds the actor may import.
json::array kinds_for(access::Actor const& actor)
{
    json::array kinds;
    for (auto const& kind : intake::list_kinds()) {
        if (!actor.may(import_permission(kind.name))) continue;
        kinds.push_back(json::object{{"kind", kind.name}});
    }
    return kinds;
}

// ---- The list and a new import -------------------------------------------------------------------

json::object row_of(ImportFileRun const& run)
{
    return {{"ref", run.ref},
            {"kind", run.kind},
            {"filename", run.filename},
            {"state", run.state},
            {"accepted", run.report.accepted},
            {"rejected", run.report.rejected},
            {"done_by", run.done_by},
            {"done_on", to_iso(legal_day(run.done_at))}};
}

Result<Answer> show_imports(Context& ctx)
{
    http::ListPage list{.columns = {{"kind", "import.page.kind", "key:import.kind."}, {"filename", "import.page.file"},
                                    {"state", "import.page.state", "key:import.state."},
                                    {"accepted", "import.page.accepted", "number"}, {"rejected", "import.page.rejected", "number"},
                                    {"done_by", "import.page.by"}, {"done_on", "import.page.on", "date"}},
                        .page = ctx.page_number(),
                        .page_size = kPageSize};
    ctx.db.read([&](storage::Transaction& tx) {
        auto const limit = ctx.wants_export() ? std::int64_t{100'000} : kPageSize;
        auto const offset = ctx.wants_export() ? 0 : (list.page - 1) * kPageSize;
        for (auto const& run : import_runs(tx, ctx.actor, limit, offset, list.total)) list.rows.push_back(row_of(run));
    });
    return http::page("register/imports", "import.page.title", {{"list", http::list_document(std::move(list))}});
}

Result<Answer> show_new(Context& ctx)
{
    auto const kind = ctx.query().text("kind");
    auto kinds = kinds_for(ctx.actor);
    if (kinds.empty()) return denied();
    return http::page("register/import-new", "import.page.new",
                      {{"kinds", std::move(kinds)}, {"values", json::object{{"kind", kind.empty() ? "awards" : kind}}}},
                      {{"/imports", "import.page.title"}});
}

// Checks without writing; awards need their catalogue first.
Result<intake::Report> check(Context& ctx, PreparedImport& prepared, std::string_view kind)
{
    if (kind == "awards") ctx.db.write([](storage::Transaction& tx) { seed_catalogue(tx); });
    return ctx.db.read([&](storage::Transaction& tx) {
        auto act = ctx.act(tx);
        return prepared.run(act);
    });
}

Result<Answer> post_new(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr || upload->size == 0) return bad_input("import.page.choose-file", {}, "file");
    ImportRequest request{.kind = ctx.form().text("kind"), .filename = tidy(upload->filename), .bytes = upload->content(),
                          .dry_run = true};
    {
        auto const first = TD_TRY(PreparedImport::read(ctx.actor, request));
        request.matching = ctx.db.read([&](storage::Transaction& tx) {
            return remembered_matching(tx, request.kind, signature_of(first));
        });
    }
    auto prepared = TD_TRY(PreparedImport::read(ctx.actor, request));
    auto const report = TD_TRY(check(ctx, prepared, request.kind));
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = keep_upload(act, request, prepared, report);
        return http::done("/imports/" + ref, "import.page.checked", {{"ref", ref}});
    });
}

// ---- One import ----------------------------------------------------------------------------------

// What a select offers; none for columns of free text.
json::array options_of(intake::Column const& column, std::string_view chosen, std::string_view language)
{
    json::array options;
    auto const vocabulary = column.type == intake::ColumnType::Yes ? std::string_view{"yes"} : column.vocabulary;
    for (auto const& term : terms::terms_of(vocabulary)) {
        options.push_back(json::object{{"code", term.code}, {"selected", term.code == chosen},
                                       {"name", language == "en" ? term.name_en : term.name_vi}});
    }
    return options;
}

bool is_common_field(intake::ListKind const& kind, intake::Column const& column)
{
    if (kind.name == "awards")
        return std::find(std::begin(kAwardFields), std::end(kAwardFields), column.name) != std::end(kAwardFields);
    return !column.identity && (column.type == intake::ColumnType::Term || column.type == intake::ColumnType::Years);
}

json::array fields_of(intake::ListKind const& kind, ImportFileRun const& run, std::string_view language)
{
    json::array fields;
    for (auto const& column : kind.columns) {
        if (!is_common_field(kind, column)) continue;
        auto const set = std::find_if(run.set.begin(), run.set.end(), [&](auto const& pair) { return pair.first == column.name; });
        auto const value = set == run.set.end() ? std::string{} : set->second;
        auto options = options_of(column, value, language);
        fields.push_back(json::object{{"field", "set_" + std::string{column.name}}, {"column", column.name}, {"value", value},
                                      {"is_choice", !options.empty()}, {"options", std::move(options)}});
    }
    return fields;
}

json::array headers_of(intake::ListKind const& kind, ImportFileRun const& run)
{
    json::array headers;
    for (std::size_t i = 0; i < run.headers.size(); ++i) {
        auto const& header = run.headers[i];
        json::array options;
        for (auto const& column : kind.columns)
            options.push_back(json::object{{"column", column.name}, {"selected", column.name == header.column}});
        headers.push_back(json::object{{"field", "match_" + std::to_string(i)}, {"text", header.text}, {"sheet", header.sheet},
                                       {"column", header.column}, {"options", std::move(options)}});
    }
    return headers;
}

// A required column that no header names and whose absence is an error: the columns must be matched first.
bool lacks_a_column(intake::ListKind const& kind, ImportFileRun const& run)
{
    auto named = [&](std::string_view column) {
        return std::any_of(run.headers.begin(), run.headers.end(),
                           [&](auto const& header) { return header.column == column; });
    };
    auto missed = [&](std::string_view column) {
        return std::any_of(run.report.errors.begin(), run.report.errors.end(),
                           [&](auto const& error) { return error.column == column; });
    };
    return std::any_of(kind.columns.begin(), kind.columns.end(), [&](auto const& column) {
        return column.required && !named(column.name) && missed(column.name);
    });
}

json::object remark_document(intake::Remark const& remark, std::string_view language)
{
    return {{"row", remark.row}, {"sheet", remark.sheet}, {"column", remark.column.empty() ? json::value(nullptr) : json::value(remark.column)},
            {"key", remark.key}, {"message", terms::text(language, remark.key, remark.args)}};
}

// What kinds of errors there are, to filter by; the present choice marked.
json::array error_kinds(intake::Report const& report, std::string const& chosen)
{
    std::map<std::string, std::int64_t> counts;
    for (auto const& error : report.errors) ++counts[error.column];
    json::array kinds;
    for (auto const& [column, count] : counts)
        kinds.push_back(json::object{{"column", column.empty() ? "row" : column}, {"count", count},
                                     {"selected", (column.empty() ? "row" : column) == chosen}});
    return kinds;
}

json::object error_list(Context const& ctx, intake::Report const& report, std::string const& chosen)
{
    http::ListPage list{.columns = {{"sheet", "import.page.sheet"}, {"row", "import.page.row", "number"}, {"column", "import.page.column", "key:import.column."},
                                    {"message", "import.page.error"}},
                        .page = ctx.page_number(),
                        .page_size = kPageSize};
    for (auto const& error : report.errors) {
        if (!chosen.empty() && chosen != (error.column.empty() ? "row" : error.column)) continue;
        auto const number = list.total++;
        bool const on_page = number / kPageSize + 1 == list.page;
        if (on_page || ctx.wants_export()) list.rows.push_back(remark_document(error, ctx.language));
    }
    return http::list_document(std::move(list));
}

// Awards the catalogue lacks, each with the page that adds it and comes back here.
json::array unknown_awards(ImportFileRun const& run)
{
    std::set<std::string> names;
    for (auto const& error : run.report.errors) {
        if (error.key == "import.row.unknown-award") names.insert(error.args.front().second);
    }
    json::array list;
    for (auto const& name : names)
        list.push_back(json::object{{"name", name}, {"href", "/award-types/new?name=" + http::percent_encode(name) + "&return=" +
                                                                  http::percent_encode("/imports/" + run.ref)}});
    return list;
}

json::array shown_warnings(intake::Report const& report, std::string_view language)
{
    json::array list;
    for (auto const& warning : report.warnings) {
        if (list.size() == kShownRemarks) break;
        list.push_back(remark_document(warning, language));
    }
    return list;
}

json::array shown_skipped(intake::Report const& report)
{
    json::array list;
    for (auto const& row : report.skipped) {
        if (list.size() == kShownRemarks) break;
        list.push_back(json::object{{"row", row.row}, {"sheet", row.sheet}, {"text", row.text}});
    }
    return list;
}

json::object document_of(Context const& ctx, ImportFileRun const& run)
{
    auto const& kind = *intake::find_kind(run.kind);
    auto const chosen = ctx.query().text("column");
    auto document = row_of(run);
    document["version"] = run.version;
    document["is_open"] = run.is_open();
    document["is_stored"] = run.state == "stored";
    document["is_undone"] = run.state == "undone";
    document["undone_by"] = run.undone_by;
    document["undone_on"] = run.undone_at ? json::value(to_iso(legal_day(*run.undone_at))) : json::value(nullptr);
    document["asks_marking"] = run.is_open() && run.unmarked > 0;
    document["unmarked"] = run.unmarked;
    document["markings"] = marking_choices(ctx.actor);
    document["headers"] = headers_of(kind, run);
    document["lacks_column"] = lacks_a_column(kind, run);
    document["fields"] = fields_of(kind, run, ctx.language);
    document["list"] = error_list(ctx, run.report, chosen);
    document["error_kinds"] = error_kinds(run.report, chosen);
    document["unknown_awards"] = unknown_awards(run);
    document["warnings"] = shown_warnings(run.report, ctx.language);
    document["warning_count"] = static_cast<std::int64_t>(run.report.warnings.size());
    document["skipped"] = shown_skipped(run.report);
    document["skipped_count"] = static_cast<std::int64_t>(run.report.skipped.size());
    document["good_rows"] = run.report.accepted;
    document["may_store"] = run.is_open() && run.report.rejected == 0 && run.report.accepted > 0;
    document["may_store_part"] = run.is_open() && run.report.rejected > 0;
    document["values"] = json::object{{"reason", ""}, {"marking", ""}};
    return document;
}

Result<ImportFileRun> run_for(storage::Transaction& tx, Context const& ctx)
{
    auto run = find_import(tx, ctx.actor, ctx.param("ref"));
    if (!run || !ctx.actor.may(import_permission(run->kind))) return not_found();
    return *std::move(run);
}

struct LoadedImport {
    ImportFileRun run;
    ImportRequest request;
};
Result<LoadedImport> load(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<LoadedImport> {
        auto run = TD_TRY(run_for(tx, ctx));
        auto request = request_of(tx, run);
        return LoadedImport{std::move(run), std::move(request)};
    });
}

Result<Answer> show_import(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const run = TD_TRY(run_for(tx, ctx));
        auto document = document_of(ctx, run);
        auto const job = jobs::find_job(tx, ctx.actor, run.job);
        document["job"] = job && !job->is_over() ? json::value(job->ref) : json::value(nullptr);
        return http::page("register/import", "import.page.one", std::move(document), {{"/imports", "import.page.title"}});
    });
}

// The choices of the form over those of the run.
void read_choices(http::Values const& form, ImportFileRun const& run, ImportRequest& request)
{
    request.matching.clear();
    for (std::size_t i = 0; i < run.headers.size(); ++i) {
        auto const field = "match_" + std::to_string(i);
        if (!form.find(field)) {
            auto const kept = run.matching.find(search_key(run.headers[i].text));
            if (kept != run.matching.end()) request.matching.insert(*kept);
        } else if (auto const column = form.text(field); column != run.headers[i].column || run.matching.contains(search_key(run.headers[i].text))) {
            request.matching[search_key(run.headers[i].text)] = column;
        }
    }
    request.set.clear();
    for (auto const& column : intake::find_kind(run.kind)->columns) {
        if (auto const value = form.text("set_" + std::string{column.name}); !value.empty())
            request.set.emplace_back(column.name, value);
    }
}

Result<Answer> post_check(Context& ctx)
{
    auto [run, request] = TD_TRY(load(ctx));
    if (!run.is_open()) return failure(Kind::Refused, "import.page.closed");
    if (ctx.form().find("version")) read_choices(ctx.form(), run, request);
    request.dry_run = true;
    auto prepared = TD_TRY(PreparedImport::read(ctx.actor, request));
    auto const report = TD_TRY(check(ctx, prepared, run.kind));
    auto const& kept = run;
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(keep_check(act, kept, prepared.request(), prepared, report));
        return http::done("/imports/" + kept.ref, "import.page.checked", {{"ref", kept.ref}});
    });
}

// Stores what the last check found good; should the register have changed meanwhile, the new check
// stands there instead. A large file goes to a job.
Result<Answer> post_store(Context& ctx)
{
    StoreImport const command{.ref = ctx.param("ref"),
                              .partial = ctx.form().checked("partial"),
                              .marking = ctx.form().text("marking"),
                              .version = ctx.form().integer("version").value_or(0)};
    auto const import = TD_TRY(ImportToStore::open(ctx.db, ctx.actor, command));
    if (import->is_large()) {
        return ctx.write([&](audit::Act& act) -> Result<Answer> {
            auto const job = store_later(act, import->run(), command);
            return http::done("/jobs/" + job, "import.page.stored-later", {{"job", job}});
        });
    }
    TD_CHECK(import->prepare(ctx.actor));
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const report = TD_TRY(import->store(act));
        auto const back = "/imports/" + command.ref;
        if (report.run.empty()) return http::done(back, "import.page.not-stored", {{"ref", command.ref}});
        return http::done(back, "import.page.done", {{"ref", command.ref}, {"accepted", report.accepted}});
    });
}

Result<Answer> post_undo(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const run = TD_TRY(run_for(act.tx, ctx));
        TD_CHECK(undo_import(act, run.ref, ctx.form().text("reason")));
        return http::done("/imports/" + run.ref, "import.page.undone", {{"ref", run.ref}});
    });
}

Result<Answer> post_cancel(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const run = TD_TRY(run_for(act.tx, ctx));
        TD_CHECK(cancel_import(act, run));
        return http::done("/imports", "import.page.cancelled", {{"ref", run.ref}});
    });
}

Result<Answer> download_errors(Context& ctx)
{
    auto [run, request] = TD_TRY(load(ctx));
    if (request.bytes.empty() || run.report.errors.empty()) return not_found();
    auto const prepared = TD_TRY(PreparedImport::read(ctx.actor, request));
    return http::file(terms::text(ctx.language, "import.page.errors-file") + ".xlsx", std::string{kXlsx},
                      wrong_rows(request, prepared, run.report, ctx.language));
}

}  // namespace

void add_import_pages(http::Router& routes)
{
    // Whoever may import anything may write facts; each act asks for the right of its own kind.
    constexpr auto kDoor = Permission::WriteFacts;
    routes.get("/imports", kDoor, "import.page.title", show_imports);
    routes.get("/imports/new", kDoor, "import.page.new", show_new);
    routes.post("/imports/new", kDoor, post_new).form("/imports/new").limit(kUploadLimit);
    routes.get("/imports/{ref}", kDoor, "import.page.one", show_import);
    routes.get("/imports/{ref}/errors.xlsx", kDoor, "import.page.download", download_errors);
    routes.post("/imports/{ref}/check", kDoor, post_check).form("/imports/{ref}");
    routes.post("/imports/{ref}/store", kDoor, post_store).form("/imports/{ref}");
    routes.post("/imports/{ref}/undo", kDoor, post_undo).form("/imports/{ref}");
    routes.post("/imports/{ref}/cancel", kDoor, post_cancel).form("/imports/{ref}");
    routes.menu({"decision", "/imports", "import.page.menu", "import", 15});
}

}  // namespace thidua::registry
