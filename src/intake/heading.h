// Lines of an annex that are no recipient: titles, section headings, groups, sums.
#pragma once

#include "base/date.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::intake {

// How a heading is numbered; siblings are numbered alike.
enum class Numbering { None, Letter, Roman, Arabic };

// "A. TẬP THỂ: 28" → Letter, "TẬP THỂ".
struct Heading {
    Numbering numbering = Numbering::None;
    std::string text;  // number taken off, what follows a colon dropped
};
Heading parse_heading(std::string_view text);

// The numbering of a cell that holds nothing but a number or letter ("1", "IV.", "a)"); None for others.
Numbering numbering_of(std::string_view text);

// The row is a sum or a signature: its first filled cell begins with Cộng, Tổng cộng or Người lập,
// at a word's end and with these diacritics.
bool is_sum_or_signature(std::string_view first_cell);

// "Kèm theo Quyết định số 512/QĐ-BCY ngày 18 tháng 12 năm 2018 của Trưởng ban".
struct DecisionLine {
    std::string number;
    std::optional<Date> date;
    std::string signer;  // what follows "của", "" when absent
};
std::optional<DecisionLine> parse_decision_line(std::string_view text);

}  // namespace thidua::intake
