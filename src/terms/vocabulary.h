// Coded values and their Vietnamese words: law/vocabulary.csv. What a file or a form says is
// matched after folding against code, name and listed aliases, and nothing fuzzier.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::terms {

struct Term {
    std::string kind;
    std::string code;
    std::string name_vi;
    std::string name_en;  // From locale/en/terms.json, else the Vietnamese name.
    std::vector<std::string> aliases;
};

// The code meant by `text` in vocabulary `kind`; nothing when it names none.
std::optional<std::string> code_of(std::string_view kind, std::string_view text);

// The name to show; the code itself when the vocabulary lacks it.
std::string name_of(std::string_view kind, std::string_view code, std::string_view language = "vi");

std::vector<Term> const& terms();
std::vector<Term> terms_of(std::string_view kind);  // In the file's order.

}  // namespace thidua::terms
