#include "register/documents.h"

#include "register/catalogue.h"
#include "register/release.h"
#include "register/store.h"
#include "terms/vocabulary.h"

namespace thidua::registry {

namespace {

constexpr std::pair<char const*, Fact> kFacts[] = {
    {"name", Fact::Name},
    {"unit", Fact::Unit},
    {"rank", Fact::Rank},
    {"position", Fact::Position},
    {"sex", Fact::Sex},
    {"direct_worker", Fact::DirectWorker},
    {"target_group", Fact::TargetGroup},
};

json::object sources_of(Frozen const& frozen)
{
    json::object sources;
    for (auto const& [name, fact] : kFacts)
        sources[name] = std::string(1, frozen.sources.at(static_cast<std::size_t>(fact)));
    return sources;
}

json::value text_or_null(std::string const& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

// One row per changed field, old beside new.
json::array changes_of(Correction const& correction)
{
    json::array changes;
    for (auto const& [field, after] : correction.after) {
        auto const before = correction.before.find(field);
        changes.push_back(json::object{{"field", field},
                                       {"before", text_or_null(before == correction.before.end() ? "" : before->second)},
                                       {"after", text_or_null(after)}});
    }
    return changes;
}

}  // namespace

json::value json_of(std::optional<std::string> const& text)
{
    return text ? json::value(*text) : json::value(nullptr);
}
json::value json_of(std::optional<std::int64_t> number) { return number ? json::value(*number) : json::value(nullptr); }
json::value json_of(std::optional<Instant> instant)
{
    return instant ? json::value(to_iso(*instant)) : json::value(nullptr);
}

json::object document_of(Decision const& decision)
{
    return {{"ref", decision.ref},
            {"number", decision.number},
            {"decided_on", to_iso(decision.decided_on)},
            {"authority", decision.authority},
            {"kind", decision.kind},
            {"title", text_or_null(decision.title)},
            {"marking", access::name_of(decision.marking)},
            {"wants_public", decision.wants_public},
            {"released_by", text_or_null(decision.released_by)},
            {"released_at", json_of(decision.released_at)},
            {"entered_by", decision.entered_by},
            {"entered_at", to_iso(decision.entered_at)},
            {"version", decision.version}};
}

json::object document_of(storage::Transaction& tx, Award const& award)
{
    auto const type = find_award_type(tx, award.award);
    auto const& frozen = award.frozen;
    json::object document{{"ref", award.ref},
                          {"subject_kind", award.subject_kind},
                          {"subject", subject_code(tx, award.subject_kind, award.subject_id)},
                          {"subject_name", frozen.subject_name},
                          {"award", award.award},
                          {"award_name", type ? type->name_vi : award.award},
                          {"level", type ? type->level : ""},
                          {"year", json_of(award.year.year)},
                          {"year_from", json_of(award.year.from)},
                          {"school_year", award.year.is_school_year},
                          {"mode", text_or_null(award.mode)},
                          {"movement", text_or_null(award.movement)},
                          {"citation", text_or_null(award.citation)},
                          {"unit", subject_code(tx, "unit", frozen.unit_id)},
                          {"unit_name", frozen.unit_name},
                          {"rank", text_or_null(frozen.rank)},
                          {"position", text_or_null(frozen.position)},
                          {"sex", text_or_null(frozen.sex)},
                          {"direct_worker", nullptr},
                          {"target_group", text_or_null(frozen.target_group)},
                          {"sources", sources_of(frozen)},
                          {"submitting_unit", nullptr},
                          {"certificate_no", text_or_null(award.certificate_no)},
                          {"amount", json_of(award.amount)},
                          {"posthumous", award.posthumous},
                          {"marking", access::name_of(award.marking)},
                          {"state", award.state},
                          {"revoke_reason", text_or_null(award.revoke_reason)},
                          {"checked_by", text_or_null(award.checked_by)},
                          {"checked_at", json_of(award.checked_at)},
                          {"public", award.released},
                          {"version", award.version}};
    if (frozen.direct_worker) document["direct_worker"] = *frozen.direct_worker;
    if (award.submitting_unit_id) document["submitting_unit"] = subject_code(tx, "unit", *award.submitting_unit_id);
    return document;
}

json::object document_of(storage::Transaction& tx, access::Actor const& actor, Correction const& correction)
{
    auto const decision = *decision_by_id(tx, correction.decision_id);
    json::object document{{"ref", correction.ref},
                          {"decision", decision.ref},
                          {"number", decision.number},
                          {"award", nullptr},
                          {"subject_name", nullptr},
                          {"changes", changes_of(correction)},
                          {"reason", text_or_null(correction.reason)},
                          {"state", correction.state},
                          {"proposed_by", correction.proposed_by},
                          {"proposed_at", to_iso(correction.proposed_at)},
                          {"answered_by", text_or_null(correction.answered_by)},
                          {"answered_at", json_of(correction.answered_at)},
                          {"answer", text_or_null(correction.answer)},
                          {"paper", nullptr},
                          {"own", correction.proposed_by == actor.name},
                          {"version", correction.version}};
    if (correction.award_id) {
        auto const award = *award_by_id(tx, *correction.award_id);
        document["award"] = award.ref;
        document["subject_name"] = award.frozen.subject_name;
    }
    if (correction.paper_id) {
        auto const paper = *decision_by_id(tx, *correction.paper_id);
        if (actor.may_read(paper.marking)) document["paper"] = json::object{{"ref", paper.ref}, {"number", paper.number}};
    }
    return document;
}

json::array award_choices(storage::Transaction& tx)
{
    json::array choices;
    for (auto const& type : award_types(tx))
        choices.push_back(json::object{{"code", type.code}, {"name", type.name_vi}, {"subject", type.subject}});
    return choices;
}

json::array marking_choices(access::Actor const& actor)
{
    json::array choices;
    for (auto const& term : terms::terms_of("marking"))
        if (actor.may_read(access::marking_of(term.code))) choices.push_back(json::value(term.code));
    return choices;
}

std::string address(Decision const& decision) { return "/decisions/" + decision.ref; }
std::string address(Decision const& decision, Award const& award) { return address(decision) + "/awards/" + award.ref; }
http::Crumb crumb_to(Decision const& decision) { return {address(decision), "", decision.number}; }

PaperFields paper_fields(http::Values const& form, std::string const& prefix)
{
    return {.number = form.text(prefix + "number"),
            .decided_on = form.text(prefix + "decided_on"),
            .authority = form.text(prefix + "authority"),
            .title = form.text(prefix + "title"),
            .marking = form.text(prefix + "marking"),
            .wants_public = form.checked(prefix + "wants_public")};
}

}  // namespace thidua::registry
