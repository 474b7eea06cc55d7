#include "access/actor.h"

#include <gtest/gtest.h>

namespace thidua::access {

TEST(Actor, ARightReachesItsPartOfTheTreeOnly)
{
    Actor actor;
    actor.grants = {{Permission::ReadPeople, "/BAN/K101/"}};
    EXPECT_TRUE(actor.may(Permission::ReadPeople));
    EXPECT_TRUE(actor.may(Permission::ReadPeople, "/BAN/K101/K101-01/"));
    EXPECT_FALSE(actor.may(Permission::ReadPeople, "/BAN/K1010/"));
    EXPECT_FALSE(actor.may(Permission::ReadPeople, "/BAN/"));
    EXPECT_FALSE(actor.may(Permission::WritePeople, "/BAN/K101/"));
    EXPECT_FALSE(Actor::anonymous().may(Permission::ReadPeople));
}

TEST(Actor, NestedScopesCollapse)
{
    Actor actor;
    for (auto const* scope : {"/BAN/K2/", "/BAN/K1/K1-1/", "/BAN/K1/"}) {
        actor.grants.push_back({Permission::ReadPeople, scope});
    }
    EXPECT_EQ(actor.scopes(Permission::ReadPeople), (std::vector<Scope>{"/BAN/K1/", "/BAN/K2/"}));
    EXPECT_EQ(sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path"),
              "((u.path >= '/BAN/K1/' AND u.path < '/BAN/K10') OR (u.path >= '/BAN/K2/' AND u.path < '/BAN/K20'))");
    EXPECT_EQ(sql_in_scopes(Actor::system("x").scopes(Permission::ReadPeople), "p"), "(1=1)");
    EXPECT_EQ(sql_in_scopes({}, "p"), "(1=0)");
    EXPECT_EQ(sql_in_scopes({"/BAN'; DROP/"}, "p"), "(1=0)");
}

TEST(Actor, AnUnknownMarkingIsTheMostSecret)
{
    EXPECT_EQ(marking_of(""), Marking::Thuong);
    EXPECT_EQ(marking_of("mat"), Marking::Mat);
    EXPECT_EQ(marking_of("???"), Marking::TuyetMat);
    Actor actor;
    actor.clearance = Marking::Mat;
    EXPECT_TRUE(actor.may_read(Marking::Mat));
    EXPECT_FALSE(actor.may_read(Marking::ToiMat));
}

}  // namespace thidua::access
