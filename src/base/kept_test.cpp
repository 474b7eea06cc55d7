#include "base/kept.h"

#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

namespace thidua {
namespace {

TEST(Kept, IsMadeOnceForEachKey)
{
    Kept<int, std::string> kept{2};
    int made = 0;
    auto const ask = [&](int key) {
        return kept.get(key, [&] { return std::to_string(key) + "." + std::to_string(++made); });
    };
    auto const first = ask(1);
    EXPECT_EQ(*first, "1.1");
    EXPECT_EQ(*ask(2), "2.2");
    EXPECT_EQ(ask(1), first);
    EXPECT_EQ(made, 2);
}

TEST(Kept, ForgetsAllWhereThereIsOneMoreAndLeavesItToWhoHoldsIt)
{
    Kept<int, std::string> kept{2};
    int made = 0;
    auto const ask = [&](int key) { return kept.get(key, [&] { return std::to_string(++made); }); };
    auto const first = ask(1);
    ask(2);
    EXPECT_EQ(*ask(3), "3");
    EXPECT_EQ(*ask(3), "3");
    EXPECT_EQ(*ask(1), "4");
    EXPECT_EQ(*first, "1");
}

TEST(Kept, KeepsNothingOfWhatCouldNotBeMade)
{
    Kept<int, std::string> kept{2};
    auto const fail = []() -> std::string { throw std::runtime_error("no"); };
    EXPECT_THROW(kept.get(1, fail), std::runtime_error);
    EXPECT_EQ(*kept.get(1, [] { return std::string{"now"}; }), "now");
}

}  // namespace
}  // namespace thidua
