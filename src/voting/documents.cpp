#include "voting/documents.h"

#include "base/lengths.h"
#include "voting/casting.h"
#include "voting/fields.h"

namespace thidua::voting {
namespace {

json::value instant_or_null(std::optional<Instant> instant)
{
    return instant ? json::value(to_iso(*instant)) : json::value(nullptr);
}

// Of a hundred, with one decimal.
double percent(std::int64_t votes, std::int64_t roll)
{
    if (roll == 0) return 0;
    return static_cast<double>((votes * 2000 + roll) / (2 * roll)) / 10;
}

std::string_view way_name(Way way)
{
    switch (way) {
    case Way::None: return "none";
    case Way::Electronic: return "electronic";
    case Way::Paper: return "paper";
    }
    return "none";
}

json::value law_of(Line const& line)
{
    if (!line.law) return nullptr;
    return json::object{{"award", line.law->award},
                        {"percent", line.law->percent},
                        {"clause", line.law->clause},
                        {"confidence", line.law->confidence}};
}

void add_result(json::object& line,
                Session const& session,
                ballot::LineResult const& result,
                bool counts)
{
    line["passed"] = result.passed;
    line["tied"] = result.tied;
    if (!counts) return;
    line["in_favour"] = result.in_favour;
    line["against"] = result.against;
    line["neither"] = result.neither;
    line["percent"] = percent(result.in_favour, session.rules.roll);
    line["rank"] = result.place;
    line["needed"] = result.needed;
    line["reached"] = result.reached;
}

}  // namespace

json::object share_document(ballot::Share const& share)
{
    return {{"value", share_text(share)},
            {"numerator", share.numerator},
            {"denominator", share.denominator},
            {"more_than", share.more_than}};
}

json::object brief(Session const& session)
{
    auto const& rules = session.rules;
    auto const state = std::string{name_of(session.state)};
    json::object object{{"ref", session.ref},
                        {"title", session.title},
                        {"purpose", session.purpose},
                        {"state", state},
                        {"block", {{"ref", session.body.block_ref}, {"name", session.body.name}}},
                        {"block_name", session.body.name},
                        {"year", session.body.year},
                        {"of_persons", session.body.is_of_persons()},
                        {"choose", rules.method == ballot::Method::Choose},
                        {"at_most", rules.at_most},
                        {"share", share_document(rules.share)},
                        {"roll", rules.roll},
                        {"own_vote", session.own_vote},
                        {"revote", session.revote},
                        {"counts_shown", session.counts_shown},
                        {"closes_at", to_iso(session.closes_at)},
                        {"opened_at", instant_or_null(session.opened_at)},
                        {"closed_at", instant_or_null(session.closed_at)},
                        {"counted_at", instant_or_null(session.counted_at)},
                        {"close_reason", session.close_reason},
                        {"void_reason", session.void_reason},
                        {"version", session.version}};
    object["received_on"] =
        session.received_on ? json::value(to_iso(*session.received_on)) : json::value(nullptr);
    object["share_reason"] = session.share_reason;
    object["seats"] = rules.seats ? json::value(*rules.seats) : json::value(nullptr);
    object["after"] = session.after_ref.empty() ? json::value(nullptr)
                                                : json::value{{"ref", session.after_ref},
                                                              {"title", session.after_title},
                                                              {"reason", session.after_reason}};
    return object;
}

json::array lines_of(Session const& session,
                     std::optional<ballot::Result> const& result,
                     bool counts)
{
    json::array lines;
    for (std::size_t i = 0; i < session.lines.size(); ++i) {
        auto const& line = session.lines[i];
        json::object one{{"place", line.place},
                         {"kind", line.kind},
                         {"code", line.code},
                         {"name", line.name},
                         {"unit_name", line.unit_name},
                         {"award", line.award}};
        one["share"] = line.share ? json::value(share_document(*line.share)) : json::value(nullptr);
        one["law"] = law_of(line);
        if (result) add_result(one, session, result->lines[i], counts);
        lines.push_back(std::move(one));
    }
    return lines;
}

json::array concerned_in(Session const& session)
{
    json::array list;
    for (auto const& line : session.lines) {
        json::array names;
        for (auto const& elector : session.electors) {
            if (!may_mark(session, elector, line)) names.push_back(json::value(elector.name));
        }
        if (names.empty()) continue;
        list.push_back({{"place", line.place}, {"name", line.name}, {"names", std::move(names)}});
    }
    return list;
}

json::object result_document(storage::Transaction& tx,
                             access::Actor const& actor,
                             Session const& session)
{
    auto const standing = standing_of(tx, actor, session);
    bool const counts = sees_counts(session, standing);
    json::object document{{"session", brief(session)},
                          {"title", session.title},
                          {"lines", lines_of(session, result_of(tx, session), counts)},
                          {"counts", counts},
                          {"roll", session.rules.roll},
                          {"returned", session.returned},
                          {"spoilt", session.spoilt},
                          {"valid", session.returned - session.spoilt}};
    if (standing.inside()) document["concerned"] = concerned_in(session);
    return document;
}

json::array roll_of(Session const& session)
{
    json::array roll;
    for (auto const& elector : session.electors) {
        roll.push_back(
            {{"code", elector.code}, {"name", elector.name}, {"way", way_name(elector.way)}});
    }
    return roll;
}

json::array tellers_of(Session const& session)
{
    json::array tellers;
    for (auto const& teller : session.tellers) {
        tellers.push_back({{"name", teller.name},
                           {"display_name", teller.display_name},
                           {"confirmed", teller.confirmed}});
    }
    return tellers;
}

bool sees_counts(Session const& session, Standing const& standing)
{
    return session.counts_shown || standing.teller != 0;
}

std::string address_of_session(std::string const& ref)
{
    return "/ballots/" + http::percent_encode(ref);
}

std::vector<http::Crumb> crumbs_to(Session const& session)
{
    return {{"/ballots", "voting.list.title"},
            {address_of_session(session.ref), "", session.title}};
}

Result<Shown> shown(storage::Transaction& tx, http::Context const& ctx)
{
    auto session = find_session(tx, ctx.actor, ctx.param("ref"));
    if (!session) return not_found();
    auto standing = standing_of(tx, ctx.actor, *session);
    return Shown{std::move(*session), std::move(standing)};
}

Result<http::Answer> write_unkept(http::Context const& ctx,
                                  std::function<Result<http::Answer>(audit::Act&)> const& body)
{
    for (auto const& [field, value] : ctx.form().pairs()) {
        if (is_too_long(value, field))
            return bad_input(
                "error.too-long", {{"max", std::to_string(longest_text(field))}}, field);
    }
    return ctx.db.write([&](storage::Transaction& tx) -> Result<http::Answer> {
        auto act = ctx.act(tx);
        return body(act);
    });
}

}  // namespace thidua::voting
