#include "register/public.h"

#include "http/testing/pages.h"
#include "register/search_pages.h"
#include "register/testing/found_world.h"

#include <boost/json.hpp>

namespace thidua::registry {
namespace {

using testing::Given;
using testing::Marking;
using testing::values;

class PublicTest : public testing::FoundWorldTest {
protected:
    std::string found(PublicQuery const& query)
    {
        return db().read([&](storage::Transaction& tx) -> std::string {
            auto const answer = look_up(tx, query);
            return answer ? values(answer->rows, "number") : answer.error().problems.front().key;
        });
    }
    static Given released(std::string subject, std::string number, std::string day, int year)
    {
        return {std::move(subject),
                "cstt",
                std::move(number),
                std::move(day),
                year,
                "K101",
                "cong-trang",
                Marking::Thuong,
                "valid",
                true};
    }
};
THIDUA_ON_EACH_ENGINE(PublicTest);

TEST_P(PublicTest, FindsReleasedAwardsByNameAndNumberOrYear)
{
    give(released("NV1", "512/QĐ-BCY", "2018-12-18", 2018));
    give(released("NV2", "512/QĐ-BCY", "2018-12-18", 2018));
    give(released("NV1", "12/QĐ-BCY", "2020-01-18", 2019));
    EXPECT_EQ(found({"nguyen van an", "512/QĐ-BCY", ""}), "512/QĐ-BCY");
    EXPECT_EQ(found({"Văn An", "512", ""}), "512/QĐ-BCY");
    EXPECT_EQ(found({"Nguyễn Văn An", "", "2019"}), "12/QĐ-BCY");
    EXPECT_EQ(found({"Nguyễn Văn An", "", "2020"}), "12/QĐ-BCY");
    EXPECT_EQ(found({"Nguyễn Văn An", "", "2017"}), "");
    EXPECT_EQ(found({"Nguyễn Văn Bình", "512", ""}), "");
    EXPECT_EQ(found({"Nguyễn Văn An", "51", ""}), "");
}

TEST_P(PublicTest, GivesNothingForOneWordOfAName)
{
    give(released("NV1", "512/QĐ-BCY", "2018-12-18", 2018));
    EXPECT_EQ(found({"Nguyễn", "512/QĐ-BCY", ""}), "");
    EXPECT_EQ(found({"Nguyễn Nguyễn", "512/QĐ-BCY", ""}), "");
}

TEST_P(PublicTest, AsksForANameAndOneThingMore)
{
    EXPECT_EQ(found({"", "512", ""}), "public.need-name");
    EXPECT_EQ(found({"...", "512", ""}), "public.need-name");
    EXPECT_EQ(found({"Nguyễn Văn An", "", ""}), "public.need-more");
    EXPECT_EQ(found({"Nguyễn Văn An", "", "hai nghìn"}), "public.bad-year");
}

TEST_P(PublicTest, ShowsWhatWasRevokedAsRevoked)
{
    auto given = released("NV1", "512/QĐ-BCY", "2018-12-18", 2018);
    given.state = "revoked";
    give(given);
    db().read([](storage::Transaction& tx) {
        auto const answer = look_up(tx, {"Nguyễn Văn An", "512", ""}).value();
        EXPECT_EQ(answer.rows.at(0).at("state").as_string(), "revoked");
    });
}

TEST_P(PublicTest, WhatIsMarkedOrNotReleasedNeitherAppearsNorChangesTheAnswer)
{
    give(released("NV1", "512/QĐ-BCY", "2018-12-18", 2018));
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_public_pages}};
    auto const target = "/public/awards?name=nguyen+van+an&year=2018";
    auto const before =
        boost::json::serialize(pages.get(target, access::Actor::anonymous()).document());

    auto marked = released("NV1", "513/QĐ-BCY", "2018-12-19", 2018);
    marked.marking = Marking::Mat;
    give(marked);
    auto internal = released("NV1", "514/QĐ-BCY", "2018-12-20", 2018);
    internal.is_public = false;
    give(internal);
    EXPECT_EQ(boost::json::serialize(pages.get(target, access::Actor::anonymous()).document()),
              before);
}

TEST_P(PublicTest, AnybodyMayOpenThePages)
{
    FixedClock const clock{*parse_iso_date("2020-06-01")};
    http::testing::Pages pages{db(), clock, {add_public_pages}};
    auto const anyone = access::Actor::anonymous();
    EXPECT_EQ(pages.get("/public", anyone).status, 200);
    EXPECT_EQ(pages.get("/public/awards", anyone).status, 200);
    auto const incomplete = pages.get("/public/awards?name=An", anyone);
    EXPECT_EQ(incomplete.status, 422);
    EXPECT_EQ(incomplete.document().at("problem").as_string(), "public.need-more");
}

}  // namespace
}  // namespace thidua::registry
