#include "legal/book.h"

#include "access/actor.h"
#include "base/kept.h"
#include "base/random.h"
#include "legal/rulings.h"

#include <algorithm>
#include <map>
#include <stdexcept>

namespace thidua::legal {
namespace {

using law::LawBook;
using law::PackFile;

constexpr char kMoneyFile[] = "law/parameters/money.yaml";

bool is_law(std::string_view name)
{
    return name == "law/awards.csv" || name == "law/vocabulary.csv" ||
           name.starts_with("law/regimes/") ||
           name.starts_with("law/act-") || name.starts_with("law/parameters/");
}

std::vector<PackFile> const& carried_files()
{
    static auto const files = [] {
        auto all = law::built_in_files();
        std::erase_if(all, [](PackFile const& file) { return !is_law(file.name); });
        return all;
    }();
    return files;
}

// One change that is in force on a day, without its bytes.
struct Change {
    std::int64_t id = 0;
    std::string name, hash, unit_path;  // unit_path "": the law itself.
};

// By file, the last activated of each.
std::vector<Change> changes_on(storage::Transaction& tx, Date received)
{
    std::map<std::string, Change> by_name;
    auto rows = tx.query("SELECT p.id, p.name, p.hash, COALESCE(u.path, '') FROM law_pack p"
                         " LEFT JOIN unit u ON u.id = p.unit_id"
                         " WHERE p.state = 'standing' AND p.applies_from <= ?1 ORDER BY p.activation",
                         {to_iso(received)});
    while (rows.next()) {
        by_name[rows.string(1)] = {
            rows.integer(0), rows.string(1), rows.string(2), rows.string(3)};
    }
    std::vector<Change> changes;
    for (auto& [name, change] : by_name) changes.push_back(std::move(change));
    return changes;
}

std::string bytes_of(storage::Transaction& tx, Change const& change)
{
    return tx.text("SELECT bytes FROM law_pack WHERE id = ?1", {change.id}).value();
}

std::vector<PackFile> files_with(storage::Transaction& tx, std::vector<Change> const& changes)
{
    auto files = carried_files();
    for (auto const& change : changes) {
        if (!change.unit_path.empty()) continue;
        auto const found = std::find_if(
            files.begin(), files.end(), [&](PackFile const& file) { return file.name == change.name; });
        if (found == files.end()) {
            files.push_back({change.name, bytes_of(tx, change)});
        } else {
            found->bytes = bytes_of(tx, change);
        }
    }
    return files;
}

// Books by what they are made of. Few are in use at a time.
Kept<std::string, LawBook>& shelf()
{
    static Kept<std::string, LawBook> instance{64};
    return instance;
}

template <class T>
T must(Result<T> result, char const* what)
{
    if (result) return std::move(result).value();
    std::string cause = what;
    for (auto const& problem : result.error().problems) {
        for (auto const& [name, value] : problem.args) cause += ' ' + value;
    }
    throw std::logic_error(cause);
}

std::string key_of(std::vector<Change> const& changes, bool of_units)
{
    std::string key;
    for (auto const& change : changes) {
        if (change.unit_path.empty() == !of_units) key += change.name + ' ' + change.hash + '\n';
    }
    return key;
}

Book unsettled(storage::Transaction& tx, std::vector<Change> const& changes)
{
    auto const key = key_of(changes, false);
    if (key.empty()) return {std::shared_ptr<void>{}, &law::built_in()};
    return shelf().get(key, [&] {
        return must(law::read_book(files_with(tx, changes)), "an active pack cannot be read:");
    });
}

std::vector<Change> reaching(std::vector<Change> const& changes, std::string_view unit_path)
{
    std::vector<Change> houses;
    for (auto const& change : changes) {
        if (!change.unit_path.empty() && access::covers(change.unit_path, unit_path))
            houses.push_back(change);
    }
    return houses;
}

std::vector<Ruling> standing_on(storage::Transaction& tx, Date received)
{
    auto standing = rulings(tx);
    std::erase_if(standing, [received](Ruling const& ruling) {
        return ruling.passage.state != kStanding || !ruling.covers(received);
    });
    return standing;
}

std::vector<law::Ruling> reaching(std::vector<Ruling> const& rulings, std::string_view unit_path)
{
    std::vector<law::Ruling> fitting;
    for (auto const& ruling : rulings) {
        if (ruling.reaches(unit_path)) fitting.push_back(ruling.for_engine());
    }
    return fitting;
}

std::vector<law::HousePack> read_houses(storage::Transaction& tx,
                                        std::vector<Change> const& houses,
                                        LawBook const& book)
{
    std::vector<law::HousePack> packs;
    for (auto const& change : houses) {
        packs.push_back(must(law::read_house_pack({change.name, bytes_of(tx, change)}, book),
                             "an active regulation cannot be read:"));
    }
    return packs;
}

}  // namespace

std::string version_of(std::vector<PackFile> const& files)
{
    std::string content;
    for (auto const& file : files) {
        content += file.name + '\n' + std::to_string(file.bytes.size()) + '\n' + file.bytes;
    }
    return sha256_hex(content).substr(0, 12);
}

Book unsettled_book(storage::Transaction& tx, Date received)
{
    return unsettled(tx, changes_on(tx, received));
}

struct BooksOfDay::Day {
    storage::Transaction& tx;
    Date received;
    std::vector<Change> changes;
    std::vector<Ruling> rulings;
    Book law;
    std::string law_key;
};

BooksOfDay::BooksOfDay(storage::Transaction& tx, Date received)
{
    auto changes = changes_on(tx, received);
    auto law = unsettled(tx, changes);
    auto key = key_of(changes, false);
    day_ = std::make_unique<Day>(Day{tx,
                                     received,
                                     std::move(changes),
                                     standing_on(tx, received),
                                     std::move(law),
                                     std::move(key)});
}

BooksOfDay::~BooksOfDay() = default;

Book BooksOfDay::of(std::string_view unit_path)
{
    auto const houses = reaching(day_->changes, unit_path);
    auto const papers = reaching(day_->rulings, unit_path);
    if (houses.empty() && papers.empty()) return day_->law;
    auto key = day_->law_key + '#' + key_of(houses, true) + '#';
    for (auto const& paper : papers) key += paper.id + ' ';
    if (!houses.empty()) key += to_iso(day_->received);
    return shelf().get(key, [&] {
        auto const packs = read_houses(day_->tx, houses, *day_->law);
        return law::settle(*day_->law, papers, packs, day_->received);
    });
}

Book book_for(storage::Transaction& tx, Date received, std::string_view unit_path)
{
    return BooksOfDay{tx, received}.of(unit_path);
}

std::vector<law::Ruling> rulings_for(storage::Transaction& tx,
                                     Date received,
                                     std::string_view unit_path)
{
    return reaching(standing_on(tx, received), unit_path);
}

std::vector<PackFile> house_files(storage::Transaction& tx, Date received)
{
    std::vector<PackFile> files;
    for (auto const& change : changes_on(tx, received)) {
        if (!change.unit_path.empty()) files.push_back({change.name, bytes_of(tx, change)});
    }
    return files;
}

std::vector<law::HousePack> house_packs(storage::Transaction& tx,
                                        Date received,
                                        std::string_view unit_path)
{
    auto const changes = changes_on(tx, received);
    return read_houses(tx, reaching(changes, unit_path), *unsettled(tx, changes));
}

law::MoneyTable money_for(storage::Transaction& tx, Date decided)
{
    for (auto const& file : law_files(tx, decided)) {
        if (file.name == kMoneyFile) return must(law::read_money(file), "the money table:");
    }
    throw std::logic_error(std::string{kMoneyFile} + " is not in the program");
}

std::vector<PackFile> law_files(storage::Transaction& tx, Date received)
{
    return files_with(tx, changes_on(tx, received));
}

std::string pack_version(storage::Transaction& tx, Date received)
{
    auto const changes = changes_on(tx, received);
    static auto const carried = version_of(carried_files());
    if (changes.empty()) return carried;
    auto content = carried + '\n';
    for (auto const& change : changes)
        content += change.unit_path + ' ' + change.name + ' ' + change.hash + '\n';
    return sha256_hex(content).substr(0, 12);
}

}  // namespace thidua::legal
