// Scales and sheets out of JSON. Every fault is told with its place in the document.
#include "scoring/document.h"

#include <boost/json.hpp>

#include <cmath>
#include <set>

namespace thidua::scoring {
namespace {

namespace json = boost::json;

constexpr Amount kMostPoints = 1'000'000 * kOne;

// A value with the way that led to it.
struct Part {
    json::value const* value;
    std::string path;

    Error wrong(std::string const& key) const { return bad_input("scoring.document." + key, {{"place", path}}); }
    Part at(std::string_view name) const
    {
        auto const* object = value == nullptr ? nullptr : value->if_object();
        auto const* found = object == nullptr ? nullptr : object->if_contains(name);
        return {found, path.empty() ? std::string(name) : path + "." + std::string(name)};
    }
    bool exists() const { return value != nullptr && !value->is_null(); }

    Result<std::vector<Part>> list() const
    {
        auto const* array = value == nullptr ? nullptr : value->if_array();
        if (array == nullptr) return wrong("list");
        std::vector<Part> parts;
        for (auto const& each : *array) parts.push_back({&each, path + "[" + std::to_string(parts.size()) + "]"});
        return parts;
    }
    Result<std::vector<std::pair<std::string, Part>>> members() const
    {
        std::vector<std::pair<std::string, Part>> parts;
        if (!exists()) return parts;
        auto const* object = value->if_object();
        if (object == nullptr) return wrong("object");
        for (auto const& each : *object) parts.emplace_back(each.key(), Part{&each.value(), path + "." + std::string(each.key())});
        return parts;
    }
    Result<std::string> text() const
    {
        auto const* own = value == nullptr ? nullptr : value->if_string();
        if (own == nullptr || own->empty()) return wrong("text");
        return std::string(*own);
    }
    Result<std::string> text_or(std::string otherwise) const
    {
        if (!exists()) return otherwise;
        return text();
    }
    Result<bool> yes() const
    {
        if (!exists()) return false;
        if (!value->is_bool()) return wrong("yes");
        return value->get_bool();
    }
    Result<Amount> amount() const
    {
        std::optional<Amount> found;
        if (value != nullptr && value->is_int64()) {
            auto const whole = value->get_int64();
            if (std::abs(whole) <= kLimit / kOne) found = whole * kOne;
        } else if (value != nullptr && value->is_double()) {
            auto const exact = value->get_double() * static_cast<double>(kOne);
            if (std::abs(exact) < 1e15 && std::abs(exact - std::round(exact)) < 1e-4) found = std::llround(exact);
        } else if (value != nullptr && value->is_string()) {
            found = parse_amount(value->get_string());
        }
        if (!found) return wrong("number");
        return *found;
    }
    Result<Amount> amount_or(Amount otherwise) const
    {
        if (!exists()) return otherwise;
        return amount();
    }
    Result<Amount> points() const
    {
        auto const found = TD_TRY(amount());
        if (found < 0 || found > kMostPoints) return wrong("points");
        return found;
    }
    Result<std::int64_t> whole_or(std::int64_t otherwise, std::int64_t least, std::int64_t most) const
    {
        if (!exists()) return otherwise;
        auto const found = TD_TRY(amount());
        if (found % kOne != 0 || found < least * kOne || found > most * kOne) return wrong("whole");
        return found / kOne;
    }
};

Result<Bands> read_bands(Part const& part)
{
    Bands bands;
    for (auto const& each : TD_TRY(part.at("bands").list())) {
        bands.bands.push_back({TD_TRY(each.at("at-least").amount()), TD_TRY(each.at("points").points())});
        auto const count = bands.bands.size();
        if (count > 1 && bands.bands[count - 1].at_least <= bands.bands[count - 2].at_least) return each.wrong("band-order");
    }
    if (bands.bands.empty()) return part.at("bands").wrong("list");
    return bands;
}

Result<Measure> read_measure(Part const& part)
{
    if (!part.exists()) return Measure{Judged{}};
    auto const kind = TD_TRY(part.at("kind").text());
    if (kind == "judged") return Measure{Judged{}};
    if (kind == "linear") return Measure{Linear{TD_TRY(part.at("from").amount()), TD_TRY(part.at("to").amount())}};
    if (kind == "bands") return Measure{TD_TRY(read_bands(part))};
    if (kind == "all-or-nothing")
        return Measure{AllOrNothing{TD_TRY(part.at("at-least").amount()), TD_TRY(part.at("excludes").yes())}};
    if (kind == "count") return Measure{Count{TD_TRY(part.at("each").points())}};
    if (kind == "per-hundred") return Measure{PerHundred{TD_TRY(part.at("each").points())}};
    if (kind == "loss") return Measure{Loss{TD_TRY(part.at("each").points())}};
    return part.at("kind").wrong("measure");
}

Result<Criterion> read_criterion(Part const& part)
{
    Criterion criterion;
    criterion.code = TD_TRY(part.at("code").text());
    criterion.name = TD_TRY(part.at("name").text_or(criterion.code));
    criterion.maximum = TD_TRY(part.at("max").points());
    criterion.measure = TD_TRY(read_measure(part.at("measure")));
    if (auto const* bands = std::get_if<Bands>(&criterion.measure)) {
        for (auto const& band : bands->bands) {
            if (band.points > criterion.maximum) return part.at("measure").wrong("above-max");
        }
    }
    criterion.source = TD_TRY(part.at("source").text_or(""));
    criterion.computed = !criterion.source.empty() || TD_TRY(part.at("computed").yes());
    criterion.note = TD_TRY(part.at("note").text_or(""));
    return criterion;
}

Result<GroupKind> read_kind(Part const& part)
{
    auto const kind = TD_TRY(part.text_or("task"));
    if (kind == "task") return GroupKind::Task;
    if (kind == "bonus") return GroupKind::Bonus;
    if (kind == "penalty") return GroupKind::Penalty;
    return part.wrong("group-kind");
}

// Whether a formula can name it.
bool is_name(std::string const& code)
{
    auto const formula = Formula::read(code);
    return formula && formula->names() == std::vector{code};
}

Result<Group> read_group(Part const& part, std::set<std::string>& codes)
{
    Group group;
    group.code = TD_TRY(part.at("code").text());
    if (!is_name(group.code)) return part.at("code").wrong("group-code");
    group.name = TD_TRY(part.at("name").text_or(group.code));
    group.kind = TD_TRY(read_kind(part.at("kind")));
    Amount sum = 0;
    for (auto const& each : TD_TRY(part.at("criteria").list())) {
        group.criteria.push_back(TD_TRY(read_criterion(each)));
        if (!codes.insert(group.criteria.back().code).second) return each.at("code").wrong("twice");
        sum += group.criteria.back().maximum;
    }
    group.maximum = part.at("max").exists() ? TD_TRY(part.at("max").points()) : sum;
    return group;
}

Result<Formula> read_formula(Part const& part, std::vector<Group> const& groups)
{
    // Without one: everything added, penalties taken away.
    std::string sum = "0";
    std::set<std::string> known;
    for (auto const& group : groups) {
        sum += (group.kind == GroupKind::Penalty ? " - " : " + ") + group.code;
        known.insert(group.code);
    }
    auto formula = Formula::read(TD_TRY(part.text_or(sum)));
    if (!formula) return formula.error();
    for (auto const& name : formula->names()) {
        if (!known.contains(name)) return bad_input("scoring.formula.no-group", {{"name", name}});
    }
    return formula;
}

Result<Scale> scale_of(Part const& part)
{
    Scale scale;
    scale.name = TD_TRY(part.at("name").text_or("scale"));
    scale.decimals = static_cast<int>(TD_TRY(part.at("decimals").whole_or(2, 0, 4)));
    std::set<std::string> groups, criteria;
    for (auto const& each : TD_TRY(part.at("groups").list())) {
        scale.groups.push_back(TD_TRY(read_group(each, criteria)));
        if (!groups.insert(scale.groups.back().code).second) return each.at("code").wrong("twice");
    }
    auto const cross = part.at("cross");
    scale.cross.trimmed = static_cast<int>(TD_TRY(cross.at("trimmed").whole_or(0, 0, 10)));
    scale.cross.outlier = TD_TRY(cross.at("outlier").amount_or(kMostPoints));
    scale.formula = TD_TRY(read_formula(part.at("formula"), scale.groups));
    if (!part.at("ties").exists()) return scale;
    for (auto const& each : TD_TRY(part.at("ties").list())) {
        scale.ties.push_back(TD_TRY(each.text()));
        if (scale.ties.back() != "vote" && !groups.contains(scale.ties.back())) return each.wrong("tie");
    }
    return scale;
}

Result<Entries> read_entries(Part const& part)
{
    Entries entries;
    for (auto const& [code, each] : TD_TRY(part.members())) {
        Entry entry;
        if (each.at("value").exists()) entry.value = TD_TRY(each.at("value").amount());
        if (each.at("points").exists()) entry.points = TD_TRY(each.at("points").amount());
        entry.not_applicable = TD_TRY(each.at("not-applicable").yes());
        entry.reason = TD_TRY(each.at("reason").text_or(""));
        entries.emplace(code, std::move(entry));
    }
    return entries;
}

Result<Sheet> read_sheet(Part const& part)
{
    Sheet sheet;
    sheet.unit = TD_TRY(part.at("unit").text());
    sheet.people = TD_TRY(part.at("people").whole_or(0, 0, 10'000'000));
    sheet.self = TD_TRY(read_entries(part.at("self")));
    sheet.block = TD_TRY(read_entries(part.at("block")));
    sheet.verified = TD_TRY(read_entries(part.at("verified")));
    for (auto const& [scorer, each] : TD_TRY(part.at("cross").members())) {
        if (scorer == sheet.unit) return each.wrong("own-cross-score");
        sheet.cross.emplace(scorer, TD_TRY(read_entries(each)));
    }
    if (part.at("votes").exists()) sheet.votes = TD_TRY(part.at("votes").whole_or(0, 0, 1'000'000));
    return sheet;
}

}  // namespace

Result<Scale> read_scale(json::value const& document) { return scale_of({&document, ""}); }

Result<Box> read_box(json::value const& document)
{
    Part const whole{&document, ""};
    Box box{TD_TRY(scale_of(whole.at("scale"))), {}};
    std::set<std::string> units;
    for (auto const& each : TD_TRY(whole.at("units").list())) {
        box.sheets.push_back(TD_TRY(read_sheet(each)));
        if (!units.insert(box.sheets.back().unit).second) return each.at("unit").wrong("twice");
    }
    return box;
}

}  // namespace thidua::scoring
