#include "files/media_type.h"

#include <algorithm>
#include <array>

namespace thidua::files {

namespace {

constexpr std::string_view kPdf = "application/pdf";
constexpr std::string_view kJpeg = "image/jpeg";
constexpr std::string_view kPng = "image/png";

struct Beginning {
    std::string_view bytes;
    std::string_view media_type;
};
constexpr std::array kBeginnings = {
    Beginning{"%PDF-", kPdf},
    Beginning{"\xFF\xD8\xFF", kJpeg},
    Beginning{"\x89PNG\r\n\x1A\n", kPng},
};

// An Office file is a ZIP; the names of its parts stand in it uncompressed.
struct OfficeFile {
    std::string_view part;
    std::string_view media_type;
};
constexpr std::array kOfficeFiles = {
    OfficeFile{"word/document.xml",
               "application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    OfficeFile{"xl/workbook.xml",
               "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
};
constexpr std::string_view kZip = "PK\x03\x04";
constexpr std::string_view kContentTypes = "[Content_Types].xml";
constexpr std::string_view kMacros = "vbaProject.bin";

bool contains(std::string_view bytes, std::string_view part)
{
    return bytes.find(part) != std::string_view::npos;
}

}  // namespace

std::optional<std::string_view> media_type_of(std::string_view bytes)
{
    for (auto const& beginning : kBeginnings) {
        if (bytes.starts_with(beginning.bytes)) return beginning.media_type;
    }
    if (!bytes.starts_with(kZip) || !contains(bytes, kContentTypes) || contains(bytes, kMacros))
        return std::nullopt;
    auto const office =
        std::find_if(kOfficeFiles.begin(), kOfficeFiles.end(), [&](OfficeFile const& file) {
            return contains(bytes, file.part);
        });
    return office == kOfficeFiles.end() ? std::nullopt : std::optional{office->media_type};
}

bool is_shown_inline(std::string_view media_type)
{
    return media_type == kPdf || media_type == kJpeg || media_type == kPng;
}

}  // namespace thidua::files
