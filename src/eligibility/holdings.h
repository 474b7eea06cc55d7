// Everybody's records in memory, read again when anything they are made from was changed since
// (state.h). One object per running program.
#pragma once

#include "access/actor.h"
#include "base/kept.h"
#include "eligibility/declared.h"
#include "eligibility/record.h"
#include "eligibility/standings.h"
#include "eligibility/sweep.h"
#include "legal/book.h"

#include <map>
#include <memory>
#include <mutex>

namespace thidua::eligibility {

// The award a sweep opens with.
inline constexpr char const* kFirstAward = "cstd-bo";

// One state of the records, as read up to one clearance. Immutable, but for results kept in it.
class Holdings {
public:
    Declared declared;
    std::vector<Record> persons;
    std::vector<Record> units;
    int newest_year = 0;  // Of any record.

    std::vector<Record> const& of(law::Subject subject) const
    {
        return subject == law::Subject::Person ? persons : units;
    }
    // sweep_all, kept. Books are asked for in `tx`.
    std::shared_ptr<std::vector<Line> const> sweep(storage::Transaction& tx,
                                                   law::Subject subject,
                                                   law::Question const& question,
                                                   bool with_discipline) const;

    // Those lines of `sweep` that come next year (coming_next_year), kept.
    std::shared_ptr<std::vector<Line> const> next_year(storage::Transaction& tx,
                                                       law::Subject subject,
                                                       law::Question const& question,
                                                       bool with_discipline) const;

    // stand_all, kept.
    std::shared_ptr<Standings const> standings(storage::Transaction& tx,
                                               law::Subject subject,
                                               law::Question const& question,
                                               bool with_discipline) const;

    // columns_of, kept.
    std::shared_ptr<law::Columns const> columns(law::Subject subject,
                                                law::Question const& question,
                                                bool with_discipline) const;

    // Lets standings be made from those of a reading before, where nothing but records is another
    // now. Before anything is asked.
    void follow(Holdings const& earlier);

private:
    // Kind, newest year, the year of figures, discipline, and where cases are being looked into.
    using ColumnsKey = std::tuple<law::Subject, int, int, bool, std::vector<std::size_t>>;
    using Key = std::tuple<law::Subject, std::string, int, Date, bool>;
    static constexpr std::size_t kMostLists = 96, kMostStandings = 24, kMostColumns = 16;

    Standings make_standings(storage::Transaction& tx, Key const& key) const;

    std::map<Key, EarlierStandings> earlier_;
    mutable Kept<Key, std::vector<Line>> lines_{kMostLists};
    mutable Kept<Key, std::vector<Line>> coming_{kMostLists};
    mutable Kept<Key, Standings> standings_{kMostStandings};
    mutable Kept<ColumnsKey, law::Columns> columns_{kMostColumns};
};

class Cache {
public:
    std::shared_ptr<Holdings const> get(storage::Transaction& tx, access::Marking clearance);

private:
    struct Entry {
        std::string state, state_of_law;
        std::shared_ptr<Holdings const> holdings;
    };
    std::mutex mutex_;
    std::map<access::Marking, Entry> entries_;
};

// Reads what the first sweep of a day would wait for: the law, the records up to each clearance,
// and the answers the page opens with. Nothing where there are too many people to hold them
// unasked.
void warm(storage::Database& db,
          Cache& cache,
          Date today,
          std::vector<access::Marking> const& clearances);

// The law for one subject on the day of receipt; asked once per unit.
class Books {
public:
    explicit Books(storage::Transaction& tx, Date received) : day_(tx, received) {}
    law::LawBook const& of(std::string const& unit_path);

private:
    legal::BooksOfDay day_;
    std::map<std::string, legal::Book> books_;
};

}  // namespace thidua::eligibility
