#include "register/store.h"

#include "audit/settings.h"
#include "base/text.h"
#include "organisation/names.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::registry {

namespace {

using access::Permission;

constexpr std::string_view kDecisionColumns =
    "d.id, d.ref, d.number, d.decided_on, d.authority, d.kind, d.corrects_id, d.title, d.marking, d.wants_public,"
    " d.released_by, d.released_at, d.additions, d.entered_by, d.entered_at, d.version";

constexpr std::string_view kAwardColumns =
    "a.id, a.ref, a.decision_id, a.subject_kind, a.subject_id, a.award, a.decided_on, a.year, a.year_from, a.school_year,"
    " a.mode, a.movement, a.citation, a.subject_name, a.unit_id, a.unit_name, a.rank, a.position, a.sex, a.direct_worker,"
    " a.target_group, a.sources, a.submitting_unit_id, a.certificate_no, a.amount, a.posthumous, a.marking, a.state,"
    " a.revoked_by_id, a.revoke_reason, a.checked_by, a.checked_at, a.released, a.entered_by, a.version, u.path";

Date day(std::string_view iso)
{
    auto const date = parse_iso_date(iso);
    if (!date) throw std::logic_error("a day in the register is none");
    return *date;
}

std::optional<Instant> maybe_instant(storage::Rows const& rows, int column)
{
    auto const seconds = rows.maybe_integer(column);
    return seconds ? std::optional{Instant{*seconds}} : std::nullopt;
}

Decision read_decision(storage::Rows const& rows)
{
    return {.id = rows.integer(0),
            .ref = rows.string(1),
            .number = rows.string(2),
            .decided_on = day(rows.text(3)),
            .authority = rows.string(4),
            .kind = rows.string(5),
            .corrects_id = rows.maybe_integer(6),
            .title = rows.string(7),
            .marking = static_cast<access::Marking>(rows.integer(8)),
            .wants_public = rows.boolean(9),
            .released_by = rows.string(10),
            .released_at = maybe_instant(rows, 11),
            .has_additions = rows.boolean(12),
            .entered_by = rows.string(13),
            .entered_at = Instant{rows.integer(14)},
            .version = rows.integer(15)};
}

Frozen read_frozen(storage::Rows const& rows)
{
    Frozen frozen{.subject_name = rows.string(13),
                  .unit_id = rows.integer(14),
                  .unit_name = rows.string(15),
                  .rank = rows.string(16),
                  .position = rows.string(17),
                  .sex = rows.string(18),
                  .direct_worker = std::nullopt,
                  .target_group = rows.string(20),
                  .sources = rows.string(21)};
    if (!rows.is_null(19)) frozen.direct_worker = rows.boolean(19);
    return frozen;
}

Award read_award(storage::Rows const& rows)
{
    return {.id = rows.integer(0),
            .ref = rows.string(1),
            .decision_id = rows.integer(2),
            .subject_kind = rows.string(3),
            .subject_id = rows.integer(4),
            .award = rows.string(5),
            .decided_on = day(rows.text(6)),
            .year = {rows.maybe_integer(7), rows.maybe_integer(8), rows.boolean(9)},
            .mode = rows.string(10),
            .movement = rows.string(11),
            .citation = rows.string(12),
            .frozen = read_frozen(rows),
            .submitting_unit_id = rows.maybe_integer(22),
            .certificate_no = rows.string(23),
            .amount = rows.maybe_integer(24),
            .posthumous = rows.boolean(25),
            .marking = static_cast<access::Marking>(rows.integer(26)),
            .state = rows.string(27),
            .revoked_by_id = rows.maybe_integer(28),
            .revoke_reason = rows.string(29),
            .checked_by = rows.string(30),
            .checked_at = maybe_instant(rows, 31),
            .released = rows.boolean(32),
            .entered_by = rows.string(33),
            .version = rows.integer(34),
            .unit_path = rows.string(35)};
}

std::string select_decisions(std::string_view condition)
{
    return "SELECT " + std::string{kDecisionColumns} + " FROM decision d WHERE " + std::string{condition};
}

std::string select_awards(std::string_view condition)
{
    return "SELECT " + std::string{kAwardColumns} + " FROM award a JOIN unit u ON u.id = a.unit_id WHERE " +
           std::string{condition};
}

std::optional<Decision> one_decision(storage::Rows rows)
{
    if (!rows.next()) return std::nullopt;
    return read_decision(rows);
}

std::optional<Award> one_award(storage::Rows rows)
{
    if (!rows.next()) return std::nullopt;
    return read_award(rows);
}

std::string quoted(std::string_view text)
{
    std::string literal = "'";
    for (char const c : text) {
        if (c == '\0') continue;
        literal += c;
        if (c == '\'') literal += c;
    }
    return literal + "'";
}

std::string marking_limit(access::Actor const& actor) { return std::to_string(static_cast<int>(actor.clearance)); }

// Papers whose number or day was corrected keep their address, so the first may be taken.
std::string free_decision_ref(storage::Transaction& tx, Decision const& decision)
{
    auto const secret = audit::instance_secret(tx);
    for (int nth = 1;; ++nth) {
        auto ref = decision_ref(secret, decision.number, decision.decided_on, decision.authority, decision.marking, nth);
        if (!tx.integer("SELECT id FROM decision WHERE ref = ?1", {ref})) return ref;
    }
}

bool is_taken(storage::Transaction& tx, std::int64_t decision_id, std::string_view ref)
{
    return tx.integer("SELECT id FROM award WHERE decision_id = ?1 AND ref = ?2", {decision_id, ref}).has_value();
}

std::string free_award_ref(storage::Transaction& tx, Award const& award, std::string_view decision_ref,
                           std::string_view subject_code)
{
    auto const secret = audit::instance_secret(tx);
    auto const subject = award.subject_kind + ":" + std::string{subject_code};
    for (int nth = 1;; ++nth) {
        auto ref = award_ref(secret, decision_ref, subject, award.award, award.year, award.mode, award.marking, nth);
        if (!is_taken(tx, award.decision_id, ref)) return ref;
    }
}

// What the first and the last of all paths, in their order, have in common, all of them have.
std::string common_part(storage::Transaction& tx, std::string const& column, std::int64_t id, access::Marking marking)
{
    auto rows = tx.query("SELECT min(u.path), max(u.path) FROM award a JOIN unit u ON u.id = a.unit_id WHERE a." + column +
                             " = ?1 AND a.marking <= ?2",
                         {id, static_cast<int>(marking)});
    if (!rows.next() || rows.is_null(0)) return {};
    auto const first = rows.string(0);
    auto const last = rows.string(1);
    auto const [end, _] = std::mismatch(first.begin(), first.end(), last.begin(), last.end());
    auto const common = std::string_view{first}.substr(0, static_cast<std::size_t>(end - first.begin()));
    return std::string{common.substr(0, common.rfind('/') + 1)};
}

}  // namespace

std::string sql_sees_award(access::Actor const& actor)
{
    return "(a.marking <= " + marking_limit(actor) + " AND " +
           access::sql_in_scopes(actor.scopes(Permission::ReadRegister), "u.path") + ")";
}

std::string sql_sees_decision(access::Actor const& actor)
{
    auto const within_clearance = "d.marking <= " + marking_limit(actor);
    auto const scopes = actor.scopes(Permission::ReadRegister);
    if (scopes.empty()) return "(1=0)";
    if (scopes.front() == "/") return "(" + within_clearance + ")";
    return "(" + within_clearance + " AND (d.entered_by = " + quoted(actor.name) +
           " OR EXISTS (SELECT 1 FROM award a JOIN unit u ON u.id = a.unit_id WHERE a.decision_id = d.id AND " +
           sql_sees_award(actor) + ")))";
}

std::string sql_is_undone(access::Actor const& actor, std::string_view decision)
{
    auto const of_paper = "SELECT 1 FROM award w WHERE w.decision_id = " + std::string{decision} +
                          ".id AND w.marking <= " + marking_limit(actor);
    return "(EXISTS (" + of_paper + ") AND NOT EXISTS (" + of_paper + " AND w.state <> 'withdrawn'))";
}

std::optional<Decision> find_decision(storage::Transaction& tx, access::Actor const& actor, std::string_view ref)
{
    return one_decision(tx.query(select_decisions("d.ref = ?1 AND " + sql_sees_decision(actor)), {ref}));
}

std::optional<Decision> decision_by_id(storage::Transaction& tx, std::int64_t id)
{
    return one_decision(tx.query(select_decisions("d.id = ?1"), {id}));
}

std::vector<Decision> decisions_numbered(storage::Transaction& tx, std::string_view number, std::string_view authority,
                                         Date day)
{
    auto const key = number_key(number);
    auto const year = to_iso(day).substr(0, 4);
    std::vector<Decision> decisions;
    for (auto rows = tx.query(select_decisions("d.number_key = ?1 AND d.authority = ?2 AND d.decided_on >= ?3"
                                               " AND d.decided_on <= ?4 ORDER BY d.decided_on, d.marking, d.id"),
                              {key, authority, year + "-01-01", year + "-12-31"});
         rows.next();)
        decisions.push_back(read_decision(rows));
    return decisions;
}

std::optional<Award> find_award(storage::Transaction& tx, access::Actor const& actor, std::int64_t decision_id,
                                std::string_view ref)
{
    return one_award(tx.query(select_awards("a.decision_id = ?1 AND a.ref = ?2 AND " + sql_sees_award(actor)),
                              {decision_id, ref}));
}

std::optional<Award> award_by_id(storage::Transaction& tx, std::int64_t id)
{
    return one_award(tx.query(select_awards("a.id = ?1"), {id}));
}

std::vector<Award> awards_of(storage::Transaction& tx, std::int64_t decision_id)
{
    std::vector<Award> awards;
    for (auto rows = tx.query(select_awards("a.decision_id = ?1 ORDER BY a.id"), {decision_id}); rows.next();)
        awards.push_back(read_award(rows));
    return awards;
}

void insert_decision(storage::Transaction& tx, Decision& decision)
{
    decision.ref = free_decision_ref(tx, decision);
    decision.id = tx.insert(
        "INSERT INTO decision (ref, number, number_key, search_key, decided_on, authority, kind, corrects_id, title,"
        " marking, wants_public, entered_by, entered_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13) RETURNING id",
        {decision.ref, decision.number, number_key(decision.number), search_key(decision.number),
         to_iso(decision.decided_on), decision.authority, decision.kind, decision.corrects_id, decision.title,
         static_cast<int>(decision.marking), decision.wants_public, decision.entered_by, decision.entered_at.seconds});
}

void insert_award(storage::Transaction& tx, Award& award, Decision const& decision, std::string_view subject_code)
{
    award.decision_id = decision.id;
    award.ref = free_award_ref(tx, award, decision.ref, subject_code);
    auto const& frozen = award.frozen;
    award.id = tx.insert(
        "INSERT INTO award (ref, decision_id, subject_kind, subject_id, award, decided_on, year, year_from, school_year,"
        " mode, movement, citation, subject_name, unit_id, unit_name, rank, position, sex, direct_worker, target_group,"
        " sources, submitting_unit_id, certificate_no, amount, posthumous, marking, entered_by)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18, ?19, ?20, ?21, ?22,"
        " ?23, ?24, ?25, ?26, ?27) RETURNING id",
        {award.ref, award.decision_id, award.subject_kind, award.subject_id, award.award, to_iso(award.decided_on),
         award.year.year, award.year.from, award.year.is_school_year, award.mode, award.movement, award.citation,
         frozen.subject_name, frozen.unit_id, frozen.unit_name, frozen.rank, frozen.position, frozen.sex,
         frozen.direct_worker, frozen.target_group, frozen.sources, award.submitting_unit_id, award.certificate_no,
         award.amount, award.posthumous, static_cast<int>(award.marking), award.entered_by});
}

void update_decision(storage::Transaction& tx, Decision& decision)
{
    auto const old_marking = tx.integer("SELECT marking FROM decision WHERE id = ?1", {decision.id});
    if (old_marking != static_cast<int>(decision.marking)) decision.ref = free_decision_ref(tx, decision);
    auto const released_at = decision.released_at ? std::optional{decision.released_at->seconds} : std::nullopt;
    tx.execute("UPDATE decision SET ref = ?2, number = ?3, number_key = ?4, search_key = ?5, decided_on = ?6,"
               " authority = ?7, title = ?8, marking = ?9, wants_public = ?10, released_by = ?11, released_at = ?12,"
               " additions = ?13, version = version + 1 WHERE id = ?1",
               {decision.id, decision.ref, decision.number, number_key(decision.number), search_key(decision.number),
                to_iso(decision.decided_on), decision.authority, decision.title, static_cast<int>(decision.marking),
                decision.wants_public, decision.released_by, released_at, decision.has_additions});
    ++decision.version;
}

void update_award(storage::Transaction& tx, Award& award)
{
    auto const old_marking = tx.integer("SELECT marking FROM award WHERE id = ?1", {award.id});
    if (old_marking != static_cast<int>(award.marking)) {
        auto const decision = decision_by_id(tx, award.decision_id);
        award.ref = free_award_ref(tx, award, decision->ref, subject_code(tx, award.subject_kind, award.subject_id));
    }
    auto const& frozen = award.frozen;
    auto const checked_at = award.checked_at ? std::optional{award.checked_at->seconds} : std::nullopt;
    tx.execute(
        "UPDATE award SET ref = ?2, subject_kind = ?3, subject_id = ?4, award = ?5, decided_on = ?6, year = ?7,"
        " year_from = ?8, school_year = ?9, mode = ?10, movement = ?11, citation = ?12, subject_name = ?13,"
        " unit_id = ?14, unit_name = ?15, rank = ?16, position = ?17, sex = ?18, direct_worker = ?19,"
        " target_group = ?20, sources = ?21, submitting_unit_id = ?22, certificate_no = ?23, amount = ?24,"
        " posthumous = ?25, marking = ?26, state = ?27, revoked_by_id = ?28, revoke_reason = ?29, checked_by = ?30,"
        " checked_at = ?31, released = ?32, version = version + 1 WHERE id = ?1",
        {award.id, award.ref, award.subject_kind, award.subject_id, award.award, to_iso(award.decided_on),
         award.year.year, award.year.from, award.year.is_school_year, award.mode, award.movement, award.citation,
         frozen.subject_name, frozen.unit_id, frozen.unit_name, frozen.rank, frozen.position, frozen.sex,
         frozen.direct_worker, frozen.target_group, frozen.sources, award.submitting_unit_id, award.certificate_no,
         award.amount, award.posthumous, static_cast<int>(award.marking), award.state, award.revoked_by_id,
         award.revoke_reason, award.checked_by, checked_at, award.released});
    ++award.version;
}

void note_additions(storage::Transaction& tx, std::int64_t decision_id)
{
    tx.execute("UPDATE decision SET additions = CASE WHEN released_by <> '' THEN 1 ELSE 0 END, version = version + 1"
               " WHERE id = ?1",
               {decision_id});
}

void note_import_additions(storage::Transaction& tx, std::int64_t import_id)
{
    tx.execute("UPDATE decision SET additions = CASE WHEN released_by <> '' THEN 1 ELSE 0 END, version = version + 1"
               " WHERE (import_id IS NULL OR import_id <> ?1)"
               " AND id IN (SELECT decision_id FROM award WHERE import_id = ?1 AND marking = 0)",
               {import_id});
}

std::string part_of_decision(storage::Transaction& tx, std::int64_t decision_id, access::Marking marking)
{
    return common_part(tx, "decision_id", decision_id, marking);
}

std::string part_of_import(storage::Transaction& tx, std::int64_t import_id, access::Marking marking)
{
    return common_part(tx, "import_id", import_id, marking);
}

std::string subject_code(storage::Transaction& tx, std::string_view kind, std::int64_t id)
{
    auto const table = kind == organisation::kUnit ? "unit" : "person";
    return tx.text("SELECT code FROM " + std::string{table} + " WHERE id = ?1", {id}).value_or("");
}

}  // namespace thidua::registry
