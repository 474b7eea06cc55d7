// SQL of registrations; no rights are asked here.
#pragma once

#include "movement/registration.h"

namespace thidua::movement {

// Of `registration r JOIN unit u ON u.id = r.unit_id`; read by registration_from.
extern std::string const kRegistrationColumns;
extern std::string const kRegistrationTables;
Registration registration_from(storage::Rows const& rows);

void insert_registration(Act& act, Registration& registration);
// Everything but unit and year; the version moves on.
void update_registration(storage::Transaction& tx, Registration const& registration);
// Movements launched by the unit or above it that touch the year: what it takes part in.
struct Joined {
    std::string code, name;
};
std::vector<Joined> movements_joined(storage::Transaction& tx, Registration const& registration);
// What the unit carries of targets that are due in the year; in thousandths.
struct Owed {
    std::string name, measure;
    std::int64_t wanted = 0;
};
std::vector<Owed> targets_owed(storage::Transaction& tx, Registration const& registration);
void put_line(storage::Transaction& tx, Registration const& registration, ReadRow const& row);

}  // namespace thidua::movement
