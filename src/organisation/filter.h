// The WHERE of a list, grown condition by condition, with its values kept beside it.
#pragma once

#include "organisation/names.h"
#include "storage/database.h"

#include <cstdint>
#include <deque>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

class Filter {
public:
    // Keeps the value and gives the placeholder that stands for it: "?3".
    std::string value(std::string text);
    std::string value(std::int64_t number);
    void require(std::string condition);

    // " WHERE a AND b", or "" when nothing is required.
    std::string where() const;
    // Borrows from this filter.
    storage::Params params() const { return storage::Params{params_}; }

private:
    std::string next() const { return "?" + std::to_string(params_.size()); }

    std::string where_;
    std::deque<std::string> texts_;  // Stay where they are: params_ point at them.
    std::vector<storage::Param> params_;
};

// The condition "`id_column` bears all words of `query`, the last one also as a beginning";
// "(1=0)" for a query without words.
std::string bears_words(Filter& filter,
                        std::string_view kind,
                        std::string_view query,
                        std::string_view id_column);
// The condition "`id_column` bears these words or a code that begins so": what a search box asks.
// `kind` is kPerson or kUnit, which are the names of their tables too.
std::string is_called(Filter& filter,
                      std::string_view kind,
                      std::string_view query,
                      std::string_view id_column);
// The condition "`key_column` begins with the code `text`".
std::string begins_with_code(Filter& filter, std::string_view text, std::string_view key_column);

}  // namespace thidua::organisation
