#include "web/metrics.h"

#include <prometheus/counter.h>
#include <prometheus/gauge.h>
#include <prometheus/histogram.h>
#include <prometheus/registry.h>
#include <prometheus/text_serializer.h>

#include <map>
#include <mutex>

namespace thidua::web {

struct Metrics::State {
    prometheus::Registry registry;
    prometheus::Family<prometheus::Counter>& requests =
        prometheus::BuildCounter()
            .Name("thidua_requests_total")
            .Help("Requests answered, by route and status")
            .Register(registry);
    prometheus::Family<prometheus::Histogram>& seconds =
        prometheus::BuildHistogram()
            .Name("thidua_request_seconds")
            .Help("Time from request read to answer made, by route")
            .Register(registry);
    prometheus::Gauge& connections = prometheus::BuildGauge()
                                         .Name("thidua_connections")
                                         .Help("Open connections")
                                         .Register(registry)
                                         .Add({});
    prometheus::Counter& turned_away =
        prometheus::BuildCounter()
            .Name("thidua_turned_away_total")
            .Help("Connections and requests refused for want of room")
            .Register(registry)
            .Add({});

    struct Series {
        prometheus::Counter* count;
        prometheus::Histogram* seconds;
    };
    std::mutex guard;
    std::map<int, std::map<std::string, Series, std::less<>>> series;  // By status and route.

    // Finding a series in the registry builds a map of labels; once each is enough.
    Series find(std::string_view route, int status)
    {
        std::lock_guard const lock{guard};
        auto& of_status = series[status];
        auto const found = of_status.find(route);
        if (found != of_status.end()) return found->second;
        std::string const name{route};
        Series const made{&requests.Add({{"route", name}, {"status", std::to_string(status)}}),
                          &seconds.Add({{"route", name}},
                                       prometheus::Histogram::BucketBoundaries{
                                           0.001, 0.005, 0.02, 0.05, 0.2, 1, 5})};
        of_status.emplace(name, made);
        return made;
    }
};

Metrics::Metrics() : state_(std::make_unique<State>()) {}
Metrics::~Metrics() = default;

void Metrics::request(std::string_view route, int status, double seconds)
{
    auto const series = state_->find(route, status);
    series.count->Increment();
    series.seconds->Observe(seconds);
}

void Metrics::connection(int change) { state_->connections.Increment(change); }

void Metrics::turned_away() { state_->turned_away.Increment(); }

std::string Metrics::text() const
{
    return prometheus::TextSerializer{}.Serialize(state_->registry.Collect());
}

}  // namespace thidua::web
