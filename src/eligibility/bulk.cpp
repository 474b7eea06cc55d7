#include "eligibility/bulk.h"

#include "law/book.h"
#include "storage/scan.h"

#include <algorithm>
#include <array>
#include <cstring>
#include <future>
#include <limits>
#include <optional>
#include <string>
#include <utility>

namespace thidua::eligibility {

namespace {

using storage::ScannedRow;
using storage::Transaction;

// What words that come again and again mean, read once as long as no other word takes their place.
template <class Value>
class Words {
public:
    template <class Read>
    Value const& of(std::string_view word, Read const& read)
    {
        auto& [known, value] = places_[word.empty() ? 0 : place_of(word)];
        if (known != word || word.empty()) {
            value = read(word);
            known = word;
        }
        return value;
    }

private:
    static constexpr int kBits = 8;

    // By the end of the word: the beginnings of days and of awards are much the same.
    static std::size_t place_of(std::string_view word)
    {
        std::uint64_t end = 0;
        auto const size = std::min(word.size(), sizeof end);
        std::memcpy(&end, word.data() + (word.size() - size), size);
        return (end + word.size()) * 0x9E3779B97F4A7C15U >> (64 - kBits);
    }

    std::array<std::pair<std::string, Value>, 1U << kBits> places_;
};

struct Order {
    int clearance;
    int newest_year;
    Date received;
    bool with_discipline;
};

// Fills the columns of people. The statements name no order and no kind of subject where the table
// holds both: a scan in the order of the rows is several times quicker than one along an index.
class Loader {
public:
    Loader(Transaction& tx, Order const& order)
        : tx_(tx), order_(order), loaded_{law::Columns{law::Subject::Person, order.newest_year}, {}}
    {
        people();
    }

    // Read beside the rest: of what columns take from others as much as takes half of the time.
    void beside()
    {
        ratings();
        transfers();
        posts();
    }

    void rest()
    {
        awards();
        initiatives();
        if (order_.with_discipline) {
            disciplines();
            pending();
        }
        absences();
    }

    Loaded take()
    {
        columns().seal();
        return std::move(loaded_);
    }

private:
    static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t place_of(std::int64_t id) const
    {
        auto const at = static_cast<std::size_t>(id);
        return at < places_.size() ? places_[at] : kNobody;
    }
    static bool is_person(std::string_view kind) { return !kind.empty() && kind.front() == 'p'; }

    bool is_open(ScannedRow const& row, int marking) const
    {
        return row.integer(marking) <= order_.clearance;
    }

    law::Code code(std::string_view word)
    {
        return codes_.of(word, [&](std::string_view text) { return columns().code(text); });
    }
    std::optional<Date> day(std::string_view iso)
    {
        if (iso.empty()) return std::nullopt;
        return days_.of(iso, [](std::string_view text) { return parse_iso_date(text); });
    }
    law::Columns& columns() { return loaded_.columns; }

    // Column 0 the person's id, where `kinds` is set column 1 the kind of subject.
    template <class Visit>
    void each(std::string_view columns, std::string_view source, bool kinds, Visit const& visit)
    {
        storage::scan(tx_, columns, source, {}, [&](ScannedRow const& row) {
            if (kinds && !is_person(row.text(1))) return;
            auto const place = place_of(row.integer(0));
            if (place != kNobody) visit(place, row);
        });
    }

    void ratings()
    {
        Words<std::optional<law::Rating>> values;
        each("subject_id, subject_kind, year, rating",
             "rating",
             true,
             [&](std::uint32_t place, ScannedRow const& row) {
                 auto const rating = values.of(row.text(3), law::rating_of);
                 if (rating) columns().rating(place, static_cast<int>(row.integer(2)), *rating);
             });
    }

    struct Person {
        std::int64_t id;
        law::Code category;
        std::optional<Date> joined;
    };

    void people()
    {
        std::vector<Person> people;
        storage::scan(tx_,
                      "id, category, joined",
                      "person WHERE merged_into IS NULL",
                      {},
                      [&](ScannedRow const& row) {
                          people.push_back({row.integer(0), code(row.text(1)), day(row.text(2))});
                      });
        if (!std::ranges::is_sorted(people, {}, &Person::id))
            std::ranges::sort(people, {}, &Person::id);
        columns().expect(people.size());
        loaded_.ids.reserve(people.size());
        if (!people.empty())
            places_.resize(static_cast<std::size_t>(people.back().id) + 1, kNobody);
        for (auto const& person : people) {
            auto const place = columns().subject(person.category, person.joined);
            places_[static_cast<std::size_t>(person.id)] = static_cast<std::uint32_t>(place);
            loaded_.ids.push_back(person.id);
        }
    }

    // What does not count is passed over here: SQLite compares several times slower.
    void awards()
    {
        Words<law::Mode> modes;
        auto const mode_of = [](std::string_view text) {
            return law::mode_of(text).value_or(law::Mode::Merit);
        };
        each("subject_id, subject_kind, award, year, decided_on, mode, marking, state",
             "award",
             true,
             [&](std::uint32_t place, ScannedRow const& row) {
                 if (row.is_null(3) || !is_open(row, 6) || row.text(7) != "valid") return;
                 auto const decided = day(row.text(4));
                 if (!decided) return;
                 columns().award(place,
                                 code(row.text(2)),
                                 static_cast<int>(row.integer(3)),
                                 *decided,
                                 modes.of(row.text(5), mode_of));
             });
    }

    void initiatives()
    {
        Words<std::optional<law::Level>> levels;
        each("subject_id, subject_kind, year, level, kind, marking",
             "initiative",
             true,
             [&](std::uint32_t place, ScannedRow const& row) {
                 auto const level = levels.of(row.text(3), law::level_of);
                 if (level && is_open(row, 5))
                     columns().initiative(
                         place, static_cast<int>(row.integer(2)), *level, code(row.text(4)));
             });
    }

    void disciplines()
    {
        each("subject_id, subject_kind, kind, from_on, to_on",
             "discipline",
             true,
             [&](std::uint32_t place, ScannedRow const& row) {
                 if (auto const from = day(row.text(3)))
                     columns().discipline(place, code(row.text(2)), *from, day(row.text(4)));
             });
    }

    void pending()
    {
        each("subject_id, subject_kind, from_on, cleared_on",
             "pending_case",
             true,
             [&](std::uint32_t place, ScannedRow const& row) {
                 auto const from = day(row.text(2));
                 auto const cleared = day(row.text(3));
                 if (from && *from <= order_.received && (!cleared || order_.received < *cleared))
                     columns().pending(place);
             });
    }

    void absences()
    {
        each("person_id, kind, from_on, to_on, result",
             "absence",
             false,
             [&](std::uint32_t place, ScannedRow const& row) {
                 if (auto const from = day(row.text(2)))
                     columns().absence(
                         place, code(row.text(1)), *from, day(row.text(3)), code(row.text(4)));
             });
    }

    void transfers()
    {
        each("person_id, on_date, opinion",
             "transfer WHERE state = 'confirmed'",
             false,
             [&](std::uint32_t place, ScannedRow const& row) {
                 if (auto const on = day(row.text(1)))
                     columns().transfer(place, *on, row.boolean(2));
             });
    }

    void posts()
    {
        each("person_id, from_on, to_on, coefficient",
             "post",
             false,
             [&](std::uint32_t place, ScannedRow const& row) {
                 if (auto const from = day(row.text(1)))
                     columns().post(
                         place, *from, day(row.text(2)), static_cast<int>(row.integer(3)));
             });
    }

    Transaction& tx_;
    Order const& order_;
    Loaded loaded_;
    std::vector<std::uint32_t> places_;  // By id.
    Words<law::Code> codes_;
    Words<std::optional<Date>> days_;
};

// One of two readings, and what was the last act done when it began.
struct Reading {
    Loaded loaded;
    std::int64_t last_act;
};

template <class Read>
Reading read_apart(storage::Database& db, Order const& order, Read const& read)
{
    return db.read([&](Transaction& tx) {
        auto const last = tx.integer("SELECT max(seq) FROM audit_line").value_or(0);
        Loader loader{tx, order};
        read(loader);
        return Reading{loader.take(), last};
    });
}

// Nothing where something was done between the two.
std::optional<Loaded> load_by_two(storage::Database& db, Order const& order)
{
    // Neither waits for the other while it holds a connection.
    auto beside = std::async(std::launch::async, [&] {
        return read_apart(db, order, [](Loader& loader) { loader.beside(); });
    });
    auto rest = read_apart(db, order, [](Loader& loader) { loader.rest(); });
    auto others = beside.get();
    if (others.last_act != rest.last_act) return std::nullopt;
    rest.loaded.columns.take(std::move(others.loaded.columns));
    return std::move(rest.loaded);
}

Loaded load(Transaction& tx, Order const& order)
{
    Loader loader{tx, order};
    loader.beside();
    loader.rest();
    return loader.take();
}

}  // namespace

Loaded load_persons(Transaction& tx,
                    access::Marking clearance,
                    int newest_year,
                    Date received,
                    bool with_discipline)
{
    return load(tx, {static_cast<int>(clearance), newest_year, received, with_discipline});
}

Loaded load_persons(storage::Database& db,
                    access::Marking clearance,
                    int newest_year,
                    Date received,
                    bool with_discipline)
{
    Order const order{static_cast<int>(clearance), newest_year, received, with_discipline};
    try {
        if (auto loaded = load_by_two(db, order)) return std::move(*loaded);
    } catch (storage::Failure const&) {
        // A second connection may be refused or break off where the first would do. If the fault is
        // the database's, the one reading below fails by it.
    }
    return db.read([&](Transaction& tx) { return load(tx, order); });
}

}  // namespace thidua::eligibility
