// Reads typed fields into values and collects everything that is wrong before answering.
#pragma once

#include "ballot/tally.h"
#include "base/date.h"

#include <initializer_list>
#include <string>
#include <string_view>

namespace thidua::voting {

class FieldReader {
public:
    // Problem "error.required" when empty.
    std::string text(std::string const& value, std::string field);
    // One of `choices`; problem "error.choice".
    std::string choice(std::string const& value,
                       std::initializer_list<std::string_view> choices,
                       std::string field);
    // A whole number in the range; problem "voting.error.number" that names it.
    std::int64_t number(std::string const& value,
                        std::int64_t lowest,
                        std::int64_t highest,
                        std::string field);
    // "1/2+" more than half, "2/3" at least two thirds.
    ballot::Share share(std::string const& value, std::string field);
    // Day and time of fields closes_on and closes_time, after `now`.
    Instant moment(std::string const& day, std::string const& time, Instant now);

    void problem(std::string key, std::string field, Args args = {});
    Result<void> check() const;

private:
    Error error_;
};

// "1/2+", as share() reads it.
std::string share_text(ballot::Share const& share);

}  // namespace thidua::voting
