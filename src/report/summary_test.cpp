#include "report/summary.h"

#include "http/testing/pages.h"
#include "register/search_awards.h"
#include "register/search_pages.h"
#include "register/testing/found_world.h"
#include "report/pages.h"

#include <boost/json.hpp>

#include <map>

namespace thidua::report {
namespace {

using access::Marking;
using access::Permission;
using registry::testing::Given;
using registry::testing::officer;
using registry::testing::reader;
using registry::testing::values;

// Awards of 2014 to 2020 in both units, one marked, one revoked.
class SummaryTest : public registry::testing::FoundWorldTest {
protected:
    void SetUp() override
    {
        FoundWorldTest::SetUp();
        give({"NV1",
              "cstt",
              "1/QĐ",
              "2014-01-01",
              2013,
              "K101",
              "",
              Marking::Thuong,
              "valid",
              false,
              false,
              "nam",
              1});
        give({"NV2",
              "cstt",
              "1/QĐ",
              "2014-01-01",
              2013,
              "K101",
              "",
              Marking::Thuong,
              "valid",
              false,
              false,
              "nu",
              0});
        give({"NV3",
              "bk-ban",
              "2/QĐ",
              "2018-12-18",
              2018,
              "K102",
              "",
              Marking::Thuong,
              "valid",
              false,
              false,
              "nam"});
        give({"K101", "bk-ban", "2/QĐ", "2018-12-18", 2018, "K101"});
        give({"K102", "dvqt", "3/QĐ", "2019-12-31", 2019, "K102"});
        give({"NV1", "bk-bo", "4/QĐ", "2019-12-31", 2019, "K101", "", Marking::Mat});
        give({"NV1", "bk-bo", "5/QĐ", "2019-12-31", 2019, "K101", "", Marking::Thuong, "revoked"});
        give({"NV1", "cstt", "6/QĐ", "2020-01-01", 2019, "K101"});
    }

    static SummaryQuery period(std::string const& from,
                               std::string const& to,
                               std::string unit = "")
    {
        return {*parse_iso_date(from), *parse_iso_date(to), std::move(unit)};
    }
    boost::json::object summary(SummaryQuery const& query, access::Actor const& actor = reader())
    {
        return to_json(db().read(
            [&](storage::Transaction& tx) { return summarise(tx, actor, query).value(); }));
    }
    std::map<std::string, std::int64_t> groups(SummaryQuery const& query,
                                               By by,
                                               access::Actor const& actor = reader())
    {
        std::map<std::string, std::int64_t> totals;
        for (auto const& group : db().read([&](storage::Transaction& tx) {
                 return break_down(tx, actor, query, by).value();
             })) {
            totals[group.key] = group.counts.total();
        }
        return totals;
    }
    Error error_of(SummaryQuery const& query, access::Actor const& actor)
    {
        return db().read(
            [&](storage::Transaction& tx) { return summarise(tx, actor, query).error(); });
    }
};
THIDUA_ON_EACH_ENGINE(SummaryTest);

auto const kPeriod = [] { return std::pair{"2014-01-01", "2019-12-31"}; };

TEST_P(SummaryTest, CountsValidAwardsByCodeAndSubject)
{
    auto const [from, to] = kPeriod();
    EXPECT_EQ(boost::json::serialize(summary(period(from, to))),
              R"({"from":"2014-01-01","to":"2019-12-31","unit":"BAN","rows":[)"
              R"({"award":"bk-ban","level":"board","persons":1,"units":1,"total":2},)"
              R"({"award":"cstt","level":"base","persons":2,"units":0,"total":2},)"
              R"({"award":"dvqt","level":"board","persons":0,"units":1,"total":1}],)"
              R"("total":{"persons":3,"units":2,"total":5}})");
}

TEST_P(SummaryTest, BothEndsOfThePeriodBelongToIt)
{
    EXPECT_EQ(values(summary(period("2018-12-18", "2018-12-18")).at("rows").as_array(), "total"),
              "2");
    EXPECT_EQ(summary(period("2018-12-19", "2019-12-30")).at("total").at("total").as_int64(), 0);
}

TEST_P(SummaryTest, CountsByTheFrozenUnitAndItsSubUnits)
{
    EXPECT_EQ(
        summary(period("2014-01-01", "2020-12-31", "k101")).at("total").at("total").as_int64(), 4);
    EXPECT_EQ(
        summary(period("2014-01-01", "2020-12-31", "K102")).at("total").at("total").as_int64(), 2);
    EXPECT_EQ(summary(period("2014-01-01", "2020-12-31", "BAN")).at("total").at("total").as_int64(),
              6);
}

TEST_P(SummaryTest, LineageAddsWhatTheUnitWasBefore)
{
    db().write([](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date) SELECT a.id, "
            "b.id, 'merge',"
            " '2020-01-01' FROM unit a, unit b WHERE a.code = 'K102' AND b.code = 'K101'");
    });
    auto query = period("2014-01-01", "2020-12-31", "K101");
    query.lineage = true;
    EXPECT_EQ(summary(query).at("total").at("total").as_int64(), 6);
    EXPECT_EQ(summary(query, reader("/BAN/K101/")).at("total").at("total").as_int64(), 4)
        << "its own part only";
}

TEST_P(SummaryTest, ReadersSeeTheirPartAndTheirMarkings)
{
    auto const [from, to] = kPeriod();
    EXPECT_EQ(summary(period(from, to), reader("/BAN/K102/")).at("unit").as_string(), "K102");
    EXPECT_EQ(summary(period(from, to), reader("/BAN/K102/")).at("total").at("total").as_int64(),
              2);
    EXPECT_EQ(
        summary(period(from, to), reader("/", Marking::Mat)).at("total").at("total").as_int64(), 6);
    EXPECT_EQ(error_of(period(from, to, "K101"), reader("/BAN/K102/")).problems.front().key,
              "search.unknown-unit");
    EXPECT_EQ(error_of(period(from, to, "K404"), reader()).problems.front().key,
              "search.unknown-unit");
    EXPECT_EQ(error_of(period(to, from), reader()).problems.front().key, "report.period-turned");
    EXPECT_EQ(error_of(period(from, to), officer("x", {Permission::ReadRegister})).kind,
              Kind::Denied);
}

TEST_P(SummaryTest, EveryBreakdownAddsUpToTheTotal)
{
    auto const query = period("2014-01-01", "2019-12-31");
    EXPECT_EQ(groups(query, By::Year),
              (std::map<std::string, std::int64_t>{{"2014", 2}, {"2018", 2}, {"2019", 1}}));
    EXPECT_EQ(groups(query, By::Unit),
              (std::map<std::string, std::int64_t>{{"K101", 3}, {"K102", 2}}));
    EXPECT_EQ(groups(query, By::Sex),
              (std::map<std::string, std::int64_t>{{"", 2}, {"nam", 2}, {"nu", 1}}));
    EXPECT_EQ(groups(query, By::Direct),
              (std::map<std::string, std::int64_t>{{"0", 1}, {"1", 1}, {"unknown", 3}}));
    for (auto const by : {By::Award, By::Year, By::Unit, By::Block, By::Sex, By::Direct}) {
        std::int64_t sum = 0;
        for (auto const& [key, total] : groups(query, by)) sum += total;
        EXPECT_EQ(sum, 5) << name_of(by);
    }
}

TEST_P(SummaryTest, BlocksAreThoseOfTheYear)
{
    db().write([](storage::Transaction& tx) {
        auto const block = tx.insert(
            "INSERT INTO block (ref, name, name_key) VALUES ('b1', 'Khối 1', 'khối 1') RETURNING "
            "id");
        tx.execute(
            "INSERT INTO block_member (block_id, year, unit_id) SELECT ?1, 2018, id FROM unit "
            "WHERE code = 'K101'",
            {block});
    });
    EXPECT_EQ(groups(period("2014-01-01", "2019-12-31"), By::Block),
              (std::map<std::string, std::int64_t>{{"", 4}, {"b1", 1}}));
}

TEST_P(SummaryTest, EveryFigureLeadsToAsManyRows)
{
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_pages, registry::add_search_pages}};
    auto const rows_at = [&](boost::json::value const& href) {
        return pages.get(std::string{href.as_string()}, reader())
            .document()
            .at("list")
            .at("total")
            .as_int64();
    };
    for (auto const* const by : {"award", "year", "unit", "sex", "direct"}) {
        auto const page =
            pages.get(std::string{"/summary?from=2014-01-01&to=31/12/2019&by="} + by, reader());
        ASSERT_EQ(page.status, 200);
        for (auto const& row : page.document().at("list").at("rows").as_array()) {
            EXPECT_EQ(rows_at(row.at("href")), row.at("total").as_int64()) << by;
            EXPECT_EQ(rows_at(row.at("persons_href")), row.at("persons").as_int64()) << by;
            EXPECT_EQ(rows_at(row.at("units_href")), row.at("units").as_int64()) << by;
        }
        EXPECT_EQ(rows_at(page.document().at("all").at("href")), 5) << by;
    }
}

TEST_P(SummaryTest, ThePageComparesTwoPeriods)
{
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const page = pages.get(
        "/summary?from=2014-01-01&to=2014-12-31&from2=2018-01-01&to2=2020-12-31", reader());
    ASSERT_EQ(page.status, 200);
    auto const& rows = page.document().at("list").at("rows").as_array();
    EXPECT_EQ(values(rows, "award"), "bk-ban cstt dvqt");
    EXPECT_EQ(values(rows, "total"), "0 2 0");
    EXPECT_EQ(values(rows, "second_total"), "2 1 1");
    EXPECT_EQ(values(rows, "change"), "2 -1 1");
    auto const by_unit = pages.get(
        "/summary?by=unit&from=2014-01-01&to=2014-12-31&from2=2018-01-01&to2=2020-12-31", reader());
    auto const& units = by_unit.document().at("list").at("rows").as_array();
    EXPECT_EQ(values(units, "key"), "K101 K102");
    EXPECT_EQ(values(units, "total"), "2 0");
    EXPECT_EQ(values(units, "second_total"), "2 2");
    EXPECT_EQ(pages.get("/summary?from=32/1/2014", reader()).problems(), "search.bad-day@from");
    EXPECT_EQ(pages.get("/summary?from=1/1/2014&to=1/1/2014&from2=2/1/2013&to2=1/1/2013", reader()).problems(),
              "report.period-turned@to2");

    auto const usual = pages.get("/summary", reader());
    EXPECT_EQ(usual.document().at("from").as_string(), "2016-01-01");
    EXPECT_EQ(usual.document().at("to").as_string(), "2020-12-31");
    auto const word = pages.get("/summary?format=docx", reader());
    EXPECT_EQ(word.answer.type, http::Answer::Type::File);
    EXPECT_EQ(word.answer.bytes.substr(0, 2), "PK");
}

TEST_P(SummaryTest, IsWrittenAsTextWorkbookAndDocument)
{
    auto const query = period("2014-01-01", "2019-12-31");
    auto const found =
        db().read([&](storage::Transaction& tx) { return summarise(tx, reader(), query).value(); });
    auto const text = to_text(found, "vi");
    EXPECT_NE(text.find("Bằng khen của Trưởng ban"), std::string::npos);
    EXPECT_NE(text.find("Cộng"), std::string::npos);
    EXPECT_EQ(text.find("⟦"), std::string::npos);
    EXPECT_EQ(to_xlsx(found, "vi").substr(0, 2), "PK");
    EXPECT_EQ(to_docx(found, "vi"), to_docx(found, "vi"));
}

}  // namespace
}  // namespace thidua::report
