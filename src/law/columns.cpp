#include "law/columns.h"

#include <stdexcept>

namespace thidua::law {
namespace {

constexpr std::size_t kModes = 7;
constexpr std::size_t kLags = 2;
constexpr int kYears = 64;

std::uint32_t index(std::size_t subject) { return static_cast<std::uint32_t>(subject); }
std::uint64_t mask(int bit) { return std::uint64_t{1} << bit; }

void mark(std::vector<Bits>& bits, std::size_t subject)
{
    bits[subject / kBlock][subject % kBlock / 64] |= mask(static_cast<int>(subject % 64));
}

}  // namespace

Columns::Columns(Subject kind, int newest_year) : kind_(kind), base_(newest_year - (kYears - 1))
{
    auto const first = make_date(base_, 1, 1);
    auto const last = make_date(newest_year, 12, 31);
    if (!first || !last) throw std::logic_error("columns of absurd years");
    first_day_ = first->days;
    for (auto day = *first; day <= *last; day = day.plus_days(1)) {
        bit_of_day_.push_back(static_cast<std::uint8_t>(day.year() - base_));
    }
}

Columns::~Columns() = default;
Columns::Columns(Columns&&) noexcept = default;

Code Columns::code(std::string_view word)
{
    auto const [found, fresh] = codes_.emplace(std::string(word), static_cast<Code>(codes_.size()));
    return found->second;
}

std::optional<Code> Columns::known_code(std::string_view word) const
{
    auto const found = codes_.find(std::string(word));
    if (found == codes_.end()) return std::nullopt;
    return found->second;
}

std::size_t Columns::subject(Code category, std::optional<Date> joined)
{
    if (size_ % kBlock == 0) {
        pending_.emplace_back();
        explained_.emplace_back();
    }
    categories_.push_back(category);
    joined_.push_back(joined ? joined->days : kUnknownDay);
    return size_++;
}

// Years from the base on; far below the window where the day lies outside it.
int Columns::bit_of(Date day) const
{
    auto const offset = static_cast<std::int64_t>(day.days) - first_day_;
    if (offset < 0 || offset >= static_cast<std::int64_t>(bit_of_day_.size())) return -kYears;
    return bit_of_day_[static_cast<std::size_t>(offset)];
}

void Columns::rating(std::size_t subject, int year, Rating rating)
{
    int const at = bit(year);
    if (at < 1 || at >= kYears) return explain(subject);
    for (std::size_t i = 1; i <= static_cast<std::size_t>(rating); ++i) {
        rated_[i].add(index(subject), mask(at));
    }
}

AwardPlane& Columns::award_plane(Code award, Mode mode, int lag)
{
    auto const at =
        (award * kModes + static_cast<std::size_t>(mode)) * kLags + static_cast<std::size_t>(lag);
    if (at >= awards_.size()) awards_.resize(at + 1);
    if (!awards_[at]) {
        awards_[at] = std::make_unique<AwardPlane>();
        awards_[at]->award = award;
        awards_[at]->mode = mode;
        awards_[at]->lag = lag;
        awards_[at]->first_day.fill(INT32_MAX);
        awards_[at]->last_day.fill(INT32_MIN);
    }
    return *awards_[at];
}

void Columns::award(std::size_t subject, Code award, int to, Date decided, Mode mode)
{
    int const at = bit(to);
    if (at < 1 || at >= kYears) return explain(subject);
    auto const year = static_cast<std::size_t>(at);
    int const lag = bit_of(decided) - at;
    OddAward const row{index(subject), award, mode, static_cast<std::uint8_t>(at), decided};
    if (lag != 0 && lag != 1) return odd_.add(row);
    auto& plane = award_plane(award, mode, lag);
    if (plane.years.add(index(subject), mask(at))) repeated_.add(row);
    plane.first_day[year] = std::min(plane.first_day[year], decided.days);
    plane.last_day[year] = std::max(plane.last_day[year], decided.days);
}

void Columns::initiative(std::size_t subject, int year, Level level, Code kind)
{
    int const at = bit(year);
    if (at < 1 || at >= kYears) return explain(subject);
    initiatives_.add({index(subject), kind, static_cast<std::uint8_t>(at), level});
}

void Columns::discipline(std::size_t subject, Code kind, Date from, std::optional<Date> to)
{
    disciplines_.add({index(subject), kind, !to, from, to.value_or(from)});
}

void Columns::absence(
    std::size_t subject, Code kind, Date from, std::optional<Date> to, Code result)
{
    absences_.add({index(subject), kind, result, !to, from, to.value_or(from)});
}

void Columns::transfer(std::size_t subject, Date on, bool opinion)
{
    transfers_.add({index(subject), opinion, on});
}

void Columns::post(std::size_t subject, Date from, std::optional<Date> to, int coefficient)
{
    posts_.add({index(subject), coefficient, !to, from, to.value_or(from)});
}

void Columns::pending(std::size_t subject) { mark(pending_, subject); }
void Columns::explain(std::size_t subject) { mark(explained_, subject); }

void Columns::of_the_year(std::size_t subject,
                          std::optional<BlockFact> block,
                          std::optional<bool> party_clean,
                          std::optional<MemberCounts> members)
{
    year_rows_.add({index(subject), block, party_clean, members});
}

std::size_t Columns::add(Facts const& facts)
{
    if (facts.subject != kind_) throw std::logic_error("columns hold one kind of subject");
    auto const& history = facts.history;
    auto const who = subject(code(facts.category), history.joined);
    for (auto const& [year, each] : history.ratings) rating(who, year, each);
    for (auto const& each : history.awards)
        award(who, code(each.award), each.to, each.decided, each.mode);
    for (auto const& each : history.initiatives)
        initiative(who, each.year, each.level, code(each.kind));
    for (auto const& each : history.disciplines)
        discipline(who, code(each.kind), each.from, each.to);
    for (auto const& each : history.absences)
        absence(who, code(each.kind), each.from, each.to, code(each.result));
    for (auto const& each : history.transfers) transfer(who, each.on, each.opinion);
    for (auto const& each : history.posts) post(who, each.from, each.to, each.coefficient);
    if (!history.pending.empty()) pending(who);
    if (history.block || history.party_clean || history.members)
        of_the_year(who, history.block, history.party_clean, history.members);
    if (!history.lineage.empty()) explain(who);
    return who;
}

// One award of one year decided at different times: which of them counts the law's order says, not
// the words.
void Columns::mark_contradictions()
{
    for (auto const& late : awards_) {
        if (!late || late->lag == 0) continue;
        for (auto const* plane : award_planes(late->award)) {
            if (plane->lag != 0) continue;
            each_of_both(
                late->years, plane->years, [this](std::uint32_t subject) { explain(subject); });
        }
    }
    auto const rows = odd_.all();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        for (auto next = i + 1; next < rows.size() && rows[next].subject == row.subject; ++next) {
            if (rows[next].award == row.award && rows[next].bit == row.bit) explain(row.subject);
        }
        for (auto const* plane : award_planes(row.award)) {
            if ((plane->years.word(row.subject) & mask(row.bit)) != 0) explain(row.subject);
        }
    }
}

void Columns::count_initiatives()
{
    for (auto const& row : initiatives_.all()) {
        for (std::size_t level = 0; level <= static_cast<std::size_t>(row.level); ++level) {
            auto& planes = initiative_years_[level];
            bool const second = planes[0].add(row.subject, mask(row.bit));
            if (second && planes[1].add(row.subject, mask(row.bit)))
                planes[2].add(row.subject, mask(row.bit));
        }
    }
}

void Columns::seal()
{
    auto const count = blocks();
    auto const ignore = [](std::uint32_t) {};
    for (auto& plane : rated_) plane.sort(ignore);
    for (auto& plane : awards_) {
        if (!plane) continue;
        auto const repeated = [&](std::uint32_t subject) {
            repeated_.add({subject, plane->award, plane->mode, 0, {}});
        };
        plane->years.sort(repeated);
    }
    odd_.seal(count);
    repeated_.seal(count);
    mark_contradictions();
    initiatives_.seal(count);
    count_initiatives();
    disciplines_.seal(count);
    absences_.seal(count);
    transfers_.seal(count, [](TransferRow const& a, TransferRow const& b) {
        return std::pair(a.subject, a.on) < std::pair(b.subject, b.on);
    });
    posts_.seal(count);
    year_rows_.seal(count);
    categories_.resize(count * kBlock, 0);
    joined_.resize(count * kBlock, kUnknownDay);
    for (auto& plane : rated_) plane.seal(count);
    for (auto& planes : initiative_years_) {
        for (auto& plane : planes) plane.seal(count);
    }
    for (auto& plane : awards_) {
        if (plane) plane->years.seal(count);
    }
}

Code const* Columns::categories(std::size_t block) const
{
    return categories_.data() + block * kBlock;
}

std::int32_t const* Columns::joined(std::size_t block) const
{
    return joined_.data() + block * kBlock;
}

std::vector<AwardPlane const*> Columns::award_planes(Code award) const
{
    std::vector<AwardPlane const*> planes;
    for (std::size_t at = award * kModes * kLags;
         at < std::min(awards_.size(), (award + std::size_t{1}) * kModes * kLags);
         ++at) {
        if (awards_[at]) planes.push_back(awards_[at].get());
    }
    return planes;
}

Plane const& Columns::initiatives(Level least, int at_least) const
{
    return initiative_years_[static_cast<std::size_t>(least)]
                            [static_cast<std::size_t>(at_least - 1)];
}

void Columns::visit_planes(std::function<void(Plane const&)> const& visit) const
{
    for (auto const& plane : rated_) visit(plane);
    for (auto const& planes : initiative_years_) {
        for (auto const& plane : planes) visit(plane);
    }
    for (auto const& plane : awards_) {
        if (plane) visit(plane->years);
    }
}

std::size_t Columns::dense_bytes() const
{
    std::size_t bytes = categories_.size() * sizeof(Code) + joined_.size() * 4 +
                        (pending_.size() + explained_.size()) * sizeof(Bits);
    visit_planes([&](Plane const& plane) { bytes += plane.dense() ? plane.bytes() : 0; });
    return bytes;
}

std::size_t Columns::sparse_bytes() const
{
    std::size_t bytes = odd_.bytes() + repeated_.bytes() + initiatives_.bytes() +
                        disciplines_.bytes() + absences_.bytes() + transfers_.bytes() +
                        posts_.bytes() + year_rows_.bytes();
    visit_planes([&](Plane const& plane) { bytes += plane.dense() ? 0 : plane.bytes(); });
    return bytes;
}

}  // namespace thidua::law
