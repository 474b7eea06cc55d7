#include "organisation/duplicates.h"

#include "organisation/facts.h"
#include "organisation/post.h"
#include "organisation/testing/people.h"

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

TEST(NearCodes, DifferByOneStroke)
{
    EXPECT_TRUE(is_near_code("NV00123", "NV0123"));
    EXPECT_TRUE(is_near_code("NV123", "nv124"));
    EXPECT_TRUE(is_near_code("NV123", "NV132"));
    EXPECT_TRUE(is_near_code("NV1", "NV1"));
    EXPECT_FALSE(is_near_code("NV123", "NV345"));
    EXPECT_FALSE(is_near_code("NV1", "NV123"));
}

class MergeTest : public testing::PeopleTest {
protected:
    Result<std::string> merge(std::string keep, std::string other)
    {
        auto const keep_version = person(keep).version;
        auto const merge_version = person(other).version;
        return run([&](Act& act) {
            return merge_people(act, {keep, other, "một người", keep_version, merge_version});
        });
    }
    void rate(std::string code, std::string year, std::string rating)
    {
        ASSERT_EQ(problem(run([&](Act& act) {
                      return add_fact(
                          act, {*fact_kind("ratings"), code, {{"year", year}, {"rating", rating}}});
                  })),
                  "");
    }
    std::int64_t ratings_of(std::string_view code)
    {
        return count(
            "SELECT count(*) FROM rating r JOIN person p ON p.id = r.subject_id WHERE p.code = ?1",
            {code});
    }
    std::string pairs(access::Actor const& actor)
    {
        return read([&](storage::Transaction& tx) {
            std::string text;
            for (auto const& pair : find_duplicates(tx, actor, 100, 0))
                text += pair.first.code + "=" + pair.second.code + " ";
            return text;
        });
    }
};
THIDUA_ON_EACH_ENGINE(MergeTest);

TEST_P(MergeTest, FindsPairsThatMayBeOne)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An", "K101-01")), "");
    ASSERT_EQ(problem(make("NV2", "Nguyên Văn An", "K102", true)), "");  // same birthday
    ASSERT_EQ(problem(make("NV3", "Nguyễn Văn An", "K102", true, "1980-11-30")), "");  // same year
    ASSERT_EQ(problem(make("NV4", "Nguyễn Văn An", "K101-01", true, "1990-01-01")),
              "");                                                           // same unit as NV1
    ASSERT_EQ(problem(make("NV5", "Nguyễn Văn Anh", "K101-01", true)), "");  // another name
    ASSERT_EQ(problem(make("X9", "Nguyễn Văn An", "K101-02", true, "1970-01-01")),
              "");  // nothing in common
    EXPECT_EQ(pairs(system_), "NV2=NV3 NV1=NV2 NV1=NV3 NV1=NV4 ");
    EXPECT_EQ(pairs(actor_over("/BAN/K101/", {Permission::ReadPeople})), "NV1=NV4 ");
    EXPECT_EQ(read([&](storage::Transaction& tx) { return count_duplicates(tx, system_, 100); }),
              4);
}

TEST_P(MergeTest, MovesEverythingAndBack)
{
    static std::vector<std::string> heard;  // The hook outlives the test.
    heard.clear();
    on_person_merge(
        {"test",
         [](Act&, Person const& from, Person const& to) {
             heard.push_back("move " + from.code + " " + to.code);
             return std::vector<std::int64_t>{41, 42};
         },
         [](Act&, std::vector<std::int64_t> const& ids, Person const& from, Person const& to) {
             heard.push_back("back " + std::to_string(ids.size()) + " " + from.code + " " +
                             to.code);
         }});
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    ASSERT_EQ(problem(make("NV2", "Nguyễn Văn An", "K102", true)), "");
    rate("NV1", "2023", "tot");
    rate("NV2", "2023", "tot");
    rate("NV2", "2024", "xuat-sac");
    ASSERT_EQ(problem(run([&](Act& act) {
                  return add_post(
                      act, {.person = "NV2", .facts = {.unit = "K102", .from = day("2015-01-01")}});
              })),
              "");
    auto const merged = merge("NV1", "NV2");
    ASSERT_EQ(problem(merged), "");
    EXPECT_EQ(person("NV2").code, "NV1");
    EXPECT_EQ(ratings_of("NV1"), 2);
    EXPECT_EQ(ratings_of("NV2"), 1);
    EXPECT_EQ(
        count(
            "SELECT count(*) FROM post o JOIN person p ON p.id = o.person_id WHERE p.code = 'NV1'"),
        1);
    EXPECT_EQ(pairs(system_), "");
    auto const undone = run([&](Act& act) { return undo_merge(act, {*merged}); });
    ASSERT_EQ(problem(undone), "");
    EXPECT_EQ(undone->code, "NV2");
    EXPECT_EQ(ratings_of("NV1"), 1);
    EXPECT_EQ(ratings_of("NV2"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM name_word WHERE word = 'an'"), 2);
    EXPECT_EQ(heard, (std::vector<std::string>{"move NV2 NV1", "back 2 NV2 NV1"}));
    EXPECT_EQ(run([&](Act& act) { return undo_merge(act, {*merged}); }).error().kind,
              Kind::NotFound);
}

TEST_P(MergeTest, RefusesWhatContradicts)
{
    ASSERT_EQ(problem(make("NV1", "Nguyễn Văn An")), "");
    ASSERT_EQ(problem(make("NV2", "Nguyễn Văn An", "K102", true)), "");
    rate("NV1", "2023", "tot");
    rate("NV2", "2023", "hoan-thanh");
    auto const refused = merge("NV1", "NV2");
    ASSERT_EQ(problem(refused), "organisation.merge.ratings-differ");
    EXPECT_EQ(refused.error().problems.front().args, (Args{{"years", "2023"}}));
    EXPECT_EQ(problem(merge("NV1", "NV1")), "organisation.merge.same-entry@merge");
    auto const clerk = actor_over("/BAN/K101/", {Permission::ReadPeople, Permission::WritePeople});
    EXPECT_EQ(problem(as(clerk,
                         [&](Act& act) {
                             return merge_people(act, {"NV1", "NV2", "x", 1, 1});
                         })),
              "organisation.error.unknown-person@merge");
}

TEST_P(MergeTest, IsNotUndoneUnderALaterMerge)
{
    for (auto const* code : {"NV1", "NV2", "NV3"})
        ASSERT_EQ(problem(make(code, "Nguyễn Văn An", "K101-01", true)), "");
    auto const first = merge("NV2", "NV3");
    auto const second = merge("NV1", "NV2");
    ASSERT_EQ(problem(second), "");
    EXPECT_EQ(person("NV3").code, "NV1");
    EXPECT_EQ(problem(run([&](Act& act) { return undo_merge(act, {*first}); })),
              "organisation.merge.merged-on");
    EXPECT_EQ(problem(run([&](Act& act) { return undo_merge(act, {*second}); })), "");
    EXPECT_EQ(problem(run([&](Act& act) { return undo_merge(act, {*first}); })), "");
    EXPECT_EQ(person("NV3").code, "NV3");
}

}  // namespace
}  // namespace thidua::organisation
