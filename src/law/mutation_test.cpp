// Does a slip in the law fall on a case? Each mutant is the packs with one change: a number one
// off, a bound strict instead of loose, `all` for `any`, a code for its neighbour, the worth of a
// mode, a date one day off, a requirement left out. A mutant is killed when a case gets another
// answer, or when the packs no longer read. Survivors are argued in law/cases/survivors.md.
//
// A sample runs with the tests; script/mutate-law runs every mutant.
#include "law/book_reader.h"
#include "law/testing/packs.h"

#include "base/testing/source_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <iostream>
#include <map>
#include <optional>
#include <set>

namespace thidua::law {
namespace {

using testing::book;
using testing::case_files;
using testing::pack_files;

using Words = std::vector<std::string>;

// Codes in the order of their vocabulary: the neighbour is the next one, or either one of a scale.
std::map<std::string, Words, std::less<>> const kScales = {
    {"rating", {"khong-hoan-thanh", "hoan-thanh", "tot", "xuat-sac"}},
    {"level", {"co-so", "bo", "toan-quoc"}}};
std::map<std::string, Words, std::less<>> const kRings = {
    {"in", {"officer", "soldier", "professional", "civil", "worker", "contract", "cadet"}},
    {"results", {"gioi", "kha", "trung-binh", "xuat-sac"}},
    {"kind", {"sang-kien", "de-tai", "muu-tri"}},
    {"kinds",
     {"khien-trach",
      "canh-cao",
      "giang-chuc",
      "cach-chuc",
      "buoc-thoi-viec",
      "tuoc-quan-tich",
      "khai-tru"}},
    {"count", {"completed", "advanced", "cstd-co-so", "disciplined"}},
    {"when", {"starts-in-year", "runs-at-year-end", "ends-in-year", "ever", "in-post"}},
    {"exempt",
     {"cong-trang", "dot-xuat", "chuyen-de", "cong-hien", "nien-han", "doi-ngoai", "khang-chien"}},
    {"window-from", {"period", "decision"}},
    {"whole", {"true", "false"}},
    {"earlier", {"true", "false"}},
    {"any-mode", {"true", "false"}},
    {"if-known", {"true", "false"}},
    {"pending-defers", {"true", "false"}}};
// Of so many mutants one is run with the tests.
std::size_t const kSample = 163;
Words const kWorths = {"counts", "open", "never"};
std::set<std::string, std::less<>> const kTexts = {
    "clause", "confidence", "id", "act", "unread", "projection"};

struct Mutant {
    std::string site, change;
    Document* target;
    Document replacement;
    std::set<std::string> awards;  // Whose standards it can touch; empty: all.
};

std::optional<int> whole_number(std::string const& text)
{
    int value = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return value;
}

Document scalar_like(Document const& old, std::string text)
{
    auto changed = old;
    changed.text = std::move(text);
    return changed;
}

// The neighbours of a code: both ends of a scale, else the next of the ring.
Words neighbours(Words const& codes, std::string const& code, bool scale)
{
    auto const found = std::find(codes.begin(), codes.end(), code);
    if (found == codes.end()) return {};
    if (!scale) return {found + 1 == codes.end() ? codes.front() : *(found + 1)};
    Words both;
    if (found != codes.begin()) both.push_back(*(found - 1));
    if (found + 1 != codes.end()) both.push_back(*(found + 1));
    return both;
}

class Mutants {
public:
    explicit Mutants(PackTrees& trees)
    {
        for (auto& document : trees.regimes) regimes(*field(document, "regimes"));
        for (auto& pack : trees.packs) {
            auto const file = pack.file.substr(pack.file.find('/') + 1);
            if (auto* fragments = field(pack, "fragments")) {
                for (auto& [name, fragment] : fragments->fields)
                    walk(fragment, name, file + " " + name);
            }
            auto* rules = field(pack, "rules");
            for (auto& rule : rules->items) rule_at(rule, file);
        }
    }

    std::vector<Mutant> all;

private:
    static Document* field(Document& map, std::string_view name)
    {
        for (auto& [key, value] : map.fields) {
            if (key == name) return &value;
        }
        return nullptr;
    }

    void add(std::string site, std::string change, Document& target, Document replacement)
    {
        all.push_back(
            {std::move(site), std::move(change), &target, std::move(replacement), awards_});
    }

    void rule_at(Document& rule, std::string const& file)
    {
        auto const* award = field(rule, "award");
        auto const* subject = field(rule, "subject");
        awards_.clear();
        std::string name = award->text;
        if (award->is_scalar()) awards_.insert(award->text);
        for (auto const& each : award->items) {
            awards_.insert(each.text);
            name += (name.empty() ? "" : "+") + each.text;
        }
        auto const site = file + " " + name + "/" + subject->text;
        if (auto* counts = field(rule, "counts")) {
            for (std::size_t i = 0; i < counts->items.size(); ++i)
                leave_out(*counts, i, site + " counts");
        }
        walk(*field(rule, "requires"), "requires", site);
        awards_.clear();
    }

    void leave_out(Document& list, std::size_t index, std::string const& site)
    {
        auto less = list;
        less.items.erase(less.items.begin() + static_cast<std::ptrdiff_t>(index));
        auto const which = list.items[index].is_scalar() ? list.items[index].text
                                                         : "[" + std::to_string(index) + "]";
        add(site, "without " + which, list, std::move(less));
    }

    void without_field(Document& map, std::string const& name, std::string const& site)
    {
        auto less = map;
        std::erase_if(less.fields, [&](auto const& each) { return each.first == name; });
        add(site, "without " + name, map, std::move(less));
    }

    void renamed(Document& map,
                 std::string const& from,
                 std::string const& to,
                 std::string const& site)
    {
        auto other = map;
        for (auto& each : other.fields) {
            if (each.first == from) each.first = to;
        }
        add(site, from + " as " + to, map, std::move(other));
    }

    void walk(Document& value, std::string const& name, std::string const& site)
    {
        if (value.is_scalar()) return scalar(value, name, site);
        if (value.is_list()) return list(value, name, site);
        static std::map<std::string, std::string, std::less<>> const kSwaps = {
            {"all", "any"},
            {"any", "all"},
            {"share-at-least", "share-above"},
            {"share-above", "share-at-least"}};
        for (std::size_t i = 0; i < value.fields.size(); ++i) {
            auto const key = value.fields[i].first;
            if (kTexts.contains(key)) continue;
            if (auto const swap = kSwaps.find(key); swap != kSwaps.end())
                renamed(value, key, swap->second, site);
            if (key == "point") {
                if (value.find("open-when") == nullptr) without_field(value, "point", site);
                continue;
            }
            if (key == "open-when") without_field(value, key, site);
            if (key == "regimes") {
                for (std::size_t j = 0; j < value.fields[i].second.items.size(); ++j)
                    leave_out(value.fields[i].second, j, site + " regimes");
                continue;
            }
            walk(value.fields[i].second, key, site + "." + key);
        }
    }

    void list(Document& value, std::string const& name, std::string const& site)
    {
        for (std::size_t i = 0; i < value.items.size(); ++i) {
            if (value.items[i].is_map()) leave_out(value, i, site);
            walk(value.items[i], name, site + "[" + std::to_string(i) + "]");
        }
    }

    void scalar(Document& value, std::string const& name, std::string const& site)
    {
        auto const change = [&](std::string to) {
            auto what = value.text + " as " + to;
            add(site, std::move(what), value, scalar_like(value, std::move(to)));
        };
        if (auto const number = whole_number(value.text)) {
            change(std::to_string(*number - 1));
            change(std::to_string(*number + 1));
            return;
        }
        if (auto const day = parse_iso_date(value.text)) {
            change(to_iso(day->plus_days(-1)));
            change(to_iso(day->plus_days(1)));
            return;
        }
        if (name == "by") {
            auto const day = parse_iso_date("2001-" + value.text);
            change(to_iso(day->plus_days(-1)).substr(5));
            change(to_iso(day->plus_days(1)).substr(5));
            return;
        }
        if (name == "award") {
            for (auto const& next : neighbours(book().award_order, value.text, false)) change(next);
            return;
        }
        for (auto const& [scale, codes] : kScales) {
            for (auto const& next : neighbours(codes, value.text, true)) change(next);
        }
        if (auto const ring = kRings.find(name); ring != kRings.end()) {
            for (auto const& next : neighbours(ring->second, value.text, false)) change(next);
        }
    }

    void regimes(Document& list)
    {
        for (std::size_t i = 0; i < list.items.size(); ++i) {
            auto& regime = list.items[i];
            auto const site = "regimes/regimes.yaml " + field(regime, "id")->text;
            if (i + 1 < list.items.size()) boundary(list, i, site);
            for (auto const* name : {"window-from", "pending-defers"}) {
                if (auto* value = field(regime, name)) scalar(*value, name, site + " " + name);
            }
            if (auto* favour = field(regime, "more-favourable")) {
                scalar(*field(*favour, "from"), "from", site + " more-favourable.from");
                scalar(*field(*favour, "to"), "to", site + " more-favourable.to");
                without_field(regime, "more-favourable", site);
            }
            auto* modes = field(regime, "modes");
            if (modes == nullptr) continue;
            for (auto const* scope : {"state", "other"}) {
                for (auto& [mode, worth] : field(*modes, scope)->fields) {
                    for (auto const& other : kWorths) {
                        if (other == worth.text) continue;
                        add(site + " modes." + scope + "." + mode,
                            worth.text + " as " + other,
                            worth,
                            scalar_like(worth, other));
                    }
                }
            }
        }
    }

    // The last day of a regime and the first of the next move together: else they do not read.
    void boundary(Document& list, std::size_t index, std::string const& site)
    {
        for (int const days : {-1, 1}) {
            auto moved = list;
            auto* to = field(moved.items[index], "to");
            auto* from = field(moved.items[index + 1], "from");
            to->text = to_iso(parse_iso_date(to->text)->plus_days(days));
            from->text = to_iso(parse_iso_date(from->text)->plus_days(days));
            add(site + " to", days < 0 ? "a day earlier" : "a day later", list, std::move(moved));
        }
    }

    std::set<std::string> awards_;
};

// Cases by the award asked for, so that a change to one standard is tried on its own cases.
std::map<std::string, std::vector<Case const*>> const& cases_by_award()
{
    static auto const value = [] {
        std::map<std::string, std::vector<Case const*>> cases;
        for (auto const& file : case_files()) {
            for (auto const& each : file.cases) cases[each.question.award].push_back(&each);
        }
        return cases;
    }();
    return value;
}

bool notices(LawBook const& mutated, Mutant const& mutant)
{
    for (auto const& [award, cases] : cases_by_award()) {
        if (!mutant.awards.empty() && !mutant.awards.contains(award)) continue;
        for (auto const* each : cases) {
            auto const verdict = evaluate(mutated, each->facts, each->question);
            if (each->expect != code_of(verdict.answer) || !names_open_points(*each, verdict))
                return true;
        }
    }
    return false;
}

bool killed(PackTrees const& trees, Mutant& mutant)
{
    std::swap(*mutant.target, mutant.replacement);
    auto const mutated = make_book(trees);
    bool const dead = !mutated || notices(*mutated, mutant);
    std::swap(*mutant.target, mutant.replacement);
    return dead;
}

std::string name_of(Mutant const& mutant) { return mutant.site + ": " + mutant.change; }

// The mutants that survivors.md argues: its lines "- `NAME`".
std::set<std::string> argued()
{
    std::ifstream file(thidua::testing::in_source_tree("law/cases/survivors.md"));
    std::set<std::string> names;
    for (std::string line; std::getline(file, line);) {
        if (!line.starts_with("- `")) continue;
        names.insert(line.substr(3, line.find('`', 3) - 3));
    }
    return names;
}

TEST(LawMutation, EverySlipFallsOnACaseOrIsArgued)
{
    auto trees = read_trees(pack_files()).value();
    Mutants mutants(trees);
    auto const* wish = std::getenv("THIDUA_MUTATE");
    bool const whole = wish != nullptr && std::string(wish) == "all";
    std::size_t const step = whole ? 1 : kSample;
    auto const known = argued();
    std::size_t run = 0, dead = 0;
    std::set<std::string> alive;
    for (std::size_t i = 0; i < mutants.all.size(); i += step) {
        ++run;
        if (killed(trees, mutants.all[i]))
            ++dead;
        else
            alive.insert(name_of(mutants.all[i]));
    }
    for (auto const& name : alive) EXPECT_TRUE(known.contains(name)) << "survives: " << name;
    EXPECT_GE(dead * 100, run * 95) << dead << " of " << run << " killed";
    if (whole) {
        for (auto const& name : known)
            EXPECT_TRUE(alive.contains(name)) << "argued, but killed: " << name;
    }
    std::cout << mutants.all.size() << " mutants, " << run << " run, " << dead << " killed\n";
}

}  // namespace
}  // namespace thidua::law
