#include "voting/acts.h"

#include "identity/roles.h"
#include "inbox/inbox.h"

#include <algorithm>

namespace thidua::voting {
namespace {

// The account of the unit's own head, so that no head above is told of the session; 0 for none yet.
std::int64_t head_account(audit::Act& act, Elector const& elector)
{
    std::string heads;
    for (auto const& role : identity::roles()) {
        auto const& held = role.permissions;
        if (std::find(held.begin(), held.end(), access::Permission::CastVote) != held.end())
            heads += (heads.empty() ? "'" : ", '") + std::string{role.code} + "'";
    }
    return act.tx
        .integer(
            "SELECT g.account_id FROM role_grant g JOIN account a ON a.id = g.account_id"
            " WHERE g.unit = ?1 AND g.revoked_at IS NULL AND a.disabled = 0 AND g.from_on <= ?2"
            " AND (g.to_on IS NULL OR g.to_on >= ?2) AND g.role IN (" +
                heads + ") ORDER BY g.id LIMIT 1",
            {elector.code, to_iso(act.today())})
        .value_or(0);
}

// Who is asked for the elector's ballot.
inbox::Recipient voter_of(audit::Act& act, Elector const& elector)
{
    if (elector.account != 0) return {.account = elector.account};
    if (auto const account = head_account(act, elector)) return {.account = account};
    return {.permission = access::Permission::CastVote, .unit_path = elector.path};
}

}  // namespace

Result<Session> session_for(audit::Act& act, std::string_view ref)
{
    auto session = find_session(act.tx, act.actor, ref);
    if (!session) return not_found();
    return std::move(*session);
}

Result<void> check_state(Session const& session, std::initializer_list<State> states)
{
    if (std::find(states.begin(), states.end(), session.state) != states.end()) return {};
    return failure(Kind::Refused, "voting.error.state-" + std::string{name_of(session.state)});
}

Result<Session> led_session(audit::Act& act,
                            std::string_view ref,
                            std::int64_t version,
                            std::initializer_list<State> states)
{
    auto session = TD_TRY(session_for(act, ref));
    if (!leads(act.tx, act.actor, session.body)) return denied();
    if (session.version != version) {
        auto const state = std::string{name_of(session.state)};
        return failure(Kind::Conflict,
                       "voting.error.changed",
                       {{"mine", std::to_string(version)},
                        {"theirs", std::to_string(session.version)},
                        {"state", state}});
    }
    TD_CHECK(check_state(session, states));
    return session;
}

void leave_line(audit::Act& act,
                std::string_view what,
                Session const& session,
                boost::json::object const& after,
                boost::json::object const& before)
{
    auto const name = "voting." + std::string{what};
    auto const subject = "ballot:" + session.ref;
    audit::Line line{.what = name, .subject = subject};
    if (!before.empty()) line.before = &before;
    if (!after.empty()) line.after = &after;
    line.unit_path = session.body.path;
    audit::record(act, line);
}

std::string page_of(Session const& session) { return "/ballots/" + session.ref; }

std::string key_task(Session const& session, std::size_t teller)
{
    return "voting:" + session.ref + ":key:" + std::to_string(teller + 1);
}

std::string vote_task(Session const& session, Elector const& elector)
{
    auto const who = elector.account != 0 ? "account-" + std::to_string(elector.account)
                                          : std::to_string(elector.unit_id);
    return "voting:" + session.ref + ":vote:" + who;
}

std::string count_task(Session const& session) { return "voting:" + session.ref + ":count:"; }

void ask_electors(audit::Act& act, Session const& session)
{
    for (auto const& elector : session.electors) {
        if (elector.way != Way::None) continue;
        inbox::assign(
            act,
            {.to = voter_of(act, elector),
             .dedup = vote_task(session, elector),
             .sentence = "voting.task.vote",
             .args = {{"title", session.title}, {"closes", to_vietnamese(session.closes_at)}},
             .link = page_of(session) + "/vote",
             .deadline = legal_day(session.closes_at)});
    }
}

void end_tasks(audit::Act& act, Session const& session)
{
    for (std::size_t i = 0; i < session.tellers.size(); ++i) {
        inbox::complete(act, key_task(session, i));
        inbox::complete(act, count_task(session) + std::to_string(i + 1));
    }
    for (auto const& elector : session.electors) inbox::complete(act, vote_task(session, elector));
}

}  // namespace thidua::voting
