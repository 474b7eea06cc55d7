#include "eligibility/holdings.h"

#include "eligibility/record_store.h"
#include "eligibility/state.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

constexpr std::int64_t kMostWarmed = 50'000;  // People.
constexpr int kLastYear = 2060;  // A year beyond it is a slip of the pen, explained one by one.

int newest_year_of(std::vector<Record> const& records)
{
    int newest = 0;
    auto const see = [&](int year) {
        if (year <= kLastYear) newest = std::max(newest, year);
    };
    for (auto const& record : records) {
        if (!record.history.ratings.empty()) see(record.history.ratings.rbegin()->first);
        for (auto const& award : record.history.awards) see(award.decided.year());
        for (auto const& initiative : record.history.initiatives) see(initiative.year);
    }
    return newest;
}

bool has_pending(Record const& record, Date on)
{
    auto const open = [on](PendingCase const& each) {
        return each.from <= on && (!each.cleared || on < *each.cleared);
    };
    return std::any_of(record.pending.begin(), record.pending.end(), open) ||
           std::any_of(record.ancestors.begin(), record.ancestors.end(), [on](auto const& before) {
               return has_pending(*before.record, on);
           });
}

std::vector<std::size_t> pending_on(std::vector<Record> const& records, Date on)
{
    std::vector<std::size_t> places;
    for (std::size_t i = 0; i < records.size(); ++i) {
        if (has_pending(records[i], on)) places.push_back(i);
    }
    return places;
}

}  // namespace

law::LawBook const& Books::of(std::string const& unit_path)
{
    auto& book = books_[unit_path];
    if (!book) book = day_.of(unit_path);
    return *book;
}

std::shared_ptr<std::vector<Line> const> Holdings::sweep(storage::Transaction& tx,
                                                         law::Subject subject,
                                                         law::Question const& question,
                                                         bool with_discipline) const
{
    Key const key{subject, question.award, question.year, question.received, with_discipline};
    return lines_.get(key, [&] {
        Books books{tx, question.received};
        auto const filled = columns(subject, question, with_discipline);
        return sweep_all(books, declared, of(subject), *filled, question, with_discipline);
    });
}

std::shared_ptr<std::vector<Line> const> Holdings::next_year(storage::Transaction& tx,
                                                             law::Subject subject,
                                                             law::Question const& question,
                                                             bool with_discipline) const
{
    Key const key{subject, question.award, question.year, question.received, with_discipline};
    return coming_.get(key, [&] {
        Books books{tx, question.received};
        auto const lines = sweep(tx, subject, question, with_discipline);
        return coming_next_year(books, of(subject), *lines, question, with_discipline);
    });
}

std::shared_ptr<Standings const> Holdings::standings(storage::Transaction& tx,
                                                     law::Subject subject,
                                                     law::Question const& question,
                                                     bool with_discipline) const
{
    Key const key{subject, "", question.year, question.received, with_discipline};
    return standings_.get(key, [&] { return make_standings(tx, key); });
}

Standings Holdings::make_standings(storage::Transaction& tx, Key const& key) const
{
    auto const& [subject, award, year, received, with_discipline] = key;
    law::Question const question{award, year, received};
    Stood const stood{subject, of(subject), declared, with_discipline};
    if (auto const found = earlier_.find(key); found != earlier_.end())
        return stand_changed(tx, stood, found->second, std::max(newest_year, year), question);
    auto const columns_for = [&, of_whom = subject, discipline = with_discipline](
                                 law::Question const& asked) {
        return columns(of_whom, asked, discipline);
    };
    return stand_all(tx, stood, columns_for, question);
}

void Holdings::follow(Holdings const& earlier)
{
    std::map<law::Subject, std::shared_ptr<Unchanged const>> places;
    for (auto const subject : {law::Subject::Person, law::Subject::Unit})
        places[subject] = std::make_shared<Unchanged const>(
            unchanged_places(earlier.of(subject), of(subject)));
    for (auto const& [key, standings] : earlier.standings_.all())
        earlier_[key] = {standings, places.at(std::get<law::Subject>(key))};
    for (auto const& [key, before] : earlier.earlier_) {
        if (earlier_.contains(key) || earlier_.size() >= kMostStandings) continue;
        earlier_[key] = {before.standings,
                         std::make_shared<Unchanged const>(through(
                             *before.places, *places.at(std::get<law::Subject>(key))))};
    }
}

std::shared_ptr<law::Columns const> Holdings::columns(law::Subject subject,
                                                      law::Question const& question,
                                                      bool with_discipline) const
{
    // Figures of the year and pending cases alone depend on the question.
    bool const unit = subject == law::Subject::Unit;
    auto const newest = std::max(newest_year, question.year);
    ColumnsKey const key{
        subject,
        newest,
        unit ? question.year : 0,
        with_discipline,
        with_discipline ? pending_on(of(subject), question.received) : std::vector<std::size_t>{}};
    return columns_.get(key, [&] {
        return columns_of(of(subject), subject, newest, question, with_discipline);
    });
}

std::shared_ptr<Holdings const> Cache::get(storage::Transaction& tx, access::Marking clearance)
{
    auto state = state_of(tx);
    Entry before;
    {
        std::lock_guard const lock{mutex_};
        auto const found = entries_.find(clearance);
        if (found != entries_.end()) before = found->second;
    }
    if (before.holdings && before.state == state) return before.holdings;
    auto state_of_law = state_of(tx, kFoldersOfTheLaw);
    auto read = std::make_shared<Holdings>();
    read->declared = Declared::read(tx);
    read->persons = read_persons(tx, clearance);
    read->units = read_units(tx, clearance);
    read->newest_year = std::max(newest_year_of(read->persons), newest_year_of(read->units));
    if (before.holdings && before.state_of_law == state_of_law &&
        before.holdings->declared == read->declared)
        read->follow(*before.holdings);
    std::lock_guard const lock{mutex_};
    entries_[clearance] = {std::move(state), std::move(state_of_law), read};
    return read;
}

void warm(storage::Database& db,
          Cache& cache,
          Date today,
          std::vector<access::Marking> const& clearances)
{
    for (auto const clearance : clearances) {
        db.read([&](storage::Transaction& tx) {
            if (tx.integer("SELECT count(*) FROM person").value_or(0) > kMostWarmed) return;
            auto const holdings = cache.get(tx, clearance);
            auto const year = holdings->declared.newest(Source::Awards, today.year());
            law::Question const question{kFirstAward, year, *make_date(year, 12, 31)};
            for (bool const with_discipline : {true, false})
                holdings->sweep(tx, law::Subject::Person, question, with_discipline);
            for (bool const with_discipline : {true, false}) {
                for (auto const subject : {law::Subject::Person, law::Subject::Unit})
                    holdings->standings(tx, subject, {"", year, question.received}, with_discipline);
            }
        });
    }
}

}  // namespace thidua::eligibility
