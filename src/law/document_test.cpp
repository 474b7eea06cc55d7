#include "law/document.h"

#include "law/testing/packs.h"

#include <gtest/gtest.h>

namespace thidua::law {
namespace {

std::string refusal(std::string const& bytes)
{
    auto const document = read_document(bytes, "x.yaml");
    return document ? "" : testing::words(document.error());
}

TEST(Document, RefusesReferencesThatGrowWithoutMeasure)
{
    std::string lists = "a: &a [x, x, x, x, x, x, x, x, x, x]\n";
    for (char name = 'b'; name <= 'k'; ++name) {
        lists += std::string(1, name) + ": &" + name + " [";
        for (int i = 0; i < 10; ++i) lists += std::string(i > 0 ? ", *" : "*") + char(name - 1);
        lists += "]\n";
    }
    EXPECT_NE(refusal(lists).find("too much"), std::string::npos) << refusal(lists);
}

TEST(Document, RefusesAListThatHoldsItself) { EXPECT_NE(refusal("&a [*a, *a]"), ""); }

TEST(Document, RefusesDepthKeysTwiceAndBrokenText)
{
    EXPECT_NE(refusal(std::string(200, '[') + std::string(200, ']')), "");
    EXPECT_NE(refusal("a: 1\na: 2\n").find("'a' stands twice"), std::string::npos);
    EXPECT_NE(refusal("a: [1\nb"), "");
    EXPECT_NE(refusal("? [1]\n: 2\n").find("plain text"), std::string::npos);
}

TEST(Document, KeepsTheLineOfEachPart)
{
    auto const document = read_document("a:\n  - 1\n  - b: 2\n", "x.yaml").value();
    EXPECT_EQ(document.find("a")->items[1].find("b")->line, 3);
    EXPECT_EQ(document.find("a")->items[1].find("b")->text, "2");
}

}  // namespace
}  // namespace thidua::law
