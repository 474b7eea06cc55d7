#include "law/block_judge.h"

#include "law/kernels.h"

#include <bit>

namespace thidua::law {
namespace {

constexpr std::uint64_t kAllYears = ~std::uint64_t{0};

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
    Bits unsure{};
    auto const* windows = first_windows(unsure);
    Lanes const lanes{kBlock, nullptr, windows, program.past(), program.year_bit()};
    auto const& requirements = program.requirements();
    values.resize(requirements.size());
    for (std::size_t i = 0; i < requirements.size(); ++i) {
        values[i] = value(requirements[i], lanes);
        mark_unsure(values[i], unsure);
    }
}

// Years that count: after a disciplinary measure, after the last award of the same form.
std::uint64_t const* BlockJudge::first_windows(Bits& unsure)
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
        if (source.mixed != 0) {
            years.each(block_, [&](std::size_t lane, std::uint64_t word) {
                if ((word & source.mixed) != 0) put(unsure, lane);
            });
        }
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

Values BlockJudge::operator_value(FiledBy const& what, Step const&, Lanes const&)
{
    auto const last = make_date(program_->question().year + what.years, what.month, what.day);
    return last && program_->question().received <= *last ? all_met() : Values{};
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

}  // namespace thidua::law
