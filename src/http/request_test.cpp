#include "http/request.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace thidua::http {
namespace {

TEST(Query, DecodesNamesAndValuesInOrder)
{
    auto const values = parse_query("q=%C4%90%E1%BB%A9c+Anh&year=2018&q=two&empty=&flag");
    EXPECT_EQ(values.find("q"), "Đức Anh");
    EXPECT_EQ(values.all("q"), (std::vector<std::string>{"Đức Anh", "two"}));
    EXPECT_EQ(values.integer("year"), 2018);
    EXPECT_EQ(values.find("empty"), "");
    EXPECT_EQ(values.find("flag"), "");
    EXPECT_FALSE(values.find("absent"));
}

TEST(Query, KeepsBrokenEscapesAsTheyStandAndMendsBytes)
{
    auto const values = parse_query("a=100%&b=%zz&c=%2&d=%FFx&e=a%00b");
    EXPECT_EQ(values.find("a"), "100%");
    EXPECT_EQ(values.find("b"), "%zz");
    EXPECT_EQ(values.find("c"), "%2");
    EXPECT_EQ(values.find("d"), "\xEF\xBF\xBDx");
    EXPECT_EQ(values.find("e"), "ab");
}

RC_GTEST_PROP(Query, ReadsBackWhatWasEncoded, (std::string const& text))
{
    Values expected;
    expected.add("q", text);
    RC_ASSERT(parse_query("q=" + percent_encode(text)).find("q") == expected.find("q"));
}

TEST(Values, ReadFieldsAsTheyAreMeant)
{
    Values values;
    values.add("name", "  Nguye\xCC\x82\xCC\x83n  A ");
    values.add("note", "one\r\ntwo\rthree");
    values.add("on", "on");
    values.add("number", " 42 ");
    values.add("bad", "42x");
    EXPECT_EQ(values.text("name"), "Nguyễn A");
    EXPECT_EQ(values.text("absent"), "");
    EXPECT_EQ(values.lines("note"), "one\ntwo\nthree");
    EXPECT_TRUE(values.checked("on"));
    EXPECT_FALSE(values.checked("name"));
    EXPECT_EQ(values.integer("number"), 42);
    EXPECT_FALSE(values.integer("bad"));
    EXPECT_FALSE(values.integer("absent"));
}

TEST(JsonForm, FlattensObjectsAndRepeatsArrays)
{
    auto const values = parse_json_form(
        R"({"name":"A","version":3,"half":0.5,"yes":true,"no":false,"gone":null,"units":["X","Y"],"a":{"b":{"c":1}}})");
    ASSERT_TRUE(values);
    EXPECT_EQ(values->find("name"), "A");
    EXPECT_EQ(values->integer("version"), 3);
    EXPECT_EQ(values->find("half"), "0.5");
    EXPECT_TRUE(values->checked("yes"));
    EXPECT_EQ(values->find("no"), "0");
    EXPECT_FALSE(values->find("gone"));
    EXPECT_EQ(values->all("units"), (std::vector<std::string>{"X", "Y"}));
    EXPECT_EQ(values->integer("a.b.c"), 1);
}

TEST(JsonForm, RefusesWhatIsNoObject)
{
    for (auto const* body : {"", "[1]", "1", "{", "{\"a\":}", "nonsense"})
        EXPECT_FALSE(parse_json_form(body)) << body;
    EXPECT_FALSE(parse_json_form(std::string(100, '{')));
}

TEST(Path, DecodesOrRefuses)
{
    EXPECT_EQ(decode_path("/units/K101%20%C4%90"), "/units/K101 Đ");
    for (auto const* path : {"/a%", "/a%2", "/a%zz", "/a%00", "/a%0A", "/a%FF", "/a\nb"}) {
        EXPECT_FALSE(decode_path(path)) << path;
    }
}

}  // namespace
}  // namespace thidua::http
