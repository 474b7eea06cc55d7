// Movements of the year in every stage of their life: one closed, two running, a surge that went
// from order to launch in a day, a draft for the year to come.
#include "demo/movement_course.h"

#include <fmt/format.h>

namespace thidua::demo {

namespace {

using movement::Split;
using movement::Step;

constexpr char kBody[] = "BAN";

// What every movement of the Board says; the rest is filled in by name.
movement::Text text_of(std::string kind, std::string name, Date starts_on, Date ends_on)
{
    movement::Text text;
    text.kind = std::move(kind);
    text.name = std::move(name);
    text.level = "ministry";
    text.reach = "sector";
    text.starts_on = starts_on;
    text.ends_on = ends_on;
    return text;
}

std::vector<std::string> all_units(World const& world)
{
    std::vector<std::string> all;
    for (int block = 1; block <= 4; ++block) {
        for (auto& unit : units_of(world, block)) all.push_back(std::move(unit));
    }
    return all;
}

// Every unit reports its tasks done in time, but for every ninth.
void measure_regular(Cast& cast, MovementCourse& course)
{
    auto const units = all_units(cast.world());
    auto const target = course.add_target(day(2, 5),
                                          {.name = "Nhiệm vụ hoàn thành đúng hạn",
                                           .measure = "%",
                                           .better = "high",
                                           .roll = "mean",
                                           .source = "Phần mềm quản lý nhiệm vụ",
                                           .wanted = "95",
                                           .due_on = day(11, 20)});
    course.spread(day(2, 6), target, units_of(cast.world(), 1), Split::Same, "Còn thiếu ba khối");
    course.spread(day(2, 10), target, units, Split::Same);
    for (auto const& unit : cast.world().units) {
        if (unit.block == 0 || unit.to || unit.id % 9 == 0) continue;
        course.report(day(11, 18), target, unit.code, fmt::format("{}", 89 + unit.strength / 100));
    }
}

void run_regular(Cast& cast)
{
    auto text = text_of("regular",
                        "Thi đua hoàn thành toàn diện nhiệm vụ năm 2025",
                        day(1, 1),
                        day(12, 31));
    text.theme = "Đoàn kết, kỷ cương, sáng tạo, an toàn";
    text.motto = "Việc hôm nay không để ngày mai";
    text.aims = "Hoàn thành đúng hạn mọi nhiệm vụ của năm; giữ an toàn tuyệt đối";
    text.contents = "Hoàn thành kế hoạch năm, đúng hạn và đúng chất lượng\n"
                    "Xây dựng đơn vị vững mạnh toàn diện\nCải cách hành chính, sáng kiến, cải tiến";
    text.criteria = "Hoàn thành từ 95% nhiệm vụ đúng hạn\nKhông để mất an toàn\n"
                    "Có sáng kiến được công nhận";
    text.subjects = "Các đơn vị và cá nhân thuộc Ban";
    text.awards = "Cờ thi đua, Bằng khen của Ban";
    text.plan = "Phát động tháng 2, sơ kết tháng 7, tổng kết tháng 12";
    text.budget = "Quỹ thi đua, khen thưởng";
    text.interim_on = day(7, 10);
    text.final_on = day(12, 31);
    MovementCourse course{cast, day(1, 13), {text, kBody, {}}};
    course.link(day(1, 13), {1, 2});
    course.launch(day(2, 3), "04/KH-BVD");
    measure_regular(cast, course);
    course.take(day(7, 10),
                {.step = Step::InterimReview,
                 .text = "26 trên 30 đơn vị hoàn thành trên một nửa kế hoạch; bốn đơn vị cần đẩy "
                         "nhanh."});
    course.visit({"D203", day(9, 4), "Sổ theo dõi thi đua chưa cập nhật hằng tháng",
                  "Cập nhật sổ, phân công người ghi", day(9, 20), day(9, 18), day(9, 22)});
    course.visit({"D207", day(9, 11), "Chưa có minh chứng cho hai chỉ tiêu đã báo cáo",
                  "Bổ sung minh chứng", day(9, 30), day(9, 29)});
    course.visit({"D306", day(11, 19), "Chưa bình xét thi đua tháng ở hai phòng",
                  "Bình xét bổ sung, gửi biên bản", day(12, 10)});
}

// Records are parted among two blocks by their size; everything is done before the last day.
void measure_thematic(Cast& cast, MovementCourse& course)
{
    auto const target = course.add_target(day(3, 3),
                                          {.name = "Hồ sơ được số hóa",
                                           .measure = "hồ sơ",
                                           .better = "high",
                                           .roll = "sum",
                                           .source = "Kho lưu trữ của Ban",
                                           .wanted = "12.000",
                                           .due_on = day(11, 15)});
    auto units = units_of(cast.world(), 2);
    for (auto& unit : units_of(cast.world(), 3)) units.push_back(std::move(unit));
    course.spread(day(3, 4), target, units, Split::ByHeadcount);
    for (std::size_t i = 0; i < units.size(); ++i)
        course.report(day(11, 12), target, units[i], fmt::format("{}", 640 + i * 53 % 300));
}

void run_thematic(Cast& cast)
{
    auto text = text_of("thematic", "Thi đua số hóa hồ sơ lưu trữ", day(3, 1), day(11, 15));
    text.theme = "Nhanh, đúng, an toàn";
    text.aims = "Số hóa xong hồ sơ lưu trữ hình thành trước năm 2020";
    text.contents = "Phân loại, số hóa, kiểm tra hồ sơ\nGiữ an toàn dữ liệu trong khi số hóa";
    text.criteria = "Đủ số hồ sơ được giao\nTỷ lệ lỗi dưới 1%\nXong trước 15/11";
    text.subjects = "Các đơn vị thuộc Khối 2 và Khối 3";
    text.awards = "Bằng khen của Ban";
    text.reach = "block";
    text.interim_on = day(6, 30);
    text.final_on = day(11, 20);
    MovementCourse course{cast, day(2, 3), {text, kBody, {}}};
    course.link(day(2, 3), {3});
    course.ask(day(2, 5), {"D201", "D202", "D303"}, day(2, 14));
    course.answer(day(2, 7), "D201", "agree", "");
    course.answer(day(2, 10), "D202", "agree-but", "Đề nghị bố trí thêm máy quét dùng chung");
    course.answer(day(2, 12), "D303", "agree", "");
    course.launch(day(2, 28), "07/KH-BVD");
    measure_thematic(cast, course);
    course.take(day(6, 30),
                {.step = Step::InterimReview, .text = "Đã số hóa 61% số hồ sơ; tỷ lệ lỗi 0,7%."});
    course.visit({"D204", day(8, 27), "Quy trình kiểm tra hai lần thực hiện tốt, có thể nhân rộng"});
    course.take(day(11, 20),
                {.step = Step::FinalReview,
                 .text = "Số hóa xong toàn bộ hồ sơ được giao trước thời hạn.",
                 .result = "Đạt mọi tiêu chí; đề nghị khen 6 tập thể, 18 cá nhân."});
    course.take(day(11, 25), {.step = Step::Close});
}

void run_peak(Cast& cast)
{
    auto text = text_of(
        "peak", "Cao điểm 60 ngày đêm hoàn thành nhiệm vụ cuối năm", day(10, 20), day(12, 20));
    text.motto = "Tăng tốc, về đích";
    text.aims = "Hoàn thành các nhiệm vụ còn lại của năm";
    text.contents = "Rà soát nhiệm vụ chậm\nGiao người chịu trách nhiệm từng việc";
    MovementCourse course{
        cast, day(10, 6), {text, kBody, {"Thi đua cao điểm cuối năm của Bộ"}}};
    course.launch(day(10, 20), "21/KH-BVD");
}

void run_surge(Cast& cast)
{
    auto text = text_of("surge",
                        "Thi đua đột kích khắc phục hậu quả bão tại các trạm ven biển",
                        day(9, 26),
                        day(9, 30));
    text.aims = "Khôi phục liên lạc của các trạm trong 72 giờ";
    text.contents = "Sửa chữa đường truyền\nBảo đảm người và thiết bị an toàn";
    text.reach = "unit";
    MovementCourse course{cast, day(9, 26), {text, kBody, {}}};
    course.take(day(9, 26),
                {.step = Step::Order,
                 .day = day(9, 26),
                 .reason = "Việc khẩn cấp, không kịp lấy ý kiến các đơn vị",
                 .paper = {"19/L-BVD", day(9, 26), "Trưởng ban"}});
    course.take(day(10, 2),
                {.step = Step::FinalReview,
                 .text = "Mọi trạm liên lạc trở lại sau 58 giờ.",
                 .result = "Đạt; đề nghị khen 2 tập thể, 5 cá nhân."});
}

void draft_next(Cast& cast)
{
    auto text = text_of("regular",
                        "Thi đua lập thành tích chào mừng các ngày lễ lớn năm 2026",
                        day(1, 1, kYear + 1),
                        day(9, 2, kYear + 1));
    text.aims = "Tạo khí thế thi đua ngay từ đầu năm";
    text.contents = "Đăng ký việc khó\nMỗi đơn vị một công trình thi đua";
    MovementCourse course{cast, day(11, 24), {text, kBody, {}}};
    course.ask(day(11, 26), {"D101", "D202", "D303", "D403"}, day(12, 5));
    course.answer(day(11, 28), "D202", "agree", "");
}

}  // namespace

void run_movements(Cast& cast)
{
    run_regular(cast);
    run_thematic(cast);
    run_peak(cast);
    run_surge(cast);
    draft_next(cast);
}

}  // namespace thidua::demo
