#include "eligibility/pages.h"

#include "eligibility/holdings.h"
#include "eligibility/page_parts.h"
#include "organisation/lookup.h"

namespace thidua::eligibility {

namespace json = boost::json;

Result<AskedTime> read_time(http::Context const& ctx, Declared const& declared)
{
    AskedTime asked;
    auto const year = ctx.query().text("year");
    asked.year = static_cast<int>(ctx.query().integer("year").value_or(0));
    if (year.empty()) asked.year = declared.newest(Source::Awards, ctx.today().year());
    if (asked.year < 1900 || asked.year > 2100)
        return bad_input("eligibility.bad-year", {{"year", year}}, "year");
    asked.received = *make_date(asked.year, 12, 31);
    auto const received = ctx.query().text("received");
    if (received.empty()) return asked;
    auto const day = parse_date(received);
    if (!day) return bad_input("eligibility.bad-day", {{"day", received}}, "received");
    asked.received = *day;
    return asked;
}

Result<std::string> read_award(http::Context const& ctx)
{
    auto code = ctx.query().text("award");
    if (!code.empty() && !law::built_in().awards.contains(code))
        return bad_input("eligibility.unknown-award", {{"award", code}}, "award");
    return code;
}

Result<std::string> read_unit_path(http::Context const& ctx, storage::Transaction& tx)
{
    auto const code = ctx.query().text("unit");
    if (code.empty()) return std::string{};
    auto const unit = organisation::find_unit(tx, ctx.actor, code);
    if (!unit) return bad_input("eligibility.unknown-unit", {{"code", code}}, "unit");
    return unit->path;
}

Result<Gathered> read_subject(storage::Transaction& tx,
                              http::Context const& ctx,
                              std::string const& code)
{
    auto gathered = gather(tx, ctx.actor, code);
    if (!gathered) return bad_input("eligibility.unknown-subject", {{"code", code}}, "subject");
    return gathered;
}

json::array award_choices(std::optional<law::Subject> subject)
{
    json::array choices;
    auto const& book = law::built_in();
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        if (subject == law::Subject::Person && !award.for_persons) continue;
        if (subject == law::Subject::Unit && !award.for_units) continue;
        choices.push_back(
            {{"code", award.code}, {"name", {{"vi", award.name_vi}, {"en", award.name_en}}}});
    }
    return choices;
}

json::object subject_document(Record const& record)
{
    bool const person = record.subject == law::Subject::Person;
    return {{"subject", record.code},
            {"subject_name", record.name},
            {"subject_kind", person ? "person" : "unit"},
            {"subject_href", (person ? "/persons/" : "/units/") + record.code},
            {"unit", record.unit},
            {"unit_name", record.unit_name}};
}

void add_pages(http::Router& routes) { add_pages_with(routes, std::make_shared<Cache>()); }

void add_pages_with(http::Router& routes, std::shared_ptr<Cache> cache)
{
    add_subject_pages(routes);
    add_what_if_pages(routes);
    add_sweep_pages(routes, std::move(cache));
}

}  // namespace thidua::eligibility
