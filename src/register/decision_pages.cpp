// Papers and the awards they make, to read; and the small acts whose buttons stand on these pages.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "register/award_words.h"
#include "register/documents.h"
#include "register/mend.h"
#include "register/pages.h"
#include "register/papers.h"
#include "register/release.h"
#include "register/store.h"

namespace thidua::registry {

namespace {

using access::Permission;
using http::Answer;
using http::Context;
using organisation::Filter;
using organisation::Window;

std::vector<http::Column> decision_columns()
{
    return {{"number", "register.field.number"},
            {"decided_on", "register.field.decided_on", "date"},
            {"authority", "register.field.authority", "term:authority"},
            {"kind", "register.field.kind", "key:register.kind."},
            {"title", "register.field.title"},
            {"awards", "register.field.awards", "number"},
            {"publicity", "register.field.publicity", "key:register.publicity."},
            {"marking", "register.field.marking", "term:marking"},
            {"entered_by", "register.field.entered_by"}};
}

// The filter that finds papers whose import was undone; no other does.
constexpr std::string_view kUndone = "undone";

void require_publicity(Filter& filter, std::string_view publicity)
{
    if (publicity == "marked") filter.require("d.marking > 0");
    else if (publicity == "internal") filter.require("d.marking = 0 AND d.wants_public = 0 AND d.released_by = ''");
    else if (publicity == "public") filter.require("d.marking = 0 AND d.released_by <> '' AND d.additions = 0");
    else if (publicity == "waiting")
        filter.require("d.marking = 0 AND (d.additions = 1 OR (d.wants_public = 1 AND d.released_by = ''))");
}

Filter filter_of(Context const& ctx)
{
    auto const& query = ctx.query();
    Filter filter;
    filter.require(sql_sees_decision(ctx.actor));
    auto const undone = sql_is_undone(ctx.actor);
    filter.require(query.text("publicity") == kUndone ? undone : "NOT " + undone);
    if (auto const key = search_key(query.text("q")); !key.empty()) {
        filter.require("d.search_key >= " + filter.value(key));
        filter.require("d.search_key < " + filter.value(organisation::prefix_end(key)));
    }
    if (auto const year = query.integer("year")) {
        filter.require("d.decided_on >= " + filter.value(std::to_string(*year) + "-01-01"));
        filter.require("d.decided_on <= " + filter.value(std::to_string(*year) + "-12-31"));
    }
    for (auto const* field : {"authority", "kind"}) {
        if (auto value = query.text(field); !value.empty())
            filter.require("d." + std::string{field} + " = " + filter.value(std::move(value)));
    }
    require_publicity(filter, query.text("publicity"));
    return filter;
}

std::string count_of_seen_awards(access::Actor const& actor)
{
    return "(SELECT count(*) FROM award a JOIN unit u ON u.id = a.unit_id WHERE a.decision_id = d.id"
           " AND a.state <> 'withdrawn' AND " + sql_sees_award(actor) + ")";
}

Publicity publicity_of_row(storage::Rows const& rows, int marking, int wants, int released_by, int additions)
{
    Decision decision;
    decision.marking = static_cast<access::Marking>(rows.integer(marking));
    decision.wants_public = rows.boolean(wants);
    decision.released_by = rows.string(released_by);
    decision.has_additions = rows.boolean(additions);
    return publicity_of(decision);
}

http::ListPage find_papers(storage::Transaction& tx, Context const& ctx)
{
    bool const undone = ctx.query().text("publicity") == kUndone;
    auto filter = filter_of(ctx);
    http::ListPage list{.columns = decision_columns(), .page_size = organisation::kPageSize};
    Window const window{ctx};
    list.page = window.page;
    organisation::count_rows(tx, list, "FROM decision d" + filter.where(), filter.params());
    auto const sql = "SELECT d.ref, d.number, d.decided_on, d.authority, d.kind, d.title, d.marking, d.wants_public,"
                     " d.released_by, d.entered_by, d.additions, " +
                     count_of_seen_awards(ctx.actor) + " FROM decision d" + filter.where() +
                     " ORDER BY d.decided_on DESC, d.id DESC LIMIT " + filter.value(window.limit) + " OFFSET " +
                     filter.value(window.offset);
    for (auto rows = tx.query(sql, filter.params()); rows.next();) {
        list.rows.push_back(json::object{{"ref", rows.text(0)},
                                         {"number", rows.text(1)},
                                         {"decided_on", rows.text(2)},
                                         {"authority", rows.text(3)},
                                         {"kind", rows.text(4)},
                                         {"title", rows.text(5)},
                                         {"marking", access::name_of(static_cast<access::Marking>(rows.integer(6)))},
                                         {"publicity", undone ? kUndone : name_of(publicity_of_row(rows, 6, 7, 8, 10))},
                                         {"entered_by", rows.text(9)},
                                         {"awards", rows.integer(11)}});
    }
    return list;
}

Result<Answer> show_decisions(Context& ctx)
{
    auto const year = ctx.query().text("year");
    auto const number = ctx.query().integer("year");
    if (!year.empty() && (!number || *number < 1 || *number > 9'999))
        return bad_input("search.bad-year", {{"year", year}}, "year");
    json::object document{{"may_write", ctx.actor.may(Permission::WriteRegister)},
                          {"authorities", organisation::codes_of("authority")}};
    ctx.db.read([&](storage::Transaction& tx) { document["list"] = http::list_document(find_papers(tx, ctx)); });
    return http::page("register/decisions", "register.decisions", std::move(document));
}

std::vector<http::Column> recipient_columns()
{
    return {{"subject", "register.field.subject"},
            {"subject_name", "register.field.subject_name"},
            {"rank", "register.field.rank"},
            {"position", "register.field.position"},
            {"unit_name", "register.field.unit"},
            {"award_name", "register.field.award"},
            {"year", "register.field.year", "year"},
            {"mode", "register.field.mode", "term:mode"},
            {"citation", "register.field.citation"},
            {"state", "register.field.state", "key:register.state."},
            {"checked_by", "register.field.checked_by"},
            {"marking", "register.field.marking", "term:marking"}};
}

http::ListPage recipients(storage::Transaction& tx, Context const& ctx, Decision const& decision)
{
    Filter filter;
    filter.require("a.decision_id = " + filter.value(decision.id));
    filter.require("a.state <> 'withdrawn'");
    filter.require(sql_sees_award(ctx.actor));
    http::ListPage list{.columns = recipient_columns(), .page_size = organisation::kPageSize};
    Window const window{ctx};
    list.page = window.page;
    std::string const from = "FROM award a JOIN unit u ON u.id = a.unit_id";
    organisation::count_rows(tx, list, from + filter.where(), filter.params());
    std::vector<std::int64_t> ids;
    auto const sql = "SELECT a.id " + from + filter.where() + " ORDER BY a.id LIMIT " + filter.value(window.limit) +
                     " OFFSET " + filter.value(window.offset);
    for (auto rows = tx.query(sql, filter.params()); rows.next();) ids.push_back(rows.integer(0));
    for (auto const id : ids) list.rows.push_back(document_of(tx, *award_by_id(tx, id)));
    return list;
}

// Papers that correct or revoke this one, and the one that this corrects.
json::array related_papers(storage::Transaction& tx, access::Actor const& actor, Decision const& decision)
{
    json::array papers;
    if (decision.corrects_id) {
        auto const corrected = *decision_by_id(tx, *decision.corrects_id);
        if (find_decision(tx, actor, corrected.ref)) {
            auto document = document_of(corrected);
            document["relation"] = "of";
            papers.push_back(std::move(document));
        }
    }
    std::vector<std::string> refs;
    for (auto rows = tx.query("SELECT d.ref FROM decision d WHERE d.corrects_id = ?1 AND d.marking <= ?2"
                              " ORDER BY d.decided_on, d.id",
                              {decision.id, static_cast<int>(actor.clearance)});
         rows.next();)
        refs.push_back(rows.string(0));
    for (auto const& ref : refs) {
        auto const paper = find_decision(tx, actor, ref);
        if (!paper) continue;
        auto document = document_of(*paper);
        document["relation"] = paper->kind;
        papers.push_back(std::move(document));
    }
    return papers;
}

json::array files_shown(storage::Transaction& tx, access::Actor const& actor, Decision const& decision)
{
    json::array shown;
    for (auto const& file : papers_of(tx, actor, decision)) shown.push_back(files::document_of(file));
    return shown;
}

json::array history_of(storage::Transaction& tx, access::Actor const& actor, Decision const& decision)
{
    constexpr int kLines = 50;
    json::array history;
    for (auto rows = tx.query("SELECT at, actor, what FROM audit_line WHERE subject = ?1 AND marking <= ?2"
                              " ORDER BY seq DESC LIMIT ?3",
                              {"decision:" + decision.ref, static_cast<int>(actor.clearance), kLines});
         rows.next();)
        history.push_back(
            json::object{{"at", to_iso(Instant{rows.integer(0)})}, {"actor", rows.text(1)}, {"what", rows.text(2)}});
    return history;
}

json::array corrections_shown(storage::Transaction& tx, access::Actor const& actor, std::int64_t decision_id,
                              std::optional<std::int64_t> award_id)
{
    json::array shown;
    for (auto const& correction : corrections_of(tx, actor, decision_id))
        if (!award_id || correction.award_id == award_id) shown.push_back(document_of(tx, actor, correction));
    return shown;
}

// What of the buttons to show; the acts ask again, over the units concerned.
json::object rights_on(storage::Transaction& tx, access::Actor const& actor, Decision const& decision,
                       Publicity publicity)
{
    bool const is_waiting = publicity == Publicity::Waiting;
    bool const awards_something = decision.kind == kCommend;
    return {{"add", awards_something && actor.may(Permission::WriteRegister)},
            {"ask", publicity == Publicity::Internal && actor.may(Permission::WriteRegister)},
            {"take_back", is_waiting && !decision.is_released() && actor.may(Permission::WriteRegister)},
            {"release", is_waiting && actor.may(Permission::ReleaseRegister) && actor.name != decision.entered_by},
            {"withhold", decision.is_released() && actor.may(Permission::ReleaseRegister, "/")},
            {"attach", may_over_all(tx, actor, Permission::WriteRegister, decision)},
            {"detach", may_over_all(tx, actor, Permission::MendRegister, decision)},
            {"certify", awards_something && actor.may(Permission::CertifyRegister)},
            {"mend", actor.may(Permission::MendRegister)},
            {"revoke", awards_something && actor.may(Permission::MendRegister)}};
}

bool is_undone(storage::Transaction& tx, access::Actor const& actor, Decision const& decision)
{
    return tx.integer("SELECT 1 FROM decision d WHERE d.id = ?1 AND " + sql_is_undone(actor), {decision.id}).has_value();
}

Result<Answer> show_decision(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        auto const publicity = publicity_of(*decision);
        json::object document{{"decision", document_of(*decision)},
                              {"number", decision->number},
                              {"publicity", is_undone(tx, ctx.actor, *decision) ? kUndone : name_of(publicity)},
                              {"may", rights_on(tx, ctx.actor, *decision, publicity)},
                              {"list", http::list_document(recipients(tx, ctx, *decision))},
                              {"files", files_shown(tx, ctx.actor, *decision)},
                              {"papers", related_papers(tx, ctx.actor, *decision)},
                              {"corrections", corrections_shown(tx, ctx.actor, decision->id, std::nullopt)},
                              {"history", history_of(tx, ctx.actor, *decision)},
                              {"panels", ctx.panels("decision", decision->ref)}};
        say_awards(tx, ctx.language, document);
        return http::page("register/decision", "register.decision.title", std::move(document),
                          {{"/decisions", "register.decisions"}});
    });
}

// The paper that revoked an award, for who may read it.
json::value revoking_paper(storage::Transaction& tx, access::Actor const& actor, Award const& award)
{
    if (!award.revoked_by_id) return nullptr;
    auto const paper = *decision_by_id(tx, *award.revoked_by_id);
    if (!actor.may_read(paper.marking)) return nullptr;
    return document_of(paper);
}

Result<Answer> show_entry(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        auto const award = find_award(tx, ctx.actor, decision->id, ctx.param("award"));
        if (!award) return not_found();
        json::object document{{"decision", document_of(*decision)},
                              {"entry", document_of(tx, *award)},
                              {"name", award->frozen.subject_name},
                              {"revoked_by", revoking_paper(tx, ctx.actor, *award)},
                              {"corrections", corrections_shown(tx, ctx.actor, decision->id, award->id)},
                              {"may_certify", ctx.actor.may(Permission::CertifyRegister, award->unit_path)},
                              {"may_mend", award->state != kWithdrawn &&
                                               ctx.actor.may(Permission::MendRegister, award->unit_path)}};
        say_awards(tx, ctx.language, document);
        return http::page("register/entry", "register.entry.title", std::move(document),
                          {{"/decisions", "register.decisions"}, crumb_to(*decision)});
    });
}

std::string back_to(Context const& ctx) { return "/decisions/" + http::percent_encode(ctx.param("id")); }

Result<Answer> post_publicity(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        AskForRelease const command{ctx.param("id"), ctx.form().checked("wanted"), ctx.form().integer("version").value_or(0)};
        TD_CHECK(ask_for_release(act, command));
        return http::done(back_to(ctx), command.wanted ? "register.release.asked" : "register.release.taken-back");
    });
}

Result<Answer> post_release(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(release(act, {ctx.param("id"), ctx.form().integer("version").value_or(0)}));
        return http::done(back_to(ctx), "register.release.done");
    });
}

Result<Answer> post_withhold(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(withhold(act, {ctx.param("id"), ctx.form().text("reason"), ctx.form().integer("version").value_or(0)}));
        return http::done(back_to(ctx), "register.release.withheld");
    });
}

Result<Answer> post_certify(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        Certify const command{.ref = ctx.param("id"),
                              .award = ctx.form().text("award"),
                              .checked = ctx.form().text("checked") != "0",
                              .version = ctx.form().integer("version").value_or(0)};
        auto const awards = TD_TRY(certify(act, command));
        auto const page = command.award.empty() ? back_to(ctx) : back_to(ctx) + "/awards/" + command.award;
        return http::done(page, command.checked ? "register.certify.done" : "register.certify.taken-back",
                          {{"awards", awards}});
    });
}

Result<Answer> post_file(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr) return bad_input("register.paper.choose", {}, "file");
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(attach_paper(act, ctx.param("id"), *upload));
        return http::done(back_to(ctx), "register.paper.attached");
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        auto const file = find_paper(tx, ctx.actor, *decision, ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

Result<Answer> post_remove_file(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(remove_paper(act, ctx.param("id"), ctx.param("file")));
        return http::done(back_to(ctx), "register.paper.removed");
    });
}

}  // namespace

void add_decision_pages(http::Router& routes)
{
    routes.get("/decisions", Permission::ReadRegister, "register.decisions", show_decisions);
    routes.get("/decisions/{id}", Permission::ReadRegister, "register.decision.title", show_decision);
    routes.get("/decisions/{id}/awards/{award}", Permission::ReadRegister, "register.entry.title", show_entry);
    routes.post("/decisions/{id}/publicity", Permission::WriteRegister, post_publicity).form("/decisions/{id}");
    routes.post("/decisions/{id}/release", Permission::ReleaseRegister, post_release).form("/decisions/{id}");
    routes.post("/decisions/{id}/withhold", Permission::ReleaseRegister, post_withhold).form("/decisions/{id}");
    routes.post("/decisions/{id}/certify", Permission::CertifyRegister, post_certify).form("/decisions/{id}");
    constexpr std::uint64_t kFormAround = 64 << 10;
    routes.post("/decisions/{id}/files", Permission::WriteRegister, post_file)
        .form("/decisions/{id}")
        .limit(files::kLargestFile + kFormAround);
    routes.get("/decisions/{id}/files/{file}", Permission::ReadRegister, "register.paper.title", show_file);
    routes.post("/decisions/{id}/files/{file}/remove", Permission::MendRegister, post_remove_file).form("/decisions/{id}");
    routes.menu({"decision", "/decisions", "register.menu.decisions", "decisions", 10});
}

}  // namespace thidua::registry
