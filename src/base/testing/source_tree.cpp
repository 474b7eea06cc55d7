#include "base/testing/source_tree.h"

namespace thidua::testing {

std::string in_source_tree(std::string const& path)
{
    return std::string{THIDUA_SOURCE_DIR} + "/" + path;
}

}  // namespace thidua::testing
