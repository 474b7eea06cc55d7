// Every act leaves a line, in the act's own transaction (design.md point 6); public acts leave a
// second one, in canonical form, for the ledger.
#pragma once

#include "access/actor.h"
#include "base/date.h"
#include "storage/database.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace thidua::audit {

// What every act takes first: where it writes, who acts, and the one moment it happens at.
struct Act {
    storage::Transaction& tx;
    access::Actor const& actor;
    Instant now;
    std::string request = {};  // Id of the request or job, so that log and audit can be joined.

    Date today() const { return legal_day(now); }
};

// What happened to one thing. Never passwords, tokens or ballot choices; fields of marked records
// go in as hashes (see `hashed`).
struct Line {
    std::string_view
        what;  // "register.decision.record": folder.noun.verb; a locale key audit.<what>.
    std::string_view subject;  // "decision:ab3…", "unit:K101", "person:NV000001"
    boost::json::object const* before = nullptr;
    boost::json::object const* after = nullptr;
    std::string_view unit_path = {};  // Where it belongs, for readers whose audit scope is a part.
    access::Marking marking = access::Marking::Thuong;
};
void record(Act& act, Line const& line);

// "sha256:…" of the value under the instance's secret, for fields of marked records: nobody who
// reads the log can find a value by trying candidates.
std::string hashed(storage::Transaction& tx, std::string_view value);

// Appends to public_act(seq, type, body, hash): `body` is written as canonical JSON (RFC 8785).
void publish(Act& act, std::string_view type, boost::json::object const& body);

}  // namespace thidua::audit
