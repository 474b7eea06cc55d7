#include "legal/rulings.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "legal/book.h"
#include "legal/parameters.h"
#include "legal/ruling_store.h"
#include "organisation/lookup.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::legal {
namespace {

using access::Permission;

Date const kForever = *make_date(9999, 12, 31);

std::string owner_of(std::string_view ref) { return "ruling:" + std::string{ref}; }
std::string task_of(std::string_view ref) { return "legal:ruling:" + std::string{ref}; }
std::string page_of(Ruling const& ruling) { return "/law/rulings/" + ruling.ref; }

// Collects everything that is wrong with what was typed.
class Reader {
public:
    std::string text(std::string const& value, std::string field)
    {
        auto text = tidy(value);
        if (text.empty()) problem("legal.error.required", std::move(field));
        return text;
    }
    Date day(std::string const& value, std::string const& field)
    {
        if (tidy(value).empty()) return problem("legal.error.required", field), Date{};
        auto const day = parse_date(value);
        if (!day) problem("legal.error.day", field, {{"value", value}});
        return day.value_or(Date{});
    }
    std::optional<Date> maybe_day(std::string const& value, std::string const& field)
    {
        if (tidy(value).empty()) return std::nullopt;
        return day(value, field);
    }
    Paper paper(PaperFields const& fields, Date today)
    {
        Paper paper{text(fields.number, "number"),
                    day(fields.dated, "dated"),
                    text(fields.signer, "signer")};
        if (paper.dated > today) problem("legal.error.dated-later", "dated");
        if (!fields.scan) problem("legal.error.no-file", "file");
        return paper;
    }
    void problem(std::string key, std::string field, Args args = {})
    {
        error_.problems.push_back({std::move(key), std::move(args), std::move(field)});
    }
    Result<void> check() const
    {
        if (!error_.problems.empty()) return error_;
        return {};
    }

private:
    Error error_;
};

std::vector<UnitPart> units_named(storage::Transaction& tx,
                                  std::vector<std::string> const& codes,
                                  Reader& reader)
{
    std::vector<UnitPart> units;
    for (auto const& code : codes) {
        auto const unit = organisation::find_unit(tx, code);
        if (!unit) {
            reader.problem("legal.error.unit", "units", {{"unit", code}});
            continue;
        }
        bool const twice = std::any_of(
            units.begin(), units.end(), [&](UnitPart const& each) { return each.id == unit->id; });
        if (!twice) units.push_back({unit->id, unit->code, unit->name, unit->path});
    }
    return units;
}

boost::json::object audited(Ruling const& ruling)
{
    boost::json::array units;
    for (auto const& unit : ruling.units) units.push_back(boost::json::value(unit.code));
    boost::json::array regimes;
    for (auto const& regime : ruling.regimes) regimes.push_back(boost::json::value(regime));
    boost::json::value to = nullptr;
    if (ruling.received_to) to = boost::json::value(to_iso(*ruling.received_to));
    return {{"award", ruling.award},
            {"point", ruling.point},
            {"regimes", std::move(regimes)},
            {"units", std::move(units)},
            {"received_from", to_iso(ruling.received_from)},
            {"received_to", std::move(to)},
            {"holds", ruling.holds},
            {"value", ruling.value},
            {"number", ruling.paper.number},
            {"dated", to_iso(ruling.paper.dated)},
            {"signer", ruling.paper.signer}};
}

boost::json::object audited(RulingEnd const& end)
{
    return {{"stops_on", to_iso(end.stops_on)},
            {"number", end.paper.number},
            {"dated", to_iso(end.paper.dated)},
            {"signer", end.paper.signer},
            {"reason", end.reason}};
}

void leave_line(audit::Act& act,
                std::string_view what,
                Ruling const& ruling,
                boost::json::object const& after)
{
    audit::record(act, {.what = what, .subject = owner_of(ruling.ref), .after = &after});
}

void ask_second_person(audit::Act& act, Ruling const& ruling, Paper const& paper, char const* key)
{
    inbox::assign(act,
                  {.to = {.permission = Permission::ActivateLaw,
                          .except_account = act.actor.account},
                   .dedup = task_of(ruling.ref),
                   .sentence = key,
                   .args = {{"number", paper.number}},
                   .link = page_of(ruling)});
}

Result<Ruling> fresh_ruling(audit::Act& act, std::string const& ref, std::int64_t version)
{
    auto ruling = find_ruling(act.tx, ref);
    if (!ruling) return not_found();
    if (ruling->version != version) {
        return failure(Kind::Conflict, "legal.error.stale", {{"number", ruling->paper.number}});
    }
    return std::move(*ruling);
}

Error contradiction(Ruling const& other)
{
    return failure(Kind::Refused,
                   "legal.error.contradicts",
                   {{"number", other.paper.number}, {"dated", to_vietnamese(other.paper.dated)}});
}

// The last day of receipt both cover, where both cover any.
bool overlap_in_time(Ruling const& one, Ruling const& other)
{
    auto const from = std::max(one.received_from, other.received_from);
    return from <= one.covers_to().value_or(kForever) && from <= other.covers_to().value_or(kForever);
}

bool share_regime(Ruling const& one, Ruling const& other)
{
    if (one.regimes.empty() || other.regimes.empty()) return true;
    return std::any_of(one.regimes.begin(), one.regimes.end(), [&](std::string const& each) {
        return std::find(other.regimes.begin(), other.regimes.end(), each) != other.regimes.end();
    });
}

bool share_unit(Ruling const& one, Ruling const& other)
{
    auto const reaches_some = [](Ruling const& wide, Ruling const& narrow) {
        return std::any_of(narrow.units.begin(), narrow.units.end(), [&](UnitPart const& unit) {
            return wide.reaches(unit.path);
        });
    };
    return one.units.empty() || other.units.empty() || reaches_some(one, other) ||
           reaches_some(other, one);
}

bool share_award(Ruling const& one, Ruling const& other)
{
    return one.award.empty() || other.award.empty() || one.award == other.award;
}

// What is decided: the ruling while it waits, else the paper that is to end it.
Result<Passage*> waiting_passage(Ruling& ruling)
{
    if (ruling.passage.state == kWaiting) return &ruling.passage;
    if (ruling.end && ruling.end->passage.state == kWaiting) return &ruling.end->passage;
    return failure(Kind::Refused, "legal.error.nothing-waits", {{"number", ruling.paper.number}});
}

Result<void> may_decide(audit::Act const& act, Passage const& passage, bool confirm)
{
    bool const own = passage.entered_by == act.actor.name;
    if (!confirm && own && act.actor.may(Permission::WriteLaw)) return {};
    if (!act.actor.may(Permission::ActivateLaw)) return denied();
    if (own) return failure(Kind::Refused, "legal.error.second-person");
    return {};
}

law::TypedValue tidied(law::TypedValue typed)
{
    for (auto* text : {&typed.percent, &typed.base, &typed.span, &typed.years, &typed.authority,
                       &typed.originals})
        *text = tidy(*text);
    return typed;
}

// What the paper gives to a parameter, where it gives anything.
std::string value_in(storage::Transaction& tx,
                     RecordRuling const& command,
                     Date today,
                     Reader& reader)
{
    auto const typed = tidied(command.value);
    if (typed.empty()) return "";
    if (command.holds == "0") {
        reader.problem("law.value.not-holding", "holds");
        return "";
    }
    auto const parameters = unsettled_parameters(tx, today);
    auto const what = law::valued_by(parameters, tidy(command.point));
    auto const value = law::read_value(parameters, what, typed);
    if (value) return law::line_of(*value);
    for (auto const& each : value.error().problems) reader.problem(each.key, each.field, each.args);
    return "";
}

// The law really leaves the point open there; what is wrong stands at the form's own fields.
Result<void> check_fits(storage::Transaction& tx, Ruling const& ruling, Date today)
{
    auto checked = law::check(
        *unsettled_book(tx, today), unsettled_parameters(tx, today), ruling.for_engine());
    if (checked) return {};
    auto error = checked.error();
    for (auto& problem : error.problems) {
        if (problem.field == "to") problem.field = "received_to";
        if (problem.field == "award") problem.field = "point";
    }
    return error;
}

}  // namespace

std::string Ruling::state_on(Date today) const
{
    if (passage.state != kStanding) return passage.state;
    if (covers_to().value_or(kForever) < today) return "ended";
    return end && end->passage.state == kWaiting ? "ending" : std::string{kStanding};
}

law::Ruling Ruling::for_engine() const
{
    return {.id = ref,
            .number = paper.number,
            .date = paper.dated,
            .signer = paper.signer,
            .award = award,
            .point = point,
            .regimes = regimes,
            .from = received_from,
            .to = covers_to().value_or(kForever),
            .holds = holds,
            .value = value};
}

std::optional<Date> Ruling::covers_to() const
{
    if (!end || end->passage.state != kStanding) return received_to;
    auto const last = end->stops_on.plus_days(-1);
    return received_to ? std::min(*received_to, last) : last;
}

bool Ruling::covers(Date received) const
{
    return received_from <= received && received <= covers_to().value_or(kForever);
}

bool Ruling::reaches(std::string_view unit_path) const
{
    return units.empty() || std::any_of(units.begin(), units.end(), [&](UnitPart const& unit) {
               return access::covers(unit.path, unit_path);
           });
}

std::optional<Ruling> contradicted_by(std::vector<Ruling> const& others, Ruling const& ruling)
{
    for (auto const& other : others) {
        if (other.id == ruling.id || other.passage.state == kRejected) continue;
        if (other.point != ruling.point) continue;
        if (other.holds == ruling.holds && other.value == ruling.value) continue;
        if (share_award(ruling, other) && share_regime(ruling, other) &&
            share_unit(ruling, other) && overlap_in_time(ruling, other)) {
            return other;
        }
    }
    return std::nullopt;
}

Result<std::string> record_ruling(audit::Act& act, RecordRuling const& command)
{
    if (!act.actor.may(Permission::WriteLaw)) return denied();
    Reader reader;
    Ruling ruling;
    ruling.ref = random_token(10);
    ruling.award = tidy(command.award);
    ruling.point = reader.text(command.point, "point");
    ruling.regimes = command.regimes;
    ruling.units = units_named(act.tx, command.units, reader);
    ruling.received_from = reader.day(command.received_from, "received_from");
    ruling.received_to = reader.maybe_day(command.received_to, "received_to");
    if (ruling.received_to && *ruling.received_to < ruling.received_from)
        reader.problem("legal.error.ends-before", "received_to");
    if (command.holds != "0" && command.holds != "1")
        reader.problem("legal.error.holds", "holds");
    ruling.holds = command.holds == "1";
    ruling.reason = reader.text(command.reason, "reason");
    ruling.value = value_in(act.tx, command, act.today(), reader);
    ruling.paper = reader.paper(command.paper, act.today());
    TD_CHECK(reader.check());
    TD_CHECK(check_fits(act.tx, ruling, act.today()));
    if (auto const other = contradicted_by(rulings(act.tx), ruling)) return contradiction(*other);

    ruling.passage = {std::string{kWaiting}, act.actor.name, act.now};
    insert_ruling(act.tx, ruling);
    TD_TRY(files::store(act,
                        {.owner = owner_of(ruling.ref), .name = command.paper.scan->name},
                        command.paper.scan->bytes));
    auto after = audited(ruling);
    after["reason"] = ruling.reason;
    leave_line(act, "legal.ruling.record", ruling, after);
    ask_second_person(act, ruling, ruling.paper, "legal.task.ruling");
    return ruling.ref;
}

Result<void> end_ruling(audit::Act& act, EndRuling const& command)
{
    if (!act.actor.may(Permission::WriteLaw)) return denied();
    auto ruling = TD_TRY(fresh_ruling(act, command.ref, command.version));
    if (ruling.passage.state != kStanding || ruling.end)
        return failure(Kind::Refused, "legal.error.cannot-end", {{"number", ruling.paper.number}});
    Reader reader;
    RulingEnd end;
    end.ref = random_token(10);
    end.stops_on = reader.day(command.stops_on, "stops_on");
    end.reason = reader.text(command.reason, "reason");
    end.paper = reader.paper(command.paper, act.today());
    TD_CHECK(reader.check());
    end.passage = {std::string{kWaiting}, act.actor.name, act.now};
    insert_end(act.tx, ruling.id, end);
    touch(act.tx, ruling);
    TD_TRY(files::store(act,
                        {.owner = owner_of(end.ref), .name = command.paper.scan->name},
                        command.paper.scan->bytes));
    leave_line(act, "legal.ruling.end", ruling, audited(end));
    ask_second_person(act, ruling, end.paper, "legal.task.ruling-end");
    return {};
}

Result<void> decide_ruling(audit::Act& act, DecideRuling const& command)
{
    if (!act.actor.may(Permission::ActivateLaw) && !act.actor.may(Permission::WriteLaw))
        return denied();
    auto ruling = TD_TRY(fresh_ruling(act, command.ref, command.version));
    auto* passage = TD_TRY(waiting_passage(ruling));
    bool const ends = passage != &ruling.passage;
    TD_CHECK(may_decide(act, *passage, command.confirm));
    auto const reason = tidy(command.reason);
    if (!command.confirm && reason.empty())
        return bad_input("legal.error.required", {}, "decided_reason");
    if (command.confirm && !ends) {
        if (auto const other = contradicted_by(rulings(act.tx), ruling))
            return contradiction(*other);
    }
    passage->state = command.confirm ? kStanding : kRejected;
    passage->decided_by = act.actor.name;
    passage->decided_at = act.now;
    passage->decided_reason = reason;
    ends ? update_end(act.tx, ruling) : update_passage(act.tx, ruling);

    auto after = ends ? audited(*ruling.end) : audited(ruling);
    auto const* what = ends ? (command.confirm ? "legal.ruling.end-confirm" : "legal.ruling.end-reject")
                            : (command.confirm ? "legal.ruling.confirm" : "legal.ruling.reject");
    if (command.confirm) {
        after["ruling"] = ruling.ref;
        audit::publish(act, what, after);
        audit::bump(act.tx, "law");
    } else {
        after["decided_reason"] = reason;
    }
    leave_line(act, what, ruling, after);
    inbox::complete(act, task_of(ruling.ref));
    return {};
}

std::vector<files::File> scans_of(storage::Transaction& tx,
                                  access::Actor const& actor,
                                  Ruling const& ruling)
{
    auto scans = files::files_of(tx, actor, owner_of(ruling.ref));
    if (ruling.end) {
        auto more = files::files_of(tx, actor, owner_of(ruling.end->ref));
        scans.insert(scans.end(), more.begin(), more.end());
    }
    return scans;
}

std::optional<files::File> find_scan(storage::Transaction& tx,
                                     access::Actor const& actor,
                                     Ruling const& ruling,
                                     std::string_view file_ref)
{
    auto file = files::find_file(tx, actor, owner_of(ruling.ref), file_ref);
    if (!file && ruling.end) file = files::find_file(tx, actor, owner_of(ruling.end->ref), file_ref);
    return file;
}

}  // namespace thidua::legal
