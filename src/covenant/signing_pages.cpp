// Signing: who has signed what; the form of one unit, with the password asked again; refusing; a
// unit that joins later; the scan of the paper signed in ink.
#include "covenant/editions.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "covenant/signing.h"
#include "identity/confirm.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;
using organisation::FormReader;
using organisation::json_of;

json::object signature_document(Signature const& signature, Member const* member)
{
    return {{"kind", signature.kind},
            {"name", member == nullptr ? std::string{} : member->name},
            {"signer", signature.signer},
            {"post", signature.post},
            {"rank", signature.rank},
            {"authority_no", signature.authority_no},
            {"authority_date", json_of(signature.authority_date)},
            {"reason", signature.reason},
            {"late", signature.late},
            {"hash", signature.hash},
            {"annex_hash", signature.annex_hash},
            {"signed_on", to_iso(signature.signed_on)},
            {"signed_at", to_iso(signature.signed_at)}};
}

json::array party_rows(storage::Transaction& tx,
                       access::Actor const& actor,
                       Covenant const& covenant,
                       Edition const& edition)
{
    bool const open = covenant.state == State::Signing || covenant.state == State::InForce ||
                      covenant.state == State::MidYear;
    auto const signatures = signatures_of(tx, edition);
    json::array rows;
    for (auto const& party : parties_of(tx, edition)) {
        json::object row{
            {"unit", party.code},
            {"name", party.name},
            {"state", party.state},
            {"joined_later", party.joined_later},
            {"joined_on", to_iso(party.joined_on)},
            {"mine",
             open && party.state != "signed" && actor.may(Permission::SignForUnit, party.path)}};
        if (auto const* last = last_of(signatures, party.unit_id))
            row["last"] = signature_document(*last, nullptr);
        rows.push_back(std::move(row));
    }
    return rows;
}

json::array scan_rows(storage::Transaction& tx, access::Actor const& actor, Edition const& edition)
{
    json::array rows;
    for (auto const& file : files::files_of(tx, actor, scan_owner(edition)))
        rows.push_back(files::document_of(file));
    return rows;
}

// A field per target for the plans of a newcomer: as typed, else what it would usually owe.
json::array own_plan_fields(Context const& ctx, Edition const& edition)
{
    auto const usual = usual_plans(edition);
    json::array fields;
    for (auto const& target : edition_targets(edition)) {
        auto const field = "plan_" + target.ref;
        auto const found = std::find_if(usual.begin(), usual.end(), [&](OwnPlan const& each) {
            return each.target == target.ref;
        });
        auto const kept = found == usual.end() ? std::string{} : plan_text(found->plan);
        fields.push_back(json::object{
            {"field", field},
            {"content", target.content},
            {"measure", target.measure},
            {"kind", target.kind},
            {"value", ctx.form().find(field) ? ctx.form().text(field) : kept}});
    }
    return fields;
}

Result<std::optional<Edition>> shown_one(Context& ctx,
                                         storage::Transaction& tx,
                                         Covenant const& covenant)
{
    if (auto const number = ctx.query().integer("edition")) {
        auto edition = find_edition(tx, covenant, *number);
        if (!edition) return not_found();
        return edition;
    }
    return edition_to_sign(tx, covenant);
}

Result<Answer> show_signatures(Context& ctx)
{
    return covenant_page(
        ctx,
        "covenant/signatures",
        "covenant.signatures",
        [&](storage::Transaction& tx,
            Covenant const& covenant,
            json::object& document) -> Result<void> {
            auto const edition = TD_TRY(shown_one(ctx, tx, covenant));
            json::array editions;
            for (auto const& each : editions_of(tx, covenant)) {
                auto row = shown_edition(each);
                row["current"] = edition && each.id == edition->id;
                editions.push_back(std::move(row));
            }
            document["editions"] = std::move(editions);
            document["values"] = json::object{{"version", covenant.version}};
            if (!edition) return {};
            document["edition"] = shown_edition(*edition);
            document["parties"] = party_rows(tx, ctx.actor, covenant, *edition);
            json::array history;
            for (auto const& each : signatures_of(tx, *edition))
                history.push_back(signature_document(each, covenant.member(each.unit_id)));
            document["history"] = std::move(history);
            document["scans"] = scan_rows(tx, ctx.actor, *edition);
            json::array newcomers;
            for (auto const& member : not_asked(tx, covenant, *edition))
                newcomers.push_back(json::object{{"unit", member.code}, {"name", member.name}});
            bool const newest = edition_to_sign(tx, covenant)->id == edition->id;
            document["newcomers"] = newest ? std::move(newcomers) : json::array{};
            document["own_plans"] = own_plan_fields(ctx, *edition);
            document["annexes"] = annexes_in(tx, *edition);
            return {};
        });
}

Result<Answer> show_sign(Context& ctx)
{
    return covenant_page(ctx,
                         "covenant/sign",
                         "covenant.sign",
                         [&](storage::Transaction& tx,
                             Covenant const& covenant,
                             json::object& document) -> Result<void> {
                             auto const* member = covenant.member(ctx.query().text("unit"));
                             if (member == nullptr) return not_found();
                             if (!ctx.actor.may(Permission::SignForUnit, member->path))
                                 return denied();
                             auto const edition = edition_to_sign(tx, covenant);
                             document["tab"] = "signatures";
                             document["unit"] = member->code;
                             document["unit_name"] = member->name;
                             document["asks_code"] = identity::asks_for_code(tx, ctx.actor);
                             document["values"] = json::object{{"post", ""}, {"rank", ""}};
                             document["party"] = nullptr;
                             if (!edition) return {};
                             document["edition"] = shown_edition(*edition);
                             document["said"] =
                                 shown_content(json::parse(edition->content).as_object());
                             if (auto const annex = annex_of(tx, *edition, member->id))
                                 document["annex"] = shown_annex(*annex);
                             for (auto& row : party_rows(tx, ctx.actor, covenant, *edition)) {
                                 if (row.at("unit").as_string() == member->code)
                                     document["party"] = std::move(row);
                             }
                             return {};
                         });
}

http::Handler post_sign(identity::Options const& options)
{
    return [options](Context& ctx) -> Result<Answer> {
        FormReader form{ctx.form()};
        Sign command{.ref = ctx.param("ref"), .unit = form.text("unit"), .hash = form.text("hash")};
        command.annex_hash = form.text("annex_hash");
        command.post = form.required("post");
        command.rank = form.text("rank");
        command.authority_no = form.text("paper_no");
        command.authority_date = form.date("paper_date");
        TD_CHECK(form.check());
        return identity::write_confirmed(ctx, options, [&](Act& act) -> Result<Answer> {
            TD_CHECK(sign(act, command));
            return http::done(address(command.ref, "signatures"), "covenant.has-signed");
        });
    };
}

http::Handler post_refuse(identity::Options const& options)
{
    return [options](Context& ctx) -> Result<Answer> {
        auto const& form = ctx.form();
        Refuse const command{
            ctx.param("ref"), form.text("unit"), form.text("hash"), form.text("reason")};
        return identity::write_confirmed(ctx, options, [&](Act& act) -> Result<Answer> {
            TD_CHECK(refuse(act, command));
            return http::done(address(command.ref, "signatures"), "covenant.has-refused");
        });
    };
}

Result<Answer> post_admit(Context& ctx)
{
    FormReader form{ctx.form()};
    AdmitUnit command{.ref = ctx.param("ref"), .version = form.version(), .unit = form.text("unit")};
    auto const edition = ctx.db.read([&](storage::Transaction& tx) -> std::optional<Edition> {
        auto const covenant = find_covenant(tx, ctx.actor, command.ref);
        return covenant ? edition_to_sign(tx, *covenant) : std::nullopt;
    });
    if (!edition) return not_found();
    for (auto const& target : edition_targets(*edition)) {
        auto const field = "plan_" + target.ref;
        if (ctx.form().find(field))
            command.plans.push_back({target.ref, plan_in(form, field, target.is_number())});
    }
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(admit_unit(act, command));
        return http::done(address(command.ref, "signatures"), "covenant.admitted");
    });
}

Result<Answer> post_scan(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr) return bad_input("covenant.error.no-file", {}, "file");
    AttachScan const command{ctx.param("ref"),
                             ctx.form().integer("edition").value_or(0),
                             upload->filename,
                             upload->content()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(attach_scan(act, command));
        return http::done(address(command.ref, "signatures"), "covenant.scan-attached");
    });
}

Result<Answer> show_scan(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const covenant = find_covenant(tx, ctx.actor, ctx.param("ref"));
        if (!covenant) return not_found();
        for (auto const& edition : editions_of(tx, *covenant)) {
            auto const file =
                files::find_file(tx, ctx.actor, scan_owner(edition), ctx.param("file"));
            if (file) return files::answer(tx, *file);
        }
        return not_found();
    });
}

}  // namespace

void add_signing_pages(http::Router& routes, identity::Options const& options)
{
    std::string const one = "/covenants/{ref}";
    std::string const all = one + "/signatures";
    auto const read = Permission::ReadMovements;
    routes.get(all, read, "covenant.signatures", show_signatures);
    routes.post(all + "/admit", read, post_admit).form(all);
    routes.post(all + "/scans", read, post_scan).form(all).limit(files::kUploadLimit);
    routes.get(one + "/scans/{file}", read, "covenant.scan", show_scan);
    routes.get(one + "/sign", Permission::SignForUnit, "covenant.sign", show_sign);
    routes.post(one + "/sign", Permission::SignForUnit, post_sign(options)).form(one + "/sign");
    routes.post(one + "/refuse", Permission::SignForUnit, post_refuse(options)).form(one + "/sign");
}

}  // namespace thidua::covenant
