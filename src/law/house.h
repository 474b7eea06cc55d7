// A body's own award regulation (quy chế): requirements it adds to the law's, for a period. Same
// files as the law's packs under a header that names the body; it may add requirements and fill the
// points that the law leaves to it, never relax what the law asks.
#pragma once

#include "law/book.h"

namespace thidua::law {

struct HouseRule {
    std::string award;
    Subject subject = Subject::Person;
    std::string regime;
    std::vector<std::string> fills;  // Points of the law that the rule answers in its stead.
    Node root;
};

// A ratio by which the body limits a title, beside what the law limits.
struct HouseQuota {
    std::string award;
    int percent = 0;
    std::string of;  // strength, advanced, units, ministry-flags
    std::string clause;
};

struct HousePack {
    std::string file;
    std::string institution;  // The body's name.
    std::string cite;         // How the regulation is cited in a verdict: "Quy chế 05/QC-BM".
    std::string number;       // Of the decision that issued it, with its day.
    Date date;
    Date from, to;  // Days of receipt it governs, inclusive.
    std::vector<HouseRule> rules;
    std::vector<HouseQuota> quotas;
};

// What a ratio can be of.
bool is_quota_base(std::string_view code);

// Faults are errors with file, line and cause; so is a rule that would stand in the law's place
// where the law does not leave the standard to the body.
Result<HousePack> read_house_pack(PackFile const& file, LawBook const& book);

// Two versions of one body's regulation that govern the same day are an error.
Result<void> check_versions(std::vector<HousePack> const& packs);

}  // namespace thidua::law
