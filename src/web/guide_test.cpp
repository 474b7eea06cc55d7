#include "web/guide.h"

#include "base/assets.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

TEST(Guide, ExplainsAPageByTheLongestPath)
{
    EXPECT_EQ(guide_address("/units"), "/guide/to-chuc");
    EXPECT_EQ(guide_address("/units/K101/rename"), "/guide/to-chuc");
    EXPECT_EQ(guide_address("/accounts/x"), "/guide/tai-khoan");
    EXPECT_EQ(guide_address("/login"), "/guide/bat-dau");
    EXPECT_EQ(guide_address("/persons/NV1/sheet"), "/guide/tra-cuu");
}

TEST(Guide, BeginsAtTheBeginningForAnyOtherPage)
{
    EXPECT_EQ(guide_address("/"), "/guide");
    EXPECT_EQ(guide_address("/unitsandmore"), "/guide");
}

TEST(Guide, HasOnePageInEnglishThatIsNoChapter)
{
    auto const chapters = assets::find("web/dist/guide/chapters.json");
    if (!chapters) GTEST_SKIP() << "the browser files are not built (script/web)";
    EXPECT_TRUE(assets::find("web/dist/guide/en.html"));
    EXPECT_EQ(chapters->find("\"en\""), std::string_view::npos);
}

TEST(Guide, EveryExplainedChapterIsWritten)
{
    auto const chapters = assets::find("web/dist/guide/chapters.json");
    if (!chapters) GTEST_SKIP() << "the browser files are not built (script/web)";
    for (auto const* path : {"/setup",
                             "/units",
                             "/persons",
                             "/imports",
                             "/decisions",
                             "/search",
                             "/summary",
                             "/public",
                             "/accounts",
                             "/calendar"}) {
        auto const name = guide_address(path).substr(7);
        EXPECT_TRUE(assets::find("web/dist/guide/" + name + ".html")) << name;
        EXPECT_NE(chapters->find('"' + name + '"'), std::string_view::npos) << name;
    }
}

}  // namespace
}  // namespace thidua::web
