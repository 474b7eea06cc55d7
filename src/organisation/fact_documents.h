// Facts as documents and forms: shared by the grids and a person's page.
#pragma once

#include "http/page.h"
#include "organisation/facts.h"
#include "organisation/form_reader.h"

#include <boost/json.hpp>

namespace thidua::organisation {

boost::json::value json_of(FactField const& field, std::optional<std::string> const& value);
// ref, version and the fields.
boost::json::object document_of(FactKind const& kind, Fact const& fact);
// {"kind", "fields": {name: true}, "rows": […], "may_write"} of one subject.
boost::json::object section_of(storage::Transaction& tx,
                               access::Actor const& actor,
                               FactKind const& kind,
                               Subject const& subject);
std::vector<http::Column> columns_of(FactKind const& kind);
FactValues read_fact(FactKind const& kind, FormReader& form);

}  // namespace thidua::organisation
