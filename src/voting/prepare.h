// From the draft of a session to its opening: rules and lines, the roll, the tellers' keys.
#pragma once

#include "voting/law.h"
#include "voting/session.h"

namespace thidua::voting {

// As typed; the acts read and check it.
struct Candidate {
    std::string code;   // Of a unit or a person.
    std::string award;  // "" takes the session's.
    std::string share = {};  // "" takes the session's.
};
struct SessionFields {
    std::string purpose;  // award, tie, head, other
    std::string title;
    std::string award;
    std::vector<Candidate> candidates;
    std::string method;   // yes-no, choose
    std::string at_most;  // choose
    std::string share;    // "1/2+" more than half, "2/3" at least two thirds
    std::string seats;    // "" no limit
    bool own_vote = false;
    bool revote = false;
    bool counts_shown = true;
    std::string closes_on, closes_time;  // 05/12/2025, 16:30
    std::array<std::string, 2> tellers;  // Log-in names.
    std::vector<std::string> persons = {};  // Log-in names of the electors, of a body of persons.
    // Of a body of persons: when the dossiers came in, "" today; why more is asked than by the law.
    std::string received_on = {}, share_reason = {};
};

// Either a block, or persons under a name of their own: a council, a board.
struct PrepareSession {
    std::string block;  // ref
    int year = 0;
    SessionFields fields;
    std::string after = {};  // The session it runs anew: counted, settled or void.
    std::string after_reason = {};
    std::string body = {};  // Without a block: what the persons are called together,
    std::string unit = {};  // and the code of the unit they vote for.
};
// For who leads the block, or plans the year of the unit. The new session's ref. What the law asks
// of a vote binds bodies of persons alone: a block votes by its own rules.
Result<std::string> prepare_session(audit::Act& act,
                                    PrepareSession const& command,
                                    LawShares const& law = {});

struct EditSession {
    std::string ref;
    std::int64_t version = 0;
    SessionFields fields;
};
// While it is prepared.
Result<void> edit_session(audit::Act& act, EditSession const& command, LawShares const& law = {});

// What a session's own version and a reason go with.
struct Step {
    std::string ref;
    std::int64_t version = 0;
    std::string reason = {};
};
// The units of the block in its year, or the persons named, become the roll; the tellers are asked for their keys. Nothing
// but the closing time changes any more.
Result<void> fix_roll(audit::Act& act, Step const& command);
// Back to the draft; roll and keys are dropped.
Result<void> take_back(audit::Act& act, Step const& command);

// A teller's own key, before the opening; the share as they write it down, told this once. A second
// call makes another key and drops the first.
Result<std::string> make_share(audit::Act& act, std::string_view ref);
// The share typed back: the session can be opened once both have done so.
Result<void> confirm_share(audit::Act& act, std::string_view ref, std::string_view share);

Result<void> open_session(audit::Act& act, Step const& command);

struct ExtendSession {
    std::string ref;
    std::int64_t version = 0;
    std::string closes_on, closes_time;
    std::string reason;
};
// Before the opening the reason may be left out.
Result<void> extend_session(audit::Act& act, ExtendSession const& command);

// Gives the session up, with a reason: a lost share, a wrong roll. What was cast is erased unread.
Result<void> void_session(audit::Act& act, Step const& command);

}  // namespace thidua::voting
