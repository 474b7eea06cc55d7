#include "voting/pages.h"

#include "ballot/document.h"
#include "voting/documents.h"
#include "voting/testing/world.h"

namespace thidua::voting {
namespace {

using namespace testing;
namespace json = boost::json;
using Fields = http::testing::Fields;

class PagesTest : public VotingTest {
protected:
    http::testing::Pages pages() { return {db(), clock_, {add_pages}}; }

    FixedClock clock_{now_};
};
THIDUA_ON_EACH_ENGINE(PagesTest);

std::string version(http::testing::Reply const& reply)
{
    return std::to_string(reply.document().at("session").at("version").as_int64());
}

TEST_P(PagesTest, LeadFromTheDraftToTheMinutes)
{
    auto site = pages();
    auto const form = site.get("/ballots/new", head);
    ASSERT_EQ(form.status, 200);
    EXPECT_EQ(form.document().at("members").as_array().size(), 5U);
    EXPECT_EQ(form.document().at("tellers").as_array().size(), 3U);
    auto const made = site.post("/ballots/new",
                                {{"block", block},
                                 {"year", "2026"},
                                 {"purpose", "award"},
                                 {"title", "Suy tôn"},
                                 {"award", "Cờ thi đua"},
                                 {"unit", "K102"},
                                 {"unit", "K103"},
                                 {"more", "K101; Bằng khen của Trưởng ban\n"},
                                 {"method", "yes-no"},
                                 {"share", "2/3"},
                                 {"closes_on", "02/06/2026"},
                                 {"closes_time", "17:00"},
                                 {"teller_1", first.name},
                                 {"teller_2", second.name}},
                                head);
    ASSERT_EQ(made.status, 200) << made.problems();
    auto const page = made.location();
    auto const shown = [&](access::Actor const& actor) { return site.get(page, actor); };
    EXPECT_EQ(shown(head).document().at("lines").at(2).at("award"), "Bằng khen của Trưởng ban");
    ASSERT_EQ(site.post(page + "/roll", {{"version", version(shown(head))}}, head).status, 200);
    std::vector<std::string> given;
    for (auto const* const teller : {&first, &second}) {
        auto const key = site.post(page + "/key", {}, *teller);
        EXPECT_TRUE(key.answer.secret);
        given.emplace_back(key.document().at("share").as_string());
        EXPECT_FALSE(site.get(page + "/key", *teller).document().contains("share"));
        EXPECT_EQ(site.post(page + "/key/confirm", {{"share", given.back()}}, *teller).status, 200);
    }
    ASSERT_EQ(site.post(page + "/open", {{"version", version(shown(head))}}, head).status, 200);
    auto const vote = site.get(page + "/vote", voter("K102"));
    EXPECT_TRUE(vote.document().at("lines").at(0).at("own").as_bool());
    EXPECT_EQ(
        site.post(page + "/vote", {{"line-2", "yes"}, {"line-3", "not"}}, voter("K102")).status,
        200);
    EXPECT_EQ(site.post(page + "/vote", {{"line-1", "yes"}}, voter("K104")).status, 200);
    EXPECT_EQ(site.post(page + "/vote", {}, voter("K105")).problems(), "voting.error.blank@blank");
    Fields const close{{"version", version(shown(head))}, {"close_reason", "Đủ ý kiến"}};
    ASSERT_EQ(site.post(page + "/close", close, head).status, 200);
    auto const waits = site.post(page + "/count", {{"share_1", given[0]}}, first);
    EXPECT_EQ(waits.answer.notice_key, "voting.done.share-waits");
    auto const waiting = [&](access::Actor const& teller, char const* what) {
        return site.get(page + "/count", teller).document().at("shares").at(what);
    };
    EXPECT_EQ(waiting(second, "other_waits"), true);
    EXPECT_TRUE(waiting(first, "own_until").is_string());
    EXPECT_EQ(waiting(first, "own_lost"), false);
    ASSERT_EQ(site.post(page + "/count", {{"share_1", given[1]}}, second).status, 200);
    auto const counted = shown(voter("K104")).document();
    EXPECT_EQ(counted.at("lines").at(0).at("in_favour"), 1);
    EXPECT_EQ(counted.at("lines").at(0).at("percent"), 20.0);
    EXPECT_EQ(counted.at("needed"), 4);
    auto const drawn = site.get(page + "/minutes", head).document();
    ASSERT_EQ(drawn.at("concerned").as_array().size(), 3U) << "each unit on its own line";
    EXPECT_EQ(drawn.at("concerned").at(0).at("names").at(0), drawn.at("lines").at(0).at("name"));
    auto const sign = site.post(page + "/sign",
                                {{"version", version(shown(head))},
                                 {"number", "04/BBKP"},
                                 {"held_at", "Hội trường"},
                                 {"chair", "Khối trưởng"},
                                 {"secretary", "Thư ký"}},
                                head);
    ASSERT_EQ(sign.status, 200) << sign.problems();
    auto const minutes = site.get(page + "/minutes", head).document().at("paper");
    EXPECT_EQ(minutes.at("issuer"), "Khối 2");
    EXPECT_EQ(minutes.at("superior"), "") << "the block has no owner";
    EXPECT_EQ(minutes.at("number"), "04/BBKP");
    EXPECT_FALSE(minutes.at("day").is_null());
    auto const ballot = site.get(page + "/paper", head).document().at("paper");
    EXPECT_EQ(ballot.at("issuer"), "Khối 2");
    EXPECT_TRUE(ballot.at("blank").as_bool());
}

TEST_P(PagesTest, ShowNothingOfWhoVotedWhat)
{
    auto site = pages();
    auto const ref = opened();
    auto const page = "/ballots/" + ref;
    ASSERT_EQ(
        site.post(page + "/vote", {{"line-1", "yes"}, {"_key", "one-and-the-same"}}, voter("K104"))
            .status,
        200);
    EXPECT_EQ(count("SELECT count(*) FROM idempotency"), 0)
        << "a hash of three answers is guessed at once";
    auto const vote = json::serialize(site.get(page + "/vote", voter("K104")).document());
    EXPECT_EQ(vote.find("\"marked\":\"yes\""), std::string::npos);
    auto const seen = json::serialize(site.get(page, voter("K105")).document());
    EXPECT_NE(seen.find(R"("way":"electronic")"), std::string::npos) << "that it voted is known";
    EXPECT_EQ(seen.find("in_favour"), std::string::npos);
}

TEST_P(PagesTest, ASecondClickIsToldThatTheBallotWasTaken)
{
    auto site = pages();
    auto const page = "/ballots/" + opened() + "/vote";
    ASSERT_EQ(site.post(page, {{"line-1", "yes"}}, voter("K104")).status, 200);
    EXPECT_EQ(site.post(page, {{"line-1", "yes"}}, voter("K104")).problems(),
              "voting.error.cast-already");
}

// The share that waited was in the memory of the server alone.
TEST_P(PagesTest, ARestartBetweenTheTwoSharesIsToldAndCostsNothing)
{
    auto const ref = opened();
    auto const page = "/ballots/" + ref + "/count";
    ASSERT_TRUE(cast(ref, "K104", "+-o") && close(ref));
    {
        auto before = pages();
        EXPECT_EQ(before.post(page, {{"share_1", shares[1]}}, first).problems(),
                  "voting.error.share-differs@share_1");
        ASSERT_EQ(before.post(page, {{"share_1", shares[0]}}, first).status, 200);
    }
    auto after = pages();
    auto const told = [&](access::Actor const& teller, char const* what) {
        return after.get(page, teller).document().at("shares").at(what);
    };
    EXPECT_EQ(told(second, "other_waits"), false);
    EXPECT_EQ(told(second, "other_lost"), true);
    EXPECT_EQ(told(first, "own_lost"), true);
    auto const waits = after.post(page, {{"share_1", shares[1]}}, second);
    EXPECT_EQ(waits.answer.notice_key, "voting.done.share-waits");
    EXPECT_EQ(told(first, "other_waits"), true);
    EXPECT_EQ(told(second, "own_lost"), false);
    ASSERT_EQ(after.post(page, {{"share_1", shares[0]}}, first).status, 200);
    EXPECT_EQ(votes(ref, 1), "1-0-0");
    EXPECT_EQ(count("SELECT count(*) FROM voting_waiting"), 0);
}

TEST_P(PagesTest, AValueThatIsNoChoiceIsRefusedAndNothingIsCast)
{
    auto site = pages();
    auto const ref = opened();
    auto const page = "/ballots/" + ref + "/vote";
    for (std::string const value : {"no", "YES", "1"}) {
        EXPECT_EQ(site.post(page, {{"line-1", value}}, voter("K104")).problems(),
                  "voting.error.mark@marks");
    }
    EXPECT_EQ(session(ref).voted(Way::Electronic), 0);
    EXPECT_EQ(site.post(page, {{"line-1", "nil"}, {"line-2", "not"}}, voter("K104")).status, 200);
}

TEST_P(PagesTest, AnswerAsIfItDidNotExistToWhoMayNotKnow)
{
    auto site = pages();
    auto const page = "/ballots/" + opened();
    auto const reader = somebody({Permission::ReadOrganisation, Permission::ReadMovements});
    auto const list_before = json::serialize(site.get("/ballots", reader).document());
    for (std::string const below : {"", "/minutes", "/paper", "/edit"}) {
        EXPECT_EQ(site.get(page + below, reader).problems(),
                  site.get("/ballots/nosuchsession" + below, reader).problems())
            << below;
    }
    opened();
    EXPECT_EQ(json::serialize(site.get("/ballots", reader).document()), list_before)
        << "another session changes nothing";
    EXPECT_EQ(site.get(page + "/count", stranger_teller).status, 404);
}

TEST_P(PagesTest, TellOnlyTheOutcomeWhereTheRulesSaySo)
{
    auto typed = fields();
    typed.counts_shown = false;
    auto const ref = opened(typed);
    ASSERT_TRUE(cast(ref, "K104", "+++") && close(ref) && tally(ref));
    auto site = pages();
    auto const page = "/ballots/" + ref;
    EXPECT_FALSE(
        site.get(page, head).document().at("lines").at(0).as_object().contains("in_favour"));
    EXPECT_FALSE(site.get(page + "/minutes", voter("K104"))
                     .document()
                     .at("lines")
                     .at(0)
                     .as_object()
                     .contains("percent"));
    EXPECT_EQ(site.get(page, first).document().at("lines").at(0).at("in_favour"), 1);
    EXPECT_EQ(site.get(page + "/box", head).problems(), "error.denied");
}

TEST_P(PagesTest, TheOpenedBoxMayBeCountedAgain)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+-o") && cast(ref, "K105", "++o"));
    auto site = pages();
    auto const box = "/ballots/" + ref + "/box";
    EXPECT_EQ(site.get(box, voter("K104")).problems(), "voting.error.not-counted");
    ASSERT_TRUE(close(ref) && tally(ref));
    auto const file = site.get(box, voter("K104")).answer;
    auto const read = ballot::read_ballot_box(json::parse(file.bytes)).value();
    auto const again = ballot::tally(read.rules, read.lines).value();
    auto const shown = result(ref);
    for (std::size_t i = 0; i < shown.lines.size(); ++i) {
        EXPECT_EQ(again.lines[i].in_favour, shown.lines[i].in_favour);
        EXPECT_EQ(again.lines[i].passed, shown.lines[i].passed);
    }
}

TEST_P(PagesTest, ARefusedBallotKeepsItsMarks)
{
    auto typed = fields();
    typed.method = "choose";
    typed.at_most = "1";
    auto site = pages();
    auto const page = "/ballots/" + opened(typed) + "/vote";
    auto request = http::testing::Pages::request_for(http::Method::Get, page);
    request.form.add("line", "2");
    request.form.add("line", "3");
    auto const again = site.send(request, voter("K104")).document();
    EXPECT_EQ(again.at("lines").at(0).at("marked"), "");
    EXPECT_EQ(again.at("lines").at(1).at("marked"), "yes");
    EXPECT_EQ(site.post(page, {{"line", "2"}, {"line", "3"}}, voter("K104")).problems(),
              "voting.error.too-many@marks");
}

}  // namespace
}  // namespace thidua::voting
