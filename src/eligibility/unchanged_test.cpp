// After an act only who was changed by it is judged again, and everybody's standing is the one that
// judging all of them would give.
#include "eligibility/unchanged.h"

#include "eligibility/holdings.h"
#include "eligibility/record_store.h"
#include "eligibility/testing/crowd.h"

#include <algorithm>

namespace thidua::eligibility {
namespace {

using namespace testing;

class UnchangedTest : public WorldTest {
protected:
    static constexpr int kPeople = 60;

    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) {
            Crowd crowd{tx};
            crowd.units(20);
            crowd.people(kPeople);
        });
    }

    std::vector<Record> persons()
    {
        return db().read(
            [](storage::Transaction& tx) { return read_persons(tx, Marking::Thuong); });
    }
    static std::vector<std::string> changed(std::vector<Record> const& earlier,
                                            std::vector<Record> const& later)
    {
        std::vector<std::string> codes;
        auto const places = unchanged_places(earlier, later);
        for (std::size_t i = 0; i < later.size(); ++i) {
            if (!places[i])
                codes.push_back(later[i].code);
            else
                EXPECT_EQ(earlier[*places[i]].code, later[i].code);
        }
        return codes;
    }

    // What an act of a folder leaves, besides the audit's line.
    void act(char const* what, std::initializer_list<char const*> statements)
    {
        db().write([&](storage::Transaction& tx) {
            for (auto const* statement : statements) tx.execute(statement);
            tx.execute(
                "INSERT INTO audit_line (seq, at, actor, what, subject)"
                " SELECT COALESCE(max(seq), 0) + 1, 0, 'x', CAST(?1 AS TEXT), 'x' FROM audit_line",
                {what});
        });
    }
    Standings standings(Cache& cache, law::Subject subject)
    {
        return db().read([&](storage::Transaction& tx) {
            auto const held = cache.get(tx, Marking::Thuong);
            return *held->standings(tx, subject, {"", 2023, *make_date(2023, 12, 31)}, true);
        });
    }
    void expect_as_judged_anew(Cache& cache)
    {
        Cache fresh;
        for (auto const subject : {law::Subject::Person, law::Subject::Unit})
            EXPECT_EQ(standings(cache, subject), standings(fresh, subject));
    }

    char const* better_ =
        "UPDATE rating SET rating = 'xuat-sac' WHERE subject_kind = 'person' AND year >= 2014";
    char const* worse_ =
        "UPDATE rating SET rating = 'khong-hoan-thanh' WHERE subject_kind = 'person'";
};
THIDUA_ON_EACH_ENGINE(UnchangedTest);

TEST_P(UnchangedTest, TellsWhoWasChanged)
{
    auto const before = persons();
    EXPECT_TRUE(changed(before, persons()).empty());
    auto const &first = before[5], &second = before[17], &gone = before[30];
    ASSERT_FALSE(first.history.ratings.empty());
    db().write([&](storage::Transaction& tx) {
        tx.execute(
            "UPDATE rating SET rating = 'hoan-thanh', year = 1999 WHERE subject_kind = 'person'"
            " AND subject_id = ?1 AND year = ?2",
            {first.id, first.history.ratings.begin()->first});
        tx.execute("UPDATE person SET full_name = 'Sau' WHERE id = ?1", {second.id});
        tx.execute("UPDATE person SET merged_into = ?2 WHERE id = ?1", {gone.id, first.id});
    });
    auto const after = persons();
    EXPECT_EQ(after.size(), before.size() - 1);
    EXPECT_EQ(changed(before, after), (std::vector{first.code, second.code}));
    EXPECT_EQ(changed(after, before), (std::vector{first.code, second.code, gone.code}));
}

TEST_P(UnchangedTest, TwoStepsAreOne)
{
    Unchanged const first{0, std::nullopt, 2};
    Unchanged const second{2, 1, std::nullopt, 0};
    EXPECT_EQ(through(first, second), (Unchanged{2, std::nullopt, std::nullopt, 0}));
}

TEST_P(UnchangedTest, StandingsAreThoseOfEverybodyJudgedAnew)
{
    Cache cache;
    auto const first = standings(cache, law::Subject::Person);
    standings(cache, law::Subject::Unit);
    act("organisation.x", {better_, "UPDATE unit_year SET completed = total"});
    EXPECT_NE(standings(cache, law::Subject::Person), first);
    expect_as_judged_anew(cache);
    // Two acts with nobody asking between them, and somebody gone.
    act("organisation.x", {worse_});
    db().read([&](storage::Transaction& tx) { cache.get(tx, Marking::Thuong); });
    act("register.x",
        {better_,
         "UPDATE award SET state = 'revoked' WHERE id % 5 = 0",
         "UPDATE person SET merged_into = id + 1 WHERE id % 7 = 0"});
    expect_as_judged_anew(cache);
    // Declarations speak for those who are as they were.
    act("organisation.x", {"DELETE FROM completeness"});
    expect_as_judged_anew(cache);
}

TEST_P(UnchangedTest, OnlyWhoWasChangedIsJudgedAgain)
{
    Cache cache;
    auto const subject = law::Subject::Person;
    auto const first = standings(cache, subject);
    // A mark nobody would be given: it stays with those who are not judged again.
    auto marked = first;
    for (auto& [award, standing] : marked) standing.assign(standing.size(), 128);
    Unchanged places(first.begin()->second.size());
    for (std::size_t i = 0; i < places.size(); ++i) places[i] = i;
    places[7].reset();
    auto const now = db().read([&](storage::Transaction& tx) {
        auto const held = cache.get(tx, Marking::Thuong);
        return stand_changed(tx,
                             {subject, held->persons, held->declared, true},
                             {std::make_shared<Standings const>(marked),
                              std::make_shared<Unchanged const>(places)},
                             held->newest_year,
                             {"", 2023, *make_date(2023, 12, 31)});
    });
    for (auto const& [award, standing] : now) {
        EXPECT_EQ(std::ranges::count(standing, 128), std::ssize(standing) - 1) << award;
        EXPECT_EQ(standing[7], first.at(award)[7]) << award;
    }
}

}  // namespace
}  // namespace thidua::eligibility
