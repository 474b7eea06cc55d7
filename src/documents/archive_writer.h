// A zip file made in memory, for downloads of several files at once.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua::documents {

struct ArchivePart {
    std::string name;  // "1-ke-hoach.html"; each once
    std::string bytes;
};

// The bytes of a zip file with these parts, in order. The same parts give the same bytes: every part
// bears the first day a zip file can bear.
std::string write_archive(std::vector<ArchivePart> const& parts);

}  // namespace thidua::documents
