// The lead of a block passes on: an order, who is passed over and why, an election, the Council's
// recognition, which makes next year's head, and the hand-over between the two heads.
#pragma once

#include "organisation/block.h"
#include "programme/heads.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::rotation {

struct Place {
    std::int64_t unit_id = 0;
    std::string code, name, path;
    std::string role;         // in the year before: head, deputy, member
    int position = 0;         // 0: not in the order yet
    std::string skip_reason;  // "" where the unit is not passed over
};

struct Election {
    std::string head, head_name;      // code, name
    std::string deputy, deputy_name;  // "" for none
    std::string manner;               // hands, ballot
    std::optional<std::int64_t> hands_for, hands_of;
    std::string ballot_ref;
    std::string reason;
    Date held_on;
    std::string entered_by;
    std::string number, signer;  // of the recognition, "" before
    std::optional<Date> dated;

    bool is_recognised() const { return dated.has_value(); }
};

struct Handover {
    programme::BlockMember from, to;
    Date day;
    std::string place, items, note, from_name, to_name;
    std::string from_by, to_by;
    std::optional<Instant> from_at, to_at;
    std::string hash;

    bool is_done() const { return from_at && to_at; }
};

// The lead of `year`, as decided by the members of the year before.
struct Rotation {
    organisation::Block block;
    std::string owner_path;  // of the top of the tree for a block of the whole
    int year = 0;
    std::vector<Place> places;  // by position; those without one last, by code
    std::optional<Election> election;
    std::optional<Handover> handover;
    std::int64_t version = 0;  // of everything the block decides about its lead

    Place const* place(std::string_view code) const;
    Place const* head() const;  // of the year before
    // Next in the order after the head, passed-over units left out; null without an order.
    Place const* suggested() const;
};
// Who sees the block's meetings sees it: a member unit's readers (ReadMovements), who plans or
// decides over its owner.
std::optional<Rotation> find_rotation(storage::Transaction& tx,
                                      access::Actor const& actor,
                                      std::string_view block_ref,
                                      int year);
// Head or deputy unit of the year before (LeadBlock), or who plans the year (PlanYear).
bool may_lead(access::Actor const& actor, Rotation const& rotation);
// DecideResults over the block's owner.
bool may_recognise(access::Actor const& actor, Rotation const& rotation);
// The unit's head or who leads the block from there: SignForUnit or LeadBlock.
bool acts_for(access::Actor const& actor, programme::BlockMember const& unit);

struct OnBlock {
    std::string block;  // ref
    int year = 0;       // the year to be led
    std::int64_t version = 0;
};
// The members' codes, each once and none left out.
Result<void> set_order(audit::Act& act, OnBlock const& at, std::vector<std::string> const& codes);
Result<void> skip(audit::Act& act,
                  OnBlock const& at,
                  std::string const& unit,
                  std::string const& reason);
Result<void> take_back_skip(audit::Act& act, OnBlock const& at, std::string const& unit);

struct Elect {
    OnBlock at;
    std::string head, deputy;  // codes; deputy may be ""
    std::string manner;        // hands, ballot
    std::optional<std::int64_t> hands_for, hands_of;
    std::string ballot;  // ref of a counted session of this block whose line of the head passed
    std::string reason;  // needed where it is not the suggested unit
    Date held_on;
};
// May be entered anew until it is recognised.
Result<void> elect(audit::Act& act, Elect const& command);

struct Recognise {
    OnBlock at;
    std::string number, signer;
    Date dated;
};
// Right DecideResults. Writes next year's members, head and deputy.
Result<void> recognise(audit::Act& act, Recognise const& command);

struct DraftHandover {
    OnBlock at;
    Date day;
    std::string place, items, note, from_name, to_name;
};
// After the recognition; a confirmation given before falls away.
Result<void> draft_handover(audit::Act& act, DraftHandover const& command);

// By each side once, by two accounts; with the second the minutes stay as they are and their hash is
// published.
Result<void> confirm_handover(audit::Act& act, OnBlock const& at, bool as_receiver);

// A printable page that goes into the head's pack; one whose page this installation does not have is
// left out of the pack.
struct PackPaper {
    std::string path;  // address of the page
    std::string name;  // of the file in the pack, without ending
};
// What the head of `year` leaves behind, as far as the reader may see it; NotFound for who may not
// lead, plan or decide there. `year` is the year that was led.
Result<std::vector<PackPaper>> pack_papers(storage::Transaction& tx,
                                           access::Actor const& actor,
                                           std::string_view block_ref,
                                           int year);

}  // namespace thidua::rotation
