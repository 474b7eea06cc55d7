// What the pages of this folder share.
#pragma once

#include "covenant/annex.h"
#include "covenant/covenant.h"
#include "covenant/passage.h"
#include "http/page.h"
#include "organisation/form_reader.h"

#include <boost/json.hpp>

#include <functional>

namespace thidua::covenant {

namespace json = boost::json;

// {ref, block, block_ref, year, shown_year, calendar, state, theme, …, version, amending, may:
// {draft}}
json::object describe(Covenant const& covenant, access::Actor const& actor);
// The text of an edition, or the working text, ready to be drawn: figures as numbers, targets with
// a cell per party, parties numbered.
json::object shown_content(json::object const& content);
json::object shown_edition(Edition const& edition);

std::vector<http::Crumb> crumbs_below(Covenant const& covenant);
std::string address(std::string const& ref, std::string_view page = {});

// A page about one covenant: found with the reader's rights, described, completed by `fill`.
using Fill = std::function<Result<void>(storage::Transaction&, Covenant const&, json::object&)>;
Result<http::Answer> covenant_page(http::Context& ctx,
                                   std::string view,
                                   std::string title_key,
                                   Fill const& fill);
// The same for drafters alone.
Result<http::Answer> drafter_page(http::Context& ctx,
                                  std::string view,
                                  std::string title_key,
                                  Fill const& fill);

// The page of a unit's figures.
std::string report_address(std::string const& ref, std::string const& unit, Period period);
// ?period=, else the one that is reported now.
Period period_asked(http::Context const& ctx, Covenant const& covenant);
// A number, words, or null.
json::value shown_value(Plan const& plan);
// As a form shows it; and back: a figure where the target is one of numbers, words otherwise.
std::string plan_text(Plan const& plan);
Plan plan_in(organisation::FormReader& form, std::string const& field, bool is_number);
json::object shown_annex(Annex const& annex);
// Of every unit that joined this edition later.
json::array annexes_in(storage::Transaction& tx, Edition const& edition);

// Several lines, tidied each, without empty ones at the ends.
std::string lines_in(http::Values const& form, std::string_view field);

}  // namespace thidua::covenant
