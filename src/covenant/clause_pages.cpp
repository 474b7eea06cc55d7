// The library of clauses: the list, one clause with its texts and what changed between two.
#include "covenant/clauses.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "organisation/form_reader.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;

constexpr char kLibrary[] = "/covenant-clauses";

json::array category_options()
{
    json::array options;
    for (auto const category : kCategories) options.emplace_back(category);
    return options;
}

json::object row_of(Clause const& clause)
{
    auto const& newest = clause.newest();
    return {{"ref", clause.ref},
            {"category", clause.category},
            {"body", newest.body},
            {"number", newest.number},
            {"retired", clause.retired},
            {"written_on", to_iso(legal_day(newest.written_at))}};
}

Result<Answer> show_library(Context& ctx)
{
    auto const category = ctx.query().text("category");
    http::ListPage list{
        .columns = {{"category", "covenant.field.category", "key:covenant.category."},
                    {"body", "covenant.field.clause"},
                    {"number", "covenant.field.text-number", "number"},
                    {"written_on", "covenant.field.written-on", "date"},
                    {"retired", "covenant.field.retired", "flag"}},
        .page_size = 1000};
    bool const filled = ctx.db.read([&](storage::Transaction& tx) {
        auto const all = clauses(tx);
        for (auto const& clause : all) {
            if (category.empty() || clause.category == category)
                list.rows.push_back(row_of(clause));
        }
        return !all.empty();
    });
    list.total = std::ssize(list.rows);
    return http::page("covenant/clauses",
                      "covenant.clauses",
                      {{"categories", category_options()},
                       {"may_keep", may_keep_clauses(ctx.actor)},
                       {"filled", filled},
                       {"list", http::list_document(std::move(list))}},
                      {{"/covenants", "covenant.title"}});
}

Result<Answer> show_new(Context&)
{
    return http::page(
        "covenant/clause-new",
        "covenant.clause.new",
        {{"categories", category_options()}, {"values", json::object{{"category", "task"}}}},
        {{"/covenants", "covenant.title"}, {kLibrary, "covenant.clauses"}});
}

json::array texts_of(Clause const& clause)
{
    json::array texts;
    for (auto const& text : clause.texts) {
        json::object row{{"number", text.number},
                         {"body", text.body},
                         {"reason", text.reason},
                         {"written_by", text.written_by},
                         {"written_on", to_iso(legal_day(text.written_at))}};
        json::array changes;
        if (auto const* older = clause.text(text.number - 1)) {
            for (auto const& change : differences(older->body, text.body)) {
                changes.push_back(json::object{{"same", change.kind == '='},
                                               {"removed", change.kind == '-'},
                                               {"added", change.kind == '+'},
                                               {"line", change.line}});
            }
        }
        row["changes"] = std::move(changes);
        texts.push_back(std::move(row));
    }
    return texts;
}

Result<Answer> show_clause(Context& ctx)
{
    auto const clause =
        ctx.db.read([&](storage::Transaction& tx) { return find_clause(tx, ctx.param("ref")); });
    if (!clause) return not_found();
    return http::page("covenant/clause",
                      "covenant.clause.one",
                      {{"clause", row_of(*clause)},
                       {"version", clause->version},
                       {"texts", texts_of(*clause)},
                       {"categories", category_options()},
                       {"may_keep", may_keep_clauses(ctx.actor)},
                       {"values",
                        json::object{{"category", clause->category},
                                     {"body", clause->newest().body},
                                     {"reason", ""},
                                     {"version", clause->version}}}},
                      {{"/covenants", "covenant.title"}, {kLibrary, "covenant.clauses"}});
}

Result<Answer> post_clause(Context& ctx)
{
    auto const& form = ctx.form();
    auto const known = ctx.params.find("ref");
    WriteClause const command{known == ctx.params.end() ? "" : known->second,
                              form.integer("version").value_or(0),
                              form.text("category"),
                              lines_in(form, "body"),
                              form.text("reason")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(write_clause(act, command));
        return http::done(
            std::string{kLibrary} + '/' + ref, "covenant.clause.written", {{"ref", ref}});
    });
}

Result<Answer> post_retire(Context& ctx)
{
    auto const& form = ctx.form();
    return ctx.write([&](Act& act) -> Result<Answer> {
        bool const retired = form.text("retired") == "1";
        auto const version = form.integer("version").value_or(0);
        TD_CHECK(retire_clause(act, ctx.param("ref"), version, retired));
        return http::done(std::string{kLibrary} + '/' + ctx.param("ref"),
                          retired ? "covenant.clause.retired" : "covenant.clause.restored");
    });
}

Result<Answer> post_proposals(Context& ctx)
{
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const taken = TD_TRY(take_proposals(act));
        return http::done(kLibrary, "covenant.clause.taken", {{"taken", taken}});
    });
}

}  // namespace

void add_clause_pages(http::Router& routes)
{
    std::string const top = kLibrary;
    std::string const one = top + "/{ref}";
    auto const read = Permission::ReadMovements;
    routes.get(top, read, "covenant.clauses", show_library);
    routes.get(top + "/new", read, "covenant.clause.new", show_new);
    routes.post(top, read, post_clause).form(top + "/new");
    routes.post(top + "/proposals", read, post_proposals).form(top);
    routes.get(one, read, "covenant.clause.one", show_clause);
    routes.post(one, read, post_clause).form(one);
    routes.post(one + "/retire", read, post_retire).form(one);
}

}  // namespace thidua::covenant
