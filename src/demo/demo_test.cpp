#include "demo/demo.h"

#include "storage/testing/fixture.h"
#include "terms/locale.h"

#include <boost/json.hpp>
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

namespace thidua::demo {
namespace {

namespace json = boost::json;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

// The sample of its own day, made once for all that look at it.
class DemoTest : public ::testing::Test {
protected:
    static void SetUpTestSuite() { db_ = filled({}); }
    static void TearDownTestSuite() { db_.reset(); }

    struct Filled {
        storage::testing::EmptyDatabase place{storage::Engine::Sqlite};
        std::unique_ptr<storage::Database> db = place.open();
    };
    static std::unique_ptr<Filled> filled(Options const& options)
    {
        auto made = std::make_unique<Filled>();
        storage::migrate(*made->db).value();
        fill(*made->db, options).value();
        return made;
    }

    static std::vector<std::string> texts(std::string const& sql)
    {
        return db_->db->read([&](storage::Transaction& tx) {
            std::vector<std::string> found;
            for (auto rows = tx.query(sql); rows.next();) found.push_back(rows.string(0));
            return found;
        });
    }

    static std::unique_ptr<Filled> db_;
};

std::unique_ptr<DemoTest::Filled> DemoTest::db_;

bool has_words(std::string const& key)
{
    return terms::has_text("vi", "audit." + key) && terms::has_text("en", "audit." + key);
}

// "closes_on", "teller_1": a field's name, where "D201" and "IV.1" are what it is about.
bool is_field_name(std::string_view key)
{
    return !key.empty() && key.front() >= 'a' && key.front() <= 'z' &&
           std::all_of(key.begin(), key.end(), [](char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
           });
}

TEST_F(DemoTest, EveryActOfTheYearHasItsWords)
{
    std::set<std::string> missing;
    auto const acts = texts("SELECT DISTINCT what FROM audit_line ORDER BY what");
    EXPECT_GT(acts.size(), 80U) << "the sample uses what there is";
    for (auto const& what : acts) {
        if (!has_words(what)) missing.insert(what);
    }
    for (auto const& subject : texts("SELECT DISTINCT subject FROM audit_line ORDER BY subject")) {
        auto const kind = "kind." + subject.substr(0, subject.find(':'));
        if (!has_words(kind)) missing.insert(kind);
    }
    for (auto const* side : {"before", "after"}) {
        for (auto const& fields :
             texts(std::string{"SELECT "} + side + " FROM audit_line WHERE " + side +
                   " <> '' ORDER BY seq")) {
            auto const read = json::parse(fields);
            for (auto const& field : read.as_object()) {
                std::string const key{field.key()};
                if (is_field_name(key) && !has_words("field." + key)) missing.insert(key);
            }
        }
    }
    EXPECT_THAT(missing, IsEmpty());
}

TEST_F(DemoTest, NoPageOfTheYearIsEmpty)
{
    EXPECT_THAT(texts("SELECT state FROM score_round"), UnorderedElementsAre("published", "explain"));
    EXPECT_THAT(texts("SELECT state FROM voting_session"), UnorderedElementsAre("settled", "keys"));
    EXPECT_THAT(texts("SELECT DISTINCT state FROM meeting"),
                UnorderedElementsAre("signed", "cancelled", "called"));
    EXPECT_THAT(texts("SELECT DISTINCT state FROM movement_visit"),
                UnorderedElementsAre("closed", "answered", "open"));
    EXPECT_THAT(texts("SELECT DISTINCT state FROM covenant"),
                UnorderedElementsAre("closed", "mid-year", "in-force"));
    EXPECT_THAT(texts("SELECT DISTINCT state FROM movement"),
                ::testing::IsSupersetOf({"opinions", "launched", "closed"}));
}

TEST_F(DemoTest, VerificationSwappedTwoPlacesOfTheYearBefore)
{
    auto const places = [](std::string const& column) {
        return texts("SELECT u.code FROM score_place p JOIN unit u ON u.id = p.unit_id WHERE"
                     " p.col = '" + column + "' ORDER BY p.place LIMIT 4");
    };
    EXPECT_THAT(places("block"), ::testing::ElementsAre("D201", "D202", "D204", "D203"));
    EXPECT_THAT(places("decided"), ::testing::ElementsAre("D201", "D202", "D203", "D204"));
    EXPECT_EQ(texts("SELECT u.code FROM block_member m JOIN unit u ON u.id = m.unit_id WHERE"
                    " m.year = 2024 AND m.block_id = 2 ORDER BY m.rank"),
              (std::vector<std::string>{"D201", "D202", "D203", "D204", "D207", "D205", "D206", "D208"}))
        << "published places are the units' ranks";
}

TEST_F(DemoTest, AnotherDayBeginsWithAnEmptyYear)
{
    auto const other = filled({.scale = 1, .seed = 1, .as_of = *make_date(2025, 1, 2)});
    auto const count = [&](char const* table) {
        return other->db->read([&](storage::Transaction& tx) {
            return tx.integer("SELECT count(*) FROM " + std::string{table}).value();
        });
    };
    EXPECT_EQ(count("programme") + count("movement") + count("score_round"), 0);
    EXPECT_GT(count("unit"), 100);
}

}  // namespace
}  // namespace thidua::demo
