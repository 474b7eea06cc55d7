#include "movement/registration.h"

#include "base/clock.h"
#include "documents/workbook.h"
#include "documents/xlsx_writer.h"
#include "http/testing/pages.h"
#include "movement/pages.h"
#include "movement/testing/world.h"
#include "programme/programme.h"
#include "register/catalogue.h"

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <boost/json.hpp>

#include <map>

namespace thidua::movement {
namespace {

using testing::day;

class RegistrationTest : public testing::MovementTest {
protected:
    void SetUp() override
    {
        MovementTest::SetUp();
        db().write([&](storage::Transaction& tx) { registry::seed_catalogue(tx); });
        enter_person("NV1", "Nguyễn Văn An", "K101-01");
        enter_person("NV2", "Trần Thị Bình", "K101-02");
        enter_person("NV3", "Nguyễn Văn An", "K101-02");
        enter_person("NV4", "Lê Văn Cường", "K102");
    }
    static TypedRow row(std::string subject, std::string title, std::string name = "")
    {
        return {1, std::move(subject), std::move(name), std::move(title), "", "", ""};
    }
    std::string started(int year = 2026, bool copy = false)
    {
        StartRegistration const command{"K101", year, copy};
        auto const ref =
            as(unit_clerk, [&](Act& act) { return start_registration(act, command); });
        EXPECT_EQ(why(ref), "");
        return ref ? *ref : "";
    }
    Registration registration(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            return find_registration(tx, system_, ref).value();
        });
    }
    std::string enter(std::string const& ref, std::vector<TypedRow> rows)
    {
        EnterRows const command{ref, std::move(rows), registration(ref).version};
        return why(as(unit_clerk, [&](Act& act) { return enter_rows(act, command); }));
    }
    std::string take(access::Actor const& who,
                     std::string const& ref,
                     RegistrationStep step,
                     std::string reason = "Ghi thiếu sáng kiến")
    {
        DecideRegistration const command{ref, step, std::move(reason), registration(ref).version};
        return why(as(who, [&](Act& act) { return decide_registration(act, command); }));
    }
    // A window of the year that closes on `last_day`, planned by the top of the tree.
    void open_window(std::string_view opens, std::string_view last_day);
    bool registered(std::string_view code, int year, std::string_view award)
    {
        return read([&](storage::Transaction& tx) {
            auto const subject = organisation::find_subject(tx, code).value();
            return is_registered(tx, subject.kind, subject.id, year, award);
        });
    }

    access::Actor const unit_clerk = actor(21,
                                           "unit-clerk",
                                           "/BAN/K101/",
                                           {Permission::ReadMovements,
                                            Permission::ReadOrganisation,
                                            Permission::WriteRegistrations});
    access::Actor const unit_head = actor(22,
                                          "unit-head",
                                          "/BAN/K101/",
                                          {Permission::ReadMovements,
                                           Permission::WriteRegistrations,
                                           Permission::ApproveRegistrations});
    access::Actor const office = actor(23,
                                       "office",
                                       "/",
                                       {Permission::ReadMovements,
                                        Permission::ReadOrganisation,
                                        Permission::WriteRegistrations,
                                        Permission::ApproveRegistrations});
    access::Actor const neighbour = actor(24,
                                          "neighbour",
                                          "/BAN/K102/",
                                          {Permission::ReadMovements,
                                           Permission::WriteRegistrations});
};
THIDUA_ON_EACH_ENGINE(RegistrationTest);

void RegistrationTest::open_window(std::string_view opens, std::string_view last_day)
{
    auto const version = [&](std::string const& ref) {
        return read([&](storage::Transaction& tx) {
            return programme::find_programme(tx, system_, ref).value().version;
        });
    };
    auto const done = run([&](Act& act) -> Result<void> {
        auto const ref = TD_TRY(programme::create_programme(
            act, {.owner = "BAN", .year = 2026, .theme = "Đoàn kết, sáng tạo"}));
        TD_TRY(programme::put_task(act,
                                   {.programme = ref,
                                    .content = "Tổ chức ký giao ước",
                                    .unit = "K101",
                                    .due = day("2026-03-31")}));
        return {};
    });
    ASSERT_EQ(why(done), "");
    auto const ref = read([](storage::Transaction& tx) {
        return tx.text("SELECT ref FROM programme").value();
    });
    programme::SetWindow const window{
        ref, programme::WindowKind::Registration, day(opens), day(last_day), "", version(ref)};
    ASSERT_EQ(why(run([&](Act& act) { return programme::set_window(act, window); })), "");
    programme::IssueProgramme const issue{
        ref, "05/KH-HĐTĐKT", "Trưởng ban", day("2026-01-05"), version(ref)};
    ASSERT_EQ(why(run([&](Act& act) { return programme::issue_programme(act, issue); })), "");
}

TEST_P(RegistrationTest, IsWrittenSubmittedAndApprovedByTheLevelAbove)
{
    auto const ref = started();
    EXPECT_EQ(enter(ref, {row("NV1", "CSTĐ cơ sở"), row("K101-01", "TTLĐTT")}), "");
    EXPECT_FALSE(registered("NV1", 2026, "cstd-co-so")) << "nothing counts before it is submitted";
    EXPECT_EQ(take(neighbour, ref, RegistrationStep::Submit), "error.not-found");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    EXPECT_EQ(registration(ref).people, 3);
    EXPECT_EQ(registration(ref).submitted_on, day(kToday));
    EXPECT_FALSE(registration(ref).late);
    EXPECT_EQ(take(unit_head, ref, RegistrationStep::Approve), "error.denied")
        << "the unit does not approve itself";
    EXPECT_EQ(take(office, ref, RegistrationStep::Approve), "");
    auto const fact = read([&](storage::Transaction& tx) {
        return registration_of(tx, organisation::find_unit(tx, "K101").value().id, 2026);
    });
    ASSERT_TRUE(fact);
    EXPECT_TRUE(fact->approved);
    EXPECT_TRUE(registered("NV1", 2026, "cstd-co-so"));
    EXPECT_FALSE(registered("NV1", 2025, "cstd-co-so"));
    EXPECT_FALSE(registered("NV2", 2026, "cstd-co-so"));
}

TEST_P(RegistrationTest, WhoSubmittedDoesNotApprove)
{
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "CSTĐ cơ sở")}), "");
    EXPECT_EQ(take(office, ref, RegistrationStep::Submit), "");
    EXPECT_EQ(take(office, ref, RegistrationStep::Approve), "registration.error.second-person");
    EXPECT_EQ(take(office, ref, RegistrationStep::Return), "registration.error.second-person");
}

TEST_P(RegistrationTest, IsReturnedWithAReasonAndSubmittedAgain)
{
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "CSTĐ cơ sở")}), "");
    ASSERT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    EXPECT_EQ(enter(ref, {row("NV2", "LĐTT")}), "registration.error.state.submitted");
    EXPECT_EQ(take(office, ref, RegistrationStep::Return, " "), "error.required@reason");
    EXPECT_EQ(take(office, ref, RegistrationStep::Return), "");
    EXPECT_EQ(registration(ref).reason, "Ghi thiếu sáng kiến");
    EXPECT_EQ(enter(ref, {row("NV2", "LĐTT")}), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
}

TEST(RegistrationRows, AreNumberedAsTheyWerePastedWithAHeaderOrWithout)
{
    std::string const rows = "NV1\tNguyễn Văn An\tLĐTT\nNV2\tTrần Thị Bình\tLĐTT\n";
    auto const bare = read_rows(rows);
    ASSERT_TRUE(bare);
    ASSERT_EQ(bare->size(), 2U);
    EXPECT_EQ(bare->front().row, 1);
    EXPECT_EQ(bare->back().row, 2);
    auto const headed = read_rows("Mã\tHọ và tên\tDanh hiệu\n" + rows);
    ASSERT_TRUE(headed);
    ASSERT_EQ(headed->size(), 2U);
    EXPECT_EQ(headed->front().row, 2);
}

TEST_P(RegistrationTest, EveryWrongRowIsSaidAndNothingIsEntered)
{
    auto const ref = started();
    auto rows = std::vector{row("NV9", "LĐTT"),
                            row("NV4", "LĐTT"),
                            row("", "LĐTT", "Nguyễn Văn An"),
                            row("NV1", "Danh hiệu lạ"),
                            row("NV1", "TTLĐTT"),
                            row("NV2", "LĐTT", "Trần Văn Bình"),
                            row("", "LĐTT")};
    EXPECT_EQ(enter(ref, rows),
              "registration.row.unknown@rows registration.row.unknown@rows "
              "registration.row.several@rows registration.row.unknown-award@rows "
              "registration.row.award-subject.person@rows registration.row.twice@rows "
              "registration.row.other-name@rows registration.row.no-subject@rows");
    EXPECT_EQ(count("SELECT count(*) FROM registration_line"), 0);
    EXPECT_EQ(enter(ref, {row("", "LĐTT", "trần thị bình")}), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    auto const empty = started(2025);
    EXPECT_EQ(take(unit_clerk, empty, RegistrationStep::Submit), "registration.error.empty");
}

TEST_P(RegistrationTest, LateIsKeptAndMarkedAndStaysMarked)
{
    open_window("2026-01-05", "2026-05-31");
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "LĐTT")}), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    EXPECT_TRUE(registration(ref).late) << "1 June is after the last day";
    EXPECT_EQ(registration(ref).last_day, day("2026-05-31"));
    EXPECT_EQ(take(office, ref, RegistrationStep::Return), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    EXPECT_TRUE(registration(ref).late);
    EXPECT_EQ(count("SELECT count(*) FROM registration_view WHERE late = 1"), 1);
}

TEST_P(RegistrationTest, OneInTimeIsNotLateForBeingReturnedAndNoneComesTooEarly)
{
    open_window("2026-06-02", "2026-06-30");
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "LĐTT")}), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "registration.error.early");
    now_ = Instant{start_of(day("2026-06-30")).seconds};
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    now_ = Instant{start_of(day("2026-07-02")).seconds};
    EXPECT_EQ(take(office, ref, RegistrationStep::Return), "");
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    EXPECT_FALSE(registration(ref).late);
    EXPECT_EQ(registration(ref).submitted_on, day("2026-06-30"));
}

TEST_P(RegistrationTest, WithdrawnIsKeptWithItsReason)
{
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "LĐTT"), row("NV2", "LĐTT")}), "");
    ASSERT_EQ(take(unit_clerk, ref, RegistrationStep::Submit), "");
    auto const line = read([&](storage::Transaction& tx) {
        return lines_of(tx, find_registration(tx, system_, ref).value()).front();
    });
    auto const drop = [&](std::string reason) {
        DropLine const command{ref, line.ref, std::move(reason), registration(ref).version};
        return why(as(unit_clerk, [&](Act& act) { return drop_line(act, command); }));
    };
    EXPECT_EQ(drop(""), "error.required@line_reason");
    EXPECT_EQ(drop("Chuyển công tác"), "");
    EXPECT_EQ(drop("Lần nữa"), "error.not-found");
    EXPECT_FALSE(registered(line.code, 2026, "ldtt"));
    EXPECT_EQ(count("SELECT count(*) FROM registration_line"), 2);
    EXPECT_EQ(take(unit_clerk, ref, RegistrationStep::Withdraw, "Nhầm năm"), "");
    EXPECT_EQ(count("SELECT count(*) FROM registration_view"), 0);
    auto const second = started();
    EXPECT_NE(second, ref);
    EXPECT_EQ(count("SELECT count(*) FROM registration"), 2);
}

TEST_P(RegistrationTest, LastYearsRowsAreCopiedForThoseStillThere)
{
    auto const before = started(2025);
    ASSERT_EQ(enter(before, {row("NV1", "LĐTT"), row("NV2", "LĐTT")}), "");
    db().write([&](storage::Transaction& tx) {
        tx.execute("UPDATE person SET left_on = '2026-01-01' WHERE code = 'NV2'");
    });
    auto const ref = started(2026, true);
    auto const lines =
        read([&](storage::Transaction& tx) { return lines_of(tx, registration(ref)); });
    ASSERT_EQ(lines.size(), 1U);
    EXPECT_EQ(lines[0].code, "NV1");
    StartRegistration const again{"K101", 2026, false};
    EXPECT_EQ(why(as(unit_clerk, [&](Act& act) { return start_registration(act, again); })),
              "registration.error.exists@unit");
}

TEST_P(RegistrationTest, AnotherUnitSeesNothingOfIt)
{
    auto const ref = started();
    ASSERT_EQ(enter(ref, {row("NV1", "LĐTT")}), "");
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    EXPECT_EQ(pages.get("/registrations/" + ref, neighbour).status, 404);
    EXPECT_EQ(pages.get("/registrations/" + ref + "/print", neighbour).status, 404);
    auto const list = pages.get("/registrations?year=2026", neighbour);
    EXPECT_EQ(list.document().at("list").at("total").as_int64(), 0);
    EXPECT_EQ(pages.get("/registrations?year=2026", unit_clerk)
                  .document()
                  .at("list")
                  .at("total")
                  .as_int64(),
              1);
}

TEST_P(RegistrationTest, RowsArePastedLookedAtAndTakenOver)
{
    auto const ref = started();
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const place = "/registrations/" + ref + "/rows";
    EXPECT_EQ(pages.post(place, {{"rows", " "}}, unit_clerk).problems(),
              "registration.error.nothing@rows");
    auto const paste = [&](std::string rows) {
        auto const done = pages.post(place, {{"rows", std::move(rows)}}, unit_clerk);
        EXPECT_EQ(done.problems(), "");
        return done.location();
    };
    auto const headed = paste("Họ và tên\tDanh hiệu\tSố hiệu\nTrần Thị Bình\tLĐTT\tNV2\n");
    EXPECT_EQ(pages.get(headed, unit_clerk).document().at("wrong").as_int64(), 0);
    auto const bare = paste("NV1\tNguyễn Văn An\tCSTĐ cơ sở\t\tQuy trình mới\tx\nNV7\t\tLĐTT\n");
    auto const preview = pages.get(bare, unit_clerk);
    EXPECT_EQ(preview.document().at("wrong").as_int64(), 1);
    EXPECT_TRUE(preview.document().at("rows").as_array()[0].at("exemplar").as_bool());
    EXPECT_EQ(preview.document().at("wrong_rows").as_array().size(), 1U);
    EXPECT_EQ(pages.post(bare, {{"version", "1"}}, unit_clerk).problems(),
              "registration.row.unknown@rows");
    EXPECT_EQ(pages.get(headed, unit_clerk).status, 404) << "the newest paste is the only one";
    auto const good = paste("Số hiệu;Danh hiệu\nNV1;CSTĐ cơ sở\n");
    EXPECT_EQ(pages.post(good, {{"version", "1"}}, unit_clerk).problems(), "");
    auto const page = pages.get("/registrations/" + ref, unit_clerk);
    EXPECT_EQ(page.document().at("counts").at("persons").as_int64(), 1);
    EXPECT_EQ(page.document().at("counts").at("percent").as_string(), "33,3");
}

TEST_P(RegistrationTest, TheTemplateIsFilledAndUploaded)
{
    auto const ref = started();
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const blank = pages.get("/registrations/template", unit_clerk).answer.bytes;
    auto const book = documents::read_workbook(blank);
    ASSERT_TRUE(book);
    ASSERT_EQ(book->sheets.size(), 2U) << "the list to fill and the names that are accepted";
    EXPECT_GT(book->sheets[1].rows.size(), 5U);
    // What Excel writes when the clerk has filled it.
    documents::XlsxWriter filled;
    filled.begin_sheet("Danh sách",
                       "",
                       {{"Mã"}, {"Họ và tên"}, {"Danh hiệu"}, {"Hình thức"}, {"Sáng kiến"},
                        {"Điển hình"}});
    filled.row({"NV1", "Nguyễn Văn An", "CSTĐ cơ sở", {}, "Quy trình mới", "x"});
    filled.row({"NV2", "Trần Thị Bình", "Lao động tuyệt vời", {}, {}, {}});
    auto const send = [&](std::string bytes) {
        http::Upload upload;
        upload.field = "file";
        upload.filename = "dang-ky.xlsx";
        upload.bytes = std::move(bytes);
        return pages.post("/registrations/" + ref + "/rows", {}, unit_clerk, {std::move(upload)});
    };
    EXPECT_EQ(send(blank).problems(), "registration.error.no-rows@rows");
    EXPECT_NE(send("%PDF-1.4").problems(), "");
    auto const sent = send(filled.finish());
    ASSERT_EQ(sent.problems(), "");
    auto const preview = pages.get(sent.location(), unit_clerk);
    boost::json::value const document = preview.document();
    EXPECT_EQ(document.at("wrong").as_int64(), 1);
    EXPECT_EQ(document.at("wrong_rows").at(0).at("row").as_int64(), 3) << "as the sheet counts";
    EXPECT_EQ(document.at("rows").at(0).at("code").as_string(), "NV1");
    EXPECT_EQ(count("SELECT count(*) FROM registration_line"), 0);
}

// Random histories by the unit and the level above.
TEST_P(RegistrationTest, InvariantsHoldOnRandomHistories)
{
    auto const make_room = [&] {
        db().write([](storage::Transaction& tx) {
            tx.execute("UPDATE registration SET state = 'withdrawn'");
        });
    };
    std::map<RegistrationState, int> reached;
    auto const ok = rc::check("random histories", [&] {
        make_room();
        auto const ref = started();
        RC_ASSERT(enter(ref, {row("NV1", "LĐTT")}).empty());
        auto const length = *rc::gen::inRange(3, 12);
        std::optional<Date> first;
        for (int i = 0; i < length; ++i) {
            auto const step = *rc::gen::element(RegistrationStep::Submit,
                                                RegistrationStep::Approve,
                                                RegistrationStep::Return,
                                                RegistrationStep::Withdraw);
            auto const& who = *rc::gen::inRange(0, 2) == 0 ? unit_clerk : office;
            auto const before = registration(ref);
            auto const refused = !take(who, ref, step).empty();
            auto const after = registration(ref);
            // a-refusal-changes-nothing
            if (refused) {
                RC_ASSERT(after.version == before.version);
                RC_ASSERT(after.state == before.state);
                continue;
            }
            // steps-follow-the-table, withdrawn-is-final
            auto const* transition = find_transition(before.state, step);
            RC_ASSERT(transition != nullptr);
            RC_ASSERT(after.state == transition->to);
            ++reached[after.state];
            RC_ASSERT(before.state != RegistrationState::Withdrawn);
            // the-first-submission-counts
            if (!first) first = after.submitted_on;
            RC_ASSERT(after.submitted_on == first);
            // only-a-second-person-decides
            if (step == RegistrationStep::Approve || step == RegistrationStep::Return)
                RC_ASSERT(after.decided_by != after.submitted_by);
        }
        // nothing-is-deleted
        RC_ASSERT(count("SELECT count(*) FROM registration_line l JOIN registration r ON r.id = "
                        "l.registration_id WHERE r.ref = ?1",
                        {ref}) == 1);
    });
    EXPECT_TRUE(ok);
    for (auto const state : {RegistrationState::Submitted,
                             RegistrationState::Approved,
                             RegistrationState::Returned,
                             RegistrationState::Withdrawn})
        EXPECT_GT(reached[state], 0) << name_of(state) << " was never reached";
}

}  // namespace
}  // namespace thidua::movement
