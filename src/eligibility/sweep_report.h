// The sweep as a document, for the command: everyone in service who is eligible, open or one
// requirement short, one object per subject and award.
#pragma once

#include "eligibility/holdings.h"

#include <boost/json/fwd.hpp>

#include <string>

namespace thidua::eligibility {

struct SweepOrder {
    std::string award;  // "" for all.
    int year = 0;
    Date received;
    std::string unit_path;  // "" for all.
};

// [{"subject","name","unit","unit_name","award","award_name","year","regime","verdict","failed",
// "open","missing_data","earliest_year","projection","held","retiring"}], award by award in the
// catalogue's order, those who qualify first. `retiring`: within 24 months of the day of receipt.
boost::json::array sweep_report(storage::Transaction& tx,
                                Holdings const& holdings,
                                SweepOrder const& order);

// The same in plain text: a heading per award, those who retire soon again in a list of their own.
std::string sweep_text(boost::json::array const& report, std::string const& language);

}  // namespace thidua::eligibility
