// The award catalogue, to read and to add to.
#include "base/text.h"
#include "organisation/documents.h"
#include "register/catalogue.h"
#include "register/deciders.h"
#include "register/documents.h"
#include "register/pages.h"

namespace thidua::registry {

namespace {

using access::Permission;
using http::Answer;
using http::Context;

json::array texts(std::span<std::string const> list)
{
    json::array array;
    for (auto const& text : list) array.push_back(json::value(text));
    return array;
}
template <std::size_t N>
json::array texts(std::string_view const (&list)[N])
{
    return json::array(std::begin(list), std::end(list));
}

// `decided_by` is who decides on `today` where a paper does not say.
json::object document_of(AwardType const& type, Date today)
{
    auto const* by_law = lawful_decider(type.code, today);
    std::string spellings;
    for (auto const& spelling : type.spellings) spellings += (spellings.empty() ? "" : "; ") + spelling;
    return {{"code", type.code},           {"subject", type.subject},
            {"kind", type.kind},           {"level", type.level},
            {"name_vi", type.name_vi},     {"name_en", type.name_en},
            {"authority", type.authority}, {"valid_from", json_of(type.valid_from)},
            {"valid_to", json_of(type.valid_to)}, {"recorded_only", type.recorded_only},
            {"decided_by", deciding_authority(type, today)},
            {"lawful_authority", by_law == nullptr ? json::value(nullptr) : json::value(by_law->authority)},
            {"builtin", type.builtin},     {"spellings", texts(type.spellings)},
            {"spellings_text", std::move(spellings)}, {"version", type.version}};
}

std::vector<http::Column> type_columns()
{
    return {{"code", "register.type.code"},          {"name_vi", "register.type.name_vi"},
            {"name_en", "register.type.name_en"},    {"subject", "register.type.subject", "key:register.subject."},
            {"kind", "register.type.kind", "key:register.award-kind."},
            {"level", "register.type.level", "key:register.level."},
            {"decided_by", "register.field.authority", "term:authority"},
            {"valid_from", "register.type.valid_from", "date"},
            {"valid_to", "register.type.valid_to", "date"},
            {"recorded_only", "register.type.recorded_only", "flag"},
            {"spellings_text", "register.type.spellings"}};
}

bool bears(AwardType const& type, std::string const& key)
{
    auto has = [&](std::string_view text) { return search_key(text).find(key) != std::string::npos; };
    return key.empty() || has(type.name_vi) || has(type.code) ||
           std::any_of(type.spellings.begin(), type.spellings.end(), has);
}

Result<Answer> show_types(Context& ctx)
{
    auto const key = search_key(ctx.query().text("q"));
    http::ListPage list{.columns = type_columns(), .page_size = 1000};
    ctx.db.read([&](storage::Transaction& tx) {
        for (auto const& type : award_types(tx))
            if (bears(type, key)) list.rows.push_back(document_of(type, ctx.today()));
    });
    list.total = std::ssize(list.rows);
    return http::page("register/types", "register.type.title",
                      {{"list", http::list_document(std::move(list))},
                       {"may_write", ctx.actor.may(Permission::WriteCatalogue)}});
}

// Where the form leads afterwards: back to the import that met an unknown award, and nowhere else.
std::string return_address(std::string const& wanted)
{
    bool const is_import = wanted.starts_with("/imports/") && wanted.find("//") == std::string::npos;
    return is_import ? wanted : "";
}

json::object form_document(json::object values, std::string const& back)
{
    return {{"values", std::move(values)},
            {"subjects", texts(kAwardSubjects)},
            {"kinds", texts(kAwardKinds)},
            {"levels", texts(kAwardLevels)},
            {"authorities", organisation::codes_of("authority")},
            {"back", back.empty() ? "/award-types" : back}};
}

Result<Answer> show_new_type(Context& ctx)
{
    auto const back = return_address(ctx.query().text("return"));
    json::object values{{"name_vi", ctx.query().text("name")},
                        {"name_en", ""},
                        {"subject", "any"},
                        {"kind", "commendation"},
                        {"level", ""},
                        {"authority", ""},
                        {"valid_from", ""},
                        {"valid_to", ""},
                        {"spellings", ""},
                        {"recorded_only", false},
                        {"return", back}};
    return http::page("register/type-new", "register.type.new", form_document(std::move(values), back),
                      {{"/award-types", "register.type.title"}});
}

AwardTypeFields fields_of(http::Values const& form)
{
    AwardTypeFields fields{.subject = form.text("subject"),
                           .kind = form.text("kind"),
                           .level = form.text("level"),
                           .name_vi = form.text("name_vi"),
                           .name_en = form.text("name_en"),
                           .spellings = {},
                           .authority = form.text("authority"),
                           .valid_from = form.text("valid_from"),
                           .valid_to = form.text("valid_to"),
                           .recorded_only = form.checked("recorded_only")};
    auto const lines = form.lines("spellings");
    for (auto const line : split(lines, '\n'))
        for (auto const part : split(line, ';'))
            if (auto spelling = tidy(part); !spelling.empty()) fields.spellings.push_back(std::move(spelling));
    return fields;
}

Result<Answer> post_new_type(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const fields = fields_of(ctx.form());
        auto const code = TD_TRY(add_award_type(act, {fields}));
        auto const back = return_address(ctx.form().text("return"));
        return http::done(back.empty() ? "/award-types" : back,
                          back.empty() ? "register.type.added" : "register.type.added-resume",
                          {{"code", code}, {"name", fields.name_vi}});
    });
}

Result<Answer> show_type(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const type = find_award_type(tx, ctx.param("code"));
        if (!type) return not_found();
        auto values = document_of(*type, ctx.today());
        values["spellings"] = values["spellings_text"];
        auto document = form_document(std::move(values), "");
        document["type"] = document_of(*type, ctx.today());
        document["name"] = type->name_vi;
        return http::page("register/type-edit", "register.type.edit", std::move(document),
                          {{"/award-types", "register.type.title"}});
    });
}

Result<Answer> post_type(Context& ctx)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const fields = fields_of(ctx.form());
        TD_CHECK(edit_award_type(act, {ctx.param("code"), fields, ctx.form().integer("version").value_or(0)}));
        return http::done("/award-types", "register.type.edited", {{"name", fields.name_vi}});
    });
}

}  // namespace

void add_catalogue_pages(http::Router& routes)
{
    routes.get("/award-types", Permission::ReadRegister, "register.type.title", show_types);
    routes.get("/award-types/new", Permission::WriteCatalogue, "register.type.new", show_new_type);
    routes.post("/award-types", Permission::WriteCatalogue, post_new_type).form("/award-types/new");
    routes.get("/award-types/{code}", Permission::WriteCatalogue, "register.type.edit", show_type);
    routes.post("/award-types/{code}", Permission::WriteCatalogue, post_type).form("/award-types/{code}");
    routes.menu({"decision", "/award-types", "register.menu.types", "catalogue", 40});
}

}  // namespace thidua::registry
