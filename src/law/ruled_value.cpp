#include "law/ruled_value.h"

#include "base/text.h"
#include "law/parameters.h"

#include <algorithm>
#include <charconv>

namespace thidua::law {
namespace {

constexpr int kMostDays = 366;
constexpr int kMostYears = 9;
constexpr int kMostOriginals = 20;

// Digits alone, not more than `most`.
std::optional<int> number_in(std::string_view text, int most)
{
    int number = 0;
    auto const [end, fault] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (fault != std::errc() || end != text.data() + text.size()) return std::nullopt;
    if (text.front() == '-' || number > most) return std::nullopt;
    return number;
}

// "4/5" → 4 and 5.
std::optional<std::pair<int, int>> pair_in(std::string_view text, int most)
{
    auto const slash = text.find('/');
    if (slash == std::string_view::npos) return std::nullopt;
    auto const left = number_in(text.substr(0, slash), most);
    auto const right = number_in(text.substr(slash + 1), most);
    if (!left || !right) return std::nullopt;
    return std::pair{*left, *right};
}

std::string without_blanks(std::string const& typed)
{
    auto text = tidy(typed);
    std::erase(text, ' ');
    return text;
}

bool holds_word(std::vector<std::string> const& words, std::string_view word)
{
    return std::find(words.begin(), words.end(), word) != words.end();
}

template <class T>
bool names(Table<T> const& table, std::string_view point)
{
    return std::any_of(table.begin(), table.end(), [point](auto const& row) {
        return row.second.says == Says::Open && row.second.point == point;
    });
}

// Reads what a kind asks for and collects every fault.
class ValueReader {
public:
    ValueReader(Parameters const& parameters, TypedValue const& typed)
        : parameters_(parameters), typed_(typed)
    {
    }

    Result<RuledValue> read(Valued what)
    {
        refuse_the_rest(what);
        switch (what) {
        case Valued::Nothing: break;
        case Valued::Share: percent(); break;
        case Valued::Quota:
            percent();
            if (is_quota_base(typed_.base))
                value_.of = typed_.base;
            else
                problem("law.value.base", "base");
            break;
        case Valued::Days: days(); break;
        case Valued::Authority: authority(); break;
        case Valued::Papers: papers(); break;
        }
        if (!error_.problems.empty()) return error_;
        return std::move(value_);
    }

private:
    void problem(std::string key, std::string field, Args args = {})
    {
        error_.problems.push_back({std::move(key), std::move(args), std::move(field)});
    }

    void refuse_the_rest(Valued what)
    {
        bool const ratio = what == Valued::Quota;
        bool const days = what == Valued::Days;
        bool const dossier = what == Valued::Papers;
        unasked("percent", !typed_.percent.empty(), ratio || what == Valued::Share);
        unasked("base", !typed_.base.empty(), ratio);
        unasked("span", !typed_.span.empty(), days);
        unasked("years", !typed_.years.empty(), days);
        unasked("authority", !typed_.authority.empty(), what == Valued::Authority);
        unasked("papers", !typed_.papers.empty(), dossier);
        unasked("originals", !typed_.originals.empty(), dossier);
        unasked("electronic", typed_.electronic, dossier);
    }
    void unasked(char const* field, bool typed, bool asked)
    {
        if (typed && !asked) problem("law.value.not-asked", field);
    }

    void percent()
    {
        auto text = without_blanks(typed_.percent);
        if (text.empty()) return problem("law.value.required", "percent");
        std::optional<int> percent;
        if (auto const fraction = pair_in(text, 1000)) {
            auto const [part, whole] = *fraction;
            if (whole > 0 && 100 * part % whole != 0)
                return problem("law.value.not-whole", "percent", {{"value", text}});
            if (whole > 0) percent = 100 * part / whole;
        } else {
            if (text.ends_with('%')) text.pop_back();
            percent = number_in(text, 100);
        }
        if (!percent || *percent < 1 || *percent > 100)
            return problem("law.value.share", "percent", {{"value", typed_.percent}});
        value_.percent = *percent;
    }

    void days()
    {
        auto const text = without_blanks(typed_.span);
        if (text.empty()) return problem("law.value.required", "span");
        if (auto const last = pair_in(text, 31)) {
            if (auto const day = make_date(2001, last->second, last->first)) {
                value_.month = day->month();
                value_.day = day->day();
                return years();
            }
        } else if (auto const span = number_in(text, kMostDays); span && *span > 0) {
            value_.working_days = *span;
            if (!typed_.years.empty()) problem("law.value.years-of-day", "years");
            return;
        }
        problem("law.value.days", "span", {{"value", typed_.span}});
    }
    void years()
    {
        if (typed_.years.empty()) return;
        value_.years = number_in(typed_.years, kMostYears);
        if (!value_.years) problem("law.value.years", "years", {{"value", typed_.years}});
    }

    void authority()
    {
        if (!holds_word(authorities(), typed_.authority))
            return problem("law.value.authority", "authority");
        value_.authority = typed_.authority;
    }

    void papers()
    {
        auto const known = known_papers(parameters_);
        for (auto const& paper : typed_.papers) {
            if (!holds_word(known, paper))
                problem("law.value.paper", "papers", {{"value", paper}});
        }
        if (typed_.papers.empty()) problem("law.value.papers", "papers");
        // In the law's order, so that two papers that say the same are the same line.
        for (auto const& paper : known) {
            if (holds_word(typed_.papers, paper)) value_.papers.push_back(paper);
        }
        value_.electronic = typed_.electronic;
        if (typed_.originals.empty()) return;
        auto const originals = number_in(typed_.originals, kMostOriginals);
        if (!originals || *originals == 0)
            return problem("law.value.originals", "originals", {{"value", typed_.originals}});
        value_.originals = *originals;
    }

    Parameters const& parameters_;
    TypedValue const& typed_;
    RuledValue value_;
    Error error_;
};

void read_last_day(std::string_view text, RuledValue& value)
{
    if (auto const day = parse_iso_date("2001-" + std::string{text})) {
        value.month = day->month();
        value.day = day->day();
    }
}

}  // namespace

bool TypedValue::empty() const
{
    return percent.empty() && base.empty() && span.empty() && years.empty() && authority.empty() &&
           papers.empty() && originals.empty() && !electronic;
}

Valued valued_by(Parameters const& parameters, std::string_view point)
{
    if (names(parameters.votes, point)) return Valued::Share;
    if (names(parameters.quotas, point)) return Valued::Quota;
    if (names(parameters.dates, point)) return Valued::Days;
    if (names(parameters.deciders, point)) return Valued::Authority;
    if (names(parameters.dossiers, point)) return Valued::Papers;
    return Valued::Nothing;
}

std::string_view code_of(Valued what)
{
    switch (what) {
    case Valued::Nothing: return "";
    case Valued::Share: return "share";
    case Valued::Quota: return "quota";
    case Valued::Days: return "days";
    case Valued::Authority: return "authority";
    case Valued::Papers: return "papers";
    }
    return "";
}

Valued kind_of(RuledValue const& value)
{
    if (value.percent > 0) return value.of.empty() ? Valued::Share : Valued::Quota;
    if (value.working_days > 0 || value.day > 0) return Valued::Days;
    if (!value.authority.empty()) return Valued::Authority;
    return value.papers.empty() ? Valued::Nothing : Valued::Papers;
}

std::string line_of(RuledValue const& value)
{
    auto const number = [](int each) { return std::to_string(each); };
    std::string line;
    switch (kind_of(value)) {
    case Valued::Nothing: break;
    case Valued::Share: return "percent " + number(value.percent);
    case Valued::Quota: return "percent " + number(value.percent) + " of " + value.of;
    case Valued::Days:
        if (value.working_days > 0) return "working-days " + number(value.working_days);
        line = "by " + to_iso(*make_date(2001, value.month, value.day)).substr(5);
        if (value.years) line += " years " + number(*value.years);
        break;
    case Valued::Authority: return "authority " + value.authority;
    case Valued::Papers:
        line = "papers";
        for (auto const& paper : value.papers) line += ' ' + paper;
        if (value.originals > 0) line += " originals " + number(value.originals);
        if (value.electronic) line += " electronic";
        break;
    }
    return line;
}

RuledValue value_of(std::string_view line)
{
    RuledValue value;
    auto const words = split(line, ' ');
    bool dossier = false;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const word = words[i];
        auto const next = i + 1 < words.size() ? words[i + 1] : std::string_view{};
        if (word == "percent") {
            value.percent = number_in(next, 100).value_or(0);
        } else if (word == "of") {
            value.of = next;
        } else if (word == "working-days") {
            value.working_days = number_in(next, kMostDays).value_or(0);
        } else if (word == "by") {
            read_last_day(next, value);
        } else if (word == "years") {
            value.years = number_in(next, kMostYears);
        } else if (word == "authority") {
            value.authority = next;
        } else if (word == "originals") {
            value.originals = number_in(next, kMostOriginals).value_or(0);
        } else if (word == "papers") {
            dossier = true;
            continue;
        } else if (word == "electronic") {
            value.electronic = true;
            continue;
        } else {
            if (dossier) value.papers.emplace_back(word);
            continue;
        }
        ++i;
    }
    return value;
}

Result<RuledValue> read_value(Parameters const& parameters, Valued what, TypedValue const& typed)
{
    return ValueReader{parameters, typed}.read(what);
}

std::vector<std::string> known_papers(Parameters const& parameters)
{
    std::vector<std::string> known;
    for (auto const& [scope, dossier] : parameters.dossiers) {
        for (auto const& paper : dossier.papers) {
            if (!holds_word(known, paper)) known.push_back(paper);
        }
    }
    return known;
}

void put_value(VoteShare& share, RuledValue const& value)
{
    if (kind_of(value) == Valued::Share) share.percent = value.percent;
}

void put_value(Quota& quota, RuledValue const& value)
{
    if (kind_of(value) != Valued::Quota) return;
    quota.percent = value.percent;
    quota.of = value.of;
}

void put_value(Deadline& deadline, RuledValue const& value)
{
    if (kind_of(value) != Valued::Days) return;
    deadline.working_days = value.working_days;
    deadline.month = value.month;
    deadline.day = value.day;
    deadline.years = value.years;
}

void put_value(Decider& decider, RuledValue const& value)
{
    if (kind_of(value) == Valued::Authority) decider.authority = value.authority;
}

void put_value(Dossier& dossier, RuledValue const& value)
{
    if (kind_of(value) != Valued::Papers) return;
    dossier.papers = value.papers;
    dossier.originals = value.originals;
    dossier.electronic = value.electronic;
}

void put_value(Hint&, RuledValue const&) {}

}  // namespace thidua::law
