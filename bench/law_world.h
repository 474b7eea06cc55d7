// A ministry of any size for measuring: people with twenty-five years of ratings, titles, forms,
// initiatives and the rest, as unevenly spread as in life. The same size and seed give the same
// rows.
#pragma once

#include "law/columns.h"

#include <cstdint>
#include <vector>

namespace thidua::bench {

constexpr int kFirstYear = 2001;
constexpr int kLastYear = 2025;

struct PersonRow {
    std::uint8_t category;
    std::int32_t joined;
    bool pending;
};
struct RatingRow {
    std::uint32_t subject;
    std::int16_t year;
    std::uint8_t rating;
};
struct AwardRow {
    std::uint32_t subject;
    std::int32_t decided;
    std::int16_t closing;
    std::uint8_t award;  // Of kAwards.
    std::uint8_t mode;
};
struct InitiativeRow {
    std::uint32_t subject;
    std::int16_t year;
    std::uint8_t level, kind;
};
// Measures, absences, posts; `to` 0 while it lasts.
struct PeriodRow {
    std::uint32_t subject;
    std::int32_t from, to;
    std::uint8_t kind, result;
};
struct TransferRow {
    std::uint32_t subject;
    std::int32_t on;
    bool opinion;
};

inline constexpr char const* kCategories[] = {
    "officer", "professional", "civil", "worker", "contract", "soldier"};
inline constexpr char const* kAwards[] = {"cstt",
                                          "cstd-co-so",
                                          "cstd-bo",
                                          "giay-khen",
                                          "bk-bo",
                                          "bk-ttg",
                                          "hc-lao-dong-3",
                                          "hc-bvtq-3",
                                          "hch-csvv-1"};
inline constexpr char const* kKinds[] = {"sang-kien", "de-tai", "muu-tri"};
inline constexpr char const* kMeasures[] = {"khien-trach", "canh-cao", "cach-chuc"};
inline constexpr char const* kAbsences[] = {"thai-san", "hoc-tap", "nghi-khac"};
inline constexpr char const* kResults[] = {"", "kha", "gioi", "trung-binh"};

struct World {
    std::vector<PersonRow> people;
    std::vector<RatingRow> ratings;  // All rows in the order of people.
    std::vector<AwardRow> awards;
    std::vector<InitiativeRow> initiatives;
    std::vector<PeriodRow> measures, absences, posts;  // kind: measure, absence, tenths.
    std::vector<TransferRow> transfers;
};

World make_world(std::size_t people, std::uint64_t seed);

law::Columns columns_of(World const& world);
// Histories of the first people.
std::vector<law::Facts> facts_of(World const& world, std::size_t people);
law::Facts facts_of_one(World const& world, std::size_t subject);

}  // namespace thidua::bench
