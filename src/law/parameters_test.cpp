#include "law/parameters.h"

#include "law/testing/packs.h"

#include <gtest/gtest.h>

#include <algorithm>

namespace thidua::law {
namespace {

using testing::book;
using testing::pack_files;
using testing::words;

Parameters const& tables() { return built_in_parameters(); }
Date day(int year, int month, int of_month) { return *make_date(year, month, of_month); }
Date const kNow = day(2026, 1, 15);

// Section 10: "15 members, 12 yes = 80.0 % passes 80", "9/11 = 81.8 % fails" 90.
TEST(Votes, CountEveryMemberInTheBase)
{
    auto const base = tables().vote_share("cstd-co-so", kNow);
    EXPECT_EQ(base.percent, 80);
    EXPECT_TRUE(passes(base, 12, 15));
    EXPECT_FALSE(passes(base, 11, 15));
    auto const nation = tables().vote_share("cstd-toan-quoc", kNow);
    EXPECT_EQ(nation.percent, 90);
    EXPECT_TRUE(passes(nation, 10, 11));
    EXPECT_FALSE(passes(nation, 9, 11));
}

// Section 10: in R0 a share for three titles only, by secret ballot; others by the body's own
// rules.
TEST(Votes, FollowTheDay)
{
    auto const old = tables().vote_share("cstd-bo", day(2023, 12, 31));
    EXPECT_EQ(old.percent, 90);
    EXPECT_TRUE(old.secret);
    EXPECT_FALSE(tables().vote_share("cstd-bo", day(2024, 1, 1)).secret);
    EXPECT_EQ(tables().vote_share("cstd-co-so", day(2023, 12, 31)).says, Says::Nothing);
    EXPECT_EQ(tables().vote_share("bk-bo", kNow).says, Says::Nothing);
    auto const unread = tables().vote_share("cstd-bo", day(2026, 10, 1));
    EXPECT_EQ(unread.says, Says::Open);
    EXPECT_EQ(unread.point, "unread");
}

// Section 12.
TEST(Quotas, FollowDayAndService)
{
    auto const one = [](std::string const& award, Date on, bool army) {
        auto const found = tables().quota(award, on, army);
        EXPECT_EQ(found.size(), 1u);
        return found.front();
    };
    EXPECT_EQ(one("cstd-co-so", day(2020, 1, 1), false).percent, 15);
    EXPECT_EQ(one("cstd-co-so", day(2020, 1, 1), false).of, "advanced");
    EXPECT_EQ(one("cstd-co-so", day(2020, 1, 1), true).percent, 10);
    EXPECT_EQ(one("cstd-co-so", day(2024, 1, 1), true).says, Says::Nothing);
    EXPECT_EQ(one("cstt", day(2020, 1, 1), true).percent, 40);
    EXPECT_EQ(allowed(one("cstt", day(2020, 1, 1), true), 99), 39);
    EXPECT_EQ(one("cstt", kNow, true).point, "title-quota");
    EXPECT_EQ(one("dvqt", day(2017, 9, 30), true).percent, 20);
    EXPECT_EQ(one("bk-bo", kNow, false).point, "unread");
}

Ruling ruling(std::string point, bool holds)
{
    Ruling made;
    made.point = std::move(point);
    made.number = "12/QĐ-BM";
    made.from = day(2024, 1, 1);
    made.to = day(2030, 1, 1);
    made.holds = holds;
    return made;
}

TEST(Quotas, AreClosedByRulings)
{
    auto const flag = [](std::vector<Ruling> const& rulings) {
        return settle(tables(), rulings, {}, kNow).quota("co-chinh-phu", kNow, false).front();
    };
    EXPECT_EQ(flag({}).says, Says::Open);
    auto const holds = flag({ruling("flag-quota", true)});
    EXPECT_EQ(holds.says, Says::Value);
    EXPECT_EQ(holds.percent, 20);
    EXPECT_EQ(holds.settled->paper, "12/QĐ-BM");
    EXPECT_EQ(flag({ruling("flag-quota", false)}).says, Says::Nothing);
    // No number stands beside this one: a paper that says yes leaves it open.
    auto const titles = settle(tables(), {ruling("title-quota", true)}, {}, kNow);
    EXPECT_EQ(titles.quota("cstt", kNow, true).front().says, Says::Open);
}

TEST(Quotas, AreClosedOnlyInTheRegimesARulingNames)
{
    auto old = ruling("flag-quota", true);
    old.regimes = {"R1"};
    auto const flag = [](std::vector<Ruling> const& rulings) {
        return settle(tables(), rulings, {}, kNow).quota("co-chinh-phu", kNow, false).front();
    };
    EXPECT_EQ(flag({old}).says, Says::Open);
    old.regimes = {"R1", "R2"};
    EXPECT_EQ(flag({old}).says, Says::Value);
}

TEST(Quotas, NameThePointsARulingCanClose)
{
    auto const points = open_points(tables());
    auto const names = [&](char const* point, char const* award, char const* regime) {
        return std::count_if(points.begin(), points.end(), [&](ClosablePoint const& each) {
            return each.point == point && each.award == award && each.regime == regime;
        });
    };
    EXPECT_EQ(names("flag-quota", "co-chinh-phu", "R2"), 1);
    EXPECT_EQ(names("title-quota", "cstt", "R1"), 1);
    EXPECT_EQ(names("flag-quota", "co-chinh-phu", "R0d"), 0) << "a figure stood then";
    EXPECT_EQ(names("flag-quota", "co-chinh-phu", "R3"), 0) << "unread";
}

TEST(Quotas, CheckARulingBeforeItIsSigned)
{
    auto const fault = [](Ruling const& each) {
        auto const checked = check(book(), tables(), each);
        return checked ? std::string() : checked.error().problems.front().key;
    };
    EXPECT_EQ(fault(ruling("flag-quota", true)), "");
    EXPECT_EQ(fault(ruling("title-quota", false)), "");
    EXPECT_EQ(fault(ruling("title-quota", true)), "law.ruling.no-value");
    EXPECT_EQ(fault(ruling("no-such-point", true)), "law.ruling.unknown-point");
    auto elsewhere = ruling("flag-quota", true);
    elsewhere.award = "cstd-bo";
    EXPECT_EQ(fault(elsewhere), "law.ruling.unknown-point");
    auto early = ruling("flag-quota", true);
    early.regimes = {"R0d"};
    EXPECT_EQ(fault(early), "law.ruling.unknown-point");
}

TEST(Quotas, OfARegulationStandBesideTheLaw)
{
    auto const pack = read_house_pack(
        {"quy-che.yaml",
         "institution: Ban Mẫu\n"
         "regulation: {cite: Quy chế 05/QC-BM, number: 21/QĐ-BM, date: 2025-01-10}\n"
         "from: 2025-02-01\n"
         "quotas:\n"
         "  - {award: cstd-co-so, percent: 15, of: advanced, clause: Điều 12}\n"},
        book());
    ASSERT_TRUE(pack) << words(pack.error());
    auto const settled = settle(tables(), {}, {*pack}, kNow);
    auto const found = settled.quota("cstd-co-so", kNow, false);
    ASSERT_EQ(found.size(), 2u);
    EXPECT_EQ(found[0].says, Says::Nothing);
    EXPECT_TRUE(found[1].house);
    EXPECT_EQ(found[1].percent, 15);
    EXPECT_EQ(found[1].clause, "Quy chế 05/QC-BM, Điều 12");
    auto const before = settle(tables(), {}, {*pack}, day(2025, 1, 31));
    EXPECT_EQ(before.quota("cstd-co-so", day(2025, 1, 31), false).size(), 1u);
}

// Section 13.
TEST(Dates, NameTheDayAndTheSpans)
{
    auto const step = [](std::string const& award, Date on, std::string const& name) {
        auto const all = tables().deadlines(award, on);
        auto const found = std::find_if(
            all.begin(), all.end(), [&](Deadline const& each) { return each.step == name; });
        EXPECT_NE(found, all.end()) << award << ' ' << name;
        return found == all.end() ? Deadline{} : *found;
    };
    auto const nation = step("cstd-toan-quoc", kNow, "submission");
    EXPECT_EQ(nation.month, 12);
    EXPECT_EQ(nation.day, 31);
    EXPECT_EQ(nation.years, 1);
    EXPECT_EQ(step("cstd-toan-quoc", day(2020, 1, 1), "submission").month, 10);
    EXPECT_EQ(step("co-chinh-phu", kNow, "submission").month, 6);
    EXPECT_EQ(step("bk-ttg", kNow, "appraisal").working_days, 20);
    EXPECT_EQ(step("bk-ttg", kNow, "return").working_days, 5);
    EXPECT_EQ(step("bk-ttg", kNow, "public-comment").says, Says::Open);
    EXPECT_EQ(step("ah-lao-dong", kNow, "public-comment").working_days, 10);
    EXPECT_EQ(tables().deadlines("bk-ttg", day(2026, 10, 1)).front().point, "unread");
}

// Sections 13 and 14.
TEST(Dossiers, AndWhoDecides)
{
    EXPECT_EQ(tables().decides("hc-lao-dong-3", kNow, false).authority, "chu-tich-nuoc");
    EXPECT_EQ(tables().decides("cstd-toan-quoc", kNow, false).authority, "thu-tuong");
    EXPECT_EQ(tables().decides("cstd-bo", kNow, false).authority, "bo-truong");
    EXPECT_EQ(tables().decides("cstd-co-so", kNow, false).authority, "thu-truong");
    EXPECT_EQ(tables().decides("cstd-co-so", kNow, true).point, "decider-by-ministry");
    EXPECT_EQ(tables().decides("dvqt", day(2015, 1, 1), true).authority, "cap-quan-khu");
    EXPECT_EQ(tables().dossier("cstd-co-so", day(2025, 6, 30)).papers.size(), 5u);
    EXPECT_EQ(tables().dossier("cstd-co-so", day(2025, 7, 1)).point, "dossier-by-ministry");
    auto const state = tables().dossier("bk-ttg", kNow);
    EXPECT_EQ(state.originals, 1);
    EXPECT_TRUE(state.electronic);
}

// P7: cut by three years in R0a, by a third since.
TEST(Principles, CutTheTimeInPostOfWomen)
{
    EXPECT_EQ(tables().post_time("hc-bvtq-3", day(2015, 1, 1)).asked(120), 84);
    EXPECT_EQ(tables().post_time("hc-bvtq-3", kNow).asked(120), 80);
    EXPECT_EQ(tables().post_time("hc-bvtq-3", kNow).asked(100), 67);
    EXPECT_EQ(tables().post_time("cstd-bo", kNow).asked(120), 120);
}

TEST(Principles, AreHintsOfTheDay)
{
    auto const has = [](Subject subject, Date on, std::string const& hint) {
        auto const all =
            tables().hints_for(subject == Subject::Person ? "cstd-bo" : "dvqt", subject, on);
        return std::any_of(
            all.begin(), all.end(), [&](Hint const& each) { return each.hint == hint; });
    };
    EXPECT_TRUE(has(Subject::Person, kNow, "women-first"));
    EXPECT_TRUE(has(Subject::Person, kNow, "maternity-counts"));
    EXPECT_FALSE(has(Subject::Unit, kNow, "maternity-counts"));
    EXPECT_TRUE(has(Subject::Unit, kNow, "dissolved-body"));
    EXPECT_FALSE(has(Subject::Unit, day(2025, 8, 4), "dissolved-body"));
}

TEST(Parameters, FaultsAreNamedWithFileAndLine)
{
    auto const fault =
        [](std::string const& name, std::string const& old, std::string const& fresh) {
            auto files = pack_files();
            for (auto& file : files) {
                if (file.name != name) continue;
                auto const position = file.bytes.find(old);
                EXPECT_NE(position, std::string::npos) << old;
                file.bytes.replace(position, old.size(), fresh);
            }
            auto const read = read_parameters(files, book());
            return read ? std::string() : words(read.error());
        };
    auto const overlap = fault("law/parameters/votes.yaml",
                               "from: 2024-01-01, to: 2025-06-30",
                               "from: 2023-12-31, to: 2025-06-30");
    EXPECT_NE(overlap.find("law/parameters/votes.yaml:"), std::string::npos) << overlap;
    EXPECT_NE(overlap.find("overlaps the row of line"), std::string::npos) << overlap;
    auto const unknown = fault("law/parameters/quotas.yaml", "award: dvqt", "award: dvqx");
    EXPECT_NE(unknown.find("unknown award 'dvqx'"), std::string::npos) << unknown;
    auto const guessed = fault("law/parameters/quotas.yaml", "confidence: C", "confidence: B");
    EXPECT_NE(guessed.find("confidence C and a point go together"), std::string::npos) << guessed;
    auto const bare = fault("law/parameters/deciders.yaml", "authority: bo-truong, ", "");
    EXPECT_NE(bare.find("an authority is expected"), std::string::npos) << bare;
    auto const base = fault("law/parameters/quotas.yaml", "of: strength", "of: everyone");
    EXPECT_NE(base.find("'of' is strength"), std::string::npos) << base;
}

}  // namespace
}  // namespace thidua::law
