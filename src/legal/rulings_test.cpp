#include "legal/rulings.h"

#include "legal/book.h"
#include "legal/pages.h"
#include "legal/testing/world.h"

#include <gtest/gtest.h>

namespace thidua::legal {
namespace {

using namespace testing;

// The settlement of a point anywhere in the tree; null where it is open.
law::Settlement const* settled(law::Node const& node, std::string_view point)
{
    if (node.point == point && node.settled) return node.settled.get();
    if (auto const* parts = law::parts_of(node)) {
        for (auto const& part : *parts) {
            if (auto const* found = settled(part, point)) return found;
        }
    }
    return nullptr;
}

class RulingTest : public LegalTest {
protected:
    // "met", "not met" or "open", as the law of cstd-bo stands for a dossier.
    std::string stands(std::string_view received, std::string_view unit_path = "/BAN/K101/")
    {
        return db().read([&](storage::Transaction& tx) -> std::string {
            auto const day = *parse_iso_date(received);
            auto const book = book_for(tx, day, unit_path);
            auto const* standard =
                book->standard("cstd-bo", law::Subject::Person, book->regime_on(day)->id);
            auto const* paper = settled(standard->root, "older-initiative");
            return paper == nullptr ? "open" : paper->holds ? "met" : "not met";
        });
    }
    EndRuling end_of(std::string const& ref, std::string stops_on)
    {
        return {ref, std::move(stops_on), "Đã có quy định mới",
                {"31/KL-BVD", "05/05/2026", "Trưởng ban", scan()}, ruling(ref).version};
    }
    Result<void> end(EndRuling const& command)
    {
        return as(officer, [&](audit::Act& act) { return end_ruling(act, command); });
    }
};
THIDUA_ON_EACH_ENGINE(RulingTest);

TEST_P(RulingTest, HasEffectOnceASecondPersonHasConfirmedIt)
{
    auto const ref = record(older_initiative());
    ASSERT_TRUE(ref) << why(ref);
    EXPECT_EQ(stands("2025-12-31"), "open");
    EXPECT_TRUE(decide(second, *ref));
    EXPECT_EQ(stands("2025-12-31"), "met");
    EXPECT_EQ(stands("2025-06-30"), "open") << "received before, and another regime";
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what IN ('legal.ruling.record',"
                    " 'legal.ruling.confirm')"),
              2);
    EXPECT_EQ(count("SELECT count(*) FROM public_act WHERE type = 'legal.ruling.confirm'"), 1);
}

TEST_P(RulingTest, NobodyConfirmsTheirOwn)
{
    auto const ref = as(both, [&](audit::Act& act) { return record_ruling(act, older_initiative()); });
    ASSERT_TRUE(ref);
    EXPECT_EQ(why(decide(both, *ref)), "legal.error.second-person");
    EXPECT_EQ(why(decide(officer, *ref)), "error.denied");
    EXPECT_EQ(stands("2025-12-31"), "open");
}

TEST_P(RulingTest, AsksForTheRights)
{
    EXPECT_EQ(why(as(second, [&](audit::Act& act) { return record_ruling(act, older_initiative()); })),
              "error.denied");
    auto const ref = record(older_initiative());
    EXPECT_EQ(why(decide(reader, *ref)), "error.denied");
    EXPECT_EQ(count("SELECT count(*) FROM ruling"), 1);
}

TEST_P(RulingTest, ReachesItsUnitsAndWhatLiesBelow)
{
    auto command = older_initiative();
    command.units = {"K101"};
    confirmed(command);
    EXPECT_EQ(stands("2025-12-31", "/BAN/K101/K101-01/"), "met");
    EXPECT_EQ(stands("2025-12-31", "/BAN/K102/"), "open");
    EXPECT_EQ(stands("2025-12-31", "/BAN/"), "open");
}

TEST_P(RulingTest, EverythingWrongIsSaidAtOnceAndNothingIsKept)
{
    auto command = older_initiative();
    command.point = "";
    command.units = {"NONE"};
    command.received_from = "31/02/2025";
    command.holds = "";
    command.reason = " ";
    command.paper = {"", "05/08/2027", "", {}};
    EXPECT_EQ(why(record(command)),
              "legal.error.required@point legal.error.unit@units legal.error.day@received_from"
              " legal.error.holds@holds legal.error.required@reason legal.error.required@number"
              " legal.error.required@signer legal.error.dated-later@dated legal.error.no-file@file");
    EXPECT_EQ(count("SELECT count(*) FROM ruling"), 0);
}

TEST_P(RulingTest, OnlyAPointTheLawLeavesOpenIsClosed)
{
    auto command = older_initiative();
    command.point = "party-clean";
    EXPECT_EQ(why(record(command)), "law.ruling.unknown-point@point");
    command = older_initiative();
    command.regimes = {"R3"};
    EXPECT_EQ(why(record(command)), "law.ruling.unread-regime@regimes");
    command = older_initiative();
    command.paper.scan->bytes = "no paper at all";
    EXPECT_EQ(why(record(command)), "files.error.type@file");
    EXPECT_EQ(count("SELECT count(*) FROM ruling"), 0);
}

TEST_P(RulingTest, TheOppositeForTheSameLineIsRefused)
{
    confirmed(older_initiative());
    auto opposite = older_initiative();
    opposite.holds = "0";
    opposite.award = "";
    opposite.units = {"K102"};
    EXPECT_EQ(why(record(opposite)), "legal.error.contradicts");
    opposite.award = "cstd-toan-quoc";
    opposite.received_from = "01/01/2024";
    opposite.received_to = "30/06/2025";
    opposite.award = "cstd-bo";
    opposite.regimes = {"R1"};
    EXPECT_TRUE(record(opposite)) << "other days";
    auto same = older_initiative();
    same.units = {"K101"};
    EXPECT_TRUE(record(same)) << "says the same";
}

TEST_P(RulingTest, ALaterPaperEndsItFromADayOn)
{
    auto const ref = confirmed(older_initiative());
    ASSERT_TRUE(end(end_of(ref, "01/03/2026")));
    EXPECT_EQ(stands("2026-03-01"), "met") << "the end waits";
    EXPECT_EQ(why(end(end_of(ref, "01/03/2026"))), "legal.error.cannot-end") << "one waits already";
    ASSERT_TRUE(decide(second, ref));
    EXPECT_EQ(stands("2026-02-28"), "met");
    EXPECT_EQ(stands("2026-03-01"), "open");
    EXPECT_EQ(ruling(ref).state_on(*parse_iso_date("2026-06-01")), "ended");
}

TEST_P(RulingTest, AStaleDecisionIsAConflict)
{
    auto const ref = record(older_initiative());
    DecideRuling const stale{*ref, true, "", 7};
    auto const answer = as(second, [&](audit::Act& act) { return decide_ruling(act, stale); });
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().kind, Kind::Conflict);
}

TEST_P(RulingTest, WhatIsTakenBackStaysOnRecordWithoutEffect)
{
    auto const ref = record(older_initiative());
    EXPECT_TRUE(decide(officer, *ref, false));
    EXPECT_EQ(stands("2025-12-31"), "open");
    EXPECT_EQ(ruling(*ref).passage.state, "rejected");
    EXPECT_EQ(why(decide(second, *ref)), "legal.error.nothing-waits");
    auto opposite = older_initiative();
    opposite.holds = "0";
    EXPECT_TRUE(record(opposite)) << "contradicts nobody any more";
}

TEST_P(RulingTest, TheSecondPersonFindsATaskUntilItIsDecided)
{
    auto const ref = record(older_initiative());
    std::string const open = "SELECT count(*) FROM inbox_item WHERE done_at IS NULL";
    EXPECT_EQ(count(open), 1);
    decide(second, *ref).value();
    EXPECT_EQ(count(open), 0);
}

TEST_P(RulingTest, PagesShowAndDecideIt)
{
    FixedClock const clock{*parse_iso_date("2026-06-01")};
    http::testing::Pages pages{db(), clock, {add_pages}};
    EXPECT_EQ(pages.get("/law/rulings/new", reader).status, 403);
    auto const form = pages.get("/law/rulings/new?award=cstd-bo&point=older-initiative", officer);
    ASSERT_EQ(form.status, 200);
    EXPECT_EQ(form.document().at("values").at("choice"), "cstd-bo/older-initiative");
    http::Upload const paper{"file", "van-ban.pdf", "application/pdf", scan().bytes};
    auto const entered = pages.post("/law/rulings",
                                    {{"choice", "cstd-bo/older-initiative"},
                                     {"regime", "R2"},
                                     {"received_from", "01/07/2025"},
                                     {"units", "K101; K102"},
                                     {"holds", "1"},
                                     {"reason", "Vẫn được áp dụng"},
                                     {"number", "12/KL-BVD"},
                                     {"dated", "05/08/2025"},
                                     {"signer", "Trưởng ban"}},
                                    officer,
                                    {paper});
    ASSERT_EQ(entered.status, 200) << entered.problems();
    auto const shown = pages.get(entered.location(), second).document();
    EXPECT_EQ(shown.at("ruling").at("units").as_array().size(), 2U);
    EXPECT_TRUE(shown.at("may").at("decide").as_bool());
    auto const file = shown.at("files").at(0).at("ref").as_string();
    EXPECT_EQ(pages.get(entered.location() + "/files/" + std::string{file}, reader).status, 200);
    EXPECT_EQ(pages.post(entered.location() + "/confirm", {{"version", "1"}}, second).status, 200);
    auto const list = pages.get("/law/rulings?state=standing&q=12/KL", reader).document();
    EXPECT_EQ(list.at("list").at("total"), 1);
    EXPECT_EQ(pages.get("/law/rulings?state=waiting", reader).document().at("list").at("total"), 0);
}

TEST_P(RulingTest, StandsInTheLibraryOfTheUnitsItReaches)
{
    auto command = older_initiative();
    command.units = {"K101"};
    auto const ref = confirmed(command);
    FixedClock const clock{*parse_iso_date("2026-06-01")};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const knows_units = actor_with({Permission::ReadOrganisation}, "reader");
    auto const shown = [&](std::string const& query) {
        auto const reply = pages.get("/law/cstd-bo" + query, knows_units);
        EXPECT_EQ(reply.status, 200) << reply.problems();
        return reply.document();
    };
    EXPECT_EQ(shown("?unit=K101").at("rulings").at(0).at("ref").as_string(), ref);
    EXPECT_TRUE(shown("?unit=K102").at("rulings").as_array().empty());
    EXPECT_TRUE(shown("").at("rulings").as_array().empty());
    auto const closed = [&](std::string const& query) {
        auto const document = shown(query);
        for (auto const& point : document.at("points").as_array()) {
            if (point.at("point") == "older-initiative") return point.at("closed").as_bool();
        }
        ADD_FAILURE() << "the point is not listed";
        return false;
    };
    EXPECT_TRUE(closed("?unit=K101"));
    EXPECT_FALSE(closed("?unit=K102"));
    EXPECT_EQ(pages.get("/law/cstd-bo?unit=K101", reader).problems(), "legal.error.unit@unit")
        << "units are not told to who may not read them";
}

}  // namespace
}  // namespace thidua::legal
