// Entering papers: a decision with its recipients in one act, more recipients later. Permission
// WriteRegister over the unit of every recipient.
#pragma once

#include "audit/audit.h"
#include "register/recipients.h"
#include "register/register.h"

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// A paper's own facts, as typed.
struct PaperFields {
    std::string number;
    std::string decided_on;
    std::string authority;
    std::string title;
    std::string marking;
    bool wants_public = false;
};

// The fields of one audit line about a marked record go in as hashes, others as they are.
boost::json::object audited(storage::Transaction& tx, boost::json::object fields, access::Marking marking);

// Reads the fields into a decision; BadInput field by field. Not yet stored.
Result<Decision> checked_paper(audit::Act& act, PaperFields const& fields);

// Stores a paper of `kind` that corrects or revokes something of `corrected`; the same paper that is in
// the register already as that kind is taken again. It may not be marked above `highest`, the marking
// of what it changes: who reads the change has to be able to read why. Problems stand in the fields
// "paper_number", "paper_decided_on" and so on. Used by the acts of mending.
Result<Decision> enter_ordering_paper(audit::Act& act, PaperFields const& fields, std::string_view kind,
                                      Decision const& corrected, access::Marking highest);

struct RecordDecision {
    PaperFields paper;
    std::vector<RecipientLine> recipients;
    bool confirmed = false;  // The warnings have been read.
};
struct AddRecipients {
    std::string ref;
    std::vector<RecipientLine> recipients;
    bool confirmed = false;
};
struct Recorded {
    std::string ref;
    std::int64_t awards = 0;
};

// Refused "register.decision.exists" when the paper is in the register and the actor may know it.
// Warnings (a name that other people bear too, the same award by another paper) come back as BadInput
// in field "confirm" until the command is confirmed.
Result<Recorded> record_decision(audit::Act& act, RecordDecision const& command);
Result<Recorded> add_recipients(audit::Act& act, AddRecipients const& command);

}  // namespace thidua::registry
