#include "covenant/tasks.h"

#include "covenant/editions.h"
#include "http/request.h"
#include "inbox/inbox.h"
#include "programme/window_tasks.h"

namespace thidua::covenant {

namespace {

std::string key_of(Covenant const& covenant, std::string_view what, std::int64_t unit_id)
{
    return "covenant:" + covenant.ref + ':' + std::string{what} + ':' + std::to_string(unit_id);
}

std::string signing_key(Covenant const& covenant, Edition const& edition, std::int64_t unit_id)
{
    return key_of(covenant, "sign-" + std::to_string(edition.number), unit_id);
}

Args words_of(Covenant const& covenant, std::string const& unit)
{
    return {{"block", covenant.block_name}, {"year", shown_year(covenant)}, {"unit", unit}};
}

std::string page_of(Covenant const& covenant, std::string_view page, std::string const& unit)
{
    return "/covenants/" + covenant.ref + '/' + std::string{page} +
           "?unit=" + http::percent_encode(unit);
}

programme::WindowKind window_of(Period period)
{
    return period == Period::MidYear ? programme::WindowKind::MidYear
                                     : programme::WindowKind::YearEnd;
}

}  // namespace

void ask_for_opinion(Act& act, Covenant const& covenant, Member const& member)
{
    inbox::assign(act,
                  {.to = {.permission = Permission::SignForUnit, .unit_path = member.path},
                   .dedup = key_of(covenant, "opinion", member.id),
                   .sentence = "covenant.task.opinion",
                   .args = words_of(covenant, member.name),
                   .link = page_of(covenant, "opinion", member.code)});
}

void opinion_given(Act& act, Covenant const& covenant, Member const& member)
{
    inbox::complete(act, key_of(covenant, "opinion", member.id));
}

void ask_to_sign(Act& act, Covenant const& covenant, Edition const& edition, Member const& member)
{
    auto const kind = programme::WindowKind::Covenant;
    auto const window = programme::find_window(act.tx, kind, covenant.year, member.id);
    inbox::assign(act,
                  {.to = {.permission = Permission::SignForUnit, .unit_path = member.path},
                   .dedup = signing_key(covenant, edition, member.id),
                   .sentence = "covenant.task.sign",
                   .args = words_of(covenant, member.name),
                   .link = page_of(covenant, "sign", member.code),
                   .deadline = window ? std::optional{window->last_day} : edition.last_day});
    programme::window_work_given(
        act, kind, covenant.year, member.id, signing_key(covenant, edition, member.id));
}

void signing_settled(Act& act,
                     Covenant const& covenant,
                     Edition const& edition,
                     std::int64_t unit_id)
{
    inbox::complete(act, signing_key(covenant, edition, unit_id));
}

void tell_of_refusal(Act& act, Covenant const& covenant, Member const& member)
{
    auto const key = key_of(covenant, "refused", member.id);
    inbox::Message notice{.to = {.permission = Permission::PlanYear, .unit_path = covenant.scope},
                          .dedup = key + ":office",
                          .sentence = "covenant.notice.refused",
                          .args = words_of(covenant, member.name),
                          .link = "/covenants/" + covenant.ref + "/signatures"};
    inbox::notify(act, notice);
    for (auto const& each : covenant.members) {
        if (each.role != "head") continue;
        notice.to = {.permission = Permission::LeadBlock, .unit_path = each.path};
        notice.dedup = key + ":head";
        inbox::notify(act, notice);
    }
}

void tell_of_correction(Act& act, Covenant const& covenant, Period period, Member const& member)
{
    auto args = words_of(covenant, member.name);
    args.emplace_back("period", std::string{name_of(period)});
    inbox::notify(act,
                  {.to = {.permission = Permission::WriteScores, .unit_path = member.path},
                   .dedup = key_of(covenant, "corrected-" + std::string{name_of(period)}, member.id),
                   .sentence = "covenant.notice.corrected",
                   .args = std::move(args),
                   .link = page_of(covenant, "report", member.code) +
                           "&period=" + std::string{name_of(period)}});
}

void ask_for_results(Act& act, Covenant const& covenant, Period period, Member const& member)
{
    auto const kind = window_of(period);
    auto const window = programme::find_window(act.tx, kind, covenant.year, member.id);
    auto const key = key_of(covenant, name_of(period), member.id);
    inbox::assign(act,
                  {.to = {.permission = Permission::WriteScores, .unit_path = member.path},
                   .dedup = key,
                   .sentence = "covenant.task." + std::string{name_of(period)},
                   .args = words_of(covenant, member.name),
                   .link = page_of(covenant, "report", member.code) +
                           "&period=" + std::string{name_of(period)},
                   .deadline = window ? std::optional{window->last_day} : std::nullopt});
    programme::window_work_given(act, kind, covenant.year, member.id, key);
}

void ask_for_results(Act& act, Covenant const& covenant, Period period)
{
    for (auto const& member : covenant.members) ask_for_results(act, covenant, period, member);
}

void results_given(Act& act, Covenant const& covenant, Period period, std::int64_t unit_id)
{
    inbox::complete(act, key_of(covenant, name_of(period), unit_id));
    programme::window_done(act, window_of(period), covenant.year, unit_id);
}

void results_settled(Act& act, Covenant const& covenant, Period period)
{
    for (auto const& member : covenant.members)
        inbox::complete(act, key_of(covenant, name_of(period), member.id));
}

}  // namespace thidua::covenant
