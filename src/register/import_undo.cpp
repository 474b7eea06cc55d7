#include "audit/settings.h"
#include "organisation/import.h"
#include "register/import.h"
#include "register/store.h"
#include "register/tally.h"

#include <boost/json.hpp>

namespace thidua::registry {

namespace {

namespace json = boost::json;

struct StoredRun {
    std::int64_t id = 0;
    std::string kind;
    std::string state;
};

std::optional<StoredRun> find_run(storage::Transaction& tx, std::string_view ref)
{
    auto rows = tx.query("SELECT id, kind, state FROM import_run WHERE ref = ?1", {ref});
    if (!rows.next()) return std::nullopt;
    return StoredRun{rows.integer(0), rows.string(1), rows.string(2)};
}

std::string listed(storage::Rows rows)
{
    std::string text;
    while (rows.next()) {
        if (!text.empty()) text += "; ";
        text += rows.text(0);
    }
    return text;
}

// An entry that was checked, corrected, revoked or made public is no longer the import's alone.
Result<void> check_awards_unused(storage::Transaction& tx, std::int64_t import_id)
{
    auto const things = listed(tx.query(
        "SELECT DISTINCT d.number FROM award a JOIN decision d ON d.id = a.decision_id WHERE a.import_id = ?1"
        " AND (a.checked_by <> '' OR a.released = 1 OR a.state = 'revoked' OR a.version > 1"
        " OR EXISTS (SELECT 1 FROM correction c WHERE c.award_id = a.id)) ORDER BY d.number LIMIT 10",
        {import_id}));
    if (!things.empty()) return failure(Kind::Refused, "import.undo.in-use", {{"things", things}});
    return {};
}

// Awards given to, or frozen at, people and units the import brought.
Result<void> check_subjects_unused(storage::Transaction& tx, std::int64_t import_id)
{
    auto const things = listed(tx.query(
        "SELECT DISTINCT a.subject_name FROM award a JOIN import_item i ON i.import_id = ?1 AND i.act = 'insert'"
        " AND ((i.place = a.subject_kind AND i.item_id = a.subject_id) OR (i.place = 'unit' AND i.item_id = a.unit_id)"
        " OR (i.place = 'unit' AND i.item_id = a.submitting_unit_id)) ORDER BY a.subject_name LIMIT 10",
        {import_id}));
    if (!things.empty()) return failure(Kind::Refused, "import.undo.in-use", {{"things", things}});
    return {};
}

void withdraw_awards(storage::Transaction& tx, std::int64_t import_id)
{
    untally_import(tx, import_id);
    tx.execute("UPDATE award SET state = 'withdrawn', version = version + 1 WHERE import_id = ?1 AND state = 'valid'", {import_id});
    tx.execute("UPDATE decision SET wants_public = 0, version = version + 1 WHERE import_id = ?1 AND NOT EXISTS"
               " (SELECT 1 FROM award a WHERE a.decision_id = decision.id AND a.state <> 'withdrawn')",
               {import_id});
}

}  // namespace

Result<void> undo_import(audit::Act& act, std::string_view ref, std::string_view reason)
{
    auto const run = find_run(act.tx, ref);
    if (!run) return not_found();
    if (!act.actor.may(import_permission(run->kind))) return denied();
    if (run->state != "stored") return failure(Kind::Refused, "import.undo.not-stored");
    if (reason.empty()) return bad_input("import.undo.reason", {}, "reason");
    if (run->kind == "awards") {
        TD_CHECK(check_awards_unused(act.tx, run->id));
        withdraw_awards(act.tx, run->id);
    } else {
        TD_CHECK(check_subjects_unused(act.tx, run->id));
        TD_CHECK(organisation::undo_import(act, run->id));
    }
    act.tx.execute("UPDATE import_run SET state = 'undone', undone_by = ?2, undone_at = ?3, version = version + 1 WHERE id = ?1",
                   {run->id, act.actor.name, act.now.seconds});
    json::object const after{{"kind", run->kind}, {"reason", reason}};
    auto const part = part_of_import(act.tx, run->id, access::Marking::Thuong);
    audit::record(act, {.what = "register.import.undo",
                        .subject = "import:" + std::string{ref},
                        .after = &after,
                        .unit_path = part});
    return {};
}

}  // namespace thidua::registry
