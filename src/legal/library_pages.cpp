// The law library: open to everyone who has signed in.
#include "legal/book.h"
#include "legal/library.h"
#include "legal/pages.h"
#include "organisation/lookup.h"

#include <algorithm>
#include <set>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using http::Answer;
using http::Context;
using law::LawBook;
using law::Subject;

constexpr char kEverywhere[] = "/";

// The day asked for, today where none is.
Result<Date> asked_day(Context& ctx)
{
    auto const text = ctx.query().text("on");
    if (text.empty()) return ctx.today();
    auto const day = parse_date(text);
    if (!day) return bad_input("legal.error.day", {{"value", text}}, "on");
    return *day;
}

std::shared_ptr<LawBook const> book_on(Context& ctx, Date day)
{
    return ctx.db.read(
        [&](storage::Transaction& tx) { return book_for(tx, day, kEverywhere); });
}

json::array regime_ids(LawBook const& book)
{
    json::array ids;
    for (auto const& regime : book.regimes) ids.push_back(json::value(regime.id));
    return ids;
}

// The rows a program or a sheet gets: as `thidua law list`.
http::ListPage standards_list(LawBook const& book,
                              json::array const& kinds,
                              std::string_view language)
{
    auto const* name = language == "en" ? "name_en" : "name_vi";
    http::ListPage list{.columns = {{"award", "legal.field.award"},
                                    {name, "legal.field.name"},
                                    {"subject", "legal.field.subject", "key:legal.subject."},
                                    {"regime", "legal.field.regime"},
                                    {"from", "legal.field.from", "date"},
                                    {"to", "legal.field.to", "date"},
                                    {"act", "legal.field.act"},
                                    {"confidence", "legal.field.confidence"}},
                        .page_size = 10'000};
    auto const all = law::list_document(book, std::nullopt);
    for (auto const& kind : kinds) {
        for (auto const& award : kind.at("awards").as_array()) {
            for (auto const& each : all) {
                if (each.at("award") != award.at("award")) continue;
                if (each.at("subject") != award.at("subject")) continue;
                auto row = each.as_object();
                row[name] = award.at(name);
                list.rows.push_back(std::move(row));
            }
        }
    }
    list.total = std::ssize(list.rows);
    return list;
}

Result<Answer> show_library(Context& ctx)
{
    auto const book = book_on(ctx, ctx.today());
    LibraryFilter const filter{ctx.query().text("q"),
                               ctx.query().text("subject"),
                               ctx.query().checked("open")};
    auto kinds = library_document(*book, filter);
    std::size_t awards = 0;
    for (auto const& kind : kinds) awards += kind.at("awards").as_array().size();
    auto const* regime = book->regime_on(ctx.today());
    json::object document{
        {"regimes", regime_ids(*book)},
        {"regime", regime == nullptr ? json::value(nullptr) : json::value(regime->id)},
        {"awards", awards},
        {"list", http::list_document(standards_list(*book, kinds, ctx.language))},
        {"kinds", std::move(kinds)}};
    return http::page("legal/library", "legal.library.title", std::move(document));
}

json::object award_document(law::Award const& award)
{
    return {{"code", award.code},
            {"name_vi", award.name_vi},
            {"name_en", award.name_en},
            {"kind", award.kind},
            {"level", award.level},
            {"for_persons", award.for_persons},
            {"for_units", award.for_units}};
}

// The name of an award in the reader's language, as titles want it.
std::string name_of(law::Award const& award, std::string const& language)
{
    return language == "en" ? award.name_en : award.name_vi;
}

// What the last text that was read would say, for a regime that is unread.
json::value projection_of(LawBook const& book, std::string const& award, law::Regime const& regime)
{
    auto const* last = regime.projection.empty() ? nullptr : book.regime(regime.projection);
    if (last == nullptr) return nullptr;
    return {{"regime", last->id}, {"standards", standards_document(book, award, last->from)}};
}

json::array timeline_of(json::array regimes, std::string const& current)
{
    std::reverse(regimes.begin(), regimes.end());
    for (auto& each : regimes) each.as_object()["current"] = each.at("id").as_string() == current;
    return regimes;
}

// The part of the organisation the law is shown for: the unit asked for, else the whole of it.
struct Place {
    std::string code, name, path = kEverywhere;
};
Result<Place> asked_place(Context& ctx, storage::Transaction& tx)
{
    auto const code = ctx.query().text("unit");
    if (code.empty()) return Place{.path = whole_organisation(tx)};
    auto const unit = organisation::find_unit(tx, ctx.actor, code);
    if (!unit) return bad_input("legal.error.unit", {{"unit", code}}, "unit");
    return Place{unit->code, unit->name, unit->path};
}

json::object said(LawBook const& book, std::string const& point)
{
    auto const sentence = law::point_of(point);
    return {{"vi", speaker(book, "vi").say(sentence)}, {"en", speaker(book, "en").say(sentence)}};
}

// The rulings that settle the award's law there, as links.
json::array rulings_of(storage::Transaction& tx,
                       LawBook const& book,
                       std::string const& award,
                       Date day,
                       Place const& place)
{
    json::array list;
    for (auto const& ruling : rulings_for(tx, day, place.path)) {
        if (!ruling.award.empty() && ruling.award != award) continue;
        list.push_back({{"ref", ruling.id},
                        {"number", ruling.number},
                        {"dated", to_iso(ruling.date)},
                        {"holds", ruling.holds},
                        {"point_text", said(book, ruling.point)}});
    }
    return list;
}

json::array regulations_of(storage::Transaction& tx,
                           std::string const& award,
                           Date day,
                           Place const& place)
{
    json::array list;
    for (auto const& pack : house_packs(tx, day, place.path)) {
        bool const speaks = std::any_of(pack.rules.begin(), pack.rules.end(), [&](auto const& rule) {
            return rule.award == award;
        });
        if (!speaks || day < pack.from || pack.to < day) continue;
        list.push_back({{"cite", pack.cite},
                        {"institution", pack.institution},
                        {"number", pack.number},
                        {"dated", to_iso(pack.date)}});
    }
    return list;
}

// The points under a requirement that a paper or a regulation has closed.
void add_settled(json::object const& node, std::set<std::string>& points)
{
    auto const* point = node.at("point").if_string();
    if (point != nullptr && !node.at("settled").is_null()) points.emplace(*point);
    for (auto const& part : node.at("parts").as_array()) add_settled(part.as_object(), points);
}

// What a paper could close, or has closed, in the award's law of one regime.
json::array points_of(LawBook const& book,
                      std::string const& award,
                      std::string const& regime,
                      json::array const& standards)
{
    json::array list;
    std::set<std::string> settled;
    for (auto const& standard : standards) {
        if (auto const* root = standard.at("requirements").if_object()) add_settled(*root, settled);
    }
    std::set<std::string> named;
    for (auto const& point : law::open_points(book)) {
        if (point.award != award || point.regime != regime) continue;
        if (!named.insert(point.point).second) continue;
        list.push_back({{"point", point.point},
                        {"clause", point.clause},
                        {"regime", regime},
                        {"closed", settled.contains(point.point)},
                        {"text", said(book, point.point)}});
    }
    return list;
}

json::object award_page(Context const& ctx,
                        storage::Transaction& tx,
                        law::Award const& award,
                        law::Regime const& regime,
                        Date day,
                        Place const& place)
{
    auto const book = book_for(tx, day, place.path);
    auto standards = standards_document(*book, award.code, day);
    auto points = points_of(*unsettled_book(tx, day), award.code, regime.id, standards);
    json::value unit = nullptr;
    if (!place.code.empty()) unit = {{"code", place.code}, {"name", place.name}};
    return {{"award", award_document(award)},
            {"name", name_of(award, ctx.language)},
            {"on", to_iso(day)},
            {"unit", std::move(unit)},
            {"pack", pack_version(tx, day)},
            {"regime", regime.id},
            {"standards", std::move(standards)},
            {"projection", projection_of(*book, award.code, regime)},
            {"rulings", rulings_of(tx, *book, award.code, day, place)},
            {"regulations", regulations_of(tx, award.code, day, place)},
            {"points", std::move(points)},
            {"may_write", ctx.actor.may(http::Permission::WriteLaw)},
            {"timeline", timeline_of(regimes_document(*book), regime.id)},
            {"values", {{"on", to_iso(day)}, {"unit", place.code}}}};
}

Result<Answer> show_award(Context& ctx)
{
    auto const day = TD_TRY(asked_day(ctx));
    return ctx.db.read([&](storage::Transaction& tx) -> Result<Answer> {
        auto const place = TD_TRY(asked_place(ctx, tx));
        auto const book = unsettled_book(tx, day);
        auto const award = book->awards.find(ctx.param("award"));
        auto const* regime = book->regime_on(day);
        if (award == book->awards.end() || regime == nullptr) return not_found();
        return http::page("legal/award",
                          "legal.award.title",
                          award_page(ctx, tx, award->second, *regime, day, place),
                          {{"/law", "legal.library.title"}});
    });
}

// The regime asked for by name, or the n-th that was read, counted from the newest.
std::string chosen_regime(LawBook const& book, std::string const& wanted, int from_newest)
{
    if (book.regime(wanted) != nullptr) return wanted;
    for (auto each = book.regimes.rbegin(); each != book.regimes.rend(); ++each) {
        if (each->unread.empty() && from_newest-- == 0) return each->id;
    }
    return book.regimes.back().id;
}

json::value regime_of(json::array const& regimes, std::string const& id)
{
    auto const found = std::find_if(
        regimes.begin(), regimes.end(), [&](auto const& each) { return each.at("id").as_string() == id; });
    return found == regimes.end() ? json::value(nullptr) : *found;
}

Result<Answer> show_comparison(Context& ctx)
{
    auto const book = book_on(ctx, ctx.today());
    auto const found = book->awards.find(ctx.param("award"));
    if (found == book->awards.end()) return not_found();
    auto const& award = found->second;
    auto const left = chosen_regime(*book, ctx.query().text("left"), 2);
    auto const right = chosen_regime(*book, ctx.query().text("right"), 0);
    bool const units =
        !award.for_persons || (award.for_units && ctx.query().text("subject") == "unit");
    auto rows =
        comparison_document(*book, award.code, units ? Subject::Unit : Subject::Person, left, right);
    auto const differ = std::count_if(rows.begin(), rows.end(), [](json::value const& row) {
        return row.at("change") == "left" || row.at("change") == "right";
    });
    auto regimes = regimes_document(*book);
    json::object document{
        {"award", award_document(award)},
        {"name", name_of(award, ctx.language)},
        {"left", regime_of(regimes, left)},
        {"right", regime_of(regimes, right)},
        {"rows", std::move(rows)},
        {"different", differ},
        {"values",
         {{"left", left}, {"right", right}, {"subject", units ? "unit" : "person"}}},
        {"regimes", std::move(regimes)}};
    return http::page("legal/compare",
                      "legal.compare.title",
                      std::move(document),
                      {{"/law", "legal.library.title"},
                       {"/law/" + award.code, "legal.award.title"}});
}

Result<Answer> show_regimes(Context& ctx)
{
    auto const book = book_on(ctx, ctx.today());
    auto const* regime = book->regime_on(ctx.today());
    auto const current = regime == nullptr ? std::string() : regime->id;
    return http::page("legal/regimes",
                      "legal.regimes.title",
                      {{"regimes", timeline_of(regimes_document(*book), current)}},
                      {{"/law", "legal.library.title"}});
}

}  // namespace

void add_library_pages(http::Router& routes)
{
    using http::Door;
    routes.get("/law", Door::SignedIn, "legal.library.title", show_library);
    routes.get("/law/regimes", Door::SignedIn, "legal.regimes.title", show_regimes);
    routes.get("/law/{award}", Door::SignedIn, "legal.award.title", show_award);
    routes.get("/law/{award}/compare", Door::SignedIn, "legal.compare.title", show_comparison);
}

}  // namespace thidua::legal
