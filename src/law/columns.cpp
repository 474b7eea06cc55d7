#include "law/columns.h"

#include <stdexcept>

namespace thidua::law {
namespace {

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

void Columns::expect(std::size_t subjects)
{
    category_codes_.reserve(subjects);
    joined_.reserve(subjects + kBlock);
    ratings_.reserve(subjects);
}

std::size_t Columns::subject(Code category, std::optional<Date> joined)
{
    if (size_ % kBlock == 0) {
        pending_.emplace_back();
        explained_.emplace_back();
    }
    category_codes_.push_back(category);
    ratings_.emplace_back();
    joined_.push_back(joined ? joined->days : kUnknownDay);
    return size_++;
}

// The first award of its kind, one decided out of season, or of an absurd year.
void Columns::new_award(std::size_t subject, Code award, int bit, Date decided, Mode mode)
{
    if (bit < 1 || bit >= kYears) return explain(subject);
    int const lag = bit_of(decided) - bit;
    if (lag < 0 || lag > 1) {
        return odd_.add({index(subject), award, mode, static_cast<std::uint8_t>(bit), decided});
    }
    auto const slot = slot_of(award, mode, lag);
    if (slot >= awards_.size()) awards_.resize(slot + 1);
    awards_[slot] = std::make_unique<AwardPlane>();
    auto& plane = *awards_[slot];
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
    if (at < 1 || at >= kYears) return explain(subject);
    initiatives_.add({index(subject), kind, static_cast<std::uint8_t>(at), level});
}

void Columns::discipline(std::size_t subject, Code kind, Date from, std::optional<Date> to)
{
    disciplines_.add({index(subject), kind, !to, from, to.value_or(Date{INT32_MAX})});
}

void Columns::absence(
    std::size_t subject, Code kind, Date from, std::optional<Date> to, Code result)
{
    absences_.add({index(subject), kind, result, !to, from, to.value_or(Date{INT32_MAX})});
}

void Columns::transfer(std::size_t subject, Date on, bool opinion)
{
    transfers_.add({index(subject), opinion, on});
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
            if ((plane->years.word(row.subject) & mask(row.bit)) != 0) explain(row.subject);
        }
    }
}

void Columns::count_initiatives()
{
    for (auto const& row : initiatives_.all()) {
        for (std::size_t level = 0; level <= static_cast<std::size_t>(row.level); ++level) {
            auto& planes = initiative_years_[level];
            if (planes[0].add(row.subject, mask(row.bit)))
                planes[1].add(row.subject, mask(row.bit));
        }
    }
}

void Columns::seal()
{
    auto const count = blocks();
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
    initiatives_.index_subjects();
    count_initiatives();
    number_categories();
    disciplines_.seal(count);
    absences_.seal(count);
    transfers_.seal(count, [](TransferRow const& a, TransferRow const& b) {
        return std::pair(a.subject, a.on) < std::pair(b.subject, b.on);
    });
    posts_.seal(count);
    year_rows_.seal(count);
    joined_.resize(count * kBlock, kUnknownDay);
    part_ratings();
    for (auto& planes : initiative_years_) {
        for (auto& plane : planes) plane.seal(count);
    }
    for (auto& plane : awards_) {
        if (plane) plane->years.seal(count);
    }
}

void Columns::part_ratings()
{
    for (std::size_t least = 0; least < 4; ++least) {
        std::vector<std::uint64_t> words(blocks() * kBlock, 0);
        for (std::size_t i = 0; i < size_; ++i) words[i] = ratings_[i][least];
        rated_[least + 1] = Plane::of(std::move(words));
    }
    ratings_ = {};
}

// Categories are few: a small number each, so that a set of them is one word.
void Columns::number_categories()
{
    std::vector<Code> places;
    categories_.assign(blocks() * kBlock, 0);
    for (std::size_t i = 0; i < size_; ++i) {
        auto place = std::ranges::find(places, category_codes_[i]) - places.begin();
        if (place == static_cast<std::ptrdiff_t>(places.size())) {
            if (places.size() == 64) {
                explain(i);
                place = 0;
            } else {
                places.push_back(category_codes_[i]);
            }
        }
        categories_[i] = static_cast<std::uint8_t>(place);
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
    std::size_t bytes = categories_.size() + joined_.size() * 4 +
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
