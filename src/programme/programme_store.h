// The tables of a programme, and what its acts share.
#pragma once

#include "programme/programme.h"

namespace thidua::programme {

// Without asking rights; for acts and scheduled work.
std::optional<Programme> load_programme(storage::Transaction& tx, std::string_view ref);
std::optional<Programme> load_programme(storage::Transaction& tx, std::int64_t id);
std::optional<Window> window_of(storage::Transaction& tx,
                                std::int64_t programme_id,
                                WindowKind kind);
// Where programmes of "the whole" belong.
std::optional<organisation::Unit> top_unit(storage::Transaction& tx);

// The programme an act changes: NotFound where the actor may not know of it, Denied where they may
// not plan, Conflict where it is not of that version.
Result<Programme> programme_to_change(audit::Act& act, std::string_view ref, std::int64_t version);
// A reason is needed once the programme is issued: BadInput "error.required" at "reason".
Result<void> check_reason(Programme const& programme, std::string const& reason);

void touch(storage::Transaction& tx, Programme const& programme);
struct Change {
    std::string_view what;  // text, task, window, block
    std::string subject, old_value, new_value, reason;
};
// Keeps what an issued programme said before; nothing for a draft.
void keep_amendment(audit::Act& act, Programme const& programme, Change const& change);
// The audit line.
void leave_line(audit::Act& act,
                std::string_view what,
                Programme const& programme,
                boost::json::object const& before,
                boost::json::object const& after);

}  // namespace thidua::programme
