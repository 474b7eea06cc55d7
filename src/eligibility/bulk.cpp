#include "eligibility/bulk.h"

#include "law/book.h"

#include <array>
#include <future>
#include <limits>
#include <optional>
#include <string>
#include <unordered_map>

namespace thidua::eligibility {

namespace {

using storage::Rows;
using storage::Transaction;

// Words that come again and again, read once. The first look goes to the word seen last.
template <class Value>
class Words {
public:
    template <class Read>
    Value const& of(std::string_view word, Read const& read)
    {
        if (last_ != nullptr && last_->first == word) return last_->second;
        auto found = values_.find(std::string{word});
        if (found == values_.end()) found = values_.emplace(std::string{word}, read(word)).first;
        last_ = &*found;
        return found->second;
    }

private:
    std::unordered_map<std::string, Value> values_;
    std::pair<std::string const, Value> const* last_ = nullptr;
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

    void ratings()
    {
        Words<std::optional<law::Rating>> values;
        each("SELECT subject_id, subject_kind, year, rating FROM rating",
             {},
             true,
             [&](std::uint32_t place, Rows const& rows) {
                 auto const rating = values.of(rows.text(3), law::rating_of);
                 if (rating) columns().rating(place, static_cast<int>(rows.integer(2)), *rating);
             });
    }

    void all_but_ratings()
    {
        awards();
        initiatives();
        if (order_.with_discipline) {
            disciplines();
            pending();
        }
        absences();
        transfers();
        posts();
    }

    // Not sealed.
    Loaded take() { return std::move(loaded_); }

private:
    static constexpr std::uint32_t kNobody = std::numeric_limits<std::uint32_t>::max();

    std::uint32_t place_of(std::int64_t id) const
    {
        auto const at = static_cast<std::size_t>(id);
        return at < places_.size() ? places_[at] : kNobody;
    }
    static bool is_person(std::string_view kind) { return !kind.empty() && kind.front() == 'p'; }

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
    void each(std::string_view sql, storage::Params params, bool kinds, Visit const& visit)
    {
        auto rows = tx_.query(sql, params);
        while (rows.next()) {
            if (kinds && !is_person(rows.text(1))) continue;
            auto const place = place_of(rows.integer(0));
            if (place != kNobody) visit(place, rows);
        }
    }

    void people()
    {
        auto rows = tx_.query(
            "SELECT id, category, joined FROM person WHERE merged_into IS NULL ORDER BY id");
        while (rows.next()) {
            auto const id = rows.integer(0);
            auto const place = columns().subject(code(rows.text(1)), day(rows.text(2)));
            places_.resize(static_cast<std::size_t>(id) + 1, kNobody);
            places_.back() = static_cast<std::uint32_t>(place);
            loaded_.ids.push_back(id);
        }
    }

    void awards()
    {
        Words<law::Mode> modes;
        auto const mode_of = [](std::string_view text) {
            return law::mode_of(text).value_or(law::Mode::Merit);
        };
        each(
            "SELECT subject_id, subject_kind, award, year, decided_on, mode FROM award"
            " WHERE state = 'valid' AND marking <= ?1 AND year IS NOT NULL",
            {order_.clearance},
            true,
            [&](std::uint32_t place, Rows const& rows) {
                auto const decided = day(rows.text(4));
                if (!decided) return;
                columns().award(place,
                                code(rows.text(2)),
                                static_cast<int>(rows.integer(3)),
                                *decided,
                                modes.of(rows.text(5), mode_of));
            });
    }

    void initiatives()
    {
        each(
            "SELECT subject_id, subject_kind, year, level, kind FROM initiative WHERE marking <= "
            "?1",
            {order_.clearance},
            true,
            [&](std::uint32_t place, Rows const& rows) {
                if (auto const level = law::level_of(rows.text(3)))
                    columns().initiative(
                        place, static_cast<int>(rows.integer(2)), *level, code(rows.text(4)));
            });
    }

    void disciplines()
    {
        each("SELECT subject_id, subject_kind, kind, from_on, to_on FROM discipline",
             {},
             true,
             [&](std::uint32_t place, Rows const& rows) {
                 if (auto const from = day(rows.text(3)))
                     columns().discipline(place, code(rows.text(2)), *from, day(rows.text(4)));
             });
    }

    void pending()
    {
        each("SELECT subject_id, subject_kind, from_on, cleared_on FROM pending_case",
             {},
             true,
             [&](std::uint32_t place, Rows const& rows) {
                 auto const from = day(rows.text(2));
                 auto const cleared = day(rows.text(3));
                 if (from && *from <= order_.received && (!cleared || order_.received < *cleared))
                     columns().pending(place);
             });
    }

    void absences()
    {
        each("SELECT person_id, kind, from_on, to_on, result FROM absence",
             {},
             false,
             [&](std::uint32_t place, Rows const& rows) {
                 if (auto const from = day(rows.text(2)))
                     columns().absence(
                         place, code(rows.text(1)), *from, day(rows.text(3)), code(rows.text(4)));
             });
    }

    void transfers()
    {
        each("SELECT person_id, on_date, opinion FROM transfer WHERE state = 'confirmed'",
             {},
             false,
             [&](std::uint32_t place, Rows const& rows) {
                 if (auto const on = day(rows.text(1)))
                     columns().transfer(place, *on, rows.boolean(2));
             });
    }

    void posts()
    {
        each("SELECT person_id, from_on, to_on, coefficient FROM post",
             {},
             false,
             [&](std::uint32_t place, Rows const& rows) {
                 if (auto const from = day(rows.text(1)))
                     columns().post(
                         place, *from, day(rows.text(2)), static_cast<int>(rows.integer(3)));
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
        return read_apart(db, order, [](Loader& loader) { loader.ratings(); });
    });
    auto rest = read_apart(db, order, [](Loader& loader) { loader.all_but_ratings(); });
    auto ratings = beside.get();
    if (ratings.last_act != rest.last_act) return std::nullopt;
    rest.loaded.columns.take_ratings(std::move(ratings.loaded.columns));
    rest.loaded.columns.seal();
    return std::move(rest.loaded);
}

Loaded load(Transaction& tx, Order const& order)
{
    Loader loader{tx, order};
    loader.ratings();
    loader.all_but_ratings();
    auto loaded = loader.take();
    loaded.columns.seal();
    return loaded;
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
