// The tables of directives, read under their readers' rights, and what their acts share.
#pragma once

#include "organisation/filter.h"
#include "programme/directives.h"

namespace thidua::programme {

// The condition "`directive d` with its owner `o` may be read by the actor".
std::string sql_readable_directives(organisation::Filter& filter, access::Actor const& actor);

// NotFound, Denied or Conflict unless the actor gives directions over its owner and saw this
// version.
Result<Directive> directive_to_change(audit::Act& act, std::string_view ref, std::int64_t version);
// What is wrong with a directive as typed, by the fields of its form; `itself` is no duplicate.
Result<void> check_directive(audit::Act& act,
                             EnterDirective const& command,
                             organisation::Unit const& owner,
                             std::int64_t itself);
void insert_item(audit::Act& act, std::int64_t directive_id, std::string const& content);
void touch(audit::Act& act, Directive const& directive);
void leave_line(audit::Act& act,
                std::string_view what,
                Directive const& directive,
                boost::json::object const& after,
                boost::json::object const* before = nullptr);

// The units of these codes in service within the owner's part of the tree; their codes for audit.
Result<std::vector<organisation::Unit>> units_named(audit::Act& act,
                                                    organisation::Unit const& owner,
                                                    std::vector<std::string> const& codes,
                                                    std::string const& field);
boost::json::array json_codes(std::vector<organisation::Unit> const& units);
// Addresses those who are not yet, each with the task to acknowledge.
void address(audit::Act& act,
             Directive const& directive,
             std::vector<organisation::Unit> const& units);
void ask_to_acknowledge(audit::Act& act, Directive const& directive, Addressee const& addressee);

// Those who had acknowledged the text of that number before it was replaced.
std::vector<Addressee> acknowledged_of(storage::Transaction& tx,
                                       access::Actor const& actor,
                                       Directive const& directive,
                                       int number);

}  // namespace thidua::programme
