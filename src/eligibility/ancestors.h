// What came before a unit: those it was renamed, merged or split from, and what came before them.
#pragma once

#include "eligibility/record.h"
#include "storage/database.h"

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <vector>

namespace thidua::eligibility {

class Ancestry {
public:
    // Of every unit.
    static Ancestry read(storage::Transaction& tx);

    // A unit's own record, without ancestors; nothing where there is no such unit.
    using Fetch = std::function<std::optional<Record>(std::int64_t unit)>;
    void add_to(Record& record, Fetch const& fetch) const;

private:
    struct Link {
        std::int64_t predecessor;
        Date on;
        law::Succession kind;
    };
    using Units = std::set<std::int64_t>;
    void add(Record& record, Fetch const& fetch, Units& successors) const;

    std::map<std::int64_t, std::vector<Link>> links_;  // By successor.
};

}  // namespace thidua::eligibility
