#include "law/differences.h"

#include "law/ruling.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>

namespace thidua::law {
namespace {

using testing::book;
using testing::pack_files;

// The packs with the share of advanced members that a title of units asks turned to 80 %.
LawBook stricter()
{
    auto files = pack_files();
    for (auto& file : files) {
        if (file.name != "law/act-06-2022/units.yaml") continue;
        std::string const old = "share-at-least: 70";
        file.bytes.replace(file.bytes.find(old), old.size(), "share-at-least: 80");
    }
    return read_book(files).value();
}

Facts unit_with(int advanced)
{
    Facts facts;
    facts.subject = Subject::Unit;
    facts.history.ratings[2025] = Rating::Excellent;
    facts.history.members = MemberCounts{10, 10, advanced, 1, 0};
    return facts;
}

TEST(Differences, NameWhoseAnswerChangesWithBothReadings)
{
    std::vector<Facts> const facts = {unit_with(7), unit_with(8), unit_with(6), Facts{}};
    std::vector<Question> const questions = {{"dvqt", 2025, *make_date(2025, 12, 31)},
                                             {"co-ban", 2025, *make_date(2025, 12, 31)}};
    auto const found = differences(book(), stricter(), facts, questions);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().subject, 0u);
    EXPECT_EQ(found.front().question.award, "dvqt");
    EXPECT_EQ(found.front().before.answer, Answer::Eligible);
    EXPECT_TRUE(found.front().before.clauses.empty());
    EXPECT_EQ(found.front().after.answer, Answer::NotEligible);
    EXPECT_EQ(found.front().after.clauses,
              (std::vector<std::string>{"Luật 06/2022/QH15, Điều 27, khoản 1, điểm c"}));
    EXPECT_TRUE(differences(book(), book(), facts, questions).empty());
}

TEST(Differences, TellWhatARulingWouldDecide)
{
    auto facts = unit_with(8);
    facts.history.members->disciplined = 1;
    Ruling ruling;
    ruling.point = "members-disciplined";
    ruling.from = *make_date(2025, 1, 1);
    ruling.to = *make_date(2026, 1, 1);
    Question const question{"dvqt", 2025, *make_date(2025, 12, 31)};
    auto const settled = settle(book(), {ruling}, {}, question.received);
    auto const found = differences(book(), settled, {&facts, 1}, {&question, 1});
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found.front().before.answer, Answer::NeedsDecision);
    EXPECT_EQ(found.front().before.clauses.size(), 1u);
    EXPECT_EQ(found.front().after.answer, Answer::NotEligible);
}

}  // namespace
}  // namespace thidua::law
