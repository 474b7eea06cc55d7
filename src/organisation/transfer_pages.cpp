// Transfers waiting for an answer and those answered.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/filter.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/rows.h"
#include "organisation/transfer.h"

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::vector<http::Column> columns()
{
    return {{"code", "organisation.field.code"},
            {"name", "organisation.field.full_name"},
            {"from_unit", "organisation.field.from_unit"},
            {"to_unit", "organisation.field.to_unit"},
            {"on", "organisation.field.on", "date"},
            {"opinion", "organisation.field.opinion", "flag"},
            {"state", "organisation.field.state", "key:organisation.transfer.state."},
            {"reason", "organisation.field.reason"}};
}

json::object row_of(access::Actor const& actor, storage::Rows const& rows)
{
    bool const open = rows.text(10) == "proposed";
    return {{"ref", rows.text(0)},
            {"code", rows.text(1)},
            {"name", rows.text(2)},
            {"birth_year", birth_year(date_at(rows, 3))},
            {"from_unit", rows.text(4)},
            {"from_unit_name", rows.text(5)},
            {"to_unit", rows.text(6)},
            {"to_unit_name", rows.text(7)},
            {"on", rows.text(8)},
            {"opinion", rows.boolean(9)},
            {"state", rows.text(10)},
            {"reason", json_text(rows.text(11))},
            {"proposed_by", rows.text(12)},
            {"answered_by", json_text(rows.text(13))},
            {"version", rows.integer(14)},
            {"may_answer", open && actor.may(Permission::WritePeople, rows.text(16))},
            {"may_withdraw", open && actor.may(Permission::WritePeople, rows.text(15))}};
}

Result<Answer> show_transfers(Context& ctx)
{
    http::ListPage list{.columns = columns(), .page_size = kPageSize};
    ctx.db.read([&](storage::Transaction& tx) {
        auto const scopes = ctx.actor.scopes(Permission::ReadPeople);
        Filter filter;
        filter.require("(" + access::sql_in_scopes(scopes, "a.path") + " OR " +
                       access::sql_in_scopes(scopes, "b.path") + ")");
        if (auto const state = ctx.query().text("state"); !state.empty())
            filter.require("t.state = " + filter.value(state));
        if (auto const text = ctx.query().text("q"); !text.empty()) {
            filter.require(is_called(filter, kPerson, text, "p.id"));
        }
        Window const window{ctx};
        list.page = window.page;
        auto const from =
            " FROM transfer t JOIN person p ON p.id = t.person_id JOIN unit a ON a.id = "
            "t.from_unit_id "
            "JOIN unit b ON b.id = t.to_unit_id" +
            filter.where();
        count_rows(tx, list, from, filter.params());
        auto const sql =
            "SELECT t.ref, p.code, p.full_name, p.birth_date, a.code, a.name, b.code, b.name, "
            "t.on_date, t.opinion, "
            "t.state, t.reason, t.proposed_by, t.answered_by, t.version, a.path, b.path" +
            from +
            " ORDER BY CASE t.state WHEN 'proposed' THEN 0 ELSE 1 END, t.on_date DESC, t.id DESC "
            "LIMIT " +
            filter.value(window.limit) + " OFFSET " + filter.value(window.offset);
        for (auto rows = tx.query(sql, filter.params()); rows.next();)
            list.rows.push_back(row_of(ctx.actor, rows));
    });
    json::object document{{"list", http::list_document(std::move(list))},
                          {"states", json::array{"proposed", "confirmed", "refused", "withdrawn"}},
                          {"values", json::object{}},
                          {"may_create", ctx.actor.may(Permission::WritePeople)}};
    return http::page("organisation/transfers", "organisation.transfers", std::move(document));
}

Result<Answer> show_create(Context& ctx)
{
    json::object values{{"person", ctx.query().text("person")}, {"on", to_iso(ctx.today())}};
    return http::page("organisation/transfer-new",
                      "organisation.transfer.create",
                      {{"values", std::move(values)}},
                      {{"/transfers", "organisation.transfers"}});
}

Result<Answer> create(Context& ctx)
{
    FormReader form{ctx.form()};
    ProposeTransfer command;
    command.person = form.required("person");
    command.to_unit = form.required("to_unit");
    command.on = form.required_date("on");
    command.opinion = form.checked("opinion");
    command.reason = form.text("reason");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(propose_transfer(act, command));
        return http::done("/transfers", "organisation.transfer.proposed", {{"ref", ref}});
    });
}

Result<Answer> answer(Context& ctx)
{
    FormReader form{ctx.form()};
    AnswerTransfer const command{.ref = ctx.param("ref"),
                                 .confirm = form.text("answer") != "refuse",
                                 .position = form.text("position"),
                                 .reason = form.text("reason"),
                                 .version = form.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(answer_transfer(act, command));
        return http::done("/transfers",
                          command.confirm ? "organisation.transfer.was-confirmed"
                                          : "organisation.transfer.was-refused",
                          {{"ref", command.ref}});
    });
}

Result<Answer> withdraw(Context& ctx)
{
    WithdrawTransfer const command{ctx.param("ref"), FormReader{ctx.form()}.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(withdraw_transfer(act, command));
        return http::done(
            "/transfers", "organisation.transfer.was-withdrawn", {{"ref", command.ref}});
    });
}

}  // namespace

void add_transfer_pages(http::Router& routes)
{
    routes.get("/transfers", Permission::ReadPeople, "organisation.transfers", show_transfers);
    routes.get(
        "/transfers/new", Permission::WritePeople, "organisation.transfer.create", show_create);
    routes.post("/transfers/new", Permission::WritePeople, create).form("/transfers/new");
    routes.post("/transfers/{ref}/answer", Permission::WritePeople, answer).form("/transfers");
    routes.post("/transfers/{ref}/withdraw", Permission::WritePeople, withdraw).form("/transfers");
}

}  // namespace thidua::organisation
