#include "register/freeze.h"

#include <stdexcept>

namespace thidua::registry {

namespace {

constexpr char kStatedInPaper = 's';
constexpr char kFromPosts = 'p';
constexpr char kAssumed = 'a';
constexpr char kUnknown = 'u';

void mark(Frozen& frozen, Fact fact, char source) { frozen.sources[static_cast<std::size_t>(fact)] = source; }
bool is_stated(Frozen const& frozen, Fact fact)
{
    return frozen.sources[static_cast<std::size_t>(fact)] == kStatedInPaper;
}

// A text fact from the first source that knows it.
std::string pick(Frozen& frozen, Fact fact, std::optional<std::string> const& stated, std::string_view post,
                 std::string_view today)
{
    if (stated && !stated->empty()) return mark(frozen, fact, kStatedInPaper), *stated;
    if (!post.empty()) return mark(frozen, fact, kFromPosts), std::string{post};
    if (!today.empty()) return mark(frozen, fact, kAssumed), std::string{today};
    return mark(frozen, fact, kUnknown), std::string{};
}

}  // namespace

Frozen freeze_person(Today const& today, organisation::PostOnDay const* post, Stated const& stated)
{
    Frozen frozen;
    frozen.subject_name = pick(frozen, Fact::Name, stated.name, {}, today.name);
    frozen.rank = pick(frozen, Fact::Rank, stated.rank, post ? std::string_view{post->rank} : "", today.rank);
    frozen.position =
        pick(frozen, Fact::Position, stated.position, post ? std::string_view{post->position} : "", today.position);
    frozen.sex = pick(frozen, Fact::Sex, stated.sex, {}, today.sex);
    frozen.target_group = pick(frozen, Fact::TargetGroup, stated.target_group, {}, {});

    frozen.unit_id = stated.unit_id ? *stated.unit_id : post ? post->unit_id : today.unit_id;
    mark(frozen, Fact::Unit, stated.unit_id ? kStatedInPaper : post ? kFromPosts : kAssumed);

    if (stated.direct_worker) {
        frozen.direct_worker = stated.direct_worker;
        mark(frozen, Fact::DirectWorker, kStatedInPaper);
    } else if (post && post->direct_worker) {
        frozen.direct_worker = post->direct_worker;
        mark(frozen, Fact::DirectWorker, kFromPosts);
    } else if (today.direct_worker) {
        frozen.direct_worker = today.direct_worker;
        mark(frozen, Fact::DirectWorker, kAssumed);
    }
    return frozen;
}

Frozen freeze_unit(std::int64_t unit_id, std::string_view name_on_day, Stated const& stated)
{
    Frozen frozen;
    frozen.subject_name = pick(frozen, Fact::Name, stated.name, name_on_day, {});
    frozen.unit_id = unit_id;
    mark(frozen, Fact::Unit, kFromPosts);
    frozen.target_group = pick(frozen, Fact::TargetGroup, stated.target_group, {}, {});
    return frozen;
}

Frozen freeze(storage::Transaction& tx, std::string_view kind, std::int64_t subject_id, Date on, Stated const& stated)
{
    if (kind == organisation::kUnit) {
        auto const name = unit_name_on(tx, subject_id, on);
        auto frozen = freeze_unit(subject_id, name, stated);
        frozen.unit_name = name;
        return frozen;
    }
    auto const person = organisation::person_by_id(tx, subject_id);
    if (!person) throw std::logic_error("freeze: no such person");
    auto const post = organisation::post_on(tx, subject_id, on);
    auto frozen = freeze_person({.name = person->full_name,
                                 .unit_id = person->unit_id,
                                 .rank = person->rank,
                                 .position = person->position,
                                 .sex = person->sex,
                                 .direct_worker = person->direct_worker},
                                post ? &*post : nullptr, stated);
    frozen.unit_name = unit_name_on(tx, frozen.unit_id, on);
    return frozen;
}

Stated stated_in(Frozen const& frozen)
{
    Stated stated;
    if (is_stated(frozen, Fact::Name)) stated.name = frozen.subject_name;
    if (is_stated(frozen, Fact::Unit)) stated.unit_id = frozen.unit_id;
    if (is_stated(frozen, Fact::Rank)) stated.rank = frozen.rank;
    if (is_stated(frozen, Fact::Position)) stated.position = frozen.position;
    if (is_stated(frozen, Fact::Sex)) stated.sex = frozen.sex;
    if (is_stated(frozen, Fact::DirectWorker)) stated.direct_worker = frozen.direct_worker;
    if (is_stated(frozen, Fact::TargetGroup)) stated.target_group = frozen.target_group;
    return stated;
}

std::string unit_name_on(storage::Transaction& tx, std::int64_t unit_id, Date on)
{
    if (auto name = organisation::unit_name_at(tx, unit_id, on)) return *name;
    auto const unit = organisation::unit_by_id(tx, unit_id);
    if (!unit) throw std::logic_error("freeze: no such unit");
    return unit->name;
}

}  // namespace thidua::registry
