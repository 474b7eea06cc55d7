#include "block/scale_store.h"

#include "base/random.h"
#include "organisation/block.h"

namespace thidua::block {
namespace {

std::string const kSelect =
    "SELECT s.id, s.ref, s.series, s.number, s.name, s.level, s.block_id, COALESCE(b.name, ''), "
    "COALESCE(o.path, " +
    std::string{organisation::kSqlTopPath} +
    "), s.state, s.proposal, s.body, s.made_by, s.made_at, "
    "s.adopted_by, s.adopted_at, s.version FROM score_scale s LEFT JOIN block b ON b.id = "
    "s.block_id LEFT JOIN unit o ON o.id = s.owner_unit_id";

StoredScale read_row(storage::Rows const& rows)
{
    StoredScale scale;
    scale.id = rows.integer(0);
    scale.ref = rows.string(1);
    scale.series = rows.string(2);
    scale.number = static_cast<int>(rows.integer(3));
    scale.name = rows.string(4);
    scale.level = rows.string(5);
    scale.block_id = rows.maybe_integer(6);
    scale.block_name = rows.string(7);
    scale.owner_path = rows.string(8);
    scale.state = rows.string(9);
    scale.proposal = rows.boolean(10);
    scale.body = rows.string(11);
    scale.made_by = rows.string(12);
    scale.made_at = rows.integer(13);
    scale.adopted_by = rows.string(14);
    scale.adopted_at = rows.maybe_integer(15);
    scale.version = rows.integer(16);
    return scale;
}

std::optional<StoredScale> one(storage::Transaction& tx,
                               std::string const& where,
                               storage::Params params)
{
    auto rows = tx.query(kSelect + where, params);
    return rows.next() ? std::optional{read_row(rows)} : std::nullopt;
}

}  // namespace

std::vector<StoredScale> scales(storage::Transaction& tx)
{
    std::vector<StoredScale> list;
    auto rows = tx.query(kSelect + " ORDER BY s.name, s.series, s.number DESC");
    while (rows.next()) list.push_back(read_row(rows));
    return list;
}

std::optional<StoredScale> find_scale(storage::Transaction& tx, std::string_view ref)
{
    return one(tx, " WHERE s.ref = ?1", {ref});
}

std::optional<StoredScale> scale_by_id(storage::Transaction& tx, std::int64_t id)
{
    return one(tx, " WHERE s.id = ?1", {id});
}

void insert_scale(storage::Transaction& tx,
                  StoredScale& scale,
                  std::optional<std::int64_t> owner_unit_id)
{
    constexpr std::size_t kRefLength = 10;
    scale.ref = random_token(kRefLength);
    if (scale.series.empty()) scale.series = scale.ref;
    auto const newest =
        tx.integer("SELECT max(number) FROM score_scale WHERE series = ?1", {scale.series});
    scale.number = static_cast<int>(newest.value_or(0)) + 1;
    scale.id = tx.insert(
        "INSERT INTO score_scale (ref, series, number, name, level, block_id, owner_unit_id, "
        "state, proposal, body, made_by, made_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, "
        "?11, ?12) RETURNING id",
        {scale.ref,
         scale.series,
         scale.number,
         scale.name,
         scale.level,
         scale.block_id,
         owner_unit_id,
         scale.state,
         scale.proposal ? 1 : 0,
         scale.body,
         scale.made_by,
         scale.made_at});
}

void update_scale(storage::Transaction& tx, StoredScale const& scale)
{
    tx.execute(
        "UPDATE score_scale SET name = ?2, level = ?3, body = ?4, proposal = ?5, version = "
        "version + 1 WHERE id = ?1",
        {scale.id, scale.name, scale.level, scale.body, scale.proposal ? 1 : 0});
}

void update_scale_state(storage::Transaction& tx, StoredScale const& scale)
{
    tx.execute(
        "UPDATE score_scale SET state = ?2, adopted_by = ?3, adopted_at = ?4, version = "
        "version + 1 WHERE id = ?1",
        {scale.id, scale.state, scale.adopted_by, scale.adopted_at});
}

}  // namespace thidua::block
