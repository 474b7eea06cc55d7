#include "audit/canonical.h"

#include <gtest/gtest.h>
#include <boost/json.hpp>

namespace thidua::audit {
namespace {

std::string canonical(std::string_view text) { return canonical_json(boost::json::parse(text)); }

TEST(CanonicalJson, PrintsNumbersAsEcmaScriptDoes)
{
    // Not parsed: this Boost reads some doubles one unit off.
    EXPECT_EQ(canonical_json(boost::json::array{
                  333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001}),
              "[333333333.3333333,1e+30,4.5,0.002,1e-27]");
    EXPECT_EQ(canonical_json(boost::json::array{
                  1e20, 1e21, 123456789012345680000.0, 0.000001, 1e-7, -0.0, 0, -1.5e-10, 100.0}),
              "[100000000000000000000,1e+21,123456789012345680000,0.000001,1e-7,0,0,-1.5e-10,100]");
}

TEST(CanonicalJson, EscapesOnlyWhatItMust)
{
    EXPECT_EQ(canonical(R"({"a":"\u20ac$\u000f\u000aA'\u0042\u0022\u005c\\\"\/"})"),
              "{\"a\":\"€$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
    EXPECT_EQ(canonical(R"(["Quyết định số 512/QĐ-BCY"])"), "[\"Quyết định số 512/QĐ-BCY\"]");
}

TEST(CanonicalJson, SortsKeysByUtf16Units)
{
    EXPECT_EQ(
        canonical(
            R"({"\ue000":1,"\ud83d\ude00":2,"b":{"z":null,"a":[]},"a":true,"":{},"\u20ac":3})"),
        "{\"\":{},\"a\":true,\"b\":{\"a\":[],\"z\":null},\"€\":3,\"\U0001F600\":2,\"\uE000\":1}");
}

TEST(CanonicalJson, RefusesWhatItCannotHold)
{
    EXPECT_THROW(canonical("9007199254740993"), std::logic_error);
    EXPECT_THROW(canonical_json(boost::json::value("\xff")), std::logic_error);
    EXPECT_EQ(canonical("9007199254740992"), "9007199254740992");
}

}  // namespace
}  // namespace thidua::audit
