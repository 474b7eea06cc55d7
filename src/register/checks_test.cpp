#include "register/checks.h"

#include "http/testing/pages.h"
#include "intake/report.h"
#include "register/search_pages.h"
#include "register/testing/found_world.h"

#include <boost/json.hpp>

namespace thidua::registry {
namespace {

using testing::Marking;
using testing::reader;
using testing::values;

class ChecksTest : public testing::FoundWorldTest {
protected:
    Findings findings(std::string_view check, access::Actor const& actor = reader())
    {
        return db().read(
            [&](storage::Transaction& tx) { return find_check(check)->find(tx, actor, {}); });
    }
};
THIDUA_ON_EACH_ENGINE(ChecksTest);

TEST_P(ChecksTest, FindsOneAwardTwice)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "cstt", "2/QĐ", "2019-01-18", 2018});
    give({"NV1", "cstt", "3/QĐ", "2019-01-18", 2018, "K101", "dot-xuat"});
    give({"NV1",
          "cstt",
          "4/QĐ",
          "2019-01-18",
          2018,
          "K101",
          "cong-trang",
          Marking::Thuong,
          "revoked"});
    give({"NV2", "cstt", "1/QĐ", "2018-12-18", 2018});
    auto const found = findings("doubles");
    EXPECT_EQ(found.total, 1);
    EXPECT_EQ(values(found.rows, "subject"), "NV1");
    EXPECT_EQ(values(found.rows, "other_number"), "2/QĐ");
    EXPECT_EQ(findings("doubles", reader("/BAN/K102/")).total, 0);
}

TEST_P(ChecksTest, AMarkedEntryIsNoDoubleForAnUnclearedReader)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "cstt", "2/QĐ", "2019-01-18", 2018, "K101", "cong-trang", Marking::Mat});
    EXPECT_EQ(findings("doubles").total, 0);
    EXPECT_EQ(findings("doubles", reader("/", Marking::Mat)).total, 1);
}

TEST_P(ChecksTest, FindsANumberWithTwoDatesInAYear)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV2", "cstt", "1/QĐ", "2018-12-20", 2018});
    give({"NV2", "cstt", "1/QĐ", "2019-12-20", 2019});
    auto const found = findings("dates");
    EXPECT_EQ(found.total, 1);
    EXPECT_EQ(values(found.rows, "other_on"), "2018-12-20");
}

TEST_P(ChecksTest, FindsGapsOfEachSeries)
{
    for (auto const number : {1, 2, 5})
        give({"NV1", "cstt", std::to_string(number) + "/QĐ-BCY", "2018-12-18", 2018});
    for (auto const number : {7, 8})
        give({"NV1", "cstt", std::to_string(number) + "/QĐ-BCY", "2019-12-18", 2019});
    auto const found = findings("gaps");
    EXPECT_EQ(found.total, 1);
    EXPECT_EQ(found.rows.at(0).at("first").as_int64(), 3);
    EXPECT_EQ(found.rows.at(0).at("last").as_int64(), 4);
}

TEST(Gaps, LieBetweenTheFirstAndTheLast)
{
    EXPECT_TRUE(gaps_in({}).empty());
    EXPECT_TRUE(gaps_in({5}).empty());
    EXPECT_EQ(gaps_in({4, 1, 2, 2}), (std::vector<Range>{{3, 3}}));
    EXPECT_TRUE(gaps_in({1, 100}).empty()) << "kept elsewhere";
}

TEST(Gaps, ANumberIsTakenApart)
{
    EXPECT_EQ(serial_number("512/qđ-bcy")->serial, 512);
    EXPECT_EQ(serial_number("512/qđ-bcy")->symbol, "/qđ-bcy");
    EXPECT_FALSE(serial_number("qđ-512"));
    EXPECT_FALSE(serial_number("0/qđ"));
}

TEST_P(ChecksTest, FindsRecipientsThatImportsDidNotMatch)
{
    intake::Report report{.accepted = 0, .rejected = 2};
    report.errors = {{"", 7, "subject", "import.row.unknown-subject", {{"value", "NV9"}}},
                     {"", 8, "award", "import.row.unknown-award", {{"value", "GK"}}}};
    auto const stored = intake::to_stored(report);
    db().write([&](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO import_run (ref, kind, filename, state, rejected, report, done_by, "
            "done_at) VALUES"
            " ('r1', 'awards', 'a.xlsx', 'stored', 2, ?1, 'reader', 0), ('r2', 'awards', 'b.xlsx', "
            "'stored', 2,"
            " ?1, 'somebody', 0), ('r3', 'awards', 'c.xlsx', 'undone', 2, ?1, 'reader', 0)",
            {stored});
    });
    auto const found = findings("unmatched");
    EXPECT_EQ(found.total, 1);
    EXPECT_EQ(values(found.rows, "row"), "7");
    EXPECT_EQ(values(found.rows, "file"), "a.xlsx");
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_checks_pages}};
    auto const page = pages.get("/register/checks?check=unmatched", reader()).document();
    EXPECT_NE(page.at("list").at("rows").at(0).at("message").as_string().find("NV9"), boost::json::string::npos);
}

TEST_P(ChecksTest, FindsAwardsOutsideServiceAndOutsideAUnitsLife)
{
    give({"NV1", "cstt", "1/QĐ", "2009-12-18", 2009});
    give({"NV1", "cstt", "2/QĐ", "2018-12-18", 2018});
    give({"K102", "dvqt", "3/QĐ", "2020-12-18", 2020, "K102"});
    give({"K102", "dvqt", "4/QĐ", "2018-12-18", 2018, "K102"});
    EXPECT_EQ(values(findings("service").rows, "number"), "1/QĐ");
    EXPECT_EQ(values(findings("life").rows, "number"), "3/QĐ");
}

TEST_P(ChecksTest, ThePageCountsEveryCheckAndListsOne)
{
    give({"NV1", "cstt", "1/QĐ", "2009-12-18", 2009});
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_checks_pages}};
    auto const overview = pages.get("/register/checks", reader());
    EXPECT_EQ(values(overview.document().at("checks").as_array(), "total"), "0 0 0 0 1 0");
    auto const one = pages.get("/register/checks?check=service", reader());
    EXPECT_EQ(one.document().at("list").at("total").as_int64(), 1);
    EXPECT_EQ(pages.get("/register/checks?check=nothing", reader()).status, 404);
}

}  // namespace
}  // namespace thidua::registry
