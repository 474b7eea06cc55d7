// Numbers that are the same on every machine: splitmix64, and draws that use no library distribution.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::demo {

class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15u + 1) {}
    std::uint64_t next();
    // 0 ≤ result < n; n > 0.
    int below(int n) { return static_cast<int>(next() % static_cast<std::uint64_t>(n)); }
    int between(int low, int high) { return low + below(high - low + 1); }  // Both inclusive.
    bool chance(int per_thousand) { return below(1000) < per_thousand; }
    template <class T>
    T const& pick(std::vector<T> const& from)
    {
        return from[static_cast<std::size_t>(below(static_cast<int>(from.size())))];
    }

private:
    std::uint64_t state_;
};

// Lines of demo/<name>.txt, with weights where a tab and a number follow.
class Names {
public:
    explicit Names(std::string_view file);
    std::string const& draw(Random& random) const;
    std::vector<std::string> const& all() const { return names_; }

private:
    std::vector<std::string> names_;
    std::vector<int> up_to_;  // Running sums of weights.
};

}  // namespace thidua::demo
