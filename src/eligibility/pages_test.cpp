// The pages: what they answer to whom, and that a marked record changes nothing for those without
// clearance.
#include "eligibility/pages.h"
#include "eligibility/testing/world.h"
#include "http/testing/pages.h"
#include "legal/book.h"

namespace thidua::eligibility {
namespace {

namespace json = boost::json;
using namespace testing;

class PagesTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        pages_.emplace(
            db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
        for (auto const* code : {"NV1", "NV2"}) {
            rating(code, 2023, "xuat-sac");
            initiative(code, 2023, "co-so");
        }
        declare_all("BAN", 2010, 2023);
    }
    http::testing::Reply get(std::string const& target, Actor const& actor = officer())
    {
        return pages_->get(target, actor);
    }
    // What the test wrote by hand, as an act would have: what is cached is read again.
    void something_was_done()
    {
        run("INSERT INTO audit_line (at, actor, what, subject) VALUES (0, 'x', 'register.x', 'x')");
    }
    std::string codes(std::string const& target, Actor const& actor = officer())
    {
        something_was_done();
        auto const reply = get(target, actor);
        EXPECT_EQ(reply.status, 200) << target << " " << reply.problems();
        std::string text;
        for (auto const& row : reply.document().at("list").at("rows").as_array())
            text += std::string{row.at("code").as_string()} + " ";
        return text;
    }

    // A standing paper about every dossier. Its ref is its own: books are kept by the refs of the
    // papers they are made of for as long as the program runs, over all tests of it.
    void ruled(std::string const& ref, std::string_view point, bool holds)
    {
        run("INSERT INTO ruling (ref, award, point, regimes, received_from, holds, reason, number,"
            " dated, signer, state, entered_by, entered_at) VALUES (?3, '', ?1, '', '2010-01-01',"
            " ?2, 'x', '36/KL-BVD', '2023-05-05', 'Trưởng ban', 'standing', 't', 0)",
            {point, holds ? 1 : 0, ref});
        something_was_done();
    }

    FixedClock clock_{*parse_iso_date("2024-03-01")};
    std::optional<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(PagesTest);

TEST_P(PagesTest, AVerdictStandsForTheNewestDeclaredYearUnlessAnotherIsAsked)
{
    auto const reply = get("/eligibility?subject=NV1&award=cstd-co-so");
    ASSERT_EQ(reply.status, 200) << reply.problems();
    EXPECT_EQ(reply.document().at("verdict"), "eligible");
    auto const pack = db().read([](storage::Transaction& tx) {
        return legal::pack_version(tx, *parse_iso_date("2023-12-31"));
    });
    EXPECT_EQ(reply.document().at("pack").as_string(), pack);
    EXPECT_EQ(reply.document().at("year"), 2023);
    auto const other = get("/eligibility?subject=NV1&award=cstd-co-so&year=2022");
    EXPECT_EQ(other.document().at("verdict"), "not-eligible");
}

TEST_P(PagesTest, BadInputIsAnsweredByWhatToDo)
{
    EXPECT_EQ(get("/eligibility?subject=NV9&award=cstd-bo").problems(),
              "eligibility.unknown-subject@subject");
    EXPECT_EQ(get("/eligibility?subject=NV1&award=vang").problems(),
              "eligibility.unknown-award@award");
    EXPECT_EQ(get("/eligibility?subject=NV1&year=23").problems(), "eligibility.bad-year@year");
    EXPECT_EQ(get("/eligibility?subject=NV1&received=hôm+qua").problems(),
              "eligibility.bad-day@received");
    EXPECT_EQ(get("/sweep?unit=K9").problems(), "eligibility.unknown-unit@unit");
    EXPECT_EQ(get("/what-if?subject=NV1&year=2040").problems(),
              "eligibility.what-if.bad-year@year");
}

TEST_P(PagesTest, StaffSeeTheirOwnAndNobodyElses)
{
    auto staff = Actor::anonymous();
    staff.account = 7;
    staff.person = "NV1";
    staff.grants = {{Permission::ReadOwnSheet, "/"}};
    auto const own = get("/eligibility", staff);
    ASSERT_EQ(own.status, 200) << own.problems();
    EXPECT_EQ(own.document().at("subject"), "NV1");
    EXPECT_EQ(own.document().at("with_discipline"), false);
    EXPECT_EQ(get("/eligibility?subject=NV2", staff).problems(),
              get("/eligibility?subject=NV999", staff).problems());
    EXPECT_EQ(get("/what-if?subject=NV2", staff).problems(), "eligibility.unknown-subject@subject");
}

TEST_P(PagesTest, TheOverviewPartsWhatIsReachedFromWhatIsMissing)
{
    auto const document = get("/eligibility?subject=NV1").document();
    auto const has = [&](char const* list, char const* award) {
        for (auto const& row : document.at(list).as_array())
            if (row.at("award") == award) return true;
        return false;
    };
    EXPECT_TRUE(has("eligible", "cstd-co-so"));
    EXPECT_FALSE(has("path", "cstd-co-so"));
    EXPECT_TRUE(has("path", "cstd-bo"));
    // The nearest way says what each year has to bring: two more years of the title.
    for (auto const& row : document.at("path").as_array()) {
        for (auto const& step : row.at("steps").as_array())
            EXPECT_NE(step.at("waits").as_bool(),
                      !step.at("rating").is_null() || step.at("initiatives") != 0 ||
                          step.at("unit_year").as_bool() || !step.at("awards").as_array().empty())
                << json::serialize(step);
        if (row.at("award") != "cstd-bo") continue;
        auto const& steps = row.at("steps").as_array();
        ASSERT_FALSE(steps.empty());
        EXPECT_EQ(steps.back().at("step_year"), row.at("year"));
        EXPECT_NE(json::serialize(steps).find("Chiến sĩ thi đua cơ sở"), std::string::npos);
    }
    // Nobody becomes a contract worker by waiting.
    EXPECT_FALSE(has("near", "ldtt"));
}

TEST_P(PagesTest, WhatIsSupposedChangesTheAnswerAndStoresNothing)
{
    for (int year = 2022; year <= 2023; ++year) award("NV1", "cstd-co-so", year);
    auto const changed = [&](std::string const& more) {
        auto const reply = get("/what-if?subject=NV1&year=2024" + more);
        EXPECT_EQ(reply.status, 200) << reply.problems();
        return json::serialize(reply.document().at("changed"));
    };
    EXPECT_EQ(changed("").find("cstd-bo"), std::string::npos);
    EXPECT_NE(changed("&title_2024=cstd-co-so&initiative_2024=bo").find("cstd-bo"),
              std::string::npos);
    EXPECT_EQ(changed("").find("cstd-bo"), std::string::npos);
    EXPECT_EQ(get("/what-if?subject=NV1&rating_2024=hay").problems(), "error.choice@rating_2024");
}

TEST_P(PagesTest, TheSweepListsByTabUnitAndName)
{
    EXPECT_EQ(codes("/sweep?award=cstd-co-so"), "NV1 NV2 ");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&unit=K102"), "NV2 ");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&q=binh"), "NV2 ");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=short"), "");
    run("UPDATE rating SET rating = 'hoan-thanh' WHERE subject_id = " + id_of("NV2"));
    EXPECT_EQ(codes("/sweep?award=cstd-co-so"), "NV1 ");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=next"), "NV2 ");
}

TEST_P(PagesTest, WhoseCategoryDoesNotFitIsNotOneRequirementShort)
{
    // All they lack is another category: nothing that can be done.
    auto const reply = get("/eligibility?subject=NV1&award=ldtt");
    EXPECT_EQ(reply.document().at("verdict"), "not-eligible");
    EXPECT_EQ(codes("/sweep?award=ldtt&tab=short"), "");
    run("UPDATE rating SET rating = 'hoan-thanh' WHERE subject_id = " + id_of("NV2"));
    EXPECT_EQ(codes("/sweep?award=cstt&tab=short"), "NV2 ");
}

TEST_P(PagesTest, WhoHasLeftIsNotSweptAndWhoRetiresSoonHasAListOfTheirOwn)
{
    run("UPDATE person SET left_on = '2023-06-01' WHERE code = 'NV1'");
    run("UPDATE person SET retires = '2025-06-30' WHERE code = 'NV2'");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so"), "NV2 ");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=retiring"), "NV2 ");
    run("UPDATE person SET retires = '2026-01-01' WHERE code = 'NV2'");
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=retiring"), "");
}

TEST_P(PagesTest, OverlookedQualifiedOnceAndNeverHadIt)
{
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=overlooked"), "NV1 NV2 ");
    award("NV1", "cstd-co-so", 2019);
    EXPECT_EQ(codes("/sweep?award=cstd-co-so&tab=overlooked"), "NV2 ");
}

TEST_P(PagesTest, TheSweepShowsOnlyWhatTheReaderMayRead)
{
    auto elsewhere = officer();
    for (auto& grant : elsewhere.grants) grant.scope = "/BAN/K102/";
    EXPECT_EQ(codes("/sweep?award=cstd-co-so", elsewhere), "NV2 ");
    // A part of the tree with discipline, the rest without: each person as the reader may read.
    discipline("NV1", "2023-02-01", "2024-02-01");
    discipline("NV2", "2023-02-01", "2024-02-01");
    auto mixed = reader();
    mixed.grants.push_back({Permission::ReadDiscipline, "/BAN/K102/"});
    EXPECT_EQ(codes("/sweep?award=cstd-co-so", mixed), "NV1 ");
}

TEST_P(PagesTest, AMarkedRecordChangesNothingForThoseWithoutClearance)
{
    auto const plain = reader({Permission::ReadDiscipline});
    auto const everything = [&] {
        something_was_done();
        std::string said;
        for (auto const* page : {"/sweep?award=cstd-bo",
                                 "/sweep?award=cstd-bo&format=csv",
                                 "/sweep?award=cstd-bo&tab=short",
                                 "/sweep?award=cstd-bo&tab=next",
                                 "/sweep?award=cstd-bo&tab=overlooked",
                                 "/eligibility?subject=NV1",
                                 "/eligibility?subject=NV1&award=cstd-bo",
                                 "/eligibility?subject=NV2&award=bk-ban",
                                 "/what-if?subject=NV1&title_2024=cstd-co-so"})
            said += json::serialize(get(page, plain).document()) + "\n";
        return said;
    };
    for (int year = 2022; year <= 2023; ++year) award("NV1", "cstd-co-so", year);
    auto const before = everything();
    award("NV1", "cstd-co-so", 2021, 1);
    award("NV2", "bk-ban", 2023, 2);
    initiative("NV1", 2023, "bo", 1);
    EXPECT_EQ(everything(), before);
    EXPECT_EQ(codes("/sweep?award=cstd-bo"), "NV1 ");
    EXPECT_EQ(codes("/sweep?award=cstd-bo", plain), "");
}

// The page and the JSON of a verdict name the paper it rests on.
TEST_P(PagesTest, AVerdictNamesThePaperAboutAModeItRestsOn)
{
    for (int const year : {2021, 2022, 2023}) award("NV1", "cstd-co-so", year);
    run("UPDATE award SET mode = 'cong-hien' WHERE year = 2022");
    initiative("NV1", 2023, "bo");
    something_was_done();
    auto const target = "/eligibility?subject=NV1&award=cstd-bo&year=2023";
    EXPECT_EQ(get(target).document().at("verdict"), "needs-decision");
    ruled("about-a-mode", "mode-other-cong-hien", true);
    auto const closed = get(target).document();
    EXPECT_NE(closed.at("verdict"), "needs-decision");
    ASSERT_EQ(closed.at("papers").as_array().size(), 1u);
    EXPECT_EQ(closed.at("papers").at(0).at("paper"), "36/KL-BVD");
    auto const requirements = json::serialize(closed.at("requirements"));
    EXPECT_NE(requirements.find(R"("papers":[{"paper":"36/KL-BVD","ruling":"about-a-mode"}])"),
              std::string::npos)
        << requirements;
}

}  // namespace
}  // namespace thidua::eligibility
