// What every unit and some of its people set out to reach: all approved, one of them late. Of the
// year before that of Block 2, which a clerk may copy.
#include "demo/cast.h"

#include "movement/registration.h"

#include <array>

namespace thidua::demo {

namespace {

using movement::RegistrationStep;
using movement::TypedRow;

constexpr char kLate[] = "D307";
constexpr std::size_t kPeople = 5;

// The unit itself, then some of its people.
std::vector<TypedRow> rows_of(Cast& cast, Unit const& unit, Date on)
{
    constexpr std::array kInitiatives{"Chuẩn hóa biểu mẫu báo cáo của đơn vị",
                                      "Rút ngắn quy trình kiểm tra hồ sơ"};
    std::vector<TypedRow> rows;
    TypedRow own;
    own.subject = unit.code;
    own.title = "Tập thể lao động tiên tiến";
    rows.push_back(own);
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

void register_unit(Cast& cast, Unit const& unit, Date on)
{
    std::string ref;
    auto const version = [&] { return cast.version("registration", ref); };
    ref = cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::start_registration(act, {unit.code, on.year(), false});
    });
    cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::enter_rows(act, {ref, rows_of(cast, unit, on), version()});
    });
    cast.on(on, clerk_of(unit.code), [&](audit::Act& act) {
        return movement::decide_registration(
            act, {ref, RegistrationStep::Submit, "", version()});
    });
    cast.on(on.plus_days(4), kOffice, [&](audit::Act& act) {
        return movement::decide_registration(
            act, {ref, RegistrationStep::Approve, "", version()});
    });
}

}  // namespace

void register_units(Cast& cast)
{
    for (auto const& unit : cast.world().units) {
        if (unit.block == 0 || unit.to) continue;
        register_unit(cast, unit, unit.code == kLate ? day(4, 3) : day(3, 14));
    }
}

void register_year_before(Cast& cast)
{
    for (auto const& unit : cast.world().units) {
        if (unit.block == 2 && !unit.to) register_unit(cast, unit, day(3, 11, kYear - 1));
    }
}

}  // namespace thidua::demo
