// The covenants: those the four blocks signed for this year with what came of them so far, and that
// of Block 2 for the year before, closed.
#include "demo/cast.h"

#include "covenant/draft.h"
#include "covenant/results.h"
#include "covenant/signing.h"

#include <algorithm>
#include <array>

namespace thidua::demo {

namespace {

using covenant::Period;

// One unit reports the half year late, one leaves the year's end open.
constexpr char kLate[] = "D406";
constexpr char kSilent[] = "D307";

struct PlannedTarget {
    char const* content;
    char const* measure;
    char const* better;
    std::int64_t plan;  // Thousandths.
};

constexpr std::array kContents{
    "Hoàn thành toàn diện nhiệm vụ của năm, đúng hạn, đúng chất lượng.",
    "Giữ an toàn tuyệt đối, bảo vệ bí mật nhà nước.",
    "Xây dựng đơn vị vững mạnh toàn diện; tổ chức đảng trong sạch, vững mạnh.",
    "Đẩy mạnh sáng kiến, cải tiến kỹ thuật, chuyển đổi số.",
    "Đoàn kết, giúp đỡ nhau trong công tác; chăm lo đời sống cán bộ."};

constexpr std::array kTargets{
    PlannedTarget{"Nhiệm vụ hoàn thành đúng hạn", "%", "high", 95'000},
    PlannedTarget{"Sáng kiến được công nhận", "sáng kiến", "high", 2'000},
    PlannedTarget{"Vụ việc mất an toàn", "vụ", "low", 0}};

// What a unit has reached of the three targets, in thousandths: the stronger the more.
std::array<std::int64_t, kTargets.size()> reached(Unit const& unit, Period period)
{
    auto const strength = unit.strength;  // 0 to 999
    bool const half = period == Period::MidYear;
    std::int64_t const tasks = half ? 40'000 + strength / 50 * 1'000 : 90'000 + strength / 100 * 1'000;
    std::int64_t const ideas = (half ? strength / 500 : 1 + strength / 300) * 1'000;
    std::int64_t const incidents = !half && strength < 60 ? 1'000 : 0;
    return {tasks, ideas, incidents};
}

// One block's covenant on its way; its head writes.
class Agreement {
public:
    Agreement(Cast& cast, int block, int year)
        : cast_(cast), block_(block), year_(year), head_(leader_of(cast.world(), block, year))
    {
        auto const found = cast_.block_ref(block);
        ref_ = cast_.on(on(3, 3), head_, [&](audit::Act& act) {
            return covenant::create_covenant(act, {.block = found, .year = year});
        });
    }

    void write()
    {
        lead(on(3, 3), [&](audit::Act& act) {
            return covenant::edit_head(
                act,
                {.ref = ref_,
                 .version = version(),
                 .theme = "Đoàn kết, kỷ cương, sáng tạo, an toàn",
                 .grounds = "Kế hoạch thi đua năm " + std::to_string(year_) + " của Ban",
                 .place = "Hà Nội",
                 .signs_on = on(3, 28),
                 .titles = "Khối có đơn vị được tặng Cờ thi đua của Ban"});
        });
        for (auto const* content : kContents) {
            lead(on(3, 4), [&](audit::Act& act) {
                return covenant::write_item(
                    act, {.ref = ref_, .version = version(), .body = content});
            });
        }
        for (auto const& each : kTargets) write_target(each);
        step(on(3, 20), covenant::declare_ready);
        step(on(3, 21), covenant::open_signing);
    }

    void sign()
    {
        auto const agreed = covenant::find_covenant(cast_.tx(), ref_).value();
        auto const hash = covenant::edition_to_sign(cast_.tx(), agreed).value().hash;
        for (auto const& unit : units_of(cast_.world(), block_)) {
            cast_.on(on(3, 28), head_of(unit), [&](audit::Act& act) {
                return covenant::sign(
                    act, {.ref = ref_, .unit = unit, .hash = hash, .post = "Thủ trưởng"});
            });
        }
    }

    void report(Period period, Date planned)
    {
        auto const agreed = covenant::find_covenant(cast_.tx(), ref_).value();
        for (auto const& unit : cast_.world().units) {
            if (unit.block != block_ || unit.to) continue;
            bool const now = year_ == kYear;
            bool const year_end = period == Period::Year;
            if (now && year_end && unit.code == kSilent) continue;
            bool const late = now && !year_end && unit.code == kLate;
            enter(agreed, unit, period, late ? planned.plus_days(12) : planned);
        }
    }

    void review_half_year() { step(on(7, 22), covenant::close_mid_year); }
    void close() { step(on(12, 20), covenant::close); }

private:
    Date on(int month, int number) const { return day(month, number, year_); }

    void write_target(PlannedTarget const& planned)
    {
        covenant::Target target;
        target.content = planned.content;
        target.measure = planned.measure;
        target.better = planned.better;
        target.plan.number = planned.plan;
        lead(on(3, 5), [&](audit::Act& act) {
            return covenant::write_target(act, {ref_, version(), target, true});
        });
    }

    void enter(covenant::Covenant const& agreed, Unit const& unit, Period period, Date when)
    {
        covenant::EnterResults command{ref_, unit.code, period, {}};
        auto const targets = covenant::results_of(cast_.tx(), agreed, unit.id);
        auto const figures = reached(unit, period);
        for (std::size_t i = 0; i < targets.size(); ++i)
            command.entries.push_back({targets[i].target, {.number = figures[i], .text = ""}});
        cast_.on(when, clerk_of(unit.code), [&](audit::Act& act) {
            return covenant::enter_results(act, command);
        });
    }

    void step(Date when, Result<void> (*take)(covenant::Act&, covenant::Step const&))
    {
        lead(when, [&](audit::Act& act) { return take(act, {ref_, version()}); });
    }

    template <class Work>
    void lead(Date when, Work const& work)
    {
        cast_.on(when, head_, work);
    }

    std::int64_t version() { return cast_.version("covenant", ref_); }

    Cast& cast_;
    int block_;
    int year_;
    std::string head_;
    std::string ref_;
};

}  // namespace

void agree_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    Agreement agreement{cast, 2, kBefore};
    agreement.write();
    agreement.sign();
    agreement.report(Period::MidYear, day(7, 8, kBefore));
    agreement.review_half_year();
    agreement.report(Period::Year, day(11, 22, kBefore));
    agreement.close();
}

void agree_on_year(Cast& cast)
{
    for (int block = 1; block <= 4; ++block) {
        Agreement agreement{cast, block, kYear};
        agreement.write();
        agreement.sign();
        agreement.report(Period::MidYear, day(7, 8));
        if (block != 4) agreement.review_half_year();  // Its head has yet to hold the review.
        agreement.report(Period::Year, day(11, 24));
    }
}

}  // namespace thidua::demo
