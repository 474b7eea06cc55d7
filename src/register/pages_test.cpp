#include "register/pages.h"

#include "http/testing/pages.h"
#include "register/merging.h"
#include "register/testing/world.h"

#include <gmock/gmock.h>

namespace thidua::registry {
namespace {

namespace json = boost::json;
using namespace testing;
using http::testing::Fields;
using http::testing::Reply;

class RegisterPagesTest : public WorldTest {
protected:
    Reply get(std::string const& target, Actor const& actor) { return pages().get(target, actor); }
    Reply post(std::string const& target, Fields const& form, Actor const& actor) { return pages().post(target, form, actor); }

    Reply upload(std::string const& target, http::Upload const& file, Actor const& actor)
    {
        return pages().post(target, {}, actor, {file});
    }
    // Enters paper 512 with NV1 and NV2 by the page; answers its address.
    std::string entered()
    {
        auto const reply = post("/decisions", form_512(), clerk);
        EXPECT_EQ(reply.status, 200) << reply.problems();
        return reply.location();
    }
    static Fields form_512()
    {
        return {{"number", "512/QĐ-BCY"},   {"decided_on", "18/12/2018"}, {"authority", "Trưởng ban"},
                {"marking", "thuong"},      {"wants_public", "1"},        {"award", "bk-ban"},
                {"year", "2018"},           {"recipients", "NV1\nNV2"},   {"subject_1", "K101"},
                {"award_1", "Đơn vị quyết thắng"}};
    }
    std::string version_of(std::string const& address)
    {
        return std::to_string(get(address, clerk).document().at("decision").at("version").as_int64());
    }
    std::string first_award(std::string const& address)
    {
        auto const document = get(address, clerk).document();
        return std::string{document.at("list").at("rows").at(0).at("ref").as_string()};
    }

    Actor const clerk = standing_officer("clerk");
    Actor const second = standing_officer("second");

private:
    http::testing::Pages& pages()
    {
        if (!pages_) pages_.emplace(db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
        return *pages_;
    }
    FixedClock clock_{*parse_iso_date("2020-06-01")};
    std::optional<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(RegisterPagesTest);

TEST_P(RegisterPagesTest, APaperIsEnteredShownAndListed)
{
    auto const address = entered();
    auto const shown = get(address, clerk);
    ASSERT_EQ(shown.status, 200);
    EXPECT_EQ(shown.document().at("publicity"), "waiting");
    EXPECT_EQ(shown.document().at("list").at("total"), 3);
    EXPECT_EQ(shown.document().at("list").at("rows").at(2).at("award"), "dvqt");
    EXPECT_EQ(shown.document().at("decision").at("authority"), "truong-ban");
    EXPECT_FALSE(shown.document().at("may").at("release").as_bool()) << "not by who entered it";

    auto total = [&](std::string const& query) {
        return get("/decisions?" + query, clerk).document().at("list").at("total").as_int64();
    };
    EXPECT_EQ(total("q=512"), 1);
    EXPECT_EQ(total("q=512%2Fqd"), 1);
    EXPECT_EQ(total("q=513"), 0);
    EXPECT_EQ(total("year=2018&authority=truong-ban&kind=commend&publicity=waiting"), 1);
    EXPECT_EQ(total("publicity=public"), 0);
}

TEST_P(RegisterPagesTest, ATypedRowMayBePosthumous)
{
    auto form = form_512();
    form[7].second = "NV1";
    form[8].second = "NV2";
    form.pop_back();
    form.push_back({"posthumous_1", "1"});
    auto const reply = post("/decisions", form, clerk);
    ASSERT_EQ(reply.status, 200) << reply.problems();
    auto const document = get(reply.location(), clerk).document();
    auto const& rows = document.at("list").at("rows").as_array();
    ASSERT_EQ(rows.size(), 2U);
    EXPECT_FALSE(rows.at(0).at("posthumous").as_bool()) << "the pasted line";
    EXPECT_TRUE(rows.at(1).at("posthumous").as_bool());
}

TEST_P(RegisterPagesTest, WrongLinesComeBackOneByOne)
{
    auto form = form_512();
    form[7].second = "NV1\nNV9\nNguyễn Văn An";
    auto const reply = post("/decisions", form, clerk);
    EXPECT_EQ(reply.status, 422);
    EXPECT_EQ(reply.problems(), "register.line.unknown-subject@recipients register.line.several-people@recipients");
}

TEST_P(RegisterPagesTest, ASecondPersonReleasesFromTheQueue)
{
    auto const address = entered();
    auto const own = get("/release", clerk).document();
    EXPECT_TRUE(own.at("list").at("rows").at(0).at("own").as_bool());
    auto const ref = std::string{own.at("list").at("rows").at(0).at("ref").as_string()};
    EXPECT_EQ(post("/release", {{"paper", ref + " 7"}}, second).status, 409) << "stale";
    EXPECT_EQ(post("/release", {}, second).problems(), "register.release.none-chosen@paper");
    EXPECT_EQ(post("/release", {{"paper", ref + " " + version_of(address)}}, second).status, 200);
    EXPECT_EQ(get(address, clerk).document().at("publicity"), "public");
    EXPECT_EQ(get("/release", second).document().at("list").at("rows").as_array().size(), 0U);
    post(address + "/recipients", {{"recipients", "NV3;;bk-ban;2018"}, {"confirmed", "1"}}, clerk);
    EXPECT_EQ(get(address, clerk).document().at("publicity"), "waiting") << "what was added is not public";
    EXPECT_EQ(get("/release", second).document().at("list").at("rows").at(0).at("awards"), 1);
    EXPECT_EQ(post(address + "/withhold", {{"reason", "Sai sót"}, {"version", version_of(address)}}, second).status, 200);
    EXPECT_EQ(get(address, clerk).document().at("publicity"), "internal");
}

TEST_P(RegisterPagesTest, ACorrectionGoesThroughTheQueue)
{
    auto const address = entered();
    auto const award = address + "/awards/" + first_award(address);
    auto const form = get(award + "/correct", clerk).document().at("values").as_object();
    Fields typed;
    for (auto const& field : form)
        typed.emplace_back(field.key(), field.value().is_string() ? std::string{field.value().as_string()}
                                                                  : json::serialize(field.value()));
    for (auto& [name, value] : typed) {
        if (name == "citation") value = "Có thành tích xuất sắc";
        if (name == "reason") value = "Thiếu so với bản gốc";
    }
    ASSERT_EQ(post(award + "/correct", typed, clerk).status, 200);
    auto const waiting = get("/corrections", second).document().at("list").at("rows").at(0);
    EXPECT_EQ(waiting.at("changes").as_array().size(), 1U) << "only what differs";
    EXPECT_EQ(waiting.at("changes").at(0).at("field"), "citation");
    auto const ref = std::string{waiting.at("ref").as_string()};
    EXPECT_EQ(post("/corrections/" + ref, {{"answer", "accept"}, {"version", "1"}}, second).status, 200);
    EXPECT_EQ(get(award, clerk).document().at("entry").at("citation"), "Có thành tích xuất sắc");
}

TEST_P(RegisterPagesTest, ALaterPaperCorrectsAndAnotherRevokes)
{
    auto const address = entered();
    auto const ref = first_award(address);
    auto const award = address + "/awards/" + ref;
    auto const version = std::to_string(get(award, clerk).document().at("entry").at("version").as_int64());
    Fields paper{{"paper_number", "15/QĐ-BCY"}, {"paper_decided_on", "2019-03-01"}, {"paper_authority", "truong-ban"}};
    auto correction = paper;
    correction.insert(correction.end(), {{"basis", "paper"}, {"year", "2017"}, {"version", version}});
    EXPECT_EQ(post(award + "/correct", correction, clerk).status, 200);
    EXPECT_EQ(get(award, clerk).document().at("entry").at("year"), 2018) << "nobody has confirmed it";
    auto const waiting = get("/corrections", second).document().at("list").at("rows").at(0);
    EXPECT_EQ(waiting.at("paper").at("number"), "15/QĐ-BCY");
    EXPECT_EQ(post("/corrections/" + std::string{waiting.at("ref").as_string()}, {{"answer", "accept"}, {"version", "1"}}, second).status, 200);
    EXPECT_EQ(get(award, clerk).document().at("entry").at("year"), 2017);
    EXPECT_EQ(get(address, clerk).document().at("papers").at(0).at("kind"), "correct");

    auto revocation = paper;
    revocation.insert(revocation.end(), {{"award", ref}, {"reason", "Khai man"}});
    EXPECT_EQ(post(address + "/revoke", revocation, clerk).problems(), "register.decision.other-kind@paper_number");
    revocation[0].second = "16/QĐ-BCY";
    EXPECT_EQ(post(address + "/revoke", revocation, clerk).status, 200);
    auto const revoked = get(award, clerk).document();
    EXPECT_EQ(revoked.at("entry").at("state"), "revoked");
    EXPECT_EQ(revoked.at("revoked_by").at("number"), "16/QĐ-BCY");
}

TEST_P(RegisterPagesTest, WhoIsRevokedIsFoundByNameOrNumberAndKeptWhileOthersAreLookedFor)
{
    auto const revoke = entered() + "/revoke";
    auto shown = [&](std::string const& query) { return get(revoke + query, clerk).document(); };
    auto const all = shown("");
    EXPECT_EQ(all.at("total"), 3);
    EXPECT_EQ(all.at("offered").as_array().size(), 3U);
    EXPECT_TRUE(all.at("entries").as_array().empty());

    auto const by_number = shown("?q=nv1");
    ASSERT_EQ(by_number.at("offered").as_array().size(), 1U);
    auto const& one = by_number.at("offered").at(0);
    EXPECT_EQ(one.at("subject"), "NV1");
    EXPECT_EQ(shown("?q=khong-co-ai").at("total"), 0);

    auto const ref = std::string{one.at("ref").as_string()};
    auto const chosen = shown("?q=nv2&award=" + ref);
    ASSERT_EQ(chosen.at("entries").as_array().size(), 1U) << "kept though the words do not fit it";
    EXPECT_EQ(chosen.at("entries").at(0).at("subject"), "NV1");
    ASSERT_EQ(chosen.at("offered").as_array().size(), 1U);
    EXPECT_EQ(chosen.at("offered").at(0).at("subject"), "NV2");
}

TEST_P(RegisterPagesTest, AYearThatIsNoneIsSaidAndNotPassedOver)
{
    EXPECT_EQ(get("/decisions?year=hai", clerk).problems(), "search.bad-year@year");
    EXPECT_EQ(get("/decisions?year=99999999999", clerk).problems(), "search.bad-year@year");
    EXPECT_EQ(get("/decisions?year=2018", clerk).status, 200);
}

TEST_P(RegisterPagesTest, AwardsBearTheirNameInTheReadersLanguage)
{
    auto const address = entered();
    auto reader = clerk;
    auto name = [&] { return get(address, reader).document().at("list").at("rows").at(0).at("award_name"); };
    EXPECT_EQ(name(), "Bằng khen của Trưởng ban");
    reader.language = "en";
    EXPECT_EQ(name(), "Certificate of Merit of the Head of the Board");
}

TEST_P(RegisterPagesTest, TheQueueOfPapersGoesOnOnFurtherPages)
{
    db().write([](storage::Transaction& tx) {
        tx.execute("WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 230)"
                   " INSERT INTO decision (ref, number, number_key, search_key, decided_on, authority, wants_public, entered_by, entered_at)"
                   " SELECT 'r' || i, i || '/QĐ', i || '/qđ', i || '/qd', '2018-12-18', 'truong-ban', 1, 'clerk', 0 FROM n");
    });
    auto const first = get("/release", second).document();
    EXPECT_EQ(first.at("count"), 230);
    auto const pages = first.at("list").at("pages").as_int64();
    EXPECT_GT(pages, 1);
    auto const last = get("/release?page=" + std::to_string(pages), second).document();
    EXPECT_EQ(last.at("list").at("rows").as_array().back().at("number"), "230/QĐ");
}

TEST_P(RegisterPagesTest, TheSignedPaperIsKeptAndReadByThoseWhoMayReadAllOfIt)
{
    auto const address = entered();
    http::Upload scan{.field = "file", .filename = "512.pdf", .bytes = "%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"};
    ASSERT_EQ(upload(address + "/files", scan, clerk).status, 200);
    EXPECT_EQ(upload(address + "/files", scan, clerk).problems(), "register.paper.there-already@file");
    auto const files = get(address, clerk).document().at("files").as_array();
    ASSERT_EQ(files.size(), 1U);
    auto const file = address + "/files/" + std::string{files[0].at("ref").as_string()};
    EXPECT_EQ(get(file, clerk).answer.bytes, scan.bytes);

    auto const reader = officer("reader", {Permission::ReadRegister}, "/BAN/K101/");
    EXPECT_EQ(get(file, reader).status, 200) << "every recipient is of that unit";
    post(address + "/recipients", {{"recipients", "NV3;;bk-ban;2018"}, {"confirmed", "1"}}, clerk);
    EXPECT_EQ(get(address, reader).status, 200);
    EXPECT_EQ(get(file, reader).status, 404) << "now the paper also names somebody elsewhere";
    EXPECT_EQ(post(file + "/remove", {}, second).status, 200);
    EXPECT_EQ(get(file, clerk).status, 404);
}

TEST_P(RegisterPagesTest, AwardsFollowAMergeAndItsUndoing)
{
    entered();
    auto const [from, to] = std::pair{count("SELECT id FROM person WHERE code = 'NV1'"), count("SELECT id FROM person WHERE code = 'NV3'")};
    auto awards_of_person = [&](std::int64_t id) {
        return count("SELECT count(*) FROM award WHERE subject_kind = 'person' AND subject_id = " + std::to_string(id));
    };
    auto const moved = db().write([&](storage::Transaction& tx) { return repoint_person(tx, from, to); });
    EXPECT_EQ(awards_of_person(to), 1);
    db().write([&](storage::Transaction& tx) { repoint_awards(tx, moved, from); });
    EXPECT_EQ(awards_of_person(from), 1);
    EXPECT_EQ(awards_of_person(to), 0);
}

TEST_P(RegisterPagesTest, OneAwardOrThePaperIsCertified)
{
    auto const address = entered();
    auto const ref = first_award(address);
    EXPECT_EQ(post(address + "/certify", {{"award", ref}, {"version", "1"}}, clerk).status, 200);
    EXPECT_EQ(get(address + "/awards/" + ref, clerk).document().at("entry").at("checked_by"), "clerk");
    EXPECT_EQ(post(address + "/certify", {}, clerk).document().at("awards"), 2) << "the two others";
}

TEST_P(RegisterPagesTest, AMissingAwardIsAddedAndTheImportResumed)
{
    Fields const form{{"name_vi", "Kỷ niệm chương Vì sự nghiệp thử nghiệm"}, {"subject", "person"}, {"kind", "commendation"},
                      {"level", "ministry"}, {"spellings", "KNC thử nghiệm; KNC TN"}, {"return", "/imports/abc"}};
    auto const added = post("/award-types", form, clerk);
    EXPECT_EQ(added.location(), "/imports/abc");
    auto const found = get("/award-types?q=thu+nghiem", clerk).document();
    ASSERT_EQ(found.at("list").at("rows").as_array().size(), 1U);
    auto elsewhere = form;
    elsewhere[0].second = "Khác";
    elsewhere[4].second = "";
    elsewhere[5].second = "https://example.org/imports/";
    EXPECT_EQ(post("/award-types", elsewhere, clerk).location(), "/award-types") << "never to another site";
}

TEST_P(RegisterPagesTest, EveryPageOpensAndDoorsHold)
{
    auto const address = entered();
    auto const ref = first_award(address);
    for (auto const& page : {std::string{"/decisions"}, std::string{"/decisions/new"}, address, address + "/recipients",
                             address + "/correct", address + "/revoke", address + "/awards/" + ref,
                             address + "/awards/" + ref + "/correct", std::string{"/release"}, std::string{"/corrections"},
                             std::string{"/collisions"}, std::string{"/award-types"}, std::string{"/award-types/new"},
                             std::string{"/award-types/bk-ban"}})
        EXPECT_EQ(get(page, clerk).status, 200) << page;
    auto const reader = officer("reader", {Permission::ReadRegister}, "/BAN/K102/");
    EXPECT_EQ(get(address, reader).status, 404) << "awards nobody of that unit";
    EXPECT_EQ(get("/decisions", reader).document().at("list").at("total"), 0);
    EXPECT_EQ(get("/release", reader).status, 403);
    EXPECT_EQ(post(address + "/certify", {}, reader).status, 403);
}

}  // namespace
}  // namespace thidua::registry
