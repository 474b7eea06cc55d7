#include "programme/heads.h"

#include "organisation/acts.h"
#include "programme/programme_store.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

bool belongs_to(storage::Transaction& tx,
                organisation::Block const& block,
                Programme const& programme)
{
    if (block.owner) return block.owner->id == programme.owner.id;
    auto const top = top_unit(tx);
    return top && top->id == programme.owner.id;
}

struct Place {
    Programme programme;
    BlockYear year;
};
Result<Place> block_to_change(audit::Act& act,
                              std::string const& programme_ref,
                              std::string const& block_ref,
                              std::int64_t version,
                              std::string const& reason)
{
    auto programme = find_programme(act.tx, act.actor, programme_ref);
    if (!programme) return not_found();
    auto year = find_block_year(act.tx, act.actor, *programme, block_ref);
    if (!year) return not_found();
    if (!may_plan(act.actor, *programme)) return denied();
    if (!belongs_to(act.tx, year->block, *programme))
        return failure(Kind::Refused, "programme.error.other-block");
    if (year->block.version != version) return organisation::stale({});
    TD_CHECK(check_reason(*programme, reason));
    return Place{*std::move(programme), *std::move(year)};
}

std::string told(std::vector<BlockMember> const& members)
{
    std::string text;
    for (auto const& member : members) {
        if (member.role == "member") continue;
        text += (text.empty() ? "" : "; ") + terms::name_of("block-role", member.role) + ": " +
                member.name;
    }
    return text;
}

// The planner's right was asked; keeping the block's table is organisation's own act.
template <class Body>
auto as_keeper(audit::Act& act, Body const& body)
{
    auto const keeper = access::Actor::system(act.actor.name);
    audit::Act inner{act.tx, keeper, act.now, act.request};
    return body(inner);
}

Result<void> set_role(audit::Act& act,
                      Place const& place,
                      std::string const& unit,
                      std::string const& role,
                      std::int64_t version)
{
    auto const& members = place.year.members;
    auto const known = std::find_if(
        members.begin(), members.end(), [&](auto const& each) { return each.code == unit; });
    organisation::SetBlockMember const command{
        .ref = place.year.block.ref,
        .year = place.programme.year,
        .unit = unit,
        .role = role,
        .rank = known == members.end() ? std::nullopt : known->rank,
        .version = version};
    TD_TRY(as_keeper(
        act, [&](audit::Act& inner) { return organisation::set_block_member(inner, command); }));
    return {};
}

void finish(audit::Act& act, Place const& place, std::string const& reason)
{
    auto const now = members_of(act.tx, place.year.block.id, place.programme.year);
    auto const before = told(place.year.members);
    auto const after = told(now);
    keep_amendment(act, place.programme, {"block", place.year.block.name, before, after, reason});
    leave_line(act,
               "programme.block",
               place.programme,
               {{"block", place.year.block.name}, {"leads", before}},
               {{"block", place.year.block.name}, {"leads", after}});
}

}  // namespace

BlockMember const* BlockYear::head() const
{
    auto const found = std::find_if(
        members.begin(), members.end(), [](auto const& each) { return each.role == "head"; });
    return found == members.end() ? nullptr : &*found;
}

std::vector<BlockMember> members_of(storage::Transaction& tx, std::int64_t block_id, int year)
{
    std::vector<BlockMember> list;
    for (auto rows = tx.query(
             "SELECT u.id, u.code, u.name, u.path, m.role, m.rank FROM block_member m"
             " JOIN unit u ON u.id = m.unit_id WHERE m.block_id = ?1 AND m.year = ?2 ORDER BY"
             " CASE m.role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key, u.id",
             {block_id, year});
         rows.next();) {
        list.push_back({rows.integer(0),
                        rows.string(1),
                        rows.string(2),
                        rows.string(3),
                        rows.string(4),
                        rows.maybe_integer(5)});
    }
    return list;
}

std::vector<BlockYear> blocks_of(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 Programme const& programme)
{
    std::vector<std::string> refs;
    for (auto rows = tx.query("SELECT b.ref FROM block b LEFT JOIN unit o ON o.id ="
                              " b.owner_unit_id WHERE (o.id IS NULL OR substr(o.path, 1,"
                              " length(CAST(?1 AS TEXT))) = ?1) AND " +
                                  organisation::sql_readable_blocks(actor) +
                                  " ORDER BY COALESCE(o.path, ''), b.name_key, b.id",
                              {programme.owner.path});
         rows.next();) {
        refs.push_back(rows.string(0));
    }
    auto const top = top_unit(tx);
    bool const is_top = top && top->id == programme.owner.id;
    std::vector<BlockYear> list;
    for (auto const& ref : refs) {
        auto block = organisation::find_block(tx, actor, ref).value();
        if (!block.owner && !is_top) continue;
        auto members = members_of(tx, block.id, programme.year);
        list.push_back({std::move(block), std::move(members)});
    }
    return list;
}

std::optional<BlockYear> find_block_year(storage::Transaction& tx,
                                         access::Actor const& actor,
                                         Programme const& programme,
                                         std::string_view block_ref)
{
    auto block = organisation::find_block(tx, actor, block_ref);
    if (!block) return std::nullopt;
    auto members = members_of(tx, block->id, programme.year);
    return BlockYear{*std::move(block), std::move(members)};
}

Result<void> assign_role(audit::Act& act, AssignRole const& command)
{
    auto const place = TD_TRY(block_to_change(
        act, command.programme, command.block, command.version, command.reason));
    if (terms::code_of("block-role", command.role) != command.role)
        return bad_input("error.choice", {}, "role");
    auto version = command.version;
    auto const* head = place.year.head();
    if (command.role == "head" && head != nullptr && head->code != command.unit) {
        TD_CHECK(set_role(act, place, head->code, "member", version));
        ++version;
    }
    TD_CHECK(set_role(act, place, command.unit, command.role, version));
    finish(act, place, command.reason);
    return {};
}

Result<void> take_over_members(audit::Act& act, TakeOverMembers const& command)
{
    auto const place = TD_TRY(block_to_change(
        act, command.programme, command.block, command.version, command.reason));
    organisation::CopyBlockYear const copy{
        place.year.block.ref, place.programme.year, command.version};
    TD_TRY(as_keeper(
        act, [&](audit::Act& inner) { return organisation::copy_block_year(inner, copy); }));
    finish(act, place, command.reason);
    return {};
}

}  // namespace thidua::programme
