#include "organisation/person.h"

#include "organisation/facts.h"
#include "organisation/post.h"
#include "organisation/testing/people.h"

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class PersonTest : public testing::PeopleTest {
protected:
    Result<Person> post(std::string unit_code,
                        std::string_view from,
                        std::string position,
                        std::optional<Date> to = std::nullopt)
    {
        return run([&](Act& act) {
            return add_post(
                act,
                {.person = "NV1",
                 .facts = {.unit = unit_code, .position = position, .from = day(from), .to = to}});
        });
    }
    std::vector<Post> posts()
    {
        return read(
            [&](storage::Transaction& tx) { return posts_of(tx, find_person(tx, "NV1").value()); });
    }
    std::string posts_in_words()
    {
        std::string text;
        for (auto const& one : posts()) {
            text += one.unit_code + " " + to_iso(one.from) + ".." +
                    (one.to ? to_iso(*one.to) : "") + "; ";
        }
        return text;
    }
};
THIDUA_ON_EACH_ENGINE(PersonTest);

TEST_P(PersonTest, IsFoundByAnyWordOfTheName)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn Đức")), "");
    for (auto const* text : {"duc", "nguyen du", "văn đức", "duc nguyen"}) {
        Filter filter;
        filter.require(bears_words(filter, kPerson, text, "p.id"));
        EXPECT_EQ(count("SELECT count(*) FROM person p" + filter.where(), filter.params()), 1)
            << text;
    }
    Filter filter;
    filter.require(bears_words(filter, kPerson, "ngu duc", "p.id"));
    EXPECT_EQ(count("SELECT count(*) FROM person p" + filter.where(), filter.params()), 0);
}

TEST_P(PersonTest, IsNotEnteredTwiceUnawares)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    auto const again = make("NV2", "NGUYỄN VĂN AN");
    ASSERT_EQ(problem(again), "organisation.person.similar@confirmed");
    EXPECT_EQ(again.error().problems.front().args,
              (Args{{"names", "Nguyễn Văn An (NV1, 1980, Phòng Một)"}}));
    EXPECT_EQ(problem(make("NV2", "Nguyễn Văn An", "K101-01", true)), "");
    EXPECT_EQ(problem(make("nv2", "Trần Thị Bình")), "organisation.error.code-taken@code");
    auto const others = read([&](storage::Transaction& tx) {
        return homonyms(tx, system_, find_person(tx, "NV1").value());
    });
    ASSERT_EQ(others.size(), 1U);
    EXPECT_EQ(others.front().code, "NV2");
}

TEST_P(PersonTest, FollowsThePostInForce)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    ASSERT_EQ(problem(post("K101-01", "2015-01-01", "Trợ lý")), "");
    ASSERT_EQ(problem(post("K102", "2020-05-01", "Trưởng phòng")), "");
    EXPECT_EQ(posts_in_words(), "K102 2020-05-01..; K101-01 2015-01-01..2020-04-30; ");
    EXPECT_EQ(person("NV1").unit_code + " " + person("NV1").position, "K102 Trưởng phòng");
    ASSERT_EQ(problem(post("K101", "2010-01-01", "Học viên", day("2014-12-31"))), "");
    EXPECT_EQ(person("NV1").position, "Trưởng phòng");
    auto const edited = run([&](Act& act) {
        return edit_person(act,
                           {.code = "NV1",
                            .facts = {.full_name = "Nguyễn Văn An", .position = "Khác"},
                            .version = find_person(act.tx, "NV1")->version});
    });
    EXPECT_EQ(problem(edited), "organisation.person.from-posts@position");
}

TEST_P(PersonTest, HoldsPostsOnlyWhileTheUnitStands)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    EXPECT_EQ(problem(post("K102", "1999-01-01", "Trợ lý")),
              "organisation.post.outside-unit-life@from");
    EXPECT_EQ(problem(post("K102", "2010-01-01", "Trợ lý", day("2009-01-01"))),
              "organisation.error.ends-before-start@to");
}

TEST_P(PersonTest, EditsAndRemovesPostsByAddress)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    ASSERT_EQ(problem(post("K101-01", "2015-01-01", "Trợ lý")), "");
    auto const made = posts().front();
    auto const edit = [&](std::int64_t version) {
        return run([&](Act& act) {
            return edit_post(
                act,
                {.person = "NV1",
                 .ref = made.ref,
                 .facts = {.unit = "K101-01", .position = "Phó phòng", .from = day("2015-01-01")},
                 .version = version});
        });
    };
    ASSERT_EQ(problem(edit(1)), "");
    EXPECT_EQ(person("NV1").position, "Phó phòng");
    EXPECT_EQ(edit(1).error().kind, Kind::NotFound);  // The address follows what the post is.
    auto const now = posts().front();
    auto const stale_removal = run([&](Act& act) { return remove_post(act, {"NV1", now.ref, 1}); });
    EXPECT_EQ(stale_removal.error().kind, Kind::Conflict);
    EXPECT_EQ(problem(run([&](Act& act) {
                  return remove_post(act, {"NV1", now.ref, now.version});
              })),
              "");
    EXPECT_TRUE(posts().empty());
}

TEST_P(PersonTest, LeavesServiceWithItsPosts)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    ASSERT_EQ(problem(post("K101-01", "2015-01-01", "Trợ lý")), "");
    auto const leave = [&](std::string_view on) {
        auto const version = person("NV1").version;
        return run([&](Act& act) {
            return leave_service(act, {"NV1", day(on), "nghi-huu", version});
        });
    };
    EXPECT_EQ(problem(leave("2000-01-01")), "organisation.person.left-before-joined@on");
    EXPECT_EQ(problem(leave("2014-01-01")), "organisation.person.post-after-leaving@on");
    ASSERT_EQ(problem(leave("2025-01-01")), "");
    EXPECT_EQ(posts_in_words(), "K101-01 2015-01-01..2024-12-31; ");
    EXPECT_TRUE(person("NV1").in_service_on(day("2024-12-31")));
    EXPECT_FALSE(person("NV1").in_service_on(day("2025-01-01")));
    auto const version = person("NV1").version;
    EXPECT_EQ(problem(run([&](Act& act) { return return_to_service(act, {"NV1", version}); })), "");
    EXPECT_FALSE(person("NV1").left_on);
}

TEST_P(PersonTest, IsReadInScopeOrByItself)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An", "K102")), "");
    auto const visible = [&](access::Actor const& actor) {
        return read(
            [&](storage::Transaction& tx) { return find_person(tx, actor, "NV1").has_value(); });
    };
    EXPECT_TRUE(visible(actor_over("/BAN/K102/", {Permission::ReadPeople})));
    EXPECT_FALSE(visible(actor_over("/BAN/K101/", {Permission::ReadPeople})));
    auto self = actor_over("/BAN/K101/", {Permission::ReadOwnSheet});
    EXPECT_FALSE(visible(self));
    self.person = "nv1";
    EXPECT_TRUE(visible(self));
}

class FactTest : public PersonTest {
protected:
    void SetUp() override
    {
        PersonTest::SetUp();
        ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    }
    FactKind const& kind(std::string_view name) { return *fact_kind(name); }
    Result<Subject> add(std::string_view kind_name, std::string subject, FactValues values)
    {
        return run([&](Act& act) { return add_fact(act, {kind(kind_name), subject, values}); });
    }
    std::vector<Fact> facts(std::string_view kind_name,
                            access::Actor const& actor,
                            std::string_view subject = "NV1")
    {
        return read([&](storage::Transaction& tx) {
            return facts_of(tx, actor, kind(kind_name), find_subject(tx, subject).value());
        });
    }
};
THIDUA_ON_EACH_ENGINE(FactTest);

TEST_P(FactTest, IsAddedEditedAndRemovedOnce)
{
    ASSERT_EQ(problem(add("ratings", "NV1", {{"year", "2024"}, {"rating", "tot"}})), "");
    EXPECT_EQ(problem(add("ratings", "nv1", {{"year", "2024"}, {"rating", "xuat-sac"}})),
              "organisation.fact.twice@year");
    EXPECT_EQ(problem(add("ratings", "K102", {{"year", "2024"}, {"rating", "tot"}})), "");
    EXPECT_EQ(problem(add("ratings", "NV1", {{"year", "2027"}, {"rating", "tot"}})),
              "organisation.error.future-year@year");
    EXPECT_EQ(problem(add("ratings", "NV9", {{"year", "2024"}, {"rating", "tot"}})),
              "organisation.error.unknown-subject@subject");
    auto const fact = facts("ratings", system_).front();
    auto const edit = [&] {
        return run([&](Act& act) {
            return edit_fact(act,
                             {kind("ratings"),
                              "person",
                              "NV1",
                              fact.ref,
                              {{"year", "2024"}, {"rating", "xuat-sac"}},
                              1});
        });
    };
    ASSERT_EQ(problem(edit()), "");
    auto const late = edit();
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    EXPECT_EQ(facts("ratings", system_).front().values.at("rating"), "xuat-sac");
    EXPECT_EQ(problem(run([&](Act& act) {
                  return remove_fact(act, {kind("ratings"), "person", "NV1", fact.ref, 2});
              })),
              "");
    EXPECT_TRUE(facts("ratings", system_).empty());
    EXPECT_EQ(facts("ratings", system_, "K102").size(), 1U);
}

TEST_P(FactTest, ServesEveryKind)
{
    EXPECT_EQ(
        problem(add(
            "initiatives",
            "NV1",
            {{"year", "2020"}, {"title", "Cải tiến"}, {"level", "co-so"}, {"kind", "sang-kien"}})),
        "");
    EXPECT_EQ(problem(add("disciplines",
                          "NV1",
                          {{"from", "2020-01-01"}, {"kind", "canh-cao"}, {"to", "2021-01-01"}})),
              "");
    EXPECT_EQ(problem(add("pending", "K102", {{"from", "2020-01-01"}, {"kind", "thanh-tra"}})), "");
    EXPECT_EQ(
        problem(add(
            "absences", "NV1", {{"from", "2020-01-01"}, {"kind", "hoc-tap"}, {"result", "gioi"}})),
        "");
    EXPECT_EQ(problem(add("absences", "K102", {{"from", "2020-01-01"}, {"kind", "hoc-tap"}})),
              "organisation.error.unknown-subject@subject");
    EXPECT_EQ(problem(add(
                  "unit_years", "K102", {{"year", "2020"}, {"party_clean", "1"}, {"total", "40"}})),
              "");
    EXPECT_EQ(problem(add("disciplines",
                          "NV1",
                          {{"from", "2020-01-01"}, {"kind", "canh-cao"}, {"to", "2019-01-01"}})),
              "organisation.error.ends-before-start@to");
    EXPECT_EQ(facts("unit_years", system_, "K102").front().values.at("total"), "40");
    EXPECT_EQ(facts("disciplines", system_).front().values.at("to"), "2021-01-01");
}

TEST_P(FactTest, HidesDisciplineAndMarkedFacts)
{
    ASSERT_EQ(problem(add("disciplines", "NV1", {{"from", "2020-01-01"}, {"kind", "canh-cao"}})),
              "");
    ASSERT_EQ(problem(add("initiatives",
                          "NV1",
                          {{"year", "2020"},
                           {"title", "Kín"},
                           {"level", "co-so"},
                           {"kind", "sang-kien"},
                           {"marking", "1"}})),
              "");
    auto reader = actor_over("/BAN/K101/", {Permission::ReadPeople, Permission::WriteFacts});
    EXPECT_TRUE(facts("disciplines", reader).empty());
    EXPECT_TRUE(facts("initiatives", reader).empty());
    reader.clearance = access::Marking::Mat;
    EXPECT_EQ(facts("initiatives", reader).size(), 1U);
    auto const outside = as(reader, [&](Act& act) {
        return add_fact(
            act, {kind("disciplines"), "NV1", {{"from", "2020-01-01"}, {"kind", "canh-cao"}}});
    });
    EXPECT_EQ(problem(outside), "organisation.error.unknown-subject@subject");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE after LIKE '%Kín%'"), 0);
}

TEST_P(FactTest, TellsAbsentFromNotEntered)
{
    auto const declare = [&](bool complete) {
        return run([&](Act& act) {
            return declare_complete(act, {"K101", "ratings", 2024, complete});
        });
    };
    ASSERT_EQ(problem(declare(true)), "");
    ASSERT_EQ(problem(declare(true)), "");
    EXPECT_EQ(count("SELECT count(*) FROM completeness WHERE kind = 'ratings' AND year = 2024"), 1);
    ASSERT_EQ(problem(declare(false)), "");
    EXPECT_EQ(count("SELECT count(*) FROM completeness"), 0);
    EXPECT_EQ(problem(run([&](Act& act) {
                  return declare_complete(act, {"K101", "units", 2024, true});
              })),
              "error.choice@kind");
}

}  // namespace
}  // namespace thidua::organisation
