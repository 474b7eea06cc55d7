#include "register/import_store.h"

#include <boost/json.hpp>

namespace thidua::registry {

namespace {

namespace json = boost::json;

constexpr std::string_view kJob = "register.import";

Result<void> apply(StoreImport const& command, access::Actor const& actor, ImportFileRun const& run, ImportRequest& request)
{
    if (!run.is_open()) return failure(Kind::Refused, "import.page.closed");
    if (command.version != 0 && command.version != run.version) return failure(Kind::Refused, "import.page.changed");
    request.partial = command.partial;
    if (run.unmarked == 0) return {};
    if (command.marking.empty())
        return bad_input("import.page.marking-missing", {{"unmarked", std::to_string(run.unmarked)}}, "marking");
    if (!actor.may_read(access::marking_of(command.marking))) return bad_input("import.row.above-clearance", {}, "marking");
    request.set.emplace_back("marking", command.marking);
    return {};
}

Result<jobs::Outcome> store_in_job(jobs::Work& work)
{
    StoreImport const command{.ref = json::value_to<std::string>(work.args.at("import")),
                              .partial = work.args.at("partial").as_bool(),
                              .marking = json::value_to<std::string>(work.args.at("marking")),
                              .version = work.args.at("version").as_int64()};
    auto const import = TD_TRY(ImportToStore::open(work.db, work.actor, command));
    auto const rows = import->run().rows;
    if (!work.step(0, rows)) return work.stopped();
    TD_CHECK(import->prepare(work.actor));
    work.log("import.job.read", {{"rows", std::to_string(rows)}});
    if (!work.step(rows / 2, rows)) return work.stopped();
    return jobs::Outcome{.write = [import](audit::Act& act) -> Result<json::object> {
        auto const report = TD_TRY(import->store(act));
        return json::object{{"href", "/imports/" + import->run().ref}, {"accepted", report.run.empty() ? 0 : report.accepted}};
    }};
}

}  // namespace

Result<std::shared_ptr<ImportToStore>> ImportToStore::open(storage::Database& db, access::Actor const& actor,
                                                           StoreImport const& command)
{
    auto import = std::make_shared<ImportToStore>();
    TD_CHECK(db.read([&](storage::Transaction& tx) -> Result<void> {
        auto run = find_import(tx, actor, command.ref);
        if (!run || !actor.may(import_permission(run->kind))) return not_found();
        import->run_ = std::move(*run);
        import->request_ = request_of(tx, import->run_);
        return {};
    }));
    TD_CHECK(apply(command, actor, import->run_, import->request_));
    return import;
}

Result<void> ImportToStore::prepare(access::Actor const& actor)
{
    prepared_.emplace(TD_TRY(PreparedImport::read(actor, request_)));
    return {};
}

Result<intake::Report> ImportToStore::store(audit::Act& act)
{
    auto const now = find_import(act.tx, act.actor, run_.ref);
    if (!now || !now->is_open() || now->version != run_.version) return failure(Kind::Refused, "import.page.changed");
    auto report = TD_TRY(prepared_->run(act));
    if (report.run.empty()) TD_CHECK(keep_check(act, run_, request_, *prepared_, report));
    else if (report.rejected == 0) forget_file(act.tx, run_.id);
    return report;
}

std::string store_later(audit::Act& act, ImportFileRun const& run, StoreImport const& command)
{
    auto const job = jobs::enqueue(act,
                                   {.kind = std::string{kJob}},
                                   {{"import", run.ref},
                                    {"partial", command.partial},
                                    {"marking", command.marking},
                                    {"version", run.version}});
    act.tx.execute("UPDATE import_run SET job = ?2 WHERE id = ?1", {run.id, job});
    return job;
}

void add_import_jobs(jobs::Runner& runner) { runner.add(std::string{kJob}, store_in_job); }

}  // namespace thidua::registry
