// Pieces of documents that several pages of this folder show.
#pragma once

#include "http/page.h"
#include "voting/counting.h"

#include <boost/json.hpp>

namespace thidua::voting {

namespace json = boost::json;

// Of one session: what it is about, its rules, how far it has come. Nothing of the roll.
json::object brief(Session const& session);
// The lines with what the reader may know of the result.
json::array lines_of(Session const& session,
                     std::optional<ballot::Result> const& result,
                     bool counts);
// Lines with those who take no part in the vote on them, by the session's rules.
json::array concerned_in(Session const& session);
// A counted session as papers tell it (view voting/result-paper), as far as the reader may know.
json::object result_document(storage::Transaction& tx,
                             access::Actor const& actor,
                             Session const& session);
// Who has taken part: yes or no and on paper or not, never what.
json::array roll_of(Session const& session);
json::array tellers_of(Session const& session);
json::object share_document(ballot::Share const& share);

// Who may see how many voted how: everybody who knows of the session, or its tellers alone.
bool sees_counts(Session const& session, Standing const& standing);

std::string address_of_session(std::string const& ref);
std::vector<http::Crumb> crumbs_to(Session const& session);

// The session of the page, its reader's part in it; NotFound.
struct Shown {
    Session session;
    Standing standing;
};
Result<Shown> shown(storage::Transaction& tx, http::Context const& ctx);

// Runs an act without keeping anything of the form beside its key: what says little is guessed from
// its hash. Twice does no harm, the state answers.
Result<http::Answer> write_unkept(http::Context const& ctx,
                                  std::function<Result<http::Answer>(audit::Act&)> const& body);

}  // namespace thidua::voting
