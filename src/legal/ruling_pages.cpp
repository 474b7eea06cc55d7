// Rulings: read by everyone signed in, entered by the legal officer, decided by a second person.
#include "base/text.h"
#include "law/ruling.h"
#include "legal/book.h"
#include "legal/library.h"
#include "legal/pages.h"
#include "legal/parameters.h"
#include "legal/ruled_value.h"
#include "legal/rulings.h"

#include <algorithm>
#include <map>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using access::Permission;
using http::Answer;
using http::Context;
using law::LawBook;

json::value day_or_null(std::optional<Date> day)
{
    return day ? json::value(to_iso(*day)) : json::value(nullptr);
}

json::object said(LawBook const& book, law::Sentence const& sentence)
{
    return {{"vi", speaker(book, "vi").say(sentence)}, {"en", speaker(book, "en").say(sentence)}};
}

void add_passage(json::object& document, Passage const& passage)
{
    document["state"] = passage.state;
    document["entered_by"] = passage.entered_by;
    document["entered_at"] = to_iso(passage.entered_at);
    document["decided_by"] = passage.decided_by;
    document["decided_at"] =
        passage.decided_at ? json::value(to_iso(*passage.decided_at)) : json::value(nullptr);
    document["decided_reason"] = passage.decided_reason;
}

json::object paper_document(Paper const& paper)
{
    return {{"number", paper.number}, {"dated", to_iso(paper.dated)}, {"signer", paper.signer}};
}

json::value end_document(std::optional<RulingEnd> const& end)
{
    if (!end) return nullptr;
    auto document = paper_document(end->paper);
    document["stops_on"] = to_iso(end->stops_on);
    document["reason"] = end->reason;
    add_passage(document, end->passage);
    return document;
}

// The award's names; every award where the ruling names none.
json::value award_of(LawBook const& book, std::string const& code)
{
    auto const found = book.awards.find(code);
    if (found == book.awards.end()) return nullptr;
    return {{"code", code}, {"vi", found->second.name_vi}, {"en", found->second.name_en}};
}

json::object ruling_document(LawBook const& book, Ruling const& ruling, Date today)
{
    json::array units, regimes;
    std::string unit_names, regime_names;
    for (auto const& unit : ruling.units) {
        units.push_back({{"code", unit.code}, {"name", unit.name}});
        unit_names += (unit_names.empty() ? "" : "; ") + unit.name;
    }
    for (auto const& regime : ruling.regimes) {
        regimes.push_back(json::value(regime));
        regime_names += (regime_names.empty() ? "" : ", ") + regime;
    }
    auto document = paper_document(ruling.paper);
    document["ref"] = ruling.ref;
    document["award"] = award_of(book, ruling.award);
    document["point"] = ruling.point;
    document["point_text"] = said(book, law::point_of(ruling.point));
    document["regimes"] = std::move(regimes);
    document["regime_names"] = regime_names;
    document["units"] = std::move(units);
    document["unit_names"] = unit_names;
    document["received_from"] = to_iso(ruling.received_from);
    document["received_to"] = day_or_null(ruling.covers_to());
    document["holds"] = ruling.holds;
    document["value"] = ruled_value_document(ruling.value);
    document["reason"] = ruling.reason;
    add_passage(document, ruling.passage);
    document["state"] = ruling.state_on(today);
    document["end"] = end_document(ruling.end);
    document["version"] = ruling.version;
    return document;
}

// A row of the list: the same, with the words a sheet shows.
json::object row_of(json::object document, std::string const& language)
{
    auto const* lang = language == "en" ? "en" : "vi";
    auto const& award = document.at("award");
    document["award_name"] = award.is_null() ? json::value("") : award.at(lang);
    document["award_code"] = award.is_null() ? json::value("") : award.at("code");
    document["point_said"] = document.at("point_text").at(lang);
    auto const& value = document.at("value");
    document["value_said"] = value.is_null() ? json::value(nullptr) : value.at("text").at(lang);
    return document;
}

std::vector<http::Column> columns()
{
    return {{"number", "legal.ruling.number"},
            {"dated", "legal.ruling.dated", "date"},
            {"signer", "legal.ruling.signer"},
            {"award_name", "legal.ruling.award"},
            {"point_said", "legal.ruling.point"},
            {"holds", "legal.ruling.holds", "flag"},
            {"value_said", "legal.ruling.gives"},
            {"regime_names", "legal.ruling.regimes"},
            {"unit_names", "legal.ruling.units"},
            {"received_from", "legal.field.from", "date"},
            {"received_to", "legal.field.to", "date"},
            {"state", "legal.ruling.state", "key:legal.ruling.is-"}};
}

Result<Answer> show_rulings(Context& ctx)
{
    auto const state = ctx.query().text("state");
    auto const key = search_key(ctx.query().text("q"));
    http::ListPage list{.columns = columns(), .page_size = 1000};
    ctx.db.read([&](storage::Transaction& tx) {
        auto const book = unsettled_book(tx, ctx.today());
        for (auto const& ruling : rulings(tx)) {
            auto row = row_of(ruling_document(*book, ruling, ctx.today()), ctx.language);
            if (!state.empty() && row.at("state").as_string() != state) continue;
            auto const text = ruling.paper.number + ' ' + std::string{row.at("award_name").as_string()} +
                              ' ' + std::string{row.at("point_said").as_string()};
            if (search_key(text).find(key) == std::string::npos) continue;
            list.rows.push_back(std::move(row));
        }
    });
    list.total = std::ssize(list.rows);
    return http::page("legal/rulings",
                      "legal.ruling.title",
                      {{"states", {"waiting", "standing", "ending", "ended", "rejected"}},
                       {"may_write", ctx.actor.may(Permission::WriteLaw)},
                       {"list", http::list_document(std::move(list))}},
                      {{"/law", "legal.library.title"}});
}

std::vector<law::ClosablePoint> all_points(LawBook const& book, law::Parameters const& parameters)
{
    auto all = law::open_points(book);
    auto const more = law::open_points(parameters);
    all.insert(all.end(), more.begin(), more.end());
    return all;
}

// The choice of the form; a point that is open for every award stands there without one.
std::string choice_of(std::vector<law::ClosablePoint> const& points,
                      std::string const& award,
                      std::string const& point)
{
    if (point.empty()) return "";
    bool const own = std::any_of(points.begin(), points.end(), [&](auto const& each) {
        return each.point == point && each.award == award;
    });
    return (own ? award : "") + "/" + point;
}

// What may be chosen: the points of every award ("" first), each once, with its sentence.
json::array choices(LawBook const& book,
                    law::Parameters const& parameters,
                    std::string const& only)
{
    std::vector<std::string> order{""};
    order.insert(order.end(), book.award_order.begin(), book.award_order.end());
    std::map<std::string, std::vector<std::string>> points;
    for (auto const& each : all_points(book, parameters)) {
        auto& known = points[each.award];
        if (std::find(known.begin(), known.end(), each.point) == known.end())
            known.push_back(each.point);
    }
    json::array groups;
    for (auto const& award : order) {
        if (points[award].empty() || (!only.empty() && award != only && !award.empty())) continue;
        json::array options;
        for (auto const& point : points[award]) {
            options.push_back({{"value", award + "/" + point},
                               {"text", said(book, law::point_of(point))},
                               {"asks", law::code_of(law::valued_by(parameters, point))}});
        }
        groups.push_back({{"award", award_of(book, award)}, {"options", std::move(options)}});
    }
    return groups;
}

json::array read_regimes(LawBook const& book)
{
    json::array list;
    for (auto& each : regimes_document(book)) {
        if (each.at("unread").is_null()) list.push_back(std::move(each));
    }
    return list;
}

json::array words_document(std::vector<std::string> const& words)
{
    json::array list;
    for (auto const& word : words) list.push_back(json::value(word));
    return list;
}

Result<Answer> show_new(Context& ctx)
{
    auto const award = ctx.query().text("award");
    auto const [book, parameters] = ctx.db.read([&](storage::Transaction& tx) {
        return std::pair{unsettled_book(tx, ctx.today()), unsettled_parameters(tx, ctx.today())};
    });
    auto const point = ctx.query().text("point");
    json::array chosen;
    for (auto const& each : ctx.query().all("regime")) chosen.push_back(json::value(each));
    json::object values{{"choice", choice_of(all_points(*book, parameters), award, point)},
                        {"regime", std::move(chosen)},
                        {"received_from", to_iso(ctx.today())}};
    return http::page("legal/ruling-new",
                      "legal.ruling.new",
                      {{"choices", choices(*book, parameters, award)},
                       {"regimes", read_regimes(*book)},
                       {"bases", {"strength", "advanced", "units", "ministry-flags"}},
                       {"years", {"0", "1", "2"}},
                       {"authorities", words_document(law::authorities())},
                       {"papers", words_document(law::known_papers(parameters))},
                       {"values", std::move(values)}},
                      {{"/law", "legal.library.title"}, {"/law/rulings", "legal.ruling.title"}});
}

PaperFields paper_in(Context& ctx)
{
    PaperFields paper{ctx.form().text("number"), ctx.form().text("dated"), ctx.form().text("signer"), {}};
    if (auto const* upload = ctx.request.upload("file"))
        paper.scan = Scan{upload->filename, upload->content()};
    return paper;
}

std::vector<std::string> codes_in(std::string const& text)
{
    std::string parted = text;
    for (auto& c : parted) c = c == ';' || c == ',' || c == '\n' ? ' ' : c;
    std::vector<std::string> codes;
    for (auto const code : split(parted, ' ')) {
        if (!code.empty()) codes.emplace_back(code);
    }
    return codes;
}

law::TypedValue value_in(http::Values const& form)
{
    return {.percent = form.text("percent"),
            .base = form.text("base"),
            .span = form.text("span"),
            .years = form.text("years"),
            .authority = form.text("authority"),
            .papers = form.all("papers"),
            .originals = form.text("originals"),
            .electronic = form.checked("electronic")};
}

RecordRuling command_of(Context& ctx)
{
    auto const& form = ctx.form();
    RecordRuling command{.award = form.text("award"), .point = form.text("point")};
    if (auto const choice = form.text("choice"); choice.find('/') != std::string::npos) {
        command.award = choice.substr(0, choice.find('/'));
        command.point = choice.substr(choice.find('/') + 1);
    }
    command.regimes = form.all("regime");
    command.units = codes_in(form.lines("units"));
    command.received_from = form.text("received_from");
    command.received_to = form.text("received_to");
    command.holds = form.text("holds");
    command.value = value_in(form);
    command.reason = form.text("reason");
    command.paper = paper_in(ctx);
    return command;
}

Result<Answer> post_new(Context& ctx)
{
    auto const command = command_of(ctx);
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        auto const ref = TD_TRY(record_ruling(act, command));
        return http::done("/law/rulings/" + ref, "legal.ruling.recorded", {{"ref", ref}});
    });
}

json::object may_of(Context const& ctx, Ruling const& ruling)
{
    auto const* waits = ruling.passage.state == kWaiting ? &ruling.passage : nullptr;
    if (waits == nullptr && ruling.end && ruling.end->passage.state == kWaiting)
        waits = &ruling.end->passage;
    bool const own = waits != nullptr && waits->entered_by == ctx.actor.name;
    bool const writes = ctx.actor.may(Permission::WriteLaw);
    bool const decides = waits != nullptr && !own && ctx.actor.may(Permission::ActivateLaw);
    return {{"decide", decides},
            {"take_back", own && writes},
            {"end", writes && ruling.passage.state == kStanding && !ruling.end}};
}

Result<Answer> show_ruling(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const ruling = find_ruling(tx, ctx.param("ref"));
        if (!ruling) return not_found();
        auto const book = unsettled_book(tx, ctx.today());
        json::array scans;
        for (auto const& file : scans_of(tx, ctx.actor, *ruling))
            scans.push_back(files::document_of(file));
        json::object document{{"ruling", ruling_document(*book, *ruling, ctx.today())},
                              {"number", ruling->paper.number},
                              {"files", std::move(scans)},
                              {"may", may_of(ctx, *ruling)},
                              {"values", json::object{{"stops_on", to_iso(ctx.today())}}}};
        return http::page("legal/ruling",
                          "legal.ruling.one",
                          std::move(document),
                          {{"/law", "legal.library.title"}, {"/law/rulings", "legal.ruling.title"}});
    });
}

Result<Answer> show_file(Context& ctx)
{
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const ruling = find_ruling(tx, ctx.param("ref"));
        if (!ruling) return not_found();
        auto const file = find_scan(tx, ctx.actor, *ruling, ctx.param("file"));
        if (!file) return not_found();
        return files::answer(tx, *file);
    });
}

Result<Answer> decide(Context& ctx, bool confirm)
{
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        DecideRuling const command{ctx.param("ref"),
                                   confirm,
                                   ctx.form().text("decided_reason"),
                                   ctx.form().integer("version").value_or(0)};
        TD_CHECK(decide_ruling(act, command));
        return http::done("/law/rulings/" + command.ref,
                          confirm ? "legal.ruling.confirmed" : "legal.ruling.rejected");
    });
}
Result<Answer> post_confirm(Context& ctx) { return decide(ctx, true); }
Result<Answer> post_reject(Context& ctx) { return decide(ctx, false); }

Result<Answer> post_end(Context& ctx)
{
    EndRuling const command{ctx.param("ref"),
                            ctx.form().text("stops_on"),
                            ctx.form().text("reason"),
                            paper_in(ctx),
                            ctx.form().integer("version").value_or(0)};
    return ctx.write([&](audit::Act& act) -> Result<Answer> {
        TD_CHECK(end_ruling(act, command));
        return http::done("/law/rulings/" + command.ref, "legal.ruling.end-recorded");
    });
}

}  // namespace

void add_ruling_pages(http::Router& routes)
{
    using http::Door;
    std::string const one = "/law/rulings/{ref}";
    routes.get("/law/rulings", Door::SignedIn, "legal.ruling.title", show_rulings);
    routes.get("/law/rulings/new", Permission::WriteLaw, "legal.ruling.new", show_new);
    routes.post("/law/rulings", Permission::WriteLaw, post_new)
        .form("/law/rulings/new")
        .limit(files::kUploadLimit);
    routes.get(one, Door::SignedIn, "legal.ruling.one", show_ruling);
    routes.get(one + "/files/{file}", Door::SignedIn, "legal.ruling.file", show_file);
    routes.post(one + "/confirm", Permission::ActivateLaw, post_confirm).form(one);
    routes.post(one + "/reject", Permission::ActivateLaw, post_reject).form(one);
    routes.post(one + "/take-back", Permission::WriteLaw, post_reject).form(one);
    routes.post(one + "/end", Permission::WriteLaw, post_end).form(one).limit(files::kUploadLimit);
}

}  // namespace thidua::legal
