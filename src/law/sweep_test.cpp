#include "law/sweep.h"

#include "law/testing/random_history.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <iostream>
#include <stdexcept>

namespace thidua::law {
namespace {

using testing::Dice;
using testing::seed;

int histories_per_regime() { return testing::runs_long() ? 1'000'000 : 20'000; }

constexpr int kNewestYear = 2032;

// Histories of one kind around one year, once as they are and once in columns.
struct Crowd {
    std::vector<Facts> facts;
    Columns columns;

    // A third of them were given one of the awards about the day.
    Crowd(Dice& dice,
          Subject subject,
          int year,
          int size,
          std::vector<std::string> const& awards = {},
          Date received = {})
        : columns(subject, kNewestYear)
    {
        for (int i = 0; i < size; ++i) {
            facts.push_back(testing::random_facts(dice, subject, year));
            if (!awards.empty() && dice.chance(33))
                testing::add_decisions_around(dice, facts.back(), awards, received);
            columns.add(facts.back());
        }
        columns.seal();
    }
    FactsOf facts_of() const
    {
        return [this](std::size_t subject) { return facts[subject]; };
    }
};

Finding const* find(Finding const& finding, Node const* node)
{
    if (finding.node == node) return &finding;
    for (auto const& part : finding.parts) {
        if (auto const* found = find(part, node)) return found;
    }
    return nullptr;
}

// Why the sweep says otherwise than the explanation; empty where it does not.
std::string difference(Swept const& swept, std::size_t subject, Verdict const& verdict)
{
    if (swept.answer(subject) != verdict.answer)
        return "swept " + std::string(code_of(swept.answer(subject)));
    for (auto const& requirement : swept.requirements) {
        auto const* finding = verdict.finding ? find(*verdict.finding, requirement.node) : nullptr;
        if (finding == nullptr) continue;
        bool const failed = finding->value == Truth::NotMet, open = finding->value == Truth::Open;
        if (requirement.failed.has(subject) != failed || requirement.open.has(subject) != open)
            return "requirement of line " + std::to_string(requirement.node->line);
    }
    return "";
}

struct Tally {
    std::map<Answer, int> answers;
    int explained = 0, all = 0;
    int of_the_form = 0;  // The asked award decided both by the day of receipt and after it.
};

bool decided_on_both_sides(Facts const& facts, Question const& question)
{
    auto const decided = [&](bool known) {
        return std::ranges::any_of(facts.history.awards, [&](AwardFact const& each) {
            return each.award == question.award && (each.decided <= question.received) == known;
        });
    };
    return decided(true) && decided(false);
}

bool asks_nothing(Standard const* standard)
{
    return standard != nullptr && std::holds_alternative<Open>(standard->root.what);
}

// Awards of the kind of subject, those that are always for a person to decide one time in ten.
std::vector<std::string> some_awards(LawBook const& book,
                                     Regime const& regime,
                                     Subject subject,
                                     Dice& dice)
{
    std::vector<std::string> awards;
    while (awards.size() < 6) {
        auto const& code = dice.of(book.award_order);
        if (dice.chance(90) && asks_nothing(book.standard(code, subject, regime.id))) continue;
        awards.push_back(code);
    }
    return awards;
}

Answer answer_alone(LawBook const& book, Facts const& facts, Question const& question)
{
    auto const* regime = book.regime_on(question.received);
    return regime == nullptr ? Answer::NeedsDecision : answer_under(book, *regime, facts, question);
}

// Every history is asked about one of the awards swept.
void compare(LawBook const& book,
             Crowd const& crowd,
             std::vector<std::string> const& awards,
             Question question,
             Dice& dice,
             Tally& tally)
{
    std::vector<Swept> swept;
    for (auto const& award : awards) {
        question.award = award;
        swept.push_back(sweep(book, crowd.columns, question, crowd.facts_of()));
        auto const eligible = sweep_eligible(book, crowd.columns, question, crowd.facts_of());
        for (std::size_t i = 0; i < crowd.facts.size(); ++i) {
            ASSERT_EQ(eligible.has(i), swept.back().eligible.has(i))
                << "THIDUA_SEED=" << seed() << '\n'
                << testing::to_yaml(crowd.facts[i], question, "");
        }
    }
    for (std::size_t i = 0; i < crowd.facts.size(); ++i) {
        auto const& one = dice.of(swept);
        question.award = one.question.award;
        tally.of_the_form += decided_on_both_sides(crowd.facts[i], question) ? 1 : 0;
        auto const verdict = evaluate(book, crowd.facts[i], question);
        ASSERT_EQ(difference(one, i, verdict), "")
            << "THIDUA_SEED=" << seed() << '\n'
            << testing::to_yaml(crowd.facts[i], question, std::string(code_of(verdict.answer)));
        ASSERT_EQ(answer_alone(book, crowd.facts[i], question), verdict.answer)
            << "THIDUA_SEED=" << seed() << '\n'
            << testing::to_yaml(crowd.facts[i], question, std::string(code_of(verdict.answer)));
        ++tally.answers[verdict.answer];
        tally.explained += one.explained.has(i) ? 1 : 0;
        ++tally.all;
    }
}

// As if papers had closed some of the open points, either way.
void close_points(Node& node, Dice& dice)
{
    if (!node.point.empty() && dice.chance(50))
        node.settled = std::make_shared<Settlement const>(Settlement{dice.chance(50), "paper"});
    std::visit(
        [&](auto& what) {
            if constexpr (requires { what.parts; }) {
                for (auto& part : what.parts) close_points(part, dice);
            }
        },
        node.what);
}

LawBook ruled(LawBook book, Dice& dice)
{
    for (auto& standard : book.standards) close_points(standard.root, dice);
    return book;
}

class EveryRegime : public ::testing::TestWithParam<std::string> {};

TEST_P(EveryRegime, SweepsAsItExplains)
{
    auto const& book = built_in();
    auto const& regime = *book.regime(GetParam());
    Dice dice(seed() + static_cast<std::uint64_t>(&regime - book.regimes.data()));
    Tally tally;
    int const size = 2600;  // More than a block, and no whole number of them.
    while (tally.all < histories_per_regime() && !HasFatalFailure()) {
        auto const question = testing::random_question(dice, regime);
        auto const subject = dice.chance(70) ? Subject::Person : Subject::Unit;
        auto const awards = some_awards(book, regime, subject, dice);
        Crowd const crowd(dice, subject, question.year, size, awards, question.received);
        compare(dice.chance(70) ? book : ruled(book, dice), crowd, awards, question, dice, tally);
    }
    std::cout << regime.id << ": " << tally.all << " histories, " << tally.explained
              << " explained";
    for (auto const& [answer, count] : tally.answers)
        std::cout << ", " << code_of(answer) << ' ' << count;
    std::cout << "; THIDUA_SEED=" << seed() << '\n';
    EXPECT_LT(tally.explained * 4, tally.all);
    EXPECT_GT(tally.of_the_form, tally.all / 200);
    if (!regime.unread.empty()) return;
    for (auto const answer :
         {Answer::Eligible, Answer::NotEligible, Answer::NeedsDecision, Answer::Deferred})
        EXPECT_GT(tally.answers[answer], tally.all / 100) << code_of(answer);
}

INSTANTIATE_TEST_SUITE_P(Sweep,
                         EveryRegime,
                         ::testing::Values("none", "R0a", "R0b", "R0c", "R0d", "R1", "R2", "R3"),
                         [](auto const& each) { return each.param; });

Facts fighter(std::vector<int> const& years, int initiative)
{
    Facts facts;
    for (int const year : years)
        facts.history.awards.push_back(
            {"cstd-co-so", year, year, *make_date(year, 12, 20), Mode::Merit, ""});
    facts.history.initiatives.push_back({initiative, Level::Ministry, "de-tai", ""});
    return facts;
}

Facts nobody(std::size_t) { throw std::logic_error("nobody has to be explained"); }

TEST(Sweep, TellsWhoQualifiesAndWhoMissesOneRequirement)
{
    Columns columns(Subject::Person, 2030);
    columns.add(fighter({2023, 2024, 2025}, 2024));
    columns.add(fighter({2024, 2025}, 2024));
    columns.add(fighter({2024, 2025}, 2010));
    columns.add(fighter({2025}, 2030));
    columns.seal();
    auto const swept =
        sweep(built_in(), columns, {"cstd-bo", 2025, *make_date(2026, 2, 10)}, nobody);
    EXPECT_EQ(swept.answer(0), Answer::Eligible);
    EXPECT_EQ(swept.failed(1), 1);
    EXPECT_EQ(swept.failed(2), 1);  // The old initiative is open.
    EXPECT_EQ(swept.failed(3), 2);
    EXPECT_EQ(swept.one_short().list(), (std::vector<std::size_t>{1, 2}));
    EXPECT_EQ(swept.count(Answer::NotEligible), 3U);
}

// The same columns serve a question of any day: what was decided later is not known yet.
TEST(Sweep, CountsOnlyWhatWasDecidedByTheDayOfReceipt)
{
    Columns columns(Subject::Person, 2030);
    auto facts = fighter({2023, 2024}, 2024);
    facts.history.awards.push_back(
        {"cstd-co-so", 2025, 2025, *make_date(2026, 1, 15), Mode::Merit, ""});
    columns.add(facts);
    columns.seal();
    auto const on = [&](int month, int day) {
        return sweep(built_in(), columns, {"cstd-bo", 2025, *make_date(2026, month, day)}, nobody)
            .answer(0);
    };
    EXPECT_EQ(on(1, 14), Answer::NotEligible);
    EXPECT_EQ(on(1, 15), Answer::Eligible);
}

TEST(Sweep, LeavesFactsOutsideItsYearsToTheExplanation)
{
    Columns columns(Subject::Person, 2030);
    std::vector<Facts> all = {fighter({2023, 2024, 2025}, 2024), fighter({2023, 2024, 2025}, 0)};
    all[0].history.ratings[1900] = Rating::Good;
    all[1].history.ratings[9999] = Rating::Good;
    for (auto const& facts : all) columns.add(facts);
    columns.seal();
    auto const facts_of = [&](std::size_t i) { return all[i]; };
    auto const swept =
        sweep(built_in(), columns, {"cstd-bo", 2025, *make_date(2026, 2, 10)}, facts_of);
    EXPECT_EQ(swept.explained.list(), (std::vector<std::size_t>{0, 1}));
    EXPECT_EQ(swept.answer(0), Answer::Eligible);
    EXPECT_EQ(swept.answer(1), Answer::NeedsDecision);
}

// In the old regimes years run from the decision: which of two it is the words do not tell.
TEST(Sweep, LeavesAnAwardDecidedTwiceToTheExplanation)
{
    Columns columns(Subject::Person, 2030);
    Facts facts;
    for (auto const decided : {*make_date(2016, 12, 20), *make_date(2017, 5, 4)})
        facts.history.awards.push_back({"bk-ttg", 2016, 2016, decided, Mode::Merit, ""});
    columns.add(facts);
    columns.add(fighter({2016}, 2016));
    columns.seal();
    auto const swept = sweep(
        built_in(), columns, {"hc-lao-dong-3", 2022, *make_date(2023, 2, 10)}, [&](std::size_t) {
            return facts;
        });
    EXPECT_EQ(swept.explained.list(), (std::vector<std::size_t>{0}));
}

// The form asked for was decided for one before, for the other after the day of receipt.
TEST(Sweep, KnowsALastAwardOfTheSameFormOnlyOnceItIsDecided)
{
    Columns columns(Subject::Person, 2030);
    std::vector<Facts> all(2, fighter({2024, 2025}, 2024));
    for (std::size_t i = 0; i < 2; ++i) {
        auto const decided = *make_date(2026, i == 0 ? 1 : 3, 5);
        all[i].history.awards.push_back({"bk-bo", 2025, 2025, decided, Mode::Merit, ""});
        columns.add(all[i]);
    }
    columns.seal();
    auto const swept =
        sweep(built_in(), columns, {"bk-bo", 2025, *make_date(2026, 2, 10)}, [&](std::size_t i) {
            return all[i];
        });
    EXPECT_EQ(swept.answer(0), Answer::NotEligible);
    EXPECT_EQ(swept.answer(1), Answer::Eligible);
}

TEST(Sweep, AsksTheExplanationOnlyForSubjectsItCannotTell)
{
    Columns columns(Subject::Person, 2030);
    for (int i = 0; i < 3000; ++i) columns.add(fighter({2023, 2024, 2025}, 2024));
    columns.seal();
    auto const swept =
        sweep(built_in(), columns, {"cstd-bo", 2025, *make_date(2026, 2, 10)}, nobody);
    EXPECT_EQ(swept.count(Answer::Eligible), 3000U);
    EXPECT_EQ(swept.explained.count(), 0U);
}

TEST(Sweep, TheCatalogueIsTheSameOnOneThreadAndTwo)
{
    Dice dice(seed());
    Crowd const crowd(dice, Subject::Person, 2025, 5000);
    auto const received = *make_date(2026, 2, 10);
    auto const one = sweep_all(built_in(), crowd.columns, 2025, received, crowd.facts_of(), 1);
    auto const two = sweep_all(built_in(), crowd.columns, 2025, received, crowd.facts_of(), 2);
    ASSERT_EQ(one.size(), two.size());
    for (std::size_t i = 0; i < one.size(); ++i) {
        auto const alone = sweep(built_in(), crowd.columns, one[i].question, crowd.facts_of());
        for (std::size_t subject = 0; subject < crowd.facts.size(); ++subject) {
            ASSERT_EQ(one[i].answer(subject), two[i].answer(subject)) << one[i].question.award;
            ASSERT_EQ(one[i].answer(subject), alone.answer(subject)) << one[i].question.award;
        }
    }
}

// A part of a history: what columns take from others, initiatives or not, or the rest.
Facts part_of(Facts facts, bool taken, bool initiatives)
{
    auto& history = facts.history;
    if (taken != initiatives) history.initiatives.clear();
    if (taken) {
        history.awards.clear();
        history.disciplines.clear();
        history.absences.clear();
        history.block.reset();
        history.party_clean.reset();
        history.members.reset();
    } else {
        history.ratings.clear();
        history.transfers.clear();
        history.posts.clear();
    }
    return facts;
}

}  // namespace

TEST(Columns, FilledApartAnswerAsFilledTogether)
{
    Dice dice(seed());
    Crowd const together(dice, Subject::Person, 2025, 5000);
    auto const received = *make_date(2026, 2, 10);
    auto const one = sweep_all(built_in(), together.columns, 2025, received, together.facts_of());
    for (bool const initiatives : {true, false}) {
        Columns rest(Subject::Person, kNewestYear), others(Subject::Person, kNewestYear);
        others.code("a word that only these know");
        for (auto const& facts : together.facts) {
            rest.add(part_of(facts, false, initiatives));
            others.add(part_of(facts, true, initiatives));
        }
        rest.seal();
        others.seal();
        rest.take(std::move(others));
        auto const apart = sweep_all(built_in(), rest, 2025, received, together.facts_of());
        ASSERT_EQ(one.size(), apart.size());
        std::size_t eligible = 0;
        for (std::size_t i = 0; i < one.size(); ++i) {
            auto const& award = one[i].question.award;
            eligible += one[i].eligible.count();
            EXPECT_EQ(apart[i].eligible.list(), one[i].eligible.list()) << award;
            EXPECT_EQ(apart[i].needs_decision.list(), one[i].needs_decision.list()) << award;
            EXPECT_EQ(apart[i].explained.list(), one[i].explained.list()) << award;
        }
        EXPECT_GT(eligible, 0U);
    }
}

}  // namespace thidua::law
