// The lead of Block 2: passed on to this year's head with a hand-over, and the order for the next.
#include "demo/cast.h"

#include "rotation/rotation.h"

namespace thidua::demo {

namespace {

// What the block decides about the lead of a year.
class Lead {
public:
    Lead(Cast& cast, int year) : cast_(cast), block_(cast.block_ref(2)), year_(year) {}

    // `work(act, at)` by `who` on `when`.
    template <class Work>
    void decide(Date when, std::string const& who, Work const& work)
    {
        cast_.on(when, who, [&](audit::Act& act) {
            auto const rotation = rotation::find_rotation(act.tx, act.actor, block_, year_);
            return work(act, rotation::OnBlock{block_, year_, rotation.value().version});
        });
    }

private:
    Cast& cast_;
    std::string block_;
    int year_;
};

}  // namespace

void pass_on_lead(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    auto const giver = leader_of(cast.world(), 2, kBefore);
    auto const receiver = leader_of(cast.world(), 2);
    Lead lead{cast, kYear};
    lead.decide(day(11, 12, kBefore), giver, [&](audit::Act& act, auto const& at) {
        return rotation::set_order(act, at, units_of(cast.world(), 2));
    });
    lead.decide(day(11, 15, kBefore), giver, [](audit::Act& act, auto const& at) {
        rotation::Elect command;
        command.at = at;
        command.head = "D202";
        command.deputy = "D203";
        command.manner = "hands";
        command.hands_for = 8;
        command.hands_of = 8;
        command.held_on = act.today();
        return rotation::elect(act, command);
    });
    lead.decide(day(12, 20, kBefore), kCouncil, [](audit::Act& act, auto const& at) {
        return rotation::recognise(
            act, {at, "95/QĐ-HĐTĐKT", "Chủ tịch Hội đồng", act.today()});
    });
    lead.decide(day(1, 10), giver, [](audit::Act& act, auto const& at) {
        return rotation::draft_handover(
            act,
            {at,
             act.today(),
             "Hà Nội",
             "Giao ước và kết quả thực hiện năm 2024\nBảng điểm, biên bản kiểm phiếu năm 2024\n"
             "Danh sách liên lạc của các đơn vị",
             "",
             "Thủ trưởng Học viện Ví dụ",
             "Thủ trưởng Viện Nghiên cứu Mật mã"});
    });
    lead.decide(day(1, 10), giver, [](audit::Act& act, auto const& at) {
        return rotation::confirm_handover(act, at, false);
    });
    lead.decide(day(1, 10), receiver, [](audit::Act& act, auto const& at) {
        return rotation::confirm_handover(act, at, true);
    });
}

void look_for_next_lead(Cast& cast)
{
    Lead lead{cast, kYear + 1};
    lead.decide(day(11, 28), leader_of(cast.world(), 2), [](audit::Act& act, auto const& at) {
        return rotation::skip(act, at, "D203", "Mới kiện toàn lãnh đạo, đề nghị lùi một năm");
    });
}

}  // namespace thidua::demo
