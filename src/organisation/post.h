// Posts over time: unit, position, rank, from, to. The post in force today says what a person's
// entry shows as today's unit, position, rank and direct_worker.
#pragma once

#include "organisation/acts.h"

#include <string>
#include <vector>

namespace thidua::organisation {

struct Post {
    std::int64_t id = 0;
    std::string ref;  // Address within the person.
    std::int64_t unit_id = 0;
    std::string unit_code;
    std::string unit_name;  // As on the first day.
    std::string position;
    std::string rank;
    Date from;
    std::optional<Date> to;
    std::optional<std::int64_t> coefficient;  // Hundredths.
    std::optional<bool> direct_worker;
    std::int64_t version = 1;
};
// Newest first.
std::vector<Post> posts_of(storage::Transaction& tx, Person const& person);

struct PostFacts {
    std::string unit;
    std::string position = {};
    std::string rank = {};
    Date from;
    std::optional<Date> to = {};
    std::optional<std::int64_t> coefficient = {};
    std::optional<bool> direct_worker = {};
};

// To a unit where the actor may not write people: "organisation.post.needs-transfer".
struct AddPost {
    std::string person;
    PostFacts facts;
    bool closes_present = true;  // Open posts end the day before.
};
Result<Person> add_post(Act& act, AddPost const& command);

struct EditPost {
    std::string person;
    std::string ref;
    PostFacts facts;
    std::int64_t version = 0;
};
Result<Person> edit_post(Act& act, EditPost const& command);

struct RemovePost {
    std::string person;
    std::string ref;
    std::int64_t version = 0;
};
Result<Person> remove_post(Act& act, RemovePost const& command);

// Sets today's unit, position, rank and direct_worker from the post in force; without one all
// stays.
void follow_posts(storage::Transaction& tx, std::int64_t person_id, Date today);

}  // namespace thidua::organisation
