// The forms of a scale's parts: a group, a criterion; the code "new" in the address adds one.
#include "block/documents.h"
#include "block/figures.h"
#include "block/page_parts.h"
#include "block/pages.h"
#include "block/scale_body.h"
#include "block/typed.h"

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::string_view kNew = "new";

std::string code_in(Context const& ctx, std::string_view name)
{
    auto const& code = ctx.param(name);
    return code == kNew ? std::string{} : code;
}

std::string scale_page(std::string_view ref) { return "/scales/" + std::string{ref}; }

std::vector<http::Crumb> crumbs(StoredScale const& scale)
{
    return {{"/scales", "block.scale.list"}, {scale_page(scale.ref), "", scale.name}};
}

Answer back_to(std::string const& ref, std::string notice)
{
    return http::done(scale_page(ref), std::move(notice), {{"ref", ref}});
}

// After a new part, the form for the next one where that was asked.
Answer saved(Context const& ctx, std::string const& form, std::string const& ref)
{
    if (ctx.form().text("do") != "another") return back_to(ref, "block.scale.saved");
    return http::done(form, "block.scale.saved", {{"ref", ref}});
}

// ---- proposals for the next code, so that nobody has to think of one

std::string next_group_code(scoring::Scale const& scale)
{
    constexpr std::array kRoman{"I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X"};
    for (auto const* code : kRoman) {
        if (std::ranges::none_of(scale.groups, [&](auto const& each) { return each.code == code; }))
            return code;
    }
    return {};
}

// The number a code ends in, and what stands before it.
std::pair<std::string, int> parted(std::string const& code)
{
    constexpr std::size_t kMostDigits = 6;
    auto const last = code.find_last_not_of("0123456789");
    auto const begin = last == std::string::npos ? 0 : last + 1;
    auto const digits = code.size() - begin;
    if (digits == 0 || digits > kMostDigits) return {code + ".", 0};
    return {code.substr(0, begin), std::stoi(code.substr(begin))};
}

std::string next_criterion_code(scoring::Scale const& scale, scoring::Group const& group)
{
    bool const task = group.kind == scoring::GroupKind::Task;
    std::string prefix = task ? "" : group.code + ".";
    int number = 0;
    if (!group.criteria.empty()) std::tie(prefix, number) = parted(group.criteria.back().code);
    std::string code;
    do {
        code = prefix + std::to_string(++number);
    } while (scale.criterion(code) != nullptr);
    return code;
}

// ---- groups

Result<Answer> show_group(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale || !may_write(tx, ctx.actor, *scale)) return not_found();
        auto const code = code_in(ctx, "group");
        auto const read = scale->read();
        json::object values{
            {"code", next_group_code(read)}, {"name", ""}, {"kind", "task"}, {"max", ""}};
        if (!code.empty()) {
            auto const* group = read.group(code);
            if (group == nullptr) return not_found();
            values = {{"code", group->code},
                      {"name", group->name},
                      {"kind", code_of(group->kind)},
                      {"max", typed(group->maximum)}};
        }
        return http::page("block/scale-group",
                          code.empty() ? "block.scale.group-new" : "block.scale.group-edit",
                          {{"scale", scale_document(*scale)},
                           {"group", code},
                           {"kinds", {"task", "bonus", "penalty"}},
                           {"values", std::move(values)}},
                          crumbs(*scale));
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
    auto const next =
        scale_page(command.ref) + "/groups/" + http::percent_encode(command.code) + "/criteria/new";
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(put_group(act, command));
        return saved(ctx, next, command.ref);
    });
}

// ---- criteria

json::array codes(std::span<std::string_view const> list)
{
    json::array array;
    for (auto const code : list) array.push_back(json::value(code));
    return array;
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

json::object values_of(scoring::Criterion const& criterion)
{
    auto document = criterion_document(criterion);
    auto measure = document.at("measure").as_object();
    json::object values{{"code", criterion.code},
                        {"name", criterion.name},
                        {"max", typed(criterion.maximum)},
                        {"measure", measure.at("kind")},
                        {"source", criterion.source},
                        {"note", criterion.note},
                        {"bands", bands_lines(criterion)},
                        {"excludes", false}};
    for (auto const* name : {"from", "to", "each", "at_least", "excludes"}) {
        if (auto const* own = measure.if_contains(name)) values[name] = *own;
    }
    return values;
}

Result<Answer> show_criterion(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const scale = find_scale(tx, ctx.param("ref"));
        if (!scale || !may_write(tx, ctx.actor, *scale)) return not_found();
        auto const code = code_in(ctx, "criterion");
        auto const read = scale->read();
        auto const* group = read.group(ctx.param("group"));
        if (group == nullptr) return not_found();
        json::object values{{"code", next_criterion_code(read, *group)},
                            {"measure", "judged"},
                            {"excludes", false},
                            {"source", ""}};
        if (!code.empty()) {
            auto const* criterion = read.criterion(code);
            if (criterion == nullptr) return not_found();
            values = values_of(*criterion);
        }
        return http::page("block/scale-criterion",
                          code.empty() ? "block.scale.criterion-new" : "block.scale.criterion-edit",
                          {{"scale", scale_document(*scale)},
                           {"group", group->code},
                           {"group_name", group->name},
                           {"criterion", code},
                           {"measures", codes(measure_codes())},
                           {"sources", codes(source_codes())},
                           {"values", std::move(values)}},
                          crumbs(*scale));
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
    command.note = form.text("note");
    command.version = version_in(ctx);
    auto const next = scale_page(command.ref) + "/groups/" + http::percent_encode(command.group) +
                      "/criteria/new";
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(put_criterion(act, command));
        return saved(ctx, next, command.ref);
    });
}

// ---- both

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

Result<Answer> post_move(Context& ctx)
{
    MovePart const command{ctx.param("ref"),
                           ctx.form().text("group"),
                           ctx.form().text("criterion"),
                           ctx.form().text("way") == "up",
                           version_in(ctx)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(move_part(act, command));
        return back_to(command.ref, "block.scale.moved");
    });
}

}  // namespace

void add_scale_part_pages(http::Router& routes)
{
    auto const door = Permission::ReadMovements;
    std::string const one = "/scales/{ref}";
    std::string const group = one + "/groups/{group}";
    std::string const criterion = group + "/criteria/{criterion}";
    routes.get(group, door, "block.scale.group-edit", show_group);
    routes.post(group, door, post_group).form(group);
    routes.post(group + "/drop", door, post_drop_group).form(one);
    routes.get(criterion, door, "block.scale.criterion-edit", show_criterion);
    routes.post(criterion, door, post_criterion).form(criterion);
    routes.post(criterion + "/drop", door, post_drop_criterion).form(one);
    routes.post(one + "/move", door, post_move).form(one);
}

}  // namespace thidua::block
