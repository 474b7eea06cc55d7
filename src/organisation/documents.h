// Pieces of documents that several pages of this folder show.
#pragma once

#include "http/page.h"
#include "organisation/lookup.h"

#include <boost/json.hpp>

#include <string_view>
#include <vector>

namespace thidua::organisation {

namespace json = boost::json;

inline constexpr int kPageSize = 50;
inline constexpr std::int64_t kCountLimit = 10'000;  // Above it a total is a floor.

json::object brief(Unit const& unit);      // code, name, kind
json::object brief(Person const& person);  // kind, code, name, birth_year, unit, unit_name
json::array brief(std::vector<Kin> const& kin, access::Actor const& actor);
json::array codes_of(
    std::string_view vocabulary);  // The codes of a vocabulary: options of a select.

// Rows to ask for: a page of them, or all for an export.
struct Window {
    explicit Window(http::Context const& ctx);
    std::int64_t limit;
    std::int64_t offset;
    int page;
};
// Counts up to kCountLimit; `more` says whether there are more.
void count_rows(storage::Transaction& tx,
                http::ListPage& list,
                std::string const& from_and_where,
                storage::Params params);

}  // namespace thidua::organisation
