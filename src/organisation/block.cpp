#include "organisation/block.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "organisation/rows.h"
#include "terms/vocabulary.h"

namespace thidua::organisation {

namespace json = boost::json;

namespace {

constexpr int kFirstYear = 1945;

// A block without owner belongs to the top of the tree.
std::string path_of(storage::Transaction& tx, std::optional<Unit> const& owner)
{
    if (owner) return owner->path;
    return top_path(tx);
}

Block block_of(storage::Transaction& tx, storage::Rows const& rows)
{
    Block block{
        rows.integer(0), rows.string(1), rows.string(2), rows.string(3), {}, rows.integer(5)};
    if (auto const owner = rows.maybe_integer(4)) block.owner = unit_by_id(tx, *owner);
    return block;
}

Result<Block> block_to_change(Act& act, std::string const& ref, std::int64_t version)
{
    auto block = find_block(act.tx, act.actor, ref);
    if (!block) return not_found();
    if (!may_write(act.tx, act.actor, *block)) return denied();
    if (block->version != version) return stale({});
    return *std::move(block);
}

Result<void> check_name(Act& act,
                        std::string const& name,
                        std::string const& level,
                        std::string const& but_ref)
{
    if (name.empty()) return bad_input("error.required", {}, "name");
    if (is_garbled(name)) return bad_input("error.garbled", {}, "name");
    if (terms::code_of("block-level", level) != level)
        return bad_input("error.choice", {}, "level");
    if (act.tx.integer("SELECT id FROM block WHERE name_key = ?1 AND ref <> ?2",
                       {fold(name), but_ref})) {
        return bad_input("organisation.block.name-taken", {{"name", name}}, "name");
    }
    return {};
}

Result<Block> finish(Act& act,
                     std::string_view what,
                     Block const& block,
                     json::object const& before,
                     json::object const& after)
{
    act.tx.execute("UPDATE block SET version = version + 1 WHERE id = ?1", {block.id});
    auto const path = path_of(act.tx, block.owner);
    auto const subject = "block:" + block.ref;
    audit::Line line{.what = what, .subject = subject};
    if (!before.empty()) line.before = &before;
    if (!after.empty()) line.after = &after;
    line.unit_path = path;
    audit::record(act, line);
    return find_block(act.tx, act.actor, block.ref).value();
}

Result<void> check_year(Act const& act, int year)
{
    if (year < kFirstYear || year > act.today().year() + 1)
        return bad_input("error.year", {}, "year");
    return {};
}

Result<void> check_member(Act& act, Block const& block, Unit const& unit, int year)
{
    auto const first = make_date(year, 1, 1).value();
    auto const last = make_date(year, 12, 31).value();
    if (unit.valid_from > last || (unit.valid_to && *unit.valid_to < first)) {
        return bad_input("organisation.block.unit-not-standing",
                         {{"unit", unit.name}, {"year", std::to_string(year)}},
                         "unit");
    }
    if (block.owner && !access::covers(block.owner->path, unit.path)) {
        return bad_input("organisation.block.outside-owner", {{"unit", unit.name}}, "unit");
    }
    auto const owner_id = block.owner ? std::optional{block.owner->id} : std::nullopt;
    auto const elsewhere = act.tx.text(
        "SELECT b.name FROM block_member m JOIN block b ON b.id = m.block_id WHERE m.unit_id = ?1 "
        "AND m.year = ?2 "
        "AND b.id <> ?3 AND b.level = ?4 AND COALESCE(b.owner_unit_id, 0) = COALESCE(CAST(?5 AS "
        "INTEGER), 0)",
        {unit.id, year, block.id, block.level, owner_id});
    if (elsewhere)
        return bad_input(
            "organisation.block.elsewhere", {{"unit", unit.name}, {"block", *elsewhere}}, "unit");
    return {};
}

Result<void> check_head(
    Act& act, Block const& block, Unit const& unit, int year, std::string const& role)
{
    if (role != "head") return {};
    auto const head = act.tx.text(
        "SELECT u.name FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE m.block_id = ?1 "
        "AND m.year = ?2 AND m.role = 'head' AND m.unit_id <> ?3",
        {block.id, year, unit.id});
    if (head) return bad_input("organisation.block.head-taken", {{"unit", *head}}, "role");
    return {};
}

json::object member_facts(int year, std::string const& unit, std::string const& role)
{
    return {{"year", year}, {"unit", unit}, {"role", role}};
}

}  // namespace

std::string sql_readable_blocks(access::Actor const& actor)
{
    auto const scopes = actor.scopes(Permission::ReadOrganisation);
    return "(b.owner_unit_id IN (SELECT o.id FROM unit o WHERE " +
           access::sql_in_scopes(scopes, "o.path") +
           ") OR EXISTS (SELECT 1 FROM block_member bm JOIN unit bu ON bu.id = bm.unit_id WHERE "
           "bm.block_id = b.id AND " +
           access::sql_in_scopes(scopes, "bu.path") + ") OR " +
           access::sql_in_scopes(scopes, "'/'") + ")";
}

std::string top_path(storage::Transaction& tx)
{
    return tx.text("SELECT " + std::string{kSqlTopPath}).value_or("/");
}

std::optional<Block> find_block(storage::Transaction& tx,
                                access::Actor const& actor,
                                std::string_view ref)
{
    auto rows = tx.query(
        "SELECT b.id, b.ref, b.name, b.level, b.owner_unit_id, b.version FROM block b WHERE b.ref "
        "= ?1 AND " +
            sql_readable_blocks(actor),
        {ref});
    return rows.next() ? std::optional{block_of(tx, rows)} : std::nullopt;
}

bool may_write(storage::Transaction& tx, access::Actor const& actor, Block const& block)
{
    return actor.may(Permission::WriteOrganisation, path_of(tx, block.owner));
}

Result<Block> create_block(Act& act, CreateBlock const& command)
{
    std::optional<Unit> owner;
    if (!command.owner.empty())
        owner = TD_TRY(unit_for(act, command.owner, Permission::WriteOrganisation, "owner"));
    if (!act.actor.may(Permission::WriteOrganisation, path_of(act.tx, owner))) {
        return bad_input("organisation.block.owner-required", {}, "owner");
    }
    TD_CHECK(check_name(act, command.name, command.level, ""));
    auto const ref = address_of(audit::instance_secret(act.tx), "block:" + fold(command.name));
    auto const owner_id = owner ? std::optional{owner->id} : std::nullopt;
    auto const id = act.tx.insert(
        "INSERT INTO block (ref, name, name_key, level, owner_unit_id, version) "
        "VALUES (?1, ?2, ?3, ?4, ?5, 0) RETURNING id",
        {ref, command.name, fold(command.name), command.level, owner_id});
    Block const made{id, ref, command.name, command.level, owner, 0};
    return finish(act,
                  "organisation.block.create",
                  made,
                  {},
                  {{"name", command.name}, {"level", command.level}});
}

Result<Block> edit_block(Act& act, EditBlock const& command)
{
    auto const block = find_block(act.tx, act.actor, command.ref);
    if (!block) return not_found();
    if (!may_write(act.tx, act.actor, *block)) return denied();
    if (block->version != command.version)
        return stale({{"name", command.name, block->name}, {"level", command.level, block->level}});
    TD_CHECK(check_name(act, command.name, command.level, command.ref));
    act.tx.execute("UPDATE block SET name = ?2, name_key = ?3, level = ?4 WHERE id = ?1",
                   {block->id, command.name, fold(command.name), command.level});
    return finish(act,
                  "organisation.block.edit",
                  *block,
                  {{"name", block->name}, {"level", block->level}},
                  {{"name", command.name}, {"level", command.level}});
}

Result<Block> set_block_member(Act& act, SetBlockMember const& command)
{
    auto const block = TD_TRY(block_to_change(act, command.ref, command.version));
    TD_CHECK(check_year(act, command.year));
    auto const unit = TD_TRY(unit_for(act, command.unit, Permission::ReadOrganisation, "unit"));
    if (terms::code_of("block-role", command.role) != command.role)
        return bad_input("error.choice", {}, "role");
    TD_CHECK(check_member(act, block, unit, command.year));
    TD_CHECK(check_head(act, block, unit, command.year, command.role));
    act.tx.execute(
        "INSERT INTO block_member (block_id, year, unit_id, role, rank) VALUES (?1, ?2, ?3, ?4, "
        "?5) "
        "ON CONFLICT (block_id, year, unit_id) DO UPDATE SET role = excluded.role, rank = "
        "excluded.rank",
        {block.id, command.year, unit.id, command.role, command.rank});
    return finish(act,
                  "organisation.block.member",
                  block,
                  {},
                  member_facts(command.year, unit.code, command.role));
}

Result<Block> remove_block_member(Act& act, RemoveBlockMember const& command)
{
    auto const block = TD_TRY(block_to_change(act, command.ref, command.version));
    auto const unit = TD_TRY(unit_for(act, command.unit, Permission::ReadOrganisation, "unit"));
    auto const removed = act.tx.execute(
        "DELETE FROM block_member WHERE block_id = ?1 AND year = ?2 AND unit_id = ?3",
        {block.id, command.year, unit.id});
    if (removed == 0) return not_found();
    return finish(act,
                  "organisation.block.remove-member",
                  block,
                  member_facts(command.year, unit.code, ""),
                  {});
}

Result<Block> copy_block_year(Act& act, CopyBlockYear const& command)
{
    auto const block = TD_TRY(block_to_change(act, command.ref, command.version));
    TD_CHECK(check_year(act, command.year));
    auto const first_day = to_iso(make_date(command.year, 1, 1).value());
    auto const copied = act.tx.execute(
        "INSERT INTO block_member (block_id, year, unit_id, role) "
        "SELECT m.block_id, CAST(?2 AS INTEGER), m.unit_id, m.role FROM block_member m JOIN unit u "
        "ON u.id = m.unit_id "
        "WHERE m.block_id = ?1 AND m.year = ?3 AND (u.valid_to IS NULL OR u.valid_to >= ?4) "
        "ON CONFLICT (block_id, year, unit_id) DO NOTHING",
        {block.id, command.year, command.year - 1, first_day});
    if (copied == 0)
        return failure(Kind::Refused, "organisation.block.nothing-to-copy", {}, "year");
    return finish(
        act, "organisation.block.copy", block, {}, {{"year", command.year}, {"copied", copied}});
}

}  // namespace thidua::organisation
