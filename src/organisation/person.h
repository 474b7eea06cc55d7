// People: staff of today and before, outside persons and households.
#pragma once

#include "organisation/acts.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

// What a person's entry says, apart from code, unit and service.
struct PersonFacts {
    std::string full_name;
    std::optional<Date> birth_date = {};
    std::string sex = {};       // vocabulary sex
    std::string category = {};  // vocabulary category
    std::string rank =
        {};  // Today's, as are position and direct_worker; a post in force decides them.
    std::string position = {};
    std::optional<bool> direct_worker = {};
    std::optional<Date> joined = {};
    std::optional<Date> sector_joined = {};
    std::optional<Date> retires = {};
    std::string ethnicity = {};
    std::string education = {};
    std::optional<Date> party_joined = {};
};

// BadInput "organisation.person.similar"@confirmed, naming them, while people of that name and
// birthday are entered already and `confirmed` does not say that this is another.
struct CreatePerson {
    std::string code;
    std::string origin = "staff";  // staff, outside, household
    std::string unit;
    PersonFacts facts;
    bool confirmed = false;
};
Result<Person> create_person(Act& act, CreatePerson const& command);

// Refused "organisation.person.from-posts" for rank, position or direct_worker while a post in
// force says them.
struct EditPerson {
    std::string code;
    PersonFacts facts;
    std::int64_t version = 0;
};
Result<Person> edit_person(Act& act, EditPerson const& command);

struct LeaveService {
    std::string code;
    Date on;             // First day out of service; posts end the day before.
    std::string reason;  // vocabulary left-reason
    std::int64_t version = 0;
};
Result<Person> leave_service(Act& act, LeaveService const& command);

// Takes a leaving back; posts stay as they are.
struct ReturnToService {
    std::string code;
    std::int64_t version = 0;
};
Result<Person> return_to_service(Act& act, ReturnToService const& command);

// People the actor may read with this name (without diacritics) and, where both are known, this
// birthday.
std::vector<Person> similar_people(storage::Transaction& tx,
                                   access::Actor const& actor,
                                   std::string_view full_name,
                                   std::optional<Date> birth_date);
// Others of the same name, without diacritics.
std::vector<Person> homonyms(storage::Transaction& tx,
                             access::Actor const& actor,
                             Person const& person);

// Writes the row and its search words; checks nothing. Returns the id.
std::int64_t insert_person(storage::Transaction& tx,
                           CreatePerson const& command,
                           std::int64_t unit_id);

// A code for one who has none: "CN-" and chance.
std::string made_up_code(std::string_view prefix);

}  // namespace thidua::organisation
