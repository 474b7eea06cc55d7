// Signing: each unit's head signs the edition laid before them, after being asked again for the
// password. A signature carries the SHA-256 of the text that was on the screen and who signed,
// when, for which unit, in which post, by whose authority. Nothing of it is ever changed.
#pragma once

#include "covenant/annex.h"
#include "files/files.h"

#include <string>
#include <vector>

namespace thidua::covenant {

struct Signature {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t unit_id = 0;
    std::string kind;  // signed, refused
    std::string hash;
    std::string annex_hash;  // Of the annex of who joined later; "" for the others.
    std::string account;
    std::string signer;  // Full name, as then.
    std::string post, rank;
    std::string authority_no;  // "" where the head signed in person.
    std::optional<Date> authority_date;
    std::string reason;  // Of a refusal.
    bool late = false;
    Date signed_on;
    Instant signed_at;
};
// As they came.
std::vector<Signature> signatures_of(storage::Transaction& tx, Edition const& edition);
// The one that counts for the unit; null when there is none.
Signature const* last_of(std::vector<Signature> const& signatures, std::int64_t unit_id);

struct Sign {
    std::string ref;
    std::string unit;  // Code.
    std::string hash;  // Of the text that was read; another one is a Conflict.
    std::string post, rank;
    std::string authority_no;  // With its date, by who signs for the head.
    std::optional<Date> authority_date = {};
    std::string annex_hash = {};  // Of the annex that was read with it, where the unit has one.
};
// Right SignForUnit over the unit. While an edition is signed, or in force for a unit that has not
// signed it. After the last day it is kept and marked late. Who holds the right by a delegation
// signs with its paper. When the last unit has signed, the edition comes into force. The caller has
// asked for the password (identity/confirm.h).
Result<void> sign(Act& act, Sign const& command);

struct Refuse {
    std::string ref;
    std::string unit;
    std::string hash;
    std::string reason;
};
// While it is signed; the unit may sign later all the same.
Result<void> refuse(Act& act, Refuse const& command);

struct AdmitUnit {
    std::string ref;
    std::int64_t version = 0;
    std::string unit;
    std::vector<OwnPlan> plans;  // None: usual_plans().
};
// A unit that came into the block after the text was laid before the others: it signs the same
// text, marked, and an annex with its own plans. By drafters.
Result<void> admit_unit(Act& act, AdmitUnit const& command);
// Members of the year that are no party of the edition.
std::vector<Member> not_asked(storage::Transaction& tx,
                              Covenant const& covenant,
                              Edition const& edition);

struct AttachScan {
    std::string ref;
    std::int64_t edition = 0;
    std::string name;
    std::string bytes;
};
// The paper signed in ink, by drafters.
Result<void> attach_scan(Act& act, AttachScan const& command);
std::string scan_owner(Edition const& edition);

}  // namespace thidua::covenant
