#include "web/wire.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

namespace thidua::web {
namespace {

using State = RequestReader::State;

// Feeds `bytes` in pieces of `size`; says how it ended and how many bytes were used.
std::pair<State, std::size_t> feed(RequestReader& reader,
                                   std::string const& bytes,
                                   std::size_t size,
                                   std::uint64_t limit = 1000)
{
    std::size_t used = 0;
    for (std::size_t end = std::min(size, bytes.size());;
         end = std::min(end + size, bytes.size())) {
        auto state = reader.feed(std::string_view{bytes}.substr(used, end - used), used);
        if (state == State::HeadDone) {
            state = reader.limit_body(limit);
            if (state == State::NeedMore)
                state = reader.feed(std::string_view{bytes}.substr(used, end - used), used);
        }
        if (state != State::NeedMore || end == bytes.size()) return {state, used};
    }
}

int refusal_of(std::string const& bytes, std::uint64_t limit = 1000)
{
    RequestReader reader;
    feed(reader, bytes, bytes.size(), limit);
    return reader.refusal();
}

TEST(RequestReader, ReadsInPiecesOfAnySize)
{
    std::string const bytes =
        "POST /units?x=1 HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nX-A: 1\r\n\r\nhello";
    for (std::size_t size = 1; size <= bytes.size(); ++size) {
        RequestReader reader;
        auto const [state, used] = feed(reader, bytes + "GET / HT", size);
        ASSERT_EQ(state, State::Done) << size;
        EXPECT_EQ(used, bytes.size());
        auto const raw = reader.request("127.0.0.1", true);
        EXPECT_EQ(raw.method, "POST");
        EXPECT_EQ(raw.target, "/units?x=1");
        EXPECT_EQ(raw.body, "hello");
        EXPECT_EQ(raw.header("x-a"), "1");
        EXPECT_TRUE(raw.tls);
        EXPECT_TRUE(reader.keep_alive());
    }
}

TEST(RequestReader, ReadsChunks)
{
    std::string const bytes =
        "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: "
        "chunked\r\n\r\n5\r\nhello\r\n1\r\n!\r\n0\r\n\r\n";
    for (std::size_t size : {std::size_t{1}, std::size_t{7}, bytes.size()}) {
        RequestReader reader;
        ASSERT_EQ(feed(reader, bytes, size).first, State::Done) << size;
        EXPECT_EQ(reader.request("", false).body, "hello!");
    }
    EXPECT_EQ(refusal_of(bytes, 5), 413);
}

TEST(RequestReader, RefusesWhatCouldMeanTwoThings)
{
    EXPECT_EQ(refusal_of("nonsense\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\n\r\n"), 400) << "no host";
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n"), 400);
    EXPECT_EQ(refusal_of("GET / HTTP/2.7\r\nHost: a\r\n\r\n"), 505);
    EXPECT_EQ(
        refusal_of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n"),
        400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: "
                         "chunked\r\n\r\n"),
              400);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: gzip\r\n\r\n"), 501);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: a\r\nExpect: tea\r\n\r\n"), 417);
    EXPECT_EQ(refusal_of("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1001\r\n\r\n"), 413);
    EXPECT_EQ(refusal_of("GET / HTTP/1.1\r\nHost: a\r\nX: " + std::string(17000, 'x') + "\r\n\r\n"),
              431);
}

TEST(RequestReader, TakesTheWholeAddressOfAProxyRequest)
{
    RequestReader reader;
    feed(reader, "GET http://example.test/a?b HTTP/1.1\r\nHost: a\r\n\r\n", 1000);
    EXPECT_EQ(reader.target(), "/a?b");
}

TEST(RequestReader, OldClientsCloseUnlessTheySayOtherwise)
{
    RequestReader old;
    feed(old, "GET / HTTP/1.0\r\n\r\n", 100);
    EXPECT_FALSE(old.keep_alive());
    RequestReader closing;
    feed(closing, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n", 100);
    EXPECT_FALSE(closing.keep_alive());
}

RC_GTEST_PROP(RequestReader, NeverFallsOverAndNeverTakesMoreThanItGot, (std::string const& noise))
{
    RequestReader reader;
    auto const bytes = "GET / HTTP/1.1\r\nHost: a\r\n" + noise;
    auto const [state, used] = feed(reader, bytes, 3);
    RC_ASSERT(used <= bytes.size());
    RC_ASSERT((state == State::Bad) == (reader.refusal() != 0));
}

TEST(ResponseHead, SaysLengthAndNeverLetsAValueBreakOut)
{
    Response response;
    response.body = "hello";
    response.set("Location", "/a\r\nSet-Cookie: evil=1");
    EXPECT_EQ(response_head(response, "D", true),
              "HTTP/1.1 200 OK\r\nDate: D\r\nContent-Length: 5\r\nLocation: /a  Set-Cookie: "
              "evil=1\r\n\r\n");
    response.status = 304;
    EXPECT_EQ(response_head(response, "D", false).find("Content-Length"), std::string::npos);
}

TEST(HttpDate, IsWrittenAsTheStandardSays)
{
    EXPECT_EQ(http_date(784111777), "Sun, 06 Nov 1994 08:49:37 GMT");
}

}  // namespace
}  // namespace thidua::web
