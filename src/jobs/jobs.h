// Jobs as rows: asking for one, calling it off, reading. The work itself is done by a Runner.
#pragma once

#include "audit/audit.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::jobs {

struct NewJob {
    std::string kind;
    // One job per kind and slot, for ever: asked again, the first one answers. "" asks for one of
    // its own.
    std::string slot = {};
    std::optional<Instant> due = {};  // Now, when left out.
};
// The address of the job. Runs as the actor who asks, with the rights they have when it runs.
std::string enqueue(audit::Act& act, NewJob const& job, boost::json::object const& args);

struct Line {
    std::int64_t at;
    std::string sentence;
    std::string args;  // JSON object
};

struct Job {
    std::int64_t id = 0;
    std::string ref;
    std::string kind;
    std::string args;   // JSON object
    std::string state;  // waiting, running, done, failed, cancelled
    bool cancel_wanted = false;
    std::int64_t progress = 0;
    std::optional<std::int64_t> total;
    std::string error;   // JSON array of {key, args}, "" unless failed
    std::string result;  // JSON object
    std::int64_t account = 0;
    std::string asked_by;
    std::int64_t created_at = 0;
    std::optional<std::int64_t> started_at;
    std::optional<std::int64_t> finished_at;

    bool is_over() const { return state != "waiting" && state != "running"; }
};

// One's own, or any with manage-system; nothing else can be told from not being there.
std::optional<Job> find_job(storage::Transaction& tx,
                            access::Actor const& actor,
                            std::string_view ref);
// Newest first.
std::vector<Job> jobs_of(storage::Transaction& tx,
                         access::Actor const& actor,
                         int offset,
                         int limit);
std::int64_t count_jobs(storage::Transaction& tx, access::Actor const& actor);
std::vector<Line> lines_of(storage::Transaction& tx, Job const& job);

struct ResultFile {
    std::string name;
    std::string media_type;
    std::string bytes;
};
std::optional<ResultFile> result_file(storage::Transaction& tx, Job const& job);
bool has_result_file(storage::Transaction& tx, Job const& job);

// A waiting job is over at once, a running one stops at its next step. Refused "jobs.error.over"
// after.
Result<void> cancel(audit::Act& act, std::string_view ref);

}  // namespace thidua::jobs
