// What leaders ask of 2025: a resolution whose items movements carry out, and a direction with a
// task that is still owed.
#include "demo/cast.h"

#include "programme/directives.h"

namespace thidua::demo {

namespace {

constexpr char kOffice[] = "thuongtruc";

Date day(int month, int number) { return make_date(2025, month, number).value(); }

std::string enter(Cast& cast, Date on, programme::EnterDirective const& command)
{
    return cast.on(on, kOffice, [&](audit::Act& act) {
        return programme::enter_directive(act, command);
    });
}

void acknowledge(Cast& cast, Date on, std::string const& ref, std::string const& unit)
{
    cast.on(on, head_of(unit), [&](audit::Act& act) {
        return programme::acknowledge(act, {ref, unit});
    });
}

void pass_resolution(Cast& cast)
{
    auto const units = units_of(cast.world(), 2);
    auto const ref = enter(cast,
                           day(1, 8),
                           {.owner = "BAN",
                            .kind = "resolution",
                            .number = std::string{kResolution},
                            .issuer = "Đảng ủy Ban",
                            .title = "Nhiệm vụ năm 2025 của Ban",
                            .dated = day(1, 6),
                            .items = {"Giữ vững an toàn, bí mật trong mọi nhiệm vụ",
                                      "Hoàn thành các chỉ tiêu chủ yếu của năm, đúng hạn, đúng chất lượng",
                                      "Đẩy mạnh chuyển đổi số, số hóa hồ sơ lưu trữ",
                                      "Chăm lo đời sống cán bộ, nhân viên ở đơn vị xa trung tâm"},
                            .addressees = units,
                            .for_all = true});
    for (auto const& unit : units) {
        if (unit != units.back()) acknowledge(cast, day(1, 10), ref, unit);
    }
}

void direct_safety(Cast& cast)
{
    std::vector<std::string> const units{"D201", "D202", "D303"};
    auto const ref = enter(cast,
                           day(10, 6),
                           {.owner = "BAN",
                            .kind = "direction",
                            .number = "21/CĐ-BVD",
                            .issuer = "Trưởng ban",
                            .title = "Tăng cường kiểm tra an toàn trong quý IV",
                            .dated = day(10, 6),
                            .items = {"Tự kiểm tra thiết bị, kho tàng của đơn vị",
                                      "Khắc phục xong các tồn tại đã nêu trong quý III"},
                            .addressees = units});
    for (auto const& unit : units) acknowledge(cast, day(10, 8), ref, unit);
    cast.on(day(10, 8), kOffice, [&](audit::Act& act) {
        auto const directive = programme::find_directive(act.tx, act.actor, ref).value();
        return programme::give_tasks(act,
                                     {.ref = ref,
                                      .item = 1,
                                      .content = "Tự kiểm tra và báo cáo kết quả",
                                      .due = day(11, 20),
                                      .version = directive.version});
    });
    cast.on(day(11, 14), head_of("D201"), [&](audit::Act& act) {
        auto const directive = programme::find_directive(act.tx, act.actor, ref).value();
        auto const task = programme::tasks_of(act.tx, act.actor, directive).at(0);
        return programme::answer_task(act,
                                      {.task = task.ref,
                                       .answer = "Đã kiểm tra toàn bộ thiết bị; không có tồn tại.",
                                       .version = task.version});
    });
}

}  // namespace

void give_directives(Cast& cast)
{
    pass_resolution(cast);
    direct_safety(cast);
}

}  // namespace thidua::demo
