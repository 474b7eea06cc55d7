// The library of directives: directions of the body's leaders, resolutions, campaigns and circulars
// from above. Addressed to units, acknowledged by each, turned into tasks and answered. Movements
// link to their items.
#pragma once

#include "audit/audit.h"
#include "files/files.h"
#include "organisation/lookup.h"

#include <array>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::programme {

inline constexpr std::array<std::string_view, 5> kDirectiveKinds{
    "direction", "resolution", "campaign", "circular", "other"};

struct DirectiveItem {
    std::int64_t id = 0;
    std::string ref;
    int position = 0;  // from 1
    std::string content;
};

struct Addressee {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    std::optional<Date> acknowledged_on;
    std::string acknowledged_by;
    std::string instead_why;  // Why somebody else did so in the unit's place; "" where it did.
};

struct DirectiveTask {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t directive_id = 0;
    std::optional<int> item;  // position
    std::string unit_code, unit_name, unit_path;
    std::string content;
    Date due;
    std::string answer;
    std::optional<Date> answered_on;
    std::string answered_by;
    std::int64_t version = 1;
};

struct Directive {
    std::int64_t id = 0;
    std::string ref;
    organisation::Unit owner;
    std::string kind, number, issuer, title;
    Date dated;
    bool for_all = false;
    std::string entered_by;
    std::int64_t version = 1;
    int revision = 1;  // Of its text, counted from the first acknowledged one.
    std::vector<DirectiveItem> items;
};

struct Attachment {
    std::string name, bytes;
};

// Right GiveDirections over the owner is asked where nothing else is said.
struct EnterDirective {
    std::string owner;  // code
    std::string kind, number, issuer, title;
    Date dated;
    std::vector<std::string> items;
    std::vector<std::string> addressees = {};  // codes
    bool for_all = false;
    std::optional<Attachment> file = {};
};
Result<std::string> enter_directive(audit::Act& act, EnterDirective const& command);

// The text put right. Until somebody has acknowledged it that is all; afterwards it needs a reason,
// the old text is kept with who had acknowledged it, and every addressee is asked again. Items keep
// their places, for movements and tasks rest on them: the words change, more may follow, none goes.
struct CorrectDirective {
    std::string ref;
    std::string kind, number, issuer, title;
    Date dated;
    std::vector<std::string> items;
    std::string reason;
    std::int64_t version = 0;
};
Result<void> correct_directive(audit::Act& act, CorrectDirective const& command);

// A text that was replaced, and who had acknowledged it.
struct DirectiveRevision {
    int number = 0;
    std::string kind, paper_number, issuer, title;
    Date dated;
    std::vector<std::string> items;
    std::string reason, corrected_by;
    Instant corrected_at;
    std::vector<Addressee> acknowledged;  // As far as the reader sees them.
};
// Newest first.
std::vector<DirectiveRevision> revisions_of(storage::Transaction& tx,
                                            access::Actor const& actor,
                                            Directive const& directive);

struct AddressDirective {
    std::string ref;
    std::vector<std::string> units;  // codes; those addressed already stay as they are
    std::int64_t version = 0;
};
Result<void> address_directive(audit::Act& act, AddressDirective const& command);

struct Acknowledge {
    std::string ref;
    std::string unit;         // code
    std::string instead_why;  // By whom it is not of the unit itself: why they do it.
};
// Right WriteMovements over the unit. Who holds it over more than the unit (the office, a level
// above) acknowledges in its place: with a reason, which is shown. A second time nothing happens.
Result<void> acknowledge(audit::Act& act, Acknowledge const& command);

struct GiveTask {
    std::string ref;
    std::vector<std::string> units;  // codes of addressees; empty: all of them
    int item = 0;                    // position; 0: of the whole directive
    std::string content;
    Date due;
    std::int64_t version = 0;
};
Result<void> give_tasks(audit::Act& act, GiveTask const& command);

struct AnswerTask {
    std::string task;  // ref
    std::string answer;
    std::optional<Attachment> file = {};
    std::int64_t version = 0;
};
// Right WriteMovements over the unit. Also after the due day, and then shown as late.
Result<void> answer_task(audit::Act& act, AnswerTask const& command);

// The actor's right is of this unit itself.
bool acts_as_unit(access::Actor const& actor, std::string_view unit_path);

// Read by who gives directions or plans over the owner, by addressees, and where it is for all by
// everybody below the owner. Newest first.
std::vector<Directive> directives(storage::Transaction& tx, access::Actor const& actor);
std::optional<Directive> find_directive(storage::Transaction& tx,
                                        access::Actor const& actor,
                                        std::string_view ref);
bool may_direct(access::Actor const& actor, Directive const& directive);
// All for who directs, else those of units whose movements the actor may read.
std::vector<Addressee> addressees_of(storage::Transaction& tx,
                                     access::Actor const& actor,
                                     Directive const& directive);
std::vector<DirectiveTask> tasks_of(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    Directive const& directive);
// The one with that ref, under the same rule.
std::optional<DirectiveTask> find_directive_task(storage::Transaction& tx,
                                                 access::Actor const& actor,
                                                 std::string_view ref);

// What a movement links to.
struct LinkedItem {
    std::int64_t id = 0;
    std::string ref;
    int position = 0;
    std::string content;
    std::string directive_ref, kind, number, title;
    Date dated;
};
// Nothing as well where the actor may not read its directive.
std::optional<LinkedItem> find_item(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view ref);
// Every item the actor may link to, of the newest directive first.
std::vector<LinkedItem> linkable_items(storage::Transaction& tx, access::Actor const& actor);

}  // namespace thidua::programme
