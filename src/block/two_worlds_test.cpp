// A unit that has nothing to do with another's sheet is answered alike whatever that sheet says,
// until the result is shown.
#include "audit/settings.h"
#include "block/pages.h"
#include "block/testing/world.h"
#include "http/testing/pages.h"
#include "inbox/pages.h"

namespace thidua::block {
namespace {

namespace json = boost::json;
using namespace testing;

class ScoreWorlds : public BlockTest {
protected:
    // Everything a member unit's people are told by every page of the round.
    std::string told(std::string const& ref, access::Actor const& actor)
    {
        FixedClock const clock{day(kToday)};
        http::testing::Pages pages{db(), clock, {add_pages, inbox::add_pages}};
        std::string said;
        auto const one = "/scoring/" + ref;
        for (auto const& page : std::vector<std::string>{"/scoring?year=2026",
                                                         "/scoring?year=2026&format=csv",
                                                         one,
                                                         one + "/ranking",
                                                         one + "/votes",
                                                         one + "/what-if",
                                                         one + "/appeals",
                                                         one + "/print",
                                                         one + "/units/K202",
                                                         one + "/units/K202/self",
                                                         one + "/units/K202/cross?scorer=K203",
                                                         one + "/units/K202/block",
                                                         one + "/units/K202/verified",
                                                         one + "/units/K202/explain",
                                                         one + "/units/K202/print",
                                                         one + "/units/K202/cells/2",
                                                         "/inbox",
                                                         "/"}) {
            auto const reply = pages.get(page, actor);
            said += page + " " + std::to_string(reply.status) + " " + reply.problems() + " " +
                    json::serialize(reply.document()) + "\n";
        }
        for (auto const* column : {"self", "block", "verified"}) {
            auto const reply = pages.post(one + "/units/K202/" + column,
                                          {{"ver.2", "0"}, {"p.2", "50"}, {"r.2", "x"}},
                                          actor);
            said +=
                std::string{column} + " " + std::to_string(reply.status) + reply.problems() + "\n";
        }
        return said;
    }
};
THIDUA_ON_EACH_ENGINE(ScoreWorlds);

TEST_P(ScoreWorlds, AnothersSheetChangesNoAnswerBeforeItIsShown)
{
    auto const ref = opened("assigned");
    for (auto const& [unit, scorer] : std::map<std::string, std::string>{
             {"K201", "K202"}, {"K202", "K204"}, {"K203", "K201"}, {"K204", "K203"}}) {
        ASSERT_TRUE(as(head_, [&](audit::Act& act) {
            return assign_scorers(act, {ref, unit, {scorer}, round(ref).version});
        }));
    }
    auto const outside = signer("K203");  // Scores K204, not K202.
    std::vector<std::pair<std::string, std::string>> pictures;
    auto const picture = [&](std::string const& when) {
        pictures.emplace_back(when, told(ref, outside));
    };
    ASSERT_TRUE(step(ref, "open-self", head_));
    picture("before");
    ASSERT_TRUE(score_self(ref, "K202", "95", "77"));
    ASSERT_TRUE(as(clerk("K202"), [&](audit::Act& act) {
        return send_sheet(act, {ref, "K202", "", false});
    }));
    picture("own score of another unit");
    EXPECT_EQ(pictures[0].second, pictures[1].second);
    pictures.clear();
    ASSERT_TRUE(step(ref, "start-cross", head_));
    picture("before");
    ASSERT_TRUE(
        save(clerk("K204"),
             {ref, "K202", "K204", Column::Cross, {{"2", "", "60", false, "ít minh chứng", 0}}}));
    picture("cross-score of another unit");
    EXPECT_EQ(pictures[0].second, pictures[1].second);
    pictures.clear();
    for (auto const* name : {"start-explain", "start-meeting"}) ASSERT_TRUE(step(ref, name, head_));
    picture("before");
    ASSERT_TRUE(save(head_, {ref, "K202", "", Column::Block, {{"2", "", "70", false, "họp riêng", 0}}}));
    picture("block score of another unit");
    EXPECT_EQ(pictures[0].second, pictures[1].second);
    for (auto const* secret : {"ít minh chứng", "họp riêng"})
        EXPECT_EQ(pictures[1].second.find(secret), std::string::npos) << secret;
}

TEST_P(ScoreWorlds, AScorerSeesTheOwnColumnWhileItScoresAndNothingElse)
{
    auto const ref = opened();
    ASSERT_TRUE(step(ref, "open-self", head_));
    ASSERT_TRUE(score_self(ref, "K202", "95", "77"));
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const page = "/scoring/" + ref + "/units/K202";
    EXPECT_EQ(pages.get(page, clerk("K203")).status, 404);
    ASSERT_TRUE(step(ref, "start-cross", head_));
    auto const seen = pages.get(page, clerk("K203"));
    ASSERT_EQ(seen.status, 200);
    EXPECT_TRUE(seen.document().at("columns").as_object().contains("self"));
    EXPECT_EQ(seen.document().at("columns").as_object().size(), 1U);
    ASSERT_TRUE(step(ref, "start-explain", head_));
    EXPECT_EQ(pages.get(page, clerk("K203")).status, 404);
    EXPECT_EQ(pages.get(page, reader_).status, 404);
}

TEST_P(ScoreWorlds, TheBlockSeesFirstAndReadersOnceItIsPublished)
{
    auto const ref = at_meeting();
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const ranking = "/scoring/" + ref + "/ranking";
    auto const status = [&](access::Actor const& actor) {
        return pages.get(ranking, actor).status;
    };
    EXPECT_EQ(status(head_), 200);
    EXPECT_EQ(status(clerk("K203")), 404);
    ASSERT_TRUE(step(ref, "close-meeting", head_));
    ASSERT_TRUE(step(ref, "verify", office_));
    ASSERT_TRUE(step(ref, "decide", council_));
    EXPECT_EQ(status(clerk("K203")), 404);
    ASSERT_TRUE(step(ref, "show", office_));
    EXPECT_EQ(status(clerk("K203")), 200);
    EXPECT_EQ(status(reader_), 404);
    EXPECT_EQ(pages.get("/scoring?year=2026", reader_).document().at("list").at("total"), 0);
    ASSERT_TRUE(step(ref, "publish", council_));
    EXPECT_EQ(status(reader_), 200);
    EXPECT_EQ(pages.get("/scoring/" + ref + "/units/K202/print", reader_).status, 200);
}

}  // namespace
}  // namespace thidua::block
