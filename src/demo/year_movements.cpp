// Movements of 2025 in every stage of their life: one closed, two running, a surge that went from
// order to launch in a day, a draft for the year to come.
#include "demo/cast.h"

#include "movement/links.h"

namespace thidua::demo {

namespace {

using movement::Step;
using movement::TakeStep;

Date day(int month, int number) { return make_date(2025, month, number).value(); }

// One movement on its way; who writes is the standing office, who decides the leader.
class Course {
public:
    Course(Cast& cast, Date drafted, movement::Draft const& draft) : cast_(cast)
    {
        ref_ = cast_.on(drafted, kWriter, [&](audit::Act& act) {
            return movement::draft_movement(act, draft);
        });
    }

    // To the items of the year's resolution at these positions.
    void link(Date on, std::vector<int> const& positions)
    {
        movement::LinkItems command{.ref = ref_, .version = version()};
        for (auto const position : positions) {
            command.items.push_back(
                cast_.tx()
                    .text("SELECT item_ref FROM directive_item_view WHERE number = ?1 AND position "
                          "= ?2",
                          {kResolution, position})
                    .value());
        }
        cast_.on(on, kWriter, [&](audit::Act& act) { return movement::link_items(act, command); });
    }

    void ask(Date on, std::vector<std::string> const& units, Date due)
    {
        cast_.on(on, kWriter, [&](audit::Act& act) {
            return movement::ask_opinions(act, {ref_, units, due, version()});
        });
    }

    void answer(Date on, std::string const& unit, std::string const& answer, std::string const& text)
    {
        cast_.on(on, clerk_of(unit), [&](audit::Act& act) {
            return movement::give_opinion(act, {ref_, unit, answer, text});
        });
    }

    void take(Date on, TakeStep step)
    {
        bool const decides = step.step == Step::Approve || step.step == Step::Launch ||
                             step.step == Step::Order || step.step == Step::Close;
        step.ref = ref_;
        cast_.on(on, decides ? kLeader : kWriter, [&](audit::Act& act) {
            step.version = version();
            return movement::take_step(act, step);
        });
    }

    void launch(Date on, std::string const& number)
    {
        take(on.plus_days(-5), {.step = Step::Submit, .reason = "Đã thống nhất tại giao ban"});
        take(on.plus_days(-2),
             {.step = Step::Approve, .paper = {number, on.plus_days(-2), "Trưởng ban"}});
        take(on, {.step = Step::Launch});
    }

private:
    static constexpr char kWriter[] = "thuongtruc";
    static constexpr char kLeader[] = "lanhdao";

    std::int64_t version()
    {
        return cast_.tx().integer("SELECT version FROM movement WHERE ref = ?1", {ref_}).value();
    }

    Cast& cast_;
    std::string ref_;
};

void run_regular(Cast& cast)
{
    movement::Text text;
    text.kind = "regular";
    text.name = "Thi đua hoàn thành toàn diện nhiệm vụ năm 2025";
    text.theme = "Đoàn kết, kỷ cương, sáng tạo, an toàn";
    text.motto = "Việc hôm nay không để ngày mai";
    text.aims = "Hoàn thành đúng hạn mọi nhiệm vụ của năm; giữ an toàn tuyệt đối";
    text.contents = "Hoàn thành kế hoạch năm, đúng hạn và đúng chất lượng\n"
                    "Xây dựng đơn vị vững mạnh toàn diện\nCải cách hành chính, sáng kiến, cải tiến";
    text.criteria = "Hoàn thành từ 95% nhiệm vụ đúng hạn\nKhông để mất an toàn\nCó sáng kiến được công nhận";
    text.subjects = "Các đơn vị và cá nhân thuộc Ban";
    text.awards = "Cờ thi đua, Bằng khen của Ban";
    text.plan = "Phát động tháng 2, sơ kết tháng 7, tổng kết tháng 12";
    text.budget = "Quỹ thi đua, khen thưởng";
    text.level = "ministry";
    text.reach = "sector";
    text.starts_on = day(1, 1);
    text.ends_on = day(12, 31);
    text.interim_on = day(7, 10);
    text.final_on = day(12, 31);
    Course course{cast, day(1, 13), {text, "BAN", {}}};
    course.link(day(1, 13), {1, 2});
    course.launch(day(2, 3), "04/KH-BVD");
    course.take(day(7, 10),
                {.step = Step::InterimReview,
                 .text = "26 trên 30 đơn vị hoàn thành trên một nửa kế hoạch; bốn đơn vị cần đẩy nhanh."});
}

void run_thematic(Cast& cast)
{
    movement::Text text;
    text.kind = "thematic";
    text.name = "Thi đua số hóa hồ sơ lưu trữ";
    text.theme = "Nhanh, đúng, an toàn";
    text.aims = "Số hóa xong hồ sơ lưu trữ hình thành trước năm 2020";
    text.contents = "Phân loại, số hóa, kiểm tra hồ sơ\nGiữ an toàn dữ liệu trong khi số hóa";
    text.criteria = "Đủ số hồ sơ được giao\nTỷ lệ lỗi dưới 1%\nXong trước 15/11";
    text.subjects = "Các đơn vị thuộc Khối 2 và Khối 3";
    text.awards = "Bằng khen của Ban";
    text.level = "ministry";
    text.reach = "block";
    text.starts_on = day(3, 1);
    text.ends_on = day(11, 15);
    text.interim_on = day(6, 30);
    text.final_on = day(11, 20);
    Course course{cast, day(2, 3), {text, "BAN", {}}};
    course.link(day(2, 3), {3});
    course.ask(day(2, 5), {"D201", "D202", "D303"}, day(2, 14));
    course.answer(day(2, 7), "D201", "agree", "");
    course.answer(day(2, 10), "D202", "agree-but", "Đề nghị bố trí thêm máy quét dùng chung");
    course.answer(day(2, 12), "D303", "agree", "");
    course.launch(day(2, 28), "07/KH-BVD");
    course.take(day(6, 30),
                {.step = Step::InterimReview, .text = "Đã số hóa 61% số hồ sơ; tỷ lệ lỗi 0,7%."});
    course.take(day(11, 20),
                {.step = Step::FinalReview,
                 .text = "Số hóa xong toàn bộ hồ sơ được giao trước thời hạn.",
                 .result = "Đạt mọi tiêu chí; đề nghị khen 6 tập thể, 18 cá nhân."});
    course.take(day(11, 25), {.step = Step::Close});
}

void run_peak(Cast& cast)
{
    movement::Text text;
    text.kind = "peak";
    text.name = "Cao điểm 60 ngày đêm hoàn thành nhiệm vụ cuối năm";
    text.motto = "Tăng tốc, về đích";
    text.aims = "Hoàn thành các nhiệm vụ còn lại của năm";
    text.contents = "Rà soát nhiệm vụ chậm\nGiao người chịu trách nhiệm từng việc";
    text.level = "ministry";
    text.reach = "sector";
    text.starts_on = day(10, 20);
    text.ends_on = day(12, 20);
    Course course{cast, day(10, 6), {text, "BAN", {"Thi đua cao điểm cuối năm của Bộ"}}};
    course.launch(day(10, 20), "21/KH-BVD");
}

void run_surge(Cast& cast)
{
    movement::Text text;
    text.kind = "surge";
    text.name = "Thi đua đột kích khắc phục hậu quả bão tại các trạm ven biển";
    text.aims = "Khôi phục liên lạc của các trạm trong 72 giờ";
    text.contents = "Sửa chữa đường truyền\nBảo đảm người và thiết bị an toàn";
    text.level = "ministry";
    text.reach = "unit";
    text.starts_on = day(9, 26);
    text.ends_on = day(9, 30);
    Course course{cast, day(9, 26), {text, "BAN", {}}};
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
    movement::Text text;
    text.kind = "regular";
    text.name = "Thi đua lập thành tích chào mừng các ngày lễ lớn năm 2026";
    text.aims = "Tạo khí thế thi đua ngay từ đầu năm";
    text.contents = "Đăng ký việc khó\nMỗi đơn vị một công trình thi đua";
    text.level = "ministry";
    text.reach = "sector";
    text.starts_on = make_date(2026, 1, 1).value();
    text.ends_on = make_date(2026, 9, 2).value();
    Course course{cast, day(11, 24), {text, "BAN", {}}};
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
