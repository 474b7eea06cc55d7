// What a covenant puts on the lists of its units, and takes off again: inside this folder.
#pragma once

#include "covenant/covenant.h"
#include "covenant/passage.h"

namespace thidua::covenant {

void ask_for_opinion(Act& act, Covenant const& covenant, Member const& member);
void opinion_given(Act& act, Covenant const& covenant, Member const& member);

void ask_to_sign(Act& act, Covenant const& covenant, Edition const& edition, Member const& member);
void signing_settled(Act& act,
                     Covenant const& covenant,
                     Edition const& edition,
                     std::int64_t unit_id);

// To who leads the block and to who plans the year.
void tell_of_refusal(Act& act, Covenant const& covenant, Member const& member);

// The unit's figures of a closed period were put right by the office.
void tell_of_correction(Act& act, Covenant const& covenant, Period period, Member const& member);

// Of every party of the edition in force; the last day from the window of mid-year or year-end.
void ask_for_results(Act& act, Covenant const& covenant, Period period);
void ask_for_results(Act& act, Covenant const& covenant, Period period, Member const& member);
void results_given(Act& act, Covenant const& covenant, Period period, std::int64_t unit_id);
void results_settled(Act& act, Covenant const& covenant, Period period);

}  // namespace thidua::covenant
