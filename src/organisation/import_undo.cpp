#include "audit/settings.h"
#include "base/text.h"
#include "organisation/import.h"
#include "organisation/names.h"
#include "organisation/unit_store.h"

#include <boost/json.hpp>

#include <string>
#include <vector>

namespace thidua::organisation {

namespace {

namespace json = boost::json;

struct Item {
    std::string place;
    std::int64_t id = 0;
    bool inserted = true;
    json::object before;
    std::int64_t version = 1;
};

// What may not be there when a person or unit goes: a query for the codes of those still in use.
struct Use {
    std::string_view place;
    std::string_view sql;
};
constexpr Use kUses[] = {
    {"person", "SELECT p.code FROM person p JOIN post x ON x.person_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN absence x ON x.person_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN transfer x ON x.person_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN collective_member x ON x.person_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN person x ON x.merged_into = p.id"},
    {"person", "SELECT p.code FROM person p JOIN rating x ON x.subject_kind = 'person' AND x.subject_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN initiative x ON x.subject_kind = 'person' AND x.subject_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN discipline x ON x.subject_kind = 'person' AND x.subject_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN pending_case x ON x.subject_kind = 'person' AND x.subject_id = p.id"},
    {"person", "SELECT p.code FROM person p JOIN account x ON x.person = p.code"},
    {"unit", "SELECT p.code FROM unit p JOIN account x ON x.unit = p.code"},
    {"unit", "SELECT p.code FROM unit p JOIN role_grant x ON x.unit = p.code AND x.revoked_by = ''"},
    {"unit", "SELECT p.code FROM unit p JOIN delegation x ON x.unit = p.code AND x.revoked_by = ''"},
    {"unit", "SELECT p.code FROM unit p JOIN unit_act_subject x ON x.unit_id = p.id JOIN unit_act t ON t.id = x.act_id"
             " AND t.kind <> 'import'"},
    {"unit", "SELECT p.code FROM unit p JOIN person x ON x.unit_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN post x ON x.unit_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN transfer x ON x.from_unit_id = p.id OR x.to_unit_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN unit_year x ON x.unit_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN completeness x ON x.unit_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN rating x ON x.subject_kind = 'unit' AND x.subject_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN initiative x ON x.subject_kind = 'unit' AND x.subject_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN discipline x ON x.subject_kind = 'unit' AND x.subject_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN pending_case x ON x.subject_kind = 'unit' AND x.subject_id = p.id"},
    {"unit", "SELECT p.code FROM unit p JOIN unit x ON x.parent_id = p.id AND NOT EXISTS (SELECT 1 FROM import_item j"
             " WHERE j.import_id = ?1 AND j.place = 'unit' AND j.act = 'insert' AND j.item_id = x.id)"},
};

class Undo {
public:
    Undo(audit::Act& act, std::int64_t import_id) : act_(act), import_id_(import_id) {}

    Result<void> operator()()
    {
        read_items();
        TD_CHECK(check_unused());
        for (auto const& item : items_) {
            if (!item.inserted) restore(item);
        }
        for (auto const* place : {"block_member", "completeness"}) {
            for (auto const& item : items_) {
                if (item.inserted && item.place == place) remove_by_key(item);
            }
        }
        for (auto const* place : {"post", "rating", "initiative", "discipline", "pending_case", "absence", "transfer",
                                  "unit_year"})
            remove_all(place);
        remove_people();
        remove_units();
        remove_blocks();
        audit::bump(tx(), "organisation.units");
        return {};
    }

private:
    storage::Transaction& tx() { return act_.tx; }

    void read_items()
    {
        for (auto rows = tx().query("SELECT place, item_id, act, before, version FROM import_item WHERE import_id = ?1"
                                    " AND (act = 'update' OR before <> '') ORDER BY place, item_id, act",
                                    {import_id_});
             rows.next();) {
            Item item{rows.string(0), rows.integer(1), rows.text(2) == "insert", {}, rows.integer(4)};
            item.before = json::parse(rows.text(3)).as_object();
            items_.push_back(std::move(item));
        }
    }

    std::string ours(std::string_view place, std::string_view id) const
    {
        return "EXISTS (SELECT 1 FROM import_item i WHERE i.import_id = ?1 AND i.place = '" + std::string{place} +
               "' AND i.act = 'insert' AND i.item_id = " + std::string{id} + ")";
    }

    Result<void> check_unused()
    {
        std::vector<std::string> in_use;
        for (auto const& use : kUses) {
            auto const sql = std::string{use.sql} + " WHERE " + ours(use.place, "p.id") + " ORDER BY 1 LIMIT 10";
            for (auto rows = tx().query(sql, {import_id_}); rows.next();) in_use.push_back(rows.string(0));
        }
        for (auto const& item : items_) {
            if (item.inserted) continue;
            auto const version = tx().integer("SELECT version FROM " + item.place + " WHERE id = ?1", {item.id});
            if (version != item.version) in_use.push_back(label(item));
        }
        for (auto const* place : {"person", "post", "rating", "initiative", "discipline", "pending_case", "absence", "unit_year"}) {
            auto const sql = "SELECT count(*) FROM " + std::string{place} + " p WHERE p.version > 1 AND " + ours(place, "p.id");
            if (auto const changed = tx().integer(sql, {import_id_}).value_or(0); changed > 0)
                in_use.push_back(std::string{place} + ": " + std::to_string(changed));
        }
        if (!in_use.empty()) return failure(Kind::Refused, "import.undo.in-use", {{"things", name_some(in_use)}});
        return {};
    }

    std::string label(Item const& item)
    {
        if (item.place != "person" && item.place != "unit") return item.place;
        return tx().text("SELECT code FROM " + item.place + " WHERE id = ?1", {item.id}).value_or(item.place);
    }

    static storage::Param param(json::value const& value)
    {
        if (value.is_null()) return {};
        if (value.is_int64()) return value.get_int64();
        return std::string_view{value.get_string()};
    }

    void restore(Item const& item)
    {
        if (item.place == "unit") return restore_unit(item);
        std::string sets;
        std::vector<storage::Param> params{item.id};
        for (auto const& member : item.before) {
            params.push_back(param(member.value()));
            sets += std::string{member.key()} + " = ?" + std::to_string(params.size()) + ", ";
        }
        std::string search;
        std::string order;
        if (auto const* name = item.before.if_contains("full_name")) {
            search = search_key(name->get_string());
            order = name_sort_key(name->get_string());
            params.emplace_back(search);
            params.emplace_back(storage::Bytes{order});
            sets += "search_key = ?" + std::to_string(params.size() - 1) + ", sort_key = ?" + std::to_string(params.size()) + ", ";
            index_name(tx(), kPerson, item.id, name->get_string(), order);
        }
        tx().execute("UPDATE " + item.place + " SET " + sets + "version = version + 1 WHERE id = ?1", params);
    }

    void restore_unit(Item const& item)
    {
        auto const unit = unit_by_id(tx(), item.id).value();
        auto state = newest_state(tx(), item.id);
        for (auto const& member : item.before) {
            auto const value = member.value().is_string() ? std::string{member.value().get_string()} : std::string{};
            if (member.key() == "name") state.name = value;
            else if (member.key() == "kind") state.kind = value;
            else if (member.key() == "parent") state.parent_id = value.empty() ? std::nullopt : std::optional{find_unit(tx(), value).value().id};
            else if (member.key() == "valid_from") restore_day(item.id, "valid_from", member.value());
            else restore_day(item.id, "valid_to", member.value());
        }
        state.from = newest_state(tx(), item.id).from;
        auto const act_id = insert_act(act_, "import", act_.today(), {});
        set_state(tx(), unit, state, act_id);
    }

    void restore_day(std::int64_t unit_id, std::string const& column, json::value const& value)
    {
        auto const newest = to_iso(newest_state(tx(), unit_id).from);
        tx().execute("UPDATE unit_state SET " + column + " = ?3 WHERE unit_id = ?1 AND valid_from = ?2",
                     {unit_id, newest, param(value)});
        tx().execute("UPDATE unit SET " + column + " = ?2 WHERE id = ?1", {unit_id, param(value)});
    }

    void remove_by_key(Item const& item)
    {
        std::string where;
        std::vector<storage::Param> params;
        for (auto const& member : item.before) {
            params.push_back(param(member.value()));
            where += (where.empty() ? "" : " AND ") + std::string{member.key()} + " = ?" + std::to_string(params.size());
        }
        tx().execute("DELETE FROM " + item.place + " WHERE " + where, params);
    }

    void remove_all(std::string const& place)
    {
        tx().execute("DELETE FROM " + place + " WHERE " + ours(place, place + ".id"), {import_id_});
    }

    void remove_people()
    {
        tx().execute("DELETE FROM name_word WHERE subject_kind = 'person' AND " + ours("person", "name_word.subject_id"), {import_id_});
        remove_all("person");
    }

    void remove_units()
    {
        for (auto const* side : {"predecessor_id", "successor_id"})
            tx().execute("DELETE FROM unit_link WHERE " + ours("unit", "unit_link." + std::string{side}), {import_id_});
        for (auto const* table : {"unit_state", "unit_act_subject", "collective_member", "block_member"})
            tx().execute("DELETE FROM " + std::string{table} + " WHERE " + ours("unit", std::string{table} + ".unit_id"), {import_id_});
        tx().execute("DELETE FROM name_word WHERE subject_kind = 'unit' AND " + ours("unit", "name_word.subject_id"), {import_id_});
        // Children before their parents: a longer path lies deeper.
        std::vector<std::int64_t> ids;
        for (auto rows = tx().query("SELECT id FROM unit WHERE " + ours("unit", "unit.id") + " ORDER BY length(path) DESC, id", {import_id_});
             rows.next();)
            ids.push_back(rows.integer(0));
        for (auto const id : ids) tx().execute("DELETE FROM unit WHERE id = ?1", {id});
    }

    // A block that others use by now stays.
    void remove_blocks()
    {
        tx().execute("DELETE FROM block WHERE " + ours("block", "block.id") +
                         " AND NOT EXISTS (SELECT 1 FROM block_member m WHERE m.block_id = block.id)",
                     {import_id_});
    }

    audit::Act& act_;
    std::int64_t import_id_;
    std::vector<Item> items_;
};

}  // namespace

Result<void> undo_import(audit::Act& act, std::int64_t import_id) { return Undo{act, import_id}(); }

}  // namespace thidua::organisation
