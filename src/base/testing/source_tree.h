// Where tests find the files of the source tree. The folder is compiled into one object only, so
// that the others are alike wherever the tree lies and a compiler cache serves every copy.
#pragma once

#include <string>

namespace thidua::testing {

// The absolute path of a file of the source tree.
std::string in_source_tree(std::string const& path);

}  // namespace thidua::testing
