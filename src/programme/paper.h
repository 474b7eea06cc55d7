// The frame of a printed paper (views web/paper-head): who issues it, number, place and day.
#pragma once

#include "audit/audit.h"
#include "base/result.h"
#include "organisation/lookup.h"

#include <boost/json.hpp>

#include <array>

namespace thidua::programme {

// What the office writes before "ngày …" on its papers; "" until it is set.
inline constexpr std::string_view kPlaceSetting = "office.place";

// Right PlanYear over the top of the tree.
Result<void> set_place(audit::Act& act, std::string const& place);

// Degrees of urgency a paper may be stamped with.
inline constexpr std::array<std::string_view, 3> kUrgencies{"urgent", "very-urgent", "express"};

struct PaperHead {
    std::string superior;  // Cơ quan chủ quản; "" for none
    std::string issuer;    // Cơ quan ban hành
    std::string number;    // "" leaves a dotted place to fill in
    std::optional<Date> dated;
    std::string place = {};  // "" the office's
    bool numbered = true;    // A covenant bears no number.
    std::string urgency = {};  // One of kUrgencies; "" for none.
};
// {"superior", "issuer", "unnumbered", "number", "urgency", "place", "day", "month", "year"}, to stand in a
// document as "paper"; "blank" added to it leaves place and day out; day, month and year are null for
// a paper without a day.
boost::json::object paper_document(storage::Transaction& tx, PaperHead const& head);
// Grounds as a paper writes them, from lines of text: {"text", "begins"}, without the mark at the
// end; `begins` where the line has the word itself. Drawn by the view web/grounds, as
// "paper_grounds".
boost::json::array grounds_document(std::string_view lines);
// Of a unit: its parent stands above it.
PaperHead paper_head(storage::Transaction& tx, organisation::Unit const& issuer);

}  // namespace thidua::programme
