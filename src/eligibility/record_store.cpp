#include "eligibility/record_store.h"

#include "eligibility/ancestors.h"
#include "law/book.h"
#include "organisation/rows.h"

#include <unordered_map>

namespace thidua::eligibility {

namespace {

using organisation::date_at;
using storage::Rows;
using storage::Transaction;

// Reads one kind of subject, all of them or one.
class Reader {
public:
    Reader(Transaction& tx,
           law::Subject subject,
           access::Marking clearance,
           std::optional<std::int64_t> only)
        : tx_(tx),
          subject_(subject),
          kind_(subject == law::Subject::Person ? organisation::kPerson : organisation::kUnit),
          clearance_(static_cast<int>(clearance)),
          only_(only)
    {}

    std::vector<Record> read()
    {
        subject_ == law::Subject::Person ? read_people() : read_units();
        for (std::size_t i = 0; i < records_.size(); ++i) at_[records_[i].id] = i;
        read_ratings();
        read_awards();
        read_initiatives();
        read_disciplines();
        read_pending();
        if (subject_ == law::Subject::Person) {
            read_absences();
            read_transfers();
            read_posts();
        } else {
            read_unit_years();
            read_blocks();
        }
        return std::move(records_);
    }

private:
    void read_people();
    void read_units();
    void read_ratings();
    void read_awards();
    void read_initiatives();
    void read_disciplines();
    void read_pending();
    void read_absences();
    void read_transfers();
    void read_posts();
    void read_unit_years();
    void read_blocks();

    // Runs `visit(record, rows)` for every row of a record that was read; column 0 is its id.
    template <class Visit>
    void each(std::string const& sql, storage::Params params, Visit const& visit)
    {
        auto rows = tx_.query(sql, params);
        while (rows.next()) {
            auto const found = at_.find(rows.integer(0));
            if (found != at_.end()) visit(records_[found->second], rows);
        }
    }
    // "… WHERE f.subject_kind = ?1 [AND f.subject_id = …] ORDER BY f.subject_id, …".
    std::string of_subjects(std::string const& select,
                            std::string const& and_where,
                            std::string const& order) const
    {
        return select + " WHERE f.subject_kind = ?1" + only("f.subject_id") + and_where +
               " ORDER BY f.subject_id, " + order;
    }
    std::string only(std::string const& column) const
    {
        return only_ ? " AND " + column + " = " + std::to_string(*only_) : std::string{};
    }

    Transaction& tx_;
    law::Subject subject_;
    std::string kind_;
    int clearance_;
    std::optional<std::int64_t> only_;
    std::vector<Record> records_;
    std::unordered_map<std::int64_t, std::size_t> at_;
};

void Reader::read_people()
{
    auto rows = tx_.query(
        "SELECT p.id, p.code, p.full_name, p.category, p.sex, p.joined, p.left_on, p.retires,"
        " u.id, u.code, u.name, u.path, p.origin, p.search_key, p.sort_key FROM person p JOIN unit "
        "u ON u.id = p.unit_id"
        " WHERE p.merged_into IS NULL" +
        only("p.id") + " ORDER BY p.id");
    while (rows.next()) {
        Record record;
        record.id = rows.integer(0);
        record.code = rows.string(1);
        record.name = rows.string(2);
        record.category = rows.string(3);
        record.sex = rows.string(4);
        record.history.joined = date_at(rows, 5);
        record.left = date_at(rows, 6);
        record.retires = date_at(rows, 7);
        record.unit_id = rows.integer(8);
        record.unit = rows.string(9);
        record.unit_name = rows.string(10);
        record.path = rows.string(11);
        record.own = rows.text(12) == "staff";
        record.search = rows.string(13);
        record.sort_key = std::string{rows.bytes(14)};
        records_.push_back(std::move(record));
    }
}

void Reader::read_units()
{
    auto rows = tx_.query(
        "SELECT u.id, u.code, u.name, u.valid_from, u.valid_to, u.path, p.code, p.name, u.kind,"
        " u.search_key, u.sort_key FROM unit u LEFT JOIN unit p ON p.id = u.parent_id WHERE 1 = 1" +
        only("u.id") + " ORDER BY u.id");
    while (rows.next()) {
        Record record;
        record.subject = law::Subject::Unit;
        record.id = record.unit_id = rows.integer(0);
        record.code = rows.string(1);
        record.name = rows.string(2);
        record.history.joined = date_at(rows, 3);
        if (auto const last = date_at(rows, 4)) record.left = last->plus_days(1);
        record.path = rows.string(5);
        record.unit = rows.string(6);
        record.unit_name = rows.string(7);
        record.own = rows.text(8) != "ngoai" && rows.text(8) != "nhom";
        record.search = rows.string(9);
        record.sort_key = std::string{rows.bytes(10)};
        records_.push_back(std::move(record));
    }
}

void Reader::read_ratings()
{
    each(of_subjects("SELECT f.subject_id, f.year, f.rating FROM rating f", "", "f.year"),
         {kind_},
         [](Record& record, Rows const& rows) {
             if (auto const rating = law::rating_of(rows.text(2)))
                 record.history.ratings[static_cast<int>(rows.integer(1))] = *rating;
         });
}

void Reader::read_awards()
{
    auto const sql = of_subjects(
        "SELECT f.subject_id, f.award, f.decided_on, f.year, f.year_from, f.school_year, f.mode,"
        " d.number, d.ref FROM award f JOIN decision d ON d.id = f.decision_id",
        " AND f.state = 'valid' AND f.marking <= ?2",
        "f.decided_on, f.id");
    each(sql, {kind_, clearance_}, [](Record& record, Rows const& rows) {
        auto const decided = date_at(rows, 2);
        if (rows.is_null(3) || !decided) {
            record.undated.push_back({rows.string(1)});
            return;
        }
        law::AwardFact award;
        award.award = rows.string(1);
        award.decided = *decided;
        award.to = static_cast<int>(rows.integer(3));
        // A school year is one year, known by its last.
        bool const several = !rows.is_null(4) && !rows.boolean(5);
        award.from = several ? static_cast<int>(rows.integer(4)) : award.to;
        award.mode = law::mode_of(rows.text(6)).value_or(law::Mode::Merit);
        award.decision = rows.string(7);
        record.papers.push_back({award.award, award.to, award.decision, rows.string(8)});
        record.history.awards.push_back(std::move(award));
    });
}

void Reader::read_initiatives()
{
    auto const sql =
        of_subjects("SELECT f.subject_id, f.year, f.level, f.kind, f.decision_no FROM initiative f",
                    " AND f.marking <= ?2",
                    "f.year, f.id");
    each(sql, {kind_, clearance_}, [](Record& record, Rows const& rows) {
        if (auto const level = law::level_of(rows.text(2)))
            record.history.initiatives.push_back(
                {static_cast<int>(rows.integer(1)), *level, rows.string(3), rows.string(4)});
    });
}

void Reader::read_disciplines()
{
    auto const sql = of_subjects(
        "SELECT f.subject_id, f.kind, f.from_on, f.to_on FROM discipline f", "", "f.from_on, f.id");
    each(sql, {kind_}, [](Record& record, Rows const& rows) {
        if (auto const from = date_at(rows, 2))
            record.history.disciplines.push_back({rows.string(1), *from, date_at(rows, 3)});
    });
}

void Reader::read_pending()
{
    auto const sql =
        of_subjects("SELECT f.subject_id, f.kind, f.from_on, f.cleared_on FROM pending_case f",
                    "",
                    "f.from_on, f.id");
    each(sql, {kind_}, [](Record& record, Rows const& rows) {
        if (auto const from = date_at(rows, 2))
            record.pending.push_back({rows.string(1), *from, date_at(rows, 3)});
    });
}

void Reader::read_absences()
{
    each("SELECT f.person_id, f.kind, f.from_on, f.to_on, f.result FROM absence f WHERE 1 = 1" +
             only("f.person_id") + " ORDER BY f.person_id, f.from_on, f.id",
         {},
         [](Record& record, Rows const& rows) {
             if (auto const from = date_at(rows, 2))
                 record.history.absences.push_back(
                     {rows.string(1), *from, date_at(rows, 3), rows.string(4)});
         });
}

void Reader::read_transfers()
{
    each("SELECT f.person_id, f.on_date, f.opinion FROM transfer f WHERE f.state = 'confirmed'" +
             only("f.person_id") + " ORDER BY f.person_id, f.on_date, f.id",
         {},
         [](Record& record, Rows const& rows) {
             if (auto const on = date_at(rows, 1))
                 record.history.transfers.push_back({*on, rows.boolean(2)});
         });
}

void Reader::read_posts()
{
    each(
        "SELECT f.person_id, f.unit_id, f.from_on, f.to_on, f.coefficient FROM post f WHERE 1 = "
        "1" +
            only("f.person_id") + " ORDER BY f.person_id, f.from_on, f.id",
        {},
        [](Record& record, Rows const& rows) {
            auto const from = date_at(rows, 2);
            if (!from) return;
            auto const to = date_at(rows, 3);
            record.posts.push_back({rows.integer(1), *from, to, !rows.is_null(4)});
            record.history.posts.push_back({*from, to, static_cast<int>(rows.integer(4))});
        });
}

void Reader::read_unit_years()
{
    each(
        "SELECT f.unit_id, f.year, f.party_clean, f.total, f.completed, f.advanced, f.cstd_co_so,"
        " f.disciplined FROM unit_year f WHERE 1 = 1" +
            only("f.unit_id") + " ORDER BY f.unit_id, f.year",
        {},
        [](Record& record, Rows const& rows) {
            UnitYear year;
            year.party_clean = organisation::flag_at(rows, 2);
            auto const figure = [&](int column) { return static_cast<int>(rows.integer(column)); };
            if (!rows.is_null(3))
                year.members =
                    law::MemberCounts{figure(3), figure(4), figure(5), figure(6), figure(7)};
            record.years[figure(1)] = year;
        });
}

// A unit that is in blocks of several levels is judged in the highest.
void Reader::read_blocks()
{
    each(
        "SELECT f.unit_id, f.year, f.rank, (SELECT count(*) FROM block_member o WHERE o.block_id ="
        " f.block_id AND o.year = f.year) FROM block_member f JOIN block b ON b.id = f.block_id"
        " WHERE 1 = 1" +
            only("f.unit_id") +
            " ORDER BY f.unit_id, f.year, CASE b.level WHEN 'bo' THEN 2 WHEN 'ban' THEN 1 ELSE 0"
            " END, b.id",
        {},
        [](Record& record, Rows const& rows) {
            if (rows.is_null(2)) return;
            record.blocks[static_cast<int>(rows.integer(1))] = {static_cast<int>(rows.integer(2)),
                                                                static_cast<int>(rows.integer(3))};
        });
}

std::optional<Record> first(std::vector<Record> records)
{
    if (records.empty()) return std::nullopt;
    return std::move(records.front());
}

}  // namespace

std::vector<Record> read_persons(Transaction& tx, access::Marking clearance)
{
    return Reader{tx, law::Subject::Person, clearance, std::nullopt}.read();
}

std::optional<Record> read_person(Transaction& tx, std::int64_t id, access::Marking clearance)
{
    return first(Reader{tx, law::Subject::Person, clearance, id}.read());
}

std::vector<Record> read_units(Transaction& tx, access::Marking clearance)
{
    auto const plain = Reader{tx, law::Subject::Unit, clearance, std::nullopt}.read();
    std::unordered_map<std::int64_t, Record const*> by_id;
    for (auto const& record : plain) by_id[record.id] = &record;
    auto const fetch = [&](std::int64_t id) -> std::optional<Record> {
        auto const found = by_id.find(id);
        return found == by_id.end() ? std::nullopt : std::optional{*found->second};
    };
    auto const ancestry = Ancestry::read(tx);
    auto records = plain;
    for (auto& record : records) ancestry.add_to(record, fetch);
    return records;
}

std::optional<Record> read_unit(Transaction& tx, std::int64_t id, access::Marking clearance)
{
    auto const fetch = [&](std::int64_t unit) {
        return first(Reader{tx, law::Subject::Unit, clearance, unit}.read());
    };
    auto record = fetch(id);
    if (!record) return std::nullopt;
    Ancestry::read(tx).add_to(*record, fetch);
    return record;
}

}  // namespace thidua::eligibility
