// The money that goes with an award, by the day of the decision: dated parameters, integers only.
#pragma once

#include "law/book.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::law {

struct MoneyTable {
    struct Salary {
        Date from;
        std::int64_t amount = 0;  // Đồng a month.
        Clause source;
    };
    struct Rounding {
        Date from;
        std::int64_t step = 1;  // Đồng; sums are rounded up to a multiple.
        Clause source;
    };
    struct Coefficient {
        std::vector<std::string> awards;
        int person = 0, unit = 0;  // Thousandths; 0: none.
        Date from, to;
        Confidence confidence = Confidence::A;
    };
    struct Household {
        Date from;
        int factor = 1000;  // Thousandths of a person's sum.
        Clause source;
    };
    // Several awards at one moment: of titles with one counted period the highest is paid.
    struct SameMoment {
        Date from;
        Clause source;
    };
    std::vector<Household> households;
    std::vector<SameMoment> same_moment;
    std::vector<Salary> salaries;  // In order of time, as are the roundings.
    std::vector<Rounding> roundings;
    std::vector<Coefficient> coefficients;
};

Result<MoneyTable> read_money(PackFile const& file);

struct Bonus {
    std::int64_t amount = 0;  // Đồng.
    int coefficient = 0;      // Thousandths.
    std::int64_t base_salary = 0;
    std::string salary_clause, rounding_clause;
    Confidence confidence = Confidence::A;
    // Whether a unit's sum is rounded before or after it is doubled is unread: the other sum, where
    // it differs.
    std::optional<std::int64_t> other_amount;
};
// Nothing where no coefficient or salary is known for the day.
std::optional<Bonus> bonus(MoneyTable const& table,
                           std::string const& award,
                           Subject subject,
                           Date decided);

// A household's sum; `other_amount` where rounding last gives another.
std::optional<Bonus> household_bonus(MoneyTable const& table,
                                     std::string const& award,
                                     Date decided);

// By which clause only the highest of several titles of one period is paid; nothing for days whose
// rule was not read.
std::optional<Clause> same_moment_rule(MoneyTable const& table, Date decided);

}  // namespace thidua::law
