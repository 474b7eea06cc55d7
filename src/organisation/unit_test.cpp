#include "organisation/unit.h"

#include "organisation/testing/world.h"
#include "organisation/tree.h"

#include <rapidcheck.h>

#include <future>

namespace thidua::organisation {
namespace {

using access::Permission;
using testing::day;
using testing::problem;

class UnitTest : public testing::WorldTest {
protected:
    Result<Unit> rename(std::string code,
                        std::string name,
                        std::string_view on,
                        std::string new_code = "")
    {
        auto const version = version_of(code);
        return run([&](Act& act) {
            return rename_unit(act,
                               {.code = code,
                                .name = name,
                                .new_code = new_code,
                                .on = day(on),
                                .version = version});
        });
    }
    Result<Unit> move(std::string code, std::string parent, std::string_view on)
    {
        auto const version = version_of(code);
        return run([&](Act& act) {
            return move_unit(act,
                             {.code = code, .parent = parent, .on = day(on), .version = version});
        });
    }
    Result<Unit> dissolve(std::string code, std::string_view on)
    {
        auto const version = version_of(code);
        return run([&](Act& act) {
            return dissolve_unit(act, {.code = code, .on = day(on), .version = version});
        });
    }
    std::string name_on(std::string_view code, std::string_view on)
    {
        return read([&](storage::Transaction& tx) {
            return unit_name_at(tx, find_unit(tx, code).value().id, day(on)).value_or("-");
        });
    }
    std::string tree_on(std::string_view on, access::Actor const& actor)
    {
        return read([&](storage::Transaction& tx) {
            std::string text;
            for (auto const& node : tree_at(tx, actor, day(on))) {
                text += std::string(static_cast<std::size_t>(node.depth), '.') + node.code + " ";
            }
            return text;
        });
    }
    std::string tree_on(std::string_view on) { return tree_on(on, system_); }
    std::string kin(std::vector<Kin> const& all)
    {
        std::string text;
        for (auto const& one : all)
            text += one.unit.code + ":" + one.kind + ":" + std::to_string(one.steps) + " ";
        return text;
    }
    std::string before(std::string_view code)
    {
        return read([&](storage::Transaction& tx) {
            return kin(predecessors(tx, find_unit(tx, code).value().id));
        });
    }
};
THIDUA_ON_EACH_ENGINE(UnitTest);

TEST_P(UnitTest, BearsTheNameOfTheDay)
{
    ASSERT_EQ(problem(rename("K102", "Cục Cán bộ", "2018-05-01")), "");
    EXPECT_EQ(name_on("K102", "2018-04-30"), "Cục Tổ chức");
    EXPECT_EQ(name_on("K102", "2018-05-01"), "Cục Cán bộ");
    EXPECT_EQ(name_on("K102", "1999-12-31"), "-");
    auto const found = read([](storage::Transaction& tx) {
        return units_named(tx, "cục  TỔ chức", day("2010-01-01"));
    });
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found.front().code, "K102");
    EXPECT_TRUE(read([](storage::Transaction& tx) {
                    return units_named(tx, "Cục Tổ chức", std::nullopt);
                }).empty());
}

TEST_P(UnitTest, MovesWithItsSubtree)
{
    ASSERT_EQ(problem(move("K101", "K102", "2020-01-01")), "");
    EXPECT_EQ(unit("K101-01").path, "/BAN/K102/K101/K101-01/");
    EXPECT_EQ(tree_on("2019-12-31"), "BAN .K101 ..K101-01 ..K101-02 .K102 ");
    EXPECT_EQ(tree_on("2020-01-01"), "BAN .K102 ..K101 ...K101-01 ...K101-02 ");
}

TEST_P(UnitTest, NeverStandsBelowItself)
{
    EXPECT_EQ(problem(move("K101", "K101-01", "2020-01-01")), "organisation.unit.cycle@parent");
    EXPECT_EQ(problem(move("K101", "K101", "2020-01-01")), "organisation.unit.cycle@parent");
    // Nor in between: K102 leaves K101 only in 2022.
    ASSERT_EQ(problem(move("K102", "K101", "2010-01-01")), "");
    ASSERT_EQ(problem(move("K102", "BAN", "2022-01-01")), "");
    EXPECT_EQ(problem(move("K101", "K102", "2020-01-01")), "organisation.unit.cycle@parent");
    EXPECT_EQ(problem(move("K101", "K102", "2022-01-01")), "");
}

TEST_P(UnitTest, RefusesDaysThatContradict)
{
    EXPECT_EQ(problem(rename("K102", "Tên mới", "1999-01-01")),
              "organisation.unit.before-existence@on");
    EXPECT_EQ(problem(rename("K102", "Tên mới", "2026-06-02")), "organisation.unit.future@on");
    ASSERT_EQ(problem(rename("K102", "Tên mới", "2018-01-01")), "");
    EXPECT_EQ(problem(rename("K102", "Tên khác", "2017-01-01")), "organisation.unit.later-act@on");
    ASSERT_EQ(problem(dissolve("K102", "2020-01-01")), "");
    EXPECT_EQ(problem(rename("K102", "Tên nữa", "2021-01-01")), "organisation.unit.ended");
}

TEST_P(UnitTest, MendsOnTheDayItself)
{
    ASSERT_EQ(problem(rename("K102", "Cục Tổ chức - Cán bộ", "2000-01-01")), "");
    EXPECT_EQ(name_on("K102", "2000-01-01"), "Cục Tổ chức - Cán bộ");
    EXPECT_EQ(count("SELECT count(*) FROM unit_state s JOIN unit u ON u.id = s.unit_id WHERE "
                    "u.code = 'K102'"),
              1);
}

TEST_P(UnitTest, SucceedsUnderANewCode)
{
    auto const person = enter_person("NV1", "Nguyễn Văn An", "K101");
    enter_post(person, "K101", "2015-01-01");
    ASSERT_EQ(problem(rename("K101", "Văn phòng Ban", "2020-03-01", "K101A")), "");
    EXPECT_EQ(before("K101A"), "K101:rename:1 ");
    EXPECT_EQ(unit("K101").valid_to, day("2020-02-29"));
    EXPECT_EQ(unit("K101-01").path, "/BAN/K101A/K101-01/");
    EXPECT_EQ(tree_on("2020-03-01"), "BAN .K101A ..K101-01 ..K101-02 .K102 ");
    auto const post = [&](std::string_view on) {
        return read([&](storage::Transaction& tx) { return post_on(tx, person, day(on)).value(); });
    };
    EXPECT_EQ(post("2020-02-29").unit_id, unit("K101").id);
    EXPECT_EQ(post("2020-03-01").unit_id, unit("K101A").id);
    EXPECT_EQ(post("2020-03-01").position, "Trợ lý");
    EXPECT_EQ(read([&](storage::Transaction& tx) { return find_person(tx, "nv1")->unit_code; }),
              "K101A");
}

TEST_P(UnitTest, MergesIntoANewUnit)
{
    enter_person("NV1", "Nguyễn Văn An", "K101-01");
    auto const version = version_of("K101-01");
    auto const merged = run([&](Act& act) {
        return merge_units(act,
                           {.codes = {"K101-01", "K101-02"},
                            .into = "K101-01M",
                            .name = "Phòng Chung",
                            .on = day("2019-07-01"),
                            .version = version});
    });
    ASSERT_EQ(problem(merged), "");
    EXPECT_EQ(before("K101-01M"), "K101-01:merge:1 K101-02:merge:1 ");
    EXPECT_EQ(tree_on("2019-07-01"), "BAN .K101 ..K101-01M .K102 ");
    EXPECT_EQ(read([&](storage::Transaction& tx) { return find_person(tx, "NV1")->unit_code; }),
              "K101-01M");
}

TEST_P(UnitTest, IsTakenInByAStandingUnit)
{
    auto const version = version_of("K101");
    auto const merged = run([&](Act& act) {
        return merge_units(
            act, {.codes = {"K101"}, .into = "K102", .on = day("2019-07-01"), .version = version});
    });
    ASSERT_EQ(problem(merged), "");
    EXPECT_EQ(tree_on("2019-07-01"), "BAN .K102 ..K101-01 ..K101-02 ");
    auto const alone = run([&](Act& act) {
        return merge_units(
            act, {.codes = {"K102"}, .into = "K102", .on = day("2020-07-01"), .version = 2});
    });
    EXPECT_EQ(problem(alone), "error.conflict");
}

TEST_P(UnitTest, SplitsAndSharesOut)
{
    enter_person("NV1", "Nguyễn Văn An", "K101");
    enter_person("NV2", "Trần Thị Bình", "K101");
    auto const version = version_of("K101");
    SplitUnit command{.code = "K101",
                      .parts = {{"K111", "Văn phòng A"}, {"K112", "Văn phòng B"}},
                      .on = day("2021-01-01"),
                      .version = version};
    EXPECT_EQ(problem(run([&](Act& act) { return split_unit(act, command); })),
              "organisation.unit.rest-needed@rest");
    command.rest = "K111";
    command.units = {{"K101-02", "K112"}};
    command.people = {{"NV2", "K112"}};
    ASSERT_EQ(problem(run([&](Act& act) { return split_unit(act, command); })), "");
    EXPECT_EQ(tree_on("2021-01-01"), "BAN .K102 .K111 ..K101-01 .K112 ..K101-02 ");
    EXPECT_EQ(read([&](storage::Transaction& tx) { return find_person(tx, "NV1")->unit_code; }),
              "K111");
    EXPECT_EQ(read([&](storage::Transaction& tx) { return find_person(tx, "NV2")->unit_code; }),
              "K112");
    EXPECT_EQ(before("K112"), "K101:split:1 ");
}

TEST_P(UnitTest, LeavesNobodyBehind)
{
    EXPECT_EQ(problem(dissolve("K101", "2020-01-01")), "organisation.unit.units-inside");
    enter_person("NV1", "Nguyễn Văn An", "K102");
    auto const refused = dissolve("K102", "2020-01-01");
    ASSERT_EQ(problem(refused), "organisation.unit.people-inside");
    EXPECT_EQ(refused.error().problems.front().args,
              (Args{{"count", "1"}, {"names", "Nguyễn Văn An (NV1)"}}));
    db().write(
        [](storage::Transaction& tx) { tx.execute("UPDATE person SET left_on = '2019-12-31'"); });
    EXPECT_EQ(problem(dissolve("K102", "2020-01-01")), "");
}

TEST_P(UnitTest, FollowsLineageOverSeveralActs)
{
    ASSERT_EQ(problem(rename("K101-01", "Phòng Một", "2010-01-01", "P1")), "");
    auto const version = version_of("P1");
    ASSERT_EQ(problem(run([&](Act& act) {
                  return merge_units(act,
                                     {.codes = {"P1", "K101-02"},
                                      .into = "P",
                                      .name = "Phòng",
                                      .on = day("2015-01-01"),
                                      .version = version});
              })),
              "");
    EXPECT_EQ(before("P"), "K101-02:merge:1 P1:merge:1 K101-01:rename:2 ");
    EXPECT_EQ(read([&](storage::Transaction& tx) {
                  return kin(successors(tx, find_unit(tx, "K101-01")->id));
              }),
              "P1:rename:1 P:merge:2 ");
}

TEST_P(UnitTest, HidesWhatLiesOutside)
{
    auto const clerk =
        actor_over("/BAN/K101/", {Permission::ReadOrganisation, Permission::WriteOrganisation});
    EXPECT_EQ(tree_on("2026-01-01", clerk), "K101 .K101-01 .K101-02 ");
    auto const outside = as(clerk, [&](Act& act) {
        return rename_unit(act,
                           {.code = "K102", .name = "Tên", .on = day("2020-01-01"), .version = 1});
    });
    EXPECT_EQ(outside.error().kind, Kind::NotFound);
    auto const upwards = as(clerk, [&](Act& act) {
        return move_unit(
            act, {.code = "K101-01", .parent = "BAN", .on = day("2020-01-01"), .version = 1});
    });
    EXPECT_EQ(problem(upwards), "organisation.error.unknown-unit@parent");
    auto const reader = actor_over("/BAN/", {Permission::ReadOrganisation});
    auto const forbidden = as(reader, [&](Act& act) {
        return dissolve_unit(act, {.code = "K102", .on = day("2020-01-01")});
    });
    EXPECT_EQ(forbidden.error().kind, Kind::Denied);
}

TEST_P(UnitTest, ShowsBothValuesOfAStaleRename)
{
    ASSERT_EQ(problem(rename("K102", "Tên mới", "2018-01-01")), "");
    auto const late = run([&](Act& act) {
        return rename_unit(
            act, {.code = "K102", .name = "Tên của tôi", .on = day("2019-01-01"), .version = 1});
    });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    EXPECT_EQ(late.error().problems.front().args,
              (Args{{"mine", "Tên của tôi"}, {"theirs", "Tên mới"}}));
}

TEST_P(UnitTest, RefusesCodesThatCannotStandInAddresses)
{
    for (auto const* code : {"", "K 1", "K/1", "Đ1", ".K1", "K'1"}) {
        auto const made = run([&](Act& act) {
            return create_unit(act,
                               {.code = code,
                                .name = "Tên",
                                .kind = "cap-2",
                                .parent = "BAN",
                                .from = day("2020-01-01")});
        });
        EXPECT_EQ(problem(made), "organisation.error.bad-code@code") << code;
    }
    auto const taken = run([&](Act& act) {
        return create_unit(act,
                           {.code = "k101",
                            .name = "Tên",
                            .kind = "cap-2",
                            .parent = "BAN",
                            .from = day("2020-01-01")});
    });
    EXPECT_EQ(problem(taken), "organisation.error.code-taken@code");
}

TEST_P(UnitTest, LeavesALineAndATimeline)
{
    ASSERT_EQ(problem(rename("K102", "Tên mới", "2018-01-01")), "");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'organisation.unit.rename' AND "
                    "subject = 'unit:K102' "
                    "AND unit_path = '/BAN/K102/'"),
              1);
    auto const entries =
        read([&](storage::Transaction& tx) { return timeline(tx, find_unit(tx, "K102")->id); });
    ASSERT_EQ(entries.size(), 2U);
    EXPECT_EQ(entries[0].kind + " " + entries[0].name, "rename Tên mới");
    EXPECT_EQ(entries[1].kind + " " + entries[1].parent.value_or(""), "create BAN");
}

TEST_P(UnitTest, OneOfTwoActsAtOnceIsTold)
{
    auto const attempt = [&](std::string name) {
        return [this, name] {
            return run([&](Act& act) {
                return rename_unit(
                    act, {.code = "K102", .name = name, .on = day("2018-01-01"), .version = 1});
            });
        };
    };
    auto first = std::async(std::launch::async, attempt("Tên của An"));
    auto second = std::async(std::launch::async, attempt("Tên của Bình"));
    auto const a = first.get();
    auto const b = second.get();
    ASSERT_NE(static_cast<bool>(a), static_cast<bool>(b));
    EXPECT_EQ((a ? b : a).error().kind, Kind::Conflict);
    EXPECT_EQ(count("SELECT count(*) FROM unit_state s JOIN unit u ON u.id = s.unit_id WHERE "
                    "u.code = 'K102'"),
              2);
}

// Whatever acts succeed: states have no holes and no overlap, and paths follow parents.
TEST(UnitTreeProperty, KeepsStatesWithoutHoles)
{
    EXPECT_TRUE(rc::check("random acts keep the tree whole", [] {
        auto database = storage::Database::open("sqlite::memory:").value();
        ASSERT_TRUE(storage::migrate(*database));
        auto const actor = access::Actor::system("test");
        auto const codes = std::vector<std::string>{"A", "B", "C", "D"};
        auto const write = [&](auto const& act_of) {
            return database->write([&](storage::Transaction& tx) {
                Act act{tx, actor, start_of(day("2026-01-01")), ""};
                return act_of(act);
            });
        };
        for (auto const& code : codes) {
            RC_ASSERT(bool{write([&](Act& act) {
                return create_unit(
                    act, {.code = code, .name = code, .kind = "cap-2", .from = day("2000-01-01")});
            })});
        }
        for (int i = 0; i < 12; ++i) {
            auto const code = *rc::gen::elementOf(codes);
            auto const parent = *rc::gen::elementOf(codes);
            auto const on = day("2000-01-01").plus_days(*rc::gen::inRange(0, 9000));
            auto const renames = *rc::gen::arbitrary<bool>();
            (void)static_cast<bool>(write([&](Act& act) {
                auto const version = find_unit(act.tx, code)->version;
                if (renames)
                    return rename_unit(act,
                                       {.code = code,
                                        .name = code + std::to_string(i),
                                        .on = on,
                                        .version = version});
                return move_unit(act,
                                 {.code = code, .parent = parent, .on = on, .version = version});
            }));
        }
        database->read([&](storage::Transaction& tx) {
            RC_ASSERT(tx.integer("SELECT count(*) FROM unit_state s WHERE s.valid_to IS NOT NULL "
                                 "AND NOT EXISTS ("
                                 "SELECT 1 FROM unit_state n WHERE n.unit_id = s.unit_id AND "
                                 "n.valid_from > s.valid_to)")
                          .value() == 0);
            RC_ASSERT(tx.integer("SELECT count(*) FROM unit u JOIN unit p ON p.id = u.parent_id "
                                 "WHERE u.path <> p.path || u.code || '/'")
                          .value() == 0);
            RC_ASSERT(
                tx.integer("SELECT count(*) FROM unit_state s WHERE s.valid_to < s.valid_from")
                    .value() == 0);
        });
    }));
}

}  // namespace
}  // namespace thidua::organisation
