#include "register/award_words.h"
#include "register/public.h"
#include "register/search_pages.h"

namespace thidua::registry {

namespace json = boost::json;
using http::Answer;
using http::Context;

namespace {

Result<Answer> show_start(Context&) { return http::page("register/public", "public.title", {}); }

// What is wrong with the question is said on the page itself; a program gets it as an error.
Result<Answer> show_look_up(Context& ctx)
{
    PublicQuery const query{
        ctx.query().text("name"), ctx.query().text("decision"), ctx.query().text("year")};
    json::object document{
        {"name", query.name}, {"decision", query.decision}, {"year", query.year}, {"asked", false}};
    if (query.is_empty())
        return http::page("register/public-awards", "public.awards.title", std::move(document));

    auto found = ctx.db.read([&](storage::Transaction& tx) { return look_up(tx, query); });
    if (!found && ctx.request.wants_json) return found.error();
    if (!found) {
        auto const& problem = found.error().problems.front();
        document["problem"] = problem.key;
        auto answer =
            http::page("register/public-awards", "public.awards.title", std::move(document));
        answer.status = http::status_of(found.error().kind);
        return answer;
    }
    document["asked"] = true;
    document["total"] = found->rows.size();
    document["more"] = found->more;
    document["rows"] = std::move(found->rows);
    ctx.db.read([&](storage::Transaction& tx) { say_awards(tx, ctx.language, document); });
    return http::page("register/public-awards", "public.awards.title", std::move(document));
}

}  // namespace

void add_public_pages(http::Router& routes)
{
    routes.get("/public", http::Door::Public, "public.title", show_start);
    routes.get("/public/awards", http::Door::Public, "public.awards.title", show_look_up);
}

}  // namespace thidua::registry
