// The leaves that are told by days, counts and single facts: row by row, for the few who have any.
#include "law/block_judge.h"
#include "law/kernels.h"

#include <algorithm>

namespace thidua::law {
namespace {

Values met_by(bool met)
{
    Values values;
    if (met) values.met.fill(~std::uint64_t{0});
    return values;
}

void set(Values& values, std::uint32_t subject, bool met)
{
    auto const lane = subject % kBlock;
    auto const bit = std::uint64_t{1} << lane % 64;
    auto& word = values.met[lane / 64];
    word = met ? word | bit : word & ~bit;
}

bool among(std::vector<Code> const& codes, Code code)
{
    return std::ranges::find(codes, code) != codes.end();
}

bool complete(Date from, int months, Date on) { return from.plus_months(months) <= on; }

// Mondays to Fridays from Monday 1969-12-29 to the day.
std::int64_t weekdays_up_to(Date day)
{
    auto const days = std::int64_t{day.days} + 3;
    auto const weeks = days >= 0 ? days / 7 : -((6 - days) / 7);
    return weeks * 5 + std::min<std::int64_t>(days - weeks * 7 + 1, 5);
}

std::int64_t weekdays(Date from, Date to)
{
    return from > to ? 0 : weekdays_up_to(to) - weekdays_up_to(from.plus_days(-1));
}

int count_of(MemberCounts const& members, Members::Count which)
{
    switch (which) {
    case Members::Count::Completed: return members.completed;
    case Members::Count::Advanced: return members.advanced;
    case Members::Count::BaseFighters: return members.base_fighters;
    case Members::Count::Disciplined: return members.disciplined;
    }
    return 0;
}

bool enough(Members const& what, MemberCounts const& members)
{
    std::int64_t const count = count_of(members, what.count);
    std::int64_t const part = 100 * count, bound = std::int64_t{what.bound} * members.total;
    switch (what.compare) {
    case Members::Compare::AtLeast: return count >= what.bound;
    case Members::Compare::AtMost: return count <= what.bound;
    case Members::Compare::ShareAtLeast: return members.total > 0 && part >= bound;
    case Members::Compare::ShareAbove: return members.total > 0 && part > bound;
    }
    return false;
}

// Whether a measure runs on the day or ends later.
bool runs_on(DisciplineRow const& row, Date day) { return row.to >= day; }

// The posts of the subject; rows are asked about in the order of subjects, and `posts` goes along.
std::span<PostRow const> posts_of(std::uint32_t subject, std::span<PostRow const>& posts)
{
    while (!posts.empty() && posts.front().subject < subject) posts = posts.subspan(1);
    std::size_t count = 0;
    while (count < posts.size() && posts[count].subject == subject) ++count;
    return posts.first(count);
}

bool in_post(DisciplineRow const& row, std::span<PostRow const> posts, int coefficient, Date known)
{
    return std::ranges::any_of(posts, [&](PostRow const& post) {
        return post.coefficient >= coefficient && post.from <= known && runs_on(row, post.from) &&
               row.from <= post.to;
    });
}

}  // namespace

Values BlockJudge::block_value(Category const&, Step const& step)
{
    Values values;
    one_of(columns_.categories(block_), step.categories, values.met);
    return values;
}

Values BlockJudge::block_value(Service const&, Step const& step)
{
    Values values;
    Bits longer{};
    up_to(columns_.joined(block_), step.joined_by, values.met);
    up_to(columns_.joined(block_), step.not_joined_by, longer);
    for (std::size_t i = 0; i < kBitWords; ++i) values.met[i] &= ~longer[i];
    return values;
}

Values BlockJudge::block_value(RecruitMonths const&, Step const& step)
{
    Values values;
    Bits told{};
    up_to(columns_.joined(block_), step.joined_by, values.met);
    up_to(columns_.joined(block_), Columns::kUnknownDay - 1, told);
    for (std::size_t i = 0; i < kBitWords; ++i) values.met[i] |= ~told[i];
    return values;
}

Values BlockJudge::block_value(LongStudy const& what, Step const& step)
{
    auto const first = program_->first_of_year(), last = program_->last_of_year();
    auto values = met_by(true);
    for (auto const& row : columns_.absences().block(program_->year_bit(), block_)) {
        if (row.to < first || row.from > last || row.kind != step.kind) continue;
        auto const to = row.running ? std::max(program_->question().received, row.from) : row.to;
        if (to < first || !complete(row.from, what.months, to.plus_days(1))) continue;
        if (!among(step.words, row.result)) set(values, row.subject, false);
    }
    return values;
}

Values BlockJudge::block_value(LeaveDays const& what, Step const& step)
{
    auto const first = program_->first_of_year(), last = program_->last_of_year();
    auto values = met_by(0 < what.below);
    std::int64_t days = 0;
    auto subject = UINT32_MAX;
    for (auto const& row : columns_.absences().block(program_->year_bit(), block_)) {
        if (row.to < first || row.from > last || row.kind != step.kind) continue;
        auto const to = row.running ? program_->question().received : row.to;
        days = (row.subject == subject ? days : 0) +
               weekdays(std::max(row.from, first), std::min(to, last));
        subject = row.subject;
        set(values, subject, days < what.below);
    }
    return values;
}

Values BlockJudge::block_value(Undisciplined const& what, Step const& step)
{
    using When = Undisciplined::When;
    auto const& question = program_->question();
    auto const first = program_->first_of_year(), last = program_->last_of_year();
    auto posts = columns_.posts().block(block_);
    auto const hits = [&](DisciplineRow const& row) {
        switch (what.when) {
        case When::StartsInYear: return first <= row.from && row.from <= last;
        case When::RunsAtYearEnd: return row.from <= last && runs_on(row, last);
        case When::EndsInYear:
            return row.from < first && runs_on(row, first) && !runs_on(row, last);
        case When::Ever: return true;
        case When::InPost:
            return in_post(row, posts_of(row.subject, posts), what.coefficient, question.received);
        }
        return false;
    };
    auto values = met_by(true);
    bool const of_any_year = what.when == When::Ever || what.when == When::InPost;
    auto const rows = of_any_year
                          ? columns_.disciplines().block(block_)
                          : columns_.disciplines_by_year().block(program_->year_bit(), block_);
    for (auto const& row : rows) {
        bool const named = what.kinds.empty() || among(step.words, row.kind);
        if (named && known(row.from) && hits(row)) set(values, row.subject, false);
    }
    return values;
}

Values BlockJudge::block_value(TransferOpinion const& what, Step const&)
{
    auto const first = program_->first_of_year(), last = program_->last_of_year();
    auto const* joined = columns_.joined(block_);
    auto values = met_by(true);
    auto since = first;
    auto subject = UINT32_MAX;
    for (auto const& row : columns_.transfers().block(program_->year_bit(), block_)) {
        if (row.on < first || row.on > last || !known(row.on)) continue;
        if (row.subject != subject) {
            subject = row.subject;
            auto const day = joined[subject % kBlock];
            since = day == Columns::kUnknownDay ? first : std::max(first, Date{day});
        }
        if (!row.opinion && complete(since, what.months, row.on)) set(values, subject, false);
        since = std::max(since, row.on);
    }
    return values;
}

Values BlockJudge::block_value(Members const& what, Step const&)
{
    auto values = met_by(enough(what, {}));
    for (auto const& row : columns_.years().block(block_))
        set(values, row.subject, enough(what, row.members.value_or(MemberCounts{})));
    return values;
}

Values BlockJudge::block_value(BlockRank const& what, Step const&)
{
    Values values;
    for (auto const& row : columns_.years().block(block_)) {
        auto const rank = row.block ? row.block->rank : 0;
        set(values, row.subject, 1 <= rank && rank <= what.at_most);
    }
    return values;
}

Values BlockJudge::block_value(PartyClean const& what, Step const&)
{
    auto values = met_by(what.if_known);
    for (auto const& row : columns_.years().block(block_))
        set(values, row.subject, row.party_clean.value_or(what.if_known));
    return values;
}

Values BlockJudge::block_value(Post const& what, Step const&)
{
    Values values;
    for (auto const& row : columns_.posts().block(block_)) {
        if (known(row.from) && row.coefficient >= what.coefficient) set(values, row.subject, true);
    }
    return values;
}

Values BlockJudge::block_value(NoOtherForm const& what, Step const& step)
{
    auto const& question = program_->question();
    auto values = met_by(true);
    if (what.from && question.received < *what.from) return values;
    Bits doubtful{}, had{};
    for (auto const& source : step.decided)
        source.plane->years.join(block_, source.year, source.mixed ? doubtful : had);
    for (std::size_t i = 0; i < kBitWords; ++i) values.met[i] &= ~had[i];
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (!among(step.words, row.award) || !known(row.decided)) continue;
        if (row.decided.year() != question.received.year()) continue;
        if (std::ranges::find(what.exempt, row.mode) == what.exempt.end())
            set(values, row.subject, false);
    }
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.unsure[i] = doubtful[i] & values.met[i];
        values.met[i] &= ~values.unsure[i];
    }
    return values;
}

}  // namespace thidua::law
