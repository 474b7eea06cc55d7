#include "base/testing/source_tree.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace thidua::law {
namespace {

using testing::book;
using testing::case_files;
using testing::pack_files;
using testing::words;

// The packs with one text of one file replaced: for faults.
std::string fault(std::string const& name, std::string const& old, std::string const& replacement)
{
    auto files = pack_files();
    for (auto& file : files) {
        if (file.name != name) continue;
        auto const position = file.bytes.find(old);
        EXPECT_NE(position, std::string::npos) << old;
        file.bytes.replace(position, old.size(), replacement);
    }
    auto const read = read_book(files);
    return read ? "" : words(read.error());
}

TEST(LawCases, EveryCaseGivesTheAnswerItExpects)
{
    int count = 0;
    for (auto const& file : case_files()) {
        for (auto const& outcome : run_cases(book(), file.cases)) {
            EXPECT_TRUE(outcome.passed())
                << file.name << ": " << outcome.name << ": expected " << outcome.expected
                << ", got " << code_of(outcome.verdict.answer);
            ++count;
        }
    }
    EXPECT_GE(count, 3900);
}

TEST(LawCases, TheOpenPointsThatACaseNamesAreTold)
{
    int count = 0;
    for (auto const& file : case_files()) {
        for (auto const& each : file.cases) {
            auto const verdict = evaluate(book(), each.facts, each.question);
            EXPECT_TRUE(names_open_points(each, verdict)) << file.name << ": " << each.name;
            count += each.open.empty() ? 0 : 1;
        }
    }
    EXPECT_GE(count, 80);
}

TEST(LawPacks, FaultsAreNamedWithFileAndLine)
{
    auto const unknown =
        fault("law/act-06-2022/titles.yaml", "award: cstd-bo\n", "award: cstd-xa\n");
    EXPECT_NE(unknown.find("law/act-06-2022/titles.yaml"), std::string::npos) << unknown;
    EXPECT_NE(unknown.find("unknown award 'cstd-xa'"), std::string::npos) << unknown;
    auto const gap = fault("law/regimes/regimes.yaml", "from: 2024-01-01", "from: 2024-01-02");
    EXPECT_NE(gap.find("leaves a gap after regime R0d"), std::string::npos) << gap;
    auto const overlap = fault("law/regimes/regimes.yaml", "from: 2024-01-01", "from: 2023-12-31");
    EXPECT_NE(overlap.find("overlaps regime R0d"), std::string::npos) << overlap;
    auto const clause = fault(
        "law/act-06-2022/medals.yaml", "          clause: \"Luật 06/2022/QH15, Điều 55\"\n", "");
    EXPECT_NE(clause.find("has no clause"), std::string::npos) << clause;
    auto const missing = fault("law/act-06-2022/medals.yaml", "regimes: [R1, R2]", "regimes: [R1]");
    EXPECT_NE(missing.find("no standard for hch-qkqt of persons in R2"), std::string::npos)
        << missing;
    auto const twice = fault("law/act-06-2022/medals.yaml", "award: hch-csvv-3", "award: hch-qkqt");
    EXPECT_NE(twice.find("stands already at"), std::string::npos) << twice;
}

TEST(LawPacks, CodesAreThoseOfTheVocabulary)
{
    auto const category = fault(
        "law/act-06-2022/titles.yaml", "in: [contract, civil, worker]", "in: [contract, civi]");
    EXPECT_NE(category.find("unknown category 'civi'"), std::string::npos) << category;
    auto const kind = fault("law/act-06-2022/persons.yaml", "kind: de-tai", "kind: de-an");
    EXPECT_NE(kind.find("unknown initiative-kind 'de-an'"), std::string::npos) << kind;
    auto const measure = fault("law/act-15-2003/medals.yaml", "kinds: [khai-tru,", "kinds: [khai,");
    EXPECT_NE(measure.find("unknown discipline 'khai'"), std::string::npos) << measure;
}

TEST(LawPacks, AreReadFromAFolderToo)
{
    auto const folder = ::thidua::testing::in_source_tree("law");
    auto const read = read_book_dir(folder);
    ASSERT_TRUE(read) << words(read.error());
    EXPECT_EQ(read->standards.size(), book().standards.size());
    auto const none = read_book_dir(folder + "/cases");
    ASSERT_FALSE(none);
    EXPECT_EQ(words(none.error()), folder + "/cases/awards.csv:0:the file is missing:");
    EXPECT_FALSE(read_book_dir(folder + "/nowhere"));
}

// From before the first regime to after the last: each day has one regime, each award one standard.
TEST(LawPacks, ExactlyOneVersionAppliesOnEveryDay)
{
    for (auto day = *make_date(2014, 1, 1); day <= *make_date(2027, 12, 31);
         day = day.plus_days(1)) {
        auto const holds = [day](Regime const& regime) {
            return regime.from <= day && day <= regime.to;
        };
        ASSERT_EQ(std::count_if(book().regimes.begin(), book().regimes.end(), holds), 1)
            << to_iso(day);
        auto const* regime = book().regime_on(day);
        for (auto const& [code, award] : book().awards) {
            auto const stands = [&](Standard const& each) {
                return each.award == code && each.regime == regime->id;
            };
            auto const expected =
                regime->unread.empty() ? int{award.for_persons} + int{award.for_units} : 0;
            if (day != regime->from && day != regime->to) continue;
            EXPECT_EQ(std::count_if(book().standards.begin(), book().standards.end(), stands),
                      expected)
                << code << ' ' << to_iso(day);
        }
    }
}

Facts with_titles(std::vector<int> const& years)
{
    Facts facts;
    for (int const year : years) {
        facts.history.awards.push_back(
            {"cstd-co-so", year, year, *make_date(year, 12, 20), Mode::Merit, ""});
    }
    return facts;
}

TEST(Outlook, TheNextTitleNeedsAsManyYearsAsTheChainIsShort)
{
    Question const question{"cstd-bo", 2018, *make_date(2018, 12, 31)};
    EXPECT_EQ(look_ahead(book(), with_titles({2017, 2018}), question).earliest_year, 2019);
    EXPECT_EQ(look_ahead(book(), with_titles({2016, 2018}), question).earliest_year, 2020);
    EXPECT_EQ(look_ahead(book(), with_titles({}), question).earliest_year, 2021);
}

TEST(Outlook, AnUnreadTextGivesAProjectionButNoYear)
{
    auto const outlook =
        look_ahead(book(), with_titles({2024, 2025}), {"cstd-bo", 2025, *make_date(2025, 12, 31)});
    EXPECT_EQ(outlook.earliest_year, std::nullopt);
    EXPECT_EQ(outlook.regime, "R2");
    EXPECT_EQ(outlook.answer, Answer::NotEligible);
    EXPECT_EQ(outlook.projected_year, 2026);
}

TEST(Verdict, NamesThePrincipleThatTookTheYearsAway)
{
    auto facts = with_titles({2023, 2024, 2025});
    facts.history.initiatives.push_back({2025, Level::Ministry, "sang-kien", ""});
    facts.history.disciplines.push_back(
        {"khien-trach", *make_date(2022, 5, 1), make_date(2023, 5, 1)});
    auto const verdict = evaluate(book(), facts, {"cstd-bo", 2025, *make_date(2026, 2, 10)});
    EXPECT_EQ(verdict.answer, Answer::NotEligible);
    EXPECT_EQ(verdict.failed,
              (std::vector<std::string>{"Luật 06/2022/QH15, Điều 22, khoản 1, điểm a",
                                        "Nghị định 152/2025/NĐ-CP, Điều 4, khoản 4"}));
}

TEST(CaseReader, TakesThePeriodWhereBothPeriodAndYearAreWritten)
{
    auto const cases = read_cases(
        "- {name: a, award: bk-ttg, subject: person, year: 2025, expect: eligible, history: "
        "{awards: "
        "[{award: bk-bo, year: 2024, from: 2019, to: 2023, decided: 2024-05-01}, {award: bk-bo, "
        "year: 2020, decided: 2020-12-20}, {award: bk-bo, to: 2021, decided: 2021-12-20}]}}",
        "x.yaml");
    ASSERT_TRUE(cases) << words(cases.error());
    auto const& awards = cases->front().facts.history.awards;
    EXPECT_EQ(std::pair(awards[0].from, awards[0].to), std::pair(2019, 2023));
    EXPECT_EQ(std::pair(awards[1].from, awards[1].to), std::pair(2020, 2020));
    EXPECT_EQ(std::pair(awards[2].from, awards[2].to), std::pair(2021, 2021));
}

TEST(CaseReader, TakesAPartWithoutContentAsLeftOut)
{
    auto const cases = read_cases(
        "- name: a\n  award: ldtt\n  subject: person\n  year: 2025\n  expect: not-eligible\n"
        "  history:\n    ratings:\n    awards:\n    pending:\n    members:\n    block:\n"
        "- name: b\n  award: ldtt\n  subject: person\n  year: 2025\n  expect: not-eligible\n"
        "  history:\n",
        "x.yaml");
    ASSERT_TRUE(cases) << words(cases.error());
    EXPECT_TRUE(cases->front().facts.history.pending.empty());
    EXPECT_FALSE(cases->front().facts.history.members);
    EXPECT_EQ(cases->size(), 2U);
}

TEST(CaseReader, ReadsTheKeyOnAndRefusesWhatItDoesNotKnow)
{
    auto const cases = read_cases(
        "- {name: a, award: ldtt, subject: person, year: 2025, history: {transfers: [{on: "
        "2025-09-01}]}, expect: eligible}",
        "x.yaml");
    ASSERT_TRUE(cases) << words(cases.error());
    EXPECT_EQ(cases->front().facts.history.transfers.front().on, *make_date(2025, 9, 1));
    auto const wrong = read_cases(
        "- name: a\n  award: ldtt\n  subject: person\n  year: 2025\n  histroy: {}\n  expect: "
        "eligible\n",
        "x.yaml");
    ASSERT_FALSE(wrong);
    EXPECT_EQ(words(wrong.error()), "x.yaml:5:unknown field 'histroy':");
}

}  // namespace
}  // namespace thidua::law
