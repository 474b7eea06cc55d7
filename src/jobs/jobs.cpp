#include "jobs/jobs.h"

#include "audit/settings.h"
#include "base/random.h"

#include <boost/json.hpp>

namespace thidua::jobs {

namespace {

namespace json = boost::json;

constexpr std::string_view kColumns =
    "id, ref, kind, args, state, cancel_wanted, progress, total, error, result, account, asked_by, "
    "created_at, "
    "started_at, finished_at";

Job job_from(storage::Rows const& rows)
{
    return {rows.integer(0),
            rows.string(1),
            rows.string(2),
            rows.string(3),
            rows.string(4),
            rows.boolean(5),
            rows.integer(6),
            rows.maybe_integer(7),
            rows.string(8),
            rows.string(9),
            rows.integer(10),
            rows.string(11),
            rows.integer(12),
            rows.maybe_integer(13),
            rows.maybe_integer(14)};
}

// 1 lets every job pass, 0 only those of account ?1.
int sees_all(access::Actor const& actor)
{
    return actor.may(access::Permission::ManageSystem) ? 1 : 0;
}
constexpr std::string_view kVisible = " (?2 = 1 OR account = ?1) ";

}  // namespace

std::string enqueue(audit::Act& act, NewJob const& job, json::object const& args)
{
    auto const slot = job.slot.empty() ? random_token(10) : job.slot;
    auto const ref = address_of(audit::instance_secret(act.tx), "job:" + job.kind + ':' + slot);
    auto const due = job.due.value_or(act.now);
    auto const made = act.tx.execute(
        "INSERT INTO job (ref, kind, slot, args, due, state, account, asked_by, created_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 'waiting', ?6, ?7, ?8) ON CONFLICT (kind, slot) DO NOTHING",
        {ref,
         job.kind,
         slot,
         json::serialize(args),
         due.seconds,
         act.actor.account,
         act.actor.name,
         act.now.seconds});
    if (made != 0) {
        json::object const after{{"kind", job.kind}, {"slot", slot}};
        audit::record(act, {.what = "jobs.enqueue", .subject = "job:" + ref, .after = &after});
    }
    return ref;
}

std::optional<Job> find_job(storage::Transaction& tx,
                            access::Actor const& actor,
                            std::string_view ref)
{
    auto rows = tx.query(
        "SELECT " + std::string{kColumns} + " FROM job WHERE ref = ?3 AND" + std::string{kVisible},
        {actor.account, sees_all(actor), ref});
    return rows.next() ? std::optional{job_from(rows)} : std::nullopt;
}

std::vector<Job> jobs_of(storage::Transaction& tx,
                         access::Actor const& actor,
                         int offset,
                         int limit)
{
    std::vector<Job> jobs;
    for (auto rows = tx.query("SELECT " + std::string{kColumns} + " FROM job WHERE" +
                                  std::string{kVisible} + "ORDER BY id DESC LIMIT ?3 OFFSET ?4",
                              {actor.account, sees_all(actor), limit, offset});
         rows.next();) {
        jobs.push_back(job_from(rows));
    }
    return jobs;
}

std::int64_t count_jobs(storage::Transaction& tx, access::Actor const& actor)
{
    return *tx.integer("SELECT count(*) FROM job WHERE" + std::string{kVisible},
                       {actor.account, sees_all(actor)});
}

std::vector<Line> lines_of(storage::Transaction& tx, Job const& job)
{
    std::vector<Line> lines;
    for (auto rows = tx.query(
             "SELECT at, sentence, args FROM job_line WHERE job_id = ?1 ORDER BY seq", {job.id});
         rows.next();) {
        lines.push_back({rows.integer(0), rows.string(1), rows.string(2)});
    }
    return lines;
}

std::optional<ResultFile> result_file(storage::Transaction& tx, Job const& job)
{
    auto rows =
        tx.query("SELECT name, media_type, bytes FROM job_file WHERE job_id = ?1", {job.id});
    if (!rows.next()) return std::nullopt;
    return ResultFile{rows.string(0), rows.string(1), std::string{rows.bytes(2)}};
}

bool has_result_file(storage::Transaction& tx, Job const& job)
{
    return tx.integer("SELECT 1 FROM job_file WHERE job_id = ?1", {job.id}).has_value();
}

Result<void> cancel(audit::Act& act, std::string_view ref)
{
    auto const job = find_job(act.tx, act.actor, ref);
    if (!job) return not_found();
    if (job->is_over()) return failure(Kind::Refused, "jobs.error.over");
    act.tx.execute("UPDATE job SET cancel_wanted = 1 WHERE id = ?1", {job->id});
    act.tx.execute(
        "UPDATE job SET state = 'cancelled', finished_at = ?2 WHERE id = ?1 AND state = 'waiting'",
        {job->id, act.now.seconds});
    audit::record(act, {.what = "jobs.cancel", .subject = "job:" + job->ref});
    return {};
}

}  // namespace thidua::jobs
