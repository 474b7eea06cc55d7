// Whatever officers do, in whatever order and at once, the tally stays true and no act is half done.
#include "register/mend.h"
#include "register/release.h"
#include "register/store.h"
#include "register/tally.h"
#include "register/testing/world.h"

#include <rapidcheck/gtest.h>

#include <atomic>
#include <thread>

namespace thidua::registry {
namespace {

using namespace testing;

class UpkeepTest : public WorldTest {
protected:
    Actor const clerk = standing_officer("clerk", Marking::Mat);
    Actor const second = standing_officer("second", Marking::Mat);

    Decision decision(std::string const& ref)
    {
        return *db().read([&](storage::Transaction& tx) { return find_decision(tx, Actor::system("t"), ref); });
    }
    Award award(std::string const& ref, std::size_t index)
    {
        auto const id = decision(ref).id;
        return db().read([&](storage::Transaction& tx) { return awards_of(tx, id).at(index); });
    }

    // One act chosen by a number; its refusal is as good as its success.
    void do_one(std::string const& ref, int act_number, std::size_t which)
    {
        auto const chosen = award(ref, which);
        auto const version = decision(ref).version;
        auto correct = [&](Values const& values) {
            auto const proposal = as(clerk, [&](audit::Act& act) {
                return propose_correction(act, {ref, chosen.ref, values, "Sai", chosen.version});
            });
            if (!proposal) return;
            (void)as(second, [&](audit::Act& act) { return answer_correction(act, {*proposal, true, "", 1}); });
        };
        switch (act_number) {
            case 0: return correct({{"award", "bk-bo"}});
            case 1: return correct({{"subject", "NV3"}});
            case 2: return correct({{"sex", "nu"}, {"direct_worker", "1"}});
            case 3: return correct({{"marking", "mat"}});
            case 4: return correct({{"state", "withdrawn"}});
            case 5:
                (void)as(clerk, [&](audit::Act& act) {
                    return revoke_awards(act, {ref, {chosen.ref}, {"9/QĐ-BCY", "2019-05-05", "truong-ban"}, "Khai man"});
                });
                return;
            case 6: (void)as(second, [&](audit::Act& act) { return release(act, {ref, version}); }); return;
            case 7:
                (void)as(clerk, [&](audit::Act& act) {
                    return add_recipients(act, {ref, read_lines("NV3;;giay-khen;2018", {}), true});
                });
                return;
            default: (void)as(second, [&](audit::Act& act) { return certify(act, {.ref = ref}); }); return;
        }
    }

    // Runs the same act in two threads; answers how often it was done.
    int twice_at_once(std::function<bool()> const& act)
    {
        std::atomic<int> done{0};
        std::thread other([&] { done += act() ? 1 : 0; });
        done += act() ? 1 : 0;
        other.join();
        return done;
    }
};
THIDUA_ON_EACH_ENGINE(UpkeepTest);

TEST_P(UpkeepTest, TheTallyIsTrueAfterAnySequenceOfActs)
{
    auto const ref = recorded(clerk, paper_512(), "NV1;;bk-ban;2018\nNV2;;bk-ban;2018\nK101;;dvqt;2018");
    constexpr int kActs = 9;
    EXPECT_TRUE(rc::check("tally", [&] {
        auto const acts = *rc::gen::resize(6, rc::gen::container<std::vector<std::pair<int, int>>>(
                                                  rc::gen::pair(rc::gen::inRange(0, kActs), rc::gen::inRange(0, 3))));
        auto current = ref;
        for (auto const& [act, which] : acts) do_one(current, act, static_cast<std::size_t>(which));
        RC_ASSERT(db().read([](storage::Transaction& tx) { return tally_errors(tx); }) == 0);
        RC_ASSERT(count("SELECT count(*) FROM award WHERE released = 1 AND marking > 0") == 0);
    }));
}

TEST_P(UpkeepTest, APaperEnteredTwiceAtOnceIsThereOnce)
{
    EXPECT_EQ(twice_at_once([&] {
                  return static_cast<bool>(as(clerk, [&](audit::Act& act) {
                      return record_decision(act, {paper_512(), read_lines("NV1;;bk-ban;2018", {}), true});
                  }));
              }),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM decision"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM award"), 1);
    EXPECT_EQ(count("SELECT sum(awards) FROM award_tally"), 1);
}

TEST_P(UpkeepTest, ReleaseAndRevocationAtOnceAreEachDoneOnce)
{
    auto const ref = recorded(clerk, paper_512(), "NV1;;bk-ban;2018\nNV2;;bk-ban;2018");
    auto const version = decision(ref).version;
    auto const chosen = award(ref, 0).ref;
    EXPECT_EQ(twice_at_once([&] {
                  return static_cast<bool>(as(second, [&](audit::Act& act) { return release(act, {ref, version}); }));
              }),
              1);
    EXPECT_EQ(twice_at_once([&] {
                  return static_cast<bool>(as(clerk, [&](audit::Act& act) {
                      return revoke_awards(act, {ref, {chosen}, {"9/QĐ-BCY", "2019-05-05", "truong-ban"}, "Khai man"});
                  }));
              }),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM public_act"), 2);
    EXPECT_EQ(count("SELECT sum(awards) FROM award_tally"), 1);
}

}  // namespace
}  // namespace thidua::registry
