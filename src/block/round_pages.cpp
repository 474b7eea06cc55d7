// Score rounds: the list, opening one, its page with the next step.
#include "block/documents.h"
#include "block/pages.h"
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

std::string page_of(Round const& round) { return "/scoring/" + round.ref; }

std::int64_t version_in(Context const& ctx) { return ctx.form().integer("version").value_or(0); }

int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
}

json::array years_of(storage::Transaction& tx, int shown, int this_year)
{
    std::vector<int> years{this_year + 1, this_year, shown};
    for (auto rows = tx.query("SELECT DISTINCT year FROM score_round ORDER BY year"); rows.next();)
        years.push_back(static_cast<int>(rows.integer(0)));
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
    struct Row {
        std::int64_t id;
        json::object document;
    };
    std::vector<Row> all;
    auto rows = tx.query("SELECT id, ref, name FROM block ORDER BY name_key");
    while (rows.next())
        all.push_back({rows.integer(0), {{"ref", rows.text(1)}, {"name", rows.text(2)}}});
    json::array list;
    for (auto& row : all) {
        bool const leads = lead_of(actor, members_of(tx, row.id, year)).any();
        if (leads || actor.may(Permission::PlanYear, owner_path(tx, row.id)))
            list.push_back(std::move(row.document));
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
        return http::done(page_of(round), "block.round.opened", round_document(round));
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

// The last day the office's programme gives the stage a step opens; null where it says none.
json::value planned_day(storage::Transaction& tx, Round const& round, State stage)
{
    using programme::WindowKind;
    if (stage != State::Self && stage != State::Cross) return nullptr;
    auto const kind = stage == State::Self ? WindowKind::SelfScore : WindowKind::CrossScore;
    auto const window = programme::find_block_window(tx, kind, round.year, round.block_id);
    return window ? json::value(to_iso(window->last_day)) : json::value(nullptr);
}

json::array steps_for(storage::Transaction& tx, access::Actor const& actor, Round const& round)
{
    json::array list;
    for (auto const& each : transitions()) {
        if (!may_take(actor, round, each)) continue;
        list.push_back(json::object{{"step", each.step},
                                    {"wants_day", each.wants_day},
                                    {"day", planned_day(tx, round, each.to)},
                                    {"wants_reason", each.wants_reason},
                                    {"final", each.to >= State::Decided}});
    }
    return list;
}

json::array step_history(storage::Transaction& tx, Round const& round)
{
    json::array list;
    auto rows = tx.query(
        "SELECT step, to_state, closes_on, reason, by_name, at FROM score_step "
        "WHERE round_id = ?1 ORDER BY id",
        {round.id});
    while (rows.next()) {
        list.push_back(json::object{
            {"step", rows.text(0)},
            {"state", rows.text(1)},
            {"closes_on", rows.is_null(2) ? json::value(nullptr) : json::value(rows.text(2))},
            {"reason", rows.text(3)},
            {"by", rows.text(4)},
            {"at", to_iso(Instant{rows.integer(5)})}});
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
    row["own"] = own;
    row["opens"] = sees_column(round, sight, sheet.unit.unit_id, scoring::Column::Self, false);
    bool const knows = own || sight.works();
    row["knows"] = knows;
    row["sent_at"] = knows && sheet.sent_at ? json::value(to_iso(Instant{*sheet.sent_at}))
                                            : json::value(nullptr);
    json::array scorers;
    std::string names;
    if (sight.works()) {
        for (auto const& scorer : scorers_of(tx, round, sheet.id)) {
            auto document = member_document(scorer.unit);
            document["sent"] = scorer.sent_at.has_value();
            names += (names.empty() ? "" : ", ") + scorer.unit.code;
            scorers.push_back(std::move(document));
        }
    }
    row["scorers"] = std::move(scorers);
    row["scorer_codes"] = names;
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
                              {"steps", steps_for(tx, ctx.actor, *round)},
                              {"history", step_history(tx, *round)},
                              {"units", std::move(units)},
                              {"works", sight.works()},
                              {"sent", sight.works() ? json::value(sent) : json::value(nullptr)},
                              {"total", known},
                              {"tasks", tasks_document(tx, ctx.actor, *round)},
                              {"sees_ranking", sees_ranking(*round, sight)}};
        bool const window = round->closes_on && round->state < State::Meeting;
        document["may_extend"] = leads && window;
        document["may_assign"] =
            leads && round->state <= State::Self && round->crossing == "assigned";
        document["may_edit"] = leads && round->state == State::Draft;
        document["values"] = json::object{};
        return http::page("block/round", "block.round.one", std::move(document), crumbs());
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
        return http::done(page_of(round), "block.stepped." + command.step, round_document(round));
    });
}

Result<Answer> post_extend(Context& ctx)
{
    ExtendStage const command{
        ctx.param("ref"), ctx.form().text("closes_on"), ctx.form().text("reason"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(extend_stage(act, command));
        return http::done(page_of(round), "block.round.extended", round_document(round));
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
        auto trail = crumbs();
        trail.push_back({page_of(*round), "", round->block_name + " " + round->year_text()});
        return http::page("block/scorers",
                          "block.round.scorers",
                          {{"round", round_document(*round)},
                           {"unit", member_document(sheet->unit)},
                           {"name", sheet->unit.name},
                           {"others", std::move(others)},
                           {"values", {{"scorers", std::move(chosen)}}}},
                          std::move(trail));
    });
}

Result<Answer> post_scorers(Context& ctx)
{
    AssignScorers const command{
        ctx.param("ref"), ctx.param("unit"), ctx.form().all("scorers"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const round = TD_TRY(assign_scorers(act, command));
        return http::done(page_of(round), "block.round.assigned", round_document(round));
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
    routes.post(one + "/step", door, post_step).form(one);
    routes.post(one + "/extend", door, post_extend).form(one);
    routes.get(one + "/units/{unit}/scorers", door, "block.round.scorers", show_scorers);
    routes.post(one + "/units/{unit}/scorers", door, post_scorers)
        .form(one + "/units/{unit}/scorers");
}

}  // namespace thidua::block
