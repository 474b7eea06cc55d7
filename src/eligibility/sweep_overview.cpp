#include "eligibility/sweep_overview.h"

#include "eligibility/gather.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

// One of those the reader may count.
struct Counted {
    std::size_t place = 0;
    bool with_discipline = false;
    bool retires = false;
};

std::vector<Counted> whom(access::Actor const& actor,
                          std::vector<Record> const& records,
                          OverviewQuery const& query)
{
    std::vector<Counted> counted;
    for (std::size_t i = 0; i < records.size(); ++i) {
        auto const& record = records[i];
        if (!query.unit_path.empty() && !access::covers(query.unit_path, record.path)) continue;
        if (!is_swept(record, query.received) || !may_read(actor, record)) continue;
        bool const retires =
            record.subject == law::Subject::Person && retires_soon(record, query.received);
        counted.push_back({i, reads_discipline(actor, record), retires});
    }
    return counted;
}

void add(Tally& tally, std::uint8_t on, bool retires)
{
    auto const is = [on](On list) { return on & list ? 1 : 0; };
    tally.swept += 1;
    tally.eligible += is(kOnEligible);
    tally.now += is(kOnNow);
    tally.next += is(kOnNext);
    tally.one_short += is(kOnShort);
    tally.overlooked += is(kOnOverlooked);
    if (retires) tally.retiring += is(kOnNow) | is(kOnShort);
}

}  // namespace

int Tally::of(Tab tab) const
{
    switch (tab) {
    case Tab::Now: return now;
    case Tab::Next: return next;
    case Tab::Short: return one_short;
    case Tab::Overlooked: return overlooked;
    case Tab::Retiring: return retiring;
    }
    return 0;
}

bool Tally::is_empty() const
{
    return std::all_of(kTabs.begin(), kTabs.end(), [this](Tab tab) { return of(tab) == 0; });
}

std::vector<Tally> count_lists(storage::Transaction& tx,
                               access::Actor const& actor,
                               Holdings const& holdings,
                               law::Subject subject,
                               OverviewQuery const& query)
{
    auto const counted = whom(actor, holdings.of(subject), query);
    // With discipline and without, each where somebody is read so.
    std::array<std::shared_ptr<Standings const>, 2> standings;
    law::Question const question{"", query.year, query.received};
    for (auto const& one : counted) {
        auto& needed = standings[one.with_discipline ? 1 : 0];
        if (!needed) needed = holdings.standings(tx, subject, question, one.with_discipline);
    }
    std::vector<Tally> tallies;
    auto const& book = law::built_in();
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        if (!(subject == law::Subject::Person ? award.for_persons : award.for_units)) continue;
        auto& tally = tallies.emplace_back();
        tally.award = code;
        for (auto const& one : counted)
            add(tally,
                standings[one.with_discipline ? 1 : 0]->at(code)[one.place],
                one.retires);
    }
    return tallies;
}

}  // namespace thidua::eligibility
