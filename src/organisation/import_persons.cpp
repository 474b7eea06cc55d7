#include "base/text.h"
#include "organisation/import_kinds.h"
#include "organisation/names.h"

#include <set>
#include <unordered_map>

namespace thidua::organisation {

namespace {

namespace json = boost::json;

// A column of the list that is a column of the table as text or day; codes, names, unit and direct
// worker are looked after apart.
struct Field {
    std::string_view column;  // of the list
    std::string_view stored;  // of the table
    bool nullable = false;    // days; texts are '' when unknown
};
constexpr Field kFields[] = {{"birth_date", "birth_date", true},       {"sex", "sex"},
                             {"category", "category"},                 {"rank", "rank"},
                             {"position", "position"},                 {"joined", "joined", true},
                             {"sector_joined", "sector_joined", true}, {"left", "left_on", true},
                             {"left_reason", "left_reason"},           {"retires", "retires", true},
                             {"ethnicity", "ethnicity"},               {"education", "education"},
                             {"party_joined", "party_joined", true}};
constexpr std::size_t kFieldCount = std::size(kFields);
constexpr std::size_t kJoined = 5;
constexpr std::size_t kLeft = 7;
static_assert(kFields[kJoined].column == "joined" && kFields[kLeft].column == "left");

struct PersonDraft {
    intake::Line line;
    std::string code;
    std::string key;
    std::string name;
    std::string values[kFieldCount];
    std::int64_t unit_id = 0;
    std::string unit_path;
    std::optional<bool> direct_worker;
};

// An entry of the register as it stands.
struct StoredPerson {
    std::int64_t id = 0;
    std::string name;
    std::string values[kFieldCount];
    std::int64_t unit_id = 0;
    std::optional<bool> direct_worker;
};

class PersonImport {
public:
    explicit PersonImport(ImportRun& run)
        : run_(run), kind_(run.list.kind()), row_(run.list, run.report),
          units_(run.act.tx, run.act.actor, access::Permission::WritePeople)
    {}

    Result<void> operator()()
    {
        for (auto const& line : run_.list.lines()) read(line);
        load_stored();
        check_stored();
        warn_of_ended_units();
        if (run_.finish_checking(static_cast<std::int64_t>(drafts_.size()))) store();
        return {};
    }

private:
    storage::Transaction& tx() { return run_.act.tx; }
    std::size_t at(std::string_view column) const { return kind_.at(column); }

    void read(intake::Line const& line)
    {
        row_.begin(line);
        row_.require_all();
        PersonDraft draft{line, std::string{row_.text(at("code"))}, {}, std::string{row_.text(at("full_name"))}};
        draft.key = read_own_code(row_, at("code"), keys_);
        for (std::size_t i = 0; i < kFieldCount; ++i) draft.values[i] = read_field(at(kFields[i].column));
        if (auto const* unit = read_unit(row_, units_, at("unit"))) draft.unit_id = unit->id, draft.unit_path = unit->path;
        draft.direct_worker = row_.yes(at("direct_worker"));
        auto const joined = parse_iso_date(draft.values[kJoined]);
        auto const left = parse_iso_date(draft.values[kLeft]);
        if (joined && left && *left < *joined) row_.wrong(at("left"), "import.row.ends-before");
        if (units_.find(draft.code) != nullptr) row_.wrong(at("code"), "import.row.code-of-unit", {{"value", draft.code}});
        check_past(draft);
        if (row_.good()) drafts_.push_back(std::move(draft));
    }

    // What has to have happened already.
    void check_past(PersonDraft const& draft)
    {
        auto const today = to_iso(run_.act.today());
        for (std::size_t i = 0; i < kFieldCount; ++i) {
            auto const column = kFields[i].column;
            bool const is_past = column == "birth_date" || column == "joined" || column == "sector_joined" || column == "party_joined";
            if (is_past && draft.values[i] > today)
                row_.wrong(at(column), "import.row.day-in-future", {{"day", to_vietnamese(*parse_iso_date(draft.values[i]))}});
        }
    }

    std::string read_field(std::size_t column)
    {
        switch (kind_.columns[column].type) {
        case intake::ColumnType::Date: {
            auto const date = row_.date(column);
            return date ? to_iso(*date) : "";
        }
        case intake::ColumnType::Term: return row_.term(column).value_or("");
        case intake::ColumnType::Text:
        case intake::ColumnType::Code:
        case intake::ColumnType::Integer:
        case intake::ColumnType::Years:
        case intake::ColumnType::Yes: break;
        }
        return std::string{row_.text(column)};
    }

    void load_stored()
    {
        std::string columns;
        for (auto const& field : kFields) columns += ", " + std::string{field.stored};
        in_chunks(keys_, [&](std::vector<storage::Param> const& chunk) {
            auto const sql = "SELECT code_key, id, full_name, unit_id, direct_worker" + columns +
                             " FROM person WHERE code_key IN (" + placeholders(1, chunk.size()) + ")";
            for (auto rows = tx().query(sql, chunk); rows.next();) {
                StoredPerson person{rows.integer(1), rows.string(2)};
                person.unit_id = rows.integer(3);
                if (!rows.is_null(4)) person.direct_worker = rows.boolean(4);
                for (std::size_t i = 0; i < kFieldCount; ++i) person.values[i] = rows.string(static_cast<int>(5 + i));
                stored_.emplace(rows.string(0), std::move(person));
            }
        });
    }

    // Who still serves, by this list and by the register, cannot serve where nothing stands any more.
    void warn_of_ended_units()
    {
        for (auto const& draft : drafts_) {
            auto const* unit = units_.by_id(draft.unit_id);
            auto const known = stored_.find(draft.key);
            bool const left = !draft.values[kLeft].empty() || (known != stored_.end() && !known->second.values[kLeft].empty());
            if (left || !unit->to || *unit->to >= run_.act.today()) continue;
            row_.begin(draft.line);
            row_.warn("import.row.unit-ended", {{"unit", unit->name}, {"day", to_vietnamese(*unit->to)}});
        }
    }

    // A code that somebody of another part of the tree bears is no longer free; who that is stays unsaid.
    void check_stored()
    {
        std::erase_if(drafts_, [&](PersonDraft const& draft) {
            auto const known = stored_.find(draft.key);
            if (known == stored_.end()) return false;
            auto const* unit = units_.by_id(known->second.unit_id);
            if (unit != nullptr && unit->in_scope) return false;
            row_.begin(draft.line);
            row_.wrong(at("code"), "import.row.code-taken", {{"value", draft.code}});
            return true;
        });
    }

    void store()
    {
        import_id_ = run_.open();
        std::vector<PersonDraft const*> fresh;
        std::int64_t unchanged = 0;
        for (auto const& draft : drafts_) {
            auto const known = stored_.find(draft.key);
            if (known == stored_.end()) fresh.push_back(&draft);
            else if (!update(draft, known->second)) ++unchanged;
        }
        insert(fresh);
        warn_unchanged(run_, unchanged);
    }

    void insert(std::vector<PersonDraft const*> const& fresh)
    {
        if (fresh.empty()) return;
        auto const last = tx().integer("SELECT max(id) FROM person").value_or(0);
        std::vector<std::string_view> columns{"code",    "code_key", "full_name",    "search_key",
                                              "sort_key", "unit_id", "direct_worker"};
        for (auto const& field : kFields) columns.push_back(field.stored);
        std::size_t next = 0;
        std::string search;
        std::string order;
        tx().bulk_insert("person", columns, [&](std::vector<storage::Param>& row) {
            if (next == fresh.size()) return false;
            auto const& draft = *fresh[next++];
            search = search_key(draft.name);
            order = name_sort_key(draft.name);
            row = {draft.code, draft.key, draft.name, search, storage::Bytes{order}, draft.unit_id,
                   draft.direct_worker ? storage::Param{*draft.direct_worker ? 1 : 0} : storage::Param{}};
            for (std::size_t i = 0; i < kFieldCount; ++i)
                row.push_back(draft.values[i].empty() && kFields[i].nullable ? storage::Param{} : storage::Param{draft.values[i]});
            return true;
        });
        index_names(last);
        tx().execute("INSERT INTO import_item (import_id, place, item_id, act) SELECT CAST(?1 AS INTEGER), 'person', id, 'insert'"
                     " FROM person WHERE id > ?2",
                     {import_id_, last});
    }

    // The words of everybody new, as index_name would keep them, in one go.
    void index_names(std::int64_t after)
    {
        struct Word {
            std::string word;
            std::string order;
            std::int64_t id = 0;
        };
        std::vector<Word> words;
        for (auto rows = tx().query("SELECT id, full_name, sort_key FROM person WHERE id > ?1 ORDER BY id", {after});
             rows.next();) {
            auto const list = search_words(rows.text(1));
            for (auto const& word : std::set<std::string>{list.begin(), list.end()})
                words.push_back({word, std::string{rows.bytes(2)}, rows.integer(0)});
        }
        std::size_t next = 0;
        tx().bulk_insert("name_word", {"word", "subject_kind", "sort_key", "subject_id"},
                         [&](std::vector<storage::Param>& row) {
                             if (next == words.size()) return false;
                             auto const& word = words[next++];
                             row = {word.word, kPerson, storage::Bytes{word.order}, word.id};
                             return true;
                         });
    }

    // What the list says otherwise than the register; its empty cells change nothing. Says whether
    // anything changed.
    bool update(PersonDraft const& draft, StoredPerson const& stored)
    {
        json::object before;
        json::object after;
        std::string sets;
        std::vector<storage::Param> params{stored.id};
        auto set = [&](std::string_view column, storage::Param value) {
            params.push_back(value);
            sets += std::string{column} + " = ?" + std::to_string(params.size()) + ", ";
        };
        for (std::size_t i = 0; i < kFieldCount; ++i) {
            if (draft.values[i].empty() || draft.values[i] == stored.values[i]) continue;
            before[kFields[i].stored] = stored.values[i].empty() && kFields[i].nullable ? json::value(nullptr) : json::value(stored.values[i]);
            after[kFields[i].stored] = draft.values[i];
            set(kFields[i].stored, draft.values[i]);
        }
        if (draft.unit_id != stored.unit_id) {
            before["unit_id"] = stored.unit_id;
            after["unit_id"] = draft.unit_id;
            set("unit_id", draft.unit_id);
        }
        if (draft.direct_worker && draft.direct_worker != stored.direct_worker) {
            before["direct_worker"] = stored.direct_worker ? json::value(*stored.direct_worker ? 1 : 0) : json::value(nullptr);
            after["direct_worker"] = *draft.direct_worker ? 1 : 0;
            set("direct_worker", *draft.direct_worker ? 1 : 0);
        }
        auto const search = search_key(draft.name);
        auto const order = name_sort_key(draft.name);
        if (draft.name != stored.name) {
            before["full_name"] = stored.name;
            after["full_name"] = draft.name;
            set("full_name", draft.name);
            set("search_key", search);
            set("sort_key", storage::Bytes{order});
        }
        if (after.empty()) return false;
        auto const version = tx().integer("UPDATE person SET " + sets + "version = version + 1 WHERE id = ?1 RETURNING version", params);
        if (draft.name != stored.name) index_name(tx(), kPerson, stored.id, draft.name, order);
        note_updated(tx(), import_id_, "person", stored.id, version.value(), before);
        audit::record(run_.act, {.what = "organisation.person.import",
                                 .subject = "person:" + draft.code,
                                 .before = &before,
                                 .after = &after,
                                 .unit_path = draft.unit_path});
        return true;
    }

    ImportRun& run_;
    intake::ListKind const& kind_;
    intake::RowReader row_;
    UnitDirectory units_;
    std::vector<PersonDraft> drafts_;
    std::set<std::string> keys_;
    std::unordered_map<std::string, StoredPerson> stored_;
    std::int64_t import_id_ = 0;
};

}  // namespace

Result<void> import_persons(ImportRun& run) { return PersonImport{run}(); }

}  // namespace thidua::organisation
