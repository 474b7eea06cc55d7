#include "voting/prepare.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "organisation/lookup.h"
#include "voting/acts.h"
#include "voting/fields.h"
#include "voting/store.h"

#include <algorithm>
#include <set>

namespace thidua::voting {
namespace {

using access::Permission;
namespace json = boost::json;

constexpr std::size_t kFewestElectors = 2;

// Reads what was typed into the session; everything wrong is said at once.
class SessionReader {
public:
    SessionReader(audit::Act& act,
                  SessionFields const& fields,
                  Session& session,
                  LawShares const& law)
        : act_(act), fields_(fields), session_(session), law_(law)
    {}

    Result<void> read()
    {
        session_.purpose =
            reader_.choice(fields_.purpose, {"award", "tie", "head", "other"}, "purpose");
        session_.title = reader_.text(fields_.title, "title");
        session_.own_vote = fields_.own_vote;
        session_.revote = fields_.revote;
        session_.counts_shown = fields_.counts_shown;
        session_.closes_at = reader_.moment(fields_.closes_on, fields_.closes_time, act_.now);
        read_lines();
        read_rules();
        read_tellers();
        if (session_.body.is_of_persons()) {
            read_persons();
            read_law();
        }
        return reader_.check();
    }

private:
    void read_lines()
    {
        session_.lines.clear();
        std::set<std::string> seen;
        for (auto const& candidate : fields_.candidates) {
            auto const subject = organisation::find_subject(act_.tx, candidate.code);
            if (!subject) {
                reader_.problem("voting.error.candidate", "candidates", {{"code", candidate.code}});
                continue;
            }
            auto const award = tidy(candidate.award.empty() ? fields_.award : candidate.award);
            if (!seen.insert(subject->code + ' ' + award).second) {
                reader_.problem(
                    "voting.error.candidate-twice", "candidates", {{"name", subject->name}});
                continue;
            }
            add_line(*subject, award);
            if (!candidate.share.empty())
                session_.lines.back().share = reader_.share(candidate.share, "candidates");
        }
        if (session_.lines.empty()) reader_.problem("voting.error.no-line", "candidates");
        if (session_.lines.size() > kMostLines) {
            reader_.problem(
                "voting.error.many-lines", "candidates", {{"max", std::to_string(kMostLines)}});
        }
    }

    void add_line(organisation::Subject const& subject, std::string const& award)
    {
        Line line{.place = static_cast<int>(session_.lines.size()) + 1,
                  .kind = subject.kind,
                  .code = subject.code,
                  .name = subject.name,
                  .unit_path = subject.unit_path,
                  .award = award};
        if (subject.kind == "person") {
            if (auto const person = organisation::find_person(act_.tx, subject.code))
                line.unit_name = person->unit_name;
        }
        session_.lines.push_back(std::move(line));
    }

    void read_rules()
    {
        ballot::Rules rules;
        auto const method = reader_.choice(fields_.method, {"yes-no", "choose"}, "method");
        auto const lines = std::max<std::int64_t>(std::ssize(session_.lines), 1);
        if (method == "choose") {
            rules.method = ballot::Method::Choose;
            rules.at_most = static_cast<int>(reader_.number(fields_.at_most, 1, lines, "at_most"));
        }
        rules.share = reader_.share(fields_.share, "share");
        if (!tidy(fields_.seats).empty())
            rules.seats = static_cast<int>(reader_.number(fields_.seats, 1, lines, "seats"));
        session_.rules = rules;
    }

    void read_tellers()
    {
        auto const choices = possible_tellers(act_.tx, session_.body, act_.today());
        for (std::size_t i = 0; i < fields_.tellers.size(); ++i) {
            auto const field = "teller_" + std::to_string(i + 1);
            auto const found =
                std::find_if(choices.begin(), choices.end(), [&](organisation::NamedAccount const& choice) {
                    return choice.name == fields_.tellers[i];
                });
            if (found == choices.end()) {
                reader_.problem("voting.error.teller", field);
                continue;
            }
            session_.tellers[i] = {found->account, found->name, found->display_name, {}, false};
        }
        if (session_.tellers[0].account != 0 &&
            session_.tellers[0].account == session_.tellers[1].account)
            reader_.problem("voting.error.same-teller", "teller_2");
    }

    void read_persons()
    {
        session_.electors.clear();
        std::set<std::int64_t> seen;
        for (auto const& typed : fields_.persons) {
            auto const found = organisation::active_account(act_.tx, tidy(typed));
            if (!found) {
                reader_.problem("voting.error.person", "persons", {{"name", typed}});
                continue;
            }
            if (!seen.insert(found->account).second) continue;
            session_.electors.push_back({.name = found->display_name, .account = found->account});
        }
        if (seen.size() < kFewestElectors) reader_.problem("voting.error.few-persons", "persons");
    }

    void read_law()
    {
        auto const typed = tidy(fields_.received_on);
        session_.received_on = typed.empty() ? act_.today() : parse_date(typed);
        session_.share_reason = tidy(fields_.share_reason);
        if (!session_.received_on) {
            reader_.problem("error.date", "received_on");
        } else if (law_) {
            apply_law(session_,
                      law_(act_.tx, *session_.received_on, session_.body.path),
                      reader_);
        }
    }

    static constexpr std::size_t kMostLines = 200;
    audit::Act& act_;
    SessionFields const& fields_;
    Session& session_;
    LawShares const& law_;
    FieldReader reader_;
};

json::object facts_of(Session const& session)
{
    json::array lines;
    for (auto const& line : session.lines) lines.push_back(json::value(line.code));
    json::array persons;
    for (auto const& elector : session.electors) {
        if (elector.account != 0) persons.push_back(json::value(elector.name));
    }
    return {{"title", session.title},
            {"purpose", session.purpose},
            {"share_reason", session.share_reason},
            {"year", session.body.year},
            {"closes_at", to_iso(session.closes_at)},
            {"lines", std::move(lines)},
            {"teller_1", session.tellers[0].name},
            {"teller_2", session.tellers[1].name},
            {"persons", std::move(persons)}};
}

// The earlier session that is run anew: its result, or its failure, stays as it is.
Result<std::optional<std::int64_t>> earlier_session(audit::Act& act, PrepareSession const& command)
{
    if (command.after.empty()) return std::optional<std::int64_t>{};
    auto const earlier = TD_TRY(session_for(act, command.after));
    TD_CHECK(check_state(earlier, {State::Counted, State::Settled, State::Void}));
    if (tidy(command.after_reason).empty())
        return bad_input("voting.error.why-again", {}, "after_reason");
    return std::optional{earlier.id};
}

// Nothing for an unknown block, or a person's body without name or unit.
Result<Body> body_for(audit::Act& act, PrepareSession const& command)
{
    if (!command.block.empty()) {
        auto const body = find_body(act.tx, command.block, command.year);
        if (!body) return bad_input("voting.error.block", {}, "block");
        return *body;
    }
    FieldReader reader;
    auto const name = reader.text(command.body, "body");
    auto const body = persons_of(act.tx, tidy(command.unit), name, command.year);
    if (!body) reader.problem("voting.error.unit", "body_unit");
    TD_CHECK(reader.check());
    return *body;
}

Result<std::size_t> own_place(audit::Act& act, Session const& session)
{
    auto const standing = standing_of(act.tx, act.actor, session);
    if (standing.teller == 0 || !act.actor.may(Permission::CountVotes, session.body.path))
        return denied();
    TD_CHECK(check_state(session, {State::Keys}));
    return static_cast<std::size_t>(standing.teller - 1);
}

void ask_for_key(audit::Act& act, Session const& session, std::size_t place)
{
    inbox::assign(act,
                  {.to = {.account = session.tellers[place].account},
                   .dedup = key_task(session, place),
                   .sentence = "voting.task.key",
                   .args = {{"title", session.title}},
                   .link = page_of(session) + "/key",
                   .deadline = legal_day(session.closes_at)});
}

}  // namespace

Result<std::string> prepare_session(audit::Act& act,
                                    PrepareSession const& command,
                                    LawShares const& law)
{
    auto const body = TD_TRY(body_for(act, command));
    if (!leads(act.tx, act.actor, body)) return denied();
    auto const after = TD_TRY(earlier_session(act, command));
    Session session;
    session.ref = random_token(10);
    session.body = body;
    session.after_reason = tidy(command.after_reason);
    session.made_by = act.actor.name;
    TD_CHECK(SessionReader(act, command.fields, session, law).read());
    insert_session(act.tx, session, after, act.now);
    auto facts = facts_of(session);
    if (after) {
        facts["after"] = command.after;
        facts["reason"] = session.after_reason;
    }
    leave_line(act, "prepare", session, facts);
    return session.ref;
}

Result<void> edit_session(audit::Act& act, EditSession const& command, LawShares const& law)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Preparing}));
    auto const before = facts_of(session);
    TD_CHECK(SessionReader(act, command.fields, session, law).read());
    replace_session(act.tx, session);
    leave_line(act, "edit", session, facts_of(session), before);
    return {};
}

Result<void> fix_roll(audit::Act& act, Step const& command)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Preparing}));
    bool const persons = session.body.is_of_persons();
    auto const electors =
        persons ? session.electors.size() : members_of(act.tx, session.body).size();
    if (electors < kFewestElectors) return failure(Kind::Refused, "voting.error.few-electors");
    if (persons) replace_persons(act.tx, session);
    insert_roll(act.tx, session);
    session.state = State::Keys;
    update_state(act.tx, session);
    leave_line(act, "roll", session, {{"electors", electors}});
    for (std::size_t place = 0; place < session.tellers.size(); ++place)
        ask_for_key(act, session, place);
    return {};
}

Result<void> take_back(audit::Act& act, Step const& command)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Keys}));
    end_tasks(act, session);
    delete_roll(act.tx, session);
    session.state = State::Preparing;
    update_state(act.tx, session);
    leave_line(act, "take-back", session);
    return {};
}

Result<std::string> make_share(audit::Act& act, std::string_view ref)
{
    auto session = TD_TRY(session_for(act, ref));
    auto const place = TD_TRY(own_place(act, session));
    auto key = ballot::make_key();
    auto& teller = session.tellers[place];
    teller.public_key = key.public_key;
    teller.confirmed = false;
    update_teller(act.tx, session, place);
    leave_line(act, "key", session, {{"teller", place + 1}});
    ask_for_key(act, session, place);
    return ballot::to_text(key.share);
}

Result<void> confirm_share(audit::Act& act, std::string_view ref, std::string_view share)
{
    auto session = TD_TRY(session_for(act, ref));
    auto const place = TD_TRY(own_place(act, session));
    auto& teller = session.tellers[place];
    if (!teller.public_key) return failure(Kind::Refused, "voting.error.no-key");
    auto const typed = ballot::parse_share(share);
    if (!typed || !ballot::belongs(*typed, *teller.public_key))
        return bad_input("voting.error.share-differs", {}, "share");
    teller.confirmed = true;
    update_teller(act.tx, session, place);
    leave_line(act, "confirm", session, {{"teller", place + 1}});
    inbox::complete(act, key_task(session, place));
    return {};
}

Result<void> open_session(audit::Act& act, Step const& command)
{
    auto session = TD_TRY(led_session(act, command.ref, command.version, {State::Keys}));
    for (auto const& teller : session.tellers) {
        if (!teller.confirmed)
            return failure(
                Kind::Refused, "voting.error.keys-missing", {{"teller", teller.display_name}});
    }
    if (session.closes_at <= act.now) return failure(Kind::Refused, "voting.error.closing-past");
    reserve_box(act.tx, session);
    session.state = State::Open;
    session.opened_at = act.now;
    update_state(act.tx, session);
    leave_line(act,
               "open",
               session,
               {{"electors", session.electors.size()}, {"closes_at", to_iso(session.closes_at)}});
    ask_electors(act, session);
    return {};
}

Result<void> extend_session(audit::Act& act, ExtendSession const& command)
{
    auto session =
        TD_TRY(led_session(act, command.ref, command.version, {State::Keys, State::Open}));
    FieldReader reader;
    auto const closes = reader.moment(command.closes_on, command.closes_time, act.now);
    auto const reason = tidy(command.reason);
    if (session.state == State::Open && reason.empty())
        reader.problem("error.required", "extend_reason");
    TD_CHECK(reader.check());
    auto const before = session.closes_at;
    session.closes_at = closes;
    update_state(act.tx, session);
    leave_line(act,
               "extend",
               session,
               {{"closes_at", to_iso(closes)}, {"reason", reason}},
               {{"closes_at", to_iso(before)}});
    if (session.state == State::Open) ask_electors(act, session);
    return {};
}

Result<void> void_session(audit::Act& act, Step const& command)
{
    auto session = TD_TRY(led_session(act,
                                      command.ref,
                                      command.version,
                                      {State::Preparing, State::Keys, State::Open, State::Closed}));
    auto const reason = tidy(command.reason);
    if (reason.empty()) return bad_input("error.required", {}, "void_reason");
    erase_box(act.tx, session);
    session.state = State::Void;
    session.void_reason = reason;
    update_state(act.tx, session);
    end_tasks(act, session);
    leave_line(act, "void", session, {{"reason", reason}});
    return {};
}

}  // namespace thidua::voting
