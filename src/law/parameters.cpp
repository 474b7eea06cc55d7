#include "law/parameters.h"

#include <algorithm>
#include <tuple>

namespace thidua::law {
namespace {

bool names(Scope const& scope, std::string const& award)
{
    return std::find(scope.awards.begin(), scope.awards.end(), award) != scope.awards.end();
}

// A question to the tables, and the ground where they are silent.
struct Asked {
    Parameters const& parameters;
    std::string const& award;
    Date on;
    std::optional<bool> army = std::nullopt;
    std::optional<Subject> subject = std::nullopt;

    Regime const* regime() const
    {
        for (auto const& each : parameters.regimes) {
            if (each.from <= on && on <= each.to) return &each;
        }
        return nullptr;
    }

    bool is_read() const
    {
        auto const* found = regime();
        return found != nullptr && found->unread.empty() && parameters.awards.contains(award);
    }

    template <class T>
    T silent() const
    {
        T value;
        auto const* found = regime();
        if (found != nullptr) value.clause = found->unread.empty() ? found->act : found->unread;
        value.point = "unread";
        return value;
    }

    bool fits(Scope const& scope) const
    {
        if (on < scope.from || scope.to < on) return false;
        if (army && scope.army && *army != *scope.army) return false;
        if (subject && scope.subject && *subject != *scope.subject) return false;
        return scope.level.empty() || parameters.awards.at(award).level == scope.level;
    }

    // Rows that name the award, else those for the rest.
    template <class T>
    std::vector<T> rows(Table<T> const& table) const
    {
        std::vector<T> named, rest;
        if (!is_read()) return named;
        for (auto const& [scope, value] : table) {
            if (!fits(scope)) continue;
            if (names(scope, award)) named.push_back(value);
            if (scope.awards.empty()) rest.push_back(value);
        }
        return named.empty() ? rest : named;
    }

    template <class T>
    T first(Table<T> const& table) const
    {
        auto const found = rows(table);
        return found.empty() ? silent<T>() : found.front();
    }
};

Ruling const* latest(std::vector<Ruling> const& rulings,
                     std::string const& point,
                     Scope const& scope,
                     Date received)
{
    Ruling const* found = nullptr;
    for (auto const& each : rulings) {
        if (each.point != point || received < each.from || each.to < received) continue;
        if (!each.award.empty() && !names(scope, each.award)) continue;
        if (found == nullptr || std::tie(found->date, found->id) < std::tie(each.date, each.id))
            found = &each;
    }
    return found;
}

template <class T>
void close(Table<T>& table, std::vector<Ruling> const& rulings, Date received)
{
    for (auto& [scope, value] : table) {
        if (value.says != Says::Open) continue;
        auto const* ruling = latest(rulings, value.point, scope, received);
        if (ruling == nullptr) continue;
        value.says = ruling->holds ? Says::Value : Says::Nothing;
        value.settled = std::make_shared<Settlement const>(
            Settlement{ruling->holds, ruling->number, ruling->date, ruling->signer, ruling->id});
    }
}

// A ruling can confirm a value only where one stands beside the open point.
bool has_value(Quota const& quota) { return quota.percent > 0; }

void close_quotas(Table<Quota>& table, std::vector<Ruling> const& rulings, Date received)
{
    Table<Quota> before = table;
    close(table, rulings, received);
    for (std::size_t i = 0; i < table.size(); ++i) {
        auto const& now = table[i].second;
        if (now.settled && now.says == Says::Value && !has_value(now)) table[i] = before[i];
    }
}

}  // namespace

int PostTime::asked(int months) const
{
    if (says != Says::Value) return months;
    int const left = less_third ? (2 * months + 2) / 3 : months - less_months;
    return std::max(left, 0);
}

int allowed(Quota const& quota, int total)
{
    return quota.says == Says::Value ? static_cast<int>(std::int64_t{total} * quota.percent / 100)
                                     : total;
}

bool passes(VoteShare const& share, int yes, int members)
{
    if (members <= 0) return false;
    if (share.says != Says::Value) return 2 * yes > members;
    return std::int64_t{100} * yes >= std::int64_t{share.percent} * members;
}

VoteShare Parameters::vote_share(std::string const& award, Date on) const
{
    return Asked{*this, award, on}.first(votes);
}

std::vector<Quota> Parameters::quota(std::string const& award, Date on, bool army) const
{
    Asked const asked{*this, award, on, army};
    auto found = asked.rows(quotas);
    bool const law_speaks =
        std::any_of(found.begin(), found.end(), [](Quota const& each) { return !each.house; });
    if (!law_speaks) found.insert(found.begin(), asked.silent<Quota>());
    std::stable_partition(
        found.begin(), found.end(), [](Quota const& each) { return !each.house; });
    return found;
}

std::vector<Deadline> Parameters::deadlines(std::string const& award, Date on) const
{
    std::vector<Deadline> found;
    Asked const asked{*this, award, on};
    if (!asked.is_read()) return {asked.silent<Deadline>()};
    for (auto const& [scope, value] : dates) {
        if (asked.fits(scope) && names(scope, award)) found.push_back(value);
    }
    for (auto const& [scope, value] : dates) {
        if (!asked.fits(scope) || !scope.awards.empty()) continue;
        auto const same = [&](Deadline const& each) { return each.step == value.step; };
        if (std::none_of(found.begin(), found.end(), same)) found.push_back(value);
    }
    return found;
}

Decider Parameters::decides(std::string const& award, Date on, bool army) const
{
    return Asked{*this, award, on, army}.first(deciders);
}

Dossier Parameters::dossier(std::string const& award, Date on) const
{
    return Asked{*this, award, on}.first(dossiers);
}

PostTime Parameters::post_time(std::string const& award, Date on) const
{
    return Asked{*this, award, on}.first(post_times);
}

std::vector<Hint> Parameters::hints_for(std::string const& award, Subject subject, Date on) const
{
    return Asked{*this, award, on, std::nullopt, subject}.rows(hints);
}

Parameters settle(Parameters const& parameters,
                  std::vector<Ruling> const& rulings,
                  std::vector<HousePack> const& packs,
                  Date received)
{
    Parameters settled = parameters;
    close(settled.votes, rulings, received);
    close_quotas(settled.quotas, rulings, received);
    for (auto const& pack : packs) {
        if (received < pack.from || pack.to < received) continue;
        for (auto const& each : pack.quotas) {
            Quota quota;
            quota.says = Says::Value;
            quota.clause = each.clause;
            quota.confidence = Confidence::A;
            quota.house = true;
            quota.percent = each.percent;
            quota.of = each.of;
            settled.quotas.push_back(
                {Scope{.awards = {each.award}, .from = pack.from, .to = pack.to},
                 std::move(quota)});
        }
    }
    return settled;
}

}  // namespace thidua::law
