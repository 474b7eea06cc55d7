// The sweep at a glance: award by award how many are on each of its lists, as one reader would count
// them there.
#pragma once

#include "access/actor.h"
#include "eligibility/holdings.h"
#include "eligibility/sweep_list.h"

#include <string>
#include <vector>

namespace thidua::eligibility {

struct OverviewQuery {
    int year = 0;
    Date received;
    std::string unit_path;  // "" for all.
};

// Each figure is the length of the list of that name.
struct Tally {
    std::string award;
    int swept = 0;     // Everybody the question was put to.
    int eligible = 0;  // Of those now, who may be proposed; the others wait for a decision.
    int now = 0, next = 0, one_short = 0, overlooked = 0;
    int retiring = 0;  // Persons alone.

    int of(Tab tab) const;
    // Nobody is on any list.
    bool is_empty() const;
    // The law leaves everybody to a person: no list says anything about anyone.
    bool is_left_open() const { return now == swept && eligible == 0 && overlooked == 0; }
};

// For every award of the kind of subject, in the catalogue's order.
std::vector<Tally> count_lists(storage::Transaction& tx,
                               access::Actor const& actor,
                               Holdings const& holdings,
                               law::Subject subject,
                               OverviewQuery const& query);

}  // namespace thidua::eligibility
