// From records in the database to the answer: what counts, what is not entered, who may see what.
// Whatever is said of the law itself is tested in src/law.
#include "eligibility/document.h"
#include "eligibility/gather.h"
#include "eligibility/record_store.h"
#include "eligibility/testing/world.h"

#include <boost/json.hpp>

namespace thidua::eligibility {
namespace {

using namespace testing;
using law::Answer;

class JudgeTest : public WorldTest {
protected:
    Result<Judgement> ask(std::string code,
                          std::string award,
                          int year,
                          Actor const& actor = officer())
    {
        return db().read([&](storage::Transaction& tx) -> Result<Judgement> {
            auto const gathered = TD_TRY(gather(tx, actor, code));
            law::Question const question{award, year, *make_date(year, 12, 31)};
            return judge({law::built_in(), gathered.declared},
                         gathered.record,
                         question,
                         gathered.with_discipline);
        });
    }
    Answer answer(std::string code, std::string award, int year, Actor const& actor = officer())
    {
        return ask(code, award, year, actor)->verdict.answer;
    }
    // Excellent in 2023 with an initiative: all that cstd-co-so asks.
    void excellent(std::string_view code)
    {
        rating(code, 2023, "xuat-sac");
        initiative(code, 2023, "co-so");
    }
    static std::string gaps(Judgement const& judgement)
    {
        return boost::json::serialize(gaps_document(judgement.gaps));
    }
    // The law with one requirement for the award, whose point a paper closed.
    static law::LawBook law_of_one_closed_point(std::string const& award,
                                                law::Operator what,
                                                bool holds)
    {
        law::Node node;
        node.what = std::move(what);
        node.clause = "Điều 1";
        node.point = "point";
        node.settled = std::make_shared<law::Settlement const>(law::Settlement{holds, "12/QĐ"});
        auto book = law::built_in();
        for (auto& standard : book.standards) {
            if (standard.award != award) continue;
            standard.root = node;
            standard.restarts = standard.once = false;
        }
        return book;
    }
};
THIDUA_ON_EACH_ENGINE(JudgeTest);

TEST_P(JudgeTest, WhatIsDeclaredAndThereIsEligible)
{
    excellent("NV1");
    declare_all("K101", 2020, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, AnAbsentRatingIsNotAFailedStandardUntilTheYearIsDeclared)
{
    initiative("NV1", 2023, "co-so");
    auto const open = ask("NV1", "cstd-co-so", 2023);
    EXPECT_EQ(open->verdict.answer, Answer::NeedsDecision);
    EXPECT_EQ(open->by_record, Answer::NotEligible);
    EXPECT_NE(gaps(*open).find(R"({"kind":"ratings","years":[2023])"), std::string::npos)
        << gaps(*open);
    declare("K101", "ratings", 2023, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::NotEligible);
}

TEST_P(JudgeTest, NothingAdverseCountsOnlyWhereItIsDeclared)
{
    excellent("NV1");
    for (auto const* kind : {"awards", "ratings", "initiatives", "absences", "pending"})
        declare("K101", kind, 2020, 2023);
    auto const open = ask("NV1", "cstd-co-so", 2023);
    EXPECT_EQ(open->verdict.answer, Answer::NeedsDecision);
    EXPECT_EQ(gaps(*open).find("ratings"), std::string::npos) << gaps(*open);
    EXPECT_NE(gaps(*open).find("disciplines"), std::string::npos) << gaps(*open);
    declare("K101", "disciplines", 2022, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, ABlockWithoutARankIsAskedForUntilItIsDeclared)
{
    rating("K101", 2023, "xuat-sac");
    run("INSERT INTO unit_year (unit_id, year, party_clean, total, completed, advanced, cstd_co_so,"
        " disciplined) SELECT id, 2023, 1, 40, 40, 36, 8, 0 FROM unit WHERE code = 'K101'");
    declare_all("K101", 2000, 2023);
    declare("K101", "unit_years", 2000, 2023);
    auto const open = ask("K101", "co-bo", 2023);
    EXPECT_EQ(open->verdict.answer, Answer::NeedsDecision);
    EXPECT_NE(gaps(*open).find("blocks"), std::string::npos) << gaps(*open);
    declare("K101", "blocks", 2023, 2023);
    EXPECT_EQ(answer("K101", "co-bo", 2023), Answer::NotEligible);
}

TEST_P(JudgeTest, WhatIsCertainNeedsNoDeclaration)
{
    // The rating stands and is too low: no declaration could change it.
    rating("NV1", 2023, "hoan-thanh");
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::NotEligible);
}

TEST_P(JudgeTest, APaperThatClosedAPointDecidesWhereEverythingIsDeclared)
{
    declare("K101", "pending", 2023, 2023);
    // No leave is declared, so what the paper says is the only ground.
    law::Question const question{"cstd-co-so", 2023, *make_date(2023, 12, 31)};
    auto const judged = [&](law::Operator what, bool holds) {
        auto const book = law_of_one_closed_point(question.award, std::move(what), holds);
        return db().read([&](storage::Transaction& tx) {
            auto const gathered = gather(tx, officer(), "NV1").value();
            return judge({book, gathered.declared}, gathered.record, question, true).verdict.answer;
        });
    };
    EXPECT_EQ(judged(law::Open{}, true), Answer::Eligible);
    EXPECT_EQ(judged(law::Open{}, false), Answer::NotEligible);
    EXPECT_EQ(judged(law::LeaveDays{40}, true), Answer::Eligible);
    EXPECT_EQ(judged(law::LeaveDays{40}, false), Answer::NeedsDecision);
    declare("K101", "absences", 2023, 2023);
    EXPECT_EQ(judged(law::LeaveDays{40}, false), Answer::Eligible);
}

TEST_P(JudgeTest, OneYearThatIsSurelyWithoutTheTitleSettlesAChain)
{
    award("NV1", "cstd-co-so", 2023);
    initiative("NV1", 2023, "bo");
    declare("K101", "awards", 2022, 2022);
    declare("K101", "initiatives", 2021, 2023);
    // 2021 is not declared, but 2022 is, and has no title.
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::NotEligible);
    run("DELETE FROM completeness WHERE kind = 'awards'");
    auto const open = ask("NV1", "cstd-bo", 2023);
    EXPECT_EQ(open->verdict.answer, Answer::NeedsDecision);
    EXPECT_NE(gaps(*open).find("[2021,2022]"), std::string::npos) << gaps(*open);
}

TEST_P(JudgeTest, AnAwardWithoutAYearIsMissingDataNotAFailure)
{
    award("NV1", "cstd-co-so", 2023);
    award("NV1", "cstd-co-so", 2022);
    initiative("NV1", 2023, "bo");
    declare_all("K101", 2015, 2023);
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::NotEligible);
    award("NV1", "cstd-co-so", std::nullopt);
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::NeedsDecision);
}

TEST_P(JudgeTest, ADeclarationSpeaksForWhatLiesBelowTheUnit)
{
    excellent("NV1");
    excellent("NV2");
    declare_all("K102", 2020, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::NeedsDecision);
    EXPECT_EQ(answer("NV2", "cstd-co-so", 2023), Answer::Eligible);
    declare_all("BAN", 2020, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, TheUnitOfThatYearIsAskedForDeclarations)
{
    excellent("NV1");
    run("INSERT INTO post (person_id, unit_id, from_on, to_on) SELECT p.id, u.id, '2010-01-01',"
        " '2024-06-30' FROM person p, unit u WHERE p.code = 'NV1' AND u.code = 'K102'");
    run("INSERT INTO post (person_id, unit_id, from_on) SELECT p.id, u.id, '2024-07-01'"
        " FROM person p, unit u WHERE p.code = 'NV1' AND u.code = 'K101'");
    declare_all("K101", 2020, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::NeedsDecision);
    declare_all("K102", 2020, 2023);
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, RevokedAwardsDoNotCount)
{
    for (int year = 2021; year <= 2023; ++year) award("NV1", "cstd-co-so", year, 0, year == 2022 ? "revoked" : "valid");
    initiative("NV1", 2023, "bo");
    declare_all("K101", 2015, 2023);
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::NotEligible);
    run("UPDATE award SET state = 'valid'");
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, MarkedRecordsCountForWhoIsClearedAndChangeNothingForOthers)
{
    for (int year = 2021; year <= 2022; ++year) award("NV1", "cstd-co-so", year);
    declare_all("K101", 2015, 2023);
    auto const plain = reader({Permission::ReadDiscipline});
    auto const before = ask("NV1", "cstd-bo", 2023, plain);
    award("NV1", "cstd-co-so", 2023, 1);
    initiative("NV1", 2023, "bo", 1);
    auto const after = ask("NV1", "cstd-bo", 2023, plain);
    EXPECT_EQ(before->verdict.answer, Answer::NotEligible);
    EXPECT_EQ(after->verdict.answer, before->verdict.answer);
    EXPECT_EQ(after->verdict.failed, before->verdict.failed);
    EXPECT_EQ(answer("NV1", "cstd-bo", 2023), Answer::Eligible);
}

TEST_P(JudgeTest, DisciplineIsReadOnlyByWhoMayAndTheLabelSaysSoAlike)
{
    excellent("NV1");
    excellent("NV2");
    declare_all("BAN", 2015, 2023);
    discipline("NV1", "2023-02-01", "2024-02-01");
    run("INSERT INTO pending_case (subject_kind, subject_id, kind, from_on) VALUES ('person', " +
        id_of("NV2") + ", 'to-cao', '2023-10-01')");
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::NotEligible);
    EXPECT_EQ(answer("NV2", "cstd-co-so", 2023), Answer::Deferred);
    for (auto const* code : {"NV1", "NV2"}) {
        auto const seen = ask(code, "cstd-co-so", 2023, reader());
        EXPECT_EQ(seen->verdict.answer, Answer::Eligible) << code;
        EXPECT_FALSE(seen->with_discipline) << code;
    }
}

TEST_P(JudgeTest, ACaseThatIsConcludedOnTheDayOfReceiptDefersNoLonger)
{
    excellent("NV1");
    declare_all("BAN", 2015, 2023);
    run("INSERT INTO pending_case (subject_kind, subject_id, kind, from_on, cleared_on) VALUES"
        " ('person', " +
        id_of("NV1") + ", 'to-cao', '2023-10-01', '2023-12-31')");
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Eligible);
    run("UPDATE pending_case SET cleared_on = '2024-01-01'");
    EXPECT_EQ(answer("NV1", "cstd-co-so", 2023), Answer::Deferred);
}

TEST_P(JudgeTest, OnlyThoseWhoMayReadAPersonGetAVerdict)
{
    excellent("NV1");
    auto stranger = Actor::anonymous();
    stranger.account = 2;
    stranger.grants = {{Permission::ReadOwnSheet, "/"}};
    stranger.person = "NV2";
    EXPECT_EQ(ask("NV1", "cstd-co-so", 2023, stranger).error().kind, Kind::NotFound);
    stranger.person = "nv1";
    EXPECT_TRUE(ask("NV1", "cstd-co-so", 2023, stranger));
    auto elsewhere = reader();
    for (auto& grant : elsewhere.grants) grant.scope = "/BAN/K102/";
    EXPECT_EQ(ask("NV1", "cstd-co-so", 2023, elsewhere).error().kind, Kind::NotFound);
    EXPECT_TRUE(ask("NV2", "cstd-co-so", 2023, elsewhere));
}

TEST_P(JudgeTest, AUnitKeepsItsHistoryThroughARename)
{
    unit("K201", "/BAN/K201/", "BAN", "2022-01-01");
    rating("K102", 2021, "xuat-sac");
    run("INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date) VALUES (" +
        id_of("K102") + ", " + id_of("K201") + ", 'rename', '2022-01-01')");
    auto const record = db().read([&](storage::Transaction& tx) {
        auto const id = tx.integer("SELECT id FROM unit WHERE code = 'K201'");
        return read_unit(tx, *id, Marking::Thuong);
    });
    auto const facts = facts_of(*record, {"co-ban", 2023, *make_date(2023, 12, 31)}, true);
    ASSERT_EQ(facts.history.lineage.size(), 1u);
    EXPECT_EQ(facts.history.lineage[0].kind, law::Succession::Rename);
    EXPECT_EQ(facts.history.lineage[0].history.ratings.at(2021), law::Rating::Excellent);
}

TEST_P(JudgeTest, EverybodyAtOnceIsReadAsOneByOne)
{
    excellent("NV1");
    award("NV2", "bk-ban", 2019);
    award("NV1", "bk-ban", 2020, 2);
    discipline("NV2", "2020-02-01", "2021-02-01");
    rating("K101", 2020, "tot");
    auto const word = [](Record const& record) {
        std::string text = record.code + ":";
        for (auto const& award : record.history.awards) text += award.award + award.decision;
        for (auto const& [year, rating] : record.history.ratings) text += std::to_string(year);
        return text + std::to_string(record.history.initiatives.size()) +
               std::to_string(record.history.disciplines.size());
    };
    db().read([&](storage::Transaction& tx) {
        for (auto const& record : read_persons(tx, Marking::Thuong))
            EXPECT_EQ(word(record), word(*read_person(tx, record.id, Marking::Thuong)));
        for (auto const& record : read_units(tx, Marking::Thuong))
            EXPECT_EQ(word(record), word(*read_unit(tx, record.id, Marking::Thuong)));
        return 0;
    });
}

TEST_P(JudgeTest, EvidenceLeadsToItsDecision)
{
    for (int year = 2021; year <= 2023; ++year) award("NV1", "cstd-co-so", year);
    auto const text = db().read([&](storage::Transaction& tx) {
        auto const gathered = gather(tx, officer(), "NV1").value();
        law::Question const question{"cstd-bo", 2023, *make_date(2023, 12, 31)};
        auto const facts = facts_of(gathered.record, question, true);
        Bench const bench{law::built_in(), gathered.declared};
        auto const judgement = judge(bench, gathered.record, facts, question, true);
        return boost::json::serialize(
            verdict_document(law::built_in(), gathered.record, facts, question, judgement));
    });
    EXPECT_NE(text.find(R"("decision":"3/QĐ-T","ref":"3/QĐ-T")"), std::string::npos) << text;
}

}  // namespace
}  // namespace thidua::eligibility
