#include "movement/documents.h"

#include "organisation/rows.h"
#include "programme/paper.h"

namespace thidua::movement {

using organisation::json_of;

namespace {

void add_text(json::object& document, Text const& text)
{
    document["kind"] = text.kind;
    document["name"] = text.name;
    document["theme"] = text.theme;
    document["motto"] = text.motto;
    document["grounds"] = text.grounds;
    document["aims"] = text.aims;
    document["contents"] = text.contents;
    document["criteria"] = text.criteria;
    document["subjects"] = text.subjects;
    document["awards"] = text.awards;
    document["plan"] = text.plan;
    document["budget"] = text.budget;
    document["level"] = text.level;
    document["reach"] = text.reach;
    document["starts_on"] = to_iso(text.starts_on);
    document["ends_on"] = to_iso(text.ends_on);
    document["interim_on"] = json_of(text.interim_on);
    document["final_on"] = json_of(text.final_on);
}

}  // namespace

json::array codes(std::span<std::string_view const> values)
{
    json::array array;
    for (auto const value : values) array.push_back(json::value(value));
    return array;
}

json::object unit_brief(organisation::Unit const& unit)
{
    return {{"code", unit.code}, {"name", unit.name}};
}

json::object describe(Movement const& movement)
{
    json::object document{{"ref", movement.ref},
                          {"code", movement.code},
                          {"state", name_of(movement.state)},
                          {"owner", unit_brief(movement.owner)},
                          {"term", movement.term()},
                          {"launched_on", json_of(movement.launched_on)},
                          {"paper_number", movement.paper.number},
                          {"paper_date", json_of(movement.paper.dated)},
                          {"paper_signer", movement.paper.signer},
                          {"version", movement.version}};
    add_text(document, movement.text);
    return document;
}

json::array describe(std::vector<Superior> const& superiors)
{
    json::array array;
    for (auto const& each : superiors)
        array.push_back(json::object{{"ref", each.ref}, {"code", each.code}, {"name", each.name}});
    return array;
}

json::array describe(std::vector<Link> const& links)
{
    json::array array;
    for (auto const& each : links) {
        array.push_back(json::object{{"ref", each.ref},
                                     {"kind", each.kind},
                                     {"name", each.name},
                                     {"number", each.number},
                                     {"dated", json_of(each.dated)},
                                     {"item", each.item},
                                     {"directive", each.directive_ref},
                                     {"position", each.position}});
    }
    return array;
}

json::array describe(std::vector<Opinion> const& opinions, Date today)
{
    json::array array;
    for (auto const& each : opinions) {
        array.push_back(json::object{
            {"unit", unit_brief(each.unit)},
            {"asked_on", to_iso(each.asked_on)},
            {"due_on", to_iso(each.due_on)},
            {"late", each.answer.empty() && each.due_on < today},
            {"answer", each.answer},
            {"text", each.text},
            {"answered_by", each.answered_by},
            {"answered_at",
             each.answered_at ? json::value(to_iso(*each.answered_at)) : json::value(nullptr)}});
    }
    return array;
}

json::array describe(std::vector<StepTaken> const& steps)
{
    json::array array;
    for (auto const& each : steps) {
        array.push_back(json::object{{"step", each.step},
                                     {"from", each.from},
                                     {"to", each.to},
                                     {"on", to_iso(each.on)},
                                     {"at", to_iso(each.at)},
                                     {"reason", each.reason},
                                     {"by", each.by}});
    }
    return array;
}

json::array describe(std::vector<Review> const& reviews)
{
    json::array array;
    for (auto const& each : reviews) {
        array.push_back(json::object{{"ref", each.ref},
                                     {"kind", each.kind},
                                     {"held_on", to_iso(each.held_on)},
                                     {"text", each.text},
                                     {"result", each.result},
                                     {"by", each.by}});
    }
    return array;
}

json::object paper_head(storage::Transaction& tx,
                        organisation::Unit const& issuer,
                        std::string const& number,
                        std::optional<Date> day)
{
    auto head = programme::paper_head(tx, issuer);
    head.number = number;
    head.dated = day;
    return programme::paper_document(tx, head);
}

json::array possible_steps(Movement const& movement, access::Actor const& actor)
{
    json::array array;
    for (auto const& each : steps_from(movement.state, movement.is_surge())) {
        if (!actor.may(each.permission, movement.owner.path)) continue;
        auto const& first =
            each.step == Step::Order ? movement.entered_by : movement.submitted_by;
        if (each.second_person && actor.name == first) continue;
        array.push_back(json::object{
            {"step", name_of(each.step)},
            {"ref", movement.ref},
            {"backwards", each.step == Step::Cancel || each.step == Step::Return}});
    }
    return array;
}

std::vector<http::Crumb> crumbs_to(Movement const& movement)
{
    return {{"/movements", "movement.title"},
            {"/movements/" + movement.ref, "", movement.code + ' ' + movement.text.name}};
}

}  // namespace thidua::movement
