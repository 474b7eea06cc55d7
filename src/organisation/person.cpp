#include "organisation/person.h"

#include "base/random.h"
#include "base/text.h"
#include "organisation/rows.h"

#include <algorithm>
#include <array>

namespace thidua::organisation {

namespace json = boost::json;

namespace {

json::object facts_of(Person const& person)
{
    return {{"full_name", person.full_name},
            {"birth_date", json_of(person.birth_date)},
            {"sex", person.sex},
            {"category", person.category},
            {"rank", person.rank},
            {"position", person.position},
            {"direct_worker", json_of(person.direct_worker)},
            {"unit", person.unit_code},
            {"joined", json_of(person.joined)},
            {"sector_joined", json_of(person.sector_joined)},
            {"left", json_of(person.left_on)},
            {"left_reason", person.left_reason},
            {"retires", json_of(person.retires)},
            {"ethnicity", person.ethnicity},
            {"education", person.education},
            {"party_joined", json_of(person.party_joined)}};
}

Result<void> check_facts(Act const& act, PersonFacts const& facts)
{
    if (facts.full_name.empty()) return bad_input("error.required", {}, "full_name");
    if (is_garbled(facts.full_name)) return bad_input("error.garbled", {}, "full_name");
    if (facts.birth_date && *facts.birth_date > act.today()) {
        return bad_input("organisation.error.future-day", {}, "birth_date");
    }
    if (facts.birth_date && facts.joined && *facts.joined <= *facts.birth_date) {
        return bad_input("organisation.person.joined-before-birth", {}, "joined");
    }
    return {};
}

std::vector<Person> people(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string const& where,
                           storage::Params params)
{
    auto rows = tx.query("SELECT " + std::string{kPersonColumns} + std::string{kPersonTables} +
                             "WHERE " + where + " AND p.merged_into IS NULL AND " +
                             access::sql_in_scopes(actor.scopes(Permission::ReadPeople), "u.path") +
                             " ORDER BY p.sort_key, p.code_key LIMIT 100",
                         params);
    std::vector<Person> found;
    while (rows.next()) found.push_back(person_of(rows));
    return found;
}

std::string shown(Person const& person)
{
    auto text = person.full_name + " (" + person.code;
    if (person.birth_date) text += ", " + std::to_string(person.birth_date->year());
    return text + ", " + person.unit_name + ")";
}

Result<void> check_not_similar(Act& act, CreatePerson const& command)
{
    if (command.confirmed) return {};
    auto const similar =
        similar_people(act.tx, act.actor, command.facts.full_name, command.facts.birth_date);
    if (similar.empty()) return {};
    std::vector<std::string> names;
    for (auto const& person : similar) names.push_back(shown(person));
    return bad_input("organisation.person.similar", {{"names", name_some(names)}}, "confirmed");
}

bool differs_from_post(PersonFacts const& facts, Person const& person)
{
    return facts.rank != person.rank || facts.position != person.position ||
           facts.direct_worker != person.direct_worker;
}

std::vector<Difference> differences(PersonFacts const& mine, Person const& theirs)
{
    auto const text = [](std::optional<Date> date) {
        return date ? to_vietnamese(*date) : std::string{};
    };
    return {{"full_name", mine.full_name, theirs.full_name},
            {"birth_date", text(mine.birth_date), text(theirs.birth_date)},
            {"sex", mine.sex, theirs.sex},
            {"category", mine.category, theirs.category},
            {"rank", mine.rank, theirs.rank},
            {"position", mine.position, theirs.position},
            {"joined", text(mine.joined), text(theirs.joined)},
            {"retires", text(mine.retires), text(theirs.retires)}};
}

Result<Person> changed(Act& act, std::string_view what, Person const& before)
{
    auto after = person_by_id(act.tx, before.id).value();
    record(act, what, after, facts_of(before), facts_of(after));
    return after;
}

// A person's facts as the table holds them. `facts` must outlive it.
class StoredFacts {
public:
    explicit StoredFacts(PersonFacts const& facts)
        : facts_(facts), search_(search_key(facts.full_name)), order_(name_sort_key(facts.full_name)),
          birth_date_(iso(facts.birth_date)), joined_(iso(facts.joined)), sector_joined_(iso(facts.sector_joined)),
          retires_(iso(facts.retires)), party_joined_(iso(facts.party_joined))
    {}

    std::string const& order() const { return order_; }
    // Columns and values; they live as long as this.
    std::vector<std::pair<std::string_view, storage::Param>> columns() const
    {
        return {{"full_name", facts_.full_name},       {"search_key", search_},
                {"sort_key", storage::Bytes{order_}},  {"birth_date", birth_date_},
                {"sex", facts_.sex},                   {"category", facts_.category},
                {"rank", facts_.rank},                 {"position", facts_.position},
                {"direct_worker", flag(facts_.direct_worker)}, {"joined", joined_},
                {"sector_joined", sector_joined_},     {"retires", retires_},
                {"ethnicity", facts_.ethnicity},       {"education", facts_.education},
                {"party_joined", party_joined_}};
    }

private:
    PersonFacts const& facts_;
    std::string search_;
    std::string order_;
    std::optional<std::string> birth_date_;
    std::optional<std::string> joined_;
    std::optional<std::string> sector_joined_;
    std::optional<std::string> retires_;
    std::optional<std::string> party_joined_;
};

}  // namespace

std::int64_t insert_person(storage::Transaction& tx,
                           CreatePerson const& command,
                           std::int64_t unit_id)
{
    StoredFacts const facts{command.facts};
    auto const key = code_key(command.code);
    std::vector<storage::Param> params{command.code, key, command.origin, unit_id};
    std::string columns;
    std::string values;
    for (auto const& [column, value] : facts.columns()) {
        params.push_back(value);
        columns += ", " + std::string{column};
        values += ", ?" + std::to_string(params.size());
    }
    auto const id = tx.insert("INSERT INTO person (code, code_key, origin, unit_id" + columns +
                                  ") VALUES (?1, ?2, ?3, ?4" + values + ") RETURNING id",
                              params);
    index_name(tx, kPerson, id, command.facts.full_name, facts.order());
    return id;
}

Result<Person> create_person(Act& act, CreatePerson const& command)
{
    static constexpr std::array<std::string_view, 3> kOrigins = {"staff", "outside", "household"};
    if (std::find(kOrigins.begin(), kOrigins.end(), command.origin) == kOrigins.end()) {
        return bad_input("error.choice", {}, "origin");
    }
    TD_CHECK(check_code(command.code));
    auto const unit = TD_TRY(unit_for(act, command.unit, Permission::WritePeople, "unit"));
    if (unit.valid_to && *unit.valid_to < act.today()) {
        return bad_input("organisation.error.unit-ended", {{"unit", unit.name}}, "unit");
    }
    TD_CHECK(check_facts(act, command.facts));
    if (act.tx.integer("SELECT id FROM person WHERE code_key = ?1", {code_key(command.code)})) {
        return bad_input("organisation.error.code-taken", {{"code", command.code}}, "code");
    }
    TD_CHECK(check_not_similar(act, command));
    auto const made = person_by_id(act.tx, insert_person(act.tx, command, unit.id)).value();
    record(act, "organisation.person.create", made, {}, facts_of(made));
    return made;
}

Result<Person> edit_person(Act& act, EditPerson const& command)
{
    auto const person = TD_TRY(person_for(act, command.code, Permission::WritePeople));
    auto const& facts = command.facts;
    if (person.version != command.version) return stale(differences(facts, person));
    TD_CHECK(check_facts(act, facts));
    if (post_on(act.tx, person.id, act.today()) && differs_from_post(facts, person)) {
        return failure(Kind::Refused, "organisation.person.from-posts", {}, "position");
    }
    StoredFacts const stored{facts};
    std::vector<storage::Param> params{person.id};
    std::string sets;
    for (auto const& [column, value] : stored.columns()) {
        params.push_back(value);
        sets += std::string{column} + " = ?" + std::to_string(params.size()) + ", ";
    }
    act.tx.execute("UPDATE person SET " + sets + "version = version + 1 WHERE id = ?1", params);
    index_name(act.tx, kPerson, person.id, facts.full_name, stored.order());
    return changed(act, "organisation.person.edit", person);
}

Result<Person> leave_service(Act& act, LeaveService const& command)
{
    auto const person = TD_TRY(person_for(act, command.code, Permission::WritePeople));
    if (person.version != command.version) {
        return stale({{"on",
                       to_vietnamese(command.on),
                       person.left_on ? to_vietnamese(*person.left_on) : ""}});
    }
    if (person.joined && command.on <= *person.joined) {
        return bad_input("organisation.person.left-before-joined",
                         {{"day", to_vietnamese(*person.joined)}},
                         "on");
    }
    auto const last_begun =
        act.tx.text("SELECT max(from_on) FROM post WHERE person_id = ?1", {person.id});
    if (last_begun && *last_begun >= to_iso(command.on)) {
        auto const begun = parse_iso_date(*last_begun).value();
        return failure(Kind::Refused,
                       "organisation.person.post-after-leaving",
                       {{"day", to_vietnamese(begun)}},
                       "on");
    }
    act.tx.execute(
        "UPDATE post SET to_on = ?2, version = version + 1 WHERE person_id = ?1 "
        "AND (to_on IS NULL OR to_on > ?2)",
        {person.id, to_iso(command.on.plus_days(-1))});
    act.tx.execute(
        "UPDATE person SET left_on = ?2, left_reason = ?3, version = version + 1 WHERE id = ?1",
        {person.id, to_iso(command.on), command.reason});
    return changed(act, "organisation.person.leave", person);
}

Result<Person> return_to_service(Act& act, ReturnToService const& command)
{
    auto const person = TD_TRY(person_for(act, command.code, Permission::WritePeople));
    if (person.version != command.version) return stale({});
    if (!person.left_on) return failure(Kind::Refused, "organisation.person.in-service");
    act.tx.execute(
        "UPDATE person SET left_on = NULL, left_reason = '', version = version + 1 WHERE id = ?1",
        {person.id});
    return changed(act, "organisation.person.return", person);
}

std::vector<Person> similar_people(storage::Transaction& tx,
                                   access::Actor const& actor,
                                   std::string_view full_name,
                                   std::optional<Date> birth_date)
{
    return people(tx,
                  actor,
                  "p.search_key = ?1 AND (p.birth_date IS NULL OR CAST(?2 AS TEXT) IS NULL OR "
                  "p.birth_date = ?2)",
                  {search_key(full_name), iso(birth_date)});
}

std::vector<Person> homonyms(storage::Transaction& tx,
                             access::Actor const& actor,
                             Person const& person)
{
    return people(
        tx, actor, "p.search_key = ?1 AND p.id <> ?2", {search_key(person.full_name), person.id});
}

std::string made_up_code(std::string_view prefix)
{
    auto code = std::string{prefix} + "-" + random_token(5);
    std::transform(code.begin(), code.end(), code.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return code;
}

}  // namespace thidua::organisation
