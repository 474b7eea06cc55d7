#include "covenant/pages.h"
#include "base/clock.h"
#include "covenant/testing/world.h"
#include "http/testing/pages.h"
#include "identity/accounts.h"
#include "identity/password.h"

#include <boost/json.hpp>

namespace thidua::covenant {
namespace {

using organisation::testing::problem;
using testing::day;

constexpr char kPassword[] = "mat-khau-cua-toi";

class PagesTest : public testing::CovenantTest {
protected:
    void SetUp() override
    {
        CovenantTest::SetUp();
        auto const made = run([&](Act& act) {
            return identity::add_account(
                act,
                {.name = "head2",
                 .unit = "K102",
                 .password_hash = identity::hash_password(kPassword, identity::Cost::Demo),
                 .roles = {{"unit-head", "K102"}}});
        });
        ASSERT_EQ(problem(made), "");
        signer = head2;
        signer.account = count("SELECT id FROM account WHERE name = 'head2'");
    }
    http::testing::Reply post(std::string const& target,
                              http::testing::Fields const& form,
                              access::Actor const& actor)
    {
        return pages().post(target, form, actor);
    }
    http::testing::Reply get(std::string const& target, access::Actor const& actor)
    {
        return pages().get(target, actor);
    }
    http::testing::Pages& pages()
    {
        if (!pages_)
            pages_.emplace(
                db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
        return *pages_;
    }
    http::testing::Fields signing(std::string const& ref, std::string password)
    {
        return {{"unit", "K102"},
                {"hash", to_sign(ref).hash},
                {"post", "Cục trưởng"},
                {"password", std::move(password)}};
    }

    access::Actor signer;
    FixedClock clock_{day(kToday)};
    std::optional<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(PagesTest);

TEST_P(PagesTest, SigningAsksForThePasswordAgain)
{
    auto const ref = opened();
    auto const at = "/covenants/" + ref + "/sign?unit=K102";
    EXPECT_EQ(get(at, signer).status, 200);
    EXPECT_EQ(get(at, clerk2).status, 403);
    EXPECT_EQ(post(at, signing(ref, "khong-phai"), signer).problems(),
              "identity.error.password-wrong@password");
    EXPECT_EQ(count("SELECT count(*) FROM covenant_signature"), 0);
    EXPECT_EQ(post(at, signing(ref, kPassword), signer).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM covenant_signature WHERE signer = 'head2'"), 1);
}

TEST_P(PagesTest, WrongPasswordsHaveToWaitAsAtLogIn)
{
    auto const ref = opened();
    auto const at = "/covenants/" + ref + "/sign?unit=K102";
    for (int i = 0; i < 5; ++i) post(at, signing(ref, "khong-phai"), signer);
    EXPECT_EQ(post(at, signing(ref, kPassword), signer).problems(), "identity.error.wait");
}

TEST_P(PagesTest, ATokenSignsNothing)
{
    auto const ref = opened();
    auto request =
        http::testing::Pages::request_for(http::Method::Post, "/covenants/" + ref + "/sign");
    for (auto const& [name, value] : signing(ref, kPassword)) request.form.add(name, value);
    http::Context ctx{request, db(), signer, clock_, pages().router()};
    auto const* route = pages().router().find(http::Method::Post, request.path, ctx.params);
    ASSERT_NE(route, nullptr);
    auto const answer = route->handler(ctx);  // Without a session.
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Denied);
}

TEST_P(PagesTest, AFigureThatIsNoneIsSaidAndNothingIsKept)
{
    auto const ref = in_force();
    auto const at = "/covenants/" + ref + "/report?unit=K102&period=mid-year";
    auto const page = get(at, clerk2);
    ASSERT_EQ(page.status, 200);
    auto const& rows = page.document().at("rows").as_array();
    auto const field = [&](std::size_t i) {
        return "value_" + std::string{rows.at(i).at("target").as_string()};
    };
    auto const bad =
        post(at,
             {{"unit", "K102"}, {"period", "mid-year"}, {field(0), "nhiều"}, {field(1), "1"}},
             clerk2);
    EXPECT_EQ(bad.problems(), "covenant.error.figure@" + field(0));
    EXPECT_EQ(count("SELECT count(*) FROM covenant_result"), 0);
    auto const good =
        post(at,
             {{"unit", "K102"}, {"period", "mid-year"}, {field(0), "1.092,5"}, {field(1), "1"}},
             clerk2);
    EXPECT_EQ(good.status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM covenant_result WHERE value = 1092500"), 1);
}

TEST_P(PagesTest, OtherUnitsFiguresAreOnNoPageBeforeThePeriodIsClosed)
{
    auto const ref = in_force();
    auto const target = read([&](storage::Transaction& tx) {
        return targets_of(tx, find_covenant(tx, ref).value()).front().ref;
    });
    auto const entered =
        post("/covenants/" + ref + "/report?unit=K102",
             {{"unit", "K102"}, {"period", "mid-year"}, {"value_" + target, "77.315"}},
             clerk2);
    ASSERT_EQ(entered.status, 200);
    auto const seen = [&](access::Actor const& actor, std::string const& page) {
        auto const reply = get("/covenants/" + ref + page, actor);
        return boost::json::serialize(reply.document()).find("77315") != std::string::npos;
    };
    std::string const unit_page = "/report?unit=K102&period=mid-year";
    EXPECT_TRUE(seen(head, unit_page));
    EXPECT_TRUE(seen(head, "/results?period=mid-year"));
    EXPECT_EQ(get("/covenants/" + ref + unit_page, head1).status, 404);
    EXPECT_FALSE(seen(head1, "/results?period=mid-year"));
    EXPECT_EQ(step(close_mid_year, ref), "");
    EXPECT_TRUE(seen(head1, unit_page));
}

TEST_P(PagesTest, EveryPageDrawsForWhoMaySeeIt)
{
    auto const ref = in_force();
    auto const one = "/covenants/" + ref;
    for (std::string const page : {"",
                                   "/head",
                                   "/contents",
                                   "/targets",
                                   "/targets/new",
                                   "/titles",
                                   "/ceremony",
                                   "/signatures",
                                   "/results",
                                   "/print",
                                   "/print/grid",
                                   "/print/agenda",
                                   "/print/guests",
                                   "/print/launch"}) {
        EXPECT_EQ(get(one + page, head).status, 200) << page;
        EXPECT_EQ(get(one + page, outsider).status, 404) << page;
    }
    auto const grounds = get(one + "/print", head).document().at("said").at("paper_grounds");
    EXPECT_EQ(grounds.at(0).at("text"), "Căn cứ kế hoạch năm");
    EXPECT_EQ(get(one + "/head", head1).status, 403);
    EXPECT_EQ(get("/covenants?year=2026", head).document().at("list").at("total"), 1);
    EXPECT_EQ(get("/covenants?year=2026", outsider).document().at("list").at("total"), 0);
}

}  // namespace
}  // namespace thidua::covenant
