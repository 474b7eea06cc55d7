#include "web/pages.h"

#include "block/pages.h"
#include "calendar/pages.h"
#include "covenant/pages.h"
#include "eligibility/law_change.h"
#include "eligibility/pages.h"
#include "identity/pages.h"
#include "identity/roles.h"
#include "inbox/pages.h"
#include "jobs/pages.h"
#include "legal/pages.h"
#include "meeting/pages.h"
#include "movement/pages.h"
#include "organisation/pages.h"
#include "programme/pages.h"
#include "register/import_pages.h"
#include "register/pages.h"
#include "register/search_pages.h"
#include "report/pages.h"
#include "rotation/pages.h"
#include "voting/pages.h"
#include "web/guide.h"
#include "web/meeting_votes.h"
#include "web/pack.h"
#include "web/wiring.h"

#include <algorithm>
#include <vector>

namespace thidua::web {

namespace {

std::string door_text(http::Route const& route)
{
    switch (route.door) {
    case http::Door::Public: return "public";
    case http::Door::SignedIn: return "signed in";
    case http::Door::Permission: return std::string{access::name_of(route.permission)};
    }
    return {};
}

std::string roles_text(http::Route const& route)
{
    if (route.door == http::Door::Public) return "everyone";
    if (route.door == http::Door::SignedIn) return "every account";
    std::string names;
    for (auto const& role : identity::roles()) {
        auto const& held = role.permissions;
        if (std::find(held.begin(), held.end(), route.permission) == held.end()) continue;
        names += names.empty() ? "" : ", ";
        names += role.code;
    }
    return names;
}

}  // namespace

http::Router all_pages(identity::Options const& options, std::shared_ptr<eligibility::Cache> sweeps)
{
    auto wired = options;
    if (!wired.staff) wired.staff = staff_of;
    http::Router routes;
    inbox::add_pages(routes);
    jobs::add_pages(routes);
    calendar::add_pages(routes);
    identity::add_pages_with(routes, wired);
    organisation::add_pages(routes);
    programme::add_pages(routes);
    meeting::add_pages(routes);
    rotation::add_pages(routes);
    voting::add_pages_with(routes, {.law = vote_shares_of});
    registry::add_pages(routes);
    registry::add_import_pages(routes);
    registry::add_finding_pages(routes);
    covenant::add_pages_with(routes, wired);
    report::add_pages(routes);
    if (sweeps)
        eligibility::add_pages_with(routes, std::move(sweeps));
    else
        eligibility::add_pages(routes);
    legal::add_pages_with(routes, {.differences = eligibility::law_differences});
    movement::add_pages(routes);
    block::add_pages(routes);
    add_meeting_votes(routes);
    add_pack_pages(routes);
    add_guide_pages(routes);
    return routes;
}

std::string access_table(http::Router const& router)
{
    std::vector<std::string> lines;
    for (auto const& route : router.routes()) {
        std::string const method = route->method == http::Method::Get ? "GET" : "POST";
        lines.push_back("| `" + route->pattern + "` | " + method + " | " + door_text(*route) +
                        " | " + roles_text(*route) + " |\n");
    }
    std::sort(lines.begin(), lines.end());
    std::string table = "| route | method | door | roles |\n|---|---|---|---|\n";
    for (auto const& line : lines) table += line;
    return table;
}

}  // namespace thidua::web
