// The columns filled from the register answer as the records read one by one, and the sweep gives
// everybody's judgement: over a crowd of odd histories and every award.
#include "eligibility/bulk.h"
#include "eligibility/holdings.h"
#include "eligibility/record_store.h"
#include "eligibility/testing/crowd.h"
#include "law/ruling.h"
#include "law/sweep.h"

namespace thidua::eligibility {
namespace {

using namespace testing;

std::size_t initiatives_in(law::Columns const& columns)
{
    std::size_t count = 0;
    for (auto const& planes : columns.initiatives()) {
        if (planes.kind || planes.least != law::Level::Base) continue;
        for (auto const& plane : planes.more_than) {
            for (std::uint32_t subject = 0; subject < columns.size(); ++subject) {
                for (int year = 0; year < law::kYearBits; ++year)
                    count += plane.has(subject, year) ? 1 : 0;
            }
        }
    }
    return count;
}

class BulkTest : public WorldTest {
protected:
    static constexpr int kPeople = 240;
    static constexpr int kUnits = 40;

    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) {
            Crowd crowd{tx};
            crowd.units(kUnits);
            crowd.people(kPeople);
            // What no history may count, yet stands in the tables.
            tx.execute("UPDATE award SET state = 'revoked' WHERE id % 7 = 0");
            tx.execute("UPDATE person SET merged_into = id + 1 WHERE id % 29 = 0");
        });
    }

    // Every award of the year, each of the records.
    static void compare(std::vector<Record> const& records,
                        law::Columns const& columns,
                        int year,
                        bool with_discipline)
    {
        auto const received = *make_date(year, 12, 31);
        std::vector<law::Facts> all;
        for (auto const& record : records)
            all.push_back(facts_of(record, {"", year, received}, with_discipline));
        auto const facts = [&](std::size_t at) { return all[at]; };
        int eligible = 0;
        for (auto const& swept : law::sweep_all(law::built_in(), columns, year, received, facts)) {
            for (std::size_t i = 0; i < records.size(); ++i) {
                auto const expected =
                    law::evaluate(law::built_in(), all[i], swept.question).answer;
                EXPECT_EQ(swept.answer(i), expected)
                    << records[i].code << " " << swept.question.award << " " << year;
                eligible += expected == law::Answer::Eligible ? 1 : 0;
            }
        }
        EXPECT_GT(eligible, 0) << year;
    }
    void compare_persons(int year, bool with_discipline, Marking clearance)
    {
        auto const received = *make_date(year, 12, 31);
        db().read([&](storage::Transaction& tx) {
            auto const records = read_persons(tx, clearance);
            auto const loaded = load_persons(tx, clearance, 2030, received, with_discipline);
            ASSERT_EQ(loaded.ids.size(), records.size());
            for (std::size_t i = 0; i < records.size(); ++i)
                ASSERT_EQ(loaded.ids[i], records[i].id);
            compare(records, loaded.columns, year, with_discipline);
        });
    }

    // What each line of a sweep says, judged alone; answers how often of each kind.
    static std::map<law::Answer, int> judge_each(storage::Transaction& tx,
                                                 Holdings const& holdings,
                                                 law::Subject subject,
                                                 law::Question const& question)
    {
        std::map<law::Answer, int> seen;
        Books books{tx, question.received};
        for (auto const& line : *holdings.sweep(tx, subject, question, true)) {
            auto const& record = holdings.of(subject)[line.record];
            auto const judged =
                judge({books.of(record.path), holdings.declared}, record, question, true);
            auto const where = record.code + " " + question.award;
            EXPECT_EQ(line.answer, judged.verdict.answer) << where << question.year;
            EXPECT_EQ(line.one_short(), judged.missing == 1) << where << question.year;
            ++seen[line.answer];
        }
        return seen;
    }
};
THIDUA_ON_EACH_ENGINE(BulkTest);

TEST_P(BulkTest, AnswersAreThoseOfTheRecords)
{
    compare_persons(2023, true, Marking::TuyetMat);
    compare_persons(2018, true, Marking::TuyetMat);
}

TEST_P(BulkTest, UnitsAreAnsweredAsTheirRecordsSay)
{
    db().read([](storage::Transaction& tx) {
        auto const records = read_units(tx, Marking::TuyetMat);
        for (int const year : {2018, 2023}) {
            law::Question const question{"", year, *make_date(year, 12, 31)};
            auto const columns = columns_of(records, law::Subject::Unit, 2030, question, true);
            compare(records, columns, year, true);
        }
    });
}

TEST_P(BulkTest, TheSweepGivesTheJudgementOfEverybody)
{
    db().read([](storage::Transaction& tx) {
        Cache cache;
        auto const holdings = cache.get(tx, Marking::TuyetMat);
        std::map<law::Answer, int> seen;
        auto const& book = law::built_in();
        for (auto const& code : book.award_order) {
            auto const& award = book.awards.at(code);
            law::Question const question{code, 2023, *make_date(2023, 12, 31)};
            for (auto const subject : {law::Subject::Person, law::Subject::Unit}) {
                if (!(subject == law::Subject::Person ? award.for_persons : award.for_units))
                    continue;
                for (auto const& [answer, times] : judge_each(tx, *holdings, subject, question))
                    seen[answer] += times;
            }
        }
        for (auto const answer : {law::Answer::Eligible, law::Answer::NotEligible,
                                  law::Answer::NeedsDecision, law::Answer::Deferred})
            EXPECT_GT(seen[answer], 0) << law::code_of(answer);
    });
}

// A paper on every point the law of the year leaves open, every second one against: the sweep and
// the judge read them alike, and of either kind some decide.
TEST_P(BulkTest, TheSweepGivesTheJudgementUnderPapersThatClosedThePoints)
{
    std::map<std::string, bool> closed;
    for (auto const& open : law::open_points(law::built_in())) {
        if (open.regime != "R0d" || open.award.empty()) continue;
        auto const holds = closed.size() % 2 == 0;
        if (!closed.emplace(open.award + "/" + open.point, holds).second) continue;
        run("INSERT INTO ruling (ref, award, point, regimes, received_from, holds, reason, number,"
            " dated, signer, state, entered_by, entered_at) VALUES (?1, ?2, ?3, 'R0d',"
            " '2020-01-01', ?4, 'x', ?1, '2020-01-01', 'x', 'standing', 'x', 0)",
            {"KL-" + std::to_string(closed.size()), open.award, open.point, holds ? 1 : 0});
    }
    ASSERT_GT(closed.size(), 4U);
    db().read([](storage::Transaction& tx) {
        Cache cache;
        auto const holdings = cache.get(tx, Marking::TuyetMat);
        std::map<law::Answer, int> seen;
        for (auto const& open : law::open_points(law::built_in())) {
            if (open.regime != "R0d" || open.award.empty()) continue;
            law::Question const question{open.award, 2023, *make_date(2023, 12, 31)};
            for (auto const& [answer, times] : judge_each(tx, *holdings, open.subject, question))
                seen[answer] += times;
        }
        EXPECT_GT(seen[law::Answer::Eligible], 0);
        EXPECT_GT(seen[law::Answer::NotEligible], 0);
    });
}

// Filled by two readings at once, the columns say of everybody what those of one reading say.
TEST_P(BulkTest, TwoReadingsFillWhatOneDoes)
{
    auto const received = *make_date(2023, 12, 31);
    auto const two = load_persons(db(), Marking::TuyetMat, 2030, received, true);
    auto const one = db().read([&](storage::Transaction& tx) {
        return load_persons(tx, Marking::TuyetMat, 2030, received, true);
    });
    EXPECT_EQ(two.ids, one.ids);
    std::vector<Record> const records = db().read(
        [](storage::Transaction& tx) { return read_persons(tx, Marking::TuyetMat); });
    auto const facts = [&](std::size_t at) {
        return facts_of(records[at], {"", 2023, received}, true);
    };
    auto const ours = law::sweep_all(law::built_in(), two.columns, 2023, received, facts);
    auto const theirs = law::sweep_all(law::built_in(), one.columns, 2023, received, facts);
    ASSERT_EQ(ours.size(), theirs.size());
    std::size_t eligible = 0;
    for (std::size_t i = 0; i < ours.size(); ++i) {
        EXPECT_EQ(ours[i].explained.list(), theirs[i].explained.list());
        eligible += ours[i].eligible.count();
        for (std::size_t subject = 0; subject < records.size(); ++subject)
            ASSERT_EQ(ours[i].answer(subject), theirs[i].answer(subject)) << records[subject].code;
    }
    EXPECT_GT(eligible, 0U);
}

TEST_P(BulkTest, AlsoForAReaderOfLess)
{
    compare_persons(2023, false, Marking::Thuong);
    db().read([](storage::Transaction& tx) {
        auto const received = *make_date(2025, 12, 31);
        auto const full = load_persons(tx, Marking::TuyetMat, 2025, received, true);
        auto const plain = load_persons(tx, Marking::Thuong, 2025, received, false);
        EXPECT_GT(full.columns.disciplines().all().size(), 0u);
        EXPECT_EQ(plain.columns.disciplines().all().size(), 0u);
        EXPECT_GT(initiatives_in(full.columns), initiatives_in(plain.columns));
    });
}

TEST_P(BulkTest, IsReadBeforeTheFirstRequest)
{
    Cache cache;
    warm(db(), cache, *make_date(2025, 12, 1), {Marking::Thuong});
    // No act: what was read stands.
    db().write([](storage::Transaction& tx) { tx.execute("UPDATE person SET full_name = 'Sau'"); });
    db().read([&](storage::Transaction& tx) {
        auto const& warmed = cache.get(tx, Marking::Thuong)->persons;
        EXPECT_NE(warmed.front().name, "Sau");
        EXPECT_EQ(cache.get(tx, Marking::Mat)->persons.front().name, "Sau");
    });
}

}  // namespace
}  // namespace thidua::eligibility
