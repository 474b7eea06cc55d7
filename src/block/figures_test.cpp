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
