#include "law/reader.h"

#include <charconv>

namespace thidua::law {

Result<int> number_in(Document const& scalar)
{
    int value = 0;
    auto const& text = scalar.text;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (!scalar.is_scalar() || text.empty() || problem != std::errc{} ||
        end != text.data() + text.size()) {
        return at(scalar, "a whole number is expected, not '" + text + "'");
    }
    return value;
}

Result<Date> day_in(Document const& scalar)
{
    auto const day = parse_iso_date(scalar.text);
    if (!scalar.is_scalar() || !day)
        return at(scalar, "a day YYYY-MM-DD is expected, not '" + scalar.text + "'");
    return *day;
}

Result<std::vector<std::string>> words_in(Document const& value)
{
    std::vector<std::string> words;
    if (value.is_scalar()) {
        words.push_back(value.text);
        return words;
    }
    if (!value.is_list()) return at(value, "a word or a list of words is expected");
    for (auto const& item : value.items) {
        if (!item.is_scalar()) return at(item, "a word is expected");
        words.push_back(item.text);
    }
    return words;
}

Result<Fields> Fields::of(Document const& map)
{
    if (!map.is_map()) return at(map, "a map of fields is expected");
    return Fields(map);
}

Document const* Fields::take(std::string_view name)
{
    taken_.emplace(name);
    auto const* found = map_->find(name);
    return found != nullptr && found->shape != Document::Shape::Null ? found : nullptr;
}

Result<Document const*> Fields::need(std::string_view name)
{
    auto const* found = take(name);
    if (found == nullptr) return at(*map_, "'" + std::string(name) + "' is missing");
    return found;
}

Result<std::string> Fields::word(std::string_view name, std::string fallback)
{
    auto const* found = take(name);
    if (found == nullptr) return fallback;
    if (!found->is_scalar()) return at(*found, "'" + std::string(name) + "' must be one word");
    return found->text;
}

Result<std::string> Fields::word(std::string_view name)
{
    TD_TRY(need(name));
    return word(name, "");
}

Result<int> Fields::number(std::string_view name, int fallback)
{
    auto const* found = take(name);
    if (found == nullptr) return fallback;
    return number_in(*found);
}

Result<int> Fields::number(std::string_view name)
{
    auto const* scalar = TD_TRY(need(name));
    return number_in(*scalar);
}

Result<bool> Fields::flag(std::string_view name, bool fallback)
{
    auto const* found = take(name);
    if (found == nullptr) return fallback;
    if (found->text == "true") return true;
    if (found->text == "false") return false;
    return at(*found, "true or false is expected, not '" + found->text + "'");
}

Result<std::optional<Date>> Fields::day(std::string_view name)
{
    auto const* found = take(name);
    if (found == nullptr) return std::optional<Date>();
    return std::optional<Date>(TD_TRY(day_in(*found)));
}

Result<Date> Fields::need_day(std::string_view name)
{
    auto const* scalar = TD_TRY(need(name));
    return day_in(*scalar);
}

Result<std::vector<std::string>> Fields::words(std::string_view name)
{
    auto const* found = take(name);
    if (found == nullptr) return std::vector<std::string>();
    return words_in(*found);
}

Result<void> Fields::done() const
{
    for (auto const& [name, value] : map_->fields) {
        if (!taken_.contains(name)) return at(value, "unknown field '" + name + "'");
    }
    return {};
}

}  // namespace thidua::law
