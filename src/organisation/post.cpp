#include "organisation/post.h"

#include "audit/settings.h"
#include "base/random.h"
#include "organisation/rows.h"

#include <algorithm>
#include <set>

namespace thidua::organisation {

namespace json = boost::json;

namespace {

json::object facts_of(Post const& post)
{
    return {{"unit", post.unit_code},
            {"position", post.position},
            {"rank", post.rank},
            {"from", to_iso(post.from)},
            {"to", json_of(post.to)},
            {"coefficient", json_of(post.coefficient)},
            {"direct_worker", json_of(post.direct_worker)}};
}

json::object facts_of(PostFacts const& facts)
{
    return {{"unit", facts.unit},
            {"position", facts.position},
            {"rank", facts.rank},
            {"from", to_iso(facts.from)},
            {"to", json_of(facts.to)},
            {"coefficient", json_of(facts.coefficient)},
            {"direct_worker", json_of(facts.direct_worker)}};
}

Result<Unit> unit_of_post(Act& act, std::string const& code)
{
    auto unit = find_unit(act.tx, act.actor, code);
    if (!unit) return bad_input("organisation.error.unknown-unit", {{"code", code}}, "unit");
    if (!act.actor.may(Permission::WritePeople, unit->path))
        return bad_input("organisation.post.needs-transfer", {}, "unit");
    return *std::move(unit);
}

Result<void> check_post(Unit const& unit, PostFacts const& facts)
{
    if (facts.to && *facts.to < facts.from)
        return bad_input("organisation.error.ends-before-start", {}, "to");
    auto const& last = facts.to;
    bool const stands =
        unit.valid_from <= facts.from && (!unit.valid_to || (last && *last <= *unit.valid_to));
    if (stands) return {};
    auto const until = unit.valid_to ? to_vietnamese(*unit.valid_to) : std::string{"…"};
    return bad_input("organisation.post.outside-unit-life",
                     {{"unit", unit.name}, {"from", to_vietnamese(unit.valid_from)}, {"to", until}},
                     "from");
}

Result<Post> find_post(Act& act,
                       Person const& person,
                       std::string const& ref,
                       std::int64_t version,
                       std::vector<Difference> (*differences)(PostFacts const&, Post const&),
                       PostFacts const& mine)
{
    auto const posts = posts_of(act.tx, person);
    auto const found =
        std::find_if(posts.begin(), posts.end(), [&](Post const& post) { return post.ref == ref; });
    if (found == posts.end()) return not_found();
    if (found->version != version) return stale(differences(mine, *found));
    return *found;
}

std::vector<Difference> differences(PostFacts const& mine, Post const& theirs)
{
    auto const text = [](std::optional<Date> date) {
        return date ? to_vietnamese(*date) : std::string{};
    };
    return {{"unit", mine.unit, theirs.unit_code},
            {"position", mine.position, theirs.position},
            {"rank", mine.rank, theirs.rank},
            {"from", text(mine.from), text(theirs.from)},
            {"to", text(mine.to), text(theirs.to)}};
}

Result<Person> finish(Act& act,
                      std::string_view what,
                      Person const& person,
                      json::object const& before,
                      json::object const& after)
{
    follow_posts(act.tx, person.id, act.today());
    auto const current = person_by_id(act.tx, person.id).value();
    record(act, what, current, before, after);
    return current;
}

}  // namespace

std::vector<Post> posts_of(storage::Transaction& tx, Person const& person)
{
    auto const secret = audit::instance_secret(tx);
    auto rows = tx.query(
        "SELECT o.id, o.unit_id, u.code, COALESCE((SELECT s.name FROM unit_state s WHERE s.unit_id "
        "= o.unit_id "
        "AND s.valid_from <= o.from_on AND (s.valid_to IS NULL OR s.valid_to >= o.from_on)), "
        "u.name), o.position, "
        "o.rank, o.from_on, o.to_on, o.coefficient, o.direct_worker, o.version FROM post o "
        "JOIN unit u ON u.id = o.unit_id WHERE o.person_id = ?1 ORDER BY o.from_on DESC, o.id DESC",
        {person.id});
    std::vector<Post> posts;
    std::multiset<std::string> names;
    while (rows.next()) {
        Post post{.id = rows.integer(0), .unit_id = rows.integer(1), .unit_code = rows.string(2)};
        post.unit_name = rows.string(3);
        post.position = rows.string(4);
        post.rank = rows.string(5);
        post.from = date_at(rows, 6).value_or(Date{});
        post.to = date_at(rows, 7);
        post.coefficient = rows.maybe_integer(8);
        post.direct_worker = flag_at(rows, 9);
        post.version = rows.integer(10);
        auto const name = "post:" + person.code + ":" + to_iso(post.from) + ":" + post.unit_code +
                          ":" + post.position;
        post.ref = address_of(secret, name + ":" + std::to_string(names.count(name)));
        names.insert(name);
        posts.push_back(std::move(post));
    }
    return posts;
}

Result<Person> add_post(Act& act, AddPost const& command)
{
    auto const person = TD_TRY(person_for(act, command.person, Permission::WritePeople));
    auto const& facts = command.facts;
    auto const unit = TD_TRY(unit_of_post(act, facts.unit));
    TD_CHECK(check_post(unit, facts));
    auto const from = to_iso(facts.from);
    if (command.closes_present) {
        act.tx.execute(
            "UPDATE post SET to_on = ?2, version = version + 1 WHERE person_id = ?1 AND from_on < "
            "?3 "
            "AND (to_on IS NULL OR to_on >= ?3)",
            {person.id, to_iso(facts.from.plus_days(-1)), from});
    }
    act.tx.execute(
        "INSERT INTO post (person_id, unit_id, position, rank, from_on, to_on, coefficient, "
        "direct_worker) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        {person.id,
         unit.id,
         facts.position,
         facts.rank,
         from,
         iso(facts.to),
         facts.coefficient,
         flag(facts.direct_worker)});
    return finish(act, "organisation.post.add", person, {}, facts_of(facts));
}

Result<Person> edit_post(Act& act, EditPost const& command)
{
    auto const person = TD_TRY(person_for(act, command.person, Permission::WritePeople));
    auto const& facts = command.facts;
    auto const post =
        TD_TRY(find_post(act, person, command.ref, command.version, differences, facts));
    bool const moves = code_key(facts.unit) != code_key(post.unit_code);
    auto const unit =
        moves ? TD_TRY(unit_of_post(act, facts.unit)) : unit_by_id(act.tx, post.unit_id).value();
    TD_CHECK(check_post(unit, facts));
    act.tx.execute(
        "UPDATE post SET unit_id = ?2, position = ?3, rank = ?4, from_on = ?5, to_on = ?6, "
        "coefficient = ?7, "
        "direct_worker = ?8, version = version + 1 WHERE id = ?1",
        {post.id,
         unit.id,
         facts.position,
         facts.rank,
         to_iso(facts.from),
         iso(facts.to),
         facts.coefficient,
         flag(facts.direct_worker)});
    return finish(act, "organisation.post.edit", person, facts_of(post), facts_of(facts));
}

Result<Person> remove_post(Act& act, RemovePost const& command)
{
    auto const person = TD_TRY(person_for(act, command.person, Permission::WritePeople));
    auto const no_differences = [](PostFacts const&, Post const&) {
        return std::vector<Difference>{};
    };
    auto const post =
        TD_TRY(find_post(act, person, command.ref, command.version, no_differences, {}));
    act.tx.execute("DELETE FROM post WHERE id = ?1", {post.id});
    return finish(act, "organisation.post.remove", person, facts_of(post), {});
}

void follow_posts(storage::Transaction& tx, std::int64_t person_id, Date today)
{
    auto const post = post_on(tx, person_id, today);
    if (post) {
        tx.execute(
            "UPDATE person SET unit_id = ?2, position = ?3, rank = CASE WHEN CAST(?4 AS TEXT) = '' "
            "THEN rank ELSE ?4 END, "
            "direct_worker = COALESCE(CAST(?5 AS INTEGER), direct_worker) WHERE id = ?1",
            {person_id, post->unit_id, post->position, post->rank, flag(post->direct_worker)});
    }
    tx.execute("UPDATE person SET version = version + 1 WHERE id = ?1", {person_id});
}

}  // namespace thidua::organisation
