// Where the packs lie: in the program itself, or in a folder on disk.
#include "base/assets.h"
#include "law/book.h"
#include "law/document.h"
#include "law/schema.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <stdexcept>

namespace thidua::law {
namespace {

std::uintmax_t const kLongest = 8u << 20;

}  // namespace

Result<LawBook> read_book_dir(std::string const& folder)
{
    namespace fs = std::filesystem;
    Document where;
    where.file = folder;
    std::error_code problem;
    fs::recursive_directory_iterator entries(folder, problem);
    if (problem) return at(where, "the folder cannot be read");
    std::vector<PackFile> files;
    for (auto const& entry : entries) {
        if (!entry.is_regular_file(problem)) continue;
        auto const extension = entry.path().extension();
        if (extension != ".yaml" && extension != ".csv") continue;
        where.file = entry.path().string();
        if (entry.file_size(problem) > kLongest) return at(where, "the file is too long");
        std::ifstream in(entry.path(), std::ios::binary);
        if (!in) return at(where, "the file cannot be read");
        std::ostringstream bytes;
        bytes << in.rdbuf();
        files.push_back({entry.path().string(), bytes.str()});
        if (entry.path().parent_path().filename().string().starts_with("act-"))
            TD_CHECK(check_schema(files.back()));
    }
    std::sort(
        files.begin(), files.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
    return read_book(files, (fs::path(folder) / "").string());
}

std::vector<PackFile> built_in_files()
{
    std::vector<PackFile> files;
    assets::each("law/", [&files](std::string_view name, std::string_view bytes) {
        files.push_back({std::string(name), std::string(bytes)});
    });
    return files;
}

LawBook const& built_in()
{
    static LawBook const book = [] {
        auto read = read_book(built_in_files());
        if (read) return std::move(read).value();
        auto const& args = read.error().problems.front().args;
        throw std::logic_error(args[0].second + ":" + args[1].second + ": " + args[2].second);
    }();
    return book;
}

}  // namespace thidua::law
