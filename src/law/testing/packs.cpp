#include "law/testing/packs.h"

#include "base/testing/source_tree.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace thidua::law::testing {

std::vector<PackFile> pack_files()
{
    std::vector<PackFile> files;
    std::string const root = thidua::testing::in_source_tree("");
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root + "law")) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        files.push_back({entry.path().string().substr(root.size()), bytes.str()});
    }
    std::sort(
        files.begin(), files.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return files;
}

std::string words(Error const& error)
{
    std::string text;
    for (auto const& [name, value] : error.problems.front().args) text += value + ":";
    return text;
}

LawBook const& book()
{
    static LawBook const value = [] {
        auto read = read_book(pack_files());
        if (!read) throw std::runtime_error(words(read.error()));
        return std::move(read).value();
    }();
    return value;
}

std::vector<CaseFile> const& case_files()
{
    static std::vector<CaseFile> const value = [] {
        std::vector<CaseFile> found;
        for (auto const& file : pack_files()) {
            if (!file.name.starts_with("law/cases/") || !file.name.ends_with(".yaml")) continue;
            auto read = read_cases(file.bytes, file.name);
            if (!read) throw std::runtime_error(words(read.error()));
            found.push_back({file.name, std::move(read).value()});
        }
        return found;
    }();
    return value;
}

}  // namespace thidua::law::testing
