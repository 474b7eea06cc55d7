#include "law/program.h"

#include <algorithm>

namespace thidua::law {
namespace {

// Awards whose years a requirement reads.
struct AwardsRead {
    std::vector<std::string> const* operator()(After const& what) const { return &what.awards; }
    std::vector<std::string> const* operator()(Titles const& what) const { return &what.awards; }
    std::vector<std::string> const* operator()(AwardCount const& what) const
    {
        return &what.awards;
    }
    std::vector<std::string> const* operator()(NoAward const& what) const { return &what.awards; }
    std::vector<std::string> const* operator()(Held const& what) const { return &what.awards; }
    std::vector<std::string> const* operator()(FiledAfter const& what) const
    {
        return &what.awards;
    }
    template <class T>
    std::vector<std::string> const* operator()(T const&) const
    {
        return nullptr;
    }
};

// The last day of joining from which `months` are complete on `day`.
std::int32_t joined_by(int months, Date day)
{
    std::int32_t low = day.days - 31 * (months + 1), high = day.days;
    while (low < high) {
        auto const middle = low + (high - low + 1) / 2;
        if (Date{middle}.plus_months(months) <= day)
            low = middle;
        else
            high = middle - 1;
    }
    return low;
}

bool is_plain_all(Node const& node)
{
    return std::holds_alternative<All>(node.what) && node.point.empty();
}

void list(Node const& node, std::vector<Node const*>& nodes)
{
    if (!is_plain_all(node)) return nodes.push_back(&node);
    for (auto const& part : *parts_of(node)) list(part, nodes);
}

// Years from..to, both bits, as far as they have one.
std::uint64_t years_between(int from, int to)
{
    if (to < 0 || from > 63 || from > to) return 0;
    auto const up_to = ~std::uint64_t{0} >> (63 - std::min(to, 63));
    return from <= 0 ? up_to : up_to & (~std::uint64_t{0} << from);
}

// Whether it holds of a longer window where it holds of a shorter one that ends with it.
bool grows(Node const& node)
{
    if (std::holds_alternative<NoAward>(node.what)) return false;
    if (auto const* run = std::get_if<Run>(&node.what); run != nullptr && run->whole) return false;
    if (node.open_when && !grows(*node.open_when)) return false;
    auto const* parts = parts_of(node);
    return parts == nullptr || std::ranges::all_of(*parts, grows);
}

}  // namespace

std::vector<Node const*> requirements_of(Standard const& standard)
{
    std::vector<Node const*> nodes;
    list(standard.root, nodes);
    return nodes;
}

Program::Program(LawBook const& book,
                 Regime const& regime,
                 Standard const& standard,
                 Columns const& columns,
                 Question const& question)
    : regime_(regime),
      standard_(standard),
      columns_(columns),
      question_(question),
      first_of_year_(*make_date(question.year, 1, 1)),
      last_of_year_(*make_date(question.year, 12, 31)),
      worth_(book.awards.at(question.award).level == "state" ? regime.state_worth
                                                             : regime.other_worth)
{
    for (auto const* node : requirements_of(standard)) requirements_.push_back(compile(*node));
    same_form_ = sources_of(question.award, false);
    for (auto* sources : {&same_form_.sources, &same_form_.of_any_lag})
        std::erase_if(*sources,
                      [](AwardSource const& each) { return each.plane->mode != Mode::Merit; });
}

Step Program::compile(Node const& node) const
{
    Step step;
    step.node = &node;
    if (auto const* parts = parts_of(node)) {
        for (auto const& part : *parts) step.parts.push_back(compile(part));
    }
    if (node.open_when) step.open_when = std::make_unique<Step>(compile(*node.open_when));
    if (auto const* awards = std::visit(AwardsRead{}, node.what)) {
        auto const* count = std::get_if<AwardCount>(&node.what);
        step.awards = sources_of(*awards, count != nullptr && count->any_mode);
    }
    prepare(step, node);
    return step;
}

void Program::prepare(Step& step, Node const& node) const
{
    if (auto const* years = std::get_if<Years>(&node.what)) {
        int const first = years->first == kEver ? 0 : year_bit() + years->first;
        step.years = years_between(first, year_bit() + years->last);
    } else if (auto const* after = std::get_if<After>(&node.what)) {
        step.grows = std::ranges::all_of(after->parts, grows);
    } else if (auto const* category = std::get_if<Category>(&node.what)) {
        for (auto const& word : category->in) {
            if (auto const place = columns_.category(word))
                step.categories |= std::uint64_t{1} << *place;
        }
    } else if (auto const* service = std::get_if<Service>(&node.what)) {
        step.joined_by = joined_by(12 * service->at_least, question_.received);
        step.not_joined_by =
            service->below == 0 ? INT32_MIN : joined_by(12 * service->below, question_.received);
    } else if (auto const* recruit = std::get_if<RecruitMonths>(&node.what)) {
        step.joined_by = std::max(first_of_year_.days - 1,
                                  joined_by(recruit->at_least, last_of_year_.plus_days(1)));
    } else if (auto const* study = std::get_if<LongStudy>(&node.what)) {
        step.words = codes_of(study->results);
        step.kind = columns_.known_code("hoc-tap");
    } else if (std::holds_alternative<LeaveDays>(node.what)) {
        step.kind = columns_.known_code("nghi-khac");
    } else if (auto const* none = std::get_if<Undisciplined>(&node.what)) {
        step.words = codes_of(none->kinds);
    } else if (auto const* initiatives = std::get_if<Initiatives>(&node.what)) {
        step.initiatives = planes_of(*initiatives);
    } else if (auto const* other = std::get_if<NoOtherForm>(&node.what)) {
        step.decided = decided_in_year(*other);
        for (auto const code : codes_of(other->awards)) step.words.push_back(code);
    }
}

std::vector<Code> Program::codes_of(std::vector<std::string> const& words) const
{
    std::vector<Code> codes;
    for (auto const& word : words) {
        if (auto const code = columns_.known_code(word)) codes.push_back(*code);
    }
    return codes;
}

std::vector<InitiativePlanes const*> Program::planes_of(Initiatives const& what) const
{
    auto const kinds = codes_of(what.kinds);
    std::vector<InitiativePlanes const*> found;
    for (auto const& planes : columns_.initiatives()) {
        bool const of_kind = planes.kind ? std::ranges::find(kinds, *planes.kind) != kinds.end()
                                         : what.kinds.empty();
        if (of_kind && planes.least == what.level) found.push_back(&planes);
    }
    return found;
}

AwardSource Program::source_of(AwardPlane const& plane, bool sure) const
{
    AwardSource source{&plane, sure, 0, 0};
    for (int bit = 1; bit <= year_bit(); ++bit) {
        auto const at = static_cast<std::size_t>(bit);
        bool const all = plane.last_day[at] <= question_.received.days;
        if (plane.first_day[at] > question_.received.days) continue;
        (all ? source.visible : source.mixed) |= std::uint64_t{1} << bit;
    }
    return source;
}

AwardSources Program::sources_of(std::string const& award, bool any_mode) const
{
    AwardSources found{UINT16_MAX, {}, {}, true};
    auto const code = columns_.known_code(award);
    if (!code) return found;
    found.award = *code;
    for (auto const* plane : columns_.award_planes(*code)) {
        bool const sure = any_mode || worth(plane->mode) == Worth::Counts;
        if (!sure && worth(plane->mode) == Worth::Never) continue;
        auto const source = source_of(*plane, sure);
        if ((source.visible | source.mixed) == 0) continue;
        found.sources.push_back(source);
        found.only_sure = found.only_sure && sure;
    }
    for (auto const& row : columns_.odd_awards().all()) {
        if (row.award == *code && !any_mode && worth(row.mode) == Worth::Open)
            found.only_sure = false;
    }
    unite_lags(found);
    return found;
}

// Years of which everything is known are read from the plane of both lags.
void Program::unite_lags(AwardSources& award) const
{
    std::vector<AwardPlane const*> united;
    for (auto source : award.sources) {
        if (auto const* both = columns_.of_any_lag(award.award, source.plane->mode)) {
            auto const known = source_of(*both, source.sure).visible;
            source.visible &= ~known;
            if (std::ranges::find(united, both) == united.end()) {
                united.push_back(both);
                award.of_any_lag.push_back({both, source.sure, known, 0});
            }
        }
        if ((source.visible | source.mixed) != 0) award.of_any_lag.push_back(source);
    }
}

std::vector<AwardSources> Program::sources_of(std::vector<std::string> const& awards,
                                              bool any_mode) const
{
    std::vector<AwardSources> found;
    for (auto const& award : awards) {
        auto sources = sources_of(award, any_mode);
        if (sources.award != UINT16_MAX) found.push_back(std::move(sources));
    }
    return found;
}

std::vector<DecidedSource> Program::decided_in_year(NoOtherForm const& what) const
{
    std::vector<DecidedSource> found;
    for (auto const code : codes_of(what.awards)) {
        for (auto const* plane : columns_.award_planes(code)) {
            if (std::ranges::find(what.exempt, plane->mode) != what.exempt.end()) continue;
            int const bit = columns_.bit(question_.received.year()) - plane->lag;
            if (bit < 1 || bit > 63) continue;
            auto const at = static_cast<std::size_t>(bit);
            if (plane->first_day[at] > question_.received.days) continue;
            found.push_back(
                {plane, std::uint64_t{1} << bit, plane->last_day[at] > question_.received.days});
        }
    }
    return found;
}

}  // namespace thidua::law
