// The leaves and joints over awards.
#include "law/block_judge.h"
#include "law/kernels.h"

#include <bit>

namespace thidua::law {
namespace {

bool only_sure(std::vector<AwardSources> const& awards)
{
    return std::ranges::all_of(awards, [](AwardSources const& each) { return each.only_sure; });
}

}  // namespace

void BlockJudge::mark_mixed(AwardSource const& source, Bits& unsure) const
{
    source.plane->years.join(block_, source.mixed, unsure);
}

void BlockJudge::add_years(
    AwardSources const& award, Pick pick, std::uint64_t years, Slices& slices, Bits& unsure)
{
    for (auto const& source : pick.lag >= 0 ? award.sources : award.of_any_lag) {
        if (source.sure != pick.sure || (pick.lag >= 0 && pick.lag != source.plane->lag)) continue;
        mark_mixed(source, unsure);
        slices.join(source.plane->years, block_, source.visible & years);
    }
    if (pick.lag >= 0) return;
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.award != award.award || !known(row.decided) || (years >> row.bit & 1) == 0)
            continue;
        if (program_->worth(row.mode) == (pick.sure ? Worth::Counts : Worth::Open))
            slices.put(row.bit, row.subject % kBlock);
    }
}

template <class Test>
Values BlockJudge::by_worth(std::vector<AwardSources> const& awards,
                            int lag,
                            std::uint64_t years,
                            Test const& test)
{
    Values values;
    Bits unsure{};
    Slices had(room());
    for (auto const& award : awards) add_years(award, {true, lag}, years, had, unsure);
    test(had, values.met);
    if (tells_open_ && !only_sure(awards)) {
        for (auto const& award : awards) add_years(award, {false, lag}, years, had, unsure);
        test(had, values.open);
        remove(values.met, values.open);
    }
    mark_unsure(values, unsure);
    return values;
}

Values BlockJudge::operator_value(Titles const& what, Step const& step, Window const& window)
{
    auto const wanted = years_up_to(program_->year_bit(), what.years);
    if (!what.earlier && (wanted == 0 || (wanted & ~window.years) != 0)) return {};
    auto const years = what.earlier ? window.years & program_->past() >> 1 : wanted;
    return by_worth(step.awards, -1, years, [&](Slices& had, Bits& out) {
        slices_.clear();
        auto const counted = had.any() & years;
        if (!what.earlier) {
            if (counted != wanted) return;
            push(had, window, wanted);
            return all_of(slices_, out);
        }
        if (counted == 0) return;
        push_each(
            had, window, std::countr_zero(counted), static_cast<int>(std::bit_width(counted)) - 1);
        any_run(slices_, what.years, out);
    });
}

void BlockJudge::count_awards(std::vector<AwardSources> const& awards,
                              bool possible,
                              int bound,
                              Window const& window,
                              Bits& out,
                              Bits& unsure)
{
    slices_.clear();
    for (auto const& award : awards) {
        Slices had(room());
        add_years(award, {true, -1}, window.years, had, unsure);
        if (possible) add_years(award, {false, -1}, window.years, had, unsure);
        push(had, window, window.years);
    }
    at_least(slices_, bound, out);
}

Values BlockJudge::operator_value(AwardCount const& what, Step const& step, Window const& window)
{
    if (what.at_least <= 0) return all_met();
    if (what.any_mode) return count_decisions(what, step, window);
    if (step.awards.size() == 1) {
        return by_worth(step.awards, -1, window.years, [&](Slices& had, Bits& out) {
            slices_.clear();
            push(had, window, window.years);
            at_least(slices_, what.at_least, out);
        });
    }
    Values values;
    Bits unsure{};
    count_awards(step.awards, false, what.at_least, window, values.met, unsure);
    if (tells_open_ && !only_sure(step.awards)) {
        count_awards(step.awards, true, what.at_least, window, values.open, unsure);
        remove(values.met, values.open);
    }
    mark_unsure(values, unsure);
    return values;
}

// Each decision counts, which the years do not tell: sure where even the years suffice, or not even
// the most that may lie behind them does.
Values BlockJudge::count_decisions(AwardCount const& what, Step const& step, Window const& window)
{
    Values values;
    Bits unsure{};
    Slices united(room());
    slices_.clear();
    for (auto const& award : step.awards) {
        for (auto const& source : award.sources) {
            mark_mixed(source, unsure);
            auto const years = source.visible & window.years;
            united.join(source.plane->years, block_, years);
            Slices had(room());
            had.join(source.plane->years, block_, years);
            push(had, window, years);
        }
        for (auto const& row : columns_.odd_awards().block(block_))
            if (row.award == award.award) put(unsure, row.subject % kBlock);
        for (auto const& row : columns_.repeated().block(block_))
            if (row.award == award.award) put(unsure, row.subject % kBlock);
    }
    at_least(slices_, what.at_least, values.unsure);
    slices_.clear();
    push(united, window, window.years);
    at_least(slices_, what.at_least, values.met);
    for (std::size_t i = 0; i < kBitWords; ++i)
        values.unsure[i] = (values.unsure[i] | unsure[i]) & ~values.met[i];
    return values;
}

Values BlockJudge::operator_value(NoAward const&, Step const& step, Window const& window)
{
    Values values;
    Bits unsure{};
    Slices had(room());
    for (auto const& award : step.awards) {
        for (bool const sure : {true, false})
            add_years(award, {sure, -1}, window.years, had, unsure);
    }
    slices_.clear();
    push(had, window, window.years);
    any_of(slices_, values.met);
    for (auto& word : values.met) word = ~word;
    mark_unsure(values, unsure);
    return values;
}

Values BlockJudge::operator_value(Held const&, Step const& step, Window const&)
{
    Values values;
    Bits unsure{};
    for (auto const& award : step.awards) {
        for (auto const& source : award.of_any_lag) {
            mark_mixed(source, unsure);
            source.plane->years.join(
                block_, source.visible, source.sure ? values.met : values.open);
        }
        for (auto const& row : columns_.odd_awards().block(block_)) {
            auto const worth = program_->worth(row.mode);
            if (row.award != award.award || !known(row.decided) || worth == Worth::Never ||
                row.bit > program_->year_bit())
                continue;
            put(worth == Worth::Counts ? values.met : values.open, row.subject % kBlock);
        }
    }
    remove(values.met, values.open);
    mark_unsure(values, unsure);
    return values;
}

Values BlockJudge::operator_value(FiledAfter const& what, Step const& step, Window const&)
{
    auto const& question = program_->question();
    auto const in_time = [&](int decided) {
        auto const last = make_date(decided + what.years, what.month, what.day);
        return last && question.received <= *last;
    };
    Values values;
    int const year = program_->year_bit();
    for (int const lag : {0, 1}) {
        if (!in_time(question.year + lag)) continue;
        auto const had_it = [&](Slices& had, Bits& out) {
            if (had.any() != 0) out = had[year];
        };
        extend_by(values, by_worth(step.awards, lag, std::uint64_t{1} << year, had_it));
    }
    Values odd;
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.bit != year || !known(row.decided) || !in_time(row.decided.year())) continue;
        for (auto const& award : step.awards) {
            auto const worth = program_->worth(row.mode);
            if (award.award != row.award || worth == Worth::Never) continue;
            put(worth == Worth::Counts ? odd.met : odd.open, row.subject % kBlock);
        }
    }
    extend_by(values, odd);
    return values;
}

int BlockJudge::last_year_before(int bit, int lag) const
{
    return bit + (program_->regime().windows_from_decision ? lag : 0);
}

// Each under the last year before those that count, none above the year asked for.
void BlockJudge::find_bases(Step const& step, Slices& sure, Slices& possible, Bits& unsure)
{
    int const newest = program_->year_bit();
    bool const by_decision = program_->regime().windows_from_decision;
    for (auto const& award : step.awards) {
        for (auto const& source : by_decision ? award.sources : award.of_any_lag) {
            mark_mixed(source, unsure);
            auto& bases = source.sure ? sure : possible;
            auto const& plane = source.plane->years;
            auto const under = [&](int year) {
                return std::min(last_year_before(year, source.plane->lag), newest);
            };
            if (plane.dense()) {
                each_bit(source.visible & plane.any(),
                         [&](int year) { bases.join(under(year), plane.bits(block_, year)); });
                continue;
            }
            plane.each_year(block_, source.visible, [&](int year, auto const rows) {
                bases.put(under(year), rows);
            });
        }
        for (auto const& row : columns_.odd_awards().block(block_)) {
            auto const worth = program_->worth(row.mode);
            if (row.award != award.award || !known(row.decided) || worth == Worth::Never ||
                row.bit > newest)
                continue;
            int const lag = columns_.bit(row.decided.year()) - row.bit;
            int const before = last_year_before(row.bit, lag);
            if (before < 0)
                put(unsure, row.subject % kBlock);
            else
                (worth == Worth::Counts ? sure : possible)
                    .put(std::min(before, newest), row.subject % kBlock);
        }
    }
}

// The more years count the better: what follows the first base serves best.
Values BlockJudge::after_first(Step const& step, Slices& bases, Window const& window)
{
    Values values;
    if (bases.any() == 0) return values;
    Mark const mark(*this);
    auto& counted = room();
    Kept kept;
    std::uint64_t years = 0;
    for (int year = std::countr_zero(bases.any()) + 1; year <= window.last; ++year) {
        if ((bases.any() >> (year - 1) & 1) != 0) join(bases[year - 1], values.met);
        if ((window.years >> year & 1) == 0) continue;
        auto const at = static_cast<std::size_t>(year);
        counted[at] = values.met;
        keep(*(*window.kept)[at], counted[at]);
        kept[at] = &counted[at];
        years |= std::uint64_t{1} << year;
    }
    // A base after the last year is one too: where the parts ask for no year it serves.
    values.met = kNobody;
    each_bit(bases.any(), [&](int year) { join(bases[year], values.met); });
    auto who = values.met;
    keep(*window.who, who);
    if (none(who)) return {};
    restrict_to(values, all_of_parts(step.parts, {years, &kept, window.last, &who}));
    return values;
}

Values BlockJudge::after_each(Step const& step,
                              Slices& sure,
                              Slices& possible,
                              Window const& window)
{
    Values best;
    each_bit(sure.any() | possible.any(), [&](int before) {
        Mark const mark(*this);
        Values values;
        if ((sure.any() >> before & 1) != 0) values.met = sure[before];
        if ((possible.any() >> before & 1) != 0) values.open = possible[before];
        remove(values.met, values.open);
        Bits who = *window.who;
        keep_possible(values, who);
        if (none(who)) return;
        auto const after = before >= kYearBits - 1 ? 0 : ~std::uint64_t{0} << (before + 1);
        restrict_to(
            values,
            all_of_parts(step.parts, {window.years & after, window.kept, window.last, &who}));
        extend_by(best, values);
    });
    return best;
}

// Of several bases the best one serves.
Values BlockJudge::operator_value(After const&, Step const& step, Window const& window)
{
    Bits unsure{};
    Slices sure(room()), possible(room());
    find_bases(step, sure, possible, unsure);
    Values best;
    if (step.grows) {
        best = after_first(step, sure, window);
        if (tells_open_) {
            auto open = after_first(step, possible, window);
            join(open.met, open.open);
            open.met = kNobody;
            extend_by(best, open);
        }
    } else {
        best = after_each(step, sure, possible, window);
    }
    mark_unsure(best, unsure);
    return best;
}

}  // namespace thidua::law
