// What every unit and some of its people set out to reach in 2025: all approved, one of them late.
#include "demo/cast.h"

#include "movement/registration.h"

#include <array>

namespace thidua::demo {

namespace {

using movement::RegistrationStep;
using movement::TypedRow;

constexpr char kLate[] = "D307";
constexpr std::size_t kPeople = 5;

Date day(int month, int number) { return make_date(2025, month, number).value(); }

// The unit itself, then some of its people.
std::vector<TypedRow> rows_of(Cast& cast, Unit const& unit)
{
    constexpr std::array kInitiatives{"Chuẩn hóa biểu mẫu báo cáo của đơn vị",
                                      "Rút ngắn quy trình kiểm tra hồ sơ"};
    std::vector<TypedRow> rows;
    TypedRow own;
    own.subject = unit.code;
    own.title = "Tập thể lao động tiên tiến";
    rows.push_back(own);
    auto const on = day(3, 14);
    for (auto const& person : cast.world().people) {
        if (rows.size() > kPeople) break;
        if (person.joined > on || person.left) continue;
        if (person.post_on(on).unit != unit.id || person.posts.back().unit != unit.id) continue;
        TypedRow row;
        row.subject = person.code;
        row.title = "Lao động tiên tiến";
        if (rows.size() <= kInitiatives.size()) row.initiative = kInitiatives[rows.size() - 1];
        if (rows.size() == 1) row.exemplar = "x";
        rows.push_back(std::move(row));
    }
    for (std::size_t i = 0; i < rows.size(); ++i) rows[i].row = static_cast<std::int64_t>(i) + 1;
    return rows;
}

void register_unit(Cast& cast, Unit const& unit)
{
    auto const on = unit.code == kLate ? day(4, 3) : day(3, 14);
    std::string ref;
    auto const version = [&] {
        return cast.tx().integer("SELECT version FROM registration WHERE ref = ?1", {ref}).value();
    };
    ref = cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::start_registration(act, {unit.code, 2025, false});
    });
    cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::enter_rows(act, {ref, rows_of(cast, unit), version()});
    });
    cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::decide_registration(
            act, {ref, RegistrationStep::Submit, "", version()});
    });
    cast.on(on.plus_days(4), "thuongtruc", [&](audit::Act& act) {
        return movement::decide_registration(
            act, {ref, RegistrationStep::Approve, "", version()});
    });
}

}  // namespace

void register_units(Cast& cast)
{
    for (auto const& unit : cast.world().units) {
        if (unit.block > 0 && !unit.to) register_unit(cast, unit);
    }
}

}  // namespace thidua::demo
