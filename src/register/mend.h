// The three acts of mending. An entry is made equal to its signed paper (proposed by one, confirmed by
// a second person); a paper is corrected by a later paper (confirmed alike); an award is revoked by a decision. Old
// values stay for ever in the table `correction`. Permission MendRegister over every unit concerned.
#pragma once

#include "audit/audit.h"
#include "register/fields.h"
#include "register/record.h"
#include "register/register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

struct Correction {
    std::int64_t id = 0;
    std::string ref;
    std::optional<std::int64_t> award_id;  // Nothing: the paper's own facts.
    std::int64_t decision_id = 0;
    Values before;
    Values after;
    std::string reason;
    std::string state;  // proposed, confirmed, refused
    std::string proposed_by;
    Instant proposed_at;
    std::string answered_by;
    std::optional<Instant> answered_at;
    std::string answer;
    std::optional<std::int64_t> paper_id;  // The later paper that orders it.
    std::int64_t version = 1;
};

// What is to change: an award of the paper, or with award "" the paper itself.
struct CorrectEntry {
    std::string ref;
    std::string award;
    Values values;   // As typed; fields that are absent or equal stay.
    std::string reason;
    std::int64_t version = 0;  // Of the award or the paper.
};
// (1) Proposes; returns the address of the proposal.
Result<std::string> propose_correction(audit::Act& act, CorrectEntry const& command);

struct AnswerCorrection {
    std::string ref;
    bool accept = false;
    std::string answer;  // Required when refused.
    std::int64_t version = 0;
};
// (1) A second person with ReleaseRegister confirms or refuses.
Result<void> answer_correction(audit::Act& act, AnswerCorrection const& command);

// (2) Enters the later paper and proposes what it orders; a second person confirms that as in (1).
// Returns the address of that paper, which stays in the register whatever the answer.
struct CorrectByPaper {
    CorrectEntry entry;
    PaperFields paper;
};
Result<std::string> correct_by_paper(audit::Act& act, CorrectByPaper const& command);

// (3) Revokes awards of one paper. They stay visible, as revoked. Returns the revoking paper's address.
struct RevokeAwards {
    std::string ref;
    std::vector<std::string> awards;
    PaperFields paper;
    std::string reason;
};
Result<std::string> revoke_awards(audit::Act& act, RevokeAwards const& command);

// Proposals that wait for an answer, oldest first; those whose records the actor may read.
std::vector<Correction> open_corrections(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                         std::int64_t offset = 0);
std::int64_t count_open_corrections(storage::Transaction& tx, access::Actor const& actor);
// Everything corrected in a paper and its awards, newest first.
std::vector<Correction> corrections_of(storage::Transaction& tx, access::Actor const& actor, std::int64_t decision_id);

}  // namespace thidua::registry
