#include "web/quick_routes.h"

#include <algorithm>

namespace thidua::web {

QuickRoutes::QuickRoutes(http::Router const& router)
{
    for (auto const& route : router.routes()) credit_.try_emplace(route.get());
}

bool QuickRoutes::is_quick(http::Route const& route) const
{
    auto const found = credit_.find(&route);
    return found != credit_.end() && found->second.load(std::memory_order_relaxed) >= kEnough;
}

void QuickRoutes::note(http::Route const& route, double seconds)
{
    auto const found = credit_.find(&route);
    if (found == credit_.end()) return;
    auto& credit = found->second;
    // Two threads at once may lose a point of each other's: it does not matter.
    auto const had = credit.load(std::memory_order_relaxed);
    auto const has = seconds > kLongSeconds    ? 0
                     : seconds > kQuickSeconds ? std::max(had - kSlowCosts, 0)
                                               : std::min(had + 1, kMost);
    if (has != had) credit.store(has, std::memory_order_relaxed);
}

}  // namespace thidua::web
