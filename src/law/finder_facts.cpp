// The leaves that look at days, counts of people and single facts rather than at years.
#include "law/finder.h"

#include <algorithm>

namespace thidua::law {
namespace {

Finding result(bool met)
{
    Finding finding;
    finding.value = met ? Truth::Met : Truth::NotMet;
    return finding;
}

bool among(std::vector<std::string> const& codes, std::string const& code)
{
    return std::find(codes.begin(), codes.end(), code) != codes.end();
}

Evidence period(std::string kind, std::string code, Date from, std::optional<Date> to)
{
    return {std::move(kind), std::move(code), from.year(), to ? to->year() : 0, ""};
}

// n months are complete on the day with the same number n months later.
bool complete(Date from, int months, Date on) { return from.plus_months(months) <= on; }

int working_days(Date from, Date to)
{
    int days = 0;
    for (auto day = from; day <= to; day = day.plus_days(1)) {
        days += day.weekday() != 0 && day.weekday() != 6 ? 1 : 0;
    }
    return days;
}

}  // namespace

Finding Finder::operator_value(Category const& what, YearRange) const
{
    return result(among(what.in, facts_.category));
}

Finding Finder::operator_value(Service const& what, YearRange) const
{
    if (!history_.joined) return result(false);
    auto const reached = [&](int years) {
        return complete(*history_.joined, 12 * years, question_.received);
    };
    return result(reached(what.at_least) && (what.below == 0 || !reached(what.below)));
}

Finding Finder::operator_value(RecruitMonths const& what, YearRange) const
{
    if (!history_.joined || history_.joined->year() < question_.year) return result(true);
    return result(complete(*history_.joined, what.at_least, last_of_year().plus_days(1)));
}

Finding Finder::operator_value(LongStudy const& what, YearRange) const
{
    Finding finding;
    for (auto const& absence : history_.absences) {
        if (absence.kind != "hoc-tap" || absence.from > last_of_year()) continue;
        auto const to = absence.to.value_or(std::max(question_.received, absence.from));
        if (to < first_of_year() || !complete(absence.from, what.months, to.plus_days(1))) continue;
        tell(finding, [&] { return period("absence", absence.kind, absence.from, absence.to); });
        if (!among(what.results, absence.result)) finding.value = Truth::NotMet;
    }
    return finding;
}

Finding Finder::operator_value(LeaveDays const& what, YearRange) const
{
    Finding finding;
    for (auto const& absence : history_.absences) {
        if (absence.kind != "nghi-khac") continue;
        auto const from = std::max(absence.from, first_of_year());
        auto const to = std::min(absence.to.value_or(question_.received), last_of_year());
        finding.found += working_days(from, to);
        tell(finding, [&] { return period("absence", absence.kind, absence.from, absence.to); });
    }
    finding.value = finding.found < what.below ? Truth::Met : Truth::NotMet;
    return finding;
}

Finding Finder::operator_value(Undisciplined const& what, YearRange) const
{
    using When = Undisciplined::When;
    auto const hits = [&](DisciplineFact const& measure) {
        auto const ends = [&](Date day) { return measure.to && *measure.to < day; };
        switch (what.when) {
        case When::StartsInYear: return measure.from.year() == question_.year;
        case When::RunsAtYearEnd: return measure.from <= last_of_year() && !ends(last_of_year());
        case When::EndsInYear:
            return measure.from < first_of_year() && !ends(first_of_year()) && ends(last_of_year());
        case When::Ever: return true;
        case When::InPost:
            return std::any_of(
                history_.posts.begin(), history_.posts.end(), [&](PostFact const& post) {
                    return post.coefficient >= what.coefficient && known(post.from) &&
                           !ends(post.from) && (!post.to || measure.from <= *post.to);
                });
        }
        return false;
    };
    Finding finding;
    for (auto const& measure : history_.disciplines) {
        if (!known(measure.from) || !hits(measure)) continue;
        if (!what.kinds.empty() && !among(what.kinds, measure.kind)) continue;
        finding.value = Truth::NotMet;
        tell(finding, [&] { return period("discipline", measure.kind, measure.from, measure.to); });
    }
    return finding;
}

Finding Finder::operator_value(TransferOpinion const& what, YearRange) const
{
    auto transfers = history_.transfers;
    std::sort(transfers.begin(), transfers.end(), [](auto const& a, auto const& b) {
        return a.on < b.on;
    });
    auto since = first_of_year();
    if (history_.joined) since = std::max(since, *history_.joined);
    Finding finding;
    for (auto const& transfer : transfers) {
        if (transfer.on.year() != question_.year || !known(transfer.on)) continue;
        if (complete(since, what.months, transfer.on)) {
            tell(finding, [&] { return period("transfer", "", transfer.on, transfer.on); });
            if (!transfer.opinion) finding.value = Truth::NotMet;
        }
        since = std::max(since, transfer.on);
    }
    return finding;
}

Finding Finder::operator_value(Members const& what, YearRange) const
{
    auto const members = history_.members.value_or(MemberCounts{});
    int const count = [&] {
        switch (what.count) {
        case Members::Count::Completed: return members.completed;
        case Members::Count::Advanced: return members.advanced;
        case Members::Count::BaseFighters: return members.base_fighters;
        case Members::Count::Disciplined: return members.disciplined;
        }
        return 0;
    }();
    auto const share = std::int64_t{100} * count;
    auto const bound = std::int64_t{what.bound} * members.total;
    bool const met = [&] {
        switch (what.compare) {
        case Members::Compare::AtLeast: return count >= what.bound;
        case Members::Compare::AtMost: return count <= what.bound;
        case Members::Compare::ShareAtLeast: return members.total > 0 && share >= bound;
        case Members::Compare::ShareAbove: return members.total > 0 && share > bound;
        }
        return false;
    }();
    auto finding = result(met);
    finding.found = count;
    return finding;
}

Finding Finder::operator_value(BlockRank const& what, YearRange) const
{
    auto const rank = history_.block ? history_.block->rank : 0;
    auto finding = result(rank >= 1 && rank <= what.at_most);
    finding.found = rank;
    return finding;
}

Finding Finder::operator_value(PartyClean const& what, YearRange) const
{
    return result(history_.party_clean.value_or(what.if_known));
}

Finding Finder::operator_value(Post const& what, YearRange) const
{
    auto finding = result(false);
    for (auto const& post : history_.posts) {
        if (!known(post.from) || post.coefficient < what.coefficient) continue;
        finding.value = Truth::Met;
        tell(finding,
             [&] { return period("post", std::to_string(post.coefficient), post.from, post.to); });
    }
    return finding;
}

Finding Finder::operator_value(FiledBy const& what, YearRange) const
{
    auto const last = make_date(question_.year + what.years, what.month, what.day);
    return result(last && question_.received <= *last);
}

Finding Finder::operator_value(Open const&, YearRange) const { return result(false); }

Finding Finder::operator_value(Attest const&, YearRange) const
{
    Finding finding;
    finding.attested = true;
    return finding;
}

}  // namespace thidua::law
