#include "law/book_reader.h"

#include "base/assets.h"
#include "base/text.h"
#include "law/node_reader.h"
#include "law/reader.h"

#include <algorithm>

namespace thidua::law {
namespace {

using Fragments = std::map<std::string, Document const*, std::less<>>;

std::string const kRegimes = "law/regimes/regimes.yaml";

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
        Award award{cells[0], cells[2], cells[3], cells[4], cells[5]};
        award.for_persons = cells[1] != "unit";
        award.for_units = cells[1] != "person";
        book.award_order.push_back(award.code);
        book.awards.emplace(award.code, std::move(award));
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
        regime.modes =
            Clause{TD_TRY(inner.word("clause")), TD_TRY(confidence_in(*modes, sureness))};
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

Result<void> check_complete(LawBook const& book)
{
    Document where;
    where.file = "law";
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

bool is_pack(std::string const& name)
{
    return name.starts_with("law/act-") && name.ends_with(".yaml");
}

}  // namespace

Result<PackTrees> read_trees(std::vector<PackFile> const& files)
{
    PackTrees trees;
    for (auto const& file : files) {
        if (file.name == "law/awards.csv") trees.awards.push_back(file);
        if (file.name == kRegimes)
            trees.regimes.push_back(TD_TRY(read_document(file.bytes, file.name)));
        if (is_pack(file.name))
            trees.packs.push_back(TD_TRY(read_document(file.bytes, file.name)));
    }
    return trees;
}

Result<LawBook> make_book(PackTrees const& trees)
{
    LawBook book;
    for (auto const& file : trees.awards) TD_CHECK(read_awards(file, book));
    for (auto const& document : trees.regimes) TD_CHECK(read_regimes(document, book));
    Fragments fragments;
    for (auto const& pack : trees.packs) {
        auto fields = TD_TRY(Fields::of(pack));
        fields.take("rules");
        auto const* list = fields.take("fragments");
        TD_CHECK(fields.done());
        if (list == nullptr) continue;
        for (auto const& [name, node] : list->fields) {
            if (!fragments.emplace(name, &node).second)
                return at(node, "fragment '" + name + "' stands twice");
        }
    }
    RuleReader reader{book, fragments};
    for (auto const& pack : trees.packs) {
        auto const* rules = pack.find("rules");
        if (rules == nullptr) continue;
        if (!rules->is_list()) return at(*rules, "a list of rules is expected");
        for (auto const& rule : rules->items) TD_CHECK(reader.read(rule));
    }
    book.index();
    TD_CHECK(check_complete(book));
    return book;
}

Result<LawBook> read_book(std::vector<PackFile> const& files)
{
    auto const trees = TD_TRY(read_trees(files));
    return make_book(trees);
}

std::vector<PackFile> built_in_files()
{
    std::vector<PackFile> files;
    assets::each("law/", [&files](std::string_view name, std::string_view bytes) {
        files.push_back({std::string(name), std::string(bytes)});
    });
    return files;
}

LawBook const& built_in()
{
    static LawBook const book = [] {
        auto read = read_book(built_in_files());
        if (read) return std::move(read).value();
        auto const& args = read.error().problems.front().args;
        throw std::logic_error(args[0].second + ":" + args[1].second + ": " + args[2].second);
    }();
    return book;
}

}  // namespace thidua::law
