#include "legal/bonus.h"

namespace thidua::legal {
namespace {

constexpr char kTitle[] = "title";

std::optional<law::Bonus> sum_of(law::MoneyTable const& table,
                                 Payee payee,
                                 std::string const& award,
                                 Date decided)
{
    switch (payee) {
    case Payee::Person: return law::bonus(table, award, law::Subject::Person, decided);
    case Payee::Unit: return law::bonus(table, award, law::Subject::Unit, decided);
    case Payee::Household: return law::household_bonus(table, award, decided);
    }
    return std::nullopt;
}

bool is_title(law::LawBook const& book, Given const& given)
{
    auto const found = book.awards.find(given.award);
    return found != book.awards.end() && found->second.kind == kTitle;
}

bool same_period(Given const& one, Given const& other)
{
    return one.to != 0 && one.from == other.from && one.to == other.to;
}

// Of two titles the one that is paid: the higher sum, of equal ones the first.
bool outranks(Payment const& one, std::size_t place, Payment const& other, std::size_t other_place)
{
    auto const amount = one.bonus->amount;
    auto const other_amount = other.bonus->amount;
    return amount > other_amount || (amount == other_amount && place < other_place);
}

// Titles of one period: the highest alone is paid.
void choose_titles(law::LawBook const& book, std::vector<Payment>& items)
{
    for (std::size_t i = 0; i < items.size(); ++i) {
        if (!items[i].bonus || !is_title(book, items[i].given)) continue;
        for (std::size_t j = 0; j < items.size(); ++j) {
            if (i == j || !items[j].bonus || !is_title(book, items[j].given)) continue;
            if (items[i].given.to == 0 || items[j].given.to == 0) items[i].period_missing = true;
            if (!same_period(items[i].given, items[j].given)) continue;
            auto const best = items[i].instead.value_or(i);
            if (outranks(items[j], j, items[best], best)) items[i].instead = j;
        }
    }
}

}  // namespace

std::optional<Payee> payee_of(std::string_view code)
{
    if (code == "person") return Payee::Person;
    if (code == "unit") return Payee::Unit;
    if (code == "household") return Payee::Household;
    return std::nullopt;
}

Payments payments(law::LawBook const& book,
                  law::MoneyTable const& table,
                  Payee payee,
                  std::vector<Given> const& given,
                  Date decided)
{
    Payments result;
    for (auto const& each : given) {
        result.items.push_back({each, sum_of(table, payee, each.award, decided), {}, false});
    }
    if (auto const rule = law::same_moment_rule(table, decided)) {
        result.overlap = *rule;
        choose_titles(book, result.items);
    }
    for (auto const& item : result.items) {
        bool const paid = item.bonus && !item.instead;
        if (paid) result.total += item.bonus->amount;
        if (!item.bonus || item.period_missing || (paid && item.bonus->other_amount))
            result.complete = false;
    }
    if (result.items.size() > 1 && result.overlap.clause.empty()) result.complete = false;
    return result;
}

}  // namespace thidua::legal
