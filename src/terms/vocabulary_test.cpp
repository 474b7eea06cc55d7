#include "terms/vocabulary.h"

#include "terms/locale.h"

#include <gtest/gtest.h>

namespace thidua::terms {
namespace {

TEST(Vocabulary, FindsACodeByCodeNameAndAlias)
{
    EXPECT_EQ(code_of("category", "officer"), "officer");
    EXPECT_EQ(code_of("category", "SĨ QUAN"), "officer");
    EXPECT_EQ(code_of("category", "  qncn "), "professional");
    EXPECT_EQ(code_of("category", "Hạ sĩ quan, binh sĩ"), "soldier");
}

TEST(Vocabulary, GuessesNothing)
{
    EXPECT_EQ(code_of("category", "si quan"), std::nullopt);
    EXPECT_EQ(code_of("category", ""), std::nullopt);
    EXPECT_EQ(code_of("rating", "officer"), std::nullopt);
}

TEST(Vocabulary, NamesInBothLanguages)
{
    EXPECT_EQ(name_of("marking", "toi-mat"), "Tối mật");
    EXPECT_EQ(name_of("category", "officer", "en"), "Officer");
    EXPECT_EQ(name_of("category", "nobody"), "nobody");
}

TEST(Vocabulary, KeepsTheOrderOfTheFile)
{
    auto const markings = terms_of("marking");
    ASSERT_EQ(markings.size(), 4u);
    EXPECT_EQ(markings.front().code, "thuong");
    EXPECT_EQ(markings.back().code, "tuyet-mat");
}

TEST(Vocabulary, EveryTermHasAnEnglishName)
{
    ASSERT_FALSE(terms().empty());
    for (auto const& term : terms()) {
        EXPECT_TRUE(has_text("en", "terms." + term.kind + '.' + term.code))
            << term.kind << ' ' << term.code;
    }
}

}  // namespace
}  // namespace thidua::terms
