#include "voting/paper_store.h"

namespace thidua::voting {

void replace_totals(storage::Transaction& tx,
                    Session const& session,
                    int teller,
                    PaperTotals const& totals)
{
    tx.execute(
        "INSERT INTO voting_paper (session_id, teller, returned, spoilt)"
        " VALUES (?1, ?2, ?3, ?4) ON CONFLICT (session_id, teller) DO UPDATE"
        " SET returned = ?3, spoilt = ?4",
        {session.id, teller, totals.returned, totals.spoilt});
    for (auto const& [line, votes] : totals.lines) {
        tx.execute(
            "INSERT INTO voting_paper_line (session_id, teller, line_id, in_favour, against)"
            " VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (session_id, teller, line_id)"
            " DO UPDATE SET in_favour = ?4, against = ?5",
            {session.id, teller, line, votes.in_favour, votes.against});
    }
}

PaperState paper_state(storage::Transaction& tx, Session const& session)
{
    PaperState state;
    state.wanted = session.voted(Way::Paper) > 0;
    std::array<PaperTotals, 2> totals;
    for (auto rows = tx.query("SELECT teller, returned, spoilt FROM voting_paper"
                              " WHERE session_id = ?1 ORDER BY teller",
                              {session.id});
         rows.next();) {
        auto const place = static_cast<std::size_t>(rows.integer(0) - 1);
        state.entered.at(place) = true;
        totals[place].returned = rows.integer(1);
        totals[place].spoilt = rows.integer(2);
    }
    for (auto rows = tx.query("SELECT teller, line_id, in_favour, against FROM voting_paper_line"
                              " WHERE session_id = ?1 ORDER BY teller, line_id",
                              {session.id});
         rows.next();) {
        totals.at(static_cast<std::size_t>(rows.integer(0) - 1)).lines[rows.integer(1)] = {
            rows.integer(2), rows.integer(3)};
    }
    if (state.entered[0] && state.entered[1]) state.totals = std::move(totals);
    return state;
}

void set_waiting(storage::Transaction& tx, Session const& session, int teller, Instant until)
{
    tx.execute(
        "INSERT INTO voting_waiting (session_id, teller, until) VALUES (?1, ?2, ?3)"
        " ON CONFLICT (session_id, teller) DO UPDATE SET until = ?3",
        {session.id, teller, until.seconds});
}

std::array<std::optional<Instant>, 2> waiting_until(storage::Transaction& tx,
                                                    Session const& session,
                                                    Instant now)
{
    std::array<std::optional<Instant>, 2> until;
    auto rows = tx.query(
        "SELECT teller, until FROM voting_waiting WHERE session_id = ?1 AND until > ?2"
        " ORDER BY teller",
        {session.id, now.seconds});
    while (rows.next())
        until.at(static_cast<std::size_t>(rows.integer(0) - 1)) = Instant{rows.integer(1)};
    return until;
}

void insert_minutes(storage::Transaction& tx, Session const& session, Minutes const& minutes)
{
    tx.execute(
        "INSERT INTO voting_minutes (session_id, number, held_at, chair, secretary, remarks,"
        " signed_by, signed_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {session.id,
         minutes.number,
         minutes.held_at,
         minutes.chair,
         minutes.secretary,
         minutes.remarks,
         minutes.signed_by,
         minutes.signed_at.seconds});
}

std::optional<Minutes> minutes_of(storage::Transaction& tx, Session const& session)
{
    auto rows = tx.query(
        "SELECT number, held_at, chair, secretary, remarks, signed_by, signed_at"
        " FROM voting_minutes WHERE session_id = ?1",
        {session.id});
    if (!rows.next()) return std::nullopt;
    return Minutes{rows.string(0),
                   rows.string(1),
                   rows.string(2),
                   rows.string(3),
                   rows.string(4),
                   rows.string(5),
                   {rows.integer(6)}};
}

}  // namespace thidua::voting
