#include "http/page.h"

#include <gtest/gtest.h>

namespace thidua::http {
namespace {

Result<Answer> nothing(Context&) { return Answer{}; }

Router sample()
{
    Router routes;
    routes.get("/", Door::SignedIn, "home", nothing);
    routes.get("/units/{code}", Permission::ReadOrganisation, "unit", nothing);
    routes.get("/units/new", Permission::WriteOrganisation, "new", nothing);
    routes.get("/units/{code}/people/{person}", Permission::ReadPeople, "person", nothing);
    routes.get("/units/new/help", Door::Public, "help", nothing);
    routes.post("/units/{code}/rename", Permission::WriteOrganisation, nothing).limit(5);
    return routes;
}

std::string found(Router const& routes, Method method, std::string_view path)
{
    std::map<std::string, std::string, std::less<>> params;
    auto const* route = routes.find(method, path, params);
    if (route == nullptr) return "none";
    auto text = route->pattern;
    for (auto const& [name, value] : params) text += ' ' + name + '=' + value;
    return text;
}

TEST(Router, LiteralsWinAndParametersAreNamed)
{
    auto const routes = sample();
    EXPECT_EQ(found(routes, Method::Get, "/"), "/");
    EXPECT_EQ(found(routes, Method::Get, "/units/new"), "/units/new");
    EXPECT_EQ(found(routes, Method::Get, "/units/K101"), "/units/{code} code=K101");
    EXPECT_EQ(found(routes, Method::Get, "/units/K101/people/7"),
              "/units/{code}/people/{person} code=K101 person=7");
}

TEST(Router, GoesBackToTheParameterWhenTheLiteralLeadsNowhere)
{
    auto const routes = sample();
    EXPECT_EQ(found(routes, Method::Post, "/units/new/rename"), "/units/{code}/rename code=new");
    EXPECT_EQ(found(routes, Method::Get, "/units/new/help"), "/units/new/help");
}

TEST(Router, FindsNothingElse)
{
    auto const routes = sample();
    for (auto const* path :
         {"", "units", "/units", "/units/", "/units/K101/", "//", "/units//people/7", "/nope"}) {
        EXPECT_EQ(found(routes, Method::Get, path), "none") << path;
    }
    EXPECT_EQ(found(routes, Method::Post, "/units/K101"), "none");
}

TEST(Router, RefusesTwoRoutesForOneAddress)
{
    auto routes = sample();
    EXPECT_THROW(routes.get("/units/{other}", Door::Public, "twice", nothing), std::logic_error);
    EXPECT_THROW(routes.get("units", Door::Public, "no slash", nothing), std::logic_error);
}

TEST(Router, AdmitsByTheDoor)
{
    auto const routes = sample();
    auto const admits = [&](char const* pattern, access::Actor const& actor) {
        return routes.admits(*routes.find_pattern(Method::Get, pattern), actor);
    };
    access::Actor clerk;
    clerk.account = 7;
    clerk.grants = {{Permission::ReadOrganisation, "/BAN/K101/"}};
    EXPECT_TRUE(admits("/units/new/help", access::Actor::anonymous()));
    EXPECT_FALSE(admits("/", access::Actor::anonymous()));
    EXPECT_TRUE(admits("/", clerk));
    EXPECT_TRUE(admits("/units/{code}", clerk));
    EXPECT_FALSE(admits("/units/new", clerk));
    EXPECT_FALSE(admits("/units/{code}", access::Actor::anonymous()));
}

TEST(ListDocument, SaysHowManyPagesThereAre)
{
    auto const list =
        list_document({.columns = {{"name", "x.name"}}, .rows = {}, .total = 101, .page_size = 50});
    EXPECT_EQ(list.at("pages").as_int64(), 3);
    EXPECT_EQ(list.at("columns").at(0).at("kind").as_string(), "text");
    EXPECT_EQ(list_document({}).at("pages").as_int64(), 1);
}

}  // namespace
}  // namespace thidua::http
