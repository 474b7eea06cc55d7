#include "register_world.h"

#include "base/assets.h"
#include "base/text.h"
#include "register/catalogue.h"
#include "register/register.h"
#include "register/tally.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <map>
#include <set>
#include <tuple>

namespace thidua::bench {

namespace {

using storage::Bytes;
using storage::Param;
using storage::Transaction;

// A line of a name list: the name, and a weight after a tab where one is commoner.
std::vector<std::string> names(std::string const& file)
{
    std::vector<std::string> all;
    for (auto const line : split(assets::find("demo/" + file).value_or("An\t1"), '\n')) {
        if (line.empty() || line.front() == '#') continue;
        auto const tab = line.find('\t');
        int weight = 1;
        if (tab != std::string_view::npos)
            std::from_chars(line.data() + tab + 1, line.data() + line.size(), weight);
        all.insert(all.end(), static_cast<std::size_t>(weight), std::string{line.substr(0, tab)});
    }
    return all;
}

struct UnitRow {
    std::string code;
    std::string name;
    std::string path;
    std::int64_t parent = 0;
};

std::string padded(std::int64_t number, std::size_t digits)
{
    auto text = std::to_string(number);
    return std::string(digits > text.size() ? digits - text.size() : 0, '0') + text;
}

std::vector<UnitRow> units_for(std::int64_t people)
{
    std::vector<UnitRow> units{{"BAN", "Ban Thử tải", "/BAN/", 0}};
    auto const level_3 = std::max<std::int64_t>(135, people / 400);
    auto const level_2 = std::max<std::int64_t>(30, level_3 / 40);
    for (std::int64_t i = 1; i <= level_2; ++i) {
        auto const code = "K" + padded(100 + i, 3);
        units.push_back({code, "Cục " + std::to_string(i), "/BAN/" + code + "/", 1});
    }
    for (std::int64_t i = 0; i < level_3; ++i) {
        auto const parent = 2 + i % level_2;
        auto const& above = units[static_cast<std::size_t>(parent - 1)];
        auto const code = above.code + "-" + padded(i / level_2 + 1, 2);
        units.push_back({code,
                         "Phòng " + std::to_string(i / level_2 + 1) + ", " + above.name,
                         above.path + code + "/",
                         parent});
    }
    return units;
}

void insert_units(Transaction& tx, std::vector<UnitRow> const& units)
{
    for (std::size_t i = 0; i < units.size(); ++i) {
        auto const& unit = units[i];
        auto const key = sort_key(unit.name);
        auto const kind = i == 0 ? "ban" : unit.parent == 1 ? "cap-2" : "cap-3";
        tx.execute(
            "INSERT INTO unit (id, code, code_key, kind, name, search_key, sort_key, parent_id, "
            "path, valid_from)"
            " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, '1995-01-01')",
            {i + 1,
             unit.code,
             fold(unit.code),
             kind,
             unit.name,
             search_key(unit.name),
             Bytes{key},
             unit.parent == 0 ? Param{} : Param{unit.parent},
             unit.path});
    }
}

// The words of all names in the order of their table, so that it is written from front to back.
void insert_words(Transaction& tx,
                  std::vector<std::string> const& people,
                  std::vector<UnitRow> const& units)
{
    std::vector<std::tuple<std::string, std::string, std::string, std::int64_t>> words;
    auto const add =
        [&](char const* kind, std::string const& name, std::string const& key, std::size_t index) {
            auto const typed = search_words(name);
            for (auto const& word : std::set<std::string>(typed.begin(), typed.end())) {
                words.emplace_back(word, kind, key, static_cast<std::int64_t>(index + 1));
            }
        };
    for (std::size_t i = 0; i < people.size(); ++i)
        add("person", people[i], name_sort_key(people[i]), i);
    for (std::size_t i = 0; i < units.size(); ++i)
        add("unit", units[i].name, sort_key(units[i].name), i);
    std::ranges::sort(words);
    std::size_t next = 0;
    tx.bulk_insert("name_word",
                   {"word", "subject_kind", "sort_key", "subject_id"},
                   [&](std::vector<Param>& row) {
                       if (next == words.size()) return false;
                       auto const& [word, kind, key, id] = words[next++];
                       row = {word, kind, Bytes{key}, id};
                       return true;
                   });
}

struct PersonRow {
    std::string name;
    bool female = false;
    std::int64_t unit = 0;
};

std::vector<PersonRow> people_for(Size const& size, std::size_t units)
{
    Random random{size.seed};
    auto const surnames = names("surnames.txt");
    std::array const middles = {names("middle-nam.txt"), names("middle-nu.txt")};
    std::array const givens = {names("given-nam.txt"), names("given-nu.txt")};
    std::vector<PersonRow> people;
    people.reserve(static_cast<std::size_t>(size.people));
    for (std::int64_t i = 0; i < size.people; ++i) {
        auto const sex = random.below(4) == 0 ? 1U : 0U;
        auto name =
            random.of(surnames) + " " + random.of(middles[sex]) + " " + random.of(givens[sex]);
        people.push_back(
            {std::move(name), sex == 1, static_cast<std::int64_t>(2 + random.below(units - 1))});
    }
    return people;
}

std::string person_code(std::size_t index)
{
    return "NV" + padded(static_cast<std::int64_t>(index + 1), 7);
}

void insert_people(Transaction& tx, std::vector<PersonRow> const& people)
{
    std::size_t next = 0;
    std::string code;
    std::string code_key;
    std::string key;
    std::string sorted;
    std::string birth;
    tx.bulk_insert("person",
                   {"id",
                    "code",
                    "code_key",
                    "full_name",
                    "search_key",
                    "sort_key",
                    "birth_date",
                    "sex",
                    "category",
                    "rank",
                    "position",
                    "unit_id",
                    "direct_worker",
                    "joined"},
                   [&](std::vector<Param>& row) {
                       if (next == people.size()) return false;
                       auto const& person = people[next];
                       code = person_code(next);
                       code_key = fold(code);
                       key = search_key(person.name);
                       sorted = name_sort_key(person.name);
                       birth = std::to_string(1955 + next % 40) + "-05-19";
                       row = {++next,
                              code,
                              code_key,
                              person.name,
                              key,
                              Bytes{sorted},
                              birth,
                              person.female ? "nu" : "nam",
                              "professional",
                              "Thiếu tá",
                              "Trợ lý",
                              person.unit,
                              next % 5 == 0 ? 0 : 1,
                              "1998-09-12"};
                       return true;
                   });
}

// Of a thousand awards, how many are this one.
struct Share {
    char const* award;
    unsigned per_mille;
    bool of_the_unit;  // Each level-2 unit decides.
};
constexpr std::array kPersonal = {Share{"cstt", 560, true},
                                  Share{"ldtt", 200, true},
                                  Share{"cstd-co-so", 130, true},
                                  Share{"bk-ban", 80, false},
                                  Share{"cstd-bo", 15, false},
                                  Share{"bk-bo", 12, false},
                                  Share{"hc-bvtq-3", 3, false}};

// What units are given each year: every unit the first, every third one the second.
struct UnitShare {
    char const* award;
    std::size_t every;
};
constexpr std::array kOfUnits = {UnitShare{"dvtt", 1}, UnitShare{"bk-ban", 3}};

class AwardWriter {
public:
    AwardWriter(Transaction& tx,
                Size const& size,
                std::vector<UnitRow> const& units,
                std::vector<PersonRow> const& people)
        : tx_(tx), size_(size), units_(units), people_(people), random_(size.seed + 1)
    {
        for (std::size_t i = 0; i < people.size(); ++i)
            by_branch_[branch_of(people[i].unit)].push_back(i);
    }

    std::int64_t write()
    {
        for (int year = kFirstYear; year < kFirstYear + kYears; ++year) {
            serial_ = 0;
            for (auto const& share : kPersonal) write_share(share, year);
            for (auto const& share : kOfUnits) write_units(share, year);
        }
        return decisions_;
    }

private:
    std::size_t branch_of(std::int64_t unit) const
    {
        auto const parent = units_[static_cast<std::size_t>(unit - 1)].parent;
        return static_cast<std::size_t>(parent == 1 ? unit : parent);
    }

    void write_share(Share const& share, int year)
    {
        auto const wanted = size_.awards * share.per_mille / 1000 / kYears;
        std::vector<std::vector<std::size_t> const*> groups;
        if (share.of_the_unit) {
            for (auto const& [branch, members] : by_branch_) groups.push_back(&members);
        } else {
            everybody();
            groups.push_back(&everybody_);
        }
        for (auto const* members : groups) {
            auto const fair = wanted * static_cast<std::int64_t>(members->size()) / size_.people;
            write_paper(share, year, *members, fair);
        }
    }

    void everybody()
    {
        if (!everybody_.empty()) return;
        for (std::size_t i = 0; i < people_.size(); ++i) everybody_.push_back(i);
    }

    struct Paper {
        std::int64_t id = 0;
        std::string day;
    };
    Paper new_paper(int year, char const* authority)
    {
        auto const number = std::to_string(++serial_) + "/QĐ-TT";
        auto const day = std::to_string(year) + "-12-" +
                         padded(static_cast<std::int64_t>(1 + random_.below(28)), 2);
        auto const decision = ++decisions_;
        tx_.execute(
            "INSERT INTO decision (id, ref, number, number_key, search_key, decided_on, authority, "
            "entered_by,"
            " entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, 'bench', 0)",
            {decision,
             "d" + std::to_string(decision),
             number,
             registry::number_key(number),
             search_key(registry::number_key(number)),
             day,
             authority});
        return {decision, day};
    }

    void write_units(UnitShare const& share, int year)
    {
        auto const [decision, day] = new_paper(year, "truong-ban");
        auto next = static_cast<std::size_t>(year) % share.every;
        std::string ref;
        tx_.bulk_insert("award",
                        {"ref",
                         "decision_id",
                         "subject_kind",
                         "subject_id",
                         "award",
                         "decided_on",
                         "year",
                         "mode",
                         "subject_name",
                         "unit_id",
                         "unit_name",
                         "rank",
                         "position",
                         "sex",
                         "sources"},
                        [&, id = decision, on = day](std::vector<Param>& row) {
                            if (next >= units_.size()) return false;
                            auto const& unit = units_[next];
                            ref = "u" + std::to_string(next + 1);
                            row = {ref,
                                   id,
                                   "unit",
                                   next + 1,
                                   share.award,
                                   on,
                                   year,
                                   "cong-trang",
                                   unit.name,
                                   next + 1,
                                   unit.name,
                                   "",
                                   "",
                                   "",
                                   "ppppppu"};
                            next += share.every;
                            return true;
                        });
    }

    void write_paper(Share const& share,
                     int year,
                     std::vector<std::size_t> const& members,
                     std::int64_t count)
    {
        auto const paper = new_paper(year, share.of_the_unit ? "don-vi" : "truong-ban");
        auto const decision = paper.id;
        auto const& day = paper.day;
        // Every so-many-th member in turn, from a random one on: each at most once while there are
        // enough.
        auto const first = random_.below(members.size());
        std::int64_t written = 0;
        std::string ref;
        tx_.bulk_insert(
            "award",
            {"ref",
             "decision_id",
             "subject_kind",
             "subject_id",
             "award",
             "decided_on",
             "year",
             "mode",
             "subject_name",
             "unit_id",
             "unit_name",
             "rank",
             "position",
             "sex",
             "direct_worker",
             "sources"},
            [&](std::vector<Param>& row) {
                if (written == count) return false;
                auto const index =
                    members[(first + static_cast<std::size_t>(written)) % members.size()];
                auto const& person = people_[index];
                auto const& unit = units_[static_cast<std::size_t>(person.unit - 1)];
                ref = "a" + std::to_string(++written);
                row = {ref,
                       decision,
                       "person",
                       index + 1,
                       share.award,
                       day,
                       year,
                       written % 20 == 0 ? "dot-xuat" : "cong-trang",
                       person.name,
                       person.unit,
                       unit.name,
                       "Thiếu tá",
                       "Trợ lý",
                       person.female ? "nu" : "nam",
                       written % 5 == 0 ? 0 : 1,
                       "ppppppu"};
                return true;
            });
    }

    Transaction& tx_;
    Size const& size_;
    std::vector<UnitRow> const& units_;
    std::vector<PersonRow> const& people_;
    Random random_;
    std::map<std::size_t, std::vector<std::size_t>> by_branch_;
    std::vector<std::size_t> everybody_;
    std::int64_t serial_ = 0;
    std::int64_t decisions_ = 0;
};

// Indexes of the large tables are taken off while they are filled and put back after it.
std::vector<std::string> drop_indexes(Transaction& tx)
{
    auto const sql = tx.engine() == storage::Engine::Sqlite
                         ? "SELECT name, sql FROM sqlite_master WHERE type = 'index' AND sql IS "
                           "NOT NULL AND tbl_name IN"
                           " ('award', 'person', 'name_word') ORDER BY name"
                         : "SELECT indexname, indexdef FROM pg_indexes WHERE tablename IN "
                           "('award', 'person', 'name_word')"
                           " AND indexname NOT LIKE '%_pkey' AND indexdef NOT LIKE '%UNIQUE%' "
                           "ORDER BY indexname";
    std::vector<std::string> indexes;
    std::vector<std::string> definitions;
    for (auto rows = tx.query(sql); rows.next();) {
        indexes.push_back(rows.string(0));
        definitions.push_back(rows.string(1));
    }
    for (auto const& index : indexes) tx.execute("DROP INDEX " + index);
    return definitions;
}

}  // namespace

std::uint64_t Random::next()
{
    state_ ^= state_ << 13U;
    state_ ^= state_ >> 7U;
    state_ ^= state_ << 17U;
    return state_;
}

World build_world(storage::Database& db, Size const& size)
{
    auto const units = units_for(size.people);
    auto const people = people_for(size, units.size());
    World world;
    for (std::size_t i = 0; i < people.size(); ++i) {
        world.person_codes.push_back(person_code(i));
        world.person_names.push_back(people[i].name);
    }
    for (std::size_t i = 1; i < units.size(); ++i) {
        world.unit_codes.push_back(units[i].code);
        world.level_2 += units[i].parent == 1 ? 1 : 0;
    }
    world.surnames = names("surnames.txt");

    db.write([&](Transaction& tx) {
        registry::seed_catalogue(tx);
        // Rows that are right by construction are not compared with their parents one by one.
        if (tx.engine() == storage::Engine::Postgres)
            tx.execute("SET LOCAL session_replication_role = replica");
        auto const indexes = drop_indexes(tx);
        insert_units(tx, units);
        insert_people(tx, people);
        insert_words(tx, world.person_names, units);
        world.decisions = AwardWriter{tx, size, units, people}.write();
        for (auto const& index : indexes) tx.execute(index);
        registry::rebuild_tally(tx);
    });
    return world;
}

}  // namespace thidua::bench
