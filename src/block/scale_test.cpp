#include "block/pages.h"
#include "block/scale_file.h"
#include "block/testing/world.h"
#include "block/typed.h"
#include "documents/xlsx_writer.h"
#include "http/testing/pages.h"

namespace thidua::block {
namespace {

using namespace testing;

class ScaleTest : public BlockTest {
protected:
    StoredScale draft(std::string from = "")
    {
        auto made = as(office_, [&](audit::Act& act) {
            return create_scale(act, {"Thang của Ban", "ban", "", from});
        });
        EXPECT_TRUE(made) << problem(made);
        return std::move(made).value();
    }
    Result<StoredScale> group(StoredScale const& scale, std::string code, std::string kind = "task")
    {
        return as(office_, [&](audit::Act& act) {
            return put_group(act, {scale.ref, "", code, "Nhóm " + code, kind, "", scale.version});
        });
    }
    Result<StoredScale> criterion(StoredScale const& scale, PutCriterion command)
    {
        command.ref = scale.ref;
        command.version = scale.version;
        return as(office_, [&](audit::Act& act) { return put_criterion(act, command); });
    }
    Result<StoredScale> adopt(StoredScale const& scale)
    {
        return as(office_, [&](audit::Act& act) {
            return adopt_scale(act, {scale.ref, scale.version});
        });
    }
    StoredScale stored(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) { return find_scale(tx, ref).value(); });
    }
};
THIDUA_ON_EACH_ENGINE(ScaleTest);

TEST(Typed, ReadsADecimalCommaAndRefusesWhatCanBeReadTwice)
{
    EXPECT_EQ(parse_typed("12,5"), 125'000);
    EXPECT_EQ(parse_typed("12.5"), 125'000);
    EXPECT_EQ(parse_typed("0"), 0);
    EXPECT_EQ(parse_typed("1092"), 10'920'000);
    for (auto const* text : {"1.092", "1.092,5", "", "mười", "1,2,3"})
        EXPECT_FALSE(parse_typed(text)) << text;
    EXPECT_EQ(typed(scoring::Amount{125'000}), "12,5");
}

TEST_P(ScaleTest, TheProposalIsAThousandPointsAndMarkedUntilItIsChanged)
{
    auto const scale = draft(std::string{kProposal});
    EXPECT_TRUE(scale.proposal);
    scoring::Amount sum = 0;
    for (auto const& each : scale.read().groups) {
        if (each.kind != scoring::GroupKind::Penalty) sum += each.maximum;
    }
    EXPECT_EQ(sum, 1'000 * scoring::kOne);
    EXPECT_EQ(scale.read().criterion("9")->source, "in-time");
    auto const changed = group(scale, "VI");
    ASSERT_TRUE(changed) << problem(changed);
    EXPECT_FALSE(stored(scale.ref).proposal);
}

TEST_P(ScaleTest, IsBuiltPieceByPiece)
{
    auto scale = draft();
    EXPECT_EQ(problem(adopt(scale)), "block.error.empty-scale");
    auto grown = group(scale, "I");
    ASSERT_TRUE(grown) << problem(grown);
    EXPECT_EQ(problem(adopt(*grown)), "block.error.empty-group");
    grown = criterion(*grown,
                      {.group = "I",
                       .code = "1",
                       .name = "Kế hoạch",
                       .maximum = "200",
                       .measure = "linear",
                       .from = "80",
                       .to = "100"});
    ASSERT_TRUE(grown) << problem(grown);
    grown = criterion(*grown,
                      {.group = "I",
                       .code = "2",
                       .name = "Chất lượng",
                       .maximum = "150",
                       .measure = "bands",
                       .bands = "50: 75\n90,5: 150"});
    ASSERT_TRUE(grown) << problem(grown);
    auto const read = grown->read();
    EXPECT_EQ(scoring::points_of(*read.criterion("1"), 90 * scoring::kOne, 0).value(),
              100 * scoring::kOne);
    EXPECT_EQ(scoring::points_of(*read.criterion("2"), 905'000, 0).value(), 150 * scoring::kOne);
    ASSERT_TRUE(adopt(*grown));
    EXPECT_EQ(count("SELECT count(*) FROM audit_line WHERE what IN ('block.scale.create', "
                    "'block.scale.group', 'block.scale.criterion', 'block.scale.adopt')"),
              5);
}

TEST_P(ScaleTest, WhatIsTypedWrongIsSaidAtItsFieldAndNothingIsKept)
{
    auto const grown = group(draft(), "I").value();
    PutCriterion good{.group = "I",
                      .code = "1",
                      .name = "Kế hoạch",
                      .maximum = "200",
                      .measure = "linear",
                      .from = "80",
                      .to = "100"};
    auto wrong = good;
    wrong.to = "trăm";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.number@to");
    wrong = good;
    wrong.maximum = "-1";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.points@max");
    wrong = good;
    wrong.code = "một hai";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.code@code");
    wrong = good;
    wrong.measure = "bands";
    wrong.bands = "90 150";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.bands@bands");
    wrong.bands = "50: 75\n90: 500";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.above-max@bands");
    wrong.bands = "90: 75\n50: 20";
    EXPECT_EQ(problem(criterion(grown, wrong)), "block.error.band-order@bands");
    wrong = good;
    wrong.source = "horoscope";
    EXPECT_EQ(problem(criterion(grown, wrong)), "error.choice@source");
    EXPECT_TRUE(stored(grown.ref).read().groups.front().criteria.empty());
    auto const kept = criterion(grown, good);
    ASSERT_TRUE(kept);
    EXPECT_EQ(problem(criterion(*kept, good)), "block.error.code-taken@code");
    EXPECT_EQ(problem(criterion(grown, good)), "block.error.scale-changed") << "an old version";
}

TEST_P(ScaleTest, AnAdoptedVersionNeverChangesAndTheNextOneSaysWhatItChanges)
{
    auto const ref = adopted_scale();
    auto const old = stored(ref);
    EXPECT_EQ(problem(group(old, "VI")), "block.error.scale-settled");
    auto next = as(office_, [&](audit::Act& act) { return draft_next_version(act, ref); });
    ASSERT_TRUE(next) << problem(next);
    EXPECT_EQ(next->number, 2);
    EXPECT_EQ(problem(as(office_, [&](audit::Act& act) { return draft_next_version(act, ref); })),
              "block.error.draft-exists");
    auto changed = criterion(*next,
                             {.group = "I",
                              .old_code = "2",
                              .code = "2",
                              .name = "Chất lượng",
                              .maximum = "120",
                              .measure = "judged"});
    ASSERT_TRUE(changed) << problem(changed);
    changed = as(office_, [&](audit::Act& act) {
        return drop_part(act, {next->ref, "V", "P", changed->version});
    });
    ASSERT_TRUE(changed) << problem(changed);
    auto const list = differences(stored(ref), stored(next->ref));
    ASSERT_EQ(list.size(), 2U) << "a criterion that was judged and now says so is no difference";
    EXPECT_EQ(list[0].code + list[0].field + list[0].before + list[0].after, "2max100120");
    EXPECT_EQ(list[1].what + list[1].code + list[1].field, "criterionPremoved");
    EXPECT_EQ(stored(ref).body, old.body);
}

TEST_P(ScaleTest, RulesAreRefusedAtTheirField)
{
    auto const scale = draft(std::string{kProposal});
    EditScale const good{
        scale.ref, "Thang", "", "2", "I + II + III - V", "I, vote", "1", "", scale.version};
    auto const said = [&](EditScale const& command) {
        return problem(as(office_, [&](audit::Act& act) { return edit_scale(act, command); }));
    };
    auto wrong = good;
    wrong.formula = "I + VI";
    EXPECT_EQ(said(wrong), "scoring.formula.no-group@formula");
    wrong.formula = "I +";
    EXPECT_EQ(said(wrong), "scoring.formula.unexpected@formula");
    wrong = good;
    wrong.ties = "I, phiếu";
    EXPECT_EQ(said(wrong), "block.error.tie@ties");
    wrong.ties = "I, vote, I";
    EXPECT_EQ(said(wrong), "block.error.tie-twice@ties");
    wrong = good;
    wrong.decimals = "5";
    EXPECT_EQ(said(wrong), "block.error.whole@decimals");
    EXPECT_EQ(said(good), "");
}

TEST_P(ScaleTest, PartsMoveAmongTheirNeighboursAndStayAtTheEnd)
{
    auto scale = draft(std::string{kProposal});
    auto const move = [&](std::string group, std::string criterion, bool up) {
        scale = as(office_, [&](audit::Act& act) {
                    return move_part(act, {scale.ref, group, criterion, up, scale.version});
                }).value();
    };
    move("I", "3", true);
    move("II", "", false);
    move("I", "", true);
    auto const read = scale.read();
    EXPECT_EQ(read.groups[0].code, "I");
    EXPECT_EQ(read.groups[1].code, "III");
    EXPECT_EQ(read.groups[0].criteria[1].code, "3");
    EXPECT_EQ(problem(as(clerk("K203"),
                         [&](audit::Act& act) {
                             return move_part(act, {scale.ref, "I", "1", false, scale.version});
                         })),
              "error.denied");
}

TEST_P(ScaleTest, AWorkbookOfAScaleReadsBackAsTheSameScale)
{
    auto const from = draft(std::string{kProposal});
    auto const into = draft();
    auto const loaded = as(office_, [&](audit::Act& act) {
        return load_scale(act, {into.ref, scale_workbook(from, "vi"), into.version});
    });
    ASSERT_TRUE(loaded) << problem(loaded);
    auto const parts = differences(from, *loaded);
    std::string said;
    for (auto const& each : parts) said += each.what + each.code + " " + each.field + "; ";
    EXPECT_EQ(said, "scale formula; scale ties; scale trimmed; scale outlier; ")
        << "groups and criteria are the same; rules stay the draft's own";
}

// A workbook of rows of texts, the header first.
std::string workbook(std::vector<std::vector<std::string_view>> const& rows)
{
    documents::XlsxWriter writer;
    std::vector<documents::ColumnFormat> columns;
    for (auto const title : rows.front()) columns.push_back({std::string{title}});
    writer.begin_sheet("Bảng", "BẢNG ĐIỂM THI ĐUA", columns);
    for (auto row = rows.begin() + 1; row != rows.end(); ++row)
        writer.row({row->begin(), row->end()});
    return writer.finish();
}

TEST_P(ScaleTest, AnOfficesOwnTableIsTakenAsItIs)
{
    auto const scale = draft();
    auto const loaded = as(office_, [&](audit::Act& act) {
        return load_scale(act,
                          {scale.ref,
                           workbook({{"STT", "Nội dung", "Điểm chuẩn", "Loại"},
                                     {"I", "Nhiệm vụ chính trị", "600", ""},
                                     {"1", "Kế hoạch năm", "400", ""},
                                     {"2", "Chất lượng", "200", ""},
                                     {"II", "Xây dựng đơn vị", "", ""},
                                     {"1", "Kỷ luật", "80,5", ""},
                                     {"III", "Điểm thưởng", "50", "Điểm thưởng"},
                                     {"1", "Khen cao", "50", ""},
                                     {"", "Tổng cộng", "730,5", ""}}),
                           scale.version});
    });
    ASSERT_TRUE(loaded) << problem(loaded);
    auto const read = loaded->read();
    ASSERT_EQ(read.groups.size(), 3U);
    EXPECT_EQ(read.groups[1].maximum, 805'000);
    EXPECT_EQ(read.groups[1].criteria[0].code, "II.1") << "numbers begin anew in every group";
    EXPECT_EQ(read.groups[2].kind, scoring::GroupKind::Bonus);
}

TEST_P(ScaleTest, WrongRowsAreToldByTheirNumberAndNothingIsKept)
{
    auto const scale = draft(std::string{kProposal});
    auto const load = [&](std::string const& file) {
        return as(office_, [&](audit::Act& act) {
            return load_scale(act, {scale.ref, file, scale.version});
        });
    };
    auto const wrong = load(workbook({{"Mã", "Nội dung", "Điểm tối đa", "Cách tính", "Từ mức"},
                                      {"1", "Chưa có nhóm", "10", "", ""},
                                      {"I", "Nhóm", "", "", ""},
                                      {"2", "Tối đa", "mười", "", ""},
                                      {"3", "Cách tính", "10", "Bốc thăm", ""},
                                      {"4", "Tăng đều", "10", "Tăng đều giữa hai mức", "80"}}));
    ASSERT_FALSE(wrong);
    std::string said;
    for (auto const& each : wrong.error().problems) {
        std::string row;
        for (auto const& [name, value] : each.args) {
            if (name == "row") row = value;
        }
        said += each.key.substr(std::string_view{"block.error.row."}.size()) + row + " ";
    }
    EXPECT_EQ(said, "no-group4 max6 measure7 to8 ");
    EXPECT_EQ(problem(load(workbook({{"Họ tên", "Năm sinh"}, {"A", "1990"}}))),
              "block.error.file-header@file");
    EXPECT_EQ(problem(load("không phải tệp")), "block.error.not-scale@file");
    EXPECT_EQ(stored(scale.ref).body, scale.body);
}

TEST_P(ScaleTest, IsWrittenByPlannersAndABlocksOwnByItsLeaders)
{
    auto const for_all = [](audit::Act& act) {
        return create_scale(act, {"Thang khác", "", "", ""});
    };
    EXPECT_EQ(problem(as(head_, for_all)), "error.denied");
    EXPECT_EQ(problem(as(clerk("K203"), for_all)), "error.denied");
    auto const own = [&](audit::Act& act) {
        return create_scale(act, {"Thang khối 2", "", block_, ""});
    };
    EXPECT_EQ(problem(as(clerk("K203"), own)), "error.denied");
    auto const made = as(head_, own);
    ASSERT_TRUE(made) << problem(made);
    EXPECT_EQ(count("SELECT count(*) FROM score_scale"), 1);
}

TEST_P(ScaleTest, PagesShowAndBuildIt)
{
    FixedClock const clock{day(kToday)};
    http::testing::Pages pages{db(), clock, {add_pages}};
    auto const made = pages.post("/scales", {{"name", "Thang mẫu"}, {"from", "proposal"}}, office_);
    ASSERT_EQ(made.status, 200) << made.problems();
    auto const page = pages.get(made.location(), office_);
    EXPECT_EQ(page.document().at("groups").as_array().size(), 5U);
    EXPECT_EQ(page.document().at("whole").as_int64(), 1'000);
    EXPECT_TRUE(page.document().at("may_edit").as_bool());
    EXPECT_FALSE(pages.get(made.location(), reader_).document().at("may_edit").as_bool());
    EXPECT_EQ(pages.get(made.location() + "/groups/I/criteria/2", reader_).status, 404);
    auto const form = pages.get(made.location() + "/groups/I/criteria/2", office_);
    EXPECT_EQ(form.document().at("values").at("bands").as_string(),
              "1: 60\n2: 100\n3: 130\n4: 150");
    auto const saved = pages.post(made.location() + "/groups/I/criteria/2",
                                  {{"code", "2"},
                                   {"name", "Chất lượng"},
                                   {"max", "150"},
                                   {"measure", "judged"},
                                   {"version", "1"}},
                                  office_);
    EXPECT_EQ(saved.status, 200) << saved.problems();
}

}  // namespace
}  // namespace thidua::block
