#include "law/columns.h"

#include "law/values.h"

#include <map>
#include <stdexcept>
#include <utility>

namespace thidua::law {
namespace {

constexpr std::uint8_t kNoPlace = 255;

std::uint32_t index(std::size_t subject) { return static_cast<std::uint32_t>(subject); }
std::uint64_t mask(int bit) { return std::uint64_t{1} << bit; }

void mark(std::vector<Bits>& bits, std::size_t subject)
{
    bits[subject / kBlock][subject % kBlock / 64] |= mask(static_cast<int>(subject % 64));
}

}  // namespace

Columns::Columns(Subject kind, int newest_year) : kind_(kind), base_(newest_year - (kYearBits - 1))
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

void Columns::expect(std::size_t subjects)
{
    expected_ = subjects;
    for (auto& plane : rated_) plane.expect(subjects);
    category_codes_.reserve(subjects);
    joined_.reserve(subjects + kBlock);
}

std::size_t Columns::subject(Code category, std::optional<Date> joined)
{
    if (size_ % kBlock == 0) {
        pending_.emplace_back();
        explained_.emplace_back();
    }
    category_codes_.push_back(category);
    joined_.push_back(joined ? joined->days : kUnknownDay);
    return size_++;
}

// The first award of its kind, one decided out of season, or of an absurd year.
void Columns::new_award(std::size_t subject, Code award, int bit, Date decided, Mode mode)
{
    if (bit < 1 || bit >= kYearBits) return explain(subject);
    int const lag = bit_of(decided) - bit;
    if (lag < 0 || lag > 1) {
        return odd_.add({index(subject), award, mode, static_cast<std::uint8_t>(bit), decided});
    }
    auto const slot = slot_of(award, mode, lag);
    if (slot >= awards_.size()) awards_.resize(slot + 1);
    awards_[slot] = std::make_unique<AwardPlane>();
    auto& plane = *awards_[slot];
    plane.years.expect(expected_);
    plane.award = award;
    plane.mode = mode;
    plane.lag = lag;
    plane.first_day.fill(INT32_MAX);
    plane.last_day.fill(INT32_MIN);
    add_to(plane, subject, bit, decided);
}

void Columns::initiative(std::size_t subject, int year, Level level, Code kind)
{
    int const at = bit(year);
    if (at < 1 || at >= kYearBits) return explain(subject);
    auto const slot = kind * kLevels + static_cast<std::size_t>(level);
    if (slot >= initiative_years_.size()) initiative_years_.resize(slot + 1);
    auto& years = initiative_years_[slot];
    if (!years) {
        years = std::make_unique<Plane>();
        years->expect(expected_);
    }
    years->add(index(subject), at);
}

void Columns::discipline(std::size_t subject, Code kind, Date from, std::optional<Date> to)
{
    auto const end = to.value_or(Date{INT32_MAX});
    DisciplineRow const row{index(subject), kind, !to, from, end, to ? bit(to->year()) : kYearBits};
    disciplines_.add(row);
    last_discipline_ = std::max(last_discipline_, from);
    if (row.last >= 0) clean_.add(index(subject), std::min(row.last, kYearBits - 1));
    discipline_years_.add(bit(from.year()), row.last, row);
}

void Columns::absence(
    std::size_t subject, Code kind, Date from, std::optional<Date> to, Code result)
{
    absences_.add(bit(from.year()),
                  to ? bit(to->year()) : kYearBits,
                  {index(subject), kind, result, !to, from, to.value_or(Date{INT32_MAX})});
}

void Columns::transfer(std::size_t subject, Date on, bool opinion)
{
    auto const year = bit(on.year());
    transfers_.add(year, year, {index(subject), opinion, on});
}

void Columns::post(std::size_t subject, Date from, std::optional<Date> to, int coefficient)
{
    posts_.add({index(subject), coefficient, !to, from, to.value_or(Date{INT32_MAX})});
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

void Columns::take(Columns&& other)
{
    if (other.size_ != size_ || other.base_ != base_)
        throw std::logic_error("columns of other subjects");
    rated_ = std::move(other.rated_);
    if (!other.initiatives_.empty()) {
        std::map<Code, Code> ours;
        for (auto const& [word, theirs] : other.codes_) ours.emplace(theirs, code(word));
        initiatives_ = std::move(other.initiatives_);
        for (auto& planes : initiatives_) {
            if (planes.kind) planes.kind = ours.at(*planes.kind);
        }
    }
    if (other.transfers_.bytes() > 0) transfers_ = std::move(other.transfers_);
    if (other.posts_.bytes() > 0) posts_ = std::move(other.posts_);
    for (std::size_t block = 0; block < blocks(); ++block)
        law::join(other.explained_[block], explained_[block]);
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
// the bits.
void Columns::mark_contradictions()
{
    for (auto const& late : awards_) {
        if (!late || late->lag == 0) continue;
        for (auto const* plane : award_planes(late->award)) {
            if (plane->lag != 0) continue;
            late->years.each_shared(plane->years,
                                    [this](std::uint32_t subject) { explain(subject); });
        }
    }
    auto const rows = odd_.all();
    for (std::size_t i = 0; i < rows.size(); ++i) {
        auto const& row = rows[i];
        for (auto next = i + 1; next < rows.size() && rows[next].subject == row.subject; ++next) {
            if (rows[next].award == row.award && rows[next].bit == row.bit) explain(row.subject);
        }
        for (auto const* plane : award_planes(row.award)) {
            if (plane->years.has(row.subject, row.bit)) explain(row.subject);
        }
    }
}

void Columns::count_initiatives()
{
    for (auto const least : {Level::Base, Level::Ministry, Level::Nation}) {
        count_initiatives({}, least);
        for (std::size_t kind = 0; kind * kLevels < initiative_years_.size(); ++kind)
            count_initiatives(kind, least);
    }
    initiative_years_.clear();
}

// Who had several in a year is in a further plane for each.
void Columns::count_initiatives(std::optional<std::size_t> kind, Level least)
{
    InitiativePlanes planes{
        kind ? std::optional(static_cast<Code>(*kind)) : std::nullopt, least, {}};
    Plane next, again;
    for (std::size_t slot = 0; slot < initiative_years_.size(); ++slot) {
        bool const counts =
            (!kind || slot / kLevels == *kind) && slot % kLevels >= static_cast<std::size_t>(least);
        if (counts && initiative_years_[slot]) next.add_all(*initiative_years_[slot], again);
    }
    next.seal(blocks());
    while (!next.empty()) {
        for (auto const row : next.twice()) again.add(row);
        again.seal(blocks());
        planes.more_than.push_back(std::exchange(next, std::exchange(again, {})));
    }
    if (!planes.more_than.empty()) initiatives_.push_back(std::move(planes));
}

void Columns::seal_awards()
{
    for (auto const& plane : awards_) {
        if (!plane) continue;
        plane->years.seal(blocks());
        for (auto const row : plane->years.twice())
            repeated_.add({row.subject(),
                           plane->award,
                           plane->mode,
                           static_cast<std::uint8_t>(row.year()),
                           {}});
    }
    odd_.seal(blocks());
    repeated_.seal(blocks());
    mark_contradictions();
    unite_lags();
}

// What most questions read is fetched once instead of twice.
void Columns::unite_lags()
{
    any_lag_.resize(awards_.size() / kLags);
    for (std::size_t slot = 0; slot + 1 < awards_.size(); slot += kLags) {
        auto const &same = awards_[slot], &next = awards_[slot + 1];
        if (!same || !next) continue;
        auto& both = any_lag_[slot / kLags] = std::make_unique<AwardPlane>();
        both->award = same->award;
        both->mode = same->mode;
        both->years =
            Plane::any_of(std::array<Plane const*, 2>{&same->years, &next->years}, blocks());
        for (std::size_t year = 0; year < kYearBits; ++year) {
            both->first_day[year] = std::min(same->first_day[year], next->first_day[year]);
            both->last_day[year] = std::max(same->last_day[year], next->last_day[year]);
        }
    }
}

AwardPlane const* Columns::of_any_lag(Code award, Mode mode) const
{
    auto const slot = slot_of(award, mode, 0) / kLags;
    return slot < any_lag_.size() ? any_lag_[slot].get() : nullptr;
}

void Columns::seal()
{
    auto const count = blocks();
    seal_awards();
    for (std::size_t rating = rated_.size() - 1; rating > 1; --rating)
        rated_[rating - 1].unite(rated_[rating]);
    for (auto& plane : rated_) plane.seal(count);
    count_initiatives();
    disciplines_.seal(count);
    clean_.seal_since(count);
    discipline_years_.seal(count);
    absences_.seal(count);
    transfers_.seal(count, [](TransferRow const& a, TransferRow const& b) {
        return std::pair(a.subject, a.on) < std::pair(b.subject, b.on);
    });
    posts_.seal(count);
    year_rows_.seal(count);
    joined_.resize(count * kBlock, kUnknownDay);
    number_categories();
}

// Categories are few: a small number each, so that a set of them is one word.
void Columns::number_categories()
{
    std::vector<Code> places;
    std::vector<std::uint8_t> place_of(codes_.size(), kNoPlace);
    categories_.assign(blocks() * kBlock, 0);
    for (std::size_t i = 0; i < size_; ++i) {
        auto& place = place_of[category_codes_[i]];
        if (place == kNoPlace && places.size() < 64) {
            place = static_cast<std::uint8_t>(places.size());
            places.push_back(category_codes_[i]);
        }
        if (place == kNoPlace)
            explain(i);
        else
            categories_[i] = place;
    }
    category_codes_ = std::move(places);
}

std::optional<std::size_t> Columns::category(std::string_view word) const
{
    auto const code = known_code(word);
    if (!code) return std::nullopt;
    auto const found = std::ranges::find(category_codes_, *code);
    if (found == category_codes_.end()) return std::nullopt;
    return static_cast<std::size_t>(found - category_codes_.begin());
}

std::uint8_t const* Columns::categories(std::size_t block) const
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

void Columns::visit_planes(std::function<void(Plane const&)> const& visit) const
{
    for (auto const& plane : rated_) visit(plane);
    visit(clean_);
    for (auto const& planes : initiatives_) {
        for (auto const& plane : planes.more_than) visit(plane);
    }
    for (auto const* planes : {&awards_, &any_lag_}) {
        for (auto const& plane : *planes) {
            if (plane) visit(plane->years);
        }
    }
}

std::size_t Columns::dense_bytes() const
{
    std::size_t bytes = categories_.size() + joined_.size() * 4 +
                        (pending_.size() + explained_.size()) * sizeof(Bits);
    visit_planes([&](Plane const& plane) { bytes += plane.dense() ? plane.bytes() : 0; });
    return bytes;
}

std::size_t Columns::sparse_bytes() const
{
    std::size_t bytes = odd_.bytes() + repeated_.bytes() + disciplines_.bytes() +
                        discipline_years_.bytes() + absences_.bytes() + transfers_.bytes() +
                        posts_.bytes() + year_rows_.bytes();
    visit_planes([&](Plane const& plane) { bytes += plane.dense() ? 0 : plane.bytes(); });
    return bytes;
}

}  // namespace thidua::law
