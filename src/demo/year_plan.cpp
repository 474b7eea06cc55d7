// The Board's programme of 2025 with its windows and tasks, and that of the school year.
#include "demo/cast.h"

#include "programme/programme.h"

namespace thidua::demo {

namespace {

using programme::WindowKind;

constexpr char kOffice[] = "thuongtruc";

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

Date day(int month, int number) { return make_date(2025, month, number).value(); }

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
        return cast_.tx().integer("SELECT version FROM programme WHERE ref = ?1", {ref_}).value();
    }

    Cast& cast_;
    Date begun_;
    std::string ref_;
    std::vector<std::pair<std::string, Date>> done_;
};

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
    for (auto const& window : {PlannedWindow{WindowKind::Registration, day(2, 1), day(3, 15)},
                               {WindowKind::Covenant, day(3, 1), day(4, 5)},
                               {WindowKind::MidYear, day(6, 15), day(7, 15)},
                               {WindowKind::SelfScore, day(10, 15), day(10, 31)},
                               {WindowKind::CrossScore, day(11, 1), day(11, 10)},
                               {WindowKind::YearEnd, day(11, 10), day(11, 30)},
                               {WindowKind::Dossiers, day(11, 20), day(12, 20)}})
        plan.open(window);
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

// Every unit's work of a window is in on `on`, but for one that is late and one that is silent.
void report(Cast& cast, WindowKind kind, Date on, std::string const& late, std::string const& silent)
{
    for (auto const& unit : cast.world().units) {
        if (unit.block == 0 || unit.to || unit.code == silent) continue;
        auto const day = unit.code == late ? on.plus_days(30) : on;
        cast.on(day, clerk_of(unit.code), [&](audit::Act& act) -> Result<void> {
            programme::window_done(act, kind, 2025, unit.id);
            return {};
        });
    }
}

}  // namespace

void plan_year(Cast& cast) { plan_calendar_year(cast); }

// What is reported without a sheet of the sample: half-year figures, the scores of the other blocks.
void report_year(Cast& cast)
{
    report(cast, WindowKind::MidYear, day(7, 10), "D406", "");
    plan_next_school_year(cast);
    report(cast, WindowKind::SelfScore, day(10, 29), "", "");
    report(cast, WindowKind::CrossScore, day(11, 7), "", "");
    report(cast, WindowKind::YearEnd, day(11, 27), "", "D307");
}

}  // namespace thidua::demo
