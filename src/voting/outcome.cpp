#include "voting/outcome.h"

#include "voting/counting.h"
#include "voting/store.h"

#include <algorithm>

namespace thidua::voting {
namespace {

std::vector<Session> sessions_of(storage::Transaction& tx,
                                 std::string_view block_ref,
                                 int year,
                                 std::string_view purpose,
                                 std::string const& states)
{
    return select_sessions(tx,
                           " WHERE b.ref = ?1 AND s.year = ?2 AND s.purpose = ?3 AND s.state IN (" +
                               states + ") ORDER BY s.id DESC LIMIT 1",
                           {block_ref, year, purpose});
}

}  // namespace

LineOutcome const* Outcome::of(std::string_view code) const
{
    auto const found = std::find_if(
        lines.begin(), lines.end(), [&](LineOutcome const& line) { return line.code == code; });
    return found == lines.end() ? nullptr : &*found;
}

std::optional<Outcome> newest_outcome(storage::Transaction& tx,
                                      std::string_view block_ref,
                                      int year,
                                      std::string_view purpose)
{
    auto found = sessions_of(tx, block_ref, year, purpose, "'counted', 'settled'");
    if (found.empty()) return std::nullopt;
    auto& session = found.front();
    complete(tx, session);
    auto const result = result_of(tx, session).value();
    Outcome outcome{session.ref,
                    session.title,
                    session.state,
                    session.rules.roll,
                    session.returned,
                    session.spoilt,
                    {}};
    for (std::size_t i = 0; i < session.lines.size(); ++i) {
        auto const& line = session.lines[i];
        auto const& votes = result.lines[i];
        outcome.lines.push_back({line.kind,
                                 line.code,
                                 line.award,
                                 votes.in_favour,
                                 votes.against,
                                 votes.neither,
                                 votes.place,
                                 votes.passed,
                                 votes.tied});
    }
    return outcome;
}

std::optional<std::string> running_session(storage::Transaction& tx,
                                           std::string_view block_ref,
                                           int year,
                                           std::string_view purpose)
{
    auto const found =
        sessions_of(tx, block_ref, year, purpose, "'preparing', 'keys', 'open', 'closed'");
    if (found.empty()) return std::nullopt;
    return found.front().ref;
}

}  // namespace thidua::voting
