#include "law/book_reader.h"

#include "base/text.h"
#include "law/node_reader.h"
#include "law/reader.h"

#include <algorithm>

namespace thidua::law {
namespace {

using Fragments = std::map<std::string, Document const*, std::less<>>;

std::string const kAwards = "awards.csv";
std::string const kVocabulary = "vocabulary.csv";
std::string const kRegimes = "regimes/regimes.yaml";

// One line of a CSV file whose quoted fields hold no line breaks.
std::vector<std::string> cells_of(std::string_view line)
{
    std::vector<std::string> cells(1);
    bool quoted = false;
    for (char const c : line) {
        if (c == '"')
            quoted = !quoted;
        else if (c == ',' && !quoted)
            cells.emplace_back();
        else if (c != '\r')
            cells.back() += c;
    }
    return cells;
}

Result<void> read_awards(PackFile const& file, LawBook& book)
{
    Document where;
    where.file = file.name;
    for (auto const line : split(file.bytes, '\n')) {
        if (++where.line == 1 || trim(line).empty()) continue;
        auto const cells = cells_of(line);
        if (cells.size() != 7) return at(where, "seven columns are expected");
        if (book.awards.contains(cells[0]))
            return at(where, "award '" + cells[0] + "' stands twice");
        Award award{cells[0], cells[2], cells[3], cells[4], cells[5]};
        award.for_persons = cells[1] != "unit";
        award.for_units = cells[1] != "person";
        book.award_order.push_back(award.code);
        book.awards.emplace(award.code, std::move(award));
    }
    return {};
}

Result<void> read_vocabulary(PackFile const& file, LawBook& book)
{
    Document where;
    where.file = file.name;
    for (auto const line : split(file.bytes, '\n')) {
        if (++where.line == 1 || trim(line).empty()) continue;
        auto const cells = cells_of(line);
        if (cells.size() != 4) return at(where, "four columns are expected");
        book.vocabulary[cells[0]].insert(cells[1]);
    }
    return {};
}

Result<Clause> clause_at(Fields& fields, std::string_view name)
{
    auto const* found = fields.take(name);
    if (found == nullptr) return Clause{};
    auto inner = TD_TRY(Fields::of(*found));
    Clause clause{TD_TRY(inner.word("clause"))};
    auto const letter_text = TD_TRY(inner.word("confidence"));
    clause.confidence = TD_TRY(confidence_in(*found, letter_text));
    TD_CHECK(inner.done());
    return clause;
}

Result<std::map<Mode, Worth>> worth_in(Document const& value)
{
    std::map<Mode, Worth> worth;
    for (auto const& [code, word] : value.fields) {
        auto const mode = mode_of(code);
        if (!mode) return at(word, "unknown mode '" + code + "'");
        if (word.text == "counts")
            worth[*mode] = Worth::Counts;
        else if (word.text == "open")
            worth[*mode] = Worth::Open;
        else if (word.text == "never")
            worth[*mode] = Worth::Never;
        else
            return at(word, "counts, open or never is expected");
    }
    if (worth.size() != 7) return at(value, "every mode needs its worth");
    return worth;
}

Result<Regime> read_regime(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    Regime regime;
    regime.id = TD_TRY(fields.word("id"));
    regime.act = TD_TRY(fields.word("act"));
    regime.from = TD_TRY(fields.day("from")).value_or(*make_date(1, 1, 1));
    regime.to = TD_TRY(fields.day("to")).value_or(*make_date(9999, 12, 31));
    auto const letter_text = TD_TRY(fields.word("confidence"));
    regime.confidence = TD_TRY(confidence_in(document, letter_text));
    regime.unread = TD_TRY(fields.word("unread", ""));
    regime.pending_defers = TD_TRY(fields.flag("pending-defers", true));
    regime.projection = TD_TRY(fields.word("projection", ""));
    regime.deferral = TD_TRY(clause_at(fields, "deferral"));
    regime.restart = TD_TRY(clause_at(fields, "restart"));
    regime.once = TD_TRY(clause_at(fields, "once"));
    auto const window = TD_TRY(fields.word("window-from", "period"));
    if (window != "period" && window != "decision")
        return at(document, "window-from is period or decision");
    regime.windows_from_decision = window == "decision";
    if (auto const* modes = fields.take("modes")) {
        auto inner = TD_TRY(Fields::of(*modes));
        auto const sureness = TD_TRY(inner.word("confidence"));
        regime.modes.clause = TD_TRY(inner.word("clause"));
        regime.modes.confidence = TD_TRY(confidence_in(*modes, sureness));
        auto const* state = TD_TRY(inner.need("state"));
        auto const* other = TD_TRY(inner.need("other"));
        regime.state_worth = TD_TRY(worth_in(*state));
        regime.other_worth = TD_TRY(worth_in(*other));
        TD_CHECK(inner.done());
    }
    if (auto const* favour = fields.take("more-favourable")) {
        auto inner = TD_TRY(Fields::of(*favour));
        regime.favour_from = TD_TRY(inner.need_day("from"));
        regime.favour_to = TD_TRY(inner.need_day("to"));
        regime.favour = TD_TRY(inner.word("clause"));
        TD_CHECK(inner.done());
    }
    TD_CHECK(fields.done());
    return regime;
}

Result<void> read_regimes(Document const& document, LawBook& book)
{
    auto const* list = document.find("regimes");
    if (list == nullptr || !list->is_list()) return at(document, "'regimes' is missing");
    for (auto const& item : list->items) {
        auto regime = TD_TRY(read_regime(item));
        if (regime.to < regime.from) return at(item, "ends before it begins");
        if (!book.regimes.empty()) {
            auto const due = book.regimes.back().to.plus_days(1);
            if (regime.from < due) return at(item, "overlaps regime " + book.regimes.back().id);
            if (regime.from > due)
                return at(item, "leaves a gap after regime " + book.regimes.back().id);
        }
        if (!regime.projection.empty() && book.regime(regime.projection) == nullptr) {
            return at(item, "unknown regime '" + regime.projection + "'");
        }
        book.regimes.push_back(std::move(regime));
    }
    return {};
}

struct RuleReader {
    LawBook& book;
    Fragments const& fragments;
    std::map<std::string, std::string> places =
        {};  // Where each standard was read, for the errors.

    Result<void> add(Standard standard, Document const& where)
    {
        std::string const key =
            standard.award +
            (standard.subject == Subject::Person ? " of persons in " : " of units in ") +
            standard.regime;
        auto const place = where.file + ":" + std::to_string(where.line);
        if (auto const [it, fresh] = places.emplace(key, place); !fresh) {
            return at(where, "the standard for " + key + " stands already at " + it->second);
        }
        book.standards.push_back(std::move(standard));
        return {};
    }

    Result<void> read(Document const& rule)
    {
        auto fields = TD_TRY(Fields::of(rule));
        auto const awards = TD_TRY(fields.words("award"));
        auto const subject = TD_TRY(fields.word("subject"));
        auto const regimes = TD_TRY(fields.words("regimes"));
        auto const counts = TD_TRY(fields.words("counts"));
        auto const* requires_ = TD_TRY(fields.need("requires"));
        TD_CHECK(fields.done());
        if (subject != "person" && subject != "unit" && subject != "any")
            return at(rule, "subject is person, unit or any");
        for (auto const& word : counts) {
            if (word != "restart" && word != "once")
                return at(rule, "unknown principle '" + word + "'");
        }
        bool const restarts = std::find(counts.begin(), counts.end(), "restart") != counts.end();
        bool const once = std::find(counts.begin(), counts.end(), "once") != counts.end();
        for (auto const& regime : regimes) {
            auto const* known = book.regime(regime);
            if (known == nullptr) return at(rule, "unknown regime '" + regime + "'");
            if (!known->unread.empty())
                return at(rule, "regime " + regime + " is unread: it can have no standard");
            NodeReader reader{book, regime, fragments, "", std::nullopt};
            auto root = TD_TRY(reader.read(*requires_));
            if (!root) return at(*requires_, "nothing stands in regime " + regime);
            for (auto const& code : awards) {
                auto const award = book.awards.find(code);
                if (award == book.awards.end()) return at(rule, "unknown award '" + code + "'");
                for (auto const each : {Subject::Person, Subject::Unit}) {
                    bool const wanted =
                        subject == "any" || (subject == "person") == (each == Subject::Person);
                    bool const possible = each == Subject::Person ? award->second.for_persons
                                                                  : award->second.for_units;
                    if (wanted && !possible && subject != "any")
                        return at(rule, code + " is not given to a " + subject);
                    if (wanted && possible)
                        TD_CHECK(add(Standard{code, each, regime, restarts, once, *root}, rule));
                }
            }
        }
        return {};
    }
};

Result<void> check_complete(LawBook const& book, std::string const& root)
{
    Document where;
    where.file = root;
    for (auto const& regime : book.regimes) {
        if (!regime.unread.empty()) continue;
        for (auto const& [code, award] : book.awards) {
            for (auto const each : {Subject::Person, Subject::Unit}) {
                bool const possible = each == Subject::Person ? award.for_persons : award.for_units;
                if (possible && book.standard(code, each, regime.id) == nullptr) {
                    return at(where,
                              "no standard for " + code +
                                  (each == Subject::Person ? " of persons" : " of units") + " in " +
                                  regime.id);
                }
            }
        }
    }
    return {};
}

// The file of this name; an error where it is missing.
Result<PackFile const*> file_named(std::vector<PackFile> const& files, std::string const& name)
{
    for (auto const& file : files) {
        if (file.name == name) return &file;
    }
    Document where;
    where.file = name;
    return at(where, "the file is missing");
}

Result<Fragments> fragments_of(std::vector<Document> const& packs)
{
    Fragments fragments;
    for (auto const& pack : packs) {
        auto fields = TD_TRY(Fields::of(pack));
        fields.take("rules");
        auto const* list = fields.take("fragments");
        TD_CHECK(fields.done());
        if (list == nullptr) continue;
        if (!list->is_map()) return at(*list, "a map of named requirements is expected");
        for (auto const& [name, node] : list->fields) {
            if (!fragments.emplace(name, &node).second)
                return at(node, "fragment '" + name + "' stands twice");
        }
    }
    return fragments;
}

}  // namespace

Result<PackTrees> read_trees(std::vector<PackFile> const& files, std::string const& root)
{
    PackTrees trees;
    trees.root = root;
    trees.awards.push_back(*TD_TRY(file_named(files, root + kAwards)));
    trees.vocabulary.push_back(*TD_TRY(file_named(files, root + kVocabulary)));
    auto const* regimes = TD_TRY(file_named(files, root + kRegimes));
    trees.regimes.push_back(TD_TRY(read_document(regimes->bytes, regimes->name)));
    for (auto const& file : files) {
        if (file.name.starts_with(root + "act-") && file.name.ends_with(".yaml"))
            trees.packs.push_back(TD_TRY(read_document(file.bytes, file.name)));
    }
    return trees;
}

Result<LawBook> make_book(PackTrees const& trees)
{
    LawBook book;
    for (auto const& file : trees.awards) TD_CHECK(read_awards(file, book));
    for (auto const& file : trees.vocabulary) TD_CHECK(read_vocabulary(file, book));
    for (auto const& document : trees.regimes) TD_CHECK(read_regimes(document, book));
    auto const fragments = TD_TRY(fragments_of(trees.packs));
    RuleReader reader{book, fragments};
    for (auto const& pack : trees.packs) {
        auto const* rules = pack.find("rules");
        if (rules == nullptr) continue;
        if (!rules->is_list()) return at(*rules, "a list of rules is expected");
        for (auto const& rule : rules->items) TD_CHECK(reader.read(rule));
    }
    book.index();
    TD_CHECK(check_complete(book, trees.root));
    return book;
}

Result<LawBook> read_book(std::vector<PackFile> const& files, std::string const& root)
{
    auto const trees = TD_TRY(read_trees(files, root));
    return make_book(trees);
}

}  // namespace thidua::law
