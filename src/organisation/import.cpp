#include "organisation/import.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "organisation/import_kinds.h"
#include "organisation/names.h"

namespace thidua::organisation {

namespace {

namespace json = boost::json;

void note(storage::Transaction& tx, std::int64_t import_id, std::string_view place, std::int64_t id,
          std::string_view act, json::object const& before, std::int64_t version)
{
    tx.execute("INSERT INTO import_item (import_id, place, item_id, act, before, version) VALUES (?1, ?2, ?3, ?4, ?5, ?6)"
               " ON CONFLICT (import_id, place, item_id, act) DO NOTHING",
               {import_id, place, id, act, before.empty() ? std::string{} : json::serialize(before), version});
}

}  // namespace

bool ImportRun::finish_checking(std::int64_t good_rows)
{
    report.rejected = intake::List::rejected_rows(report);
    report.accepted = partial || report.rejected == 0 ? good_rows : 0;
    return !dry_run && report.accepted > 0;
}

access::Permission permission_for(std::string_view kind)
{
    using enum access::Permission;
    if (kind == "units" || kind == "blocks") return WriteOrganisation;
    if (kind == "persons" || kind == "posts" || kind == "transfers") return WritePeople;
    if (kind == "disciplines" || kind == "pending") return WriteDiscipline;
    return WriteFacts;
}

Result<void> import_list(ImportRun& run)
{
    if (!run.act.actor.may(permission_for(run.list.kind().name))) return denied();
    auto const kind = run.list.kind().name;
    if (kind == "units") return import_units(run);
    if (kind == "persons") return import_persons(run);
    if (kind == "blocks") return import_blocks(run);
    return import_facts(run);
}

void note_inserted(storage::Transaction& tx, std::int64_t import_id, std::string_view place, std::int64_t id,
                   json::object const& key)
{
    note(tx, import_id, place, id, "insert", key, 1);
}

void note_updated(storage::Transaction& tx, std::int64_t import_id, std::string_view place, std::int64_t id,
                  std::int64_t version, json::object const& before)
{
    note(tx, import_id, place, id, "update", before, version);
}

std::string read_own_code(intake::RowReader& row, std::size_t column, std::set<std::string>& seen)
{
    std::string const code{row.text(column)};
    auto key = code_key(code);
    if (code.empty()) return key;
    if (!check_code(code)) row.wrong(column, "import.row.bad-code", {{"value", code}});
    else if (!seen.insert(key).second) row.wrong(column, "import.row.code-twice", {{"value", code}});
    return key;
}

UnitEntry const* read_unit(intake::RowReader& row, UnitDirectory const& units, std::size_t column,
                           std::optional<Date> on)
{
    if (row.is_empty(column)) return nullptr;
    auto const text = row.text(column);
    if (auto const* unit = units.find(text)) return unit;
    UnitEntry const* found = nullptr;
    for (auto const* unit : units.named(fold(text), on)) {
        if (!unit->in_scope) continue;
        if (found != nullptr) {
            row.wrong(column, "import.row.ambiguous-unit", {{"value", std::string{text}}});
            return nullptr;
        }
        found = unit;
    }
    if (found == nullptr) row.wrong(column, "import.row.unknown-unit", {{"value", std::string{text}}});
    return found;
}

void warn_unchanged(ImportRun& run, std::int64_t rows)
{
    if (rows == 0 || run.list.lines().empty()) return;
    auto const& first = run.list.lines().front();
    run.report.warnings.push_back({run.list.sheet_name(first), first.row, "", "import.file.unchanged",
                                   {{"count", std::to_string(rows)}}});
}

std::int64_t ensure_block(audit::Act& act, std::int64_t import_id, std::string_view name, std::string_view level)
{
    auto const key = fold(name);
    if (auto const known = act.tx.integer("SELECT id FROM block WHERE name_key = ?1", {key})) return *known;
    auto const ref = address_of(audit::instance_secret(act.tx), "block:" + key);
    auto const id = act.tx.insert("INSERT INTO block (ref, name, name_key, level) VALUES (?1, ?2, ?3, ?4) RETURNING id",
                                  {ref, name, key, level.empty() ? std::string_view{"ban"} : level});
    note_inserted(act.tx, import_id, "block", id);
    return id;
}

}  // namespace thidua::organisation
