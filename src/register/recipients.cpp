#include "register/recipients.h"

#include "base/lengths.h"
#include "base/text.h"
#include "intake/header.h"
#include "organisation/lookup.h"
#include "register/catalogue.h"
#include "register/freeze.h"
#include "register/store.h"
#include "terms/vocabulary.h"

#include <algorithm>
#include <map>
#include <utility>

namespace thidua::registry {

namespace {

using access::Permission;
using organisation::Subject;

// The sentences of an objection exist twice: alone, and as what is wrong with a line.
constexpr std::string_view kObjections = "register.objection.";

// Reads one line; holds what is needed more than once.
class LineReader {
public:
    LineReader(audit::Act& act, Decision const& decision) : act_(act), decision_(decision) {}

    Result<Entry> read(RecipientLine const& line)
    {
        line_ = &line;
        Entry entry;
        auto& award = entry.award;
        auto const subject = TD_TRY(read_subject(entry));
        entry.subject_code = subject.code;
        award.subject_kind = subject.kind;
        award.subject_id = subject.id;
        award.decided_on = decision_.decided_on;
        award.entered_by = act_.actor.name;
        award.award = TD_TRY(read_award());
        TD_CHECK(read_year(award));
        award.mode = TD_TRY(coded("mode", line.mode));
        award.movement = TD_TRY(short_text("movement", line.movement));
        award.citation = TD_TRY(short_text("citation", line.citation));
        award.certificate_no = TD_TRY(short_text("certificate_no", line.certificate_no));
        TD_CHECK(read_amount(award));
        TD_CHECK(read_marking(award));
        award.posthumous = line.posthumous;
        award.frozen = freeze(act_.tx, subject.kind, subject.id, decision_.decided_on, TD_TRY(read_stated(subject)));
        if (auto problem = objection(act_.tx, award)) {
            problem->key.replace(0, kObjections.size(), "register.line.");
            return at_line(std::move(*problem));
        }
        return entry;
    }

private:
    Error at_line(Problem problem) const
    {
        problem.args.emplace_back("line", std::to_string(line_->line));
        problem.field = "recipients";
        return Error{Kind::BadInput, {std::move(problem)}, {}};
    }
    Error wrong(std::string key, std::string value, Args more = {}) const
    {
        more.emplace_back("value", std::move(value));
        return at_line({std::move(key), std::move(more), {}});
    }

    Result<std::string> short_text(std::string_view field, std::string const& typed) const
    {
        auto text = tidy(typed);
        if (!is_too_long(text, field)) return text;
        auto const begin = text.substr(0, text.find(' ', 20));
        return wrong("register.line.too-long", begin.size() < 60 ? begin : std::string{},
                     {{"max", std::to_string(longest_text(field))}});
    }

    bool may_write(std::string_view unit_path) const { return act_.actor.may(Permission::WriteRegister, unit_path); }

    // A line names its subject by code; where that is no code, by a name that is unique in its unit.
    Result<Subject> read_subject(Entry& entry)
    {
        auto const text = tidy(line_->subject);
        if (text.empty()) return wrong("register.line.no-subject", "");
        if (auto const subject = organisation::find_subject(act_.tx, text); subject && may_write(subject->unit_path)) {
            auto const name = tidy(line_->name);
            if (!name.empty() && fold(name) != fold(subject->name) && fold(name) != fold(name_on_day(*subject)))
                return wrong("register.line.other-name", name, {{"code", subject->code}, {"name", subject->name}});
            return *subject;
        }
        return subject_named(text, entry);
    }

    std::string name_on_day(Subject const& subject)
    {
        if (subject.kind != organisation::kUnit) return subject.name;
        return organisation::unit_name_at(act_.tx, subject.id, decision_.decided_on).value_or(subject.name);
    }

    Result<Subject> subject_named(std::string const& name, Entry& entry)
    {
        auto candidates = people_named(name);
        auto const homonyms = candidates.size();
        if (!line_->unit.empty()) {
            auto const units = units_meant(line_->unit);
            std::erase_if(candidates, [&](organisation::Person const& person) { return !served_in(person, units); });
        }
        if (candidates.size() > 1)
            return wrong("register.line.several-people", name, {{"candidates", describe(candidates)}});
        if (candidates.size() == 1) {
            auto const& person = candidates.front();
            entry.warnings.push_back({homonyms > 1 ? "register.line.homonym" : "register.line.by-name",
                                      {{"line", std::to_string(line_->line)},
                                       {"name", person.full_name},
                                       {"who", describe(candidates)}},
                                      "confirm"});
            return Subject{std::string{organisation::kPerson}, person.id, person.code, person.full_name, person.unit_path};
        }
        return unit_named(name);
    }

    Result<Subject> unit_named(std::string const& name)
    {
        auto units = organisation::units_named(act_.tx, name, decision_.decided_on);
        std::erase_if(units, [&](organisation::Unit const& unit) { return !may_write(unit.path); });
        if (units.size() > 1) return wrong("register.line.several-units", name);
        if (units.empty()) return wrong("register.line.unknown-subject", name);
        auto const& unit = units.front();
        return Subject{std::string{organisation::kUnit}, unit.id, unit.code, unit.name, unit.path};
    }

    std::vector<organisation::Person> people_named(std::string const& name)
    {
        std::vector<std::int64_t> ids;
        for (auto rows = act_.tx.query("SELECT id, full_name FROM person WHERE search_key = ?1 AND merged_into IS NULL"
                                       " ORDER BY code_key",
                                       {search_key(name)});
             rows.next();) {
            if (fold(rows.text(1)) == fold(name)) ids.push_back(rows.integer(0));
        }
        std::vector<organisation::Person> people;
        for (auto const id : ids) {
            if (auto person = organisation::person_by_id(act_.tx, id); person && may_write(person->unit_path))
                people.push_back(std::move(*person));
        }
        return people;
    }

    std::vector<organisation::Unit> units_meant(std::string const& text)
    {
        if (auto unit = organisation::find_unit(act_.tx, tidy(text))) return {*unit};
        auto units = organisation::units_named(act_.tx, tidy(text), decision_.decided_on);
        if (units.empty()) units = organisation::units_named(act_.tx, tidy(text), std::nullopt);
        return units;
    }

    bool served_in(organisation::Person const& person, std::vector<organisation::Unit> const& units)
    {
        auto const post = organisation::post_on(act_.tx, person.id, decision_.decided_on);
        return std::any_of(units.begin(), units.end(), [&](organisation::Unit const& unit) {
            return unit.id == person.unit_id || (post && post->unit_id == unit.id);
        });
    }

    // What tells homonyms apart: "NV000123, 1980, Phòng 2".
    static std::string describe(std::vector<organisation::Person> const& people)
    {
        std::string text;
        for (auto const& person : people) {
            if (!text.empty()) text += "; ";
            text += person.code;
            if (person.birth_date) text += ", " + std::to_string(person.birth_date->year());
            text += ", " + person.unit_name;
        }
        return text;
    }

    Result<std::string> read_award()
    {
        auto const text = tidy(line_->award);
        if (text.empty()) return wrong("register.line.no-award", "");
        if (auto code = award_named(act_.tx, text)) return *code;
        return wrong("register.line.unknown-award", text);
    }

    Result<void> read_year(Award& award)
    {
        auto const year = parse_year(tidy(line_->year));
        if (!year) return wrong("register.line.bad-year", line_->year);
        award.year = *year;
        return {};
    }

    Result<std::string> coded(std::string_view vocabulary, std::string const& text)
    {
        if (tidy(text).empty()) return std::string{};
        if (auto code = terms::code_of(vocabulary, text)) return *code;
        return wrong("register.line.unknown-" + std::string{vocabulary}, tidy(text));
    }

    Result<void> read_amount(Award& award)
    {
        auto digits = tidy(line_->amount);
        std::erase_if(digits, [](char c) { return c == '.' || c == ' '; });
        if (digits.empty()) return {};
        constexpr std::size_t kMostDigits = 15;
        if (digits.size() > kMostDigits || digits.find_first_not_of("0123456789") != std::string::npos)
            return wrong("register.line.bad-amount", line_->amount);
        award.amount = std::stoll(digits);
        return {};
    }

    // A line may be marked higher than its paper, never lower, and not above what its writer may read.
    Result<void> read_marking(Award& award)
    {
        award.marking = decision_.marking;
        if (tidy(line_->marking).empty()) return {};
        auto const code = TD_TRY(coded("marking", line_->marking));
        award.marking = std::max(award.marking, access::marking_of(code));
        if (!act_.actor.may_read(award.marking)) return wrong("register.line.marking-above", line_->marking);
        return {};
    }

    Result<Stated> read_stated(Subject const& subject)
    {
        Stated stated;
        auto keep = [](std::optional<std::string>& field, std::string const& text) {
            if (auto value = tidy(text); !value.empty()) field = std::move(value);
        };
        keep(stated.name, line_->name);
        keep(stated.rank, line_->rank);
        keep(stated.position, line_->position);
        keep(stated.target_group, TD_TRY(coded("target-group", line_->target_group)));
        if (subject.kind == organisation::kPerson && !tidy(line_->unit).empty()) {
            auto const units = units_meant(line_->unit);
            if (units.empty()) return wrong("register.line.unknown-unit", line_->unit);
            if (units.size() > 1) return wrong("register.line.several-units", line_->unit);
            stated.unit_id = units.front().id;
        }
        return stated;
    }

    audit::Act& act_;
    Decision const& decision_;
    RecipientLine const* line_ = nullptr;
};

Problem objecting(std::string key, Args args = {}) { return {std::move(key), std::move(args), {}}; }

std::optional<Problem> objection_to_person(storage::Transaction& tx, Award const& award)
{
    auto const person = organisation::person_by_id(tx, award.subject_id);
    if (person->joined && award.decided_on < *person->joined)
        return objecting("register.objection.before-joined", {{"value", to_vietnamese(*person->joined)}});
    return std::nullopt;
}

std::optional<Problem> objection_to_unit(storage::Transaction& tx, Award const& award)
{
    auto const unit = organisation::unit_by_id(tx, award.subject_id);
    if (!unit->stands_on(award.decided_on))
        return objecting("register.objection.outside-unit-life", {{"value", unit->name}});
    return std::nullopt;
}

// A column of pasted lines, by its English name; "" for one that is passed over.
using Columns = std::vector<std::string_view>;

Columns usual_columns() { return {"subject", "unit", "award", "year", "mode", "citation"}; }

// Where a column of that name goes; null where a line has no place for it.
std::string RecipientLine::*place_of(std::string_view column)
{
    static std::map<std::string_view, std::string RecipientLine::*> const places{
        {"subject", &RecipientLine::subject},   {"full_name", &RecipientLine::name},
        {"unit", &RecipientLine::unit},         {"award", &RecipientLine::award},
        {"year", &RecipientLine::year},         {"mode", &RecipientLine::mode},
        {"movement", &RecipientLine::movement}, {"citation", &RecipientLine::citation},
        {"rank", &RecipientLine::rank},         {"position", &RecipientLine::position},
        {"amount", &RecipientLine::amount},     {"target_group", &RecipientLine::target_group},
        {"marking", &RecipientLine::marking},   {"certificate_no", &RecipientLine::certificate_no}};
    auto const found = places.find(column);
    return found == places.end() ? nullptr : found->second;
}

// The columns that a header line names; nothing when the line is no header.
Columns named_columns(std::vector<std::string_view> const& cells)
{
    auto const& kind = *intake::find_kind("awards");
    Columns columns;
    bool names_subject = false;
    std::size_t named = 0;
    for (auto const cell : cells) {
        auto const match = intake::match_header_cell(kind, cell);
        columns.push_back(match.columns.empty() ? std::string_view{} : kind.columns[match.columns.front()].name);
        if (match.columns.empty()) continue;
        ++named;
        names_subject = names_subject || kind.columns[match.columns.front()].identity;
    }
    return names_subject && named > 1 ? columns : Columns{};
}

RecipientLine read_line(std::vector<std::string_view> const& cells, Columns const& columns, RecipientLine const& defaults)
{
    RecipientLine line = defaults;
    for (std::size_t i = 0; i < std::min(cells.size(), columns.size()); ++i) {
        auto value = tidy(cells[i]);
        if (value.empty()) continue;
        if (columns[i] == "posthumous") line.posthumous = true;
        else if (auto const place = place_of(columns[i])) line.*place = std::move(value);
    }
    if (line.subject.empty()) line.subject = std::exchange(line.name, {});
    return line;
}

}  // namespace

std::vector<RecipientLine> read_lines(std::string_view text, RecipientLine const& defaults)
{
    std::vector<RecipientLine> lines;
    auto columns = usual_columns();
    int number = 0;
    bool is_first = true;
    for (auto const raw : split(text, '\n')) {
        ++number;
        if (trim(raw).empty()) continue;
        auto const cells = split(raw, raw.find('\t') != std::string_view::npos ? '\t' : ';');
        if (std::exchange(is_first, false)) {
            if (auto named = named_columns(cells); !named.empty()) {
                columns = std::move(named);
                continue;
            }
        }
        lines.push_back(read_line(cells, columns, defaults));
        lines.back().line = number;
    }
    return lines;
}

Result<std::vector<Entry>> resolve(audit::Act& act, Decision const& decision, std::span<RecipientLine const> lines)
{
    LineReader reader{act, decision};
    std::vector<Entry> entries;
    Error error;
    std::map<std::tuple<std::string, std::int64_t, std::string, std::string, std::string>, int> seen;
    for (auto const& line : lines) {
        auto entry = reader.read(line);
        if (!entry) {
            error.problems.insert(error.problems.end(), entry.error().problems.begin(), entry.error().problems.end());
            continue;
        }
        auto const& award = entry->award;
        auto const [first, is_new] = seen.try_emplace(
            {award.subject_kind, award.subject_id, award.award, to_text(award.year), award.mode}, line.line);
        if (!is_new) {
            error.problems.push_back({"register.line.twice",
                                      {{"line", std::to_string(line.line)}, {"first", std::to_string(first->second)}},
                                      "recipients"});
            continue;
        }
        entries.push_back(std::move(*entry));
    }
    if (!error.problems.empty()) return error;
    return entries;
}

std::optional<Problem> objection(storage::Transaction& tx, Award const& award)
{
    auto const type = find_award_type(tx, award.award);
    if (!type) return objecting("register.objection.unknown-award", {{"value", award.award}});
    if (type->subject != "any" && type->subject != award.subject_kind)
        return objecting("register.objection.wrong-subject-" + type->subject, {{"value", type->name_vi}});
    if (award.year.year && *award.year.year > award.decided_on.year())
        return objecting("register.objection.year-after-decision", {{"value", to_text(award.year)}});
    return award.subject_kind == organisation::kUnit ? objection_to_unit(tx, award) : objection_to_person(tx, award);
}

}  // namespace thidua::registry
