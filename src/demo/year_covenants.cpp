// The covenants the four blocks signed for 2025.
#include "demo/cast.h"

#include "covenant/draft.h"
#include "covenant/signing.h"

#include <array>

namespace thidua::demo {

namespace {

Date day(int month, int number) { return make_date(2025, month, number).value(); }

struct PlannedTarget {
    char const* content;
    char const* measure;
    char const* better;
    std::int64_t plan;  // Thousandths.
};

constexpr std::array kContents{
    "Hoàn thành toàn diện nhiệm vụ năm 2025, đúng hạn, đúng chất lượng.",
    "Giữ an toàn tuyệt đối, bảo vệ bí mật nhà nước.",
    "Xây dựng đơn vị vững mạnh toàn diện; tổ chức đảng trong sạch, vững mạnh.",
    "Đẩy mạnh sáng kiến, cải tiến kỹ thuật, chuyển đổi số.",
    "Đoàn kết, giúp đỡ nhau trong công tác; chăm lo đời sống cán bộ."};

constexpr std::array kTargets{
    PlannedTarget{"Nhiệm vụ hoàn thành đúng hạn", "%", "high", 95'000},
    PlannedTarget{"Sáng kiến được công nhận", "sáng kiến", "high", 2'000},
    PlannedTarget{"Vụ việc mất an toàn", "vụ", "low", 0}};

// One block's covenant on its way; its head writes.
class Agreement {
public:
    Agreement(Cast& cast, int block) : cast_(cast), units_(units_of(cast.world(), block))
    {
        auto const name = "Khối " + std::to_string(block) + " %";
        auto const found = cast_.tx().text("SELECT ref FROM block WHERE name LIKE ?1", {name});
        head_ = leader_of(cast.world(), block);
        ref_ = cast_.on(day(3, 3), head_, [&](audit::Act& act) {
            return covenant::create_covenant(act, {.block = found.value(), .year = 2025});
        });
    }

    void write()
    {
        lead(day(3, 3), [&](audit::Act& act) {
            return covenant::edit_head(act,
                                       {.ref = ref_,
                                        .version = version(),
                                        .theme = "Đoàn kết, kỷ cương, sáng tạo, an toàn",
                                        .grounds = "Kế hoạch thi đua năm 2025 của Ban",
                                        .place = "Hà Nội",
                                        .signs_on = day(3, 28),
                                        .titles = "Khối có đơn vị được tặng Cờ thi đua của Ban"});
        });
        for (auto const* content : kContents) {
            lead(day(3, 4), [&](audit::Act& act) {
                return covenant::write_item(
                    act, {.ref = ref_, .version = version(), .body = content});
            });
        }
        for (auto const& each : kTargets) {
            covenant::Target target;
            target.content = each.content;
            target.measure = each.measure;
            target.better = each.better;
            target.plan.number = each.plan;
            lead(day(3, 5), [&](audit::Act& act) {
                return covenant::write_target(act, {ref_, version(), target, true});
            });
        }
        lead(day(3, 20), [&](audit::Act& act) {
            return covenant::declare_ready(act, {ref_, version()});
        });
        lead(day(3, 21), [&](audit::Act& act) {
            return covenant::open_signing(act, {ref_, version()});
        });
    }

    void sign()
    {
        auto const covenant = covenant::find_covenant(cast_.tx(), ref_).value();
        auto const hash = covenant::edition_to_sign(cast_.tx(), covenant).value().hash;
        for (auto const& unit : units_) {
            cast_.on(day(3, 28), head_of(unit), [&](audit::Act& act) {
                return covenant::sign(act,
                                      {.ref = ref_, .unit = unit, .hash = hash, .post = "Thủ trưởng"});
            });
        }
    }

private:
    template <class Work>
    void lead(Date on, Work const& work)
    {
        cast_.on(on, head_, work);
    }

    std::int64_t version()
    {
        return cast_.tx().integer("SELECT version FROM covenant WHERE ref = ?1", {ref_}).value();
    }

    Cast& cast_;
    std::vector<std::string> units_;
    std::string head_;
    std::string ref_;
};

}  // namespace

void sign_covenants(Cast& cast)
{
    for (int block = 1; block <= 4; ++block) {
        Agreement agreement{cast, block};
        agreement.write();
        agreement.sign();
    }
}

}  // namespace thidua::demo
