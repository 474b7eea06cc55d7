#include "web/meeting_votes.h"

#include "meeting/meeting.h"
#include "voting/documents.h"

#include <boost/json.hpp>

namespace thidua::web {
namespace {

namespace json = boost::json;

bool is_of(voting::Session const& session, meeting::Meeting const& meeting)
{
    bool const counted = session.counted_at && session.state != voting::State::Void;
    if (!counted || legal_day(*session.counted_at) != meeting.day) return false;
    return meeting.is_of_council() ? session.body.unit == meeting.body_unit
                                   : session.body.block_ref == meeting.block_ref;
}

Result<json::object> counted_that_day(http::Context& ctx, std::string const& ref)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const meeting = meeting::find_meeting(tx, ctx.actor, ref);
        if (!meeting) return not_found();
        json::array sessions;
        for (auto const& each : voting::sessions_for(
                 tx, ctx.actor, {.block = meeting->block_ref, .year = meeting->year})) {
            if (!is_of(each, *meeting)) continue;
            auto const session = voting::find_session(tx, ctx.actor, each.ref);
            if (session) sessions.push_back(voting::result_document(tx, ctx.actor, *session));
        }
        if (sessions.empty()) return json::object{};
        return json::object{{"sessions", std::move(sessions)}};
    });
}

}  // namespace

void add_meeting_votes(http::Router& routes)
{
    routes.panel("meeting", "web/meeting-ballots", counted_that_day);
    routes.panel("meeting-print", "web/meeting-votes", counted_that_day);
}

}  // namespace thidua::web
