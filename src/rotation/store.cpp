#include "rotation/store.h"

#include "organisation/rows.h"
#include "programme/programme_store.h"

#include <algorithm>

namespace thidua::rotation {
namespace {

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }

std::optional<Instant> instant_at(storage::Rows const& rows, int column)
{
    auto const seconds = rows.maybe_integer(column);
    return seconds ? std::optional{Instant{*seconds}} : std::nullopt;
}

std::vector<Place> places_of(storage::Transaction& tx, std::int64_t block_id, int year)
{
    std::vector<Place> places;
    for (auto rows = tx.query(
             "SELECT u.id, u.code, u.name, u.path, m.role, COALESCE(o.position, 0),"
             " COALESCE(s.reason, '') FROM block_member m JOIN unit u ON u.id = m.unit_id"
             " LEFT JOIN rotation_order o ON o.block_id = m.block_id AND o.unit_id = m.unit_id"
             " LEFT JOIN rotation_skip s ON s.block_id = m.block_id AND s.unit_id = m.unit_id"
             " AND s.year = ?2 WHERE m.block_id = ?1 AND m.year = ?3"
             " ORDER BY CASE WHEN o.position IS NULL THEN 1 ELSE 0 END, o.position ASC NULLS LAST,"
             " u.code_key, u.id",
             {block_id, year, year - 1});
         rows.next();) {
        places.push_back({rows.integer(0),
                          rows.string(1),
                          rows.string(2),
                          rows.string(3),
                          rows.string(4),
                          static_cast<int>(rows.integer(5)),
                          rows.string(6)});
    }
    return places;
}

std::optional<Election> election_of(storage::Transaction& tx, std::int64_t block_id, int year)
{
    auto rows = tx.query(
        "SELECT h.code, h.name, COALESCE(d.code, ''), COALESCE(d.name, ''), e.manner, e.hands_for,"
        " e.hands_of, e.ballot_ref, e.reason, e.held_on, e.entered_by, e.number, e.signer, e.dated"
        " FROM rotation_election e JOIN unit h ON h.id = e.head_unit_id"
        " LEFT JOIN unit d ON d.id = e.deputy_unit_id WHERE e.block_id = ?1 AND e.year = ?2",
        {block_id, year});
    if (!rows.next()) return std::nullopt;
    Election election;
    election.head = rows.string(0);
    election.head_name = rows.string(1);
    election.deputy = rows.string(2);
    election.deputy_name = rows.string(3);
    election.manner = rows.string(4);
    election.hands_for = rows.maybe_integer(5);
    election.hands_of = rows.maybe_integer(6);
    election.ballot_ref = rows.string(7);
    election.reason = rows.string(8);
    election.held_on = day(rows.text(9));
    election.entered_by = rows.string(10);
    election.number = rows.string(11);
    election.signer = rows.string(12);
    election.dated = organisation::date_at(rows, 13);
    return election;
}

programme::BlockMember side(storage::Transaction& tx, std::int64_t unit_id)
{
    auto const unit = organisation::unit_by_id(tx, unit_id).value();
    return {unit.id, unit.code, unit.name, unit.path, "", {}};
}

std::optional<Handover> handover_of(storage::Transaction& tx, std::int64_t block_id, int year)
{
    auto rows = tx.query("SELECT from_unit_id, to_unit_id, day, place, items, note, from_name,"
                         " to_name, from_by, from_at, to_by, to_at, hash FROM rotation_handover"
                         " WHERE block_id = ?1 AND year = ?2",
                         {block_id, year});
    if (!rows.next()) return std::nullopt;
    Handover handover;
    handover.from = side(tx, rows.integer(0));
    handover.to = side(tx, rows.integer(1));
    handover.day = day(rows.text(2));
    handover.place = rows.string(3);
    handover.items = rows.string(4);
    handover.note = rows.string(5);
    handover.from_name = rows.string(6);
    handover.to_name = rows.string(7);
    handover.from_by = rows.string(8);
    handover.from_at = instant_at(rows, 9);
    handover.to_by = rows.string(10);
    handover.to_at = instant_at(rows, 11);
    handover.hash = rows.string(12);
    return handover;
}

std::string owner_path(storage::Transaction& tx, organisation::Block const& block)
{
    if (block.owner) return block.owner->path;
    auto const top = programme::top_unit(tx);
    return top ? top->path : "/";
}

}  // namespace

std::optional<Rotation> load(storage::Transaction& tx, organisation::Block const& block, int year)
{
    Rotation rotation{.block = block, .owner_path = owner_path(tx, block), .year = year};
    rotation.places = places_of(tx, block.id, year);
    rotation.election = election_of(tx, block.id, year);
    rotation.handover = handover_of(tx, block.id, year);
    rotation.version =
        tx.integer("SELECT version FROM rotation WHERE block_id = ?1", {block.id}).value_or(0);
    return rotation;
}

void touch(storage::Transaction& tx, Rotation const& rotation)
{
    tx.execute("INSERT INTO rotation (block_id, version) VALUES (?1, 1) ON CONFLICT (block_id)"
               " DO UPDATE SET version = rotation.version + 1",
               {rotation.block.id});
}

Place const* Rotation::place(std::string_view code) const
{
    auto const found = std::find_if(
        places.begin(), places.end(), [&](Place const& each) { return each.code == code; });
    return found == places.end() ? nullptr : &*found;
}

Place const* Rotation::head() const
{
    auto const found = std::find_if(
        places.begin(), places.end(), [](Place const& each) { return each.role == "head"; });
    return found == places.end() ? nullptr : &*found;
}

Place const* Rotation::suggested() const
{
    std::vector<Place const*> order;
    for (auto const& each : places) {
        if (each.position > 0) order.push_back(&each);
    }
    if (order.empty()) return nullptr;
    auto const now = std::find(order.begin(), order.end(), head());
    auto const start = now == order.end() ? 0 : static_cast<std::size_t>(now - order.begin()) + 1;
    for (std::size_t step = 0; step < order.size(); ++step) {
        auto const* next = order[(start + step) % order.size()];
        if (next->skip_reason.empty() && next != head()) return next;
    }
    return nullptr;
}

}  // namespace thidua::rotation
