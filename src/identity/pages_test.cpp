#include "identity/pages.h"

#include "http/testing/pages.h"
#include "identity/delegations.h"
#include "identity/roles.h"
#include "identity/setup.h"
#include "identity/testing/world.h"
#include "identity/tokens.h"

#include <filesystem>
#include <set>

namespace thidua::identity::testing {
namespace {

namespace json = http::json;
using access::Permission;
using http::testing::Fields;
using http::testing::Pages;

class PagesTest : public IdentityTest {
protected:
    Pages& pages()
    {
        if (!pages_) {
            pages_.emplace(db(),
                           clock_,
                           std::vector<std::function<void(http::Router&)>>{
                               [this](http::Router& routes) { add_pages_with(routes, options); }});
        }
        clock_.move_to(now);
        return *pages_;
    }
    http::testing::Reply sign_in_page(Fields const& form)
    {
        return pages().post("/session", form, access::Actor::anonymous());
    }
    json::array rows(http::testing::Reply const& reply)
    {
        return reply.document().at("list").at("rows").as_array();
    }
    access::Actor manager()
    {
        if (id_of("quan-tri") == 0) have("quan-tri", "admin");
        return actor("quan-tri");
    }

private:
    FixedClock clock_{now};
    std::optional<Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(PagesTest);

TEST_P(PagesTest, SignInSetsACookieThatScriptsCannotRead)
{
    have("lan", "viewer");
    auto const reply = sign_in_page(
        {{"username", "lan"}, {"password", known_password()}, {"next", "/awards?q=an"}});
    EXPECT_EQ(reply.location(), "/awards?q=an");
    ASSERT_EQ(reply.answer.set_cookies.size(), 1U);
    auto const& cookie = reply.answer.set_cookies.front();
    EXPECT_EQ(cookie.substr(0, 15), "thidua_session=");
    EXPECT_NE(cookie.find("; HttpOnly; SameSite=Lax"), std::string::npos);
    EXPECT_EQ(cookie.find("Secure"), std::string::npos);
    EXPECT_EQ(reply.document().at("account").as_string(), "lan");
    EXPECT_FALSE(reply.document().contains("token"));
}

TEST_P(PagesTest, SignInLeadsNowhereElse)
{
    have("lan", "viewer");
    for (auto const* elsewhere :
         {"//example.org/", "/\\example.org", "https://example.org", "", "/a\r\nb", "awards"}) {
        auto const reply = sign_in_page(
            {{"username", "lan"}, {"password", known_password()}, {"next", elsewhere}});
        EXPECT_EQ(reply.location(), "/") << elsewhere;
    }
}

TEST_P(PagesTest, SignInByTlsMarksTheCookieSecure)
{
    options.secure_cookies = true;
    have("lan", "viewer");
    auto const reply = sign_in_page({{"username", "lan"}, {"password", known_password()}});
    EXPECT_NE(reply.answer.set_cookies.front().find("; Secure"), std::string::npos);
}

TEST_P(PagesTest, SignInByACodeLeadsToThePassword)
{
    auto const issued =
        as_system([](audit::Act& act) { return add_account(act, {.name = "lan"}); });
    auto const reply =
        sign_in_page({{"username", "lan"}, {"password", issued->code}, {"next", "/awards"}});
    EXPECT_EQ(reply.location(), "/profile/password");
    EXPECT_EQ(sign_in_page({{"username", "lan"}, {"password", "sai"}}).problems(),
              "identity.error.log-in");
}

TEST_P(PagesTest, SetUpIsThereOnceOnly)
{
    auto const code = ensure_setup_code(db());
    auto const anyone = access::Actor::anonymous();
    EXPECT_EQ(pages().get("/setup", anyone).status, 200);
    Fields form{{"setup_code", code},
                {"office_name", "Phòng Thi đua"},
                {"account_name", "quan-tri"},
                {"display_name", "Nguyễn An"},
                {"password", "ngựa-đúng-pin-ghim"},
                {"password_again", "khác"}};
    EXPECT_EQ(pages().post("/setup", form, anyone).problems(),
              "identity.error.password-again@password_again");
    form.back().second = "ngựa-đúng-pin-ghim";
    EXPECT_EQ(pages().post("/setup", form, anyone).location(), "/login");
    EXPECT_EQ(pages().get("/setup", anyone).status, 404);
    EXPECT_EQ(pages().post("/setup", form, anyone).status, 404);
}

TEST_P(PagesTest, AccountsAreListedAsFarAsOneManagesThem)
{
    have("truong", "unit-head", "K1");
    as_system([](audit::Act& act) -> Result<void> {
        TD_TRY(add_account(act,
                           {.name = "nv1",
                            .display_name = "Nguyễn Văn An",
                            .person = "NV1",
                            .unit = "K1A",
                            .roles = {{"staff", "K1A"}}}));
        TD_TRY(add_account(act, {.name = "nv2", .display_name = "Lê Thị Bình", .unit = "K2"}));
        return {};
    }).value();
    EXPECT_EQ(rows(pages().get("/accounts", manager())).size(), 4U);
    EXPECT_EQ(rows(pages().get("/accounts", actor("truong"))).size(), 2U);
    auto const found = pages().get("/accounts?q=van+an", actor("truong"));
    ASSERT_EQ(rows(found).size(), 1U);
    EXPECT_EQ(rows(found).front().at("name").as_string(), "nv1");
    EXPECT_EQ(rows(found).front().at("state").as_string(), "new");
    EXPECT_EQ(rows(found).front().at("role_codes").as_string(), "staff (K1A)");
    EXPECT_EQ(rows(pages().get("/accounts?unit=K2", manager())).size(), 1U);
    EXPECT_EQ(rows(pages().get("/accounts?unit=khong-co", manager())).size(), 0U);
    EXPECT_EQ(rows(pages().get("/accounts?role=unit-head", manager())).size(), 1U);
    EXPECT_EQ(rows(pages().get("/accounts?state=new&unit=K1", manager())).size(), 2U);
    EXPECT_EQ(pages().get("/accounts/nv2", actor("truong")).status, 404);
    EXPECT_EQ(pages().get("/accounts/nv1", actor("truong")).status, 200);
    EXPECT_EQ(pages().get("/accounts", actor("nv1")).status, 403);
}

TEST_P(PagesTest, AnAccountIsMadeAndItsCodeShownOnce)
{
    auto const admin = manager();
    auto const made = pages().post("/accounts",
                                   {{"name", "lan"},
                                    {"display_name", "Trần Thị Lan"},
                                    {"unit", "K1"},
                                    {"role", "viewer"},
                                    {"role_unit", ""},
                                    {"from", "01/12/2025"}},
                                   admin);
    ASSERT_EQ(made.status, 200) << made.problems();
    EXPECT_TRUE(made.answer.secret);
    EXPECT_EQ(made.document().at("sheets").as_array().size(), 1U);
    EXPECT_TRUE(actor("lan").may(Permission::ReadRegister));
    EXPECT_EQ(
        pages()
            .post("/accounts", {{"name", "hue"}, {"role", "viewer"}, {"from", "31/02/2025"}}, admin)
            .problems(),
        "error.date@from");
    EXPECT_EQ(id_of("hue"), 0);
}

TEST_P(PagesTest, AnAccountIsLookedAfter)
{
    auto const admin = manager();
    have("lan", "viewer");
    auto const post = [&](std::string const& path, Fields const& form) {
        auto const reply = pages().post("/accounts/lan" + path, form, admin);
        return reply.error.problems.empty() ? reply.location() : reply.problems();
    };
    EXPECT_EQ(post("/edit", {{"version", "1"}, {"display_name", "Trần Lan"}, {"unit", "k1"}}),
              "/accounts/lan");
    EXPECT_EQ(post("/roles", {{"role", "unit-clerk"}, {"role_unit", "K1"}}), "/accounts/lan");
    EXPECT_EQ(post("/roles", {{"role", "unit-clerk"}, {"role_unit", "K9"}}),
              "identity.error.unit-unknown@role_unit");
    EXPECT_EQ(post("/clearances",
                   {{"marking", "mat"}, {"paper_no", "7/QĐ"}, {"paper_date", "1/12/2025"}}),
              "/accounts/lan");
    EXPECT_EQ(post("/clearances", {{"marking", "thuong"}}), "identity.error.marking@marking");
    auto const shown = pages().get("/accounts/lan", admin);
    EXPECT_EQ(shown.document().at("clearance").as_string(), "mat");
    auto const& roles = shown.document().at("roles").as_array();
    ASSERT_EQ(roles.size(), 2U);
    auto const ref = std::string{roles.front().at("ref").as_string()};
    EXPECT_EQ(post("/roles/" + ref + "/revoke", {}), "/accounts/lan");
    EXPECT_FALSE(actor("lan").may(Permission::WritePeople));
    EXPECT_EQ(post("/disable", {{"version", "1"}}), "identity.error.account-changed");
    EXPECT_EQ(post("/disable", {{"version", "2"}}), "/accounts/lan");
    EXPECT_EQ(pages().get("/accounts/lan", admin).document().at("account").at("disabled"), true);
}

TEST_P(PagesTest, SetUpAsksForTheTopUnitWithItsFirstDay)
{
    std::string made;
    options.make_top_unit = [&](audit::Act&, std::string const& code, std::string const& name, Date day) -> Result<void> {
        made = code + " " + name + " " + to_iso(day);
        return {};
    };
    auto const code = ensure_setup_code(db());
    access::Actor const nobody;
    EXPECT_TRUE(pages().get("/setup", nobody).document().at("asks_top_unit").as_bool());
    Fields form{{"setup_code", code}, {"office_name", "Phòng Thi đua"}, {"account_name", "quan-tri"}, {"display_name", "Nguyễn Văn An"},
                {"password", "ngựa-đúng-pin-ghim"}, {"password_again", "ngựa-đúng-pin-ghim"},
                {"top_unit_code", "BAN"}, {"top_unit_name", "Ban Ví dụ"}, {"top_unit_from", "năm 1995"}};
    EXPECT_EQ(pages().post("/setup", form, nobody).problems(), "identity.error.top-unit-day@top_unit_from");
    form[7].second = "";
    EXPECT_EQ(pages().post("/setup", form, nobody).problems(), "error.required@top_unit_name");
    EXPECT_EQ(count("SELECT count(*) FROM account"), 0) << "half a set-up is none";
    form[7].second = "Ban Ví dụ";
    form[8].second = "12/09/1995";
    EXPECT_EQ(pages().post("/setup", form, nobody).location(), "/login");
    EXPECT_EQ(made, "BAN Ban Ví dụ 1995-09-12");
    EXPECT_EQ(pages().get("/setup", nobody).status, 404);
}

// Forms offer what the act would allow, and no more.
TEST_P(PagesTest, RolesAndPermissionsAreOfferedAsFarAsTheyMayBeGiven)
{
    auto const offered = [&](std::string const& page, std::string const& list, access::Actor const& who) {
        std::set<std::string> codes;
        auto const reply = pages().get(page, who);
        for (auto const& code : reply.document().at(list).as_array()) codes.emplace(code.as_string());
        return codes;
    };
    have("truong", "unit-head", "K1");
    have("pho", "staff", "K1");
    auto const head = actor("truong");
    auto const roles = offered("/accounts/new", "role_options", head);
    EXPECT_TRUE(roles.contains("unit-clerk"));
    EXPECT_FALSE(roles.contains("standing-office"));
    EXPECT_FALSE(roles.contains("admin"));
    EXPECT_EQ(offered("/accounts/new", "role_options", manager()).size(), identity::roles().size());

    auto const permissions = offered("/delegations", "permission_options", head);
    EXPECT_TRUE(permissions.contains("read-people"));
    EXPECT_FALSE(permissions.contains("release-register"));
    Fields form{{"taker", "pho"}, {"permission", "read-people"}, {"unit", "K1"}, {"to", "01/12/2030"},
                {"paper_no", "9/UQ"}, {"paper_date", "01/12/2025"}};
    EXPECT_EQ(pages().post("/delegations", form, head).problems(), "");
    EXPECT_TRUE(actor("pho").may(Permission::ReadPeople));
    EXPECT_FALSE(actor("pho").may(Permission::WritePeople));
    form[1].second = "release-register";
    EXPECT_EQ(pages().post("/delegations", form, head).problems(), "identity.error.delegation-more@role");
}

TEST_P(PagesTest, ManyAccountsComeFromAPastedListOrAUnit)
{
    options.staff = [](storage::Transaction&, access::Actor const&, std::string_view unit) {
        return std::vector<StaffMember>{{"NV9", "Phạm Văn Chín", std::string{unit}}};
    };
    auto const admin = manager();
    auto const pasted =
        pages().post("/accounts/bulk",
                     {{"staff", "NV1; Nguyễn Văn An; K1\r\nNV2\tLê Thị Bình\tK2\r\n\r\n"}},
                     admin);
    ASSERT_EQ(pasted.status, 200) << pasted.problems();
    EXPECT_EQ(pasted.document().at("sheets").as_array().size(), 2U);
    EXPECT_EQ(pages().post("/accounts/bulk", {{"staff", "NV1; Nguyễn Văn An"}}, admin).problems(),
              "identity.error.bulk-line@staff");
    auto const of_unit = pages().post("/accounts/bulk", {{"unit", "K1"}}, admin);
    ASSERT_EQ(of_unit.status, 200) << of_unit.problems();
    EXPECT_EQ(of_unit.document().at("sheets").at(0).at("name").as_string(), "nv9");
    EXPECT_EQ(pages().post("/accounts/bulk", {{"unit", "K1"}}, admin).problems(),
              "identity.error.bulk-none-new");
}

TEST_P(PagesTest, OnesPasswordIsChangedByKnowingTheOldOne)
{
    have("lan", "viewer");
    auto const change = [&](std::string const& current, std::string const& fresh) {
        auto const reply =
            pages().post("/profile/password",
                         {{"current", current}, {"password", fresh}, {"password_again", fresh}},
                         actor("lan"));
        return reply.error.problems.empty() ? reply.location() : reply.problems();
    };
    EXPECT_EQ(change("sai", "một câu dài để nhớ"), "identity.error.password-wrong@current");
    EXPECT_EQ(change(known_password(), "ngắn"), "identity.error.password-short@password");
    EXPECT_EQ(change(known_password(), "một câu dài để nhớ"), "/profile");
    EXPECT_TRUE(sign_in("lan", "một câu dài để nhớ"));
    EXPECT_EQ(count("SELECT count(*) FROM idempotency"), 0);
}

// A token does what it was made for and cannot make itself more.
TEST_P(PagesTest, ATokenReachesNoProfileAndLendsNothing)
{
    have("truong", "unit-head", "K1");
    have("pho", "staff", "K1");
    auto const token = as(actor("truong"), [&](audit::Act& act) {
        return add_token(act, {"Đọc", {Permission::ReadPeople}, act.today().plus_days(5)});
    });
    auto const bearer =
        db().read([&](storage::Transaction& tx) { return *token_actor(tx, *token, now); });
    for (auto const* path : {"/profile/tokens",
                             "/profile/password",
                             "/profile/sessions/end-others",
                             "/profile/language"}) {
        auto request = Pages::request_for(http::Method::Post, path);
        http::Context context{request, db(), bearer, FixedClock{now}, pages().router()};
        auto const* route = pages().router().find(http::Method::Post, path, context.params);
        EXPECT_EQ(kind_of(route->handler(context)), Kind::Denied) << path;
    }
    NewDelegation const lend{.taker = "pho",
                             .role = "unit-head",
                             .unit = "K1",
                             .to = legal_day(now).plus_days(3),
                             .paper_no = "1",
                             .paper_date = legal_day(now)};
    EXPECT_EQ(key_of(as(bearer, [&](audit::Act& act) { return add_delegation(act, lend); })),
              "identity.error.delegation-more");
}

TEST_P(PagesTest, TheAuditLogShowsAsFarAsTheReaderMay)
{
    have("nv1", "staff", "K1");
    have("nv2", "staff", "K2");
    have("doc-1", "auditor", "K1");
    have("doc", "auditor");
    as_system([](audit::Act& act) {
        json::object const after{{"award", "bk-ban"}};
        audit::record(act,
                      {.what = "register.decision.record",
                       .subject = "decision:x",
                       .after = &after,
                       .unit_path = "/BAN/K1/",
                       .marking = access::Marking::Mat});
    });
    auto const subjects = [&](std::string const& query, access::Actor const& reader) {
        std::set<std::string> found;
        for (auto const& row : rows(pages().get("/audit" + query, reader))) {
            found.emplace(row.at("subject").as_string());
        }
        return found;
    };
    using Set = std::set<std::string>;
    EXPECT_EQ(subjects("", actor("doc-1")), (Set{"account:nv1", "account:doc-1"}));
    EXPECT_EQ(subjects("", actor("doc")),
              (Set{"account:nv1", "account:nv2", "account:doc-1", "account:doc"}));
    EXPECT_EQ(subjects("?subject=account:nv", actor("doc")), (Set{"account:nv1", "account:nv2"}));
    EXPECT_EQ(subjects("?what=identity.role&subject=account:nv1", actor("doc")),
              (Set{"account:nv1"}));
    EXPECT_EQ(subjects("?actor=ai-do", actor("doc")), Set{});
    EXPECT_EQ(subjects("?from=02/12/2025", actor("doc")), Set{});
    EXPECT_EQ(subjects("?from=01/12/2025&to=01/12/2025", actor("doc")).size(), 4U);
    auto cleared = actor("doc");
    cleared.clearance = access::Marking::Mat;
    EXPECT_TRUE(subjects("?what=register.", cleared).contains("decision:x"));
    EXPECT_EQ(pages().get("/audit", actor("nv1")).status, 403);
}

TEST_P(PagesTest, TheAuditLogTellsWhatChanged)
{
    have("lan", "viewer", "", "K1");
    auto const admin = manager();
    pages().post("/accounts/lan/edit",
                 {{"version", "1"}, {"display_name", "Trần Lan"}, {"unit", "K1"}},
                 admin);
    have("doc", "auditor");
    auto const found = rows(pages().get("/audit?what=identity.account.edit", actor("doc")));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().at("actor").as_string(), "quan-tri");
    EXPECT_EQ(found.front().at("changes"),
              (json::array{json::object{{"field", "display_name"},
                                        {"named", true},
                                        {"is_role", false},
                                        {"before", "lan"},
                                        {"after", "Trần Lan"}}}));
    EXPECT_EQ(found.front().at("named"), true);
    EXPECT_EQ(pages().get("/audit?from=31/02/2020", actor("doc")).problems(), "error.date@from");
    EXPECT_EQ(pages().get("/audit?from=02/01/2020&to=01/01/2020", actor("doc")).problems(),
              "error.period@to");
    EXPECT_EQ(found.front().at("subject_kind"), "account");
    EXPECT_EQ(found.front().at("subject_name"), "lan");
    auto const granted =
        rows(pages().get("/audit?what=identity.role.grant&subject=account:doc", actor("doc")));
    ASSERT_EQ(granted.size(), 1U);
    auto const& changes = granted.front().at("changes").as_array();
    EXPECT_TRUE(std::ranges::any_of(changes, [](json::value const& change) {
        return change.at("is_role") == true && change.at("after") == "auditor";
    }));
}

class TotpPagesTest : public PagesTest {
protected:
    void SetUp() override
    {
        PagesTest::SetUp();
        std::filesystem::create_directory(directory_);
        options.secrets =
            std::make_shared<SecretBox const>(SecretBox::open(directory_ / "key").value());
        have("lan", "viewer");
    }
    ~TotpPagesTest() override { std::filesystem::remove_all(directory_); }
    std::filesystem::path const directory_ =
        std::filesystem::temp_directory_path() / ("thidua_" + random_token(8));
};
THIDUA_ON_EACH_ENGINE(TotpPagesTest);

TEST_P(TotpPagesTest, TheAppIsTriedBeforeItIsSwitchedOn)
{
    auto const shown = pages().get("/profile/totp", actor("lan"));
    auto const secret = std::string{shown.document().at("secret").as_string()};
    EXPECT_NE(std::string{shown.document().at("uri").as_string()}.find(secret), std::string::npos);
    auto const wrong =
        pages().post("/profile/totp",
                     {{"secret", secret}, {"code", "000000"}, {"current", known_password()}},
                     actor("lan"));
    EXPECT_EQ(wrong.status, 422);
    EXPECT_EQ(wrong.document().at("secret").as_string(), secret);  // The app has this one already.
    EXPECT_TRUE(wrong.document().at("errors").as_object().contains("code"));

    auto const code = totp_code(*from_base32(secret), totp_step(now));
    auto const on =
        pages().post("/profile/totp",
                     {{"secret", secret}, {"code", code}, {"current", known_password()}},
                     actor("lan"));
    ASSERT_EQ(on.status, 200) << on.problems();
    EXPECT_EQ(on.document().at("codes").as_array().size(), 10U);
    EXPECT_FALSE(sign_in("lan", known_password()));

    EXPECT_EQ(pages().post("/profile/totp/off", {{"current", "sai"}}, actor("lan")).problems(),
              "identity.error.password-wrong@current");
    EXPECT_EQ(
        pages().post("/profile/totp/off", {{"current", known_password()}}, actor("lan")).location(),
        "/profile");
    EXPECT_TRUE(sign_in("lan", known_password()));
}

}  // namespace
}  // namespace thidua::identity::testing
