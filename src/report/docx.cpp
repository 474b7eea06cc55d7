#include "report/docx.h"

#include <zip.h>

#include <memory>
#include <numeric>
#include <stdexcept>

namespace thidua::report {

namespace {

constexpr int kTextWidth = 9'070;  // A4 less 30 mm left and 20 mm right, in twentieths of a point.

std::string escaped(std::string_view text)
{
    std::string result;
    for (char const c : text) {
        switch (c) {
        case '&': result += "&amp;"; break;
        case '<': result += "&lt;"; break;
        case '>': result += "&gt;"; break;
        case '"': result += "&quot;"; break;
        default:
            if (static_cast<unsigned char>(c) >= 0x20) result += c;
        }
    }
    return result;
}

struct Style {
    bool bold = false;
    std::string_view align = "left";
    int half_points = 24;
};

std::string paragraph(std::string_view text, Style const& style)
{
    return "<w:p><w:pPr><w:jc w:val=\"" + std::string{style.align} + "\"/></w:pPr><w:r><w:rPr>" +
           (style.bold ? "<w:b/>" : "") + "<w:sz w:val=\"" + std::to_string(style.half_points) +
           "\"/></w:rPr><w:t xml:space=\"preserve\">" + escaped(text) + "</w:t></w:r></w:p>";
}

std::vector<int> widths(std::vector<DocxColumn> const& columns)
{
    auto const weight =
        std::accumulate(columns.begin(), columns.end(), 0, [](int sum, DocxColumn const& column) {
            return sum + column.weight;
        });
    std::vector<int> result;
    for (auto const& column : columns) result.push_back(kTextWidth * column.weight / weight);
    return result;
}

std::string row(DocxTable const& table,
                std::vector<std::string> const& cells,
                bool is_header,
                bool bold)
{
    auto const width = widths(table.columns);
    std::string xml = "<w:tr>";
    if (is_header) xml += "<w:trPr><w:tblHeader/></w:trPr>";
    for (std::size_t i = 0; i < table.columns.size(); ++i) {
        Style style{bold, "left", 24};
        if (is_header) style.align = "center";
        if (!is_header && table.columns[i].is_number) style.align = "right";
        xml += "<w:tc><w:tcPr><w:tcW w:w=\"" + std::to_string(width[i]) +
               "\" w:type=\"dxa\"/></w:tcPr>" + paragraph(i < cells.size() ? cells[i] : "", style) +
               "</w:tc>";
    }
    return xml + "</w:tr>";
}

std::string borders()
{
    std::string xml = "<w:tblBorders>";
    for (auto const* const side : {"top", "left", "bottom", "right", "insideH", "insideV"}) {
        xml += std::string{"<w:"} + side + " w:val=\"single\" w:sz=\"4\" w:color=\"000000\"/>";
    }
    return xml + "</w:tblBorders>";
}

std::string grid(DocxTable const& table)
{
    std::string xml = "<w:tblGrid>";
    for (auto const width : widths(table.columns))
        xml += "<w:gridCol w:w=\"" + std::to_string(width) + "\"/>";
    return xml + "</w:tblGrid>";
}

std::string document(DocxTable const& table)
{
    std::vector<std::string> header;
    for (auto const& column : table.columns) header.push_back(column.title);
    std::string xml =
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:document xmlns:w="
        "\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>";
    xml += paragraph(table.title, {true, "center", 28}) +
           paragraph(table.subtitle, {false, "center", 26}) + paragraph("", {});
    xml += "<w:tbl><w:tblPr><w:tblW w:w=\"" + std::to_string(kTextWidth) + "\" w:type=\"dxa\"/>" +
           borders() + "</w:tblPr>" + grid(table) + row(table, header, true, true);
    for (std::size_t i = 0; i < table.rows.size(); ++i) {
        xml += row(table, table.rows[i], false, table.last_is_total && i + 1 == table.rows.size());
    }
    return xml + "</w:tbl>" + paragraph("", {}) +
           "<w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/><w:pgMar w:top=\"1134\" "
           "w:right=\"1134\" w:bottom=\"1134\""
           " w:left=\"1701\" w:header=\"709\" w:footer=\"709\" "
           "w:gutter=\"0\"/></w:sectPr></w:body></w:document>";
}

constexpr std::string_view kContentTypes =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Types xmlns="
    "\"http://schemas.openxmlformats.org/package/2006/content-types\"><Default Extension=\"rels\" "
    "ContentType="
    "\"application/vnd.openxmlformats-package.relationships+xml\"/><Default Extension=\"xml\" "
    "ContentType="
    "\"application/xml\"/><Override PartName=\"/word/document.xml\" ContentType="
    "\"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml\"/"
    "><Override PartName="
    "\"/word/styles.xml\" ContentType="
    "\"application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml\"/></Types>";
constexpr std::string_view kPackageRelations =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns="
    "\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type="
    "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target="
    "\"word/document.xml\"/></Relationships>";
constexpr std::string_view kDocumentRelations =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><Relationships xmlns="
    "\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" Type="
    "\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles\" "
    "Target=\"styles.xml\"/>"
    "</Relationships>";
constexpr std::string_view kStyles =
    "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?><w:styles xmlns:w="
    "\"http://schemas.openxmlformats.org/wordprocessingml/2006/"
    "main\"><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts"
    " w:ascii=\"Times New Roman\" w:hAnsi=\"Times New Roman\" w:cs=\"Times New Roman\"/><w:sz "
    "w:val=\"26\"/>"
    "<w:lang w:val=\"vi-VN\"/></w:rPr></w:rPrDefault></w:docDefaults></w:styles>";

void add_part(zip_t* archive, char const* name, std::string_view bytes)
{
    constexpr zip_uint64_t kOfTheCaller = 0;
    auto* const source = zip_source_buffer(archive, bytes.data(), bytes.size(), kOfTheCaller);
    auto const index =
        source == nullptr ? -1 : zip_file_add(archive, name, source, ZIP_FL_ENC_UTF_8);
    if (index < 0) throw std::runtime_error("docx: " + std::string{zip_strerror(archive)});
    zip_file_set_mtime(archive,
                       static_cast<zip_uint64_t>(index),
                       315'532'800,
                       0);  // 1980: same table, same bytes.
}

std::string bytes_of(zip_source_t* source)
{
    zip_stat_t status;
    zip_source_stat(source, &status);
    std::string bytes(status.size, '\0');
    zip_source_open(source);
    zip_source_read(source, bytes.data(), bytes.size());
    zip_source_close(source);
    return bytes;
}

}  // namespace

std::string write_docx(DocxTable const& table)
{
    zip_error_t error;
    zip_error_init(&error);
    std::unique_ptr<zip_source_t, decltype(&zip_source_free)> const source{
        zip_source_buffer_create(nullptr, 0, 0, &error), &zip_source_free};
    auto* const archive = zip_open_from_source(source.get(), ZIP_TRUNCATE, &error);
    if (archive == nullptr) throw std::runtime_error("docx: cannot begin an archive");
    zip_source_keep(source.get());

    auto const body = document(table);
    add_part(archive, "[Content_Types].xml", kContentTypes);
    add_part(archive, "_rels/.rels", kPackageRelations);
    add_part(archive, "word/document.xml", body);
    add_part(archive, "word/_rels/document.xml.rels", kDocumentRelations);
    add_part(archive, "word/styles.xml", kStyles);
    if (zip_close(archive) != 0) throw std::runtime_error("docx: cannot finish the archive");
    return bytes_of(source.get());
}

}  // namespace thidua::report
