#include "web/pages.h"

#include "base/assets.h"
#include "terms/locale.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

std::string_view sprite()
{
    std::string_view found;
    assets::each("web/dist/icons-", [&](std::string_view name, std::string_view bytes) {
        if (name.ends_with(".svg")) found = bytes;
    });
    return found;
}

TEST(Menu, EveryLineHasItsWordsAndItsIcon)
{
    auto const pages = all_pages();
    if (sprite().empty()) GTEST_SKIP() << "the browser files are not built (script/web)";
    for (auto const& item : pages.menu()) {
        EXPECT_TRUE(terms::has_text("vi", item.key)) << item.href << ": " << item.key;
        EXPECT_NE(sprite().find("id=\"" + item.icon + '"'), std::string_view::npos)
            << item.href << ": " << item.icon;
    }
}

}  // namespace
}  // namespace thidua::web
