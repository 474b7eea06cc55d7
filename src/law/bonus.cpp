#include "law/bonus.h"

#include "law/node_reader.h"
#include "law/reader.h"

#include <algorithm>

namespace thidua::law {
namespace {

Result<Clause> source_in(Fields& fields)
{
    Clause source{TD_TRY(fields.word("clause"))};
    auto const sureness = TD_TRY(fields.word("confidence"));
    source.confidence = TD_TRY(confidence_in(fields.where(), sureness));
    return source;
}

Result<MoneyTable::Salary> salary_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MoneyTable::Salary salary{TD_TRY(fields.need_day("from")),
                              TD_TRY(fields.number("amount")),
                              TD_TRY(source_in(fields))};
    TD_CHECK(fields.done());
    return salary;
}

Result<MoneyTable::Rounding> rounding_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MoneyTable::Rounding rounding{
        TD_TRY(fields.need_day("from")), TD_TRY(fields.number("step")), TD_TRY(source_in(fields))};
    if (rounding.step < 1) return at(document, "a step is at least 1");
    TD_CHECK(fields.done());
    return rounding;
}

Result<MoneyTable::Household> household_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MoneyTable::Household row{TD_TRY(fields.need_day("from")),
                              TD_TRY(fields.number("factor")),
                              TD_TRY(source_in(fields))};
    if (row.factor < 1) return at(document, "a factor is at least 1");
    TD_CHECK(fields.done());
    return row;
}

Result<MoneyTable::SameMoment> same_moment_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MoneyTable::SameMoment row{TD_TRY(fields.need_day("from")), TD_TRY(source_in(fields))};
    TD_CHECK(fields.done());
    return row;
}

Result<MoneyTable::Coefficient> coefficient_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MoneyTable::Coefficient row;
    row.awards = TD_TRY(fields.words("award"));
    row.person = TD_TRY(fields.number("person", 0));
    row.unit = TD_TRY(fields.number("unit", 0));
    row.from = TD_TRY(fields.need_day("from"));
    row.to = TD_TRY(fields.day("to")).value_or(*make_date(9999, 12, 31));
    auto const sureness = TD_TRY(fields.word("confidence"));
    row.confidence = TD_TRY(confidence_in(document, sureness));
    TD_CHECK(fields.done());
    return row;
}

template <class T>
Result<void> rows_at(Document const& document,
                     std::string_view name,
                     Result<T> (*read)(Document const&),
                     std::vector<T>& rows)
{
    auto const* list = document.find(name);
    if (list == nullptr || !list->is_list())
        return at(document, "'" + std::string(name) + "' is missing");
    for (auto const& item : list->items) {
        rows.push_back(TD_TRY(read(item)));
        if constexpr (!std::is_same_v<T, MoneyTable::Coefficient>) {
            if (rows.size() > 1 && rows.back().from <= rows[rows.size() - 2].from)
                return at(item, "not in order of time");
        }
    }
    return {};
}

// The last row that begins on the day or before it.
template <class T>
T const* in_force(std::vector<T> const& rows, Date day)
{
    T const* found = nullptr;
    for (auto const& row : rows) found = row.from <= day ? &row : found;
    return found;
}

std::int64_t rounded_up(std::int64_t sum, std::int64_t step)
{
    return (sum + step - 1) / step * step;
}

}  // namespace

Result<MoneyTable> read_money(PackFile const& file)
{
    auto const document = TD_TRY(read_document(file.bytes, file.name));
    MoneyTable table;
    TD_CHECK(rows_at(document, "base-salary", salary_in, table.salaries));
    TD_CHECK(rows_at(document, "rounding", rounding_in, table.roundings));
    TD_CHECK(rows_at(document, "households", household_in, table.households));
    TD_CHECK(rows_at(document, "same-moment", same_moment_in, table.same_moment));
    TD_CHECK(rows_at(document, "coefficients", coefficient_in, table.coefficients));
    return table;
}

std::optional<Bonus> bonus(MoneyTable const& table,
                           std::string const& award,
                           Subject subject,
                           Date decided)
{
    auto const* salary = in_force(table.salaries, decided);
    auto const* rounding = in_force(table.roundings, decided);
    if (salary == nullptr || rounding == nullptr) return std::nullopt;
    for (auto const& row : table.coefficients) {
        if (std::find(row.awards.begin(), row.awards.end(), award) == row.awards.end()) continue;
        int const coefficient = subject == Subject::Person ? row.person : row.unit;
        if (decided < row.from || decided > row.to || coefficient == 0) continue;
        std::int64_t const product = coefficient * salary->amount / 1000;
        Bonus result{rounded_up(product, rounding->step),
                     coefficient,
                     salary->amount,
                     salary->source.clause,
                     rounding->source.clause};
        result.confidence =
            std::max({row.confidence, salary->source.confidence, rounding->source.confidence});
        if (subject == Subject::Unit && row.person * 2 == row.unit) {
            auto const doubled = 2 * rounded_up(row.person * salary->amount / 1000, rounding->step);
            if (doubled != result.amount) result.other_amount = doubled;
        }
        return result;
    }
    return std::nullopt;
}

std::optional<Bonus> household_bonus(MoneyTable const& table,
                                     std::string const& award,
                                     Date decided)
{
    auto const* household = in_force(table.households, decided);
    auto result = bonus(table, award, Subject::Person, decided);
    if (household == nullptr || !result) return std::nullopt;
    auto const step = in_force(table.roundings, decided)->step;
    auto const last = rounded_up(
        result->base_salary * result->coefficient / 1000 * household->factor / 1000, step);
    result->amount = result->amount * household->factor / 1000;
    result->coefficient = result->coefficient * household->factor / 1000;
    result->confidence = std::max(result->confidence, household->source.confidence);
    if (last != result->amount) result->other_amount = last;
    return result;
}

std::optional<Clause> same_moment_rule(MoneyTable const& table, Date decided)
{
    auto const* rule = in_force(table.same_moment, decided);
    return rule == nullptr ? std::nullopt : std::optional{rule->source};
}

}  // namespace thidua::law
