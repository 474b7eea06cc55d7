#include "web/visit.h"

#include "base/text.h"
#include "terms/locale.h"
#include "web/multipart.h"

#include <unistd.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>

namespace thidua::web {

namespace {

constexpr std::size_t kSpoolAbove = 256 * 1024;

std::string write_spool_file(std::string const& directory, std::string_view bytes)
{
    auto path = directory + "/thidua-upload-XXXXXX";
    int const file = ::mkstemp(path.data());
    if (file < 0) throw std::runtime_error("cannot write to the spool folder " + directory);
    bool good = true;
    while (good && !bytes.empty()) {
        auto const written = ::write(file, bytes.data(), bytes.size());
        good = written > 0;
        if (good) bytes.remove_prefix(static_cast<std::size_t>(written));
    }
    ::close(file);
    if (!good) {
        ::unlink(path.c_str());
        throw std::runtime_error("the spool folder is full: " + directory);
    }
    return path;
}

// A browser says "C:\fakepath\x.xlsx" or worse; only the last part is a name.
std::string base_name(std::string const& filename)
{
    auto const slash = filename.find_last_of("/\\");
    return slash == std::string::npos ? filename : filename.substr(slash + 1);
}

bool has_media_type(std::string_view content_type, std::string_view wanted)
{
    auto const bare = content_type.substr(0, content_type.find(';'));
    return same_name(trim(bare), wanted);
}

bool read_multipart(Visit& visit, std::string_view content_type, std::string const& spool_dir)
{
    auto parts = parse_multipart(content_type, visit.raw.body);
    if (!parts) return false;
    for (auto& part : *parts) {
        if (!part.filename) {
            visit.request.form.add(std::move(part.name), std::string{part.data});
            continue;
        }
        if (part.filename->empty() && part.data.empty()) continue;  // A file field left empty.
        http::Upload upload;
        upload.field = std::move(part.name);
        upload.filename = base_name(tidy(*part.filename));
        upload.content_type = std::move(part.content_type);
        upload.size = part.data.size();
        if (part.data.size() > kSpoolAbove) {
            upload.spool_path = write_spool_file(spool_dir, part.data);
        } else {
            upload.bytes = std::string{part.data};
        }
        visit.request.uploads.push_back(std::move(upload));
    }
    return true;
}

bool prefers_json(RawRequest const& raw, http::Values const& query, bool json_body)
{
    auto const format = query.find("format").value_or("");
    if (format == "json") return true;
    if (format == "html") return false;
    auto const accept = raw.header("accept");
    auto const json = std::max(accept_weight(accept, "application/json"),
                               accept_weight(accept, "application/problem+json"));
    auto const html = accept_weight(accept, "text/html");
    return json > html || (json_body && json == html);
}

bool same_host(std::string_view origin, std::string_view host)
{
    auto const scheme = origin.find("://");
    return scheme != std::string_view::npos && !host.empty() &&
           same_name(origin.substr(scheme + 3), host);
}

// Takes the same time whatever the first difference is.
bool same_secret(std::string_view a, std::string_view b)
{
    if (a.size() != b.size() || a.empty()) return false;
    unsigned difference = 0;
    for (std::size_t i = 0; i < a.size(); ++i) {
        difference |= static_cast<unsigned>(static_cast<unsigned char>(a[i]) ^
                                            static_cast<unsigned char>(b[i]));
    }
    return difference == 0;
}

}  // namespace

Visit::~Visit()
{
    for (auto const& upload : request.uploads) {
        if (!upload.spool_path.empty()) ::unlink(upload.spool_path.c_str());
    }
}

std::optional<Trouble> read_head(Visit& visit)
{
    auto const& raw = visit.raw;
    auto& request = visit.request;
    auto const mark = raw.target.find('?');
    request.target = std::string{raw.target.substr(0, raw.target.find('#'))};
    if (mark != std::string_view::npos) {
        request.query = http::parse_query(std::string_view{request.target}.substr(mark + 1));
    }
    bool const json_body = has_media_type(raw.header("content-type"), "application/json");
    request.wants_json = prefers_json(raw, request.query, json_body);
    request.is_htmx = raw.header("hx-request") == "true";
    request.remote = std::string{raw.remote};
    request.user_agent = std::string{raw.header("user-agent").substr(0, 200)};
    visit.head_only = raw.method == "HEAD";
    request.method = raw.method == "POST" ? http::Method::Post : http::Method::Get;
    auto path = http::decode_path(std::string_view{request.target}.substr(0, mark));
    if (!path || path->empty() || path->front() != '/') return Trouble{400, {{"http.bad-request"}}};
    request.path = std::move(*path);
    if (raw.method != "GET" && raw.method != "HEAD" && raw.method != "POST") {
        return Trouble{405, {{"http.wrong-method"}}};
    }
    return std::nullopt;
}

std::optional<Trouble> read_body(Visit& visit, std::string const& spool_dir)
{
    auto const& raw = visit.raw;
    auto& request = visit.request;
    auto const type = raw.header("content-type");
    if (has_media_type(type, "application/json")) {
        auto values = http::parse_json_form(raw.body);
        if (!values) return Trouble{400, {{"http.bad-json"}}};
        request.form = std::move(*values);
    } else if (has_media_type(type, "multipart/form-data")) {
        if (!read_multipart(visit, type, spool_dir)) return Trouble{400, {{"http.bad-request"}}};
    } else if (has_media_type(type, "application/x-www-form-urlencoded")) {
        request.form = http::parse_query(raw.body);
    } else if (!raw.body.empty()) {
        return Trouble{415, {{"http.unsupported-type"}}};
    }
    auto const key = raw.header("idempotency-key");
    request.idempotency_key =
        std::string{key.empty() ? request.form.find("_key").value_or("") : key}.substr(0, 200);
    return std::nullopt;
}

std::string choose_language(Visit const& visit)
{
    auto const& known = terms::languages();
    auto const is_known = [&](std::string_view language) {
        return std::find(known.begin(), known.end(), language) != known.end();
    };
    auto const asked = visit.request.query.find("lang").value_or("");
    if (is_known(asked)) return std::string{asked};
    auto const kept = visit.raw.cookie(kLanguageCookie);
    if (is_known(kept)) return std::string{kept};
    if (!visit.actor().is_anonymous() && is_known(visit.actor().language))
        return visit.actor().language;
    auto const header = visit.raw.header("accept-language");
    std::string best = known.empty() ? "vi" : known.front();
    for (auto const& language : known) {
        if (accept_weight(header, language) > accept_weight(header, best)) best = language;
    }
    return best;
}

bool comes_from_our_pages(Visit const& visit)
{
    auto const& raw = visit.raw;
    auto const site = raw.header("sec-fetch-site");
    if (!site.empty() && site != "same-origin" && site != "none") return false;
    auto const origin = raw.header("origin");
    if (!origin.empty() && !same_host(origin, raw.header("host"))) return false;
    bool const is_log_in = visit.route->door == http::Door::Public && visit.route->keeps_no_key;
    if (!visit.by_cookie || is_log_in) return true;
    auto const header = raw.header("x-csrf-token");
    return same_secret(header.empty() ? visit.request.form.find("_csrf").value_or("") : header,
                       visit.who.csrf);
}

}  // namespace thidua::web
