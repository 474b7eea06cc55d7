// Entering papers and their recipients, pasted from a sheet or typed with completion.
#include "organisation/documents.h"
#include "register/documents.h"
#include "register/pages.h"
#include "register/record.h"
#include "register/store.h"

namespace thidua::registry {

namespace {

using access::Permission;
using http::Answer;
using http::Context;

constexpr int kTypedRows = 5;

// What holds for every line that does not say otherwise.
RecipientLine defaults_of(http::Values const& form)
{
    RecipientLine defaults;
    defaults.award = form.text("award");
    defaults.year = form.text("year");
    defaults.mode = form.text("mode");
    defaults.movement = form.text("movement");
    return defaults;
}

std::string row_name(std::string_view field, int row) { return std::string{field} + "_" + std::to_string(row); }

// The pasted lines, then the typed rows, counted on.
std::vector<RecipientLine> lines_of(http::Values const& form)
{
    auto const defaults = defaults_of(form);
    auto const pasted = form.lines("recipients");
    auto lines = read_lines(pasted, defaults);
    auto number = lines.empty() ? 0 : lines.back().line;
    for (int row = 1; row <= kTypedRows; ++row) {
        auto const subject = form.text(row_name("subject", row));
        if (subject.empty()) continue;
        auto line = defaults;
        line.line = ++number;
        line.subject = subject;
        if (auto award = form.text(row_name("award", row)); !award.empty()) line.award = std::move(award);
        if (auto year = form.text(row_name("year", row)); !year.empty()) line.year = std::move(year);
        line.citation = form.text(row_name("citation", row));
        line.posthumous = form.checked(row_name("posthumous", row));
        lines.push_back(std::move(line));
    }
    return lines;
}

void add_choices(storage::Transaction& tx, access::Actor const& actor, json::object& document)
{
    document["awards"] = award_choices(tx);
    document["authorities"] = organisation::codes_of("authority");
    document["modes"] = organisation::codes_of("mode");
    document["markings"] = marking_choices(actor);
    json::array rows;
    for (int row = 1; row <= kTypedRows; ++row) {
        rows.push_back(json::object{{"row", row},
                                    {"subject", row_name("subject", row)},
                                    {"award", row_name("award", row)},
                                    {"year", row_name("year", row)},
                                    {"citation", row_name("citation", row)},
                                    {"posthumous", row_name("posthumous", row)}});
    }
    document["rows"] = std::move(rows);
}

json::object empty_values()
{
    json::object values{{"number", ""},  {"decided_on", ""}, {"authority", ""},      {"title", ""},
                        {"marking", ""}, {"award", ""},      {"year", ""},           {"mode", ""},
                        {"movement", ""}, {"recipients", ""}, {"wants_public", false}, {"confirmed", false}};
    for (int row = 1; row <= kTypedRows; ++row) {
        for (auto const* field : {"subject", "award", "year", "citation"}) values[row_name(field, row)] = "";
        values[row_name("posthumous", row)] = false;
    }
    return values;
}

Result<Answer> show_new(Context& ctx)
{
    json::object document{{"values", empty_values()}};
    ctx.db.read([&](storage::Transaction& tx) { add_choices(tx, ctx.actor, document); });
    return http::page("register/decision-new", "register.decision.new", std::move(document),
                      {{"/decisions", "register.decisions"}});
}

Result<Answer> post_new(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const recorded = TD_TRY(record_decision(act, {.paper = paper_fields(ctx.form()),
                                                           .recipients = lines_of(ctx.form()),
                                                           .confirmed = ctx.form().checked("confirmed")}));
        return http::done("/decisions/" + recorded.ref, "register.decision.recorded",
                          {{"ref", recorded.ref}, {"awards", recorded.awards}});
    });
}

Result<Answer> show_add(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        json::object document{{"decision", document_of(*decision)}, {"number", decision->number}, {"values", empty_values()}};
        add_choices(tx, ctx.actor, document);
        return http::page("register/recipients-new", "register.decision.add-recipients", std::move(document),
                          {{"/decisions", "register.decisions"}, crumb_to(*decision)});
    });
}

Result<Answer> post_add(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const recorded =
            TD_TRY(add_recipients(act, {ctx.param("id"), lines_of(ctx.form()), ctx.form().checked("confirmed")}));
        return http::done("/decisions/" + recorded.ref, "register.decision.recipients-added",
                          {{"ref", recorded.ref}, {"awards", recorded.awards}});
    });
}

}  // namespace

void add_entry_pages(http::Router& routes)
{
    routes.get("/decisions/new", Permission::WriteRegister, "register.decision.new", show_new);
    routes.post("/decisions", Permission::WriteRegister, post_new).form("/decisions/new");
    routes.get("/decisions/{id}/recipients", Permission::WriteRegister, "register.decision.add-recipients", show_add);
    routes.post("/decisions/{id}/recipients", Permission::WriteRegister, post_add).form("/decisions/{id}/recipients");
}

}  // namespace thidua::registry
