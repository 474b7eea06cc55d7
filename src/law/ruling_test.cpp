#include "law/ruling.h"

#include "law/testing/packs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace thidua::law {
namespace {

Date day(int year, int month, int of_month) { return *make_date(year, month, of_month); }
Date const kEnd = day(9999, 12, 31);

LawBook const& book() { return built_in(); }

std::string words(Error const& error)
{
    std::string text;
    for (auto const& [name, value] : error.problems.front().args) text += value + ":";
    return text;
}

Ruling ruling(std::string award, std::string point, bool holds)
{
    Ruling made;
    made.id = "r1";
    made.number = "12/QĐ-BM";
    made.date = day(2025, 2, 5);
    made.signer = "Trưởng ban";
    made.award = std::move(award);
    made.point = std::move(point);
    made.from = day(2014, 1, 1);
    made.to = kEnd;
    made.holds = holds;
    return made;
}

// A full chain of base titles that ended the year before the question's.
Facts late_chain()
{
    Facts facts;
    for (int const year : {2022, 2023, 2024}) {
        facts.history.awards.push_back(
            {"cstd-co-so", year, year, day(year, 12, 20), Mode::Merit, ""});
    }
    facts.history.initiatives.push_back({2024, Level::Ministry, "sang-kien", ""});
    return facts;
}
Question const kLate{"cstd-bo", 2025, day(2026, 2, 10)};

Verdict under(std::vector<Ruling> const& rulings, Facts const& facts, Question const& question)
{
    // The verdict points into the book it was made from.
    static std::vector<std::unique_ptr<LawBook>> kept;
    kept.push_back(std::make_unique<LawBook>(settle(book(), rulings, {}, question.received)));
    return evaluate(*kept.back(), facts, question);
}

TEST(Ruling, ClosesThePointItNamesEitherWay)
{
    EXPECT_EQ(under({}, late_chain(), kLate).answer, Answer::NeedsDecision);
    auto const met = under({ruling("cstd-bo", "late-filing", true)}, late_chain(), kLate);
    EXPECT_EQ(met.answer, Answer::Eligible);
    ASSERT_EQ(met.papers.size(), 1u);
    EXPECT_EQ(met.papers.front()->paper, "12/QĐ-BM");
    auto const failed = under({ruling("cstd-bo", "late-filing", false)}, late_chain(), kLate);
    EXPECT_EQ(failed.answer, Answer::NotEligible);
    EXPECT_EQ(failed.failed,
              (std::vector<std::string>{"Luật 06/2022/QH15, Điều 22, khoản 1, điểm a"}));
}

TEST(Ruling, ReachesOnlyItsAwardRegimeAndDays)
{
    EXPECT_EQ(under({ruling("bk-bo", "late-filing", true)}, late_chain(), kLate).answer,
              Answer::NeedsDecision);
    auto elsewhere = ruling("", "late-filing", true);
    elsewhere.regimes = {"R1"};
    EXPECT_EQ(under({elsewhere}, late_chain(), kLate).answer, Answer::NeedsDecision);
    auto earlier = ruling("", "late-filing", true);
    earlier.to = kLate.received.plus_days(-1);
    EXPECT_EQ(under({earlier}, late_chain(), kLate).answer, Answer::NeedsDecision);
    earlier.to = kLate.received;
    earlier.from = kLate.received;
    EXPECT_EQ(under({earlier}, late_chain(), kLate).answer, Answer::Eligible);
}

TEST(Ruling, TheLatestPaperOnOnePointCounts)
{
    auto later = ruling("cstd-bo", "late-filing", false);
    later.id = "r0";
    later.date = day(2025, 6, 1);
    EXPECT_EQ(under({later, ruling("cstd-bo", "late-filing", true)}, late_chain(), kLate).answer,
              Answer::NotEligible);
}

// What the point rests on stays open: the paper does not say that a title of another mode counts.
TEST(Ruling, ClosesItsOwnPointOnly)
{
    auto facts = late_chain();
    facts.history.awards.front().mode = Mode::LongService;
    auto const verdict = under({ruling("cstd-bo", "late-filing", true)}, facts, kLate);
    EXPECT_EQ(verdict.answer, Answer::NeedsDecision);
    ASSERT_EQ(verdict.open.size(), 1u);
    EXPECT_EQ(verdict.open.front().point, "mode-other-cong-hien") << "as a ruling names it";
    auto const counts = ruling("", "mode-other-cong-hien", true);
    EXPECT_EQ(under({ruling("cstd-bo", "late-filing", true), counts}, facts, kLate).answer,
              Answer::Eligible);
    auto withdrawn = ruling("", "mode-other-cong-hien", false);
    withdrawn.date = day(2025, 9, 1);
    EXPECT_EQ(
        under({counts, withdrawn, ruling("cstd-bo", "late-filing", true)}, facts, kLate).answer,
        Answer::NotEligible);
}

// The papers a finding or one of its parts names about modes.
void mode_papers(Finding const& finding, std::vector<std::string>& numbers)
{
    for (auto const& paper : finding.mode_papers) numbers.push_back(paper->paper);
    for (auto const& part : finding.parts) mode_papers(part, numbers);
}
std::vector<std::string> mode_papers(Verdict const& verdict)
{
    std::vector<std::string> numbers;
    mode_papers(*verdict.finding, numbers);
    std::sort(numbers.begin(), numbers.end());
    numbers.erase(std::unique(numbers.begin(), numbers.end()), numbers.end());
    return numbers;
}

// The chain with its first title of another mode.
Facts chain_with(Mode mode)
{
    auto facts = late_chain();
    facts.history.awards.front().mode = mode;
    return facts;
}

TEST(Ruling, AboutAModeIsNamedWhereTheAnswerRestsOnIt)
{
    auto const late = ruling("cstd-bo", "late-filing", true);
    auto mode = ruling("", "mode-other-cong-hien", true);
    mode.id = "r2";
    mode.number = "36/KL-BM";
    auto const counts = under({late, mode}, chain_with(Mode::LongService), kLate);
    EXPECT_EQ(counts.answer, Answer::Eligible);
    EXPECT_EQ(mode_papers(counts), (std::vector<std::string>{"36/KL-BM"}));
    EXPECT_EQ(counts.papers.size(), 2u);
    mode.holds = false;
    auto const never = under({late, mode}, chain_with(Mode::LongService), kLate);
    EXPECT_EQ(never.answer, Answer::NotEligible);
    EXPECT_EQ(mode_papers(never), (std::vector<std::string>{"36/KL-BM"}));
}

TEST(Ruling, AboutAModeIsNotNamedWhereNothingRestsOnIt)
{
    auto const late = ruling("cstd-bo", "late-filing", true);
    auto const mode = ruling("", "mode-other-cong-hien", true);
    EXPECT_TRUE(mode_papers(under({late, mode}, late_chain(), kLate)).empty());
    auto more = late_chain();
    more.history.awards.push_back(
        {"cstd-co-so", 2022, 2022, day(2022, 12, 20), Mode::LongService, ""});
    EXPECT_TRUE(mode_papers(under({late, mode}, more, kLate)).empty()) << "it has one that counts";
}

TEST(Ruling, NeverClosesAnUnreadText)
{
    std::vector<Ruling> all;
    for (auto const& point : open_points(book())) all.push_back(ruling("", point.point, true));
    Question const question{"cstd-co-so", 2026, day(2026, 12, 1)};
    Facts facts;
    facts.history.ratings[2026] = Rating::Excellent;
    auto const verdict = under(all, facts, question);
    EXPECT_EQ(verdict.answer, Answer::NeedsDecision);
    ASSERT_EQ(verdict.open.size(), 1u);
    EXPECT_EQ(verdict.open.front().point, "unread");
}

TEST(Ruling, SaysWhetherMergedPredecessorsCount)
{
    Facts facts;
    facts.subject = Subject::Unit;
    Predecessor before{day(2025, 1, 1), Succession::Merge, {}};
    for (int const year : {2023, 2024, 2025}) {
        auto& history = year == 2025 ? facts.history : before.history;
        history.ratings[year] = Rating::Excellent;
        history.awards.push_back({"dvqt", year, year, day(year, 12, 20), Mode::Merit, ""});
    }
    facts.history.lineage.push_back(before);
    Question const question{"bk-bo", 2025, day(2026, 2, 10)};
    EXPECT_EQ(under({}, facts, question).answer, Answer::NeedsDecision);
    auto const counts = under({ruling("", "lineage", true)}, facts, question);
    EXPECT_EQ(counts.answer, Answer::Eligible);
    EXPECT_EQ(counts.papers.size(), 1u);
    EXPECT_EQ(under({ruling("", "lineage", false)}, facts, question).answer, Answer::NotEligible);
}

TEST(Ruling, MayFindTheNewLawNotMoreFavourable)
{
    Question const question{"cstd-co-so", 2025, day(2026, 8, 1)};
    EXPECT_EQ(under({}, {}, question).answer, Answer::NeedsDecision);
    auto const verdict = under({ruling("", "more-favourable", false)}, {}, question);
    EXPECT_EQ(verdict.answer, Answer::NotEligible);
    ASSERT_EQ(verdict.papers.size(), 1u) << "the refusal rests on it";
    EXPECT_EQ(verdict.papers.front()->paper, "12/QĐ-BM");
    Question const early{"cstd-co-so", 2025, question.received.plus_days(-365)};
    EXPECT_TRUE(under({ruling("", "more-favourable", false)}, {}, early).papers.empty());
    EXPECT_EQ(verdict.notes, (std::vector<std::string>{"Luật 06/2026/QH16, Điều 4, khoản 4"}));
    auto const mended = check(book(), ruling("", "more-favourable", true));
    ASSERT_FALSE(mended);
    EXPECT_EQ(mended.error().problems.front().key, "law.ruling.favour");
}

TEST(Ruling, IsCheckedBeforeItIsSigned)
{
    auto const key = [](Ruling const& made) {
        auto const checked = check(book(), made);
        return checked ? std::string() : checked.error().problems.front().key;
    };
    EXPECT_EQ(key(ruling("cstd-bo", "late-filing", true)), "");
    EXPECT_EQ(key(ruling("", "lineage", true)), "");
    EXPECT_EQ(key(ruling("cstd-xa", "late-filing", true)), "law.ruling.unknown-award");
    EXPECT_EQ(key(ruling("cstd-bo", "half-or-more", true)), "law.ruling.unknown-point");
    EXPECT_EQ(key(ruling("cstd-bo", "lineage", true)), "law.ruling.every-award");
    auto made = ruling("cstd-bo", "late-filing", true);
    made.regimes = {"R3"};
    EXPECT_EQ(key(made), "law.ruling.unread-regime");
    made.regimes = {"R9"};
    EXPECT_EQ(key(made), "law.ruling.unknown-regime");
    made.regimes = {};
    made.to = made.from.plus_days(-1);
    EXPECT_EQ(key(made), "law.ruling.period");
}

// Every case of the law that is open today is decided once every point of it is closed one way.
TEST(Ruling, EveryOpenPointOfEveryCaseCanBeClosed)
{
    std::vector<Ruling> all;
    for (auto const& point : open_points(book()))
        all.push_back(ruling("", point.point, point.point != "more-favourable"));
    auto const closed = settle(book(), all, {}, day(2025, 12, 31));
    std::size_t open = 0;
    for (auto const& file : testing::case_files()) {
        for (auto const& each : file.cases) {
            auto const* regime = book().regime_on(each.question.received);
            if (each.expect != "needs-decision" || !regime->unread.empty()) continue;
            auto const verdict = evaluate(closed, each.facts, each.question);
            ++open;
            EXPECT_NE(verdict.answer, Answer::NeedsDecision)
                << each.name << ": "
                << (verdict.open.empty() ? std::string() : verdict.open.front().point);
        }
    }
    EXPECT_GT(open, 30u);
}

std::string const kHeader =
    "institution: Ban Mẫu\n"
    "regulation: {cite: \"Quy chế 05/QC-BM\", number: 21/QĐ-BM, date: 2025-01-10}\n"
    "from: 2025-02-01\n";

Result<HousePack> pack_of(std::string const& rules)
{
    return read_house_pack({"quy-che.yaml", kHeader + rules}, book());
}

std::string fault(std::string const& rules)
{
    auto const read = pack_of(rules);
    return read ? "" : words(read.error());
}

std::string const kCertificate =
    "rules:\n"
    "  - award: giay-khen\n"
    "    subject: person\n"
    "    fills: set-by-body\n"
    "    requires:\n"
    "      rating: {at-least: tot}\n"
    "      clause: \"Điều 4, khoản 1\"\n";

TEST(HousePack, FillsWhatTheLawLeavesToTheBody)
{
    auto const pack = pack_of(kCertificate);
    ASSERT_TRUE(pack) << words(pack.error());
    auto const settled = settle(book(), {}, {*pack}, day(2025, 12, 31));
    Question const question{"giay-khen", 2025, day(2025, 12, 31)};
    Facts facts;
    EXPECT_EQ(evaluate(book(), facts, question).answer, Answer::NeedsDecision);
    auto const failed = evaluate(settled, facts, question);
    EXPECT_EQ(failed.answer, Answer::NotEligible);
    EXPECT_TRUE(failed.failed.empty());
    EXPECT_EQ(failed.house_failed, (std::vector<std::string>{"Quy chế 05/QC-BM, Điều 4, khoản 1"}));
    facts.history.ratings[2025] = Rating::Good;
    auto const met = evaluate(settled, facts, question);
    EXPECT_EQ(met.answer, Answer::Eligible);
    ASSERT_EQ(met.papers.size(), 1u);
    EXPECT_EQ(met.papers.front()->paper, "Quy chế 05/QC-BM");
}

TEST(HousePack, AddsToTheLawAndNeverRelaxesIt)
{
    auto const pack = pack_of(
        "rules:\n"
        "  - award: cstd-co-so\n"
        "    subject: person\n"
        "    requires: {rating: {at-least: hoan-thanh}, clause: Điều 9}\n");
    ASSERT_TRUE(pack) << words(pack.error());
    auto const settled = settle(book(), {}, {*pack}, day(2025, 12, 31));
    Question const question{"cstd-co-so", 2025, day(2025, 12, 31)};
    Facts facts;
    auto const both = evaluate(settled, facts, question);
    EXPECT_EQ(both.answer, Answer::NotEligible);
    EXPECT_EQ(both.house_failed, (std::vector<std::string>{"Quy chế 05/QC-BM, Điều 9"}));
    EXPECT_EQ(both.failed, evaluate(book(), facts, question).failed);
    facts.history.ratings[2025] = Rating::Completed;
    auto const law_alone = evaluate(settled, facts, question);
    EXPECT_EQ(law_alone.answer, Answer::NotEligible);
    EXPECT_TRUE(law_alone.house_failed.empty());
    EXPECT_FALSE(law_alone.failed.empty());
}

TEST(HousePack, GovernsItsOwnDaysOnly)
{
    auto const pack = pack_of(kCertificate);
    ASSERT_TRUE(pack);
    Question const question{"giay-khen", 2024, day(2025, 1, 31)};
    auto const before = settle(book(), {}, {*pack}, question.received);
    EXPECT_EQ(evaluate(before, {}, question).answer, Answer::NeedsDecision);
    auto const first = settle(book(), {}, {*pack}, day(2025, 2, 1));
    EXPECT_EQ(evaluate(first, {}, {"giay-khen", 2024, day(2025, 2, 1)}).answer,
              Answer::NotEligible);
}

TEST(HousePack, IsRefusedWithTheLineAndTheCause)
{
    auto const relaxing = fault(
        "rules:\n"
        "  - award: cstd-bo\n"
        "    subject: person\n"
        "    fills: late-filing\n"
        "    requires: {rating: {at-least: tot}, clause: Điều 4}\n");
    EXPECT_NE(relaxing.find("quy-che.yaml:5:"), std::string::npos) << relaxing;
    EXPECT_NE(relaxing.find("does not replace or relax"), std::string::npos) << relaxing;
    auto const bare = fault(
        "rules:\n  - award: giay-khen\n    subject: person\n    requires: {rating: {at-least: "
        "tot}}\n");
    EXPECT_NE(bare.find("quy-che.yaml:7:the requirement has no clause"), std::string::npos) << bare;
    auto const principle = fault(
        "rules:\n  - award: giay-khen\n    subject: person\n    counts: [once]\n    requires: "
        "{rating: {at-least: tot}, clause: Điều 4}\n");
    EXPECT_NE(principle.find("unknown field 'counts'"), std::string::npos) << principle;
    auto const twice = fault(kCertificate + kCertificate.substr(7));
    EXPECT_NE(twice.find("a rule for giay-khen of persons in R1 stands already in line 5"),
              std::string::npos)
        << twice;
    auto const borrowed =
        fault("rules:\n  - award: ldtt\n    subject: person\n    requires: {use: advanced-year}\n");
    EXPECT_NE(borrowed.find("unknown fragment 'advanced-year'"), std::string::npos) << borrowed;
    auto const nobody = read_house_pack({"quy-che.yaml", kCertificate}, book());
    ASSERT_FALSE(nobody);
    EXPECT_NE(words(nobody.error()).find("'institution' is missing"), std::string::npos);
}

TEST(HousePack, TwoVersionsNeverGovernOneDay)
{
    auto one = *pack_of(kCertificate);
    auto other = one;
    other.from = day(2026, 1, 1);
    EXPECT_FALSE(check_versions({one, other}));
    one.to = day(2025, 12, 31);
    EXPECT_TRUE(check_versions({one, other}));
    one.to = kEnd;
    other.institution = "Ban Khác";
    EXPECT_TRUE(check_versions({one, other}));
}

}  // namespace
}  // namespace thidua::law
