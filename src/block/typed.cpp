#include "block/typed.h"

#include <boost/json.hpp>

namespace thidua::block {

using scoring::Amount;

std::optional<Amount> parse_typed(std::string_view text)
{
    constexpr std::size_t kThousands = 3;
    std::string plain{text};
    auto const comma = plain.find(',');
    auto const dot = plain.find('.');
    if (comma != std::string::npos) {
        if (dot != std::string::npos) return std::nullopt;
        plain[comma] = '.';
    } else if (dot != std::string::npos && plain.size() - dot - 1 == kThousands) {
        return std::nullopt;
    }
    return scoring::parse_amount(plain);
}

std::string typed(std::optional<Amount> amount)
{
    if (!amount) return {};
    auto text = scoring::to_text(*amount);
    if (auto const dot = text.find('.'); dot != std::string::npos) text[dot] = ',';
    return text;
}

boost::json::value number_of(Amount amount)
{
    if (amount % scoring::kOne == 0) return amount / scoring::kOne;
    return static_cast<double>(amount) / static_cast<double>(scoring::kOne);
}

boost::json::value number_or_null(std::optional<Amount> amount)
{
    return amount ? number_of(*amount) : boost::json::value(nullptr);
}

}  // namespace thidua::block
