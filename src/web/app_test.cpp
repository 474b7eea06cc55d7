#include "web/testing/app.h"

#include "web/drawing.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using testing::Format;
using testing::Headers;
using testing::TestApp;
namespace json = boost::json;

Result<http::Answer> save_note(http::Context& context)
{
    return context.write([&](audit::Act& act) -> Result<http::Answer> {
        auto const& form = context.form();
        auto const text = form.text("text");
        if (text.empty()) return bad_input("error.required", {}, "text");
        if (text == "stale") return failure(Kind::Conflict, "error.conflict");
        if (text == "gone") return not_found();
        act.tx.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", {random_token(), text});
        auto const* upload = context.request.upload("file");
        return http::done(
            "/notes/" + context.param("code"),
            "web.notice",
            {{"text", text},
             {"lines", form.lines("lines")},
             {"file", upload == nullptr ? "" : upload->filename},
             {"size", upload == nullptr ? 0 : upload->size},
             {"spool", upload == nullptr ? "" : upload->spool_path},
             {"same", upload != nullptr && upload->content().size() == upload->size}});
    });
}

Result<http::Answer> show_note(http::Context& context)
{
    return http::page(
        "web/error",
        "web.system",
        {{"status", 404},
         {"code", context.param("code")},
         {"language", context.language},
         {"values", json::object{{"text", "kept"}, {"other", "other"}, {"box", true}}}});
}

Result<http::Answer> list_notes(http::Context& context)
{
    if (context.query().text("on") == "hôm qua") return bad_input("error.required", {}, "on");
    if (context.query().text("year").empty() && context.query().find("yearly"))
        return bad_input("error.required", {}, "year");
    if (context.query().text("year") == "nay") return bad_input("error.required", {}, "year");
    http::ListPage list{.columns = {{"name", "web.system"},
                                    {"on", "web.home", "date"},
                                    {"mode", "web.menu", "term:mode"},
                                    {"count", "web.notice", "number"},
                                    {"yes", "web.title", "flag"}},
                        .rows = {},
                        .total = 120,
                        .page = context.page_number()};
    list.rows.push_back(json::object{{"name", "=1+1, \"An\""},
                                     {"on", "2018-12-18"},
                                     {"mode", nullptr},
                                     {"count", -5},
                                     {"yes", true}});
    return http::page("web/error", "web.system", {{"list", http::list_document(std::move(list))}});
}

void add_note_pages(http::Router& routes)
{
    using http::Door;
    routes.get("/notes", Door::SignedIn, "web.system", list_notes);
    routes.get("/notes/{code}", Door::SignedIn, "web.system", show_note);
    routes.get("/notes/{code}/edit", Door::SignedIn, "web.system", show_note);
    routes.post("/notes/{code}", Door::SignedIn, save_note)
        .form("/notes/{code}/edit")
        .limit(2 << 20);
    routes.post("/notes/{code}/save", Door::SignedIn, save_note).form("/notes/{code}/edit");
    routes.get("/secret", http::Permission::ManageSystem, "web.system", show_note);
    routes.get("/public/notes", Door::Public, "web.system", list_notes);
    routes.get("/broken", Door::Public, "web.system", [](http::Context&) -> Result<http::Answer> {
        throw std::logic_error("a mistake of ours");
    });
    routes.get("/below", Door::SignedIn, "web.system", [](http::Context&) -> Result<http::Answer> {
        return http::page("web/error",
                          "web.system",
                          {{"status", 404}},
                          {{"/secret", "web.home"}, {"/notes/7", "web.system"}});
    });
    routes.get("/paper", Door::Public, "web.system", [](http::Context&) -> Result<http::Answer> {
        return http::file("Phiếu \"1\".pdf", "application/pdf", "%PDF");
    });
    routes
        .post(
            "/session",
            Door::Public,
            [](http::Context&) -> Result<http::Answer> {
                auto answer = http::done("/", "");
                answer.set_cookies.push_back("thidua_session=abc; HttpOnly; SameSite=Lax; Path=/");
                return answer;
            })
        .keeps_no_key = true;
    routes.menu({"admin", "/secret", "web.home", "gear", 1});
    routes.menu({"work", "/notes", "web.system", "list", 1});
}

class AppTest : public ::testing::Test {
protected:
    std::int64_t notes()
    {
        return app.db().read([](storage::Transaction& tx) {
            return tx.integer("SELECT count(*) FROM setting WHERE name <> 'secret'").value();
        });
    }
    TestApp app{{add_note_pages}};
    std::string const session = app.sign_in(http::testing::actor_with({}));
};

TEST_F(AppTest, OneDocumentTwoFaces)
{
    auto const data = app.get("/notes/7?x=1", session, Format::Json);
    EXPECT_EQ(data.status, 200);
    EXPECT_EQ(data.header("Content-Type"), "application/json");
    EXPECT_EQ(data.document().at("code"), "7");
    EXPECT_FALSE(data.document().contains("env"));
    auto const page = app.get("/notes/7?x=1", session);
    EXPECT_EQ(page.status, 200);
    EXPECT_EQ(page.header("Content-Type"), "text/html; charset=utf-8");
    EXPECT_TRUE(page.has("<html lang=\"vi\">"));
    EXPECT_FALSE(page.has("⟦")) << page.body;
}

TEST_F(AppTest, EveryPageCarriesItsGuards)
{
    auto const page = app.get("/notes/7", session);
    EXPECT_EQ(page.header("Content-Security-Policy"),
              "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: "
              "blob:; font-src 'self'; "
              "connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'");
    EXPECT_EQ(page.header("X-Content-Type-Options"), "nosniff");
    EXPECT_EQ(page.header("Cache-Control"), "no-store");
    EXPECT_NE(page.header("Vary").find("Cookie"), std::string_view::npos);
    EXPECT_FALSE(page.header("X-Request-Id").empty());
}

TEST_F(AppTest, TheDoorAsksWhoIsThere)
{
    auto const stranger = app.get("/notes/7?a=b");
    EXPECT_EQ(stranger.status, 303);
    EXPECT_EQ(stranger.location(), "/login?next=%2Fnotes%2F7%3Fa%3Db");
    auto const program = app.get("/notes/7", "", Format::Json);
    EXPECT_EQ(program.status, 401);
    EXPECT_EQ(program.header("Content-Type"), "application/problem+json");
    EXPECT_EQ(app.get("/secret", session).status, 403);
    EXPECT_EQ(app.get("/secret",
                      app.sign_in(http::testing::actor_with({http::Permission::ManageSystem})),
                      Format::Json)
                  .status,
              500)
        << "the handler asks for a parameter the route lacks";
    EXPECT_EQ(app.get("/nothing", session).status, 404);
    EXPECT_EQ(app.get("/public/notes").status, 200);
}

TEST_F(AppTest, TheMenuShowsOnlyWhatTheReaderMayOpen)
{
    auto const page = app.get("/notes/7", session);
    EXPECT_TRUE(page.has("href=\"/notes\""));
    EXPECT_FALSE(page.has("href=\"/secret\""));
}

TEST_F(AppTest, TheWayBackLeavesOutWhatTheReaderMayNotOpen)
{
    auto const page = app.get("/below", session);
    EXPECT_TRUE(page.has("<li><a href=\"/notes/7\">"));
    EXPECT_FALSE(page.has("href=\"/secret\""));
    auto const manager =
        app.sign_in(http::testing::actor_with({http::Permission::ManageSystem}));
    EXPECT_TRUE(app.get("/below", manager).has("<li><a href=\"/secret\">"));
}

TEST_F(AppTest, BearerTokensAnswerProgramsWithoutToken)
{
    Headers const headers{{"Authorization", "Bearer " + session},
                          {"Accept", "application/json"},
                          {"Content-Type", "application/json"}};
    auto const saved = app.send("POST", "/notes/7", headers, R"({"text":"from a program"})");
    EXPECT_EQ(saved.status, 200);
    EXPECT_EQ(saved.document().at("text"), "from a program");
    EXPECT_EQ(saved.location(), "/notes/7");
    auto const unknown = app.send("GET", "/public/notes", {{"Authorization", "Bearer nobody"}});
    EXPECT_EQ(unknown.status, 401);
}

TEST_F(AppTest, ACookieWriteNeedsTheSessionsTokenAndOurOrigin)
{
    auto const send = [&](std::string const& body, Headers more) {
        auto headers = TestApp::headers_for(session, Format::Json);
        headers.emplace_back("Content-Type", "application/x-www-form-urlencoded");
        headers.insert(headers.end(), more.begin(), more.end());
        return app.send("POST", "/notes/7", headers, body).status;
    };
    auto const token = "csrf-of-" + session;
    EXPECT_EQ(send("text=a", {}), 403);
    EXPECT_EQ(send("text=a&_csrf=", {}), 403);
    EXPECT_EQ(send("text=a&_csrf=csrf-of-other", {}), 403);
    EXPECT_EQ(send("text=a&_csrf=" + token, {{"Origin", "https://evil.example"}}), 403);
    EXPECT_EQ(send("text=a&_csrf=" + token, {{"Origin", "null"}}), 403);
    EXPECT_EQ(send("text=a&_csrf=" + token, {{"Sec-Fetch-Site", "same-site"}}), 403);
    EXPECT_EQ(notes(), 0);
    EXPECT_EQ(send("text=a&_csrf=" + token,
                   {{"Origin", "http://localhost"}, {"Sec-Fetch-Site", "same-origin"}}),
              200);
    EXPECT_EQ(send("text=a", {{"X-CSRF-Token", token}}), 200);
    EXPECT_EQ(notes(), 2);
}

TEST_F(AppTest, LogInNeedsNoTokenButNoForeignPage)
{
    EXPECT_EQ(app.post("/session", {}, session).status, 303);
    EXPECT_EQ(app.post("/session", {}).cookie("thidua_session"), "abc");
    auto headers = TestApp::headers_for("", Format::Html);
    headers.emplace_back("Sec-Fetch-Site", "cross-site");
    EXPECT_EQ(app.send("POST", "/session", headers).status, 403);
}

TEST_F(AppTest, CookiesAreSecureWhereTheLineIs)
{
    TestApp behind_proxy{{add_note_pages}, {.secure_cookies = true}};
    auto const reply = behind_proxy.post("/session", {});
    EXPECT_NE(reply.header("Set-Cookie").find("; Secure"), std::string_view::npos);
    EXPECT_EQ(app.post("/session", {}).header("Set-Cookie").find("Secure"), std::string_view::npos);
}

TEST_F(AppTest, AnActLeadsOnAndTheNextPageSaysSoOnce)
{
    auto const saved = app.post("/notes/7", {{"text", "Đã xong"}}, session);
    EXPECT_EQ(saved.status, 303);
    EXPECT_EQ(saved.location(), "/notes/7");
    auto const notice = saved.cookie("thidua_notice");
    ASSERT_FALSE(notice.empty());
    auto headers = TestApp::headers_for(session, Format::Html);
    headers.back().second += "; thidua_notice=" + notice;
    auto const next = app.send("GET", "/notes/7", headers);
    EXPECT_TRUE(next.has("class=\"notice\""));
    EXPECT_EQ(next.cookie("thidua_notice"), "");
    headers.back().second += "x";
    EXPECT_FALSE(app.send("GET", "/notes/7", headers).has("class=\"notice\""))
        << "a forged notice is not shown";
}

TEST_F(AppTest, BadInputDrawsTheFormAgainWithWhatWasTyped)
{
    auto const page = app.post("/notes/7", {{"text", " "}, {"other", "typed"}}, session);
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(page.has("errsum"));
    EXPECT_EQ(app.post("/notes/7", {{"text", "stale"}}, session).status, 409);
    EXPECT_EQ(app.post("/notes/7", {{"text", "gone"}}, session).status, 404);
    auto const problem = app.post("/notes/7", {{"text", ""}}, session, Format::Json);
    EXPECT_EQ(problem.status, 422);
    auto const document = problem.document();
    EXPECT_EQ(document.at("type"), "urn:thidua:problem:bad-input");
    EXPECT_EQ(document.at("status"), 422);
    EXPECT_EQ(document.at("errors").at(0).at("field"), "text");
    EXPECT_EQ(document.at("errors").at(0).at("key"), "error.required");
    EXPECT_FALSE(document.at("detail").as_string().empty());
}

TEST_F(AppTest, AFilterThatCannotBeReadLeavesThePageStanding)
{
    auto const page = app.get("/notes?on=h%C3%B4m%20qua&name=An", session);
    EXPECT_EQ(page.status, 422);
    EXPECT_TRUE(page.has("errsum"));
    EXPECT_TRUE(page.has("href=\"#on\""));
    auto const bare = app.get("/notes?yearly=1&year=nay", session);
    EXPECT_EQ(bare.status, 422) << "a page that does not stand without it says what is wrong";
    EXPECT_FALSE(bare.has("errsum"));
    EXPECT_EQ(app.get("/notes?on=h%C3%B4m%20qua", session, Format::Json).status, 422);
}

TEST_F(AppTest, ReloadingARefusedFormLeadsBackToIt)
{
    auto const reply = app.get("/notes/7/save", session);
    EXPECT_EQ(reply.status, 303);
    EXPECT_EQ(reply.location(), "/notes/7/edit");
    auto const program = app.get("/notes/7/save", session, Format::Json);
    EXPECT_EQ(program.status, 405);
    EXPECT_EQ(program.header("Allow"), "POST");
    EXPECT_EQ(app.send("DELETE", "/notes/7", {}).status, 405);
}

TEST_F(AppTest, FilesComeWithFormsAndLargeOnesLieInTheSpool)
{
    auto const send = [&](std::size_t size) {
        auto headers = TestApp::headers_for(session, Format::Json);
        headers.emplace_back("Content-Type", "multipart/form-data; boundary=\"b0\"");
        auto const body =
            "--b0\r\nContent-Disposition: form-data; name=\"_csrf\"\r\n\r\ncsrf-of-" + session +
            "\r\n--b0\r\nContent-Disposition: form-data; name=\"text\"\r\n\r\nĐức\r\n--b0\r\n"
            "Content-Disposition: form-data; name=\"file\"; filename=\"C:\\fakepath\\Sổ.xlsx\"\r\n"
            "Content-Type: application/x\r\n\r\n" +
            std::string(size, 'x') + "\r\n--b0--\r\n";
        return app.send("POST", "/notes/7", headers, body).document();
    };
    auto const small = send(1000);
    EXPECT_EQ(small.at("text"), "Đức");
    EXPECT_EQ(small.at("file"), "Sổ.xlsx");
    EXPECT_EQ(small.at("size"), 1000);
    EXPECT_EQ(small.at("spool"), "");
    auto const large = send(300 * 1024);
    EXPECT_EQ(large.at("size"), 300 * 1024);
    EXPECT_EQ(large.at("same"), true);
    EXPECT_FALSE(std::filesystem::exists(std::string{large.at("spool").as_string()}))
        << "removed after the request";
}

TEST_F(AppTest, BodiesThatCannotBeReadAreRefused)
{
    auto const send = [&](std::string const& type, std::string const& body) {
        auto headers = TestApp::headers_for(session, Format::Json);
        if (!type.empty()) headers.emplace_back("Content-Type", type);
        headers.emplace_back("X-CSRF-Token", "csrf-of-" + session);
        return app.send("POST", "/notes/7", headers, body).status;
    };
    EXPECT_EQ(send("application/json", "{"), 400);
    EXPECT_EQ(send("multipart/form-data", "x"), 400);
    EXPECT_EQ(send("text/plain", "x"), 415);
    EXPECT_EQ(send("application/json", std::string(3 << 20, ' ')), 413);
    EXPECT_EQ(send("", ""), 422);
    EXPECT_EQ(app.app().body_limit("POST", "/notes/7?x=1"), 2U << 20);
    EXPECT_EQ(app.app().body_limit("POST", "/nothing"), 64U * 1024);
}

TEST_F(AppTest, AnyListIsAFile)
{
    auto const csv = app.get("/notes?format=csv", session);
    EXPECT_EQ(csv.header("Content-Type"), "text/csv; charset=utf-8");
    EXPECT_NE(csv.header("Content-Disposition").find("attachment"), std::string_view::npos);
    auto const lines = csv.body.substr(csv.body.find("\r\n") + 2);
    EXPECT_EQ(lines, "\"'=1+1, \"\"An\"\"\",18/12/2018,,-5,x\r\n");
    EXPECT_EQ(csv.body.substr(0, 3), "\xEF\xBB\xBF");
    EXPECT_EQ(app.get("/notes?format=xlsx", session).body.substr(0, 2), "PK");
    EXPECT_EQ(app.get("/notes/7?format=csv", session).status, 404);
}

TEST_F(AppTest, ThePagerLeadsToItsNeighboursAndKeepsTheFilter)
{
    auto const page = app.get("/public/notes?q=%C4%90&page=2", session);
    EXPECT_EQ(page.status, 200);
    auto const none = app.get("/notes/7", session);
    EXPECT_FALSE(none.has("class=\"pager\""));
}

TEST_F(AppTest, FaultsOfOursTellNothing)
{
    auto const page = app.get("/broken", session);
    EXPECT_EQ(page.status, 500);
    EXPECT_FALSE(page.has("a mistake of ours"));
    EXPECT_TRUE(page.has(page.header("X-Request-Id")));
    EXPECT_EQ(app.get("/broken", "", Format::Json).document().at("status"), 500);
}

TEST_F(AppTest, DownloadsKeepTheirNames)
{
    EXPECT_EQ(
        app.get("/paper").header("Content-Disposition"),
        "attachment; filename=\"Phi___u _1_.pdf\"; filename*=UTF-8''Phi%E1%BA%BFu%20%221%22.pdf");
}

TEST_F(AppTest, TheLanguageIsTheReadersOwn)
{
    auto const language = [&](std::string_view target, Headers more) {
        auto headers = TestApp::headers_for("", Format::Html);
        headers.insert(headers.end(), more.begin(), more.end());
        auto const page = app.send("GET", target, headers);
        return page.has("<html lang=\"en\">")   ? "en"
               : page.has("<html lang=\"vi\">") ? "vi"
                                                : "none";
    };
    EXPECT_STREQ(language("/public/notes", {}), "vi");
    EXPECT_STREQ(language("/public/notes", {{"Accept-Language", "en-GB,en;q=0.9"}}), "en");
    EXPECT_STREQ(language("/public/notes", {{"Accept-Language", "fr, en;q=0.5, vi;q=0.8"}}), "vi");
    EXPECT_STREQ(
        language("/public/notes", {{"Accept-Language", "en"}, {"Cookie", "thidua_lang=vi"}}), "vi");
    EXPECT_STREQ(language("/public/notes?lang=en", {{"Cookie", "thidua_lang=vi"}}), "en");
    EXPECT_EQ(app.get("/public/notes?lang=en").cookie("thidua_lang"), "en");
}

TEST_F(AppTest, UseOfASessionIsNotedOnceItIsStale)
{
    app.get("/notes/7", session);
    app.app().settle();
    EXPECT_EQ(app.authenticator().touched, 0);
    app.authenticator().make_stale(session);
    app.get("/notes/7", session);
    app.app().settle();
    EXPECT_EQ(app.authenticator().touched, 1);
}

TEST_F(AppTest, MachinesAreAnswered)
{
    EXPECT_EQ(app.get("/healthz").body, "ok\n");
    EXPECT_EQ(app.get("/readyz").status, 200);
    app.get("/notes/7", session);
    auto const metrics = app.get("/metrics");
    EXPECT_TRUE(metrics.has("thidua_requests_total{route=\"/notes/{code}\",status=\"200\"} 1"));
    EXPECT_EQ(
        app.send(
               "GET", "/metrics", {{"X-Forwarded-For", "10.0.0.1"}, {"Accept", "application/json"}})
            .status,
        403);
    auto const api = app.get("/openapi.json").document();
    EXPECT_EQ(api.at("openapi"), "3.1.0");
    auto const& path = api.at("paths").at("/notes/{code}");
    EXPECT_EQ(path.at("get").at("parameters").at(0).at("name"), "code");
    EXPECT_TRUE(path.at("post").as_object().contains("requestBody"));
    EXPECT_EQ(api.at("paths").at("/secret").at("get").at("x-permission"), "manage-system");
}

TEST_F(AppTest, AddressesThatAreNoneAreRefused)
{
    for (auto const* target : {"/a%00b", "/%FF", "nothing", "", "/%zz"}) {
        EXPECT_EQ(app.get(target, "", Format::Json).status, 400) << target;
    }
}

TEST(Typed, ReplacesTheValuesAndForgetsPasswords)
{
    json::object document{
        {"values",
         json::object{{"name", "old"}, {"box", true}, {"ticked", false}, {"many", json::array{}}}}};
    http::Values typed;
    for (auto const* pair : {"name", "ticked", "password", "many"}) typed.add(pair, "on");
    put_typed(document, typed);
    EXPECT_EQ(document.at("values"),
              (json::value{
                  {"name", "on"}, {"box", false}, {"ticked", true}, {"many", json::array{"on"}}}));
}

}  // namespace
}  // namespace thidua::web
