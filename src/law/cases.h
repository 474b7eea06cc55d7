// Legal cases: a history, a question and the answer the law gives, in YAML.
#pragma once

#include "law/evaluate.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::law {

struct Case {
    std::string name;
    Facts facts;
    Question question;
    std::string expect;
    std::vector<std::string> open;  // The points the answer has to name, no others; empty: any.
    std::string clause;
    Confidence confidence = Confidence::A;
};

Result<std::vector<Case>> read_cases(std::string_view bytes, std::string const& file);

struct CaseOutcome {
    std::string name, expected;
    Verdict verdict;
    bool passed() const { return expected == code_of(verdict.answer); }
};
// Whether the verdict leaves open exactly what the case says, where it says so.
bool names_open_points(Case const& each, Verdict const& verdict);
std::vector<CaseOutcome> run_cases(LawBook const& book, std::vector<Case> const& cases);

}  // namespace thidua::law
