#include "audit/settings.h"
#include "base/text.h"
#include "register/collisions.h"
#include "register/freeze.h"
#include "register/import_awards.h"
#include "register/store.h"
#include "register/tally.h"

#include <map>
#include <set>
#include <tuple>
#include <unordered_set>

namespace thidua::registry {

namespace {

using intake::Texts;

// A decision of the register that rows belong to.
struct StoredDecision {
    std::int64_t id = 0;
    std::string ref;
    std::unordered_set<std::size_t> taken;  // hashes of the refs its awards bear
    bool fresh = false;
};

std::size_t hash_of(std::string_view ref) { return std::hash<std::string_view>{}(ref); }

using PaperKey = std::tuple<Texts::Id, Date, Texts::Id, access::Marking>;

class AwardStore {
public:
    AwardStore(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft> const& drafts)
        : run_(run), columns_(columns), drafts_(drafts), secret_(audit::instance_secret(run.act.tx)),
          units_(run.act.tx, run.act.actor, access::Permission::WriteRegister)
    {}

    void operator()()
    {
        import_id_ = run_.open();
        for (auto const& draft : drafts_) find_decision(draft);
        insert_awards();
        tally_import(run_.act.tx, import_id_);
        note_import_additions(run_.act.tx, import_id_);
        queue_import_collisions(run_.act, import_id_);
    }

private:
    storage::Transaction& tx() { return run_.act.tx; }
    std::string_view text(Texts::Id id) const { return run_.list.texts().view(id); }
    static PaperKey key(AwardDraft const& draft)
    {
        return {draft.number_key, *draft.decided_on, draft.authority, draft.marking};
    }

    // Takes the paper the register holds, or enters it.
    void find_decision(AwardDraft const& draft)
    {
        auto const [place, fresh] = decisions_.try_emplace(key(draft));
        if (!fresh) {
            if (draft.wants_public && place->second.fresh && !public_.contains(place->second.id)) want_public(place->second.id);
            return;
        }
        auto& decision = place->second;
        {
            auto rows = tx().query("SELECT id, ref FROM decision WHERE number_key = ?1 AND decided_on = ?2 AND authority = ?3"
                                   " AND marking = ?4",
                                   {text(draft.number_key), to_iso(*draft.decided_on), text(draft.authority),
                                    static_cast<int>(draft.marking)});
            if (rows.next()) decision.id = rows.integer(0), decision.ref = rows.string(1);
        }
        if (decision.id == 0) {
            enter(decision, draft);
            return;
        }
        for (auto rows = tx().query("SELECT ref FROM award WHERE decision_id = ?1", {decision.id}); rows.next();)
            decision.taken.insert(hash_of(rows.text(0)));
    }

    void enter(StoredDecision& stored, AwardDraft const& draft)
    {
        Decision decision;
        decision.number = std::string{draft.number};
        decision.decided_on = *draft.decided_on;
        decision.authority = std::string{text(draft.authority)};
        decision.marking = draft.marking;
        decision.wants_public = draft.wants_public;
        decision.entered_by = run_.act.actor.name;
        decision.entered_at = run_.act.now;
        insert_decision(tx(), decision);
        tx().execute("UPDATE decision SET import_id = ?2 WHERE id = ?1", {decision.id, import_id_});
        stored.id = decision.id;
        stored.ref = decision.ref;
        stored.fresh = true;
        if (draft.wants_public) public_.insert(decision.id);
    }

    void want_public(std::int64_t decision_id)
    {
        tx().execute("UPDATE decision SET wants_public = 1 WHERE id = ?1", {decision_id});
        public_.insert(decision_id);
    }

    Frozen frozen(AwardDraft const& draft) const
    {
        auto const& list = run_.list;
        Stated stated;
        if (auto const name = list.given(draft.line, columns_.full_name); name != 0) stated.name = std::string{text(name)};
        if (draft.rank != 0) stated.rank = std::string{text(draft.rank)};
        if (draft.position != 0) stated.position = std::string{text(draft.position)};
        if (draft.target_group != 0) stated.target_group = std::string{text(draft.target_group)};
        if (draft.unit != nullptr) {
            auto result = freeze_unit(draft.unit->id, unit_name(draft.unit->id, *draft.decided_on), stated);
            result.unit_name = std::string{unit_name(draft.unit->id, *draft.decided_on)};
            return result;
        }
        if (draft.stated_unit != nullptr) stated.unit_id = draft.stated_unit->id;
        auto const& person = *draft.person;
        auto const* held = person.post_on(*draft.decided_on);
        organisation::PostOnDay post;
        if (held != nullptr) post = {held->unit_id, held->position, held->rank, held->direct_worker};
        auto result = freeze_person({.name = person.full_name,
                                     .unit_id = person.unit_id,
                                     .rank = person.rank,
                                     .position = person.position,
                                     .sex = person.sex,
                                     .direct_worker = person.direct_worker},
                                    held != nullptr ? &post : nullptr, stated);
        result.unit_name = std::string{unit_name(result.unit_id, *draft.decided_on)};
        return result;
    }

    // As on that day, or its present name where its history does not reach back.
    std::string_view unit_name(std::int64_t unit_id, Date on) const
    {
        auto const* unit = units_.by_id(unit_id);
        auto const* state = unit->state_on(on);
        return state != nullptr ? state->name : unit->name;
    }

    std::string free_ref(AwardDraft const& draft, StoredDecision& decision) const
    {
        auto const subject = std::string{draft.subject_kind()} + ":" +
                             (draft.person != nullptr ? draft.person->code : draft.unit->code);
        AchievementYear const year{draft.year, draft.year_from, draft.school_year};
        for (int nth = 1;; ++nth) {
            auto ref = award_ref(secret_, decision.ref, subject, draft.type->code, year, text(draft.mode), draft.marking, nth);
            if (decision.taken.insert(hash_of(ref)).second) return ref;
        }
    }

    void insert_awards()
    {
        std::size_t next = 0;
        Frozen facts;
        std::string ref;
        std::string day;
        tx().bulk_insert(
            "award",
            {"ref", "decision_id", "subject_kind", "subject_id", "award", "decided_on", "year", "year_from", "school_year",
             "mode", "movement", "citation", "subject_name", "unit_id", "unit_name", "rank", "position", "sex",
             "direct_worker", "target_group", "sources", "submitting_unit_id", "certificate_no", "amount", "posthumous",
             "marking", "import_id", "import_row"},
            [&](std::vector<storage::Param>& row) {
                if (next == drafts_.size()) return false;
                auto const& draft = drafts_[next++];
                auto& decision = decisions_.at(key(draft));
                facts = frozen(draft);
                ref = free_ref(draft, decision);
                day = to_iso(*draft.decided_on);
                auto cell = [&](std::size_t column) { return text(run_.list.given(draft.line, column)); };
                row = {ref, decision.id, draft.subject_kind(), draft.subject_id(), draft.type->code, day, draft.year,
                       draft.year_from, draft.school_year ? 1 : 0, text(draft.mode), cell(columns_.movement),
                       cell(columns_.citation), facts.subject_name, facts.unit_id, facts.unit_name, facts.rank,
                       facts.position, facts.sex,
                       facts.direct_worker ? storage::Param{*facts.direct_worker ? 1 : 0} : storage::Param{},
                       facts.target_group, facts.sources,
                       draft.submitting_unit != nullptr ? storage::Param{draft.submitting_unit->id} : storage::Param{},
                       cell(columns_.certificate_no), draft.amount, draft.posthumous ? 1 : 0,
                       static_cast<int>(draft.marking), import_id_, draft.line.row};
                return true;
            });
    }

    ImportRun& run_;
    AwardColumns const& columns_;
    std::vector<AwardDraft> const& drafts_;
    std::string secret_;
    organisation::UnitDirectory units_;
    std::map<PaperKey, StoredDecision> decisions_;
    std::set<std::int64_t> public_;
    std::int64_t import_id_ = 0;
};

}  // namespace

void store_awards(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft> const& drafts)
{
    AwardStore{run, columns, drafts}();
}

}  // namespace thidua::registry
