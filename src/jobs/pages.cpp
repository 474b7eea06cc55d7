#include "jobs/pages.h"

#include "jobs/jobs.h"

#include <algorithm>

namespace thidua::jobs {

namespace {

using http::Answer;
using http::Context;
namespace json = boost::json;

constexpr int kPageSize = 50;
constexpr int kExported = 100'000;

json::value instant(std::optional<std::int64_t> const& seconds)
{
    return seconds ? json::value(to_iso(Instant{*seconds})) : json::value(nullptr);
}

json::value percent_of(Job const& job)
{
    if (job.state == "done") return 100;
    if (!job.total || *job.total <= 0) return nullptr;
    return std::clamp<std::int64_t>(job.progress * 100 / *job.total, 0, 100);
}

json::object document_of(Job const& job)
{
    json::object document{{"ref", job.ref},
                          {"kind", job.kind},
                          {"state", job.state},
                          {"over", job.is_over()},
                          {"cancel_wanted", job.cancel_wanted},
                          {"progress", job.progress},
                          {"total", nullptr},
                          {"percent", percent_of(job)},
                          {"asked_by", job.asked_by},
                          {"created_at", instant(job.created_at)},
                          {"started_at", instant(job.started_at)},
                          {"finished_at", instant(job.finished_at)}};
    if (job.total) document["total"] = *job.total;
    return document;
}

Result<Answer> list_jobs(Context& ctx)
{
    auto const page = ctx.page_number();
    http::ListPage list;
    list.page = page;
    list.page_size = kPageSize;
    list.columns = {{"kind", "jobs.column.kind", "key:jobs.kind."},
                    {"state", "jobs.column.state", "key:jobs.state."},
                    {"asked_by", "jobs.column.asked-by"},
                    {"created_at", "jobs.column.created", "instant"},
                    {"finished_at", "jobs.column.finished", "instant"}};
    auto const offset = ctx.wants_export() ? 0 : (page - 1) * kPageSize;
    auto const limit = ctx.wants_export() ? kExported : kPageSize;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& job : jobs_of(tx, ctx.actor, offset, limit))
            list.rows.push_back(document_of(job));
        list.total = count_jobs(tx, ctx.actor);
    });
    return http::page("jobs/jobs", "jobs.title", {{"list", http::list_document(std::move(list))}});
}

json::array log_of(storage::Transaction& tx, Job const& job)
{
    json::array lines;
    for (auto const& line : lines_of(tx, job)) {
        lines.push_back(json::object{{"at", instant(line.at)},
                                     {"sentence", line.sentence},
                                     {"args", json::parse(line.args)}});
    }
    return lines;
}

Result<Answer> show_job(Context& ctx)
{
    auto document = TD_TRY(ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const job = find_job(tx, ctx.actor, ctx.param("ref"));
        if (!job) return not_found();
        auto shown = document_of(*job);
        shown["log"] = log_of(tx, *job);
        shown["failures"] =
            job->error.empty() ? json::value(json::array{}) : json::parse(job->error);
        shown["result"] = json::parse(job->result);
        shown["has_file"] = has_result_file(tx, *job);
        return shown;
    }));
    return http::page("jobs/job", "jobs.job.title", std::move(document), {{"/jobs", "jobs.title"}});
}

Result<Answer> download(Context& ctx)
{
    auto file = TD_TRY(ctx.db.read([&](storage::Transaction& tx) -> Result<ResultFile> {
        auto const job = find_job(tx, ctx.actor, ctx.param("ref"));
        auto found = job ? result_file(tx, *job) : std::nullopt;
        if (!found) return not_found();
        return std::move(*found);
    }));
    return http::file(std::move(file.name), std::move(file.media_type), std::move(file.bytes));
}

Result<Answer> cancel_job(Context& ctx)
{
    auto const ref = ctx.param("ref");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(cancel(act, ref));
        return http::done("/jobs/" + ref, "jobs.done.cancelled");
    });
}

}  // namespace

void add_pages(http::Router& routes)
{
    routes.get("/jobs", http::Door::SignedIn, "jobs.title", list_jobs);
    routes.get("/jobs/{ref}", http::Door::SignedIn, "jobs.job.title", show_job);
    routes.get("/jobs/{ref}/file", http::Door::SignedIn, "jobs.job.file", download);
    routes.post("/jobs/{ref}/cancel", http::Door::SignedIn, cancel_job).form("/jobs/{ref}");
    routes.menu({"work", "/jobs", "jobs.menu", "jobs", 30});
}

}  // namespace thidua::jobs
