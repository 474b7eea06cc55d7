// What leaders asked for this year: a resolution of the year, directions with tasks answered, late
// and open.
#include "demo/cast.h"

#include "programme/directives.h"

namespace thidua::demo {

namespace {

struct Task {
    std::vector<std::string> units;
    int item;
    char const* content;
    Date due;
    std::vector<std::pair<char const*, Date>> answered;  // Which unit, when.
};

// One directive of the leader, and what the units make of it.
class Directive {
public:
    Directive(Cast& cast, programme::EnterDirective command)
        : cast_(cast), units_(command.addressees), begun_(command.dated)
    {
        command.owner = "BAN";
        ref_ = cast_.on(begun_, kLeader, [&](audit::Act& act) {
            return programme::enter_directive(act, command);
        });
    }

    void acknowledged(Date on, std::string const& but = "")
    {
        for (auto const& unit : units_) {
            if (unit == but) continue;
            cast_.on(on, clerk_of(unit), [&](audit::Act& act) {
                return programme::acknowledge(act, {ref_, unit});
            });
        }
    }

    void give(Task const& task)
    {
        cast_.on(begun_.plus_days(1), kLeader, [&](audit::Act& act) {
            auto const version = cast_.version("directive", ref_);
            return programme::give_tasks(
                act, {ref_, task.units, task.item, task.content, task.due, version});
        });
        for (auto const& [unit, on] : task.answered) answer(task.content, unit, on);
    }

private:
    void answer(std::string const& content, std::string const& unit, Date on)
    {
        cast_.on(on, clerk_of(unit), [&](audit::Act& act) -> Result<void> {
            auto const directive = programme::find_directive(act.tx, act.actor, ref_);
            for (auto const& task : programme::tasks_of(act.tx, act.actor, directive.value())) {
                if (task.unit_code != unit || task.content != content) continue;
                return programme::answer_task(
                    act, {task.ref, "Đã hoàn thành, kết quả báo cáo kèm theo.", {}, task.version});
            }
            return {};
        });
    }

    Cast& cast_;
    std::vector<std::string> units_;
    Date begun_;
    std::string ref_;
};

void give_year(Cast& cast)
{
    std::vector<std::string> all;
    for (int block = 1; block <= 4; ++block) {
        for (auto& unit : units_of(cast.world(), block)) all.push_back(std::move(unit));
    }
    programme::EnterDirective command;
    command.kind = "resolution";
    command.number = kResolution;
    command.issuer = "Đảng ủy Ban";
    command.title = "Nghị quyết về nhiệm vụ năm 2025 của Ban";
    command.dated = day(1, 6);
    command.items = {"Bảo đảm hoạt động thông suốt, an toàn trong mọi tình huống",
                     "Hoàn thành chỉ tiêu chủ yếu của năm, đúng hạn, đúng chất lượng",
                     "Chuyển đổi số: số hóa hồ sơ lưu trữ, bỏ giấy trong quy trình nội bộ",
                     "Chăm lo đời sống cán bộ, nhân viên ở đơn vị xa trung tâm"};
    command.addressees = all;
    command.for_all = true;
    Directive{cast, command}.acknowledged(day(1, 10), "D406");
}

void give_safety(Cast& cast)
{
    programme::EnterDirective command;
    command.kind = "direction";
    command.number = "05/CĐ-BVD";
    command.issuer = "Trưởng ban";
    command.title = "Chỉ đạo bảo đảm an toàn trong mùa mưa bão";
    command.dated = day(5, 12);
    command.items = {"Rà soát kho tàng, trạm, đường truyền", "Lập phương án ứng phó tại chỗ"};
    command.addressees = units_of(cast.world(), 3);
    Directive directive{cast, command};
    directive.acknowledged(day(5, 14));
    directive.give({{"D301", "D302", "D303"},
                    1,
                    "Báo cáo kết quả rà soát",
                    day(6, 6),
                    {{"D301", day(6, 3)}, {"D302", day(6, 5)}, {"D303", day(6, 12)}}});
}

void give_year_end(Cast& cast)
{
    programme::EnterDirective command;
    command.kind = "direction";
    command.number = "11/CĐ-BVD";
    command.issuer = "Trưởng ban";
    command.title = "Chỉ đạo chuẩn bị tổng kết phong trào thi đua năm 2025";
    command.dated = day(11, 10);
    command.items = {"Rà soát số liệu, minh chứng của bảng điểm",
                     "Chọn điển hình để giới thiệu tại hội nghị tổng kết"};
    command.addressees = units_of(cast.world(), 2);
    Directive directive{cast, command};
    directive.acknowledged(day(11, 12), "D208");
    directive.give({{"D201", "D202", "D204"},
                    1,
                    "Đối chiếu số liệu sáng kiến với quyết định công nhận",
                    day(11, 25),
                    {{"D201", day(11, 21)}, {"D202", day(11, 24)}}});
    directive.give({{"D203"}, 2, "Chuẩn bị tham luận về điển hình", day(12, 12), {}});
}

}  // namespace

void direct_units(Cast& cast)
{
    give_year(cast);
    give_safety(cast);
    give_year_end(cast);
}

}  // namespace thidua::demo
