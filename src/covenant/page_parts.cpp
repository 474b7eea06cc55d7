#include "covenant/page_parts.h"

#include "base/text.h"
#include "covenant/figure.h"
#include "organisation/rows.h"
#include "programme/paper.h"

#include <map>

namespace thidua::covenant {

namespace {

json::value shown_plan(json::object const& holder)
{
    auto const& plan = holder.at("plan");
    if (plan.is_int64()) return json_figure(plan.get_int64());
    auto const& text = holder.at("plan_text").as_string();
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::object shown_target(json::object const& target, json::array const& parties, int number)
{
    json::object shown = target;
    shown["number"] = number;
    shown["weight"] = json_figure(target.at("weight").as_int64());
    shown["plan"] = shown_plan(target);
    bool const in_words = target.at("kind").as_string() == "text";
    std::map<std::string, json::value> plans;
    for (auto const& unit : target.at("units").as_array())
        plans[std::string{unit.at("unit").as_string()}] = shown_plan(unit.as_object());
    json::array cells;
    for (auto const& party : parties) {
        auto const found = plans.find(std::string{party.at("unit").as_string()});
        cells.push_back(json::object{
            {"plan", found == plans.end() ? json::value(nullptr) : found->second},
            {"as_block", found != plans.end() && in_words && found->second == shown.at("plan")},
            {"party", party.at("number")},
            {"party_name", party.at("name")}});
    }
    shown["cells"] = std::move(cells);
    return shown;
}

}  // namespace

json::object describe(Covenant const& covenant, access::Actor const& actor)
{
    using organisation::json_of;
    bool const drafts = may_draft(actor, covenant);
    return {{"ref", covenant.ref},
            {"block", covenant.block_name},
            {"block_ref", covenant.block_ref},
            {"year", covenant.year},
            {"shown_year", shown_year(covenant)},
            {"calendar", covenant.calendar},
            {"state", name_of(covenant.state)},
            {"theme", covenant.theme},
            {"place", covenant.place},
            {"signs_on", json_of(covenant.signs_on)},
            {"in_force", json_of(covenant.in_force)},
            {"amends_why", covenant.amends_why},
            {"mid_year_on", json_of(covenant.mid_year_on)},
            {"closed_on", json_of(covenant.closed_on)},
            {"version", covenant.version},
            {"amending", covenant.in_force && !covenant.amends_why.empty()},
            {"open", covenant.is_open()},
            {"may_draft", drafts},
            {"may_edit", drafts && covenant.is_open()}};
}

json::object shown_content(json::object const& content)
{
    json::object shown = content;
    json::array parties;
    for (auto const& each : content.at("parties").as_array()) {
        auto party = each.as_object();
        party["number"] = std::ssize(parties) + 1;
        parties.push_back(std::move(party));
    }
    json::array targets;
    for (auto const& target : content.at("targets").as_array()) {
        targets.push_back(
            shown_target(target.as_object(), parties, static_cast<int>(targets.size()) + 1));
    }
    std::string grounds;
    for (auto const& line : content.at("grounds").as_array())
        grounds += std::string{std::string_view{line.as_string()}} + "\n";
    shown["paper_grounds"] = programme::grounds_document(grounds);
    auto const year = content.at("year").as_int64();
    shown["shown_year"] = content.at("calendar").as_string() == "school"
                              ? std::to_string(year) + "-" + std::to_string(year + 1)
                              : std::to_string(year);
    shown["party_count"] = std::ssize(parties);
    shown["parties"] = std::move(parties);
    shown["targets"] = std::move(targets);
    return shown;
}

json::object shown_edition(Edition const& edition)
{
    using organisation::json_of;
    return {{"number", edition.number},
            {"hash", edition.hash},
            {"state", edition.state},
            {"reason", edition.reason},
            {"opened_by", edition.opened_by},
            {"opened_on", to_iso(edition.opened_on)},
            {"last_day", json_of(edition.last_day)},
            {"in_force_on", json_of(edition.in_force_on)},
            {"missing_why", edition.missing_why}};
}

std::vector<http::Crumb> crumbs_below(Covenant const& covenant)
{
    return {{"/covenants", "covenant.title"},
            {address(covenant.ref), "", covenant.block_name + ", " + shown_year(covenant)}};
}

std::string address(std::string const& ref, std::string_view page)
{
    auto at = "/covenants/" + http::percent_encode(ref);
    return page.empty() ? at : at + '/' + std::string{page};
}

Result<http::Answer> covenant_page(http::Context& ctx,
                                   std::string view,
                                   std::string title_key,
                                   Fill const& fill)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<http::Answer> {
        auto const covenant = find_covenant(tx, ctx.actor, ctx.param("ref"));
        if (!covenant) return not_found();
        json::object document{{"covenant", describe(*covenant, ctx.actor)},
                              {"tab", view.substr(view.find('/') + 1)},
                              {"block", covenant->block_name},
                              {"shown_year", shown_year(*covenant)}};
        TD_CHECK(fill(tx, *covenant, document));
        return http::page(
            std::move(view), std::move(title_key), std::move(document), crumbs_below(*covenant));
    });
}

Result<http::Answer> drafter_page(http::Context& ctx,
                                  std::string view,
                                  std::string title_key,
                                  Fill const& fill)
{
    return covenant_page(ctx,
                         std::move(view),
                         std::move(title_key),
                         [&](storage::Transaction& tx,
                             Covenant const& covenant,
                             json::object& document) -> Result<void> {
                             if (!may_draft(ctx.actor, covenant)) return denied();
                             return fill(tx, covenant, document);
                         });
}

Period period_asked(http::Context const& ctx, Covenant const& covenant)
{
    return period_named(ctx.query().text("period"))
        .value_or(covenant.mid_year_on ? Period::Year : Period::MidYear);
}

json::value shown_value(Plan const& plan)
{
    if (plan.number) return json_figure(plan.number);
    return organisation::json_text(plan.text);
}

std::string plan_text(Plan const& plan)
{
    return plan.number ? figure_text(*plan.number) : plan.text;
}

Plan plan_in(organisation::FormReader& form, std::string const& field, bool is_number)
{
    auto const text = form.text(field);
    if (!is_number) return {{}, text};
    if (text.empty()) return {};
    auto const figure = parse_figure(text);
    if (!figure) form.problem("covenant.error.figure", field, {{"value", text}});
    return {figure, ""};
}

json::object shown_annex(Annex const& annex)
{
    auto shown = json::parse(annex.content).as_object();
    for (auto& each : shown.at("targets").as_array()) {
        auto& target = each.as_object();
        target["plan"] = shown_plan(target);
    }
    shown["hash"] = annex.hash;
    return shown;
}

json::array annexes_in(storage::Transaction& tx, Edition const& edition)
{
    json::array annexes;
    for (auto const& party : parties_of(tx, edition)) {
        if (auto const annex = annex_of(tx, edition, party.unit_id))
            annexes.push_back(shown_annex(*annex));
    }
    return annexes;
}

std::string report_address(std::string const& ref, std::string const& unit, Period period)
{
    return address(ref, "report") + "?unit=" + http::percent_encode(unit) +
           "&period=" + std::string{name_of(period)};
}

std::string lines_in(http::Values const& form, std::string_view field)
{
    std::string text;
    auto const typed = form.lines(field);
    for (auto const line : split(typed, '\n')) {
        text += tidy(line);
        text += '\n';
    }
    while (!text.empty() && text.back() == '\n') text.pop_back();
    return text.substr(std::min(text.find_first_not_of('\n'), text.size()));
}

}  // namespace thidua::covenant
