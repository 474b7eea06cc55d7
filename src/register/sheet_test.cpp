#include "register/sheet.h"

#include "http/testing/pages.h"
#include "register/search_pages.h"
#include "register/testing/found_world.h"

#include <boost/json.hpp>

namespace thidua::registry {
namespace {

using testing::Marking;
using testing::officer;
using testing::Permission;
using testing::reader;
using testing::values;

class SheetTest : public testing::FoundWorldTest {
protected:
    boost::json::object document(Result<Sheet> const& sheet,
                                 access::Actor const& actor,
                                 bool certified = false)
    {
        return db().read([&](storage::Transaction& tx) {
            return sheet_document(tx, actor, sheet.value(), certified);
        });
    }
    Result<Sheet> person(access::Actor const& actor, std::string_view code)
    {
        return db().read([&](storage::Transaction& tx) { return person_sheet(tx, actor, code); });
    }
    Result<Sheet> unit(access::Actor const& actor, std::string_view code)
    {
        return db().read([&](storage::Transaction& tx) { return unit_sheet(tx, actor, code); });
    }
};
THIDUA_ON_EACH_ENGINE(SheetTest);

std::string numbers(boost::json::object const& document)
{
    return values(document.at("list").at("rows").as_array(), "number");
}

TEST_P(SheetTest, ListsAwardsByDayWithRevokedOnesShownAsSuch)
{
    give({"NV1", "bk-ban", "2/QĐ", "2019-12-18", 2019, "K101", "", Marking::Thuong, "revoked"});
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV1", "cstt", "0/QĐ", "2017-12-18", 2017, "K101", "", Marking::Thuong, "withdrawn"});
    auto const sheet = document(person(reader(), "nv1"), reader());
    EXPECT_EQ(numbers(sheet), "1/QĐ 2/QĐ");
    EXPECT_EQ(values(sheet.at("list").at("rows").as_array(), "revoked"), "false true");
    ASSERT_EQ(sheet.at("counts").as_array().size(), 1U);
    EXPECT_EQ(sheet.at("counts").at(0).at("award").as_string(), "cstt");
}

TEST_P(SheetTest, ACertifiedSheetListsWhatWasCheckedAndNamesTheRest)
{
    give({"NV1",
          "cstt",
          "1/QĐ",
          "2018-12-18",
          2018,
          "K101",
          "",
          Marking::Thuong,
          "valid",
          false,
          true});
    give({"NV1", "bk-ban", "2/QĐ", "2019-12-18", 2019});
    auto const sheet = document(person(reader(), "NV1"), reader(), true);
    EXPECT_EQ(numbers(sheet), "1/QĐ");
    EXPECT_EQ(values(sheet.at("unchecked").as_array(), "number"), "2/QĐ");
}

TEST_P(SheetTest, StaffReadTheirOwnAndNoOther)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018});
    give({"NV2", "cstt", "1/QĐ", "2018-12-18", 2018});
    auto self = officer("an", {Permission::ReadOwnSheet});
    self.person = "NV1";
    EXPECT_EQ(numbers(document(person(self, "NV1"), self)), "1/QĐ");
    EXPECT_EQ(person(self, "NV2").error().kind, Kind::NotFound);
}

TEST_P(SheetTest, AReaderOfAnotherPartSeesWhatWasAwardedThere)
{
    give({"NV1", "cstt", "1/QĐ", "2018-12-18", 2018, "K102"});
    give({"NV1", "cstt", "2/QĐ", "2019-12-18", 2019, "K101"});
    EXPECT_EQ(numbers(document(person(reader("/BAN/K102/"), "NV1"), reader("/BAN/K102/"))), "1/QĐ");
    EXPECT_EQ(numbers(document(person(reader("/BAN/K101/"), "NV1"), reader("/BAN/K101/"))),
              "1/QĐ 2/QĐ");
    EXPECT_EQ(person(reader("/BAN/K102/"), "NV2").error().kind, Kind::NotFound);
    EXPECT_EQ(person(reader(), "NV404").error().kind, Kind::NotFound);
}

TEST_P(SheetTest, HidesWhatIsAboveClearance)
{
    give({"NV1", "bk-ban", "1/QĐ", "2018-12-18", 2018, "K101", "", Marking::Mat});
    EXPECT_EQ(numbers(document(person(reader(), "NV1"), reader())), "");
    auto const cleared = reader("/", Marking::Mat);
    EXPECT_EQ(numbers(document(person(cleared, "NV1"), cleared)), "1/QĐ");
}

TEST_P(SheetTest, AUnitsSheetHoldsThatOfItsPredecessors)
{
    db().write([](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date) SELECT a.id, "
            "b.id, 'rename',"
            " '2020-01-01' FROM unit a, unit b WHERE a.code = 'K102' AND b.code = 'K101'");
    });
    give({"K102", "dvqt", "1/QĐ", "2018-12-18", 2018, "K102"});
    give({"K101", "dvqt", "2/QĐ", "2020-12-18", 2020, "K101"});
    auto const sheet = document(unit(reader(), "K101"), reader());
    EXPECT_EQ(numbers(sheet), "1/QĐ 2/QĐ");
    EXPECT_EQ(sheet.at("list").at("rows").at(0).at("predecessor").at("name").as_string(),
              "Cục Hai");
    EXPECT_TRUE(sheet.at("list").at("rows").at(1).at("predecessor").is_null());
    EXPECT_EQ(numbers(document(unit(reader(), "K102"), reader())), "1/QĐ");
    EXPECT_EQ(unit(reader("/BAN/K102/"), "K101").error().kind, Kind::NotFound);
}

TEST_P(SheetTest, PanelsShowTheNewestAndCountTheRegister)
{
    for (int year = 2011; year <= 2017; ++year) {
        give({"NV1", "cstt", std::to_string(year) + "/QĐ", std::to_string(year) + "-12-18", year});
    }
    give({"NV3", "cstt", "9/QĐ", "2020-03-18", 2019, "K102"});
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{
        db(),
        clock,
        {add_sheet_pages, [](http::Router& routes) {
             routes.get("/show/{place}/{code}",
                        http::Door::SignedIn,
                        "",
                        [](http::Context& ctx) -> Result<http::Answer> {
                            return http::page(
                                "",
                                "",
                                boost::json::object{
                                    {"panels", ctx.panels(ctx.param("place"), ctx.param("code"))}});
                        });
         }}};
    auto const panels = [&](std::string const& target, access::Actor const& actor) {
        return pages.get("/show/" + target, actor).document().at("panels").as_array();
    };
    auto const person = panels("person/NV1", reader());
    ASSERT_EQ(person.size(), 1U);
    EXPECT_EQ(values(person.at(0).at("awards").as_array(), "year"), "2017 2016 2015 2014 2013");
    EXPECT_EQ(person.at(0).at("sheet").as_string(), "/persons/NV1/sheet");
    EXPECT_TRUE(panels("person/NV1", officer("other", {Permission::ReadPeople})).empty());
    EXPECT_EQ(panels("home/x", reader()).at(0).at("awards").as_int64(), 8);
    EXPECT_EQ(panels("home/x", reader()).at(0).at("awards_this_year").as_int64(), 1);
    EXPECT_EQ(panels("home/x", reader("/BAN/K101/")).at(0).at("awards").as_int64(), 7);

    EXPECT_EQ(pages.get("/persons/NV1/sheet", reader()).status, 200);
    EXPECT_EQ(pages.get("/units/K101/sheet?certified=1", reader()).status, 200);
    EXPECT_EQ(pages.get("/persons/NV1/sheet", officer("other", {Permission::ReadPeople})).status,
              404);
}

}  // namespace
}  // namespace thidua::registry
