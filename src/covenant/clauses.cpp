#include "covenant/clauses.h"

#include "base/assets.h"
#include "base/random.h"
#include "base/text.h"
#include "organisation/acts.h"

#include <algorithm>
#include <map>

namespace thidua::covenant {

namespace json = boost::json;

namespace {

constexpr std::string_view kProposals = "src/covenant/data/clauses.csv";

std::vector<Clause> read_clauses(storage::Transaction& tx, std::string_view ref)
{
    std::vector<Clause> list;
    std::string const where = ref.empty() ? "" : " WHERE c.ref = ?1";
    std::vector<storage::Param> params;
    if (!ref.empty()) params.emplace_back(ref);
    auto rows = tx.query(
        "SELECT c.id, c.ref, c.category, c.retired, c.version, t.number, t.body, t.reason,"
        " t.written_by, t.written_at FROM covenant_clause c JOIN covenant_clause_text t ON"
        " t.clause_id = c.id" +
            where + " ORDER BY c.id, t.number DESC",
        params);
    while (rows.next()) {
        if (list.empty() || list.back().id != rows.integer(0)) {
            list.push_back({rows.integer(0),
                            rows.string(1),
                            rows.string(2),
                            rows.boolean(3),
                            rows.integer(4),
                            {}});
        }
        list.back().texts.push_back({rows.integer(5),
                                     rows.string(6),
                                     rows.string(7),
                                     rows.string(8),
                                     Instant{rows.integer(9)}});
    }
    return list;
}

std::ptrdiff_t place_of(std::string_view category)
{
    return std::find(kCategories.begin(), kCategories.end(), category) - kCategories.begin();
}

void add_text(Act& act, std::int64_t clause, std::int64_t number, WriteClause const& command)
{
    act.tx.execute(
        "INSERT INTO covenant_clause_text (clause_id, number, body, reason, written_by, written_at)"
        " VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
        {clause, number, command.body, command.reason, act.actor.name, act.now.seconds});
}

void leave_line(Act& act,
                std::string_view what,
                std::string const& ref,
                json::object const& before,
                json::object const& after)
{
    auto const subject = "covenant-clause:" + ref;
    audit::Line line{.what = what, .subject = subject};
    if (!before.empty()) line.before = &before;
    line.after = &after;
    audit::record(act, line);
}

Result<void> check(WriteClause const& command, bool changes)
{
    Error error;
    if (place_of(command.category) == std::ssize(kCategories))
        error.problems.push_back({"error.choice", {}, "category"});
    if (tidy(command.body).empty()) error.problems.push_back({"error.required", {}, "body"});
    if (is_garbled(command.body)) error.problems.push_back({"error.garbled", {}, "body"});
    if (changes && tidy(command.reason).empty())
        error.problems.push_back({"error.required", {}, "reason"});
    if (!error.problems.empty()) return error;
    return {};
}

std::string add_clause(Act& act, WriteClause const& command)
{
    auto const ref = random_token(10);
    auto const id =
        act.tx.insert("INSERT INTO covenant_clause (ref, category) VALUES (?1, ?2) RETURNING id",
                      {ref, command.category});
    add_text(act, id, 1, command);
    leave_line(act,
               "covenant.clause.write",
               ref,
               {},
               {{"category", command.category}, {"body", command.body}});
    return ref;
}

// A text in the pieces it is compared by: lines, and sentences within them.
std::vector<std::string> pieces_of(std::string_view text)
{
    std::vector<std::string> pieces;
    for (auto const line : split(text, '\n')) {
        std::size_t from = 0;
        for (std::size_t i = 0; i < line.size(); ++i) {
            bool const ends =
                (line[i] == '.' || line[i] == ';') && i + 1 < line.size() && line[i + 1] == ' ';
            if (!ends) continue;
            pieces.emplace_back(trim(line.substr(from, i + 1 - from)));
            from = i + 1;
        }
        if (auto const rest = trim(line.substr(from)); !rest.empty()) pieces.emplace_back(rest);
    }
    return pieces;
}

using Lengths = std::vector<std::vector<std::size_t>>;

// Of the longest common order of the rests from i and j on.
Lengths common_lengths(std::vector<std::string> const& a, std::vector<std::string> const& b)
{
    Lengths lengths(a.size() + 1, std::vector<std::size_t>(b.size() + 1));
    for (auto i = a.size(); i-- > 0;) {
        for (auto j = b.size(); j-- > 0;) {
            lengths[i][j] = a[i] == b[j] ? lengths[i + 1][j + 1] + 1
                                         : std::max(lengths[i + 1][j], lengths[i][j + 1]);
        }
    }
    return lengths;
}

}  // namespace

ClauseText const* Clause::text(std::int64_t number) const
{
    auto const found = std::find_if(
        texts.begin(), texts.end(), [&](ClauseText const& each) { return each.number == number; });
    return found == texts.end() ? nullptr : &*found;
}

std::vector<Clause> clauses(storage::Transaction& tx)
{
    auto list = read_clauses(tx, {});
    std::stable_sort(list.begin(), list.end(), [](Clause const& a, Clause const& b) {
        if (a.retired != b.retired) return b.retired;
        return place_of(a.category) < place_of(b.category);
    });
    return list;
}

std::optional<Clause> find_clause(storage::Transaction& tx, std::string_view ref)
{
    auto list = ref.empty() ? std::vector<Clause>{} : read_clauses(tx, ref);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

bool may_keep_clauses(access::Actor const& actor)
{
    return actor.may(Permission::PlanYear) || actor.may(Permission::LeadBlock);
}

Result<std::string> write_clause(Act& act, WriteClause const& command)
{
    if (!may_keep_clauses(act.actor)) return denied();
    TD_CHECK(check(command, !command.ref.empty()));
    if (command.ref.empty()) return add_clause(act, command);
    auto const clause = find_clause(act.tx, command.ref);
    if (!clause) return not_found();
    auto const& before = clause->newest();
    if (clause->version != command.version)
        return organisation::stale({{"body", command.body, before.body}});
    if (before.body == command.body && clause->category == command.category)
        return bad_input("covenant.error.clause-same", {}, "body");
    act.tx.execute("UPDATE covenant_clause SET category = ?2, version = version + 1 WHERE id = ?1",
                   {clause->id, command.category});
    add_text(act, clause->id, before.number + 1, command);
    leave_line(act,
               "covenant.clause.write",
               clause->ref,
               {{"category", clause->category}, {"body", before.body}},
               {{"category", command.category}, {"body", command.body}});
    return clause->ref;
}

Result<void> retire_clause(Act& act, std::string_view ref, std::int64_t version, bool retired)
{
    if (!may_keep_clauses(act.actor)) return denied();
    auto const clause = find_clause(act.tx, ref);
    if (!clause) return not_found();
    if (clause->version != version) return organisation::stale({});
    act.tx.execute("UPDATE covenant_clause SET retired = ?2, version = version + 1 WHERE id = ?1",
                   {clause->id, retired ? 1 : 0});
    leave_line(act,
               "covenant.clause.retire",
               clause->ref,
               {{"retired", clause->retired}},
               {{"retired", retired}});
    return {};
}

Result<std::int64_t> take_proposals(Act& act)
{
    if (!may_keep_clauses(act.actor)) return denied();
    if (act.tx.integer("SELECT id FROM covenant_clause ORDER BY id LIMIT 1"))
        return failure(Kind::Refused, "covenant.error.library-filled");
    auto const file = assets::find(kProposals);
    if (!file) throw std::logic_error("the proposed clauses are not embedded");
    std::int64_t taken = 0;
    for (auto const line : split(*file, '\n')) {
        auto const comma = line.find(',');
        if (comma == std::string_view::npos || line.starts_with('#')) continue;
        add_clause(act,
                   {.category = std::string{trim(line.substr(0, comma))},
                    .body = std::string{trim(line.substr(comma + 1))}});
        ++taken;
    }
    return taken;
}

std::vector<Change> differences(std::string_view older, std::string_view newer)
{
    auto const a = pieces_of(older);
    auto const b = pieces_of(newer);
    auto const lengths = common_lengths(a, b);
    std::vector<Change> changes;
    std::size_t i = 0, j = 0;
    while (i < a.size() || j < b.size()) {
        if (i < a.size() && j < b.size() && a[i] == b[j]) {
            changes.push_back({'=', a[i]});
            ++i, ++j;
        } else if (j == b.size() || (i < a.size() && lengths[i + 1][j] >= lengths[i][j + 1])) {
            changes.push_back({'-', a[i++]});
        } else {
            changes.push_back({'+', b[j++]});
        }
    }
    return changes;
}

}  // namespace thidua::covenant
