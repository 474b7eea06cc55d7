// The language of a scale's final score: numbers, names of groups and criteria, + - * /, comparisons,
// and min, max, round, abs, if. It can neither loop nor reach anything outside, and is bounded in
// length and depth, so that an office may write one. A comparison gives 1 or 0; `if` reads only the
// branch it takes. Products and quotients are rounded to ten-thousandths.
#pragma once

#include "base/result.h"
#include "scoring/amount.h"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::scoring {

class Formula {
public:
    // BadInput: scoring.formula.* with the place (1 is the first sign) and what was found there.
    static Result<Formula> read(std::string_view text);

    // The names it asks for, each once, in the order of their first use.
    std::vector<std::string> const& names() const { return names_; }
    // `values` in the order of names(). BadInput: scoring.formula.zero (division by zero),
    // scoring.formula.too-large.
    Result<Amount> value(std::vector<Amount> const& values) const;

private:
    enum class Step : std::uint8_t {
        Number, Name, Add, Subtract, Multiply, Divide, Negate, Less, LessOrEqual, Greater,
        GreaterOrEqual, Equal, Different, Min, Max, Round, Abs, JumpUnless, Jump
    };
    struct Instruction {
        Step step = Step::Number;
        Amount operand = 0;  // A number, an index into names_, how many are taken, or where to jump.
    };
    class Reader;
    static Wide combined(Step step, Wide left, Wide right);

    std::vector<Instruction> program_;
    std::vector<std::string> names_;
};

}  // namespace thidua::scoring
