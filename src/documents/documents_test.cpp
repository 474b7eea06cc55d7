#include "documents/archive.h"
#include "documents/csv_reader.h"
#include "documents/number_format.h"
#include "documents/workbook.h"
#include "documents/xlsx_writer.h"

#include <gtest/gtest.h>
#include <zip.h>

#include <map>

namespace thidua::documents {
namespace {

// A zip file of the given parts.
std::string zipped(std::map<std::string, std::string> const& parts)
{
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(nullptr, 0, 0, &error);
    zip_source_keep(source);
    auto* const zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    for (auto const& [name, text] : parts)
        zip_file_add(zip, name.c_str(), zip_source_buffer(zip, text.data(), text.size(), 0), ZIP_FL_ENC_UTF_8);
    zip_close(zip);
    zip_stat_t stat;
    zip_source_stat(source, &stat);
    std::string bytes(stat.size, '\0');
    zip_source_open(source);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    zip_source_free(source);
    zip_error_fini(&error);
    return bytes;
}

constexpr char const* kRelations =
    R"(<Relationships><Relationship Id="rId7" Type="http://x/worksheet" Target="/xl/worksheets/list.xml"/>)"
    R"(<Relationship Id="rId8" Type="http://x/sharedStrings" Target="sharedStrings.xml"/>)"
    R"(<Relationship Id="rId9" Type="http://x/styles" Target="styles.xml"/></Relationships>)";

std::map<std::string, std::string> parts_with(std::string sheet_data, std::string workbook_properties = "")
{
    return {
        {"_rels/.rels", R"(<Relationships><Relationship Id="a" Type="http://x/officeDocument" Target="xl/workbook.xml"/></Relationships>)"},
        {"xl/workbook.xml", "<workbook xmlns:r=\"r\">" + workbook_properties +
                                R"(<sheets><sheet name="Một" sheetId="4" r:id="rId7"/></sheets></workbook>)"},
        {"xl/_rels/workbook.xml.rels", kRelations},
        {"xl/sharedStrings.xml",
         R"(<sst><si><t>chung</t></si><si><r><t>Bằng </t></r><r><t xml:space="preserve">khen</t></r><rPh><t>đọc</t></rPh></si></sst>)"},
        {"xl/styles.xml",
         R"(<styleSheet><numFmts><numFmt numFmtId="170" formatCode="[$-42A]dd/mm/yyyy;@"/><numFmt numFmtId="171" formatCode="&quot;day&quot; 0.00"/></numFmts>)"
         R"(<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="170"/><xf numFmtId="171"/></cellXfs></styleSheet>)"},
        {"xl/worksheets/list.xml", "<worksheet><sheetData>" + sheet_data + "</sheetData><mergeCells><mergeCell ref=\"A1:C2\"/></mergeCells></worksheet>"},
    };
}

std::string shown(Workbook const& book, std::size_t sheet = 0)
{
    std::string result;
    for (auto const& row : book.sheets.at(sheet).rows) {
        result += std::to_string(row.number) + ":";
        for (auto const& cell : book.sheets[sheet].cells_of(row))
            result += " " + std::to_string(cell.column) + "=" + std::string{book.strings.view(cell.text)};
        result += "\n";
    }
    return result;
}

std::string key_of(Result<Workbook> const& result)
{
    return result ? "read" : result.error().problems.at(0).key;
}

TEST(Xlsx, ReadsEveryKindOfCell)
{
    auto const bytes = zipped(parts_with(
        R"(<row r="2" hidden="1"><c r="A2" t="s"><v>0</v></c><c r="C2" t="s"><v>1</v></c></row>)"
        R"(<row r="5"><c t="inlineStr"><is><r><t>Xin </t></r><r><t>chào</t></r><rPh><t>x</t></rPh></is></c><c r="D5" s="1"><v>43452</v></c>)"
        R"(<c s="2"><v>43452.75</v></c><c s="3"><v>43452</v></c><c r="H5" t="b"><v>1</v></c><c r="I5" t="e"><v>#N/A</v></c><c r="J5" t="str"><f>1+1</f><v>hai_x000D_</v></c></row>)"
        R"(<row><c r="AA6"><v>4.2726E4</v></c><c r="AB6"><v>0.30000000000000004</v></c><c r="AC6" t="d"><v>2018-12-18T00:00:00</v></c></row>)"));
    auto const book = read_workbook(bytes);
    ASSERT_TRUE(book) << key_of(book);
    EXPECT_EQ(shown(*book),
              "2: 0=chung 2=Bằng khen\n"
              "5: 0=Xin chào 3=2018-12-18 4=2018-12-18 5=43452 7=1 8=#N/A 9=hai\r\n"
              "6: 26=42726 27=0.3 28=2018-12-18\n");
    EXPECT_EQ(book->sheets[0].name, "Một");
    ASSERT_EQ(book->sheets[0].merges.size(), 1u);
    EXPECT_EQ(book->sheets[0].merges[0].last_column, 2);
    EXPECT_EQ(book->sheets[0].cells[3].type, CellType::Date);
}

TEST(Xlsx, CountsDaysFrom1904WhereTheBookSaysSo)
{
    auto const book = read_workbook(zipped(parts_with(R"(<row r="1"><c r="A1" s="1"><v>41990</v></c></row>)", R"(<workbookPr date1904="1"/>)")));
    EXPECT_EQ(shown(*book), "1: 0=2018-12-18\n");
}

TEST(Xlsx, RefusesWhatIsNoHonestWorkbook)
{
    auto with = [](std::string name, std::string text) {
        auto parts = parts_with("");
        parts[std::move(name)] = std::move(text);
        return key_of(read_workbook(zipped(parts)));
    };
    EXPECT_EQ(with("xl/worksheets/list.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><worksheet/>"), "intake.file.unsafe");
    EXPECT_EQ(with("xl/worksheets/list.xml", "<worksheet><sheetData>"), "intake.file.damaged");
    EXPECT_EQ(with("xl/vbaProject.bin", "x"), "intake.file.macros");
    EXPECT_EQ(with("xl/externalLinks/externalLink1.xml", "x"), "intake.file.links");
    EXPECT_EQ(with("word/document.xml", "x"), "intake.file.word");
    EXPECT_EQ(with("xl/worksheets/list.xml", "<worksheet>" + std::string(3u << 20, ' ') + "</worksheet>"), "intake.file.bomb");
    EXPECT_EQ(key_of(read_workbook(zipped({{"content.xml", "x"}, {"mimetype", "y"}}))), "intake.file.opendocument");
    EXPECT_EQ(key_of(read_workbook(zipped({{"a.txt", "x"}}))), "intake.file.not-a-table");
    EXPECT_EQ(key_of(read_workbook("PK\x03\x04 cut off")), "intake.file.damaged");
    EXPECT_EQ(key_of(read_workbook("")), "intake.file.empty");
    EXPECT_EQ(key_of(read_workbook("%PDF-1.7")), "intake.file.pdf");
    std::string const ole{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8};
    EXPECT_EQ(key_of(read_workbook(ole + "Workbook")), "intake.file.old-excel");
    EXPECT_EQ(key_of(read_workbook(ole + std::string{"W\0o\0r\0d\0D\0o\0c\0u\0m\0e\0n\0t\0", 24})), "intake.file.word");
    EXPECT_EQ(key_of(read_workbook(ole + std::string{"E\0n\0c\0r\0y\0p\0t\0e\0d\0P\0a\0c\0k\0a\0g\0e\0", 32})), "intake.file.password");
}

TEST(Xlsx, StopsAtTheLimits)
{
    auto parts = parts_with(R"(<row r="9"><c r="A9"><v>1</v></c><c r="F9"><v>2</v></c></row>)");
    EXPECT_EQ(key_of(read_workbook(zipped(parts), {.rows = 8})), "intake.file.too-large");
    EXPECT_EQ(key_of(read_workbook(zipped(parts), {.columns = 5})), "intake.file.too-large");
    EXPECT_EQ(key_of(read_workbook(zipped(parts), {.cells = 1})), "intake.file.too-large");
    EXPECT_EQ(key_of(read_workbook(zipped(parts), {.unpacked_bytes = 40})), "intake.file.bomb");
}

TEST(Xlsx, WhatIsWrittenIsRead)
{
    XlsxWriter writer;
    writer.begin_sheet("A/B", "Danh sách", {{"Tên", 30}, {"Ngày"}, {"Số"}});
    writer.row({std::string_view{"=1+1"}, Day{"2018-12-18"}, std::int64_t{42}});
    writer.row({std::monostate{}, Day{"không rõ"}, std::string_view{"007"}});
    writer.begin_sheet("a b", "", {{"Một"}});
    auto const book = read_workbook(writer.finish());
    ASSERT_TRUE(book) << key_of(book);
    EXPECT_EQ(shown(*book),
              "1: 0=Danh sách\n3: 0=Tên 1=Ngày 2=Số\n4: 0==1+1 1=2018-12-18 2=42\n5: 1=không rõ 2=007\n");
    EXPECT_EQ(shown(*book, 1), "1: 0=Một\n");
    EXPECT_EQ(book->sheets[0].name, "A B");
    EXPECT_EQ(book->sheets[1].name, "a b 2");
}

TEST(NumberFormat, TellsDaysFromNumbers)
{
    for (auto const* code : {"dd/mm/yyyy", "d-mmm-yy", "[$-1010000]yyyy/mm/dd;@", "yyyy", "mmmm\\ d", "[Red]dd/mm"})
        EXPECT_TRUE(is_date_format(code)) << code;
    for (auto const* code : {"General", "0.00", "#,##0 \"d\"", "h:mm:ss", "[h]:mm", "0;[Red]\"day\"", "_-* #,##0\\ _d", "0.00E+00", "@"})
        EXPECT_FALSE(is_date_format(code)) << code;
    EXPECT_TRUE(is_date_format(14));
    EXPECT_FALSE(is_date_format(20));
    EXPECT_EQ(to_iso(*day_of_serial(1, false)), "1900-01-01");
    EXPECT_EQ(to_iso(*day_of_serial(61, false)), "1900-03-01");
    EXPECT_EQ(to_iso(*day_of_serial(0, true)), "1904-01-01");
    EXPECT_FALSE(day_of_serial(0.5, false));
    EXPECT_FALSE(day_of_serial(9e9, false));
}

TEST(NumberFormat, PrintsNumbersAsPeopleReadThem)
{
    EXPECT_EQ(plain_number("2018"), "2018");
    EXPECT_EQ(plain_number("2018.0"), "2018");
    EXPECT_EQ(plain_number("1.5E+12"), "1500000000000");
    EXPECT_EQ(plain_number("1E-3"), "0.001");
    EXPECT_EQ(plain_number("-0"), "0");
    EXPECT_EQ(plain_number("abc"), "abc");
}

TEST(Csv, ReadsWhatSpreadsheetsSave)
{
    auto const book = read_csv("\xEF\xBB\xBF" "code;name\r\n\"a;1\";\"dòng 1\ndòng \"\"2\"\"\"\r\n\r\n;cuối");
    ASSERT_TRUE(book);
    EXPECT_EQ(shown(*book), "1: 0=code 1=name\n2: 0=a;1 1=dòng 1\ndòng \"2\"\n4: 1=cuối\n");
    EXPECT_EQ(shown(*read_csv("a\tb,c\td\n")), "1: 0=a 1=b,c 2=d\n");
    EXPECT_EQ(shown(*read_csv("sep=;\nx,y;z")), "2: 0=x,y 1=z\n");
}

TEST(Csv, SaysWhatIsWrongWithABadFile)
{
    EXPECT_EQ(key_of(read_csv("\xFF\xFEh\0", {})), "intake.file.encoding");
    EXPECT_EQ(key_of(read_csv("NguyÔn V\xA8n")), "intake.file.encoding");
    EXPECT_EQ(key_of(read_csv(std::string_view{"a\0b", 3})), "intake.file.encoding");
    EXPECT_EQ(key_of(read_csv("a,\"b\nc")), "intake.file.quotes");
    EXPECT_EQ(key_of(read_csv("a\nb\nc\n", {.rows = 2})), "intake.file.too-large");
}

TEST(StringPool, KeepsEachTextOnce)
{
    StringPool pool;
    auto const first = pool.intern("một");
    for (int i = 0; i < 5000; ++i) pool.intern(std::to_string(i));
    EXPECT_EQ(pool.intern("một"), first);
    EXPECT_EQ(pool.intern(""), 0u);
    EXPECT_EQ(pool.view(pool.intern("4999")), "4999");
    EXPECT_EQ(pool.size(), 5002u);
}

}  // namespace
}  // namespace thidua::documents
