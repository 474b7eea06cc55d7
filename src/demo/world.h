// The demo organisation in memory, before it is stored. Ids are given here, from 1, so that rows can
// point at each other; an index into a vector is the id less one.
#pragma once

#include "base/date.h"
#include "demo/demo.h"
#include "demo/random.h"

#include <array>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace thidua::demo {

struct Unit {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string old_name;           // Until `renamed`, when set.
    std::optional<Date> renamed;
    std::string kind;
    std::int64_t parent = 0;        // 0: the top.
    int block = 0;                  // 1..4 for level-2 units
    bool school_year = false;
    bool offline = false;
    Date from;
    std::optional<Date> to;
    std::vector<std::int64_t> predecessors;  // Merged into this one on `from`.
    int strength = 0;               // 0..999: how well it does, so that histories hang together
};

struct Post {
    std::int64_t unit = 0;
    std::string position;
    std::string rank;
    Date from;
    std::optional<Date> to;
    int coefficient = 0;            // hundredths, 0 none
    bool direct = true;
};

struct Person {
    std::int64_t id = 0;
    std::string code;
    std::string name;
    bool woman = false;
    Date born;
    std::string category;
    Date joined;
    std::optional<Date> left;
    std::string left_reason;
    std::vector<Post> posts;        // By date, without holes.
    int ability = 0;                // 0..999
    // Filled by history: bit y is year kBaseYear + y.
    std::uint64_t fighter = 0;      // cstd-co-so
    std::map<int, std::string> ratings;

    Post const& post_on(Date day) const;
    bool serves_on(Date day) const { return joined <= day && (!left || day <= *left); }
};

struct Initiative {
    std::int64_t person = 0;
    int year = 0;
    std::string title;
    std::string level;
    std::string kind;
    int marking = 0;
};

struct Decision {
    std::int64_t id = 0;
    std::string number;
    Date on;
    std::string authority;
    std::string kind = "commend";
    std::int64_t corrects = 0;
    std::string title;
    int marking = 0;
    bool released = true;
};

struct Award {
    std::int64_t decision = 0;
    bool is_person = true;
    std::int64_t subject = 0;
    std::string award;
    int year = 0;
    int year_from = 0;
    bool school_year = false;
    std::string mode = "cong-trang";
    std::string movement;
    std::string citation;
    int marking = 0;
    std::int64_t revoked_by = 0;
    std::string name_as_printed;    // Where the paper misspells it.
    bool posthumous = false;
};

struct Discipline { std::int64_t person; std::string kind; Date from; std::optional<Date> to; };
struct Pending { bool is_person; std::int64_t subject; std::string kind; Date from; std::optional<Date> cleared; };
struct Absence { std::int64_t person; std::string kind; Date from; std::optional<Date> to; std::string result; };
struct Transfer { std::int64_t person; std::int64_t from_unit; std::int64_t to_unit; Date on; bool opinion; };
struct BlockPlace { int block; int year; std::int64_t unit; std::string role; int rank; };
struct UnitYear { std::int64_t unit; int year; bool clean; int total, completed, advanced, fighters, disciplined; std::string rating; };

constexpr int kBaseYear = 1990;

struct World {
    explicit World(Options const& from) : options(from), random(from.seed), last_year(from.as_of.year()), first_year(last_year - 24) {}

    Options options;
    Random random;
    int last_year;
    int first_year;
    std::vector<Unit> units;        // units[0] is the Board.
    std::vector<Person> people;
    std::vector<Initiative> initiatives;
    std::vector<Decision> decisions;
    std::vector<Award> awards;
    std::vector<Discipline> disciplines;
    std::vector<Pending> pending;
    std::vector<Absence> absences;
    std::vector<Transfer> transfers;
    std::vector<BlockPlace> places;
    std::vector<UnitYear> unit_years;

    Unit& unit(std::int64_t id) { return units[static_cast<std::size_t>(id - 1)]; }
    Person& person(std::int64_t id) { return people[static_cast<std::size_t>(id - 1)]; }
    // Level-2 unit above a unit (itself for level 2, the Board for the Board).
    std::int64_t level_two(std::int64_t id);
    // The paper with that number, made when it is new. One paper holds many awards.
    std::int64_t decision(std::string const& number, Date on, std::string const& authority, std::string const& title);

private:
    std::map<std::pair<std::string, Date>, std::int64_t> papers_;
};

void make_units(World& world);      // units.cpp
void make_people(World& world);     // people.cpp
void make_history(World& world);    // history.cpp
void tell_stories(World& world);    // stories.cpp
void store(storage::Transaction& tx, World& world);          // store.cpp
void make_accounts(storage::Transaction& tx, World const& world);  // accounts.cpp
void make_law(storage::Transaction& tx, World const& world);       // law.cpp
void live_year(storage::Transaction& tx, World const& world);      // year.cpp

}  // namespace thidua::demo
