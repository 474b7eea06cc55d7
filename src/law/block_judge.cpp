#include "law/block_judge.h"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <utility>

namespace thidua::law {

YearBits& BlockJudge::room()
{
    if (used_ == rooms_.size()) rooms_.emplace_back();
    return rooms_[used_++];
}

void BlockJudge::judge(Program const& program, std::size_t block, std::vector<Values>& values)
{
    program_ = &program;
    block_ = block;
    tells_open_ = true;
    Mark const mark(*this);
    Bits unsure{};
    auto const kept = first_windows(unsure);
    Window const window{program.past(), &kept, program.year_bit(), &kEverybody};
    auto const& requirements = program.requirements();
    values.resize(requirements.size());
    for (std::size_t i = 0; i < requirements.size(); ++i) {
        values[i] = value(requirements[i], window);
        mark_unsure(values[i], unsure);
    }
}

void BlockJudge::judge_met(Program const& program,
                           std::size_t block,
                           Bits const& who,
                           Values& values)
{
    program_ = &program;
    block_ = block;
    tells_open_ = false;
    Mark const mark(*this);
    Bits unsure{};
    auto const kept = first_windows(unsure);
    values =
        all_of_parts(program.requirements(), {program.past(), &kept, program.year_bit(), &who});
    values.open = kNobody;
    mark_unsure(values, unsure);
    keep(who, values.met);
    keep(who, values.unsure);
}

// Years that count: after a disciplinary measure, after the last award of the same form.
Kept BlockJudge::first_windows(Bits& unsure)
{
    auto const& standard = program_->standard();
    auto const* clean = standard.restarts ? &columns_.clean() : nullptr;
    bool const all_known = known(columns_.last_discipline());
    Bars bars(room(), bar_rows_, program_->year_bit());
    if (clean != nullptr && !all_known) {
        for (auto const& row : columns_.disciplines().block(block_)) {
            if (known(row.from) && row.last >= 0) bars.put(row.last, row.subject % kBlock);
        }
    }
    if (standard.once) bar_same_form(bars, unsure);
    return bars.kept(room(), all_known ? clean : nullptr, block_);
}

void BlockJudge::bar_same_form(Bars& bars, Bits& unsure)
{
    bool const by_decision = program_->regime().windows_from_decision;
    auto const& same_form = program_->same_form();
    for (auto const& source : by_decision ? same_form.sources : same_form.of_any_lag) {
        mark_mixed(source, unsure);
        bars.join(source.plane->years, block_, source.visible, by_decision ? source.plane->lag : 0);
    }
    for (auto const& row : columns_.odd_awards().block(block_)) {
        if (row.award != same_form.award || row.mode != Mode::Merit) continue;
        if (!known(row.decided) || row.bit > program_->year_bit()) continue;
        int const year = by_decision ? columns_.bit(row.decided.year()) : row.bit;
        if (year >= 0) bars.put(year, row.subject % kBlock);
    }
}

Slice* BlockJudge::more_slices(int count)
{
    auto const used = slices_.size();
    slices_.resize(used + static_cast<std::size_t>(count));
    return slices_.data() + used;
}

void BlockJudge::push(Slices const& slices, Window const& window, std::uint64_t years)
{
    years &= window.years & slices.any();
    auto* slice = more_slices(std::popcount(years));
    each_bit(years, [&](int year) {
        *slice++ = {&slices.part(year),
                    &slices.other_part(year),
                    (*window.kept)[static_cast<std::size_t>(year)]};
    });
}

void BlockJudge::push(Plane const& plane, Window const& window)
{
    if (!plane.dense()) {
        Slices years(room());
        years.join(plane, block_, window.years);
        return push(years, window, window.years);
    }
    auto const years = plane.any() & window.years;
    auto* slice = more_slices(std::popcount(years));
    each_bit(years, [&](int year) {
        *slice++ = {
            &plane.bits(block_, year), &kNobody, (*window.kept)[static_cast<std::size_t>(year)]};
    });
}

void BlockJudge::push_each(Slices const& slices, Window const& window, int from, int to)
{
    int const step = from <= to ? 1 : -1;
    auto* slice = more_slices(std::abs(to - from) + 1);
    for (int year = from; year != to + step; year += step) {
        bool const had = (slices.any() >> year & 1) != 0;
        bool const counts = (window.years >> year & 1) != 0;
        *slice++ = {had ? &slices.part(year) : &kNobody,
                    had ? &slices.other_part(year) : &kNobody,
                    counts ? (*window.kept)[static_cast<std::size_t>(year)] : &kNobody};
    }
}

Values BlockJudge::value(Step const& step, Window const& window)
{
    Mark const mark(*this);
    // A paper decides only what would not be met, and what is open would be.
    bool const told = std::exchange(tells_open_, tells_open_ || step.node->settled != nullptr);
    auto values = std::visit([&](auto const& what) { return operator_value(what, step, window); },
                             step.node->what);
    if (!step.node->point.empty()) leave_open(step, window, values);
    tells_open_ = told;
    return values;
}

// What is not met may be for a person to decide, or have been decided by a paper; a paper closes
// its own point, not what that rests on.
void BlockJudge::leave_open(Step const& step, Window const& window, Values& values)
{
    auto const& settled = step.node->settled;
    if (settled ? !settled->holds : !tells_open_) return;
    Bits failed;
    not_met(values, failed);
    if (none(failed)) return;
    auto const when = step.open_when ? value(*step.open_when, window) : all_met();
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

Values BlockJudge::all_of_parts(std::vector<Step> const& steps, Window const& window)
{
    auto values = all_met();
    Bits possible = *window.who;
    for (auto const& step : steps) {
        restrict_to(values, value(step, {window.years, window.kept, window.last, &possible}));
        keep_possible(values, possible);
        if (none(possible)) break;
    }
    return values;
}

Values BlockJudge::operator_value(All const&, Step const& step, Window const& window)
{
    return all_of_parts(step.parts, window);
}

Values BlockJudge::operator_value(Any const&, Step const& step, Window const& window)
{
    Values values;
    Bits left = *window.who;
    for (auto const& part : step.parts) {
        extend_by(values, value(part, {window.years, window.kept, window.last, &left}));
        remove(values.met, left);
        if (none(left)) break;
    }
    return values;
}

Values BlockJudge::operator_value(Years const& what, Step const& step, Window const& window)
{
    Window const narrowed{window.years & step.years,
                          window.kept,
                          std::min(window.last, program_->year_bit() + what.last),
                          window.who};
    return all_of_parts(step.parts, narrowed);
}

Values BlockJudge::operator_value(Run const& what, Step const& step, Window const& window)
{
    Values values;
    auto const& rated = columns_.rated(what.rating);
    auto const had = rated.any() & window.years;
    auto const wanted = window.last < 0 ? 0 : years_up_to(window.last, what.years);
    if (wanted == 0 || (wanted & ~had) != 0) return values;
    Slices years(room());
    years.join(rated, block_, had);
    slices_.clear();
    push(years, window, wanted);
    all_of(slices_, values.met);
    keep(*window.who, values.met);
    if ((step.parts.empty() && !what.whole) || none(values.met)) return values;
    // Where nobody has a year the stretch ends for all.
    auto const gaps = ~had & (~std::uint64_t{0} >> (63 - window.last));
    int const missing = static_cast<int>(std::bit_width(gaps)) - 1;
    slices_.clear();
    push_each(years, window, window.last, what.whole ? 0 : missing + 1);
    auto& stretch = room();
    Bits whole{};
    auto const length = unbroken(slices_, values.met, stretch.data(), whole);
    if (what.whole) keep(whole, values.met);
    if (none(values.met)) return values;
    Kept kept;
    std::uint64_t stretched = 0;
    for (std::size_t i = 0; i < length; ++i) {
        auto const year = static_cast<std::size_t>(window.last) - i;
        stretched |= std::uint64_t{1} << year;
        kept[year] = &stretch[i];
    }
    auto const met = values.met;
    restrict_to(values, all_of_parts(step.parts, {stretched, &kept, window.last, &met}));
    return values;
}

Values BlockJudge::operator_value(YearRating const& what, Step const&, Window const&)
{
    Values values;
    columns_.rated(what.rating).join(block_, std::uint64_t{1} << program_->year_bit(), values.met);
    return values;
}

Values BlockJudge::operator_value(RatedYears const& what, Step const&, Window const& window)
{
    if (what.at_least <= 0) return all_met();
    Values values;
    slices_.clear();
    push(columns_.rated(what.rating), window);
    at_least(slices_, what.at_least, values.met);
    return values;
}

Values BlockJudge::operator_value(FiledBy const& what, Step const&, Window const&)
{
    auto const last = make_date(program_->question().year + what.years, what.month, what.day);
    return last && program_->question().received <= *last ? all_met() : Values{};
}

Values BlockJudge::operator_value(Open const&, Step const&, Window const&) { return {}; }
Values BlockJudge::operator_value(Attest const&, Step const&, Window const&) { return all_met(); }

// Several of one year stand in several planes.
Values BlockJudge::operator_value(Initiatives const& what, Step const& step, Window const& window)
{
    if (what.at_least <= 0) return all_met();
    Values values;
    slices_.clear();
    for (auto const* planes : step.initiatives) {
        auto const enough =
            std::min(planes->more_than.size(), static_cast<std::size_t>(what.at_least));
        for (std::size_t i = 0; i < enough; ++i) push(planes->more_than[i], window);
    }
    at_least(slices_, what.at_least, values.met);
    return values;
}

}  // namespace thidua::law
