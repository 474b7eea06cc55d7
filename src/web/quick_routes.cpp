#include "web/quick_routes.h"

namespace thidua::web {

QuickRoutes::QuickRoutes(http::Router const& router)
{
    for (auto const& route : router.routes()) in_a_row_.try_emplace(route.get());
}

bool QuickRoutes::is_quick(http::Route const& route) const
{
    auto const found = in_a_row_.find(&route);
    return found != in_a_row_.end() && found->second.load(std::memory_order_relaxed) >= kEnough;
}

void QuickRoutes::note(http::Route const& route, double seconds)
{
    auto const found = in_a_row_.find(&route);
    if (found == in_a_row_.end()) return;
    auto& count = found->second;
    if (seconds > kQuickSeconds) {
        count.store(0, std::memory_order_relaxed);
    } else if (count.load(std::memory_order_relaxed) < kEnough) {
        count.fetch_add(1, std::memory_order_relaxed);
    }
}

}  // namespace thidua::web
