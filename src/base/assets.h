// The data files the program carries in itself: views, words, schema, browser files, law, guide.
// Names are paths in the source tree, e.g. "locale/vi/web.json".
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::assets {

// The bytes of one file; they live as long as the program. With read_from() set, the file on disk
// wins, read anew at each call into storage that stays valid until the next call for that name.
std::optional<std::string_view> find(std::string_view name);

// Every name that begins with `prefix`, in byte order.
void each(std::string_view prefix, std::function<void(std::string_view name, std::string_view bytes)> const& visit);

// Development: read views and words from this source tree instead. Not thread safe; call at start.
void read_from(std::string directory);

}  // namespace thidua::assets
