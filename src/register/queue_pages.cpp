// What waits for a second person: papers to make public, corrections to confirm, collisions to settle.
#include "register/collisions.h"
#include "register/documents.h"
#include "register/mend.h"
#include "register/pages.h"
#include "register/release.h"
#include "register/store.h"

namespace thidua::registry {

namespace {

using access::Permission;
using http::Answer;
using http::Context;

constexpr int kShown = 200;

// Papers that ask to be public, oldest first.
json::array waiting_papers(storage::Transaction& tx, access::Actor const& actor)
{
    json::array papers;
    std::vector<std::pair<std::string, std::int64_t>> waiting;
    for (auto rows = tx.query(
             "SELECT d.ref, (SELECT count(*) FROM award w WHERE w.decision_id = d.id AND w.released = 0"
             " AND w.state = 'valid' AND w.marking = 0) FROM decision d WHERE d.id IN"
             " (SELECT id FROM decision WHERE wants_public = 1 AND marking = 0 AND released_by = ''"
             " UNION SELECT id FROM decision WHERE additions = 1) AND " +
                 sql_sees_decision(actor) + " ORDER BY d.decided_on, d.id LIMIT ?1",
             {kShown});
         rows.next();)
        waiting.emplace_back(rows.string(0), rows.integer(1));
    for (auto const& [ref, awards] : waiting) {
        auto const decision = *find_decision(tx, actor, ref);
        auto document = document_of(decision);
        document["awards"] = awards;
        document["own"] = decision.entered_by == actor.name;
        papers.push_back(std::move(document));
    }
    return papers;
}

std::int64_t open_collisions(storage::Transaction& tx, access::Actor const& actor)
{
    std::int64_t open = 0;
    for (auto const& collision : collisions(tx, actor, kShown)) open += collision.state == "open" ? 1 : 0;
    return open;
}

Result<Answer> show_release(Context& ctx)
{
    json::object document;
    ctx.db.read([&](storage::Transaction& tx) {
        document["papers"] = waiting_papers(tx, ctx.actor);
        document["collisions"] = open_collisions(tx, ctx.actor);
    });
    document["count"] = document["papers"].as_array().size();
    return http::page("register/release", "register.release.title", std::move(document));
}

// Each chosen paper comes as "address version": it is released as it stood on the page, or none is.
Result<Answer> post_release(Context& ctx)
{
    auto const chosen = ctx.form().all("paper");
    if (chosen.empty()) return bad_input("register.release.none-chosen", {}, "paper");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        for (auto const& text : chosen) {
            auto const blank = text.find(' ');
            http::Values version;
            version.add("version", blank == std::string::npos ? "" : text.substr(blank + 1));
            TD_CHECK(release(act, {text.substr(0, blank), version.integer("version").value_or(0)}));
        }
        return http::done("/release", "register.release.done-many", {{"count", chosen.size()}});
    });
}

Result<Answer> show_corrections(Context& ctx)
{
    json::array list;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& correction : open_corrections(tx, ctx.actor))
            list.push_back(document_of(tx, ctx.actor, correction));
    });
    auto const count = list.size();
    return http::page("register/corrections", "register.correction.queue",
                      {{"corrections", std::move(list)}, {"count", count}});
}

Result<Answer> post_correction(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        bool const accept = ctx.form().text("answer") == "accept";
        TD_CHECK(answer_correction(act, {.ref = ctx.param("ref"),
                                         .accept = accept,
                                         .answer = ctx.form().text("note"),
                                         .version = ctx.form().integer("version").value_or(0)}));
        return http::done("/corrections", accept ? "register.correction.confirmed" : "register.correction.refused");
    });
}

json::object document_of(storage::Transaction& tx, Collision const& collision)
{
    json::object document{{"ref", collision.ref},
                          {"kind", collision.kind},
                          {"decision", document_of(collision.decision)},
                          {"met_decision", document_of(collision.met_decision)},
                          {"entry", nullptr},
                          {"entered_by", collision.entered_by},
                          {"entered_at", to_iso(collision.entered_at)},
                          {"state", collision.state},
                          {"note", collision.note},
                          {"answered_by", collision.answered_by},
                          {"open", collision.state == "open"},
                          {"version", collision.version}};
    if (collision.award) document["entry"] = document_of(tx, *collision.award);
    return document;
}

Result<Answer> show_collisions(Context& ctx)
{
    json::array list;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& collision : collisions(tx, ctx.actor, kShown)) list.push_back(document_of(tx, collision));
    });
    auto const count = list.size();
    return http::page("register/collisions", "register.collision.title",
                      {{"collisions", std::move(list)}, {"count", count}}, {{"/release", "register.release.title"}});
}

Result<Answer> post_collision(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(answer_collision(act, {.ref = ctx.param("ref"),
                                        .withdraw = ctx.form().text("answer") == "withdraw",
                                        .note = ctx.form().text("note"),
                                        .version = ctx.form().integer("version").value_or(0)}));
        return http::done("/collisions", "register.collision.answered");
    });
}

// On the first page of those who are second persons: how much waits for them.
Result<json::object> waiting_panel(Context& ctx, std::string const&)
{
    if (!ctx.actor.may(Permission::ReleaseRegister)) return json::object{};
    return ctx.db.read([&](storage::Transaction& tx) -> Result<json::object> {
        auto const papers = waiting_papers(tx, ctx.actor).size();
        auto const corrections = open_corrections(tx, ctx.actor).size();
        auto const met = open_collisions(tx, ctx.actor);
        if (papers + corrections == 0 && met == 0) return json::object{};
        return json::object{{"papers", papers}, {"corrections", corrections}, {"collisions", met}};
    });
}

}  // namespace

void add_queue_pages(http::Router& routes)
{
    routes.get("/release", Permission::ReleaseRegister, "register.release.title", show_release);
    routes.post("/release", Permission::ReleaseRegister, post_release).form("/release");
    routes.get("/corrections", Permission::ReleaseRegister, "register.correction.queue", show_corrections);
    routes.post("/corrections/{ref}", Permission::ReleaseRegister, post_correction).form("/corrections");
    routes.get("/collisions", Permission::ReleaseRegister, "register.collision.title", show_collisions);
    routes.post("/collisions/{ref}", Permission::ReleaseRegister, post_collision).form("/collisions");
    routes.panel("home", "register/waiting-panel", waiting_panel);
    routes.menu({"decision", "/release", "register.menu.release", "check", 20});
    routes.menu({"decision", "/corrections", "register.menu.corrections", "history", 30});
}

}  // namespace thidua::registry
