// The law as documents to read: every award with how sure its text is by regime, one award's
// requirements in words, two regimes side by side.
#pragma once

#include "law/report.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace thidua::legal {

// Speaks the sentences of `book` in one language of the locale files.
law::Speaker speaker(law::LawBook const& book, std::string language);

// The path of the unit everything hangs from, "/" where there is none: what reaches it holds for the
// whole organisation.
std::string whole_organisation(storage::Transaction& tx);

struct LibraryFilter {
    std::string text;     // Words of a name or code; case and diacritics do not matter.
    std::string subject;  // "person", "unit", "" both
    bool open = false;    // Only what has a text that nobody has read.
};
// [{"kind","awards":[{"award","name_vi","name_en","level","subject","standards":[{"regime",
// "confidence" (null: the regime is unread)}]}]}], one line an award and kind of subject.
boost::json::array library_document(law::LawBook const& book, LibraryFilter const& filter);

// law::show_document with every member present (null, [] or false where it says nothing).
boost::json::array standards_document(law::LawBook const& book,
                                      std::string const& award,
                                      std::optional<Date> on);

// [{"id","from","to","act","confidence","unread","projection","windows","clauses":[{"what",
// "clause","confidence"}],"favour":{"from","to","clause"}}], in order of time.
boost::json::array regimes_document(law::LawBook const& book);

// Two standards line by line: [{"change": "same", "clause" (other clause, same words), "left",
// "right" (there alone), "left": line, "right": line}], a line {"depth","text","clause",
// "confidence"}. A regime without a standard has no lines.
boost::json::array comparison_document(law::LawBook const& book,
                                       std::string const& award,
                                       law::Subject subject,
                                       std::string const& left,
                                       std::string const& right);

}  // namespace thidua::legal
