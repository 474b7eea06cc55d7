#include "web/quick_routes.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

TEST(QuickRoutes, AreThoseThatAreQuickNearlyAlways)
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
    EXPECT_FALSE(routes.is_quick(quick)) << "a slow answer costs more than it has to spare";
    auto const be_quick = [&] {
        for (int i = 0; i < 2 * QuickRoutes::kMost; ++i) routes.note(quick, 0.0001);
    };
    be_quick();
    routes.note(quick, 0.01);
    EXPECT_TRUE(routes.is_quick(quick)) << "one slow answer among many quick ones";
    for (int i = 0; i < 8; ++i) routes.note(quick, 0.01);
    EXPECT_FALSE(routes.is_quick(quick)) << "slow for a while";
    be_quick();
    routes.note(quick, 0.1);
    EXPECT_FALSE(routes.is_quick(quick)) << "one that held everybody up";
    EXPECT_FALSE(routes.is_quick(http::Route{})) << "of another router";
}

}  // namespace
}  // namespace thidua::web
