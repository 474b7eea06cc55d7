#include "web/log.h"

#include <spdlog/sinks/null_sink.h>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <memory>

namespace thidua::web {

namespace {

std::shared_ptr<spdlog::logger>& current()
{
    static auto logger = spdlog::null_logger_mt("quiet");
    return logger;
}

}  // namespace

void start_log()
{
    auto logger = spdlog::stderr_logger_mt("thidua");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::warn);
    current() = std::move(logger);
}

void log_request(std::string_view id,
                 std::string_view method,
                 std::string_view route,
                 int status,
                 double seconds)
{
    current()->info("request id={} route=\"{} {}\" status={} ms={:.1f}",
                    id,
                    method,
                    route,
                    status,
                    seconds * 1000);
}

void log_failure(std::string_view id, std::string_view what)
{
    current()->error("failure id={} {}", id, what);
}

void log_note(std::string_view what) { current()->info("{}", what); }

}  // namespace thidua::web
