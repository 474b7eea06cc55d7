#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "organisation/import_kinds.h"
#include "organisation/names.h"

#include <algorithm>
#include <charconv>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

namespace thidua::organisation {

namespace {

namespace json = boost::json;

// How a cell becomes a value of the table.
enum class Read { Day, Term, Number, Year, Text, Flag, Unit, Hundredths };

struct FactColumn {
    std::string_view column;    // of the list
    std::string_view stored;    // of the table
    Read read = Read::Text;
    bool key = false;           // tells facts of one subject apart
    std::string_view otherwise = {};  // stored where the cell is empty
};

enum class About { Person, Subject, Unit };

struct FactTable {
    std::string_view kind;
    std::string_view table;
    About about = About::Subject;
    std::vector<FactColumn> columns;
    std::string_view last_day = {};  // list columns of a period, to compare
};

constexpr bool kKey = true;

std::vector<FactTable> const& fact_tables()
{
    static std::vector<FactTable> const tables{
        {"posts", "post", About::Person,
         {{"unit", "unit_id", Read::Unit, kKey}, {"position", "position", Read::Text, kKey}, {"rank", "rank"},
          {"from", "from_on", Read::Day, kKey}, {"to", "to_on", Read::Day},
          {"coefficient", "coefficient", Read::Hundredths}, {"direct_worker", "direct_worker", Read::Flag}}, "to"},
        {"ratings", "rating", About::Subject,
         {{"year", "year", Read::Year, kKey}, {"rating", "rating", Read::Term}}},
        {"initiatives", "initiative", About::Subject,
         {{"year", "year", Read::Year, kKey}, {"title", "title", Read::Text, kKey}, {"level", "level", Read::Term},
          {"kind", "kind", Read::Term, false, "sang-kien"}, {"share", "share", Read::Number},
          {"decision_no", "decision_no"}, {"decision_date", "decision_date", Read::Day}}},
        {"disciplines", "discipline", About::Subject,
         {{"kind", "kind", Read::Term, kKey}, {"from", "from_on", Read::Day, kKey}, {"to", "to_on", Read::Day}}, "to"},
        {"pending", "pending_case", About::Subject,
         {{"kind", "kind", Read::Term, kKey}, {"from", "from_on", Read::Day, kKey},
          {"cleared", "cleared_on", Read::Day}}, "cleared"},
        {"absences", "absence", About::Person,
         {{"kind", "kind", Read::Term, kKey}, {"from", "from_on", Read::Day, kKey}, {"to", "to_on", Read::Day},
          {"result", "result", Read::Term}}, "to"},
        {"transfers", "transfer", About::Person,
         {{"from_unit", "from_unit_id", Read::Unit, kKey}, {"to_unit", "to_unit_id", Read::Unit, kKey},
          {"on", "on_date", Read::Day, kKey}, {"opinion", "opinion", Read::Flag, false, "0"}}},
        {"unit_years", "unit_year", About::Unit,
         {{"year", "year", Read::Year, kKey}, {"party_clean", "party_clean", Read::Flag}, {"total", "total", Read::Number},
          {"completed", "completed", Read::Number}, {"advanced", "advanced", Read::Number},
          {"cstd_co_so", "cstd_co_so", Read::Number}, {"disciplined", "disciplined", Read::Number}}},
        {"completeness", "completeness", About::Unit,
         {{"kind", "kind", Read::Text, kKey}, {"year", "year", Read::Year, kKey}}},
    };
    return tables;
}

bool is_nullable(Read read) { return read != Read::Text && read != Read::Term; }
bool is_number(Read read) { return read != Read::Text && read != Read::Term && read != Read::Day; }

// A fact as texts, in the order of the table's columns; "" is unknown.
struct Fact {
    intake::Line line;
    std::string_view subject_kind;
    std::int64_t subject = 0;
    std::vector<std::string> values;
};

struct StoredFact {
    std::int64_t id = 0;
    std::vector<std::string> values;
};

using FactKey = std::tuple<std::string_view, std::int64_t, std::string>;

class FactImport {
public:
    explicit FactImport(ImportRun& run)
        : run_(run), table_(table_of(run.list.kind().name)), row_(run.list, run.report),
          units_(run.act.tx, run.act.actor, permission_for(run.list.kind().name)), people_(run.act.tx, units_)
    {}

    Result<void> operator()()
    {
        load_people();
        for (auto const& line : run_.list.lines()) read(line);
        load_stored();
        compare_with_stored();
        if (run_.finish_checking(static_cast<std::int64_t>(facts_.size() + unchanged_))) store();
        return {};
    }

private:
    static FactTable const& table_of(std::string_view kind)
    {
        for (auto const& table : fact_tables()) {
            if (table.kind == kind) return table;
        }
        throw std::logic_error("no table for lists of " + std::string{kind});
    }

    storage::Transaction& tx() { return run_.act.tx; }
    std::size_t at(std::string_view column) const { return run_.list.kind().at(column); }
    bool has_id() const { return table_.table != "completeness"; }
    std::size_t subject_column() const
    {
        return at(table_.about == About::Person ? "person" : table_.about == About::Unit ? "unit" : "subject");
    }

    void load_people()
    {
        std::set<std::string> codes;
        for (auto const& line : run_.list.lines()) {
            auto const id = run_.list.given(line, subject_column());
            if (id != 0) codes.emplace(run_.list.texts().view(run_.list.texts().folded(id)));
        }
        if (table_.about != About::Unit) people_.load_codes(codes);
    }

    void read(intake::Line const& line)
    {
        row_.begin(line);
        row_.require_all();
        Fact fact{line, {}, 0, {}};
        read_subject(fact);
        for (auto const& column : table_.columns) fact.values.push_back(read_value(column));
        check_period(fact);
        check_counts(fact);
        check_sense(fact);
        if (!row_.good()) return;
        auto const [known, fresh] = seen_.try_emplace(key_of(fact.subject_kind, fact.subject, fact.values), line.row);
        if (!fresh) return row_.wrong(std::nullopt, "import.row.twice", {{"row", std::to_string(known->second)}});
        facts_.push_back(std::move(fact));
    }

    void read_subject(Fact& fact)
    {
        if (row_.is_empty(subject_column())) return;
        auto const code = run_.list.texts().view(run_.list.texts().folded(row_.id(subject_column())));
        if (table_.about == About::Unit) {
            auto const* unit = read_unit(row_, units_, subject_column());
            fact.subject_kind = kUnit;
            if (unit != nullptr) fact.subject = unit->id;
            return;
        }
        if (auto const* person = people_.find(code)) {
            fact.subject_kind = kPerson;
            fact.subject = person->id;
        } else if (auto const* unit = table_.about == About::Subject ? units_.find(code) : nullptr) {
            fact.subject_kind = kUnit;
            fact.subject = unit->id;
        } else {
            row_.wrong(subject_column(), table_.about == About::Person ? "import.row.unknown-person" : "import.row.unknown-subject",
                       {{"value", std::string{row_.text(subject_column())}}});
        }
    }

    std::string read_value(FactColumn const& column)
    {
        auto const index = at(column.column);
        auto number = [](auto const& value) { return value ? std::to_string(*value) : std::string{}; };
        std::string value;
        switch (column.read) {
        case Read::Day:
            if (auto const day = row_.date(index)) value = to_iso(*day);
            break;
        case Read::Term: value = row_.term(index).value_or(""); break;
        case Read::Number: value = number(row_.integer(index)); break;
        case Read::Year: value = read_year(index); break;
        case Read::Text: value = std::string{row_.text(index)}; break;
        case Read::Flag: value = number(row_.yes(index)); break;
        case Read::Unit:
            if (auto const* unit = read_unit(row_, units_, index)) value = std::to_string(unit->id);
            break;
        case Read::Hundredths: value = read_hundredths(index); break;
        }
        if (table_.table == "completeness" && column.stored == "kind" && !value.empty()) value = read_kind(index);
        return value.empty() ? std::string{column.otherwise} : value;
    }

    std::string read_year(std::size_t index)
    {
        auto const years = row_.years(index);
        if (!years) return {};
        if (years->last > years->first + 1) return row_.wrong(index, "import.row.one-year"), std::string{};
        if (years->last > run_.act.today().year()) row_.wrong(index, "import.row.year-in-future", {{"year", std::to_string(years->last)}});
        return std::to_string(years->last);
    }

    // "0,4" and "0.40" are forty hundredths.
    std::string read_hundredths(std::size_t index)
    {
        if (row_.is_empty(index)) return {};
        std::string text{row_.text(index)};
        for (char& c : text) {
            if (c == ',') c = '.';
        }
        double value = 0;
        auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
        if (error != std::errc{} || end != text.data() + text.size() || value < 0 || value > 100) {
            row_.wrong(index, "import.row.bad-coefficient", {{"value", std::string{row_.text(index)}}});
            return {};
        }
        return std::to_string(static_cast<std::int64_t>(value * 100 + 0.5));
    }

    std::string read_kind(std::size_t index)
    {
        auto const name = fold(row_.text(index));
        if (intake::find_kind(name) != nullptr) return name;
        row_.wrong(index, "intake.row.unknown-term", {{"value", std::string{row_.text(index)}}});
        return {};
    }

    void check_period(Fact const& fact)
    {
        if (table_.last_day.empty()) return;
        std::string first;
        std::string last;
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            if (table_.columns[i].stored == "from_on") first = fact.values[i];
            if (table_.columns[i].column == table_.last_day) last = fact.values[i];
        }
        if (!first.empty() && !last.empty() && last < first) row_.wrong(at(table_.last_day), "import.row.ends-before");
    }

    // No more of a unit's people can have completed, advanced, … than it has.
    void check_counts(Fact const& fact)
    {
        auto const has_total = [](FactColumn const& column) { return column.stored == "total"; };
        auto const total = std::find_if(table_.columns.begin(), table_.columns.end(), has_total);
        if (total == table_.columns.end()) return;
        auto const& all = fact.values[static_cast<std::size_t>(total - table_.columns.begin())];
        for (std::size_t i = 0; i < table_.columns.size(); ++i) {
            auto const& value = fact.values[i];
            if (table_.columns[i].read != Read::Number || all.empty() || value.empty()) continue;
            if (std::stoll(value) > std::stoll(all))
                row_.wrong(at(table_.columns[i].column), "import.row.above-total", {{"value", value}, {"total", all}});
        }
    }

    std::string const& value_of(Fact const& fact, std::string_view stored) const
    {
        static std::string const kNone;
        auto const found = std::ranges::find(table_.columns, stored, &FactColumn::stored);
        return found == table_.columns.end() ? kNone : fact.values[static_cast<std::size_t>(found - table_.columns.begin())];
    }

    // A share is of a hundred; who is moved goes elsewhere, and has gone.
    void check_sense(Fact const& fact)
    {
        if (auto const& share = value_of(fact, "share"); !share.empty() && std::stoll(share) > 100)
            row_.wrong(at("share"), "import.row.share-above-all", {{"value", share}});
        if (table_.table != "transfer") return;
        auto const& to = value_of(fact, "to_unit_id");
        if (!to.empty() && to == value_of(fact, "from_unit_id")) row_.wrong(at("to_unit"), "import.row.same-unit");
        auto const day = parse_iso_date(value_of(fact, "on_date"));
        if (day && *day > run_.act.today()) row_.wrong(at("on"), "import.row.day-in-future", {{"day", to_vietnamese(*day)}});
    }

    FactKey key_of(std::string_view kind, std::int64_t subject, std::vector<std::string> const& values) const
    {
        std::string key;
        for (std::size_t i = 0; i < values.size(); ++i) {
            if (table_.columns[i].key) key += fold(values[i]) + '\x1f';
        }
        return {kind, subject, std::move(key)};
    }

    std::string subject_sql() const { return table_.about == About::Person ? "person_id" : table_.about == About::Unit ? "unit_id" : "subject_id"; }

    void load_stored()
    {
        std::map<std::string_view, std::set<std::int64_t>> subjects;
        for (auto const& fact : facts_) subjects[fact.subject_kind].insert(fact.subject);
        std::string columns = has_id() ? "id" : "0";
        for (auto const& column : table_.columns) columns += ", " + std::string{column.stored};
        for (auto const& [kind, ids] : subjects) {
            auto const only_kind = table_.about == About::Subject ? " AND subject_kind = '" + std::string{kind} + "'" : std::string{};
            in_chunks(ids, [&, kind = kind](std::vector<storage::Param> const& chunk) {
                auto const sql = "SELECT " + subject_sql() + ", " + columns + " FROM " + std::string{table_.table} + " WHERE " +
                                 subject_sql() + " IN (" + placeholders(1, chunk.size()) + ")" + only_kind;
                for (auto rows = tx().query(sql, chunk); rows.next();) {
                    StoredFact fact{rows.integer(1), {}};
                    for (std::size_t i = 0; i < table_.columns.size(); ++i) fact.values.push_back(value_at(rows, i));
                    auto key = key_of(kind, rows.integer(0), fact.values);
                    stored_.insert_or_assign(std::move(key), std::move(fact));
                }
            });
        }
    }

    std::string value_at(storage::Rows const& rows, std::size_t i) const
    {
        auto const column = static_cast<int>(i) + 2;
        if (rows.is_null(column)) return {};
        return is_number(table_.columns[i].read) ? std::to_string(rows.integer(column)) : rows.string(column);
    }

    // The same fact is left as it is; what the register lacks is filled in; anything else that differs
    // is for a person to decide.
    void compare_with_stored()
    {
        std::erase_if(facts_, [&](Fact const& fact) {
            auto const known = stored_.find(key_of(fact.subject_kind, fact.subject, fact.values));
            if (known == stored_.end()) return false;
            row_.begin(fact.line);
            bool fills = false;
            for (std::size_t i = 0; i < fact.values.size(); ++i) {
                auto const& column = table_.columns[i];
                auto const& stored = known->second.values[i];
                if (column.key || row_.is_empty(at(column.column)) || fact.values[i] == stored) continue;
                if (stored.empty()) fills = true;
                else row_.wrong(at(column.column), "import.row.differs", {{"stored", stored}});
            }
            if (!row_.good()) return true;
            if (!fills) ++unchanged_;
            return !fills;
        });
    }

    void store()
    {
        import_id_ = run_.open();
        std::vector<Fact const*> fresh;
        for (auto const& fact : facts_) {
            auto const known = stored_.find(key_of(fact.subject_kind, fact.subject, fact.values));
            if (known == stored_.end()) fresh.push_back(&fact);
            else fill(fact, known->second);
        }
        if (!fresh.empty()) insert(fresh);
        warn_unchanged(run_, unchanged_);
    }

    static storage::Param param(FactColumn const& column, std::string const& value)
    {
        if (value.empty() && is_nullable(column.read)) return {};
        if (is_number(column.read)) return std::stoll(value);
        return value;
    }

    void insert(std::vector<Fact const*> const& fresh)
    {
        std::vector<std::string_view> columns;
        if (table_.about == About::Subject) columns.emplace_back("subject_kind");
        auto const subject = subject_sql();
        columns.emplace_back(subject);
        for (auto const& column : table_.columns) columns.push_back(column.stored);
        if (table_.table == "transfer") columns.insert(columns.end(), {"ref", "state", "proposed_by"});
        if (!has_id()) columns.insert(columns.end(), {"declared_by", "declared_at"});
        auto const last = has_id() ? tx().integer("SELECT max(id) FROM " + std::string{table_.table}).value_or(0) : 0;
        std::size_t next = 0;
        std::string ref;
        tx().bulk_insert(table_.table, columns, [&](std::vector<storage::Param>& row) {
            if (next == fresh.size()) return false;
            auto const& fact = *fresh[next++];
            row.clear();
            if (table_.about == About::Subject) row.emplace_back(fact.subject_kind);
            row.emplace_back(fact.subject);
            for (std::size_t i = 0; i < fact.values.size(); ++i) row.push_back(param(table_.columns[i], fact.values[i]));
            if (table_.table == "transfer") {
                ref = random_token();
                row.insert(row.end(), {ref, "confirmed", run_.act.actor.name});
            }
            if (!has_id()) row.insert(row.end(), {run_.act.actor.name, run_.act.now.seconds});
            return true;
        });
        note(fresh, last);
    }

    void note(std::vector<Fact const*> const& fresh, std::int64_t last)
    {
        if (has_id()) {
            tx().execute("INSERT INTO import_item (import_id, place, item_id, act) SELECT CAST(?1 AS INTEGER),"
                         " CAST(?2 AS TEXT), id, 'insert' FROM " + std::string{table_.table} + " WHERE id > ?3",
                         {import_id_, table_.table, last});
            return;
        }
        std::int64_t number = 0;
        for (auto const* fact : fresh) {
            note_inserted(tx(), import_id_, table_.table, ++number,
                          {{"unit_id", fact->subject}, {"kind", fact->values[0]}, {"year", std::stoll(fact->values[1])}});
        }
    }

    void fill(Fact const& fact, StoredFact const& stored)
    {
        json::object before;
        std::string sets;
        std::vector<storage::Param> params{stored.id};
        for (std::size_t i = 0; i < fact.values.size(); ++i) {
            auto const& column = table_.columns[i];
            if (column.key || !stored.values[i].empty() || fact.values[i].empty()) continue;
            params.push_back(param(column, fact.values[i]));
            sets += std::string{column.stored} + " = ?" + std::to_string(params.size()) + ", ";
            before[column.stored] = is_nullable(column.read) ? json::value(nullptr) : json::value("");
        }
        if (before.empty()) return;
        auto const version = tx().integer("UPDATE " + std::string{table_.table} + " SET " + sets +
                                              "version = version + 1 WHERE id = ?1 RETURNING version", params);
        note_updated(tx(), import_id_, table_.table, stored.id, version.value(), before);
    }

    ImportRun& run_;
    FactTable const& table_;
    intake::RowReader row_;
    UnitDirectory units_;
    PersonDirectory people_;
    std::vector<Fact> facts_;
    std::map<FactKey, std::uint32_t> seen_;
    std::map<FactKey, StoredFact> stored_;
    std::int64_t import_id_ = 0;
    std::int64_t unchanged_ = 0;
};

}  // namespace

Result<void> import_facts(ImportRun& run) { return FactImport{run}(); }

}  // namespace thidua::organisation
