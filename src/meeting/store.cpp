#include "meeting/store.h"

#include "organisation/filter.h"

namespace thidua::meeting {
namespace {

using access::Permission;
using organisation::Filter;

constexpr std::string_view kColumns =
    "m.id, m.ref, m.block_id, b.ref, COALESCE(b.name, m.body_name), m.year, m.kind, m.title, m.day, m.starts, m.place,"
    " m.guests, m.agenda, m.state, m.cancel_reason, m.quorum_percent, m.number, m.chair,"
    " m.secretary, m.content, m.opinions, m.conclusions, m.ends, m.chair_account,"
    " m.chair_signed_by, m.chair_signed_at, m.secretary_account, m.secretary_signed_by,"
    " m.secretary_signed_at, m.hash, m.version, COALESCE(o.path, '/'), o.code, m.urgency";

Signature signature_at(storage::Rows const& rows, int first)
{
    Signature signature{rows.maybe_integer(first).value_or(0), rows.string(first + 1), {}};
    if (auto const at = rows.maybe_integer(first + 2)) signature.at = Instant{*at};
    return signature;
}

Meeting meeting_at(storage::Rows const& rows)
{
    Meeting meeting;
    meeting.id = rows.integer(0);
    meeting.ref = rows.string(1);
    meeting.block_id = rows.maybe_integer(2).value_or(0);
    meeting.block_ref = rows.string(3);
    meeting.block_name = rows.string(4);
    meeting.year = static_cast<int>(rows.integer(5));
    meeting.kind = rows.string(6);
    meeting.title = rows.string(7);
    meeting.day = parse_iso_date(rows.text(8)).value();
    meeting.starts = rows.string(9);
    meeting.place = rows.string(10);
    meeting.guests = rows.string(11);
    meeting.agenda = rows.string(12);
    meeting.state = rows.string(13);
    meeting.cancel_reason = rows.string(14);
    meeting.quorum_percent = static_cast<int>(rows.integer(15));
    meeting.number = rows.string(16);
    meeting.chair = rows.string(17);
    meeting.secretary = rows.string(18);
    meeting.content = rows.string(19);
    meeting.opinions = rows.string(20);
    meeting.conclusions = rows.string(21);
    meeting.ends = rows.string(22);
    meeting.chair_signature = signature_at(rows, 23);
    meeting.secretary_signature = signature_at(rows, 26);
    meeting.hash = rows.string(29);
    meeting.version = rows.integer(30);
    meeting.body_path = rows.string(31);
    if (meeting.is_of_council()) meeting.body_unit = rows.string(32);
    meeting.urgency = rows.string(33);
    return meeting;
}

void add_persons(storage::Transaction& tx, Meeting& meeting)
{
    auto rows = tx.query(
        "SELECT p.account, a.name, p.name, p.presence, p.reason FROM meeting_person p"
        " JOIN account a ON a.id = p.account WHERE p.meeting_id = ?1 ORDER BY a.sort_key, a.id",
        {meeting.id});
    while (rows.next()) {
        meeting.attendees.push_back({.code = rows.string(1),
                                     .name = rows.string(2),
                                     .presence = rows.string(3),
                                     .reason = rows.string(4),
                                     .account = rows.integer(0)});
    }
}

void add_units(storage::Transaction& tx, Meeting& meeting)
{
    auto rows = tx.query(
        "SELECT u.id, u.code, u.name, u.path, a.presence, a.name, a.reason FROM meeting_attendee a"
        " JOIN unit u ON u.id = a.unit_id LEFT JOIN block_member bm ON bm.unit_id = a.unit_id"
        " AND bm.block_id = ?2 AND bm.year = ?3 WHERE a.meeting_id = ?1"
        " ORDER BY CASE bm.role WHEN 'head' THEN 0 WHEN 'deputy' THEN 1 ELSE 2 END, u.code_key,"
        " u.id",
        {meeting.id, meeting.block_id, meeting.year});
    while (rows.next()) {
        meeting.attendees.push_back({rows.integer(0),
                                     rows.string(1),
                                     rows.string(2),
                                     rows.string(3),
                                     rows.string(4),
                                     rows.string(5),
                                     rows.string(6)});
    }
}

// Of one of the units invited, or of a block whose year the actor plans; of a council for who is
// called, plans or decides there.
std::string readable(Filter& filter, access::Actor const& actor)
{
    auto const read = actor.scopes(Permission::ReadMovements);
    auto const plan = actor.scopes(Permission::PlanYear);
    auto const decide = actor.scopes(Permission::DecideResults);
    auto const account = filter.value(actor.account);
    return "(EXISTS (SELECT 1 FROM meeting_attendee ra JOIN unit ru ON ru.id = ra.unit_id WHERE"
           " ra.meeting_id = m.id AND " +
           access::sql_in_scopes(read, "ru.path") + ") OR " +
           access::sql_in_scopes(plan, "COALESCE(o.path, '/')") +
           " OR (m.body = 'council' AND (" + access::sql_in_scopes(decide, "o.path") +
           " OR (m.state <> 'planned' AND EXISTS (SELECT 1 FROM meeting_person rp WHERE"
           " rp.meeting_id = m.id AND rp.account = " +
           account + ")))))";
}

std::vector<Meeting> select(storage::Transaction& tx, Filter const& filter)
{
    std::vector<Meeting> list;
    for (auto rows = tx.query("SELECT " + std::string{kColumns} +
                                  " FROM meeting m LEFT JOIN block b ON b.id = m.block_id LEFT JOIN unit o"
                                  " ON o.id = COALESCE(m.body_unit, b.owner_unit_id)" +
                                  filter.where() + " ORDER BY m.day DESC, m.id DESC",
                              filter.params());
         rows.next();) {
        list.push_back(meeting_at(rows));
    }
    for (auto& meeting : list) {
        if (meeting.is_of_council()) {
            add_persons(tx, meeting);
        } else {
            add_units(tx, meeting);
        }
    }
    return list;
}

std::optional<std::int64_t> account_of(Signature const& signature)
{
    return signature.at ? std::optional{signature.account} : std::nullopt;
}
std::optional<std::int64_t> seconds_of(Signature const& signature)
{
    return signature.at ? std::optional{signature.at->seconds} : std::nullopt;
}

}  // namespace

std::vector<Meeting> meetings(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::int64_t block_id,
                              int year)
{
    Filter filter;
    filter.require(readable(filter, actor));
    if (block_id != 0) filter.require("m.block_id = " + filter.value(block_id));
    if (year != 0) filter.require("m.year = " + filter.value(std::int64_t{year}));
    return select(tx, filter);
}

std::optional<Meeting> find_meeting(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref)
{
    Filter filter;
    filter.require("m.ref = " + filter.value(std::string{ref}));
    filter.require(readable(filter, actor));
    auto list = select(tx, filter);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

std::int64_t insert(storage::Transaction& tx, Meeting const& meeting)
{
    std::optional<std::int64_t> block_id;
    if (!meeting.is_of_council()) block_id = meeting.block_id;
    auto const id = tx.insert(
        "INSERT INTO meeting (ref, body, block_id, year, kind, title, day, starts, place, guests,"
        " agenda, state, quorum_percent, body_name, body_unit, urgency) VALUES (?1, ?13, ?2, ?3, ?4,"
        " ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?14, (SELECT id FROM unit WHERE code = ?15), ?16)"
        " RETURNING id",
        {meeting.ref,
         block_id,
         meeting.year,
         meeting.kind,
         meeting.title,
         to_iso(meeting.day),
         meeting.starts,
         meeting.place,
         meeting.guests,
         meeting.agenda,
         meeting.state,
         meeting.quorum_percent,
         meeting.is_of_council() ? "council" : "block",
         meeting.is_of_council() ? meeting.block_name : "",
         meeting.body_unit,
         meeting.urgency});
    for (auto const& attendee : meeting.attendees) {
        if (attendee.account != 0) {
            tx.execute("INSERT INTO meeting_person (meeting_id, account, name) VALUES (?1, ?2, ?3)",
                       {id, attendee.account, attendee.name});
            continue;
        }
        tx.execute("INSERT INTO meeting_attendee (meeting_id, unit_id) VALUES (?1, ?2)",
                   {id, attendee.unit_id});
    }
    return id;
}

void update(storage::Transaction& tx, Meeting const& meeting)
{
    tx.execute("UPDATE meeting SET kind = ?2, title = ?3, day = ?4, starts = ?5, place = ?6,"
               " guests = ?7, agenda = ?8, state = ?9, cancel_reason = ?10, number = ?11,"
               " chair = ?12, secretary = ?13, content = ?14, opinions = ?15, conclusions = ?16,"
               " ends = ?17, chair_account = ?18, chair_signed_by = ?19, chair_signed_at = ?20,"
               " secretary_account = ?21, secretary_signed_by = ?22, secretary_signed_at = ?23,"
               " hash = ?24, urgency = ?25, version = version + 1 WHERE id = ?1",
               {meeting.id,
                meeting.kind,
                meeting.title,
                to_iso(meeting.day),
                meeting.starts,
                meeting.place,
                meeting.guests,
                meeting.agenda,
                meeting.state,
                meeting.cancel_reason,
                meeting.number,
                meeting.chair,
                meeting.secretary,
                meeting.content,
                meeting.opinions,
                meeting.conclusions,
                meeting.ends,
                account_of(meeting.chair_signature),
                meeting.chair_signature.by,
                seconds_of(meeting.chair_signature),
                account_of(meeting.secretary_signature),
                meeting.secretary_signature.by,
                seconds_of(meeting.secretary_signature),
                meeting.hash,
                meeting.urgency});
}

void update(storage::Transaction& tx, Meeting const& meeting, Attendee const& attendee)
{
    if (attendee.account != 0) {
        tx.execute("UPDATE meeting_person SET presence = ?3, reason = ?4"
                   " WHERE meeting_id = ?1 AND account = ?2",
                   {meeting.id, attendee.account, attendee.presence, attendee.reason});
        return;
    }
    tx.execute("UPDATE meeting_attendee SET presence = ?3, name = ?4, reason = ?5"
               " WHERE meeting_id = ?1 AND unit_id = ?2",
               {meeting.id, attendee.unit_id, attendee.presence, attendee.who, attendee.reason});
}

}  // namespace thidua::meeting
