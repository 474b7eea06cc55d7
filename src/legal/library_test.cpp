#include "legal/library.h"

#include "http/testing/pages.h"
#include "legal/book.h"
#include "legal/pages.h"
#include "storage/testing/fixture.h"

#include <gtest/gtest.h>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using http::testing::actor_with;
using law::Subject;

std::vector<std::string> awards_found(std::string_view text, bool open = false)
{
    std::vector<std::string> found;
    for (auto const& kind : library_document(law::built_in(), {std::string(text), "", open})) {
        for (auto const& award : kind.at("awards").as_array()) {
            found.push_back(std::string(award.at("award").as_string()) + "/" +
                            std::string(award.at("subject").as_string()));
        }
    }
    return found;
}

int count_changes(json::array const& rows, std::string_view change)
{
    int count = 0;
    for (auto const& row : rows) count += row.at("change").as_string() == change ? 1 : 0;
    return count;
}

class LibraryPageTest : public storage::testing::MigratedTest {
protected:
    http::testing::Reply get(std::string_view target, access::Actor const& actor)
    {
        return http::testing::Pages{db(), clock_, {add_pages}}.get(target, actor);
    }
    json::object shown(std::string_view target)
    {
        auto const reply = get(target, reader);
        EXPECT_EQ(reply.status, 200) << target << ' ' << reply.problems();
        return reply.document();
    }
    access::Actor const reader = actor_with({}, "reader");

private:
    FixedClock clock_{*make_date(2026, 11, 21)};
};
THIDUA_ON_EACH_ENGINE(LibraryPageTest);

TEST(LibraryTest, FindsAnAwardWithAndWithoutDiacritics)
{
    auto const plain = awards_found("huan chuong lao dong");
    EXPECT_EQ(plain.size(), 6U) << "three classes, of persons and of units";
    EXPECT_EQ(awards_found("Huân chương Lao động"), plain);
    EXPECT_EQ(awards_found("cstd-bo"), std::vector<std::string>{"cstd-bo/person"});
    EXPECT_TRUE(awards_found("huân chương không có").empty());
}

TEST(LibraryTest, FindsAnAwardByItsAbbreviation)
{
    EXPECT_EQ(awards_found("CSTĐCS"), std::vector<std::string>{"cstd-co-so/person"});
    EXPECT_EQ(awards_found("đvqt"), std::vector<std::string>{"dvqt/unit"});
}

TEST(LibraryTest, ShowsAlsoOnlyWhatIsUnread)
{
    auto const open = awards_found("", true);
    EXPECT_NE(std::find(open.begin(), open.end(), "hc-sao-vang/person"), open.end());
    EXPECT_LT(open.size(), awards_found("").size());
}

TEST(LibraryTest, EveryMemberOfARequirementIsPresent)
{
    auto const check = [](auto const& self, json::object const& node) -> void {
        for (auto const* name : {"clause", "text", "confidence", "open_point", "parts", "source"}) {
            EXPECT_TRUE(node.contains(name)) << name;
        }
        for (auto const& part : node.at("parts").as_array()) self(self, part.as_object());
    };
    for (auto const& standard : standards_document(law::built_in(), "bk-bo", std::nullopt)) {
        if (auto const* root = standard.at("requirements").if_object()) check(check, *root);
    }
}

TEST(ComparisonTest, ARegimeDiffersFromItselfInNothing)
{
    auto const rows =
        comparison_document(law::built_in(), "cstd-co-so", Subject::Person, "R2", "R2");
    EXPECT_GT(rows.size(), 3U);
    EXPECT_EQ(count_changes(rows, "same"), static_cast<int>(rows.size()));
}

// Old law: an initiative is mandatory. Luật 06/2022/QH15: rating or initiative.
TEST(ComparisonTest, MarksWhatOnlyOneSideAsks)
{
    auto const rows =
        comparison_document(law::built_in(), "cstd-co-so", Subject::Person, "R0d", "R2");
    EXPECT_GT(count_changes(rows, "left"), 0);
    EXPECT_GT(count_changes(rows, "right"), 0);
    auto const other =
        comparison_document(law::built_in(), "cstd-co-so", Subject::Person, "R2", "R0d");
    EXPECT_EQ(count_changes(other, "left"), count_changes(rows, "right"));
}

TEST(ComparisonTest, AnUnreadRegimeHasNoLines)
{
    auto const rows =
        comparison_document(law::built_in(), "cstd-co-so", Subject::Person, "R2", "R3");
    EXPECT_EQ(count_changes(rows, "left"), static_cast<int>(rows.size()));
}

TEST(VersionTest, NamesTheContentAlone)
{
    std::vector<law::PackFile> const files{{"law/a.yaml", "x: 1\n"}, {"law/b.yaml", "y: 2\n"}};
    auto changed = files;
    changed[1].bytes = "y: 3\n";
    EXPECT_EQ(version_of(files), version_of(files));
    EXPECT_NE(version_of(files), version_of(changed));
}

TEST_P(LibraryPageTest, IsOpenToEveryAccountAndToNobodyElse)
{
    for (auto const* path : {"/law", "/law/bk-bo", "/law/bk-bo/compare", "/law/regimes"}) {
        EXPECT_EQ(get(path, reader).status, 200) << path;
        EXPECT_EQ(get(path, access::Actor::anonymous()).status, 401) << path;
    }
    EXPECT_EQ(get("/law/no-such-award", reader).status, 404);
    EXPECT_EQ(get("/law/no-such-award/compare", reader).status, 404);
}

TEST_P(LibraryPageTest, ShowsTheStandardOfTheDay)
{
    EXPECT_EQ(shown("/law/cstd-co-so?on=31/12/2023").at("regime"), "R0d");
    auto const next = shown("/law/cstd-co-so?on=2024-01-01");
    EXPECT_EQ(next.at("regime"), "R1");
    EXPECT_EQ(next.at("standards").as_array().size(), 1U);
    EXPECT_TRUE(next.at("projection").is_null());
}

TEST_P(LibraryPageTest, ShowsTheLastTextReadWhereTheLawIsUnread)
{
    auto const document = shown("/law/cstd-co-so?on=2026-10-01");
    EXPECT_TRUE(document.at("standards").at(0).at("requirements").is_null());
    EXPECT_EQ(document.at("projection").at("regime"), "R2");
    EXPECT_FALSE(document.at("projection").at("standards").at(0).at("requirements").is_null());
}

TEST_P(LibraryPageTest, ABadDayIsAnsweredByASentence)
{
    EXPECT_EQ(get("/law/cstd-co-so?on=31/02/2024", reader).problems(), "legal.error.day@on");
}

TEST_P(LibraryPageTest, ListsAsTheCommandDoes)
{
    auto const rows = shown("/law?q=cstd-bo").at("list").at("rows").as_array();
    auto const& book = law::built_in();
    ASSERT_EQ(rows.size(), book.regimes.size());
    EXPECT_EQ(rows[0].at("regime").as_string(), book.regimes[0].id);
    EXPECT_EQ(rows[0].at("confidence"), "C");
}

}  // namespace
}  // namespace thidua::legal
