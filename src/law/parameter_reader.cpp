// parameters/*.yaml into tables. Every row says which awards and days it is for, by which clause,
// and how sure we are of the text; what a row adds to that is read by its table.
#include "law/node_reader.h"
#include "law/parameters.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::law {
namespace {

struct RowReader {
    LawBook const& book;

    Result<Scope> scope(Fields& fields) const
    {
        Scope scope;
        scope.awards = TD_TRY(fields.words("award"));
        for (auto const& code : scope.awards) {
            if (!book.awards.contains(code))
                return at(fields.where(), "unknown award '" + code + "'");
        }
        auto const kinds = TD_TRY(fields.words("kind"));
        for (auto const& code : book.award_order) {
            auto const& kind = book.awards.at(code).kind;
            if (std::find(kinds.begin(), kinds.end(), kind) != kinds.end())
                scope.awards.push_back(code);
        }
        bool const rest = TD_TRY(fields.flag("rest", false));
        if (rest != scope.awards.empty())
            return at(fields.where(), "a row names its awards, or is for the rest");
        if (fields.where().find("army") != nullptr) scope.army = TD_TRY(fields.flag("army", false));
        auto const subject = TD_TRY(fields.word("subject", ""));
        if (subject == "person")
            scope.subject = Subject::Person;
        else if (subject == "unit")
            scope.subject = Subject::Unit;
        else if (!subject.empty())
            return at(fields.where(), "subject is person or unit");
        scope.level = TD_TRY(fields.word("level", ""));
        scope.from = TD_TRY(fields.day("from")).value_or(*make_date(1, 1, 1));
        scope.to = TD_TRY(fields.day("to")).value_or(*make_date(9999, 12, 31));
        if (scope.to < scope.from) return at(fields.where(), "ends before it begins");
        return scope;
    }

    Result<void> ground(Fields& fields, Ground& ground) const
    {
        ground.clause = TD_TRY(fields.word("clause"));
        auto const sureness = TD_TRY(fields.word("confidence"));
        ground.confidence = TD_TRY(confidence_in(fields.where(), sureness));
        ground.point = TD_TRY(fields.word("point", ""));
        bool const nothing = TD_TRY(fields.flag("nothing", false));
        bool const open = ground.confidence == Confidence::C;
        if (open == ground.point.empty() || (open && nothing))
            return at(fields.where(), "confidence C and a point go together");
        ground.says = open ? Says::Open : nothing ? Says::Nothing : Says::Value;
        return {};
    }
};

Result<int> percent_in(Fields& fields, Ground const& ground)
{
    int const percent = TD_TRY(fields.number("percent", 0));
    if (percent < 0 || percent > 100 || (percent == 0) != (ground.says != Says::Value)) {
        if (ground.says != Says::Open) return at(fields.where(), "a percentage of 1 to 100");
    }
    return percent;
}

Result<void> read_own(Fields& fields, VoteShare& share)
{
    share.percent = TD_TRY(percent_in(fields, share));
    share.secret = TD_TRY(fields.flag("secret", false));
    return {};
}

Result<void> read_own(Fields& fields, Quota& quota)
{
    quota.percent = TD_TRY(percent_in(fields, quota));
    quota.of = TD_TRY(fields.word("of", ""));
    if (quota.percent > 0 && !is_quota_base(quota.of))
        return at(fields.where(), "'of' is strength, advanced, units or ministry-flags");
    return {};
}

Result<void> read_own(Fields& fields, Deadline& deadline)
{
    deadline.step = TD_TRY(fields.word("step"));
    deadline.working_days = TD_TRY(fields.number("working-days", 0));
    auto const by = TD_TRY(fields.word("by", ""));
    if (!by.empty()) {
        auto const day = parse_iso_date("2001-" + by);
        if (!day) return at(fields.where(), "a day MM-DD is expected, not '" + by + "'");
        deadline.month = day->month();
        deadline.day = day->day();
    }
    if (fields.where().find("years") != nullptr) deadline.years = TD_TRY(fields.number("years"));
    bool const given = deadline.working_days > 0 || !by.empty();
    if (given != (deadline.says == Says::Value))
        return at(fields.where(), "a day or a span is expected, unless the row is open");
    return {};
}

Result<void> read_own(Fields& fields, Decider& decider)
{
    decider.authority = TD_TRY(fields.word("authority", ""));
    auto const& codes = authorities();
    bool const known = std::find(codes.begin(), codes.end(), decider.authority) != codes.end();
    if (!decider.authority.empty() && !known)
        return at(fields.where(), "unknown authority '" + decider.authority + "'");
    if (decider.authority.empty() != (decider.says == Says::Open))
        return at(fields.where(), "an authority is expected, unless the row is open");
    return {};
}

Result<void> read_own(Fields& fields, Dossier& dossier)
{
    dossier.papers = TD_TRY(fields.words("papers"));
    dossier.originals = TD_TRY(fields.number("originals", 0));
    dossier.electronic = TD_TRY(fields.flag("electronic", false));
    if (dossier.papers.empty() != (dossier.says == Says::Open))
        return at(fields.where(), "papers are expected, unless the row is open");
    return {};
}

Result<void> read_own(Fields& fields, PostTime& time)
{
    time.less_months = TD_TRY(fields.number("less-months", 0));
    time.less_third = TD_TRY(fields.flag("less-third", false));
    if ((time.less_months > 0) == time.less_third)
        return at(fields.where(), "either less-months or less-third is expected");
    return {};
}

Result<void> read_own(Fields& fields, Hint& hint)
{
    hint.hint = TD_TRY(fields.word("hint"));
    return {};
}

// What tells rows of one award and day apart.
template <class T>
std::string variant_of(T const& value)
{
    if constexpr (std::is_same_v<T, Deadline>) return value.step;
    if constexpr (std::is_same_v<T, Hint>) return value.hint;
    return "";
}

bool meet(Scope const& one, Scope const& other)
{
    if (one.to < other.from || other.to < one.from) return false;
    if (one.army && other.army && *one.army != *other.army) return false;
    if (one.subject && other.subject && *one.subject != *other.subject) return false;
    if (!one.level.empty() && !other.level.empty() && one.level != other.level) return false;
    if (one.awards.empty() || other.awards.empty())
        return one.awards.empty() && other.awards.empty();
    return std::any_of(one.awards.begin(), one.awards.end(), [&](std::string const& award) {
        return std::find(other.awards.begin(), other.awards.end(), award) != other.awards.end();
    });
}

template <class T>
Result<void> read_table(RowReader const& reader,
                        Document const& document,
                        std::string_view name,
                        Table<T>& table)
{
    auto const* list = document.find(name);
    if (list == nullptr || !list->is_list())
        return at(document, "'" + std::string(name) + "' is missing");
    std::vector<int> lines;
    for (auto const& item : list->items) {
        auto fields = TD_TRY(Fields::of(item));
        auto scope = TD_TRY(reader.scope(fields));
        T value;
        TD_CHECK(reader.ground(fields, value));
        TD_CHECK(read_own(fields, value));
        TD_CHECK(fields.done());
        for (std::size_t i = 0; i < table.size(); ++i) {
            auto const& [other, known] = table[i];
            if (variant_of(known) == variant_of(value) && meet(other, scope))
                return at(item, "overlaps the row of line " + std::to_string(lines[i]));
        }
        table.emplace_back(std::move(scope), std::move(value));
        lines.push_back(item.line);
    }
    return {};
}

Result<Document> file_at(std::vector<PackFile> const& files, std::string const& name)
{
    for (auto const& file : files) {
        if (file.name == name) return read_document(file.bytes, file.name);
    }
    Document where;
    where.file = name;
    return at(where, "the file is missing");
}

}  // namespace

std::vector<std::string> const& authorities()
{
    static std::vector<std::string> const codes = {"chu-tich-nuoc",
                                                   "chinh-phu",
                                                   "thu-tuong",
                                                   "bo-truong",
                                                   "truong-ban",
                                                   "cap-quan-khu",
                                                   "thu-truong"};
    return codes;
}

Result<Parameters> read_parameters(std::vector<PackFile> const& files,
                                   LawBook const& book,
                                   std::string const& root)
{
    RowReader const reader{book};
    Parameters read;
    read.awards = book.awards;
    read.regimes = book.regimes;
    auto const folder = root + "parameters/";
    auto const votes = TD_TRY(file_at(files, folder + "votes.yaml"));
    TD_CHECK(read_table(reader, votes, "votes", read.votes));
    auto const quotas = TD_TRY(file_at(files, folder + "quotas.yaml"));
    TD_CHECK(read_table(reader, quotas, "quotas", read.quotas));
    auto const dates = TD_TRY(file_at(files, folder + "dates.yaml"));
    TD_CHECK(read_table(reader, dates, "dates", read.dates));
    auto const deciders = TD_TRY(file_at(files, folder + "deciders.yaml"));
    TD_CHECK(read_table(reader, deciders, "deciders", read.deciders));
    auto const dossiers = TD_TRY(file_at(files, folder + "dossiers.yaml"));
    TD_CHECK(read_table(reader, dossiers, "dossiers", read.dossiers));
    auto const principles = TD_TRY(file_at(files, folder + "principles.yaml"));
    TD_CHECK(read_table(reader, principles, "post-time", read.post_times));
    TD_CHECK(read_table(reader, principles, "hints", read.hints));
    return read;
}

Parameters const& built_in_parameters()
{
    static Parameters const parameters = [] {
        auto read = read_parameters(built_in_files(), built_in());
        if (read) return std::move(read).value();
        auto const& args = read.error().problems.front().args;
        throw std::logic_error(args[0].second + ":" + args[1].second + ": " + args[2].second);
    }();
    return parameters;
}

}  // namespace thidua::law
