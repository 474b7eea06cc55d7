#include "jobs/runner.h"

#include "base/random.h"

#include <chrono>

namespace thidua::jobs {

namespace {

namespace json = boost::json;
using namespace std::chrono_literals;

constexpr auto kPoll = 2s;
constexpr auto kHeartbeat = 15s;

json::object args_of(Args const& args)
{
    json::object object;
    for (auto const& [name, value] : args) object[name] = value;
    return object;
}

std::string problems_text(Error const& error)
{
    json::array problems;
    for (auto const& problem : error.problems) {
        problems.push_back(json::object{{"key", problem.key}, {"args", args_of(problem.args)}});
    }
    return json::serialize(problems);
}

bool is_cancelled(Error const& error)
{
    return !error.problems.empty() && error.problems.front().key == "jobs.error.cancelled";
}

}  // namespace

// ---- Work
// -----------------------------------------------------------------------------------------

Work::Work(storage::Database& db_,
           access::Actor const& actor_,
           Clock const& clock_,
           Job const& job,
           std::string const& owner)
    : db(db_),
      actor(actor_),
      clock(clock_),
      args(json::parse(job.args).as_object()),
      ref(job.ref),
      id_(job.id),
      owner_(owner)
{}

bool Work::step(std::int64_t progress, std::int64_t total)
{
    auto const now = clock.now().seconds;
    if (!running_ || (now == written_at_ && progress < total)) return running_;
    written_at_ = now;
    running_ = db.write([&](storage::Transaction& tx) {
        return tx.execute(
                   "UPDATE job SET progress = ?3, total = ?4, lease_until = ?5 "
                   "WHERE id = ?1 AND owner = ?2 AND state = 'running' AND cancel_wanted = 0",
                   {id_, owner_, progress, total, now + kLease_s}) != 0;
    });
    return running_;
}

Error Work::stopped() const { return failure(Kind::Refused, "jobs.error.cancelled"); }

void Work::log(std::string_view sentence, Args const& line_args)
{
    db.write([&](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO job_line (job_id, seq, at, sentence, args) "
            "SELECT CAST(?1 AS INTEGER), COALESCE(max(seq), 0) + 1, CAST(?2 AS INTEGER), CAST(?3 "
            "AS TEXT), "
            "CAST(?4 AS TEXT) FROM job_line WHERE job_id = ?1",
            {id_, clock.now().seconds, sentence, json::serialize(args_of(line_args))});
    });
}

// ---- Runner
// ---------------------------------------------------------------------------------------

Runner::Runner(storage::Database& db, Clock const& clock, ActorLoader load_actor)
    : db_(db), clock_(clock), load_actor_(std::move(load_actor)), owner_(random_token(10))
{}

void Runner::add(std::string kind, Doing doing)
{
    doings_.insert_or_assign(std::move(kind), std::move(doing));
}

// 'a', 'b': kinds are names of our own, letters, dots and hyphens.
std::string Runner::kinds_sql() const
{
    std::string list;
    for (auto const& [kind, doing] : doings_)
        list.append(list.empty() ? "'" : ", '").append(kind).append("'");
    return list;
}

std::optional<Job> Runner::claim()
{
    if (doings_.empty()) return std::nullopt;
    auto const now = clock_.now().seconds;
    auto const due =
        " kind IN (" + kinds_sql() +
        ") AND ((state = 'waiting' AND due <= ?1) OR (state = 'running' AND lease_until < ?1)) ";
    auto const is_any = db_.read([&](storage::Transaction& tx) {
        return tx.integer("SELECT 1 FROM job WHERE" + due + "LIMIT 1", {now}).has_value();
    });
    if (!is_any) return std::nullopt;
    return db_.write([&](storage::Transaction& tx) -> std::optional<Job> {
        auto const id =
            tx.integer("SELECT id FROM job WHERE" + due + "ORDER BY due, id LIMIT 1", {now});
        if (!id) return std::nullopt;
        auto const ref = tx.text(
            "UPDATE job SET state = 'running', owner = ?2, lease_until = ?3, "
            "started_at = COALESCE(started_at, ?4), attempts = attempts + 1 "
            "WHERE id = ?1 RETURNING ref",
            {*id, owner_, now + kLease_s, now});
        return find_job(tx, access::Actor::system("jobs"), *ref);
    });
}

bool Runner::run_one()
{
    auto const job = claim();
    if (!job) return false;
    {
        std::lock_guard const lock{mutex_};
        doing_now_.insert(job->id);
    }
    try {
        run(*job);
    } catch (std::exception const& problem) {
        // A fault of ours or of the machine: the lease ends and the job is tried again, or given
        // up.
        auto error = failure(Kind::Unavailable, "jobs.error.fault");
        error.detail = problem.what();
        close(*job, "fault", &error);
    }
    std::lock_guard const lock{mutex_};
    doing_now_.erase(job->id);
    return true;
}

void Runner::run(Job const& job)
{
    auto const attempts = db_.read([&](storage::Transaction& tx) {
        return tx.integer("SELECT attempts FROM job WHERE id = ?1", {job.id}).value_or(0);
    });
    if (attempts > kMostAttempts) {
        auto const error = failure(Kind::Unavailable, "jobs.error.gave-up");
        return close(job, "failed", &error);
    }
    auto const actor = job.account == 0 ? std::optional{access::Actor::system(job.asked_by)}
                                        : db_.read([&](storage::Transaction& tx) {
                                              return load_actor_(tx, job.account, clock_.today());
                                          });
    if (!actor) {
        auto const error = failure(Kind::Denied, "jobs.error.no-account");
        return close(job, "failed", &error);
    }
    Work work{db_, *actor, clock_, job, owner_};
    auto const outcome = doings_.find(job.kind)->second(work);
    if (outcome) return finish(job, *actor, *outcome);
    close(job, is_cancelled(outcome.error()) ? "cancelled" : "failed", &outcome.error());
}

void Runner::finish(Job const& job, access::Actor const& actor, Outcome const& outcome)
{
    auto const written = db_.write([&](storage::Transaction& tx) -> Result<void> {
        audit::Act act{tx, actor, clock_.now(), "job:" + job.ref};
        // First, so that who lost the lease writes nothing.
        auto const is_ours =
            tx.execute(
                "UPDATE job SET state = 'done', finished_at = ?3, progress = COALESCE(total, "
                "progress) "
                "WHERE id = ?1 AND owner = ?2 AND state = 'running' AND cancel_wanted = 0",
                {job.id, owner_, act.now.seconds}) != 0;
        if (!is_ours) return failure(Kind::Refused, "jobs.error.cancelled");
        auto const result = outcome.write ? TD_TRY(outcome.write(act)) : outcome.result;
        tx.execute("UPDATE job SET result = ?2 WHERE id = ?1", {job.id, json::serialize(result)});
        if (outcome.file) {
            tx.execute(
                "INSERT INTO job_file (job_id, name, media_type, bytes) VALUES (?1, ?2, ?3, ?4)",
                {job.id,
                 outcome.file->name,
                 outcome.file->media_type,
                 storage::Bytes{outcome.file->bytes}});
        }
        return {};
    });
    if (!written)
        close(job, is_cancelled(written.error()) ? "cancelled" : "failed", &written.error());
}

// "fault" leaves the job to the next attempt; only the last one makes it fail.
void Runner::close(Job const& job, std::string_view state, Error const* error)
{
    auto const now = clock_.now().seconds;
    db_.write([&](storage::Transaction& tx) {
        if (state == "fault") {
            auto const tried_again = tx.execute(
                "UPDATE job SET state = 'waiting', due = ?4 WHERE id = ?1 AND owner = ?2 "
                "AND state = 'running' AND attempts < ?3",
                {job.id, owner_, kMostAttempts, now + kLease_s});
            if (tried_again != 0) return;
        }
        tx.execute(
            "UPDATE job SET state = ?3, finished_at = ?4, error = ?5 WHERE id = ?1 AND owner = ?2 "
            "AND state = 'running'",
            {job.id,
             owner_,
             state == "fault" ? std::string_view{"failed"} : state,
             now,
             problems_text(*error)});
    });
}

void Runner::beat()
{
    std::set<std::int64_t> doing;
    {
        std::lock_guard const lock{mutex_};
        doing = doing_now_;
    }
    if (doing.empty()) return;
    db_.write([&](storage::Transaction& tx) {
        for (auto const id : doing) {
            tx.execute(
                "UPDATE job SET lease_until = ?3 WHERE id = ?1 AND owner = ?2 AND state = "
                "'running'",
                {id, owner_, clock_.now().seconds + kLease_s});
        }
    });
}

void Runner::start(int threads)
{
    for (int i = 0; i < threads; ++i) threads_.emplace_back([this] { work_in_thread(); });
    threads_.emplace_back([this] { beat_in_thread(); });
}

void Runner::wake()
{
    std::lock_guard const lock{mutex_};
    ++wakes_;
    changed_.notify_all();
}

void Runner::stop()
{
    {
        std::lock_guard const lock{mutex_};
        stopping_ = true;
        changed_.notify_all();
    }
    for (auto& thread : threads_) thread.join();
    threads_.clear();
}

void Runner::work_in_thread()
{
    std::unique_lock lock{mutex_};
    while (!stopping_) {
        auto const seen = wakes_;
        lock.unlock();
        bool worked = false;
        try {
            worked = run_one();
        } catch (storage::Failure const&) {
            // The database is away; the next turn tries again.
        }
        lock.lock();
        if (!worked) changed_.wait_for(lock, kPoll, [&] { return stopping_ || wakes_ != seen; });
    }
}

void Runner::beat_in_thread()
{
    std::unique_lock lock{mutex_};
    while (!changed_.wait_for(lock, kHeartbeat, [&] { return stopping_; })) {
        lock.unlock();
        try {
            beat();
        } catch (storage::Failure const&) {
        }
        lock.lock();
    }
}

}  // namespace thidua::jobs
