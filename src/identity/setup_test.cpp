#include "identity/setup.h"

#include "audit/settings.h"
#include "identity/testing/world.h"

#include <atomic>
#include <thread>

namespace thidua::identity::testing {
namespace {

using access::Permission;

class SetUpTest : public IdentityTest {
protected:
    Result<void> try_set_up(std::string const& code)
    {
        return set_up(db(),
                      {.setup_code = code,
                       .office_name = "Phòng  Thi đua",
                       .top_unit_code = "BCY",
                       .top_unit_name = "Ban",
                       .top_unit_from = first_day,
                       .account_name = "quan-tri",
                       .display_name = "Nguyễn Văn An",
                       .password = "ngựa-đúng-pin-ghim",
                       .remote = "127.0.0.1"},
                      now,
                      options);
    }
    std::string first_day = "12/09/1995";
};
THIDUA_ON_EACH_ENGINE(SetUpTest);

TEST_P(SetUpTest, MakesTheFirstAccountOnce)
{
    auto const code = ensure_setup_code(db());
    ASSERT_FALSE(code.empty());
    ASSERT_TRUE(try_set_up(code));
    EXPECT_TRUE(sign_in("quan-tri", "ngựa-đúng-pin-ghim"));
    auto const first = actor("quan-tri");
    EXPECT_TRUE(first.may(Permission::ManageAccounts, "/"));
    EXPECT_TRUE(first.may(Permission::WriteRegister, "/"));
    EXPECT_EQ(first.clearance, access::Marking::Thuong);
    EXPECT_EQ(db().read([](storage::Transaction& tx) { return audit::setting(tx, "office.name"); }),
              "Phòng Thi đua");

    EXPECT_EQ(kind_of(try_set_up(code)), Kind::NotFound);
    EXPECT_EQ(ensure_setup_code(db()), "");
}

TEST_P(SetUpTest, WantsTheCodePrintedLast)
{
    auto const old = ensure_setup_code(db());
    auto const code = ensure_setup_code(db());
    EXPECT_EQ(key_of(try_set_up(old)), "identity.error.setup-code");
    EXPECT_EQ(key_of(try_set_up("")), "identity.error.setup-code");
    EXPECT_TRUE(try_set_up(code));
}

TEST_P(SetUpTest, IsDoneByOneOfTwoAtTheSameMoment)
{
    auto const code = ensure_setup_code(db());
    std::atomic<int> done = 0;
    auto const try_once = [&](std::string const& name) {
        auto const tried = set_up(db(),
                                  {.setup_code = code,
                                   .office_name = "Phòng Thi đua",
                                   .account_name = name,
                                   .display_name = name,
                                   .password = "ngựa-đúng-pin-ghim"},
                                  now,
                                  options);
        if (tried) ++done;
        else EXPECT_EQ(kind_of(tried), Kind::NotFound);
    };
    std::thread first{try_once, "mot"};
    std::thread second{try_once, "hai"};
    first.join();
    second.join();
    EXPECT_EQ(done, 1);
    EXPECT_EQ(count("SELECT count(*) FROM account"), 1);
}

TEST_P(SetUpTest, WaitsAfterWrongCodes)
{
    auto const code = ensure_setup_code(db());
    for (int attempt = 0; attempt < 5; ++attempt)
        EXPECT_EQ(key_of(try_set_up("sai")), "identity.error.setup-code");
    EXPECT_EQ(key_of(try_set_up(code)), "identity.error.wait");
    wait(2);
    EXPECT_TRUE(try_set_up(code));
}

TEST_P(SetUpTest, LetsOrganisationMakeTheTopUnitInTheSameTransaction)
{
    options.make_top_unit =
        [](audit::Act&, std::string const& code, std::string const& name, Date day) -> Result<void> {
        EXPECT_EQ(to_iso(day), "1995-09-12");
        EXPECT_EQ(code, "BCY");
        EXPECT_EQ(name, "Ban");
        return bad_input("refused", {}, "top_unit_code");
    };
    auto const code = ensure_setup_code(db());
    EXPECT_EQ(key_of(try_set_up(code)), "refused");
    EXPECT_EQ(id_of("quan-tri"), 0);
    options.make_top_unit =
        [](audit::Act&, std::string const&, std::string const&, Date) -> Result<void> { return {}; };
    first_day = "31/02/1995";
    EXPECT_EQ(key_of(try_set_up(code)), "identity.error.top-unit-day");
    EXPECT_EQ(id_of("quan-tri"), 0) << "half a set-up is none";
    first_day = "12/09/1995";
    EXPECT_TRUE(try_set_up(code));
}

}  // namespace
}  // namespace thidua::identity::testing
