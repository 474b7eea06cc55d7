#include "law/plane.h"

#include "law/values.h"

namespace thidua::law {

// Also a first year or subject of its kind where there is a bit for everybody.
void Plane::add_row(Row row)
{
    if (dense_) {
        int const last = first_ + static_cast<int>(span_) - 1;
        if (row.year() < first_ || row.year() > last)
            widen(std::min(first_, row.year()), std::max(last, row.year()));
        auto const blocks = row.subject() / kBlock + 1;
        if (blocks * span_ > bits_.size())
            bits_.resize(std::max(expected_, blocks + kBlocksAtOnce) * span_);
        return add(row.subject(), row.year());
    }
    rows_.push_back(row);
    // Seen now and then: where many have years there is a bit for everybody.
    if (rows_.size() % 4096 == 0 && pays_dense(rows_.size(), row.subject())) make_dense();
}

void Plane::add_again(Row row) { twice_.push_back(row); }

void Plane::widen(int first, int last)
{
    auto const span = static_cast<unsigned>(last - first + 1);
    auto const blocks = span_ == 0 ? 0 : bits_.size() / span_;
    std::vector<Bits> wider(blocks * span);
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
    auto const rows = std::move(rows_);
    rows_ = {};
    if (rows.empty()) return;
    auto const [first, last] = std::ranges::minmax(rows, {}, &Row::year);
    widen(first.year(), last.year());
    for (auto const row : rows) add(row.subject(), row.year());
}

void Plane::unite(Plane& other)
{
    make_dense();
    other.make_dense();
    add_bits(other);
}

// Both are dense.
void Plane::add_bits(Plane const& other)
{
    if (other.span_ == 0) return;
    int const last = other.first_ + static_cast<int>(other.span_) - 1;
    if (span_ == 0)
        widen(other.first_, last);
    else if (other.first_ < first_ || last >= first_ + static_cast<int>(span_))
        widen(std::min(first_, other.first_), std::max(first_ + static_cast<int>(span_) - 1, last));
    auto const blocks = other.bits_.size() / other.span_;
    if (bits_.size() < blocks * span_) bits_.resize(blocks * span_);
    for (std::size_t block = 0; block < blocks; ++block) {
        for (unsigned year = 0; year < other.span_; ++year) {
            auto& bits = bits_[block * span_ + year + static_cast<unsigned>(other.first_ - first_)];
            auto const& more = other.bits_[block * other.span_ + year];
            for (std::size_t i = 0; i < kBitWords; ++i) bits[i] |= more[i];
        }
    }
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
        for (auto const row : plane->rows_) any.add(row.subject(), row.year());
    }
    any.seal(blocks);
    any.twice_ = {};
    return any;
}

void Plane::seal(std::size_t blocks)
{
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
        each_bit(years, [&](int year) { law::join(bits(block, year), out); });
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
