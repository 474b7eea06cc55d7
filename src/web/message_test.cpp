#include "web/message.h"
#include "web/multipart.h"
#include "web/static_files.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace thidua::web {
namespace {

TEST(Cookies, AreFoundByTheirWholeName)
{
    EXPECT_EQ(cookie_value("a=1; session=abc; b=2", "session"), "abc");
    EXPECT_EQ(cookie_value("xsession=no; session=yes", "session"), "yes");
    EXPECT_EQ(cookie_value("a; b=; =c", "b"), "");
    EXPECT_EQ(cookie_value("", "a"), "");
}

TEST(Accept, WeighsRangesFromExactToAny)
{
    EXPECT_EQ(accept_weight("", "text/html"), 1000);
    EXPECT_EQ(accept_weight("application/json", "text/html"), 0);
    EXPECT_EQ(accept_weight("text/html, application/xml;q=0.9, */*;q=0.8", "application/json"),
              800);
    EXPECT_EQ(accept_weight("*/*;q=0.8, text/*;q=0.5, text/html;q=0.3", "text/html"), 300);
    EXPECT_EQ(accept_weight("vi-VN,vi;q=0.9,en;q=0.25", "en"), 250);
    EXPECT_EQ(accept_weight("vi-VN", "vi"), 1000);
    EXPECT_EQ(accept_weight("br;q=0, gzip", "br"), 0);
    EXPECT_EQ(accept_weight(",;q=,;;=,q=0.", "x"), 0);
}

constexpr auto kForm = "multipart/form-data; boundary=B";

TEST(Multipart, CutsFieldsAndFiles)
{
    auto const parts = parse_multipart(
        kForm,
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none\r\n"
        "--B\r\ncontent-disposition: form-data; name=\"f\"; filename=\"C:\\x \\\"q\\\".csv\"\r\n"
        "Content-Type: text/csv\r\n\r\n--A\r\n--\r\n"
        "--B\r\nContent-Disposition: form-data; name=\"empty\"\r\n\r\n\r\n--B--\r\n");
    ASSERT_TRUE(parts);
    ASSERT_EQ(parts->size(), 3U);
    EXPECT_EQ(parts->at(0).name, "a");
    EXPECT_EQ(parts->at(0).data, "one");
    EXPECT_FALSE(parts->at(0).filename);
    EXPECT_EQ(parts->at(1).filename, "C:\\x \"q\".csv");
    EXPECT_EQ(parts->at(1).content_type, "text/csv");
    EXPECT_EQ(parts->at(1).data, "--A\r\n--");
    EXPECT_EQ(parts->at(2).data, "");
}

TEST(Multipart, AllowsAPreambleAndAnEmptyForm)
{
    EXPECT_EQ(parse_multipart(kForm, "--B--\r\n")->size(), 0U);
    EXPECT_EQ(parse_multipart(
                  kForm, "hi\r\n--B\r\nContent-Disposition: form-data; name=a\r\n\r\n1\r\n--B--")
                  ->size(),
              1U);
}

TEST(Multipart, RefusesWhatIsCutOffOrNoForm)
{
    for (auto const* body : {"",
                             "--B",
                             "--B\r\n",
                             "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\none",
                             "--B\r\nX: y\r\n\r\none\r\n--B--",
                             "--B\r\nContent-Disposition: attachment; name=\"a\"\r\n\r\n\r\n--B--",
                             "--B\r\nno colon\r\n\r\n\r\n--B--",
                             "--C\r\n\r\n\r\n--C--"}) {
        EXPECT_FALSE(parse_multipart(kForm, body)) << body;
    }
    EXPECT_FALSE(parse_multipart("multipart/form-data", "--B--"));
}

RC_GTEST_PROP(Multipart, GivesBackWhatWasSent, (std::string const& data))
{
    RC_PRE(data.find("\r\n--B") == std::string::npos);
    auto const body =
        "--B\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n" + data + "\r\n--B--\r\n";
    auto const parts = parse_multipart(kForm, body);
    RC_ASSERT(parts.has_value());
    RC_ASSERT(parts->size() == 1U);
    RC_ASSERT(parts->front().data == data);
}

TEST(StaticFiles, AreMissingPolitely)
{
    StaticFiles const files;
    RawRequest const raw{"GET", "/assets/nothing.js"};
    EXPECT_EQ(files.answer(raw, "nothing.js").status, 404);
    EXPECT_EQ(files.answer(raw, "../secret").status, 404);
    EXPECT_EQ(media_type("a.woff2"), "font/woff2");
    EXPECT_EQ(media_type("a"), "application/octet-stream");
}

}  // namespace
}  // namespace thidua::web
