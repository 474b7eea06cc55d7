// The smallest parts of the columns: words of years, and rows in the order of their subjects. Both
// are filled first, sealed once, and then read block by block.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

namespace thidua::law {

// Subjects are judged this many at a time.
inline constexpr std::size_t kBlock = 1024;
inline constexpr std::size_t kBitWords = kBlock / 64;

// One bit for each subject of a block, and one word for each.
using Bits = std::array<std::uint64_t, kBitWords>;
using Words = std::array<std::uint64_t, kBlock>;

// Per subject one word whose bits are years. Where few have any, only those are kept.
class Plane {
public:
    // Sets bits; tells whether one of them stood already. Quickest subject by subject.
    bool add(std::uint32_t subject, std::uint64_t bits)
    {
        if (!subjects_.empty() && subjects_.back() == subject) {
            bool const stood = (words_.back() & bits) != 0;
            words_.back() |= bits;
            return stood;
        }
        sorted_ = sorted_ && (subjects_.empty() || subjects_.back() < subject);
        subjects_.push_back(subject);
        words_.push_back(bits);
        return false;
    }
    // Brings the words into order; calls `twice(subject)` where a bit had been set twice.
    template <class F>
    void sort(F const& twice);
    void seal(std::size_t blocks);

    bool empty() const { return words_.empty(); }
    // The words of a block: inside the plane or written to `room`; null where nobody has any.
    std::uint64_t const* block(std::size_t index, Words& room) const;
    // Of a dense plane alone.
    std::uint64_t const* dense_block(std::size_t index) const
    {
        return words_.data() + index * kBlock;
    }
    // Calls `f(lane, word)` for every subject of a block that has any.
    template <class F>
    void each(std::size_t index, F const& f) const;
    // Calls `f(subject)` for all who have one year in both planes; between sort and seal.
    template <class F>
    friend void each_of_both(Plane const& one, Plane const& other, F const& f);
    // Between sort and seal.
    std::uint64_t word(std::uint32_t subject) const;
    std::size_t bytes() const
    {
        return words_.size() * 8 + subjects_.size() * 4 + starts_.size() * 4;
    }
    bool dense() const { return dense_; }

private:
    std::vector<std::uint32_t> subjects_;  // Empty once dense.
    std::vector<std::uint64_t> words_;
    std::vector<std::uint32_t> starts_;  // Per block, where few have any.
    bool sorted_ = true;
    bool dense_ = false;
};

// Rows with a `subject`, in the order of subjects.
template <class Row>
class Table {
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
    std::vector<Row> rows_;
    std::vector<std::uint32_t> starts_;
};

template <class Row>
template <class Before>
void Table<Row>::seal(std::size_t blocks, Before const& before)
{
    if (!std::ranges::is_sorted(rows_, before)) std::ranges::stable_sort(rows_, before);
    starts_.assign(blocks + 1, 0);
    for (auto const& row : rows_) ++starts_[row.subject / kBlock + 1];
    for (std::size_t i = 0; i < blocks; ++i) starts_[i + 1] += starts_[i];
}

template <class F>
void Plane::sort(F const& twice)
{
    if (sorted_) return;
    std::vector<std::size_t> order(subjects_.size());
    for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
    std::ranges::stable_sort(order, {}, [&](std::size_t i) { return subjects_[i]; });
    Plane merged;
    for (auto const i : order) {
        if (merged.add(subjects_[i], words_[i])) twice(subjects_[i]);
    }
    *this = std::move(merged);
}

template <class F>
void Plane::each(std::size_t index, F const& f) const
{
    if (dense_) {
        auto const* words = words_.data() + index * kBlock;
        for (std::size_t lane = 0; lane < kBlock; ++lane) {
            if (words[lane] != 0) f(lane, words[lane]);
        }
        return;
    }
    if (starts_.empty()) return;
    for (auto i = starts_[index]; i < starts_[index + 1]; ++i) f(subjects_[i] % kBlock, words_[i]);
}

template <class F>
void each_of_both(Plane const& one, Plane const& other, F const& f)
{
    for (std::size_t i = 0, k = 0; i < one.subjects_.size() && k < other.subjects_.size();) {
        if (one.subjects_[i] < other.subjects_[k]) {
            ++i;
        } else if (other.subjects_[k] < one.subjects_[i]) {
            ++k;
        } else {
            if ((one.words_[i] & other.words_[k]) != 0) f(one.subjects_[i]);
            ++i, ++k;
        }
    }
}

}  // namespace thidua::law
