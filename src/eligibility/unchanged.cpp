#include "eligibility/unchanged.h"

#include <algorithm>
#include <concepts>
#include <map>
#include <memory>
#include <tuple>

namespace thidua::eligibility {
namespace {

// Every part of a value by name: one more part that nobody compares does not compile.
auto parts(law::AwardFact const& x)
{
    auto const& [award, from, to, decided, mode, decision] = x;
    return std::tie(award, from, to, decided, mode, decision);
}
auto parts(law::InitiativeFact const& x)
{
    auto const& [year, level, kind, decision] = x;
    return std::tie(year, level, kind, decision);
}
auto parts(law::DisciplineFact const& x)
{
    auto const& [kind, from, to] = x;
    return std::tie(kind, from, to);
}
auto parts(law::AbsenceFact const& x)
{
    auto const& [kind, from, to, result] = x;
    return std::tie(kind, from, to, result);
}
auto parts(law::TransferFact const& x)
{
    auto const& [on, opinion] = x;
    return std::tie(on, opinion);
}
auto parts(law::PostFact const& x)
{
    auto const& [from, to, coefficient] = x;
    return std::tie(from, to, coefficient);
}
auto parts(law::BlockFact const& x)
{
    auto const& [rank, of] = x;
    return std::tie(rank, of);
}
auto parts(law::MemberCounts const& x)
{
    auto const& [total, completed, advanced, base_fighters, disciplined] = x;
    return std::tie(total, completed, advanced, base_fighters, disciplined);
}
auto parts(law::Predecessor const& x)
{
    auto const& [on, kind, history] = x;
    return std::tie(on, kind, history);
}
auto parts(law::History const& x)
{
    auto const& [joined,
                 ratings,
                 awards,
                 initiatives,
                 disciplines,
                 pending,
                 absences,
                 transfers,
                 posts,
                 block,
                 party_clean,
                 members,
                 lineage] = x;
    return std::tie(joined,
                    ratings,
                    awards,
                    initiatives,
                    disciplines,
                    pending,
                    absences,
                    transfers,
                    posts,
                    block,
                    party_clean,
                    members,
                    lineage);
}
auto parts(PendingCase const& x)
{
    auto const& [kind, from, cleared] = x;
    return std::tie(kind, from, cleared);
}
auto parts(UnitYear const& x)
{
    auto const& [party_clean, members] = x;
    return std::tie(party_clean, members);
}
auto parts(Paper const& x)
{
    auto const& [award, year, number, ref] = x;
    return std::tie(award, year, number, ref);
}
auto parts(Undated const& x)
{
    auto const& [award] = x;
    return std::tie(award);
}
auto parts(PostSpan const& x)
{
    auto const& [unit_id, from, to, has_coefficient] = x;
    return std::tie(unit_id, from, to, has_coefficient);
}
auto parts(Ancestor const& x)
{
    auto const& [on, kind, record] = x;
    return std::tie(on, kind, record);
}
auto parts(Record const& x)
{
    auto const& [subject,
                 id,
                 code,
                 name,
                 search,
                 sort_key,
                 unit,
                 unit_name,
                 path,
                 unit_id,
                 own,
                 category,
                 sex,
                 left,
                 retires,
                 history,
                 pending,
                 years,
                 blocks,
                 papers,
                 undated,
                 posts,
                 ancestors] = x;
    return std::tie(subject,
                    id,
                    code,
                    name,
                    search,
                    sort_key,
                    unit,
                    unit_name,
                    path,
                    unit_id,
                    own,
                    category,
                    sex,
                    left,
                    retires,
                    history,
                    pending,
                    years,
                    blocks,
                    papers,
                    undated,
                    posts,
                    ancestors);
}

template <class T>
concept InParts = requires(T const& x)
{
    parts(x);
};

template <InParts T>
bool same(T const& a, T const& b);
template <std::equality_comparable T>
requires(!InParts<T>) bool same(T const& a, T const& b) { return a == b; }
template <InParts T>
bool same(std::optional<T> const& a, std::optional<T> const& b)
{
    return a.has_value() == b.has_value() && (!a || same(*a, *b));
}
template <InParts T>
bool same(std::shared_ptr<T> const& a, std::shared_ptr<T> const& b)
{
    return a == b || (a && b && same(*a, *b));
}
template <InParts T>
bool same(std::vector<T> const& a, std::vector<T> const& b)
{
    return std::ranges::equal(a, b, [](T const& x, T const& y) { return same(x, y); });
}
template <class Key, InParts T>
bool same(std::map<Key, T> const& a, std::map<Key, T> const& b)
{
    return std::ranges::equal(a, b, [](auto const& x, auto const& y) {
        return x.first == y.first && same(x.second, y.second);
    });
}

template <InParts T>
bool same(T const& a, T const& b)
{
    auto const ours = parts(a), theirs = parts(b);
    return [&]<std::size_t... kPart>(std::index_sequence<kPart...>)
    {
        return (same(std::get<kPart>(ours), std::get<kPart>(theirs)) && ...);
    }
    (std::make_index_sequence<std::tuple_size_v<decltype(ours)>>{});
}

}  // namespace

Unchanged unchanged_places(std::vector<Record> const& earlier, std::vector<Record> const& later)
{
    Unchanged places(later.size());
    std::size_t at = 0;
    for (std::size_t i = 0; i < later.size(); ++i) {
        while (at < earlier.size() && earlier[at].id < later[i].id) ++at;
        if (at < earlier.size() && earlier[at].id == later[i].id && same(earlier[at], later[i]))
            places[i] = at;
    }
    return places;
}

Unchanged through(Unchanged const& first, Unchanged const& second)
{
    Unchanged places(second.size());
    for (std::size_t i = 0; i < second.size(); ++i) {
        if (second[i]) places[i] = first[*second[i]];
    }
    return places;
}

}  // namespace thidua::eligibility
