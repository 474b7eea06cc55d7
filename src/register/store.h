// The SQL of decisions and awards, and who may read which of them.
#pragma once

#include "register/register.h"
#include "storage/database.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// SQL over `decision d`: the actor may know of this paper. True for papers within the clearance that
// award something in one of the actor's parts of the tree, or that the actor entered.
std::string sql_sees_decision(access::Actor const& actor);
// SQL over `award a JOIN unit u ON u.id = a.unit_id`: the actor may read this award.
std::string sql_sees_award(access::Actor const& actor);

// SQL over a decision: every award of it that is within the clearance was withdrawn, as undoing an
// import leaves it. Lists and searches pass over such papers unless they are asked for.
std::string sql_is_undone(access::Actor const& actor, std::string_view decision = "d");

std::optional<Decision> find_decision(storage::Transaction& tx, access::Actor const& actor, std::string_view ref);
std::optional<Decision> decision_by_id(storage::Transaction& tx, std::int64_t id);
// Papers with this number and authority of the calendar year of `day`, whatever their marking.
std::vector<Decision> decisions_numbered(storage::Transaction& tx, std::string_view number, std::string_view authority,
                                         Date day);

std::optional<Award> find_award(storage::Transaction& tx, access::Actor const& actor, std::int64_t decision_id,
                                std::string_view ref);
std::optional<Award> award_by_id(storage::Transaction& tx, std::int64_t id);
// Every award of a paper, for acts; pages read with sql_sees_award.
std::vector<Award> awards_of(storage::Transaction& tx, std::int64_t decision_id);

// Writes a new row and sets its id and ref.
void insert_decision(storage::Transaction& tx, Decision& decision);
void insert_award(storage::Transaction& tx, Award& award, Decision const& decision, std::string_view subject_code);

// Writes the row as it is now, with its version counted up; addresses follow the marking. The tally is
// the caller's.
void update_decision(storage::Transaction& tx, Decision& decision);
void update_award(storage::Transaction& tx, Award& award);

// An award without a marking came to a paper that stood already: whoever is about to release it has to
// look again, and where it is public the award waits for a release of its own. The second for
// everything an import stored.
void note_additions(storage::Transaction& tx, std::int64_t decision_id);
void note_import_additions(storage::Transaction& tx, std::int64_t import_id);

// The deepest part of the tree that holds every unit awarded by the paper (an import, below) under no
// higher marking; "" where there is none. Where an audit line about all of it belongs.
std::string part_of_decision(storage::Transaction& tx, std::int64_t decision_id, access::Marking marking);
std::string part_of_import(storage::Transaction& tx, std::int64_t import_id, access::Marking marking);

// The code of a person or unit.
std::string subject_code(storage::Transaction& tx, std::string_view kind, std::int64_t id);

}  // namespace thidua::registry
