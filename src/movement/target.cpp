#include "movement/target.h"

#include "base/random.h"
#include "base/text.h"
#include "inbox/inbox.h"
#include "movement/parts.h"
#include "movement/registration.h"
#include "movement/target_store.h"

#include <algorithm>
#include <array>
#include <map>
#include <set>

namespace thidua::movement {

namespace json = boost::json;

namespace {

constexpr std::array<std::string_view, 2> kBetters{"high", "low"};
constexpr std::array<std::string_view, 4> kRolls{"sum", "mean", "min", "max"};

// "1.250.000": points that part thousands, every group of three digits.
bool is_grouped(std::string_view whole)
{
    auto const groups = split(whole, '.');
    return groups.size() > 1 && !groups[0].empty() && groups[0].size() <= 3 &&
           std::all_of(groups.begin() + 1, groups.end(), [](std::string_view group) {
               return group.size() == 3;
           });
}

Error over(Movement const& movement)
{
    return failure(Kind::Refused, "movement.error.over", {{"code", movement.code}});
}

struct Bearer {
    organisation::Subject subject;
    std::int64_t unit = 0;
};

// Subjects below the owner, by code; what does not fit is said in `field`.
std::map<std::string, Bearer, std::less<>> bearers(Act& act,
                                                   Movement const& movement,
                                                   std::set<std::string> const& codes,
                                                   Complaints& wrong)
{
    std::map<std::string, Bearer, std::less<>> found;
    for (auto const& code : codes) {
        auto const subject = organisation::find_subject(act.tx, code);
        if (!subject || !access::covers(movement.owner.path, subject->unit_path)) {
            wrong.add("movement.error.subject",
                      "subjects",
                      {{"code", code}, {"owner", movement.owner.name}});
            continue;
        }
        auto unit = subject->id;
        if (subject->kind == organisation::kPerson)
            unit = organisation::person_by_id(act.tx, subject->id).value().unit_id;
        found[code] = {*subject, unit};
    }
    return found;
}

std::set<std::string> subjects_in(std::vector<Cell> const& cells)
{
    std::set<std::string> codes;
    for (auto const& cell : cells) codes.insert(cell.subject);
    return codes;
}

// Names those that carry a target already.
void check_free(Act& act, std::vector<NewShare> const& shares, Complaints& wrong)
{
    std::set<std::tuple<std::int64_t, std::string, std::int64_t>> taken;
    std::set<std::int64_t> targets;
    for (auto const& share : shares) targets.insert(share.target);
    for (auto const target : targets) {
        auto rows = act.tx.query(
            "SELECT subject_kind, subject_id FROM target_share WHERE target_id = ?1 AND state <> "
            "'undone' ORDER BY id",
            {target});
        while (rows.next()) taken.insert({target, rows.string(0), rows.integer(1)});
    }
    std::set<std::string> named;
    for (auto const& share : shares) {
        bool const fresh =
            taken.insert({share.target, share.subject.kind, share.subject.id}).second;
        if (!fresh && named.insert(share.subject.code).second)
            wrong.add("movement.error.carries", "subjects", {{"name", share.subject.name}});
    }
}

// A figure in whole parts where it is whole: the rest goes to the first ones.
std::vector<std::int64_t> part_by(std::int64_t wanted, std::vector<std::int64_t> const& weights)
{
    std::int64_t sum = 0;
    for (auto const weight : weights) sum += weight;
    auto const grain = wanted % kThousand == 0 ? kThousand : std::int64_t{1};
    std::vector<std::int64_t> parts;
    std::int64_t left = wanted;
    for (auto const weight : weights) {
        auto const part = sum == 0 ? 0 : wanted / grain * weight / sum * grain;
        parts.push_back(part);
        left -= part;
    }
    for (std::size_t i = 0; i < parts.size() && left > 0; ++i) {
        parts[i] += std::min(grain, left);
        left -= std::min(grain, left);
    }
    return parts;
}

void tell_bearers(Act& act,
                  Movement const& movement,
                  std::string const& spread,
                  std::map<std::string, Bearer, std::less<>> const& found)
{
    for (auto const& [code, bearer] : found) {
        if (bearer.subject.kind != organisation::kUnit) continue;
        inbox::notify(act,
                      {.to = {.permission = Permission::WriteMovements,
                              .unit_path = bearer.subject.unit_path},
                       .dedup = "movement:spread:" + spread + ':' + code,
                       .sentence = "movement.notice.spread",
                       .args = {{"code", movement.code}, {"name", movement.text.name}},
                       .link = page_of(movement) + "/targets"});
    }
}

// Names of what rests on a spread: results, and shares of other spreads below.
std::vector<std::string> resting_on(storage::Transaction& tx, std::int64_t spread)
{
    std::vector<std::string> names;
    auto rows = tx.query(
        "SELECT t.name, COALESCE(p.full_name, u.name) FROM target_share s JOIN movement_target t ON "
        "t.id = s.target_id JOIN unit u ON u.id = s.unit_id LEFT JOIN person p ON s.subject_kind = "
        "'person' AND p.id = s.subject_id WHERE s.spread_id = ?1 AND s.state <> 'undone' AND "
        "(s.result IS NOT NULL OR EXISTS (SELECT 1 FROM target_share b WHERE b.parent_id = s.id AND "
        "b.spread_id <> ?1 AND b.state <> 'undone')) ORDER BY t.id, u.path, s.id",
        {spread});
    while (rows.next()) names.push_back(rows.string(1) + " (" + rows.string(0) + ")");
    return names;
}

}  // namespace

std::span<std::string_view const> betters() { return kBetters; }
std::span<std::string_view const> rolls() { return kRolls; }
double figure(std::int64_t thousandths) { return static_cast<double>(thousandths) / kThousand; }
std::string owner_of(Share const& share) { return "target-share:" + share.ref; }

std::optional<std::int64_t> parse_figure(std::string_view text)
{
    auto const typed = tidy(text);
    auto const comma = typed.find(',');
    auto whole = typed.substr(0, comma);
    auto decimals = comma == std::string::npos ? std::string() : typed.substr(comma + 1);
    if (comma == std::string::npos && !is_grouped(whole)) {
        auto const point = whole.find('.');
        if (point != std::string::npos) decimals = whole.substr(point + 1);
        whole = whole.substr(0, point);
    }
    std::erase_if(whole, [](char c) { return c == '.' || c == ' '; });
    bool const good = !whole.empty() && whole.size() <= 12 && decimals.size() <= 3 &&
                      (whole + decimals).find_first_not_of("0123456789") == std::string::npos;
    if (!good) return std::nullopt;
    decimals.resize(3, '0');
    return std::stoll(whole) * kThousand + std::stoll(decimals);
}

std::string figure_text(std::int64_t thousandths)
{
    auto text = std::to_string(thousandths / kThousand);
    auto decimals = std::to_string(kThousand + thousandths % kThousand).substr(1);
    while (!decimals.empty() && decimals.back() == '0') decimals.pop_back();
    return decimals.empty() ? text : text + ',' + decimals;
}

Result<std::string> add_target(Act& act, AddTarget const& command)
{
    auto const movement =
        TD_TRY(movement_for(act, command.ref, Permission::WriteMovements, command.version));
    if (is_over(movement.state)) return over(movement);
    Complaints wrong;
    auto const name = wrong.required(command.name, "target_name");
    auto const measure = wrong.required(command.measure, "measure");
    wrong.choice(command.better, kBetters, "better");
    wrong.choice(command.roll, kRolls, "roll");
    auto const wanted = parse_figure(command.wanted);
    if (!wanted) wrong.add("movement.error.figure", "wanted");
    if (!command.due_on) wrong.add("error.required", "due_on");
    TD_CHECK(wrong.check());
    auto const ref = random_token(8);
    act.tx.execute(
        "INSERT INTO movement_target (ref, movement_id, name, measure, better, roll, source, "
        "due_on, wanted, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11)",
        {ref,
         movement.id,
         name,
         measure,
         command.better,
         command.roll,
         command.source,
         to_iso(*command.due_on),
         *wanted,
         act.actor.name,
         act.now.seconds});
    touch(act.tx, movement);
    json::object const after{{"name", name}, {"wanted", *wanted}, {"measure", measure}};
    leave_line(act, "movement.target.add", movement, nullptr, &after);
    return ref;
}

Result<void> drop_target(Act& act, std::string_view ref, std::string_view target, std::int64_t version)
{
    auto const movement = TD_TRY(movement_for(act, ref, Permission::WriteMovements, version));
    if (is_over(movement.state)) return over(movement);
    auto const found = find_target(act.tx, movement.id, target);
    if (!found) return not_found();
    auto const ever =
        act.tx.integer("SELECT count(*) FROM target_share WHERE target_id = ?1", {found->id});
    if (ever.value_or(0) > 0)
        return failure(Kind::Refused, "movement.error.target-carried", {{"name", found->name}});
    act.tx.execute("DELETE FROM movement_target WHERE id = ?1", {found->id});
    touch(act.tx, movement);
    json::object const before{{"name", found->name}, {"wanted", found->wanted}};
    leave_line(act, "movement.target.drop", movement, &before, nullptr);
    return {};
}

Result<std::vector<Cell>> plan_spread(Act& act,
                                      Movement const& movement,
                                      std::vector<std::string> const& targets,
                                      std::vector<std::string> const& subjects,
                                      Split split)
{
    Complaints wrong;
    auto const found =
        bearers(act, movement, std::set<std::string>(subjects.begin(), subjects.end()), wrong);
    if (subjects.empty()) wrong.add("movement.error.no-subjects", "subjects");
    if (targets.empty()) wrong.add("movement.error.no-targets", "targets");
    TD_CHECK(wrong.check());
    std::vector<std::int64_t> weights;
    for (auto const& [code, bearer] : found) {
        bool const counts = split == Split::ByHeadcount && bearer.subject.kind == organisation::kUnit;
        weights.push_back(counts ? count_people(act.tx, bearer.subject.unit_path, act.today()) : 1);
    }
    std::vector<Cell> cells;
    for (auto const& ref : targets) {
        auto const target = find_target(act.tx, movement.id, ref);
        if (!target) return not_found();
        auto const parts = split == Split::ByHeadcount ? part_by(target->wanted, weights)
                                                       : std::vector<std::int64_t>(weights.size(), target->wanted);
        std::size_t i = 0;
        for (auto const& [code, bearer] : found) cells.push_back({ref, bearer.subject.code, parts[i++]});
    }
    return cells;
}

Result<std::string> spread_targets(Act& act, SpreadTargets const& command)
{
    auto const movement =
        TD_TRY(movement_for(act, command.ref, Permission::WriteMovements, command.version));
    if (is_over(movement.state)) return over(movement);
    Complaints wrong;
    if (command.cells.empty()) wrong.add("movement.error.no-subjects", "subjects");
    auto const found = bearers(act, movement, subjects_in(command.cells), wrong);
    TD_CHECK(wrong.check());
    std::map<std::string, std::int64_t> targets;
    for (auto const& target : targets_of(act.tx, movement.id)) targets[target.ref] = target.id;
    std::vector<NewShare> shares;
    std::set<std::int64_t> touched;
    for (auto const& cell : command.cells) {
        auto const target = targets.find(cell.target);
        if (target == targets.end()) return not_found();
        auto const& bearer = found.find(cell.subject)->second;
        shares.push_back({target->second, bearer.subject, bearer.unit, cell.wanted});
        touched.insert(target->second);
    }
    check_free(act, shares, wrong);
    TD_CHECK(wrong.check());
    auto const ref = random_token(8);
    auto const spread = act.tx.insert(
        "INSERT INTO target_spread (ref, movement_id, shares, entered_by, entered_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id",
        {ref, movement.id, std::ssize(shares), act.actor.name, act.now.seconds});
    insert_shares(act.tx, spread, shares);
    touch(act.tx, movement);
    tell_bearers(act, movement, ref, found);
    json::object const after{{"targets", std::ssize(touched)}, {"shares", std::ssize(shares)}};
    leave_line(act, "movement.target.spread", movement, nullptr, &after);
    return ref;
}

Result<void> undo_spread(Act& act, UndoSpread const& command)
{
    auto const movement =
        TD_TRY(movement_for(act, command.ref, Permission::WriteMovements, command.version));
    if (is_over(movement.state)) return over(movement);
    auto const spread = act.tx.integer(
        "SELECT id FROM target_spread WHERE movement_id = ?1 AND ref = ?2 AND undone_at IS NULL",
        {movement.id, command.spread});
    if (!spread) return not_found();
    if (tidy(command.reason).empty()) return bad_input("error.required", {}, "undo_reason");
    if (auto const names = resting_on(act.tx, *spread); !names.empty()) {
        return failure(Kind::Refused,
                       "movement.error.spread-rests",
                       {{"names", organisation::name_some(names)}});
    }
    std::vector<std::int64_t> targets;
    for (auto rows = act.tx.query("SELECT DISTINCT target_id FROM target_share WHERE spread_id = ?1 "
                                  "ORDER BY target_id",
                                  {*spread});
         rows.next();)
        targets.push_back(rows.integer(0));
    act.tx.execute("UPDATE target_share SET state = 'undone', parent_id = NULL, depth = 0, version = "
                   "version + 1 WHERE spread_id = ?1",
                   {*spread});
    act.tx.execute("UPDATE target_spread SET undone_by = ?2, undone_at = ?3, reason = ?4 WHERE id = ?1",
                   {*spread, act.actor.name, act.now.seconds, command.reason});
    for (auto const target : targets) {
        link_shares(act.tx, target);
        roll_up_target(act.tx, target);
    }
    touch(act.tx, movement);
    json::object const after{{"reason", command.reason}};
    leave_line(act, "movement.target.undo", movement, nullptr, &after);
    return {};
}

Result<void> report_result(Act& act, ReportResult const& command)
{
    auto const movement = find_movement(act.tx, act.actor, command.ref);
    auto const share = movement ? find_share(act.tx, command.share) : std::nullopt;
    if (!share || !act.actor.may(Permission::ReadMovements, share->unit_path)) return not_found();
    auto const of = act.tx.integer(
        "SELECT t.movement_id FROM target_share s JOIN movement_target t ON t.id = s.target_id "
        "WHERE s.id = ?1",
        {share->id});
    if (of != movement->id) return not_found();
    if (!act.actor.may(Permission::WriteMovements, share->unit_path)) return denied();
    if (is_over(movement->state)) return over(*movement);
    if (!is_running(movement->state))
        return failure(Kind::Refused, "movement.error.not-running", {{"code", movement->code}});
    if (share->rolls_up)
        return failure(Kind::Refused, "movement.error.rolls-up", {{"name", share->name}});
    auto const value = parse_figure(command.result);
    if (share->version != command.version) {
        auto const theirs = share->result ? figure_text(*share->result) : "";
        return organisation::stale({{"result", command.result, theirs}});
    }
    Complaints wrong;
    auto const day = command.day.value_or(act.today());
    if (!value) wrong.add("movement.error.figure", "result");
    if (day > act.today()) wrong.add("movement.error.day-ahead", "day");
    TD_CHECK(wrong.check());
    act.tx.execute(
        "UPDATE target_share SET result = ?2, state = 'reported', reported_on = ?3, reported_by = "
        "?4, note = ?5, version = version + 1 WHERE id = ?1",
        {share->id, *value, to_iso(day), act.actor.name, command.note});
    if (command.file) {
        files::NewFile file;
        file.owner = owner_of(*share);
        file.name = command.file->filename;
        file.unit_path = share->unit_path;
        TD_TRY(files::store(act, file, *command.file));
    }
    roll_up(act.tx, share->id);
    auto const subject = owner_of(*share);
    json::object const after{{"subject", share->code}, {"result", *value}, {"day", to_iso(day)}};
    json::object before;
    if (share->result) before["result"] = *share->result;
    audit::record(act,
                  {.what = "movement.target.report",
                   .subject = subject,
                   .before = share->result ? &before : nullptr,
                   .after = &after,
                   .unit_path = share->unit_path});
    return {};
}

}  // namespace thidua::movement
