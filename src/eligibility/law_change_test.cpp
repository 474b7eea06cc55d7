#include "eligibility/law_change.h"

#include "eligibility/testing/world.h"
#include "law/book.h"

namespace thidua::eligibility {
namespace {

using namespace testing;

// The law with one text of a file in the place of another.
law::LawBook changed(std::string_view file, std::string_view old, std::string_view replacement)
{
    auto files = law::built_in_files();
    for (auto& each : files) {
        if (each.name != file) continue;
        auto const at = each.bytes.find(old);
        EXPECT_NE(at, std::string::npos);
        each.bytes.replace(at, old.size(), replacement);
    }
    return law::read_book(files).value();
}

class LawChangeTest : public WorldTest {
protected:
    std::vector<legal::Difference> differences(law::LawBook const& after, std::string unit_path = "/")
    {
        return db().read([&](storage::Transaction& tx) {
            return law_differences(tx,
                                   {law::built_in(), after, *parse_iso_date("2024-01-01"),
                                    *parse_iso_date("2026-03-01"), std::move(unit_path)});
        });
    }
};
THIDUA_ON_EACH_ENGINE(LawChangeTest);

// Rating tot alone does not bring CSTĐ cơ sở; with the bound lowered it would.
TEST_P(LawChangeTest, NamesEverybodyWhoseVerdictTurns)
{
    rating("NV1", 2025, "tot");
    rating("NV2", 2025, "khong-hoan-thanh");
    declare_all("BAN", 2010, 2025);
    auto const after = changed("law/act-06-2022/titles.yaml", "rating: {at-least: xuat-sac}\n              clause: \"Luật 06/2022/QH15, Điều 23",
                               "rating: {at-least: tot}\n              clause: \"Luật 06/2022/QH15, Điều 23");
    auto const found = differences(after);
    ASSERT_FALSE(found.empty());
    for (auto const& each : found) EXPECT_EQ(each.subject, "NV1");
    EXPECT_EQ(found[0].award, "cstd-co-so");
    EXPECT_EQ(found[0].after, "eligible");
    EXPECT_TRUE(differences(after, "/BAN/K102/").empty()) << "reaches other units only";
}

TEST_P(LawChangeTest, AnotherClauseTurnsNobody)
{
    rating("NV1", 2025, "xuat-sac");
    declare_all("BAN", 2010, 2025);
    EXPECT_TRUE(differences(changed("law/act-06-2022/titles.yaml", "confidence: B", "confidence: A")).empty());
    EXPECT_TRUE(differences(law::built_in()).empty());
}

}  // namespace
}  // namespace thidua::eligibility
