// Entering scores: who may enter which column when, and what becomes of two people at one cell.
#include "base/text.h"
#include "block/sheet_store.h"
#include "block/sight.h"
#include "block/typed.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using scoring::Amount;
using scoring::Column;

State stage_of(Column column)
{
    switch (column) {
    case Column::Self: return State::Self;
    case Column::Cross: return State::Cross;
    case Column::Block: return State::Meeting;
    case Column::Verified: return State::Voted;
    }
    return State::Draft;
}

// Where the entry is made: everything that was looked up for it.
struct Place {
    Round round;
    Sheet sheet;
    scoring::Scale scale;
    std::int64_t scorer_id = 0;
    std::string path;  // For the audit line.
};

Result<void> right_to_enter(audit::Act& act, Place& place, SaveCells const& command)
{
    auto const& unit = place.sheet.unit;
    auto const sight = sight_of(act.actor, place.round);
    auto const refusal = [&] {
        return sees_column(place.round, sight, unit.unit_id, command.column, false) ? denied()
                                                                                    : not_found();
    };
    switch (command.column) {
    case Column::Self:
        place.path = unit.path;
        if (!act.actor.may(Permission::WriteScores, unit.path)) return refusal();
        return {};
    case Column::Cross: {
        auto const* scorer = place.round.member(command.scorer);
        if (scorer == nullptr || !act.actor.may(Permission::WriteScores, scorer->path))
            return not_found();
        auto const list = scorers_of(act.tx, place.round, place.sheet.id);
        bool const assigned = std::any_of(list.begin(), list.end(), [&](Scorer const& each) {
            return each.unit.unit_id == scorer->unit_id;
        });
        if (!assigned) return not_found();
        place.scorer_id = scorer->unit_id;
        place.path = scorer->path;
        return {};
    }
    case Column::Block: {
        place.path = place.round.owner_path;
        if (!sight.lead.any() && !sight.planner) return refusal();
        return may_collate(place.round, unit, sight)
                   ? Result<void>{}
                   : failure(Kind::Refused, "block.error.deputy-collates", {{"unit", unit.name}});
    }
    case Column::Verified:
        place.path = place.round.owner_path;
        if (!sight.office) return refusal();
        return {};
    }
    return denied();
}

Result<void> right_time(audit::Act const& act, Place const& place, SaveCells const& command)
{
    auto const& round = place.round;
    std::string const column{scoring::code_of(command.column)};
    if (command.column == Column::Verified && appeal_upheld(act.tx, round, place.sheet.id))
        return {};
    if (round.state != stage_of(command.column))
        return failure(Kind::Refused, "block.error.not-now-" + column);
    if (round.closes_on && act.today() > *round.closes_on)
        return failure(
            Kind::Refused, "block.error.window", {{"day", to_vietnamese(*round.closes_on)}});
    if (command.column == Column::Self && place.sheet.sent_at)
        return failure(Kind::Refused, "block.error.sent", {{"unit", place.sheet.unit.name}});
    if (command.column != Column::Cross) return {};
    for (auto const& scorer : scorers_of(act.tx, round, place.sheet.id)) {
        if (scorer.unit.unit_id == place.scorer_id && scorer.sent_at)
            return failure(Kind::Refused, "block.error.sent", {{"unit", place.sheet.unit.name}});
    }
    return {};
}

Result<Place> place_of(audit::Act& act, SaveCells const& command)
{
    Place place;
    auto round = find_round(act.tx, command.round);
    if (!round || !sees(*round, sight_of(act.actor, *round))) return not_found();
    place.round = std::move(*round);
    auto sheet = find_sheet(act.tx, place.round, command.unit);
    if (!sheet) return not_found();
    place.sheet = std::move(*sheet);
    TD_CHECK(right_to_enter(act, place, command));
    TD_CHECK(right_time(act, place, command));
    place.scale = scale_by_id(act.tx, place.round.scale_id).value().read();
    return place;
}

json::value logged(Content const& content)
{
    json::object object;
    if (content.value) object["value"] = scoring::to_text(*content.value);
    if (content.points) object["points"] = scoring::to_text(*content.points);
    if (content.not_applicable) object["not_applicable"] = true;
    if (!content.reason.empty()) object["reason"] = content.reason;
    return object;
}

// Takes the entries one by one; nothing is written before all are good.
class Saver {
public:
    Saver(audit::Act& act, Place const& place, SaveCells const& command)
        : act_(act),
          place_(place),
          command_(command),
          figures_(block::figures_of(act.tx, place.sheet.id))
    {}

    Result<SavedCells> operator()()
    {
        TD_CHECK(read_column_before());
        for (auto const& entry : command_.entries) take(entry);
        if (!wrong_.problems.empty()) return wrong_;
        if (!stale_.problems.empty()) return stale_;
        write();
        SavedCells saved;
        for (auto const& change : changes_)
            saved.cells.push_back({change.key.criterion, change.cell.version});
        return saved;
    }

private:
    struct Change {
        CellKey key;
        Content before;
        Cell cell;
    };

    Result<void> read_column_before()
    {
        if (command_.column == Column::Self) return {};
        auto const before = static_cast<Column>(static_cast<int>(command_.column) - 1);
        auto const score =
            scoring::score(place_.scale, place_.sheet.for_engine(place_.round, before));
        if (!score) return score.error();
        for (auto const& figure : score->column(before).figures) {
            if (figure.entered || figure.from) before_[figure.criterion->code] = figure.points;
        }
        return {};
    }

    // The field a criterion is entered in, for what is wrong with the cell as a whole.
    char const* main_field(scoring::Criterion const& criterion) const
    {
        bool const judged = std::holds_alternative<scoring::Judged>(criterion.measure);
        return takes_value(command_.column, judged) ? "v" : "p";
    }

    void problem(std::string key, std::string const& code, char const* field, Args args = {})
    {
        args.emplace_back("criterion", code);
        wrong_.problems.push_back({std::move(key), std::move(args), field + ("." + code)});
    }

    void no_criterion(std::string const& code)
    {
        wrong_.problems.push_back({"block.error.no-criterion", {{"criterion", code}}});
    }

    void stale(CellEntry const& entry,
               scoring::Criterion const& criterion,
               Content const& mine,
               Cell const& theirs)
    {
        auto const& now = theirs.content;
        stale_.problems.push_back({"block.error.cell-changed",
                                   {{"criterion", entry.criterion},
                                    {"mine", shown(mine)},
                                    {"theirs", shown(now)},
                                    {"by", theirs.by},
                                    {"version", std::to_string(theirs.version)},
                                    {"value", typed(now.value)},
                                    {"points", typed(now.points)},
                                    {"not_applicable", now.not_applicable ? "1" : ""},
                                    {"reason", now.reason}},
                                   main_field(criterion) + ("." + entry.criterion)});
    }

    void take(CellEntry const& entry)
    {
        auto const* criterion = place_.scale.criterion(entry.criterion);
        if (criterion == nullptr) return no_criterion(entry.criterion);
        auto const content = content_of(entry, *criterion);
        if (!content) return;
        CellKey key{command_.column, place_.scorer_id, entry.criterion};
        auto const* present = place_.sheet.cell(key);
        Cell const now = present == nullptr ? Cell{} : *present;
        if (*content == now.content) return;
        if (entry.version != now.version) {
            auto const seen = block::past_content(act_.tx, place_.sheet.id, key, entry.version);
            if (*content == seen.value_or(Content{})) return;  // Not this actor's change.
            return stale(entry, *criterion, *content, now);
        }
        if (!may_change(*criterion, *content)) return;
        changes_.push_back({std::move(key), now.content, {*content, now.version + 1, "", 0}});
    }

    std::optional<Content> content_of(CellEntry const& entry, scoring::Criterion const& criterion)
    {
        auto const& code = entry.criterion;
        Content content{.not_applicable = entry.not_applicable, .reason = tidy(entry.reason)};
        auto const value = tidy(entry.value), points = tidy(entry.points);
        if (!value.empty()) {
            content.value = parse_typed(value);
            if (!content.value || *content.value < 0)
                return problem("block.error.cell-number", code, "v", {{"typed", value}}),
                       std::nullopt;
        }
        if (!points.empty()) {
            content.points = parse_typed(points);
            if (!content.points || *content.points < 0 || *content.points > criterion.maximum)
                return problem("block.error.cell-points",
                               code,
                               "p",
                               {{"typed", points}, {"max", typed(criterion.maximum)}}),
                       std::nullopt;
        }
        int const said = content.value.has_value() + content.points.has_value() +
                         static_cast<int>(content.not_applicable);
        if (said > 1)
            return problem("block.error.say-one", code, main_field(criterion)), std::nullopt;
        if (content.not_applicable && !in_task_group(code))
            return problem("block.error.always-applies", code, "n"), std::nullopt;
        return content;
    }

    bool in_task_group(std::string_view code) const
    {
        for (auto const& group : place_.scale.groups) {
            for (auto const& criterion : group.criteria) {
                if (criterion.code == code) return group.kind == scoring::GroupKind::Task;
            }
        }
        return false;
    }

    bool may_change(scoring::Criterion const& criterion, Content const& content)
    {
        auto const& code = criterion.code;
        bool const early = command_.column == Column::Self || command_.column == Column::Cross;
        if (early && figures_.contains(code))
            return problem("block.error.computed", code, main_field(criterion)), false;
        if (content.value && !content.points) {
            auto const points = scoring::points_of(criterion, *content.value, place_.sheet.people);
            if (!points) return problem("block.error.no-people", code, "v"), false;
        }
        if (needs_reason(criterion, content) && content.reason.empty())
            return problem("block.error.cell-reason", code, "r"), false;
        return true;
    }

    bool needs_reason(scoring::Criterion const& criterion, Content const& content) const
    {
        if (command_.column == Column::Self || content.empty()) return false;
        auto const before = before_.find(criterion.code);
        if (before == before_.end()) return false;
        Amount points = content.points.value_or(0);
        if (content.value)
            points = scoring::points_of(criterion, *content.value, place_.sheet.people).value();
        auto const apart = std::abs(points - before->second);
        return apart > (command_.column == Column::Cross ? place_.round.threshold : 0);
    }

    void write()
    {
        if (changes_.empty()) return;
        json::object before, after;
        for (auto const& change : changes_) {
            put_cell(act_, place_.sheet.id, change.key, change.cell);
            before[change.key.criterion] = logged(change.before);
            after[change.key.criterion] = logged(change.cell.content);
        }
        auto const subject = "score-sheet:" + place_.round.ref + ":" + place_.sheet.unit.code +
                             ":" + std::string{scoring::code_of(command_.column)};
        audit::record(act_,
                      {.what = "block.sheet.save",
                       .subject = subject,
                       .before = &before,
                       .after = &after,
                       .unit_path = place_.path});
    }

    audit::Act& act_;
    Place const& place_;
    SaveCells const& command_;
    std::map<std::string, StoredFigure> figures_;
    std::map<std::string, Amount> before_;
    std::vector<Change> changes_;
    Error wrong_{.kind = Kind::BadInput};
    Error stale_{.kind = Kind::Conflict};
};

}  // namespace

bool takes_value(Column column, bool judged) { return column == Column::Self && !judged; }

std::string shown(Content const& content)
{
    if (content.not_applicable) return "–";
    auto const number = content.value ? content.value : content.points;
    auto const text = number ? typed(number) : "…";
    return content.reason.empty() ? text : text + " – " + content.reason;
}

bool may_collate(Round const& round, Member const& unit, Sight const& sight)
{
    if (unit.role != "head") return sight.lead.head || (sight.lead.any() && sight.planner);
    bool const has_deputy =
        std::any_of(round.members.begin(), round.members.end(), [](Member const& member) {
            return member.role == "deputy";
        });
    return has_deputy ? sight.lead.deputy : sight.planner;
}

Result<SavedCells> save_cells(audit::Act& act, SaveCells const& command)
{
    auto const place = TD_TRY(place_of(act, command));
    return Saver{act, place, command}();
}

}  // namespace thidua::block
