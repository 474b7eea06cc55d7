#include "programme/paper.h"

#include "audit/settings.h"
#include "base/text.h"
#include "programme/programme_store.h"

#include <boost/json.hpp>

namespace thidua::programme {
namespace {

// A day or a month below three is written with two digits, so that nothing can be put before it.
std::string padded(int number, int below)
{
    auto text = std::to_string(number);
    return number < below ? "0" + text : text;
}

}  // namespace

Result<void> set_place(audit::Act& act, std::string const& place)
{
    auto const top = top_unit(act.tx);
    auto const path = top ? top->path : "/";
    if (!act.actor.may(access::Permission::PlanYear, path)) return denied();
    if (place.empty()) return bad_input("error.required", {}, "place");
    boost::json::object const before{
        {"place", audit::setting(act.tx, kPlaceSetting).value_or("")}};
    audit::set_setting(act.tx, kPlaceSetting, place);
    boost::json::object const after{{"place", place}};
    audit::record(act,
                  {.what = "programme.place",
                   .subject = "setting:office.place",
                   .before = &before,
                   .after = &after,
                   .unit_path = path});
    return {};
}

boost::json::object paper_document(storage::Transaction& tx, PaperHead const& head)
{
    auto const place =
        head.place.empty() ? audit::setting(tx, kPlaceSetting).value_or("") : head.place;
    boost::json::object document{{"superior", head.superior},
                                 {"issuer", head.issuer},
                                 {"unnumbered", !head.numbered},
                                 {"number", head.number},
                                 {"urgency", head.urgency},
                                 {"place", place},
                                 {"day", nullptr},
                                 {"month", nullptr},
                                 {"year", nullptr}};
    if (head.dated) {
        document["day"] = padded(head.dated->day(), 10);
        document["month"] = padded(head.dated->month(), 3);
        document["year"] = std::to_string(head.dated->year());
    }
    return document;
}

boost::json::array grounds_document(std::string_view lines)
{
    boost::json::array list;
    for (auto const line : split(lines, '\n')) {
        auto text = tidy(line);
        while (text.ends_with(';') || text.ends_with(',') || text.ends_with('.')) text.pop_back();
        if (text.empty()) continue;
        bool const begins = search_key(text).starts_with("can cu ");
        list.push_back(boost::json::object{{"text", std::move(text)}, {"begins", begins}});
    }
    return list;
}

PaperHead paper_head(storage::Transaction& tx, organisation::Unit const& issuer)
{
    PaperHead head;
    head.issuer = issuer.name;
    if (issuer.parent_id) {
        if (auto const parent = organisation::unit_by_id(tx, *issuer.parent_id))
            head.superior = parent->name;
    }
    return head;
}

}  // namespace thidua::programme
