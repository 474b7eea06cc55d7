// Sessions of a secret ballot: who votes on what by which rules, how far it has come, and what one
// reader is to it. Until the count a ballot lies sealed beside its voter; what it says is known to
// nobody, and after the count only how many said so.
#pragma once

#include "audit/audit.h"
#include "ballot/seal.h"
#include "ballot/tally.h"
#include "base/date.h"
#include "organisation/council.h"

#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::voting {

// In order; from the first four a session may also become Void.
enum class State {
    Preparing,  // Everything may be changed.
    Keys,       // Roll and lines stand; the tellers make their keys.
    Open,       // Units cast.
    Closed,     // Nobody casts any more; paper is read, then the box is opened.
    Counted,    // The result stands and does not change.
    Settled,    // The minutes are signed: published.
    Void,       // Given up, with a reason; nothing was opened.
};
std::string_view name_of(State state);  // "preparing", …
State state_named(std::string_view name);

// How an elector took part.
enum class Way { None, Electronic, Paper };

struct Teller {
    std::int64_t account = 0;
    std::string name, display_name;  // Log-in name, full name.
    std::optional<ballot::KeyBytes> public_key;
    bool confirmed = false;
};

// What the law asked of a line when it was prepared.
struct LineLaw {
    std::string award;  // Its code in the law.
    int percent = 0;    // Of all members.
    std::string clause, confidence;
    bool filled = false;  // The line's own share is this one, not typed.
};
struct Line {
    std::int64_t id = 0;
    int place = 0;     // From 1.
    std::string kind;  // unit, person
    std::string code, name;
    std::string unit_name;  // Of a person.
    std::string unit_path;  // Where it belongs today.
    std::string award;      // What is proposed, in words.
    std::optional<ballot::Share> share = {};  // Its own, where it is not the session's.
    std::optional<LineLaw> law = {};
};

// A unit, by its own head, or a named person.
struct Elector {
    std::int64_t id = 0;
    std::int64_t unit_id = 0;  // The unit itself, or the person's; 0 for a person without one.
    std::string code;          // Of the unit; the log-in name of a person.
    std::string name;
    std::string path;  // Of the unit, "" without one.
    Way way = Way::None;
    std::int64_t account = 0;  // 0: a unit.
    std::string person = {};   // Code of the account's person, or "".
};

// What votes: the units of a block in one year, or persons who are named one by one.
struct Body {
    std::int64_t block_id = 0;  // 0: persons.
    std::string block_ref, name;
    std::string path;  // The part of the tree it belongs to.
    int year = 0;
    std::string unit = {};  // Of persons: the code of the unit whose body it is.

    bool is_of_persons() const { return block_id == 0; }
};

struct Session {
    std::int64_t id = 0;
    std::string ref;
    Body body;
    std::string purpose;  // award, tie, head, other
    std::string title;
    State state = State::Preparing;
    ballot::Rules rules;  // `roll` is the number of electors.
    bool own_vote = false;
    bool revote = false;
    bool counts_shown = true;
    Instant closes_at;
    std::string after_ref, after_title, after_reason;  // The session this one runs anew.
    std::optional<Date> received_on;  // Of persons: when the dossiers voted on came in.
    std::string share_reason;         // Why a line asks for more than the law.
    std::string made_by;
    std::optional<Instant> opened_at, closed_at, counted_at;
    std::string close_reason, void_reason;
    std::int64_t returned = 0;  // Ballots in the box, once counted.
    std::int64_t spoilt = 0;
    std::int64_t version = 1;
    std::array<Teller, 2> tellers;
    std::vector<Line> lines;        // By place.
    std::vector<Elector> electors;  // Units by code, persons by name; units from the roll on.

    std::int64_t voted(Way way) const;
    // The roll stands: electors may know of it.
    bool is_called() const;
    // Everyone entitled has cast or taken paper.
    bool is_complete() const;
};

// What an actor is to a session.
struct Standing {
    bool leads = false;     // Of a block its head or deputy of the year; who plans the year.
    bool oversees = false;  // Verifies scores or decides results over the body.
    int teller = 0;         // 1, 2
    std::vector<std::int64_t> electors;  // Ids of those it casts for: own units, or itself.

    bool inside() const { return leads || oversees || teller != 0 || !electors.empty(); }
};
Standing standing_of(storage::Transaction& tx, access::Actor const& actor, Session const& session);
// The head or deputy of the block that year, acting in person, or who plans the year over it.
bool leads(storage::Transaction& tx, access::Actor const& actor, Body const& body);

// Nothing where the actor may not know of it: before it is settled it is known to those inside,
// then also to those who read movements over the body or one of its units.
std::optional<Session> find_session(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref);
// Whoever asks; for acts and later folders that ask for rights themselves.
std::optional<Session> load_session(storage::Transaction& tx, std::string_view ref);

struct SessionFilter {
    std::string block;  // ref, "" every one
    std::optional<int> year;
    std::string state;  // "" every one
    int offset = 0;
    int limit = 50;
};
// Newest first, without tellers, lines and electors.
std::vector<Session> sessions_for(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  SessionFilter const& filter);
std::int64_t count_sessions(storage::Transaction& tx,
                            access::Actor const& actor,
                            SessionFilter const& filter);
// The body of a block and year; nothing for an unknown block.
std::optional<Body> find_body(storage::Transaction& tx, std::string_view block_ref, int year);
// Persons who vote together for the unit with this code; nothing for an unknown unit.
std::optional<Body> persons_of(storage::Transaction& tx,
                               std::string_view unit,
                               std::string name,
                               int year);

// Blocks the actor leads in a year, by name.
std::vector<Body> bodies_led(storage::Transaction& tx, access::Actor const& actor, int year);

struct Member {
    std::int64_t unit_id = 0;
    std::string code, name, path;
};
// The units of the body in its year, by name.
std::vector<Member> members_of(storage::Transaction& tx, Body const& body);

// Accounts that may count for the body, by delegation too, by given name.
std::vector<organisation::NamedAccount> possible_tellers(storage::Transaction& tx,
                                                         Body const& body,
                                                         Date today);

}  // namespace thidua::voting
