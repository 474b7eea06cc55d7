// The small tree of units, its planning office, and the programme of 2026 with one task.
#pragma once

#include "organisation/testing/world.h"
#include "programme/programme.h"

namespace thidua::programme::testing {

using access::Permission;
using organisation::testing::day;
using organisation::testing::problem;

class ProgrammeTest : public organisation::testing::WorldTest {
protected:
    // Today is 2026-06-01.
    std::string draft(CreateProgramme command = {.owner = "BAN",
                                                 .year = 2026,
                                                 .theme = "Đoàn kết, sáng tạo"})
    {
        auto const made =
            as(office_, [&](audit::Act& act) { return create_programme(act, command); });
        EXPECT_TRUE(made) << problem(made);
        auto const task = as(office_, [&](audit::Act& act) {
            return put_task(act,
                            {.programme = *made,
                             .content = "Tổ chức ký giao ước",
                             .unit = command.owner == "BAN" ? "K101" : command.owner,
                             .due = day("2026-03-31")});
        });
        EXPECT_TRUE(task) << problem(task);
        return *made;
    }
    Programme programme(std::string_view ref)
    {
        return read([&](auto& tx) { return find_programme(tx, office_, ref).value(); });
    }
    Result<void> set(std::string const& ref,
                     WindowKind kind,
                     std::string_view opens,
                     std::string_view last_day,
                     std::string const& reason = "")
    {
        SetWindow const command{
            ref, kind, day(opens), day(last_day), reason, programme(ref).version};
        return as(office_, [&](audit::Act& act) { return set_window(act, command); });
    }
    Result<void> extend(std::string const& ref,
                        WindowKind kind,
                        std::string_view last_day,
                        std::string const& unit = "",
                        std::string const& reason = "Đơn vị đi diễn tập")
    {
        ExtendWindow const command{
            ref, kind, day(last_day), unit, reason, programme(ref).version};
        return as(office_, [&](audit::Act& act) { return extend_window(act, command); });
    }
    Result<void> issue(std::string const& ref)
    {
        IssueProgramme const command{
            ref, "05/KH-HĐTĐKT", "Trưởng ban", day("2026-01-05"), programme(ref).version};
        return as(office_, [&](audit::Act& act) { return issue_programme(act, command); });
    }
    std::string issued()
    {
        auto const ref = draft();
        EXPECT_TRUE(set(ref, WindowKind::Registration, "2026-02-01", "2026-06-30"));
        EXPECT_TRUE(issue(ref));
        return ref;
    }
    std::optional<Window> window(WindowKind kind, int year, std::string_view code)
    {
        auto const id = unit(code).id;
        return read([&](auto& tx) { return find_window(tx, kind, year, id); });
    }
    void move_to(std::string_view iso) { now_ = Instant{start_of(day(iso)).seconds + 3600}; }

    access::Actor const office_ = [] {
        auto actor = actor_over("/",
                                {Permission::PlanYear,
                                 Permission::ReadMovements,
                                 Permission::ReadOrganisation,
                                 Permission::WriteRegistrations,
                                 Permission::WriteMovements});
        actor.name = "office";
        return actor;
    }();
    access::Actor const clerk_ = [] {
        auto actor = actor_over("/BAN/K101/",
                                {Permission::ReadMovements,
                                 Permission::ReadOrganisation,
                                 Permission::WriteMovements,
                                 Permission::WriteRegistrations});
        actor.account = 8;
        return actor;
    }();
};

}  // namespace thidua::programme::testing
