// A teller's key, the ballot itself, and paper handed out.
#include "voting/casting.h"
#include "voting/documents.h"
#include "voting/pages.h"
#include "voting/prepare.h"

#include <algorithm>

namespace thidua::voting {
namespace {

using access::Permission;
using http::Answer;
using http::Context;

json::object key_document(Session const& session, int teller)
{
    auto const& own = session.tellers.at(static_cast<std::size_t>(teller - 1));
    return {{"session", brief(session)},
            {"title", session.title},
            {"has_key", own.public_key.has_value()},
            {"confirmed", own.confirmed},
            {"values", json::object{}}};
}

Result<Answer> show_key(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        if (one.standing.teller == 0) return denied();
        return http::page("voting/key",
                          "voting.key.title",
                          key_document(one.session, one.standing.teller),
                          crumbs_to(one.session));
    });
}

Result<Answer> take_key(Context& ctx)
{
    auto const ref = ctx.param("ref");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const share = TD_TRY(make_share(act, ref));
        auto const session = find_session(act.tx, act.actor, ref).value();
        auto document = key_document(session, standing_of(act.tx, act.actor, session).teller);
        document["share"] = share;
        auto answer =
            http::page("voting/key", "voting.key.title", std::move(document), crumbs_to(session));
        answer.secret = true;
        return answer;
    });
}

Result<Answer> confirm_key(Context& ctx)
{
    auto const ref = ctx.param("ref");
    return write_unkept(ctx, [&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(confirm_share(act, ref, ctx.form().text("share")));
        return http::done(address_of_session(ref), "voting.done.key");
    });
}

// The unit the reader votes for: the one asked for, else the first that has not taken part.
Elector const* voting_unit(Shown const& one, std::string const& code)
{
    Elector const* found = nullptr;
    for (auto const& elector : one.session.electors) {
        auto const& own = one.standing.electors;
        if (std::find(own.begin(), own.end(), elector.id) == own.end()) continue;
        if (!code.empty() && elector.code != code) continue;
        if (found == nullptr || (found->way != Way::None && elector.way == Way::None))
            found = &elector;
    }
    return found;
}

// What a radio button of a line sends: all of one length, so that the length of the request, which
// proxies log and wires show, says nothing.
constexpr std::string_view kYes = "yes", kNo = "not", kNeither = "nil";

ballot::Choice choice_named(std::string_view value)
{
    if (value == kYes) return ballot::Choice::For;
    if (value == kNo) return ballot::Choice::Against;
    return ballot::Choice::None;
}

// "line" repeated with places that are marked, or "line-3" = yes | not | nil.
std::map<int, ballot::Choice> read_marks(http::Values const& form)
{
    std::map<int, ballot::Choice> marks;
    for (auto const& [name, value] : form.pairs()) {
        auto const place = [](std::string_view digits) {
            return static_cast<int>(
                http::parse_query("n=" + std::string{digits}).integer("n").value_or(0));
        };
        if (name == "line" && !value.empty()) marks[place(value)] = ballot::Choice::For;
        if (!name.starts_with("line-")) continue;
        marks[place(std::string_view{name}.substr(5))] = choice_named(value);
    }
    return marks;
}

// A value that is none of the three is nobody's choice.
Result<void> check_values(http::Values const& form)
{
    for (auto const& [name, value] : form.pairs()) {
        bool const known = value.empty() || value == kYes || value == kNo || value == kNeither;
        if (name.starts_with("line-") && !known) return bad_input("voting.error.mark", {}, "marks");
    }
    return {};
}

// The lines with what was marked when the form is drawn again.
json::array ballot_lines(Session const& session, Elector const& elector, http::Values const& form)
{
    auto lines = lines_of(session, {}, false);
    auto const marks = read_marks(form);
    for (std::size_t i = 0; i < session.lines.size(); ++i) {
        auto& line = lines[i].as_object();
        line["own"] = !may_mark(session, elector, session.lines[i]);
        auto const found = marks.find(session.lines[i].place);
        auto const choice = found == marks.end() ? ballot::Choice::None : found->second;
        line["marked"] = choice == ballot::Choice::For       ? kYes
                         : choice == ballot::Choice::Against ? kNo
                                                             : "";
    }
    return lines;
}

Result<Answer> show_vote(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        auto const typed = ctx.form().text("unit");
        auto const* elector = voting_unit(one, typed.empty() ? ctx.query().text("unit") : typed);
        if (elector == nullptr) return denied();
        auto const& session = one.session;
        bool const open = session.state == State::Open && ctx.now < session.closes_at;
        bool const free =
            elector->way == Way::None || (elector->way == Way::Electronic && session.revote);
        json::object document{{"session", brief(session)},
                              {"title", session.title},
                              {"at_most", session.rules.at_most},
                              {"unit", {{"code", elector->code}, {"name", elector->name}}},
                              {"person", elector->account != 0},
                              {"several", one.standing.electors.size() > 1},
                              {"lines", ballot_lines(session, *elector, ctx.form())},
                              {"voted", elector->way == Way::Electronic},
                              {"on_paper", elector->way == Way::Paper},
                              {"open", open},
                              {"may_cast", open && free},
                              {"values", json::object{}}};
        return http::page(
            "voting/vote", "voting.vote.title", std::move(document), crumbs_to(session));
    });
}

Result<Answer> cast(Context& ctx)
{
    CastBallot const command{.ref = ctx.param("ref"),
                             .unit = ctx.form().text("unit"),
                             .marks = read_marks(ctx.form()),
                             .blank = ctx.form().checked("blank")};
    TD_CHECK(check_values(ctx.form()));
    return write_unkept(ctx, [&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(cast_ballot(act, command));
        return http::done(address_of_session(command.ref), "voting.done.cast");
    });
}

Result<Answer> give_paper(Context& ctx)
{
    HandPaper const command{ctx.param("ref"), ctx.form().text("unit")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(hand_paper(act, command));
        return http::done(address_of_session(command.ref), "voting.done.paper");
    });
}

}  // namespace

void add_ballot_pages(http::Router& routes)
{
    std::string const page = "/ballots/{ref}";
    routes.get(page + "/key", Permission::CountVotes, "voting.key.title", show_key);
    routes.post(page + "/key", Permission::CountVotes, take_key).form(page + "/key");
    auto& confirm = routes.post(page + "/key/confirm", Permission::CountVotes, confirm_key);
    confirm.form(page + "/key").keeps_no_key = true;
    // A unit's head may by a right, a person by standing on the roll: the act asks.
    auto const voters = Permission::ReadOrganisation;
    routes.get(page + "/vote", voters, "voting.vote.title", show_vote);
    // Of so few answers a hash kept beside the key would tell which it was.
    auto& ballot = routes.post(page + "/vote", voters, cast);
    ballot.form(page + "/vote").keeps_no_key = true;
    routes.post(page + "/paper", Permission::ReadOrganisation, give_paper).form(page);
}

}  // namespace thidua::voting
