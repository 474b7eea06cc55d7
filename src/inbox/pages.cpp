#include "inbox/pages.h"

#include "inbox/inbox.h"
#include "terms/locale.h"

namespace thidua::inbox {

namespace {

using http::Answer;
using http::Context;
namespace json = boost::json;

constexpr int kOnHomePage = 50;
constexpr int kNoticesOnHomePage = 5;  // The rest is a click away; what is to be done comes first.
constexpr int kPageSize = 50;
constexpr int kExported = 100'000;

json::value or_null(std::optional<std::string> const& value)
{
    return value ? json::value(*value) : json::value(nullptr);
}

json::object document_of(Item const& item, Date today)
{
    auto const deadline = item.deadline ? parse_iso_date(*item.deadline) : std::nullopt;
    json::object document{{"ref", item.ref},
                          {"kind", item.kind},
                          {"sentence", item.sentence},
                          {"args", json::parse(item.args)},
                          {"link", item.link},
                          {"deadline", or_null(item.deadline)},
                          {"days_left", nullptr},
                          {"late", deadline && *deadline < today && !item.done_at},
                          {"created_at", to_iso(Instant{item.created_at})},
                          {"done_at", nullptr},
                          {"done_by", item.done_by}};
    if (deadline) document["days_left"] = deadline->days - today.days;
    if (item.done_at) document["done_at"] = to_iso(Instant{*item.done_at});
    return document;
}

json::array documents_of(std::vector<Item> const& items, Date today)
{
    json::array documents;
    for (auto const& item : items) documents.push_back(document_of(item, today));
    return documents;
}

Result<Answer> show_home(Context& ctx)
{
    auto document = ctx.db.read([&](storage::Transaction& tx) {
        Filter const tasks{.kind = "task", .limit = kOnHomePage};
        Filter const notices{.kind = "notice", .limit = kNoticesOnHomePage};
        return json::object{
            {"tasks", documents_of(items_of(tx, ctx.actor, tasks), ctx.today())},
            {"task_count", count_items(tx, ctx.actor, tasks)},
            {"late_count", count_late(tx, ctx.actor, ctx.today())},
            {"notices", documents_of(items_of(tx, ctx.actor, notices), ctx.today())},
            {"notice_count", count_items(tx, ctx.actor, notices)}};
    });
    document["panels"] = ctx.panels("home", "");
    return http::page("inbox/home", "inbox.home.title", std::move(document));
}

// A file has no view to put the sentence together.
void add_sentences(json::array& rows, std::string const& language)
{
    for (auto& row : rows) {
        auto& object = row.as_object();
        Args args;
        for (auto const& [name, value] : object["args"].as_object())
            args.emplace_back(name, value.as_string().c_str());
        object["text"] = terms::text(language, object["sentence"].as_string(), args);
    }
}

Result<Answer> show_inbox(Context& ctx)
{
    bool const done = ctx.query().text("state") == "done";
    auto const page = ctx.page_number();
    Filter filter{.done = done, .offset = (page - 1) * kPageSize, .limit = kPageSize};
    if (ctx.wants_export()) filter = {.done = done, .limit = kExported};
    http::ListPage list;
    list.page = page;
    list.page_size = kPageSize;
    list.columns = {{"deadline", "inbox.column.deadline", "date"},
                    {"text", "inbox.column.sentence"},
                    {"link", "inbox.column.link"}};
    ctx.db.read([&](storage::Transaction& tx) {
        list.rows = documents_of(items_of(tx, ctx.actor, filter), ctx.today());
        list.total = count_items(tx, ctx.actor, filter);
    });
    if (ctx.wants_export()) add_sentences(list.rows, ctx.language);
    json::object document{{"done", done}, {"list", http::list_document(std::move(list))}};
    return http::page("inbox/inbox", "inbox.all.title", std::move(document));
}

Result<Answer> put_notice_away(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(put_away(act, ctx.param("ref")));
        return http::done("/", "inbox.done.put-away");
    });
}

}  // namespace

void add_pages(http::Router& routes)
{
    routes.get("/", http::Door::SignedIn, "inbox.home.title", show_home);
    routes.get("/inbox", http::Door::SignedIn, "inbox.all.title", show_inbox);
    routes.post("/inbox/{ref}/put-away", http::Door::SignedIn, put_notice_away);
    routes.menu({"work", "/", "inbox.menu.home", "home", 0});
    routes.menu({"work", "/inbox", "inbox.menu.all", "inbox", 10});
}

}  // namespace thidua::inbox
