// The smallest parts of the columns: years by subjects, and rows in the order of their subjects.
// Both are filled first, sealed once, and then read block by block.
#pragma once

#include "law/large_memory.h"

#include <algorithm>
#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace thidua::law {

// Subjects are judged this many at a time.
inline constexpr std::size_t kBlock = 2048;
inline constexpr std::size_t kBitWords = kBlock / 64;
inline constexpr int kYearBits = 64;

// One bit for each subject of a block: sixty-four of them are judged by one instruction.
using Bits = std::array<std::uint64_t, kBitWords>;

// Calls `f(bit)` for every bit set.
template <class F>
void each_bit(std::uint64_t word, F const& f)
{
    for (; word != 0; word &= word - 1) f(std::countr_zero(word));
}

// Whether somebody is in both.
bool any_shared(Bits const& one, Bits const& other);

// Who has which of the years 0..63: per year one bit for each subject. Where few have any, their
// rows are kept instead.
class Plane {
public:
    // A subject and a year of it; in the order of blocks, years, subjects.
    class Row {
    public:
        Row(std::uint32_t subject, int year)
            : all_((std::uint64_t{subject / kBlock} << 6 | static_cast<std::uint64_t>(year)) *
                       kBlock |
                   subject % kBlock)
        {}
        std::uint32_t subject() const
        {
            return static_cast<std::uint32_t>((all_ / kBlock >> 6) * kBlock + lane());
        }
        std::size_t lane() const { return all_ % kBlock; }
        int year() const { return static_cast<int>(all_ / kBlock & 63); }
        auto operator<=>(Row const&) const = default;

    private:
        std::uint64_t all_;
    };

    // How many subjects will come, where it is known: spares moving the bits.
    void expect(std::size_t subjects) { expected_ = (subjects + kBlock - 1) / kBlock; }
    // In any order, quickest subject by subject.
    void add(std::uint32_t subject, int year)
    {
        if (subject / 64 != group_) turn_to(subject / 64);
        auto& word = words_[static_cast<std::size_t>(year)];
        auto const bit = std::uint64_t{1} << subject % 64;
        if ((word & bit) != 0) return add_again({subject, year});
        word |= bit;
        group_years_ |= std::uint64_t{1} << year;
    }
    // Adds another plane that is not sealed either; the years of it that were here already go to
    // `again`, or are told by twice().
    void add_all(Plane& other, Plane& again);
    // One row, quick in the order of years too.
    void add(Row row) { put(row); }
    // Adds everything of another plane; not to ask twice() of either afterwards.
    void unite(Plane& other);
    void seal(std::size_t blocks);
    // Seals it and turns every year into those who have neither it nor a later one, for since().
    void seal_since(std::size_t blocks);
    // Who has a year in any of these, all sealed.
    static Plane any_of(std::span<Plane const* const> planes, std::size_t blocks);

    // Everything below after seal.
    // One row for each time that a year was added again.
    std::vector<Row> const& twice() const { return twice_; }
    bool empty() const { return any_ == 0; }
    bool dense() const { return dense_; }
    // Years that somebody may have: nobody has another.
    std::uint64_t any() const { return any_; }
    bool has(std::uint32_t subject, int year) const;
    // Those of a block with a year of any(), of a dense plane.
    Bits const& bits(std::size_t block, int year) const { return bits_[place(block, year)]; }
    // After seal_since: puts for the years up to the last one those of a block who have no year
    // from then on.
    void since(std::size_t block, std::array<Bits const*, kYearBits>& years) const;
    // Of a plane that is not dense: the rows of a block.
    std::span<Row const> rows(std::size_t block) const;
    // Of these calls `f(year, rows)` for each of the years that somebody has.
    template <class F>
    void each_year(std::size_t block, std::uint64_t years, F const& f) const;
    // Adds those of the block who have one of the years.
    void join(std::size_t block, std::uint64_t years, Bits& out) const;
    // Calls `f(subject)` for all who have one year in this plane and in the other.
    template <class F>
    void each_shared(Plane const& other, F const& f) const;
    std::size_t bytes() const;

private:
    using BlockYears = std::vector<Bits, LargeMemory<Bits>>;
    static constexpr std::size_t kBlocksAtOnce = 16;

    // A row is eight bytes; bits are an eighth of a byte for everybody and year, and quicker.
    static bool pays_dense(std::size_t rows, std::size_t subjects) { return rows * 32 > subjects; }
    // Not for the many: kept out of the way of add.
    [[gnu::noinline]] void turn_to(std::uint32_t group);
    [[gnu::noinline]] void add_again(Row row);
    // Puts what was added to the sixty-four subjects of the moment with the rest.
    void put_group();
    void put_rows(std::uint64_t years);
    Row row_of(int lane, int year) const;
    Bits& make_bits(std::size_t block, int year);
    void make_dense();
    void add_bits(Plane const& other);
    void cover(Plane const& other);
    void put(Row row);
    void put(std::size_t block, int year, Bits const& bits);
    template <class F>
    static void each_slice(Plane const& of, F const& f);
    std::size_t place(std::size_t block, int year) const
    {
        return block * span_ + static_cast<unsigned>(year - first_);
    }
    void widen(int first, int last);

    // Subjects come one after the other: of sixty-four the years are kept near until others come.
    std::array<std::uint64_t, kYearBits> words_{};
    std::uint64_t group_years_ = 0;
    std::uint32_t group_ = 0;
    std::vector<Row> rows_;              // Empty once dense.
    std::vector<std::uint32_t> starts_;  // Of rows, per block.
    BlockYears bits_;  // Of a block the years from first_ on, then the next block.
    int first_ = 0;
    unsigned span_ = 0;         // Years in bits_.
    std::size_t expected_ = 0;  // Blocks.
    std::vector<Row> twice_;
    std::uint64_t any_ = 0;
    bool dense_ = false;
};

// Rows with a `subject`, in the order of subjects.
template <class Row>
class RowTable {
public:
    void add(Row const& row) { rows_.push_back(row); }
    template <class Before>
    void seal(std::size_t blocks, Before const& before);
    void seal(std::size_t blocks)
    {
        seal(blocks, [](Row const& a, Row const& b) { return a.subject < b.subject; });
    }

    std::span<Row const> all() const { return rows_; }
    std::span<Row const> block(std::size_t index) const
    {
        if (rows_.empty()) return {};
        return std::span(rows_).subspan(starts_[index], starts_[index + 1] - starts_[index]);
    }
    std::span<Row const> of(std::uint32_t subject) const
    {
        auto const rows = block(subject / kBlock);
        auto const [first, last] = std::ranges::equal_range(rows, subject, {}, &Row::subject);
        return {first, last};
    }
    std::size_t bytes() const { return rows_.size() * sizeof(Row) + starts_.size() * 4; }

private:
    std::vector<Row, LargeMemory<Row>> rows_;
    std::vector<std::uint32_t> starts_;
};

// Rows by the years 0..63 that they touch, each year in the order of subjects: who asks of one year
// reads that year's rows alone.
template <class Row>
class YearTable {
public:
    // Years outside are left out.
    void add(int first, int last, Row const& row)
    {
        for (int year = std::max(first, 0); year <= std::min(last, kYearBits - 1); ++year)
            years_[static_cast<std::size_t>(year)].add(row);
    }
    template <class... Before>
    void seal(std::size_t blocks, Before const&... before)
    {
        for (auto& year : years_) year.seal(blocks, before...);
    }
    std::span<Row const> block(int year, std::size_t index) const
    {
        return years_[static_cast<std::size_t>(year)].block(index);
    }
    std::size_t bytes() const
    {
        std::size_t bytes = 0;
        for (auto const& year : years_) bytes += year.bytes();
        return bytes;
    }

private:
    std::array<RowTable<Row>, kYearBits> years_;
};

template <class Row>
template <class Before>
void RowTable<Row>::seal(std::size_t blocks, Before const& before)
{
    if (rows_.empty()) return;
    if (!std::ranges::is_sorted(rows_, before)) std::ranges::stable_sort(rows_, before);
    starts_.assign(blocks + 1, 0);
    for (auto const& row : rows_) ++starts_[row.subject / kBlock + 1];
    for (std::size_t i = 0; i < blocks; ++i) starts_[i + 1] += starts_[i];
}

template <class F>
void Plane::each_year(std::size_t block, std::uint64_t years, F const& f) const
{
    auto const rows = this->rows(block);
    for (auto const *row = rows.data(), *end = row + rows.size(); row != end;) {
        int const year = row->year();
        auto const* const first = row;
        while (row != end && row->year() == year) ++row;
        if ((years >> year & 1) != 0) f(year, std::span(first, row));
    }
}

template <class F>
void Plane::each_shared(Plane const& other, F const& f) const
{
    if (!dense_) {
        for (auto const row : rows_) {
            if (other.has(row.subject(), row.year())) f(row.subject());
        }
        return;
    }
    if (!other.dense_) return other.each_shared(*this, f);
    each_bit(any_ & other.any_, [&](int year) {
        for (std::size_t block = 0; block * span_ < bits_.size(); ++block) {
            auto const &ours = bits(block, year), &theirs = other.bits(block, year);
            if (!any_shared(ours, theirs)) continue;
            for (std::size_t i = 0; i < kBitWords; ++i) {
                each_bit(ours[i] & theirs[i], [&](int lane) {
                    f(static_cast<std::uint32_t>(block * kBlock + i * 64) +
                      static_cast<std::uint32_t>(lane));
                });
            }
        }
    });
}

}  // namespace thidua::law
