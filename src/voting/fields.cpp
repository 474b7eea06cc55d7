#include "voting/fields.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace thidua::voting {
namespace {

std::optional<std::int64_t> whole(std::string_view text)
{
    std::int64_t value = 0;
    auto const* const end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, value);
    if (text.empty() || read.ec != std::errc{} || read.ptr != end) return std::nullopt;
    return value;
}

// Seconds of the day of "16:30" or "16h30".
std::optional<std::int64_t> time_of_day(std::string const& typed)
{
    auto const text = tidy(typed);
    auto const mark = text.find_first_of(":hH");
    auto const hours = whole(std::string_view{text}.substr(0, mark));
    auto const rest = mark == std::string::npos ? "" : text.substr(mark + 1);
    auto const minutes =
        rest.empty() && mark != std::string::npos ? std::optional<std::int64_t>{0} : whole(rest);
    if (!hours || !minutes || *hours < 0 || *hours > 23 || *minutes < 0 || *minutes > 59)
        return std::nullopt;
    return (*hours * 60 + *minutes) * 60;
}

}  // namespace

std::string FieldReader::text(std::string const& value, std::string field)
{
    auto text = tidy(value);
    if (text.empty()) problem("error.required", field);
    if (is_garbled(text)) problem("error.garbled", field);
    return text;
}

std::string FieldReader::choice(std::string const& value,
                                std::initializer_list<std::string_view> choices,
                                std::string field)
{
    auto const known = std::find(choices.begin(), choices.end(), value) != choices.end();
    if (!known) problem("error.choice", std::move(field));
    return known ? value : "";
}

std::int64_t FieldReader::number(std::string const& value,
                                 std::int64_t lowest,
                                 std::int64_t highest,
                                 std::string field)
{
    auto const read = whole(tidy(value));
    if (!read || *read < lowest || *read > highest) {
        problem("voting.error.number",
                std::move(field),
                {{"from", std::to_string(lowest)}, {"to", std::to_string(highest)}});
        return lowest;
    }
    return *read;
}

ballot::Share FieldReader::share(std::string const& value, std::string field)
{
    ballot::Share share;
    std::string_view text = value;
    share.more_than = text.ends_with('+');
    if (share.more_than) text.remove_suffix(1);
    auto const mark = text.find('/');
    auto const upper = whole(text.substr(0, mark));
    auto const lower = mark == std::string_view::npos ? std::nullopt : whole(text.substr(mark + 1));
    bool const good = upper && lower && *upper >= 0 && *lower > 0 && *lower <= 10'000 &&
                      (share.more_than ? *upper < *lower : *upper <= *lower);
    if (!good) {
        problem("ballot.share", std::move(field));
        return share;
    }
    share.numerator = *upper;
    share.denominator = *lower;
    return share;
}

Instant FieldReader::moment(std::string const& day, std::string const& time, Instant now)
{
    auto const date = parse_date(day);
    auto const seconds = time_of_day(time);
    if (!date) problem("error.date", "closes_on");
    if (!seconds) problem("voting.error.time", "closes_time");
    if (!date || !seconds) return {};
    Instant const moment{start_of(*date).seconds + *seconds};
    if (moment <= now) problem("voting.error.moment-past", "closes_on");
    return moment;
}

void FieldReader::problem(std::string key, std::string field, Args args)
{
    error_.problems.push_back({std::move(key), std::move(args), std::move(field)});
}

Result<void> FieldReader::check() const
{
    if (!error_.problems.empty()) return error_;
    return {};
}

std::string share_text(ballot::Share const& share)
{
    return std::to_string(share.numerator) + "/" + std::to_string(share.denominator) +
           (share.more_than ? "+" : "");
}

}  // namespace thidua::voting
