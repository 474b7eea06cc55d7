#include "ballot/document.h"
#include "ballot/seal.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <cmath>

namespace thidua::ballot {
namespace {

namespace json = boost::json;

// Edges worked by hand: 12 of 15 is 80 %; 10 of 11 is above 90 %, 9 of 11 and 44 of 49 are below.
TEST(Shares, AreComparedInIntegers)
{
    Share const eighty{4, 5, false}, ninety{9, 10, false}, half{1, 2, true};
    EXPECT_TRUE(eighty.reached(12, 15));
    EXPECT_FALSE(ninety.reached(9, 11));
    EXPECT_TRUE(eighty.reached(4, 5));
    EXPECT_FALSE(eighty.reached(7, 9));
    EXPECT_TRUE(ninety.reached(10, 11));
    EXPECT_TRUE(ninety.reached(9, 10));
    EXPECT_FALSE(ninety.reached(44, 49));
    EXPECT_FALSE(half.reached(4, 8));
    EXPECT_TRUE(half.reached(5, 8));
}

std::vector<Choice> choices(std::string const& signs)
{
    std::vector<Choice> list;
    for (auto const sign : signs) list.push_back(sign == '+' ? Choice::For : sign == '-' ? Choice::Against : Choice::None);
    return list;
}

TEST(Tally, CountsAgainstTheWholeRoll)
{
    Rules rules;
    rules.share = {4, 5, false};
    rules.roll = 5;
    auto const result = tally(rules, {{"A", choices("++++")}, {"B", choices("+++-")}, {"C", choices("++o-")}}).value();
    EXPECT_EQ(result.cast, 4);
    EXPECT_TRUE(result.lines[0].passed);
    EXPECT_FALSE(result.lines[1].passed);
    EXPECT_EQ(result.lines[2].against, 1);
    EXPECT_EQ(result.lines[2].neither, 1);
    EXPECT_EQ(result.lines[2].place, 3);
}

TEST(Tally, LeavesATieForTheLastSeatOpen)
{
    Rules rules;
    rules.share = {1, 2, true};
    rules.roll = 5;
    rules.seats = 2;
    auto const tied = tally(rules, {{"A", choices("+++++")}, {"B", choices("++++-")}, {"C", choices("++++-")}, {"D", choices("+----")}}).value();
    EXPECT_TRUE(tied.lines[0].passed);
    EXPECT_TRUE(tied.lines[1].tied && tied.lines[2].tied);
    EXPECT_FALSE(tied.lines[1].passed || tied.lines[2].passed);
    EXPECT_EQ(tied.lines[1].place, 2);
    EXPECT_EQ(tied.lines[2].place, 2);
    EXPECT_FALSE(tied.lines[3].reached);
    rules.seats = 3;
    auto const enough = tally(rules, {{"A", choices("+++++")}, {"B", choices("++++-")}, {"C", choices("++++-")}}).value();
    EXPECT_TRUE(enough.lines[1].passed && enough.lines[2].passed);
}

TEST(Tally, RefusesWhatCannotBe)
{
    Rules rules;
    rules.roll = 2;
    auto const key = [&](std::vector<Line> const& lines) {
        auto const result = tally(rules, lines);
        return result ? std::string{} : result.error().problems.front().key;
    };
    EXPECT_EQ(key({{"A", choices("+++")}}), "ballot.more-than-roll");
    EXPECT_EQ(key({{"A", choices("++")}, {"B", choices("+")}}), "ballot.uneven");
    rules.method = Method::Choose;
    EXPECT_EQ(key({{"A", choices("-")}}), "ballot.against");
    rules.share.denominator = 0;
    EXPECT_EQ(key({{"A", choices("+")}}), "ballot.share");
    rules.roll = 0;
    EXPECT_EQ(key({}), "ballot.no-roll");
}

struct Tellers {
    TellerKey first = make_key(), second = make_key();
    PublicKeys keys() const { return {first.public_key, second.public_key}; }
    Shares shares() const { return {first.share, second.share}; }
};

std::string why(thidua::Result<std::vector<Line>> const& opened)
{
    if (opened) return {};
    auto const& problem = opened.error().problems.front();
    return problem.key + "@" + problem.args.front().second;
}

TEST(Seals, OpenOnlyWithBothShares)
{
    Tellers const tellers, others;
    auto const keys = tellers.keys();
    std::vector<Sealed> const box{seal(keys, choices("+-")), seal(keys, choices("oo"))};
    auto const opened = open_box(keys, tellers.shares(), box, {"A", "B"}).value();
    EXPECT_EQ(std::count(opened[0].choices.begin(), opened[0].choices.end(), Choice::For), 1);
    EXPECT_EQ(std::count(opened[1].choices.begin(), opened[1].choices.end(), Choice::Against), 1);
    auto const [mine, theirs] = tellers.shares();
    EXPECT_EQ(why(open_box(keys, {mine, others.second.share}, box, {"A", "B"})), "ballot.wrong-share@2");
    EXPECT_EQ(why(open_box(keys, {mine, mine}, box, {"A", "B"})), "ballot.wrong-share@2");
    EXPECT_EQ(why(open_box(keys, {theirs, mine}, box, {"A", "B"})), "ballot.wrong-share@1");
}

TEST(Seals, WhatIsNotOfThisSessionStopsTheCount)
{
    Tellers const tellers, others;
    auto const keys = tellers.keys();
    auto const good = seal(keys, choices("+-"));
    auto const open = [&](Sealed const& other) {
        return why(open_box(keys, tellers.shares(), {good, other}, {"A", "B"}));
    };
    EXPECT_EQ(open(seal(others.keys(), choices("+-"))), "ballot.broken@2");
    EXPECT_EQ(open(seal({keys[1], keys[0]}, choices("+-"))), "ballot.broken@2");
    EXPECT_EQ(open(seal(keys, choices("+"))), "ballot.broken@2") << "another number of lines";
    auto bent = seal(keys, choices("+-"));
    bent[40] ^= 1;
    EXPECT_EQ(open(bent), "ballot.broken@2");
    EXPECT_EQ(open(good), "ballot.copied@2");
}

TEST(Seals, AreOfOneLengthAndNeverAlike)
{
    auto const keys = Tellers{}.keys();
    auto const yes = seal(keys, choices("+++"));
    EXPECT_EQ(yes.size(), seal(keys, choices("ooo")).size());
    EXPECT_EQ(yes.size(), sealed_size(3));
    EXPECT_NE(yes, seal(keys, choices("+++")));
}

TEST(Seals, SharesAreWrittenDownAndReadBack)
{
    auto const key = make_key();
    EXPECT_EQ(parse_share(to_text(key.share)), key.share);
    EXPECT_TRUE(belongs(key.share, key.public_key));
    EXPECT_FALSE(belongs(key.share, make_key().public_key));
    EXPECT_FALSE(parse_share("00ff"));
    EXPECT_FALSE(parse_share(to_text(key.share) + " 00"));
    EXPECT_FALSE(parse_share("not a share"));
}

// Ten voters, each the only one in favour of "their" line: after opening, where a line's one vote
// stands says nothing of who cast it. 500 rounds; each place gets 50 give or take 5 deviations.
TEST(Seals, OpeningShufflesEveryLineByItself)
{
    constexpr int kRounds = 500, kVoters = 10;
    Tellers const tellers;
    auto const keys = tellers.keys();
    std::vector<Sealed> box;
    for (int voter = 0; voter < kVoters; ++voter) box.push_back(seal(keys, choices(voter == 3 ? "++" : "oo")));
    std::vector<int> places(kVoters, 0);
    int together = 0;
    for (int round = 0; round < kRounds; ++round) {
        auto const opened = open_box(keys, tellers.shares(), box, {"A", "B"}).value();
        auto const place = [](Line const& line) { return std::find(line.choices.begin(), line.choices.end(), Choice::For) - line.choices.begin(); };
        ++places[static_cast<std::size_t>(place(opened[0]))];
        together += place(opened[0]) == place(opened[1]);
    }
    double const expected = double{kRounds} / kVoters;
    double const deviation = std::sqrt(kRounds * 0.1 * 0.9);
    for (auto const count : places) EXPECT_NEAR(count, expected, 5 * deviation);
    EXPECT_NEAR(together, expected, 5 * deviation);
}

std::string fault(std::string const& text)
{
    auto const read = read_ballot_box(json::parse(text));
    if (read) return {};
    auto const& problem = read.error().problems.front();
    return problem.key + "@" + problem.args.front().second;
}

TEST(Documents, GiveTheResultWithWhatWasNeeded)
{
    auto const box = read_ballot_box(json::parse(R"({"rules":{"roll":11,"method":"choose","at-most":1,"share":{"numerator":9,"denominator":10}},
        "lines":["A","B"],"ballots":[{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes"},{"A":"yes","B":"yes"}]})")).value();
    EXPECT_EQ(json::serialize(tally_document(box).value()),
              R"({"roll":11,"cast":11,"spoilt":1,"needed":10,"lines":[)"
              R"({"line":"A","needed":10,"for":10,"against":0,"neither":1,"not_cast":0,"place":1,"reached":true,"passed":true,"tied":false},)"
              R"({"line":"B","needed":10,"for":0,"against":0,"neither":11,"not_cast":0,"place":2,"reached":false,"passed":false,"tied":false}]})");
}

TEST(Documents, ABoxIsReadAsItWasWritten)
{
    BallotBox box;
    box.rules.roll = 5;
    box.rules.method = Method::Choose;
    box.rules.at_most = 2;
    box.rules.share = {2, 3, true};
    box.rules.seats = 1;
    box.lines = {{"A", choices("+o+")}, {"B", choices("o+o")}};
    auto const written = json::serialize(box_document(box));
    auto const read = read_ballot_box(json::parse(written)).value();
    EXPECT_EQ(json::serialize(box_document(read)), written);
    EXPECT_EQ(json::serialize(tally_document(read).value()), json::serialize(tally_document(box).value()));
    box.rules.method = Method::YesNo;
    box.lines = {{"A", choices("+-o")}};
    EXPECT_EQ(read_ballot_box(box_document(box)).value().lines[0].choices, box.lines[0].choices);
}

TEST(Documents, SayWhereTheyAreWrong)
{
    EXPECT_EQ(fault("{}"), "ballot.document.object@rules");
    EXPECT_EQ(fault(R"({"rules":{"roll":0}})"), "ballot.document.whole@rules.roll");
    EXPECT_EQ(fault(R"({"rules":{"roll":3},"lines":["A","A"]})"), "ballot.document.twice@lines[1]");
    EXPECT_EQ(fault(R"({"rules":{"roll":3},"lines":["A"],"ballots":[{"B":"yes"}]})"), "ballot.document.no-line@ballots[0].B");
    EXPECT_EQ(fault(R"({"rules":{"roll":3},"lines":["A"],"ballots":[{"A":1}]})"), "ballot.document.choice@ballots[0].A");
    EXPECT_EQ(fault(R"({"rules":{"roll":3},"lines":[{"code":"A","choices":["yes"]}],"ballots":[]})"), "ballot.document.both@ballots");
}

// Whatever is cast, sealing and opening keep every line's counts.
RC_GTEST_PROP(Seals, KeepTheCounts, ())
{
    Tellers const tellers;
    auto const voters = *rc::gen::inRange<std::size_t>(0, 12);
    std::vector<Sealed> box;
    std::array<int, 3> given{};
    for (std::size_t i = 0; i < voters; ++i) {
        auto const choice = *rc::gen::element(Choice::None, Choice::For, Choice::Against);
        ++given[static_cast<std::size_t>(choice)];
        box.push_back(seal(tellers.keys(), {choice}));
    }
    auto const opened = open_box(tellers.keys(), tellers.shares(), box, {"A"}).value();
    std::array<int, 3> found{};
    for (auto const choice : opened[0].choices) ++found[static_cast<std::size_t>(choice)];
    RC_ASSERT(found == given);
}

TEST(Tally, ALineMayHaveAShareOfItsOwn)
{
    std::vector<Choice> const eight{Choice::For, Choice::For, Choice::For, Choice::For,
                                    Choice::For, Choice::For, Choice::For, Choice::For};
    Rules rules;
    rules.roll = 10;
    rules.share = {4, 5, false};
    auto const result =
        tally(rules, {{"A", eight}, {"B", eight, Share{9, 10, false}}, {"C", eight, Share{4, 5, true}}})
            .value();
    EXPECT_TRUE(result.lines[0].passed);
    EXPECT_FALSE(result.lines[1].passed);
    EXPECT_FALSE(result.lines[2].passed);
    EXPECT_EQ(result.lines[0].needed, 8);
    EXPECT_EQ(result.lines[1].needed, 9);
    EXPECT_EQ(result.lines[2].needed, 9);
    EXPECT_FALSE(tally(rules, {{"A", eight, Share{3, 2, false}}}));
}

TEST(BallotBox, KeepsTheSharesOfItsLines)
{
    BallotBox box;
    box.rules.roll = 3;
    box.lines = {{"A", {Choice::For}}, {"B", {Choice::Against}, Share{9, 10, false}}};
    auto const read = read_ballot_box(box_document(box)).value();
    EXPECT_FALSE(read.lines[0].share);
    ASSERT_TRUE(read.lines[1].share);
    EXPECT_EQ(read.lines[1].share->numerator, 9);
    auto const wrong = read_ballot_box(boost::json::parse(
        R"({"rules":{"roll":3},"lines":[{"code":"A","share":{"numerator":1,"denominator":0}}]})"));
    ASSERT_FALSE(wrong);
    EXPECT_EQ(wrong.error().problems.front().args.front().second, "lines[0].share.denominator");
}

}  // namespace
}  // namespace thidua::ballot
