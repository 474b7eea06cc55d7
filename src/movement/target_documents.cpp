#include "movement/target_documents.h"

#include "base/text.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::movement {

using organisation::json_of;

namespace {

json::value figure_of(std::optional<std::int64_t> thousandths)
{
    return thousandths ? figure_document(*thousandths) : json::value(nullptr);
}

bool is_met(Target const& target, std::int64_t wanted, std::int64_t result)
{
    return target.better == "low" ? result <= wanted : result >= wanted;
}

void add_reach(json::object& document,
               Target const& target,
               std::int64_t wanted,
               std::optional<std::int64_t> result)
{
    document["wanted"] = figure_of(wanted);
    document["result"] = figure_of(result);
    document["has_result"] = result.has_value();
    document["percent"] = json_of(percent_of(target, wanted, result));
    document["has_percent"] = percent_of(target, wanted, result).has_value();
    document["met"] = result ? json::value(is_met(target, wanted, *result)) : json::value(nullptr);
}

// As much of a long name as stands beside a bar.
std::string short_label(std::string const& name)
{
    constexpr std::size_t kMost = 34;
    if (count_characters(name) <= kMost) return name;
    std::string label;
    for (auto const word : split(name, ' ')) {
        if (count_characters(label) + count_characters(word) + 1 > kMost) break;
        label += (label.empty() ? "" : " ") + std::string{word};
    }
    return label + "…";
}

}  // namespace

json::value figure_document(std::int64_t thousandths)
{
    if (thousandths % kThousand == 0) return thousandths / kThousand;
    return figure(thousandths);
}

std::optional<std::int64_t> percent_of(Target const& target,
                                       std::int64_t wanted,
                                       std::optional<std::int64_t> result)
{
    constexpr std::int64_t kHundred = 100;
    if (!result) return std::nullopt;
    bool const low = target.better == "low";
    auto const above = low ? wanted : *result;
    auto const below = low ? *result : wanted;
    if (below == 0) return is_met(target, wanted, *result) ? std::optional{kHundred} : std::nullopt;
    return above * kHundred / below;
}

json::object describe(Target const& target)
{
    json::object document{{"ref", target.ref},
                          {"name", target.name},
                          {"measure", target.measure},
                          {"better", target.better},
                          {"roll", target.roll},
                          {"source", target.source},
                          {"due_on", to_iso(target.due_on)},
                          {"shares", target.shares},
                          {"reported", target.reported}};
    add_reach(document, target, target.wanted, target.result);
    return document;
}

json::object describe(Share const& share, Target const& target)
{
    json::object document{{"ref", share.ref},
                          {"kind", share.kind},
                          {"code", share.code},
                          {"name", share.name},
                          {"depth", share.depth},
                          {"state", share.state},
                          {"reported_on", json_of(share.reported_on)},
                          {"reported_by", share.reported_by},
                          {"note", share.note},
                          {"rolls_up", share.rolls_up},
                          {"late", share.late},
                          {"version", share.version}};
    add_reach(document, target, share.wanted, share.result);
    return document;
}

json::object chart_of(std::vector<Share> const& shares, Target const& target)
{
    constexpr std::size_t kMost = 40;
    constexpr std::int64_t kRow = 26, kLabel = 250, kBar = 360, kFull = 100, kTop = 150;
    json::array bars;
    std::int64_t y = 4;
    bool some = false;
    auto const top = shares.empty() ? 0 : std::min_element(shares.begin(), shares.end(), [](auto const& a, auto const& b) {
                                              return a.depth < b.depth;
                                          })->depth;
    for (auto const& share : shares) {
        if (share.depth != top || bars.size() == kMost) continue;
        auto const percent = percent_of(target, share.wanted, share.result);
        some = some || percent.has_value();
        auto const shown = std::clamp<std::int64_t>(percent.value_or(0), 0, kTop);
        bars.push_back(json::object{{"label", short_label(share.name)},
                                    {"has_percent", percent.has_value()},
                                    {"y", y},
                                    {"text_y", y + 14},
                                    {"bar_width", shown * kBar / kTop},
                                    {"percent_x", kLabel + 10 + shown * kBar / kTop + 8},
                                    {"percent", json_of(percent)}});
        y += kRow;
    }
    if (!some) return {};
    return {{"width", 720},
            {"height", y + 4},
            {"label_x", kLabel},
            {"bar_x", kLabel + 10},
            {"full_x", kLabel + 10 + kFull * kBar / kTop},
            {"bars", std::move(bars)}};
}

}  // namespace thidua::movement
