// The list of sessions, one session with its roll, steps and result, and its printed papers.
#include "ballot/document.h"
#include "organisation/documents.h"
#include "organisation/lookup.h"
#include "programme/paper.h"
#include "voting/documents.h"
#include "voting/pages.h"
#include "voting/prepare.h"

namespace thidua::voting {
namespace {

using access::Permission;
using http::Answer;
using http::Context;

std::vector<http::Column> columns()
{
    return {{"title", "voting.field.title"},
            {"block_name", "voting.field.block"},
            {"year", "voting.field.year", "year"},
            {"purpose", "voting.field.purpose", "key:voting.purpose."},
            {"closes_at", "voting.field.closes", "instant"},
            {"roll", "voting.field.roll", "number"},
            {"state", "voting.field.state", "key:voting.state."}};
}

Result<Answer> show_list(Context& ctx)
{
    organisation::Window const window{ctx};
    SessionFilter filter{.block = ctx.query().text("block"), .state = ctx.query().text("state")};
    if (auto const year = ctx.query().integer("year")) filter.year = static_cast<int>(*year);
    filter.offset = static_cast<int>(window.offset);
    filter.limit = static_cast<int>(window.limit);
    http::ListPage list{
        .columns = columns(), .page = window.page, .page_size = organisation::kPageSize};
    bool may_prepare = false;
    ctx.db.read([&](storage::Transaction& tx) {
        list.total = count_sessions(tx, ctx.actor, filter);
        for (auto const& session : sessions_for(tx, ctx.actor, filter))
            list.rows.push_back(brief(session));
        may_prepare = !bodies_led(tx, ctx.actor, ctx.today().year()).empty();
    });
    json::array states;
    for (auto const state : {State::Preparing,
                             State::Keys,
                             State::Open,
                             State::Closed,
                             State::Counted,
                             State::Settled,
                             State::Void})
        states.push_back(json::value(std::string{name_of(state)}));
    return http::page("voting/list",
                      "voting.list.title",
                      {{"states", std::move(states)},
                       {"may_prepare", may_prepare},
                       {"list", http::list_document(std::move(list))}});
}

// What this reader may do next.
json::object may_do(Shown const& one, Instant now)
{
    auto const& [session, standing] = one;
    bool const leads = standing.leads;
    auto const is = [&](State state) { return session.state == state; };
    bool const keys_ready = session.tellers[0].confirmed && session.tellers[1].confirmed;
    bool const running = is(State::Open) && now < session.closes_at;
    bool const over = is(State::Counted) || is(State::Settled) || is(State::Void);
    bool const abandonable =
        is(State::Preparing) || is(State::Keys) || is(State::Open) || is(State::Closed);
    bool const early = is(State::Open) && now < session.closes_at && !session.is_complete();
    return {{"edit", leads && is(State::Preparing)},
            {"fix_roll", leads && is(State::Preparing)},
            {"take_back", leads && is(State::Keys)},
            {"take_key", standing.teller != 0 && is(State::Keys)},
            {"open", leads && is(State::Keys) && keys_ready},
            {"vote", running && !standing.electors.empty()},
            {"hand_paper", running && (leads || standing.teller != 0)},
            {"extend", leads && (is(State::Keys) || is(State::Open))},
            {"close", leads && is(State::Open)},
            {"close_early", leads && early},
            {"count", standing.teller != 0 && is(State::Closed)},
            {"sign", leads && is(State::Counted)},
            {"give_up", leads && abandonable},
            {"again", leads && over}};
}

json::value own_state(Shown const& one)
{
    json::array own;
    for (auto const& elector : one.session.electors) {
        auto const& ids = one.standing.electors;
        if (std::find(ids.begin(), ids.end(), elector.id) == ids.end()) continue;
        own.push_back({{"name", elector.name},
                       {"code", elector.code},
                       {"voted", elector.way == Way::Electronic},
                       {"on_paper", elector.way == Way::Paper}});
    }
    return own;
}

json::value minutes_document(std::optional<Minutes> const& minutes)
{
    if (!minutes) return nullptr;
    return {{"number", minutes->number},
            {"held_at", minutes->held_at},
            {"chair", minutes->chair},
            {"secretary", minutes->secretary},
            {"remarks", minutes->remarks},
            {"signed_at", to_iso(minutes->signed_at)}};
}

json::object whole(storage::Transaction& tx, Context const& ctx, Shown const& one)
{
    auto const& session = one.session;
    bool const counts = sees_counts(session, one.standing);
    auto const result = result_of(tx, session);
    json::object document{{"session", brief(session)},
                          {"title", session.title},
                          {"block", session.body.name},
                          {"year", session.body.year},
                          {"lines", lines_of(session, result, counts)},
                          {"cites_law", true},
                          {"has_result", result.has_value()},
                          {"counts", counts},
                          {"needed", session.rules.share.needed(session.rules.roll)},
                          {"roll", session.rules.roll},
                          {"inside", one.standing.inside()},
                          {"may", may_do(one, ctx.now)},
                          {"minutes", minutes_document(minutes_of(tx, session))}};
    document["cast_here"] = session.voted(Way::Electronic);
    document["cast_paper"] = session.voted(Way::Paper);
    document["not_cast"] = session.voted(Way::None);
    if (result) {
        document["returned"] = session.returned;
        document["spoilt"] = session.spoilt;
        document["valid"] = session.returned - session.spoilt;
    }
    if (one.standing.inside()) {
        document["electors"] = roll_of(session);
        document["own"] = own_state(one);
        document["tellers"] = tellers_of(session);
    }
    return document;
}

json::object values_of(Session const& session)
{
    auto const closes = to_vietnamese(session.closes_at);  // 22/11/2026 05:01
    return {{"version", session.version},
            {"closes_on", closes.substr(0, 10)},
            {"closes_time", closes.substr(11)}};
}

Result<Answer> show_session(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        auto document = whole(tx, ctx, one);
        document["values"] = values_of(one.session);
        return http::page("voting/session",
                          "voting.session.title",
                          std::move(document),
                          {{"/ballots", "voting.list.title"}});
    });
}

// The body above the one that votes, as papers name it; "" for none.
std::string superior_of(storage::Transaction& tx, Body const& body)
{
    if (!body.is_of_persons()) {
        return tx
            .text("SELECT o.name FROM block b JOIN unit o ON o.id = b.owner_unit_id"
                  " WHERE b.id = ?1",
                  {body.block_id})
            .value_or("");
    }
    auto const unit = organisation::find_unit(tx, body.unit);
    return unit ? unit->name : "";
}

// Whoever votes issues its papers; minutes are of the day they were signed.
json::object paper_of(storage::Transaction& tx, Session const& session)
{
    auto const superior = superior_of(tx, session.body);
    programme::PaperHead head{.superior = superior, .issuer = session.body.name, .number = {}};
    if (auto const minutes = minutes_of(tx, session)) {
        head.number = minutes->number;
        head.dated = legal_day(minutes->signed_at);
    }
    return programme::paper_document(tx, head);
}

// The minutes of the count, for reading and for print.
Result<Answer> show_minutes(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        if (!one.session.counted_at) return failure(Kind::Refused, "voting.error.not-counted");
        auto document = whole(tx, ctx, one);
        document["tellers"] = tellers_of(one.session);
        if (one.standing.inside()) document["concerned"] = concerned_in(one.session);
        document["paper"] = paper_of(tx, one.session);
        return http::page(
            "voting/minutes", "voting.minutes.title", std::move(document), crumbs_to(one.session));
    });
}

// The opened box as `thidua tally` takes it, for whoever wants to count it again.
Result<Answer> send_box(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        if (!one.session.counted_at) return failure(Kind::Refused, "voting.error.not-counted");
        if (!sees_counts(one.session, one.standing)) return denied();
        auto const document =
            ballot::box_document({one.session.rules, stored_choices(tx, one.session), 0});
        return http::file("hom-phieu-" + one.session.ref + ".json",
                          "application/json",
                          json::serialize(document));
    });
}

// A blank paper ballot.
Result<Answer> show_paper(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        json::object document{{"session", brief(one.session)},
                              {"title", one.session.title},
                              {"block", one.session.body.name},
                              {"year", one.session.body.year},
                              {"at_most", one.session.rules.at_most},
                              {"lines", lines_of(one.session, {}, false)}};
        auto paper = paper_of(tx, one.session);
        paper["unnumbered"] = true;
        paper["blank"] = true;  // A ballot bears neither number nor day.
        document["paper"] = std::move(paper);
        return http::page(
            "voting/paper", "voting.paper.title", std::move(document), crumbs_to(one.session));
    });
}

// A step that takes the session's version and, some of them, a reason.
template <Result<void> (*kStep)(audit::Act&, Step const&)>
http::Handler step(std::string notice, std::string reason_field)
{
    return [notice = std::move(notice), reason_field = std::move(reason_field)](Context& ctx) {
        Step const command{ctx.param("ref"),
                           ctx.form().integer("version").value_or(0),
                           reason_field.empty() ? "" : ctx.form().text(reason_field)};
        return ctx.write([&](audit::Act& act) -> Result<Answer> {
            TD_CHECK(kStep(act, command));
            return http::done(address_of_session(command.ref), notice);
        });
    };
}

Result<Answer> extend(Context& ctx)
{
    ExtendSession const command{ctx.param("ref"),
                                ctx.form().integer("version").value_or(0),
                                ctx.form().text("closes_on"),
                                ctx.form().text("closes_time"),
                                ctx.form().text("extend_reason")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(extend_session(act, command));
        return http::done(address_of_session(command.ref), "voting.done.extend");
    });
}

Result<Answer> sign(Context& ctx)
{
    SignMinutes const command{ctx.param("ref"),
                              ctx.form().integer("version").value_or(0),
                              ctx.form().text("number"),
                              ctx.form().text("held_at"),
                              ctx.form().text("chair"),
                              ctx.form().text("secretary"),
                              ctx.form().lines("remarks")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(sign_minutes(act, command));
        return http::done(address_of_session(command.ref), "voting.done.settle");
    });
}

}  // namespace

void add_session_pages(http::Router& routes)
{
    auto const read = Permission::ReadOrganisation;
    std::string const page = "/ballots/{ref}";
    routes.get("/ballots", read, "voting.list.title", show_list);
    routes.get(page, read, "voting.session.title", show_session);
    routes.get(page + "/minutes", read, "voting.minutes.title", show_minutes);
    routes.get(page + "/box", read, "voting.result.box", send_box);
    routes.get(page + "/paper", read, "voting.paper.title", show_paper);
    routes.post(page + "/roll", read, step<fix_roll>("voting.done.roll", "")).form(page);
    routes.post(page + "/take-back", read, step<take_back>("voting.done.take-back", "")).form(page);
    routes.post(page + "/open", read, step<open_session>("voting.done.open", "")).form(page);
    routes.post(page + "/close", read, step<close_session>("voting.done.close", "close_reason"))
        .form(page);
    routes.post(page + "/void", read, step<void_session>("voting.done.void", "void_reason"))
        .form(page);
    routes.post(page + "/extend", read, extend).form(page);
    routes.post(page + "/sign", read, sign).form(page);
}

}  // namespace thidua::voting
