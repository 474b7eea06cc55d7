// The law as it stands for one part of the organisation on one day: the active rule packs, with
// every ruling that reaches the unit applied and the award regulations of its bodies joined.
// Evaluators are given what this returns and ask nothing else.
#pragma once

#include "base/date.h"
#include "law/book.h"
#include "storage/database.h"

#include <memory>
#include <string>
#include <string_view>

namespace thidua::legal {

// `received` is the day the appraising body received the dossier; `unit_path` the path of the
// subject's unit ("/BAN/K101/"), "/" for what holds everywhere. Never null. Kept and shared between
// callers by what it is made of, so asking again costs a few short queries; safe from any thread.
// Throws std::logic_error where packs that were activated can no longer be read.
std::shared_ptr<law::LawBook const> book_for(storage::Transaction& tx,
                                             Date received,
                                             std::string_view unit_path);

// Names the content of the packs in force for dossiers received on the day (the first twelve digits
// of its hash); every verdict carries it as `pack`, so that an old one says what it was made from.
std::string pack_version(storage::Transaction& tx, Date received);

// The same of any set of files.
std::string version_of(std::vector<law::PackFile> const& files);

}  // namespace thidua::legal
