#include "law/cases.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace thidua::law {
namespace {

std::vector<PackFile> pack_files()
{
    std::vector<PackFile> files;
    std::string const root = THIDUA_SOURCE_DIR;
    for (auto const& entry : std::filesystem::recursive_directory_iterator(root + "/law")) {
        if (!entry.is_regular_file()) continue;
        std::ostringstream bytes;
        bytes << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        files.push_back({entry.path().string().substr(root.size() + 1), bytes.str()});
    }
    std::sort(files.begin(), files.end(), [](auto const& a, auto const& b) { return a.name < b.name; });
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

// The packs with one text of one file replaced: for faults.
std::string fault(std::string const& name, std::string const& old, std::string const& replacement)
{
    auto files = pack_files();
    for (auto& file : files) {
        if (file.name != name) continue;
        auto const position = file.bytes.find(old);
        EXPECT_NE(position, std::string::npos) << old;
        file.bytes.replace(position, old.size(), replacement);
    }
    auto const read = read_book(files);
    return read ? "" : words(read.error());
}

TEST(LawCases, EveryCaseGivesTheAnswerItExpects)
{
    int count = 0;
    for (auto const& file : pack_files()) {
        if (!file.name.starts_with("law/cases/")) continue;
        auto const cases = read_cases(file.bytes, file.name);
        ASSERT_TRUE(cases) << words(cases.error());
        for (auto const& outcome : run_cases(book(), *cases)) {
            EXPECT_TRUE(outcome.passed()) << file.name << ": " << outcome.name << ": expected " << outcome.expected
                                          << ", got " << code_of(outcome.verdict.answer);
            ++count;
        }
    }
    EXPECT_GE(count, 80);
}

TEST(LawPacks, FaultsAreNamedWithFileAndLine)
{
    auto const unknown = fault("law/act-06-2022/titles.yaml", "award: cstd-bo\n", "award: cstd-xa\n");
    EXPECT_NE(unknown.find("law/act-06-2022/titles.yaml"), std::string::npos) << unknown;
    EXPECT_NE(unknown.find("unknown award 'cstd-xa'"), std::string::npos) << unknown;
    auto const gap = fault("law/regimes/regimes.yaml", "from: 2024-01-01", "from: 2024-01-02");
    EXPECT_NE(gap.find("leaves a gap after regime R0d"), std::string::npos) << gap;
    auto const overlap = fault("law/regimes/regimes.yaml", "from: 2024-01-01", "from: 2023-12-31");
    EXPECT_NE(overlap.find("overlaps regime R0d"), std::string::npos) << overlap;
    auto const clause = fault("law/act-06-2022/medals.yaml", "          clause: \"Luật 06/2022/QH15, Điều 55\"\n", "");
    EXPECT_NE(clause.find("has no clause"), std::string::npos) << clause;
    auto const missing = fault("law/act-06-2022/medals.yaml", "regimes: [R1, R2]", "regimes: [R1]");
    EXPECT_NE(missing.find("no standard for hch-qkqt of persons in R2"), std::string::npos) << missing;
    auto const twice = fault("law/act-06-2022/medals.yaml", "award: hch-csvv-3", "award: hch-qkqt");
    EXPECT_NE(twice.find("stands already at"), std::string::npos) << twice;
}

}  // namespace
}  // namespace thidua::law
