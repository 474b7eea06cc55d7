// The lists of the sweep page: one award, one tab, what the reader may read, by given name.
#pragma once

#include "access/actor.h"
#include "eligibility/holdings.h"

#include <array>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::eligibility {

enum class Tab {
    Now,         // May be proposed, or a person has to decide.
    Next,        // Not yet, but next year if they do their best.
    Short,       // One requirement is missing.
    Overlooked,  // Could have been proposed in this year or the four before, and never had it.
    Retiring     // Near, and retires within 24 months.
};
inline constexpr std::array kTabs = {Tab::Now, Tab::Next, Tab::Short, Tab::Overlooked, Tab::Retiring};
std::string_view name_of(Tab tab);
Tab tab_of(std::string_view name);  // Now for any other word.

struct SweepQuery {
    law::Question question;
    law::Subject subject = law::Subject::Person;
    Tab tab = Tab::Now;
    std::string unit_path;  // "" for all.
    std::string name;       // Part of the name without diacritics.
};

struct SweepRow {
    Record const* record = nullptr;  // Lives as long as the holdings.
    law::Answer answer = law::Answer::NeedsDecision;
    bool held = false;
    std::vector<int> years;  // Overlooked: when.
};

std::vector<SweepRow> find_rows(storage::Transaction& tx,
                                access::Actor const& actor,
                                Holdings const& holdings,
                                SweepQuery const& query);

}  // namespace thidua::eligibility
