// The packs and cases of the source tree, for tests.
#pragma once

#include "law/book.h"
#include "law/cases.h"

#include <string>
#include <vector>

namespace thidua::law::testing {

// Every file under law/, by name.
std::vector<PackFile> pack_files();
// Read once; throws std::runtime_error where the packs are broken.
LawBook const& book();
// The arguments of an error's first problem, joined by ':'.
std::string words(Error const& error);

struct CaseFile {
    std::string name;
    std::vector<Case> cases;
};
// The files of law/cases/, read once; throws std::runtime_error where one is broken.
std::vector<CaseFile> const& case_files();

}  // namespace thidua::law::testing
