#include "block/votes.h"

#include "base/text.h"
#include "block/round_store.h"
#include "block/sight.h"
#include "block/typed.h"
#include "voting/counting.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;

bool is_counted(voting::Session const& session)
{
    return session.state == voting::State::Counted || session.state == voting::State::Settled;
}

// The round, open to its leader for votes, as the command saw it.
Result<Round> round_at_meeting(audit::Act& act, std::string const& ref, std::int64_t version)
{
    auto round = find_round(act.tx, ref);
    if (!round) return not_found();
    auto const sight = sight_of(act.actor, *round);
    if (!sees(*round, sight)) return not_found();
    if (!sight.lead.any()) return denied();
    if (round->state != State::Meeting) return failure(Kind::Refused, "block.error.not-now-block");
    if (round->version != version)
        return failure(Kind::Conflict, "block.error.round-changed", {{"block", round->block_name}});
    return std::move(*round);
}

void put_votes(audit::Act& act,
               Round const& round,
               Member const& unit,
               std::optional<std::int64_t> votes,
               std::string const& from)
{
    act.tx.execute(
        "UPDATE score_sheet SET votes = ?3, votes_from = ?4, version = version + 1 "
        "WHERE round_id = ?1 AND unit_id = ?2",
        {round.id, unit.unit_id, votes, from});
}

void leave_line(audit::Act& act, Round const& round, json::object const& after)
{
    auto const subject = "score-round:" + round.ref;
    audit::record(act,
                  {.what = "block.round.votes",
                   .subject = subject,
                   .after = &after,
                   .unit_path = round.owner_path});
}

}  // namespace

std::vector<voting::Session> counted_ballots(storage::Transaction& tx,
                                             access::Actor const& actor,
                                             Round const& round)
{
    voting::SessionFilter const filter{.block = round.block_ref, .year = round.year, .state = {}};
    auto list = voting::sessions_for(tx, actor, filter);
    std::erase_if(
        list, [](voting::Session const& each) { return !is_counted(each) || !each.counts_shown; });
    return list;
}

Result<void> take_votes(audit::Act& act, TakeVotes const& command)
{
    auto round = TD_TRY(round_at_meeting(act, command.round, command.version));
    auto const session = voting::find_session(act.tx, act.actor, command.session);
    bool const own =
        session && session->body.block_id == round.block_id && session->body.year == round.year;
    if (!own) return bad_input("block.error.ballot", {}, "session");
    auto const result = voting::result_of(act.tx, *session);
    if (!result || !session->counts_shown)
        return bad_input("block.error.ballot-open", {{"title", session->title}}, "session");
    json::object after{{"session", session->ref}};
    for (auto const& member : round.members) put_votes(act, round, member, {}, session->title);
    for (std::size_t i = 0; i < session->lines.size(); ++i) {
        auto const& line = session->lines[i];
        auto const* unit = line.kind == "unit" ? round.member(line.code) : nullptr;
        if (unit == nullptr) continue;
        put_votes(act, round, *unit, result->lines[i].in_favour, session->title);
        after[unit->code] = result->lines[i].in_favour;
    }
    update_round(act.tx, round);
    leave_line(act, round, after);
    return {};
}

Result<void> record_votes(audit::Act& act, RecordVotes const& command)
{
    constexpr std::int64_t kMostVotes = 10'000;
    auto round = TD_TRY(round_at_meeting(act, command.round, command.version));
    auto const paper = tidy(command.paper);
    if (paper.empty()) return bad_input("error.required", {}, "paper");
    json::object after{{"paper", paper}};
    for (auto const& [unit, text] : command.votes) {
        auto const* member = round.member(unit);
        if (member == nullptr) return not_found();
        auto const count = parse_typed(tidy(text));
        bool const good = count && *count >= 0 && *count % scoring::kOne == 0 &&
                          *count / scoring::kOne <= kMostVotes;
        if (!good) return bad_input("error.number", {}, "votes." + unit);
        put_votes(act, round, *member, *count / scoring::kOne, paper);
        after[unit] = *count / scoring::kOne;
    }
    update_round(act.tx, round);
    leave_line(act, round, after);
    return {};
}

}  // namespace thidua::block
