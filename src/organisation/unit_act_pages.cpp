// The forms that change the tree, one per act.
#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/recipient.h"
#include "organisation/rows.h"
#include "organisation/unit.h"
#include "organisation/unit_store.h"

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::string address(std::string const& code) { return "/units/" + http::percent_encode(code); }

Answer done_at(Unit const& unit, std::string_view notice)
{
    return http::done(address(unit.code),
                      std::string(notice),
                      {{"code", unit.code}, {"name", unit.name}, {"version", unit.version}});
}

std::vector<http::Crumb> crumbs_to(Unit const& unit)
{
    return {{"/units", "organisation.units"}, {address(unit.code), "", unit.name}};
}

// What every form begins with: the unit, and the values it has now.
json::object values_of(Unit const& unit, Date today)
{
    return {{"code", unit.code},
            {"name", unit.name},
            {"kind", unit.kind},
            {"on", to_iso(today)},
            {"version", unit.version},
            {"offline", unit.offline},
            {"head_decides", unit.head_decides}};
}

using Extra = std::function<void(storage::Transaction&, Unit const&, json::object&)>;

// A GET page for an act on the unit of the address; only for those who may act on it.
http::Handler form_page(std::string view, std::string title, Extra extra = {})
{
    return [=](Context& ctx) -> Result<Answer> {
        return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
            auto const unit = find_unit(tx, ctx.actor, ctx.param("code"));
            if (!unit) return not_found();
            if (!ctx.actor.may(Permission::WriteOrganisation, unit->path)) return denied();
            json::object document{
                {"unit", brief(*unit)}, {"name", unit->name}, {"kinds", codes_of("unit-kind")}};
            document["values"] = values_of(*unit, ctx.today());
            if (extra) extra(tx, *unit, document);
            return http::page(view, title, std::move(document), crumbs_to(*unit));
        });
    };
}

void add_share_out(storage::Transaction& tx, Unit const& unit, json::object& document)
{
    auto const day = unit.valid_from;
    json::array children;
    for (auto const& child : children_from(tx, unit.id, day)) {
        if (!child.valid_to) children.push_back(brief(child));
    }
    document["children"] = std::move(children);
    // Below this number people are shared out one by one on the page, above it by transfers
    // afterwards.
    constexpr std::size_t kSharedOut = 200;
    auto const inside = people_from(tx, unit.id, day);
    json::array people;
    for (std::size_t i = 0; i < inside.size() && inside.size() <= kSharedOut; ++i)
        people.push_back(brief(inside[i]));
    document["people"] = std::move(people);
}

Result<Answer> show_create(Context& ctx)
{
    json::object values{
        {"parent", ctx.query().text("parent")}, {"from", to_iso(ctx.today())}, {"kind", ""}};
    return http::page("organisation/unit-new",
                      "organisation.unit.create",
                      {{"kinds", codes_of("unit-kind")}, {"values", std::move(values)}},
                      {{"/units", "organisation.units"}});
}

Result<Answer> create(Context& ctx)
{
    FormReader form{ctx.form()};
    CreateUnit command;
    command.code = form.required("code");
    command.name = form.required("name");
    command.kind = form.required_term("kind", "unit-kind");
    command.parent = form.text("parent");
    command.from = form.required_date("from");
    command.to = form.date("to");
    command.offline = form.checked("offline");
    command.head_decides = form.text("head_decides");
    command.predecessors = form.codes("predecessors");
    command.paper = form.paper();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(create_unit(act, command)), "organisation.unit.created");
    });
}

Result<Answer> rename(Context& ctx)
{
    FormReader form{ctx.form()};
    RenameUnit command{.code = ctx.param("code")};
    command.name = form.required("name");
    command.kind = form.term("kind", "unit-kind");
    command.new_code = form.text("new_code");
    command.on = form.required_date("on");
    command.paper = form.paper();
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(rename_unit(act, command)), "organisation.unit.renamed");
    });
}

Result<Answer> move(Context& ctx)
{
    FormReader form{ctx.form()};
    MoveUnit command{.code = ctx.param("code")};
    command.parent = form.required("parent");
    command.on = form.required_date("on");
    command.paper = form.paper();
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(move_unit(act, command)), "organisation.unit.moved");
    });
}

// One new unit a line, its code first: "K111 Văn phòng A".
std::vector<SplitUnit::Part> parts_of(std::string const& lines)
{
    std::vector<SplitUnit::Part> parts;
    for (auto const line : split(lines, '\n')) {
        auto const text = tidy(line);
        if (text.empty()) continue;
        auto const end = text.find_first_of(" ;,");
        auto const name =
            end == std::string::npos ? "" : tidy(std::string_view{text}.substr(end + 1));
        parts.push_back({text.substr(0, end), name});
    }
    return parts;
}

// Fields "unit.K101-02" and "person.NV1" name the part that a sub-unit or person goes to.
std::map<std::string, std::string> shares(http::Values const& form, std::string_view prefix)
{
    std::map<std::string, std::string> goes;
    for (auto const& [name, value] : form.pairs()) {
        if (name.starts_with(prefix) && !tidy(value).empty())
            goes[name.substr(prefix.size())] = tidy(value);
    }
    return goes;
}

Result<Answer> split_into(Context& ctx)
{
    FormReader form{ctx.form()};
    SplitUnit command{.code = ctx.param("code")};
    command.parts = parts_of(ctx.form().lines("parts"));
    command.continues = form.checked("continues");
    command.rest = form.text("rest");
    command.units = shares(ctx.form(), "unit.");
    command.people = shares(ctx.form(), "person.");
    command.on = form.required_date("on");
    command.paper = form.paper();
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(split_unit(act, command)), "organisation.unit.was-split");
    });
}

Result<Answer> merge(Context& ctx)
{
    FormReader form{ctx.form()};
    MergeUnits command{.codes = form.codes("codes")};
    command.codes.insert(command.codes.begin(), ctx.param("code"));
    command.into = form.required("into");
    command.name = form.text("name");
    command.kind = form.term("kind", "unit-kind");
    command.parent = form.text("parent");
    command.on = form.required_date("on");
    command.paper = form.paper();
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(merge_units(act, command)), "organisation.unit.merged");
    });
}

Result<Answer> dissolve(Context& ctx)
{
    FormReader form{ctx.form()};
    DissolveUnit command{.code = ctx.param("code")};
    command.on = form.required_date("on");
    command.paper = form.paper();
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(dissolve_unit(act, command)), "organisation.unit.dissolved");
    });
}

Result<Answer> edit(Context& ctx)
{
    FormReader form{ctx.form()};
    EditUnit const command{.code = ctx.param("code"),
                           .offline = form.checked("offline"),
                           .head_decides = form.text("head_decides"),
                           .version = form.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(edit_unit(act, command)), "organisation.unit.edited");
    });
}

void add_members(storage::Transaction& tx, Unit const& unit, json::object& document)
{
    std::string codes;
    auto rows = tx.query(
        "SELECT p.code FROM collective_member m JOIN person p ON p.id = m.person_id WHERE "
        "m.unit_id = ?1 "
        "ORDER BY p.sort_key, p.code_key",
        {unit.id});
    while (rows.next()) codes += (codes.empty() ? "" : "; ") + rows.string(0);
    document["values"].as_object()["members"] = codes;
}

Result<Answer> change_members(Context& ctx)
{
    FormReader const form{ctx.form()};
    SetMembers const command{ctx.param("code"), form.codes("members"), form.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(set_members(act, command)), "organisation.unit.edited");
    });
}

}  // namespace

void add_unit_act_pages(http::Router& routes)
{
    auto const act_page =
        [&](std::string const& name, http::Handler const& post, Extra const& extra = {}) {
            auto const pattern = "/units/{code}/" + name;
            auto const title = "organisation.unit." + name;
            routes.get(pattern,
                       Permission::WriteOrganisation,
                       title,
                       form_page("organisation/unit-" + name, title, extra));
            routes.post(pattern, Permission::WriteOrganisation, post).form(pattern);
        };
    routes.get(
        "/units/new", Permission::WriteOrganisation, "organisation.unit.create", show_create);
    routes.post("/units/new", Permission::WriteOrganisation, create).form("/units/new");
    act_page("rename", rename);
    act_page("move", move);
    act_page("split", split_into, add_share_out);
    act_page("merge", merge);
    act_page("dissolve", dissolve);
    act_page("edit", edit);
    act_page("members", change_members, add_members);
}

}  // namespace thidua::organisation
