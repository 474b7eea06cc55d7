// Pieces of documents that the pages of this folder share: raw values and codes, only what the reader
// may see.
#pragma once

#include "http/page.h"
#include "register/mend.h"
#include "register/register.h"

#include <boost/json.hpp>

#include <string>

namespace thidua::registry {

namespace json = boost::json;

json::object document_of(Decision const& decision);
// With the subject's code, the award's name, and the day's facts with the source of each.
json::object document_of(storage::Transaction& tx, Award const& award);
json::object document_of(storage::Transaction& tx, access::Actor const& actor, Correction const& correction);

// Choices of forms: award types, authorities and so on.
json::array award_choices(storage::Transaction& tx);
// Codes of the markings the actor may read.
json::array marking_choices(access::Actor const& actor);

json::value json_of(std::optional<std::string> const& text);
json::value json_of(std::optional<std::int64_t> number);
json::value json_of(std::optional<Instant> instant);

std::string address(Decision const& decision);
std::string address(Decision const& decision, Award const& award);
http::Crumb crumb_to(Decision const& decision);

// A paper's facts as a form sends them; every name begins with `prefix`.
PaperFields paper_fields(http::Values const& form, std::string const& prefix = "");

}  // namespace thidua::registry
