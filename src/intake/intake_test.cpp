#include "documents/csv_reader.h"
#include "intake/header.h"
#include "intake/heading.h"
#include "intake/list.h"
#include "intake/report.h"
#include "intake/row_reader.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace thidua::intake {
namespace {

std::string columns_of(std::string_view kind, std::string_view header)
{
    auto const& list = *find_kind(kind);
    std::string names;
    for (auto const column : match_header_cell(list, header).columns) names += (names.empty() ? "" : " ") + std::string{list.columns[column].name};
    return names;
}

TEST(Header, CellsMatchByNamePartOrBeginning)
{
    EXPECT_EQ(columns_of("awards", "HINH THUC khen thưởng"), "award");
    EXPECT_EQ(columns_of("awards", "Họ và tên / Tập thể"), "full_name");
    EXPECT_EQ(columns_of("awards", "Cấp bậc, chức vụ"), "rank position");
    EXPECT_EQ(columns_of("awards", "Đơn vị trình"), "submitting_unit");
    EXPECT_EQ(columns_of("awards", "Đơn vị công tác"), "unit");
    EXPECT_EQ(columns_of("awards", "decision_no"), "decision_no");
    EXPECT_EQ(columns_of("awards", "Năm thành tích"), "year");
    for (auto const* unknown : {"TT", "Ghi chú", "Tổ", "Đơn vị:", "Hìnhthức", "Họ"}) EXPECT_EQ(columns_of("awards", unknown), "") << unknown;
    EXPECT_EQ(columns_of("persons", "Đối tượng"), "category");
    EXPECT_EQ(columns_of("persons", "Ngày nhập ngũ"), "joined");
}

std::optional<Header> header_in(std::string_view csv)
{
    auto const book = documents::read_csv(csv).value();
    return find_header(book.sheets[0], book.strings, *find_kind("awards"));
}

TEST(Header, IsTheFirstRowThatNamesEnough)
{
    EXPECT_EQ(header_in("DANH SÁCH TẬP THỂ, CÁ NHÂN\n,\nTT,Số hiệu,Hình thức\n")->first_row, 3u);
    EXPECT_FALSE(header_in("TT,Số hiệu,Ghi chú\n"));
    EXPECT_FALSE(header_in("Hình thức,Số QĐ\n"));
    EXPECT_FALSE(header_in(std::string(20, '\n') + "Số hiệu,Hình thức\n"));
    EXPECT_EQ(header_in(std::string(19, '\n') + "Số hiệu,Hình thức\n")->first_row, 20u);
}

TEST(Header, TwoRowsCountAsOne)
{
    auto const header = header_in("TT,Họ và tên,Thông tin,,Đơn vị\n,,Số hiệu,Chức vụ,\n1,A,B,C,D\n");
    ASSERT_TRUE(header);
    EXPECT_EQ(header->last_row, 2u);
    EXPECT_EQ(header->cells.size(), 5u);
    EXPECT_EQ(header_in("Số hiệu,Hình thức\nNV1,Giấy khen\n")->last_row, 1u);
}

TEST(Heading, LosesItsNumberAndWhatFollowsTheColon)
{
    EXPECT_EQ(parse_heading("A. TẬP THỂ: 28 tập thể").text, "TẬP THỂ");
    EXPECT_EQ(parse_heading("A. TẬP THỂ").numbering, Numbering::Letter);
    EXPECT_EQ(parse_heading("II. Bằng khen").numbering, Numbering::Roman);
    EXPECT_EQ(parse_heading("1) Cá nhân").text, "Cá nhân");
    EXPECT_EQ(parse_heading("2.1. Cá nhân").text, "Cá nhân");
    EXPECT_EQ(parse_heading("Trạm 1").text, "Trạm 1");
    EXPECT_EQ(numbering_of("IV."), Numbering::Roman);
    EXPECT_EQ(numbering_of("(12)"), Numbering::Arabic);
    EXPECT_EQ(numbering_of("An"), Numbering::None);
}

TEST(Heading, SumsAndSignaturesKeepTheirDiacritics)
{
    for (auto const* text : {"Cộng", "TỔNG CỘNG:", "Cộng trang", "Người lập biểu", "cộng: 12"}) EXPECT_TRUE(is_sum_or_signature(text)) << text;
    for (auto const* text : {"Công ty Thiết bị", "Cộngg", "Nguời lập", "Tổng số"}) EXPECT_FALSE(is_sum_or_signature(text)) << text;
}

TEST(Heading, ATitleLineTellsOfTheDecision)
{
    auto const line = parse_decision_line("(Kèm theo Quyết định số 512/QĐ-BCY ngày 18 tháng 12 năm 2018 của Trưởng ban)");
    ASSERT_TRUE(line);
    EXPECT_EQ(line->number, "512/QĐ-BCY");
    EXPECT_EQ(to_iso(*line->date), "2018-12-18");
    EXPECT_EQ(line->signer, "trưởng ban");
    EXPECT_EQ(to_iso(*parse_decision_line("KÈM THEO QUYẾT ĐỊNH SỐ: 7 /QĐ-BQP, ngày 05/12/2018")->date), "2018-12-05");
    EXPECT_EQ(parse_decision_line("Kèm theo QĐ số 7/QĐ-BQP")->number, "7/QĐ-BQP");
    EXPECT_FALSE(parse_decision_line("Kèm theo Tờ trình số 12/TTr-BCY ngày 01/12/2018"));
    EXPECT_FALSE(parse_decision_line("Quyết định số     /QĐ-BCY ngày   tháng   năm 2018"));
    EXPECT_FALSE(parse_decision_line("Kèm theo Quyết định số 7/QĐ ngày 31/02/2018")->date);
}

TEST(Years, AreOneTwoOrSeveral)
{
    EXPECT_TRUE(parse_years("2018-2019")->is_school_year());
    EXPECT_EQ(parse_years("2014 – 2018")->first, 2014);
    for (auto const* text : {"2019-2018", "18", "2018/2019", "năm 2018", ""}) EXPECT_FALSE(parse_years(text)) << text;
}

TEST(Report, IsTheDocumentProgramsReadAndComesBackFromStorage)
{
    Report report{.accepted = 1, .rejected = 1};
    report.errors.push_back({"", 3, "award", "intake.row.bad-date", {{"value", "x"}}});
    report.errors.push_back({"Trang", 4, "", "intake.row.bad-date", {{"value", "y"}}});
    report.warnings.push_back({"", 5, "", "intake.row.bad-year", {{"value", "z"}}});
    report.skipped.push_back({"", 6, "Cộng"});
    auto const document = to_json(from_stored(to_stored(report)), "vi");
    EXPECT_EQ(document.at("errors").at(0).at("column"), "award");
    EXPECT_TRUE(document.at("errors").at(1).at("column").is_null());
    EXPECT_EQ(document.at("errors").at(1).at("sheet"), "Trang");
    EXPECT_FALSE(document.at("errors").at(0).as_object().contains("sheet"));
    EXPECT_EQ(document.at("errors").at(0).at("message"), "“x” không phải là ngày có thật. Hãy ghi dạng 18/12/2018.");
    EXPECT_EQ(document.at("warnings").at(0).at("row"), 5);
    EXPECT_EQ(document.at("skipped").at(0).at("text"), "Cộng");
}

TEST(List, ReadsCellsMergedDownwardsForAllTheirRows)
{
    documents::Workbook book = documents::read_csv("Số hiệu,Hình thức,Số QĐ\nNV1,GK,7/QĐ\nNV2,GK,\n").value();
    book.sheets[0].merges.push_back({2, 3, 2, 2});
    Report report;
    auto list = List::read(std::move(book), *find_kind("awards"), {}, true, report).value();
    ASSERT_EQ(list.lines().size(), 2u);
    EXPECT_EQ(list.texts().view(list.cell(list.lines()[1], list.kind().at("decision_no"))), "7/QĐ");
}

TEST(List, NamesTheCellThatIsTooLong)
{
    auto const sheet = "Số hiệu,Hình thức,Số QĐ,Thành tích\nNV1,GK," + std::string(101, '7') + ",Tốt\nNV2,GK,7/QĐ," +
                       std::string(2000, 'x') + "\n";
    Report report;
    auto list = List::read(documents::read_csv(sheet).value(), *find_kind("awards"), {}, true, report).value();
    ASSERT_EQ(report.errors.size(), 1u);
    EXPECT_EQ(report.errors[0].key, "intake.row.too-long");
    EXPECT_EQ(report.errors[0].column, "decision_no");
    EXPECT_EQ(report.errors[0].row, 2);
    EXPECT_EQ(list.lines().size(), 1u);
}

}  // namespace
}  // namespace thidua::intake
