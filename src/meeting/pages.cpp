#include "meeting/pages.h"

#include "base/text.h"
#include "meeting/page_parts.h"
#include "programme/heads.h"
#include "programme/paper.h"
#include "programme/programme_store.h"

namespace thidua::meeting {

Plan plan_in(organisation::FormReader& form, http::Context const& ctx)
{
    Plan plan{.kind = form.text("kind"),
              .title = form.required("title"),
              .day = form.required_date("day"),
              .starts = form.text("starts"),
              .place = form.required("place")};
    plan.guests = ctx.form().lines("guests");
    plan.agenda = ctx.form().lines("agenda");
    plan.urgency = form.text("urgency");
    return plan;
}

boost::json::array urgencies()
{
    boost::json::array list;
    for (auto const each : programme::kUrgencies) list.push_back(boost::json::value(each));
    return list;
}

boost::json::array kinds_of(bool council)
{
    boost::json::array list;
    if (council) list.push_back(boost::json::value(kReview));
    for (auto const kind : kKinds) list.push_back(boost::json::value(kind));
    return list;
}

namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

json::array lines_of(std::string const& text)
{
    json::array list;
    for (auto const line : split(text, '\n')) {
        if (!trim(line).empty()) list.push_back(json::value(trim(line)));
    }
    return list;
}

json::value signature_document(Signature const& signature)
{
    if (!signature.at) return nullptr;
    return json::object{{"by", signature.by}, {"at", to_iso(*signature.at)}};
}

json::array attendees_document(Meeting const& meeting)
{
    json::array list;
    for (auto const& each : meeting.attendees) {
        list.push_back({{"code", each.code},
                        {"name", each.name},
                        {"presence", each.presence},
                        {"who", each.who},
                        {"reason", each.reason}});
    }
    return list;
}

json::object meeting_document(Meeting const& meeting)
{
    json::object document{{"ref", meeting.ref},
                          {"block", {{"ref", meeting.block_ref}, {"name", meeting.block_name}}},
                          {"block_name", meeting.block_name},
                          {"of_council", meeting.is_of_council()},
                          {"year", meeting.year},
                          {"kind", meeting.kind},
                          {"title", meeting.title},
                          {"day", to_iso(meeting.day)},
                          {"starts", meeting.starts},
                          {"ends", meeting.ends},
                          {"place", meeting.place},
                          {"guests", lines_of(meeting.guests)},
                          {"agenda", lines_of(meeting.agenda)},
                          {"state", meeting.state},
                          {"cancel_reason", meeting.cancel_reason},
                          {"number", meeting.number},
                          {"chair", meeting.chair},
                          {"secretary", meeting.secretary},
                          {"content", meeting.content},
                          {"opinions", meeting.opinions},
                          {"conclusions", meeting.conclusions},
                          {"hash", meeting.hash},
                          {"version", meeting.version}};
    document["chair_signature"] = signature_document(meeting.chair_signature);
    document["secretary_signature"] = signature_document(meeting.secretary_signature);
    document["attendees"] = attendees_document(meeting);
    document["members"] = meeting.attendees.size();
    document["came"] = meeting.came();
    document["missed"] = std::ssize(meeting.attendees) - meeting.came();
    document["quorum"] = meeting.has_quorum();
    document["quorum_percent"] = meeting.quorum_percent;
    bool const counted = meeting.state == kHeld || meeting.state == kSigned;
    document["counted"] = counted;
    return document;
}

// Blocks the actor may call meetings of, in the year.
json::array own_blocks(storage::Transaction& tx, access::Actor const& actor, int year)
{
    json::array list;
    std::vector<std::pair<std::string, std::int64_t>> blocks;
    for (auto rows = tx.query("SELECT b.ref, b.id FROM block b WHERE " +
                              organisation::sql_readable_blocks(actor) + " ORDER BY b.name_key");
         rows.next();) {
        blocks.emplace_back(rows.string(0), rows.integer(1));
    }
    for (auto const& [ref, id] : blocks) {
        if (!may_run(tx, actor, id, year)) continue;
        auto const block = organisation::find_block(tx, actor, ref).value();
        list.push_back({{"ref", ref}, {"name", block.name}});
    }
    return list;
}

int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
}

Result<Answer> show_meetings(Context& ctx)
{
    auto const year = year_of(ctx);
    auto const block = ctx.query().text("block");
    http::ListPage list{.columns = {{"day", "meeting.field.day", "date"},
                                    {"title", "meeting.field.title"},
                                    {"kind", "meeting.field.kind", "key:meeting.kind."},
                                    {"block_name", "meeting.field.block"},
                                    {"state", "meeting.field.state", "key:meeting.state."}},
                        .page_size = 1000};
    json::array blocks;
    int percent = 0;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& meeting : meetings(tx, ctx.actor, 0, year)) {
            if (!block.empty() && meeting.block_ref != block) continue;
            list.rows.push_back(meeting_document(meeting));
        }
        blocks = own_blocks(tx, ctx.actor, year);
        percent = quorum_percent(tx);
    });
    list.total = std::ssize(list.rows);
    return http::page("meeting/meetings",
                      "meeting.list",
                      {{"year", year},
                       {"before", year - 1},
                       {"next", year + 1},
                       {"blocks", std::move(blocks)},
                       {"may_council", ctx.actor.may(Permission::PlanYear)},
                       {"may_set_quorum", ctx.actor.may(Permission::PlanYear, "/")},
                       {"values", json::object{{"percent", percent}}},
                       {"list", http::list_document(std::move(list))}});
}

Result<Answer> show_new(Context& ctx)
{
    auto const year = year_of(ctx);
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        json::object values{{"block", ctx.query().text("block")},
                            {"year", year},
                            {"kind", "preparatory"},
                            {"starts", "08:00"}};
        return http::page("meeting/meeting-form",
                          "meeting.new",
                          {{"blocks", own_blocks(tx, ctx.actor, year)},
                           {"kinds", kinds_of(false)},
                           {"urgencies", urgencies()},
                           {"values", std::move(values)}},
                          {{"/meetings", "meeting.menu"}});
    });
}

Result<Answer> post_new(Context& ctx)
{
    FormReader form{ctx.form()};
    PlanMeeting const command{.block = form.required("block"),
                              .year = static_cast<int>(form.required_year("year")),
                              .plan = plan_in(form, ctx)};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(plan_meeting(act, command));
        return http::done("/meetings/" + ref, "meeting.done.planned", {{"ref", ref}});
    });
}

Result<Meeting> meeting_in(Context& ctx, storage::Transaction& tx)
{
    auto meeting = find_meeting(tx, ctx.actor, ctx.param("ref"));
    if (!meeting) return not_found();
    return *std::move(meeting);
}

// The same for who runs it: the forms are nobody else's.
Result<Meeting> meeting_to_run(Context& ctx, storage::Transaction& tx)
{
    auto meeting = TD_TRY(meeting_in(ctx, tx));
    if (!may_run(tx, ctx.actor, meeting)) return denied();
    return meeting;
}

std::vector<http::Crumb> crumbs_of(Meeting const& meeting)
{
    return {{"/meetings", "meeting.menu"}, {"/meetings/" + meeting.ref, "", meeting.title}};
}

json::object may_of(Context const& ctx, storage::Transaction& tx, Meeting const& meeting)
{
    bool const runs =
        meeting.is_open() && may_run(tx, ctx.actor, meeting);
    bool const before = meeting.state == kPlanned || meeting.state == kCalled;
    bool const drafted = !meeting.conclusions.empty();
    auto const signs = [&](Signature const& mine, Signature const& other) {
        return runs && drafted && !mine.at && !(other.at && other.by == ctx.actor.name);
    };
    return {{"edit", runs && before},
            {"call", runs && meeting.state == kPlanned},
            {"attach", runs},
            {"attendance", runs && ctx.today() >= meeting.day},
            {"minutes", runs && meeting.state == kHeld},
            {"sign_chair", signs(meeting.chair_signature, meeting.secretary_signature)},
            {"sign_secretary", signs(meeting.secretary_signature, meeting.chair_signature)}};
}

Result<Answer> show_meeting(Context& ctx)
{
    auto panels = ctx.panels("meeting", ctx.param("ref"));
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const meeting = TD_TRY(meeting_in(ctx, tx));
        json::array papers;
        for (auto const& file : files::files_of(tx, ctx.actor, files_owner(meeting)))
            papers.push_back(files::document_of(file));
        json::object document{{"meeting", meeting_document(meeting)},
                              {"title", meeting.title},
                              {"papers", std::move(papers)},
                              {"values", json::object{}}};
        document["may"] = may_of(ctx, tx, meeting);
        document["panels"] = std::move(panels);
        return http::page("meeting/meeting",
                          "meeting.one",
                          std::move(document),
                          {{"/meetings", "meeting.menu"}});
    });
}

Result<Answer> show_edit(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const meeting = TD_TRY(meeting_to_run(ctx, tx));
        json::object values{{"kind", meeting.kind},
                            {"title", meeting.title},
                            {"day", to_iso(meeting.day)},
                            {"starts", meeting.starts},
                            {"place", meeting.place},
                            {"guests", meeting.guests},
                            {"urgency", meeting.urgency},
                            {"agenda", meeting.agenda}};
        return http::page("meeting/meeting-form",
                          "meeting.edit",
                          {{"meeting", meeting_document(meeting)},
                           {"kinds", kinds_of(meeting.is_of_council())},
                           {"urgencies", urgencies()},
                           {"values", std::move(values)}},
                          crumbs_of(meeting));
    });
}

Result<Answer> post_edit(Context& ctx)
{
    FormReader form{ctx.form()};
    EditMeeting const command{ctx.param("ref"), plan_in(form, ctx), form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(edit_meeting(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.saved");
    });
}

Result<Answer> post_call(Context& ctx)
{
    OnMeeting const command{ctx.param("ref"), ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(call_meeting(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.called");
    });
}

Result<Answer> post_cancel(Context& ctx)
{
    CancelMeeting const command{ctx.param("ref"),
                                ctx.form().text("reason"),
                                ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(cancel_meeting(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.cancelled");
    });
}

Result<Answer> post_paper(Context& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr || upload->size == 0) return bad_input("files.error.empty", {}, "file");
    AttachPaper const command{ctx.param("ref"), upload->filename, upload->content()};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(attach_paper(act, command));
        return http::done("/meetings/" + command.ref + "#papers", "meeting.done.attached");
    });
}

Result<Answer> show_paper(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const meeting = TD_TRY(meeting_in(ctx, tx));
        auto const file =
            files::find_file(tx, ctx.actor, files_owner(meeting), ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

// What was typed for each unit, where the form comes back.
void keep_typed(Meeting& meeting, http::Values const& form)
{
    for (auto& unit : meeting.attendees) {
        if (!form.find("presence-" + unit.code)) continue;
        unit.presence = form.text("presence-" + unit.code);
        unit.who = form.text("who-" + unit.code);
        unit.reason = form.text("reason-" + unit.code);
    }
}

Result<Answer> show_attendance(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto meeting = TD_TRY(meeting_to_run(ctx, tx));
        keep_typed(meeting, ctx.form());
        return http::page("meeting/attendance",
                          "meeting.attendance",
                          {{"meeting", meeting_document(meeting)},
                           {"presences", {"present", "represented", "absent"}},
                           {"values", json::object{}}},
                          crumbs_of(meeting));
    });
}

Result<Answer> post_attendance(Context& ctx)
{
    EnterAttendance command{.ref = ctx.param("ref"),
                            .version = ctx.form().integer("version").value_or(0)};
    for (auto const& unit : ctx.form().all("unit")) {
        command.units.push_back({unit,
                                 ctx.form().text("presence-" + unit),
                                 ctx.form().text("who-" + unit),
                                 ctx.form().text("reason-" + unit)});
    }
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(enter_attendance(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.attendance");
    });
}

Result<Answer> show_minutes(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const meeting = TD_TRY(meeting_to_run(ctx, tx));
        json::object values{{"number", meeting.number},
                            {"chair", meeting.chair},
                            {"secretary", meeting.secretary},
                            {"content", meeting.content},
                            {"opinions", meeting.opinions},
                            {"conclusions", meeting.conclusions},
                            {"ends", meeting.ends}};
        return http::page("meeting/minutes",
                          "meeting.minutes",
                          {{"meeting", meeting_document(meeting)}, {"values", std::move(values)}},
                          crumbs_of(meeting));
    });
}

Result<Answer> post_minutes(Context& ctx)
{
    auto const& form = ctx.form();
    WriteMinutes const command{.ref = ctx.param("ref"),
                               .number = form.text("number"),
                               .chair = form.text("chair"),
                               .secretary = form.text("secretary"),
                               .content = form.lines("content"),
                               .opinions = form.lines("opinions"),
                               .conclusions = form.lines("conclusions"),
                               .ends = form.text("ends"),
                               .version = form.integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(write_minutes(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.minutes");
    });
}

Result<Answer> post_sign(Context& ctx)
{
    SignMinutes const command{ctx.param("ref"),
                              ctx.form().text("as") == "chair",
                              ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(sign_minutes(act, command));
        return http::done("/meetings/" + command.ref, "meeting.done.signed");
    });
}

Result<Answer> post_quorum(Context& ctx)
{
    auto const percent = ctx.form().integer("percent").value_or(-1);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(set_quorum_percent(act, percent));
        return http::done("/meetings", "meeting.done.quorum");
    });
}

// Minutes, or the invitation: a block or council issues its papers under the unit it belongs to.
Result<Answer> show_on_paper(Context& ctx, std::string const& view, std::string const& title)
{
    bool const invites = title == "meeting.invitation";
    auto panels = ctx.panels("meeting-print", ctx.param("ref"));
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const meeting = TD_TRY(meeting_in(ctx, tx));
        programme::PaperHead head;
        auto const owner = tx.text("SELECT o.name FROM meeting m LEFT JOIN block b ON b.id ="
                                   " m.block_id JOIN unit o ON o.id ="
                                   " COALESCE(m.body_unit, b.owner_unit_id) WHERE m.id = ?1",
                                   {meeting.id});
        auto const top = programme::top_unit(tx);
        head.superior = owner.value_or(top ? top->name : "");
        head.issuer = meeting.block_name;
        head.number = meeting.number;
        head.dated = meeting.day;
        if (invites) head.urgency = meeting.urgency;
        json::object document{{"meeting", meeting_document(meeting)},
                              {"paper", programme::paper_document(tx, head)}};
        document["panels"] = std::move(panels);
        return http::page(view, title, std::move(document), crumbs_of(meeting));
    });
}
Result<Answer> show_print(Context& ctx)
{
    return show_on_paper(ctx, "meeting/print", "meeting.print");
}
Result<Answer> show_invitation(Context& ctx)
{
    return show_on_paper(ctx, "meeting/invitation", "meeting.invitation");
}

}  // namespace

void add_pages(http::Router& routes)
{
    std::string const one = "/meetings/{ref}";
    auto const read = Permission::ReadMovements;  // Who runs the meeting is asked by the acts.
    routes.get("/meetings", read, "meeting.list", show_meetings);
    routes.post("/meetings/quorum", Permission::PlanYear, post_quorum).form("/meetings");
    routes.get("/meetings/new", Permission::LeadBlock, "meeting.new", show_new);
    routes.post("/meetings/new", Permission::LeadBlock, post_new).form("/meetings/new");
    routes.get(one, read, "meeting.title", show_meeting);
    routes.get(one + "/edit", read, "meeting.edit", show_edit);
    routes.post(one + "/edit", read, post_edit).form(one + "/edit");
    routes.post(one + "/call", read, post_call).form(one);
    routes.post(one + "/cancel", read, post_cancel).form(one);
    routes.post(one + "/papers", read, post_paper).form(one).limit(files::kUploadLimit);
    routes.get(one + "/papers/{file}", read, "meeting.paper", show_paper);
    routes.get(one + "/attendance", read, "meeting.attendance", show_attendance);
    routes.post(one + "/attendance", read, post_attendance).form(one + "/attendance");
    routes.get(one + "/minutes", read, "meeting.minutes", show_minutes);
    routes.post(one + "/minutes", read, post_minutes).form(one + "/minutes");
    routes.post(one + "/sign", read, post_sign).form(one);
    routes.get(one + "/print", read, "meeting.print", show_print);
    routes.get(one + "/invitation", read, "meeting.invitation", show_invitation);
    add_council_pages(routes);
    routes.menu({"movement", "/meetings", "meeting.menu", "users", 45});
}

}  // namespace thidua::meeting
