// The whole program's pages together: who passes which door, and that no page falls over.
#include "web/pages.h"

#include "base/testing/source_tree.h"
#include "identity/roles.h"
#include "web/testing/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <set>
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
    auto const expected =
        "# Who may reach which page\n\nMade by `web_test`; THIDUA_WRITE_DOCS=1 writes it "
        "anew.\n\n" +
        access_table(all_pages());
    auto const path = thidua::testing::in_source_tree("docs/access-table.md");
    if (std::getenv("THIDUA_WRITE_DOCS") != nullptr) std::ofstream{path} << expected;
    std::ifstream file{path};
    std::ostringstream text;
    text << file.rdbuf();
    EXPECT_EQ(text.str(), expected)
        << "run web_test with THIDUA_WRITE_DOCS=1 and read the difference";
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
    for (auto const permission : role.permissions)
        actor.grants.push_back({permission, "/BAN/K101/"});
    return actor;
}

class AllPages : public ::testing::Test {
protected:
    // Sends every role to every route of the method; says once what is wrong with a route.
    std::set<std::string> complaints_about(http::Method method)
    {
        std::set<std::string> complaints;
        for (auto const& role : identity::roles()) {
            auto const actor = actor_in(role);
            auto const session = app.sign_in(actor);
            for (auto const& route : app.app().router().routes()) {
                if (route->method != method) continue;
                auto const address = example(route->pattern);
                auto const page = method == http::Method::Get ? app.get(address, session)
                                                              : app.post(address, {}, session);
                if (!app.app().router().admits(*route, actor) && page.status != 403) {
                    complaints.insert(route->pattern + " lets in " + std::string{role.code});
                }
                if (page.status >= 500) complaints.insert(route->pattern + " breaks");
                auto const gap = page.content().find("⟦");
                if (gap != std::string_view::npos) {
                    complaints.insert("no sentence: " +
                                      std::string{page.content().substr(
                                          gap, page.content().find("⟧", gap) - gap + 3)});
                }
            }
        }
        return complaints;
    }
    TestApp app{{[](http::Router& routes) { routes = all_pages(); }}};
};

TEST_F(AllPages, DrawOnAnEmptyDatabaseForEveryRoleAndStopTheOthersAtTheDoor)
{
    EXPECT_THAT(complaints_about(http::Method::Get), ::testing::IsEmpty());
}

TEST_F(AllPages, AnswerAnEmptyFormOfEveryRole)
{
    EXPECT_THAT(complaints_about(http::Method::Post), ::testing::IsEmpty());
}

TEST_F(AllPages, LetNoStrangerIn)
{
    for (auto const& route : app.app().router().routes()) {
        bool const is_post = route->method == http::Method::Post;
        auto const address = example(route->pattern);
        auto const reply =
            is_post ? app.post(address, {}, "", Format::Json) : app.get(address, "", Format::Json);
        EXPECT_EQ(reply.status == 401, route->door != http::Door::Public) << route->pattern;
    }
}

}  // namespace
}  // namespace thidua::web
