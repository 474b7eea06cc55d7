// Every sentence a reader sees, by key and language. Files locale/<lang>/<area>.json hold nested
// objects; a key is the path with dots, starting with the area: "register.award.title" stands in
// locale/vi/register.json under award → title. Texts are ICU MessageFormat with named arguments, so
// plurals, numbers and dates follow the language.
#pragma once

#include "base/result.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::terms {

// The sentence for `key`, its arguments filled in. An unknown key falls back to Vietnamese, then to
// the key itself in ⟦⟧, which a test looks for in every page. A plain {year} prints as it was
// given; {count, number} and {count, plural, …} read a whole number; {day, date} prints an ISO day
// or instant as 18/12/2018. An argument that is not given stays in its braces. Safe from any
// thread.
std::string text(std::string_view language, std::string_view key, Args const& args = {});

// The same with arguments that are looked up when the sentence asks for them.
using Lookup = std::function<std::optional<std::string>(std::string_view name)>;
std::string text_with(std::string_view language, std::string_view key, Lookup const& lookup);

bool has_text(std::string_view language, std::string_view key);

// Languages that have files, the first is the default.
std::vector<std::string> const& languages();

// All keys of a language, for the test that both languages have the same.
std::vector<std::string> keys(std::string_view language);

// With assets::read_from: forget what was read, so that an edited file shows.
void reload();

}  // namespace thidua::terms
