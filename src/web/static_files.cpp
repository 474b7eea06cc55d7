#include "web/static_files.h"

#include "base/assets.h"
#include "base/random.h"

#include <algorithm>
#include <array>
#include <cctype>

namespace thidua::web {

namespace {

constexpr std::string_view kFolder = "web/dist/";

bool ends_with(std::string_view text, std::string_view end)
{
    return text.size() >= end.size() && text.substr(text.size() - end.size()) == end;
}

// "main-Bq3xT0aZ.js": the name changes with the content, so a browser may keep it for ever.
bool is_hashed(std::string_view name)
{
    auto const dot = name.rfind('.');
    auto const stem = name.substr(0, dot);
    auto const dash = stem.find_last_of("-.");
    return dash != std::string_view::npos && stem.size() - dash > 8 &&
           std::any_of(
               stem.begin() + static_cast<std::ptrdiff_t>(dash), stem.end(), [](unsigned char c) {
                   return std::isdigit(c) != 0 || std::isupper(c) != 0;
               });
}

}  // namespace

std::string_view media_type(std::string_view filename)
{
    static constexpr std::array<std::pair<std::string_view, std::string_view>, 14> types = {{
        {".css", "text/css; charset=utf-8"},
        {".js", "text/javascript; charset=utf-8"},
        {".json", "application/json"},
        {".svg", "image/svg+xml"},
        {".png", "image/png"},
        {".ico", "image/x-icon"},
        {".jpg", "image/jpeg"},
        {".woff2", "font/woff2"},
        {".html", "text/html; charset=utf-8"},
        {".txt", "text/plain; charset=utf-8"},
        {".csv", "text/csv; charset=utf-8"},
        {".pdf", "application/pdf"},
        {".map", "application/json"},
        {".webmanifest", "application/manifest+json"},
    }};
    for (auto const& [extension, type] : types) {
        if (ends_with(filename, extension)) return type;
    }
    return "application/octet-stream";
}

StaticFiles::StaticFiles()
{
    assets::each(kFolder, [&](std::string_view path, std::string_view bytes) {
        auto const name = path.substr(kFolder.size());
        if (ends_with(name, ".gz")) {
            files_[std::string{name.substr(0, name.size() - 3)}].gzip = bytes;
        } else if (ends_with(name, ".br")) {
            files_[std::string{name.substr(0, name.size() - 3)}].brotli = bytes;
        } else {
            auto& file = files_[std::string{name}];
            file.plain = bytes;
            file.etag = '"' + sha256_hex(bytes).substr(0, 20) + '"';
        }
    });
    std::erase_if(files_, [](auto const& entry) { return entry.second.etag.empty(); });
}

Response StaticFiles::answer(RawRequest const& raw, std::string_view name) const
{
    Response response;
    auto const found = files_.find(name);
    if (found == files_.end()) {
        response.status = 404;
        return response;
    }
    auto const& file = found->second;
    response.set("ETag", file.etag);
    response.set("Cache-Control",
                 is_hashed(name) ? "public, max-age=31536000, immutable" : "no-cache");
    response.set("Vary", "Accept-Encoding");
    if (raw.header("if-none-match").find(file.etag) != std::string_view::npos) {
        response.status = 304;
        return response;
    }
    response.set("Content-Type", std::string{media_type(name)});
    response.embedded = file.plain;
    auto const accepted = raw.header("accept-encoding");
    if (accepted.empty()) return response;
    if (!file.brotli.empty() && accept_weight(accepted, "br") > 0) {
        response.embedded = file.brotli;
        response.set("Content-Encoding", "br");
    } else if (!file.gzip.empty() && accept_weight(accepted, "gzip") > 0) {
        response.embedded = file.gzip;
        response.set("Content-Encoding", "gzip");
    }
    return response;
}

}  // namespace thidua::web
