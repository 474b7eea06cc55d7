#include "rotation/pages.h"

#include "base/text.h"
#include "organisation/form_reader.h"
#include "organisation/rows.h"
#include "programme/paper.h"
#include "rotation/order_form.h"
#include "rotation/rotation.h"
#include "voting/session.h"

namespace thidua::rotation {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using organisation::FormReader;

// The year whose lead is decided: the next one unless the address says another.
int year_of(Context const& ctx)
{
    return static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year() + 1));
}

std::string page_of(std::string const& block, int year)
{
    return "/rotation/" + http::percent_encode(block) + "?year=" + std::to_string(year);
}

json::array lines_of(std::string const& text)
{
    json::array list;
    for (auto const line : split(text, '\n')) {
        if (!trim(line).empty()) list.push_back(json::value(trim(line)));
    }
    return list;
}

json::value instant_or_null(std::optional<Instant> at)
{
    return at ? json::value(to_iso(*at)) : json::value(nullptr);
}

json::value election_document(std::optional<Election> const& election)
{
    if (!election) return nullptr;
    return json::object{{"head", election->head_name},
                        {"deputy", election->deputy_name},
                        {"manner", election->manner},
                        {"hands_for", organisation::json_of(election->hands_for)},
                        {"hands_of", organisation::json_of(election->hands_of)},
                        {"ballot_ref", election->ballot_ref},
                        {"reason", election->reason},
                        {"held_on", to_iso(election->held_on)},
                        {"recognised", election->is_recognised()},
                        {"number", election->number},
                        {"dated", organisation::json_of(election->dated)},
                        {"signer", election->signer}};
}

// "Thủ trưởng Viện A" says the unit already; whoever wrote a post alone has it added.
bool names(std::string const& person, std::string const& unit)
{
    return search_key(person).find(search_key(unit)) != std::string::npos;
}

json::value handover_document(std::optional<Handover> const& handover)
{
    if (!handover) return nullptr;
    return json::object{{"from", handover->from.name},
                        {"to", handover->to.name},
                        {"day", to_iso(handover->day)},
                        {"place", handover->place},
                        {"items", lines_of(handover->items)},
                        {"note", handover->note},
                        {"from_name", handover->from_name},
                        {"to_name", handover->to_name},
                        {"from_names_unit", names(handover->from_name, handover->from.name)},
                        {"to_names_unit", names(handover->to_name, handover->to.name)},
                        {"from_by", handover->from_by},
                        {"from_at", instant_or_null(handover->from_at)},
                        {"to_by", handover->to_by},
                        {"to_at", instant_or_null(handover->to_at)},
                        {"done", handover->is_done()},
                        {"hash", handover->hash}};
}

json::object may_of(access::Actor const& actor, Rotation const& rotation)
{
    bool const recognised = rotation.election && rotation.election->is_recognised();
    bool const leads = may_lead(actor, rotation);
    auto const& handover = rotation.handover;
    bool const open = handover && !handover->is_done();
    auto const confirms = [&](programme::BlockMember const& side,
                              std::optional<Instant> const& mine,
                              std::string const& other) {
        return !mine && acts_for(actor, side) && other != actor.name;
    };
    return {{"lead", leads && !recognised},
            {"recognise", rotation.election && !recognised && may_recognise(actor, rotation)},
            {"handover", leads && recognised && !(handover && handover->is_done())},
            {"give", open && confirms(handover->from, handover->from_at, handover->to_by)},
            {"receive", open && confirms(handover->to, handover->to_at, handover->from_by)},
            {"pack", leads || may_recognise(actor, rotation)}};
}

json::object rotation_document(Rotation const& rotation)
{
    json::array places;
    for (auto const& each : rotation.places) {
        places.push_back({{"code", each.code},
                          {"name", each.name},
                          {"role", each.role},
                          {"position", each.position > 0 ? json::value(each.position) : json::value()},
                          {"skip_reason", each.skip_reason},
                          {"suggested", rotation.suggested() == &each}});
    }
    auto const* suggested = rotation.suggested();
    return {{"block", {{"ref", rotation.block.ref}, {"name", rotation.block.name}}},
            {"year", rotation.year},
            {"before", rotation.year - 1},
            {"places", std::move(places)},
            {"suggested", suggested == nullptr ? json::value() : json::value(suggested->name)},
            {"suggested_code", suggested == nullptr ? "" : suggested->code},
            {"election", election_document(rotation.election)},
            {"handover", handover_document(rotation.handover)},
            {"version", rotation.version}};
}

Result<Answer> show_list(Context& ctx)
{
    auto const year = year_of(ctx);
    json::array list;
    ctx.db.read([&](storage::Transaction& tx) {
        std::vector<std::string> refs;
        for (auto rows = tx.query("SELECT b.ref FROM block b WHERE " +
                                  organisation::sql_readable_blocks(ctx.actor) +
                                  " ORDER BY b.name_key, b.id");
             rows.next();) {
            refs.push_back(rows.string(0));
        }
        for (auto const& ref : refs) {
            auto const rotation = find_rotation(tx, ctx.actor, ref, year);
            if (!rotation || rotation->places.empty()) continue;
            auto document = rotation_document(*rotation);
            auto const* head = rotation->head();
            document["head"] = head == nullptr ? "" : head->name;
            list.push_back(std::move(document));
        }
    });
    return http::page("rotation/rotations",
                      "rotation.list",
                      {{"year", year},
                       {"before", year - 1},
                       {"after", year + 1},
                       {"blocks", std::move(list)}});
}

Result<Rotation> rotation_in(Context& ctx, storage::Transaction& tx, int year)
{
    auto rotation = find_rotation(tx, ctx.actor, ctx.param("block"), year);
    if (!rotation) return not_found();
    return *std::move(rotation);
}

// Counted sessions of the block, in the year that elects and the one that is led.
json::array ballots_of(storage::Transaction& tx,
                       access::Actor const& actor,
                       Rotation const& rotation)
{
    json::array list;
    for (auto const year : {rotation.year - 1, rotation.year}) {
        for (auto const& session : voting::sessions_for(
                 tx, actor, {.block = rotation.block.ref, .year = year})) {
            if (session.state != voting::State::Counted && session.state != voting::State::Settled)
                continue;
            list.push_back({{"ref", session.ref}, {"title", session.title}});
        }
    }
    return list;
}

Result<Answer> show_rotation(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const rotation = TD_TRY(rotation_in(ctx, tx, year_of(ctx)));
        auto document = rotation_document(rotation);
        json::object values{{"head", document.at("suggested_code")},
                            {"held_on", to_iso(ctx.today())},
                            {"dated", to_iso(ctx.today())}};
        document["name"] = rotation.block.name;
        document["may"] = may_of(ctx.actor, rotation);
        document["ballots"] = ballots_of(tx, ctx.actor, rotation);
        document["values"] = std::move(values);
        put_numbers(document, ctx.form());
        return http::page("rotation/rotation",
                          "rotation.one",
                          std::move(document),
                          {{"/rotation", "rotation.menu"}});
    });
}

OnBlock at_of(Context const& ctx)
{
    return {ctx.param("block"), year_of(ctx), ctx.form().integer("version").value_or(0)};
}

Answer done_at(OnBlock const& at, std::string_view notice)
{
    return http::done(page_of(at.block, at.year), std::string{notice});
}

Result<Answer> post_order(Context& ctx)
{
    auto const at = at_of(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const rotation = TD_TRY(rotation_in(ctx, act.tx, at.year));
        if (!may_lead(act.actor, rotation)) return denied();
        auto const order = TD_TRY(order_in(ctx.form(), rotation));
        TD_CHECK(set_order(act, at, order));
        return done_at(at, "rotation.done.order");
    });
}

Result<Answer> post_skip(Context& ctx)
{
    auto const at = at_of(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(skip(act, at, ctx.form().text("skip"), ctx.form().text("skip_reason")));
        return done_at(at, "rotation.done.skip");
    });
}

Result<Answer> post_unskip(Context& ctx)
{
    auto const at = at_of(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(take_back_skip(act, at, ctx.form().text("skip")));
        return done_at(at, "rotation.done.unskip");
    });
}

Result<Answer> post_elect(Context& ctx)
{
    FormReader form{ctx.form()};
    constexpr std::int64_t kMost = 1000;
    Elect command{.at = at_of(ctx),
                  .head = form.required("head"),
                  .deputy = form.text("deputy"),
                  .manner = form.text("manner")};
    command.hands_for = form.integer("hands_for", 0, kMost);
    command.hands_of = form.integer("hands_of", 1, kMost);
    command.ballot = form.text("ballot");
    command.reason = form.text("reason");
    command.held_on = form.required_date("held_on");
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(elect(act, command));
        return done_at(command.at, "rotation.done.elected");
    });
}

Result<Answer> post_recognise(Context& ctx)
{
    FormReader form{ctx.form()};
    Recognise const command{.at = at_of(ctx),
                            .number = form.required("number"),
                            .signer = form.required("signer"),
                            .dated = form.required_date("dated")};
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(recognise(act, command));
        return done_at(command.at, "rotation.done.recognised");
    });
}

Result<Answer> show_handover(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const rotation = TD_TRY(rotation_in(ctx, tx, year_of(ctx)));
        json::object values{{"day", to_iso(ctx.today())}};
        if (auto const& handover = rotation.handover) {
            values = {{"day", to_iso(handover->day)},
                      {"place", handover->place},
                      {"items", handover->items},
                      {"note", handover->note},
                      {"from_name", handover->from_name},
                      {"to_name", handover->to_name}};
        }
        auto document = rotation_document(rotation);
        auto const* head = rotation.head();
        document["head"] = head == nullptr ? "" : head->name;
        document["values"] = std::move(values);
        return http::page("rotation/handover",
                          "rotation.handover",
                          std::move(document),
                          {{"/rotation", "rotation.menu"},
                           {page_of(rotation.block.ref, rotation.year), "", rotation.block.name}});
    });
}

Result<Answer> post_handover(Context& ctx)
{
    FormReader form{ctx.form()};
    DraftHandover command{.at = at_of(ctx),
                          .day = form.required_date("day"),
                          .place = form.text("place")};
    command.items = ctx.form().lines("items");
    command.note = ctx.form().lines("note");
    command.from_name = form.text("from_name");
    command.to_name = form.text("to_name");
    TD_CHECK(form.check());
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(draft_handover(act, command));
        return done_at(command.at, "rotation.done.handover");
    });
}

Result<Answer> post_confirm(Context& ctx)
{
    auto const at = at_of(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(confirm_handover(act, at, ctx.form().text("as") == "receiver"));
        return done_at(at, "rotation.done.confirmed");
    });
}

Result<Answer> show_print(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        int year = 0;
        for (auto const c : ctx.param("year")) {
            if (c < '0' || c > '9' || year > 9999) return not_found();
            year = year * 10 + (c - '0');
        }
        auto const rotation = TD_TRY(rotation_in(ctx, tx, year));
        if (!rotation.handover) return not_found();
        programme::PaperHead head;
        head.issuer = rotation.block.name;
        head.superior = tx.text("SELECT name FROM unit WHERE path = ?1", {rotation.owner_path})
                            .value_or("");
        head.dated = rotation.handover->day;
        auto document = rotation_document(rotation);
        document["paper"] = programme::paper_document(tx, head);
        return http::page("rotation/print",
                          "rotation.print",
                          std::move(document),
                          {{"/rotation", "rotation.menu"},
                           {page_of(rotation.block.ref, rotation.year), "", rotation.block.name}});
    });
}

}  // namespace

void add_pages(http::Router& routes)
{
    std::string const one = "/rotation/{block}";
    auto const read = Permission::ReadMovements;
    routes.get("/rotation", read, "rotation.list", show_list);
    routes.get(one, read, "rotation.title", show_rotation);
    // The acts ask for LeadBlock over the leading unit, or PlanYear over the block's owner.
    routes.post(one + "/order", read, post_order).form(one);
    routes.post(one + "/skip", read, post_skip).form(one);
    routes.post(one + "/unskip", read, post_unskip).form(one);
    routes.post(one + "/elect", read, post_elect).form(one);
    routes.post(one + "/recognise", Permission::DecideResults, post_recognise).form(one);
    routes.get(one + "/handover", read, "rotation.handover", show_handover);
    routes.post(one + "/handover", read, post_handover).form(one + "/handover");
    routes.post(one + "/confirm", read, post_confirm).form(one);
    routes.get(one + "/print/{year}", read, "rotation.print", show_print);
    routes.menu({"movement", "/rotation", "rotation.menu", "history", 70});
}

}  // namespace thidua::rotation
