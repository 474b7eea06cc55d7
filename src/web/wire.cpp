#include "web/wire.h"

#include "base/date.h"

#include <fmt/format.h>
#include <boost/asio/buffer.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include <algorithm>
#include <array>

namespace thidua::web {

namespace beast_http = boost::beast::http;

namespace {

std::string_view view(boost::beast::string_view text) { return {text.data(), text.size()}; }

}  // namespace

struct RequestReader::Parser : beast_http::request_parser<beast_http::string_body> {};

RequestReader::RequestReader(std::uint32_t head_limit) : parser_(std::make_unique<Parser>())
{
    parser_->header_limit(head_limit);
    parser_->body_limit(boost::none);  // Known when the head says which page is meant.
}

RequestReader::~RequestReader() = default;

RequestReader::State RequestReader::refuse(int status)
{
    refusal_ = status;
    return State::Bad;
}

RequestReader::State RequestReader::feed(std::string_view bytes, std::size_t& used)
{
    if (refusal_ != 0) return State::Bad;
    has_begun_ = has_begun_ || !bytes.empty();
    while (!parser_->is_done()) {
        bool const in_head = !parser_->is_header_done();
        boost::beast::error_code error;
        auto const taken =
            parser_->put(boost::asio::const_buffer{bytes.data(), bytes.size()}, error);
        used += taken;
        bytes.remove_prefix(taken);
        if (error == beast_http::error::need_more) return State::NeedMore;
        if (error == beast_http::error::header_limit) return refuse(431);
        if (error == beast_http::error::body_limit) return refuse(413);
        if (error == beast_http::error::bad_version) return refuse(505);
        if (error) return refuse(400);
        if (in_head && parser_->is_header_done()) return check_head();
        if (parser_->get().body().size() > body_limit_) return refuse(413);
        if (bytes.empty() && !parser_->is_done()) return State::NeedMore;
    }
    return State::Done;
}

RequestReader::State RequestReader::check_head()
{
    auto const& head = parser_->get();
    if (head.count(beast_http::field::host) > 1) return refuse(400);
    if (head.version() == 11 && head.count(beast_http::field::host) == 0) return refuse(400);
    if (head.count(beast_http::field::transfer_encoding) != 0 && !parser_->chunked())
        return refuse(501);
    auto const expect = view(head[beast_http::field::expect]);
    if (!expect.empty() && !same_name(expect, "100-continue")) return refuse(417);
    return State::HeadDone;
}

RequestReader::State RequestReader::limit_body(std::uint64_t bytes)
{
    if (refusal_ != 0) return State::Bad;
    body_limit_ = bytes;
    if (announced_body() > bytes) return refuse(413);
    parser_->body_limit(bytes);
    return parser_->is_done() ? State::Done : State::NeedMore;
}

bool RequestReader::keep_alive() const { return refusal_ == 0 && parser_->keep_alive(); }

bool RequestReader::expects_continue() const
{
    return !parser_->is_done() && parser_->get().version() == 11 &&
           !parser_->get()[beast_http::field::expect].empty();
}

std::uint64_t RequestReader::announced_body() const
{
    return parser_->content_length().value_or(0);
}

std::string_view RequestReader::method() const { return view(parser_->get().method_string()); }

std::string_view RequestReader::target() const
{
    auto const target = view(parser_->get().target());
    auto const scheme = target.find("://");
    if (scheme == std::string_view::npos || target.front() == '/') return target;
    auto const path = target.find('/', scheme + 3);
    return path == std::string_view::npos ? std::string_view{"/"} : target.substr(path);
}

RawRequest RequestReader::request(std::string_view remote, bool tls) const
{
    RawRequest raw{method(), target(), {}, parser_->get().body(), remote, tls};
    raw.headers.reserve(16);
    for (auto const& field : parser_->get())
        raw.headers.emplace_back(view(field.name_string()), view(field.value()));
    return raw;
}

std::string response_head(Response const& response, std::string_view date, bool keep_alive)
{
    std::string head;
    head.reserve(1024);
    head += "HTTP/1.1 ";
    head += std::to_string(response.status);
    head += ' ';
    head += reason_phrase(response.status);
    head += "\r\nDate: ";
    head += date;
    head += "\r\n";
    if (response.status != 304) {
        head += "Content-Length: ";
        head += std::to_string(response.content().size());
        head += "\r\n";
    }
    if (!keep_alive) head += "Connection: close\r\n";
    for (auto const& [name, value] : response.headers) {
        head += name;
        head += ": ";
        auto const begin = head.size();
        head += value;
        // A line break would begin a header of somebody else's making.
        if (value.find_first_of("\r\n") != std::string::npos) {
            std::replace(head.begin() + static_cast<std::ptrdiff_t>(begin), head.end(), '\r', ' ');
            std::replace(head.begin() + static_cast<std::ptrdiff_t>(begin), head.end(), '\n', ' ');
        }
        head += "\r\n";
    }
    head += "\r\n";
    return head;
}

std::string http_date(std::int64_t seconds)
{
    static constexpr std::array<char const*, 7> days = {
        "Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr std::array<char const*, 12> months = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    Date const day{static_cast<std::int32_t>(seconds / 86400)};
    auto const time = seconds % 86400;
    return fmt::format("{}, {:02} {} {} {:02}:{:02}:{:02} GMT",
                       days[static_cast<std::size_t>(day.weekday())],
                       day.day(),
                       months[static_cast<std::size_t>(day.month() - 1)],
                       day.year(),
                       time / 3600,
                       time / 60 % 60,
                       time % 60);
}

}  // namespace thidua::web
