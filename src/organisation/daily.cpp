#include "organisation/daily.h"

#include "audit/settings.h"
#include "organisation/post.h"

#include <boost/json.hpp>

namespace thidua::organisation {

namespace {

constexpr std::string_view kJob = "organisation.day";
constexpr std::string_view kLastDay = "organisation.last-day";

void ask_for(audit::Act& act, Date day)
{
    jobs::enqueue(act, {.kind = std::string{kJob}, .slot = to_iso(day), .due = start_of(day)}, {});
}

}  // namespace

void begin_day(audit::Act& act)
{
    auto const today = to_iso(act.today());
    auto const last = audit::setting(act.tx, kLastDay).value_or("");
    if (last >= today) return;
    std::vector<std::int64_t> people;
    auto rows = act.tx.query(
        "SELECT DISTINCT person_id FROM post WHERE (from_on > ?1 AND from_on <= ?2) "
        "OR (to_on >= ?1 AND to_on < ?2) ORDER BY person_id",
        {last, today});
    while (rows.next()) people.push_back(rows.integer(0));
    for (auto const person : people) follow_posts(act.tx, person, act.today());
    audit::set_setting(act.tx, kLastDay, today);
}

void add_jobs(jobs::Runner& runner)
{
    runner.add(std::string{kJob}, [](jobs::Work&) -> Result<jobs::Outcome> {
        return jobs::Outcome{.write = [](audit::Act& act) -> Result<boost::json::object> {
            begin_day(act);
            ask_for(act, act.today().plus_days(1));
            return boost::json::object{};
        }};
    });
}

void schedule_days(audit::Act& act) { ask_for(act, act.today()); }

}  // namespace thidua::organisation
