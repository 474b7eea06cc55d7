#include "base/assets.h"

#include <algorithm>
#include <cstdint>
#include <fstream>
#include <map>
#include <memory>
#include <mutex>
#include <sstream>
#include <vector>

// Laid out by cmake/module.cmake, thidua_embed(): name, bytes, size; three words each.
struct AssetRow {
    char const* name;
    char const* bytes;
    std::uint64_t size;
};
extern "C" AssetRow const thidua_asset_table[];
extern "C" std::uint64_t const thidua_asset_count;

namespace thidua::assets {

namespace {

std::string& directory()
{
    static std::string path;
    return path;
}

std::vector<AssetRow> const& sorted()
{
    static std::vector<AssetRow> const rows = [] {
        std::vector<AssetRow> all(thidua_asset_table, thidua_asset_table + thidua_asset_count);
        std::sort(all.begin(), all.end(), [](AssetRow const& a, AssetRow const& b) {
            return std::string_view{a.name} < std::string_view{b.name};
        });
        return all;
    }();
    return rows;
}

std::optional<std::string_view> from_disk(std::string_view name)
{
    static std::mutex guard;
    static std::map<std::string, std::unique_ptr<std::string>, std::less<>> read;
    std::ifstream file{directory() + '/' + std::string{name}, std::ios::binary};
    if (!file) return std::nullopt;
    std::ostringstream text;
    text << file.rdbuf();
    std::lock_guard const lock{guard};
    auto& kept = read[std::string{name}];
    kept = std::make_unique<std::string>(std::move(text).str());
    return std::string_view{*kept};
}

}  // namespace

std::optional<std::string_view> find(std::string_view name)
{
    if (!directory().empty()) {
        if (auto const fresh = from_disk(name)) return fresh;
    }
    auto const& rows = sorted();
    auto const row = std::lower_bound(rows.begin(), rows.end(), name, [](AssetRow const& r, std::string_view n) {
        return std::string_view{r.name} < n;
    });
    if (row == rows.end() || row->name != name) return std::nullopt;
    return std::string_view{row->bytes, static_cast<std::size_t>(row->size)};
}

void each(std::string_view prefix, std::function<void(std::string_view, std::string_view)> const& visit)
{
    for (auto const& row : sorted()) {
        std::string_view const name{row.name};
        if (name.substr(0, prefix.size()) == prefix) visit(name, *find(name));
    }
}

void read_from(std::string source_tree) { directory() = std::move(source_tree); }

}  // namespace thidua::assets
