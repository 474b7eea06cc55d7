#include "law/plane.h"

namespace thidua::law {

void Plane::seal(std::size_t blocks)
{
    if (words_.empty()) return;
    // A dense plane spends eight bytes on everybody, a sparse one twelve on those who have any.
    if (words_.size() * 4 > blocks * kBlock) {
        std::vector<std::uint64_t> dense(blocks * kBlock, 0);
        for (std::size_t i = 0; i < words_.size(); ++i) dense[subjects_[i]] = words_[i];
        words_ = std::move(dense);
        subjects_ = {};
        dense_ = true;
        return;
    }
    starts_.assign(blocks + 1, 0);
    for (auto const subject : subjects_) ++starts_[subject / kBlock + 1];
    for (std::size_t i = 0; i < blocks; ++i) starts_[i + 1] += starts_[i];
}

std::uint64_t const* Plane::block(std::size_t index, Words& room) const
{
    if (dense_) return words_.data() + index * kBlock;
    if (starts_.empty() || starts_[index] == starts_[index + 1]) return nullptr;
    room.fill(0);
    each(index, [&](std::size_t lane, std::uint64_t word) { room[lane] = word; });
    return room.data();
}

std::uint64_t Plane::word(std::uint32_t subject) const
{
    auto const found = std::ranges::lower_bound(subjects_, subject);
    if (found == subjects_.end() || *found != subject) return 0;
    return words_[static_cast<std::size_t>(found - subjects_.begin())];
}

}  // namespace thidua::law
