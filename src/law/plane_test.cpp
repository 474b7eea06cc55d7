#include "law/plane.h"

#include <gtest/gtest.h>

#include <map>
#include <set>
#include <utility>

namespace thidua::law {
namespace {

using Years = std::set<std::pair<std::uint32_t, int>>;

constexpr std::uint32_t kPeople = 3 * kBlock;

// A plane of rows in an order that is not that of the subjects, and what must stand in it.
struct Filled {
    Plane plane;
    Years years;

    Filled(std::uint32_t step, int rows)
    {
        std::uint32_t subject = 7;
        for (int i = 0; i < rows; ++i) {
            subject = (subject + step) % kPeople;
            int const year = 30 + i % 9 + (i == rows / 2 ? -20 : 0);
            plane.add(subject, year);
            years.emplace(subject, year);
        }
        plane.seal(kPeople / kBlock);
    }
};

Years years_in(Plane const& plane)
{
    Years found;
    for (std::uint32_t subject = 0; subject < kPeople; ++subject) {
        for (int year = 0; year < kYearBits; ++year) {
            if (plane.has(subject, year)) found.emplace(subject, year);
        }
    }
    return found;
}

Years joined(Plane const& plane, std::uint64_t years)
{
    Years found;
    for (std::size_t block = 0; block < kPeople / kBlock; ++block) {
        Bits bits{};
        plane.join(block, years, bits);
        for (std::uint32_t lane = 0; lane < kBlock; ++lane) {
            if ((bits[lane / 64] >> lane % 64 & 1) != 0)
                found.emplace(static_cast<std::uint32_t>(block * kBlock) + lane, 0);
        }
    }
    return found;
}

}  // namespace

TEST(Plane, HoldsTheSameYearsAsBitsAndAsRows)
{
    Filled const many(1117, 9000), few(1117, 60);
    EXPECT_TRUE(many.plane.dense());
    EXPECT_FALSE(few.plane.dense());
    EXPECT_EQ(years_in(many.plane), many.years);
    EXPECT_EQ(years_in(few.plane), few.years);
}

TEST(Plane, TellsWhatWasAddedAgain)
{
    for (int const rows : {9000, 60}) {
        Plane plane;
        for (int i = 0; i < rows; ++i)
            plane.add(static_cast<std::uint32_t>(i) % kPeople, 40 + i / static_cast<int>(kPeople));
        for (int i = 0; i < 2; ++i) plane.add(50, 40);
        plane.seal(kPeople / kBlock);
        EXPECT_EQ(plane.twice(), (std::vector<Plane::Row>(2, Plane::Row{50, 40}))) << rows;
    }
}

TEST(Plane, JoinsThoseWhoHaveOneOfTheYears)
{
    for (int const rows : {9000, 60}) {
        Filled const filled(611, rows);
        Years expected;
        for (auto const& [subject, year] : filled.years) {
            if (year == 31 || year == 33) expected.emplace(subject, 0);
        }
        EXPECT_EQ(joined(filled.plane, std::uint64_t{0b101} << 31), expected) << rows;
    }
}

TEST(Plane, FindsWhoSharesAYear)
{
    std::vector<std::pair<int, int>> const sizes{{9000, 8000}, {9000, 50}, {50, 9000}, {60, 50}};
    for (auto const& [ours, theirs] : sizes) {
        Filled const one(1117, ours), other(611, theirs);
        std::set<std::uint32_t> expected, found;
        for (auto const& each : one.years) {
            if (other.years.contains(each)) expected.insert(each.first);
        }
        one.plane.each_shared(other.plane, [&](std::uint32_t subject) { found.insert(subject); });
        EXPECT_EQ(found, expected) << ours << " and " << theirs;
    }
}

TEST(Plane, UnitesYearsOfDifferentSpans)
{
    Plane one, other;
    Years expected;
    for (std::uint32_t subject = 0; subject < kPeople; ++subject) {
        one.add(subject, 20 + static_cast<int>(subject % 3));
        other.add(subject, 50 - static_cast<int>(subject % 2));
        expected.emplace(subject, 20 + static_cast<int>(subject % 3));
        expected.emplace(subject, 50 - static_cast<int>(subject % 2));
    }
    one.unite(other);
    one.seal(kPeople / kBlock);
    EXPECT_EQ(years_in(one), expected);
}

TEST(Plane, UnitesSealedPlanesOfBitsAndOfRows)
{
    for (auto const& [ours, theirs] : {std::pair{9000, 60}, {60, 9000}, {9000, 8000}, {60, 50}}) {
        Filled const one(1117, ours), other(611, theirs);
        auto expected = one.years;
        expected.insert(other.years.begin(), other.years.end());
        auto const any =
            Plane::any_of(std::array<Plane const*, 2>{&one.plane, &other.plane}, kPeople / kBlock);
        EXPECT_EQ(years_in(any), expected) << ours << " and " << theirs;
        EXPECT_TRUE(any.twice().empty());
    }
}

TEST(Plane, TellsSinceWhenNoYearFollows)
{
    for (int const rows : {9000, 60, 0}) {
        Plane plane;
        Years years;
        for (int i = 0; i < rows; ++i) {
            auto const subject = static_cast<std::uint32_t>(7 + i * 1117) % kPeople;
            plane.add(subject, 30 + i % 9);
            years.emplace(subject, 30 + i % 9);
        }
        plane.seal_since(kPeople / kBlock);
        for (std::uint32_t subject = 0; subject < kPeople; ++subject) {
            Bits everybody;
            everybody.fill(~std::uint64_t{0});
            std::array<Bits const*, kYearBits> since;
            since.fill(&everybody);
            plane.since(subject / kBlock, since);
            auto const lane = subject % kBlock;
            for (int year = 0; year < kYearBits; ++year) {
                auto const next = years.lower_bound({subject, year});
                bool const follows = next != years.end() && next->first == subject;
                auto const& bits = *since[static_cast<std::size_t>(year)];
                EXPECT_EQ((bits[lane / 64] >> lane % 64 & 1) == 0, follows)
                    << subject << " in " << year << " of " << rows;
            }
        }
    }
}

TEST(Plane, CountsWhatSeveralPlanesHave)
{
    constexpr int kSome = 60, kMany = 9000;
    for (auto const& sizes : {std::vector{kMany, kMany, kSome}, {kSome, kMany}, {kSome, kSome}}) {
        std::map<std::pair<std::uint32_t, int>, int> expected;
        std::vector<Plane> more_than;
        Plane next, again;
        for (int const rows : sizes) {
            Plane plane;
            for (int i = 0; i < rows; ++i) {
                auto const subject = static_cast<std::uint32_t>(i * 611) % (kPeople / 2);
                plane.add(subject, 20 + i % 7);
                ++expected[{subject, 20 + i % 7}];
            }
            next.add_all(plane, again);
        }
        next.seal(kPeople / kBlock);
        while (!next.empty()) {
            for (auto const row : next.twice()) again.add(row);
            again.seal(kPeople / kBlock);
            more_than.push_back(std::exchange(next, std::exchange(again, {})));
        }
        std::map<std::pair<std::uint32_t, int>, int> counted;
        for (auto const& plane : more_than) {
            for (auto const& year : years_in(plane)) ++counted[year];
        }
        EXPECT_EQ(counted, expected);
    }
}

}  // namespace thidua::law
