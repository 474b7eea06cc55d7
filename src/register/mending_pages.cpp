// Forms of the three acts of mending.
#include "base/text.h"
#include "organisation/documents.h"
#include "register/award_words.h"
#include "register/documents.h"
#include "register/fields.h"
#include "register/mend.h"
#include "register/pages.h"
#include "register/store.h"

#include <algorithm>

namespace thidua::registry {

namespace {

using access::Permission;
using http::Answer;
using http::Context;

// Which form of correction is wanted: against the entry's own signed paper, or by a later paper.
constexpr std::string_view kByLaterPaper = "paper";

void add_paper_values(json::object& values)
{
    for (auto const* field : {"number", "decided_on", "authority", "title", "marking"})
        values["paper_" + std::string{field}] = "";
    values["reason"] = "";
}

void add_choices(storage::Transaction& tx, access::Actor const& actor, json::object& document)
{
    document["awards"] = award_choices(tx);
    document["authorities"] = organisation::codes_of("authority");
    document["modes"] = organisation::codes_of("mode");
    document["sexes"] = organisation::codes_of("sex");
    document["target_groups"] = organisation::codes_of("target-group");
    document["markings"] = marking_choices(actor);
}

// The values to correct, as a form shows them, with the version they were read at.
json::object form_values(Values const& present, std::int64_t version)
{
    auto values = to_json(present);
    values["version"] = version;
    values["basis"] = "entry";
    add_paper_values(values);
    return values;
}

Result<Answer> show_correct_entry(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        auto const award = find_award(tx, ctx.actor, decision->id, ctx.param("award"));
        if (!award) return not_found();
        if (!ctx.actor.may(Permission::MendRegister, award->unit_path)) return denied();
        json::object document{{"decision", document_of(*decision)},
                              {"entry", document_of(tx, *award)},
                              {"name", award->frozen.subject_name},
                              {"values", form_values(values_of(tx, *award), award->version)}};
        add_choices(tx, ctx.actor, document);
        return http::page("register/entry-correct", "register.correction.entry-title", std::move(document),
                          {{"/decisions", "register.decisions"},
                           crumb_to(*decision),
                           {address(*decision, *award), "", award->frozen.subject_name}});
    });
}

Result<Answer> show_correct_paper(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        json::object document{{"decision", document_of(*decision)},
                              {"number", decision->number},
                              {"values", form_values(values_of(*decision), decision->version)}};
        add_choices(tx, ctx.actor, document);
        return http::page("register/decision-correct", "register.correction.paper-title", std::move(document),
                          {{"/decisions", "register.decisions"}, crumb_to(*decision)});
    });
}

// The fields that may be corrected, as far as the form holds them.
Values typed_values(http::Values const& form, std::span<std::string_view const> fields)
{
    Values typed;
    for (auto const field : fields)
        if (form.find(field)) typed.emplace(field, form.text(field));
    return typed;
}

Result<Answer> correct(Context& ctx, CorrectEntry const& entry)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        if (ctx.form().text("basis") == kByLaterPaper) {
            auto const paper = TD_TRY(correct_by_paper(act, {entry, paper_fields(ctx.form(), "paper_")}));
            return http::done("/decisions/" + paper, "register.correction.applied", {{"paper", paper}});
        }
        auto const ref = TD_TRY(propose_correction(act, entry));
        return http::done("/decisions/" + entry.ref, "register.correction.proposed", {{"correction", ref}});
    });
}

Result<Answer> post_correct_entry(Context& ctx)
{
    auto const& form = ctx.form();
    CorrectEntry const entry{.ref = ctx.param("id"),
                             .award = ctx.param("award"),
                             .values = typed_values(form, award_fields()),
                             .reason = form.text("reason"),
                             .version = form.integer("version").value_or(0)};
    return correct(ctx, entry);
}

Result<Answer> post_correct_paper(Context& ctx)
{
    auto const& form = ctx.form();
    CorrectEntry const entry{.ref = ctx.param("id"),
                             .award = "",
                             .values = typed_values(form, decision_fields()),
                             .reason = form.text("reason"),
                             .version = form.integer("version").value_or(0)};
    return correct(ctx, entry);
}

// A paper may award hundreds: who is looked for is found by name or number, so many at a time.
constexpr std::size_t kOfferedAtOnce = 50;

struct Revocable {
    json::array chosen;   // As the address or the form names them.
    json::array offered;  // Others, as far as they fit the words looked for.
    std::size_t fitting = 0;
};

bool fits(Award const& award, std::string_view subject, std::string_view key)
{
    return search_key(award.frozen.subject_name).find(key) != std::string::npos ||
           search_key(subject).find(key) != std::string::npos;
}

std::vector<std::string> chosen_awards(Context const& ctx)
{
    auto chosen = ctx.query().all("award");
    for (auto& ref : ctx.form().all("award")) chosen.push_back(std::move(ref));
    return chosen;
}

// Awards of the paper that may still be revoked by this actor.
Revocable revocable(storage::Transaction& tx, Context const& ctx, Decision const& decision)
{
    auto const chosen = chosen_awards(ctx);
    auto const key = search_key(ctx.query().text("q"));
    Revocable found;
    for (auto const& award : awards_of(tx, decision.id)) {
        if (award.state != kValid || !ctx.actor.may_read(award.marking)) continue;
        if (!ctx.actor.may(Permission::MendRegister, award.unit_path)) continue;
        if (std::ranges::find(chosen, award.ref) != chosen.end()) {
            found.chosen.push_back(document_of(tx, award));
            continue;
        }
        auto const subject = subject_code(tx, award.subject_kind, award.subject_id);
        if (!fits(award, subject, key)) continue;
        if (++found.fitting <= kOfferedAtOnce) found.offered.push_back(document_of(tx, award));
    }
    return found;
}

Result<Answer> show_revoke(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const decision = find_decision(tx, ctx.actor, ctx.param("id"));
        if (!decision) return not_found();
        json::object values{{"award", json::array{}}};
        add_paper_values(values);
        auto found = revocable(tx, ctx, *decision);
        json::object document{{"decision", document_of(*decision)},
                              {"number", decision->number},
                              {"query", json::object{{"q", ctx.query().text("q")}}},
                              {"shown", found.offered.size()},
                              {"total", found.fitting},
                              {"more", found.fitting > found.offered.size()},
                              {"entries", std::move(found.chosen)},
                              {"offered", std::move(found.offered)},
                              {"values", std::move(values)}};
        add_choices(tx, ctx.actor, document);
        say_awards(tx, ctx.language, document);
        return http::page("register/revoke", "register.revoke.title", std::move(document),
                          {{"/decisions", "register.decisions"}, crumb_to(*decision)});
    });
}

Result<Answer> post_revoke(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        RevokeAwards const command{.ref = ctx.param("id"),
                                   .awards = ctx.form().all("award"),
                                   .paper = paper_fields(ctx.form(), "paper_"),
                                   .reason = ctx.form().text("reason")};
        auto const paper = TD_TRY(revoke_awards(act, command));
        return http::done("/decisions/" + command.ref, "register.revoke.done",
                          {{"paper", paper}, {"awards", command.awards.size()}});
    });
}

}  // namespace

void add_mending_pages(http::Router& routes)
{
    routes.get("/decisions/{id}/correct", Permission::MendRegister, "register.correction.paper-title", show_correct_paper);
    routes.post("/decisions/{id}/correct", Permission::MendRegister, post_correct_paper).form("/decisions/{id}/correct");
    routes.get("/decisions/{id}/awards/{award}/correct", Permission::MendRegister, "register.correction.entry-title",
               show_correct_entry);
    routes.post("/decisions/{id}/awards/{award}/correct", Permission::MendRegister, post_correct_entry)
        .form("/decisions/{id}/awards/{award}/correct");
    routes.get("/decisions/{id}/revoke", Permission::MendRegister, "register.revoke.title", show_revoke);
    routes.post("/decisions/{id}/revoke", Permission::MendRegister, post_revoke).form("/decisions/{id}/revoke");
}

}  // namespace thidua::registry
