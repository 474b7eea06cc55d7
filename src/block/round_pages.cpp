// Score rounds: the list, opening one, its page with the next step.
#include "block/documents.h"
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/round_store.h"
#include "block/sight.h"
#include "block/typed.h"
#include "programme/windows.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr int kFirstYear = 1945;

std::vector<http::Crumb> crumbs() { return {{"/scoring", "block.round.list"}}; }

int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
}

json::array years_of(storage::Transaction& tx, int shown, int this_year)
{
    auto years = years_with_rounds(tx);
    years.insert(years.end(), {this_year + 1, this_year, shown});
    std::sort(years.begin(), years.end(), std::greater<>{});
    years.erase(std::unique(years.begin(), years.end()), years.end());
    json::array list;
    for (auto const year : years)
        list.push_back(json::object{{"year", year}, {"current", year == shown}});
    return list;
}

std::vector<http::Column> columns()
{
    return {{"block", "block.round.block"},
            {"year_text", "block.round.year"},
            {"period", "block.round.period", "key:block.period."},
            {"state", "block.round.state", "key:block.state."},
            {"closes_on", "block.round.closes_on", "date"}};
}

Result<Answer> show_rounds(Context& ctx)
{
    auto const year = year_of(ctx);
    http::ListPage list{.columns = columns(), .page_size = 1000};
    json::array years;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& round : rounds_of(tx, ctx.actor, year))
            list.rows.push_back(round_document(round));
        years = years_of(tx, year, ctx.today().year());
    });
    list.total = std::ssize(list.rows);
    bool const opens = ctx.actor.may(Permission::LeadBlock) || ctx.actor.may(Permission::PlanYear);
    return http::page("block/rounds",
                      "block.round.list",
                      {{"year", year},
                       {"years", std::move(years)},
                       {"may_open", opens},
                       {"list", http::list_document(std::move(list))}});
}

// Blocks the actor may open a round of in the year.
json::array blocks_to_open(storage::Transaction& tx, access::Actor const& actor, int year)
{
    json::array list;
    for (auto const& block : all_blocks(tx)) {
        bool const leads = lead_of(actor, members_of(tx, block.id, year)).any();
        if (leads || actor.may(Permission::PlanYear, owner_path(tx, block.id)))
            list.push_back(json::object{{"ref", block.ref}, {"name", block.name}});
    }
    return list;
}

json::array adopted_scales(storage::Transaction& tx)
{
    json::array list;
    for (auto const& scale : scales(tx)) {
        if (scale.state == kAdopted) list.push_back(scale_document(scale));
    }
    return list;
}

Result<Answer> show_new(Context& ctx)
{
    auto const year = year_of(ctx);
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        return http::page("block/round-new",
                          "block.round.new",
                          {{"blocks", blocks_to_open(tx, ctx.actor, year)},
                           {"scales", adopted_scales(tx)},
                           {"values",
                            {{"year", year},
                             {"block", ctx.query().text("block")},
                             {"calendar", "calendar"},
                             {"period", "year"},
                             {"crossing", "assigned"},
                             {"threshold", "10"}}}},
                          crumbs());
    });
}

Result<Answer> post_new(Context& ctx)
{
    auto const& form = ctx.form();
    auto const year = form.integer("year").value_or(0);
    if (year < kFirstYear || year > ctx.today().year() + 1)
        return bad_input("error.year", {}, "year");
    OpenRound const command{form.text("block"),
                            static_cast<int>(year),
                            form.text("calendar"),
                            form.text("period"),
                            form.text("scale"),
                            form.text("crossing"),
                            form.text("threshold")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(open_round(act, command));
        return http::done(round_page(round.ref), "block.round.opened", round_document(round));
    });
}

json::array way_of(Round const& round)
{
    json::array list;
    for (int i = 0; i < kStateCount; ++i) {
        auto const state = static_cast<State>(i);
        list.push_back(json::object{{"state", name_of(state)}, {"current", state == round.state}});
    }
    return list;
}

// The last day the office's programme gives the stage a step opens; null where it says none that
// is still to come.
json::value planned_day(storage::Transaction& tx, Round const& round, State stage, Date today)
{
    using programme::WindowKind;
    if (stage != State::Self && stage != State::Cross) return nullptr;
    auto const kind = stage == State::Self ? WindowKind::SelfScore : WindowKind::CrossScore;
    auto const window = programme::find_block_window(tx, kind, round.year, round.block_id);
    bool const ahead = window && window->last_day >= today;
    return ahead ? json::value(to_iso(window->last_day)) : json::value(nullptr);
}

json::array steps_for(storage::Transaction& tx, Context const& ctx, Round const& round)
{
    json::array list;
    for (auto const& each : transitions()) {
        if (!may_take(ctx.actor, round, each)) continue;
        list.push_back(json::object{{"step", each.step},
                                    {"wants_day", each.wants_day},
                                    {"day", planned_day(tx, round, each.to, ctx.today())},
                                    {"wants_reason", each.wants_reason},
                                    {"final", each.to >= State::Decided}});
    }
    return list;
}

json::array step_history(storage::Transaction& tx, Round const& round)
{
    json::array list;
    for (auto const& step : steps_of(tx, round)) {
        list.push_back(json::object{
            {"step", step.step},
            {"state", step.state},
            {"closes_on", step.closes_on ? json::value(*step.closes_on) : json::value(nullptr)},
            {"reason", step.reason},
            {"by", step.by},
            {"at", to_iso(Instant{step.at})}});
    }
    return list;
}

// One row of the round's table: a unit, as far as the actor may see its sheet.
json::object unit_row(storage::Transaction& tx,
                      Round const& round,
                      Sight const& sight,
                      Sheet const& sheet)
{
    auto row = member_document(sheet.unit);
    bool const own = sight.owns(sheet.unit.unit_id);
    // Who works for every unit calls none of them their own.
    row["own"] = own && sight.own.size() < round.members.size();
    row["opens"] = sees_column(round, sight, sheet.unit.unit_id, scoring::Column::Self, false);
    bool const knows = own || sight.works();
    row["knows"] = knows;
    row["sent_at"] = knows && sheet.sent_at ? json::value(to_iso(Instant{*sheet.sent_at}))
                                            : json::value(nullptr);
    json::array scorers;
    int sent = 0;
    if (sight.works()) {
        for (auto const& scorer : scorers_of(tx, round, sheet.id)) {
            auto document = member_document(scorer.unit);
            document["sent"] = scorer.sent_at.has_value();
            if (scorer.sent_at) ++sent;
            scorers.push_back(std::move(document));
        }
    }
    row["scorer_count"] = std::ssize(scorers);
    row["scorers_sent"] = sent;
    row["crossed"] = round.state >= State::Cross && !scorers.empty();
    row["scorers"] = std::move(scorers);
    return row;
}

json::array tasks_document(storage::Transaction& tx, access::Actor const& actor, Round const& round)
{
    json::array list;
    if (round.state != State::Cross) return list;
    for (auto const& task : cross_tasks(tx, actor, round)) {
        list.push_back(json::object{{"unit", member_document(task.unit)},
                                    {"scorer", member_document(task.scorer)},
                                    {"sent", task.sent_at.has_value()}});
    }
    return list;
}

Result<Answer> show_round(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        if (!sees(*round, sight)) return not_found();
        json::array units;
        int sent = 0, known = 0;
        for (auto const& sheet : sheets_of(tx, *round)) {
            units.push_back(unit_row(tx, *round, sight, sheet));
            if (sheet.sent_at) ++sent;
            ++known;
        }
        bool const leads = sight.lead.any() || sight.planner;
        auto const scale = scale_by_id(tx, round->scale_id).value();
        json::object document{{"round", round_document(*round)},
                              {"block", round->block_name},
                              {"year", round->year_text()},
                              {"scale", scale_document(scale)},
                              {"way", way_of(*round)},
                              {"steps", steps_for(tx, ctx, *round)},
                              {"history", step_history(tx, *round)},
                              {"units", std::move(units)},
                              {"works", sight.works()},
                              {"sent", sight.works() ? json::value(sent) : json::value(nullptr)},
                              {"total", known},
                              {"tasks", tasks_document(tx, ctx.actor, *round)},
                              {"answers", answers_document(tx, *round, sight)},
                              {"sees_ranking", sees_ranking(*round, sight)}};
        bool const window = round->closes_on && round->state < State::Meeting;
        document["may_extend"] = leads && window;
        document["may_assign"] =
            leads && round->state <= State::Self && round->crossing == "assigned";
        document["may_edit"] = leads && changeable(round->state).any();
        document["values"] = json::object{};
        return http::page("block/round", "block.round.one", std::move(document), crumbs());
    });
}

// ---- the rules of a round

Result<Answer> show_edit(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        if (!sight.lead.any() && !sight.planner) return not_found();
        auto const open = changeable(round->state);
        auto const scale = scale_by_id(tx, round->scale_id).value();
        return http::page("block/round-edit",
                          "block.round.edit",
                          {{"round", round_document(*round)},
                           {"scale", scale_document(scale)},
                           {"scales", open.scale ? adopted_scales(tx) : json::array{}},
                           {"may_scale", open.scale},
                           {"may_crossing", open.crossing},
                           {"may_threshold", open.threshold},
                           {"values",
                            {{"scale", scale.ref},
                             {"crossing", round->crossing},
                             {"threshold", typed(round->threshold)}}}},
                          round_crumbs(*round));
    });
}

Result<Answer> post_edit(Context& ctx)
{
    auto const& form = ctx.form();
    EditRound const command{ctx.param("ref"),
                            form.text("scale"),
                            form.text("crossing"),
                            form.text("threshold"),
                            version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(edit_round(act, command));
        return http::done(round_page(round.ref), "block.round.edited", round_document(round));
    });
}

Result<Answer> post_step(Context& ctx)
{
    auto const& form = ctx.form();
    TakeStep const command{ctx.param("ref"),
                           form.text("step"),
                           form.text("closes_on"),
                           form.text("reason"),
                           version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(take_step(act, command));
        return http::done(
            round_page(round.ref), "block.stepped." + command.step, round_document(round));
    });
}

Result<Answer> post_extend(Context& ctx)
{
    ExtendStage const command{
        ctx.param("ref"), ctx.form().text("closes_on"), ctx.form().text("reason"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(extend_stage(act, command));
        return http::done(round_page(round.ref), "block.round.extended", round_document(round));
    });
}

// ---- who scores whom

Result<Answer> show_scorers(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const round = find_round(tx, ctx.param("ref"));
        if (!round) return not_found();
        auto const sight = sight_of(ctx.actor, *round);
        if (!sight.lead.any() && !sight.planner) return not_found();
        auto const sheet = find_sheet(tx, *round, ctx.param("unit"));
        if (!sheet) return not_found();
        json::array chosen, others;
        for (auto const& scorer : scorers_of(tx, *round, sheet->id))
            chosen.push_back(json::value(scorer.unit.code));
        for (auto const& member : round->members) {
            if (member.unit_id != sheet->unit.unit_id) others.push_back(member_document(member));
        }
        return http::page("block/scorers",
                          "block.round.scorers",
                          {{"round", round_document(*round)},
                           {"unit", member_document(sheet->unit)},
                           {"name", sheet->unit.name},
                           {"others", std::move(others)},
                           {"values", {{"scorers", std::move(chosen)}}}},
                          round_crumbs(*round));
    });
}

Result<Answer> post_scorers(Context& ctx)
{
    AssignScorers const command{
        ctx.param("ref"), ctx.param("unit"), ctx.form().all("scorers"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(assign_scorers(act, command));
        return http::done(round_page(round.ref), "block.round.assigned", round_document(round));
    });
}

}  // namespace

void add_round_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scoring/{ref}";
    routes.get("/scoring", door, "block.round.list", show_rounds);
    routes.get("/scoring/new", door, "block.round.new", show_new);
    routes.post("/scoring", door, post_new).form("/scoring/new");
    routes.get(one, door, "block.round.one", show_round);
    routes.get(one + "/edit", door, "block.round.edit", show_edit);
    routes.post(one + "/edit", door, post_edit).form(one + "/edit");
    routes.post(one + "/step", door, post_step).form(one);
    routes.post(one + "/extend", door, post_extend).form(one);
    routes.get(one + "/units/{unit}/scorers", door, "block.round.scorers", show_scorers);
    routes.post(one + "/units/{unit}/scorers", door, post_scorers)
        .form(one + "/units/{unit}/scorers");
}

}  // namespace thidua::block
