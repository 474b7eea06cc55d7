// Meetings of Block 2: those of the year before and of this year, minuted and signed by two, one
// cancelled, and the year-end meeting that is called.
#include "demo/cast.h"

#include "meeting/meeting.h"

namespace thidua::demo {

namespace {

constexpr char kSecretary[] = "thukykhoi";

class Meeting {
public:
    Meeting(Cast& cast, int year, meeting::Plan const& plan)
        : cast_(cast), day_(plan.day), head_(leader_of(cast.world(), 2, year))
    {
        auto const block = cast_.block_ref(2);
        ref_ = cast_.on(day_.plus_days(-10), head_, [&](audit::Act& act) {
            return meeting::plan_meeting(act, {block, year, plan});
        });
        cast_.on(day_.plus_days(-9), head_, [&](audit::Act& act) {
            return meeting::call_meeting(act, {ref_, version()});
        });
    }

    void attend(std::string const& absent)
    {
        meeting::EnterAttendance command{ref_, {}, version()};
        for (auto const& unit : units_of(cast_.world(), 2)) {
            bool const away = unit == absent;
            command.units.push_back({unit,
                                     away ? "absent" : "present",
                                     away ? "" : "Thủ trưởng đơn vị",
                                     away ? "Đi công tác, đã báo cáo" : ""});
        }
        cast_.on(day_, head_, [&](audit::Act& act) {
            return meeting::enter_attendance(act, command);
        });
    }

    void minute(std::string const& number, std::string const& content, std::string const& said)
    {
        cast_.on(day_, head_, [&](audit::Act& act) {
            return meeting::write_minutes(act,
                                          {.ref = ref_,
                                           .number = number,
                                           .chair = "Khối trưởng",
                                           .secretary = "Thư ký Khối",
                                           .content = content,
                                           .opinions = "Các đơn vị nhất trí với báo cáo.",
                                           .conclusions = said,
                                           .ends = "11:15",
                                           .version = version()});
        });
        cast_.on(day_, head_, [&](audit::Act& act) {
            return meeting::sign_minutes(act, {ref_, true, version()});
        });
        cast_.on(day_.plus_days(1), kSecretary, [&](audit::Act& act) {
            return meeting::sign_minutes(act, {ref_, false, version()});
        });
    }

    void cancel(std::string const& reason)
    {
        cast_.on(day_.plus_days(-3), head_, [&](audit::Act& act) {
            return meeting::cancel_meeting(act, {ref_, reason, version()});
        });
    }

private:
    std::int64_t version() { return cast_.version("meeting", ref_); }

    Cast& cast_;
    Date day_;
    std::string head_;
    std::string ref_;
};

meeting::Plan plan_of(std::string kind, std::string title, Date on, std::string agenda)
{
    meeting::Plan plan;
    plan.kind = std::move(kind);
    plan.title = std::move(title);
    plan.day = on;
    plan.starts = "08:30";
    plan.place = "Hội trường đơn vị Khối trưởng";
    plan.guests = "Lãnh đạo Ban phụ trách Khối\nThường trực Thi đua – Khen thưởng";
    plan.agenda = std::move(agenda);
    return plan;
}

meeting::Plan launch_of(int year)
{
    return plan_of("launch",
                   "Hội nghị phát động và ký giao ước thi đua năm " + std::to_string(year),
                   day(3, 28, year),
                   "Phát động thi đua\nKý giao ước\nÝ kiến chỉ đạo của lãnh đạo Ban");
}

meeting::Plan review_of(int year)
{
    return plan_of("mid-year",
                   "Hội nghị sơ kết sáu tháng đầu năm " + std::to_string(year),
                   day(7, 18, year),
                   "Báo cáo kết quả sáu tháng theo giao ước\nTrao đổi, góp ý\nKết luận");
}

meeting::Plan summing_up_of(int year, Date on)
{
    return plan_of("year-end",
                   "Hội nghị tổng kết, bình xét thi đua năm " + std::to_string(year),
                   on,
                   "Báo cáo tổng kết\nThống nhất điểm Khối\nBỏ phiếu suy tôn\n"
                   "Bầu Khối trưởng năm sau");
}

}  // namespace

void meet_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    Meeting launch{cast, kBefore, launch_of(kBefore)};
    launch.attend("");
    launch.minute("01/BB-K2", "Phát động thi đua, ký giao ước năm 2024.", "Tám đơn vị đã ký giao ước.");
    Meeting review{cast, kBefore, review_of(kBefore)};
    review.attend("D207");
    review.minute("02/BB-K2", "Sơ kết sáu tháng theo giao ước.", "Đẩy nhanh việc đăng ký sáng kiến.");
    Meeting summing_up{cast, kBefore, summing_up_of(kBefore, day(11, 15, kBefore))};
    summing_up.attend("");
    summing_up.minute("03/BB-K2",
                      "Thông qua bảng điểm, bỏ phiếu suy tôn, bầu Khối trưởng năm 2025.",
                      "Nhất trí bảng điểm Khối; Viện Nghiên cứu Mật mã làm Khối trưởng năm 2025.");
}

void meet(Cast& cast)
{
    Meeting launch{cast, kYear, launch_of(kYear)};
    launch.attend("");
    launch.minute("01/BB-K2", "Phát động thi đua, ký giao ước năm 2025.", "Tám đơn vị đã ký giao ước.");
    Meeting review{cast, kYear, review_of(kYear)};
    review.attend("D205");
    review.minute("02/BB-K2",
                  "Sơ kết sáu tháng theo giao ước.",
                  "Các đơn vị dưới một nửa kế hoạch có biện pháp bù tiến độ trong quý III.");
    Meeting talk{cast,
                 kYear,
                 plan_of("thematic",
                         "Tọa đàm nhân rộng mô hình số hóa hồ sơ",
                         day(9, 26),
                         "Giới thiệu mô hình\nTrao đổi kinh nghiệm")};
    talk.cancel("Các đơn vị tập trung khắc phục hậu quả bão");
    Meeting{cast, kYear, summing_up_of(kYear, day(12, 8))};
}

}  // namespace thidua::demo
