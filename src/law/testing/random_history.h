// Histories as no office has them: every leaf of the law is met, just missed, contradicted and
// absurd somewhere. The same seed gives the same histories.
#pragma once

#include "law/book.h"
#include "law/facts.h"

#include <cstdint>
#include <string>
#include <vector>

namespace thidua::law::testing {

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
    std::uint64_t next();
    // low..high, inclusive.
    int between(int low, int high)
    {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    template <class T>
    T const& of(std::vector<T> const& items)
    {
        return items[next() % items.size()];
    }

private:
    std::uint64_t state_;
};

// THIDUA_SEED of the environment, or always the same.
std::uint64_t seed();

// Whether THIDUA_LONG asks for as many trials as a night has time for.
bool runs_long();

// A history around the year.
Facts random_facts(Dice& dice, Subject subject, int year);

// Decisions of one of the awards, taken up to the day and after it, the very day among them: as the
// one before and the one that this dossier led to.
void add_decisions_around(Dice& dice,
                          Facts& facts,
                          std::vector<std::string> const& awards,
                          Date day);

// A day on which the regime judged, with a year such as offices ask about then.
Question random_question(Dice& dice, Regime const& regime);

// As a legal case, to be kept when it shows a fault.
std::string to_yaml(Facts const& facts, Question const& question, std::string const& expect);

}  // namespace thidua::law::testing
