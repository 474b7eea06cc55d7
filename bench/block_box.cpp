#include "block_box.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <random>

namespace thidua::bench {

namespace {

namespace json = boost::json;

constexpr int kGroups = 5;
constexpr int kMaximum = 15;

class Maker {
public:
    explicit Maker(std::uint64_t seed) : engine_(seed) {}

    json::object box()
    {
        json::array units;
        for (int unit = 1; unit <= kUnits; ++unit) units.push_back(sheet(unit));
        return {{"scale", scale()}, {"units", std::move(units)}};
    }

private:
    int below(int bound) { return static_cast<int>(engine_() % static_cast<unsigned>(bound)); }

    static json::object measure(int criterion)
    {
        switch (criterion % 7) {
        case 0:
            return {{"kind", "judged"}};
        case 1:
            return {{"kind", "linear"}, {"from", 80}, {"to", 100}};
        case 2:
            return {{"kind", "bands"},
                    {"bands",
                     json::array{json::object{{"at-least", 50}, {"points", 5}},
                                 json::object{{"at-least", 70}, {"points", 10}},
                                 json::object{{"at-least", 90}, {"points", 15}}}}};
        case 3:
            return {{"kind", "all-or-nothing"}, {"at-least", 1}};
        case 4:
            return {{"kind", "count"}, {"each", 2}};
        case 5:
            return {{"kind", "per-hundred"}, {"each", 3}};
        default:
            return {{"kind", "loss"}, {"each", 4}};
        }
    }

    // What a clerk might enter there.
    json::value value(int criterion)
    {
        switch (criterion % 7) {
        case 0:
            return below(kMaximum * 2 + 1) / 2.0;
        case 1:
            return 80 + below(25);
        case 2:
            return below(101);
        case 3:
            return below(2);
        case 4:
            return below(9);
        case 5:
            return below(12);
        default:
            return below(5);
        }
    }

    static json::object scale()
    {
        json::array groups;
        for (int group = 1; group <= kGroups; ++group) {
            json::array criteria;
            for (int at = 0; at < kCriteria / kGroups; ++at) {
                auto const number = (group - 1) * (kCriteria / kGroups) + at + 1;
                criteria.push_back(json::object{{"code", std::to_string(number)},
                                                {"name", fmt::format("Tiêu chí {}", number)},
                                                {"max", kMaximum},
                                                {"measure", measure(number)}});
            }
            auto const* const kind = group == kGroups       ? "penalty"
                                     : group == kGroups - 1 ? "bonus"
                                                            : "task";
            groups.push_back(json::object{{"code", fmt::format("G{}", group)},
                                          {"name", fmt::format("Nhóm {}", group)},
                                          {"kind", kind},
                                          {"criteria", std::move(criteria)}});
        }
        return {{"name", "Thang điểm đo tốc độ"},
                {"decimals", 2},
                {"formula", "G1 + G2 + G3 + min(G4, 50) - G5"},
                {"ties", json::array{"G1", "vote"}},
                {"cross", json::object{{"trimmed", 0}, {"outlier", 5}}},
                {"groups", std::move(groups)}};
    }

    json::object values()
    {
        json::object entries;
        for (int criterion = 1; criterion <= kCriteria; ++criterion)
            entries[std::to_string(criterion)] = json::object{{"value", value(criterion)}};
        return entries;
    }

    json::object points()
    {
        json::object entries;
        for (int criterion = 1; criterion <= kCriteria; ++criterion)
            entries[std::to_string(criterion)] =
                json::object{{"points", below(kMaximum * 2 + 1) / 2.0}};
        return entries;
    }

    json::object sheet(int unit)
    {
        json::object cross;
        for (int scorer = 1; scorer <= kScorers; ++scorer)
            cross[fmt::format("D{:02}", (unit + scorer - 1) % kUnits + 1)] = points();
        return {{"unit", fmt::format("D{:02}", unit)},
                {"people", 80 + below(200)},
                {"votes", below(kUnits + 1)},
                {"self", values()},
                {"cross", std::move(cross)},
                {"block", points()},
                {"verified", values()}};
    }

    std::mt19937_64 engine_;
};

}  // namespace

json::object make_box(std::uint64_t seed) { return Maker{seed}.box(); }

}  // namespace thidua::bench
