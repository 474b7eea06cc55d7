// Typed reading of a Document's maps: every field is taken by name, what is left over is unknown
// and an error. Shared by the readers of packs and of cases.
#pragma once

#include "base/date.h"
#include "law/document.h"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace thidua::law {

class Fields {
public:
    static Result<Fields> of(Document const& map);

    Document const& where() const { return *map_; }
    Document const* take(std::string_view name);
    Result<Document const*> need(std::string_view name);
    Result<std::string> word(std::string_view name, std::string fallback);
    Result<std::string> word(std::string_view name);
    Result<int> number(std::string_view name, int fallback);
    Result<int> number(std::string_view name);
    Result<bool> flag(std::string_view name, bool fallback);
    Result<std::optional<Date>> day(std::string_view name);
    Result<Date> need_day(std::string_view name);
    Result<std::vector<std::string>> words(
        std::string_view name);  // One word or a list; absent: none.
    Result<void> done() const;

private:
    explicit Fields(Document const& map) : map_(&map) {}
    Document const* map_;
    std::set<std::string, std::less<>> taken_;
};

Result<int> number_in(Document const& scalar);
Result<Date> day_in(Document const& scalar);
Result<std::vector<std::string>> words_in(Document const& value);

}  // namespace thidua::law
