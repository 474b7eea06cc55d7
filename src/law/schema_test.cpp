#include "law/schema.h"

#include "base/testing/source_tree.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

#include <fstream>
#include <set>
#include <sstream>

namespace thidua::law {
namespace {

std::string words(Result<void> const& result)
{
    if (result) return "";
    std::string text;
    for (auto const& [name, value] : result.error().problems.front().args) text += value + ":";
    return text;
}

bool is_pack(PackFile const& file) { return file.name.starts_with("law/act-"); }

TEST(PackSchema, DescribesEveryPackOfTheLaw)
{
    int count = 0;
    for (auto const& file : built_in_files()) {
        if (!is_pack(file)) continue;
        EXPECT_EQ(words(check_schema(file)), "");
        ++count;
    }
    EXPECT_GE(count, 10);
}

TEST(PackSchema, DescribesARegulationOfABody)
{
    std::string const header =
        "institution: Ban Mẫu\n"
        "regulation: {cite: Quy chế 05/QC-BM, number: 21/QĐ-BM, date: 2025-01-10}\n";
    std::string const rule =
        "rules:\n"
        "  - award: giay-khen\n"
        "    subject: person\n"
        "    fills: set-by-body\n"
        "    requires: {rating: {at-least: tot}, clause: Điều 4}\n";
    EXPECT_EQ(words(check_schema({"x.yaml", header + "from: 2025-02-01\n" + rule})), "");
    EXPECT_NE(words(check_schema({"x.yaml", header + rule})), "");
}

TEST(PackSchema, NamesFileLineAndCause)
{
    auto const wrong = words(check_schema({"x.yaml",
                                           "rules:\n"
                                           "  - award: giay-khen\n"
                                           "    subject: person\n"
                                           "    requires:\n"
                                           "      all:\n"
                                           "        - rating: {at-least: tot}\n"
                                           "          clauze: Điều 4\n"}));
    EXPECT_TRUE(wrong.starts_with("x.yaml:6:not as the schema asks:")) << wrong;
    EXPECT_NE(wrong.find("clauze"), std::string::npos) << wrong;
    EXPECT_NE(words(check_schema({"x.yaml", "rules: []\n"})), "");
    auto const two = words(check_schema({"x.yaml",
                                         "rules:\n"
                                         "  - award: giay-khen\n"
                                         "    subject: person\n"
                                         "    requires: {held: {award: bk-bo}, open: }\n"}));
    EXPECT_TRUE(two.starts_with("x.yaml:4:")) << two;
}

// A point the schema lets a pack name has a sentence, and the other way round.
TEST(PackSchema, NamesThePointsThatHaveASentence)
{
    auto const read = [](std::string const& name) {
        std::ostringstream bytes;
        bytes << std::ifstream(thidua::testing::in_source_tree(name)).rdbuf();
        return boost::json::parse(bytes.str());
    };
    std::set<std::string> const of_regimes = {"pending", "unread", "more-favourable", "lineage"};
    std::set<std::string> of_parameters;
    for (auto const* name : {"dates", "deciders", "dossiers", "principles", "quotas", "votes"}) {
        std::ifstream lines(thidua::testing::in_source_tree("law/parameters/" + std::string(name) + ".yaml"));
        for (std::string line; std::getline(lines, line);) {
            auto const at = line.find("point: ");
            if (at == std::string::npos) continue;
            auto const begin = at + 7;
            of_parameters.insert(line.substr(begin, line.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", begin) - begin));
        }
    }
    std::set<std::string> told;
    auto const sentences = read("locale/vi/law.json");
    for (auto const& [name, text] : sentences.at("point").as_object()) {
        std::string const point(name);
        if (!point.starts_with("mode") && !of_regimes.contains(point) &&
            !of_parameters.contains(point))
            told.insert(point);
    }
    std::set<std::string> allowed;
    auto const schema = read("law/pack.schema.json");
    auto const& points =
        schema.at("definitions").at("requirement").at("properties").at("point").at("enum");
    for (auto const& point : points.as_array()) allowed.emplace(std::string(point.as_string()));
    EXPECT_EQ(allowed, told);
}

}  // namespace
}  // namespace thidua::law
