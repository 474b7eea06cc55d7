// What /metrics tells: requests by route and status, how long they took, connections, refusals.
#pragma once

#include <memory>
#include <string>
#include <string_view>

namespace thidua::web {

class Metrics {
public:
    Metrics();
    ~Metrics();

    void request(std::string_view route, int status, double seconds);
    void connection(int change);  // +1 opened, -1 closed.
    void turned_away();           // For want of room.
    std::string text() const;     // In Prometheus' format.

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace thidua::web
