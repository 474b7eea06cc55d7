#include "law/node_reader.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace thidua::law {
namespace {

int const kDeepest = 32;
std::set<std::string, std::less<>> const kAttributes = {
    "clause", "confidence", "point", "open-when", "regimes", "delegated"};

Result<Rating> rating_at(Fields& fields, std::string_view name)
{
    auto const code = TD_TRY(fields.word(name));
    auto const rating = rating_of(code);
    if (!rating) return at(fields.where(), "unknown rating '" + code + "'");
    return *rating;
}

Result<Undisciplined::When> when_at(Document const& where, std::string const& word)
{
    using When = Undisciplined::When;
    if (word == "starts-in-year") return When::StartsInYear;
    if (word == "runs-at-year-end") return When::RunsAtYearEnd;
    if (word == "ends-in-year") return When::EndsInYear;
    if (word == "ever") return When::Ever;
    if (word == "in-post") return When::InPost;
    return at(where, "unknown time of discipline '" + word + "'");
}

Result<Members> members_in(Document const& value)
{
    auto fields = TD_TRY(Fields::of(value));
    Members members;
    auto const count = TD_TRY(fields.word("count"));
    if (count == "completed")
        members.count = Members::Count::Completed;
    else if (count == "advanced")
        members.count = Members::Count::Advanced;
    else if (count == "cstd-co-so")
        members.count = Members::Count::BaseFighters;
    else if (count == "disciplined")
        members.count = Members::Count::Disciplined;
    else
        return at(value, "unknown count of members '" + count + "'");
    std::pair<std::string_view, Members::Compare> const comparisons[] = {
        {"at-least", Members::Compare::AtLeast},
        {"at-most", Members::Compare::AtMost},
        {"share-at-least", Members::Compare::ShareAtLeast},
        {"share-above", Members::Compare::ShareAbove}};
    int found = 0;
    for (auto const& [name, compare] : comparisons) {
        if (value.find(name) == nullptr) continue;
        members.compare = compare;
        members.bound = TD_TRY(fields.number(name));
        ++found;
    }
    if (found != 1) return at(value, "exactly one comparison is expected");
    TD_CHECK(fields.done());
    return members;
}

Result<void> month_day(Fields& fields, int& month, int& day)
{
    auto const text = TD_TRY(fields.word("by"));
    auto const date = parse_iso_date("2000-" + text);
    if (!date) return at(fields.where(), "a day MM-DD is expected, not '" + text + "'");
    month = date->month();
    day = date->day();
    return {};
}

}  // namespace

Result<Confidence> confidence_in(Document const& where, std::string const& text)
{
    if (text == "A") return Confidence::A;
    if (text == "B") return Confidence::B;
    if (text == "C") return Confidence::C;
    return at(where, "confidence is A, B or C, not '" + text + "'");
}

Result<std::vector<std::string>> NodeReader::awards(Document const& value) const
{
    auto const* list = value.find("award");
    if (list == nullptr) return at(value, "'award' is missing");
    auto codes = TD_TRY(words_in(*list));
    for (auto const& code : codes) {
        if (!book.awards.contains(code)) return at(*list, "unknown award '" + code + "'");
    }
    if (codes.empty()) return at(*list, "no award is named");
    return codes;
}

Result<std::vector<std::string>> NodeReader::codes(Fields& fields,
                                                   std::string_view name,
                                                   std::string_view kind) const
{
    auto found = TD_TRY(fields.words(name));
    auto const known = book.vocabulary.find(kind);
    for (auto const& code : found) {
        if (known == book.vocabulary.end() || !known->second.contains(code))
            return at(fields.where(), "unknown " + std::string(kind) + " '" + code + "'");
    }
    return found;
}

Result<std::string> NodeReader::by_regime(Document const& value) const
{
    if (value.is_scalar()) return value.text;
    if (!value.is_map()) return at(value, "a text, or one text by regime, is expected");
    for (auto const& [names, text] : value.fields) {
        for (auto const each : split(names, ' ')) {
            if (book.regime(each) == nullptr)
                return at(text, "unknown regime '" + std::string(each) + "'");
            if (each == regime) return text.text;
        }
    }
    return at(value, "nothing is said for regime " + regime);
}

Result<void> NodeReader::inherit(Document const& document)
{
    if (auto const* own = document.find("clause")) {
        clause = (cite.empty() ? "" : cite + ", ") + TD_TRY(by_regime(*own));
    }
    if (auto const* own = document.find("confidence")) {
        auto const text = TD_TRY(by_regime(*own));
        confidence = TD_TRY(confidence_in(*own, text));
    }
    return {};
}

Result<std::vector<Node>> NodeReader::read_parts(Document const& list)
{
    if (!list.is_list()) return at(list, "a list of requirements is expected");
    std::vector<Node> parts;
    for (auto const& item : list.items) {
        if (auto part = TD_TRY(read(item))) parts.push_back(std::move(*part));
    }
    if (parts.empty()) return at(list, "no requirement is left in regime " + regime);
    return parts;
}

Result<std::optional<Node>> NodeReader::read(Document const& document)
{
    if (!document.is_map()) return at(document, "a requirement is a map");
    if (depth > kDeepest) return at(document, "nested too deeply");
    if (auto const* only = document.find("regimes")) {
        auto const names = TD_TRY(words_in(*only));
        for (auto const& each : names) {
            if (book.regime(each) == nullptr) return at(*only, "unknown regime '" + each + "'");
        }
        if (std::find(names.begin(), names.end(), regime) == names.end())
            return std::optional<Node>();
    }
    NodeReader inner{book, regime, fragments, clause, confidence, depth + 1, cite};
    TD_CHECK(inner.inherit(document));
    std::pair<std::string, Document> const* chosen = nullptr;
    for (auto const& field : document.fields) {
        if (kAttributes.contains(field.first)) continue;
        if (chosen != nullptr)
            return at(field.second,
                      "one requirement has one operator; '" + field.first + "' is a second");
        chosen = &field;
    }
    if (chosen == nullptr) return at(document, "the requirement has no operator");
    if (chosen->first == "use") {
        auto const found = fragments.find(chosen->second.text);
        if (found == fragments.end())
            return at(chosen->second, "unknown fragment '" + chosen->second.text + "'");
        return inner.read(*found->second);
    }
    auto what = TD_TRY(inner.read_operator(chosen->first, chosen->second));
    Node node{.what = std::move(what),
              .clause = inner.clause,
              .house = !cite.empty(),
              .line = document.line};
    bool const is_leaf = parts_of(node) == nullptr;
    if (is_leaf && node.clause.empty()) return at(document, "the requirement has no clause");
    if (is_leaf && !inner.confidence) return at(document, "the requirement has no confidence");
    node.confidence = inner.confidence.value_or(Confidence::A);
    if (auto const* point = document.find("point")) node.point = point->text;
    bool const is_open = std::holds_alternative<Open>(node.what);
    if (is_open && node.point.empty()) return at(document, "an open requirement names its point");
    if (is_open != (node.confidence == Confidence::C) && is_leaf) {
        return at(document, "confidence C and `open` go together: unread law is never computed");
    }
    if (document.find("delegated") != nullptr) {
        if (node.house) return at(document, "a regulation of the body delegates nothing");
        if (node.point.empty()) return at(document, "what is delegated names its point");
        auto fields = TD_TRY(Fields::of(document));
        node.delegated = TD_TRY(fields.flag("delegated", false));
    }
    if (auto const* when = document.find("open-when")) {
        if (node.point.empty()) return at(*when, "what is open names its point");
        auto open = TD_TRY(inner.read(*when));
        if (!open) return at(*when, "does not stand in regime " + regime);
        node.open_when = std::make_shared<Node const>(std::move(*open));
    }
    return std::optional<Node>(std::move(node));
}

Result<Operator> NodeReader::read_operator(std::string const& name, Document const& value)
{
    if (name == "all") return Operator(All{TD_TRY(read_parts(value))});
    if (name == "any") return Operator(Any{TD_TRY(read_parts(value))});
    if (name == "open") return Operator(Open{});
    auto fields = TD_TRY(Fields::of(value));
    if (name == "years") {
        Years years;
        years.first = TD_TRY(fields.number("from", kEver));
        years.last = TD_TRY(fields.number("to"));
        auto const* list = TD_TRY(fields.need("of"));
        years.parts = TD_TRY(read_parts(*list));
        TD_CHECK(fields.done());
        return Operator(std::move(years));
    }
    if (name == "after") {
        auto const* list = TD_TRY(fields.need("of"));
        After after;
        after.awards = TD_TRY(awards(value));
        after.parts = TD_TRY(read_parts(*list));
        fields.take("award");
        TD_CHECK(fields.done());
        return Operator(std::move(after));
    }
    if (name == "run") {
        Run run;
        run.rating = TD_TRY(rating_at(fields, "rating"));
        run.years = TD_TRY(fields.number("years"));
        run.whole = TD_TRY(fields.flag("whole", false));
        if (auto const* parts = fields.take("of")) run.parts = TD_TRY(read_parts(*parts));
        TD_CHECK(fields.done());
        return Operator(std::move(run));
    }
    return read_leaf(name, value);
}

Result<Operator> NodeReader::read_leaf(std::string const& name, Document const& value)
{
    auto fields = TD_TRY(Fields::of(value));
    Operator leaf;
    if (name == "rating") {
        leaf = YearRating{TD_TRY(rating_at(fields, "at-least"))};
    } else if (name == "rated") {
        auto const rating = TD_TRY(rating_at(fields, "rating"));
        leaf = RatedYears{rating, TD_TRY(fields.number("at-least"))};
    } else if (name == "titles") {
        Titles titles;
        titles.awards = TD_TRY(awards(value));
        titles.years = TD_TRY(fields.number("years"));
        titles.earlier = TD_TRY(fields.flag("earlier", false));
        fields.take("award");
        leaf = std::move(titles);
    } else if (name == "awards") {
        AwardCount count;
        count.awards = TD_TRY(awards(value));
        count.at_least = TD_TRY(fields.number("at-least"));
        count.any_mode = TD_TRY(fields.flag("any-mode", false));
        fields.take("award");
        leaf = std::move(count);
    } else if (name == "no-award") {
        fields.take("award");
        leaf = NoAward{TD_TRY(awards(value))};
    } else if (name == "held") {
        fields.take("award");
        leaf = Held{TD_TRY(awards(value))};
    } else if (name == "initiatives") {
        auto const code = TD_TRY(fields.word("level"));
        auto const level = level_of(code);
        if (!level) return at(value, "unknown level '" + code + "'");
        auto kinds = TD_TRY(codes(fields, "kind", "initiative-kind"));
        auto const least = TD_TRY(fields.number("at-least"));
        leaf = Initiatives{*level, std::move(kinds), least};
    } else {
        return read_fact_leaf(name, value);
    }
    TD_CHECK(fields.done());
    return leaf;
}

Result<Operator> NodeReader::read_fact_leaf(std::string const& name, Document const& value)
{
    auto fields = TD_TRY(Fields::of(value));
    Operator leaf;
    if (name == "category") {
        leaf = Category{TD_TRY(codes(fields, "in", "category"))};
    } else if (name == "service") {
        auto const least = TD_TRY(fields.number("years"));
        leaf = Service{least, TD_TRY(fields.number("below", 0))};
    } else if (name == "recruited") {
        leaf = RecruitMonths{TD_TRY(fields.number("months"))};
    } else if (name == "study") {
        auto const months = TD_TRY(fields.number("months"));
        leaf = LongStudy{months, TD_TRY(fields.words("results"))};
    } else if (name == "leave") {
        leaf = LeaveDays{TD_TRY(fields.number("below"))};
    } else if (name == "undisciplined") {
        Undisciplined none;
        auto const when = TD_TRY(fields.word("when"));
        none.when = TD_TRY(when_at(value, when));
        none.kinds = TD_TRY(codes(fields, "kinds", "discipline"));
        none.coefficient = TD_TRY(fields.number("coefficient", 0));
        leaf = std::move(none);
    } else if (name == "transfer-opinion") {
        leaf = TransferOpinion{TD_TRY(fields.number("months"))};
    } else if (name == "members") {
        return Operator(TD_TRY(members_in(value)));
    } else if (name == "block-rank") {
        leaf = BlockRank{TD_TRY(fields.number("at-most"))};
    } else if (name == "party-clean") {
        leaf = PartyClean{TD_TRY(fields.flag("if-known", false))};
    } else if (name == "post") {
        leaf = Post{TD_TRY(fields.number("coefficient", 0))};
    } else if (name == "attest") {
        leaf = Attest{TD_TRY(fields.word("what"))};
    } else {
        return read_filing_leaf(name, value);
    }
    TD_CHECK(fields.done());
    return leaf;
}

Result<Operator> NodeReader::read_filing_leaf(std::string const& name, Document const& value)
{
    auto fields = TD_TRY(Fields::of(value));
    Operator leaf;
    if (name == "filed") {
        FiledBy filed{TD_TRY(fields.number("years"))};
        TD_CHECK(month_day(fields, filed.month, filed.day));
        leaf = filed;
    } else if (name == "filed-after") {
        FiledAfter filed;
        filed.awards = TD_TRY(awards(value));
        filed.years = TD_TRY(fields.number("years"));
        fields.take("award");
        TD_CHECK(month_day(fields, filed.month, filed.day));
        leaf = std::move(filed);
    } else if (name == "no-other-form") {
        NoOtherForm none;
        none.awards = TD_TRY(awards(value));
        none.from = TD_TRY(fields.day("from"));
        fields.take("award");
        for (auto const& code : TD_TRY(fields.words("exempt"))) {
            auto const mode = mode_of(code);
            if (!mode) return at(value, "unknown mode '" + code + "'");
            none.exempt.push_back(*mode);
        }
        leaf = std::move(none);
    } else {
        return at(value, "unknown operator '" + name + "'");
    }
    TD_CHECK(fields.done());
    return leaf;
}

}  // namespace thidua::law
