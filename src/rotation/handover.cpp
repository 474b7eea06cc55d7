// The hand-over between two heads, and what goes into the pack of the one who leaves.
#include "audit/canonical.h"
#include "base/random.h"
#include "block/round.h"
#include "covenant/covenant.h"
#include "meeting/meeting.h"
#include "organisation/acts.h"
#include "organisation/rows.h"
#include "programme/programme.h"
#include "rotation/rotation.h"
#include "rotation/store.h"
#include "voting/session.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::rotation {
namespace {

void leave_line(audit::Act& act,
                std::string_view what,
                Rotation const& rotation,
                boost::json::object const& after)
{
    auto const subject = "block:" + rotation.block.ref;
    audit::record(
        act,
        {.what = what, .subject = subject, .after = &after, .unit_path = rotation.owner_path});
}

Result<Rotation> recognised_rotation(audit::Act& act, OnBlock const& at)
{
    auto rotation = find_rotation(act.tx, act.actor, at.block, at.year);
    if (!rotation) return not_found();
    if (rotation->version != at.version) return organisation::stale({});
    if (!rotation->election || !rotation->election->is_recognised() || rotation->head() == nullptr)
        return failure(Kind::Refused, "rotation.error.not-recognised");
    if (rotation->handover && rotation->handover->is_done())
        return failure(Kind::Refused, "rotation.error.handed-over");
    return *std::move(rotation);
}

Result<void> check(DraftHandover const& command)
{
    Error error;
    auto const need = [&](std::string const& value, char const* field) {
        if (value.empty()) error.problems.push_back({"error.required", {}, field});
    };
    need(command.place, "place");
    need(command.items, "items");
    need(command.from_name, "from_name");
    need(command.to_name, "to_name");
    if (!error.problems.empty()) return error;
    return {};
}

std::string confirmed_text(Rotation const& rotation)
{
    auto const& handover = *rotation.handover;
    boost::json::object const body{{"block", rotation.block.ref},
                                   {"year", rotation.year},
                                   {"from", handover.from.code},
                                   {"to", handover.to.code},
                                   {"day", to_iso(handover.day)},
                                   {"place", handover.place},
                                   {"items", handover.items},
                                   {"note", handover.note},
                                   {"from_name", handover.from_name},
                                   {"to_name", handover.to_name}};
    return audit::canonical_json(body);
}

// Adds the paper at `path`, numbered among those of its name.
void add(std::vector<PackPaper>& papers, std::string path, std::string const& name)
{
    auto const same = std::count_if(papers.begin(), papers.end(), [&](PackPaper const& each) {
        return each.name.starts_with(name);
    });
    papers.push_back({std::move(path), name + "-" + std::to_string(same + 1)});
}

void add_covenants(std::vector<PackPaper>& papers,
                   storage::Transaction& tx,
                   access::Actor const& actor,
                   std::int64_t block_id,
                   int year)
{
    for (auto rows = tx.query("SELECT c.ref FROM covenant c JOIN block b ON b.id = c.block_id"
                              " WHERE c.block_id = ?1 AND c.year = ?2 AND " +
                                  covenant::sql_readable(actor) + " ORDER BY c.id",
                              {block_id, year});
         rows.next();) {
        add(papers, "/covenants/" + rows.string(0) + "/print", "2-giao-uoc");
    }
}

void add_scores_and_votes(std::vector<PackPaper>& papers,
                          storage::Transaction& tx,
                          access::Actor const& actor,
                          organisation::Block const& block,
                          int year)
{
    for (auto const& round : block::rounds_of(tx, actor, year)) {
        if (round.block_id != block.id) continue;
        auto const page = "/scoring/" + round.ref;
        add(papers, page + "/print", "4-bang-tong-hop-xep-hang");
        for (auto const& member : round.members)
            add(papers, page + "/units/" + member.code + "/print", "4-bang-cham-diem");
    }
    constexpr int kEverySession = 1000;
    for (auto const& session : voting::sessions_for(
             tx, actor, {.block = block.ref, .year = year, .limit = kEverySession})) {
        add(papers, "/ballots/" + session.ref + "/minutes", "5-bien-ban-kiem-phieu");
    }
}

}  // namespace

Result<void> draft_handover(audit::Act& act, DraftHandover const& command)
{
    auto const rotation = TD_TRY(recognised_rotation(act, command.at));
    if (!may_lead(act.actor, rotation)) return denied();
    TD_CHECK(check(command));
    auto const to = organisation::find_unit(act.tx, rotation.election->head).value();
    act.tx.execute("DELETE FROM rotation_handover WHERE block_id = ?1 AND year = ?2",
                   {rotation.block.id, rotation.year});
    act.tx.execute("INSERT INTO rotation_handover (block_id, year, from_unit_id, to_unit_id, day,"
                   " place, items, note, from_name, to_name) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7,"
                   " ?8, ?9, ?10)",
                   {rotation.block.id,
                    rotation.year,
                    rotation.head()->unit_id,
                    to.id,
                    to_iso(command.day),
                    command.place,
                    command.items,
                    command.note,
                    command.from_name,
                    command.to_name});
    touch(act.tx, rotation);
    leave_line(act,
               "rotation.handover",
               rotation,
               {{"from", rotation.head()->code},
                {"to", to.code},
                {"day", to_iso(command.day)},
                {"items", command.items}});
    return {};
}

Result<void> confirm_handover(audit::Act& act, OnBlock const& at, bool as_receiver)
{
    auto const rotation = TD_TRY(recognised_rotation(act, at));
    if (!rotation.handover) return failure(Kind::Refused, "rotation.error.no-handover");
    auto const& handover = *rotation.handover;
    if (!acts_for(act.actor, as_receiver ? handover.to : handover.from)) return denied();
    if (as_receiver ? handover.to_at.has_value() : handover.from_at.has_value())
        return failure(Kind::Refused, "rotation.error.confirmed");
    auto const& other_by = as_receiver ? handover.from_by : handover.to_by;
    if (other_by == act.actor.name) return failure(Kind::Refused, "rotation.error.two-people");
    auto const hash = other_by.empty() ? std::string{} : sha256_hex(confirmed_text(rotation));
    std::string const sets = as_receiver ? "to_by = ?3, to_at = ?4" : "from_by = ?3, from_at = ?4";
    act.tx.execute("UPDATE rotation_handover SET " + sets +
                       ", hash = ?5 WHERE block_id = ?1 AND year = ?2",
                   {rotation.block.id, rotation.year, act.actor.name, act.now.seconds, hash});
    touch(act.tx, rotation);
    boost::json::object const after{{"as", as_receiver ? "receiver" : "giver"}, {"hash", hash}};
    leave_line(act, "rotation.confirm", rotation, after);
    if (!hash.empty()) {
        audit::publish(act,
                       "rotation.handover",
                       {{"block", rotation.block.ref}, {"year", rotation.year}, {"hash", hash}});
    }
    return {};
}

Result<std::vector<PackPaper>> pack_papers(storage::Transaction& tx,
                                           access::Actor const& actor,
                                           std::string_view block_ref,
                                           int year)
{
    auto const rotation = find_rotation(tx, actor, block_ref, year + 1);
    if (!rotation || (!may_lead(actor, *rotation) && !may_recognise(actor, *rotation)))
        return not_found();
    std::vector<PackPaper> papers;
    for (auto const& programme : programme::programmes(tx, actor)) {
        if (programme.year == year && programme.owner.path == rotation->owner_path &&
            programme.is_issued())
            add(papers, "/programme/" + programme.ref + "/print", "1-ke-hoach-nam");
    }
    add_covenants(papers, tx, actor, rotation->block.id, year);
    for (auto const& meeting : meeting::meetings(tx, actor, rotation->block.id, year)) {
        if (!meeting.conclusions.empty())
            add(papers, "/meetings/" + meeting.ref + "/print", "3-bien-ban-hop");
    }
    add_scores_and_votes(papers, tx, actor, rotation->block, year);
    if (rotation->handover) {
        add(papers,
            "/rotation/" + rotation->block.ref + "/print/" + std::to_string(year + 1),
            "6-bien-ban-ban-giao");
    }
    return papers;
}

}  // namespace thidua::rotation
