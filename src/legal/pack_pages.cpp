// Rule files in the running system: what stands, what waits, what was; drafting and activating.
#include "base/text.h"
#include "legal/book.h"
#include "legal/packs.h"
#include "legal/pages.h"

#include <algorithm>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;

constexpr std::uint64_t kUploadLimit = 2U << 20U;

bool is_editable(std::string_view name) { return name.ends_with(".yaml"); }

json::object change_document(PackChange const& change)
{
    json::value unit = nullptr;
    if (change.unit) unit = {{"code", change.unit->code}, {"name", change.unit->name}};
    auto const& passage = change.passage;
    return {{"ref", change.ref},
            {"name", change.name},
            {"unit", std::move(unit)},
            {"unit_name", change.unit ? change.unit->name : ""},
            {"applies_from", to_iso(change.applies_from)},
            {"reason", change.reason},
            {"passed", change.trial.passed},
            {"failed", change.trial.failed.size()},
            {"differences", change.trial.turned},
            {"state", passage.state},
            {"pack_version", change.pack_version},
            {"entered_by", passage.entered_by},
            {"entered_at", to_iso(passage.entered_at)},
            {"decided_by", passage.decided_by},
            {"decided_at",
             passage.decided_at ? json::value(to_iso(*passage.decided_at)) : json::value(nullptr)},
            {"decided_reason", passage.decided_reason},
            {"version", change.version}};
}

// The files in force today, each with the change that put it there.
json::array files_document(storage::Transaction& tx,
                           std::vector<PackChange> const& changes,
                           Date today)
{
    json::array list;
    auto const add = [&](law::PackFile const& file) {
        if (!is_editable(file.name)) return;
        json::object row{{"name", file.name}, {"changed", nullptr}, {"unit_name", ""}};
        std::int64_t newest = 0;
        for (auto const& change : changes) {
            bool const stands = change.passage.state == kStanding && change.applies_from <= today;
            if (change.name != file.name || !stands || change.activation < newest) continue;
            newest = change.activation;
            row["changed"] = change_document(change);
            row["unit_name"] = change.unit ? change.unit->name : "";
        }
        list.push_back(std::move(row));
    };
    for (auto const& file : law_files(tx, today)) add(file);
    for (auto const& file : house_files(tx, today)) add(file);
    return list;
}

Result<Answer> show_packs(Context& ctx)
{
    http::ListPage list{.columns = {{"name", "legal.pack.name"},
                                    {"unit_name", "legal.pack.unit"},
                                    {"applies_from", "legal.pack.applies-from", "date"},
                                    {"reason", "legal.ruling.reason"},
                                    {"passed", "legal.pack.passed", "number"},
                                    {"failed", "legal.pack.failed", "number"},
                                    {"differences", "legal.pack.differences", "number"},
                                    {"state", "legal.ruling.state", "key:legal.pack.is-"},
                                    {"pack_version", "legal.pack.version"},
                                    {"entered_by", "legal.pack.entered-by"},
                                    {"decided_by", "legal.pack.decided-by"}},
                        .page_size = 1000};
    json::object document{{"may_write", ctx.actor.may(Permission::WriteLaw)}};
    ctx.db.read([&](storage::Transaction& tx) {
        auto const changes = pack_changes(tx);
        for (auto const& change : changes) list.rows.push_back(change_document(change));
        document["files"] = files_document(tx, changes, ctx.today());
        document["pack"] = pack_version(tx, ctx.today());
    });
    list.total = std::ssize(list.rows);
    document["list"] = http::list_document(std::move(list));
    return http::page(
        "legal/packs", "legal.pack.title", std::move(document), {{"/law", "legal.library.title"}});
}

Result<Answer> show_standing_file(Context& ctx)
{
    auto const name = ctx.query().text("name");
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto bytes = standing_bytes(tx, name, ctx.today());
        if (!bytes) return not_found();
        return http::file(
            name.substr(name.rfind('/') + 1), "text/yaml; charset=utf-8", std::move(*bytes));
    });
}

Result<Answer> show_new(Context& ctx)
{
    json::array targets;
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& files :
             {law_files(tx, ctx.today()), house_files(tx, ctx.today())}) {
            for (auto const& file : files) {
                if (is_editable(file.name)) targets.push_back(json::value(file.name));
            }
        }
    });
    return http::page("legal/pack-new",
                      "legal.pack.new",
                      {{"targets", std::move(targets)},
                       {"values",
                        {{"target", ctx.query().text("target")},
                         {"applies_from", to_iso(ctx.today())}}}},
                      {{"/law", "legal.library.title"}, {"/law/packs", "legal.pack.title"}});
}

// The body whose regulation a file of that name is; "" for the law.
std::string owner_of(storage::Transaction& tx, std::string const& name)
{
    for (auto const& change : pack_changes(tx)) {
        if (change.name == name && change.unit) return change.unit->code;
    }
    return {};
}

Result<Answer> post_new(Context& ctx, Differences const& differences)
{
    auto const& form = ctx.form();
    auto const* upload = ctx.request.upload("file");
    DraftPack command{form.text("target"),
                      form.text("unit"),
                      upload == nullptr ? form.lines("text") : upload->content(),
                      form.text("applies_from"),
                      form.text("reason")};
    if (command.name == "new") {
        command.name = upload == nullptr ? "" : upload->filename;
        if (command.unit.empty()) return bad_input("legal.error.pack-unit", {}, "unit");
    } else {
        command.unit =
            ctx.db.read([&](storage::Transaction& tx) { return owner_of(tx, command.name); });
    }
    // Asking everybody may take long: others go on writing meanwhile.
    auto const tried = TD_TRY(ctx.db.read([&](storage::Transaction& tx) {
        return try_pack(tx, ctx.actor, ctx.today(), command, differences);
    }));
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(draft_pack(act, tried));
        return http::done("/law/packs/" + ref, "legal.pack.drafted", {{"ref", ref}});
    });
}

// What differs between two texts, without what they share at both ends: lines that went, lines
// that came.
json::array changed_lines(std::string_view before, std::string_view after)
{
    auto const old = split(before, '\n');
    auto const now = split(after, '\n');
    std::size_t head = 0, tail = 0;
    auto const least = std::min(old.size(), now.size());
    while (head < least && old[head] == now[head]) ++head;
    while (tail < least - head && old[old.size() - 1 - tail] == now[now.size() - 1 - tail]) ++tail;
    json::array lines;
    auto const add = [&lines](char const* change, std::size_t number, std::string_view text) {
        lines.push_back({{"change", change}, {"line", number + 1}, {"text", text}});
    };
    for (auto i = head; i < old.size() - tail; ++i) add("left", i, old[i]);
    for (auto i = head; i < now.size() - tail; ++i) add("right", i, now[i]);
    return lines;
}

// What stood when the draft was made: the carried file or an earlier change.
std::string base_of(storage::Transaction& tx, PackChange const& change)
{
    for (auto const& earlier : pack_changes(tx)) {
        if (earlier.name == change.name && earlier.hash == change.base_hash)
            return pack_bytes(tx, earlier);
    }
    if (change.base_hash.empty()) return {};
    for (auto const& file : law::built_in_files()) {
        if (file.name == change.name) return file.bytes;
    }
    return {};
}

// Cases are everybody's; people and units are named to who may read them and their awards.
bool may_see(access::Actor const& actor, Difference const& difference)
{
    if (difference.kind == "case") return true;
    auto const whom =
        difference.kind == "person" ? Permission::ReadPeople : Permission::ReadOrganisation;
    return actor.may(whom, difference.unit_path) &&
           actor.may(Permission::ReadRegister, difference.unit_path);
}

json::object trial_document(law::LawBook const& book, Trial const& trial, access::Actor const& actor)
{
    json::array failed, differences;
    for (auto const& each : trial.failed) {
        failed.push_back({{"name", each.name}, {"expected", each.expected}, {"got", each.got}});
    }
    std::int64_t named = 0;
    for (auto const& each : trial.differences) {
        if (!may_see(actor, each)) continue;
        named += each.kind == "case" ? 0 : 1;
        auto const award = book.awards.find(each.award);
        differences.push_back(
            {{"kind", each.kind},
             {"subject", each.subject.empty() ? json::value(nullptr) : json::value(each.subject)},
             {"name", each.name},
             {"award", each.award},
             {"award_vi", award == book.awards.end() ? each.award : award->second.name_vi},
             {"award_en", award == book.awards.end() ? each.award : award->second.name_en},
             {"before", each.before},
             {"after", each.after}});
    }
    return {{"passed", trial.passed},
            {"failed", std::move(failed)},
            {"differences", std::move(differences)},
            {"turned", trial.turned},
            {"more", trial.turned > named}};
}

Result<Answer> show_pack(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const change = find_pack(tx, ctx.param("ref"));
        if (!change) return not_found();
        bool const waits = change->passage.state == kWaiting;
        bool const own = change->passage.entered_by == ctx.actor.name;
        auto lines = changed_lines(base_of(tx, *change), pack_bytes(tx, *change));
        json::object document{
            {"change", change_document(*change)},
            {"name", change->name},
            {"trial", trial_document(*unsettled_book(tx, ctx.today()), change->trial, ctx.actor)},
            {"lines", std::move(lines)},
            {"may",
             {{"decide", waits && !own && ctx.actor.may(Permission::ActivateLaw)},
              {"take_back", waits && own && ctx.actor.may(Permission::WriteLaw)}}},
            {"values", json::object{}}};
        return http::page("legal/pack",
                          "legal.pack.one",
                          std::move(document),
                          {{"/law", "legal.library.title"}, {"/law/packs", "legal.pack.title"}});
    });
}

Result<Answer> show_draft_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const change = find_pack(tx, ctx.param("ref"));
        if (!change) return not_found();
        return http::file(change->name.substr(change->name.rfind('/') + 1),
                          "text/yaml; charset=utf-8",
                          pack_bytes(tx, *change));
    });
}

Result<Answer> decide(Context& ctx, bool confirm)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        DecidePack const command{ctx.param("ref"),
                                 confirm,
                                 ctx.form().text("decided_reason"),
                                 ctx.form().integer("version").value_or(0)};
        TD_CHECK(decide_pack(act, command));
        return http::done("/law/packs/" + command.ref,
                          confirm ? "legal.pack.activated" : "legal.pack.rejected");
    });
}
Result<Answer> post_confirm(Context& ctx) { return decide(ctx, true); }
Result<Answer> post_reject(Context& ctx) { return decide(ctx, false); }

}  // namespace

void add_pack_pages(http::Router& routes, Options const& options)
{
    using http::Door;
    std::string const one = "/law/packs/{ref}";
    routes.get("/law/packs", Door::SignedIn, "legal.pack.title", show_packs);
    routes.get("/law/packs/file", Door::SignedIn, "legal.pack.download", show_standing_file);
    routes.get("/law/packs/new", Permission::WriteLaw, "legal.pack.new", show_new);
    routes
        .post("/law/packs",
              Permission::WriteLaw,
              [differences = options.differences](Context& ctx) {
                  return post_new(ctx, differences);
              })
        .form("/law/packs/new")
        .limit(kUploadLimit);
    routes.get(one, Door::SignedIn, "legal.pack.one", show_pack);
    routes.get(one + "/file", Door::SignedIn, "legal.pack.download", show_draft_file);
    routes.post(one + "/confirm", Permission::ActivateLaw, post_confirm).form(one);
    routes.post(one + "/reject", Permission::ActivateLaw, post_reject).form(one);
    routes.post(one + "/take-back", Permission::WriteLaw, post_reject).form(one);
}

}  // namespace thidua::legal
