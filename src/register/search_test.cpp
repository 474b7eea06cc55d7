#include "register/search.h"

#include "http/testing/pages.h"
#include "register/search_awards.h"
#include "register/search_pages.h"
#include "register/testing/found_world.h"

#include <boost/json.hpp>

namespace thidua::registry {
namespace {

using testing::Given;
using testing::Marking;
using testing::reader;
using testing::values;

class SearchTest : public testing::FoundWorldTest {
protected:
    std::string people(std::string const& text, access::Actor const& actor, bool wide = false)
    {
        return db().read([&](storage::Transaction& tx) {
            return values(people_rows(tx, find_people(tx, actor, {text, wide}, {}).ids), "code");
        });
    }
    std::string awards(AwardFilter const& filter,
                       access::Actor const& actor,
                       std::string_view member = "number")
    {
        return db().read([&](storage::Transaction& tx) {
            auto const list = find_awards(tx, actor, filter, {}).value();
            return values(award_rows(tx, actor, list.hits.ids), member);
        });
    }
};
THIDUA_ON_EACH_ENGINE(SearchTest);

TEST_P(SearchTest, FindsPeopleWithoutDiacriticsAndTellsHomonymsApart)
{
    EXPECT_EQ(people("nguyen van an", reader()), "NV1 NV3");
    auto const rows = db().read([&](storage::Transaction& tx) {
        return people_rows(tx, find_people(tx, reader(), {"NGUYỄN Văn an"}, {}).ids);
    });
    EXPECT_EQ(values(rows, "birth_year"), "1980 1990");
    EXPECT_EQ(values(rows, "unit"), "K101 K102");
}

TEST_P(SearchTest, FindsPeopleByAnyWordsInAnyOrderAndByTheBeginningOfTheLast)
{
    EXPECT_EQ(people("nguyen", reader()), "NV1 NV3");
    EXPECT_EQ(people("an nguyen", reader()), "NV1 NV3");
    EXPECT_EQ(people("tran bi", reader()), "NV2");
    EXPECT_EQ(people("bi", reader()), "NV2");
    EXPECT_EQ(people("nguyen binh", reader()), "");
}

TEST_P(SearchTest, AWholeNameHidesLongerOnesUntilTheSearchIsWidened)
{
    db().write([](storage::Transaction& tx) {
        auto const name = "Nguyễn Văn Hoàng An";
        auto const key = name_sort_key(name);
        auto const id = tx.insert(
            "INSERT INTO person (code, code_key, full_name, search_key, sort_key, unit_id)"
            " SELECT 'NV9', 'nv9', ?1, ?2, ?3, id FROM unit WHERE code = 'K101' RETURNING id",
            {name, search_key(name), storage::Bytes{key}});
        organisation::index_name(tx, "person", id, name, key);
    });
    EXPECT_EQ(people("nguyen van an", reader()), "NV1 NV3");
    EXPECT_EQ(people("nguyen van an", reader(), true), "NV1 NV3 NV9");
    EXPECT_EQ(people("van an", reader()), "NV1 NV3 NV9");
}

TEST_P(SearchTest, FindsPeopleByTheBeginningOfTheirNumber)
{
    EXPECT_EQ(people("nv1", reader()), "NV1");
    EXPECT_EQ(people("NV2 ", reader()), "NV2");
    EXPECT_EQ(people("nv7", reader()), "");
}

TEST_P(SearchTest, ShowsOnlyPeopleOfTheReadersPart)
{
    EXPECT_EQ(people("nguyen van an", reader("/BAN/K101/")), "NV1");
    EXPECT_EQ(people("an", reader("/BAN/K102/")), "NV3");
    EXPECT_EQ(people("nv3", reader("/BAN/K101/")), "");
    EXPECT_EQ(people("an", access::Actor::anonymous()), "");
}

// A small part is searched name by name, the whole register by the words of names.
TEST_P(SearchTest, AReaderOfAPartFindsThereWhatAReaderOfEverythingFinds)
{
    db().write([](storage::Transaction& tx) {
        int number = 20;
        for (auto const* name :
             {"Nguyễn Thị Vân", "Trần Ân", "Lê Văn-An", "H'Hen Niê", "An An Bình"}) {
            auto const key = name_sort_key(name);
            auto const code = "NV" + std::to_string(number++);
            auto const id = tx.insert(
                "INSERT INTO person (code, code_key, full_name, search_key, sort_key, unit_id)"
                " SELECT ?4, lower(CAST(?4 AS TEXT)), ?1, ?2, ?3, id FROM unit WHERE code = 'K102'"
                " RETURNING id",
                {name, search_key(name), storage::Bytes{key}, code});
            organisation::index_name(tx, "person", id, name, key);
        }
    });
    EXPECT_EQ(people("an", reader("/BAN/K102/"), true), "NV3 NV21 NV24 NV22");
    EXPECT_EQ(people("an", reader("/BAN/"), true), people("an", reader(), true));
    for (auto const* text : {"van", "nguyen an", "h hen", "tra", "nie", "an an binh", "v", "xyz"})
        EXPECT_EQ(people(text, reader("/BAN/"), true), people(text, reader(), true)) << text;
    auto const second = db().read([&](storage::Transaction& tx) {
        return find_people(tx, reader("/BAN/"), {"an"}, {2, 3});
    });
    EXPECT_EQ(second.total, 5);
    EXPECT_EQ(second.ids.size(), 2U);
    EXPECT_FALSE(second.more);
}

TEST_P(SearchTest, CountsBeyondThePage)
{
    auto const hits = db().read([&](storage::Transaction& tx) {
        return find_people(tx, reader(), {"an"}, {2, 1});
    });
    EXPECT_EQ(hits.total, 2);
    EXPECT_EQ(hits.ids.size(), 1U);
    EXPECT_FALSE(hits.more);
}

TEST_P(SearchTest, FindsUnitsByNameAndCode)
{
    db().read([&](storage::Transaction& tx) {
        EXPECT_EQ(values(unit_rows(tx, find_units(tx, reader(), "cuc mot", {}).ids), "code"),
                  "K101");
        EXPECT_EQ(values(unit_rows(tx, find_units(tx, reader(), "k10", {}).ids), "code"),
                  "K101 K102");
        EXPECT_EQ(
            values(unit_rows(tx, find_units(tx, reader("/BAN/K102/"), "k10", {}).ids), "code"),
            "K102");
    });
}

TEST_P(SearchTest, FindsDecisionsByNumberOrDayWithinClearanceAndPart)
{
    give({"NV1", "cstt", "512/QĐ-BCY", "2018-12-18", 2018});
    give({"NV3", "cstt", "513/QĐ-BCY", "2018-12-18", 2018, "K102"});
    give({"NV1", "bk-ban", "514/QĐ-BCY", "2018-12-19", 2018, "K101", "dot-xuat", Marking::Mat});
    auto const found = [&](std::string_view text, access::Actor const& actor) {
        return db().read([&](storage::Transaction& tx) {
            auto const hits = find_decisions(tx, actor, text, {});
            EXPECT_EQ(hits.total, static_cast<std::int64_t>(hits.ids.size()));
            return values(decision_rows(tx, hits.ids), "number");
        });
    };
    EXPECT_EQ(found("512/qd-bcy", reader()), "512/QĐ-BCY");
    EXPECT_EQ(found("514", reader()), "");
    EXPECT_EQ(found("514", reader("/", Marking::Mat)), "514/QĐ-BCY");
    EXPECT_EQ(found("18/12/2018", reader("/BAN/K102/")), "513/QĐ-BCY");
}

TEST_P(SearchTest, NarrowsAwardsByEveryFilter)
{
    give({"NV1",
          "cstt",
          "1/QĐ",
          "2018-12-18",
          2018,
          "K101",
          "cong-trang",
          Marking::Thuong,
          "valid",
          false,
          false,
          "nam",
          1});
    give({"NV2",
          "bk-ban",
          "2/QĐ",
          "2019-01-10",
          2018,
          "K101",
          "dot-xuat",
          Marking::Thuong,
          "valid",
          false,
          false,
          "nu",
          0});
    give({"K102", "dvqt", "3/QĐ", "2019-02-10", std::nullopt, "K102"});
    give({"NV3",
          "cstt",
          "4/QĐ",
          "2019-12-20",
          2019,
          "K102",
          "cong-trang",
          Marking::Thuong,
          "revoked"});
    auto const by = [&](std::string_view query) {
        return awards(read_award_filter(http::parse_query(query)), reader());
    };

    EXPECT_EQ(by(""), "4/QĐ 3/QĐ 2/QĐ 1/QĐ");
    EXPECT_EQ(by("unit=k101"), "2/QĐ 1/QĐ");
    EXPECT_EQ(by("unit=BAN&award=cstt"), "4/QĐ 1/QĐ");
    EXPECT_EQ(by("year=2018"), "2/QĐ 1/QĐ");
    EXPECT_EQ(by("year=unknown"), "3/QĐ");
    EXPECT_EQ(by("level=board"), "3/QĐ 2/QĐ");
    EXPECT_EQ(by("mode=dot-xuat"), "2/QĐ");
    EXPECT_EQ(by("from=1/1/2019&to=2019-02-28"), "3/QĐ 2/QĐ");
    EXPECT_EQ(by("state=revoked"), "4/QĐ");
    EXPECT_EQ(by("kind=unit"), "3/QĐ");
    EXPECT_EQ(by("sex=nu"), "2/QĐ");
    EXPECT_EQ(by("direct=1"), "1/QĐ");
    EXPECT_EQ(by("direct=unknown"), "4/QĐ 3/QĐ");
    EXPECT_EQ(by("decision=2/q%C4%91"), "2/QĐ");
    EXPECT_EQ(by("number=nv2"), "2/QĐ");
    EXPECT_EQ(by("name=nguyen+an"), "4/QĐ 1/QĐ");
    EXPECT_EQ(by("name=cuc+hai"), "3/QĐ");
    EXPECT_EQ(by("q=NV1"), "1/QĐ");
    EXPECT_EQ(by("q=3/Q%C4%90"), "3/QĐ");
    EXPECT_EQ(by("q=Tr%E1%BA%A7n"), "2/QĐ");
}

TEST_P(SearchTest, OrdersAwardsByDayNameOrUnit)
{
    give({"NV2", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "cstt", "2/QĐ", "2018-12-19", 2018});
    give({"NV3", "cstt", "3/QĐ", "2018-12-20", 2018, "K102"});
    EXPECT_EQ(awards({}, reader(), "subject"), "NV3 NV1 NV2");
    EXPECT_EQ(awards({.sort = "name"}, reader(), "subject"), "NV3 NV1 NV2");
    EXPECT_EQ(awards({.sort = "unit"}, reader(), "subject"), "NV1 NV2 NV3");
}

TEST_P(SearchTest, HidesAwardsOutsideThePartAboveClearanceAndOfUndoneImports)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "bk-ban", "2/QĐ", "2018-12-18", 2018, "K101", "", Marking::Mat});
    give({"NV3", "cstt", "3/QĐ", "2018-12-18", 2018, "K102"});
    give({"NV2", "cstt", "4/QĐ", "2018-12-18", 2018, "K101", "", Marking::Thuong, "withdrawn"});
    EXPECT_EQ(awards({}, reader("/BAN/K101/")), "1/QĐ");
    EXPECT_EQ(awards({}, reader("/BAN/K101/", Marking::Mat)), "2/QĐ 1/QĐ");
    EXPECT_EQ(awards({.state = "withdrawn"}, reader()), "4/QĐ");
    db().read([&](storage::Transaction& tx) {
        auto const list = find_awards(tx, reader("/BAN/K101/"), {.unit = "K102"}, {});
        ASSERT_FALSE(list);
        EXPECT_EQ(list.error().problems.front().key, "search.unknown-unit");
        EXPECT_EQ(find_awards(tx, access::Actor::anonymous(), {}, {}).error().kind, Kind::Denied);
    });
}

TEST_P(SearchTest, CountsFacetsOfWhatIsFound)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV2", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "bk-ban", "2/QĐ", "2019-12-18", 2019});
    give({"NV1", "bk-bo", "3/QĐ", "2019-12-18", 2019, "K101", "", Marking::Mat});
    db().read([&](storage::Transaction& tx) {
        auto const facets = find_awards(tx, reader(), {}, {}).value().facets;
        EXPECT_EQ(facets.by_name.at("award"), (Facet{{"cstt", 2}, {"bk-ban", 1}}));
        EXPECT_EQ(facets.by_name.at("level"), (Facet{{"base", 2}, {"board", 1}}));
        EXPECT_EQ(facets.by_name.at("year"), (Facet{{"2018", 2}, {"2019", 1}}));
        EXPECT_EQ(facets.by_name.at("marking"), (Facet{{"thuong", 3}}));
        EXPECT_FALSE(facets.more);
    });
}

TEST_P(SearchTest, ABlockMeansItsMembersInTheYearOfTheDecision)
{
    db().write([](storage::Transaction& tx) {
        auto const block = tx.insert(
            "INSERT INTO block (ref, name, name_key) VALUES ('kb', 'Khối 1', 'khối 1') RETURNING "
            "id");
        tx.execute(
            "INSERT INTO block_member (block_id, year, unit_id) SELECT ?1, 2018, id FROM unit "
            "WHERE code = 'K101'",
            {block});
        tx.execute(
            "INSERT INTO block_member (block_id, year, unit_id) SELECT ?1, 2019, id FROM unit "
            "WHERE code = 'K102'",
            {block});
    });
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "cstt", "2/QĐ", "2019-12-18", 2019});
    give({"NV3", "cstt", "3/QĐ", "2019-12-19", 2019, "K102"});
    EXPECT_EQ(awards({.block = "kb"}, reader()), "3/QĐ 1/QĐ");
}

TEST_P(SearchTest, AFilterSurvivesItsAddress)
{
    auto const filter = read_award_filter(
        http::parse_query("q=Nguy%E1%BB%85n&unit=K101&year=2018&lineage=1&sort=name"));
    EXPECT_EQ(to_query(read_award_filter(http::parse_query(to_query(filter)))), to_query(filter));
    EXPECT_EQ(to_query({}), "");
}

TEST_P(SearchTest, ThePagesShowWhatTheSearchesFind)
{
    give({"NV1", "cstt", "512/QĐ-BCY", "2018-12-18", 2018});
    give({"NV2", "bk-ban", "600/QĐ-BCY", "2019-12-18", 2019});
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_search_pages}};

    auto const search = pages.get("/search?q=nguyen", reader());
    ASSERT_EQ(search.status, 200);
    EXPECT_EQ(search.document().at("list").at("total").as_int64(), 2);
    EXPECT_FALSE(search.document().at("nothing").as_bool());
    EXPECT_TRUE(pages.get("/search?q=zzz", reader()).document().at("nothing").as_bool());

    auto const list = pages.get("/awards?award=cstt", reader());
    ASSERT_EQ(list.status, 200);
    EXPECT_EQ(values(list.document().at("list").at("rows").as_array(), "subject"), "NV1");
    EXPECT_EQ(list.document().at("facets").at(0).at("values").at(0).at("href").as_string(),
              "/awards?");
    EXPECT_EQ(pages.get("/awards?unit=KHONG-CO", reader()).problems(), "search.unknown-unit@unit");
    EXPECT_EQ(pages.get("/awards?year=abc", reader()).problems(), "search.bad-year@year");
    EXPECT_EQ(pages.get("/awards?from=02/01/2019&to=01/01/2019", reader()).problems(), "error.period@to");
    EXPECT_EQ(pages.get("/awards?from=01/01/2019&to=01/01/2019", reader()).status, 200);
    EXPECT_EQ(pages.get("/awards", access::Actor::anonymous()).status, 401);
}

}  // namespace
}  // namespace thidua::registry
