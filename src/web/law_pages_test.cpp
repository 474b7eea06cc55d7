// The law pages as people see them: whole sentences in both languages.
#include "law/book.h"
#include "legal/pages.h"
#include "legal/rulings.h"
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

// A ruling and a draft as they wait; the paths of their pages.
std::vector<std::string> entered(testing::TestApp& app)
{
    return app.db().write([](storage::Transaction& tx) -> std::vector<std::string> {
        auto const officer = actor_with({access::Permission::WriteLaw}, "officer");
        audit::Act act{tx, officer, start_of(*make_date(2026, 11, 20)), "test"};
        auto const ruling = legal::record_ruling(
            act,
            {.award = "cstd-bo",
             .point = "older-initiative",
             .received_from = "01/07/2025",
             .holds = "1",
             .reason = "Vẫn được áp dụng",
             .paper = {"12/KL-BVD", "05/08/2025", "Trưởng ban", legal::Scan{"a.pdf", "%PDF-1.4\n"}}});
        std::string bytes;
        for (auto const& file : law::built_in_files()) {
            if (file.name == "law/act-06-2022/titles.yaml") bytes = file.bytes;
        }
        auto const months = bytes.find("recruited: {months: 6}");
        bytes.replace(months, 22, "recruited: {months: 12}");
        auto const tried =
            legal::try_pack(act.tx,
                            act.actor,
                            act.today(),
                            {"law/act-06-2022/titles.yaml", "", bytes, "2026-01-01", "Thử"});
        auto const pack = legal::draft_pack(act, tried.value());
        return {"/law/rulings/" + ruling.value(), "/law/packs/" + pack.value()};
    });
}

TEST_F(LawPagesTest, ShowWhatWaitsInBothLanguages)
{
    auto paths = entered(app);
    for (auto const* path : {"/law/rulings", "/law/packs", "/law/packs/new", "/law/rulings/new"})
        paths.push_back(path);
    for (std::string const language : {"vi", "en"}) {
        auto actor = actor_with(
            {access::Permission::WriteLaw, access::Permission::ActivateLaw}, "both-" + language);
        actor.language = language;
        auto const session = app.sign_in(std::move(actor));
        for (auto const& path : paths) {
            auto const page = app.get(path, session);
            EXPECT_EQ(page.status, 200) << path;
            EXPECT_EQ(page.content().find("⟦"), std::string_view::npos) << path;
        }
        EXPECT_TRUE(app.get(paths[0], session).has("12/KL-BVD"));
        EXPECT_TRUE(app.get(paths[1], session).has("months: 12"));
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
