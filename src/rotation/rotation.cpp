#include "rotation/rotation.h"

#include "organisation/acts.h"
#include "organisation/rows.h"
#include "rotation/store.h"
#include "voting/counting.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::rotation {
namespace {

using access::Permission;

void leave_line(audit::Act& act,
                std::string_view what,
                Rotation const& rotation,
                boost::json::object after)
{
    after["year"] = rotation.year;
    auto const subject = "block:" + rotation.block.ref;
    audit::record(
        act,
        {.what = what, .subject = subject, .after = &after, .unit_path = rotation.owner_path});
}

Result<Rotation> rotation_for(audit::Act& act, OnBlock const& at)
{
    auto rotation = find_rotation(act.tx, act.actor, at.block, at.year);
    if (!rotation) return not_found();
    if (rotation->version != at.version) return organisation::stale({});
    return *std::move(rotation);
}

// For what the block itself decides, until the Council has recognised the next head.
Result<Rotation> open_rotation(audit::Act& act, OnBlock const& at)
{
    auto rotation = TD_TRY(rotation_for(act, at));
    if (!may_lead(act.actor, rotation)) return denied();
    if (rotation.election && rotation.election->is_recognised())
        return failure(Kind::Refused, "rotation.error.recognised");
    return rotation;
}

Error unknown_member(std::string const& code, std::string field)
{
    return bad_input("rotation.error.member", {{"unit", code}}, std::move(field));
}

Result<void> check_hands(Elect const& command, Rotation const& rotation)
{
    if (!command.hands_for || !command.hands_of)
        return bad_input("rotation.error.hands", {}, "hands_for");
    bool const fits = *command.hands_for >= 0 && *command.hands_for <= *command.hands_of &&
                      *command.hands_of <= std::ssize(rotation.places);
    if (!fits) return bad_input("rotation.error.hands", {}, "hands_for");
    return {};
}

// A counted session of this block in which the elected unit stood and passed.
Result<void> check_ballot(audit::Act& act, Elect const& command, Rotation const& rotation)
{
    auto const session = voting::find_session(act.tx, act.actor, command.ballot);
    if (!session || session->body.block_id != rotation.block.id)
        return bad_input("rotation.error.ballot", {}, "ballot");
    bool const counted =
        session->state == voting::State::Counted || session->state == voting::State::Settled;
    auto const line = std::find_if(
        session->lines.begin(), session->lines.end(), [&](voting::Line const& each) {
            return each.kind == "unit" && each.code == command.head;
        });
    if (!counted) return bad_input("rotation.error.not-counted", {}, "ballot");
    if (line == session->lines.end())
        return bad_input("rotation.error.not-a-line", {}, "ballot");
    auto const result = voting::result_of(act.tx, *session).value();
    auto const index = static_cast<std::size_t>(line - session->lines.begin());
    if (!result.lines.at(index).passed)
        return bad_input("rotation.error.not-passed", {{"unit", line->name}}, "ballot");
    return {};
}

Result<void> check_election(audit::Act& act, Elect const& command, Rotation const& rotation)
{
    if (rotation.place(command.head) == nullptr) return unknown_member(command.head, "head");
    if (!command.deputy.empty()) {
        if (rotation.place(command.deputy) == nullptr)
            return unknown_member(command.deputy, "deputy");
        if (command.deputy == command.head) return bad_input("rotation.error.twice", {}, "deputy");
    }
    if (command.held_on > act.today()) return bad_input("rotation.error.later", {}, "held_on");
    auto const* suggested = rotation.suggested();
    if (suggested != nullptr && suggested->code != command.head && command.reason.empty())
        return bad_input("rotation.error.reason", {{"unit", suggested->name}}, "reason");
    if (command.manner == "hands") return check_hands(command, rotation);
    if (command.manner == "ballot") return check_ballot(act, command, rotation);
    return bad_input("error.choice", {}, "manner");
}

// The Council's right was asked; keeping the block's table is organisation's own act.
class Keeper {
public:
    Keeper(audit::Act& act, Rotation const& rotation)
        : actor_(access::Actor::system(act.actor.name)),
          act_{act.tx, actor_, act.now, act.request},
          rotation_(rotation)
    {}

    Result<void> write(Election const& election)
    {
        TD_CHECK(take_over());
        auto const before =
            programme::members_of(act_.tx, rotation_.block.id, rotation_.year);
        for (auto const& member : before) {
            if (member.role != "member") TD_CHECK(set(member.code, "member", member.rank));
        }
        TD_CHECK(set(election.head, "head", {}));
        if (!election.deputy.empty()) TD_CHECK(set(election.deputy, "deputy", {}));
        return {};
    }

private:
    // Those of the year before who are not yet in; nothing new is no failure here.
    Result<void> take_over()
    {
        auto const copied = organisation::copy_block_year(
            act_, {rotation_.block.ref, rotation_.year, version()});
        if (copied || copied.error().kind == Kind::Refused) return {};
        return copied.error();
    }
    Result<void> set(std::string const& unit,
                     std::string const& role,
                     std::optional<std::int64_t> rank)
    {
        TD_TRY(organisation::set_block_member(act_,
                                              {.ref = rotation_.block.ref,
                                               .year = rotation_.year,
                                               .unit = unit,
                                               .role = role,
                                               .rank = rank,
                                               .version = version()}));
        return {};
    }
    std::int64_t version()
    {
        return organisation::find_block(act_.tx, actor_, rotation_.block.ref)->version;
    }

    access::Actor const actor_;
    audit::Act act_;
    Rotation const& rotation_;
};

}  // namespace

std::optional<Rotation> find_rotation(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view block_ref,
                                      int year)
{
    auto const block = organisation::find_block(tx, actor, block_ref);
    if (!block) return std::nullopt;
    auto rotation = load(tx, *block, year);
    auto const& path = rotation->owner_path;
    bool const office =
        actor.may(Permission::PlanYear, path) || actor.may(Permission::DecideResults, path);
    auto const& places = rotation->places;
    bool const member = std::any_of(places.begin(), places.end(), [&](Place const& each) {
        return actor.may(Permission::ReadMovements, each.path);
    });
    return office || member ? rotation : std::nullopt;
}

bool may_lead(access::Actor const& actor, Rotation const& rotation)
{
    auto const& places = rotation.places;
    bool const leads = std::any_of(places.begin(), places.end(), [&](Place const& each) {
        return each.role != "member" && actor.may(Permission::LeadBlock, each.path);
    });
    return leads || actor.may(Permission::PlanYear, rotation.owner_path);
}

bool may_recognise(access::Actor const& actor, Rotation const& rotation)
{
    return actor.may(Permission::DecideResults, rotation.owner_path);
}

bool acts_for(access::Actor const& actor, programme::BlockMember const& unit)
{
    return actor.may(Permission::SignForUnit, unit.path) ||
           actor.may(Permission::LeadBlock, unit.path);
}

Result<void> set_order(audit::Act& act, OnBlock const& at, std::vector<std::string> const& codes)
{
    auto const rotation = TD_TRY(open_rotation(act, at));
    boost::json::array order;
    for (auto const& code : codes) {
        if (rotation.place(code) == nullptr) return unknown_member(code, "order");
        if (std::count(codes.begin(), codes.end(), code) > 1)
            return bad_input("rotation.error.order-twice", {{"unit", code}}, "order");
        order.push_back(boost::json::value(code));
    }
    if (codes.size() != rotation.places.size())
        return bad_input("rotation.error.order-short", {}, "order");
    act.tx.execute("DELETE FROM rotation_order WHERE block_id = ?1", {rotation.block.id});
    std::int64_t position = 0;
    for (auto const& code : codes) {
        act.tx.execute("INSERT INTO rotation_order (block_id, unit_id, position) VALUES (?1, ?2,"
                       " ?3)",
                       {rotation.block.id, rotation.place(code)->unit_id, ++position});
    }
    touch(act.tx, rotation);
    leave_line(act, "rotation.order", rotation, {{"order", std::move(order)}});
    return {};
}

Result<void> skip(audit::Act& act,
                  OnBlock const& at,
                  std::string const& unit,
                  std::string const& reason)
{
    auto const rotation = TD_TRY(open_rotation(act, at));
    auto const* place = rotation.place(unit);
    if (place == nullptr) return unknown_member(unit, "skip");
    if (reason.empty()) return bad_input("error.required", {}, "skip_reason");
    act.tx.execute("INSERT INTO rotation_skip (block_id, year, unit_id, reason, entered_by) VALUES"
                   " (?1, ?2, ?3, ?4, ?5) ON CONFLICT (block_id, year, unit_id) DO UPDATE SET"
                   " reason = excluded.reason, entered_by = excluded.entered_by",
                   {rotation.block.id, rotation.year, place->unit_id, reason, act.actor.name});
    touch(act.tx, rotation);
    leave_line(act, "rotation.skip", rotation, {{"unit", unit}, {"reason", reason}});
    return {};
}

Result<void> take_back_skip(audit::Act& act, OnBlock const& at, std::string const& unit)
{
    auto const rotation = TD_TRY(open_rotation(act, at));
    auto const* place = rotation.place(unit);
    if (place == nullptr || place->skip_reason.empty()) return unknown_member(unit, "skip");
    act.tx.execute("DELETE FROM rotation_skip WHERE block_id = ?1 AND year = ?2 AND unit_id = ?3",
                   {rotation.block.id, rotation.year, place->unit_id});
    touch(act.tx, rotation);
    leave_line(act, "rotation.unskip", rotation, {{"unit", unit}});
    return {};
}

Result<void> elect(audit::Act& act, Elect const& command)
{
    auto const rotation = TD_TRY(open_rotation(act, command.at));
    TD_CHECK(check_election(act, command, rotation));
    auto const* head = rotation.place(command.head);
    auto const* deputy = rotation.place(command.deputy);
    bool const hands = command.manner == "hands";
    act.tx.execute("DELETE FROM rotation_election WHERE block_id = ?1 AND year = ?2",
                   {rotation.block.id, rotation.year});
    act.tx.execute(
        "INSERT INTO rotation_election (block_id, year, head_unit_id, deputy_unit_id, manner,"
        " hands_for, hands_of, ballot_ref, reason, held_on, entered_by) VALUES (?1, ?2, ?3, ?4, ?5,"
        " ?6, ?7, ?8, ?9, ?10, ?11)",
        {rotation.block.id,
         rotation.year,
         head->unit_id,
         deputy == nullptr ? std::nullopt : std::optional{deputy->unit_id},
         command.manner,
         hands ? command.hands_for : std::nullopt,
         hands ? command.hands_of : std::nullopt,
         hands ? std::string{} : command.ballot,
         command.reason,
         to_iso(command.held_on),
         act.actor.name});
    touch(act.tx, rotation);
    leave_line(act,
               "rotation.elect",
               rotation,
               {{"head", command.head}, {"deputy", command.deputy}, {"manner", command.manner}});
    return {};
}

Result<void> recognise(audit::Act& act, Recognise const& command)
{
    auto const rotation = TD_TRY(rotation_for(act, command.at));
    if (!may_recognise(act.actor, rotation)) return denied();
    if (!rotation.election) return failure(Kind::Refused, "rotation.error.not-elected");
    if (rotation.election->is_recognised())
        return failure(Kind::Refused, "rotation.error.recognised");
    if (command.number.empty()) return bad_input("error.required", {}, "number");
    if (command.signer.empty()) return bad_input("error.required", {}, "signer");
    if (command.dated > act.today()) return bad_input("rotation.error.later", {}, "dated");
    Keeper keeper{act, rotation};
    TD_CHECK(keeper.write(*rotation.election));
    act.tx.execute("UPDATE rotation_election SET number = ?3, dated = ?4, signer = ?5"
                   " WHERE block_id = ?1 AND year = ?2",
                   {rotation.block.id,
                    rotation.year,
                    command.number,
                    to_iso(command.dated),
                    command.signer});
    touch(act.tx, rotation);
    leave_line(act,
               "rotation.recognise",
               rotation,
               {{"head", rotation.election->head},
                {"number", command.number},
                {"dated", to_iso(command.dated)}});
    audit::publish(act,
                   "rotation.recognise",
                   {{"block", rotation.block.ref},
                    {"year", rotation.year},
                    {"head", rotation.election->head},
                    {"number", command.number}});
    return {};
}

}  // namespace thidua::rotation
