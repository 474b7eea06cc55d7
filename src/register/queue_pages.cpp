// What waits for a second person: papers to make public, corrections to confirm, collisions to settle.
#include "organisation/documents.h"
#include "register/award_words.h"
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
using organisation::Window;

// Papers that ask to be public.
std::string from_waiting(access::Actor const& actor)
{
    return " FROM decision d WHERE d.id IN"
           " (SELECT id FROM decision WHERE wants_public = 1 AND marking = 0 AND released_by = ''"
           " UNION SELECT id FROM decision WHERE additions = 1) AND " +
           sql_sees_decision(actor);
}

std::int64_t count_waiting(storage::Transaction& tx, access::Actor const& actor)
{
    return *tx.integer("SELECT count(*)" + from_waiting(actor));
}

// Oldest first.
json::array waiting_papers(storage::Transaction& tx, access::Actor const& actor, Window const& wanted)
{
    json::array papers;
    std::vector<std::pair<std::string, std::int64_t>> waiting;
    for (auto rows = tx.query(
             "SELECT d.ref, (SELECT count(*) FROM award w WHERE w.decision_id = d.id AND w.released = 0"
             " AND w.state = 'valid' AND w.marking = 0)" +
                 from_waiting(actor) + " ORDER BY d.decided_on, d.id LIMIT ?1 OFFSET ?2",
             {wanted.limit, wanted.offset});
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

http::ListPage list_of(Window const& wanted, std::vector<http::Column> columns)
{
    return {.columns = std::move(columns), .page = wanted.page, .page_size = organisation::kPageSize};
}

// A page of a queue, with how much waits in all.
Result<Answer> queue_page(std::string view, std::string title, http::ListPage list, json::object document = {},
                          std::vector<http::Crumb> crumbs = {})
{
    document["count"] = list.total;
    document["list"] = http::list_document(std::move(list));
    return http::page(std::move(view), std::move(title), std::move(document), std::move(crumbs));
}

Result<Answer> show_release(Context& ctx)
{
    Window const wanted{ctx};
    auto list = list_of(wanted, {{"number", "register.field.number"},
                                 {"decided_on", "register.field.decided_on", "date"},
                                 {"authority", "register.field.authority", "term:authority"},
                                 {"title", "register.field.title"},
                                 {"awards", "register.field.awards", "number"},
                                 {"entered_by", "register.field.entered_by"}});
    json::object document;
    ctx.db.read([&](storage::Transaction& tx) {
        list.rows = waiting_papers(tx, ctx.actor, wanted);
        list.total = count_waiting(tx, ctx.actor);
        document["collisions"] = count_collisions(tx, ctx.actor).open;
    });
    return queue_page("register/release", "register.release.title", std::move(list), std::move(document));
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
    Window const wanted{ctx};
    auto list = list_of(wanted, {{"number", "register.field.number"},
                                 {"subject_name", "register.field.subject_name"},
                                 {"reason", "register.field.reason"},
                                 {"proposed_by", "register.field.entered_by"}});
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& correction : open_corrections(tx, ctx.actor, wanted.limit, wanted.offset))
            list.rows.push_back(document_of(tx, ctx.actor, correction));
        list.total = count_open_corrections(tx, ctx.actor);
    });
    return queue_page("register/corrections", "register.correction.queue", std::move(list));
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
    Window const wanted{ctx};
    auto list = list_of(wanted, {{"kind", "register.collision.case", "key:register.collision.kind."},
                                 {"state", "register.collision.handling", "key:register.collision.state."},
                                 {"entered_by", "register.field.entered_by"},
                                 {"note", "register.collision.note"}});
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& collision : collisions(tx, ctx.actor, wanted.limit, wanted.offset))
            list.rows.push_back(document_of(tx, collision));
        say_awards(tx, ctx.language, list.rows);
        list.total = count_collisions(tx, ctx.actor).all;
    });
    return queue_page("register/collisions", "register.collision.title", std::move(list), {},
                      {{"/release", "register.release.title"}});
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
        auto const papers = count_waiting(tx, ctx.actor);
        auto const corrections = count_open_corrections(tx, ctx.actor);
        auto const met = count_collisions(tx, ctx.actor).open;
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
