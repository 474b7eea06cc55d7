// The sample files of an office, to the letter: rows, columns, sentences, sums.
#include "register/import.h"

#include "organisation/import.h"
#include "register/testing/import_world.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

#include <map>
#include <set>

namespace thidua::registry {
namespace {

namespace json = boost::json;
using testing::ImportTest;
using testing::text_of;

json::value expected(std::string const& name) { return json::parse(testing::sample("expected-" + name + ".json")); }

// The counts of expected-summary.json, from the awards themselves.
json::array summary(storage::Transaction& tx)
{
    json::array rows;
    for (auto r = tx.query("SELECT a.award, t.level, sum(CASE WHEN a.subject_kind = 'person' THEN 1 ELSE 0 END),"
                           " sum(CASE WHEN a.subject_kind = 'unit' THEN 1 ELSE 0 END), count(*) FROM award a"
                           " JOIN award_type t ON t.code = a.award WHERE a.state = 'valid'"
                           " AND a.decided_on >= '2014-01-01' AND a.decided_on <= '2019-12-31'"
                           " GROUP BY a.award, t.level ORDER BY a.award");
         r.next();)
        rows.push_back({{"award", r.text(0)}, {"level", r.text(1)}, {"persons", std::stoll(r.string(2))},
                        {"units", std::stoll(r.string(3))}, {"total", std::stoll(r.string(4))}});
    return rows;
}

class SampleTest : public ImportTest {
protected:
    void SetUp() override
    {
        ImportTest::SetUp();
        ASSERT_EQ(import_sample("units", "units.csv").rejected, 0);
        ASSERT_EQ(import_sample("persons", "persons.xlsx").rejected, 0);
    }
    json::array stored_summary() { return read([](storage::Transaction& tx) { return summary(tx); }); }
};
THIDUA_ON_EACH_ENGINE(SampleTest);

TEST_P(SampleTest, TheWholeRegisterGivesThePublishedFigures)
{
    auto const report = import_sample("awards", "awards-2014-2019.xlsx");
    EXPECT_EQ(report.rejected, 0) << text_of(report);
    EXPECT_TRUE(report.warnings.empty()) << text_of(report);
    EXPECT_TRUE(report.skipped.empty());
    EXPECT_EQ(stored_summary(), expected("summary").at("clean").at("rows").as_array());
    EXPECT_EQ(read([](storage::Transaction& tx) { return tally_errors(tx); }), 0);
}

TEST_P(SampleTest, TheClerksSheetHasExactlyItsWrongRows)
{
    auto const report = import_sample("awards", "awards-2014-2019-messy.xlsx", {.dry_run = true});
    std::map<std::int64_t, std::set<std::string>> allowed;  // "null" for the row as a whole
    auto const errors = expected("errors");
    for (auto const& error : errors.as_array()) {
        for (auto const& column : error.at("columns").as_array())
            allowed[error.at("row").as_int64()].insert(json::serialize(column));
    }
    std::set<std::int64_t> rows;
    for (auto const& error : report.errors) {
        rows.insert(error.row);
        auto const column = error.column.empty() ? "null" : '"' + error.column + '"';
        EXPECT_TRUE(allowed[error.row].contains(column)) << error.row << " " << error.column << " " << error.key;
    }
    EXPECT_EQ(rows.size(), errors.as_array().size());
    EXPECT_EQ(report.rejected, 13);
    EXPECT_EQ(report.accepted, 0);

    auto const warnings = expected("warnings");
    std::map<std::int64_t, std::string> matched;
    for (auto const& warning : report.warnings) matched[warning.row] = warning.args.back().second;
    std::map<std::int64_t, std::string> wanted;
    for (auto const& warning : warnings.at("warnings").as_array())
        wanted[warning.at("row").as_int64()] = std::string{warning.at("subject").as_string()};
    EXPECT_EQ(matched, wanted);
    json::array skipped;
    for (auto const& row : report.skipped) skipped.push_back(static_cast<std::int64_t>(row.row));
    EXPECT_EQ(skipped, warnings.at("skipped").as_array());
}

TEST_P(SampleTest, TheClerksSheetIsTakenInPartOnlyWhenAsked)
{
    EXPECT_EQ(import_sample("awards", "awards-2014-2019-messy.xlsx").accepted, 0);
    EXPECT_TRUE(stored_summary().empty());
    auto const report = import_sample("awards", "awards-2014-2019-messy.xlsx", {.partial = true});
    EXPECT_EQ(report.rejected, 13);
    EXPECT_EQ(report.accepted, 1519);
    EXPECT_EQ(stored_summary(), expected("summary").at("messy").at("rows").as_array());
}

TEST_P(SampleTest, TheAnnexGivesItsRecipients)
{
    auto const report = import_sample("awards", "annex.xlsx", {.set = {{"year", "2018"}}});
    EXPECT_EQ(report.rejected, 0) << text_of(report);
    EXPECT_TRUE(report.warnings.empty()) << text_of(report);
    json::object found{{"co-ban", json::array{}}, {"bk-ban", json::array{}}};
    read([&](storage::Transaction& tx) {
        for (auto rows = tx.query("SELECT a.award, COALESCE(p.code, u.code), d.number, d.decided_on FROM award a"
                                  " JOIN decision d ON d.id = a.decision_id"
                                  " LEFT JOIN person p ON a.subject_kind = 'person' AND p.id = a.subject_id"
                                  " LEFT JOIN unit u ON a.subject_kind = 'unit' AND u.id = a.subject_id"
                                  " WHERE a.year = 2018 ORDER BY 2");
             rows.next();) {
            found[rows.text(0)].as_array().emplace_back(rows.text(1));
            found["decision_no"] = rows.text(2);
            found["decision_date"] = rows.text(3);
        }
    });
    EXPECT_EQ(found, expected("annex").as_object());
}

TEST_P(SampleTest, AMissingYearIsOneWarning)
{
    auto const report = import_sample("awards", "annex.xlsx");
    EXPECT_EQ(report.accepted, 60);
    ASSERT_EQ(report.warnings.size(), 1u);
    EXPECT_EQ(report.warnings[0].key, "import.file.years-unknown");
    EXPECT_EQ(read([](storage::Transaction& tx) { return tx.integer("SELECT count(*) FROM award WHERE year IS NULL"); }), 60);
}

TEST_P(SampleTest, ReadingTwiceChangesNothing)
{
    auto const units = import_sample("units", "units.csv");
    EXPECT_EQ(units.rejected, 0);
    EXPECT_EQ(units.warnings.at(0).key, "import.file.unchanged");
    EXPECT_EQ(import_sample("persons", "persons.xlsx").warnings.at(0).key, "import.file.unchanged");
    EXPECT_EQ(import_sample("awards", "annex.xlsx", {.set = {{"year", "2018"}}}).accepted, 60);
    auto const again = import_sample("awards", "annex.xlsx", {.set = {{"year", "2018"}}});
    EXPECT_EQ(again.rejected, 60);
    EXPECT_EQ(again.errors.at(0).key, "import.row.in-register");
}

}  // namespace
}  // namespace thidua::registry
