// The log of the shell: one line a request, with its id and its route's pattern; no names, no
// query, no address, so that the log holds nothing personal.
#pragma once

#include <string_view>

namespace thidua::web {

void log_request(std::string_view id,
                 std::string_view method,
                 std::string_view route,
                 int status,
                 double seconds);
void log_failure(std::string_view id, std::string_view what);
void log_note(std::string_view what);

// Lines for a service's journal: standard error, time in UTC. Tests leave it out and stay silent.
void start_log();

}  // namespace thidua::web
