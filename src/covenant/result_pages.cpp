// Results: the block's table and a chart of its units; one unit's form.
#include "base/text.h"
#include "covenant/corrections.h"
#include "covenant/evidence.h"
#include "covenant/figure.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "covenant/results.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;
using organisation::json_of;

json::object outcome_document(TargetResult const& result, Period period)
{
    auto const& outcome = result.at(period);
    return {{"value", shown_value(outcome.value)},
            {"reached", json_of(outcome.reached)},
            {"percent", json_figure(outcome.percent)},
            {"met", is_met(result, period)},
            {"behind", is_behind(result, period)},
            {"given", outcome.is_given()},
            {"note", outcome.note},
            {"late", outcome.late},
            {"by", outcome.by},
            {"on", json_of(outcome.on)},
            {"version", outcome.version}};
}

json::object row_of(TargetResult const& result, Period period)
{
    json::object row{{"target", result.target},
                     {"content", result.content},
                     {"measure", result.measure},
                     {"kind", result.kind},
                     {"better", result.better},
                     {"roll_up", result.roll_up},
                     {"source", result.source},
                     {"weight", json_figure(result.weight)},
                     {"plan", shown_value(result.plan)},
                     {"partial", result.partial}};
    row["outcome"] = outcome_document(result, period);
    row["mid_year"] = period == Period::Year
                          ? json::value(outcome_document(result, Period::MidYear))
                          : json::value(nullptr);
    return row;
}

// One unit's line of the overview; figures only where the reader may see them.
json::object unit_row(storage::Transaction& tx,
                      access::Actor const& actor,
                      Covenant const& covenant,
                      Member const& member,
                      Period period)
{
    json::object row{{"unit", member.code},
                     {"name", member.name},
                     {"seen", may_see(actor, covenant, member, period)},
                     {"reports", actor.may(Permission::WriteScores, member.path)}};
    if (!row.at("seen").as_bool()) return row;
    auto const results = results_of(tx, covenant, member.id);
    auto const counted = [&](auto const& holds) {
        return static_cast<std::int64_t>(std::count_if(results.begin(), results.end(), holds));
    };
    row["total"] = std::ssize(results);
    row["given"] = counted([&](TargetResult const& each) { return each.at(period).is_given(); });
    row["met"] = counted([&](TargetResult const& each) { return is_met(each, period); });
    row["behind"] = counted([&](TargetResult const& each) { return is_behind(each, period); });
    row["late"] = counted([&](TargetResult const& each) { return each.at(period).late; });
    row["percent"] = json_figure(mean_percent(results, period));
    return row;
}

// As many words as stand beside a bar.
std::string shortened(std::string const& name)
{
    constexpr std::size_t longest = 36;
    if (count_characters(name) <= longest) return name;
    std::string kept;
    for (auto const word : split(name, ' ')) {
        if (count_characters(kept) + count_characters(word) + 2 > longest) break;
        kept += (kept.empty() ? "" : " ") + std::string{word};
    }
    return kept + "…";
}

// Bars of the units' means, in the order of the table.
json::object chart_of(json::array const& units)
{
    constexpr int label_x = 262, bar_x = 270, widest = 380, step = 30, height = 18, margin = 8;
    json::array bars;
    int y = margin;
    for (auto const& unit : units) {
        auto const* percent = unit.as_object().if_contains("percent");
        if (percent == nullptr || percent->is_null()) continue;
        auto const value = percent->is_double() ? percent->get_double()
                                                : static_cast<double>(percent->get_int64());
        auto const width = static_cast<int>(value * widest / 100);
        auto const& name = unit.at("name").as_string();
        bars.push_back(json::object{{"short_name", shortened(std::string{name})},
                                    {"percent", *percent},
                                    {"y", y},
                                    {"text_y", y + height - 4},
                                    {"width", width},
                                    {"value_x", bar_x + width + 6},
                                    {"low", value < 50}});
        y += step;
    }
    return {{"bars", std::move(bars)},
            {"width", 720},
            {"height", y + margin},
            {"label_x", label_x},
            {"bar_x", bar_x},
            {"bar_height", height},
            {"half_x", bar_x + widest / 2},
            {"full_x", bar_x + widest}};
}

json::array period_tabs(Period shown)
{
    json::array tabs;
    for (auto const period : {Period::MidYear, Period::Year})
        tabs.push_back(json::object{{"period", name_of(period)}, {"current", period == shown}});
    return tabs;
}

Result<Answer> show_results(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/results",
        "covenant.results",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            auto const period = period_asked(ctx, covenant);
            document["period"] = name_of(period);
            document["periods"] = period_tabs(period);
            bool const gathered = oversees(ctx.actor, covenant) || is_shown(covenant, period);
            document["gathered"] = gathered;
            json::array rows;
            if (gathered) {
                for (auto const& result : block_results(tx, covenant))
                    rows.push_back(row_of(result, period));
            }
            document["rows"] = std::move(rows);
            json::array units;
            for (auto const& member : covenant.members) {
                auto row = unit_row(tx, ctx.actor, covenant, member, period);
                if (covenant.in_force && row.at("seen").as_bool()) units.push_back(std::move(row));
            }
            document["chart"] = gathered ? json::value(chart_of(units)) : json::value(nullptr);
            document["units"] = std::move(units);
            return {};
        });
}

Result<Member> unit_asked(Context& ctx, Covenant const& covenant, Period period)
{
    auto const* member = covenant.member(ctx.query().text("unit"));
    if (member == nullptr || !may_see(ctx.actor, covenant, *member, period)) return not_found();
    return *member;
}

// What the form last held: as typed when it is drawn again, else as it is kept.
std::string held(Context const& ctx, std::string const& field, std::string const& kept)
{
    return ctx.form().find(field) ? ctx.form().text(field) : kept;
}

void put_held(Context const& ctx, TargetResult const& result, Period period, json::object& row)
{
    auto const& outcome = result.at(period);
    auto const& value = outcome.value;
    auto const field = "value_" + result.target;
    auto const typed = held(ctx, field, value.number ? figure_text(*value.number) : value.text);
    auto const reached = outcome.reached ? (*outcome.reached ? "1" : "0") : "";
    row["field"] = field;
    row["typed"] = typed;
    row["problem"] = result.kind == "number" && !typed.empty() && !parse_figure(typed);
    row["reached_typed"] = held(ctx, "reached_" + result.target, reached);
    row["note_typed"] = held(ctx, "note_" + result.target, outcome.note);
}

json::array evidence_in(std::vector<Evidence> const& evidence)
{
    json::array rows;
    for (auto const& each : evidence) {
        auto row = files::document_of(each.file);
        row["withdrawn_on"] = json_of(each.withdrawn_on);
        row["withdrawn_by"] = each.withdrawn_by;
        row["withdrawn_why"] = each.withdrawn_why;
        rows.push_back(std::move(row));
    }
    return rows;
}

json::array corrections_in(std::vector<Correction> const& all, std::string_view target)
{
    json::array rows;
    for (auto const& each : all) {
        if (each.target != target) continue;
        rows.push_back(json::object{{"old", shown_value(each.old_value)},
                                    {"new", shown_value(each.new_value)},
                                    {"old_reached", json_of(each.old_reached)},
                                    {"new_reached", json_of(each.new_reached)},
                                    {"reason", each.reason},
                                    {"by", each.by},
                                    {"on", to_iso(each.on)}});
    }
    return rows;
}

Result<Answer> show_report(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/report",
        "covenant.report",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            auto const period = period_asked(ctx, covenant);
            auto const member = TD_TRY(unit_asked(ctx, covenant, period));
            bool const sees_files = may_open_evidence(ctx.actor, covenant, member);
            document["tab"] = "results";
            document["period"] = name_of(period);
            document["periods"] = period_tabs(period);
            document["unit"] = member.code;
            document["unit_name"] = member.name;
            document["may_report"] =
                ctx.actor.may(Permission::WriteScores, member.path) && !is_shown(covenant, period);
            document["may_correct"] =
                may_correct(ctx.actor, covenant) && is_shown(covenant, period);
            auto const corrections = corrections_of(tx, covenant, member.id, period);
            json::array rows;
            document["values"] = json::object{{"target", ""}};
            for (auto const& result : results_of(tx, covenant, member.id)) {
                auto row = row_of(result, period);
                put_held(ctx, result, period, row);
                if (sees_files) {
                    row["evidence"] = evidence_in(
                        evidence_of(tx, ctx.actor, covenant, member, period, result.target));
                }
                row["corrections"] = corrections_in(corrections, result.target);
                rows.push_back(std::move(row));
            }
            document["rows"] = std::move(rows);
            return {};
        });
}

// The entries of the form: value_, reached_, note_, version_ with the target's ref behind.
std::vector<Entry> entries_in(FormReader& form,
                              http::Values const& values,
                              std::vector<TargetResult> const& targets)
{
    std::vector<Entry> entries;
    for (auto const& target : targets) {
        auto const field = "value_" + target.target;
        if (!values.find(field)) continue;
        Entry entry{.target = target.target};
        auto const text = values.text(field);
        if (target.kind == "text") {
            entry.value.text = text;
        } else if (!text.empty()) {
            entry.value.number = parse_figure(text);
            if (!entry.value.number)
                form.problem("covenant.error.figure", field, {{"value", text}});
        }
        if (target.kind == "text") entry.reached = form.known_flag("reached_" + target.target);
        entry.note = values.text("note_" + target.target);
        entry.version = values.integer("version_" + target.target).value_or(0);
        entries.push_back(std::move(entry));
    }
    return entries;
}

Result<Answer> post_report(Context& ctx)
{
    EnterResults command{.ref = ctx.param("ref"), .unit = ctx.form().text("unit")};
    auto const period = period_named(ctx.form().text("period"));
    if (!period) return bad_input("error.choice", {}, "period");
    command.period = *period;
    auto const targets = ctx.db.read([&](storage::Transaction& tx) {
        auto const covenant = find_covenant(tx, ctx.actor, command.ref);
        auto const* member = covenant ? covenant->member(command.unit) : nullptr;
        return member == nullptr ? std::vector<TargetResult>{}
                                 : results_of(tx, *covenant, member->id);
    });
    FormReader form{ctx.form()};
    command.entries = entries_in(form, ctx.form(), targets);
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(enter_results(act, command));
        return http::done(report_address(command.ref, command.unit, command.period), "covenant.reported");
    });
}

}  // namespace

void add_result_pages(http::Router& routes)
{
    std::string const one = "/covenants/{ref}";
    auto const read = Permission::ReadMovements;
    auto const write = Permission::WriteScores;
    routes.get(one + "/results", read, "covenant.results", show_results);
    routes.get(one + "/report", read, "covenant.report", show_report);
    routes.post(one + "/report", write, post_report).form(one + "/report");
}

}  // namespace thidua::covenant
