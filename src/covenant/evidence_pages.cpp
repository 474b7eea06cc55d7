// Files by which a unit shows what it reports: attached, opened, taken back.
#include "covenant/evidence.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;

Result<Answer> post_evidence(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr) return bad_input("covenant.error.no-file", {}, "file");
    auto const period = period_named(ctx.form().text("period"));
    if (!period) return bad_input("error.choice", {}, "period");
    AttachEvidence const command{ctx.param("ref"),
                                 ctx.form().text("unit"),
                                 *period,
                                 ctx.form().text("target"),
                                 upload->filename,
                                 upload->content()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(attach_evidence(act, command));
        return http::done(report_address(command.ref, command.unit, command.period),
                          "covenant.evidence-attached");
    });
}

Result<Answer> post_withdraw(Context& ctx)
{
    auto const& form = ctx.form();
    auto const period = period_named(form.text("period"));
    if (!period) return bad_input("error.choice", {}, "period");
    WithdrawEvidence const command{ctx.param("ref"),
                                   form.text("unit"),
                                   *period,
                                   form.text("target"),
                                   ctx.param("file"),
                                   form.text("reason")};
    return ctx.write([&](Act& act) -> Result<Answer> {
        TD_CHECK(withdraw_evidence(act, command));
        return http::done(report_address(command.ref, command.unit, command.period),
                          "covenant.evidence-withdrawn");
    });
}

// Whose it is stands in no address: every unit whose files the reader opens is looked through.
Result<Answer> show_evidence(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const covenant = find_covenant(tx, ctx.actor, ctx.param("ref"));
        if (!covenant) return not_found();
        for (auto const& member : covenant->members) {
            if (!may_open_evidence(ctx.actor, *covenant, member)) continue;
            for (auto const& result : results_of(tx, *covenant, member.id)) {
                for (auto const period : {Period::MidYear, Period::Year}) {
                    auto const owner = evidence_owner(*covenant, member, period, result.target);
                    auto const file = files::find_file(tx, ctx.actor, owner, ctx.param("file"));
                    if (file) return files::answer(tx, *file);
                }
            }
        }
        return not_found();
    });
}

}  // namespace

void add_evidence_pages(http::Router& routes)
{
    std::string const one = "/covenants/{ref}";
    auto const write = Permission::WriteScores;
    routes.post(one + "/evidence", write, post_evidence)
        .form(one + "/report")
        .limit(files::kUploadLimit);
    routes.get(one + "/evidence/{file}",
               Permission::ReadMovements,
               "covenant.evidence",
               show_evidence);
    routes.post(one + "/evidence/{file}/withdraw", write, post_withdraw).form(one + "/report");
}

}  // namespace thidua::covenant
