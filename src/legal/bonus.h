// Sums for several awards given to one payee at one moment: what each is worth, and which of them
// are paid.
#pragma once

#include "law/bonus.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::legal {

enum class Payee { Person, Unit, Household };
std::optional<Payee> payee_of(std::string_view code);  // "person", "unit", "household"

struct Given {
    std::string award;
    int from = 0, to = 0;  // Counted years, inclusive; 0: not said.
};

struct Payment {
    Given given;
    std::optional<law::Bonus> bonus;  // Nothing where no sum is known for the day.
    // A higher title of the same counted period is paid in its stead; its index.
    std::optional<std::size_t> instead;
    // Titles whose counted period is not said: which of them are paid cannot be told.
    bool period_missing = false;
};

struct Payments {
    std::vector<Payment> items;
    std::int64_t total = 0;  // Of what is paid and known, đồng.
    law::Clause overlap;     // By which titles of one period are paid once; empty: not read for the day.
    bool complete = true;    // Every item is paid, replaced or known to be; else somebody has to look.
};
Payments payments(law::LawBook const& book,
                  law::MoneyTable const& table,
                  Payee payee,
                  std::vector<Given> const& given,
                  Date decided);

}  // namespace thidua::legal
