// What a page is made of. A capability's pages.cpp registers routes here; a handler turns a request
// into one JSON document (GET) or performs one act (POST). The shell draws the document through a
// view for people and hands it out as it is to programs (design.md point 4).
//
//     void add_pages(http::Router& routes)
//     {
//         routes.get("/units/{code}", Permission::ReadOrganisation, "organisation.unit",
//         show_unit); routes.post("/units/{code}/rename", Permission::WriteOrganisation,
//         rename_unit).form("/units/{code}/rename");
//     }
//
// The route's permission is only the door ("anywhere at all"); the act asks for the unit concerned.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/clock.h"
#include "base/result.h"
#include "http/request.h"
#include "storage/database.h"

#include <boost/json.hpp>

#include <functional>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::http {

namespace json = boost::json;
using access::Permission;

// One step of the way back: a page address and its name, a locale key (with {args} taken from the
// document) or plain text.
struct Crumb {
    std::string href;
    std::string key;
    std::string text = {};
};

// What a handler gives back.
struct Answer {
    enum class Type { Page, Done, File };
    Type type = Type::Page;
    int status = 200;
    // Page: the view ("organisation/unit" → src/organisation/views/unit.mustache), the locale key
    // of its title (args from the document) and the document itself: raw values and codes only.
    std::string view = {};
    std::string title_key = {};
    json::object document = {};
    std::vector<Crumb> crumbs = {};
    // Done: where a browser goes next (303) and the locale key of the sentence shown there (args
    // from the document); a program gets 200 and the document.
    std::string location = {};
    std::string notice_key = {};
    // Set-Cookie values, for log-in and log-out alone.
    std::vector<std::string> set_cookies = {};
    // Holds something shown once (a first-login code, a token): never kept for a repeated key.
    bool secret = false;
    // File: a download.
    std::string filename = {};
    std::string content_type = {};
    std::string bytes = {};
    bool inline_file = false;  // Shown in the browser (PDF, image) instead of saved.
};
Answer page(std::string view,
            std::string title_key,
            json::object document,
            std::vector<Crumb> crumbs = {});
Answer done(std::string location, std::string notice_key, json::object document = {});
Answer file(std::string filename, std::string content_type, std::string bytes);

// 422, 403, 404, 409, 409, 503 in the order of Kind.
int status_of(Kind kind);

class Router;

// Everything a handler may know. Lives for one request, in one thread.
class Context {
public:
    Context(Request const& request_,
            storage::Database& db_,
            access::Actor const& actor_,
            Clock const& clock,
            Router const& router_)
        : request(request_), db(db_), actor(actor_), now(clock.now()), router(router_)
    {}

    Request const& request;
    storage::Database& db;
    access::Actor const& actor;
    Instant const now;
    Router const& router;
    std::string language = "vi";
    std::string session_hash = {};  // Of the session in use, "" for tokens and anonymous readers.
    std::map<std::string, std::string, std::less<>> params = {};  // {code} of the route.

    Date today() const { return legal_day(now); }
    Values const& form() const { return request.form; }
    Values const& query() const { return request.query; }
    // Throws std::logic_error for a name the route lacks.
    std::string const& param(std::string_view name) const;
    audit::Act act(storage::Transaction& tx) const { return {tx, actor, now, request.id}; }

    // The list is wanted as a file (?format=xlsx|csv): give every row, not a page of them.
    bool wants_export() const;
    // ?page=, from 1; anything else is 1.
    int page_number() const;

    // Runs an act with the request's idempotency key: a second arrival of the same key by the same
    // account gets the first answer and does nothing; the key with another request is a Conflict.
    // Body: Result<Answer>(audit::Act&).
    Result<Answer> write(std::function<Result<Answer>(audit::Act&)> const& body);

    // What panels registered for `place` say about `code`: an array of {view, …document}. A panel
    // that fails or answers an empty object is left out.
    json::array panels(std::string_view place, std::string_view code);
};

using Handler = std::function<Result<Answer>(Context&)>;
using Panel = std::function<Result<json::object>(Context&, std::string const& code)>;

// How a route may be reached.
enum class Door {
    Public,      // Anyone, also without log-in.
    SignedIn,    // Any account.
    Permission,  // An account that holds the permission somewhere.
};

class Route {
public:
    Method method = Method::Get;
    std::string pattern;
    Door door = Door::Permission;
    Permission permission = Permission::ManageSystem;
    Handler handler;
    std::string title_key;  // GET: also the summary in /openapi.json.
    std::string
        form_pattern;  // POST: the GET page drawn again with what was typed when input is bad.
    std::uint64_t body_limit = 1 << 20;
    bool keeps_no_key = false;  // POST without idempotency (log-in).

    // The page to draw again, with the problems on top, when the act answers BadInput, Conflict or
    // Refused.
    Route& form(std::string get_pattern) { return form_pattern = std::move(get_pattern), *this; }
    Route& limit(std::uint64_t bytes) { return body_limit = bytes, *this; }
};

// A line of the left menu, shown to those who pass the door of the page it leads to.
struct MenuItem {
    std::string group;  // locale key menu.group.<group>; groups in the order of ui.md 7
    std::string href;
    std::string key;   // locale key of the label
    std::string icon;  // name in web/icons
    int order = 0;
};

class Router {
public:
    Router();
    ~Router();
    Router(Router&&) noexcept;
    Router& operator=(Router&&) noexcept;

    Route& get(std::string pattern, Permission permission, std::string title_key, Handler handler);
    Route& post(std::string pattern, Permission permission, Handler handler);
    Route& get(std::string pattern, Door door, std::string title_key, Handler handler);
    Route& post(std::string pattern, Door door, Handler handler);
    void menu(MenuItem item) { menu_.push_back(std::move(item)); }
    // Later capabilities add to the pages of earlier ones: places "person", "unit", "home",
    // "decision".
    void panel(std::string place, std::string view, Panel panel);

    // The route for a path and its parameters; literal segments win over parameters. Null when
    // none.
    Route const* find(Method method,
                      std::string_view path,
                      std::map<std::string, std::string, std::less<>>& params) const;
    Route const* find_pattern(Method method, std::string_view pattern) const;
    std::vector<std::unique_ptr<Route>> const& routes() const { return routes_; }
    std::vector<MenuItem> const& menu() const { return menu_; }
    bool admits(Route const& route, access::Actor const& actor) const;

private:
    friend class Context;
    struct Node;  // One segment of the tree of patterns.
    Route& add(Method method, std::string pattern, Handler handler);
    struct PanelEntry {
        std::string place;
        std::string view;
        Panel panel;
    };
    std::unique_ptr<Node> root_;
    std::vector<std::unique_ptr<Route>> routes_;
    std::vector<MenuItem> menu_;
    std::vector<PanelEntry> panels_;
};

// ---- The shape of list pages, so that paging and export are built once -------------------------
//
// A list page's document has "list": {"columns": [{"key","label","kind"}], "rows": [{…}], "total":
// n, "more": bool (total is a floor, shown "10.000+"), "page": n, "pages": n, "page_size": n}.
// kind: text | number | date | year | term:<vocabulary kind> | flag. `label` is a locale key. The
// shell writes "columns" × "rows" when ?format=xlsx or csv is asked; views draw "rows" as they
// like.
struct Column {
    std::string key;
    std::string label;
    std::string kind = "text";
};
struct ListPage {
    std::vector<Column> columns;
    json::array rows;
    std::int64_t total = 0;
    bool more = false;
    int page = 1;
    int page_size = 50;
};
json::object list_document(ListPage list);

}  // namespace thidua::http
