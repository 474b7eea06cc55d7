// A register of any size for measuring: units, people with Vietnamese names as often as they are
// borne, twenty-five years of decisions. The same size and seed give the same register on both
// engines.
#pragma once

#include "storage/database.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thidua::bench {

struct Size {
    std::int64_t people = 1'000'000;
    std::int64_t awards = 10'000'000;
    std::uint64_t seed = 1;
};

constexpr int kFirstYear = 2000;
constexpr int kYears = 25;

// What the queries are drawn from.
struct World {
    std::vector<std::string> person_codes;
    std::vector<std::string> person_names;
    std::vector<std::string> unit_codes;  // Of levels 2 and 3, level 2 first.
    std::size_t level_2 = 0;
    std::vector<std::string> surnames;  // As often as they are borne.
    std::int64_t decisions = 0;
};

// Small, fast, the same everywhere.
class Random {
public:
    explicit Random(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
    std::uint64_t next();
    // 0 … bound - 1
    std::size_t below(std::size_t bound) { return static_cast<std::size_t>(next() % bound); }
    template <class T>
    T const& of(std::vector<T> const& items)
    {
        return items[below(items.size())];
    }

private:
    std::uint64_t state_;
};

// Fills an empty, migrated database.
World build_world(storage::Database& db, Size const& size);

}  // namespace thidua::bench
