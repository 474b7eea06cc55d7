// Entries that met a marked record which their writer may not know of. They were accepted as if it did
// not exist; an officer cleared for the marked record decides what becomes of them.
#pragma once

#include "audit/audit.h"
#include "register/register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// What was met: the same paper, the same number on another day, or the same award to the same subject.
struct Meeting {
    std::string_view kind;  // paper, number, award
    std::int64_t decision_id = 0;
    std::optional<std::int64_t> award_id;
    std::int64_t met_decision_id = 0;
    std::optional<std::int64_t> met_award_id;
    access::Marking marking = access::Marking::Mat;
};
void queue_collision(audit::Act& act, Meeting const& meeting);

// The same for everything an import has stored, at once; called in its transaction.
void queue_import_collisions(audit::Act& act, std::int64_t import_id);

struct Collision {
    std::string ref;
    std::string kind;
    Decision decision;
    Decision met_decision;
    std::optional<Award> award;
    std::optional<Award> met_award;
    std::string entered_by;
    Instant entered_at;
    std::string state;
    std::string note;
    std::string answered_by;
    std::int64_t version = 1;
};
// Open ones first, newest first; those within the actor's clearance. Permission ReleaseRegister over everything.
std::vector<Collision> collisions(storage::Transaction& tx, access::Actor const& actor, std::int64_t limit,
                                  std::int64_t offset = 0);
struct CollisionCount {
    std::int64_t all = 0;
    std::int64_t open = 0;
};
CollisionCount count_collisions(storage::Transaction& tx, access::Actor const& actor);

struct AnswerCollision {
    std::string ref;
    bool withdraw = false;  // The new entry is the marked one: take it out. Else both stay.
    std::string note;       // Required.
    std::int64_t version = 0;
};
Result<void> answer_collision(audit::Act& act, AnswerCollision const& command);

}  // namespace thidua::registry
