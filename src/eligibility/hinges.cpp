#include "eligibility/hinges.h"

#include "eligibility/doubts.h"

#include <algorithm>

namespace thidua::eligibility {

namespace {

bool posts_are_known(Record const& record)
{
    return !record.posts.empty() &&
           std::all_of(record.posts.begin(), record.posts.end(), [](auto const& post) {
               return post.has_coefficient;
           });
}

}  // namespace

Hinges::Hinges(law::Node const& requirement)
{
    first_.fill(1);
    add(requirement, law::kEver, 0);
}

void Hinges::read(Source source, int first)
{
    auto& known = first_[static_cast<std::size_t>(source)];
    known = std::min({known, first, 0});
}

// Only what needs something to be there: what forbids something fails for what is there.
void Hinges::add(law::Node const& node, int first, int last)
{
    if (!node.point.empty() && !node.open_when) left_to_a_person_ = true;
    if (auto const* years = std::get_if<law::Years>(&node.what)) {
        first = std::max(first, years->first);
        last = std::min(last, years->last);
    } else if (auto const* run = std::get_if<law::Run>(&node.what)) {
        read(Source::Ratings, run->whole ? first : std::max(first, last + 1 - run->years));
    } else if (auto const* titles = std::get_if<law::Titles>(&node.what)) {
        read(Source::Awards, titles->earlier ? first : std::max(first, 1 - titles->years));
    } else {
        std::visit(
            [&](auto const& what) {
                using What = std::decay_t<decltype(what)>;
                auto const is = [](auto const&... kinds) {
                    return (std::is_same_v<What, std::decay_t<decltype(kinds)>> || ...);
                };
                if (is(law::After{}, law::Held{})) read(Source::Awards, law::kEver);
                if (is(law::AwardCount{}, law::FiledAfter{})) read(Source::Awards, first);
                if (is(law::YearRating{})) read(Source::Ratings, 0);
                if (is(law::RatedYears{})) read(Source::Ratings, first);
                if (is(law::Initiatives{})) read(Source::Initiatives, first);
                if (is(law::Members{}, law::PartyClean{})) read(Source::UnitYears, 0);
                if (is(law::BlockRank{})) read(Source::Blocks, 0);
                if (is(law::Post{})) read(Source::Posts, 0);
            },
            node.what);
    }
    if (auto const* parts = law::parts_of(node)) {
        for (auto const& part : *parts) add(part, first, last);
    }
}

bool Hinges::could_turn(Declared const& declared,
                        Record const& record,
                        law::Question const& question) const
{
    auto const& joined = record.history.joined;
    if (left_to_a_person_ || !joined || record.category.empty()) return true;
    if (!record.undated.empty() || !record.ancestors.empty()) return true;
    auto const reads = [&](Source source) { return first_[static_cast<std::size_t>(source)] <= 0; };
    if (reads(Source::Posts) && !posts_are_known(record)) return true;
    int const earliest = std::max(joined->year(), question.year - kYearsAsked);
    for (int at = 0; at < kSources; ++at) {
        auto const source = static_cast<Source>(at);
        if (!reads(source) || source == Source::Posts) continue;
        int const first = std::max(earliest, question.year + first_[static_cast<std::size_t>(at)]);
        if (record.unit_in(first) == record.unit_in(question.year) && record.posts.size() < 2) {
            if (!declared.has_all(record.unit_in(first), source, first, question.year)) return true;
            continue;
        }
        for (int year = first; year <= question.year; ++year) {
            if (!declared.has(record.unit_in(year), source, year)) return true;
        }
    }
    return false;
}

}  // namespace thidua::eligibility
