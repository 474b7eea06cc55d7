// Which pages answer so fast that handing them to a worker would cost more than answering: those
// whose last answers all came in a fraction of a millisecond. A page that was slow once goes to the
// workers again, so a loop is held up at most once.
#pragma once

#include "http/page.h"

#include <atomic>
#include <unordered_map>

namespace thidua::web {

class QuickRoutes {
public:
    static constexpr int kEnough = 32;  // Quick answers in a row.
    static constexpr double kQuickSeconds = 300e-6;

    explicit QuickRoutes(http::Router const& router);
    bool is_quick(http::Route const& route) const;
    void note(http::Route const& route, double seconds);

private:
    std::unordered_map<http::Route const*, std::atomic<int>> in_a_row_;
};

}  // namespace thidua::web
