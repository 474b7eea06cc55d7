// Names the state of everything a verdict reads, so that what was made from it can be kept until an
// act changes it.
#pragma once

#include "storage/database.h"

#include <array>
#include <span>
#include <string>
#include <string_view>

namespace thidua::eligibility {

// Whose acts write what verdicts read: people, units, their years and what is declared complete;
// decisions and awards; rulings and rule files; the demo's whole world. What a new reader reads of
// another folder belongs here.
inline constexpr std::array<std::string_view, 4> kFoldersRead = {
    "demo", "legal", "organisation", "register"};

// Of those the ones that make the law itself another.
inline constexpr std::array<std::string_view, 2> kFoldersOfTheLaw = {"demo", "legal"};

// Another word after each act of these folders, and after each day the posts were followed to; the
// same after any other act.
std::string state_of(storage::Transaction& tx,
                     std::span<std::string_view const> folders = kFoldersRead);

}  // namespace thidua::eligibility
