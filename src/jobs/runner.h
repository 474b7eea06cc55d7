// Does the jobs that are due. Several processes may run one on the same database.
//
//     jobs::Runner runner{db, clock, load_actor};
//     runner.add("register.import", import_awards);
//     runner.start(2);
//
//     Result<jobs::Outcome> import_awards(jobs::Work& work)
//     {
//         for (auto const& row : sheet) { check(row); if (!work.step(++n, sheet.size())) return
//         work.stopped(); } return jobs::Outcome{.write = [=](audit::Act& act) ->
//         Result<json::object> { …one short transaction… }};
//     }
#pragma once

#include "base/clock.h"
#include "jobs/jobs.h"

#include <boost/json.hpp>

#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <set>
#include <thread>

namespace thidua::jobs {

constexpr int kLease_s = 60;
constexpr int kMostAttempts = 3;

// What a work hands over at its end. `write` runs in the transaction that marks the job done; what
// it answers is the job's result. When it fails, nothing is written and the job has failed.
struct Outcome {
    std::function<Result<boost::json::object>(audit::Act&)> write = {};
    boost::json::object result = {};  // Used when there is no `write`.
    std::optional<ResultFile> file = {};
};

// What a work may use while it runs, in the runner's thread. Reads are its own affair:
// work.db.read(…).
class Work {
public:
    Work(storage::Database& db_,
         access::Actor const& actor_,
         Clock const& clock_,
         Job const& job,
         std::string const& owner);

    storage::Database& db;
    access::Actor const& actor;
    Clock const& clock;
    boost::json::object const args;
    std::string const ref;

    // Notes progress; writes it down now and then. False when the work has to stop: cancelled, or
    // the job was taken by another process because this one seemed dead.
    bool step(std::int64_t progress, std::int64_t total);
    // What to return when step() said false.
    Error stopped() const;
    // A line for the people who watch; a locale key.
    void log(std::string_view sentence, Args const& args = {});

private:
    std::int64_t id_;
    std::string const& owner_;
    std::int64_t written_at_ = 0;
    bool running_ = true;
};

using Doing = std::function<Result<Outcome>(Work&)>;
// The account as it may act today; nothing when it is disabled. Identity's, wired by the program.
using ActorLoader = std::function<std::optional<access::Actor>(
    storage::Transaction&, std::int64_t account, Date today)>;

class Runner {
public:
    Runner(storage::Database& db, Clock const& clock, ActorLoader load_actor);
    ~Runner() { stop(); }
    Runner(Runner const&) = delete;
    Runner& operator=(Runner const&) = delete;

    // Before start(). A job of a kind that nobody registered here is left to other processes.
    void add(std::string kind, Doing doing);

    // Does one job that is due, in this thread; false when there is none.
    bool run_one();

    void start(int threads);
    // Looks for work now instead of at the next turn.
    void wake();
    // Waits for what is being done; the rest stays waiting.
    void stop();

    // Renews the leases of what this runner is doing; its own thread calls it.
    void beat();

private:
    std::optional<Job> claim();
    void run(Job const& job);
    void finish(Job const& job, access::Actor const& actor, Outcome const& outcome);
    void close(Job const& job, std::string_view state, Error const* error);
    void work_in_thread();
    void beat_in_thread();
    std::string kinds_sql() const;

    storage::Database& db_;
    Clock const& clock_;
    ActorLoader load_actor_;
    std::string const owner_;
    std::map<std::string, Doing, std::less<>> doings_;
    std::mutex mutex_;
    std::condition_variable changed_;
    std::set<std::int64_t> doing_now_;
    std::vector<std::thread> threads_;
    bool stopping_ = false;
    std::int64_t wakes_ = 0;
};

}  // namespace thidua::jobs
