// The sweeping evaluator gives every legal case the answer it expects.
#include "law/sweep.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>

#include <map>
#include <tuple>

namespace thidua::law {
namespace {

using Asked = std::tuple<Subject, std::string, int, Date>;

TEST(LawCases, TheSweepGivesEveryCaseTheAnswerItExpects)
{
    std::map<Asked, std::vector<Case const*>> questions;
    for (auto const& file : testing::case_files()) {
        for (auto const& each : file.cases) {
            auto const& asked = each.question;
            questions[{each.facts.subject, asked.award, asked.year, asked.received}].push_back(
                &each);
        }
    }
    for (auto const& [asked, cases] : questions) {
        auto const& [subject, award, year, received] = asked;
        Columns columns(subject, year);
        for (auto const* each : cases) columns.add(each->facts);
        columns.seal();
        auto const& all = cases;
        auto const swept =
            sweep(testing::book(), columns, {award, year, received}, [&all](std::size_t which) {
                return all[which]->facts;
            });
        for (std::size_t i = 0; i < cases.size(); ++i)
            EXPECT_EQ(code_of(swept.answer(i)), cases[i]->expect) << cases[i]->name;
    }
}

}  // namespace
}  // namespace thidua::law
