#include "calendar/acts.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::calendar {

namespace {

namespace json = boost::json;

constexpr std::size_t kLongestNote = 200;

std::string subject_of(int year) { return "calendar:" + std::to_string(year); }

json::object fields_of(Holiday const& holiday)
{
    return {{"day", to_iso(holiday.day)},
            {"code", holiday.code},
            {"note", holiday.note},
            {"works", holiday.works}};
}

void insert_day(storage::Transaction& tx, Holiday const& holiday)
{
    tx.execute(
        "INSERT INTO holiday (day, year, code, note, works, state) VALUES (?1, ?2, ?3, ?4, ?5, ?6) "
        "ON CONFLICT (day) DO UPDATE SET code = ?3, note = ?4, works = ?5, state = ?6",
        {to_iso(holiday.day),
         holiday.day.year(),
         holiday.code,
         holiday.note,
         holiday.works ? 1 : 0,
         holiday.state});
}

// The year as the reader saw it, stored from now on; its version goes up by one.
Result<Year> open_year(audit::Act& act, int year, std::int64_t version)
{
    if (!act.actor.may(access::Permission::WriteCalendar)) return denied();
    if (year < kFirstYear || year > kLastYear) return bad_input("calendar.error.year", {}, "year");
    auto found = year_of(act.tx, year);
    if (found.version != version) return failure(Kind::Conflict, "error.conflict");
    if (found.version == 0) {
        act.tx.execute("INSERT INTO holiday_year (year, state, version) VALUES (?1, 'proposed', 0)",
                       {year});
        for (auto const& day : found.days) insert_day(act.tx, day);
    }
    act.tx.execute("UPDATE holiday_year SET version = version + 1 WHERE year = ?1", {year});
    return found;
}

Holiday const* find_day(Year const& year, Date day)
{
    auto const found = std::find_if(
        year.days.begin(), year.days.end(), [&](Holiday const& h) { return h.day == day; });
    return found == year.days.end() ? nullptr : &*found;
}

}  // namespace

Result<void> confirm_year(audit::Act& act, ConfirmYear const& command)
{
    auto const year = TD_TRY(open_year(act, command.year, command.version));
    act.tx.execute("UPDATE holiday SET state = 'confirmed' WHERE year = ?1 AND state = 'proposed'",
                   {year.year});
    act.tx.execute(
        "UPDATE holiday_year SET state = 'confirmed', confirmed_by = ?2, confirmed_at = ?3 WHERE "
        "year = ?1",
        {year.year,
         act.actor.display_name.empty() ? act.actor.name : act.actor.display_name,
         act.now.seconds});
    json::array days;
    for (auto const& day : year.days) days.push_back(fields_of(day));
    json::object const after{{"days", std::move(days)}};
    audit::record(
        act, {.what = "calendar.year.confirm", .subject = subject_of(year.year), .after = &after});
    return {};
}

Result<void> set_day(audit::Act& act, SetDay const& command)
{
    auto const year = TD_TRY(open_year(act, command.day.year(), command.version));
    if (command.note.empty()) return bad_input("error.required", {}, "note");
    if (command.note.size() > kLongestNote) {
        return bad_input("error.too-long", {{"max", std::to_string(kLongestNote)}}, "note");
    }
    if (command.works && !is_weekend(command.day))
        return bad_input("calendar.error.works-on-weekday", {}, "works");
    auto const* const known = find_day(year, command.day);
    Holiday const changed{command.day, "", command.note, command.works, "corrected"};
    insert_day(act.tx, changed);
    auto const before = known == nullptr ? json::object{} : fields_of(*known);
    auto const after = fields_of(changed);
    audit::record(act,
                  {.what = "calendar.day.set",
                   .subject = subject_of(year.year),
                   .before = known == nullptr ? nullptr : &before,
                   .after = &after});
    return {};
}

Result<void> remove_day(audit::Act& act, RemoveDay const& command)
{
    auto const year = TD_TRY(open_year(act, command.day.year(), command.version));
    auto const* const known = find_day(year, command.day);
    if (known == nullptr) return not_found();
    act.tx.execute("DELETE FROM holiday WHERE day = ?1", {to_iso(command.day)});
    auto const before = fields_of(*known);
    audit::record(
        act, {.what = "calendar.day.remove", .subject = subject_of(year.year), .before = &before});
    return {};
}

}  // namespace thidua::calendar
