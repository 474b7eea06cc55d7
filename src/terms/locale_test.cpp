#include "terms/locale.h"

#include "base/assets.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <unistd.h>

namespace thidua::terms {
namespace {

// A small source tree of its own, so that no real sentence has to stay as it is. assets::each knows
// only embedded names, so the sentences stand in an area that exists: web.
class Locale : public ::testing::Test {
protected:
    static void SetUpTestSuite()
    {
        directory() = std::filesystem::temp_directory_path() /
                      ("thidua-locale-" + std::to_string(::getpid()));
        write("vi", R"({"plain": "Quyết định số {number} năm {year}", "only-vi": "Chỉ tiếng Việt",
                        "literal": "Chào", "deep": {"er": "Sâu"},
                        "count": "{n, plural, =0 {Chưa có ai} other {{n, number} người, năm {year}}}",
                        "day": "Ngày {day, date}", "apostrophe": "It''s {n, number}"})");
        write(
            "en",
            R"({"plain": "Decision {number} of {year}", "literal": "Hello", "deep": {"er": "Deep"},
                        "count": "{n, plural, =0 {Nobody} one {One person} other {{n, number} people}}",
                        "day": "On {day, date}", "apostrophe": "It''s {n, number}"})");
        assets::read_from(directory().string());
        reload();
    }
    static void TearDownTestSuite()
    {
        assets::read_from("");
        reload();
        std::filesystem::remove_all(directory());
    }

private:
    static std::filesystem::path& directory()
    {
        static std::filesystem::path path;
        return path;
    }
    static void write(std::string const& language, std::string_view text)
    {
        auto const folder = directory() / "locale" / language;
        std::filesystem::create_directories(folder);
        std::ofstream{folder / "web.json"} << text;
    }
};

TEST_F(Locale, AnswersTheSentenceOfTheLanguage)
{
    EXPECT_EQ(text("vi", "web.literal"), "Chào");
    EXPECT_EQ(text("en", "web.literal"), "Hello");
    EXPECT_EQ(text("en", "web.deep.er"), "Deep");
}

TEST_F(Locale, FallsBackToVietnameseThenToTheKey)
{
    EXPECT_EQ(text("en", "web.only-vi"), "Chỉ tiếng Việt");
    EXPECT_EQ(text("en", "web.nowhere"), "⟦web.nowhere⟧");
    EXPECT_EQ(text("fr", "web.literal"), "Chào");
}

TEST_F(Locale, PlainArgumentsPrintAsGiven)
{
    EXPECT_EQ(text("vi", "web.plain", {{"number", "512/QĐ"}, {"year", "2018"}}),
              "Quyết định số 512/QĐ năm 2018");
}

TEST_F(Locale, AnArgumentNotGivenStaysInItsBraces)
{
    EXPECT_EQ(text("vi", "web.plain", {{"number", "5"}}), "Quyết định số 5 năm {year}");
}

TEST_F(Locale, ValuesAreNotReadAsPatterns)
{
    EXPECT_EQ(text("vi", "web.plain", {{"number", "{year}"}, {"year", "1"}}),
              "Quyết định số {year} năm 1");
}

TEST_F(Locale, CountsFollowTheLanguage)
{
    EXPECT_EQ(text("vi", "web.count", {{"n", "0"}, {"year", "2018"}}), "Chưa có ai");
    EXPECT_EQ(text("vi", "web.count", {{"n", "1204"}, {"year", "2018"}}), "1.204 người, năm 2018");
    EXPECT_EQ(text("en", "web.count", {{"n", "1"}}), "One person");
    EXPECT_EQ(text("en", "web.count", {{"n", "1204"}}), "1,204 people");
}

TEST_F(Locale, DaysAreWrittenAsOnPapers)
{
    EXPECT_EQ(text("vi", "web.day", {{"day", "2018-12-05"}}), "Ngày 05/12/2018");
    EXPECT_EQ(text("en", "web.day", {{"day", "2018-12-05T01:02:03Z"}}), "On 05/12/2018");
    EXPECT_EQ(text("en", "web.day", {{"day", "unknown"}}), "On unknown");
}

TEST_F(Locale, QuotesAreMessageFormatQuotes)
{
    EXPECT_EQ(text("en", "web.apostrophe", {{"n", "2"}}), "It's 2");
}

TEST(LocaleFiles, BothLanguagesHaveTheSameKeys)
{
    ASSERT_EQ(languages(), (std::vector<std::string>{"vi", "en"}));
    // Names of coded values: the Vietnamese ones stand in law/vocabulary.csv.
    auto const keys_of = [](std::string_view language) {
        auto all = keys(language);
        std::erase_if(all, [](auto const& key) { return key.starts_with("terms."); });
        return all;
    };
    auto const vi = keys_of("vi");
    auto const en = keys_of("en");
    std::vector<std::string> differing;
    std::set_symmetric_difference(
        vi.begin(), vi.end(), en.begin(), en.end(), std::back_inserter(differing));
    EXPECT_EQ(differing, std::vector<std::string>{});
}

TEST(LocaleFiles, EverySentenceCanBeFilled)
{
    for (auto const& language : languages()) {
        for (auto const& key : keys(language)) {
            auto const value = [](std::string_view) { return std::optional<std::string>{"7"}; };
            std::string filled;
            EXPECT_NO_THROW(filled = text_with(language, key, value)) << language << ' ' << key;
            EXPECT_FALSE(filled.empty()) << language << ' ' << key;
            EXPECT_EQ(filled.find_first_of("{}"), std::string::npos)
                << language << ' ' << key << ": " << filled;
        }
    }
}

}  // namespace
}  // namespace thidua::terms
