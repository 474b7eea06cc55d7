// The leaves and joints over awards.
#include "law/block_judge.h"
#include "law/kernels.h"

#include <bit>

namespace thidua::law {
namespace {

constexpr std::uint64_t kAllYears = ~std::uint64_t{0};

bool only_sure(std::vector<AwardSources> const& awards)
{
    return std::ranges::all_of(awards, [](AwardSources const& each) { return each.only_sure; });
}

}  // namespace

// One award after which years may count.
struct BlockJudge::Base {
    std::uint16_t lane;
    bool sure;
    int first;  // The first counted year, a bit.
};

// The years of an award that count, by the day of receipt and their worth; null where nobody of the
// block has any. Subjects of whom the words cannot tell are marked.
std::uint64_t const* BlockJudge::years_of(AwardSources const& award, Pick pick, Bits& unsure)
{
    Words* found = nullptr;
    auto const words = [&]() -> Words& {
        if (found == nullptr) {
            found = &room();
            found->fill(0);
        }
        return *found;
    };
    for (auto const& source : award.sources) {
        auto const& years = source.plane->years;
        if ((pick.sure_only && !source.sure) || (pick.lag >= 0 && pick.lag != source.plane->lag))
            continue;
        if (source.mixed != 0) {
            years.each(block_, [&](std::size_t lane, std::uint64_t word) {
                if ((word & source.mixed) != 0) put(unsure, lane);
            });
        }
        if (years.dense()) {
            // The only plane there is may be read where it lies; later years are masked by windows.
            auto const* own = years.dense_block(block_);
            if (award.sources.size() == 1 && source.whole &&
                columns_.odd_awards().block(block_).empty())
                return own;
            if (found == nullptr)
                take(own, source.visible, *(found = &room()));
            else
                join(own, source.visible, *found);
        } else {
            years.each(block_, [&](std::size_t lane, std::uint64_t word) {
                words()[lane] |= word & source.visible;
            });
        }
    }
    if (pick.lag >= 0) return found == nullptr ? nullptr : found->data();
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.award != award.award || !known(row.decided) || row.bit > program_->year_bit())
            continue;
        auto const worth = program_->worth(row.mode);
        if (worth == Worth::Counts || (worth == Worth::Open && !pick.sure_only))
            words()[row.subject % kBlock] |= std::uint64_t{1} << row.bit;
    }
    return found == nullptr ? nullptr : found->data();
}

std::uint64_t const* BlockJudge::years_of(std::vector<AwardSources> const& awards,
                                          Pick pick,
                                          Bits& unsure)
{
    if (awards.size() == 1) return years_of(awards.front(), pick, unsure);
    Words* found = nullptr;
    for (auto const& award : awards) {
        auto const* words = years_of(award, pick, unsure);
        if (words == nullptr) continue;
        if (found == nullptr) {
            found = &room();
            found->fill(0);
        }
        join(words, kAllYears, *found);
    }
    return found == nullptr ? nullptr : found->data();
}

template <class Test>
Values BlockJudge::by_worth(std::vector<AwardSources> const& awards,
                            Lanes const& lanes,
                            int lag,
                            Test const& test)
{
    Values values;
    Bits unsure{};
    auto const* sure = years_of(awards, {true, lag}, unsure);
    if (sure != nullptr) test(handed(sure, lanes), values.met);
    if (!only_sure(awards)) {
        auto const* possible = years_of(awards, {false, lag}, unsure);
        if (possible != nullptr) test(handed(possible, lanes), values.open);
        for (std::size_t i = 0; i < kBitWords; ++i) values.open[i] &= ~values.met[i];
    }
    mark_unsure(values, handed(unsure, lanes));
    return values;
}

Values BlockJudge::operator_value(Titles const& what, Step const& step, Lanes const& lanes)
{
    int const year = program_->year_bit();
    auto const wanted = years_up_to(year, what.years);
    if (!what.earlier && wanted == 0) return {};
    return by_worth(step.awards, lanes, -1, [&](std::uint64_t const* words, Bits& out) {
        YearsOf of{words, lanes.window, lanes.years, lanes.count};
        if (!what.earlier) return all_of(of, wanted, out);
        of.years &= program_->past() >> 1;
        any_run(of, what.years, out);
    });
}

void BlockJudge::count_awards(std::vector<AwardSources> const& awards,
                              Pick pick,
                              int bound,
                              Lanes const& lanes,
                              Bits& out,
                              Bits& unsure)
{
    auto& counts = room();
    counts.fill(0);
    for (auto const& award : awards) {
        auto const* words = years_of(award, pick, unsure);
        if (words == nullptr) continue;
        YearsOf const of{handed(words, lanes), lanes.window, lanes.years, lanes.count};
        if (awards.size() == 1) return at_least(of, bound, out);
        add_counts(of, counts.data());
    }
    reached(counts.data(), lanes.count, static_cast<std::uint64_t>(bound), out);
}

Values BlockJudge::operator_value(AwardCount const& what, Step const& step, Lanes const& lanes)
{
    if (what.at_least <= 0) return all_met();
    Values values;
    Bits unsure{};
    if (!what.any_mode) {
        count_awards(step.awards, {true, -1}, what.at_least, lanes, values.met, unsure);
        if (!only_sure(step.awards))
            count_awards(step.awards, {false, -1}, what.at_least, lanes, values.open, unsure);
        for (std::size_t i = 0; i < kBitWords; ++i) values.open[i] &= ~values.met[i];
        mark_unsure(values, handed(unsure, lanes));
        return values;
    }
    // Each decision counts, which the words do not tell: sure where even the years suffice, or not
    // even the most that may lie behind them does.
    auto& united = room();
    auto& most = room();
    united.fill(0);
    most.fill(0);
    auto const doubt = [&](std::uint32_t subject) { put(unsure, subject % kBlock); };
    for (auto const& award : step.awards) {
        for (auto const& source : award.sources) {
            Mark const mark(*this);
            auto const* words = source.plane->years.block(block_, room());
            if (words == nullptr) continue;
            for (std::size_t lane = 0; lane < kBlock; ++lane) {
                if ((words[lane] & source.mixed) != 0) put(unsure, lane);
            }
            join(words, source.visible, united);
            add_counts(
                {handed(words, lanes), lanes.window, lanes.years & source.visible, lanes.count},
                most.data());
        }
        for (auto const& row : columns_.odd_awards().block(block_))
            if (row.award == award.award) doubt(row.subject);
        for (auto const& row : columns_.repeated().block(block_))
            if (row.award == award.award) doubt(row.subject);
    }
    at_least({handed(united.data(), lanes), lanes.window, lanes.years, lanes.count},
             what.at_least,
             values.met);
    reached(most.data(), lanes.count, static_cast<std::uint64_t>(what.at_least), values.unsure);
    auto const doubtful = handed(unsure, lanes);
    for (std::size_t i = 0; i < kBitWords; ++i)
        values.unsure[i] = (values.unsure[i] | doubtful[i]) & ~values.met[i];
    return values;
}

Values BlockJudge::operator_value(NoAward const&, Step const& step, Lanes const& lanes)
{
    Values values = all_met();
    Bits unsure{};
    if (auto const* words = years_of(step.awards, {false, -1}, unsure)) {
        at_least({handed(words, lanes), lanes.window, lanes.years, lanes.count}, 1, values.met);
        for (auto& word : values.met) word = ~word;
    }
    mark_unsure(values, handed(unsure, lanes));
    return values;
}

Values BlockJudge::operator_value(Held const&, Step const& step, Lanes const& lanes)
{
    Values values;
    Bits unsure{};
    for (auto const& award : step.awards) {
        for (auto const& source : award.sources) {
            auto& held = source.sure ? values.met : values.open;
            source.plane->years.each(block_, [&](std::size_t lane, std::uint64_t word) {
                if ((word & source.visible) != 0) put(held, lane);
                if ((word & source.mixed) != 0) put(unsure, lane);
            });
        }
        for (auto const& row : columns_.odd_awards().block(block_)) {
            auto const worth = program_->worth(row.mode);
            if (row.award != award.award || !known(row.decided) || worth == Worth::Never ||
                row.bit > program_->year_bit())
                continue;
            put(worth == Worth::Counts ? values.met : values.open, row.subject % kBlock);
        }
    }
    for (std::size_t i = 0; i < kBitWords; ++i) values.open[i] &= ~values.met[i];
    mark_unsure(values, unsure);
    return handed(values, lanes);
}

Values BlockJudge::operator_value(FiledAfter const& what, Step const& step, Lanes const& lanes)
{
    auto const& question = program_->question();
    auto const in_time = [&](int decided) {
        auto const last = make_date(decided + what.years, what.month, what.day);
        return last && question.received <= *last;
    };
    Values values;
    auto const year = std::uint64_t{1} << program_->year_bit();
    for (int const lag : {0, 1}) {
        if (!in_time(question.year + lag)) continue;
        extend_by(values, by_worth(step.awards, lanes, lag, [&](auto const* words, Bits& out) {
                      at_least({words, words, year, lanes.count}, 1, out);
                  }));
    }
    Values odd;
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.bit != program_->year_bit() || !known(row.decided) || !in_time(row.decided.year()))
            continue;
        for (auto const& award : step.awards) {
            auto const worth = program_->worth(row.mode);
            if (award.award != row.award || worth == Worth::Never) continue;
            put(worth == Worth::Counts ? odd.met : odd.open, row.subject % kBlock);
        }
    }
    extend_by(values, handed(odd, lanes));
    return values;
}

int BlockJudge::first_year_after(int bit, int lag) const
{
    return bit + 1 + (program_->regime().windows_from_decision ? lag : 0);
}

void BlockJudge::find_bases(Step const& step,
                            Lanes const& lanes,
                            std::vector<Base>& bases,
                            Bits& unsure)
{
    auto const add = [&](std::size_t subject, Base base) {
        if (lanes.subjects == nullptr) {
            base.lane = static_cast<std::uint16_t>(subject);
            return bases.push_back(base);
        }
        for (std::size_t lane = 0; lane < lanes.count; ++lane) {
            if (lanes.subjects[lane] != subject) continue;
            base.lane = static_cast<std::uint16_t>(lane);
            bases.push_back(base);
        }
    };
    for (auto const& award : step.awards) {
        for (auto const& source : award.sources) {
            source.plane->years.each(block_, [&](std::size_t subject, std::uint64_t word) {
                if ((word & source.mixed) != 0) put(unsure, subject);
                for (auto left = word & source.visible; left != 0; left &= left - 1)
                    add(subject,
                        {0,
                         source.sure,
                         first_year_after(std::countr_zero(left), source.plane->lag)});
            });
        }
        for (auto const& row : columns_.odd_awards().block(block_)) {
            auto const worth = program_->worth(row.mode);
            if (row.award != award.award || !known(row.decided) || worth == Worth::Never ||
                row.bit > program_->year_bit())
                continue;
            int const lag = columns_.bit(row.decided.year()) - row.bit;
            add(row.subject % kBlock, {0, worth == Worth::Counts, first_year_after(row.bit, lag)});
        }
    }
}

// Judges the parts after each base by itself, as if each were a subject, and keeps the best.
void BlockJudge::try_bases(Step const& step,
                           Lanes const& lanes,
                           std::span<Base const> bases,
                           Values& best)
{
    Mark const mark(*this);
    auto& windows = room();
    std::array<std::uint16_t, kBlock> subjects{};
    Values values;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        auto const& base = bases[i];
        auto const after = base.first > 63  ? 0
                           : base.first < 0 ? kAllYears
                                            : kAllYears << base.first;
        windows[i] = lanes.window[base.lane] & lanes.years & after;
        subjects[i] = lanes.subjects == nullptr ? base.lane : lanes.subjects[base.lane];
        put(base.sure ? values.met : values.open, i);
    }
    auto const padded = (bases.size() + 63) / 64 * 64;
    std::fill(windows.begin() + static_cast<std::ptrdiff_t>(bases.size()),
              windows.begin() + static_cast<std::ptrdiff_t>(padded),
              0);
    restrict_to(
        values,
        all_of_parts(step.parts, {padded, subjects.data(), windows.data(), kAllYears, lanes.last}));
    Values found;
    for (std::size_t i = 0; i < bases.size(); ++i) {
        auto const lane = bases[i].lane;
        if (has(values.met, i)) put(found.met, lane);
        if (has(values.open, i)) put(found.open, lane);
        if (has(values.unsure, i)) put(found.unsure, lane);
    }
    extend_by(best, found);
}

Values BlockJudge::operator_value(After const&, Step const& step, Lanes const& lanes)
{
    std::vector<Base> bases;
    Bits unsure{};
    find_bases(step, lanes, bases, unsure);
    Values best;
    for (std::size_t i = 0; i < bases.size(); i += kBlock) {
        auto const count = std::min(kBlock, bases.size() - i);
        try_bases(step, lanes, std::span(bases).subspan(i, count), best);
    }
    mark_unsure(best, handed(unsure, lanes));
    return best;
}

}  // namespace thidua::law
