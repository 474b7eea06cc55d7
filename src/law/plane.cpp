#include "law/plane.h"

namespace thidua::law {

bool Plane::add_first(std::uint32_t subject, std::uint64_t bits)
{
    sorted_ = sorted_ && (subjects_.empty() || subjects_.back() < subject);
    subjects_.push_back(subject);
    words_.push_back(bits);
    // Seen now and then: where many have years the words are laid out for everybody.
    if (subjects_.size() % 4096 == 0 && sorted_ && pays_dense(subjects_.size(), subject))
        make_dense(subject + std::size_t{1});
    return false;
}

void Plane::make_dense(std::size_t subjects)
{
    if (dense_) return words_.resize(subjects, 0);
    std::vector<std::uint64_t> dense(subjects, 0);
    for (std::size_t i = 0; i < words_.size(); ++i) dense[subjects_[i]] = words_[i];
    words_ = std::move(dense);
    subjects_ = {};
    dense_ = true;
}

void Plane::seal(std::size_t blocks)
{
    if (words_.empty()) return;
    if (dense_ || pays_dense(words_.size(), blocks * kBlock)) return make_dense(blocks * kBlock);
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
    if (dense_) return subject < words_.size() ? words_[subject] : 0;
    auto const found = std::ranges::lower_bound(subjects_, subject);
    if (found == subjects_.end() || *found != subject) return 0;
    return words_[static_cast<std::size_t>(found - subjects_.begin())];
}

}  // namespace thidua::law
