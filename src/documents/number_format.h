// What a number in a cell means by its format: Excel keeps days as numbers.
#pragma once

#include "base/date.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::documents {

// True for formats that show a day (with or without a time): the built-in ones by number, an
// office's own by their code ("dd/mm/yyyy", "[$-42A]d mmmm yyyy"; not "0.00", not "h:mm").
bool is_date_format(int id);
bool is_date_format(std::string_view code);

// The day of a serial number; nothing for numbers that are no day.
std::optional<Date> day_of_serial(double serial, bool since_1904);

// A number as a person reads it: 42726, 0.5, 1000000000000, never 4.2726E4 or 2018.0. Text that is no
// number comes back as it is.
std::string plain_number(std::string_view text);

}  // namespace thidua::documents
