// One request on its way through the application: what is known of it so far.
#pragma once

#include "http/authenticator.h"
#include "http/page.h"
#include "web/message.h"

#include <map>
#include <string>
#include <vector>

namespace thidua::web {

struct Visit {
    explicit Visit(RawRequest const& raw_) : raw(raw_) {}
    ~Visit();  // Removes the spool files of its uploads.
    Visit(Visit const&) = delete;
    Visit& operator=(Visit const&) = delete;

    RawRequest const& raw;
    http::Request request = {};
    http::Route const* route = nullptr;
    std::map<std::string, std::string, std::less<>> params = {};
    http::SignIn who = {access::Actor::anonymous(), {}, {}};
    bool by_cookie = false;
    std::string language = "vi";
    std::string office = {};                // Name of the office, for the header of pages.
    std::vector<std::string> cookies = {};  // To be set.
    bool head_only = false;

    bool wants_html() const { return !request.wants_json; }
    access::Actor const& actor() const { return who.actor; }
};

// A refusal before any page was asked: the status and what to say.
struct Trouble {
    int status = 400;
    std::vector<Problem> problems = {};
};

// Method, path, query, negotiation: everything but the body. Refuses what cannot be a request.
std::optional<Trouble> read_head(Visit& visit);

// The body, as form, multipart form or JSON. Uploads over 256 kB are written to `spool_dir`.
std::optional<Trouble> read_body(Visit& visit, std::string const& spool_dir);

// The language to answer in: ?lang=, the cookie, the account's, the browser's, Vietnamese.
std::string choose_language(Visit const& visit);

// A write with a cookie must come from one of our own pages: by its origin, and by the session's
// token. What comes without cookie needs no token, but a browser must not be led here from
// elsewhere.
bool comes_from_our_pages(Visit const& visit);

inline constexpr std::string_view kLanguageCookie = "thidua_lang";

}  // namespace thidua::web
