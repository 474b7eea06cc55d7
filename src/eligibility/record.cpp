#include "eligibility/record.h"

namespace thidua::eligibility {

namespace {

law::History history_of(Record const& record, law::Question const& question, bool with_discipline)
{
    auto history = record.history;
    if (!with_discipline) history.disciplines.clear();
    for (auto const& pending : record.pending) {
        bool const open = pending.from <= question.received &&
                          (!pending.cleared || question.received < *pending.cleared);
        if (with_discipline && open) history.pending.push_back(pending.kind);
    }
    if (auto const year = record.years.find(question.year); year != record.years.end()) {
        history.party_clean = year->second.party_clean;
        history.members = year->second.members;
    }
    if (auto const block = record.blocks.find(question.year); block != record.blocks.end())
        history.block = block->second;
    for (auto const& before : record.ancestors) {
        history.lineage.push_back(
            {before.on, before.kind, history_of(*before.record, question, with_discipline)});
    }
    return history;
}

}  // namespace

bool Ancestor::operator==(Ancestor const& other) const
{
    bool const same =
        record == other.record || (record && other.record && *record == *other.record);
    return same && on == other.on && kind == other.kind;
}

std::int64_t Record::unit_in(int year) const
{
    std::int64_t found = 0;
    for (auto const& post : posts) {
        if (post.from.year() <= year && (!post.to || post.to->year() >= year)) found = post.unit_id;
    }
    if (found != 0) return found;
    // Before a renaming the earlier code spoke for the unit.
    for (auto const& before : ancestors) {
        if (before.kind == law::Succession::Rename && year < before.on.year())
            return before.record->unit_in(year);
    }
    return unit_id;
}

law::Facts facts_of(Record const& record, law::Question const& question, bool with_discipline)
{
    law::Facts facts;
    facts.subject = record.subject;
    facts.category = record.category;
    facts.sex = record.sex;
    facts.history = history_of(record, question, with_discipline);
    return facts;
}

}  // namespace thidua::eligibility
