// Scales: the list, one version with its builder, the forms of a group and of a criterion.
#include "block/documents.h"
#include "block/pages.h"
#include "block/scale_body.h"
#include "block/typed.h"
#include "terms/vocabulary.h"

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::uint64_t kBodyLimit = 1U << 20U;

std::vector<http::Crumb> crumbs() { return {{"/scales", "block.scale.list"}}; }

json::array levels()
{
    json::array list;
    for (auto const& term : terms::terms_of("block-level")) list.push_back(json::value(term.code));
    return list;
}

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
    std::vector<std::pair<std::int64_t, json::object>> all;
    auto rows = tx.query("SELECT id, ref, name FROM block ORDER BY name_key");
    while (rows.next())
        all.emplace_back(rows.integer(0),
                         json::object{{"ref", rows.text(1)}, {"name", rows.text(2)}});
    for (auto& [id, block] : all) {
        if (actor.may(Permission::PlanYear, owner_path(tx, id)) || may_lead_ever(tx, actor, id))
            list.push_back(std::move(block));
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
                          {{"levels", levels()},
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

json::array differences_document(StoredScale const& old, StoredScale const& now)
{
    json::array list;
    for (auto const& each : differences(old, now)) {
        list.push_back(json::object{{"what", each.what},
                                    {"code", each.code},
                                    {"field", each.field},
                                    {"before", each.before},
                                    {"after", each.after}});
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
                              {"whole", number_of(whole_of(read))},
                              {"versions", versions_of(tx, *scale)},
                              {"may_edit", writes && scale->state == kDraft},
                              {"may_version", writes && scale->state != kDraft},
                              {"may_retire", writes && scale->state == kAdopted},
                              {"levels", levels()},
                              {"values", std::move(rules)}};
        if (auto const old = before(tx, *scale)) {
            document["differences"] = differences_document(*old, *scale);
            document["compared"] = old->number;
        }
        return http::page("block/scale", "block.scale.one", std::move(document), crumbs());
    });
}

std::int64_t version_in(Context const& ctx) { return ctx.form().integer("version").value_or(0); }

Answer back_to(std::string const& ref, std::string notice)
{
    return http::done("/scales/" + ref, std::move(notice), {{"ref", ref}});
}

Result<Answer> post_rules(Context& ctx)
{
    auto const& form = ctx.form();
    EditScale const command{ctx.param("ref"),
                            form.text("name"),
                            form.text("level"),
                            form.text("decimals"),
                            form.text("formula"),
                            form.text("ties"),
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
    command.body = upload == nullptr ? ctx.form().lines("body") : upload->content();
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

// ---- groups and criteria; the code "new" adds one

constexpr std::string_view kNew = "new";

std::string code_in(Context const& ctx, std::string_view name)
{
    auto const& code = ctx.param(name);
    return code == kNew ? std::string{} : code;
}

Result<Answer> show_group(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale || !may_write(tx, ctx.actor, *scale)) return not_found();
        auto const code = code_in(ctx, "group");
        json::object values{{"code", ""}, {"name", ""}, {"kind", "task"}, {"max", ""}};
        bool found = code.empty();
        auto const read = scale->read();
        for (auto const& each : groups_document(read)) {
            if (each.at("code") != json::value(code)) continue;
            values = each.as_object();
            values["max"] = typed(scoring::parse_amount(json::serialize(values["max"])));
            values.erase("criteria");
            found = true;
        }
        if (!found) return not_found();
        auto trail = crumbs();
        trail.push_back({"/scales/" + scale->ref, "", scale->name});
        return http::page("block/scale-group",
                          code.empty() ? "block.scale.group-new" : "block.scale.group-edit",
                          {{"scale", scale_document(*scale)},
                           {"group", code},
                           {"kinds", {"task", "bonus", "penalty"}},
                           {"values", std::move(values)}},
                          std::move(trail));
    });
}

Result<Answer> post_group(Context& ctx)
{
    auto const& form = ctx.form();
    PutGroup const command{ctx.param("ref"),
                           code_in(ctx, "group"),
                           form.text("code"),
                           form.text("name"),
                           form.text("kind"),
                           form.text("max"),
                           version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(put_group(act, command));
        return back_to(command.ref, "block.scale.saved");
    });
}

json::object values_of(scoring::Criterion const& criterion, std::string const& body_bands)
{
    auto document = criterion_document(criterion);
    auto measure = document.at("measure").as_object();
    json::object values{{"code", criterion.code},
                        {"name", criterion.name},
                        {"max", typed(criterion.maximum)},
                        {"measure", measure.at("kind")},
                        {"source", criterion.source},
                        {"bands", body_bands},
                        {"excludes", false}};
    for (auto const* name : {"from", "to", "each", "at_least", "excludes"}) {
        if (auto const* own = measure.if_contains(name)) values[name] = *own;
    }
    return values;
}

std::string bands_lines(scoring::Criterion const& criterion)
{
    std::string text;
    if (auto const* bands = std::get_if<scoring::Bands>(&criterion.measure)) {
        for (auto const& band : bands->bands)
            text += (text.empty() ? "" : "\n") + typed(band.at_least) + ": " + typed(band.points);
    }
    return text;
}

Result<Answer> show_criterion(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale || !may_write(tx, ctx.actor, *scale)) return not_found();
        auto const code = code_in(ctx, "criterion");
        auto const read = scale->read();
        auto const group =
            std::find_if(read.groups.begin(), read.groups.end(), [&](scoring::Group const& each) {
                return each.code == ctx.param("group");
            });
        if (group == read.groups.end()) return not_found();
        json::object values{{"measure", "judged"}, {"excludes", false}, {"source", ""}};
        if (!code.empty()) {
            auto const* criterion = read.criterion(code);
            if (criterion == nullptr) return not_found();
            values = values_of(*criterion, bands_lines(*criterion));
        }
        auto trail = crumbs();
        trail.push_back({"/scales/" + scale->ref, "", scale->name});
        return http::page(
            "block/scale-criterion",
            code.empty() ? "block.scale.criterion-new" : "block.scale.criterion-edit",
            {{"scale", scale_document(*scale)},
             {"group", group->code},
             {"group_name", group->name},
             {"criterion", code},
             {"measures",
              {"judged", "linear", "bands", "all-or-nothing", "count", "per-hundred", "loss"}},
             {"sources", {"in-time", "reports-in-time", "direct-share", "targets-met", "absences"}},
             {"values", std::move(values)}},
            std::move(trail));
    });
}

Result<Answer> post_criterion(Context& ctx)
{
    auto const& form = ctx.form();
    PutCriterion command{.ref = ctx.param("ref"),
                         .group = ctx.param("group"),
                         .old_code = code_in(ctx, "criterion")};
    command.code = form.text("code");
    command.name = form.text("name");
    command.maximum = form.text("max");
    command.measure = form.text("measure");
    command.from = form.text("from");
    command.to = form.text("to");
    command.each = form.text("each");
    command.at_least = form.text("at_least");
    command.bands = form.lines("bands");
    command.excludes = form.checked("excludes");
    command.source = form.text("source");
    command.version = version_in(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(put_criterion(act, command));
        return back_to(command.ref, "block.scale.saved");
    });
}

Result<Answer> drop(Context& ctx, std::string const& criterion)
{
    DropPart const command{ctx.param("ref"), ctx.param("group"), criterion, version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(drop_part(act, command));
        return back_to(command.ref, "block.scale.dropped");
    });
}
Result<Answer> post_drop_group(Context& ctx) { return drop(ctx, ""); }
Result<Answer> post_drop_criterion(Context& ctx) { return drop(ctx, ctx.param("criterion")); }

}  // namespace

void add_scale_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scales/{ref}";
    std::string const group = one + "/groups/{group}";
    std::string const criterion = group + "/criteria/{criterion}";
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
    routes.get(group, door, "block.scale.group-edit", show_group);
    routes.post(group, door, post_group).form(group);
    routes.post(group + "/drop", door, post_drop_group).form(one);
    routes.get(criterion, door, "block.scale.criterion-edit", show_criterion);
    routes.post(criterion, door, post_criterion).form(criterion);
    routes.post(criterion + "/drop", door, post_drop_criterion).form(one);
}

}  // namespace thidua::block
