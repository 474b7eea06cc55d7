// Which pages answer so fast that handing them to a worker would cost more than answering: those
// whose answers nearly all come in a fraction of a millisecond. Quick answers earn credit, slow ones
// cost sixteen times as much, so that a moment the machine took from us does not count as a slow
// page; a page that holds a loop up for long goes to the workers at once.
#pragma once

#include "http/page.h"

#include <atomic>
#include <unordered_map>

namespace thidua::web {

class QuickRoutes {
public:
    static constexpr int kEnough = 32;  // Credit of a quick page; an answer earns 1.
    static constexpr int kMost = 128;
    static constexpr int kSlowCosts = 16;
    static constexpr double kQuickSeconds = 300e-6;
    static constexpr double kLongSeconds = 20e-3;

    explicit QuickRoutes(http::Router const& router);
    bool is_quick(http::Route const& route) const;
    void note(http::Route const& route, double seconds);

private:
    std::unordered_map<http::Route const*, std::atomic<int>> credit_;
};

}  // namespace thidua::web
