// Every list as a file: words where the database keeps codes, days as days.
#include "demo/demo.h"
#include "identity/roles.h"
#include "web/pages.h"
#include "web/testing/app.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <set>

namespace thidua::web {
namespace {

using testing::Format;
using testing::TestApp;

// Columns that hold codes in the database, wherever they stand.
bool is_coded(std::string_view key)
{
    static std::set<std::string_view> const keys{
        "state", "kind", "level", "publicity", "role", "role_codes", "subject_kind", "authority",
        "mode", "marking", "sex", "category", "what", "fact_kind", "rating"};
    return keys.contains(key);
}

// Columns whose codes are what people call the thing by.
bool is_named_by_code(std::string_view key)
{
    return key == "code" || key == "award" || key == "name" || key == "entered_by" ||
           key == "actor" || key == "decided_by" || key == "subject" || key == "display_name" || key == "asked_by" ||
           key == "regime" || key == "summary" || key == "request" || key == "link";
}

// "needs-decision", "bk-ban": words no Vietnamese text writes so.
bool looks_like_code(std::string_view text)
{
    auto const plain = [](char c) { return (c >= 'a' && c <= 'z') || c == '-' || c == '_'; };
    return text.size() > 2 && std::ranges::all_of(text, plain);
}

bool looks_like_iso(std::string_view text)
{
    return text.size() >= 10 && parse_iso_date(text.substr(0, 10)).has_value();
}

std::vector<std::vector<std::string>> rows_of_csv(std::string_view text)
{
    std::vector<std::vector<std::string>> rows(1, std::vector<std::string>(1));
    bool quoted = false;
    for (char const c : text) {
        if (c == '"') quoted = !quoted;
        else if (c == ',' && !quoted) rows.back().emplace_back();
        else if (c == '\n' && !quoted) rows.emplace_back(1);
        else if (c != '\r') rows.back().back() += c;
    }
    return rows;
}

class ExportTest : public ::testing::Test {
protected:
    TestApp app{{[](http::Router& routes) { routes = all_pages(); }}};
    std::string session;

    void SetUp() override
    {
        access::Actor actor = http::testing::actor_with({}, "reader");
        actor.clearance = access::Marking::TuyetMat;
        for (int i = 0; i < access::kPermissionCount; ++i)
            actor.grants.push_back({static_cast<access::Permission>(i), "/"});
        session = app.sign_in(actor);
    }

    // Pages with a list that need no more than their address.
    std::vector<std::string> lists()
    {
        std::vector<std::string> addresses;
        for (auto const& route : app.app().router().routes()) {
            if (route->method != http::Method::Get) continue;
            if (route->pattern.find('{') != std::string::npos) continue;
            auto const page = app.get(route->pattern, session, Format::Json);
            if (page.status != 200 || !page.content().starts_with('{')) continue;
            if (page.document().contains("list")) addresses.push_back(route->pattern);
        }
        return addresses;
    }

    boost::json::array columns_of(std::string const& address)
    {
        auto const document = app.get(address, session, Format::Json).document();
        return document.at("list").at("columns").as_array();
    }
};

TEST_F(ExportTest, EveryCodedColumnSaysHowItIsRead)
{
    auto const addresses = lists();
    EXPECT_GE(addresses.size(), 20U);
    for (auto const& address : addresses) {
        for (auto const& column : columns_of(address)) {
            std::string const key{column.at("key").as_string()};
            bool const said = !is_coded(key) || column.at("kind").as_string() != "text";
            EXPECT_TRUE(said) << address << ' ' << key;
        }
    }
}

TEST_F(ExportTest, NoCodeStandsWhereAPersonReads)
{
    ASSERT_TRUE(demo::fill(app.db(), {}));
    std::set<std::string> raw;
    std::size_t cells = 0;
    for (auto const& address : lists()) {
        auto const file = app.get(address + "?format=csv", session);
        if (file.status != 200) continue;  // Too large for one file, or nothing asked yet.
        auto const columns = columns_of(address);
        auto const rows = rows_of_csv(file.content());
        for (std::size_t row = 1; row < rows.size(); ++row) {
            for (std::size_t i = 0; i < std::min(columns.size(), rows[row].size()); ++i) {
                std::string const key{columns[i].at("key").as_string()};
                ++cells;
                if (looks_like_iso(rows[row][i]) ||
                    (looks_like_code(rows[row][i]) && !is_named_by_code(key)))
                    raw.insert(address + ' ' + key + ": " + rows[row][i]);
            }
        }
    }
    EXPECT_GT(cells, 10'000U);
    EXPECT_THAT(raw, ::testing::IsEmpty());
}

// Two worlds: with the records above a reader's clearance and without them.
TEST_F(ExportTest, AMarkedRecordChangesNoByteOfTheSweep)
{
    ASSERT_TRUE(demo::fill(app.db(), {}));
    auto const reader = [&](access::Marking clearance) {
        auto actor = http::testing::actor_with({}, "officer");
        actor.clearance = clearance;
        for (auto const right : {access::Permission::ReadRegister,
                                 access::Permission::ReadPeople,
                                 access::Permission::ReadOrganisation})
            actor.grants.push_back({right, "/"});
        return app.sign_in(actor);
    };
    auto const files = [&](std::string const& who) {
        std::string bytes;
        for (auto const* award : {"cstd-bo", "bk-bo"}) {
            for (auto const* tab : {"now", "short"}) {
                auto const page = app.get(
                    std::string("/sweep?format=csv&year=2023&award=") + award + "&tab=" + tab, who);
                EXPECT_EQ(page.status, 200);
                bytes += page.content();
            }
        }
        return bytes;
    };
    auto const plain = reader(access::Marking::Thuong);
    auto const cleared = reader(access::Marking::TuyetMat);
    auto const plain_before = files(plain), cleared_before = files(cleared);
    app.db().write([](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO initiative"
            " (subject_kind, subject_id, year, title, level, kind, marking)"
            " SELECT 'person', id, 2023, 'Kín', 'bo', 'sang-kien', 1 FROM person");
        tx.execute("INSERT INTO audit_line (at, actor, what, subject)"
                   " VALUES (0, 'x', 'organisation.fact.import', 'x')");
    });
    EXPECT_EQ(files(plain), plain_before);
    EXPECT_NE(files(cleared), cleared_before);
}

}  // namespace
}  // namespace thidua::web
