#include "law/plane.h"

#include "law/lanes.h"
#include "law/values.h"

#include <functional>
#include <utility>

namespace thidua::law {
namespace {

// Fewer subjects do not tell yet whether many have years.
constexpr std::size_t kFewest = 128 * 1024;

}  // namespace

THIDUA_CLONES bool any_shared(Bits const& one, Bits const& other)
{
    Lanes any{};
    for (std::size_t at = 0; at < kLanes; ++at) any |= lanes_of(one, at) & lanes_of(other, at);
    return !nobody(any);
}

void Plane::turn_to(std::uint32_t group)
{
    put_group();
    group_ = group;
}

void Plane::add_again(Row row) { twice_.push_back(row); }

void Plane::put_group()
{
    if (group_years_ == 0) return;
    auto const years = std::exchange(group_years_, 0);
    if (!dense_) return put_rows(years);
    auto const block = group_ / kBitWords, at = group_ % kBitWords;
    make_bits(block, std::countr_zero(years));
    make_bits(block, static_cast<int>(std::bit_width(years)) - 1);
    auto* const bits = &bits_[block * span_];
    each_bit(years, [&](int year) {
        auto& put = bits[year - first_][at];
        auto& word = words_[static_cast<std::size_t>(year)];
        if ((put & word) != 0) [[unlikely]]
            each_bit(put & word, [&](int lane) { add_again(row_of(lane, year)); });
        put |= std::exchange(word, 0);
    });
}

void Plane::put_rows(std::uint64_t years)
{
    each_bit(years, [&](int year) {
        each_bit(std::exchange(words_[static_cast<std::size_t>(year)], 0),
                 [&](int lane) { rows_.push_back(row_of(lane, year)); });
    });
    // Where many have years there is a bit for everybody.
    if (pays_dense(rows_.size(), std::max(group_ * std::size_t{64}, kFewest))) make_dense();
}

Plane::Row Plane::row_of(int lane, int year) const
{
    return {group_ * 64 + static_cast<std::uint32_t>(lane), year};
}

// Of a plane with a bit for everybody.
Bits& Plane::make_bits(std::size_t block, int year)
{
    int const last = first_ + static_cast<int>(span_) - 1;
    if (span_ == 0)
        widen(year, year);
    else if (year < first_ || year > last)
        widen(std::min(first_, year), std::max(last, year));
    if (bits_.size() < (block + 1) * span_)
        bits_.resize(std::max(expected_, block + 1 + kBlocksAtOnce) * span_);
    return bits_[place(block, year)];
}

void Plane::widen(int first, int last)
{
    auto const span = static_cast<unsigned>(last - first + 1);
    auto const blocks = span_ == 0 ? 0 : bits_.size() / span_;
    BlockYears wider(blocks * span);
    for (std::size_t block = 0; block < blocks; ++block) {
        std::copy_n(bits_.begin() + static_cast<std::ptrdiff_t>(block * span_),
                    span_,
                    wider.begin() + static_cast<std::ptrdiff_t>(block * span) + first_ - first);
    }
    bits_ = std::move(wider);
    first_ = first;
    span_ = span;
}

void Plane::make_dense()
{
    if (dense_) return;
    dense_ = true;
    auto const rows = std::exchange(rows_, {});
    if (rows.empty()) return;
    auto const [first, last] = std::ranges::minmax(rows, {}, &Row::year);
    widen(first.year(), last.year());
    for (auto const row : rows) put(row);
}

void Plane::unite(Plane& other)
{
    for (auto* plane : {this, &other}) {
        plane->put_group();
        plane->make_dense();
    }
    add_bits(other);
}

void Plane::add_all(Plane& other, Plane& again)
{
    put_group();
    other.put_group();
    if (other.dense_) {
        make_dense();
        cover(other);
        each_slice(other, [&](std::size_t block, int year, Bits const& more) {
            Bits both;
            if (!join_new(more, bits_[place(block, year)], both)) return;
            if (again.span_ == 0) again.cover(other);
            again.put(block, year, both);
        });
    }
    for (auto const& rows : {std::cref(other.rows_), std::cref(other.twice_)}) {
        for (auto const row : rows.get()) put(row);
    }
}

void Plane::put(Row row)
{
    if (!dense_) return rows_.push_back(row);
    auto& word = make_bits(row.subject() / kBlock, row.year())[row.lane() / 64];
    auto const bit = std::uint64_t{1} << row.lane() % 64;
    if ((word & bit) != 0) add_again(row);
    word |= bit;
}

void Plane::put(std::size_t block, int year, Bits const& bits)
{
    make_dense();
    Bits both;
    if (!join_new(bits, make_bits(block, year), both)) return;
    for (std::size_t i = 0; i < kBitWords; ++i) {
        each_bit(both[i], [&](int lane) {
            auto const subject = block * kBlock + i * 64 + static_cast<std::size_t>(lane);
            add_again({static_cast<std::uint32_t>(subject), year});
        });
    }
}

// Both are dense.
void Plane::add_bits(Plane const& other)
{
    cover(other);
    each_slice(other, [this](std::size_t block, int year, Bits const& more) {
        law::join(more, bits_[place(block, year)]);
    });
}

// So wide and long as the other at least.
void Plane::cover(Plane const& other)
{
    if (other.span_ == 0) return;
    make_dense();
    int const last = other.first_ + static_cast<int>(other.span_) - 1;
    if (span_ == 0)
        widen(other.first_, last);
    else if (other.first_ < first_ || last >= first_ + static_cast<int>(span_))
        widen(std::min(first_, other.first_), std::max(first_ + static_cast<int>(span_) - 1, last));
    auto const blocks = other.bits_.size() / other.span_;
    if (bits_.size() < blocks * span_) bits_.resize(blocks * span_);
}

// Of a dense plane: `f(block, year, bits)` for each there is.
template <class F>
void Plane::each_slice(Plane const& of, F const& f)
{
    for (std::size_t at = 0; at < of.bits_.size(); ++at)
        f(at / of.span_, of.first_ + static_cast<int>(at % of.span_), of.bits_[at]);
}

Plane Plane::any_of(std::span<Plane const* const> planes, std::size_t blocks)
{
    Plane any;
    for (auto const* plane : planes) {
        if (!plane->dense_) continue;
        if (any.dense_) {
            any.add_bits(*plane);
        } else {
            any.dense_ = true;
            any.first_ = plane->first_;
            any.span_ = plane->span_;
            any.bits_ = plane->bits_;
        }
    }
    for (auto const* plane : planes) {
        for (auto const row : plane->rows_) any.put(row);
    }
    any.seal(blocks);
    any.twice_ = {};
    return any;
}

void Plane::seal(std::size_t blocks)
{
    put_group();
    if (!dense_ && pays_dense(rows_.size(), blocks * kBlock)) make_dense();
    if (dense_) {
        bits_.resize(blocks * span_);
        if (span_ > 0) any_ = (~std::uint64_t{0} >> (64 - span_)) << first_;
        return;
    }
    std::ranges::sort(rows_);
    std::vector<Row> once;
    starts_.assign(blocks + 1, 0);
    for (auto const row : rows_) {
        if (!once.empty() && once.back() == row) {
            twice_.push_back(row);
            continue;
        }
        once.push_back(row);
        any_ |= std::uint64_t{1} << row.year();
        ++starts_[row.subject() / kBlock + 1];
    }
    rows_ = std::move(once);
    for (std::size_t i = 0; i < blocks; ++i) starts_[i + 1] += starts_[i];
}

void Plane::seal_since(std::size_t blocks)
{
    make_dense();
    seal(blocks);
    if (span_ == 0) return;
    for (std::size_t block = 0; block < blocks; ++block) {
        auto* const years = &bits_[block * span_];
        for (auto year = span_ - 1; year > 0; --year) law::join(years[year], years[year - 1]);
        for (unsigned year = 0; year < span_; ++year)
            for (auto& word : years[year]) word = ~word;
    }
}

void Plane::since(std::size_t block, std::array<Bits const*, kYearBits>& years) const
{
    if (span_ == 0) return;
    auto const first = static_cast<std::size_t>(first_);
    auto const* bits = &bits_[block * span_];
    std::fill_n(years.begin(), first, bits);
    for (std::size_t year = 0; year < span_; ++year) years[first + year] = bits + year;
}

std::span<Plane::Row const> Plane::rows(std::size_t block) const
{
    if (rows_.empty()) return {};
    return std::span(rows_).subspan(starts_[block], starts_[block + 1] - starts_[block]);
}

bool Plane::has(std::uint32_t subject, int year) const
{
    if ((any_ >> year & 1) == 0) return false;
    if (dense_) {
        auto const& bits = this->bits(subject / kBlock, year);
        return (bits[subject % kBlock / 64] >> subject % 64 & 1) != 0;
    }
    auto const rows = this->rows(subject / kBlock);
    return std::ranges::binary_search(rows, Row{subject, year});
}

void Plane::join(std::size_t block, std::uint64_t years, Bits& out) const
{
    years &= any_;
    if (years == 0) return;
    if (dense_) {
        // Years that follow each other stand side by side.
        while (years != 0) {
            int const first = std::countr_zero(years), count = std::countr_one(years >> first);
            law::join(std::span(&bits(block, first), static_cast<std::size_t>(count)), out);
            years &= count + first == kYearBits ? 0 : ~std::uint64_t{0} << (first + count);
        }
        return;
    }
    each_year(block, years, [&](int, std::span<Row const> rows) {
        for (auto const row : rows) out[row.lane() / 64] |= std::uint64_t{1} << row.lane() % 64;
    });
}

std::size_t Plane::bytes() const
{
    return (rows_.size() + twice_.size()) * sizeof(Row) + starts_.size() * 4 +
           bits_.size() * sizeof(Bits);
}

}  // namespace thidua::law
