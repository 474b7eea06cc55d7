#include "block/scale_body.h"

#include "base/text.h"
#include "block/figures.h"
#include "block/typed.h"

#include <boost/json.hpp>

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

namespace json = boost::json;

// Puts typed numbers into an object, collecting what is none.
class Writer {
public:
    explicit Writer(json::object& object) : object_(object) {}

    void number(std::string_view name, std::string const& text, std::string field)
    {
        auto const amount = parse_typed(tidy(text));
        if (!amount) return problem("block.error.number", std::move(field));
        object_[name] = scoring::to_text(*amount);
    }
    void points(std::string_view name, std::string const& text, std::string field)
    {
        auto const amount = parse_typed(tidy(text));
        if (!amount || *amount < 0) return problem("block.error.points", std::move(field));
        object_[name] = scoring::to_text(*amount);
    }
    void maybe_points(std::string_view name, std::string const& text, std::string field)
    {
        if (tidy(text).empty())
            object_.erase(name);
        else
            points(name, text, std::move(field));
    }
    void whole(std::string_view name, std::string const& text, int most, std::string field)
    {
        auto const amount = parse_typed(tidy(text));
        if (!amount || *amount < 0 || *amount > most * scoring::kOne ||
            *amount % scoring::kOne != 0) {
            error_.problems.push_back(
                {"block.error.whole", {{"most", std::to_string(most)}}, std::move(field)});
            return;
        }
        object_[name] = *amount / scoring::kOne;
    }
    void maybe_text(std::string_view name, std::string const& value, std::string field)
    {
        if (tidy(value).empty())
            object_.erase(name);
        else
            text(name, value, std::move(field));
    }
    void text(std::string_view name, std::string const& value, std::string field)
    {
        auto const tidied = tidy(value);
        if (tidied.empty()) return problem("error.required", std::move(field));
        if (is_garbled(tidied)) return problem("error.garbled", std::move(field));
        object_[name] = tidied;
    }
    void problem(std::string key, std::string field)
    {
        error_.problems.push_back({std::move(key), {}, std::move(field)});
    }
    Result<void> check() const
    {
        if (!error_.problems.empty()) return error_;
        return {};
    }

private:
    json::object& object_;
    Error error_;
};

json::array& groups_of(json::object& body)
{
    auto& groups = body["groups"];
    if (!groups.is_array()) groups = json::array{};
    return groups.get_array();
}

json::array& criteria_of(json::object& group)
{
    auto& criteria = group["criteria"];
    if (!criteria.is_array()) criteria = json::array{};
    return criteria.get_array();
}

json::value* with_code(json::array& list, std::string_view code)
{
    auto const found = std::find_if(list.begin(), list.end(), [&](json::value const& each) {
        return each.is_object() && each.get_object().contains("code") &&
               each.at("code") == json::value(code);
    });
    return found == list.end() ? nullptr : &*found;
}

// A code that addresses and form fields can carry.
bool is_code(std::string const& code)
{
    constexpr std::size_t kLongest = 16;
    return !code.empty() && code.size() <= kLongest &&
           std::all_of(code.begin(), code.end(), [](unsigned char c) {
               return std::isalnum(c) != 0 || c == '.' || c == '-' || c == '_';
           });
}

// A code that formulas can name.
bool is_group_code(std::string const& code)
{
    auto const formula = scoring::Formula::read(code);
    return is_code(code) && formula && formula->names() == std::vector{code};
}

// One "at least: points" a line, from low to high, none above the criterion's maximum.
Result<json::array> read_bands(std::string const& text, scoring::Amount maximum)
{
    json::array bands;
    std::optional<scoring::Amount> last;
    for (auto const line : split(text, '\n')) {
        if (trim(line).empty()) continue;
        auto const colon = line.find(':');
        if (colon == std::string_view::npos) return bad_input("block.error.bands", {}, "bands");
        auto const at_least = parse_typed(trim(line.substr(0, colon)));
        auto const points = parse_typed(trim(line.substr(colon + 1)));
        if (!at_least || !points || *points < 0) return bad_input("block.error.bands", {}, "bands");
        if (last && *at_least <= *last) return bad_input("block.error.band-order", {}, "bands");
        if (*points > maximum)
            return bad_input("block.error.above-max", {{"max", typed(maximum)}}, "bands");
        last = at_least;
        bands.push_back(json::object{{"at-least", scoring::to_text(*at_least)},
                                     {"points", scoring::to_text(*points)}});
    }
    if (bands.empty()) return bad_input("block.error.bands", {}, "bands");
    return bands;
}

Result<json::object> measure_of(PutCriterion const& command)
{
    json::object measure{{"kind", command.measure}};
    Writer writer{measure};
    if (command.measure == "linear") {
        writer.number("from", command.from, "from");
        writer.number("to", command.to, "to");
    } else if (command.measure == "bands") {
        auto const maximum = parse_typed(tidy(command.maximum)).value_or(0);
        measure["bands"] = TD_TRY(read_bands(command.bands, maximum));
    } else if (command.measure == "all-or-nothing") {
        writer.number("at-least", command.at_least, "at_least");
        measure["excludes"] = command.excludes;
    } else if (command.measure == "count" || command.measure == "per-hundred" ||
               command.measure == "loss") {
        writer.points("each", command.each, "each");
    } else if (command.measure != "judged") {
        return bad_input("error.choice", {}, "measure");
    }
    TD_CHECK(writer.check());
    return measure;
}

// What is wrong with a formula, at its field; "" is none.
Result<void> check_formula(json::object& body, std::string const& text)
{
    if (text.empty()) return {};
    auto const formula = scoring::Formula::read(text);
    if (!formula) {
        auto error = formula.error();
        for (auto& problem : error.problems) problem.field = "formula";
        return error;
    }
    for (auto const& name : formula->names()) {
        if (with_code(groups_of(body), name) == nullptr)
            return bad_input("scoring.formula.no-group", {{"name", name}}, "formula");
    }
    return {};
}

json::array ties_of(std::string const& typed)
{
    std::string parted = typed;
    for (auto& c : parted) c = c == ';' || c == ',' ? ' ' : c;
    json::array ties;
    for (auto const tie : split(parted, ' ')) {
        if (!tie.empty()) ties.push_back(json::value(tie));
    }
    return ties;
}

}  // namespace

Result<void> set_rules(json::object& body, EditScale const& command)
{
    constexpr int kMostDecimals = 4, kMostTrimmed = 10;
    Writer writer{body};
    writer.whole("decimals", command.decimals, kMostDecimals, "decimals");
    json::object cross;
    Writer cross_writer{cross};
    if (!tidy(command.trimmed).empty())
        cross_writer.whole("trimmed", command.trimmed, kMostTrimmed, "trimmed");
    cross_writer.maybe_points("outlier", command.outlier, "outlier");
    TD_CHECK(writer.check());
    TD_CHECK(cross_writer.check());
    auto const formula = tidy(command.formula);
    TD_CHECK(check_formula(body, formula));
    if (formula.empty())
        body.erase("formula");
    else
        body["formula"] = formula;
    auto ties = ties_of(command.ties);
    for (auto const& tie : ties) {
        auto const code = std::string{tie.as_string()};
        if (code != "vote" && with_code(groups_of(body), code) == nullptr)
            return bad_input("block.error.tie", {{"code", code}}, "ties");
        if (std::count(ties.begin(), ties.end(), tie) > 1)
            return bad_input("block.error.tie-twice", {{"code", code}}, "ties");
    }
    body["ties"] = std::move(ties);
    body["cross"] = std::move(cross);
    return {};
}

Result<void> set_group(json::object& body, PutGroup const& command)
{
    auto& groups = groups_of(body);
    json::object group{{"criteria", json::array{}}};
    auto* const old = with_code(groups, command.old_code);
    if (!command.old_code.empty() && old == nullptr) return not_found();
    if (old != nullptr) group = old->get_object();
    Writer writer{group};
    if (!is_group_code(command.code)) return bad_input("block.error.group-code", {}, "code");
    auto* const same = with_code(groups, command.code);
    if (same != nullptr && same != old) return bad_input("block.error.code-taken", {}, "code");
    group["code"] = command.code;
    writer.text("name", command.name, "name");
    writer.maybe_points("max", command.maximum, "max");
    TD_CHECK(writer.check());
    group["kind"] = command.kind;
    if (old != nullptr)
        *old = std::move(group);
    else
        groups.push_back(std::move(group));
    return {};
}

Result<void> set_criterion(json::object& body, PutCriterion const& command)
{
    auto* const group = with_code(groups_of(body), command.group);
    if (group == nullptr) return not_found();
    auto& criteria = criteria_of(group->get_object());
    auto* const old = with_code(criteria, command.old_code);
    if (!command.old_code.empty() && old == nullptr) return not_found();
    if (!is_code(command.code)) return bad_input("block.error.code", {}, "code");
    for (auto& other : groups_of(body)) {
        auto* const same = with_code(criteria_of(other.get_object()), command.code);
        if (same != nullptr && same != old) return bad_input("block.error.code-taken", {}, "code");
    }
    if (!command.source.empty() && !is_source(command.source))
        return bad_input("error.choice", {}, "source");
    json::object criterion{{"code", command.code}};
    Writer writer{criterion};
    writer.text("name", command.name, "name");
    writer.points("max", command.maximum, "max");
    writer.maybe_text("note", command.note, "note");
    TD_CHECK(writer.check());
    criterion["measure"] = TD_TRY(measure_of(command));
    if (!command.source.empty()) criterion["source"] = command.source;
    if (old != nullptr)
        *old = std::move(criterion);
    else
        criteria.push_back(std::move(criterion));
    return {};
}

namespace {

// The list a part stands in, and where; nothing where there is no such part.
struct Place {
    json::array* list = nullptr;
    std::size_t index = 0;
};
std::optional<Place> place_of(json::object& body,
                              std::string_view group,
                              std::string_view criterion)
{
    auto& groups = groups_of(body);
    auto* const found = with_code(groups, group);
    if (found == nullptr) return std::nullopt;
    auto& list = criterion.empty() ? groups : criteria_of(found->get_object());
    auto* const part = criterion.empty() ? found : with_code(list, criterion);
    if (part == nullptr) return std::nullopt;
    return Place{&list, static_cast<std::size_t>(part - list.data())};
}

}  // namespace

bool remove_part(json::object& body, std::string_view group, std::string_view criterion)
{
    auto const place = place_of(body, group, criterion);
    if (!place) return false;
    place->list->erase(place->list->begin() + static_cast<std::ptrdiff_t>(place->index));
    return true;
}

bool move_part(json::object& body, std::string_view group, std::string_view criterion, bool up)
{
    auto const place = place_of(body, group, criterion);
    if (!place) return false;
    bool const at_end = up ? place->index == 0 : place->index + 1 == place->list->size();
    if (!at_end) (*place->list)[place->index].swap((*place->list)[place->index + (up ? -1 : 1)]);
    return true;
}

bool has_criterion(json::object& body, std::string_view code)
{
    return std::ranges::any_of(groups_of(body), [&](json::value& group) {
        return with_code(criteria_of(group.get_object()), code) != nullptr;
    });
}

std::span<std::string_view const> measure_codes()
{
    static constexpr std::array<std::string_view, 7> kMeasures{
        "judged", "linear", "bands", "all-or-nothing", "count", "per-hundred", "loss"};
    return kMeasures;
}

}  // namespace thidua::block
