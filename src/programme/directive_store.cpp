#include "programme/directive_store.h"

#include "organisation/rows.h"

namespace thidua::programme {
namespace {

using access::Permission;
using organisation::Filter;

constexpr std::string_view kFrom = " FROM directive d JOIN unit o ON o.id = d.owner_unit_id";

Date day(std::string_view iso) { return parse_iso_date(iso).value(); }

Directive directive_at(storage::Transaction& tx, storage::Rows const& rows)
{
    Directive directive;
    directive.id = rows.integer(0);
    directive.ref = rows.string(1);
    directive.owner = organisation::unit_by_id(tx, rows.integer(2)).value();
    directive.kind = rows.string(3);
    directive.number = rows.string(4);
    directive.dated = day(rows.text(5));
    directive.issuer = rows.string(6);
    directive.title = rows.string(7);
    directive.for_all = rows.boolean(8);
    directive.entered_by = rows.string(9);
    directive.version = rows.integer(10);
    directive.revision = static_cast<int>(rows.integer(11));
    return directive;
}

std::vector<Directive> select(storage::Transaction& tx, Filter const& filter)
{
    std::vector<Directive> list;
    for (auto rows = tx.query("SELECT d.id, d.ref, d.owner_unit_id, d.kind, d.number, d.dated,"
                              " d.issuer, d.title, d.for_all, d.entered_by, d.version,"
                              " d.revision" +
                                  std::string{kFrom} + filter.where() +
                                  " ORDER BY d.dated DESC, d.id DESC",
                              filter.params());
         rows.next();) {
        list.push_back(directive_at(tx, rows));
    }
    for (auto& directive : list) {
        auto rows = tx.query("SELECT id, ref, position, content FROM directive_item"
                             " WHERE directive_id = ?1 ORDER BY position",
                             {directive.id});
        while (rows.next()) {
            directive.items.push_back({rows.integer(0),
                                       rows.string(1),
                                       static_cast<int>(rows.integer(2)),
                                       rows.string(3)});
        }
    }
    return list;
}

std::string of_office(access::Actor const& actor)
{
    return "(" + access::sql_in_scopes(actor.scopes(Permission::GiveDirections), "o.path") +
           " OR " + access::sql_in_scopes(actor.scopes(Permission::PlanYear), "o.path") + ")";
}

std::string of_unit(access::Actor const& actor, std::string_view path)
{
    return access::sql_in_scopes(actor.scopes(Permission::ReadMovements), path);
}

std::vector<DirectiveTask> select_tasks(storage::Transaction& tx, Filter const& filter)
{
    std::vector<DirectiveTask> list;
    for (auto rows = tx.query(
             "SELECT t.id, t.ref, t.directive_id, i.position, u.code, u.name, u.path, t.content,"
             " t.due_on, t.answer, t.answered_on, t.answered_by, t.version FROM directive_task t"
             " JOIN directive d ON d.id = t.directive_id JOIN unit o ON o.id = d.owner_unit_id"
             " JOIN unit u ON u.id = t.unit_id LEFT JOIN directive_item i ON i.id = t.item_id" +
                 filter.where() + " ORDER BY t.due_on, u.code_key, t.id",
             filter.params());
         rows.next();) {
        DirectiveTask task;
        task.id = rows.integer(0);
        task.ref = rows.string(1);
        task.directive_id = rows.integer(2);
        if (auto const item = rows.maybe_integer(3)) task.item = static_cast<int>(*item);
        task.unit_code = rows.string(4);
        task.unit_name = rows.string(5);
        task.unit_path = rows.string(6);
        task.content = rows.string(7);
        task.due = day(rows.text(8));
        task.answer = rows.string(9);
        task.answered_on = organisation::date_at(rows, 10);
        task.answered_by = rows.string(11);
        task.version = rows.integer(12);
        list.push_back(std::move(task));
    }
    return list;
}

Addressee addressee_at(storage::Rows const& rows)
{
    return {rows.integer(0),
            rows.string(1),
            rows.string(2),
            rows.string(3),
            organisation::date_at(rows, 4),
            rows.string(5),
            rows.string(6)};
}

std::vector<LinkedItem> select_items(storage::Transaction& tx, Filter const& filter)
{
    std::vector<LinkedItem> list;
    for (auto rows = tx.query("SELECT v.item_id, v.item_ref, v.position, v.content, v.directive_ref,"
                              " v.kind, v.number, v.title, v.dated FROM directive_item_view v"
                              " JOIN directive d ON d.id = v.directive_id"
                              " JOIN unit o ON o.id = d.owner_unit_id" +
                                  filter.where() + " ORDER BY v.dated DESC, d.id DESC, v.position",
                              filter.params());
         rows.next();) {
        list.push_back({rows.integer(0),
                        rows.string(1),
                        static_cast<int>(rows.integer(2)),
                        rows.string(3),
                        rows.string(4),
                        rows.string(5),
                        rows.string(6),
                        rows.string(7),
                        day(rows.text(8))});
    }
    return list;
}

}  // namespace

std::string sql_readable_directives(Filter& filter, access::Actor const& actor)
{
    auto below = access::sql_in_scopes(actor.scopes(Permission::ReadMovements), "o.path");
    for (auto const& scope : actor.scopes(Permission::ReadMovements))
        below += " OR substr(" + filter.value(scope) + ", 1, length(o.path)) = o.path";
    return "(" + of_office(actor) + " OR (d.for_all = 1 AND (" + below +
           ")) OR EXISTS (SELECT 1 FROM directive_addressee a JOIN unit au ON au.id = a.unit_id"
           " WHERE a.directive_id = d.id AND " +
           of_unit(actor, "au.path") + "))";
}

std::vector<Directive> directives(storage::Transaction& tx, access::Actor const& actor)
{
    Filter filter;
    filter.require(sql_readable_directives(filter, actor));
    return select(tx, filter);
}

std::optional<Directive> find_directive(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view ref)
{
    Filter filter;
    filter.require("d.ref = " + filter.value(std::string{ref}));
    filter.require(sql_readable_directives(filter, actor));
    auto list = select(tx, filter);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

std::vector<Addressee> addressees_of(storage::Transaction& tx,
                                     access::Actor const& actor,
                                     Directive const& directive)
{
    Filter filter;
    filter.require("d.id = " + filter.value(directive.id));
    filter.require("(" + of_office(actor) + " OR " + of_unit(actor, "u.path") + ")");
    std::vector<Addressee> list;
    for (auto rows = tx.query("SELECT u.id, u.code, u.name, u.path, a.acknowledged_on,"
                              " a.acknowledged_by, a.instead_why FROM directive_addressee a"
                              " JOIN directive d ON d.id = a.directive_id"
                              " JOIN unit o ON o.id = d.owner_unit_id"
                              " JOIN unit u ON u.id = a.unit_id" +
                                  filter.where() + " ORDER BY u.code_key, u.id",
                              filter.params());
         rows.next();) {
        list.push_back(addressee_at(rows));
    }
    return list;
}

std::vector<Addressee> acknowledged_of(storage::Transaction& tx,
                                       access::Actor const& actor,
                                       Directive const& directive,
                                       int number)
{
    Filter filter;
    filter.require("d.id = " + filter.value(directive.id));
    filter.require("k.number = " + filter.value(std::int64_t{number}));
    filter.require("(" + of_office(actor) + " OR " + of_unit(actor, "u.path") + ")");
    std::vector<Addressee> list;
    for (auto rows = tx.query("SELECT u.id, u.code, u.name, u.path, k.acknowledged_on,"
                              " k.acknowledged_by, k.instead_why FROM directive_acknowledgement k"
                              " JOIN directive d ON d.id = k.directive_id"
                              " JOIN unit o ON o.id = d.owner_unit_id"
                              " JOIN unit u ON u.id = k.unit_id" +
                                  filter.where() + " ORDER BY u.code_key, u.id",
                              filter.params());
         rows.next();) {
        list.push_back(addressee_at(rows));
    }
    return list;
}

std::vector<DirectiveTask> tasks_of(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    Directive const& directive)
{
    Filter filter;
    filter.require("d.id = " + filter.value(directive.id));
    filter.require("(" + of_office(actor) + " OR " + of_unit(actor, "u.path") + ")");
    return select_tasks(tx, filter);
}

std::optional<DirectiveTask> find_directive_task(storage::Transaction& tx,
                                                 access::Actor const& actor,
                                                 std::string_view ref)
{
    Filter filter;
    filter.require("t.ref = " + filter.value(std::string{ref}));
    filter.require("(" + of_office(actor) + " OR " + of_unit(actor, "u.path") + ")");
    auto list = select_tasks(tx, filter);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

std::optional<LinkedItem> find_item(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref)
{
    Filter filter;
    filter.require("v.item_ref = " + filter.value(std::string{ref}));
    filter.require(sql_readable_directives(filter, actor));
    auto list = select_items(tx, filter);
    return list.empty() ? std::nullopt : std::optional{std::move(list.front())};
}

std::vector<LinkedItem> linkable_items(storage::Transaction& tx, access::Actor const& actor)
{
    Filter filter;
    filter.require(sql_readable_directives(filter, actor));
    return select_items(tx, filter);
}

}  // namespace thidua::programme
