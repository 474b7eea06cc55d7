#include "voting/store.h"

#include "organisation/lookup.h"
#include "storage/erase.h"

namespace thidua::voting {
namespace {

std::optional<Instant> instant_at(storage::Rows const& rows, int column)
{
    auto const seconds = rows.maybe_integer(column);
    return seconds ? std::optional{Instant{*seconds}} : std::nullopt;
}

std::optional<std::int64_t> seconds(std::optional<Instant> instant)
{
    return instant ? std::optional{instant->seconds} : std::nullopt;
}

ballot::Rules rules_at(storage::Rows const& rows, int first)
{
    ballot::Rules rules;
    rules.method = rows.text(first) == "choose" ? ballot::Method::Choose : ballot::Method::YesNo;
    rules.at_most = static_cast<int>(rows.integer(first + 1));
    rules.share = {rows.integer(first + 2), rows.integer(first + 3), rows.boolean(first + 4)};
    if (auto const seats = rows.maybe_integer(first + 5)) rules.seats = static_cast<int>(*seats);
    return rules;
}

Session session_at(storage::Rows const& rows)
{
    Session session;
    session.id = rows.integer(0);
    session.ref = rows.string(1);
    session.body = {rows.maybe_integer(2).value_or(0),
                    rows.string(3),
                    rows.string(4),
                    rows.string(5),
                    static_cast<int>(rows.integer(6)),
                    rows.string(33)};
    session.purpose = rows.string(7);
    session.title = rows.string(8);
    session.state = state_named(rows.text(9));
    session.rules = rules_at(rows, 10);
    session.own_vote = rows.boolean(16);
    session.revote = rows.boolean(17);
    session.counts_shown = rows.boolean(18);
    session.closes_at = {rows.integer(19)};
    session.after_ref = rows.string(20);
    session.after_title = rows.string(21);
    session.after_reason = rows.string(22);
    session.made_by = rows.string(23);
    session.opened_at = instant_at(rows, 24);
    session.closed_at = instant_at(rows, 25);
    session.close_reason = rows.string(26);
    session.counted_at = instant_at(rows, 27);
    session.returned = rows.integer(28);
    session.spoilt = rows.integer(29);
    session.void_reason = rows.string(30);
    session.version = rows.integer(31);
    session.share_reason = rows.string(34);
    if (auto const day = rows.maybe_string(35)) session.received_on = parse_date(*day);
    session.rules.roll = rows.integer(32);
    return session;
}

constexpr std::string_view kColumns =
    ", s.year, s.purpose, s.title, s.state, s.method, s.at_most, s.share_numerator,"
    " s.share_denominator, s.share_more_than, s.seats, s.own_vote, s.revote, s.counts_shown,"
    " s.closes_at, f.ref, f.title, s.after_reason, s.made_by, s.opened_at, s.closed_at,"
    " s.close_reason, s.counted_at, s.returned, s.spoilt, s.void_reason, s.version,"
    " (SELECT count(*) FROM voting_elector n WHERE n.session_id = s.id),"
    " CASE WHEN s.block_id IS NULL THEN o.code ELSE '' END, s.share_reason, s.received_on";

std::string_view way_text(Way way)
{
    switch (way) {
    case Way::None: return "";
    case Way::Electronic: return "electronic";
    case Way::Paper: return "paper";
    }
    return "";
}

Way way_named(std::string_view text)
{
    return text == "electronic" ? Way::Electronic : text == "paper" ? Way::Paper : Way::None;
}

std::string_view method_text(ballot::Method method)
{
    return method == ballot::Method::Choose ? "choose" : "yes-no";
}

std::string_view bytes_of(ballot::KeyBytes const& key)
{
    return {reinterpret_cast<char const*>(key.data()), key.size()};
}

void add_tellers(storage::Transaction& tx, Session& session)
{
    auto rows = tx.query(
        "SELECT t.place, t.account, a.name, a.display_name, t.public_key, t.confirmed"
        " FROM voting_teller t JOIN account a ON a.id = t.account WHERE t.session_id = ?1"
        " ORDER BY t.place",
        {session.id});
    while (rows.next()) {
        auto& teller = session.tellers.at(static_cast<std::size_t>(rows.integer(0) - 1));
        teller = {rows.integer(1), rows.string(2), rows.string(3), {}, rows.boolean(5)};
        if (rows.is_null(4)) continue;
        auto const bytes = rows.bytes(4);
        std::copy(bytes.begin(), bytes.end(), teller.public_key.emplace().begin());
    }
}

void add_lines(storage::Transaction& tx, Session& session)
{
    auto rows = tx.query(
        "SELECT l.id, l.place, l.kind, l.code, l.name, l.unit_name, u.path, l.award,"
        " l.share_numerator, l.share_denominator, l.share_more_than, l.law_award, l.law_percent,"
        " l.law_clause, l.law_confidence, l.law_filled"
        " FROM voting_line l LEFT JOIN unit u ON u.id = l.unit_id WHERE l.session_id = ?1"
        " ORDER BY l.place",
        {session.id});
    while (rows.next()) {
        session.lines.push_back({rows.integer(0),
                                 static_cast<int>(rows.integer(1)),
                                 rows.string(2),
                                 rows.string(3),
                                 rows.string(4),
                                 rows.string(5),
                                 rows.string(6),
                                 rows.string(7)});
        auto& line = session.lines.back();
        if (!rows.is_null(8))
            line.share = {rows.integer(8), rows.integer(9), rows.boolean(10)};
        if (rows.text(11).empty()) continue;
        line.law = LineLaw{rows.string(11),
                           static_cast<int>(rows.integer(12)),
                           rows.string(13),
                           rows.string(14),
                           rows.boolean(15)};
    }
}

void add_electors(storage::Transaction& tx, Session& session)
{
    auto rows = tx.query(
        "SELECT e.id, e.unit_id, COALESCE(a.name, u.code), e.name, u.path, e.way, e.account,"
        " e.person FROM voting_elector e LEFT JOIN unit u ON u.id = e.unit_id"
        " LEFT JOIN account a ON a.id = e.account"
        " WHERE e.session_id = ?1 ORDER BY a.sort_key NULLS FIRST, u.code_key NULLS FIRST, e.id",
        {session.id});
    while (rows.next()) {
        session.electors.push_back({rows.integer(0),
                                    rows.maybe_integer(1).value_or(0),
                                    rows.string(2),
                                    rows.string(3),
                                    rows.string(4),
                                    way_named(rows.text(5)),
                                    rows.maybe_integer(6).value_or(0),
                                    rows.string(7)});
    }
}

void insert_line(storage::Transaction& tx, Session const& session, Line& line)
{
    std::optional<std::int64_t> upper, lower, more;
    if (line.share) {
        upper = line.share->numerator;
        lower = line.share->denominator;
        more = line.share->more_than ? 1 : 0;
    }
    auto const law = line.law.value_or(LineLaw{});
    line.id = tx.insert(
        "INSERT INTO voting_line (session_id, place, kind, code, name, unit_name, unit_id,"
        " award, share_numerator, share_denominator, share_more_than, law_award, law_percent,"
        " law_clause, law_confidence, law_filled)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, (SELECT id FROM unit WHERE path = ?7), ?8, ?9, ?10, ?11,"
        " ?12, ?13, ?14, ?15, ?16) RETURNING id",
        {session.id,
         line.place,
         line.kind,
         line.code,
         line.name,
         line.unit_name,
         line.unit_path,
         line.award,
         upper,
         lower,
         more,
         law.award,
         law.percent,
         law.clause,
         law.confidence,
         law.filled ? 1 : 0});
}

void insert_parts(storage::Transaction& tx, Session& session)
{
    for (std::size_t i = 0; i < session.tellers.size(); ++i) {
        tx.execute("INSERT INTO voting_teller (session_id, place, account) VALUES (?1, ?2, ?3)",
                   {session.id, i + 1, session.tellers[i].account});
    }
    std::optional<std::string> received_on;
    if (session.received_on) received_on = to_iso(*session.received_on);
    tx.execute("UPDATE voting_session SET received_on = ?2, share_reason = ?3 WHERE id = ?1",
               {session.id, received_on, session.share_reason});
    for (auto& line : session.lines) insert_line(tx, session, line);
    if (session.body.is_of_persons()) replace_persons(tx, session);
}

void reserve(storage::Transaction& tx, std::int64_t elector, ballot::Sealed const& sealed)
{
    tx.execute("INSERT INTO voting_sealed (elector_id, sealed) VALUES (?1, ?2)",
               {elector, storage::Bytes{sealed}});
}

}  // namespace

std::vector<Session> select_sessions(storage::Transaction& tx,
                                     std::string const& tail,
                                     storage::Params params)
{
    std::vector<Session> sessions;
    auto rows = tx.query("SELECT s.id, s.ref, b.id, b.ref, COALESCE(b.name, s.body_name), " + std::string{kSessionPath} +
                             std::string{kColumns} + std::string{kSessionTables} + tail,
                         params);
    while (rows.next()) sessions.push_back(session_at(rows));
    return sessions;
}

void complete(storage::Transaction& tx, Session& session)
{
    add_tellers(tx, session);
    add_lines(tx, session);
    add_electors(tx, session);
}

std::optional<Body> find_body(storage::Transaction& tx, std::string_view block_ref, int year)
{
    auto rows = tx.query("SELECT b.id, b.ref, b.name, " + std::string{kSessionPath} + " FROM block b" +
                             std::string{kOwner} + " WHERE b.ref = ?1",
                         {block_ref});
    if (!rows.next()) return std::nullopt;
    return Body{rows.integer(0), rows.string(1), rows.string(2), rows.string(3), year};
}

std::optional<Body> persons_of(storage::Transaction& tx,
                               std::string_view unit,
                               std::string name,
                               int year)
{
    auto const found = organisation::find_unit(tx, unit);
    if (!found) return std::nullopt;
    return Body{0, {}, std::move(name), found->path, year, found->code};
}

std::vector<Member> members_of(storage::Transaction& tx, Body const& body)
{
    std::vector<Member> members;
    auto rows = tx.query(
        "SELECT u.id, u.code, u.name, u.path FROM block_member m"
        " JOIN unit u ON u.id = m.unit_id WHERE m.block_id = ?1 AND m.year = ?2"
        " ORDER BY u.code_key",
        {body.block_id, body.year});
    while (rows.next())
        members.push_back({rows.integer(0), rows.string(1), rows.string(2), rows.string(3)});
    return members;
}

void insert_session(storage::Transaction& tx,
                    Session& session,
                    std::optional<std::int64_t> after_id,
                    Instant now)
{
    auto const& rules = session.rules;
    std::optional<std::int64_t> block_id;
    if (!session.body.is_of_persons()) block_id = session.body.block_id;
    session.id = tx.insert(
        "INSERT INTO voting_session (ref, block_id, year, purpose, title, state, method, at_most,"
        " share_numerator, share_denominator, share_more_than, seats, own_vote, revote,"
        " counts_shown, closes_at, after_id, after_reason, made_by, made_at, body_name, body_unit)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18,"
        " ?19, ?20, ?21, (SELECT id FROM unit WHERE code = ?22)) RETURNING id",
        {session.ref,
         block_id,
         session.body.year,
         session.purpose,
         session.title,
         name_of(session.state),
         method_text(rules.method),
         rules.at_most,
         rules.share.numerator,
         rules.share.denominator,
         rules.share.more_than ? 1 : 0,
         rules.seats,
         session.own_vote ? 1 : 0,
         session.revote ? 1 : 0,
         session.counts_shown ? 1 : 0,
         session.closes_at.seconds,
         after_id,
         session.after_reason,
         session.made_by,
         now.seconds,
         block_id ? "" : session.body.name,
         session.body.unit});
    insert_parts(tx, session);
}

void replace_session(storage::Transaction& tx, Session& session)
{
    auto const& rules = session.rules;
    tx.execute(
        "UPDATE voting_session SET purpose = ?2, title = ?3, method = ?4, at_most = ?5,"
        " share_numerator = ?6, share_denominator = ?7, share_more_than = ?8, seats = ?9,"
        " own_vote = ?10, revote = ?11, counts_shown = ?12, closes_at = ?13,"
        " version = version + 1 WHERE id = ?1",
        {session.id,
         session.purpose,
         session.title,
         method_text(rules.method),
         rules.at_most,
         rules.share.numerator,
         rules.share.denominator,
         rules.share.more_than ? 1 : 0,
         rules.seats,
         session.own_vote ? 1 : 0,
         session.revote ? 1 : 0,
         session.counts_shown ? 1 : 0,
         session.closes_at.seconds});
    tx.execute("DELETE FROM voting_teller WHERE session_id = ?1", {session.id});
    tx.execute("DELETE FROM voting_line WHERE session_id = ?1", {session.id});
    insert_parts(tx, session);
}

void update_state(storage::Transaction& tx, Session const& session)
{
    tx.execute(
        "UPDATE voting_session SET state = ?2, opened_at = ?3, closed_at = ?4,"
        " close_reason = ?5, counted_at = ?6, returned = ?7, spoilt = ?8, void_reason = ?9,"
        " closes_at = ?10, version = version + 1 WHERE id = ?1",
        {session.id,
         name_of(session.state),
         seconds(session.opened_at),
         seconds(session.closed_at),
         session.close_reason,
         seconds(session.counted_at),
         session.returned,
         session.spoilt,
         session.void_reason,
         session.closes_at.seconds});
}

void replace_persons(storage::Transaction& tx, Session& session)
{
    tx.execute("DELETE FROM voting_elector WHERE session_id = ?1", {session.id});
    for (auto& elector : session.electors) {
        elector.id = tx.insert(
            "INSERT INTO voting_elector (session_id, unit_id, account, person, name)"
            " SELECT CAST(?1 AS INTEGER), COALESCE(p.unit_id, u.id), a.id, a.person, a.display_name FROM account a"
            " LEFT JOIN person p ON p.code = a.person AND a.person <> ''"
            " LEFT JOIN unit u ON u.code = a.unit WHERE a.id = ?2 RETURNING id",
            {session.id, elector.account});
    }
}

void insert_roll(storage::Transaction& tx, Session const& session)
{
    if (session.body.is_of_persons()) return;
    for (auto const& member : members_of(tx, session.body)) {
        tx.execute("INSERT INTO voting_elector (session_id, unit_id, name) VALUES (?1, ?2, ?3)",
                   {session.id, member.unit_id, member.name});
    }
}

void delete_roll(storage::Transaction& tx, Session const& session)
{
    tx.execute("DELETE FROM voting_elector WHERE session_id = ?1 AND account IS NULL",
               {session.id});
    tx.execute("UPDATE voting_teller SET public_key = NULL, confirmed = 0 WHERE session_id = ?1",
               {session.id});
}

void update_teller(storage::Transaction& tx, Session const& session, std::size_t index)
{
    auto const& teller = session.tellers.at(index);
    storage::Param key;
    if (teller.public_key) key = storage::Bytes{bytes_of(*teller.public_key)};
    tx.execute(
        "UPDATE voting_teller SET public_key = ?3, confirmed = ?4"
        " WHERE session_id = ?1 AND place = ?2",
        {session.id, index + 1, key, teller.confirmed ? 1 : 0});
}

void set_way(storage::Transaction& tx, Elector const& elector, Way way)
{
    tx.execute("UPDATE voting_elector SET way = ?2 WHERE id = ?1", {elector.id, way_text(way)});
}

void reserve_box(storage::Transaction& tx, Session const& session)
{
    std::string const empty(ballot::sealed_size(session.lines.size()), '\0');
    for (auto const& elector : session.electors) reserve(tx, elector.id, empty);
}

void put_in_box(storage::Transaction& tx, Elector const& elector, ballot::Sealed const& sealed)
{
    auto const put = tx.execute("UPDATE voting_sealed SET sealed = ?2 WHERE elector_id = ?1",
                                {elector.id, storage::Bytes{sealed}});
    if (put != 1) throw std::logic_error("no place in the box for an elector");
}

std::vector<ballot::Sealed> box_of(storage::Transaction& tx, Session const& session)
{
    std::vector<ballot::Sealed> box;
    auto rows = tx.query(
        "SELECT v.sealed FROM voting_sealed v JOIN voting_elector e"
        " ON e.id = v.elector_id WHERE e.session_id = ?1 AND e.way = 'electronic'"
        " ORDER BY v.elector_id",
        {session.id});
    while (rows.next()) box.emplace_back(rows.bytes(0));
    return box;
}

namespace {

struct InBox {
    std::int64_t elector = 0;
    ballot::Sealed sealed;
};

// Of sessions that go on meanwhile.
std::vector<InBox> other_boxes(storage::Transaction& tx, Session const& session)
{
    std::vector<InBox> boxes;
    auto rows = tx.query(
        "SELECT v.elector_id, v.sealed FROM voting_sealed v JOIN voting_elector e"
        " ON e.id = v.elector_id WHERE e.session_id <> ?1 ORDER BY v.elector_id",
        {session.id});
    while (rows.next()) boxes.push_back({rows.integer(0), ballot::Sealed{rows.bytes(1)}});
    return boxes;
}

}  // namespace

void erase_box(storage::Transaction& tx, Session const& session)
{
    auto const others = other_boxes(tx, session);
    storage::erase_table(tx, "voting_sealed");
    for (auto const& each : others) reserve(tx, each.elector, each.sealed);
    tx.execute("UPDATE voting_teller SET public_key = NULL, confirmed = 0 WHERE session_id = ?1",
               {session.id});
    tx.execute("DELETE FROM voting_paper_line WHERE session_id = ?1", {session.id});
    tx.execute("DELETE FROM voting_waiting WHERE session_id = ?1", {session.id});
    tx.execute("DELETE FROM voting_paper WHERE session_id = ?1", {session.id});
}

}  // namespace thidua::voting
