// Every sentence a reader sees, by key and language. Files locale/<lang>/<area>.json hold nested
// objects; a key is the path with dots, starting with the area: "register.award.title" stands in
// locale/vi/register.json under award → title. Texts are ICU MessageFormat with named arguments, so
// plurals, numbers and dates follow the language.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::terms {

// The sentence for `key`, its arguments filled in. An unknown key falls back to Vietnamese, then to
// the key itself in ⟦⟧, which a test looks for in every page. Arguments that are whole numbers are
// passed as numbers. Safe from any thread.
std::string text(std::string_view language, std::string_view key, Args const& args = {});

bool has_text(std::string_view language, std::string_view key);

// Languages that have files, the first is the default.
std::vector<std::string> const& languages();

// All keys of a language, for the test that both languages have the same.
std::vector<std::string> keys(std::string_view language);

// With assets::read_from: forget what was read, so that an edited file shows.
void reload();

}  // namespace thidua::terms
