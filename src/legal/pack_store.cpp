#include "legal/pack_store.h"

#include <boost/json.hpp>

namespace thidua::legal {
namespace {

namespace json = boost::json;

constexpr std::string_view kSelect =
    "SELECT p.id, p.ref, p.name, p.hash, p.base_hash, p.applies_from, p.reason, p.passed, p.report, p.state,"
    " p.entered_by, p.entered_at, p.decided_by, p.decided_at, p.decided_reason, p.activation, p.pack_version,"
    " p.version, u.id, u.code, u.name, u.path FROM law_pack p LEFT JOIN unit u ON u.id = p.unit_id";

std::string text_at(json::value const& value, char const* name)
{
    return std::string{value.at(name).as_string()};
}

std::string report_of(Trial const& trial)
{
    json::array failed, differences;
    for (auto const& each : trial.failed) {
        failed.push_back({{"name", each.name}, {"expected", each.expected}, {"got", each.got}});
    }
    for (auto const& each : trial.differences) {
        differences.push_back({{"kind", each.kind},
                               {"subject", each.subject},
                               {"unit_path", each.unit_path},
                               {"name", each.name},
                               {"award", each.award},
                               {"before", each.before},
                               {"after", each.after}});
    }
    return json::serialize(json::object{{"failed", std::move(failed)},
                                        {"differences", std::move(differences)},
                                        {"turned", trial.turned}});
}

Trial trial_in(std::string_view report)
{
    Trial trial;
    auto const document = json::parse(report);
    for (auto const& each : document.at("failed").as_array()) {
        trial.failed.push_back(
            {text_at(each, "name"), text_at(each, "expected"), text_at(each, "got")});
    }
    for (auto const& each : document.at("differences").as_array()) {
        trial.differences.push_back({text_at(each, "kind"),
                                     text_at(each, "subject"),
                                     text_at(each, "name"),
                                     text_at(each, "unit_path"),
                                     text_at(each, "award"),
                                     text_at(each, "before"),
                                     text_at(each, "after")});
    }
    trial.turned = document.at("turned").as_int64();
    return trial;
}

PackChange read_pack(storage::Rows const& rows)
{
    PackChange change;
    change.id = rows.integer(0);
    change.ref = rows.string(1);
    change.name = rows.string(2);
    change.hash = rows.string(3);
    change.base_hash = rows.string(4);
    change.applies_from = *parse_iso_date(rows.text(5));
    change.reason = rows.string(6);
    change.trial = trial_in(rows.text(8));
    change.trial.passed = static_cast<int>(rows.integer(7));
    change.passage = {rows.string(9), rows.string(10), Instant{rows.integer(11)}, rows.string(12)};
    if (auto const at = rows.maybe_integer(13)) change.passage.decided_at = Instant{*at};
    change.passage.decided_reason = rows.string(14);
    change.activation = rows.integer(15);
    change.pack_version = rows.string(16);
    change.version = rows.integer(17);
    if (!rows.is_null(18))
        change.unit = {rows.integer(18), rows.string(19), rows.string(20), rows.string(21)};
    return change;
}

}  // namespace

std::vector<PackChange> pack_changes(storage::Transaction& tx)
{
    std::vector<PackChange> list;
    for (auto rows = tx.query(std::string{kSelect} + " ORDER BY p.id DESC"); rows.next();)
        list.push_back(read_pack(rows));
    return list;
}

std::optional<PackChange> find_pack(storage::Transaction& tx, std::string_view ref)
{
    auto rows = tx.query(std::string{kSelect} + " WHERE p.ref = ?1", {ref});
    if (!rows.next()) return std::nullopt;
    return read_pack(rows);
}

std::string pack_bytes(storage::Transaction& tx, PackChange const& change)
{
    return tx.text("SELECT bytes FROM law_pack WHERE id = ?1", {change.id}).value();
}

void insert_pack(storage::Transaction& tx, PackChange& change, std::string const& bytes)
{
    auto const unit = change.unit ? std::optional{change.unit->id} : std::nullopt;
    change.id = tx.insert(
        "INSERT INTO law_pack (ref, name, unit_id, bytes, hash, base_hash, applies_from, reason, passed, failed,"
        " report, state, entered_by, entered_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13,"
        " ?14) RETURNING id",
        {change.ref, change.name, unit, bytes, change.hash, change.base_hash, to_iso(change.applies_from),
         change.reason, change.trial.passed, change.trial.failed.size(), report_of(change.trial),
         change.passage.state, change.passage.entered_by, change.passage.entered_at.seconds});
}

void update_pack(storage::Transaction& tx, PackChange const& change)
{
    auto const activation =
        change.activation == 0 ? std::nullopt : std::optional{change.activation};
    tx.execute("UPDATE law_pack SET state = ?2, activation = ?3, decided_by = ?4, decided_at = ?5,"
               " decided_reason = ?6, version = version + 1 WHERE id = ?1",
               {change.id, change.passage.state, activation, change.passage.decided_by,
                change.passage.decided_at->seconds, change.passage.decided_reason});
}

std::int64_t next_activation(storage::Transaction& tx)
{
    return tx.integer("SELECT max(activation) FROM law_pack").value_or(0) + 1;
}

void store_version(storage::Transaction& tx, PackChange const& change)
{
    tx.execute("UPDATE law_pack SET pack_version = ?2 WHERE id = ?1", {change.id, change.pack_version});
}

}  // namespace thidua::legal
