// Counting: what each teller reads from the paper, then both shares.
#include "voting/counting.h"
#include "voting/documents.h"
#include "voting/pages.h"

#include <memory>

namespace thidua::voting {
namespace {

using access::Permission;
using http::Answer;
using http::Context;

json::object totals_document(PaperTotals const& totals)
{
    return {{"returned", totals.returned}, {"spoilt", totals.spoilt}};
}

// Both tellers' figures side by side, once both have entered; a line that differs is marked.
json::array compared(Session const& session, std::array<PaperTotals, 2> const& totals)
{
    json::array lines;
    for (auto const& line : session.lines) {
        auto const one =
            totals[0].lines.contains(line.id) ? totals[0].lines.at(line.id) : PaperTotals::Votes{};
        auto const two =
            totals[1].lines.contains(line.id) ? totals[1].lines.at(line.id) : PaperTotals::Votes{};
        lines.push_back({{"place", line.place},
                         {"name", line.name},
                         {"award", line.award},
                         {"for_1", one.in_favour},
                         {"against_1", one.against},
                         {"for_2", two.in_favour},
                         {"against_2", two.against},
                         {"differs", !(one == two)}});
    }
    return lines;
}

json::object paper_document(Session const& session, PaperState const& state, int teller)
{
    auto const own = static_cast<std::size_t>(teller - 1);
    json::object document{{"handed", session.voted(Way::Paper)},
                          {"entered", state.entered[own]},
                          {"other_entered", state.entered[1 - own]},
                          {"agrees", state.agrees()},
                          {"both", state.totals.has_value()}};
    if (state.totals) {
        document["teller_1"] = totals_document((*state.totals)[0]);
        document["teller_2"] = totals_document((*state.totals)[1]);
        document["lines"] = compared(session, *state.totals);
    }
    return document;
}

// The fields of each line, so that a wrong one is marked, and what was typed when the form is drawn
// again.
void put_typed(json::array& lines, http::Values const& form)
{
    for (auto& line : lines) {
        auto const place = std::to_string(line.at("place").as_int64());
        auto& fields = line.as_object();
        fields["field_yes"] = "yes-" + place;
        fields["field_no"] = "no-" + place;
        fields["typed_yes"] = form.text("yes-" + place);
        fields["typed_no"] = form.text("no-" + place);
    }
}

using Desk = std::shared_ptr<ShareDesk>;

// Which shares wait here, and which were entered but are not here: the server was started anew, or
// another one took them.
json::object waiting_document(storage::Transaction& tx,
                              Context const& ctx,
                              Shown const& one,
                              ShareDesk& desk)
{
    auto const& ref = one.session.ref;
    auto const until = waiting_until(tx, one.session, ctx.now);
    auto const own = static_cast<std::size_t>(one.standing.teller - 1);
    auto const other = 1 - own;
    bool const holds_own = desk.holds(ref, one.standing.teller, ctx.now);
    bool const holds_other = desk.holds(ref, static_cast<int>(other) + 1, ctx.now);
    return {{"own_until", holds_own && until[own] ? json::value(to_iso(*until[own])) : nullptr},
            {"own_lost", until[own].has_value() && !holds_own && !holds_other},
            {"other_waits", holds_other},
            {"other_lost", until[other].has_value() && !holds_other && !holds_own},
            {"other_name", one.session.tellers.at(other).display_name}};
}

Result<Answer> show_count(Context& ctx, Desk const& desk)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        if (one.standing.teller == 0) return denied();
        auto const& session = one.session;
        auto const paper = paper_state(tx, session);
        json::object document{{"session", brief(session)},
                              {"title", session.title},
                              {"lines", lines_of(session, {}, false)},
                              {"closed", session.state == State::Closed},
                              {"teller", one.standing.teller},
                              {"cast", session.voted(Way::Electronic)},
                              {"may_open", session.state == State::Closed && paper.agrees()},
                              {"tellers", tellers_of(session)},
                              {"values", json::object{}}};
        put_typed(document["lines"].as_array(), ctx.form());
        document["paper"] = nullptr;
        if (paper.wanted) {
            auto read = paper_document(session, paper, one.standing.teller);
            if (auto* const lines = read.if_contains("lines"))
                put_typed(lines->as_array(), ctx.form());
            document["paper"] = std::move(read);
        }
        document["shares"] = waiting_document(tx, ctx, one, *desk);
        return http::page(
            "voting/count", "voting.count.title", std::move(document), crumbs_to(session));
    });
}

Result<Answer> enter(Context& ctx)
{
    EnterPaper command{.ref = ctx.param("ref"),
                       .returned = ctx.form().text("returned"),
                       .spoilt = ctx.form().text("spoilt")};
    for (int place = 1; ctx.form().find("yes-" + std::to_string(place)); ++place) {
        auto const digits = std::to_string(place);
        command.lines[place] = {ctx.form().text("yes-" + digits), ctx.form().text("no-" + digits)};
    }
    return write_unkept(ctx, [&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(enter_paper(act, command));
        return http::done(address_of_session(command.ref) + "/count", "voting.done.paper-count");
    });
}

// One share alone waits here for the other teller.
Result<Answer> keep_share(Context& ctx, Desk const& desk, std::string const& ref, std::string share)
{
    int teller = 0;
    auto answer = write_unkept(ctx, [&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(note_share(act, ref, share));
        teller = TD_TRY(shown(act.tx, ctx)).standing.teller;
        return http::done(address_of_session(ref) + "/count", "voting.done.share-waits");
    });
    if (answer) desk->put(ref, teller, std::move(share), ctx.now);
    return answer;
}

Result<Answer> count(Context& ctx, Desk const& desk)
{
    auto const ref = ctx.param("ref");
    auto const mine = ctx.form().text("share_1");
    auto other = ctx.form().text("share_2");
    if (other.empty()) {
        auto const teller = ctx.db.read([&](storage::Transaction& tx) -> Result<int> {
            return TD_TRY(shown(tx, ctx)).standing.teller;
        });
        if (!teller) return teller.error();
        other = desk->waiting(ref, *teller, ctx.now);
    }
    if (other.empty()) return keep_share(ctx, desk, ref, mine);
    auto answer = write_unkept(ctx, [&](audit::Act& act) -> Result<Answer> {
        CountBallots const command{ref, {mine, other}};
        TD_CHECK(count_ballots(act, command));
        return http::done(address_of_session(ref), "voting.done.count");
    });
    if (answer) desk->forget(ref);
    return answer;
}

}  // namespace

void add_count_pages(http::Router& routes)
{
    auto const desk = std::make_shared<ShareDesk>();
    auto const tellers = Permission::CountVotes;
    std::string const page = "/ballots/{ref}/count";
    routes.get(page, tellers, "voting.count.title", [desk](Context& ctx) {
        return show_count(ctx, desk);
    });
    routes.post(page + "/paper", tellers, enter).form(page).keeps_no_key = true;
    auto& open = routes.post(page, tellers, [desk](Context& ctx) { return count(ctx, desk); });
    open.form(page).keeps_no_key = true;
}

}  // namespace thidua::voting
