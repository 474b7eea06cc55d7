// The forms that change a person: entry, posts, service.
#include "organisation/documents.h"
#include "organisation/form_reader.h"
#include "organisation/pages.h"
#include "organisation/person.h"
#include "organisation/post.h"
#include "organisation/rows.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

using http::Answer;
using http::Context;

std::string address(std::string const& code) { return "/persons/" + http::percent_encode(code); }

Answer done_at(Person const& person, std::string_view notice)
{
    return http::done(
        address(person.code),
        std::string(notice),
        {{"code", person.code}, {"name", person.full_name}, {"version", person.version}});
}

std::vector<http::Crumb> crumbs_to(Person const& person)
{
    return {{"/persons", "organisation.persons"}, {address(person.code), "", person.full_name}};
}

json::value flag_value(std::optional<bool> flag)
{
    return flag ? json::value(*flag ? "1" : "0") : json::value("");
}

json::object values_of(Person const& person)
{
    return {{"code", person.code},
            {"full_name", person.full_name},
            {"birth_date", json_of(person.birth_date)},
            {"sex", person.sex},
            {"category", person.category},
            {"rank", person.rank},
            {"position", person.position},
            {"direct_worker", flag_value(person.direct_worker)},
            {"joined", json_of(person.joined)},
            {"sector_joined", json_of(person.sector_joined)},
            {"retires", json_of(person.retires)},
            {"ethnicity", person.ethnicity},
            {"education", person.education},
            {"party_joined", json_of(person.party_joined)},
            {"version", person.version}};
}

void add_choices(json::object& document)
{
    document["sexes"] = codes_of("sex");
    document["categories"] = codes_of("category");
    document["reasons"] = codes_of("left-reason");
}

using Extra =
    std::function<Result<void>(Context&, storage::Transaction&, Person const&, json::object&)>;

http::Handler form_page(std::string view, std::string title, Extra extra)
{
    return [=](Context& ctx) -> Result<Answer> {
        return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
            auto const person = find_person(tx, ctx.actor, ctx.param("code"));
            if (!person) return not_found();
            if (!ctx.actor.may(Permission::WritePeople, person->unit_path)) return denied();
            json::object document{{"person", brief(*person)}, {"name", person->full_name}};
            add_choices(document);
            TD_CHECK(extra(ctx, tx, *person, document));
            return http::page(view, title, std::move(document), crumbs_to(*person));
        });
    };
}

PersonFacts read_facts(FormReader& form)
{
    PersonFacts facts;
    facts.full_name = form.required("full_name");
    facts.birth_date = form.date("birth_date");
    facts.sex = form.term("sex", "sex");
    facts.category = form.term("category", "category");
    facts.rank = form.text("rank");
    facts.position = form.text("position");
    facts.direct_worker = form.known_flag("direct_worker");
    facts.joined = form.date("joined");
    facts.sector_joined = form.date("sector_joined");
    facts.retires = form.date("retires");
    facts.ethnicity = form.text("ethnicity");
    facts.education = form.text("education");
    facts.party_joined = form.date("party_joined");
    return facts;
}

Result<Answer> show_create(Context& ctx)
{
    json::object document{{"values", json::object{{"unit", ctx.query().text("unit")}}}};
    add_choices(document);
    return http::page("organisation/person-new",
                      "organisation.person.create",
                      std::move(document),
                      {{"/persons", "organisation.persons"}});
}

Result<Answer> create(Context& ctx)
{
    FormReader form{ctx.form()};
    CreatePerson command;
    command.code = form.required("code");
    command.unit = form.required("unit");
    command.facts = read_facts(form);
    command.confirmed = form.checked("confirmed");
    if (command.facts.category.empty()) form.problem("error.choice", "category");
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(create_person(act, command)), "organisation.person.created");
    });
}

Result<Answer> edit(Context& ctx)
{
    FormReader form{ctx.form()};
    EditPerson const command{
        .code = ctx.param("code"), .facts = read_facts(form), .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(edit_person(act, command)), "organisation.person.edited");
    });
}

Result<Answer> leave(Context& ctx)
{
    FormReader form{ctx.form()};
    LeaveService command{.code = ctx.param("code")};
    command.on = form.required_date("on");
    command.reason = form.required_term("reason", "left-reason");
    command.version = form.version();
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(leave_service(act, command)), "organisation.person.has-left");
    });
}

Result<Answer> come_back(Context& ctx)
{
    ReturnToService const command{ctx.param("code"), FormReader{ctx.form()}.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(return_to_service(act, command)), "organisation.person.returned");
    });
}

PostFacts read_post(FormReader& form)
{
    constexpr std::int64_t kLargestCoefficient = 10'000;
    PostFacts facts;
    facts.unit = form.required("unit");
    facts.position = form.text("position");
    facts.rank = form.text("rank");
    facts.from = form.required_date("from");
    facts.to = form.date("to");
    facts.coefficient = form.integer("coefficient", 0, kLargestCoefficient);
    facts.direct_worker = form.known_flag("direct_worker");
    return facts;
}

Result<Answer> create_post(Context& ctx)
{
    FormReader form{ctx.form()};
    AddPost const command{.person = ctx.param("code"),
                          .facts = read_post(form),
                          .closes_present = form.checked("closes_present")};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(add_post(act, command)), "organisation.post.added");
    });
}

Result<Answer> change_post(Context& ctx)
{
    FormReader form{ctx.form()};
    EditPost const command{.person = ctx.param("code"),
                           .ref = ctx.param("ref"),
                           .facts = read_post(form),
                           .version = form.version()};
    TD_CHECK(form.check());
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(edit_post(act, command)), "organisation.post.edited");
    });
}

Result<Answer> delete_post(Context& ctx)
{
    RemovePost const command{ctx.param("code"), ctx.param("ref"), FormReader{ctx.form()}.version()};
    return ctx.write([&](Act& act) -> Result<Answer> {
        return done_at(TD_TRY(remove_post(act, command)), "organisation.post.removed");
    });
}

Result<void> present_values(Context&,
                            storage::Transaction&,
                            Person const& person,
                            json::object& document)
{
    document["values"] = values_of(person);
    return {};
}

Result<void> leaving(Context& ctx,
                     storage::Transaction&,
                     Person const& person,
                     json::object& document)
{
    document["values"] =
        json::object{{"on", to_iso(ctx.today())}, {"reason", ""}, {"version", person.version}};
    document["left"] = json_of(person.left_on);
    return {};
}

Result<void> new_post(Context& ctx,
                      storage::Transaction&,
                      Person const& person,
                      json::object& document)
{
    document["values"] = json::object{{"unit", person.unit_code},
                                      {"rank", person.rank},
                                      {"position", person.position},
                                      {"from", to_iso(ctx.today())},
                                      {"closes_present", true},
                                      {"direct_worker", flag_value(person.direct_worker)}};
    return {};
}

Result<void> present_post(Context& ctx,
                          storage::Transaction& tx,
                          Person const& person,
                          json::object& document)
{
    auto const posts = posts_of(tx, person);
    auto const post = std::find_if(
        posts.begin(), posts.end(), [&](Post const& one) { return one.ref == ctx.param("ref"); });
    if (post == posts.end()) return not_found();
    document["ref"] = post->ref;
    document["values"] = json::object{{"unit", post->unit_code},
                                      {"position", post->position},
                                      {"rank", post->rank},
                                      {"from", to_iso(post->from)},
                                      {"to", json_of(post->to)},
                                      {"coefficient", json_of(post->coefficient)},
                                      {"direct_worker", flag_value(post->direct_worker)},
                                      {"version", post->version}};
    return {};
}

}  // namespace

void add_person_act_pages(http::Router& routes)
{
    auto const act_page = [&](std::string const& path,
                              std::string const& view,
                              std::string const& title,
                              http::Handler const& post,
                              Extra const& extra) {
        auto const pattern = "/persons/{code}/" + path;
        routes.get(pattern,
                   Permission::WritePeople,
                   title,
                   form_page("organisation/" + view, title, extra));
        routes.post(pattern, Permission::WritePeople, post).form(pattern);
    };
    routes.get("/persons/new", Permission::WritePeople, "organisation.person.create", show_create);
    routes.post("/persons/new", Permission::WritePeople, create).form("/persons/new");
    act_page("edit", "person-edit", "organisation.person.edit", edit, present_values);
    act_page("leave", "person-leave", "organisation.person.leave", leave, leaving);
    routes.post("/persons/{code}/return", Permission::WritePeople, come_back)
        .form("/persons/{code}/leave");
    act_page("posts/new", "post-new", "organisation.post.add", create_post, new_post);
    act_page("posts/{ref}", "post-edit", "organisation.post.edit", change_post, present_post);
    routes.post("/persons/{code}/posts/{ref}/delete", Permission::WritePeople, delete_post)
        .form("/persons/{code}/posts/{ref}");
}

}  // namespace thidua::organisation
