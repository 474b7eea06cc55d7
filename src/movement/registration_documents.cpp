#include "movement/registration_documents.h"

#include "movement/reach.h"
#include "organisation/rows.h"
#include "register/catalogue.h"

namespace thidua::movement {

using organisation::json_of;

namespace {

// Above so many lines the law is not asked on the page: the sweep answers for a whole unit.
constexpr std::size_t kMostJudged = 300;

json::value warning_of(storage::Transaction& tx,
                       http::Context const& ctx,
                       RegisteredLine const& line,
                       int year)
{
    for (auto const* award : {&line.title, &line.form}) {
        if (award->empty()) continue;
        if (auto const why = out_of_reach(tx, ctx.actor, line.code, *award, year, ctx.language))
            return json::value(*why);
    }
    return nullptr;
}

std::string name_in(AwardNames const& names, std::string const& code)
{
    auto const found = names.find(code);
    return found == names.end() ? code : found->second;
}

}  // namespace

std::string year_text(int year, std::string_view calendar)
{
    auto const first = std::to_string(year);
    return calendar == "school" ? first + '-' + std::to_string(year + 1) : first;
}

json::object describe(Registration const& registration)
{
    return {{"ref", registration.ref},
            {"unit", {{"code", registration.unit.code}, {"name", registration.unit.name}}},
            {"year", registration.year},
            {"calendar", registration.calendar},
            {"year_text", year_text(registration.year, registration.calendar)},
            {"state", name_of(registration.state)},
            {"people", registration.people},
            {"submitted_on", json_of(registration.submitted_on)},
            {"submitted_by", registration.submitted_by},
            {"last_day", json_of(registration.last_day)},
            {"late", registration.late},
            {"decided_on", json_of(registration.decided_on)},
            {"decided_by", registration.decided_by},
            {"reason", registration.reason},
            {"version", registration.version}};
}

AwardNames award_names(storage::Transaction& tx, std::string const& language)
{
    AwardNames names;
    for (auto const& type : registry::award_types(tx))
        names[type.code] = language == "en" ? type.name_en : type.name_vi;
    return names;
}

json::array lines_document(storage::Transaction& tx,
                           http::Context const& ctx,
                           Registration const& registration)
{
    auto const names = award_names(tx, ctx.language);
    auto const lines = lines_of(tx, registration);
    bool const judged = lines.size() <= kMostJudged;
    json::array array;
    for (auto const& line : lines) {
        auto document = organisation::subject_display(tx, line.kind, line.subject);
        document["ref"] = line.ref;
        document["title"] = line.title;
        document["title_name"] = name_in(names, line.title);
        document["form"] = line.form;
        document["form_name"] = name_in(names, line.form);
        document["initiative"] = line.initiative;
        document["exemplar"] = line.exemplar;
        document["withdrawn_on"] = json_of(line.withdrawn_on);
        document["withdrawn_reason"] = line.withdrawn_reason;
        document["warning"] = judged && !line.withdrawn_on
                                  ? warning_of(tx, ctx, line, registration.year)
                                  : json::value(nullptr);
        array.push_back(std::move(document));
    }
    return array;
}

json::object counts_of(std::vector<RegisteredLine> const& lines, std::int64_t people)
{
    constexpr std::int64_t kTenths = 1000;
    std::int64_t persons = 0, units = 0, exemplars = 0, initiatives = 0;
    for (auto const& line : lines) {
        if (line.withdrawn_on) continue;
        ++(line.kind == organisation::kPerson ? persons : units);
        if (line.exemplar) ++exemplars;
        if (!line.initiative.empty()) ++initiatives;
    }
    auto const tenths = people == 0 ? 0 : (persons * kTenths + people / 2) / people;
    return {{"persons", persons},
            {"units", units},
            {"exemplars", exemplars},
            {"initiatives", initiatives},
            {"people", people},
            {"percent", std::to_string(tenths / 10) + ',' + std::to_string(tenths % 10)}};
}

std::vector<http::Crumb> crumbs_to(Registration const& registration)
{
    return {{"/registrations", "registration.title"},
            {"/registrations/" + registration.ref,
             "",
             registration.unit.name + ", " + year_text(registration.year, registration.calendar)}};
}

}  // namespace thidua::movement
