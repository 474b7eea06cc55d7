#include "eligibility/ancestors.h"

#include "organisation/rows.h"

namespace thidua::eligibility {

namespace {

law::Succession succession_of(std::string_view kind)
{
    if (kind == "rename") return law::Succession::Rename;
    return kind == "split" ? law::Succession::Split : law::Succession::Merge;
}

}  // namespace

Ancestry Ancestry::read(storage::Transaction& tx)
{
    Ancestry ancestry;
    auto rows = tx.query(
        "SELECT successor_id, predecessor_id, kind, on_date FROM unit_link"
        " ORDER BY successor_id, on_date, predecessor_id");
    while (rows.next()) {
        auto const on = organisation::date_at(rows, 3).value_or(Date{});
        ancestry.links_[rows.integer(0)].push_back(
            {rows.integer(1), on, succession_of(rows.text(2))});
    }
    return ancestry;
}

void Ancestry::add_to(Record& record, Fetch const& fetch) const
{
    Units successors;
    add(record, fetch, successors);
}

// A circle of links, which no act makes, ends where it closes.
void Ancestry::add(Record& record, Fetch const& fetch, Units& successors) const
{
    auto const found = links_.find(record.id);
    if (found == links_.end() || !successors.insert(record.id).second) return;
    for (auto const& link : found->second) {
        if (successors.contains(link.predecessor)) continue;
        std::optional<Record> before = fetch(link.predecessor);
        if (!before) continue;
        add(*before, fetch, successors);
        record.ancestors.push_back(
            {link.on, link.kind, std::make_shared<Record const>(std::move(*before))});
    }
    successors.erase(record.id);
}

}  // namespace thidua::eligibility
