#include "law/cases.h"

#include "law/node_reader.h"
#include "law/reader.h"

#include <charconv>
#include <set>

namespace thidua::law {
namespace {

Result<int> year_in(Document const& scalar)
{
    int const year = TD_TRY(number_in(scalar));
    if (year < 1 || year > 9998) return at(scalar, "'" + scalar.text + "' is no year");
    return year;
}

Result<int> year_at(Fields& fields, std::string_view name)
{
    auto const* scalar = TD_TRY(fields.need(name));
    return year_in(*scalar);
}

// A part written without content is a part left out.
Document const* part_at(Fields& fields, std::string_view name)
{
    auto const* part = fields.take(name);
    return part != nullptr && part->shape != Document::Shape::Null ? part : nullptr;
}

// 0.8 as 80; at most two digits after the point.
Result<int> hundredths(Document const& scalar)
{
    double value = 0;
    auto const& text = scalar.text;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (problem != std::errc{} || end != text.data() + text.size() ||
        !(value >= 0 && value < 1000)) {
        return at(scalar, "a coefficient such as 0.8 is expected, not '" + text + "'");
    }
    return static_cast<int>(value * 100 + 0.5);
}

Result<AwardFact> award_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    AwardFact award;
    award.award = TD_TRY(fields.word("award"));
    // The period counts where one is written, else the year.
    auto const* year = fields.take("year");
    if (year == nullptr || fields.take("to") != nullptr)
        award.to = TD_TRY(year_at(fields, "to"));
    else
        award.to = TD_TRY(year_in(*year));
    award.from = fields.take("from") != nullptr ? TD_TRY(year_at(fields, "from")) : award.to;
    if (award.from > award.to) return at(document, "the period ends before it begins");
    award.decided = TD_TRY(fields.need_day("decided"));
    auto const code = TD_TRY(fields.word("mode", "cong-trang"));
    auto const mode = mode_of(code);
    if (!mode) return at(document, "unknown mode '" + code + "'");
    award.mode = *mode;
    award.decision = TD_TRY(fields.word("decision", ""));
    TD_CHECK(fields.done());
    return award;
}

Result<InitiativeFact> initiative_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    InitiativeFact initiative;
    initiative.year = TD_TRY(year_at(fields, "year"));
    auto const code = TD_TRY(fields.word("level", "co-so"));
    auto const level = level_of(code);
    if (!level) return at(document, "unknown level '" + code + "'");
    initiative.level = *level;
    initiative.kind = TD_TRY(fields.word("kind", "sang-kien"));
    if (initiative.kind != "sang-kien" && initiative.kind != "de-tai" &&
        initiative.kind != "muu-tri") {
        return at(document, "unknown kind of initiative '" + initiative.kind + "'");
    }
    initiative.decision = TD_TRY(fields.word("decision", ""));
    TD_CHECK(fields.done());
    return initiative;
}

Result<DisciplineFact> discipline_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    DisciplineFact measure;
    measure.kind = TD_TRY(fields.word("kind"));
    measure.from = TD_TRY(fields.need_day("from"));
    measure.to = TD_TRY(fields.day("to"));
    TD_CHECK(fields.done());
    return measure;
}

Result<AbsenceFact> absence_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    AbsenceFact absence;
    absence.kind = TD_TRY(fields.word("kind"));
    absence.from = TD_TRY(fields.need_day("from"));
    absence.to = TD_TRY(fields.day("to"));
    absence.result = TD_TRY(fields.word("result", ""));
    TD_CHECK(fields.done());
    return absence;
}

Result<TransferFact> transfer_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    TransferFact transfer{TD_TRY(fields.need_day("on")), TD_TRY(fields.flag("opinion", false))};
    TD_CHECK(fields.done());
    return transfer;
}

Result<PostFact> post_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    PostFact post{TD_TRY(fields.need_day("from")), TD_TRY(fields.day("to"))};
    if (auto const* coefficient = fields.take("coefficient"))
        post.coefficient = TD_TRY(hundredths(*coefficient));
    TD_CHECK(fields.done());
    return post;
}

Result<MemberCounts> members_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    MemberCounts members;
    members.total = TD_TRY(fields.number("total", 0));
    members.completed = TD_TRY(fields.number("completed", 0));
    members.advanced = TD_TRY(fields.number("advanced", 0));
    members.base_fighters = TD_TRY(fields.number("cstd-co-so", 0));
    members.disciplined = TD_TRY(fields.number("disciplined", 0));
    TD_CHECK(fields.done());
    return members;
}

template <class T>
Result<std::vector<T>> list_at(Fields& fields,
                               std::string_view name,
                               Result<T> (*read)(Document const&))
{
    std::vector<T> items;
    auto const* list = part_at(fields, name);
    if (list == nullptr) return items;
    if (!list->is_list()) return at(*list, "a list is expected");
    for (auto const& item : list->items) items.push_back(TD_TRY(read(item)));
    return items;
}

Result<History> history_in(Document const& document);

Result<Predecessor> predecessor_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    Predecessor before;
    before.on = TD_TRY(fields.need_day("on"));
    auto const kind = TD_TRY(fields.word("kind"));
    if (kind == "rename")
        before.kind = Succession::Rename;
    else if (kind == "merge")
        before.kind = Succession::Merge;
    else if (kind == "split")
        before.kind = Succession::Split;
    else
        return at(document, "unknown kind of lineage '" + kind + "'");
    if (auto const* history = part_at(fields, "history"))
        before.history = TD_TRY(history_in(*history));
    TD_CHECK(fields.done());
    return before;
}

Result<std::map<int, Rating>> ratings_in(Document const& document)
{
    std::map<int, Rating> ratings;
    if (!document.is_map()) return at(document, "ratings by year are expected");
    for (auto const& [year, code] : document.fields) {
        Document key = code;
        key.shape = Document::Shape::Scalar;
        key.text = year;
        auto const rating = rating_of(code.text);
        if (!rating) return at(code, "unknown rating '" + code.text + "'");
        int const which = TD_TRY(year_in(key));
        ratings[which] = *rating;
    }
    return ratings;
}

Result<History> history_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    History history;
    history.joined = TD_TRY(fields.day("joined"));
    if (auto const* ratings = part_at(fields, "ratings"))
        history.ratings = TD_TRY(ratings_in(*ratings));
    history.awards = TD_TRY(list_at(fields, "awards", award_in));
    history.initiatives = TD_TRY(list_at(fields, "initiatives", initiative_in));
    history.disciplines = TD_TRY(list_at(fields, "disciplines", discipline_in));
    if (part_at(fields, "pending") != nullptr) history.pending = TD_TRY(fields.words("pending"));
    history.absences = TD_TRY(list_at(fields, "absences", absence_in));
    history.transfers = TD_TRY(list_at(fields, "transfers", transfer_in));
    history.posts = TD_TRY(list_at(fields, "posts", post_in));
    history.lineage = TD_TRY(list_at(fields, "lineage", predecessor_in));
    if (auto const* block = part_at(fields, "block")) {
        auto inner = TD_TRY(Fields::of(*block));
        history.block = BlockFact{TD_TRY(inner.number("rank")), TD_TRY(inner.number("of", 0))};
        TD_CHECK(inner.done());
    }
    if (auto const* members = part_at(fields, "members"))
        history.members = TD_TRY(members_in(*members));
    if (fields.take("party_clean") != nullptr)
        history.party_clean = TD_TRY(fields.flag("party_clean", false));
    TD_CHECK(fields.done());
    return history;
}

Result<Case> case_in(Document const& document)
{
    auto fields = TD_TRY(Fields::of(document));
    Case one;
    one.name = TD_TRY(fields.word("name"));
    one.question.award = TD_TRY(fields.word("award"));
    auto const subject = TD_TRY(fields.word("subject"));
    if (subject != "person" && subject != "unit") return at(document, "subject is person or unit");
    one.facts.subject = subject == "unit" ? Subject::Unit : Subject::Person;
    one.facts.category = TD_TRY(fields.word("category", "officer"));
    one.facts.sex = TD_TRY(fields.word("sex", ""));
    one.question.year = TD_TRY(year_at(fields, "year"));
    one.question.received =
        TD_TRY(fields.day("received")).value_or(*make_date(one.question.year, 12, 31));
    if (auto const* history = part_at(fields, "history"))
        one.facts.history = TD_TRY(history_in(*history));
    one.expect = TD_TRY(fields.word("expect"));
    one.open = TD_TRY(fields.words("open"));
    one.clause = TD_TRY(fields.word("clause", ""));
    auto const sureness = TD_TRY(fields.word("confidence", "A"));
    one.confidence = TD_TRY(confidence_in(document, sureness));
    for (auto const* remark : {"rule", "note"}) fields.take(remark);
    TD_CHECK(fields.done());
    return one;
}

}  // namespace

Result<std::vector<Case>> read_cases(std::string_view bytes, std::string const& file)
{
    auto const document = TD_TRY(read_document(bytes, file));
    std::vector<Case> cases;
    if (document.shape == Document::Shape::Null) return cases;
    if (!document.is_list()) return at(document, "a list of cases is expected");
    for (auto const& item : document.items) cases.push_back(TD_TRY(case_in(item)));
    return cases;
}

bool names_open_points(Case const& each, Verdict const& verdict)
{
    std::set<std::string> named;
    for (auto const& open : verdict.open) named.insert(open.point);
    return each.open.empty() || named == std::set(each.open.begin(), each.open.end());
}

std::vector<CaseOutcome> run_cases(LawBook const& book, std::vector<Case> const& cases)
{
    std::vector<CaseOutcome> outcomes;
    for (auto const& each : cases) {
        outcomes.push_back({each.name, each.expect, evaluate(book, each.facts, each.question)});
    }
    return outcomes;
}

}  // namespace thidua::law
