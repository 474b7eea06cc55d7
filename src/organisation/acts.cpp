#include "organisation/acts.h"

namespace thidua::organisation {

namespace json = boost::json;

namespace {

constexpr std::size_t kNamedInRefusals = 10;

Error unknown(std::string_view key, std::string_view code, std::string_view field)
{
    if (field.empty()) return not_found();
    return bad_input(std::string{key}, {{"code", std::string{code}}}, std::string{field});
}

void record(Act& act,
            std::string_view what,
            std::string const& subject,
            std::string_view path,
            json::object const& before,
            json::object const& after)
{
    audit::Line line{.what = what, .subject = subject};
    if (!before.empty()) line.before = &before;
    if (!after.empty()) line.after = &after;
    line.unit_path = path;
    audit::record(act, line);
}

}  // namespace

Result<Unit> unit_for(Act& act,
                      std::string_view code,
                      Permission permission,
                      std::string_view field)
{
    auto unit = find_unit(act.tx, act.actor, code);
    if (!unit) return unknown("organisation.error.unknown-unit", code, field);
    if (!act.actor.may(permission, unit->path)) return denied();
    return *std::move(unit);
}

Result<Person> person_for(Act& act,
                          std::string_view code,
                          Permission permission,
                          std::string_view field)
{
    auto person = find_person(act.tx, act.actor, code);
    if (!person) return unknown("organisation.error.unknown-person", code, field);
    if (!act.actor.may(permission, person->unit_path)) return denied();
    return *std::move(person);
}

Error stale(std::vector<Difference> const& differences)
{
    Error error{.kind = Kind::Conflict};
    for (auto const& difference : differences) {
        if (difference.mine == difference.theirs) continue;
        error.problems.push_back({"organisation.error.changed",
                                  {{"mine", difference.mine}, {"theirs", difference.theirs}},
                                  difference.field});
    }
    if (error.problems.empty()) error.problems.push_back({"error.conflict"});
    return error;
}

void record(Act& act,
            std::string_view what,
            Unit const& unit,
            json::object const& before,
            json::object const& after)
{
    record(act, what, "unit:" + unit.code, unit.path, before, after);
}

void record(Act& act,
            std::string_view what,
            Person const& person,
            json::object const& before,
            json::object const& after)
{
    record(act, what, "person:" + person.code, person.unit_path, before, after);
}

std::string name_some(std::vector<std::string> const& names)
{
    std::string text;
    for (std::size_t i = 0; i < names.size() && i < kNamedInRefusals; ++i) {
        if (i > 0) text += ", ";
        text += names[i];
    }
    if (names.size() > kNamedInRefusals) text += ", …";
    return text;
}

}  // namespace thidua::organisation
