// SQL of blocks, their members and who leads them.
#include "block/leaders.h"
#include "organisation/block.h"

namespace thidua::block {

using access::Permission;

std::vector<NamedBlock> all_blocks(storage::Transaction& tx)
{
    std::vector<NamedBlock> blocks;
    auto rows = tx.query("SELECT id, ref, name FROM block ORDER BY name_key, id");
    while (rows.next()) blocks.push_back({rows.integer(0), rows.string(1), rows.string(2)});
    return blocks;
}

std::string level_of(storage::Transaction& tx, std::int64_t block_id)
{
    return tx.text("SELECT level FROM block WHERE id = ?1", {block_id}).value_or("");
}

std::vector<Member> members_of(storage::Transaction& tx, std::int64_t block_id, int year)
{
    std::vector<Member> members;
    auto rows = tx.query(
        "SELECT u.id, u.code, COALESCE((SELECT s.name FROM unit_state s WHERE s.unit_id = u.id AND "
        "s.valid_from <= ?3 AND (s.valid_to IS NULL OR s.valid_to >= ?3)), u.name), u.path, m.role "
        "FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE m.block_id = ?1 AND m.year = ?2 "
        "ORDER BY CASE m.role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key",
        {block_id, year, std::to_string(year) + "-12-31"});
    while (rows.next()) {
        members.push_back(
            {rows.integer(0), rows.string(1), rows.string(2), rows.string(3), rows.string(4)});
    }
    return members;
}

bool may_lead_ever(storage::Transaction& tx, access::Actor const& actor, std::int64_t block_id)
{
    auto const scopes = actor.scopes(Permission::LeadBlock);
    return tx
        .integer(
            "SELECT 1 FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE m.block_id = "
            "?1 AND m.role IN ('head', 'deputy') AND " +
                access::sql_in_scopes(scopes, "u.path") + " LIMIT 1",
            {block_id})
        .has_value();
}

std::string owner_path(storage::Transaction& tx, std::int64_t block_id)
{
    return tx
        .text("SELECT COALESCE(o.path, " + std::string{organisation::kSqlTopPath} +
                  ") FROM block b LEFT JOIN unit o ON o.id = b.owner_unit_id WHERE b.id = ?1",
              {block_id})
        .value_or("/");
}

std::string owner_name(storage::Transaction& tx, std::int64_t block_id)
{
    return tx.text("SELECT name FROM unit WHERE path = ?1", {owner_path(tx, block_id)})
        .value_or("");
}

}  // namespace thidua::block
