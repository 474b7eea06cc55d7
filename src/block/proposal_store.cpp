#include "block/proposal_store.h"

namespace thidua::block {

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

std::int64_t quota_version(storage::Transaction& tx, std::string_view level, std::string_view award)
{
    return tx
        .integer("SELECT version FROM score_quota WHERE level = ?1 AND award = ?2", {level, award})
        .value_or(0);
}

void put_quota(audit::Act& act, Quota const& quota)
{
    act.tx.execute(
        "INSERT INTO score_quota (level, award, count, ordinal, by_name, at) VALUES (?1, ?2, "
        "?3, ?4, ?5, ?6) ON CONFLICT (level, award) DO UPDATE SET count = excluded.count, "
        "ordinal = excluded.ordinal, by_name = excluded.by_name, at = excluded.at, version = "
        "score_quota.version + 1",
        {quota.level, quota.award, quota.count, quota.ordinal, act.actor.name, act.now.seconds});
}

void drop_quota(storage::Transaction& tx, Quota const& quota)
{
    tx.execute("DELETE FROM score_quota WHERE level = ?1 AND award = ?2",
               {quota.level, quota.award});
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

void put_proposal(storage::Transaction& tx,
                  Round const& round,
                  Member const& unit,
                  Proposal const& proposal)
{
    tx.execute(
        "INSERT INTO score_proposal (round_id, unit_id, award, place) VALUES (?1, ?2, ?3, ?4)",
        {round.id, unit.unit_id, proposal.award, proposal.place});
}

}  // namespace thidua::block
