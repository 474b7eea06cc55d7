// Tasks and notices. The three writing functions belong into the transaction of the act that causes
// them; they ask for no right of their own.
#pragma once

#include "audit/audit.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace thidua::inbox {

// One account, or (account 0) whoever holds `permission` over the unit at `unit_path`.
struct Recipient {
    std::int64_t account = 0;
    std::optional<access::Permission> permission = {};
    std::string unit_path = "/";
    std::int64_t except_account = 0;  // Not this one, though they may: a second person is wanted.
};

struct Message {
    Recipient to;
    std::string dedup;     // Names the item for ever: "release:decision:ab3…".
    std::string sentence;  // Locale key, with args.
    Args args = {};
    std::string link = {};
    std::optional<Date> deadline = {};  // Tasks only; the last day.
    access::Marking marking = access::Marking::Thuong;
};

// Gives a task, or gives it anew: what the dedup key named before is replaced and open again.
void assign(audit::Act& act, Message const& task);
// Tells something; the same dedup key replaces and shows it again to who had put it away.
void notify(audit::Act& act, Message const& notice);
// The task is done, for everybody. Nothing happens when there is none or it is done already.
void complete(audit::Act& act, std::string_view dedup);

struct Item {
    std::string ref;
    std::string kind;  // task, notice
    std::string sentence;
    std::string args;  // JSON object
    std::string link;
    std::optional<std::string> deadline;  // ISO day
    std::int64_t created_at = 0;
    std::optional<std::int64_t> done_at;  // For a notice: when this reader put it away.
    std::string done_by;
};

struct Filter {
    std::string kind;   // task, notice, "" both
    bool done = false;  // open ones, or those that are done
    int offset = 0;
    int limit = 50;
};
// What is addressed to the actor: open ones by deadline (those without last), then tasks oldest
// first and notices newest first; done ones newest first.
std::vector<Item> items_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           Filter const& filter);
std::int64_t count_items(storage::Transaction& tx,
                         access::Actor const& actor,
                         Filter const& filter);
// Open tasks whose deadline lies before `today`.
std::int64_t count_late(storage::Transaction& tx, access::Actor const& actor, Date today);

// Puts a notice away for this reader; NotFound when it is not addressed to them or no notice.
Result<void> put_away(audit::Act& act, std::string_view ref);

}  // namespace thidua::inbox
