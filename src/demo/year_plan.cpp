// The Board's programme of 2025 with its windows and tasks, and that of the school year.
#include "demo/cast.h"

#include "programme/paper.h"
#include "programme/programme.h"

namespace thidua::demo {

namespace {

using programme::WindowKind;

struct PlannedWindow {
    WindowKind kind;
    Date opens, last_day;
};

struct PlannedTask {
    char const* content;
    char const* unit;
    Date due;
    std::optional<Date> done_on;
};

// Plans one programme step by step, as its form does.
class Plan {
public:
    Plan(Cast& cast, Date begun, programme::CreateProgramme const& command)
        : cast_(cast), begun_(begun)
    {
        ref_ = cast_.on(begun_, kOffice, [&](audit::Act& act) {
            return programme::create_programme(act, command);
        });
    }

    void open(PlannedWindow const& window)
    {
        cast_.on(begun_, kOffice, [&](audit::Act& act) {
            return programme::set_window(
                act, {ref_, window.kind, window.opens, window.last_day, "", version()});
        });
    }

    void add(PlannedTask const& task)
    {
        auto const ref = cast_.on(begun_, kOffice, [&](audit::Act& act) {
            return programme::put_task(act, {ref_, "", task.content, task.unit, task.due, "", 0});
        });
        if (task.done_on) done_.emplace_back(ref, *task.done_on);
    }

    void issue(std::string const& number, Date dated)
    {
        cast_.on(dated, kOffice, [&](audit::Act& act) {
            return programme::issue_programme(act, {ref_, number, "Trưởng ban", dated, version()});
        });
        for (auto const& [ref, on] : done_) {
            cast_.on(on, kOffice, [&](audit::Act& act) {
                auto const task = programme::find_task(act.tx, ref).value();
                return programme::finish_task(act, {ref, on, "", task.version});
            });
        }
    }

    void extend(Date on, WindowKind kind, Date last_day, std::string const& reason)
    {
        cast_.on(on, kOffice, [&](audit::Act& act) {
            return programme::extend_window(act, {ref_, kind, last_day, "", reason, version()});
        });
    }

private:
    std::int64_t version()
    {
        return cast_.version("programme", ref_);
    }

    Cast& cast_;
    Date begun_;
    std::string ref_;
    std::vector<std::pair<std::string, Date>> done_;
};

void open_windows(Plan& plan, int year)
{
    auto const on = [&](int month, int number) { return day(month, number, year); };
    for (auto const& window : {PlannedWindow{WindowKind::Registration, on(2, 1), on(3, 15)},
                               {WindowKind::Covenant, on(3, 1), on(4, 5)},
                               {WindowKind::MidYear, on(6, 15), on(7, 15)},
                               {WindowKind::SelfScore, on(10, 15), on(10, 31)},
                               {WindowKind::CrossScore, on(11, 1), on(11, 10)},
                               {WindowKind::YearEnd, on(11, 10), on(11, 30)},
                               {WindowKind::Dossiers, on(11, 20), on(12, 20)}})
        plan.open(window);
}

void plan_calendar_year(Cast& cast)
{
    Plan plan{cast,
              day(1, 3),
              {.owner = "BAN",
               .year = 2025,
               .theme = "Đoàn kết, kỷ cương, sáng tạo, an toàn",
               .grounds = "Kế hoạch công tác năm 2025 của Ban\nQuy chế thi đua, khen thưởng của Ban",
               .content = "Phát động, đăng ký và ký giao ước thi đua trong quý I\n"
                          "Sơ kết sáu tháng; kiểm tra các khối thi đua\n"
                          "Tự chấm, chấm chéo, bình xét và tổng kết trong quý IV"}};
    open_windows(plan, kYear);
    for (auto const& task :
         {PlannedTask{"Hướng dẫn đăng ký thi đua và ký giao ước", "D101", day(2, 10), day(2, 7)},
          {"Bồi dưỡng nghiệp vụ thi đua cho trợ lý các đơn vị", "D205", day(4, 25), day(4, 18)},
          {"Kiểm tra công tác thi đua tại các khối", "D108", day(8, 29), day(9, 5)},
          {"Giới thiệu điển hình tiên tiến trên Tạp chí", "D203", day(10, 31), day(10, 30)},
          {"Chuẩn bị Hội nghị tổng kết phong trào thi đua", "D101", day(12, 26), std::nullopt},
          {"Dự thảo chương trình thi đua năm 2026", "D104", day(12, 19), std::nullopt}})
        plan.add(task);
    plan.issue("02/KH-BVD", day(1, 10));
    plan.extend(day(3, 12),
                WindowKind::Registration,
                day(3, 20),
                "Các đơn vị ở xa nhận biểu mẫu chậm");
}

void plan_calendar_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    auto const on = [](int month, int number) { return day(month, number, kBefore); };
    Plan plan{cast,
              on(1, 4),
              {.owner = "BAN",
               .year = kBefore,
               .theme = "Đoàn kết, sáng tạo, an toàn, về đích",
               .grounds = "Kế hoạch công tác năm 2024 của Ban",
               .content = "Phát động, đăng ký và ký giao ước thi đua trong quý I\n"
                          "Sơ kết sáu tháng, tổng kết trong quý IV"}};
    open_windows(plan, kBefore);
    plan.add({"Hướng dẫn đăng ký thi đua và ký giao ước", "D101", on(2, 9), on(2, 6)});
    plan.add({"Kiểm tra công tác thi đua tại các khối", "D108", on(8, 30), on(8, 23)});
    plan.add({"Tổng kết phong trào thi đua", "D101", on(12, 27), on(12, 26)});
    plan.issue("03/KH-BVD", on(1, 12));
}

void plan_next_school_year(Cast& cast)
{
    Plan plan{cast,
              day(8, 4),
              {.owner = "BAN",
               .year = 2025,
               .calendar = std::string{programme::kSchoolYear},
               .theme = "Dạy tốt, học tốt, rèn nghiêm",
               .grounds = "Kế hoạch năm học 2025-2026",
               .content = "Đăng ký đầu năm học, sơ kết học kỳ I, tổng kết cuối năm học",
               .units = {"D201", "D205", "D207"}}};
    plan.open({WindowKind::Registration, day(9, 1), day(9, 30)});
    plan.open({WindowKind::MidYear, make_date(2026, 1, 5).value(), make_date(2026, 1, 30).value()});
    plan.open({WindowKind::YearEnd, make_date(2026, 6, 15).value(), make_date(2026, 7, 15).value()});
    plan.add({"Tổng hợp đăng ký thi đua năm học", "D201", day(10, 10), day(10, 9)});
    plan.issue("18/KH-BVD", day(8, 20));
}

// A window's work of units without a sheet or figures of their own in the sample.
struct Reported {
    WindowKind kind;
    int year;
    Date on;
    int told = 0;  // A block whose own papers tell it; 0: none.
};

void report(Cast& cast, Reported const& reported)
{
    for (auto const& unit : cast.world().units) {
        if (unit.block == 0 || unit.to || unit.block == reported.told) continue;
        cast.on(reported.on, clerk_of(unit.code), [&](audit::Act& act) -> Result<void> {
            programme::window_done(act, reported.kind, reported.year, unit.id);
            return {};
        });
    }
}

}  // namespace

void plan_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    cast.on(day(1, 3, kBefore), kOffice, [](audit::Act& act) {
        return programme::set_place(act, "Hà Nội");
    });
    plan_calendar_year_before(cast);
    for (auto const& reported :
         {Reported{WindowKind::Registration, kBefore, day(3, 12, kBefore), 2},
          {WindowKind::Covenant, kBefore, day(3, 29, kBefore), 2},
          {WindowKind::MidYear, kBefore, day(7, 10, kBefore), 2},
          {WindowKind::SelfScore, kBefore, day(10, 30, kBefore), 2},
          {WindowKind::CrossScore, kBefore, day(11, 8, kBefore), 2},
          {WindowKind::YearEnd, kBefore, day(11, 26, kBefore), 2},
          {WindowKind::Dossiers, kBefore, day(12, 16, kBefore)}})
        report(cast, reported);
}

void plan_year(Cast& cast) { plan_calendar_year(cast); }

void report_year(Cast& cast)
{
    report(cast, {WindowKind::SelfScore, kYear, day(10, 29), 2});
    report(cast, {WindowKind::CrossScore, kYear, day(11, 7), 2});
    plan_next_school_year(cast);
}

}  // namespace thidua::demo
