#include "web/quick_routes.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

TEST(QuickRoutes, AreThoseThatWereQuickForAWhileAndNeverSlowSince)
{
    http::Router router;
    auto const handler = [](http::Context&) -> Result<http::Answer> { return http::Answer{}; };
    auto const& quick = router.get("/quick", http::Door::Public, "x", handler);
    auto const& other = router.get("/other", http::Door::Public, "x", handler);
    QuickRoutes routes{router};
    for (int i = 0; i < QuickRoutes::kEnough; ++i) {
        EXPECT_FALSE(routes.is_quick(quick));
        routes.note(quick, 0.0001);
    }
    EXPECT_TRUE(routes.is_quick(quick));
    EXPECT_FALSE(routes.is_quick(other));
    routes.note(quick, 0.01);
    EXPECT_FALSE(routes.is_quick(quick)) << "one slow answer sends it back to the workers";
    EXPECT_FALSE(routes.is_quick(http::Route{})) << "of another router";
}

}  // namespace
}  // namespace thidua::web
