// The period summary (tổng hợp khen thưởng): valid awards decided in a period, counted by award and
// by persons or units. Awards are counted, not distinct subjects, under the unit frozen with each
// award. Read from the register's tally, so a summary of any size reads few rows.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "base/result.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::report {

struct SummaryQuery {
    Date from;
    Date to;
    std::string unit = {};   // Code; "" for everything the reader may see, named by the top unit.
    bool lineage = false;    // With the predecessors of the unit and its sub-units.
    std::string award = {};  // Only this award; "" for all.
};

struct Counts {
    std::int64_t persons = 0;
    std::int64_t units = 0;
    std::int64_t total() const { return persons + units; }
    void add(Counts const& other);
};

struct SummaryRow {
    std::string award;
    std::string name;   // Vietnamese
    std::string level;  // base, board, ministry, state
    Counts counts;
};

struct Summary {
    Date from;
    Date to;
    std::string unit;  // Code of the unit asked for, else of the top unit; "" in an empty register.
    std::string unit_name;
    std::vector<SummaryRow> rows;  // By award code.
    Counts total;
};

// By what a summary is broken down. Stored in addresses by name: names stay.
enum class By { Award, Year, Unit, Block, Sex, Direct };
std::string_view name_of(By by);
std::optional<By> by_of(std::string_view name);

// One group of a breakdown. `key` is what /awards understands: a year, a unit's code, a block's
// address, a sex, "1", "0" or "unknown"; "" where the fact is not known or no group holds it.
struct Group {
    std::string key;
    std::string label;  // Name of the unit or block; "" where the key says it all.
    Counts counts;
    bool alone = false;  // A unit without its sub-units.
};

// Needs ReadReports somewhere. BadInput "report.period-turned" (field "to") when the period ends
// before it begins, "search.unknown-unit" (field "unit") for a unit that is not there for this
// reader.
Result<Summary> summarise(storage::Transaction& tx,
                          access::Actor const& actor,
                          SummaryQuery const& query);

// The same awards in groups; they sum up to the summary's total. Award is not a breakdown here.
Result<std::vector<Group>> break_down(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      SummaryQuery const& query,
                                      By by);

// The document of interfaces.md.
boost::json::object to_json(Summary const& summary);
// A table in plain text for a terminal.
std::string to_text(Summary const& summary, std::string_view language);
// Workbook and document, as bytes.
std::string to_xlsx(Summary const& summary, std::string_view language);
std::string to_docx(Summary const& summary, std::string_view language);

}  // namespace thidua::report
