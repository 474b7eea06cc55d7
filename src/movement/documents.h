// Pieces of documents that several pages of this folder show.
#pragma once

#include "http/page.h"
#include "movement/links.h"
#include "movement/movement.h"

#include <boost/json.hpp>

#include <span>
#include <string_view>
#include <vector>

namespace thidua::movement {

namespace json = boost::json;

json::array codes(std::span<std::string_view const> values);
json::object unit_brief(organisation::Unit const& unit);  // code, name
json::object describe(Movement const& movement);
json::array describe(std::vector<Superior> const& superiors);
json::array describe(std::vector<Link> const& links);
json::array describe(std::vector<Opinion> const& opinions, Date today);
json::array describe(std::vector<StepTaken> const& steps);
json::array describe(std::vector<Review> const& reviews);
// The frame of a paper the unit issues (view web/paper-head); without a day it has room for one.
json::object paper_head(storage::Transaction& tx,
                        organisation::Unit const& issuer,
                        std::string const& number,
                        std::optional<Date> day);
// The steps the actor may take now: codes of life.h.
json::array possible_steps(Movement const& movement, access::Actor const& actor);
// The way back from a page below the movement's own.
std::vector<http::Crumb> crumbs_to(Movement const& movement);

}  // namespace thidua::movement
