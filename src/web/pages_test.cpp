// The whole program's pages together: who passes which door, and that no page falls over.
#include "web/pages.h"

#include "identity/roles.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace thidua::web {
namespace {

using testing::Format;
using testing::TestApp;

TEST(AccessTable, EveryRouteHasSomebodyWhoMayUseIt)
{
    auto const table = access_table(all_pages());
    EXPECT_EQ(table.find("|  |"), std::string::npos) << table;
}

TEST(AccessTable, StandsInTheDocuments)
{
    auto const expected = "# Who may reach which page\n\nMade by `web_test`; THIDUA_WRITE_DOCS=1 writes it anew.\n\n" +
                          access_table(all_pages());
    auto const path = std::string{THIDUA_SOURCE_DIR} + "/docs/access-table.md";
    if (std::getenv("THIDUA_WRITE_DOCS") != nullptr) std::ofstream{path} << expected;
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), expected) << "run web_test with THIDUA_WRITE_DOCS=1 and read the difference";
}

// The address of a pattern with something in it that does not exist.
std::string example(std::string pattern)
{
    for (auto open = pattern.find('{'); open != std::string::npos; open = pattern.find('{')) {
        pattern.replace(open, pattern.find('}') - open + 1, "nothing");
    }
    return pattern;
}

access::Actor actor_in(identity::Role const& role)
{
    auto actor = http::testing::actor_with({}, std::string{role.code});
    actor.roles = {std::string{role.code}};
    for (auto const permission : role.permissions) actor.grants.push_back({permission, "/BAN/K101/"});
    return actor;
}

class AllPages : public ::testing::Test {
protected:
    TestApp app{{[](http::Router& routes) { routes = all_pages(); }}};

    void expect_sound(http::Route const& route, testing::Reply const& page, std::string const& who) const
    {
        EXPECT_LT(page.status, 500) << route.pattern << " for " << who << ": " << page.content();
        EXPECT_FALSE(page.has("⟦")) << route.pattern << " for " << who << " lacks a sentence: "
                                    << page.content().substr(page.content().find("⟦"), 80);
    }
};

TEST_F(AllPages, DrawOnAnEmptyDatabaseForEveryRoleAndStopTheOthersAtTheDoor)
{
    for (auto const& role : identity::roles()) {
        auto const session = app.sign_in(actor_in(role));
        for (auto const& route : app.app().router().routes()) {
            if (route->method != http::Method::Get) continue;
            auto const page = app.get(example(route->pattern), session);
            bool const admitted = app.app().router().admits(*route, actor_in(role));
            EXPECT_TRUE(admitted || page.status == 403) << route->pattern << " for " << role.code;
            expect_sound(*route, page, std::string{role.code});
        }
    }
}

TEST_F(AllPages, LetNoStrangerIn)
{
    for (auto const& route : app.app().router().routes()) {
        bool const is_post = route->method == http::Method::Post;
        auto const address = example(route->pattern);
        auto const reply = is_post ? app.post(address, {}, "", Format::Json) : app.get(address, "", Format::Json);
        EXPECT_EQ(reply.status == 401, route->door != http::Door::Public) << route->pattern;
    }
}

TEST_F(AllPages, TakeNoEmptyFormFromAnyRoleWithoutAnAnswer)
{
    for (auto const& role : identity::roles()) {
        auto const session = app.sign_in(actor_in(role));
        for (auto const& route : app.app().router().routes()) {
            if (route->method != http::Method::Post) continue;
            auto const page = app.post(example(route->pattern), {}, session);
            bool const admitted = app.app().router().admits(*route, actor_in(role));
            EXPECT_TRUE(admitted || page.status == 403) << route->pattern << " for " << role.code;
            expect_sound(*route, page, std::string{role.code});
        }
    }
}

}  // namespace
}  // namespace thidua::web
