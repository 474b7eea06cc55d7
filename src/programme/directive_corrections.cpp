// The text of a directive put right.
#include "base/text.h"
#include "organisation/acts.h"
#include "programme/directive_store.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::programme {
namespace {

namespace json = boost::json;

json::object content_of(Directive const& directive)
{
    json::array items;
    for (auto const& item : directive.items) items.push_back(json::value(item.content));
    return {{"kind", directive.kind},
            {"number", directive.number},
            {"dated", to_iso(directive.dated)},
            {"issuer", directive.issuer},
            {"title", directive.title},
            {"items", std::move(items)}};
}

// What two people wrote of the same text, field by field.
Error stale_text(Directive const& now, CorrectDirective const& mine)
{
    auto const joined = [](auto const& items, auto const& words_of) {
        std::string text;
        for (auto const& item : items) text += (text.empty() ? "" : "\n") + words_of(item);
        return text;
    };
    auto const theirs = joined(now.items, [](DirectiveItem const& item) { return item.content; });
    auto const typed = joined(mine.items, [](std::string const& item) { return item; });
    return organisation::stale({{"number", mine.number, now.number},
                                {"issuer", mine.issuer, now.issuer},
                                {"title", mine.title, now.title},
                                {"items", typed, theirs}});
}

Directive corrected(Directive directive, CorrectDirective const& command)
{
    directive.kind = command.kind;
    directive.number = command.number;
    directive.issuer = command.issuer;
    directive.title = command.title;
    directive.dated = command.dated;
    for (std::size_t i = 0; i < command.items.size(); ++i) {
        if (i == directive.items.size()) directive.items.emplace_back();
        directive.items[i].content = command.items[i];
    }
    return directive;
}

// Keeps the text that was acknowledged, with those who did so, and takes their marks off.
void keep_revision(audit::Act& act, Directive const& directive, std::string const& reason)
{
    act.tx.execute("INSERT INTO directive_revision (directive_id, number, content, reason,"
                   " corrected_by, corrected_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
                   {directive.id,
                    directive.revision,
                    json::serialize(content_of(directive)),
                    reason,
                    act.actor.name,
                    act.now.seconds});
    act.tx.execute("INSERT INTO directive_acknowledgement (directive_id, number, unit_id,"
                   " acknowledged_on, acknowledged_by, instead_why) SELECT directive_id,"
                   " CAST(?2 AS INTEGER), unit_id, acknowledged_on, acknowledged_by, instead_why"
                   " FROM directive_addressee WHERE directive_id = ?1 AND acknowledged_on IS NOT"
                   " NULL",
                   {directive.id, directive.revision});
    act.tx.execute("UPDATE directive_addressee SET acknowledged_on = NULL, acknowledged_by = '',"
                   " instead_why = '' WHERE directive_id = ?1",
                   {directive.id});
}

void write(audit::Act& act, Directive const& directive)
{
    act.tx.execute("UPDATE directive SET kind = ?2, number = ?3, dated = ?4, issuer = ?5, title ="
                   " ?6, revision = ?7 WHERE id = ?1",
                   {directive.id,
                    directive.kind,
                    directive.number,
                    to_iso(directive.dated),
                    directive.issuer,
                    directive.title,
                    directive.revision});
    for (auto const& item : directive.items) {
        if (item.id == 0) {
            insert_item(act, directive.id, item.content);
        } else {
            act.tx.execute("UPDATE directive_item SET content = ?2 WHERE id = ?1",
                           {item.id, item.content});
        }
    }
}

EnterDirective as_entered(CorrectDirective const& command)
{
    return {.owner = "",
            .kind = command.kind,
            .number = command.number,
            .issuer = command.issuer,
            .title = command.title,
            .dated = command.dated,
            .items = command.items};
}

std::vector<Addressee> acknowledged(storage::Transaction& tx, Directive const& directive)
{
    std::vector<Addressee> list;
    auto rows = tx.query("SELECT u.id, u.code, u.name, u.path FROM directive_addressee a JOIN unit u"
                         " ON u.id = a.unit_id WHERE a.directive_id = ?1 AND a.acknowledged_on IS"
                         " NOT NULL ORDER BY u.code_key, u.id",
                         {directive.id});
    while (rows.next())
        list.push_back({rows.integer(0), rows.string(1), rows.string(2), rows.string(3)});
    return list;
}

}  // namespace

Result<void> correct_directive(audit::Act& act, CorrectDirective const& command)
{
    auto const found = find_directive(act.tx, act.actor, command.ref);
    if (!found) return not_found();
    if (!may_direct(act.actor, *found)) return denied();
    if (found->version != command.version) return stale_text(*found, command);
    auto const& before = *found;
    TD_CHECK(check_directive(act, as_entered(command), before.owner, before.id));
    if (command.items.size() < before.items.size()) {
        return bad_input("programme.error.items-fewer",
                         {{"count", std::to_string(before.items.size())}},
                         "items");
    }
    auto after = corrected(before, command);
    auto const old_content = content_of(before);
    auto new_content = content_of(after);
    if (old_content == new_content) return bad_input("programme.error.nothing-new", {}, "title");
    auto const seen_by = acknowledged(act.tx, before);
    auto const reason = tidy(command.reason);
    if (!seen_by.empty()) {
        if (reason.empty()) return bad_input("error.required", {}, "reason");
        if (is_garbled(reason)) return bad_input("error.garbled", {}, "reason");
        keep_revision(act, before, reason);
        ++after.revision;
    }
    write(act, after);
    for (auto const& unit : seen_by) ask_to_acknowledge(act, after, unit);
    touch(act, before);
    if (!reason.empty()) new_content["reason"] = reason;
    leave_line(act, "programme.directive.correct", before, new_content, &old_content);
    return {};
}

std::vector<DirectiveRevision> revisions_of(storage::Transaction& tx,
                                            access::Actor const& actor,
                                            Directive const& directive)
{
    std::vector<DirectiveRevision> list;
    auto rows = tx.query("SELECT number, content, reason, corrected_by, corrected_at FROM"
                         " directive_revision WHERE directive_id = ?1 ORDER BY number DESC",
                         {directive.id});
    while (rows.next()) {
        auto const content = json::parse(rows.string(1)).as_object();
        auto const text = [&](char const* field) {
            return std::string{std::string_view{content.at(field).as_string()}};
        };
        DirectiveRevision revision{.number = static_cast<int>(rows.integer(0)),
                                   .kind = text("kind"),
                                   .paper_number = text("number"),
                                   .issuer = text("issuer"),
                                   .title = text("title"),
                                   .dated = parse_iso_date(text("dated")).value(),
                                   .reason = rows.string(2),
                                   .corrected_by = rows.string(3),
                                   .corrected_at = Instant{rows.integer(4)}};
        for (auto const& item : content.at("items").as_array())
            revision.items.emplace_back(std::string_view{item.as_string()});
        list.push_back(std::move(revision));
    }
    for (auto& revision : list)
        revision.acknowledged = acknowledged_of(tx, actor, directive, revision.number);
    return list;
}

}  // namespace thidua::programme
