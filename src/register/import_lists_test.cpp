// Lists as offices really send them: what is understood, what is refused, and that nothing is guessed.
#include "organisation/import.h"
#include "register/import.h"
#include "register/testing/import_world.h"

#include <gtest/gtest.h>

#include <map>
#include <set>

namespace thidua::registry {
namespace {

using testing::ImportTest;
using testing::Rows;
using testing::text_of;
using testing::workbook;

class ListTest : public ImportTest {
protected:
    void SetUp() override
    {
        ImportTest::SetUp();
        auto const units = import_rows("units", {{"mã đơn vị", "Tên đơn vị", "Đơn vị cấp trên", "Loại", "Từ ngày", "Đến ngày", "Đơn vị tiền thân", "Khối"},
                                                 {"K1-03", "Trạm Mới", "K1", "cap-3", "01/01/2017", "", "K1-02", ""},
                                                 {"K1-01", "Phòng Một", "K1", "Đơn vị cấp 3", "2000-01-01", "", "", ""},
                                                 {"K1-02", "Phòng Hai", "K1", "phòng", "2000-01-01", "2016-12-31", "", ""},
                                                 {"K1", "Văn phòng", "BAN", "", "2000-01-01", "", "", "Khối 1"},
                                                 {"K2", "Công ty Thiết bị", "BAN", "", "2000-01-01", "", "", "Khối 1"},
                                                 {"BAN", "Ban Ví dụ", "", "ban", "1995-01-01", "", "", ""}});
        ASSERT_EQ(units.rejected, 0) << text_of(units);
        auto const people = import_rows("persons", {{"Số hiệu", "Họ và tên", "Đối tượng", "Cấp bậc", "Chức vụ", "Đơn vị", "Trực tiếp", "Ngày nhập ngũ", "Giới tính"},
                                                    {"NV1", "Nguyễn Đức An", "sĩ quan", "Đại úy", "Trợ lý", "K1-01", "x", "2005-03-01", "Nam"},
                                                    {"NV2", "Trần Thị Bình", "SQ", "Trung tá", "Trưởng phòng", "K1-01", "", "2001-03-01", "Nữ"},
                                                    {"NV3", "Lê Văn Cường", "officer", "", "Kỹ sư", "K2", "x", "2003-03-01", "nam"},
                                                    {"NV4", "Lê Văn Cường", "officer", "", "Kỹ sư", "K2", "x", "2003-03-01", "nam"},
                                                    {"NV5", "Vũ Mai Dung", "qncn", "Đại úy", "", "Trạm Mới", "", "", ""}});
        ASSERT_EQ(people.rejected, 0) << text_of(people);
    }

    intake::Report awards(Rows const& rows, testing::How const& how = {}) { return import_rows("awards", rows, how); }
    // "row column key" of every error.
    static std::set<std::string> errors(intake::Report const& report)
    {
        std::set<std::string> found;
        for (auto const& error : report.errors) found.insert(std::to_string(error.row) + " " + error.column + " " + error.key);
        return found;
    }
    static std::set<std::string> warnings(intake::Report const& report)
    {
        std::set<std::string> found;
        for (auto const& warning : report.warnings) found.insert(std::to_string(warning.row) + " " + warning.key);
        return found;
    }
    std::string text(std::string_view sql)
    {
        return read([&](storage::Transaction& tx) { return tx.text(sql).value_or("—"); });
    }
};
THIDUA_ON_EACH_ENGINE(ListTest);
using Found = std::set<std::string>;

TEST_P(ListTest, UnitsComeInAnyOrderWithWhatTheyWere)
{
    EXPECT_EQ(text("SELECT path FROM unit WHERE code = 'K1-03'"), "/BAN/K1/K1-03/");
    EXPECT_EQ(text("SELECT kind FROM unit WHERE code = 'K2'"), "cap-2");
    EXPECT_EQ(text("SELECT l.kind FROM unit_link l JOIN unit u ON u.id = l.successor_id WHERE u.code = 'K1-03'"), "rename");
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE year = 2025"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE year = 2000"), 2);
    EXPECT_EQ(count("SELECT count(*) FROM block_member WHERE year = 2026"), 0);
    EXPECT_EQ(count("SELECT count(*) FROM name_word WHERE word = 'cuong'"), 2);
}

TEST_P(ListTest, UnitsThatContradictThemselvesAreRefused)
{
    auto const report = import_rows("units", {{"code", "name", "parent", "valid_from", "valid_to"},
                                              {"A", "Phòng A", "B", "2000-01-01", ""},
                                              {"B", "Phòng B", "A", "2000-01-01", ""},
                                              {"C", "Phòng C", "X9", "2001-01-01", "2000-01-01"},
                                              {"D", "Phòng D", "C", "2001-01-01", ""},
                                              {"E/1", "Phòng E", "BAN", "", ""},
                                              {"d", "Phòng D bis", "BAN", "", ""}});
    EXPECT_EQ(errors(report), (Found{"2 parent import.row.unit-in-itself", "3 parent import.row.unit-in-itself",
                                     "4 parent import.row.unknown-unit", "4 valid_to import.row.ends-before",
                                     "5 parent import.row.parent-rejected", "6 code import.row.bad-code",
                                     "7 code import.row.code-twice"}));
    EXPECT_EQ(report.rejected, 6);
    EXPECT_EQ(count("SELECT count(*) FROM unit"), 6);
}

TEST_P(ListTest, WhatCannotBeIsRefusedInListsOfUnitsPeopleAndFacts)
{
    EXPECT_EQ(errors(import_rows("persons", {{"Số hiệu", "Họ và tên", "Đối tượng", "Đơn vị", "Ngày sinh", "Ngày nhập ngũ"},
                                             {"K1", "Hồ Thị Én", "sĩ quan", "K2", "", ""},
                                             {"NV8", "Hồ Văn Tám", "sĩ quan", "K2", "01/01/2031", "01/01/2030"}})),
              (Found{"2 code import.row.code-of-unit", "3 birth_date import.row.day-in-future", "3 joined import.row.day-in-future"}));
    EXPECT_EQ(errors(import_rows("units", {{"code", "name", "parent", "valid_from"},
                                           {"K1-09", "Phòng Chín", "K1-02", "2017-01-01"},
                                           {"K3", "Cục Ba", "BAN", "2031-01-01"}})),
              (Found{"2 parent import.row.parent-ended", "3 valid_from import.row.day-in-future"}));
    EXPECT_EQ(errors(import_rows("ratings", {{"subject", "year", "rating"}, {"NV1", "2040", "tốt"}})),
              (Found{"2 year import.row.year-in-future"}));
    EXPECT_EQ(errors(import_rows("transfers", {{"person", "from_unit", "to_unit", "on"}, {"NV1", "K2", "K2", "2020-01-01"}, {"NV1", "K1", "K2", "2040-01-01"}})),
              (Found{"2 to_unit import.row.same-unit", "3 on import.row.day-in-future"}));
    EXPECT_EQ(errors(import_rows("initiatives", {{"subject", "year", "title", "level", "share"}, {"NV1", "2020", "Cải tiến", "cơ sở", "150"}})),
              (Found{"2 share import.row.share-above-all"}));
}

TEST_P(ListTest, WhoStillServesInAUnitThatHasEndedIsPointedOut)
{
    auto const report = import_rows("persons", {{"Số hiệu", "Họ và tên", "Đối tượng", "Đơn vị", "Ngày thôi công tác"},
                                                {"NV8", "Hồ Văn Tám", "sĩ quan", "K1-02", ""},
                                                {"NV9", "Hồ Văn Chín", "sĩ quan", "K1-02", "01/02/2015"}});
    EXPECT_EQ(report.accepted, 2);
    EXPECT_EQ(warnings(report), (Found{"2 import.row.unit-ended"}));
}

TEST_P(ListTest, AStaffListSentAgainUpdatesWhatItSays)
{
    auto const report = import_rows("persons", {{"Số hiệu", "Họ và tên", "Đối tượng", "Cấp bậc", "Chức vụ", "Đơn vị"},
                                                {"nv1", "Nguyễn Đức Anh", "sĩ quan", "Thiếu tá", "", "K2"},
                                                {"NV6", "Hồ Thị Én", "sĩ quan", "", "", "K2"}});
    EXPECT_EQ(report.accepted, 2) << text_of(report);
    EXPECT_EQ(text("SELECT rank || '/' || position || '/' || full_name FROM person WHERE code = 'NV1'"), "Thiếu tá/Trợ lý/Nguyễn Đức Anh");
    EXPECT_EQ(text("SELECT what FROM audit_line WHERE subject = 'person:nv1'"), "organisation.person.import");
    EXPECT_EQ(count("SELECT count(*) FROM name_word WHERE word = 'anh'"), 1);
    EXPECT_EQ(count("SELECT count(*) FROM name_word WHERE word = 'an'"), 0);
}

TEST_P(ListTest, ARowWithoutAuthorityTakesTheOneThatDecidesItsAwardOnThatDay)
{
    auto const report = awards({{"Mã", "Hình thức khen thưởng", "Năm thành tích", "Số QĐ", "Ngày QĐ"},
                                {"K1", "Đơn vị quyết thắng", "2018", "1/QĐ", "05/12/2018"},
                                {"K1", "Đơn vị quyết thắng", "2024", "2/QĐ", "05/12/2024"},
                                {"NV1", "CSTT", "2018", "3/QĐ", "05/12/2018"},
                                {"NV1", "Giấy khen", "2018", "3/QĐ", "05/12/2018"},
                                {"NV1", "CSTT", "2017", "4/QĐ", "05/12/2017"}});
    ASSERT_EQ(report.accepted, 5) << text_of(report);
    auto authority = [&](std::string const& number) { return text("SELECT authority FROM decision WHERE number = '" + number + "'"); };
    EXPECT_EQ(authority("1/QĐ"), "truong-ban");
    EXPECT_EQ(authority("2/QĐ"), "bo-truong");
    EXPECT_EQ(authority("3/QĐ"), "don-vi") << "one paper, one authority";
    EXPECT_EQ(authority("4/QĐ"), "") << "nothing says who decided";
    EXPECT_EQ(count("SELECT count(*) FROM decision WHERE number = '3/QĐ'"), 1);
}

TEST_P(ListTest, EveryWrongCellOfAnAwardIsSaid)
{
    auto const report = awards({{"Mã", "Họ và tên / Tập thể", "Đơn vị", "Hình thức khen thưởng", "Năm thành tích", "Số QĐ", "Ngày QĐ", "Cấp quyết định", "Loại hình"},
                                {"NV1", "Nguyễn Ðức An", "Phòng Một", "GK", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"NV1", "Nguyễn Văn An", "Phòng Một", "Giấy khen", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"NV1", "", "Công ty Thiết bị", "Giấy khen", "2017", "1/QĐ", "05/12/2018", "Tỉnh", "lạ"},
                                {"NV9", "", "", "Giấy khen", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"K1-02", "", "", "Giấy khen", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"K1", "", "", "CSTT", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"NV2", "", "", "Cờ Ban", "2019", "", "31/02/2018", "", ""},
                                {"NV1", "", "Phòng Ba", "", "hai nghìn", "1/QĐ", "", "", ""},
                                {"", "", "", "Giấy khen", "2018", "1/QĐ", "05/12/2018", "", ""},
                                {"NV5", "", "Phòng Hai", "Giấy khen", "2014-2016", "2/QĐ", "05/12/2016", "", ""},
                                {"NV1", "", "", "Giấy khen", "2018", "3/QĐ", "05/12/2045", "", ""}});
    EXPECT_EQ(errors(report),
              (Found{"3 full_name import.row.name-differs", "4 unit import.row.unit-differs", "4 authority intake.row.unknown-term",
                     "4 mode intake.row.unknown-term", "5 subject import.row.unknown-subject", "6 decision_date import.row.outside-life",
                     "7 award import.row.person-award", "8 award import.row.unit-award", "8 decision_no import.row.number-missing",
                     "8 decision_date intake.row.bad-date", "9 unit import.row.unknown-unit", "9 award import.row.award-missing",
                     "9 year intake.row.bad-year", "9 decision_date import.row.date-missing", "10 subject import.row.subject-missing",
                     "12 decision_date import.row.decision-in-future"}))
        << text_of(report);
    EXPECT_EQ(report.rejected, 9);
    EXPECT_EQ(report.accepted, 0);
}

TEST_P(ListTest, NamesWithoutCodesAreTakenOnlyWhereTheyAreUnique)
{
    auto const report = awards({{"Số hiệu", "Họ và tên", "Đơn vị", "award", "year", "decision_no", "decision_date"},
                                {"", "NGUYỄN ĐỨC AN", "Phòng Một", "Giấy khen", "2018", "1/QĐ", "2018-12-05"},
                                {"", "Lê Văn Cường", "K2", "Giấy khen", "2018", "1/QĐ", "2018-12-05"},
                                {"", "Lê Văn Cường", "Văn phòng", "Giấy khen", "2018", "1/QĐ", "2018-12-05"},
                                {"", "Phòng Hai", "Văn phòng", "Giấy khen", "2015", "1/QĐ", "2015-12-05"},
                                {"", "Công ty Thiết bị", "", "Giấy khen", "2018", "1/QĐ", "2018-12-05"},
                                {"", "Vũ Mai Dung", "Phòng Hai", "Giấy khen", "2015", "1/QĐ", "2015-12-05"}},
                               {.partial = true});
    EXPECT_EQ(errors(report), (Found{"3 full_name import.row.ambiguous-name", "4 full_name import.row.unknown-name"}));
    EXPECT_EQ(warnings(report), (Found{"2 import.row.matched-by-name", "5 import.row.matched-by-name",
                                       "6 import.row.matched-by-name", "7 import.row.matched-by-name"}));
    EXPECT_EQ(report.accepted, 4);
    EXPECT_EQ(text("SELECT unit_name || ' ' || sources FROM award WHERE subject_name = 'Vũ Mai Dung'"), "Phòng Hai ssauuau")
        << "the unit as the paper says, the rank of today";
}

TEST_P(ListTest, OneNumberHasOneDateInAYear)
{
    auto const header = std::vector<std::string_view>{"subject", "award", "year", "decision_no", "decision_date"};
    EXPECT_EQ(errors(awards({header, {"NV1", "Giấy khen", "2018", "7/QĐ-X", "2018-12-05"}, {"NV2", "Giấy khen", "2018", "7 / qđ-x", "2018-12-06"},
                             {"NV3", "Giấy khen", "2017", "7/QĐ-X", "2017-12-06"}, {"NV4", "Giấy khen", "2018", "7/QĐ-X", "2018-12-05"}})),
              (Found{"2 decision_date import.row.number-two-dates", "3 decision_date import.row.number-two-dates",
                     "5 decision_date import.row.number-two-dates"}));
    EXPECT_EQ(awards({header, {"NV1", "Giấy khen", "2018", "7/QĐ-X", "2018-12-05"}}).accepted, 1);
    EXPECT_EQ(errors(awards({header, {"NV2", "Giấy khen", "2018", "7/QĐ-X", "2018-12-06"}, {"NV3", "Giấy khen", "2018", "8/QĐ-X", "2018-12-05"}})),
              (Found{"2 decision_date import.row.number-other-date"}));
    EXPECT_EQ(awards({header, {"NV3", "Giấy khen", "2018", "7/QĐ-x", "2018-12-05"}}).accepted, 1);
    EXPECT_EQ(count("SELECT count(*) FROM decision"), 1) << "a paper of the register is taken again";
}

TEST_P(ListTest, TheSameAwardTwiceIsWrongAndByAnotherPaperAWarning)
{
    auto const header = std::vector<std::string_view>{"subject", "award", "year", "decision_no", "decision_date", "mode"};
    auto const report = awards({header, {"NV1", "GK", "2018", "1/QĐ", "2018-12-05", ""}, {"nv1", "Giấy khen", "2018", "1/QĐ", "2018-12-05", ""},
                                {"NV1", "giấy khen", "2018", "2/QĐ", "2018-12-05", ""}, {"NV1", "giấy khen", "2018", "1/QĐ", "2018-12-05", "đột xuất"}},
                               {.partial = true});
    EXPECT_EQ(errors(report), (Found{"3  import.row.twice-in-file"}));
    EXPECT_EQ(warnings(report), (Found{"4 import.row.other-paper-in-file"}));
    auto const again = awards({header, {"NV1", "GK", "2018", "1/QĐ", "2018-12-05", ""}, {"NV1", "GK", "2018", "3/QĐ", "2018-12-05", ""}});
    EXPECT_EQ(errors(again), (Found{"2  import.row.in-register"}));
    EXPECT_TRUE(warnings(again).contains("3 import.row.other-paper"));
}

TEST_P(ListTest, AnAnnexMayHaveItsAwardsOutsideAndSeveralSheets)
{
    auto const bytes = workbook({{{"PHỤ LỤC"},
                                  {"(Ban hành kèm theo Quyết định số: 12 /QĐ-BCY ngày 05/12/2018 của Trưởng ban)"},
                                  {"TT", "Họ và tên, tập thể", "Số hiệu", "Cấp bậc, chức vụ", "Đơn vị", "Ghi chú"},
                                  {"(1)", "(2)", "(3)", "(4)", "(5)", "(6)"},
                                  {"I", "Bằng khen của Trưởng ban: 3 đối tượng"},
                                  {"1.", "Tập thể"},
                                  {"", "Văn phòng"},
                                  {"1", "Phòng Một", "", "", "Văn phòng"},
                                  {"2. CÁ NHÂN"},
                                  {"1", "Nguyễn Đức An", "NV1", "Đại úy, Phó trưởng phòng", "Phòng Một"},
                                  {"2", "Trần Thị Bình", "NV2", "Phó trưởng phòng, Bí thư chi bộ", ""},
                                  {"II", "Giấy khen của Chủ tịch tỉnh"},
                                  {"1", "Vũ Mai Dung", "NV5", "Đại úy", "Trạm Mới"},
                                  {"Cộng: 4", "", "", "", ""},
                                  {"Nơi nhận:"}},
                                 {{"Số hiệu", "Hình thức"}, {"K2", "Cờ Ban", ""}}});
    auto const report = import_bytes("awards", bytes, {.partial = true, .set = {{"year", "2018"}}});
    EXPECT_EQ(errors(report), (Found{"13 award import.row.award-missing"})) << text_of(report);
    EXPECT_EQ(report.accepted, 4) << text_of(report);
    EXPECT_EQ(text("SELECT number FROM decision"), "12/QĐ-BCY");
    EXPECT_EQ(count("SELECT count(*) FROM decision"), 1);
    EXPECT_EQ(text("SELECT rank || '|' || position FROM award WHERE subject_name = 'Nguyễn Đức An'"), "Đại úy|Phó trưởng phòng");
    EXPECT_EQ(text("SELECT position FROM award WHERE subject_name = 'Trần Thị Bình'"), "Phó trưởng phòng, Bí thư chi bộ");
    EXPECT_EQ(report.errors.at(0).sheet, "Trang");
    std::set<std::uint32_t> skipped;
    for (auto const& row : report.skipped) skipped.insert(row.row);
    EXPECT_EQ(skipped, (std::set<std::uint32_t>{4, 12, 14, 15}));
}

TEST_P(ListTest, AnAwardInTheTitleHoldsUntilAHeadingNamesOne)
{
    auto const bytes = workbook({{{"CHIẾN SĨ THI ĐUA CƠ SỞ"},
                                  {"Kèm theo Quyết định số 12/QĐ-BCY ngày 05/12/2018"},
                                  {"TT", "Họ và tên", "Số hiệu", "Năm", "Đơn vị"},
                                  {"A", "CÁ NHÂN"},
                                  {"1", "Nguyễn Đức An", "NV1", "2018", "Phòng Một"},
                                  {"I", "GIẤY KHEN"},
                                  {"1", "Trần Thị Bình", "NV2", "2017", "Phòng Một"}}});
    auto const report = import_bytes("awards", bytes);
    EXPECT_EQ(report.accepted, 2) << text_of(report);
    EXPECT_EQ(text("SELECT award || ' ' || year FROM award WHERE subject_name = 'Nguyễn Đức An'"), "cstd-co-so 2018");
    EXPECT_EQ(text("SELECT award || ' ' || year FROM award WHERE subject_name = 'Trần Thị Bình'"), "giay-khen 2017");
}

TEST_P(ListTest, AYearOfBirthIsNoYearOfAchievement)
{
    auto const report = awards({{"Số hiệu", "Năm sinh", "Hình thức", "Năm", "Số QĐ", "Ngày QĐ"},
                                {"NV1", "1980", "Giấy khen", "2018", "1/QĐ", "05/12/2018"}});
    EXPECT_EQ(report.accepted, 1) << text_of(report);
    EXPECT_TRUE(report.warnings.empty()) << text_of(report);
    EXPECT_EQ(count("SELECT year FROM award"), 2018);
}

TEST_P(ListTest, GarbledRowsAreSaidOnceAndCompaniesAreUnits)
{
    auto const report = awards({{"subject", "full_name", "award", "year", "decision_no", "decision_date"},
                                {"", "Công ty Thiết bị", "Giấy khen", "2018", "1/QĐ", "2018-12-05"},
                                {"NV8", "NguyÔn V¨n A", "GiÊy khen", "20", "", ""},
                                {"", "CỘNG TRANG", "", "", "", "12"}});
    EXPECT_EQ(errors(report), (Found{"3 full_name intake.row.garbled"}));
    ASSERT_EQ(report.skipped.size(), 1u);
    EXPECT_EQ(report.skipped[0].row, 4u);
}

TEST_P(ListTest, FactsAreTakenOnceAndFilledIn)
{
    auto const first = import_rows("disciplines", {{"Số hiệu", "Hình thức kỷ luật", "Từ ngày", "Đến ngày"}, {"NV1", "Cảnh cáo", "01/02/2020", ""}, {"K1", "khiển trách", "2020-01-01", "2020-12-31"}});
    EXPECT_EQ(first.accepted, 2) << text_of(first);
    auto const second = import_rows("disciplines", {{"subject", "kind", "from", "to"}, {"NV1", "Cảnh cáo", "2020-02-01", "2021-02-01"}, {"K1", "khiển trách", "2020-01-01", "2020-12-31"}});
    EXPECT_EQ(second.rejected, 0) << text_of(second);
    EXPECT_EQ(text("SELECT to_on FROM discipline WHERE subject_kind = 'person'"), "2021-02-01");
    EXPECT_EQ(count("SELECT count(*) FROM discipline"), 2);
    auto const third = import_rows("disciplines", {{"subject", "kind", "from", "to"}, {"NV1", "Cảnh cáo", "2020-02-01", "2022-02-01"}});
    EXPECT_EQ(errors(third), (Found{"2 to import.row.differs"}));
}

TEST_P(ListTest, AUnitHasNoMorePeopleOfAKindThanInAll)
{
    auto const report = import_rows("unit_years", {{"unit", "year", "total", "completed", "advanced"}, {"K1", "2018", "20", "20", "21"}, {"K2", "2018", "20", "20", ""}});
    EXPECT_EQ(errors(report), (Found{"2 advanced import.row.above-total"})) << text_of(report);
}

TEST_P(ListTest, EveryKindOfFactIsStored)
{
    struct Case {
        char const* kind;
        char const* table;
        Rows rows;
    };
    for (auto const& [kind, table, rows] : std::vector<Case>{
             {"posts", "post", {{"Số hiệu", "Đơn vị", "Chức vụ", "Từ ngày", "Hệ số chức vụ", "Trực tiếp"}, {"NV1", "K2", "Trợ lý", "2010-01-01", "0,4", "x"}}},
             {"ratings", "rating", {{"Số hiệu", "Năm", "Xếp loại"}, {"NV1", "2020", "HTXSNV"}, {"K1", "2020-2021", "tốt"}}},
             {"initiatives", "initiative", {{"Mã", "Năm", "Tên", "Cấp công nhận", "Loại", "Tỷ lệ đóng góp"}, {"NV1", "2020", "Phần mềm A", "cơ sở", "", "60"}}},
             {"absences", "absence", {{"Số hiệu", "Loại", "Từ", "Đến", "Kết quả"}, {"NV1", "Thai sản", "2020-01-01", "", "giỏi"}}},
             {"transfers", "transfer", {{"person", "from_unit", "to_unit", "on", "opinion"}, {"NV1", "K1-01", "K2", "2020-01-01", "x"}}},
             {"pending", "pending_case", {{"subject", "kind", "from"}, {"NV1", "Đang điều tra", "2020-01-01"}}},
             {"unit_years", "unit_year", {{"Đơn vị", "Năm", "total", "party_clean"}, {"K1", "2020", "1.250", "x"}}},
             {"completeness", "completeness", {{"unit", "kind", "year"}, {"K1", "ratings", "2020"}}}}) {
        auto const report = import_rows(kind, rows);
        auto const wanted = static_cast<std::int64_t>(rows.size()) - 1;
        EXPECT_EQ(report.accepted, wanted) << kind << text_of(report);
        EXPECT_EQ(count("SELECT count(*) FROM " + std::string{table}), wanted) << kind;
        EXPECT_EQ(import_rows(kind, rows).accepted, wanted) << kind << " again";
        EXPECT_EQ(count("SELECT count(*) FROM " + std::string{table}), wanted) << kind << " again";
    }
    EXPECT_EQ(count("SELECT coefficient FROM post"), 40);
    EXPECT_EQ(count("SELECT total FROM unit_year"), 1250);
    auto const blocks = import_rows("blocks", {{"Khối", "Năm", "Đơn vị", "Vai trò"}, {"Khối 1", "2025", "K1", "Khối trưởng"}, {"Khối 9", "2025", "K1-01", ""}});
    EXPECT_EQ(blocks.accepted, 2) << text_of(blocks);
    EXPECT_EQ(text("SELECT role FROM block_member WHERE year = 2025 ORDER BY role LIMIT 1"), "head");
}

TEST_P(ListTest, DatedPostsAndTodaySayWhatThePaperDoesNot)
{
    ASSERT_EQ(import_rows("posts", {{"person", "unit", "position", "rank", "from", "to", "direct_worker"},
                                    {"NV1", "K2", "Nhân viên", "Trung úy", "2010-01-01", "2015-12-31", "x"}}).accepted, 1);
    auto const report = awards({{"subject", "award", "year", "decision_no", "decision_date", "position"},
                                {"NV1", "Giấy khen", "2014", "1/QĐ", "2014-12-05", ""},
                                {"NV1", "Giấy khen", "2018", "2/QĐ", "2018-12-05", "Phó phòng"}});
    ASSERT_EQ(report.accepted, 2) << text_of(report);
    EXPECT_EQ(text("SELECT unit_name || '|' || rank || '|' || position || '|' || sources FROM award WHERE year = 2014"),
              "Công ty Thiết bị|Trung úy|Nhân viên|apppapu");
    EXPECT_EQ(text("SELECT unit_name || '|' || rank || '|' || position || '|' || sources FROM award WHERE year = 2018"),
              "Phòng Một|Đại úy|Phó phòng|aaasaau");
}

TEST_P(ListTest, AClerkWritesOnlyAboutTheirPart)
{
    actor_ = access::Actor{};
    actor_.account = 5;
    actor_.name = "clerk";
    actor_.grants = {{access::Permission::WriteRegister, "/BAN/K1/"}};
    Rows const rows{{"subject", "award", "year", "decision_no", "decision_date", "marking"},
                    {"NV1", "Giấy khen", "2018", "1/QĐ", "2018-12-05", ""},
                    {"NV3", "Giấy khen", "2018", "1/QĐ", "2018-12-05", ""},
                    {"K2", "Giấy khen", "2018", "1/QĐ", "2018-12-05", ""},
                    {"NV2", "Giấy khen", "2018", "1/QĐ", "2018-12-05", "Mật"}};
    EXPECT_EQ(errors(awards(rows)), (Found{"3 subject import.row.unknown-subject", "4 subject import.row.unknown-subject",
                                           "5 marking import.row.above-clearance"}));
    auto const people = try_import("persons", workbook({{{"code", "full_name"}, {"X", "Y"}}}));
    ASSERT_FALSE(people);
    EXPECT_EQ(people.error().kind, Kind::Denied);
}

TEST_P(ListTest, FilesThatCannotBeReadSayWhy)
{
    auto key = [&](std::string kind, std::string bytes, testing::How how = {}) {
        auto const report = try_import(std::move(kind), std::move(bytes), how);
        return report ? std::string{"read"} : report.error().problems.at(0).key;
    };
    EXPECT_EQ(key("awards", "một,hai\n1,2\n"), "intake.file.no-header");
    EXPECT_EQ(key("stars", "code,name\n"), "intake.kind.unknown");
    EXPECT_EQ(key("awards", "subject,award\nNV1,GK\n", {.set = {{"colour", "red"}}}), "intake.set.unknown-column");
    EXPECT_EQ(key("persons", "Sè hiÖu,Hä vµ tªn\nNV1,A\n"), "intake.file.garbled");
}

}  // namespace
}  // namespace thidua::registry
