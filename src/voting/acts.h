// What every act of this folder begins and ends with.
#pragma once

#include "voting/session.h"

#include <boost/json.hpp>

#include <initializer_list>

namespace thidua::voting {

// NotFound where the actor may not know of it.
Result<Session> session_for(audit::Act& act, std::string_view ref);
// The same for who leads it, in one of `states`, as of `version`.
Result<Session> led_session(audit::Act& act,
                            std::string_view ref,
                            std::int64_t version,
                            std::initializer_list<State> states);
// Refused "voting.error.state" unless the session is in one of `states`.
Result<void> check_state(Session const& session, std::initializer_list<State> states);

// The audit line voting.<what>; never what a ballot says.
void leave_line(audit::Act& act,
                std::string_view what,
                Session const& session,
                boost::json::object const& after = {},
                boost::json::object const& before = {});

std::string page_of(Session const& session);
std::string key_task(Session const& session, std::size_t teller);
std::string vote_task(Session const& session, Elector const& elector);
std::string count_task(Session const& session);

// Asks every elector's head for the ballot until the closing day.
void ask_electors(audit::Act& act, Session const& session);
// Nobody is asked for anything about it any more.
void end_tasks(audit::Act& act, Session const& session);

}  // namespace thidua::voting
