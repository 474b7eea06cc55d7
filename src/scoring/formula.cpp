#include "scoring/formula.h"

#include <algorithm>
#include <array>

namespace thidua::scoring {
namespace {

constexpr std::size_t kLongest = 2'000;
constexpr int kDeepest = 50;
constexpr std::size_t kMostTaken = 20;

bool is_letter(char sign)
{
    return (sign >= 'a' && sign <= 'z') || (sign >= 'A' && sign <= 'Z') || sign == '_' ||
           static_cast<unsigned char>(sign) >= 0x80;
}
bool is_digit(char sign) { return sign >= '0' && sign <= '9'; }
bool is_blank(char sign) { return sign == ' ' || sign == '\t' || sign == '\n' || sign == '\r'; }

Error too_large() { return bad_input("scoring.formula.too-large"); }

}  // namespace

// Reads by precedence, writing the program in the order in which it is worked off.
class Formula::Reader {
public:
    Reader(std::string_view text, Formula& into) : text_(text), into_(into) {}

    Result<void> whole()
    {
        if (text_.size() > kLongest) return bad_input("scoring.formula.too-long");
        TD_CHECK(comparison());
        return at_ == text_.size() ? Result<void>{} : unexpected();
    }

private:
    void skip_blanks()
    {
        while (at_ < text_.size() && is_blank(text_[at_])) ++at_;
    }
    bool take(std::string_view sign)
    {
        skip_blanks();
        if (!text_.substr(at_).starts_with(sign)) return false;
        at_ += sign.size();
        skip_blanks();
        return true;
    }
    Error unexpected() const
    {
        auto const found = at_ < text_.size() ? std::string(text_.substr(at_, 12)) : std::string("…");
        return bad_input("scoring.formula.unexpected", {{"place", std::to_string(at_ + 1)}, {"found", found}});
    }
    void add(Step step, Amount operand = 0) { into_.program_.push_back({step, operand}); }

    Result<void> comparison()
    {
        if (++depth_ > kDeepest) return bad_input("scoring.formula.too-deep");
        TD_CHECK(sum());
        // The longer sign first, or "<=" would be read as "<".
        static constexpr std::array<std::pair<std::string_view, Step>, 6> kSigns{
            {{"<=", Step::LessOrEqual}, {">=", Step::GreaterOrEqual}, {"<>", Step::Different},
             {"<", Step::Less}, {">", Step::Greater}, {"=", Step::Equal}}};
        for (auto const& [sign, step] : kSigns) {
            if (!take(sign)) continue;
            TD_CHECK(sum());
            add(step);
            break;
        }
        --depth_;
        return {};
    }

    Result<void> sum()
    {
        TD_CHECK(product());
        for (;;) {
            auto const step = take("+") ? Step::Add : take("-") ? Step::Subtract : Step::Number;
            if (step == Step::Number) return {};
            TD_CHECK(product());
            add(step);
        }
    }

    Result<void> product()
    {
        TD_CHECK(factor());
        for (;;) {
            auto const step = take("*") ? Step::Multiply : take("/") ? Step::Divide : Step::Number;
            if (step == Step::Number) return {};
            TD_CHECK(factor());
            add(step);
        }
    }

    Result<void> factor()
    {
        bool negative = false;
        while (take("-")) negative = !negative;
        if (take("(")) {
            TD_CHECK(comparison());
            if (!take(")")) return unexpected();
        } else if (at_ < text_.size() && is_digit(text_[at_])) {
            TD_CHECK(number());
        } else if (at_ < text_.size() && is_letter(text_[at_])) {
            TD_CHECK(name_or_call());
        } else {
            return unexpected();
        }
        if (negative) add(Step::Negate);
        return {};
    }

    Result<void> number()
    {
        auto const begin = at_;
        while (at_ < text_.size() && (is_digit(text_[at_]) || text_[at_] == '.')) ++at_;
        auto const amount = parse_amount(text_.substr(begin, at_ - begin));
        if (!amount) return at_ = begin, unexpected();
        skip_blanks();
        return add(Step::Number, *amount), Result<void>{};
    }

    Result<void> name_or_call()
    {
        auto const begin = at_;
        while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
        auto const name = text_.substr(begin, at_ - begin);
        if (!take("(")) {
            auto const known = std::find(into_.names_.begin(), into_.names_.end(), name);
            auto const index = known - into_.names_.begin();
            if (known == into_.names_.end()) into_.names_.emplace_back(name);
            return add(Step::Name, index), Result<void>{};
        }
        if (name == "if") return choice();
        if (name == "min") return call(Step::Min, 1, kMostTaken);
        if (name == "max") return call(Step::Max, 1, kMostTaken);
        if (name == "abs") return call(Step::Abs, 1, 1);
        if (name == "round") return call(Step::Round, 2, 2);
        return bad_input("scoring.formula.no-function", {{"name", std::string(name)}});
    }

    Result<void> call(Step step, std::size_t least, std::size_t most)
    {
        std::size_t taken = 0;
        do {
            TD_CHECK(comparison());
            ++taken;
        } while (taken < most && take(","));
        if (!take(")") || taken < least) return unexpected();
        return add(step, static_cast<Amount>(taken)), Result<void>{};
    }

    // condition, JumpUnless else, then, Jump end, else, end.
    Result<void> choice()
    {
        TD_CHECK(comparison());
        if (!take(",")) return unexpected();
        auto const unless = into_.program_.size();
        add(Step::JumpUnless);
        TD_CHECK(comparison());
        if (!take(",")) return unexpected();
        auto const jump = into_.program_.size();
        add(Step::Jump);
        into_.program_[unless].operand = static_cast<Amount>(into_.program_.size());
        TD_CHECK(comparison());
        if (!take(")")) return unexpected();
        into_.program_[jump].operand = static_cast<Amount>(into_.program_.size());
        return {};
    }

    std::string_view text_;
    Formula& into_;
    std::size_t at_ = 0;
    int depth_ = 0;
};

Result<Formula> Formula::read(std::string_view text)
{
    while (!text.empty() && is_blank(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_blank(text.back())) text.remove_suffix(1);
    Formula formula;
    TD_CHECK((Reader{text, formula}.whole()));
    return formula;
}

Wide Formula::combined(Step step, Wide left, Wide right)
{
    auto const yes_or_no = [](bool yes) { return yes ? Wide{kOne} : Wide{0}; };
    if (step == Step::Add) return left + right;
    if (step == Step::Subtract) return left - right;
    if (step == Step::Multiply) return rounded_quotient(left * right, kOne);
    if (step == Step::Divide) return rounded_quotient(left * kOne, right);
    if (step == Step::Less) return yes_or_no(left < right);
    if (step == Step::LessOrEqual) return yes_or_no(left <= right);
    if (step == Step::Greater) return yes_or_no(left > right);
    if (step == Step::GreaterOrEqual) return yes_or_no(left >= right);
    if (step == Step::Equal) return yes_or_no(left == right);
    return yes_or_no(left != right);
}

Result<Amount> Formula::value(std::vector<Amount> const& values) const
{
    std::vector<Amount> stack;
    auto const pop = [&stack] {
        auto const top = stack.back();
        stack.pop_back();
        return top;
    };
    auto const push = [&stack](Wide amount) {
        stack.push_back(static_cast<Amount>(amount));
        return amount <= kLimit && amount >= -kLimit;
    };
    for (std::size_t at = 0; at < program_.size(); ++at) {
        auto const [step, operand] = program_[at];
        bool fits = true;
        switch (step) {
        case Step::Number: fits = push(operand); break;
        case Step::Name: fits = push(values.at(static_cast<std::size_t>(operand))); break;
        case Step::Negate: fits = push(-pop()); break;
        case Step::Abs: fits = push(std::abs(pop())); break;
        case Step::Jump: at = static_cast<std::size_t>(operand) - 1; break;
        case Step::JumpUnless:
            if (pop() == 0) at = static_cast<std::size_t>(operand) - 1;
            break;
        case Step::Min:
        case Step::Max: {
            auto best = pop();
            for (Amount i = 1; i < operand; ++i) best = step == Step::Min ? std::min(best, pop()) : std::max(best, pop());
            fits = push(best);
            break;
        }
        case Step::Round: {
            auto const decimals = std::clamp<Amount>(pop() / kOne, 0, 4);
            fits = push(rounded(pop(), static_cast<int>(decimals)));
            break;
        }
        case Step::Add: case Step::Subtract: case Step::Multiply: case Step::Divide:
        case Step::Less: case Step::LessOrEqual: case Step::Greater: case Step::GreaterOrEqual:
        case Step::Equal: case Step::Different: {
            auto const right = pop();
            auto const left = pop();
            if (step == Step::Divide && right == 0) return bad_input("scoring.formula.zero");
            fits = push(combined(step, left, right));
            break;
        }
        }
        if (!fits) return too_large();
    }
    return stack.back();
}

}  // namespace thidua::scoring
