// Rows of a registration: typed, pasted or uploaded, looked at, taken over; one line dropped.
#include "base/text.h"
#include "movement/movement.h"
#include "movement/pages.h"
#include "movement/reach.h"
#include "movement/registration_documents.h"
#include "terms/locale.h"

namespace thidua::movement {

namespace {

using http::Answer;
using http::Context;

constexpr std::uint64_t kUploadLimit = 5U << 20U;

Result<Answer> show_rows(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const registration = find_registration(tx, ctx.actor, ctx.param("ref"));
        if (!registration) return not_found();
        json::object document{{"registration", describe(*registration)},
                              {"name", registration->unit.name},
                              {"year_text", year_text(registration->year, registration->calendar)},
                              {"possible", is_open(registration->state)},
                              {"values", json::object{}}};
        return http::page("movement/registration-rows",
                          "registration.rows",
                          std::move(document),
                          crumbs_to(*registration));
    });
}

Result<Answer> show_template(Context& ctx)
{
    auto bytes =
        ctx.db.read([&](storage::Transaction& tx) { return rows_template(tx, ctx.language); });
    return http::file(terms::text(ctx.language, "registration.template.file") + ".xlsx",
                      "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
                      std::move(bytes));
}

// The text that was pasted, or the file where the field is empty.
Result<std::vector<TypedRow>> rows_of(Context& ctx)
{
    auto const text = ctx.form().lines("rows");
    auto const* upload = ctx.request.upload("file");
    if (!trim(text).empty()) return read_rows(text);
    if (upload == nullptr || upload->size == 0)
        return bad_input("registration.error.nothing", {}, "rows");
    return read_rows(upload->content());
}

Result<Answer> post_rows(Context& ctx)
{
    PasteRows command;
    command.ref = ctx.param("ref");
    auto rows = rows_of(ctx);
    if (!rows) {
        auto error = rows.error();
        for (auto& problem : error.problems) problem.field = "rows";
        return error;
    }
    command.rows = std::move(*rows);
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const paste = TD_TRY(paste_rows(act, command));
        return http::done("/registrations/" + command.ref + "/rows/" + paste,
                          "registration.done.paste",
                          {{"paste", paste}});
    });
}

json::array problems_of(ReadRow const& row, std::string const& language)
{
    json::array sentences;
    for (auto const& problem : row.problems) {
        auto args = problem.args;
        args.emplace_back("row", std::to_string(row.typed.row));
        sentences.push_back(json::value(terms::text(language, problem.key, args)));
    }
    return sentences;
}

json::object preview_row(storage::Transaction& tx,
                         Context const& ctx,
                         AwardNames const& names,
                         ReadRow const& row,
                         int year)
{
    auto const named = [&](std::string const& code, std::string const& typed) {
        auto const found = names.find(code);
        return found == names.end() ? typed : found->second;
    };
    json::object document{{"row", row.typed.row},
                          {"code", row.subject.code.empty() ? row.typed.subject : row.subject.code},
                          {"name", row.subject.name.empty() ? row.typed.name : row.subject.name},
                          {"title_name", named(row.title, row.typed.title)},
                          {"form_name", named(row.form, row.typed.form)},
                          {"initiative", row.typed.initiative},
                          {"exemplar", row.exemplar},
                          {"problems", problems_of(row, ctx.language)}};
    document["warning"] = nullptr;
    if (!row.problems.empty()) return document;
    for (auto const* award : {&row.title, &row.form}) {
        if (award->empty()) continue;
        auto const why =
            out_of_reach(tx, ctx.actor, row.subject.code, *award, year, ctx.language);
        if (why) document["warning"] = *why;
    }
    return document;
}

// As it can be pasted again to be mended.
std::string text_to_mend(std::vector<TypedRow> const& rows)
{
    std::string text;
    for (auto const& row : rows) {
        text += row.subject;
        for (auto const* value : {&row.name, &row.title, &row.form, &row.initiative, &row.exemplar})
            text += '\t' + *value;
        text += '\n';
    }
    return text;
}

Result<Answer> show_preview(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const registration = find_registration(tx, ctx.actor, ctx.param("ref"));
        if (!registration) return not_found();
        if (!ctx.actor.may(Permission::WriteRegistrations, registration->unit.path)) return denied();
        auto const typed = pasted_rows(tx, *registration, ctx.param("paste"));
        if (!typed) return not_found();
        auto const names = award_names(tx, ctx.language);
        // Those to be mended stand first, or five among four hundred would be looked for.
        json::array rows, wrong;
        std::int64_t warned = 0;
        for (auto const& row : resolve(tx, registration->unit, *typed, ctx.today())) {
            auto shown = preview_row(tx, ctx, names, row, registration->year);
            if (!shown.at("warning").is_null()) ++warned;
            (row.problems.empty() ? rows : wrong).push_back(std::move(shown));
        }
        json::object document{{"registration", describe(*registration)},
                              {"name", registration->unit.name},
                              {"year_text", year_text(registration->year, registration->calendar)},
                              {"paste", ctx.param("paste")},
                              {"total", std::ssize(*typed)},
                              {"wrong", std::ssize(wrong)},
                              {"warned", warned},
                              {"values", json::object{{"rows", text_to_mend(*typed)}}}};
        document["wrong_rows"] = std::move(wrong);
        document["rows"] = std::move(rows);
        return http::page("movement/registration-preview",
                          "registration.preview",
                          std::move(document),
                          crumbs_to(*registration));
    });
}

Result<Answer> post_enter(Context& ctx)
{
    EnterRows command;
    command.ref = ctx.param("ref");
    command.version = ctx.form().integer("version").value_or(0);
    return ctx.write([&](Act& act) -> Result<Answer> {
        auto const registration = find_registration(act.tx, act.actor, command.ref);
        if (!registration) return not_found();
        auto rows = pasted_rows(act.tx, *registration, ctx.param("paste"));
        if (!rows) return not_found();
        command.rows = std::move(*rows);
        TD_CHECK(enter_rows(act, command));
        return http::done("/registrations/" + command.ref, "registration.done.enter");
    });
}

Result<Answer> post_drop(Context& ctx)
{
    DropLine const command{ctx.param("ref"),
                           ctx.param("line"),
                           ctx.form().lines("line_reason"),
                           ctx.form().integer("version").value_or(0)};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(drop_line(act, command));
        return http::done("/registrations/" + command.ref, "registration.done.drop");
    });
}

}  // namespace

void add_registration_row_pages(http::Router& routes)
{
    auto const write = Permission::WriteRegistrations;
    std::string const one = "/registrations/{ref}";
    std::string const rows = one + "/rows";
    routes.get("/registrations/template", write, "registration.template.title", show_template);
    routes.get(rows, write, "registration.rows", show_rows);
    routes.post(rows, write, post_rows).form(rows).limit(kUploadLimit);
    routes.get(rows + "/{paste}", write, "registration.preview", show_preview);
    routes.post(rows + "/{paste}", write, post_enter).form(rows + "/{paste}");
    routes.post(one + "/lines/{line}/drop", write, post_drop).form(one);
}

}  // namespace thidua::movement
