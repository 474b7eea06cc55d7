// What a reader may base a verdict about one subject on. One door for pages and commands: a person
// is read by who may read people and the register over the person's unit, and by the person; a
// unit by who may read units and the register over it. Anybody else is answered not_found().
//
// Who may not read discipline gets verdicts without it, labelled so on every subject alike.
#pragma once

#include "access/actor.h"
#include "base/result.h"
#include "eligibility/declared.h"
#include "eligibility/record.h"

#include <string_view>

namespace thidua::eligibility {

struct Gathered {
    Record record;
    Declared declared;
    bool with_discipline = false;
};

Result<Gathered> gather(storage::Transaction& tx,
                        access::Actor const& actor,
                        std::string_view code);

// The same questions for a record that was read with others.
bool may_read(access::Actor const& actor, Record const& record);
bool reads_discipline(access::Actor const& actor, Record const& record);

}  // namespace thidua::eligibility
