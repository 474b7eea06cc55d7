#include "organisation/documents.h"

#include "organisation/rows.h"
#include "terms/vocabulary.h"

#include <algorithm>

namespace thidua::organisation {

namespace {

constexpr std::int64_t kExportLimit = 1'000'000;

}  // namespace

json::object brief(Unit const& unit)
{
    return {{"code", unit.code}, {"name", unit.name}, {"kind", unit.kind}};
}

json::object brief(Person const& person)
{
    return {{"kind", kPerson},
            {"code", person.code},
            {"name", person.full_name},
            {"birth_year", birth_year(person.birth_date)},
            {"unit", person.unit_code},
            {"unit_name", person.unit_name}};
}

json::array brief(std::vector<Kin> const& kin, access::Actor const& actor)
{
    json::array array;
    for (auto const& one : kin) {
        if (!actor.may(access::Permission::ReadOrganisation, one.unit.path)) continue;
        auto object = brief(one.unit);
        object["link"] = one.kind;
        object["on"] = to_iso(one.on);
        object["steps"] = one.steps;
        object["valid_from"] = to_iso(one.unit.valid_from);
        object["valid_to"] = json_of(one.unit.valid_to);
        array.push_back(std::move(object));
    }
    return array;
}

json::array codes_of(std::string_view vocabulary)
{
    json::array codes;
    for (auto const& term : terms::terms_of(vocabulary)) codes.push_back(json::value(term.code));
    return codes;
}

Window::Window(http::Context const& ctx) : limit(kPageSize), offset(0), page(ctx.page_number())
{
    if (ctx.wants_export()) {
        limit = kExportLimit;
        page = 1;
    }
    offset = (page - 1) * std::int64_t{kPageSize};
}

void count_rows(storage::Transaction& tx,
                http::ListPage& list,
                std::string const& from_and_where,
                storage::Params params)
{
    auto const found = tx.integer("SELECT count(*) FROM (SELECT 1 " + from_and_where + " LIMIT " +
                                      std::to_string(kCountLimit + 1) + ") AS counted",
                                  params)
                           .value_or(0);
    list.total = std::min(found, kCountLimit);
    list.more = found > kCountLimit;
}

}  // namespace thidua::organisation
