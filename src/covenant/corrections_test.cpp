#include "covenant/corrections.h"

#include "covenant/evidence.h"
#include "covenant/testing/world.h"

namespace thidua::covenant {
namespace {

using organisation::testing::problem;
using testing::day;

class AfterwardsTest : public testing::CovenantTest {
protected:
    std::vector<TargetResult> results(std::string const& ref)
    {
        auto const id = unit("K102").id;
        return read([&](storage::Transaction& tx) {
            return results_of(tx, find_covenant(tx, ref).value(), id);
        });
    }
    void report(std::string const& ref, std::int64_t figure)
    {
        EnterResults command{ref, "K102", Period::MidYear, {}};
        for (auto const& each : results(ref))
            command.entries.push_back({.target = each.target, .value = {figure * 1000, ""}});
        auto const entered = as(clerk2, [&](Act& act) { return enter_results(act, command); });
        ASSERT_EQ(problem(entered), "");
    }
    std::vector<Evidence> evidence(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            auto const found = find_covenant(tx, ref).value();
            auto const targets = results_of(tx, found, found.member("K102")->id);
            return evidence_of(
                tx, system_, found, *found.member("K102"), Period::MidYear, targets[0].target);
        });
    }
    void attach(std::string const& ref)
    {
        AttachEvidence const command{ref,
                                     "K102",
                                     Period::MidYear,
                                     results(ref)[0].target,
                                     "bang-chung.pdf",
                                     "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"};
        auto const put = as(clerk2, [&](Act& act) { return attach_evidence(act, command); });
        ASSERT_EQ(problem(put), "");
    }
};
THIDUA_ON_EACH_ENGINE(AfterwardsTest);

TEST_P(AfterwardsTest, EvidenceIsOfTheUnitsTargets)
{
    auto const ref = in_force();
    AttachEvidence command{ref,
                           "K102",
                           Period::MidYear,
                           "khong-co",
                           "bang-chung.pdf",
                           "%PDF-1.4\n1 0 obj\n<<>>\nendobj\n%%EOF\n"};
    auto const put = [&](access::Actor const& actor) {
        return problem(as(actor, [&](Act& act) { return attach_evidence(act, command); }));
    };
    EXPECT_EQ(put(clerk2), "error.choice@target");
    command.target = results(ref)[0].target;
    EXPECT_EQ(put(head1), "error.denied");
    EXPECT_EQ(put(clerk2), "");
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'covenant.evidence'"), 1);
}

TEST_P(AfterwardsTest, EvidenceIsTakenBackOnceWithItsReasonAndStaysKnown)
{
    auto const ref = in_force();
    attach(ref);
    WithdrawEvidence command{ref,
                             "K102",
                             Period::MidYear,
                             results(ref)[0].target,
                             evidence(ref).at(0).file.ref,
                             ""};
    auto const take = [&](access::Actor const& actor) {
        return problem(as(actor, [&](Act& act) { return withdraw_evidence(act, command); }));
    };
    EXPECT_EQ(take(clerk2), "error.required@reason");
    command.reason = "Đính nhầm tệp của quý trước";
    EXPECT_EQ(take(head1), "error.denied");
    EXPECT_EQ(take(outsider), "error.not-found");
    EXPECT_FALSE(evidence(ref).at(0).withdrawn_on);
    EXPECT_EQ(take(clerk2), "");
    ASSERT_EQ(evidence(ref).size(), 1U);
    EXPECT_EQ(evidence(ref)[0].withdrawn_on, day(kToday));
    EXPECT_EQ(evidence(ref)[0].withdrawn_by, "clerk2");
    EXPECT_EQ(evidence(ref)[0].withdrawn_why, command.reason);
    EXPECT_EQ(take(clerk2), "covenant.error.evidence-withdrawn");
}

TEST_P(AfterwardsTest, EvidenceOfAClosedPeriodIsLeftAlone)
{
    auto const ref = in_force();
    attach(ref);
    EXPECT_EQ(step(close_mid_year, ref), "");
    WithdrawEvidence const command{ref,
                                   "K102",
                                   Period::MidYear,
                                   results(ref)[0].target,
                                   evidence(ref).at(0).file.ref,
                                   "Muộn"};
    auto const taken = as(clerk2, [&](Act& act) { return withdraw_evidence(act, command); });
    EXPECT_EQ(problem(taken), "covenant.error.period-closed");
}

TEST_P(AfterwardsTest, AClosedFigureIsPutRightByTheOfficeAndBothAreKept)
{
    auto const ref = in_force();
    report(ref, 60);
    CorrectResult command{ref,
                          "K102",
                          Period::MidYear,
                          {.target = results(ref)[0].target,
                           .value = {66'000, ""},
                           .version = results(ref)[0].mid_year.version},
                          ""};
    auto const put = [&](access::Actor const& actor) {
        return problem(as(actor, [&](Act& act) { return correct_result(act, command); }));
    };
    EXPECT_EQ(put(office), "covenant.error.period-open");
    EXPECT_EQ(step(close_mid_year, ref), "");
    EXPECT_EQ(put(office), "error.required@reason");
    command.reason = "Cộng thiếu một đơn vị trực thuộc";
    EXPECT_EQ(put(clerk2), "error.denied");
    EXPECT_EQ(put(head), "error.denied") << "the block's head is judged by these figures too";
    EXPECT_EQ(put(office), "");
    auto const now = results(ref)[0].mid_year;
    EXPECT_EQ(now.value.number, 66'000);
    EXPECT_EQ(now.percent, 66'000);
    auto const kept = read([&](storage::Transaction& tx) {
        auto const found = find_covenant(tx, ref).value();
        return corrections_of(tx, found, found.member("K102")->id, Period::MidYear);
    });
    ASSERT_EQ(kept.size(), 1U);
    EXPECT_EQ(kept[0].old_value.number, 60'000);
    EXPECT_EQ(kept[0].new_value.number, 66'000);
    EXPECT_EQ(kept[0].by, "office");
    EXPECT_EQ(kept[0].reason, command.reason);
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE sentence ="
                    " 'covenant.notice.corrected'"),
              1);
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what = 'covenant.correct'"), 1);
}

TEST_P(AfterwardsTest, ACorrectionStandsOnTheFigureThatWasSeen)
{
    auto const ref = in_force();
    report(ref, 60);
    EXPECT_EQ(step(close_mid_year, ref), "");
    auto const seen = results(ref)[0];
    CorrectResult command{ref,
                          "K102",
                          Period::MidYear,
                          {.target = seen.target,
                           .value = {60'000, ""},
                           .version = seen.mid_year.version},
                          "Sửa"};
    auto const put = [&] {
        return problem(as(office, [&](Act& act) { return correct_result(act, command); }));
    };
    EXPECT_EQ(put(), "covenant.error.same-figure@value");
    command.entry.value.number = 61'000;
    EXPECT_EQ(put(), "");
    command.entry.value.number = 62'000;
    EXPECT_EQ(put(), "organisation.error.changed@value");
    EXPECT_EQ(results(ref)[0].mid_year.value.number, 61'000);
}

}  // namespace
}  // namespace thidua::covenant
