// The public look-up: whether a person or a collective bears an award, asked by name together with
// the decision's number or a year. Only released decisions and awards without a marking take part;
// nothing else appears or changes an answer.
#pragma once

#include "base/result.h"
#include "storage/database.h"

#include <boost/json/array.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace thidua::registry {

constexpr int kPublicRows = 50;

struct PublicQuery {
    std::string name;      // The whole name, or at least two of its words; diacritics do not count.
    std::string decision;  // Number with or without its symbol: "512" or "512/QĐ-BCY".
    std::string year;      // Of the merit or of the decision.
    bool is_empty() const { return name.empty() && decision.empty() && year.empty(); }
};

struct PublicAnswer {
    boost::json::array rows;
    bool more = false;  // There are more than kPublicRows: the name has to be fuller.
};

// BadInput where a name and a number or a year are not both given ("public.need-name",
// "public.need-more"), for a year that is none ("public.bad-year") and for a name that thousands
// bear
// ("public.too-many"). A single word finds only those whose whole name it is.
Result<PublicAnswer> look_up(storage::Transaction& tx, PublicQuery const& query);

}  // namespace thidua::registry
