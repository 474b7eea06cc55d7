// What the register and the organisation hold of one subject, and the facts it gives the law
// engine. Read by record_store.h.
#pragma once

#include "law/facts.h"

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace thidua::eligibility {

struct PendingCase {
    std::string kind;
    Date from;
    std::optional<Date> cleared;  // The first day on which it is no longer looked into.
    bool operator==(PendingCase const&) const = default;
};
struct UnitYear {
    std::optional<bool> party_clean;
    std::optional<law::MemberCounts> members;
    bool operator==(UnitYear const&) const = default;
};
// The paper behind an award of the history, to link evidence with.
struct Paper {
    std::string award;
    int year = 0;
    std::string number;
    std::string ref;  // Address of the decision.
    bool operator==(Paper const&) const = default;
};
// An award without a year: it exists, but no rule can place it.
struct Undated {
    std::string award;
    bool operator==(Undated const&) const = default;
};
struct PostSpan {
    std::int64_t unit_id = 0;
    Date from;
    std::optional<Date> to;
    bool has_coefficient = false;
    bool operator==(PostSpan const&) const = default;
};

struct Record;
struct Ancestor {
    Date on;
    law::Succession kind = law::Succession::Rename;
    std::shared_ptr<Record const> record;
    bool operator==(Ancestor const& other) const;  // By what the record holds.
};

struct Record {
    law::Subject subject = law::Subject::Person;
    std::int64_t id = 0;
    std::string code;
    std::string name;
    std::string search;    // Name without diacritics.
    std::string sort_key;  // Orders by given name.
    std::string unit;      // Code of a person's unit; of a unit's parent.
    std::string unit_name;
    std::string path;  // For rights.
    std::int64_t unit_id = 0;
    bool own = true;  // Staff, and units of the tree: what a sweep goes over.
    std::string category;
    std::string sex;
    std::optional<Date> left;  // First day out of service; first day after a unit's last.
    std::optional<Date> retires;

    law::History history;  // Without what depends on the question: pending cases, figures, lineage.
    std::vector<PendingCase> pending;
    std::map<int, UnitYear> years;
    std::map<int, law::BlockFact> blocks;
    std::vector<Paper> papers;
    std::vector<Undated> undated;
    std::vector<PostSpan> posts;
    std::vector<Ancestor> ancestors;

    bool operator==(Record const&) const = default;
    bool stands_on(Date day) const { return !left || day < *left; }
    // The unit whose declarations speak for the subject in a year.
    std::int64_t unit_in(int year) const;
};

// The facts for one question. Without discipline, measures and pending cases are left out.
law::Facts facts_of(Record const& record, law::Question const& question, bool with_discipline);

}  // namespace thidua::eligibility
