#include "law/parameters.h"

#include "law/ruled_value.h"

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

bool names_regime(Ruling const& ruling, std::string const& regime)
{
    return ruling.regimes.empty() ||
           std::find(ruling.regimes.begin(), ruling.regimes.end(), regime) != ruling.regimes.end();
}

// The rulings that fit a dossier received on the day.
std::vector<Ruling const*> fitting(Parameters const& parameters,
                                   std::vector<Ruling> const& rulings,
                                   Date received)
{
    std::vector<Ruling const*> found;
    std::string const award;
    auto const* regime = Asked{parameters, award, received}.regime();
    for (auto const& each : rulings) {
        bool const in_time = each.from <= received && received <= each.to;
        if (in_time && regime != nullptr && names_regime(each, regime->id)) found.push_back(&each);
    }
    return found;
}

Ruling const* latest(std::vector<Ruling const*> const& rulings,
                     std::string const& point,
                     Scope const& scope)
{
    Ruling const* found = nullptr;
    for (auto const* each : rulings) {
        if (each->point != point) continue;
        if (!each->award.empty() && !names(scope, each->award)) continue;
        if (found == nullptr || std::tie(found->date, found->id) < std::tie(each->date, each->id))
            found = each;
    }
    return found;
}

// A ruling without a value of its own confirms the one that stands beside the open point.
bool has_value(VoteShare const& share) { return share.percent > 0; }
bool has_value(Quota const& quota) { return quota.percent > 0; }
bool has_value(Deadline const& deadline) { return deadline.working_days > 0 || deadline.day > 0; }
bool has_value(Decider const& decider) { return !decider.authority.empty(); }
bool has_value(Dossier const& dossier) { return !dossier.papers.empty(); }
bool has_value(Hint const& hint) { return !hint.hint.empty(); }

// A paper about one award leaves the others of an open row as they are: they stand alone.
template <class T>
Table<T> by_award(Table<T> const& table)
{
    Table<T> parted;
    for (auto const& row : table) {
        if (row.second.says != Says::Open || row.first.awards.size() < 2) {
            parted.push_back(row);
            continue;
        }
        for (auto const& award : row.first.awards) {
            parted.push_back(row);
            parted.back().first.awards = {award};
        }
    }
    return parted;
}

template <class T>
void close(Table<T>& table, std::vector<Ruling const*> const& rulings)
{
    if (rulings.empty()) return;
    table = by_award(table);
    for (auto& [scope, value] : table) {
        if (value.says != Says::Open) continue;
        auto const* ruling = latest(rulings, value.point, scope);
        if (ruling == nullptr) continue;
        auto closed = value;
        if (ruling->holds) put_value(closed, value_of(ruling->value));
        if (ruling->holds && !has_value(closed)) continue;
        value = std::move(closed);
        value.says = ruling->holds ? Says::Value : Says::Nothing;
        value.settled = std::make_shared<Settlement const>(
            Settlement{ruling->holds, ruling->number, ruling->date, ruling->signer, ruling->id});
    }
}

// The awards a row speaks of; "" for a row that holds for the rest.
std::vector<std::string> awards_of(Scope const& scope)
{
    return scope.awards.empty() ? std::vector<std::string>{""} : scope.awards;
}

template <class T>
void name_points(Table<T> const& table,
                 std::vector<Regime> const& regimes,
                 std::vector<ClosablePoint>& points)
{
    auto const add = [&points](ClosablePoint point) {
        auto const same = [&point](ClosablePoint const& each) {
            return each.point == point.point && each.award == point.award &&
                   each.regime == point.regime;
        };
        if (std::none_of(points.begin(), points.end(), same)) points.push_back(std::move(point));
    };
    for (auto const& [scope, value] : table) {
        if (value.says != Says::Open) continue;
        for (auto const& regime : regimes) {
            if (!regime.unread.empty() || scope.to < regime.from || regime.to < scope.from) continue;
            for (auto const& award : awards_of(scope)) {
                add({.point = value.point,
                     .award = award,
                     .regime = regime.id,
                     .clause = value.clause,
                     .confidence = value.confidence});
            }
        }
    }
}

template <class T>
bool confirms_nothing(Table<T> const& table, Ruling const& ruling)
{
    if (!ruling.holds || !ruling.value.empty()) return false;
    return std::any_of(table.begin(), table.end(), [&](auto const& row) {
        return row.second.point == ruling.point && !has_value(row.second);
    });
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
    auto const papers = fitting(parameters, rulings, received);
    close(settled.votes, papers);
    close(settled.quotas, papers);
    close(settled.dates, papers);
    close(settled.deciders, papers);
    close(settled.dossiers, papers);
    close(settled.hints, papers);
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

std::vector<ClosablePoint> open_points(Parameters const& parameters)
{
    std::vector<ClosablePoint> points;
    name_points(parameters.votes, parameters.regimes, points);
    name_points(parameters.quotas, parameters.regimes, points);
    name_points(parameters.dates, parameters.regimes, points);
    name_points(parameters.deciders, parameters.regimes, points);
    name_points(parameters.dossiers, parameters.regimes, points);
    name_points(parameters.hints, parameters.regimes, points);
    return points;
}

Result<void> check(LawBook const& book, Parameters const& parameters, Ruling const& ruling)
{
    auto checked = check(book, ruling);
    if (checked || checked.error().problems.front().key != "law.ruling.unknown-point")
        return checked;
    bool named = false;
    for (auto const& each : open_points(parameters)) {
        if (each.point != ruling.point || !names_regime(ruling, each.regime)) continue;
        if (each.award.empty() && !ruling.award.empty())
            return bad_input("law.ruling.every-award", {}, "award");
        named = named || ruling.award.empty() || each.award == ruling.award;
    }
    if (!named) return checked;
    if (confirms_nothing(parameters.votes, ruling) || confirms_nothing(parameters.quotas, ruling) ||
        confirms_nothing(parameters.dates, ruling) ||
        confirms_nothing(parameters.deciders, ruling) ||
        confirms_nothing(parameters.dossiers, ruling))
        return bad_input("law.ruling.no-value", {}, "holds");
    auto const what = valued_by(parameters, ruling.point);
    if (!ruling.holds && (what == Valued::Authority || what == Valued::Papers))
        return bad_input("law.ruling.must-name", {}, "holds");
    return {};
}

}  // namespace thidua::law
