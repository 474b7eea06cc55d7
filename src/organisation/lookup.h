// What later folders read of organisation: who and what a code or a name means, as on a day. The
// forms without an actor answer about everything and are for acts that ask for rights themselves.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "organisation/names.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

// A unit as it is today, or as it last was.
struct Unit {
    std::int64_t id = 0;
    std::string code;
    std::string kind;
    std::string name;
    std::string path;
    std::optional<std::int64_t> parent_id;
    Date valid_from;
    std::optional<Date> valid_to;  // Last day, inclusive.
    bool offline = false;
    std::string head_decides;
    bool confirmed = true;
    std::int64_t version = 1;

    bool stands_on(Date day) const { return valid_from <= day && (!valid_to || day <= *valid_to); }
};
std::optional<Unit> find_unit(storage::Transaction& tx, std::string_view code);
std::optional<Unit> unit_by_id(storage::Transaction& tx, std::int64_t id);
// Nothing as well where the actor may not read it.
std::optional<Unit> find_unit(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::string_view code);
// Units that bore the name on that day; without a day, that bear it now or bore it last. Compared
// by fold(): diacritics count, case and blanks do not.
std::vector<Unit> units_named(storage::Transaction& tx,
                              std::string_view name,
                              std::optional<Date> on);
// Its name on that day; nothing where it did not exist.
std::optional<std::string> unit_name_at(storage::Transaction& tx, std::int64_t unit_id, Date on);

// A person as today. A merged entry is answered by the one it was merged into.
struct Person {
    std::int64_t id = 0;
    std::string code;
    std::string origin;  // staff, outside, household
    std::string full_name;
    std::optional<Date> birth_date;
    std::string sex;
    std::string category;
    std::string rank;
    std::string position;
    std::int64_t unit_id = 0;
    std::string unit_code;
    std::string unit_name;
    std::string unit_path;
    std::optional<bool> direct_worker;
    std::optional<Date> joined;
    std::optional<Date> sector_joined;
    std::optional<Date> left_on;
    std::string left_reason;
    std::optional<Date> retires;
    std::string ethnicity;
    std::string education;
    std::optional<Date> party_joined;
    std::int64_t version = 1;

    bool in_service_on(Date day) const { return !left_on || day < *left_on; }
};
std::optional<Person> find_person(storage::Transaction& tx, std::string_view code);
std::optional<Person> person_by_id(storage::Transaction& tx, std::int64_t id);
// Nothing as well where the actor may not read it; one's own entry may always be read.
std::optional<Person> find_person(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  std::string_view code);

// The post held on a day (the newest where there are several); nothing where none is known.
struct PostOnDay {
    std::int64_t unit_id = 0;
    std::string position;
    std::string rank;
    std::optional<bool> direct_worker;
};
std::optional<PostOnDay> post_on(storage::Transaction& tx, std::int64_t person_id, Date on);

// A person or unit by code, whichever has it; people first. For subject columns of forms and files.
struct Subject {
    std::string kind;  // kPerson, kUnit
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string unit_path;
};
std::optional<Subject> find_subject(storage::Transaction& tx, std::string_view code);

// How a subject is shown everywhere, so that homonyms are told apart:
// {"kind","code","name","birth_year" (person, null unknown),"unit","unit_name" (a unit: its
// parent's)}.
boost::json::object subject_display(storage::Transaction& tx,
                                    std::string_view kind,
                                    std::int64_t id);

// One unit that another came from or went into, directly or over several acts.
struct Kin {
    Unit unit;
    std::string kind;  // of the last step: rename, merge, split
    Date on;           // day of the last step
    int steps = 1;
};
// Nearest first, then by day and code; each once.
std::vector<Kin> predecessors(storage::Transaction& tx, std::int64_t unit_id);
std::vector<Kin> successors(storage::Transaction& tx, std::int64_t unit_id);

}  // namespace thidua::organisation
