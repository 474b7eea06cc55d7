#include "register/search.h"

#include "base/date.h"
#include "base/text.h"
#include "organisation/filter.h"
#include "organisation/names.h"
#include "register/search_rows.h"
#include "register/search_units.h"
#include "register/store.h"

#include <algorithm>
#include <unordered_set>

namespace thidua::registry {

namespace {

using access::Permission;
using organisation::Filter;
using organisation::kPerson;
using organisation::kUnit;
using organisation::prefix_end;

// Readers of so few people are served from the people of their units, others from the words of
// names.
constexpr std::int64_t kSmallPart = 20'000;

// Walks a statement whose first column is a key and which gives at most kCountedHits + 1 rows.
Hits collect(storage::Transaction& tx,
             std::string const& sql,
             storage::Params params,
             Window window)
{
    Hits hits;
    std::unordered_set<std::int64_t> seen;  // A name may bear two words with one beginning.
    auto rows = tx.query(sql + " LIMIT " + std::to_string(kCountedHits + 1), params);
    for (std::int64_t read = 0; rows.next(); ++read) {
        if (read == kCountedHits) {
            hits.more = true;
            break;
        }
        auto const id = rows.integer(0);
        if (!seen.insert(id).second) continue;
        if (hits.total >= window.first() && hits.total < window.first() + window.size)
            hits.ids.push_back(id);
        ++hits.total;
    }
    return hits;
}

Hits people_by_number(storage::Transaction& tx,
                      UnitPart const& part,
                      std::string_view text,
                      Window window)
{
    Filter filter;
    filter.require(organisation::begins_with_code(filter, text, "p.code_key"));
    filter.require("p.merged_into IS NULL");
    filter.require(exists_in_part(part, "p.unit_id"));
    return collect(tx,
                   "SELECT p.id FROM person p" + filter.where() + " ORDER BY p.code_key",
                   filter.params(),
                   window);
}

Hits people_by_whole_name(storage::Transaction& tx,
                          UnitPart const& part,
                          std::string_view text,
                          Window window)
{
    Filter filter;
    filter.require("p.search_key = " + filter.value(search_key(text)));
    filter.require("p.merged_into IS NULL");
    filter.require(exists_in_part(part, "p.unit_id"));
    return collect(tx,
                   "SELECT p.id FROM person p" + filter.where() + " ORDER BY p.sort_key, p.id",
                   filter.params(),
                   window);
}

// A word to look for; as a beginning where nothing bears it as it stands.
struct Word {
    std::string text;
    bool is_beginning = false;
    std::int64_t bearers = 0;  // Counted to kCountedHits; to 1 for a word that stands alone.
};

std::int64_t bearers_of(storage::Transaction& tx,
                        std::string_view kind,
                        std::string_view word,
                        std::int64_t most)
{
    return *tx.integer(
        "SELECT count(*) FROM (SELECT 1 FROM name_word WHERE word = ?1 AND subject_kind = ?2 "
        "LIMIT " +
            std::to_string(most) + ") borne",
        {word, kind});
}

// The words of a name, the rarest first; beginnings last.
std::vector<Word> words_of(storage::Transaction& tx, std::string_view kind, std::string_view text)
{
    std::vector<Word> words;
    auto const typed = search_words(text);
    for (std::size_t i = 0; i < typed.size(); ++i) {
        if (std::ranges::find(words, typed[i], &Word::text) != words.end()) continue;
        Word word{
            typed[i], false, bearers_of(tx, kind, typed[i], typed.size() == 1 ? 1 : kCountedHits)};
        word.is_beginning = word.bearers == 0 && i + 1 == typed.size();
        words.push_back(std::move(word));
    }
    std::ranges::reverse(
        words);  // Of equally common words the later, the given name, is the rarer.
    std::ranges::stable_sort(words, [](Word const& a, Word const& b) {
        return a.is_beginning != b.is_beginning ? b.is_beginning : a.bearers < b.bearers;
    });
    return words;
}

// "The subject with this sort key and id bears the word."
std::string bears(Filter& filter,
                  Word const& word,
                  std::string const& kind,
                  std::string const& sort_key,
                  std::string const& id)
{
    auto sql = "EXISTS (SELECT 1 FROM name_word b WHERE b.subject_kind = " + kind +
               " AND b.subject_id = " + id;
    if (word.is_beginning) {
        sql += " AND b.word >= " + filter.value(word.text) + " AND b.word < " +
               filter.value(prefix_end(word.text));
    } else {
        sql += " AND b.sort_key = " + sort_key + " AND b.word = " + filter.value(word.text);
    }
    return sql + ")";
}

// Streams the bearers of the first word in the order of names and asks each for the other words.
std::string from_words(Filter& filter, std::string_view kind, std::vector<Word> const& words)
{
    auto const& first = words.front();
    if (first.is_beginning) {
        filter.require("w.word >= " + filter.value(first.text));
        filter.require("w.word < " + filter.value(prefix_end(first.text)));
    } else {
        filter.require("w.word = " + filter.value(first.text));
    }
    auto const kind_value = filter.value(std::string{kind});
    filter.require("w.subject_kind = " + kind_value);
    for (std::size_t i = 1; i < words.size(); ++i) {
        filter.require(bears(filter, words[i], kind_value, "w.sort_key", "w.subject_id"));
    }
    return "SELECT w.subject_id FROM name_word w";
}

std::string order_of_words(std::vector<Word> const& words)
{
    return words.front().is_beginning ? " ORDER BY w.word, w.subject_kind, w.sort_key, w.subject_id"
                                      : " ORDER BY w.sort_key, w.subject_id";
}

bool is_small(storage::Transaction& tx, UnitPart const& part)
{
    if (part.is_everything()) return false;
    auto const people = tx.integer(
        "SELECT count(*) FROM (SELECT 1 FROM unit u JOIN person p ON p.unit_id = u.id WHERE " +
        part.sql("u.path") + " LIMIT " + std::to_string(kSmallPart + 1) + ") few");
    return *people <= kSmallPart;
}

bool bears_every(std::string const& search_key, std::vector<Word> const& words)
{
    auto const may = [&](Word const& word) {
        return search_key.find(word.text) != std::string::npos;
    };
    if (!std::ranges::all_of(words, may)) return false;  // Most; the others are parted into words.
    auto const borne = search_words(search_key);
    return std::ranges::all_of(words, [&](Word const& word) {
        return std::ranges::any_of(borne, [&](std::string const& one) {
            return word.is_beginning ? one.starts_with(word.text) : one == word.text;
        });
    });
}

// Reads the names of a small part one by one: cheaper than asking the words of each.
Hits people_of_small_part(storage::Transaction& tx,
                          UnitPart const& part,
                          std::vector<Word> const& words,
                          Window window)
{
    Filter filter;
    filter.require(part.sql_of_id("p.unit_id"));
    filter.require("p.merged_into IS NULL");
    std::vector<std::pair<std::string, std::int64_t>> bearers;  // sort key, person
    for (auto rows = tx.query(
             "SELECT p.search_key, p.sort_key, p.id FROM person p" + filter.where(), filter.params());
         rows.next();) {
        if (bears_every(rows.string(0), words))
            bearers.emplace_back(rows.bytes(1), rows.integer(2));
    }
    std::ranges::sort(bearers);
    Hits hits;
    hits.total = std::min(static_cast<std::int64_t>(bearers.size()), kCountedHits);
    hits.more = static_cast<std::int64_t>(bearers.size()) > kCountedHits;
    auto const last = std::min<std::int64_t>(window.first() + window.size, hits.total);
    for (std::int64_t i = window.first(); i < last; ++i)
        hits.ids.push_back(bearers[static_cast<std::size_t>(i)].second);
    return hits;
}

Hits people_by_words(storage::Transaction& tx,
                     UnitPart const& part,
                     std::string_view text,
                     Window window)
{
    auto const words = words_of(tx, kPerson, text);
    if (words.empty()) return {};
    if (is_small(tx, part)) return people_of_small_part(tx, part, words, window);
    Filter filter;
    auto const select = from_words(filter, kPerson, words);
    if (!part.is_everything()) {
        filter.require(
            "EXISTS (SELECT 1 FROM person p JOIN unit s ON s.id = p.unit_id WHERE p.id = "
            "w.subject_id AND " +
            part.sql("s.path") + ")");
    }
    return collect(tx, select + filter.where() + order_of_words(words), filter.params(), window);
}

}  // namespace

bool has_digit(std::string_view text)
{
    return std::ranges::any_of(text, [](char c) { return c >= '0' && c <= '9'; });
}

Hits find_people(storage::Transaction& tx,
                 access::Actor const& actor,
                 PeopleQuery const& query,
                 Window window)
{
    UnitPart const part{actor.scopes(Permission::ReadPeople)};
    auto const text = tidy(query.text);
    if (part.paths.empty() || text.empty()) return {};
    if (has_digit(text)) return people_by_number(tx, part, text, window);
    if (!query.wide && search_words(text).size() >= 3) {
        auto hits = people_by_whole_name(tx, part, text, window);
        hits.is_exact = true;
        if (hits.total > 0) return hits;
    }
    return people_by_words(tx, part, text, window);
}

Hits find_units(storage::Transaction& tx,
                access::Actor const& actor,
                std::string_view text,
                Window window)
{
    UnitPart const part{actor.scopes(Permission::ReadOrganisation)};
    if (part.paths.empty() || trim(text).empty()) return {};
    Filter filter;
    filter.require(part.sql("u.path"));
    filter.require("(" + organisation::begins_with_code(filter, text, "u.code_key") + " OR " +
                   organisation::bears_words(filter, kUnit, text, "u.id") +
                   " OR u.id IN (SELECT s.unit_id FROM unit_state s WHERE s.search_key = " +
                   filter.value(search_key(text)) + "))");
    return collect(tx,
                   "SELECT u.id FROM unit u" + filter.where() + " ORDER BY u.path",
                   filter.params(),
                   window);
}

std::string readable_decision(access::Actor const& actor, std::string_view alias)
{
    auto const decision = std::string{alias};
    auto const clearance = std::to_string(static_cast<int>(actor.clearance));
    UnitPart const part{actor.scopes(Permission::ReadRegister)};
    auto sql = decision + ".marking <= " + clearance + " AND NOT " + sql_is_undone(actor, alias);
    if (part.is_everything()) return sql;
    return sql +
           " AND EXISTS (SELECT 1 FROM award r JOIN unit s ON s.id = r.unit_id WHERE r.decision_id "
           "= " +
           decision + ".id AND r.marking <= " + clearance + " AND r.state <> 'withdrawn' AND " +
           part.sql("s.path") + ")";
}

Hits find_decisions(storage::Transaction& tx,
                    access::Actor const& actor,
                    std::string_view text,
                    Window window)
{
    auto key = search_key(text);
    std::erase(key, ' ');
    if (!actor.may(Permission::ReadRegister) || key.empty()) return {};
    Filter filter;
    if (auto const day = parse_date(text)) {
        filter.require("d.decided_on = " + filter.value(to_iso(*day)));
    } else {
        filter.require("d.search_key >= " + filter.value(key) + " AND d.search_key < " +
                       filter.value(prefix_end(key)));
    }
    filter.require(readable_decision(actor, "d"));
    return collect(
        tx,
        "SELECT d.id FROM decision d" + filter.where() + " ORDER BY d.decided_on DESC, d.ref",
        filter.params(),
        window);
}

std::vector<std::int64_t> subjects_named(storage::Transaction& tx,
                                         std::string_view kind,
                                         std::string_view name,
                                         std::int64_t limit)
{
    Filter filter;
    std::string select;
    std::vector<std::int64_t> ids;
    auto const words = words_of(tx, kind, name);
    if (words.empty()) return ids;
    if (kind == kPerson && search_words(name).size() >= 3 &&
        tx.integer("SELECT 1 FROM person WHERE search_key = ?1 LIMIT 1", {search_key(name)})) {
        select = "SELECT p.id FROM person p";
        filter.require("p.search_key = " + filter.value(search_key(name)));
    } else {
        select = from_words(filter, kind, words);
    }
    auto rows =
        tx.query(select + filter.where() + " LIMIT " + std::to_string(limit), filter.params());
    while (rows.next()) ids.push_back(rows.integer(0));
    std::ranges::sort(ids);
    ids.erase(std::ranges::unique(ids).begin(), ids.end());
    return ids;
}

}  // namespace thidua::registry
