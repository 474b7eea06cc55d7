#include "legal/ruling_store.h"

#include "base/text.h"

#include <map>

namespace thidua::legal {
namespace {

constexpr std::string_view kSelect =
    "SELECT id, ref, award, point, regimes, received_from, received_to, holds, reason, number, dated, signer,"
    " state, entered_by, entered_at, decided_by, decided_at, decided_reason, version, value FROM ruling";

Date day(std::string_view iso) { return *parse_iso_date(iso); }

std::vector<std::string> words_of(std::string_view text)
{
    std::vector<std::string> words;
    for (auto const word : split(text, ' ')) {
        if (!word.empty()) words.emplace_back(word);
    }
    return words;
}

// The seven columns from `first` on.
Passage passage_at(storage::Rows const& rows, int first)
{
    Passage passage{rows.string(first), rows.string(first + 1), Instant{rows.integer(first + 2)}};
    passage.decided_by = rows.string(first + 3);
    if (auto const at = rows.maybe_integer(first + 4)) passage.decided_at = Instant{*at};
    passage.decided_reason = rows.string(first + 5);
    return passage;
}

Ruling read_ruling(storage::Rows const& rows)
{
    Ruling ruling;
    ruling.id = rows.integer(0);
    ruling.ref = rows.string(1);
    ruling.award = rows.string(2);
    ruling.point = rows.string(3);
    ruling.regimes = words_of(rows.text(4));
    ruling.received_from = day(rows.text(5));
    if (!rows.is_null(6)) ruling.received_to = day(rows.text(6));
    ruling.holds = rows.boolean(7);
    ruling.reason = rows.string(8);
    ruling.paper = {rows.string(9), day(rows.text(10)), rows.string(11)};
    ruling.passage = passage_at(rows, 12);
    ruling.version = rows.integer(18);
    ruling.value = rows.string(19);
    return ruling;
}

void add_units(storage::Transaction& tx, std::map<std::int64_t, Ruling*> const& by_id)
{
    auto rows = tx.query("SELECT r.ruling_id, u.id, u.code, u.name, u.path FROM ruling_unit r"
                         " JOIN unit u ON u.id = r.unit_id ORDER BY u.path, u.id");
    while (rows.next()) {
        auto const found = by_id.find(rows.integer(0));
        if (found == by_id.end()) continue;
        found->second->units.push_back(
            {rows.integer(1), rows.string(2), rows.string(3), rows.string(4)});
    }
}

void add_ends(storage::Transaction& tx, std::map<std::int64_t, Ruling*> const& by_id)
{
    auto rows = tx.query("SELECT ruling_id, id, ref, stops_on, reason, number, dated, signer, state, entered_by,"
                         " entered_at, decided_by, decided_at, decided_reason FROM ruling_end"
                         " WHERE state <> 'rejected' ORDER BY id");
    while (rows.next()) {
        auto const found = by_id.find(rows.integer(0));
        if (found == by_id.end()) continue;
        found->second->end = {rows.integer(1),
                              rows.string(2),
                              day(rows.text(3)),
                              rows.string(4),
                              {rows.string(5), day(rows.text(6)), rows.string(7)},
                              passage_at(rows, 8)};
    }
}

void complete(storage::Transaction& tx, std::vector<Ruling>& list)
{
    if (list.empty()) return;
    std::map<std::int64_t, Ruling*> by_id;
    for (auto& ruling : list) by_id[ruling.id] = &ruling;
    add_units(tx, by_id);
    add_ends(tx, by_id);
}

std::optional<std::int64_t> seconds(std::optional<Instant> instant)
{
    return instant ? std::optional{instant->seconds} : std::nullopt;
}

}  // namespace

std::vector<Ruling> rulings(storage::Transaction& tx)
{
    std::vector<Ruling> list;
    for (auto rows = tx.query(std::string{kSelect} + " ORDER BY id DESC"); rows.next();) {
        list.push_back(read_ruling(rows));
    }
    complete(tx, list);
    return list;
}

std::optional<Ruling> find_ruling(storage::Transaction& tx, std::string_view ref)
{
    std::vector<Ruling> list;
    for (auto rows = tx.query(std::string{kSelect} + " WHERE ref = ?1", {ref}); rows.next();) {
        list.push_back(read_ruling(rows));
    }
    complete(tx, list);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

void insert_ruling(storage::Transaction& tx, Ruling& ruling)
{
    std::string regimes;
    for (auto const& each : ruling.regimes) regimes += (regimes.empty() ? "" : " ") + each;
    auto const to = ruling.received_to ? std::optional{to_iso(*ruling.received_to)} : std::nullopt;
    ruling.id = tx.insert(
        "INSERT INTO ruling (ref, award, point, regimes, received_from, received_to, holds, reason, number, dated,"
        " signer, state, entered_by, entered_at, value) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12,"
        " ?13, ?14, ?15)"
        " RETURNING id",
        {ruling.ref, ruling.award, ruling.point, regimes, to_iso(ruling.received_from), to,
         ruling.holds ? 1 : 0, ruling.reason, ruling.paper.number, to_iso(ruling.paper.dated),
         ruling.paper.signer, ruling.passage.state, ruling.passage.entered_by,
         ruling.passage.entered_at.seconds, ruling.value});
    for (auto const& unit : ruling.units) {
        tx.execute("INSERT INTO ruling_unit (ruling_id, unit_id) VALUES (?1, ?2)",
                   {ruling.id, unit.id});
    }
}

void insert_end(storage::Transaction& tx, std::int64_t ruling_id, RulingEnd& end)
{
    end.id = tx.insert(
        "INSERT INTO ruling_end (ref, ruling_id, stops_on, reason, number, dated, signer, state, entered_by,"
        " entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10) RETURNING id",
        {end.ref, ruling_id, to_iso(end.stops_on), end.reason, end.paper.number,
         to_iso(end.paper.dated), end.paper.signer, end.passage.state, end.passage.entered_by,
         end.passage.entered_at.seconds});
}

void update_passage(storage::Transaction& tx, Ruling const& ruling)
{
    tx.execute("UPDATE ruling SET state = ?2, decided_by = ?3, decided_at = ?4, decided_reason = ?5 WHERE id = ?1",
               {ruling.id, ruling.passage.state, ruling.passage.decided_by,
                seconds(ruling.passage.decided_at), ruling.passage.decided_reason});
    touch(tx, ruling);
}

void update_end(storage::Transaction& tx, Ruling const& ruling)
{
    auto const& end = *ruling.end;
    tx.execute("UPDATE ruling_end SET state = ?2, decided_by = ?3, decided_at = ?4, decided_reason = ?5"
               " WHERE id = ?1",
               {end.id, end.passage.state, end.passage.decided_by,
                seconds(end.passage.decided_at), end.passage.decided_reason});
    touch(tx, ruling);
}

void touch(storage::Transaction& tx, Ruling const& ruling)
{
    tx.execute("UPDATE ruling SET version = version + 1 WHERE id = ?1", {ruling.id});
}

}  // namespace thidua::legal
