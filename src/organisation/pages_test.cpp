#include "organisation/pages.h"

#include "base/clock.h"
#include "http/testing/pages.h"
#include "organisation/testing/people.h"

namespace thidua::organisation {
namespace {

namespace json = boost::json;
using access::Permission;
using testing::day;
using testing::problem;

class PagesTest : public testing::PeopleTest {
protected:
    void SetUp() override
    {
        PeopleTest::SetUp();
        ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An", "K101-01")), "");
        ASSERT_EQ(problem(make("NV2", "Trần Thị Bình", "K102")), "");
        pages_ = std::make_unique<http::testing::Pages>(
            db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
    }
    http::testing::Reply get(std::string_view target, access::Actor const& actor)
    {
        return pages_->get(target, actor);
    }
    http::testing::Reply get(std::string_view target) { return get(target, system_); }
    http::testing::Reply post(std::string_view target, http::testing::Fields const& form)
    {
        return pages_->post(target, form, system_);
    }
    std::string at(http::testing::Reply const& reply, std::string_view pointer)
    {
        json::value const document = reply.document();
        return json::serialize(document.at_pointer(pointer));
    }
    static std::string total(http::testing::Reply const& reply)
    {
        return reply.status == 200 ? json::serialize(reply.document().at("list").at("total"))
                                   : reply.problems();
    }
    std::string version(std::string_view code) { return std::to_string(version_of(code)); }

    FixedClock clock_{day(kToday)};
    std::unique_ptr<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(PagesTest);

TEST_P(PagesTest, ShowsTheTreeOfADay)
{
    EXPECT_EQ(at(get("/units"), "/tree/0/children/0/children/1/code"), "\"K101-02\"");
    EXPECT_EQ(at(get("/units?on=31/12/1999"), "/count"), "0");
    EXPECT_EQ(get("/units?on=31/02/2020").problems(), "error.date@on");
    EXPECT_EQ(total(get("/units?q=phong%20mot")), "1");
    EXPECT_EQ(total(get("/units?q=k101")), "3");
    auto const clerk = actor_over("/BAN/K101/", {Permission::ReadOrganisation});
    EXPECT_EQ(total(get("/units?q=k1", clerk)), "3");
    EXPECT_EQ(at(get("/units/K101", clerk), "/unit/parent"), "null");
    EXPECT_EQ(get("/units/K102", clerk).status, 404);
}

TEST_P(PagesTest, FindsUnitsByFormerNames)
{
    ASSERT_EQ(post("/units/K102/rename",
                   {{"name", "Cục Cán bộ"}, {"on", "1/5/2018"}, {"version", version("K102")}})
                  .problems(),
              "");
    EXPECT_EQ(total(get("/units?q=Cục Tổ chức")), "1");
    EXPECT_EQ(at(get("/units/K102"), "/timeline/0/name"), "\"Cục Cán bộ\"");
}

TEST_P(PagesTest, RunsEveryActOfTheTree)
{
    auto const make_unit = post("/units/new",
                                {{"code", "K103"},
                                 {"name", "Kho"},
                                 {"kind", "Đơn vị cấp 2"},
                                 {"parent", "BAN"},
                                 {"from", "01/01/2010"},
                                 {"paper_no", "12/QĐ"},
                                 {"paper_date", "20/12/2009"}});
    EXPECT_EQ(make_unit.location(), "/units/K103");
    EXPECT_EQ(
        post("/units/new", {{"code", "K 3"}, {"name", ""}, {"kind", "x"}, {"from", "40/1/2010"}})
            .problems(),
        "error.required@name error.choice@kind error.date@from");
    EXPECT_EQ(post("/units/K103/move",
                   {{"parent", "K102"}, {"on", "1/1/2015"}, {"version", version("K103")}})
                  .status,
              200);
    EXPECT_EQ(post("/units/K103/edit",
                   {{"offline", "1"}, {"head_decides", "giay-khen"}, {"version", version("K103")}})
                  .status,
              200);
    EXPECT_EQ(at(get("/units/K103"), "/unit/offline"), "true");
    EXPECT_EQ(post("/units/K103/split",
                   {{"parts", "K113 Kho A\nK123; Kho B\n"},
                    {"rest", "K113"},
                    {"on", "1/1/2016"},
                    {"version", version("K103")}})
                  .problems(),
              "");
    EXPECT_EQ(at(get("/units/K123"), "/predecessors/0/code"), "\"K103\"");
    EXPECT_EQ(post("/units/K113/merge",
                   {{"codes", "K123"},
                    {"into", "K133"},
                    {"name", "Kho Chung"},
                    {"on", "1/1/2017"},
                    {"version", version("K113")}})
                  .problems(),
              "");
    EXPECT_EQ(at(get("/units/K133"), "/predecessors/2/code"), "\"K103\"");
    EXPECT_EQ(
        post("/units/K133/dissolve", {{"on", "1/1/2018"}, {"version", version("K133")}}).status,
        200);
    EXPECT_EQ(at(get("/units/K133"), "/unit/valid_to"), "\"2017-12-31\"");
    for (auto const* form : {"edit", "rename", "move", "split", "merge", "dissolve"}) {
        EXPECT_EQ(get("/units/K101/" + std::string{form}).status, 200) << form;
    }
}

TEST_P(PagesTest, ListsPeopleBySurnameAndScope)
{
    EXPECT_EQ(at(get("/persons"), "/list/rows/0/code"), "\"NV1\"");
    EXPECT_EQ(total(get("/persons?q=binh")), "1");
    EXPECT_EQ(total(get("/persons?q=nv")), "2");
    EXPECT_EQ(total(get("/persons?unit=K101&category=officer&service=in")), "1");
    EXPECT_EQ(total(get("/persons?service=left")), "0");
    auto const clerk =
        actor_over("/BAN/K101/", {Permission::ReadPeople, Permission::ReadOrganisation});
    EXPECT_EQ(total(get("/persons", clerk)), "1");
    EXPECT_EQ(total(get("/persons?unit=K102", clerk)), "organisation.error.unknown-unit@unit");
    EXPECT_EQ(get("/persons/NV2", clerk).status, 404);
    EXPECT_EQ(get("/persons/NV2/edit", clerk).status, 403);
}

TEST_P(PagesTest, ShowsStaffTheirOwnEntryOnly)
{
    auto self = actor_over("/BAN/K102/", {Permission::ReadOwnSheet});
    self.person = "NV2";
    EXPECT_EQ(at(get("/persons/NV2", self), "/person/full_name"), "\"Trần Thị Bình\"");
    EXPECT_EQ(get("/persons/NV1", self).status, 404);
    EXPECT_EQ(get("/persons", self).status, 403);
    auto const kinds = get("/persons/NV2", self).document().at("facts").as_array();
    for (auto const& section : kinds) EXPECT_NE(section.at("kind"), "disciplines");
    EXPECT_EQ(kinds.size(), 3U);
}

TEST_P(PagesTest, KeepsPeopleAndPosts)
{
    auto const made = post("/persons/new",
                           {{"code", "NV3"},
                            {"unit", "K102"},
                            {"full_name", "Lê Văn Cường"},
                            {"category", "Sĩ quan"},
                            {"birth_date", "5/12/1985"},
                            {"direct_worker", "1"}});
    EXPECT_EQ(made.location(), "/persons/NV3");
    EXPECT_EQ(at(get("/persons/NV3"), "/person/birth_date"), "\"1985-12-05\"");
    EXPECT_EQ(post("/persons/NV3/posts/new",
                   {{"unit", "K102"},
                    {"position", "Trợ lý"},
                    {"from", "1/1/2020"},
                    {"coefficient", "70"},
                    {"closes_present", "1"}})
                  .problems(),
              "");
    auto const ref =
        json::value_to<std::string>(get("/persons/NV3").document().at("posts").at(0).at("ref"));
    EXPECT_EQ(at(get("/persons/NV3/posts/" + ref), "/values/coefficient"), "70");
    EXPECT_EQ(post("/persons/NV3/posts/" + ref,
                   {{"unit", "K102"},
                    {"position", "Trợ lý"},
                    {"from", "1/1/2020"},
                    {"to", "1/1/2019"},
                    {"version", "1"}})
                  .problems(),
              "organisation.error.ends-before-start@to");
    EXPECT_EQ(post("/persons/NV3/posts/" + ref + "/delete", {{"version", "1"}}).status, 200);
    auto const now = std::to_string(person("NV3").version);
    EXPECT_EQ(
        post("/persons/NV3/leave", {{"on", "1/1/2025"}, {"reason", "nghi-huu"}, {"version", now}})
            .status,
        200);
    EXPECT_EQ(total(get("/persons?service=left")), "1");
    EXPECT_EQ(post("/persons/NV3/edit", {{"full_name", "Lê Văn Cương"}, {"version", now}}).status,
              409);
}

TEST_P(PagesTest, KeepsFactsInGrids)
{
    ASSERT_EQ(post("/facts/ratings/new", {{"subject", "NV1"}, {"year", "2024"}, {"rating", "Tốt"}})
                  .problems(),
              "");
    EXPECT_EQ(at(get("/facts/ratings?year=2024&unit=K101"), "/list/rows/0/rating"), "\"tot\"");
    EXPECT_EQ(total(get("/facts/ratings?year=2023")), "0");
    EXPECT_EQ(total(get("/facts/ratings?q=an")), "1");
    auto const ref = json::value_to<std::string>(
        get("/facts/ratings").document().at("list").at("rows").at(0).at("ref"));
    auto const one = "/facts/ratings/person/NV1/" + ref;
    EXPECT_EQ(at(get(one), "/values/rating"), "\"tot\"");
    EXPECT_EQ(post(one, {{"year", "2024"}, {"rating", "xuat-sac"}, {"version", "1"}}).status, 200);
    EXPECT_EQ(at(get("/persons/NV1"), "/facts/0/rows/0/rating"), "\"xuat-sac\"");
    EXPECT_EQ(post(one + "/delete", {{"version", "2"}}).status, 200);
    EXPECT_EQ(total(get("/facts/ratings")), "0");
    for (auto const* kind : {"initiatives", "disciplines", "pending", "absences", "unit_years"}) {
        EXPECT_EQ(total(get("/facts/" + std::string{kind} + "?year=2024&q=an&unit=K101")), "0")
            << kind;
        EXPECT_EQ(get("/facts/" + std::string{kind} + "/new").status, 200) << kind;
    }
    auto const clerk = actor_over("/BAN/K101/", {Permission::ReadPeople});
    EXPECT_EQ(get("/facts/disciplines", clerk).status, 403);
}

// Whoever may not read a marked fact sees the same as where it does not exist: lists, counts,
// addresses.
TEST_P(PagesTest, ShowsNothingOfMarkedFacts)
{
    auto const add = [&](std::string const& title, std::string const& marking) {
        auto const added = post("/facts/initiatives/new",
                                {{"subject", "NV1"},
                                 {"year", "2024"},
                                 {"title", title},
                                 {"level", "co-so"},
                                 {"kind", "sang-kien"},
                                 {"marking", marking}});
        ASSERT_EQ(added.problems(), "");
    };
    auto const reader = actor_over(
        "/BAN/", {Permission::ReadPeople, Permission::ReadOrganisation, Permission::WriteFacts});
    auto const seen = [&] {
        std::string all;
        for (auto const* page : {"/facts/initiatives",
                                 "/facts/initiatives?year=2024&q=an",
                                 "/persons/NV1",
                                 "/persons",
                                 "/units/K101-01"}) {
            all += json::serialize(get(page, reader).document());
        }
        return all;
    };
    add("Kín đầu", "mat");
    add("Một", "");
    add("Kín giữa", "toi-mat");
    add("Hai", "");
    add("Kín cuối", "mat");
    auto const with = seen();
    EXPECT_EQ(total(get("/facts/initiatives")), "5");
    EXPECT_EQ(total(get("/facts/initiatives", reader)), "2");
    db().write(
        [](storage::Transaction& tx) { tx.execute("DELETE FROM initiative WHERE marking > 0"); });
    EXPECT_EQ(seen(), with);
}

TEST_P(PagesTest, DeclaresCompleteness)
{
    EXPECT_EQ(total(get("/facts/completeness?year=2024&unit=K101")), "3");
    EXPECT_EQ(
        post("/facts/completeness", {{"unit", "K101"}, {"year", "2024"}, {"declare", "ratings"}})
            .status,
        200);
    EXPECT_EQ(at(get("/facts/completeness?year=2024&unit=K101"), "/list/rows/0/ratings"), "true");
    EXPECT_EQ(
        post("/facts/completeness", {{"unit", "K101"}, {"year", "2024"}, {"withdraw", "ratings"}})
            .status,
        200);
    EXPECT_EQ(at(get("/facts/completeness?year=2024&unit=K101"), "/list/rows/0/ratings"), "false");
    EXPECT_EQ(
        post("/facts/completeness", {{"unit", "K101"}, {"year", "2024"}, {"declare", "blocks"}})
            .status,
        200);
    EXPECT_EQ(at(get("/facts/completeness?year=2024&unit=K101"), "/list/rows/0/blocks"), "true");
}

TEST_P(PagesTest, GroupsUnitsInBlocks)
{
    auto const made = post("/blocks/new", {{"name", "Khối 1"}, {"level", "ban"}});
    ASSERT_EQ(made.problems(), "");
    auto const ref = json::value_to<std::string>(made.document().at("ref"));
    EXPECT_EQ(post("/blocks/" + ref + "/members",
                   {{"year", "2025"}, {"unit", "K101"}, {"role", "head"}, {"version", "1"}})
                  .problems(),
              "");
    EXPECT_EQ(at(get("/blocks?year=2025"), "/list/rows/0/head"), "\"Văn phòng\"");
    EXPECT_EQ(post("/blocks/" + ref + "/copy", {{"year", "2026"}, {"version", "2"}}).status, 200);
    EXPECT_EQ(at(get("/blocks/" + ref + "?year=2026"), "/members/0/code"), "\"K101\"");
    EXPECT_EQ(at(get("/units/K101"), "/blocks/0/from_year"), "2025");
    EXPECT_EQ(at(get("/units/K101"), "/blocks/0/to_year"), "2026");
    EXPECT_EQ(
        post("/blocks/" + ref, {{"name", "Khối Một"}, {"level", "ban"}, {"version", "3"}}).status,
        200);
    auto const clerk = actor_over("/BAN/K102/", {Permission::ReadOrganisation});
    EXPECT_EQ(total(get("/blocks", clerk)), "0");
    EXPECT_EQ(get("/blocks/" + ref, clerk).status, 404);
}

TEST_P(PagesTest, AnswersTransfers)
{
    ASSERT_EQ(post("/transfers/new",
                   {{"person", "NV1"}, {"to_unit", "K102"}, {"on", "1/5/2026"}, {"opinion", "1"}})
                  .problems(),
              "");
    auto const outsider = actor_over("/BAN/K103/", {Permission::ReadPeople});
    EXPECT_EQ(total(get("/transfers", outsider)), "0");
    auto const receiver =
        actor_over("/BAN/K102/", {Permission::ReadPeople, Permission::WritePeople});
    auto const list = get("/transfers?state=proposed", receiver);
    EXPECT_EQ(at(list, "/list/rows/0/may_answer"), "true");
    EXPECT_EQ(at(list, "/list/rows/0/may_withdraw"), "false");
    auto const ref =
        json::value_to<std::string>(list.document().at("list").at("rows").at(0).at("ref"));
    EXPECT_EQ(
        post("/transfers/" + ref + "/answer", {{"answer", "confirm"}, {"version", "1"}}).status,
        200);
    EXPECT_EQ(person("NV1").unit_code, "K102");
}

TEST_P(PagesTest, CompletesWhatOneTypes)
{
    EXPECT_EQ(at(get("/complete?kind=person&q=tran"), "/items/0/label"),
              "\"Trần Thị Bình · 1980 · Cục Tổ chức\"");
    EXPECT_EQ(at(get("/complete?kind=unit&q=phong%20mot"), "/items/0/unit"), "\"K101\"");
    auto const clerk =
        actor_over("/BAN/K101/", {Permission::ReadPeople, Permission::ReadOrganisation});
    EXPECT_EQ(get("/complete?kind=person&q=tran", clerk).document().at("items").as_array().size(),
              0U);
    EXPECT_EQ(get("/complete?kind=any&q=", clerk).document().at("items").as_array().size(), 0U);
}

TEST_P(PagesTest, CreatesRecipientsAndMergesDoubles)
{
    EXPECT_EQ(
        post("/recipients/new", {{"kind", "household"}, {"name", "Hộ ông Sáu"}, {"unit", "BAN"}})
            .problems(),
        "organisation.recipient.confirm@confirmed");
    EXPECT_EQ(
        post("/recipients/new",
             {{"kind", "household"}, {"name", "Hộ ông Sáu"}, {"unit", "BAN"}, {"confirmed", "1"}})
            .status,
        200);
    EXPECT_EQ(post("/recipients/new",
                   {{"kind", "collective"},
                    {"name", "Tổ A"},
                    {"unit", "BAN"},
                    {"confirmed", "1"},
                    {"members", "NV1; NV2"}})
                  .status,
              200);
    EXPECT_EQ(total(get("/recipients")), "2");
    auto const code = json::value_to<std::string>(
        get("/recipients?kind=collective").document().at("list").at("rows").at(0).at("code"));
    EXPECT_EQ(at(get("/units/" + code + "/members"), "/values/members"), "\"NV1; NV2\"");
    EXPECT_EQ(
        post("/units/" + code + "/members", {{"members", "NV2"}, {"version", "1"}}).problems(), "");
    EXPECT_EQ(at(get("/units/" + code), "/members/0/code"), "\"NV2\"");
    EXPECT_EQ(total(get("/recipients?kind=household&q=sau")), "1");
    ASSERT_EQ(problem(make("NV9", "Nguyễn Văn An", "K101-01", true)), "");
    EXPECT_EQ(total(get("/duplicates")), "1");
    EXPECT_EQ(total(get("/duplicates?show=homonyms")), "2");
    auto const form = get("/duplicates/merge?keep=NV1&merge=NV9");
    EXPECT_EQ(at(form, "/values/merge"), "\"NV9\"");
    auto const merged = post("/duplicates/merge",
                             {{"keep", "NV1"},
                              {"merge", "NV9"},
                              {"reason", "một người"},
                              {"keep_version", "1"},
                              {"merge_version", "1"}});
    ASSERT_EQ(merged.problems(), "");
    EXPECT_EQ(total(get("/duplicates")), "0");
    EXPECT_EQ(at(get("/persons/NV9"), "/person/code"), "\"NV1\"");
    auto const ref = json::value_to<std::string>(merged.document().at("ref"));
    EXPECT_EQ(post("/duplicates/" + ref + "/undo", {}).location(), "/persons/NV9");
}

}  // namespace
}  // namespace thidua::organisation
