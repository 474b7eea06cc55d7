#include "movement/pages.h"

#include "base/clock.h"
#include "http/testing/pages.h"
#include "movement/testing/world.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>

namespace thidua::movement {
namespace {

using http::testing::Fields;
using http::testing::Reply;
using testing::day;

class MovementPages : public testing::MovementTest {
protected:
    void SetUp() override
    {
        MovementTest::SetUp();
        pages_ = std::make_unique<http::testing::Pages>(
            db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
    }
    static Fields form()
    {
        return {{"name", "Thi đua lập công mừng Đảng"},
                {"kind", "peak"},
                {"owner", "BAN"},
                {"starts_on", "01/05/2026"},
                {"ends_on", "19/08/2026"},
                {"aims", "Hoàn thành sớm"},
                {"contents", "Một\nHai"},
                {"level", "ministry"},
                {"reach", "sector"},
                {"superiors", "Cả nước chung sức"}};
    }
    std::string at(Reply const& reply, std::string_view pointer)
    {
        boost::json::value const document = reply.document();
        return boost::json::serialize(document.at_pointer(pointer));
    }
    std::int64_t total(access::Actor const& who, std::string const& query = "")
    {
        auto const reply = pages_->get("/movements" + query, who);
        return reply.document().at("list").at("total").as_int64();
    }

    FixedClock clock_{day(kToday)};
    std::unique_ptr<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(MovementPages);

TEST_P(MovementPages, DraftsShowsAndLists)
{
    auto const made = pages_->post("/movements/new", form(), writer);
    ASSERT_EQ(made.problems(), "");
    auto const page = pages_->get(made.location(), writer);
    EXPECT_EQ(at(page, "/movement/term"), "\"under-1\"");
    EXPECT_EQ(at(page, "/superiors/0/name"), "\"Cả nước chung sức\"");
    EXPECT_EQ(at(page, "/steps/0/step"), "\"ask-opinions\"");
    EXPECT_EQ(at(page, "/links"), "[]");
    EXPECT_EQ(total(writer, "?q=lap%20cong&kind=peak&year=2026&state=draft"), 1);
    EXPECT_EQ(total(writer, "?q=lap%20cong&kind=surge"), 0);
    EXPECT_EQ(total(writer, "?year=2027"), 0);
    EXPECT_EQ(total(writer, "?owner=BAN&unlinked=1"), 1);
    EXPECT_EQ(total(writer, "?owner=K101"), 0);
    EXPECT_EQ(total(clerk), 0) << "a draft of the Board is not counted either";
}

TEST_P(MovementPages, SaysEveryWrongFieldAndKeepsNothing)
{
    auto wrong = form();
    wrong[3].second = "31/02/2026";
    wrong[4].second = "";
    EXPECT_EQ(pages_->post("/movements/new", wrong, writer).problems(),
              "error.date@starts_on error.required@ends_on");
    EXPECT_EQ(count("SELECT count(*) FROM movement"), 0);
}

TEST_P(MovementPages, TakesAStepThroughItsOwnPage)
{
    auto const ref = drafted();
    auto const place = "/movements/" + ref + "/steps/submit";
    auto const page = pages_->get(place, writer);
    EXPECT_EQ(at(page, "/asks/reason_needed"), "false");
    EXPECT_EQ(pages_->post(place, {{"version", "1"}}, writer).problems(),
              "movement.error.no-opinions@reason");
    EXPECT_EQ(pages_->post(place, {{"version", "1"}, {"reason", "Gấp"}}, writer).problems(), "");
    auto const approve = "/movements/" + ref + "/steps/approve";
    EXPECT_EQ(pages_->post(approve, {{"version", "2"}}, approver).problems(),
              "error.required@paper_number error.required@paper_signer error.required@paper_date");
    EXPECT_EQ(pages_->post(approve,
                           {{"version", "2"},
                            {"paper_number", "7/KH"},
                            {"paper_date", "30/05/2026"},
                            {"paper_signer", "Trưởng ban"}},
                           approver)
                  .problems(),
              "");
    EXPECT_EQ(pages_->get("/movements/" + ref + "/steps/dance", writer).status, 404);
    EXPECT_EQ(at(pages_->get("/movements/" + ref + "/print", clerk), "/paper/number"), "\"7/KH\"");
    EXPECT_EQ(total(clerk), 1);
}

TEST_P(MovementPages, AskedUnitsAnswerOnTheMovementsPage)
{
    auto const ref = drafted();
    ASSERT_EQ(why(ask(ref, {"K101"})), "");
    auto const page = pages_->get("/movements/" + ref, clerk);
    EXPECT_EQ(at(page, "/opinions/0/may_answer"), "true");
    EXPECT_EQ(pages_->post("/movements/" + ref + "/opinion",
                           {{"unit", "K101"}, {"answer", "agree"}},
                           clerk)
                  .problems(),
              "");
    EXPECT_EQ(at(pages_->get("/movements/" + ref, writer), "/opinions/0/answer"), "\"agree\"");
}

}  // namespace
}  // namespace thidua::movement
