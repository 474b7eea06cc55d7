// A request as pages see it: parsed, size-limited, decoded. Sockets and headers of the transport
// are the shell's; nothing here blocks or allocates by surprise.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thidua::http {

enum class Method { Get, Post };

// A file that came with a form. Larger ones lie in a spool file that the shell removes afterwards.
struct Upload {
    std::string field;
    std::string filename;      // As the browser said; never a path to trust.
    std::string content_type;  // As the browser said; never believed.
    std::string bytes;         // The content, or empty when spooled:
    std::string spool_path;
    std::uint64_t size = 0;

    // The content, read from the spool when it lies there.
    std::string content() const;
};

// The named values of a query, a form or a JSON body, in order; a name may come several times.
class Values {
public:
    // Bytes that no database takes as text are mended here: bad UTF-8 becomes U+FFFD, NUL is
    // dropped.
    void add(std::string name, std::string value);
    // The first value of that name, as it was sent; nothing when it is absent.
    std::optional<std::string_view> find(std::string_view name) const;
    // The value, outer blanks off and NFC (thidua::tidy), "" when absent: what a text field holds.
    std::string text(std::string_view name) const;
    // The value as it is but in NFC and with \r\n as \n: a multi-line field.
    std::string lines(std::string_view name) const;
    std::vector<std::string> all(std::string_view name) const;
    // A checkbox: "1", "on", "true", "x".
    bool checked(std::string_view name) const;
    // Nothing when absent, empty or not a whole number.
    std::optional<std::int64_t> integer(std::string_view name) const;
    std::vector<std::pair<std::string, std::string>> const& pairs() const { return pairs_; }

private:
    std::vector<std::pair<std::string, std::string>> pairs_;
};

struct Request {
    Method method = Method::Get;
    std::string path = "/";    // Decoded, no query.
    std::string target = "/";  // As sent, for links back.
    Values query;
    Values form;  // Form fields or the members of a JSON object (numbers and booleans as
                  // text, arrays as repeated names, nested objects as "name.member").
    std::vector<Upload> uploads;
    bool wants_json = false;  // Accept, or a JSON body.
    bool is_htmx = false;
    std::string id;      // Of the request, in the log and in error pages.
    std::string remote;  // Address of the peer, for delays after failed log-ins.
    std::string user_agent;
    std::string idempotency_key;  // Header, or the hidden field `_key`; "" when none.

    Upload const* upload(std::string_view field) const;
};

// "a=1&b=%C4%90" decoded; "+" is a blank.
Values parse_query(std::string_view text);
std::string percent_encode(std::string_view text);
// A path segment or path; nothing for a broken escape, bad UTF-8 or a control character.
std::optional<std::string> decode_path(std::string_view text);
// The members of a JSON object as Values, see Request::form. Nothing for any other JSON or no JSON.
std::optional<Values> parse_json_form(std::string_view body);

}  // namespace thidua::http
