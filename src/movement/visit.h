// Inspection visits (kiểm tra) of a movement: findings, and a follow-up that the unit answers and
// the owner of the movement closes.
#pragma once

#include "movement/movement.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::movement {

struct Visit {
    std::int64_t id = 0;
    std::string ref;
    organisation::Unit unit;
    Date visited_on;
    std::string visitors, findings, follow_up;
    std::optional<Date> follow_up_due;
    std::string answer, answered_by;
    std::optional<Date> answered_on;
    std::string state;  // open, answered, closed
    std::optional<Date> closed_on;
    std::int64_t version = 1;
};
// By day; only of units in the actor's parts.
std::vector<Visit> visits_of(storage::Transaction& tx,
                             access::Actor const& actor,
                             std::int64_t movement);
std::int64_t open_visits(storage::Transaction& tx, std::int64_t movement);
// Closes them with the movement.
void close_open_visits(Act& act, std::int64_t movement);

// While the movement runs. Permission WriteMovements over its owner. Without a follow-up the visit
// is closed at once.
struct RecordVisit {
    std::string ref;
    std::string unit;  // Code.
    std::optional<Date> visited_on;
    std::string visitors, findings, follow_up;
    std::optional<Date> follow_up_due;
    std::int64_t version = 0;
};
Result<void> record_visit(Act& act, RecordVisit const& command);

// What the unit did about it. Permission WriteMovements over the unit.
struct AnswerVisit {
    std::string ref, visit, answer;
    std::int64_t version = 0;  // Of the visit.
};
Result<void> answer_visit(Act& act, AnswerVisit const& command);

// The owner is content. Permission WriteMovements over the movement's owner.
struct CloseVisit {
    std::string ref, visit;
    std::int64_t version = 0;  // Of the visit.
};
Result<void> close_visit(Act& act, CloseVisit const& command);

}  // namespace thidua::movement
