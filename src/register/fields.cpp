#include "register/fields.h"

#include "base/text.h"
#include "organisation/lookup.h"
#include "register/catalogue.h"
#include "register/freeze.h"
#include "register/store.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::registry {

namespace {

std::string flag(bool value) { return value ? "1" : "0"; }

std::string unit_code(storage::Transaction& tx, std::optional<std::int64_t> id)
{
    return id ? subject_code(tx, organisation::kUnit, *id) : std::string{};
}

// Reads typed values one by one and gathers what is wrong with them.
class Reader {
public:
    explicit Reader(Values const& typed) : typed_(typed) {}

    // Calls take(value) when the field was typed.
    template <class Take>
    void field(std::string_view name, Take&& take)
    {
        auto const found = typed_.find(name);
        if (found == typed_.end()) return;
        field_ = name;
        take(tidy(found->second));
    }
    void complain(std::string key, Args args = {}) { error_.problems.push_back({std::move(key), std::move(args), field_}); }

    void text(std::string_view name, std::string& into)
    {
        field(name, [&](std::string value) { into = std::move(value); });
    }
    void coded(std::string_view name, std::string_view vocabulary, std::string& into)
    {
        field(name, [&](std::string const& value) {
            if (value.empty()) into.clear();
            else if (auto code = terms::code_of(vocabulary, value)) into = *code;
            else complain("register.unknown-value", {{"value", value}});
        });
    }
    void marking(access::Actor const& actor, access::Marking& into)
    {
        field("marking", [&](std::string const& value) {
            auto const code = terms::code_of("marking", value);
            if (!code) return complain("register.unknown-value", {{"value", value}});
            into = access::marking_of(*code);
            if (!actor.may_read(into)) complain("register.decision.marking-above");
        });
    }

    Result<void> outcome() const
    {
        if (!error_.problems.empty()) return error_;
        return {};
    }

private:
    Values const& typed_;
    std::string field_;
    Error error_;
};

void set_stated(Frozen& frozen, Fact fact, bool is_known)
{
    frozen.sources[static_cast<std::size_t>(fact)] = is_known ? 's' : 'u';
}

// A frozen text fact as the paper states it.
void read_fact(Reader& reader, Frozen& frozen, Fact fact, std::string_view name, std::string_view vocabulary,
               std::string& into)
{
    auto const before = into;
    if (vocabulary.empty()) reader.text(name, into);
    else reader.coded(name, vocabulary, into);
    if (into != before) set_stated(frozen, fact, !into.empty());
}

void read_subject(storage::Transaction& tx, Reader& reader, Award& award)
{
    reader.field("subject", [&](std::string const& value) {
        auto const subject = organisation::find_subject(tx, value);
        if (!subject) return reader.complain("register.unknown-value", {{"value", value}});
        if (subject->kind == award.subject_kind && subject->id == award.subject_id) return;
        award.subject_kind = subject->kind;
        award.subject_id = subject->id;
        award.frozen = freeze(tx, subject->kind, subject->id, award.decided_on, {});
    });
}

void read_units(storage::Transaction& tx, Reader& reader, Award& award)
{
    auto find = [&](std::string const& value) -> std::optional<std::int64_t> {
        auto const unit = organisation::find_unit(tx, value);
        if (!unit) return reader.complain("register.unknown-value", {{"value", value}}), std::nullopt;
        return unit->id;
    };
    reader.field("unit", [&](std::string const& value) {
        auto const id = find(value);
        if (!id || *id == award.frozen.unit_id) return;
        if (award.subject_kind == organisation::kUnit) return reader.complain("register.correction.unit-of-unit");
        award.frozen.unit_id = *id;
        award.frozen.unit_name = unit_name_on(tx, *id, award.decided_on);
        set_stated(award.frozen, Fact::Unit, true);
    });
    reader.field("submitting_unit", [&](std::string const& value) {
        award.submitting_unit_id = value.empty() ? std::nullopt : find(value);
    });
}

void read_facts(Reader& reader, Frozen& frozen)
{
    read_fact(reader, frozen, Fact::Name, "name", "", frozen.subject_name);
    reader.field("name", [&](std::string const& value) {
        if (value.empty()) reader.complain("register.correction.name-missing");
    });
    read_fact(reader, frozen, Fact::Rank, "rank", "", frozen.rank);
    read_fact(reader, frozen, Fact::Position, "position", "", frozen.position);
    read_fact(reader, frozen, Fact::Sex, "sex", "sex", frozen.sex);
    read_fact(reader, frozen, Fact::TargetGroup, "target_group", "target-group", frozen.target_group);
    reader.field("direct_worker", [&](std::string const& value) {
        auto const direct = value.empty() ? std::nullopt : std::optional{value == "1"};
        if (direct == frozen.direct_worker) return;
        frozen.direct_worker = direct;
        set_stated(frozen, Fact::DirectWorker, direct.has_value());
    });
}

void read_merit(storage::Transaction& tx, Reader& reader, Award& award)
{
    reader.field("award", [&](std::string const& value) {
        if (auto code = award_named(tx, value)) award.award = *code;
        else reader.complain("register.unknown-value", {{"value", value}});
    });
    reader.field("year", [&](std::string const& value) {
        if (auto year = parse_year(value)) award.year = *year;
        else reader.complain("register.bad-year", {{"value", value}});
    });
    reader.coded("mode", "mode", award.mode);
    reader.text("movement", award.movement);
    reader.text("citation", award.citation);
    reader.text("certificate_no", award.certificate_no);
    reader.field("amount", [&](std::string value) {
        std::erase_if(value, [](char c) { return c == '.' || c == ' '; });
        constexpr std::size_t kMostDigits = 15;
        if (value.size() > kMostDigits || value.find_first_not_of("0123456789") != std::string::npos)
            return reader.complain("register.bad-amount", {{"value", value}});
        award.amount = value.empty() ? std::nullopt : std::optional<std::int64_t>{std::stoll(value)};
    });
    reader.field("posthumous", [&](std::string const& value) { award.posthumous = value == "1"; });
    reader.field("state", [&](std::string const& value) {
        if (value == award.state) return;
        if (value == kWithdrawn && award.state == kValid) award.state = value;
        else reader.complain("register.unknown-value", {{"value", value}});
    });
}

}  // namespace

std::span<std::string_view const> award_fields()
{
    static constexpr std::string_view fields[] = {
        "subject", "award", "year", "mode", "movement", "citation", "name", "unit", "rank", "position", "sex",
        "direct_worker", "target_group", "submitting_unit", "certificate_no", "amount", "posthumous", "marking", "state"};
    return fields;
}

std::span<std::string_view const> decision_fields()
{
    static constexpr std::string_view fields[] = {"number", "decided_on", "authority", "title", "marking"};
    return fields;
}

Values values_of(storage::Transaction& tx, Award const& award)
{
    auto const& frozen = award.frozen;
    return {{"subject", subject_code(tx, award.subject_kind, award.subject_id)},
            {"award", award.award},
            {"year", to_text(award.year)},
            {"mode", award.mode},
            {"movement", award.movement},
            {"citation", award.citation},
            {"name", frozen.subject_name},
            {"unit", unit_code(tx, frozen.unit_id)},
            {"rank", frozen.rank},
            {"position", frozen.position},
            {"sex", frozen.sex},
            {"direct_worker", frozen.direct_worker ? flag(*frozen.direct_worker) : ""},
            {"target_group", frozen.target_group},
            {"submitting_unit", unit_code(tx, award.submitting_unit_id)},
            {"certificate_no", award.certificate_no},
            {"amount", award.amount ? std::to_string(*award.amount) : ""},
            {"posthumous", flag(award.posthumous)},
            {"marking", std::string{access::name_of(award.marking)}},
            {"state", award.state}};
}

Values values_of(Decision const& decision)
{
    return {{"number", decision.number},
            {"decided_on", to_iso(decision.decided_on)},
            {"authority", decision.authority},
            {"title", decision.title},
            {"marking", std::string{access::name_of(decision.marking)}}};
}

Result<void> apply(storage::Transaction& tx, access::Actor const& actor, Award& award, Values const& typed)
{
    Reader reader{typed};
    read_subject(tx, reader, award);
    read_units(tx, reader, award);
    read_facts(reader, award.frozen);
    read_merit(tx, reader, award);
    reader.marking(actor, award.marking);
    return reader.outcome();
}

Result<void> apply(access::Actor const& actor, Decision& decision, Values const& typed)
{
    Reader reader{typed};
    reader.text("number", decision.number);
    reader.field("number", [&](std::string const& value) {
        if (value.empty()) reader.complain("register.decision.number-missing");
    });
    reader.field("decided_on", [&](std::string const& value) {
        if (auto const day = parse_date(value)) decision.decided_on = *day;
        else reader.complain("register.bad-date");
    });
    reader.field("authority", [&](std::string const& value) {
        if (value.empty()) return reader.complain("register.decision.authority-missing");
        decision.authority = terms::code_of("authority", value).value_or(value);
    });
    reader.text("title", decision.title);
    reader.marking(actor, decision.marking);
    return reader.outcome();
}

Difference difference(Values const& before, Values const& after)
{
    Difference result;
    for (auto const& [field, value] : after) {
        auto const found = before.find(field);
        if (found != before.end() && found->second == value) continue;
        result.before.emplace(field, found == before.end() ? "" : found->second);
        result.after.emplace(field, value);
    }
    return result;
}

boost::json::object to_json(Values const& values)
{
    boost::json::object object;
    for (auto const& [field, value] : values) object[field] = value;
    return object;
}

Values values_from(std::string_view json_text)
{
    Values values;
    auto const document = boost::json::parse(json_text);
    for (auto const& member : document.as_object())
        values.emplace(std::string{member.key()}, std::string{member.value().as_string()});
    return values;
}

}  // namespace thidua::registry
