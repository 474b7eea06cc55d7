// Figures from the system's own records, with the rows behind them.
#include "block/figures.h"

#include "block/testing/world.h"

namespace thidua::block {
namespace {

using namespace testing;

class FigureTest : public BlockTest {
protected:
    std::optional<Figure> figure(std::string const& source, std::string const& unit_code)
    {
        auto const own = unit(unit_code);
        FigureQuestion const question{own.id,
                                      own.code,
                                      own.path,
                                      count("SELECT id FROM block"),
                                      2026,
                                      "calendar",
                                      "year",
                                      day("2026-12-01")};
        return read(
            [&](storage::Transaction& tx) { return figure_sources().at(source)(tx, question); });
    }
    void execute(std::string const& sql)
    {
        db().write([&](storage::Transaction& tx) { tx.execute(sql); });
    }
    // In force, laid before three units: K203 signed in time, K204 late, K202 not.
    void covenant()
    {
        execute(
            "INSERT INTO covenant (id, ref, block_id, year, calendar, state, in_force) SELECT 1, "
            "'c1', id, 2026, 'calendar', 'in-force', 1 FROM block");
        execute(
            "INSERT INTO covenant_edition (id, covenant_id, number, content, hash, state, "
            "opened_by, opened_on) VALUES (1, 1, 1, '{}', 'x', 'in-force', 'x', '2026-02-01')");
        for (auto const* code : {"K202", "K203", "K204"})
            execute("INSERT INTO covenant_party (edition_id, unit_id, joined_on) VALUES (1, " +
                    std::to_string(unit(code).id) + ", '2026-02-01')");
        auto const sign = [&](std::string const& code, std::string const& late) {
            execute(
                "INSERT INTO covenant_signature (ref, edition_id, unit_id, kind, hash, account, "
                "signer, post, late, signed_on, signed_at) VALUES ('s" +
                code + "', 1, " + std::to_string(unit(code).id) +
                ", 'signed', 'x', 'x', 'x', 'x', " + late + ", '2026-02-10', 0)");
        };
        sign("K203", "0");
        sign("K204", "1");
    }
    void award(int id, std::string const& direct, std::string const& marking = "0")
    {
        execute(
            "INSERT INTO award (id, ref, decision_id, subject_kind, subject_id, award, decided_on, "
            "year, subject_name, unit_id, unit_name, sources, direct_worker, marking) VALUES (" +
            std::to_string(id) + ", 'a" + std::to_string(id) +
            "', 1, 'person', 1, 'thu', '2026-06-01', 2026, 'X', " +
            std::to_string(unit("K203").id) + ", 'K203', 'sssssss', " + direct + ", " + marking +
            ")");
    }
};
THIDUA_ON_EACH_ENGINE(FigureTest);

TEST_P(FigureTest, TheShareOfDirectWorkersLeavesOutWhatIsUnknownOrMarked)
{
    execute(
        "INSERT INTO award_type (code, subject, kind, level, name_vi, position) VALUES ('thu', "
        "'person', 'title', 'base', 'Danh hiệu thử', 999)");
    execute(
        "INSERT INTO decision (id, ref, number, number_key, search_key, decided_on, authority, "
        "entered_by, entered_at) VALUES (1, 'd1', '1', '1', '1', '2026-06-01', 'x', 'x', 0)");
    EXPECT_FALSE(figure("direct-share", "K203"));
    award(1, "1");
    award(2, "1");
    award(3, "0");
    award(4, "NULL");
    award(5, "0", "1");
    auto const found = figure("direct-share", "K203");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, 666'667) << "two of three";
    ASSERT_EQ(found->rows.size(), 1U);
    EXPECT_EQ(found->rows.front().args[1].second, "4") << "the marked one is not told";
    EXPECT_FALSE(figure("direct-share", "K204"));
}

TEST_P(FigureTest, ARegistrationCountsWhenItCameInTime)
{
    EXPECT_FALSE(figure("in-time", "K203")) << "no window and nothing registered";
    auto const enter = [&](std::string const& code, std::string const& late) {
        execute(
            "INSERT INTO registration (ref, unit_id, year, calendar, state, submitted_on, late, "
            "entered_by, entered_at) VALUES ('r" +
            code + "', " + std::to_string(unit(code).id) +
            ", 2026, 'calendar', 'submitted', '2026-02-01', " + late + ", 'x', 0)");
    };
    enter("K203", "0");
    enter("K204", "1");
    EXPECT_EQ(figure("in-time", "K203")->value, 100 * scoring::kOne);
    auto const late = figure("in-time", "K204");
    EXPECT_EQ(late->value, 0);
    EXPECT_EQ(late->rows.front().key, "block.row.registered-late");
    EXPECT_FALSE(late->rows.front().counts);
}

TEST_P(FigureTest, ASignatureOnTheCovenantCountsBesideTheRegistration)
{
    covenant();
    EXPECT_EQ(figure("in-time", "K203")->value, 100 * scoring::kOne);
    auto const late = figure("in-time", "K204");
    EXPECT_EQ(late->value, 0);
    EXPECT_EQ(late->rows.front().key, "block.row.signed-late");
    EXPECT_EQ(late->rows.front().link, "/covenants/c1");
    auto const waiting = figure("in-time", "K202");
    EXPECT_EQ(waiting->value, 0);
    EXPECT_EQ(waiting->rows.front().key, "block.row.not-signed");
    EXPECT_FALSE(figure("in-time", "K201")) << "no covenant was laid before it";
    plan_window("registration", "2026-01-01", "2026-02-28");
    auto const half = figure("in-time", "K203");
    EXPECT_EQ(half->value, 0) << "it signed in time and did not register";
    ASSERT_EQ(half->rows.size(), 2U);
    EXPECT_TRUE(half->rows.back().counts);
}

TEST_P(FigureTest, TargetsMetAreThoseOfTheCovenantInForce)
{
    EXPECT_FALSE(figure("targets-met", "K203"));
    covenant();
    auto const own = std::to_string(unit("K203").id);
    auto const target = [&](std::string const& name, std::string const& result) {
        execute(
            "INSERT INTO covenant_edition_target (edition_id, target_ref, unit_id, position, "
            "content, measure, kind, better, roll_up, weight, source, plan, plan_text) VALUES (1, "
            "'" +
            name + "', " + own + ", 1, 'Chỉ tiêu " + name +
            "', '%', 'number', 'high', 'mean', 1000, '', 100000, '')");
        if (result.empty()) return;
        execute(
            "INSERT INTO covenant_result (ref, covenant_id, target_ref, unit_id, period, value, "
            "entered_by, entered_on) VALUES ('r" +
            name + "', 1, '" + name + "', " + own + ", 'year', " + result + ", 'x', '2026-11-30')");
    };
    target("a", "100000");
    target("b", "90000");
    target("c", "");
    auto const found = figure("targets-met", "K203");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, 333'333) << "one of three";
    ASSERT_EQ(found->rows.size(), 3U);
    EXPECT_TRUE(found->rows.front().counts);
    EXPECT_EQ(found->rows.front().link, "/covenants/c1/results");
}

TEST_P(FigureTest, ReportsCountWhenTheyWereDueAndCameInTime)
{
    EXPECT_FALSE(figure("reports-in-time", "K203")) << "no windows";
    plan_window("mid-year", "2026-06-01", "2026-06-30");
    plan_window("year-end", "2026-10-01", "2026-11-15");
    plan_window("dossiers", "2026-11-01", "2026-12-15");
    window_done("mid-year", "K203", "2026-06-20", false);
    window_done("year-end", "K203", "2026-11-20", true);
    auto const found = figure("reports-in-time", "K203");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, 50 * scoring::kOne) << "there is still time for the dossiers";
    ASSERT_EQ(found->rows.size(), 2U);
    EXPECT_EQ(found->rows.back().key, "block.row.report-year-end-late");
    EXPECT_EQ(found->rows.back().link, "/programme/windows/w-year-end");
    window_done("dossiers", "K203", "2026-11-28", false);
    EXPECT_EQ(figure("reports-in-time", "K203")->value, 666'667);
    auto const none = figure("reports-in-time", "K204");
    EXPECT_EQ(none->value, 0);
    EXPECT_EQ(none->rows.front().key, "block.row.report-mid-year-missing");
}

TEST_P(FigureTest, AbsencesComeFromSignedMinutes)
{
    auto const block = std::to_string(count("SELECT id FROM block"));
    auto const meeting = [&](std::string const& id, std::string const& state) {
        execute(
            "INSERT INTO meeting (id, ref, body, block_id, year, kind, title, day, starts, place, "
            "agenda, state, quorum_percent) VALUES (" +
            id + ", 'm" + id + "', 'block', " + block + ", 2026, 'thematic', 'Họp " + id +
            "', '2026-03-0" + id +
            "', '08:00', 'Hội trường', "
            "'x', '" +
            state + "', 50)");
        execute("INSERT INTO meeting_attendee (meeting_id, unit_id, presence, reason) VALUES (" +
                id + ", " + std::to_string(unit("K203").id) + ", 'absent', 'công tác')");
    };
    meeting("1", "held");
    EXPECT_FALSE(figure("absences", "K203")) << "no minutes are signed";
    meeting("2", "signed");
    meeting("3", "signed");
    auto const found = figure("absences", "K203");
    ASSERT_TRUE(found);
    EXPECT_EQ(found->value, 2 * scoring::kOne);
    EXPECT_EQ(found->rows.front().link, "/meetings/m2");
    EXPECT_EQ(figure("absences", "K204")->value, 0) << "zero is a figure";
}

}  // namespace
}  // namespace thidua::block
