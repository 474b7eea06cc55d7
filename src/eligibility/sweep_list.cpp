#include "eligibility/sweep_list.h"

#include "eligibility/gather.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

constexpr std::array<std::string_view, kTabs.size()> kNames = {
    "now", "next", "short", "overlooked", "retiring"};

using Lines = std::shared_ptr<std::vector<Line> const>;

// The lines of one question as this reader gets them: with discipline where they may read it.
class Reading {
public:
    Reading(storage::Transaction& tx,
            access::Actor const& actor,
            Holdings const& holdings,
            law::Subject subject,
            law::Question const& question)
        : actor_(actor), records_(holdings.of(subject))
    {
        if (actor.may(access::Permission::ReadDiscipline))
            with_ = holdings.sweep(tx, subject, question, true);
        bool const everywhere = actor.may(access::Permission::ReadDiscipline, "/");
        if (!with_ || !everywhere) without_ = holdings.sweep(tx, subject, question, false);
    }

    template <class Visit>
    void each(Visit const& visit) const
    {
        auto const& any = with_ ? *with_ : *without_;
        for (std::size_t i = 0; i < any.size(); ++i) {
            auto const& record = records_[any[i].record];
            if (!may_read(actor_, record)) continue;
            bool const full = with_ && (!without_ || reads_discipline(actor_, record));
            visit(record, full ? (*with_)[i] : (*without_)[i]);
        }
    }

private:
    access::Actor const& actor_;
    std::vector<Record> const& records_;
    Lines with_, without_;
};

bool matches(SweepQuery const& query, Record const& record)
{
    if (!query.unit_path.empty() && !access::covers(query.unit_path, record.path)) return false;
    return query.name.empty() || record.search.find(query.name) != std::string::npos;
}

std::vector<SweepRow> overlooked(storage::Transaction& tx,
                                 access::Actor const& actor,
                                 Holdings const& holdings,
                                 SweepQuery const& query)
{
    std::map<Record const*, std::vector<int>> years;
    for (int back = kYearsBack; back >= 0; --back) {
        auto const question = years_before(query.question, back);
        Reading{tx, actor, holdings, query.subject, question}.each(
            [&](Record const& record, Line const& line) {
                if (line.answer != law::Answer::Eligible || !matches(query, record)) return;
                if (!is_swept(record, query.question.received)) return;
                if (!ever_held(record, question.award)) years[&record].push_back(question.year);
            });
    }
    std::vector<SweepRow> rows;
    for (auto& [record, found] : years)
        rows.push_back({record, law::Answer::Eligible, false, std::move(found)});
    return rows;
}

// Not yet, but the best results bring it next year.
std::vector<SweepRow> next_year(storage::Transaction& tx,
                                access::Actor const& actor,
                                Holdings const& holdings,
                                SweepQuery const& query)
{
    std::map<bool, Lines> coming;
    std::vector<SweepRow> rows;
    Reading{tx, actor, holdings, query.subject, query.question}.each(
        [&](Record const& record, Line const& line) {
            if (line.answer != law::Answer::NotEligible || !matches(query, record)) return;
            bool const full = reads_discipline(actor, record);
            auto& lines = coming[full];
            if (!lines) lines = holdings.next_year(tx, query.subject, query.question, full);
            auto const found = std::lower_bound(
                lines->begin(), lines->end(), line.record, [](Line const& one, std::size_t place) {
                    return one.record < place;
                });
            if (found != lines->end() && found->record == line.record)
                rows.push_back({&record, line.answer, line.held, {}});
        });
    return rows;
}

std::vector<SweepRow> of_the_year(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  Holdings const& holdings,
                                  SweepQuery const& query)
{
    auto const& received = query.question.received;
    auto const wanted = [&](Record const& record, Line const& line) {
        switch (query.tab) {
        case Tab::Now: return line.answer != law::Answer::NotEligible;
        case Tab::Short: return line.one_short();
        case Tab::Retiring: return line.is_near() && retires_soon(record, received);
        case Tab::Next:
        case Tab::Overlooked: return false;
        }
        return false;
    };
    std::vector<SweepRow> rows;
    Reading{tx, actor, holdings, query.subject, query.question}.each(
        [&](Record const& record, Line const& line) {
            if (matches(query, record) && wanted(record, line))
                rows.push_back({&record, line.answer, line.held, {}});
        });
    return rows;
}

}  // namespace

std::string_view name_of(Tab tab) { return kNames[static_cast<std::size_t>(tab)]; }

Tab tab_of(std::string_view name)
{
    auto const found = std::find(kNames.begin(), kNames.end(), name);
    return found == kNames.end() ? Tab::Now : kTabs[static_cast<std::size_t>(found - kNames.begin())];
}

std::vector<SweepRow> find_rows(storage::Transaction& tx,
                                access::Actor const& actor,
                                Holdings const& holdings,
                                SweepQuery const& query)
{
    auto const find = query.tab == Tab::Overlooked ? overlooked
                      : query.tab == Tab::Next     ? next_year
                                                   : of_the_year;
    auto rows = find(tx, actor, holdings, query);
    // Those who qualify first, then by given name.
    std::sort(rows.begin(), rows.end(), [](SweepRow const& a, SweepRow const& b) {
        auto const key = [](SweepRow const& row) {
            return std::tie(row.answer, row.record->sort_key, row.record->code);
        };
        return key(a) < key(b);
    });
    return rows;
}

}  // namespace thidua::eligibility
