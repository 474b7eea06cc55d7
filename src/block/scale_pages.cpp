// Scales: the list, one version with its builder, files, settling.
#include "block/documents.h"
#include "block/figures.h"
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/scale_body.h"
#include "block/scale_file.h"
#include "block/typed.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::uint64_t kBodyLimit = 1U << 20U;
constexpr char kWorkbookType[] =
    "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

std::vector<http::Crumb> crumbs() { return {{"/scales", "block.scale.list"}}; }

std::vector<http::Column> columns()
{
    return {{"name", "block.scale.name"},
            {"number", "block.scale.number", "number"},
            {"level", "block.scale.level", "term:block-level"},
            {"block", "block.scale.block"},
            {"state", "block.scale.state", "key:block.scale.is-"}};
}

bool plans(Context const& ctx)
{
    return ctx.actor.may(Permission::PlanYear) || ctx.actor.may(Permission::LeadBlock);
}

Result<Answer> show_scales(Context& ctx)
{
    http::ListPage list{.columns = columns(), .page_size = 1000};
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& scale : scales(tx)) list.rows.push_back(scale_document(scale));
    });
    list.total = std::ssize(list.rows);
    return http::page("block/scales",
                      "block.scale.list",
                      {{"list", http::list_document(std::move(list))}, {"may_write", plans(ctx)}});
}

// Blocks the actor leads, or plans for: a scale may be made for one of them alone.
json::array blocks_for(storage::Transaction& tx, access::Actor const& actor)
{
    json::array list;
    for (auto const& block : all_blocks(tx)) {
        if (actor.may(Permission::PlanYear, owner_path(tx, block.id)) ||
            may_lead_ever(tx, actor, block.id))
            list.push_back(json::object{{"ref", block.ref}, {"name", block.name}});
    }
    return list;
}

Result<Answer> show_new(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        json::array from;
        for (auto const& scale : scales(tx)) {
            from.push_back(
                json::object{{"ref", scale.ref}, {"name", scale.name}, {"number", scale.number}});
        }
        return http::page("block/scale-new",
                          "block.scale.new",
                          {{"levels", level_codes()},
                           {"scales", std::move(from)},
                           {"blocks", blocks_for(tx, ctx.actor)},
                           {"office", ctx.actor.may(Permission::PlanYear)},
                           {"values", {{"from", kProposal}, {"level", ""}, {"block", ""}}}},
                          crumbs());
    });
}

Result<Answer> post_new(Context& ctx)
{
    CreateScale const command{ctx.form().text("name"),
                              ctx.form().text("level"),
                              ctx.form().text("block"),
                              ctx.form().text("from")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const scale = TD_TRY(create_scale(act, command));
        return http::done("/scales/" + scale.ref, "block.scale.created", scale_document(scale));
    });
}

// The version before in the series, to compare with.
std::optional<StoredScale> before(storage::Transaction& tx, StoredScale const& scale)
{
    std::optional<StoredScale> found;
    for (auto const& each : scales(tx)) {
        if (each.series == scale.series && each.number == scale.number - 1) found = each;
    }
    return found;
}

json::array versions_of(storage::Transaction& tx, StoredScale const& scale)
{
    json::array list;
    for (auto const& each : scales(tx)) {
        if (each.series != scale.series) continue;
        auto document = scale_document(each);
        document["current"] = each.ref == scale.ref;
        list.push_back(std::move(document));
    }
    return list;
}

// A criterion of a version, for the words of its measure; null where it has none of that code.
json::value criterion_or_null(scoring::Scale const& scale, std::string const& code)
{
    auto const* criterion = scale.criterion(code);
    return criterion == nullptr ? json::value(nullptr)
                                : json::value(criterion_document(*criterion));
}

json::array differences_document(StoredScale const& old, StoredScale const& now)
{
    auto const old_scale = old.read(), new_scale = now.read();
    json::array list;
    for (auto const& each : differences(old, now)) {
        bool const measure = each.field == "measure";
        list.push_back(json::object{
            {"what", each.what},
            {"code", each.code},
            {"field", each.field},
            {"before", each.before},
            {"after", each.after},
            {"old", measure ? criterion_or_null(old_scale, each.code) : json::value(nullptr)},
            {"now", measure ? criterion_or_null(new_scale, each.code) : json::value(nullptr)}});
    }
    return list;
}

json::object rules_of(StoredScale const& scale, scoring::Scale const& read)
{
    auto const body = json::parse(scale.body).as_object();
    auto const* formula = body.if_contains("formula");
    std::string ties;
    for (auto const& each : read.ties) ties += (ties.empty() ? "" : ", ") + each;
    bool const marks = read.cross.outlier < scoring::kOne * 1'000'000;
    return {{"name", scale.name},
            {"level", scale.level},
            {"decimals", read.decimals},
            {"formula", formula == nullptr ? json::value("") : *formula},
            {"ties", ties},
            {"trimmed", read.cross.trimmed},
            {"outlier", marks ? json::value(typed(read.cross.outlier)) : json::value("")}};
}

scoring::Amount whole_of(scoring::Scale const& scale)
{
    scoring::Amount sum = 0;
    for (auto const& group : scale.groups) {
        if (group.kind != scoring::GroupKind::Penalty) sum += group.maximum;
    }
    return sum;
}

json::array tie_order(scoring::Scale const& scale)
{
    json::array order;
    for (auto const& code : scale.ties) {
        auto const* group = scale.group(code);
        order.push_back(json::object{{"tie", code},
                                     {"group", group == nullptr ? "" : group->name},
                                     {"vote", group == nullptr}});
    }
    return order;
}

// One choice for each place of the order: as typed where the form is drawn again.
json::array tie_places(scoring::Scale const& scale, std::vector<std::string> const& typed)
{
    auto const& chosen = typed.empty() ? scale.ties : typed;
    auto const most = std::max(scale.groups.size() + 1, chosen.size());
    json::array places;
    for (std::size_t i = 0; i < most; ++i) {
        auto const place = std::to_string(i + 1);
        places.push_back(json::object{{"place", i + 1},
                                      {"input", i == 0 ? "ties" : "ties-" + place},
                                      {"chosen", i < chosen.size() ? chosen[i] : ""}});
    }
    return places;
}

Result<Answer> show_scale(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale) return not_found();
        auto const read = scale->read();
        auto rules = rules_of(*scale, read);
        bool const writes = may_write(tx, ctx.actor, *scale);
        json::object document{{"scale", scale_document(*scale)},
                              {"name", scale->name},
                              {"groups", groups_document(read)},
                              {"rules", rules},
                              {"tie_order", tie_order(read)},
                              {"tie_places", tie_places(read, ctx.form().all("ties"))},
                              {"whole", number_of(whole_of(read))},
                              {"versions", versions_of(tx, *scale)},
                              {"may_edit", writes && scale->state == kDraft},
                              {"may_version", writes && scale->state != kDraft},
                              {"may_retire", writes && scale->state == kAdopted},
                              {"levels", level_codes()},
                              {"values", std::move(rules)}};
        if (auto const old = before(tx, *scale)) {
            document["differences"] = differences_document(*old, *scale);
            document["compared"] = old->number;
        }
        return http::page("block/scale", "block.scale.one", std::move(document), crumbs());
    });
}

Answer back_to(std::string const& ref, std::string notice)
{
    return http::done("/scales/" + ref, std::move(notice), {{"ref", ref}});
}

Result<Answer> post_rules(Context& ctx)
{
    auto const& form = ctx.form();
    std::string ties;
    for (auto const& each : form.all("ties")) ties += (ties.empty() ? "" : ", ") + each;
    EditScale const command{ctx.param("ref"),
                            form.text("name"),
                            form.text("level"),
                            form.text("decimals"),
                            form.text("formula"),
                            ties,
                            form.text("trimmed"),
                            form.text("outlier"),
                            version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(edit_scale(act, command));
        return back_to(command.ref, "block.scale.saved");
    });
}

Result<Answer> post_load(Context& ctx)
{
    LoadScale command{.ref = ctx.param("ref"), .version = version_in(ctx)};
    auto const* upload = ctx.request.upload("file");
    command.file = upload == nullptr ? ctx.form().lines("body") : upload->content();
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(load_scale(act, command));
        return back_to(command.ref, "block.scale.saved");
    });
}

Result<Answer> download(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale) return not_found();
        if (ctx.query().text("as") == "xlsx")
            return http::file(
                scale->name + ".xlsx", kWorkbookType, scale_workbook(*scale, ctx.language));
        return http::file(scale->name + ".json", "application/json", scale->body);
    });
}

using Settle = Result<StoredScale> (*)(audit::Act&, SettleScale const&);

Result<Answer> settle(Context& ctx, Settle act_of, char const* notice)
{
    SettleScale const command{ctx.param("ref"), version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(act_of(act, command));
        return back_to(command.ref, notice);
    });
}
Result<Answer> post_adopt(Context& ctx) { return settle(ctx, adopt_scale, "block.scale.adopted"); }
Result<Answer> post_retire(Context& ctx)
{
    return settle(ctx, retire_scale, "block.scale.retired");
}

Result<Answer> post_version(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const scale = TD_TRY(draft_next_version(act, ctx.param("ref")));
        return back_to(scale.ref, "block.scale.versioned");
    });
}

}  // namespace

void add_scale_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scales/{ref}";
    routes.get("/scales", door, "block.scale.list", show_scales);
    routes.get("/scales/new", door, "block.scale.new", show_new);
    routes.post("/scales", door, post_new).form("/scales/new");
    routes.get(one, door, "block.scale.one", show_scale);
    routes.get(one + "/file", door, "block.scale.download", download);
    routes.post(one, door, post_rules).form(one);
    routes.post(one + "/load", door, post_load).form(one).limit(kBodyLimit);
    routes.post(one + "/adopt", door, post_adopt).form(one);
    routes.post(one + "/retire", door, post_retire).form(one);
    routes.post(one + "/version", door, post_version).form(one);
}

}  // namespace thidua::block
