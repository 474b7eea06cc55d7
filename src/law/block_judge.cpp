#include "law/block_judge.h"

#include "law/kernels.h"

#include <bit>

namespace thidua::law {
namespace {

constexpr std::uint64_t kAllYears = ~std::uint64_t{0};

Bits everybody()
{
    Bits bits;
    bits.fill(kAllYears);
    return bits;
}

Values all_met() { return {everybody(), {}, {}}; }

Values met_or_not(Bits const& met) { return {met, {}, {}}; }

bool none(Bits const& bits)
{
    std::uint64_t any = 0;
    for (auto const word : bits) any |= word;
    return any == 0;
}

bool has(Bits const& bits, std::size_t lane) { return (bits[lane / 64] >> lane % 64 & 1) != 0; }
void put(Bits& bits, std::size_t lane) { bits[lane / 64] |= std::uint64_t{1} << lane % 64; }

Bits not_met(Values const& values)
{
    Bits bits;
    for (std::size_t i = 0; i < kBitWords; ++i)
        bits[i] = ~(values.met[i] | values.open[i] | values.unsure[i]);
    return bits;
}

// What is unsure leaves the other values.
void mark_unsure(Values& values, Bits const& unsure)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.unsure[i] |= unsure[i];
        values.met[i] &= ~values.unsure[i];
        values.open[i] &= ~values.unsure[i];
    }
}

// The lesser of both: certainly not met, then unsure, then open.
void restrict_to(Values& values, Values const& other)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        auto const possible = (values.met[i] | values.open[i] | values.unsure[i]) &
                              (other.met[i] | other.open[i] | other.unsure[i]);
        values.unsure[i] = (values.unsure[i] | other.unsure[i]) & possible;
        values.met[i] &= other.met[i];
        values.open[i] = possible & ~values.unsure[i] & ~values.met[i];
    }
}

// The greater of both: certainly met, then unsure, then open.
void extend_by(Values& values, Values const& other)
{
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.met[i] |= other.met[i];
        values.unsure[i] = (values.unsure[i] | other.unsure[i]) & ~values.met[i];
        values.open[i] = (values.open[i] | other.open[i]) & ~values.met[i] & ~values.unsure[i];
    }
}

// The `count` years that end with `last`; nothing where the first of them has no bit.
std::uint64_t years_up_to(int last, int count)
{
    if (count < 1 || last < count - 1) return 0;
    return (kAllYears >> (64 - count)) << (last - count + 1);
}

bool only_sure(std::vector<AwardSources> const& awards)
{
    return std::ranges::all_of(awards, [](AwardSources const& each) { return each.only_sure; });
}

template <class F>
void each_lane_of(Bits const& bits, F const& f)
{
    for (std::size_t word = 0; word < kBitWords; ++word) {
        for (auto left = bits[word]; left != 0; left &= left - 1) {
            f(word * 64 + static_cast<std::size_t>(std::countr_zero(left)));
        }
    }
}

}  // namespace

// One award after which years may count.
struct BlockJudge::Base {
    std::uint16_t lane;
    bool sure;
    int first;  // The first counted year, a bit.
};

Words& BlockJudge::room()
{
    if (used_ == rooms_.size()) rooms_.emplace_back();
    return rooms_[used_++];
}

void BlockJudge::judge(Program const& program, std::size_t block, std::vector<Values>& values)
{
    program_ = &program;
    block_ = block;
    Mark const mark(*this);
    auto const* windows = first_windows();
    Lanes const lanes{kBlock, nullptr, windows, program.past(), program.year_bit()};
    auto const& requirements = program.requirements();
    values.resize(requirements.size());
    for (std::size_t i = 0; i < requirements.size(); ++i) values[i] = value(requirements[i], lanes);
}

// Years that count: after a disciplinary measure, after the last award of the same form.
std::uint64_t const* BlockJudge::first_windows()
{
    auto& window = room();
    window.fill(kAllYears);
    auto const& standard = program_->standard();
    auto const from = [&](std::uint32_t subject, int bit) {
        if (bit > 0) window[subject % kBlock] &= bit > 63 ? 0 : kAllYears << bit;
    };
    if (standard.restarts) {
        for (auto const& row : columns_.disciplines().block(block_)) {
            if (!known(row.from)) continue;
            from(row.subject,
                 row.running ? program_->year_bit() + 1 : columns_.bit(row.to.year()) + 1);
        }
    }
    if (!standard.once) return window.data();
    bool const by_decision = program_->regime().windows_from_decision;
    for (auto const& source : program_->same_form().sources) {
        auto const& years = source.plane->years;
        int const lag = by_decision ? source.plane->lag : 0;
        if (years.dense()) {
            only_after(years.dense_block(block_), source.visible, lag, window);
            continue;
        }
        years.each(block_, [&](std::size_t lane, std::uint64_t word) {
            auto const last = static_cast<int>(std::bit_width(word & source.visible));
            if (last > 0)
                from(static_cast<std::uint32_t>(lane),
                     last + lag);  // A width is one more than a bit.
        });
    }
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.award != program_->same_form().award || row.mode != Mode::Merit) continue;
        if (!known(row.decided) || row.bit > program_->year_bit()) continue;
        from(row.subject, by_decision ? columns_.bit(row.decided.year()) + 1 : row.bit + 1);
    }
    return window.data();
}

Values BlockJudge::value(Step const& step, Lanes const& lanes)
{
    Mark const mark(*this);
    auto values = std::visit([&](auto const& what) { return operator_value(what, step, lanes); },
                             step.node->what);
    if (!step.node->point.empty()) leave_open(step, lanes, values);
    return values;
}

// What is not met may be for a person to decide, or have been decided by a paper; a paper closes
// its own point, not what that rests on.
void BlockJudge::leave_open(Step const& step, Lanes const& lanes, Values& values)
{
    auto const failed = not_met(values);
    if (none(failed)) return;
    auto const& settled = step.node->settled;
    if (settled && !settled->holds) return;
    auto const when = step.open_when ? value(*step.open_when, lanes) : all_met();
    for (std::size_t i = 0; i < kBitWords; ++i) {
        values.unsure[i] |= failed[i] & when.unsure[i];
        auto const met = failed[i] & when.met[i], open = failed[i] & when.open[i];
        if (!settled) {
            values.open[i] |= met | open;
        } else if (settled->holds) {
            values.met[i] |= met;
            values.open[i] |= open;
        }
    }
}

Values BlockJudge::all_of_parts(std::vector<Step> const& steps, Lanes const& lanes)
{
    auto values = all_met();
    for (auto const& step : steps) {
        restrict_to(values, value(step, lanes));
        if (none(values.met) && none(values.open) && none(values.unsure)) break;
    }
    return values;
}

Values BlockJudge::operator_value(All const&, Step const& step, Lanes const& lanes)
{
    return all_of_parts(step.parts, lanes);
}

Values BlockJudge::operator_value(Any const&, Step const& step, Lanes const& lanes)
{
    Values values;
    for (auto const& part : step.parts) extend_by(values, value(part, lanes));
    return values;
}

Values BlockJudge::operator_value(Years const& what, Step const& step, Lanes const& lanes)
{
    Lanes const narrowed{lanes.count,
                         lanes.subjects,
                         lanes.window,
                         lanes.years & step.years,
                         std::min(lanes.last, program_->year_bit() + what.last)};
    return all_of_parts(step.parts, narrowed);
}

Values BlockJudge::operator_value(Run const& what, Step const& step, Lanes const& lanes)
{
    auto const* rated = columns_.rated(what.rating).block(block_, room());
    if (rated == nullptr || lanes.last < 0) return {};
    rated = handed(rated, lanes);
    YearsOf const of{rated, lanes.window, lanes.years, lanes.count};
    auto const wanted = years_up_to(lanes.last, what.years);
    Values values;
    if (wanted == 0) return values;
    all_of(of, wanted, values.met);
    if ((step.parts.empty() && !what.whole) || none(values.met)) return values;
    auto& stretch = room();
    Bits whole{};
    last_stretch(of, lanes.last, stretch.data(), whole);
    if (what.whole) restrict_to(values, met_or_not(whole));
    if (none(values.met)) return values;
    keep(values.met, lanes.count, stretch.data());
    restrict_to(values,
                all_of_parts(step.parts,
                             {lanes.count, lanes.subjects, stretch.data(), kAllYears, lanes.last}));
    return values;
}

Values BlockJudge::operator_value(YearRating const& what, Step const&, Lanes const& lanes)
{
    auto const* rated = columns_.rated(what.rating).block(block_, room());
    Values values;
    if (rated == nullptr) return values;
    auto const year = std::uint64_t{1} << program_->year_bit();
    YearsOf const of{rated, rated, year, kBlock};
    at_least(of, 1, values.met);
    return handed(values, lanes);
}

Values BlockJudge::operator_value(RatedYears const& what, Step const&, Lanes const& lanes)
{
    if (what.at_least <= 0) return all_met();
    auto const* rated = columns_.rated(what.rating).block(block_, room());
    Values values;
    if (rated == nullptr) return values;
    at_least(
        {handed(rated, lanes), lanes.window, lanes.years, lanes.count}, what.at_least, values.met);
    return values;
}

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

std::uint64_t const* BlockJudge::handed(std::uint64_t const* words, Lanes const& lanes)
{
    if (lanes.subjects == nullptr) return words;
    auto& handed = room();
    for (std::size_t i = 0; i < lanes.count; ++i) handed[i] = words[lanes.subjects[i]];
    return handed.data();
}

Bits BlockJudge::handed(Bits const& of_block, Lanes const& lanes) const
{
    if (lanes.subjects == nullptr) return of_block;
    Bits bits{};
    for (std::size_t i = 0; i < lanes.count; ++i) {
        if (has(of_block, lanes.subjects[i])) put(bits, i);
    }
    return bits;
}

Values BlockJudge::handed(Values const& of_block, Lanes const& lanes) const
{
    if (lanes.subjects == nullptr) return of_block;
    return {
        handed(of_block.met, lanes), handed(of_block.open, lanes), handed(of_block.unsure, lanes)};
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

Values BlockJudge::operator_value(FiledBy const& what, Step const&, Lanes const&)
{
    auto const last = make_date(program_->question().year + what.years, what.month, what.day);
    return last && program_->question().received <= *last ? all_met() : Values{};
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

Values BlockJudge::operator_value(Open const&, Step const&, Lanes const&) { return {}; }
Values BlockJudge::operator_value(Attest const&, Step const&, Lanes const&) { return all_met(); }

Values BlockJudge::operator_value(Initiatives const& what, Step const& step, Lanes const& lanes)
{
    if (what.at_least <= 0) return all_met();
    Values values;
    auto const* one = columns_.initiatives(what.level, 1).block(block_, room());
    if (one == nullptr || (!what.kinds.empty() && step.words.empty())) return values;
    auto const of = [&](std::uint64_t const* words) {
        return YearsOf{handed(words, lanes), lanes.window, lanes.years, lanes.count};
    };
    Bits doubtful{};
    at_least(of(one), what.at_least, values.met);
    bool const of_kinds = !what.kinds.empty();
    if (what.at_least > 1) {
        if (auto const* two = columns_.initiatives(what.level, 2).block(block_, room()))
            at_least(of(two), 1, doubtful);
    }
    for (std::size_t i = 0; i < kBitWords; ++i) {
        doubtful[i] = of_kinds ? doubtful[i] | values.met[i] : doubtful[i] & ~values.met[i];
        if (of_kinds) values.met[i] = 0;
    }
    count_rows(what, step, lanes, doubtful, values.met);
    return values;
}

// Where years do not suffice: several in one year, or those of some kinds.
void BlockJudge::count_rows(
    Initiatives const& what, Step const& step, Lanes const& lanes, Bits const& doubtful, Bits& met)
{
    each_lane_of(doubtful, [&](std::size_t lane) {
        auto const in_block = lanes.subjects == nullptr ? lane : lanes.subjects[lane];
        auto const window = lanes.window[lane] & lanes.years;
        int count = 0;
        auto const subject = static_cast<std::uint32_t>(block_ * kBlock + in_block);
        for (auto const& row : columns_.initiative_rows().of(subject)) {
            if (row.level < what.level || (window >> row.bit & 1) == 0) continue;
            bool const of_kind =
                what.kinds.empty() || std::ranges::find(step.words, row.kind) != step.words.end();
            count += of_kind ? 1 : 0;
            if (count >= what.at_least) return put(met, lane);
        }
    });
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
