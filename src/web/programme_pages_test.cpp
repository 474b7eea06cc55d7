// The pages of the year as people see them, in both languages.
#include "http/testing/pages.h"
#include "organisation/pages.h"
#include "organisation/unit.h"
#include "programme/pages.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using access::Permission;
using testing::Format;

class YearPagesTest : public ::testing::Test {
protected:
    void SetUp() override
    {
        app.db().write([](storage::Transaction& tx) {
            auto const system = access::Actor::system("test");
            audit::Act act{tx, system, start_of(*make_date(2026, 1, 5)), "test"};
            for (auto const& [code, name, parent] :
                 {std::tuple{"BAN", "Ban Ví dụ", ""}, {"K101", "Văn phòng", "BAN"}}) {
                organisation::create_unit(act,
                                          {.code = code,
                                           .name = name,
                                           .kind = *parent == 0 ? "ban" : "cap-2",
                                           .parent = parent,
                                           .from = *make_date(2000, 1, 1)})
                    .value();
            }
        });
    }
    std::string create()
    {
        auto const made = app.post("/programme/new",
                                   {{"owner", "BAN"},
                                    {"year", "2026"},
                                    {"calendar", "calendar"},
                                    {"theme", "Đoàn kết"},
                                    {"grounds", "Căn cứ một\nCăn cứ hai"}},
                                   office);
        EXPECT_EQ(made.status, 303) << made.content();
        return made.location();
    }
    // Of the programme at `page`.
    std::string version(std::string const& page)
    {
        auto const document = app.get(page, office, Format::Json).document();
        return std::to_string(document.at("programme").at("version").as_int64());
    }

    testing::TestApp app{{organisation::add_pages, programme::add_pages}};
    std::string office = app.sign_in(http::testing::actor_with(
        {Permission::PlanYear, Permission::ReadMovements, Permission::ReadOrganisation},
        "office"));
    std::string reader =
        app.sign_in(http::testing::actor_with({Permission::ReadMovements}, "reader", "/BAN/K101/"));
};

TEST_F(YearPagesTest, AProgrammeIsPlannedIssuedAndRead)
{
    auto const page = create();
    EXPECT_EQ(app.get(page, reader).status, 404) << "a draft";
    EXPECT_EQ(app.post(page + "/tasks/new",
                       {{"content", "Ký giao ước"}, {"unit", "K101"}, {"due", "31/03/2026"}},
                       office)
                  .status,
              303);
    EXPECT_EQ(app.post(page + "/windows/registration",
                       {{"opens", "01/11/2026"}, {"last_day", "30/11/2026"},
                        {"version", version(page)}},
                       office)
                  .status,
              303);
    EXPECT_EQ(app.post(page + "/issue",
                       {{"number", "01/KH"}, {"signer", "Trưởng ban"}, {"dated", "05/01/2026"},
                        {"version", version(page)}},
                       office)
                  .status,
              303);
    auto const shown = app.get(page, reader);
    EXPECT_EQ(shown.status, 200);
    EXPECT_TRUE(shown.has("Ký giao ước"));
    EXPECT_TRUE(shown.has("còn 9 ngày")) << shown.content();
    EXPECT_FALSE(shown.has("⟦"));
    auto const paper = app.get(page + "/print", reader);
    EXPECT_TRUE(paper.has("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"));
    EXPECT_TRUE(paper.has("<p class=\"grounds\">Căn cứ một;</p>"));
    EXPECT_TRUE(paper.has("<p class=\"grounds\">Căn cứ hai.</p>"));
    EXPECT_TRUE(app.get("/programme", reader).has("Đăng ký thi đua"));
    auto const windows = app.get(page, office, Format::Json).document().at("windows").as_array();
    auto const window = "/programme/windows/" + std::string{windows[0].at("ref").as_string()};
    EXPECT_TRUE(app.get(window, reader).has("Văn phòng"));
    EXPECT_EQ(app.get(page + "/edit", reader).status, 403);
}

TEST_F(YearPagesTest, WhatWasTypedStandsInTheFormAgain)
{
    auto const page = create();
    auto const answer = app.post(page + "/windows/covenant",
                                 {{"opens", "31/02/2026"}, {"last_day", "31/03/2026"},
                                  {"version", version(page)}},
                                 office);
    EXPECT_EQ(answer.status, 422);
    EXPECT_TRUE(answer.has("31/02/2026"));
    EXPECT_TRUE(answer.has("id=\"opens-err\""));
}

}  // namespace
}  // namespace thidua::web
