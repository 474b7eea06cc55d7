// The form of a session: new, changed, or run anew after an earlier one.
#include "base/text.h"
#include "voting/documents.h"
#include "voting/fields.h"
#include "voting/pages.h"
#include "voting/prepare.h"

namespace thidua::voting {
namespace {

using access::Permission;
using http::Answer;
using http::Context;

// Of so few, whoever voted could tell from the counts what the others said: a new form proposes to
// publish the outcome alone.
constexpr std::size_t kFewElectors = 4;

// "code", "code; award" or "code; award; share" in each line.
std::vector<Candidate> more_candidates(std::string const& text)
{
    std::vector<Candidate> candidates;
    for (auto const line : split(text, '\n')) {
        if (trim(line).empty()) continue;
        auto const parts = split(line, ';');
        auto const part = [&](std::size_t at) {
            return at < parts.size() ? tidy(parts[at]) : std::string{};
        };
        candidates.push_back({part(0), part(1), part(2)});
    }
    return candidates;
}

SessionFields read_fields(http::Values const& form)
{
    SessionFields fields{.purpose = form.text("purpose"),
                         .title = form.text("title"),
                         .award = form.text("award"),
                         .method = form.text("method"),
                         .at_most = form.text("at_most"),
                         .share = form.text("share"),
                         .seats = form.text("seats"),
                         .own_vote = form.checked("own_vote"),
                         .revote = form.checked("revote"),
                         .counts_shown = !form.checked("outcome_only"),
                         .closes_on = form.text("closes_on"),
                         .closes_time = form.text("closes_time"),
                         .received_on = form.text("received_on"),
                         .share_reason = form.text("share_reason")};
    fields.tellers = {form.text("teller_1"), form.text("teller_2")};
    for (auto const& code : form.all("unit")) fields.candidates.push_back({code, ""});
    for (auto const& name : form.all("person")) fields.persons.push_back(name);
    auto const more_persons = form.lines("more_persons");
    for (auto const line : split(more_persons, '\n')) {
        if (!trim(line).empty()) fields.persons.push_back(tidy(line));
    }
    for (auto& candidate : more_candidates(form.lines("more")))
        fields.candidates.push_back(std::move(candidate));
    return fields;
}

json::array usual_shares(ballot::Share const& present)
{
    std::vector<ballot::Share> shares{
        {1, 2, true}, {2, 3, false}, {3, 4, false}, {4, 5, false}, {9, 10, false}};
    auto const text = share_text(present);
    bool const known = std::any_of(shares.begin(), shares.end(), [&](ballot::Share const& each) {
        return share_text(each) == text;
    });
    if (!known) shares.push_back(present);
    json::array options;
    for (auto const& share : shares) options.push_back(share_document(share));
    return options;
}

// The awards whose share the law fixes for dossiers received on the day asked.
json::array law_document(storage::Transaction& tx,
                         Context const& ctx,
                         Body const& body,
                         LawShares const& law)
{
    json::array list;
    if (!body.is_of_persons() || !law) return list;
    auto const typed = parse_date(ctx.form().text("received_on"));
    for (auto const& each : law(tx, typed.value_or(ctx.today()), body.path)) {
        list.push_back({{"name", ctx.language == "en" ? each.name_en : each.name_vi},
                        {"percent", each.percent},
                        {"clause", each.clause},
                        {"confidence", each.confidence}});
    }
    return list;
}

// Whom a form offers as electors of a body of persons; null for a block.
json::value persons_document(storage::Transaction& tx, Context const& ctx, Body const& body)
{
    if (!body.is_of_persons()) return nullptr;
    json::array offered;
    for (auto const& member : organisation::council_members(tx, body.path, ctx.today()))
        offered.push_back({{"name", member.name}, {"display_name", member.display_name}});
    return json::object{{"offered", std::move(offered)}};
}

// What the form of a body shows beside the values.
json::object form_document(storage::Transaction& tx,
                           Context const& ctx,
                           Body const& body,
                           ballot::Share const& share)
{
    json::array members, tellers;
    for (auto const& member : members_of(tx, body))
        members.push_back({{"code", member.code}, {"name", member.name}});
    for (auto const& choice : possible_tellers(tx, body, ctx.today()))
        tellers.push_back({{"name", choice.name}, {"display_name", choice.display_name}});
    return {{"block", {{"ref", body.block_ref}, {"name", body.name}}},
            {"persons", persons_document(tx, ctx, body)},
            {"year", body.year},
            {"members", std::move(members)},
            {"tellers", std::move(tellers)},
            {"purposes", {"award", "tie", "head", "other"}},
            {"shares", usual_shares(share)}};
}

// Electors the form offers are ticked, the others typed.
void add_persons(json::object& values, Session const& session, json::value const& persons)
{
    json::array ticked;
    std::string more;
    for (auto const& elector : session.electors) {
        auto const& offered = persons.at("offered").as_array();
        bool const known = std::any_of(offered.begin(), offered.end(), [&](json::value const& one) {
            return one.at("name").as_string() == elector.code;
        });
        if (known) {
            ticked.push_back(json::value(elector.code));
        } else {
            more += elector.code + "\n";
        }
    }
    values["body"] = session.body.name;
    values["person"] = std::move(ticked);
    values["more_persons"] = more;
}

json::object values_of(Session const& session)
{
    json::array units;
    std::string more, award;
    for (auto const& line : session.lines) {
        bool const plain = line.kind == "unit" && !line.share && !session.body.is_of_persons() &&
                           (award.empty() || line.award == award);
        if (plain) {
            award = line.award;
            units.push_back(json::value(line.code));
        } else {
            more += line.code + "; " + line.award;
            bool const typed = line.share && !(line.law && line.law->filled);
            more += (typed ? "; " + share_text(*line.share) : "") + "\n";
        }
    }
    auto const closes = to_vietnamese(session.closes_at);
    auto const& rules = session.rules;
    bool const choose = rules.method == ballot::Method::Choose;
    return {{"purpose", session.purpose},
            {"title", session.title},
            {"award", award},
            {"unit", std::move(units)},
            {"more", more},
            {"method", choose ? "choose" : "yes-no"},
            {"at_most", choose ? std::to_string(rules.at_most) : ""},
            {"share", share_text(rules.share)},
            {"seats", rules.seats ? std::to_string(*rules.seats) : ""},
            {"own_vote", session.own_vote ? "1" : ""},
            {"revote", session.revote ? "1" : ""},
            {"outcome_only", session.counts_shown ? "" : "1"},
            {"closes_on", closes.substr(0, 10)},
            {"closes_time", closes.substr(11)},
            {"teller_1", session.tellers[0].name},
            {"teller_2", session.tellers[1].name},
            {"received_on", session.received_on ? to_iso(*session.received_on) : ""},
            {"share_reason", session.share_reason},
            {"version", session.version}};
}

// A page that sends here may name the purpose, the award and the units: ?purpose=tie&unit=K101.
json::object first_values(Context const& ctx)
{
    json::array units;
    for (auto const& code : ctx.query().all("unit")) units.push_back(json::value(code));
    auto const purpose = ctx.query().text("purpose");
    return {{"purpose", purpose.empty() ? "award" : purpose},
            {"title", ctx.query().text("title")},
            {"award", ctx.query().text("award")},
            {"unit", std::move(units)},
            {"method", "yes-no"},
            {"share", "1/2+"},
            {"closes_on", to_vietnamese(ctx.today())},
            {"closes_time", "17:00"}};
}

// No block chosen yet: the blocks the reader leads.
Result<Answer> choose_block(storage::Transaction& tx, Context const& ctx, int year)
{
    json::array blocks;
    for (auto const& body : bodies_led(tx, ctx.actor, year))
        blocks.push_back({{"ref", body.block_ref}, {"name", body.name}});
    return http::page("voting/choose",
                      "voting.form.new",
                      {{"blocks", std::move(blocks)},
                       {"year", year},
                       {"may_name_persons", ctx.actor.may(Permission::PlanYear)}},
                      {{"/ballots", "voting.list.title"}});
}

// The unit persons vote for: the one asked for, else the top of what the reader plans.
std::optional<Body> named_persons(storage::Transaction& tx,
                                  Context const& ctx,
                                  std::string const& unit,
                                  int year)
{
    if (!unit.empty()) return persons_of(tx, unit, "", year);
    auto const scopes = ctx.actor.scopes(Permission::PlanYear);
    if (scopes.empty()) return std::nullopt;
    auto const top = organisation::top_unit(tx, scopes.front());
    if (!top) return std::nullopt;
    return persons_of(tx, top->code, "", year);
}

Result<Answer> show_new(Context& ctx, LawShares const& law)
{
    // A form drawn again brings its own block and year.
    auto const given = [&](char const* name) {
        auto const typed = ctx.form().text(name);
        return typed.empty() ? ctx.query().text(name) : typed;
    };
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const after_ref = given("after");
        auto const after = find_session(tx, ctx.actor, after_ref);
        auto block = after ? after->body.block_ref : given("block");
        auto year = static_cast<int>(ctx.query().integer("year").value_or(ctx.today().year()));
        if (auto const typed = ctx.form().integer("year")) year = static_cast<int>(*typed);
        if (after) year = after->body.year;
        bool const persons = after ? after->body.is_of_persons() : given("body_of") == "persons";
        if (block.empty() && !persons) {
            auto const led = bodies_led(tx, ctx.actor, year);
            if (led.size() != 1) return choose_block(tx, ctx, year);
            block = led.front().block_ref;
        }
        auto const body = !persons ? find_body(tx, block, year)
                          : after  ? std::optional{after->body}
                                   : named_persons(tx, ctx, given("body_unit"), year);
        if (!body || !leads(tx, ctx.actor, *body)) return not_found();
        auto const share = after ? after->rules.share : ballot::Share{1, 2, true};
        auto document = form_document(tx, ctx, *body, share);
        document["values"] = after ? values_of(*after) : first_values(ctx);
        if (!after && !persons && document["members"].as_array().size() <= kFewElectors)
            document["values"].as_object()["outcome_only"] = "1";
        document["law"] = law_document(tx, ctx, *body, law);
        if (persons) {
            auto& values = document["values"].as_object();
            values["body_unit"] = body->unit;
            if (!after) values["received_on"] = to_iso(ctx.today());
            if (after) add_persons(values, *after, document["persons"]);
        }
        document["after"] = after ? json::value{{"ref", after->ref}, {"title", after->title}}
                                  : json::value(nullptr);
        document["action"] = "/ballots/new";
        return http::page("voting/form",
                          "voting.form.new",
                          std::move(document),
                          {{"/ballots", "voting.list.title"}});
    });
}

Result<Answer> show_edit(Context& ctx, LawShares const& law)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const one = TD_TRY(shown(tx, ctx));
        if (!one.standing.leads) return denied();
        auto document = form_document(tx, ctx, one.session.body, one.session.rules.share);
        document["values"] = values_of(one.session);
        if (one.session.body.is_of_persons())
            add_persons(document["values"].as_object(), one.session, document["persons"]);
        document["law"] = law_document(tx, ctx, one.session.body, law);
        document["after"] = nullptr;
        document["action"] = address_of_session(one.session.ref) + "/edit";
        return http::page(
            "voting/form", "voting.form.edit", std::move(document), crumbs_to(one.session));
    });
}

Result<Answer> create(Context& ctx, LawShares const& law)
{
    PrepareSession const command{.block = ctx.form().text("block"),
                                 .year = static_cast<int>(ctx.form().integer("year").value_or(0)),
                                 .fields = read_fields(ctx.form()),
                                 .after = ctx.form().text("after"),
                                 .after_reason = ctx.form().text("after_reason"),
                                 .body = ctx.form().text("body"),
                                 .unit = ctx.form().text("body_unit")};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(prepare_session(act, command, law));
        return http::done(address_of_session(ref), "voting.done.prepare", {{"ref", ref}});
    });
}

Result<Answer> edit(Context& ctx, LawShares const& law)
{
    EditSession const command{
        ctx.param("ref"), ctx.form().integer("version").value_or(0), read_fields(ctx.form())};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(edit_session(act, command, law));
        return http::done(address_of_session(command.ref), "voting.done.edit");
    });
}

}  // namespace

void add_draft_pages(http::Router& routes, LawShares const& law)
{
    auto const with_law = [&law](Result<Answer> (*page)(Context&, LawShares const&)) {
        return [law, page](Context& ctx) { return page(ctx, law); };
    };
    auto const read = Permission::ReadOrganisation;
    routes.get("/ballots/new", read, "voting.form.new", with_law(show_new));
    routes.post("/ballots/new", read, with_law(create)).form("/ballots/new");
    routes.get("/ballots/{ref}/edit", read, "voting.form.edit", with_law(show_edit));
    routes.post("/ballots/{ref}/edit", read, with_law(edit)).form("/ballots/{ref}/edit");
}

}  // namespace thidua::voting
