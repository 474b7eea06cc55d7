#include "identity/roles.h"

#include "base/testing/source_tree.h"
#include "terms/locale.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <fstream>
#include <iterator>
#include <set>

namespace thidua::identity {
namespace {

TEST(Roles, AreThoseOfTheCommandLine)
{
    std::set<std::string_view> codes;
    for (auto const& role : roles()) codes.insert(role.code);
    EXPECT_EQ(codes,
              (std::set<std::string_view>{"admin",
                                          "standing-office",
                                          "appraiser",
                                          "unit-clerk",
                                          "unit-head",
                                          "block-head",
                                          "block-secretary",
                                          "council-secretary",
                                          "council-member",
                                          "teller",
                                          "legal-officer",
                                          "legal-activator",
                                          "leader",
                                          "signer",
                                          "auditor",
                                          "staff",
                                          "viewer"}));
}

TEST(Roles, HaveWordsInEveryLanguage)
{
    for (auto const& language : terms::languages()) {
        for (auto const& role : roles()) {
            EXPECT_TRUE(terms::has_text(language, "access.role." + std::string{role.code}))
                << language << role.code;
        }
        for (int i = 0; i < access::kPermissionCount; ++i) {
            auto const name = std::string{access::name_of(static_cast<access::Permission>(i))};
            EXPECT_TRUE(terms::has_text(language, "access.permission." + name)) << language << name;
        }
    }
}

TEST(Roles, NeverGiveWhatIsWrittenWithoutWhatIsRead)
{
    auto const may = [](Role const& role, access::Permission p) {
        return std::find(role.permissions.begin(), role.permissions.end(), p) !=
               role.permissions.end();
    };
    using enum access::Permission;
    auto const pairs = {std::pair{WriteDiscipline, ReadDiscipline},
                        std::pair{WritePeople, ReadPeople},
                        std::pair{WriteRegister, ReadRegister},
                        std::pair{WriteOrganisation, ReadOrganisation}};
    for (auto const& role : roles()) {
        for (auto const& [write, read] : pairs) {
            EXPECT_TRUE(!may(role, write) || may(role, read))
                << role.code << access::name_of(write);
        }
        EXPECT_TRUE(may(role, ReadOwnSheet)) << role.code;
    }
}

TEST(Roles, KeepTheActivationOfLawFromItsWriting)
{
    for (auto const& role : roles()) {
        auto const& held = role.permissions;
        auto const has = [&](access::Permission p) {
            return std::find(held.begin(), held.end(), p) != held.end();
        };
        EXPECT_FALSE(has(access::Permission::WriteLaw) && has(access::Permission::ActivateLaw))
            << role.code;
    }
}

TEST(Permissions, AreReadBackFromTheirNames)
{
    using enum access::Permission;
    std::vector<access::Permission> const some{ReadPeople, ReadRegister};
    EXPECT_EQ(permission_names(some), "read-people read-register");
    EXPECT_EQ(parse_permissions("read-people gone-long-ago read-register"), some);
    EXPECT_TRUE(parse_permissions("").empty());
}

// Written anew by: THIDUA_UPDATE_DOCS=1 build/…/identity_test
TEST(AccessTable, IsTheOneInTheDocuments)
{
    auto const path = thidua::testing::in_source_tree("docs/roles.md");
    auto const expected =
        "# What each role may do\n\nMade from `src/identity/roles.cpp`; a test compares.\n\n" +
        access_table() +
        "\nStaff do not hold read-movements: it would show them what their colleagues register. A"
        " person registering\nhimself needs an act of its own.\n";
    if (std::getenv("THIDUA_UPDATE_DOCS") != nullptr) std::ofstream{path} << expected;
    std::ifstream file(path);
    std::string const found{std::istreambuf_iterator<char>{file}, {}};
    EXPECT_EQ(found, expected);
}

}  // namespace
}  // namespace thidua::identity
