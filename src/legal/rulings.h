// Rulings: papers by which the competent body closes an open point of the law. One covers every
// line it fits: award, point, regimes, part of the unit tree, days of receipt. It has effect once a
// second person has confirmed it, and ends by a later paper, confirmed in the same way.
#pragma once

#include "audit/audit.h"
#include "base/date.h"
#include "files/files.h"
#include "law/ruled_value.h"
#include "law/ruling.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::legal {

inline constexpr std::string_view kWaiting = "waiting";
inline constexpr std::string_view kStanding = "standing";
inline constexpr std::string_view kRejected = "rejected";

struct Paper {
    std::string number;
    Date dated;
    std::string signer;
};

// A part of the unit tree.
struct UnitPart {
    std::int64_t id = 0;
    std::string code, name, path;
};

// What both a ruling and its end go through.
struct Passage {
    std::string state;  // kWaiting, kStanding, kRejected
    std::string entered_by;
    Instant entered_at;
    std::string decided_by;
    std::optional<Instant> decided_at;
    std::string decided_reason;
};

struct RulingEnd {
    std::int64_t id = 0;
    std::string ref;
    Date stops_on;  // The first day of receipt that is no longer covered.
    std::string reason;
    Paper paper;
    Passage passage;
};

struct Ruling {
    std::int64_t id = 0;
    std::string ref;
    std::string award;  // "" every award
    std::string point;  // As law::open_points names it.
    std::vector<std::string> regimes;  // Empty: every one.
    std::vector<UnitPart> units;       // Empty: everybody.
    Date received_from;
    std::optional<Date> received_to;
    bool holds = false;
    std::string value;  // Of a parameter, a line of law/ruled_value.h. Empty: none given.
    std::string reason;
    Paper paper;
    Passage passage;
    std::optional<RulingEnd> end;  // Waiting or standing, never a rejected one.
    std::int64_t version = 1;

    // The last day of receipt it covers, the paper that ended it taken in; nothing: no end.
    std::optional<Date> covers_to() const;
    bool covers(Date received) const;
    bool reaches(std::string_view unit_path) const;
    // "waiting", "standing", "ending" (the paper that is to end it waits), "ended", "rejected".
    std::string state_on(Date today) const;
    // As the engine takes it.
    law::Ruling for_engine() const;
};

// Bytes of a signed paper and the name of its file.
struct Scan {
    std::string name;
    std::string bytes;
};

// As typed; the acts read and check it.
struct PaperFields {
    std::string number, dated, signer;
    std::optional<Scan> scan;
};
struct RecordRuling {
    std::string award, point;
    std::vector<std::string> regimes;
    std::vector<std::string> units;  // Codes.
    std::string received_from, received_to;
    std::string holds;  // "1", "0"
    std::string reason;
    PaperFields paper;
    law::TypedValue value;  // Of a parameter.
};
// Permission WriteLaw. The new ruling's ref; it waits for a second person. Refused
// "legal.error.contradicts" where another one on the same point says the opposite of a line that
// both would cover.
Result<std::string> record_ruling(audit::Act& act, RecordRuling const& command);

struct EndRuling {
    std::string ref;
    std::string stops_on;
    std::string reason;
    PaperFields paper;
    std::int64_t version = 0;
};
// Permission WriteLaw. Nothing is undone: dossiers received before that day stay covered.
Result<void> end_ruling(audit::Act& act, EndRuling const& command);

struct DecideRuling {
    std::string ref;
    bool confirm = false;
    std::string reason;  // Of a rejection.
    std::int64_t version = 0;
};
// Decides what waits: the ruling, or the paper that is to end it. Confirming asks for ActivateLaw
// and another person than who entered it; who entered it may take it back.
Result<void> decide_ruling(audit::Act& act, DecideRuling const& command);

// In order of entry, newest first. Everyone who has signed in may read them.
std::vector<Ruling> rulings(storage::Transaction& tx);
std::optional<Ruling> find_ruling(storage::Transaction& tx, std::string_view ref);
// The signed papers, of the ruling itself first.
std::vector<files::File> scans_of(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  Ruling const& ruling);
std::optional<files::File> find_scan(storage::Transaction& tx,
                                     access::Actor const& actor,
                                     Ruling const& ruling,
                                     std::string_view file_ref);

// Says the opposite of `ruling` of a line that both would cover; nothing where none does. Rejected
// ones contradict nobody.
std::optional<Ruling> contradicted_by(std::vector<Ruling> const& others, Ruling const& ruling);

}  // namespace thidua::legal
