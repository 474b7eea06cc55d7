#include "covenant/figure.h"
#include "covenant/testing/world.h"

#include <rapidcheck.h>
#include <boost/json.hpp>

namespace thidua::covenant {
namespace {

class DraftTest : public testing::CovenantTest {
protected:
    std::vector<Clause> library()
    {
        return read([](storage::Transaction& tx) { return clauses(tx); });
    }
    std::vector<std::string> missing(std::string const& ref)
    {
        auto const checks = read([&](storage::Transaction& tx) {
            return readiness(tx, find_covenant(tx, ref).value(), legal_day(now_));
        });
        std::vector<std::string> keys;
        for (auto const& check : checks) {
            if (!check.done && check.needed) keys.push_back(check.key);
        }
        return keys;
    }
};
THIDUA_ON_EACH_ENGINE(DraftTest);

using organisation::testing::problem;

TEST_P(DraftTest, OneABlockAndYearByWhoLeadsOrPlans)
{
    auto const begin = [&](access::Actor const& actor) {
        return problem(as(actor, [&](Act& act) { return create_covenant(act, {block, kYear}); }));
    };
    EXPECT_EQ(begin(viewer), "covenant.error.block@block");
    EXPECT_EQ(begin(head1), "covenant.error.block@block");
    EXPECT_EQ(begin(head), "");
    EXPECT_EQ(begin(office), "covenant.error.taken@block");
    auto const empty = as(office, [&](Act& act) {
        return create_covenant(act, {.block = block, .year = kYear - 1});
    });
    EXPECT_EQ(problem(empty), "covenant.error.no-members@year");
}

TEST_P(DraftTest, IsReadByItsUnitsAndLeadersAndByOthersOnlyOnceInForce)
{
    auto const ref = complete();
    auto const reads = [&](access::Actor const& actor) {
        return read([&](storage::Transaction& tx) {
            auto const listed = tx.integer(
                "SELECT count(*) FROM covenant c JOIN block b ON b.id = c.block_id WHERE " +
                sql_readable(actor));
            auto const found = find_covenant(tx, actor, ref).has_value();
            EXPECT_EQ(listed.value_or(0), found ? 1 : 0) << actor.name;
            return found;
        });
    };
    EXPECT_TRUE(reads(head) && reads(office) && reads(head2) && reads(clerk2));
    EXPECT_FALSE(reads(viewer) || reads(outsider));
    EXPECT_EQ(step(declare_ready, ref), "");
    EXPECT_EQ(step(open_signing, ref), "");
    EXPECT_FALSE(reads(viewer));
    EXPECT_EQ(sign_as(head1, ref, "K101"), "");
    EXPECT_EQ(sign_as(head2, ref, "K102"), "");
    EXPECT_TRUE(reads(viewer));
    EXPECT_FALSE(reads(outsider));
}

TEST_P(DraftTest, TellsWhatIsMissingUntilNothingIs)
{
    auto const ref = drafted();
    EXPECT_EQ(missing(ref),
              (std::vector<std::string>{"theme", "grounds", "contents", "targets", "units"}));
    EXPECT_EQ(step(declare_ready, ref), "covenant.missing.theme");
    write_head(ref);
    write_body(ref);
    auto only_block = target("Nhiệm vụ đúng hạn", 100);
    WriteTarget const command{ref, version(ref), only_block, false};
    ASSERT_EQ(problem(as(head, [&](Act& act) { return write_target(act, command); })), "");
    EXPECT_EQ(missing(ref), (std::vector<std::string>{"units"}));
    put_target(ref, target("Vụ vi phạm", 0, "low"));
    EXPECT_TRUE(missing(ref).empty());
    EXPECT_EQ(step(declare_ready, ref), "");
}

TEST_P(DraftTest, AStaleHandIsShownBothTexts)
{
    auto const ref = drafted();
    auto const seen = version(ref);
    write_head(ref, "Đoàn kết");
    EditHead const command{.ref = ref, .version = seen, .theme = "Sáng tạo"};
    auto const late = as(office, [&](Act& act) { return edit_head(act, command); });
    ASSERT_FALSE(late);
    EXPECT_EQ(late.error().kind, Kind::Conflict);
    EXPECT_EQ(late.error().problems.front().args,
              (Args{{"mine", "Sáng tạo"}, {"theirs", "Đoàn kết"}}));
    EXPECT_EQ(covenant(ref).theme, "Đoàn kết");
}

TEST_P(DraftTest, ArticlesMoveAndGo)
{
    auto const ref = drafted();
    for (auto const* body : {"Một.", "Hai.", "Ba."}) write_body(ref, body);
    auto const order = [&] {
        std::string text;
        read([&](storage::Transaction& tx) {
            for (auto const& item : items_of(tx, find_covenant(tx, ref).value())) text += item.body;
        });
        return text;
    };
    auto const on = [&](Result<void> (*change)(Act&, ItemAct const&), std::size_t at) {
        auto const item = read([&](storage::Transaction& tx) {
            return items_of(tx, find_covenant(tx, ref).value()).at(at).ref;
        });
        ItemAct const command{ref, version(ref), item};
        EXPECT_EQ(problem(as(head, [&](Act& act) { return change(act, command); })), "");
    };
    on(raise_item, 2);
    EXPECT_EQ(order(), "Một.Ba.Hai.");
    on(remove_item, 0);
    EXPECT_EQ(order(), "Ba.Hai.");
    on(raise_item, 0);
    EXPECT_EQ(order(), "Ba.Hai.");
}

TEST_P(DraftTest, ClausesKeepEveryTextAndCovenantsTheirs)
{
    auto const made = as(head, [](Act& act) {
        return write_clause(act, {.category = "task", .body = "Hoàn thành kế hoạch. Đúng hạn."});
    });
    ASSERT_EQ(problem(made), "");
    auto const ref = drafted();
    WriteItem const take{.ref = ref, .version = version(ref), .clause = *made};
    ASSERT_EQ(problem(as(head, [&](Act& act) { return write_item(act, take); })), "");
    WriteClause change{*made, 1, "task", "Hoàn thành kế hoạch. Trước hạn.", ""};
    auto const write = [&](access::Actor const& actor) {
        return problem(as(actor, [&](Act& act) { return write_clause(act, change); }));
    };
    EXPECT_EQ(write(head), "error.required@reason");
    change.reason = "Kết luận hội nghị";
    EXPECT_EQ(write(head1), "error.denied");
    EXPECT_EQ(write(office), "");
    EXPECT_EQ(write(office), "error.conflict");
    auto const clause = library().front();
    ASSERT_EQ(clause.texts.size(), 2u);
    EXPECT_EQ(clause.text(1)->body, "Hoàn thành kế hoạch. Đúng hạn.");
    auto const items = read(
        [&](storage::Transaction& tx) { return items_of(tx, find_covenant(tx, ref).value()); });
    EXPECT_EQ(items.front().body, "Hoàn thành kế hoạch. Đúng hạn.");
    EXPECT_GT(items.front().newest_number, items.front().clause_number);
}

TEST_P(DraftTest, ProposedClausesComeOnceAndAreOfEveryCategory)
{
    auto const taken = as(office, [](Act& act) { return take_proposals(act); });
    ASSERT_EQ(problem(taken), "");
    EXPECT_EQ(*taken, std::ssize(library()));
    std::vector<std::string> categories;
    for (auto const& clause : library()) {
        if (categories.empty() || categories.back() != clause.category)
            categories.push_back(clause.category);
    }
    EXPECT_EQ(categories.size(), kCategories.size());
    EXPECT_EQ(problem(as(office, [](Act& act) { return take_proposals(act); })),
              "covenant.error.library-filled");
}

TEST_P(DraftTest, NextYearBeginsWithTheTextOfThisOne)
{
    auto const before = complete();
    auto const copied = run([&](Act& act) {
        auto const seen = organisation::find_block(act.tx, act.actor, block).value().version;
        return organisation::copy_block_year(act, {block, kYear + 1, seen});
    });
    ASSERT_EQ(problem(copied), "");
    auto const made = as(head, [&](Act& act) {
        return create_covenant(act, {block, kYear + 1, "calendar", true});
    });
    ASSERT_EQ(problem(made), "");
    read([&](storage::Transaction& tx) {
        auto const next = find_covenant(tx, *made).value();
        EXPECT_EQ(items_of(tx, next).size(), 1u);
        auto const targets = targets_of(tx, next);
        ASSERT_EQ(targets.size(), 2u);
        EXPECT_EQ(targets[0].content, "Nhiệm vụ đúng hạn");
        EXPECT_EQ(targets[0].units.size(), 2u);
        EXPECT_NE(targets[0].ref, targets_of(tx, find_covenant(tx, before).value())[0].ref);
    });
}

TEST_P(DraftTest, OpinionsAreOfWhoActsForTheUnitAndSayWhat)
{
    auto const ref = complete();
    auto const say = [&](access::Actor const& actor, bool agrees, std::string text) {
        GiveOpinion const command{ref, "K102", agrees, std::move(text)};
        return problem(as(actor, [&](Act& act) { return give_opinion(act, command); }));
    };
    EXPECT_EQ(say(head2, true, ""), "covenant.error.no-opinions");
    EXPECT_EQ(step(ask_opinions, ref), "");
    EXPECT_EQ(say(head1, true, ""), "error.denied");
    EXPECT_EQ(say(outsider, true, ""), "error.not-found");
    EXPECT_EQ(say(head2, false, " "), "covenant.error.remarks@answer");
    EXPECT_EQ(say(head2, false, "Giảm chỉ tiêu sáng kiến"), "");
    EXPECT_EQ(count("SELECT count(*) FROM inbox_item WHERE done_at IS NOT NULL"), 1);
}

TEST(Differences, ShowWhatWentAndWhatCame)
{
    auto const changes =
        differences("Hoàn thành kế hoạch. Đúng hạn.", "Hoàn thành kế hoạch. Trước hạn.\nAn toàn.");
    std::string text;
    for (auto const& change : changes) text += change.kind + change.line + '|';
    EXPECT_EQ(text, "=Hoàn thành kế hoạch.|-Đúng hạn.|+Trước hạn.|+An toàn.|");
}

TEST(Differences, KeepBothTextsWhole)
{
    EXPECT_TRUE(rc::check("without its additions it is the older text, without what went the newer", [] {
        auto const pieces = rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("Một.", "Hai.", "Ba.", "Bốn."));
        auto const older = *pieces;
        auto const newer = *pieces;
        auto const joined = [](std::vector<std::string> const& list) {
            std::string text;
            for (auto const& each : list) text += each + '\n';
            return text;
        };
        std::vector<std::string> left, right;
        for (auto const& change : differences(joined(older), joined(newer))) {
            if (change.kind != '+') left.push_back(change.line);
            if (change.kind != '-') right.push_back(change.line);
        }
        RC_ASSERT(left == older);
        RC_ASSERT(right == newer);
    }));
}

TEST(Figure, IsReadAsPeopleWriteIt)
{
    EXPECT_EQ(parse_figure("95"), 95'000);
    EXPECT_EQ(parse_figure(" 95,5 "), 95'500);
    EXPECT_EQ(parse_figure("95.5"), 95'500);
    EXPECT_EQ(parse_figure("1.092"), 1'092'000);
    EXPECT_EQ(parse_figure("1.092.000,25"), 1'092'000'250);
    for (auto const* bad :
         {"", "abc", "-1", "1,2,3", "1.09.200", "5%", "0,1234", ",5", "12345678901234"})
        EXPECT_EQ(parse_figure(bad), std::nullopt) << bad;
}

TEST(Figure, IsShownAsItIsRead)
{
    EXPECT_TRUE(rc::check("parse_figure(figure_text(x)) == x", [] {
        auto const figure = *rc::gen::inRange<std::int64_t>(0, kLargestFigure);
        RC_ASSERT(parse_figure(figure_text(figure)) == figure);
    }));
}

TEST(Percent, TurnsRoundWhereLowerIsBetter)
{
    EXPECT_EQ(percent(100'000, 95'500, "high"), 95'500);
    EXPECT_EQ(percent(3'000, 1'000, "high"), 33'300);  // Down, so that nothing short reads as full.
    EXPECT_EQ(percent(0, 0, "low"), kFull);
    EXPECT_EQ(percent(0, 1'000, "low"), 0);
    EXPECT_EQ(percent(0, 0, "high"), kFull);
    EXPECT_EQ(percent(4'000, 4'000, "low"), kFull);
    EXPECT_EQ(percent(4'000, 6'000, "low"), 50'000);
    EXPECT_EQ(percent(4'000, 0, "low"), 200'000);
    EXPECT_EQ(percent(4'000, 9'000, "low"), 0);
    EXPECT_TRUE(rc::check("a target is met exactly at 100 %", [] {
        auto const plan = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
        auto const result = *rc::gen::inRange<std::int64_t>(0, 1'000'000);
        RC_ASSERT((percent(plan, result, "high") >= kFull) == (result >= plan));
        RC_ASSERT((percent(plan, result, "low") >= kFull) == (result <= plan));
    }));
}

}  // namespace
}  // namespace thidua::covenant
