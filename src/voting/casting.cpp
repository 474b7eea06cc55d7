#include "voting/casting.h"

#include "inbox/inbox.h"
#include "organisation/lookup.h"
#include "voting/acts.h"
#include "voting/store.h"

#include <algorithm>

namespace thidua::voting {
namespace {

using access::Permission;
using ballot::Choice;

Result<void> check_running(audit::Act const& act, Session const& session)
{
    TD_CHECK(check_state(session, {State::Open}));
    if (session.closes_at <= act.now)
        return failure(Kind::Refused,
                       "voting.error.time-over",
                       {{"closes", to_vietnamese(session.closes_at)}});
    return {};
}

// Who took part, for the audit; nothing else is told there.
boost::json::object told(Elector const& elector)
{
    return {{elector.account != 0 ? "person" : "unit", elector.code}};
}

// The elector the actor casts for.
Result<Elector*> own_elector(audit::Act& act, Session& session, std::string const& unit)
{
    auto const own = standing_of(act.tx, act.actor, session).electors;
    if (own.empty()) return denied();
    if (unit.empty() && own.size() > 1) return bad_input("voting.error.which-unit", {}, "unit");
    for (auto& elector : session.electors) {
        bool const is_own = std::find(own.begin(), own.end(), elector.id) != own.end();
        if (is_own && (unit.empty() || elector.code == unit)) return &elector;
    }
    return denied();
}

std::int64_t marked(std::vector<Choice> const& choices)
{
    return std::count_if(
        choices.begin(), choices.end(), [](Choice choice) { return choice != Choice::None; });
}

// What the ballot says, line by line.
Result<std::vector<Choice>> read_marks(Session const& session,
                                       Elector const& elector,
                                       CastBallot const& command)
{
    std::vector<Choice> choices(session.lines.size(), Choice::None);
    for (auto const& [place, choice] : command.marks) {
        if (choice == Choice::None) continue;
        if (place < 1 || place > std::ssize(session.lines))
            return bad_input("voting.error.mark", {}, "marks");
        auto const index = static_cast<std::size_t>(place - 1);
        if (!may_mark(session, elector, session.lines[index])) {
            bool const person = elector.account != 0;
            return bad_input(
                person ? "voting.error.own-person" : "voting.error.own-line", {}, "marks");
        }
        if (session.rules.method == ballot::Method::Choose && choice == Choice::Against)
            return bad_input("voting.error.mark", {}, "marks");
        choices[index] = choice;
    }
    auto const count = marked(choices);
    if (session.rules.method == ballot::Method::Choose && count > session.rules.at_most) {
        return bad_input(
            "voting.error.too-many",
            {{"max", std::to_string(session.rules.at_most)}, {"marked", std::to_string(count)}},
            "marks");
    }
    if (count == 0 && !command.blank) return bad_input("voting.error.blank", {}, "blank");
    return choices;
}

}  // namespace

bool may_mark(Session const& session, Elector const& elector, Line const& line)
{
    if (session.own_vote) return true;
    if (elector.account == 0) return !access::covers(elector.path, line.unit_path);
    if (line.kind == "person" && line.code == elector.person) return false;
    bool const of_a_part =
        !elector.path.empty() && !access::covers(elector.path, session.body.path);
    return !of_a_part || !access::covers(elector.path, line.unit_path);
}

Result<void> cast_ballot(audit::Act& act, CastBallot const& command)
{
    auto session = TD_TRY(session_for(act, command.ref));
    auto* const elector = TD_TRY(own_elector(act, session, command.unit));
    TD_CHECK(check_running(act, session));
    if (elector->way == Way::Paper) return failure(Kind::Refused, "voting.error.paper");
    bool const again = elector->way == Way::Electronic;
    if (again && !session.revote) return failure(Kind::Refused, "voting.error.cast-already");
    auto const choices = TD_TRY(read_marks(session, *elector, command));
    ballot::PublicKeys const keys{session.tellers[0].public_key.value(),
                                  session.tellers[1].public_key.value()};
    put_in_box(act.tx, *elector, ballot::seal(keys, choices));
    if (!again) set_way(act.tx, *elector, Way::Electronic);
    leave_line(act, again ? "cast-again" : "cast", session, told(*elector));
    inbox::complete(act, vote_task(session, *elector));
    return {};
}

Result<void> hand_paper(audit::Act& act, HandPaper const& command)
{
    auto session = TD_TRY(session_for(act, command.ref));
    auto const standing = standing_of(act.tx, act.actor, session);
    if (!standing.leads && standing.teller == 0) return denied();
    TD_CHECK(check_running(act, session));
    auto const found = std::find_if(session.electors.begin(),
                                    session.electors.end(),
                                    [&](Elector const& each) { return each.code == command.unit; });
    if (found == session.electors.end()) return bad_input("voting.error.elector", {}, "unit");
    if (found->way != Way::None)
        return failure(Kind::Refused, "voting.error.took-part", {{"unit", found->name}});
    set_way(act.tx, *found, Way::Paper);
    leave_line(act, "paper", session, told(*found));
    inbox::complete(act, vote_task(session, *found));
    return {};
}

}  // namespace thidua::voting
