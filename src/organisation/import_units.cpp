#include "audit/settings.h"
#include "base/text.h"
#include "organisation/import_kinds.h"
#include "organisation/names.h"
#include "organisation/unit_store.h"

#include <algorithm>
#include <map>
#include <set>

namespace thidua::organisation {

namespace {

namespace json = boost::json;

// Stands for "as long as anyone knows" where a list does not say since when a unit exists.
constexpr std::string_view kSinceEver = "0001-01-01";

// One row of the list.
struct UnitDraft {
    intake::Line line;
    std::string code;
    std::string key;
    std::string name;
    std::string parent_key;  // "" for a top unit
    std::string kind;        // "" not stated
    std::optional<Date> from;
    std::optional<Date> to;
    std::vector<std::string> predecessors;  // keys
    std::string block;
    UnitEntry const* existing = nullptr;
    bool good = true;
};

class UnitImport {
public:
    explicit UnitImport(ImportRun& run)
        : run_(run), kind_(run.list.kind()), row_(run.list, run.report),
          units_(run.act.tx, run.act.actor, access::Permission::WriteOrganisation)
    {}

    Result<void> operator()()
    {
        for (auto const& line : run_.list.lines()) read(line);
        for (auto& draft : drafts_) check_relations(draft);
        for (auto& draft : drafts_) check_cycle(draft);
        while (spread_from_parents()) {}
        auto const good = std::count_if(drafts_.begin(), drafts_.end(), [](auto const& draft) { return draft.good; });
        if (run_.finish_checking(good)) store();
        return {};
    }

private:
    storage::Transaction& tx() { return run_.act.tx; }
    std::size_t at(std::string_view column) const { return kind_.at(column); }

    void read(intake::Line const& line)
    {
        row_.begin(line);
        row_.require_all();
        UnitDraft draft{line, std::string{row_.text(at("code"))}, {}, std::string{row_.text(at("name"))}};
        draft.key = read_own_code(row_, at("code"), keys_);
        draft.parent_key = code_key(row_.text(at("parent")));
        draft.kind = row_.term(at("kind")).value_or("");
        draft.from = row_.date(at("valid_from"));
        draft.to = row_.date(at("valid_to"));
        draft.block = std::string{row_.text(at("block"))};
        draft.existing = units_.find(draft.code);
        for (auto const part : split(row_.text(at("predecessors")), ';')) {
            if (!trim(part).empty()) draft.predecessors.push_back(code_key(trim(part)));
        }
        if (!draft.code.empty()) by_key_.emplace(draft.key, drafts_.size());
        if (draft.from && draft.to && *draft.to < *draft.from) row_.wrong(at("valid_to"), "import.row.ends-before");
        if (draft.from && *draft.from > run_.act.today())
            row_.wrong(at("valid_from"), "import.row.day-in-future", {{"day", to_vietnamese(*draft.from)}});
        draft.good = row_.good();
        drafts_.push_back(std::move(draft));
    }

    UnitDraft* in_file(std::string const& key)
    {
        auto const found = by_key_.find(key);
        return found == by_key_.end() ? nullptr : &drafts_[found->second];
    }

    // The last day of a unit, by the file before the register.
    std::optional<Date> end_of(std::string const& key)
    {
        auto const* drafted = in_file(key);
        if (drafted != nullptr && !drafted->good) return std::nullopt;  // What is wrong with it is said there.
        if (drafted != nullptr && drafted->to) return drafted->to;
        auto const* standing = units_.find(key);
        return standing == nullptr ? std::nullopt : standing->to;
    }

    // Parents and predecessors may stand anywhere in the file or in the register.
    void check_relations(UnitDraft& draft)
    {
        row_.begin(draft.line);
        if (draft.parent_key.empty()) {
            bool const may_make_top = run_.act.actor.may(access::Permission::WriteOrganisation, "/");
            if (!may_make_top && draft.existing == nullptr) row_.wrong(at("parent"), "import.row.parent-missing");
        } else if (in_file(draft.parent_key) == nullptr && units_.find(draft.parent_key) == nullptr) {
            row_.wrong(at("parent"), "import.row.unknown-unit", {{"value", std::string{row_.text(at("parent"))}}});
        } else if (auto const end = end_of(draft.parent_key); end && draft.from && *end < *draft.from) {
            row_.wrong(at("parent"), "import.row.parent-ended", {{"day", to_vietnamese(*end)}});
        }
        for (auto const& key : draft.predecessors) {
            if (key == draft.key || (in_file(key) == nullptr && units_.find(key) == nullptr))
                row_.wrong(at("predecessors"), "import.row.unknown-unit", {{"value", key}});
        }
        draft.good = draft.good && row_.good();
    }

    void check_cycle(UnitDraft& draft)
    {
        std::set<std::string> seen{draft.key};
        for (auto* above = in_file(draft.parent_key); above != nullptr; above = in_file(above->parent_key)) {
            if (above->key != draft.key && seen.insert(above->key).second) continue;
            row_.begin(draft.line);
            if (above->key == draft.key) row_.wrong(at("parent"), "import.row.unit-in-itself"), draft.good = false;
            return;
        }
    }

    // A unit whose parent is rejected cannot be stored; true while another one was found.
    bool spread_from_parents()
    {
        bool found = false;
        for (auto& draft : drafts_) {
            auto const* parent = in_file(draft.parent_key);
            if (!draft.good || parent == nullptr || parent->good || parent->existing != nullptr) continue;
            row_.begin(draft.line);
            row_.wrong(at("parent"), "import.row.parent-rejected", {{"value", parent->code}});
            draft.good = false;
            found = true;
        }
        return found;
    }

    void store()
    {
        import_id_ = run_.open();
        act_id_ = insert_act(run_.act, "import", run_.act.today(), {});
        for (auto& draft : drafts_) {
            if (draft.good) store_unit(draft);
        }
        for (auto const& draft : drafts_) {
            if (draft.good) store_links(draft), store_block(draft);
        }
        warn_unchanged(run_, unchanged_);
        audit::bump(tx(), "organisation.units");
    }

    // Parents before their children.
    Unit store_unit(UnitDraft const& draft)
    {
        if (auto const done = stored_.find(draft.key); done != stored_.end()) return done->second;
        std::optional<Unit> parent;
        if (!draft.parent_key.empty()) {
            auto* above = in_file(draft.parent_key);
            parent = above != nullptr && above->good ? store_unit(*above) : find_unit(tx(), draft.parent_key);
        }
        auto unit = draft.existing != nullptr ? update_unit(draft, parent) : insert_new(draft, parent);
        return stored_.emplace(draft.key, std::move(unit)).first->second;
    }

    // Where the list does not say: the top is the Ban, units below it are of level 2, others of level 3.
    static std::string kind_below(std::optional<Unit> const& parent)
    {
        return !parent ? "ban" : parent->kind == "ban" ? "cap-2" : "cap-3";
    }

    Unit insert_new(UnitDraft const& draft, std::optional<Unit> const& parent)
    {
        auto unit = insert_unit(tx(),
                                {.code = draft.code,
                                 .name = draft.name,
                                 .kind = draft.kind.empty() ? kind_below(parent) : draft.kind,
                                 .parent = parent,
                                 .from = draft.from.value_or(*parse_iso_date(kSinceEver)),
                                 .to = draft.to},
                                act_id_);
        note_inserted(tx(), import_id_, "unit", unit.id);
        return unit;
    }

    // What the list says otherwise than the register; its empty cells change nothing.
    Unit update_unit(UnitDraft const& draft, std::optional<Unit> const& parent)
    {
        auto const old = find_unit(tx(), draft.code).value();
        auto state = newest_state(tx(), old.id);
        json::object before;
        json::object after;
        auto change = [&](char const* field, auto const& from, auto const& to) {
            before[field] = from;
            after[field] = to;
        };
        if (!draft.name.empty() && draft.name != state.name) change("name", state.name, draft.name), state.name = draft.name;
        if (!draft.kind.empty() && draft.kind != state.kind) change("kind", state.kind, draft.kind), state.kind = draft.kind;
        if (parent && state.parent_id != parent->id && !parent->path.starts_with(old.path)) {
            auto const present = state.parent_id ? unit_by_id(tx(), *state.parent_id) : std::nullopt;
            change("parent", present ? present->code : "", parent->code);
            state.parent_id = parent->id;
        }
        if (!after.empty()) set_state(tx(), old, state, act_id_);
        update_days(draft, old, before, after);
        if (after.empty()) return ++unchanged_, old;
        auto changed = find_unit(tx(), draft.code).value();
        note_updated(tx(), import_id_, "unit", old.id, changed.version, before);
        audit::record(run_.act, {.what = "organisation.unit.import",
                                 .subject = "unit:" + old.code,
                                 .before = &before,
                                 .after = &after,
                                 .unit_path = old.path});
        return changed;
    }

    // First and last day, while the unit had one state only; later states are the tree's own acts.
    void update_days(UnitDraft const& draft, Unit const& old, json::object& before, json::object& after)
    {
        bool const one_state = tx().integer("SELECT count(*) FROM unit_state WHERE unit_id = ?1", {old.id}) == 1;
        if (draft.from && *draft.from != old.valid_from && one_state) {
            before["valid_from"] = to_iso(old.valid_from);
            after["valid_from"] = to_iso(*draft.from);
            tx().execute("UPDATE unit_state SET valid_from = ?2 WHERE unit_id = ?1", {old.id, to_iso(*draft.from)});
            tx().execute("UPDATE unit SET valid_from = ?2, version = version + 1 WHERE id = ?1", {old.id, to_iso(*draft.from)});
        }
        if (draft.to && !old.valid_to) {
            before["valid_to"] = nullptr;
            after["valid_to"] = to_iso(*draft.to);
            end_unit(tx(), old.id, *draft.to);
        }
    }

    // One before and one after is a rename under a new code, several before a merger, several after a
    // split.
    void store_links(UnitDraft const& draft)
    {
        auto const& unit = stored_.at(draft.key);
        for (auto const& key : draft.predecessors) {
            auto const predecessor = find_unit(tx(), key);
            if (!predecessor) continue;  // Its own row was rejected.
            auto const successors = std::count_if(drafts_.begin(), drafts_.end(), [&](auto const& other) {
                return std::find(other.predecessors.begin(), other.predecessors.end(), key) != other.predecessors.end();
            });
            auto const how = draft.predecessors.size() > 1 ? "merge" : successors > 1 ? "split" : "rename";
            link(tx(), predecessor->id, unit.id, how, unit.valid_from);
        }
    }

    // A member of its block in every year of its life so far.
    void store_block(UnitDraft const& draft)
    {
        if (draft.block.empty()) return;
        auto const& unit = stored_.at(draft.key);
        auto const block = ensure_block(run_.act, import_id_, draft.block, "ban");
        auto const this_year = run_.act.today().year();
        auto const first = draft.from ? draft.from->year() : this_year;
        auto const last = draft.to ? std::min(draft.to->year(), this_year) : std::max(first, this_year);
        for (int year = first; year <= last; ++year) {
            auto const added = tx().execute("INSERT INTO block_member (block_id, year, unit_id) VALUES (?1, ?2, ?3)"
                                            " ON CONFLICT (block_id, year, unit_id) DO NOTHING",
                                            {block, year, unit.id});
            if (added != 0)
                note_inserted(tx(), import_id_, "block_member", ++members_,
                              {{"block_id", block}, {"year", year}, {"unit_id", unit.id}});
        }
    }

    ImportRun& run_;
    intake::ListKind const& kind_;
    intake::RowReader row_;
    UnitDirectory units_;
    std::vector<UnitDraft> drafts_;
    std::set<std::string> keys_;
    std::map<std::string, std::size_t> by_key_;
    std::map<std::string, Unit> stored_;
    std::int64_t import_id_ = 0;
    std::int64_t act_id_ = 0;
    std::int64_t unchanged_ = 0;
    std::int64_t members_ = 0;
};

}  // namespace

Result<void> import_units(ImportRun& run) { return UnitImport{run}(); }

}  // namespace thidua::organisation
