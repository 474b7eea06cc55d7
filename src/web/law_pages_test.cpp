// The law pages as people see them: whole sentences in both languages.
#include "legal/pages.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using http::testing::actor_with;

class LawPagesTest : public ::testing::Test {
protected:
    testing::TestApp app{{legal::add_pages}};
    std::string session_in(std::string language)
    {
        auto actor = actor_with({}, "reader-" + language);
        actor.language = std::move(language);
        return app.sign_in(std::move(actor));
    }
};

TEST_F(LawPagesTest, AreSaidInBothLanguages)
{
    for (auto const& session : {session_in("vi"), session_in("en")}) {
        for (auto const* path :
             {"/law", "/law?open=1", "/law/bk-bo?on=01/03/2025", "/law/dvqt/compare?left=R0a",
              "/law/regimes"}) {
            auto const page = app.get(path, session);
            EXPECT_EQ(page.status, 200) << path;
            EXPECT_FALSE(page.has("⟦")) << path;
        }
    }
}

TEST_F(LawPagesTest, SayThatAProjectionIsNoLaw)
{
    auto const page = app.get("/law/cstd-co-so?on=01/10/2026", session_in("vi"));
    EXPECT_TRUE(page.has("Tham khảo, không phải luật đang có hiệu lực"));
}

TEST_F(LawPagesTest, DrawEachRequirementOnce)
{
    auto const page = app.get("/law/hc-lao-dong-2?on=01/03/2025", session_in("vi"));
    auto const text = std::string{page.content()};
    auto const first = text.find("Chiến sĩ thi đua cấp bộ");
    ASSERT_NE(first, std::string::npos);
    EXPECT_TRUE(page.has("Luật 06/2022/QH15, Điều 43"));
}

TEST_F(LawPagesTest, KeepTheFormWhereTheDayIsWrong)
{
    auto const page = app.get("/law/cstd-co-so?on=31/02/2024", session_in("vi"));
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(page.has("31/02/2024"));
}

}  // namespace
}  // namespace thidua::web
