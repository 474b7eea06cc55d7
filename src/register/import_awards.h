// Awards from a list: rows to drafts, each checked by itself, against the other rows and against the
// register; then stored as decisions and awards.
#pragma once

#include "intake/row_reader.h"
#include "organisation/import.h"
#include "organisation/import_directory.h"
#include "organisation/import_kinds.h"
#include "organisation/names.h"
#include "register/catalogue.h"
#include "register/register.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace thidua::registry {

using organisation::ImportRun;
using organisation::PersonEntry;
using organisation::UnitEntry;

// The numbers of the columns of KIND awards.
struct AwardColumns {
    explicit AwardColumns(intake::ListKind const& kind);
    std::size_t subject, full_name, unit, award, year, from, to, decision_no, decision_date, authority, mode, movement,
        citation, rank, position, target_group, submitting_unit, certificate_no, amount, posthumous, marking, is_public;
};

// One row that tells of an award, as far as it could be understood.
struct AwardDraft {
    intake::Line line;
    AwardType const* type = nullptr;
    PersonEntry const* person = nullptr;  // one of these two
    UnitEntry const* unit = nullptr;
    UnitEntry const* stated_unit = nullptr;  // the person's unit as the paper states it
    UnitEntry const* submitting_unit = nullptr;
    std::string_view number;      // of the decision, as written
    intake::Texts::Id number_key = 0;
    std::optional<Date> decided_on;
    intake::Texts::Id authority = 0;
    std::optional<std::int64_t> year;
    std::optional<std::int64_t> year_from;
    bool school_year = false;
    intake::Texts::Id mode = 0;
    intake::Texts::Id rank = 0;
    intake::Texts::Id position = 0;
    intake::Texts::Id target_group = 0;
    std::optional<std::int64_t> amount;
    bool posthumous = false;
    bool wants_public = false;
    access::Marking marking = access::Marking::Thuong;
    bool good = true;

    bool has_subject() const { return person != nullptr || unit != nullptr; }
    std::string_view subject_kind() const;
    std::int64_t subject_id() const { return person != nullptr ? person->id : unit->id; }
};

// Checks and, where all is well, stores. Permission WriteRegister.
Result<void> import_awards(ImportRun& run);

// The part that writes: decisions made or taken again, awards, tally.
void store_awards(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft> const& drafts);

}  // namespace thidua::registry
