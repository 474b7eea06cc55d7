#include "block/round_store.h"

#include "base/random.h"
#include "organisation/block.h"

namespace thidua::block {
namespace {

std::string const kSelect =
    "SELECT r.id, r.ref, r.block_id, b.ref, b.name, COALESCE(o.path, " +
    std::string{organisation::kSqlTopPath} +
    "), r.year, r.calendar, r.period, r.scale_id, r.state, r.closes_on, r.crossing, r.threshold, "
    "r.resolution, r.resolution_reason, r.resolution_paper, r.appeals_until, r.version FROM "
    "score_round r JOIN block b ON b.id = r.block_id LEFT JOIN unit o ON o.id = b.owner_unit_id";

std::optional<Date> day_at(storage::Rows const& rows, int column)
{
    return rows.is_null(column) ? std::nullopt : parse_iso_date(rows.text(column));
}

std::optional<std::string> iso(std::optional<Date> day)
{
    return day ? std::optional{to_iso(*day)} : std::nullopt;
}

Round read_row(storage::Rows const& rows)
{
    Round round;
    round.id = rows.integer(0);
    round.ref = rows.string(1);
    round.block_id = rows.integer(2);
    round.block_ref = rows.string(3);
    round.block_name = rows.string(4);
    round.owner_path = rows.string(5);
    round.year = static_cast<int>(rows.integer(6));
    round.calendar = rows.string(7);
    round.period = rows.string(8);
    round.scale_id = rows.integer(9);
    round.state = state_named(rows.text(10)).value();
    round.closes_on = day_at(rows, 11);
    round.crossing = rows.string(12);
    round.threshold = rows.integer(13);
    round.resolution = rows.string(14);
    round.resolution_reason = rows.string(15);
    round.resolution_paper = rows.string(16);
    round.appeals_until = day_at(rows, 17);
    round.version = rows.integer(18);
    return round;
}

// Those with a sheet; before sheets are made, the block's members of the year.
std::vector<Member> members_in(storage::Transaction& tx, Round const& round)
{
    auto members = members_of(tx, round.block_id, round.year);
    std::vector<Member> in;
    for (auto& member : members) {
        if (tx.integer("SELECT 1 FROM score_sheet WHERE round_id = ?1 AND unit_id = ?2",
                       {round.id, member.unit_id}))
            in.push_back(std::move(member));
    }
    return in;
}

}  // namespace

std::optional<Round> find_round(storage::Transaction& tx, std::string_view ref)
{
    std::optional<Round> round;
    {
        auto rows = tx.query(kSelect + " WHERE r.ref = ?1", {ref});
        if (rows.next()) round = read_row(rows);
    }
    if (round) round->members = members_in(tx, *round);
    return round;
}

std::vector<Round> all_rounds(storage::Transaction& tx, int year)
{
    std::vector<Round> list;
    auto const sql = kSelect + (year == 0 ? " WHERE ?1 = 0" : " WHERE r.year = ?1") +
                     " ORDER BY r.year DESC, b.name_key, r.period DESC";
    for (auto rows = tx.query(sql, {year}); rows.next();) list.push_back(read_row(rows));
    for (auto& round : list) round.members = members_in(tx, round);
    return list;
}

std::vector<int> years_with_rounds(storage::Transaction& tx)
{
    std::vector<int> years;
    auto rows = tx.query("SELECT DISTINCT year FROM score_round ORDER BY year");
    while (rows.next()) years.push_back(static_cast<int>(rows.integer(0)));
    return years;
}

std::vector<Step> steps_of(storage::Transaction& tx, Round const& round)
{
    std::vector<Step> steps;
    auto rows = tx.query(
        "SELECT step, to_state, reason, by_name, closes_on, at FROM score_step "
        "WHERE round_id = ?1 ORDER BY id",
        {round.id});
    while (rows.next()) {
        steps.push_back({rows.string(0),
                         rows.string(1),
                         rows.string(2),
                         rows.string(3),
                         rows.maybe_string(4),
                         rows.integer(5)});
    }
    return steps;
}

void insert_round(storage::Transaction& tx, Round& round)
{
    constexpr std::size_t kRefLength = 10;
    round.ref = random_token(kRefLength);
    round.id = tx.insert(
        "INSERT INTO score_round (ref, block_id, year, calendar, period, scale_id, crossing, "
        "threshold) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id",
        {round.ref,
         round.block_id,
         round.year,
         round.calendar,
         round.period,
         round.scale_id,
         round.crossing,
         round.threshold});
}

void update_round(storage::Transaction& tx, Round& round)
{
    tx.execute(
        "UPDATE score_round SET state = ?2, closes_on = ?3, scale_id = ?4, crossing = ?5, "
        "threshold = ?6, resolution = ?7, resolution_reason = ?8, resolution_paper = ?9, "
        "appeals_until = ?10, version = version + 1 WHERE id = ?1",
        {round.id,
         name_of(round.state),
         iso(round.closes_on),
         round.scale_id,
         round.crossing,
         round.threshold,
         round.resolution,
         round.resolution_reason,
         round.resolution_paper,
         iso(round.appeals_until)});
    ++round.version;
}

void insert_step(
    audit::Act& act, Round const& round, std::string_view step, State from, std::string_view reason)
{
    act.tx.execute(
        "INSERT INTO score_step (round_id, step, from_state, to_state, closes_on, "
        "reason, by_name, at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {round.id,
         step,
         name_of(from),
         name_of(round.state),
         iso(round.closes_on),
         reason,
         act.actor.name,
         act.now.seconds});
}

void make_sheets(storage::Transaction& tx, Round const& round)
{
    for (auto const& member : members_of(tx, round.block_id, round.year)) {
        auto const people = tx.integer(
            "SELECT count(*) FROM person p JOIN unit u ON u.id = p.unit_id WHERE p.origin = "
            "'staff' AND p.left_on IS NULL AND " +
            access::sql_in_scopes({member.path}, "u.path"));
        tx.execute(
            "INSERT INTO score_sheet (round_id, unit_id, people) VALUES (?1, ?2, ?3) ON "
            "CONFLICT (round_id, unit_id) DO UPDATE SET people = excluded.people",
            {round.id, member.unit_id, people.value_or(0)});
    }
}

void put_scorers(storage::Transaction& tx,
                 std::int64_t sheet_id,
                 std::vector<std::int64_t> const& scorers)
{
    tx.execute("DELETE FROM score_cross WHERE sheet_id = ?1", {sheet_id});
    for (auto const scorer : scorers) {
        tx.execute(
            "INSERT INTO score_cross (sheet_id, scorer_id) VALUES (?1, ?2) ON CONFLICT "
            "(sheet_id, scorer_id) DO NOTHING",
            {sheet_id, scorer});
    }
}

std::vector<std::string> units_without_scorers(storage::Transaction& tx, Round const& round)
{
    std::vector<std::string> names;
    auto rows = tx.query(
        "SELECT u.name FROM score_sheet s JOIN unit u ON u.id = s.unit_id WHERE s.round_id = ?1 "
        "AND NOT EXISTS (SELECT 1 FROM score_cross c WHERE c.sheet_id = s.id) ORDER BY u.code_key",
        {round.id});
    while (rows.next()) names.push_back(rows.string(0));
    return names;
}

}  // namespace thidua::block
