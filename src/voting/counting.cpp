#include "voting/counting.h"

#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "voting/acts.h"
#include "voting/fields.h"
#include "voting/paper_store.h"
#include "voting/store.h"

#include <algorithm>

namespace thidua::voting {
namespace {

using access::Permission;
using ballot::Choice;
namespace json = boost::json;

struct Counting {
    Session session;
    int teller = 0;
};

// The closed session, for one of its two tellers.
Result<Counting> counting_for(audit::Act& act, std::string_view ref)
{
    auto session = TD_TRY(session_for(act, ref));
    auto const teller = standing_of(act.tx, act.actor, session).teller;
    if (teller == 0 || !act.actor.may(Permission::CountVotes, session.body.path)) return denied();
    TD_CHECK(check_state(session, {State::Closed}));
    return Counting{std::move(session), teller};
}

// Reads one teller's totals and checks that such ballots can be.
class PaperReader {
public:
    PaperReader(Session const& session, EnterPaper const& command)
        : session_(session), command_(command)
    {}

    Result<PaperTotals> read()
    {
        totals_.returned =
            reader_.number(command_.returned, 0, session_.voted(Way::Paper), "returned");
        totals_.spoilt = reader_.number(command_.spoilt, 0, totals_.returned, "spoilt");
        for (auto const& line : session_.lines) read_line(line);
        bool const choose = session_.rules.method == ballot::Method::Choose;
        if (choose && marks_ > valid() * session_.rules.at_most)
            reader_.problem("voting.error.paper-marks", "returned");
        TD_CHECK(reader_.check());
        return totals_;
    }

private:
    std::int64_t valid() const { return totals_.returned - totals_.spoilt; }

    void read_line(Line const& line)
    {
        auto const place = std::to_string(line.place);
        auto const found = command_.lines.find(line.place);
        auto const [yes, no] =
            found == command_.lines.end() ? std::pair<std::string, std::string>{} : found->second;
        auto& votes = totals_.lines[line.id];
        votes.in_favour = reader_.number(yes, 0, valid(), "yes-" + place);
        if (session_.rules.method == ballot::Method::YesNo)
            votes.against = reader_.number(no, 0, valid(), "no-" + place);
        if (votes.in_favour + votes.against > valid())
            reader_.problem("voting.error.paper-line", "yes-" + place);
        marks_ += votes.in_favour;
    }

    Session const& session_;
    EnterPaper const& command_;
    FieldReader reader_;
    PaperTotals totals_;
    std::int64_t marks_ = 0;
};

// The shares as typed, put in the tellers' order; whoever sits where may type first.
Result<ballot::Shares> read_shares(Session const& session, std::array<std::string, 2> const& typed)
{
    std::array<std::optional<ballot::KeyBytes>, 2> found;
    for (std::size_t i = 0; i < typed.size(); ++i) {
        auto const share = ballot::parse_share(typed[i]);
        bool known = false;
        for (std::size_t place = 0; share && place < found.size(); ++place) {
            if (!ballot::belongs(*share, session.tellers[place].public_key.value())) continue;
            found[place] = share;
            known = true;
        }
        if (!known)
            return bad_input("voting.error.share-differs", {}, "share_" + std::to_string(i + 1));
    }
    if (!found[0] || !found[1]) return bad_input("voting.error.same-share", {}, "share_2");
    return ballot::Shares{*found[0], *found[1]};
}

void add_paper(std::vector<ballot::Line>& lines, Session const& session, PaperTotals const& paper)
{
    for (std::size_t i = 0; i < lines.size(); ++i) {
        auto const& votes = paper.lines.at(session.lines[i].id);
        auto const neither = paper.returned - votes.in_favour - votes.against;
        auto& choices = lines[i].choices;
        choices.insert(choices.end(), static_cast<std::size_t>(votes.in_favour), Choice::For);
        choices.insert(choices.end(), static_cast<std::size_t>(votes.against), Choice::Against);
        choices.insert(choices.end(), static_cast<std::size_t>(neither), Choice::None);
    }
}

// By random keys and in their order, so that not even the place of a row on the disk says anything.
void store_choices(storage::Transaction& tx,
                   Session const& session,
                   std::vector<ballot::Line> const& lines)
{
    struct Row {
        std::int64_t line;
        std::string key;
        Choice choice;
    };
    std::vector<Row> rows;
    for (std::size_t i = 0; i < lines.size(); ++i) {
        for (auto const choice : lines[i].choices)
            rows.push_back({session.lines[i].id, random_token(10), choice});
    }
    std::sort(rows.begin(), rows.end(), [](Row const& a, Row const& b) {
        return std::tie(a.line, a.key) < std::tie(b.line, b.key);
    });
    auto next = rows.begin();
    tx.bulk_insert("voting_choice",
                   {"session_id", "line_id", "key", "choice"},
                   [&](std::vector<storage::Param>& row) {
                       if (next == rows.end()) return false;
                       row = {session.id, next->line, next->key, static_cast<int>(next->choice)};
                       ++next;
                       return true;
                   });
}

Result<std::vector<ballot::Line>> opened_box(storage::Transaction& tx,
                                             Session const& session,
                                             ballot::Shares const& shares)
{
    std::vector<std::string> codes;
    for (auto const& line : session.lines) codes.push_back(std::to_string(line.place));
    ballot::PublicKeys const keys{session.tellers[0].public_key.value(),
                                  session.tellers[1].public_key.value()};
    return ballot::open_box(keys, shares, box_of(tx, session), codes);
}

// What anybody may know of the result.
json::object told(Session const& session, ballot::Result const& result)
{
    json::array lines;
    for (std::size_t i = 0; i < result.lines.size(); ++i) {
        auto const& line = result.lines[i];
        json::object one{{"subject", session.lines[i].code}, {"passed", line.passed}};
        if (session.counts_shown) {
            one["for"] = line.in_favour;
            one["against"] = line.against;
            one["neither"] = line.neither;
        }
        lines.push_back(std::move(one));
    }
    return {{"session", session.ref},
            {"block", session.body.block_ref},
            {"body", session.body.name},
            {"year", session.body.year},
            {"title", session.title},
            {"roll", session.rules.roll},
            {"returned", session.returned},
            {"spoilt", session.spoilt},
            {"lines", std::move(lines)}};
}

}  // namespace

Result<void> close_session(audit::Act& act, Step const& command)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Open}));
    auto const reason = tidy(command.reason);
    bool const early = act.now < session.closes_at && !session.is_complete();
    if (early && reason.empty()) return bad_input("voting.error.close-early", {}, "close_reason");
    session.state = State::Closed;
    session.closed_at = act.now;
    session.close_reason = early ? reason : "";
    update_state(act.tx, session);
    end_tasks(act, session);
    leave_line(act,
               "close",
               session,
               {{"electronic", session.voted(Way::Electronic)},
                {"paper", session.voted(Way::Paper)},
                {"reason", session.close_reason}});
    for (std::size_t i = 0; i < session.tellers.size(); ++i) {
        inbox::assign(act,
                      {.to = {.account = session.tellers[i].account},
                       .dedup = count_task(session) + std::to_string(i + 1),
                       .sentence = "voting.task.count",
                       .args = {{"title", session.title}},
                       .link = page_of(session) + "/count",
                       .deadline = act.today()});
    }
    return {};
}

Result<void> enter_paper(audit::Act& act, EnterPaper const& command)
{
    auto const counting = TD_TRY(counting_for(act, command.ref));
    auto const& session = counting.session;
    if (session.voted(Way::Paper) == 0) return failure(Kind::Refused, "voting.error.no-paper");
    auto const totals = TD_TRY(PaperReader(session, command).read());
    replace_totals(act.tx, session, counting.teller, totals);
    leave_line(act, "paper-count", session, {{"teller", counting.teller}});
    return {};
}

Result<void> note_share(audit::Act& act, std::string_view ref, std::string_view share)
{
    auto const counting = TD_TRY(counting_for(act, ref));
    auto const& session = counting.session;
    auto const& teller = session.tellers.at(static_cast<std::size_t>(counting.teller - 1));
    auto const typed = ballot::parse_share(share);
    if (!typed || !ballot::belongs(*typed, teller.public_key.value()))
        return bad_input("voting.error.share-differs", {}, "share_1");
    set_waiting(act.tx, session, counting.teller, {act.now.seconds + ShareDesk::kWait_s});
    leave_line(act, "share", session, {{"teller", counting.teller}});
    return {};
}

Result<void> count_ballots(audit::Act& act, CountBallots const& command)
{
    auto counting = TD_TRY(counting_for(act, command.ref));
    auto& session = counting.session;
    auto const paper = paper_state(act.tx, session);
    if (!paper.agrees()) return failure(Kind::Refused, "voting.error.paper-differs");
    auto const shares = TD_TRY(read_shares(session, command.shares));
    auto lines = TD_TRY(opened_box(act.tx, session, shares));
    session.returned = session.voted(Way::Electronic);
    if (paper.wanted) {
        auto const& totals = paper.totals->front();
        add_paper(lines, session, totals);
        session.returned += totals.returned;
        session.spoilt = totals.spoilt;
    }
    for (std::size_t i = 0; i < lines.size(); ++i) lines[i].share = session.lines[i].share;
    auto const result = TD_TRY(ballot::tally(session.rules, lines));
    store_choices(act.tx, session, lines);
    erase_box(act.tx, session);
    session.state = State::Counted;
    session.counted_at = act.now;
    update_state(act.tx, session);
    end_tasks(act, session);
    auto const facts = told(session, result);
    leave_line(act, "count", session, facts);
    audit::publish(act, "ballot.closed", facts);
    return {};
}

std::vector<ballot::Line> stored_choices(storage::Transaction& tx, Session const& session)
{
    std::vector<ballot::Line> lines;
    std::map<std::int64_t, std::size_t> at;
    for (auto const& line : session.lines) {
        at[line.id] = lines.size();
        lines.push_back({std::to_string(line.place) + " " + line.code, {}, line.share});
    }
    auto rows = tx.query(
        "SELECT line_id, choice FROM voting_choice WHERE session_id = ?1"
        " ORDER BY line_id, key",
        {session.id});
    while (rows.next()) {
        auto& choices = lines[at.at(rows.integer(0))].choices;
        choices.push_back(static_cast<Choice>(rows.integer(1)));
    }
    return lines;
}

std::optional<ballot::Result> result_of(storage::Transaction& tx, Session const& session)
{
    if (session.state != State::Counted && session.state != State::Settled) return std::nullopt;
    return ballot::tally(session.rules, stored_choices(tx, session)).value();
}

Result<void> sign_minutes(audit::Act& act, SignMinutes const& command)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Counted}));
    FieldReader reader;
    Minutes minutes;
    minutes.number = tidy(command.number);
    minutes.held_at = reader.text(command.held_at, "held_at");
    minutes.chair = reader.text(command.chair, "chair");
    minutes.secretary = reader.text(command.secretary, "secretary");
    minutes.remarks = tidy(command.remarks);
    minutes.signed_by = act.actor.name;
    minutes.signed_at = act.now;
    TD_CHECK(reader.check());
    insert_minutes(act.tx, session, minutes);
    session.state = State::Settled;
    update_state(act.tx, session);
    leave_line(
        act,
        "settle",
        session,
        {{"number", minutes.number}, {"chair", minutes.chair}, {"secretary", minutes.secretary}});
    return {};
}

}  // namespace thidua::voting
