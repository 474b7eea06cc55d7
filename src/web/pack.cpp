#include "web/pack.h"

#include "base/assets.h"
#include "documents/archive_writer.h"
#include "rotation/rotation.h"
#include "web/view.h"

namespace thidua::web {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::string_view kStyleName = "trang.css";

// The built sheet's own name carries a hash.
std::string style_sheet()
{
    std::string bytes;
    assets::each("web/dist/styles-", [&](std::string_view name, std::string_view content) {
        if (name.ends_with(".css")) bytes = content;
    });
    return bytes;
}

// The page at `path` as its own handler answers this reader; nothing where there is none for them.
std::optional<Answer> answer_of(Context& ctx, std::string const& path)
{
    http::Request request;
    request.path = path;
    request.target = path;
    request.id = ctx.request.id;
    FixedClock const clock{ctx.now};
    Context inner{request, ctx.db, ctx.actor, clock, ctx.router};
    inner.language = ctx.language;
    auto const* route = ctx.router.find(http::Method::Get, path, inner.params);
    if (route == nullptr || !ctx.router.admits(*route, ctx.actor)) return std::nullopt;
    auto answer = route->handler(inner);
    if (!answer || answer->type != Answer::Type::Page) return std::nullopt;
    return std::move(*answer);
}

std::string drawn(Context const& ctx, Answer& answer)
{
    auto& document = answer.document;
    document["env"] = json::object{{"title", sentence(answer.title_key, document, ctx.language)},
                                   {"lang", ctx.language},
                                   {"style", kStyleName},
                                   {"today", to_iso(ctx.today())}};
    return render_page(answer.view, document, ctx.language, "web/pack-page");
}

// The first page: what lies in the pack.
std::string contents(Context const& ctx, std::string const& block, int year, json::array files)
{
    json::object document{{"block", block}, {"year", year}, {"files", std::move(files)}};
    Answer first{.view = "web/pack-contents", .title_key = "web.pack.title"};
    first.document = std::move(document);
    return drawn(ctx, first);
}

Result<Answer> download(Context& ctx)
{
    auto const year =
        static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
    std::string name;
    auto const papers =
        TD_TRY(ctx.db.read([&](storage::Transaction& tx) {
            if (auto const block = organisation::find_block(tx, ctx.actor, ctx.param("block")))
                name = block->name;
            return rotation::pack_papers(tx, ctx.actor, ctx.param("block"), year);
        }));
    std::vector<documents::ArchivePart> parts;
    json::array files;
    for (auto const& paper : papers) {
        auto answer = answer_of(ctx, paper.path);
        if (!answer) continue;
        auto page = drawn(ctx, *answer);
        auto title = answer->document.at("env").at("title");
        files.push_back(json::object{{"file", paper.name + ".html"}, {"title", std::move(title)}});
        parts.push_back({paper.name + ".html", std::move(page)});
    }
    parts.insert(parts.begin(), {"0-muc-luc.html", contents(ctx, name, year, std::move(files))});
    parts.push_back({std::string{kStyleName}, style_sheet()});
    return http::file("ho-so-khoi-truong-" + std::to_string(year) + ".zip",
                      "application/zip",
                      documents::write_archive(parts));
}

}  // namespace

void add_pack_pages(http::Router& routes)
{
    routes.get("/rotation/{block}/pack", Permission::ReadMovements, "web.pack.title", download);
}

}  // namespace thidua::web
