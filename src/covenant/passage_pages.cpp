// One covenant: where it stands, what is missing, its text, the steps; the opinion of a unit.
#include "covenant/editions.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "covenant/passage.h"
#include "organisation/rows.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;

json::array stage_rows(Covenant const& covenant)
{
    json::array stages;
    for (int i = 0; i < kStateCount; ++i) {
        auto const state = static_cast<State>(i);
        stages.push_back(
            json::object{{"state", name_of(state)}, {"current", state == covenant.state}});
    }
    return stages;
}

json::array check_rows(storage::Transaction& tx, Covenant const& covenant, Date today)
{
    json::array rows;
    for (auto const& check : readiness(tx, covenant, today)) {
        json::array units;
        for (auto const& unit : check.units) units.push_back(json::value(unit));
        rows.push_back(json::object{{"key", check.key},
                                    {"done", check.done},
                                    {"needed", check.needed},
                                    {"units", std::move(units)}});
    }
    return rows;
}

json::array opinion_rows(storage::Transaction& tx,
                         access::Actor const& actor,
                         Covenant const& covenant)
{
    json::array rows;
    auto const opinions = opinions_of(tx, covenant);
    for (auto const& member : covenant.members) {
        json::object row{{"unit", member.code},
                         {"name", member.name},
                         {"role", member.role},
                         {"verdict", ""},
                         {"mine", acts_for(actor, member)}};
        for (auto const& each : opinions) {
            if (each.unit_id != member.id) continue;
            row["verdict"] = each.verdict;
            row["text"] = each.text;
            row["by"] = each.by;
            row["on"] = organisation::json_of(each.on);
        }
        rows.push_back(std::move(row));
    }
    return rows;
}

json::array edition_rows(std::vector<Edition> const& editions)
{
    json::array rows;
    for (auto const& edition : editions) rows.push_back(shown_edition(edition));
    return rows;
}

// What stands on the page: the edition being signed or in force; the working text while it is open.
json::object content_shown(storage::Transaction& tx, Covenant const& covenant, bool drafts)
{
    bool const works = covenant.is_open() || covenant.state == State::Ready;
    auto const edition = edition_to_sign(tx, covenant);
    if (edition && !(works && drafts))
        return shown_content(json::parse(edition->content).as_object());
    auto const next = editions_of(tx, covenant).size() + 1;
    return shown_content(content_of(tx, covenant, static_cast<std::int64_t>(next)));
}

json::object steps_of(Covenant const& covenant, bool drafts)
{
    auto const in = [&](State state) { return drafts && covenant.state == state; };
    return {{"opinions", in(State::Draft)},
            {"ready", in(State::Draft) || in(State::Opinions)},
            {"reopen", in(State::Ready) || in(State::Signing)},
            {"open-signing", in(State::Ready)},
            {"in-force", in(State::Signing)},
            {"mid-year", in(State::InForce)},
            {"amend", in(State::InForce) || in(State::MidYear)},
            {"drop-amendment",
             drafts && covenant.in_force && (covenant.is_open() || covenant.state == State::Ready)},
            {"close", in(State::InForce) || in(State::MidYear)}};
}

Result<Answer> show_one(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/one",
        "covenant.one",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            bool const drafts = may_draft(ctx.actor, covenant);
            bool const works = covenant.is_open() || covenant.state == State::Ready;
            document["stages"] = stage_rows(covenant);
            document["said"] = content_shown(tx, covenant, works);
            document["works"] = works;
            document["checks"] = works ? check_rows(tx, covenant, ctx.today()) : json::array{};
            document["opinions"] = works ? opinion_rows(tx, ctx.actor, covenant) : json::array{};
            document["editions"] = edition_rows(editions_of(tx, covenant));
            document["steps"] = steps_of(covenant, drafts);
            document["values"] = json::object{{"version", covenant.version}, {"reason", ""}};
            return {};
        });
}

using StepAct = Result<void> (*)(Act&, Step const&);

http::Handler step(StepAct take, std::string notice)
{
    return [take, notice](Context& ctx) -> Result<Answer> {
        Step const command{
            ctx.param("ref"), ctx.form().integer("version").value_or(0), ctx.form().text("reason")};
        return ctx.write([&](Act& act) -> Result<Answer> {
            TD_CHECK(take(act, command));
            return http::done(address(command.ref), notice);
        });
    };
}

Result<Answer> show_opinion(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/opinion",
        "covenant.opinion",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            auto const* member = covenant.member(ctx.query().text("unit"));
            if (member == nullptr) return not_found();
            if (!acts_for(ctx.actor, *member)) return denied();
            document["unit"] = member->code;
            document["unit_name"] = member->name;
            document["asked"] = covenant.state == State::Opinions;
            document["said"] = content_shown(tx, covenant, true);
            json::object values{{"agrees", ""}, {"answer", ""}};
            for (auto const& each : opinions_of(tx, covenant)) {
                if (each.unit_id != member->id || each.verdict.empty()) continue;
                values = {{"agrees", each.verdict == "agree" ? "1" : "0"}, {"answer", each.text}};
            }
            document["values"] = std::move(values);
            return {};
        });
}

Result<Answer> post_opinion(Context& ctx)
{
    auto const& form = ctx.form();
    GiveOpinion const command{
        ctx.param("ref"), form.text("unit"), form.text("agrees") == "1", lines_in(form, "answer")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(give_opinion(act, command));
        return http::done(address(command.ref), "covenant.opinion-given");
    });
}

}  // namespace

void add_passage_pages(http::Router& routes)
{
    std::string const one = "/covenants/{ref}";
    auto const read = Permission::ReadMovements;
    routes.get(one, read, "covenant.one", show_one);
    auto const add = [&](std::string const& name, StepAct take) {
        routes.post(one + '/' + name, read, step(take, "covenant.done." + name)).form(one);
    };
    add("ask-opinions", ask_opinions);
    add("ready", declare_ready);
    add("reopen", reopen);
    add("open-signing", open_signing);
    add("in-force", bring_into_force);
    add("amend", amend);
    add("drop-amendment", drop_amendment);
    add("mid-year", close_mid_year);
    add("close", close);
    routes.get(one + "/opinion", read, "covenant.opinion", show_opinion);
    routes.post(one + "/opinion", read, post_opinion).form(one + "/opinion");
}

}  // namespace thidua::covenant
