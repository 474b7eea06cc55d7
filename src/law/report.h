// The law and its verdicts as documents: what commands and pages show.
#pragma once

#include "law/cases.h"
#include "law/sentence.h"

#include <boost/json/fwd.hpp>

namespace thidua::law {

// [{"award","subject","regime","from","to","act","confidence"}]; all regimes, or the one of a day.
boost::json::array list_document(LawBook const& book, std::optional<Date> on);
// The standards of one award with their requirement trees; all regimes, or the one of a day.
boost::json::array show_document(Speaker const& vi,
                                 Speaker const& en,
                                 std::string const& award,
                                 std::optional<Date> on);
// [{"name","expected","verdict","failed","open"}]
boost::json::array cases_document(std::vector<CaseOutcome> const& outcomes);
// One verdict explained; `subject` is its code as the reader knows it.
boost::json::object verdict_document(Speaker const& vi,
                                     Speaker const& en,
                                     std::string const& subject,
                                     Question const& question,
                                     Verdict const& verdict,
                                     Outlook const& outlook);

// The standards of one award in plain words, a requirement a line.
std::string show_text(Speaker const& speaker, std::string const& award, std::optional<Date> on);

// The least sure of a tree's requirements.
Confidence least_sure(Node const& node);

}  // namespace thidua::law
