#include "demo/movement_course.h"

namespace thidua::demo {

using movement::Step;

MovementCourse::MovementCourse(Cast& cast, Date drafted, movement::Draft const& draft) : cast_(cast)
{
    ref_ = cast_.on(drafted, kOffice, [&](audit::Act& act) {
        return movement::draft_movement(act, draft);
    });
}

void MovementCourse::link(Date on, std::vector<int> const& positions)
{
    movement::LinkItems command{.ref = ref_, .items = {}, .version = version()};
    for (auto const position : positions) {
        auto const item = cast_.tx().text(
            "SELECT item_ref FROM directive_item_view WHERE number = ?1 AND position = ?2",
            {kResolution, position});
        command.items.push_back(item.value());
    }
    cast_.on(on, kOffice, [&](audit::Act& act) { return movement::link_items(act, command); });
}

void MovementCourse::ask(Date on, std::vector<std::string> const& units, Date due)
{
    cast_.on(on, kOffice, [&](audit::Act& act) {
        return movement::ask_opinions(act, {ref_, units, due, version()});
    });
}

void MovementCourse::answer(Date on,
                            std::string const& unit,
                            std::string const& answer,
                            std::string const& text)
{
    cast_.on(on, clerk_of(unit), [&](audit::Act& act) {
        return movement::give_opinion(act, {ref_, unit, answer, text});
    });
}

void MovementCourse::take(Date on, movement::TakeStep step)
{
    bool const decides = step.step == Step::Approve || step.step == Step::Launch ||
                         step.step == Step::Order || step.step == Step::Close;
    step.ref = ref_;
    cast_.on(on, decides ? kLeader : kOffice, [&](audit::Act& act) {
        step.version = version();
        return movement::take_step(act, step);
    });
}

void MovementCourse::launch(Date on, std::string const& number)
{
    take(on.plus_days(-5), {.step = Step::Submit, .reason = "Đã thống nhất tại giao ban"});
    take(on.plus_days(-2),
         {.step = Step::Approve, .paper = {number, on.plus_days(-2), "Trưởng ban"}});
    take(on, {.step = Step::Launch});
}

std::string MovementCourse::add_target(Date on, movement::AddTarget target)
{
    target.ref = ref_;
    return cast_.on(on, kOffice, [&](audit::Act& act) {
        target.version = version();
        return movement::add_target(act, target);
    });
}

void MovementCourse::spread(Date on,
                            std::string const& target,
                            std::vector<std::string> const& units,
                            movement::Split split,
                            std::string const& taken_back)
{
    auto const spread = cast_.on(on, kOffice, [&](audit::Act& act) -> Result<std::string> {
        auto cells = TD_TRY(movement::plan_spread(act, movement(), {target}, units, split));
        return movement::spread_targets(act, {ref_, std::move(cells), version()});
    });
    if (taken_back.empty()) return;
    cast_.on(on.plus_days(1), kOffice, [&](audit::Act& act) {
        return movement::undo_spread(act, {ref_, spread, taken_back, version()});
    });
}

void MovementCourse::report(Date on,
                            std::string const& target,
                            std::string const& unit,
                            std::string const& result)
{
    cast_.on(on, clerk_of(unit), [&](audit::Act& act) -> Result<void> {
        auto const found = movement::find_target(act.tx, movement().id, target);
        for (auto const& share : movement::shares_of(act.tx, act.actor, found.value())) {
            if (share.code != unit) continue;
            movement::ReportResult command;
            command.ref = ref_;
            command.share = share.ref;
            command.result = result;
            command.day = on;
            command.version = share.version;
            return movement::report_result(act, command);
        }
        return {};
    });
}

void MovementCourse::visit(Visited const& visited)
{
    cast_.on(visited.on.plus_days(1), kOffice, [&](audit::Act& act) {
        return movement::record_visit(act,
                                      {.ref = ref_,
                                       .unit = visited.unit,
                                       .visited_on = visited.on,
                                       .visitors = "Đoàn kiểm tra của Thường trực",
                                       .findings = visited.findings,
                                       .follow_up = visited.follow_up,
                                       .follow_up_due = visited.due,
                                       .version = version()});
    });
    if (!visited.answered) return;
    cast_.on(*visited.answered, clerk_of(visited.unit), [&](audit::Act& act) {
        auto const visit = last_visit();
        return movement::answer_visit(
            act, {ref_, visit.ref, "Đã khắc phục, hồ sơ lưu tại đơn vị.", visit.version});
    });
    if (!visited.closed) return;
    cast_.on(*visited.closed, kOffice, [&](audit::Act& act) {
        auto const visit = last_visit();
        return movement::close_visit(act, {ref_, visit.ref, visit.version});
    });
}

movement::Movement MovementCourse::movement()
{
    auto const id = cast_.tx().integer("SELECT id FROM movement WHERE ref = ?1", {ref_});
    return movement::movement_by_id(cast_.tx(), id.value()).value();
}

movement::Visit MovementCourse::last_visit()
{
    auto const office = access::Actor::system("demo");
    return movement::visits_of(cast_.tx(), office, movement().id).back();
}

}  // namespace thidua::demo
