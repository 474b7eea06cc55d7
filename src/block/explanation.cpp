#include "block/explanation.h"

#include "base/text.h"
#include "block/sight.h"
#include "inbox/inbox.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;
using scoring::Column;

Result<std::vector<Gap>> open_gaps(storage::Transaction& tx, Round const& round, Sheet const& sheet)
{
    auto const scale = scale_by_id(tx, round.scale_id).value().read();
    auto const score = scoring::score(scale, sheet.for_engine(round, Column::Cross));
    if (!score) return score.error();
    return gaps(*score, round.threshold);
}

Result<void> check_entry(ExplanationEntry const& entry,
                         std::vector<Gap> const& gaps,
                         std::map<std::string, Explanation> const& present)
{
    bool const asked = std::any_of(
        gaps.begin(), gaps.end(), [&](Gap const& gap) { return gap.criterion == entry.criterion; });
    if (!asked)
        return bad_input(
            "block.error.no-gap", {{"criterion", entry.criterion}}, "e." + entry.criterion);
    if (entry.answer != "accept" && entry.answer != "explain")
        return bad_input("error.choice", {}, "e." + entry.criterion);
    if (entry.answer == "explain" && tidy(entry.text).empty())
        return bad_input(
            "block.error.explain", {{"criterion", entry.criterion}}, "t." + entry.criterion);
    auto const found = present.find(entry.criterion);
    auto const version = found == present.end() ? 0 : found->second.version;
    if (version != entry.version)
        return failure(Kind::Conflict,
                       "block.error.explanation-changed",
                       {{"criterion", entry.criterion},
                        {"by", found->second.by},
                        {"theirs", found->second.text}},
                       "t." + entry.criterion);
    return {};
}

bool is_unchanged(ExplanationEntry const& entry, std::map<std::string, Explanation> const& present)
{
    auto const found = present.find(entry.criterion);
    if (entry.answer.empty()) return true;
    return found != present.end() && found->second.accepts == (entry.answer == "accept") &&
           found->second.text == tidy(entry.text);
}

}  // namespace

std::map<std::string, Explanation> explanations_of(storage::Transaction& tx, std::int64_t sheet_id)
{
    std::map<std::string, Explanation> list;
    auto rows = tx.query(
        "SELECT criterion, accepts, text, by_name, at, version FROM "
        "score_explanation WHERE sheet_id = ?1 ORDER BY criterion",
        {sheet_id});
    while (rows.next()) {
        list[rows.string(0)] = {
            rows.boolean(1), rows.string(2), rows.string(3), rows.integer(4), rows.integer(5)};
    }
    return list;
}

Result<std::vector<Answered>> answered_of(storage::Transaction& tx, Round const& round)
{
    std::vector<Answered> list;
    for (auto const& sheet : sheets_of(tx, round)) {
        auto const open = TD_TRY(open_gaps(tx, round, sheet));
        if (open.empty()) continue;
        auto const said = explanations_of(tx, sheet.id);
        auto const answered = std::count_if(
            open.begin(), open.end(), [&](Gap const& gap) { return said.contains(gap.criterion); });
        list.push_back({sheet.unit, static_cast<int>(open.size()), static_cast<int>(answered)});
    }
    return list;
}

Result<void> save_explanations(audit::Act& act, SaveExplanations const& command)
{
    auto const round = find_round(act.tx, command.round);
    if (!round || !sees(*round, sight_of(act.actor, *round))) return not_found();
    auto const sheet = find_sheet(act.tx, *round, command.unit);
    if (!sheet) return not_found();
    if (!act.actor.may(Permission::SignForUnit, sheet->unit.path))
        return sight_of(act.actor, *round).owns(sheet->unit.unit_id) ? denied() : not_found();
    if (round->state != State::Explain)
        return failure(Kind::Refused, "block.error.not-now-explain");
    if (round->closes_on && act.today() > *round->closes_on)
        return failure(
            Kind::Refused, "block.error.window", {{"day", to_vietnamese(*round->closes_on)}});
    auto const open = TD_TRY(open_gaps(act.tx, *round, *sheet));
    auto const present = explanations_of(act.tx, sheet->id);
    json::object after;
    for (auto const& entry : command.entries) {
        if (is_unchanged(entry, present)) continue;
        TD_CHECK(check_entry(entry, open, present));
        bool const accepts = entry.answer == "accept";
        act.tx.execute(
            "INSERT INTO score_explanation (sheet_id, criterion, accepts, text, by_name, at) "
            "VALUES "
            "(?1, ?2, ?3, ?4, ?5, ?6) ON CONFLICT (sheet_id, criterion) DO UPDATE SET accepts = "
            "excluded.accepts, text = excluded.text, by_name = excluded.by_name, at = excluded.at, "
            "version = score_explanation.version + 1",
            {sheet->id,
             entry.criterion,
             accepts ? 1 : 0,
             tidy(entry.text),
             act.actor.name,
             act.now.seconds});
        after[entry.criterion] = accepts ? std::string{"accept"} : tidy(entry.text);
    }
    auto const now = explanations_of(act.tx, sheet->id);
    bool const whole = std::all_of(
        open.begin(), open.end(), [&](Gap const& gap) { return now.contains(gap.criterion); });
    if (whole) inbox::complete(act, "block:explain:" + round->ref + ":" + sheet->unit.code);
    if (after.empty()) return {};
    auto const subject = "score-sheet:" + round->ref + ":" + sheet->unit.code;
    audit::record(act,
                  {.what = "block.sheet.explain",
                   .subject = subject,
                   .after = &after,
                   .unit_path = sheet->unit.path});
    return {};
}

}  // namespace thidua::block
