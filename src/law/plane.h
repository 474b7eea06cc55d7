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
    // A plane laid out already: a word for everybody.
    static Plane of(std::vector<std::uint64_t> words)
    {
        Plane plane;
        plane.words_ = std::move(words);
        plane.dense_ = true;
        return plane;
    }

    // Sets bits; tells whether one of them stood already. Quickest subject by subject.
    bool add(std::uint32_t subject, std::uint64_t bits)
    {
        if (!dense_ && (subjects_.empty() || subjects_.back() != subject))
            return add_first(subject, bits);
        if (dense_ && subject >= words_.size()) words_.resize((subject / kBlock + 16) * kBlock, 0);
        auto& word = dense_ ? words_[subject] : words_.back();
        bool const stood = (word & bits) != 0;
        word |= bits;
        return stood;
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
    // Calls `f(subject)` for all who have one year in this plane and in the other; between sort and
    // seal.
    template <class F>
    void each_shared(Plane const& other, F const& f) const;
    // Between sort and seal.
    std::uint64_t word(std::uint32_t subject) const;
    std::size_t bytes() const
    {
        return words_.size() * 8 + subjects_.size() * 4 + starts_.size() * 4;
    }
    bool dense() const { return dense_; }

private:
    // A dense plane spends eight bytes on everybody, a sparse one twelve on those who have any.
    static bool pays_dense(std::size_t with_years, std::size_t subjects)
    {
        return with_years * 4 > subjects;
    }
    bool add_first(std::uint32_t subject, std::uint64_t bits);
    void make_dense(std::size_t subjects);

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
    // Of one subject; at once after index_subjects, else by search.
    std::span<Row const> of(std::uint32_t subject) const
    {
        auto const rows = block(subject / kBlock);
        if (!firsts_.empty()) {
            std::size_t const first = firsts_[subject];
            auto last = first;
            while (last < rows.size() && rows[last].subject == subject) ++last;
            return rows.subspan(first, last - first);
        }
        auto const [first, last] = std::ranges::equal_range(rows, subject, {}, &Row::subject);
        return {first, last};
    }
    // After seal.
    void index_subjects();
    std::size_t bytes() const
    {
        return rows_.size() * sizeof(Row) + starts_.size() * 4 + firsts_.size() * 4;
    }

private:
    std::vector<Row> rows_;
    std::vector<std::uint32_t> starts_;
    std::vector<std::uint32_t> firsts_;  // Per subject its first row in the block.
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

template <class Row>
void Table<Row>::index_subjects()
{
    firsts_.assign((starts_.size() - 1) * kBlock, 0);
    for (std::size_t index = 0; index + 1 < starts_.size(); ++index) {
        auto const rows = block(index);
        for (std::size_t i = rows.size(); i > 0; --i)
            firsts_[rows[i - 1].subject] = static_cast<std::uint32_t>(i - 1);
    }
}

template <class F>
void Plane::sort(F const& twice)
{
    if (sorted_ || dense_) return;
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
void Plane::each_shared(Plane const& other, F const& f) const
{
    if (dense_ && !other.dense_) return other.each_shared(*this, f);
    if (dense_) {
        auto const count = std::min(words_.size(), other.words_.size());
        for (std::size_t i = 0; i < count; ++i) {
            if ((words_[i] & other.words_[i]) != 0) f(static_cast<std::uint32_t>(i));
        }
        return;
    }
    for (std::size_t i = 0, k = 0; i < subjects_.size(); ++i) {
        auto const subject = subjects_[i];
        std::uint64_t word = 0;
        if (other.dense_) {
            word = subject < other.words_.size() ? other.words_[subject] : 0;
        } else {
            while (k < other.subjects_.size() && other.subjects_[k] < subject) ++k;
            if (k < other.subjects_.size() && other.subjects_[k] == subject) word = other.words_[k];
        }
        if ((words_[i] & word) != 0) f(subject);
    }
}

}  // namespace thidua::law
