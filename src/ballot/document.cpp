#include "ballot/document.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::ballot {
namespace {

namespace json = boost::json;

Error wrong(std::string const& key, std::string const& place) { return bad_input("ballot.document." + key, {{"place", place}}); }

json::value const* member(json::value const& in, std::string_view name)
{
    auto const* object = in.if_object();
    return object == nullptr ? nullptr : object->if_contains(name);
}

thidua::Result<std::int64_t> whole(json::value const* value, std::string const& place, std::int64_t least, std::int64_t most)
{
    if (value == nullptr || !value->is_int64() || value->get_int64() < least || value->get_int64() > most) return wrong("whole", place);
    return value->get_int64();
}

thidua::Result<json::array const*> list(json::value const* value, std::string const& place)
{
    if (value == nullptr || !value->is_array()) return wrong("list", place);
    return &value->get_array();
}

thidua::Result<Share> read_share(json::value const& value, std::string const& place)
{
    Share share;
    share.numerator = TD_TRY(whole(member(value, "numerator"), place + ".numerator", 0, 1'000'000));
    share.denominator =
        TD_TRY(whole(member(value, "denominator"), place + ".denominator", 1, 1'000'000));
    if (auto const* more = member(value, "more-than")) {
        if (!more->is_bool()) return wrong("yes", place + ".more-than");
        share.more_than = more->get_bool();
    }
    return share;
}

json::object share_document(Share const& share)
{
    return {{"numerator", share.numerator},
            {"denominator", share.denominator},
            {"more-than", share.more_than}};
}

thidua::Result<Rules> read_rules(json::value const* value)
{
    if (value == nullptr || !value->is_object()) return wrong("object", "rules");
    Rules rules;
    rules.roll = TD_TRY(whole(member(*value, "roll"), "rules.roll", 1, 10'000'000));
    if (auto const* method = member(*value, "method")) {
        if (*method != "yes-no" && *method != "choose") return wrong("method", "rules.method");
        rules.method = *method == "choose" ? Method::Choose : Method::YesNo;
    }
    if (rules.method == Method::Choose) rules.at_most = static_cast<int>(TD_TRY(whole(member(*value, "at-most"), "rules.at-most", 1, 100'000)));
    rules.share = {1, 2, true};
    if (auto const* share = member(*value, "share"))
        rules.share = TD_TRY(read_share(*share, "rules.share"));
    if (auto const* seats = member(*value, "seats")) rules.seats = static_cast<int>(TD_TRY(whole(seats, "rules.seats", 0, 100'000)));
    return rules;
}

thidua::Result<Choice> read_choice(json::value const& value, std::string const& place)
{
    if (value.is_null()) return Choice::None;
    if (value == "yes") return Choice::For;
    if (value == "no") return Choice::Against;
    return wrong("choice", place);
}

json::value value_of(Choice choice)
{
    switch (choice) {
    case Choice::None: return nullptr;
    case Choice::For: return "yes";
    case Choice::Against: return "no";
    }
    return nullptr;
}

thidua::Result<void> add_ballot(json::value const& ballot, std::string const& place, BallotBox& box)
{
    auto const* said = ballot.if_object();
    if (said == nullptr) return wrong("object", place);
    std::vector<Choice> choices(box.lines.size(), Choice::None);
    std::int64_t marked = 0;
    for (auto const& [code, value] : *said) {
        auto const way = place + "." + std::string(code);
        auto const line = std::find_if(box.lines.begin(), box.lines.end(), [&code = code](Line const& each) { return each.code == code; });
        if (line == box.lines.end()) return wrong("no-line", way);
        auto const choice = TD_TRY(read_choice(value, way));
        marked += choice == Choice::For ? 1 : 0;
        choices[static_cast<std::size_t>(line - box.lines.begin())] = choice;
    }
    if (box.rules.method == Method::Choose && marked > box.rules.at_most) {
        ++box.spoilt;
        choices.assign(choices.size(), Choice::None);
    }
    for (std::size_t i = 0; i < choices.size(); ++i) box.lines[i].choices.push_back(choices[i]);
    return {};
}

thidua::Result<void> read_lines(json::value const* value, BallotBox& box)
{
    std::set<std::string> codes;
    for (auto const& each : *TD_TRY(list(value, "lines"))) {
        auto const place = "lines[" + std::to_string(box.lines.size()) + "]";
        auto const* code = each.is_string() ? &each : member(each, "code");
        if (code == nullptr || !code->is_string() || code->get_string().empty()) return wrong("text", place);
        Line line{std::string(code->get_string()), {}};
        if (auto const* share = member(each, "share"))
            line.share = TD_TRY(read_share(*share, place + ".share"));
        if (!codes.insert(line.code).second) return wrong("twice", place);
        if (auto const* choices = each.is_string() ? nullptr : member(each, "choices")) {
            for (auto const& choice : *TD_TRY(list(choices, place + ".choices")))
                line.choices.push_back(TD_TRY(read_choice(choice, place + ".choices[" + std::to_string(line.choices.size()) + "]")));
        }
        box.lines.push_back(std::move(line));
    }
    return {};
}

}  // namespace

thidua::Result<BallotBox> read_ballot_box(json::value const& document)
{
    BallotBox box;
    box.rules = TD_TRY(read_rules(member(document, "rules")));
    TD_CHECK(read_lines(member(document, "lines"), box));
    auto const* ballots = member(document, "ballots");
    if (ballots == nullptr) return box;
    for (auto const& line : box.lines) {
        if (!line.choices.empty()) return wrong("both", "ballots");
    }
    std::size_t number = 0;
    for (auto const& ballot : *TD_TRY(list(ballots, "ballots"))) TD_CHECK(add_ballot(ballot, "ballots[" + std::to_string(number++) + "]", box));
    return box;
}

json::object box_document(BallotBox const& box)
{
    auto const& rules = box.rules;
    json::object stated{{"roll", rules.roll}, {"method", rules.method == Method::Choose ? "choose" : "yes-no"}};
    if (rules.method == Method::Choose) stated["at-most"] = rules.at_most;
    stated["share"] = share_document(rules.share);
    if (rules.seats) stated["seats"] = *rules.seats;
    json::array lines;
    for (auto const& line : box.lines) {
        json::array choices;
        for (auto const choice : line.choices) choices.push_back(value_of(choice));
        json::object one{{"code", line.code}, {"choices", std::move(choices)}};
        if (line.share) one["share"] = share_document(*line.share);
        lines.push_back(std::move(one));
    }
    return {{"rules", std::move(stated)}, {"lines", std::move(lines)}};
}

thidua::Result<json::object> tally_document(BallotBox const& box)
{
    auto const result = TD_TRY(tally(box.rules, box.lines));
    json::array lines;
    for (auto const& each : result.lines) {
        lines.push_back(json::object{{"line", each.code}, {"needed", each.needed}, {"for", each.in_favour}, {"against", each.against}, {"neither", each.neither},
                                     {"not_cast", result.roll - result.cast}, {"place", each.place}, {"reached", each.reached},
                                     {"passed", each.passed}, {"tied", each.tied}});
    }
    auto const needed = box.rules.share.needed(result.roll);
    return json::object{{"roll", result.roll}, {"cast", result.cast}, {"spoilt", box.spoilt}, {"needed", needed}, {"lines", std::move(lines)}};
}

}  // namespace thidua::ballot
