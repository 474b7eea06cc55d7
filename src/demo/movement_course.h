// One movement of the sample on its way; the standing office writes, the leader decides.
#pragma once

#include "demo/cast.h"
#include "movement/links.h"
#include "movement/target.h"
#include "movement/visit.h"

#include <string>
#include <vector>

namespace thidua::demo {

class MovementCourse {
public:
    MovementCourse(Cast& cast, Date drafted, movement::Draft const& draft);

    // To the items of the year's resolution at these positions.
    void link(Date on, std::vector<int> const& positions);
    void ask(Date on, std::vector<std::string> const& units, Date due);
    void answer(Date on, std::string const& unit, std::string const& answer, std::string const& text);
    void take(Date on, movement::TakeStep step);
    // Submitted, approved and launched on `on`.
    void launch(Date on, std::string const& number);

    // Its ref.
    std::string add_target(Date on, movement::AddTarget target);
    // The same figure to every unit; taken back where a reason is given.
    void spread(Date on,
                std::string const& target,
                std::vector<std::string> const& units,
                movement::Split split,
                std::string const& taken_back = "");
    void report(Date on, std::string const& target, std::string const& unit, std::string const& result);

    struct Visited {
        std::string unit;
        Date on;
        std::string findings;
        std::string follow_up = "";
        std::optional<Date> due = {};
        std::optional<Date> answered = {};
        std::optional<Date> closed = {};
    };
    void visit(Visited const& visited);

private:
    movement::Movement movement();
    movement::Visit last_visit();
    std::int64_t version() { return cast_.version("movement", ref_); }

    Cast& cast_;
    std::string ref_;
};

}  // namespace thidua::demo
