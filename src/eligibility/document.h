// A judgement as a document: law::verdict_document with what the register adds: links to the
// decisions, what is not entered, what the reader could not see.
#pragma once

#include "eligibility/judge.h"
#include "law/report.h"

#include <boost/json/fwd.hpp>

#include <string>

namespace thidua::eligibility {

// Sentences of one language over the packs in `book`.
law::Speaker speaker(law::LawBook const& book, std::string const& language);

boost::json::object verdict_document(law::LawBook const& book,
                                     Record const& record,
                                     law::Facts const& facts,
                                     law::Question const& question,
                                     Judgement const& judgement);

// [{"kind":"awards","years":[2023,2024]}]
boost::json::array gaps_document(std::vector<Gap> const& gaps);

// The same for a shell: the answer, then a requirement a line.
std::string verdict_text(law::LawBook const& book,
                         boost::json::object const& document,
                         std::string const& language);

// "2019, 2021–2023"
std::string span_text(std::vector<int> const& years);

}  // namespace thidua::eligibility
