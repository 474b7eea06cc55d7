#include "block/proposals.h"

#include "base/text.h"
#include "block/typed.h"
#include "organisation/block.h"
#include "register/catalogue.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;

std::optional<std::int64_t> whole(std::string const& text, std::int64_t most)
{
    auto const amount = parse_typed(tidy(text));
    if (!amount || *amount < 0 || *amount % scoring::kOne != 0) return std::nullopt;
    auto const count = *amount / scoring::kOne;
    return count > most ? std::nullopt : std::optional{count};
}

}  // namespace

std::vector<Quota> quotas(storage::Transaction& tx, std::string_view level)
{
    std::vector<Quota> list;
    auto rows = tx.query(
        "SELECT level, award, count, ordinal, version FROM score_quota WHERE "
        "CAST(?1 AS TEXT) = '' OR level = ?1 ORDER BY level, ordinal, award",
        {level});
    while (rows.next()) {
        list.push_back(
            {rows.string(0), rows.string(1), rows.integer(2), rows.integer(3), rows.integer(4)});
    }
    return list;
}

Result<void> set_quota(audit::Act& act, SetQuota const& command)
{
    constexpr std::int64_t kMost = 100;
    auto const path = organisation::top_path(act.tx);
    if (!act.actor.may(Permission::PlanYear, path)) return denied();
    if (terms::code_of("block-level", command.level) != command.level)
        return bad_input("error.choice", {}, "level");
    if (!registry::find_award_type(act.tx, command.award))
        return bad_input("error.choice", {}, "award");
    auto const count = whole(command.count, kMost);
    if (!count) return bad_input("error.number", {}, "count");
    auto const ordinal = whole(command.ordinal, kMost);
    if (!ordinal) return bad_input("error.number", {}, "ordinal");
    auto const version =
        act.tx.integer("SELECT version FROM score_quota WHERE level = ?1 AND award = ?2",
                       {command.level, command.award});
    if (version.value_or(0) != command.version) return failure(Kind::Conflict, "error.conflict");
    if (*count == 0) {
        act.tx.execute("DELETE FROM score_quota WHERE level = ?1 AND award = ?2",
                       {command.level, command.award});
    } else {
        act.tx.execute(
            "INSERT INTO score_quota (level, award, count, ordinal, by_name, at) VALUES (?1, ?2, "
            "?3, ?4, ?5, ?6) ON CONFLICT (level, award) DO UPDATE SET count = excluded.count, "
            "ordinal = excluded.ordinal, by_name = excluded.by_name, at = excluded.at, version = "
            "score_quota.version + 1",
            {command.level, command.award, *count, *ordinal, act.actor.name, act.now.seconds});
    }
    auto const subject = "score-quota:" + command.level + ":" + command.award;
    json::object const after{{"count", *count}, {"ordinal", *ordinal}};
    audit::record(
        act, {.what = "block.quota.set", .subject = subject, .after = &after, .unit_path = path});
    return {};
}

std::string award_name(storage::Transaction& tx, std::string const& code)
{
    auto const type = registry::find_award_type(tx, code);
    return type ? type->name_vi : code;
}

std::vector<Proposal> proposals_for(std::vector<Quota> const& quotas,
                                    std::vector<scoring::Place> const& places)
{
    std::vector<scoring::Place> in;
    for (auto const& place : places) {
        if (place.place != 0) in.push_back(place);
    }
    std::stable_sort(in.begin(), in.end(), [](scoring::Place const& a, scoring::Place const& b) {
        return a.place < b.place;
    });
    std::vector<Proposal> list;
    auto next = in.begin();
    for (auto const& quota : quotas) {
        for (std::int64_t i = 0; i < quota.count && next != in.end(); ++i, ++next)
            list.push_back({next->unit, quota.award, next->place});
    }
    return list;
}

std::vector<Proposal> kept_proposals(storage::Transaction& tx, Round const& round)
{
    std::vector<Proposal> list;
    auto rows = tx.query(
        "SELECT u.code, p.award, p.place FROM score_proposal p JOIN unit u ON "
        "u.id = p.unit_id WHERE p.round_id = ?1 ORDER BY p.place, u.code_key",
        {round.id});
    while (rows.next())
        list.push_back({rows.string(0), rows.string(1), static_cast<int>(rows.integer(2))});
    return list;
}

Result<void> propose(audit::Act& act, Round const& round, std::vector<scoring::Place> const& places)
{
    auto const level =
        act.tx.text("SELECT level FROM block WHERE id = ?1", {round.block_id}).value_or("");
    for (auto const& proposal : proposals_for(quotas(act.tx, level), places)) {
        auto const* unit = round.member(proposal.unit);
        if (unit == nullptr) continue;
        act.tx.execute(
            "INSERT INTO score_proposal (round_id, unit_id, award, place) VALUES (?1, "
            "?2, ?3, ?4)",
            {round.id, unit->unit_id, proposal.award, proposal.place});
    }
    return {};
}

}  // namespace thidua::block
