// The import pages without a socket: upload, choices, store, undo.
#include "http/testing/pages.h"
#include "jobs/pages.h"
#include "register/import_pages.h"
#include "register/import_store.h"
#include "register/pages.h"
#include "register/search_pages.h"
#include "register/testing/import_world.h"
#include "register/testing/world.h"

#include "base/clock.h"
#include "documents/workbook.h"
#include "identity/accounts.h"
#include "organisation/unit.h"

#include <gtest/gtest.h>

#include <deque>

namespace thidua::registry {
namespace {

using http::testing::Fields;
using http::testing::Pages;
using http::testing::Reply;
using testing::ImportTest;
using testing::Rows;
using testing::workbook;

class ImportPagesTest : public ImportTest {
protected:
    void SetUp() override
    {
        ImportTest::SetUp();
        ASSERT_EQ(import_rows("units", {{"code", "name", "parent", "valid_from"}, {"BAN", "Ban Ví dụ", "", "2000-01-01"}, {"K1", "Văn phòng", "BAN", "2000-01-01"}}).rejected, 0);
        ASSERT_EQ(import_rows("persons", {{"code", "full_name", "category", "unit"}, {"NV1", "Nguyễn Đức An", "sq", "K1"}, {"NV2", "Trần Thị Bình", "sq", "K1"}}).rejected, 0);
        clerk_.account = 3;
        clerk_.name = "clerk";
        for (auto const permission : {access::Permission::WriteFacts, access::Permission::WriteRegister, access::Permission::WritePeople})
            clerk_.grants.push_back({permission, "/"});
    }

    Reply upload(std::string kind, std::string bytes)
    {
        return pages_.post("/imports/new", {{"kind", std::move(kind)}}, clerk_, {{"file", "ds.xlsx", "", std::move(bytes), "", 0}});
    }
    http::json::object show(std::string const& address) { return pages_.get(address, clerk_).document(); }
    Reply post(std::string const& address, Fields const& form = {}) { return pages_.post(address, form, clerk_); }

    access::Actor clerk_;
    access::Actor const reader_ = testing::standing_officer("reader");
    FixedClock clock_{Instant{now_}};
    Pages pages_{db(), clock_, {add_import_pages}};
};
THIDUA_ON_EACH_ENGINE(ImportPagesTest);

TEST_P(ImportPagesTest, AFileGoesFromUploadToStoreToUndo)
{
    auto const uploaded = upload("awards", workbook({{{"Số hiệu", "Danh hiệu", "Năm thành tích"}, {"NV1", "Giấy khen", "2018"}, {"NV2", "GK", "2018"}}}));
    ASSERT_EQ(uploaded.status, 200) << uploaded.problems();
    auto const address = uploaded.location();
    EXPECT_EQ(show(address).at("rejected"), 2) << "no award column, no number, no date";
    EXPECT_EQ(count("SELECT count(*) FROM award"), 0);

    auto const checked = post(address + "/check", {{"version", "1"}, {"match_0", "subject"}, {"match_1", "award"}, {"match_2", "year"},
                                                   {"set_decision_no", "5/QĐ"}, {"set_decision_date", "05/12/2018"}, {"set_marking", "thuong"}});
    ASSERT_EQ(checked.status, 200) << checked.problems();
    auto const page = show(address);
    EXPECT_EQ(page.at("rejected"), 0);
    EXPECT_EQ(page.at("good_rows"), 2);
    EXPECT_EQ(page.at("may_store"), true);

    EXPECT_EQ(post(address + "/store", {{"version", "1"}}).problems(), "import.page.changed");
    EXPECT_EQ(post(address + "/store", {{"version", "2"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE state = 'valid'"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM decision WHERE released_by <> ''"), 0);
    EXPECT_EQ(post(address + "/store").problems(), "import.page.closed");

    EXPECT_EQ(post(address + "/undo").problems(), "import.undo.reason@reason");
    EXPECT_EQ(post(address + "/undo", {{"reason", "nhầm tệp"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM award WHERE state = 'withdrawn'"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM award_tally"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'register.import.undo'"), 1);
    EXPECT_EQ(show(address).at("state"), "undone");
}

TEST_P(ImportPagesTest, APaperWhoseImportWasUndoneIsFoundByItsOwnFilterAlone)
{
    auto const address = upload("awards", workbook({{{"Số hiệu", "Hình thức", "Năm thành tích", "Số QĐ", "Ngày QĐ", "Độ mật"},
                                                     {"NV1", "Giấy khen", "2018", "5/QĐ", "05/12/2018", "thường"}}})).location();
    ASSERT_EQ(post(address + "/store").status, 200);
    Pages decisions{db(), clock_, {add_decision_pages, add_search_pages}};
    auto total = [&](std::string const& path, std::string_view list) { return decisions.get(path, reader_).document().at(list).at("total").as_int64(); };
    EXPECT_EQ(total("/decisions", "list"), 1);
    EXPECT_EQ(total("/search?q=5/QĐ", "decisions"), 1);
    auto const ref = *read([](storage::Transaction& tx) { return tx.text("SELECT ref FROM decision"); });

    ASSERT_EQ(post(address + "/undo", {{"reason", "nhầm tệp"}}).status, 200);
    EXPECT_EQ(total("/decisions", "list"), 0);
    EXPECT_EQ(total("/search?q=5/QĐ", "decisions"), 0);
    EXPECT_EQ(total("/decisions?publicity=undone", "list"), 1);
    EXPECT_EQ(decisions.get("/decisions/" + ref, reader_).document().at("publicity"), "undone");
}

TEST_P(ImportPagesTest, AMatchingIsRememberedForFilesOfTheSameShape)
{
    auto const file = workbook({{{"Số hiệu", "Khen", "Năm thành tích"}, {"NV1", "Giấy khen", "2018"}}});
    auto const first = upload("awards", file).location();
    ASSERT_EQ(post(first + "/check", {{"version", "1"}, {"match_1", "award"}}).status, 200);
    auto const again = show(upload("awards", file).location());
    EXPECT_EQ(again.at("headers").at(1).at("column"), "award");
}

TEST_P(ImportPagesTest, ColumnsAreLaidOpenWhenOneThatIsNeededIsNamedByNone)
{
    auto const page = show(upload("awards", workbook({{{"Số hiệu", "Khen", "Năm", "Số QĐ", "Ngày QĐ"},
                                                       {"NV1", "Giấy khen", "2018", "5/QĐ", "05/12/2018"}}}))
                               .location());
    EXPECT_TRUE(page.at("lacks_column").as_bool());

    auto const named = show(upload("awards", workbook({{{"Số hiệu", "Danh hiệu", "Năm", "Số QĐ", "Ngày QĐ"},
                                                        {"NV1", "Giấy khen", "2018", "5/QĐ", "05/12/2018"},
                                                        {"NV9", "Giấy khen", "2018", "5/QĐ", "05/12/2018"}}}))
                                .location());
    EXPECT_FALSE(named.at("lacks_column").as_bool());
}

TEST_P(ImportPagesTest, AnUnknownAwardLeadsToTheCatalogueAndTheWrongRowsToAFile)
{
    auto const address = upload("awards", workbook({{{"Số hiệu", "Hình thức", "Năm thành tích", "Số QĐ", "Ngày QĐ"},
                                                     {"NV1", "Giấy khen", "2018", "5/QĐ", "05/12/2018"},
                                                     {"NV2", "Bằng khen Sở", "2018", "5/QĐ", "05/12/2018"}}})).location();
    auto const page = show(address);
    EXPECT_EQ(page.at("unknown_awards").at(0).at("name"), "Bằng khen Sở");
    EXPECT_EQ(page.at("list").at("rows").at(0).at("row"), 3);
    EXPECT_EQ(show(address + "?column=year").at("list").at("total"), 0);
    auto const file = pages_.get(address + "/errors.xlsx", clerk_);
    auto const book = documents::read_workbook(file.answer.bytes);
    ASSERT_TRUE(book);
    auto const& sheet = book->sheets.at(0);
    ASSERT_EQ(sheet.rows.size(), 2u);
    auto const cells = sheet.cells_of(sheet.rows[1]);
    EXPECT_EQ(book->strings.view(cells[0].text), "3");
    EXPECT_EQ(book->strings.view(cells[2].text), "NV2");

    EXPECT_EQ(post(address + "/store", {{"partial", "1"}}).problems(), "import.page.marking-missing@marking");
    EXPECT_EQ(post(address + "/store", {{"marking", "thuong"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM award"), 0);
    EXPECT_EQ(post(address + "/store", {{"partial", "1"}, {"marking", "thuong"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM award"), 1);
}

TEST_P(ImportPagesTest, UndoIsRefusedOnceSomethingRestsOnIt)
{
    auto const address = upload("persons", workbook({{{"code", "full_name", "category", "unit"}, {"NV3", "Lê Văn Cường", "sq", "K1"}, {"NV1", "Nguyễn Đức Anh", "sq", "K1"}}})).location();
    ASSERT_EQ(post(address + "/store").status, 200);
    ASSERT_EQ(import_rows("ratings", {{"subject", "year", "rating"}, {"NV3", "2020", "tốt"}}).accepted, 1);
    EXPECT_EQ(post(address + "/undo", {{"reason", "thử"}}).problems(), "import.undo.in-use");
    auto const run = read([](storage::Transaction& tx) { return tx.text("SELECT ref FROM import_run WHERE kind = 'ratings'"); });
    ASSERT_EQ(pages_.post("/imports/" + *run + "/undo", {{"reason", "thử"}}, actor_).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM rating"), 0);
    EXPECT_EQ(post(address + "/undo", {{"reason", "thử"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM person"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM person WHERE full_name = 'Nguyễn Đức An'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM name_word WHERE word IN ('cuong', 'anh')"), 0);
}

TEST_P(ImportPagesTest, UndoNamesAccountsAndRolesThatRestOnAnImport)
{
    auto const people = import_rows("persons", {{"code", "full_name", "category", "unit"}, {"NV3", "Lê Văn Cường", "sq", "K1"}});
    auto const units = import_rows("units", {{"code", "name", "parent", "valid_from"}, {"K9", "Cục Chín", "BAN", "2000-01-01"}});
    auto in_the_way = [&](intake::Report const& report) {
        auto const reply = pages_.post("/imports/" + report.run + "/undo", {{"reason", "thử"}}, actor_);
        if (reply.error.problems.empty()) return std::string{};
        return reply.error.problems.front().key + " " + reply.error.problems.front().args.front().second;
    };
    auto account = [&](std::string name, std::string person, std::string unit) {
        db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor_, now_, "test"};
            ASSERT_TRUE(identity::add_account(act, {.name = std::move(name), .person = std::move(person), .password_hash = "x",
                                                    .roles = {{.role = "viewer", .unit = std::move(unit)}}}));
        });
    };
    account("cuong", "NV3", "BAN");
    account("truong", "", "K9");
    EXPECT_EQ(in_the_way(people), "import.undo.in-use NV3");
    EXPECT_EQ(in_the_way(units), "import.undo.in-use K9");
    EXPECT_EQ(count("SELECT count(*) FROM person WHERE code = 'NV3'") + count("SELECT count(*) FROM unit WHERE code = 'K9'"), 2);
}

TEST_P(ImportPagesTest, ALaterActOnAUnitKeepsItsImport)
{
    auto const units = import_rows("units", {{"code", "name", "parent", "valid_from"}, {"K9", "Cục Chín", "BAN", "2000-01-01"}});
    db().write([&](storage::Transaction& tx) {
        audit::Act act{tx, actor_, now_, "test"};
        auto const unit = organisation::find_unit(tx, "K9").value();
        ASSERT_TRUE(organisation::rename_unit(act, {.code = "K9", .name = "Cục Chín Mới", .on = *make_date(2020, 1, 1), .version = unit.version}));
    });
    EXPECT_EQ(pages_.post("/imports/" + units.run + "/undo", {{"reason", "thử"}}, actor_).problems(), "import.undo.in-use");
    EXPECT_EQ(count("SELECT count(*) FROM unit WHERE name = 'Cục Chín Mới'"), 1);
}

TEST_P(ImportPagesTest, UnitsCanBeTakenBack)
{
    auto const report = import_rows("units", {{"code", "name", "parent", "valid_from", "block", "predecessors"}, {"K2", "Cục Hai", "BAN", "2000-01-01", "Khối 1", ""},
                                              {"K2-1", "Phòng Hai Một", "K2", "2001-01-01", "", "K1"}, {"K1", "Văn phòng Ban", "BAN", "2000-01-01", "", ""}});
    ASSERT_EQ(report.accepted, 3);
    EXPECT_EQ(pages_.post("/imports/" + report.run + "/undo", {{"reason", "thử"}}, actor_).problems(), "");
    EXPECT_EQ(count("SELECT count(*) FROM unit"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM unit WHERE name = 'Văn phòng'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM block_member") + count("SELECT count(*) FROM unit_link") + count("SELECT count(*) FROM block"), 0);
}

TEST_P(ImportPagesTest, TheMarkingIsAskedWhereAnyRowLacksOne)
{
    auto const mixed = upload("awards", workbook({{{"Số hiệu", "Hình thức", "Năm thành tích", "Số QĐ", "Ngày QĐ", "Độ mật"},
                                                   {"NV1", "Giấy khen", "2018", "5/QĐ", "05/12/2018", ""},
                                                   {"NV2", "Giấy khen", "2018", "5/QĐ", "05/12/2018", "thường"}}})).location();
    EXPECT_EQ(show(mixed).at("asks_marking"), true);
    EXPECT_EQ(show(mixed).at("unmarked"), 1);
    EXPECT_EQ(post(mixed + "/store").problems(), "import.page.marking-missing@marking");
    EXPECT_EQ(count("SELECT count(*) FROM award"), 0);
    EXPECT_EQ(post(mixed + "/store", {{"marking", "mat"}}).problems(), "import.row.above-clearance@marking");
    EXPECT_EQ(count("SELECT count(*) FROM award"), 0);
    EXPECT_EQ(post(mixed + "/store", {{"marking", "thuong"}}).status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM award"), 2);
}

TEST_P(ImportPagesTest, ALargeFileIsStoredByAJobThatCanBeCalledOff)
{
    std::deque<std::string> codes;
    Rows rows{{"code", "full_name", "category", "unit"}};
    for (std::int64_t i = 0; i <= kStoredAtOnce; ++i) {
        codes.push_back("NX" + std::to_string(i));
        rows.push_back({codes.back(), "Lê Văn Cường", "sq", "K1"});
    }
    auto const address = upload("persons", workbook({rows})).location();
    jobs::Runner runner{db(), clock_, [&](storage::Transaction&, std::int64_t, Date) { return std::optional{clerk_}; }};
    add_import_jobs(runner);
    Pages jobs{db(), clock_, {jobs::add_pages}};

    auto const first = post(address + "/store").location();
    ASSERT_TRUE(first.starts_with("/jobs/")) << first;
    EXPECT_EQ("/jobs/" + std::string{show(address).at("job").as_string()}, first);
    ASSERT_EQ(jobs.post(first + "/cancel", {}, clerk_).status, 200);
    EXPECT_FALSE(runner.run_one());
    EXPECT_EQ(count("SELECT count(*) FROM person"), 2);

    auto const second = post(address + "/store").location();
    EXPECT_NE(second, first);
    EXPECT_TRUE(runner.run_one());
    EXPECT_EQ(jobs.get(second, clerk_).document().at("state"), "done");
    EXPECT_EQ(count("SELECT count(*) FROM person"), 2 + kStoredAtOnce + 1);
    EXPECT_EQ(show(address).at("state"), "stored");
    EXPECT_TRUE(show(address).at("job").is_null());
}

TEST_P(ImportPagesTest, OthersDoNotSeeAnImport)
{
    auto const address = upload("persons", workbook({{{"code", "full_name", "category", "unit"}, {"NV3", "Lê Văn Cường", "sq", "K1"}}})).location();
    auto other = clerk_;
    other.name = "other";
    EXPECT_EQ(pages_.get(address, other).status, 404);
    EXPECT_EQ(pages_.get("/imports", other).document().at("list").at("total"), 0);
    EXPECT_EQ(pages_.get("/imports", clerk_).document().at("list").at("total"), 1);
    EXPECT_EQ(upload("units", workbook({{{"code", "name"}, {"X", "Y"}}})).status, 403);
    EXPECT_EQ(upload("persons", "không phải bảng").problems(), "intake.file.no-header@file");
    EXPECT_EQ(post(address + "/cancel").status, 200);
    EXPECT_EQ(count("SELECT count(*) FROM import_file"), 0);
}

}  // namespace
}  // namespace thidua::registry
