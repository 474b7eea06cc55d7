// Ballots of named persons: a council votes as people, not for units.
#include "voting/testing/world.h"

#include "voting/pages.h"

namespace thidua::voting {
namespace {

using namespace testing;

class PersonsTest : public VotingTest {
protected:
    void SetUp() override
    {
        VotingTest::SetUp();
        enter_person("P501", "Trần Thị Ứng cử", "K101");
        chair = member("chu-tich", "Phạm Văn Chủ tịch", "BAN", "");
        candidate = member("uy-vien-mot", "Trần Thị Ứng cử", "K101", "P501");
        fellow = member("uy-vien-hai", "Lê Văn Cùng Đơn vị", "K101", "");
        other = member("uy-vien-ba", "Đỗ Thị Khác", "K102", "");
    }

    access::Actor member(std::string const& name,
                         std::string const& display_name,
                         std::string const& unit,
                         std::string const& person)
    {
        auto const added = run([&](audit::Act& act) {
            return identity::add_account(
                act,
                {.name = name, .display_name = display_name, .person = person, .unit = unit});
        });
        EXPECT_TRUE(added) << organisation::testing::problem(added);
        auto actor = actor_with({Permission::ReadOrganisation}, name);
        actor.account = count("SELECT id FROM account WHERE name = ?1", {name});
        return actor;
    }

    SessionFields council_fields() const
    {
        auto typed = fields();
        typed.candidates = {{"K101", ""}, {"P501", "Bằng khen"}, {"K103", "", "4/5"}};
        typed.persons = {chair.name, candidate.name, fellow.name, other.name};
        return typed;
    }
    PrepareSession command(SessionFields const& typed) const
    {
        return {.year = kYear, .fields = typed, .body = "Hội đồng Thi đua Ban", .unit = "BAN"};
    }
    Result<std::string> prepare_council(SessionFields const& typed)
    {
        return as(planner,
                  [&](audit::Act& act) { return prepare_session(act, command(typed)); });
    }
    Result<void> steer(Result<void> (*what)(audit::Act&, Step const&), Step const& how)
    {
        return as(planner, [&](audit::Act& act) { return what(act, how); });
    }
    std::string opened_council(SessionFields const& typed)
    {
        auto const ref = prepare_council(typed);
        EXPECT_TRUE(ref) << why(ref);
        EXPECT_TRUE(steer(fix_roll, step(*ref)));
        shares = {take_key(*ref, first), take_key(*ref, second)};
        auto const open = steer(open_session, step(*ref));
        EXPECT_TRUE(open) << why(open);
        return *ref;
    }
    Result<void> vote(std::string const& ref, access::Actor const& who, std::string const& signs)
    {
        return as(who, [&](audit::Act& act) {
            return cast_ballot(act, {.ref = ref, .marks = marks(signs), .blank = true});
        });
    }
    bool knows(access::Actor const& who, std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            auto const listed = count_sessions(tx, who, {});
            EXPECT_EQ(listed == 1, find_session(tx, who, ref).has_value());
            return listed == 1;
        });
    }

    access::Actor const planner =
        somebody({Permission::PlanYear, Permission::ReadOrganisation}, "thu-ky-hoi-dong");
    access::Actor chair, candidate, fellow, other;
};
THIDUA_ON_EACH_ENGINE(PersonsTest);

TEST_P(PersonsTest, VoteAsThemselvesAndTheWholeRollIsTheBase)
{
    auto typed = council_fields();
    typed.own_vote = true;
    auto const ref = opened_council(typed);
    ASSERT_TRUE(vote(ref, chair, "+++"));
    ASSERT_TRUE(vote(ref, candidate, "++-"));
    ASSERT_TRUE(vote(ref, fellow, "+-+"));
    EXPECT_EQ(why(vote(ref, fellow, "+++")), "voting.error.cast-already");
    EXPECT_EQ(why(vote(ref, first, "+++")), "error.denied") << "a teller is no elector";
    EXPECT_EQ(why(vote(ref, voter("K102"), "+++")), "error.not-found")
        << "a unit's head has no ballot among persons";
    ASSERT_TRUE(steer(close_session, step(ref, "Đã họp xong")));
    ASSERT_TRUE(tally(ref));
    EXPECT_EQ(votes(ref, 1), "3-0-0");
    auto const counted = result(ref);
    EXPECT_EQ(counted.roll, 4);
    EXPECT_TRUE(counted.lines[0].passed);
    EXPECT_FALSE(counted.lines[1].passed) << "two of four are not more than half";
    EXPECT_FALSE(counted.lines[2].passed) << "the line asks for four fifths";
    EXPECT_EQ(counted.lines[2].needed, 4);
}

TEST_P(PersonsTest, DoNotVoteOnThemselvesOrTheirUnitUnlessTheRulesLetThem)
{
    auto const ref = opened_council(council_fields());
    EXPECT_EQ(why(vote(ref, candidate, "+oo")), "voting.error.own-person@marks");
    EXPECT_EQ(why(vote(ref, candidate, "o+o")), "voting.error.own-person@marks");
    EXPECT_EQ(why(vote(ref, fellow, "o-o")), "voting.error.own-person@marks");
    EXPECT_TRUE(vote(ref, fellow, "oo+"));
    EXPECT_TRUE(vote(ref, other, "+++"));
    EXPECT_TRUE(vote(ref, chair, "+++")) << "the whole body's unit is nobody's own";
}

TEST_P(PersonsTest, KnowOfTheSessionFromTheRollOnAndNobodyElseDoes)
{
    auto const ref = prepare_council(council_fields()).value();
    EXPECT_TRUE(knows(planner, ref));
    EXPECT_FALSE(knows(chair, ref)) << "a draft";
    ASSERT_TRUE(steer(fix_roll, step(ref)));
    EXPECT_TRUE(knows(chair, ref));
    EXPECT_FALSE(knows(voter("K101"), ref)) << "a head of an elector's unit";
    EXPECT_FALSE(knows(somebody({Permission::ReadMovements}), ref));
    ASSERT_TRUE(steer(take_back, step(ref)));
    EXPECT_FALSE(knows(chair, ref));
    EXPECT_EQ(session(ref).electors.size(), 4U) << "the draft keeps whom it names";
}

TEST_P(PersonsTest, AreAskedEachForTheirOwnBallot)
{
    auto const ref = opened_council(council_fields());
    auto const asked = [&](access::Actor const& who) {
        return count("SELECT count(*) FROM inbox_item WHERE done_at IS NULL AND account = ?1",
                     {who.account});
    };
    EXPECT_EQ(asked(other), 1);
    ASSERT_TRUE(vote(ref, other, "+oo"));
    EXPECT_EQ(asked(other), 0);
    EXPECT_EQ(asked(chair), 1);
    ASSERT_TRUE(as(first, [&](audit::Act& act) { return hand_paper(act, {ref, chair.name}); }));
    EXPECT_EQ(why(vote(ref, chair, "+++")), "voting.error.paper");
}

TEST_P(PersonsTest, EverythingWrongIsSaidAtOnce)
{
    auto typed = council_fields();
    typed.persons = {chair.name, chair.name, "khong-co-ai"};
    EXPECT_EQ(why(prepare_council(typed)),
              "voting.error.person@persons voting.error.few-persons@persons");
    typed = council_fields();
    typed.candidates = {{"K101", "", "5/4"}};
    EXPECT_EQ(why(prepare_council(typed)), "ballot.share@candidates");
    auto nameless = command(council_fields());
    nameless.body = " ";
    nameless.unit = "NONE";
    EXPECT_EQ(why(as(planner, [&](audit::Act& act) { return prepare_session(act, nameless); })),
              "error.required@body voting.error.unit@body_unit");
    EXPECT_EQ(why(as(head,
                     [&](audit::Act& act) {
                         return prepare_session(act, command(council_fields()));
                     })),
              "error.denied")
        << "who leads a block plans nothing for a council";
    EXPECT_EQ(count("SELECT count(*) FROM voting_session"), 0);
}

TEST_P(PersonsTest, AreNamedAndChangedOnThePages)
{
    FixedClock const clock{now_};
    http::testing::Pages site{db(), clock, {add_pages}};
    auto const form = site.get("/ballots/new?body_of=persons", planner);
    ASSERT_EQ(form.status, 200);
    EXPECT_EQ(form.document().at("values").at("body_unit"), "BAN");
    http::testing::Fields typed{{"body_of", "persons"},
                                {"body_unit", "BAN"},
                                {"body", "Hội đồng Ban"},
                                {"year", "2026"},
                                {"more_persons", chair.name + "\n" + other.name},
                                {"purpose", "award"},
                                {"title", "Suy tôn"},
                                {"more", "K101; Cờ; 4/5\nK102"},
                                {"method", "yes-no"},
                                {"share", "2/3"},
                                {"closes_on", "02/06/2026"},
                                {"closes_time", "17:00"},
                                {"teller_1", first.name},
                                {"teller_2", second.name}};
    auto const made = site.post("/ballots/new", typed, planner);
    ASSERT_EQ(made.status, 200) << made.problems();
    auto const edit = site.get(made.location() + "/edit", planner).document();
    EXPECT_EQ(edit.at("values").at("more").as_string(), "K101; Cờ; 4/5\nK102; \n");
    EXPECT_EQ(edit.at("values").at("more_persons").as_string(), other.name + "\n" + chair.name + "\n");
    auto const ref = made.location().substr(std::string_view{"/ballots/"}.size());
    ASSERT_TRUE(steer(fix_roll, step(ref)));
    take_key(ref, first);
    take_key(ref, second);
    ASSERT_TRUE(steer(open_session, step(ref)));
    auto const vote = site.get(made.location() + "/vote", chair);
    ASSERT_EQ(vote.status, 200);
    EXPECT_EQ(vote.document().at("unit").at("name"), "Phạm Văn Chủ tịch");
    EXPECT_EQ(site.post(made.location() + "/vote", {{"line-1", "yes"}}, chair).status, 200);
    EXPECT_EQ(site.get(made.location() + "/vote", fellow).status, 404);
}

// Members of the council are offered as electors, whoever may count by delegation as teller.
TEST_P(PersonsTest, DelegatedTellersAreOffered)
{
    auto const offered = [&] {
        return read([&](storage::Transaction& tx) {
            auto const body = persons_of(tx, "BAN", "Hội đồng", kYear).value();
            auto const list = possible_tellers(tx, body, organisation::testing::day("2026-06-01"));
            return std::any_of(list.begin(), list.end(), [&](organisation::NamedAccount const& each) {
                return each.name == other.name;
            });
        });
    };
    EXPECT_FALSE(offered());
    db().write([&](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO delegation (ref, giver_id, taker_id, role, permissions, from_on, to_on,"
            " paper_no, paper_date, made_by, made_at) VALUES ('uy-quyen', ?1, ?2, '',"
            " 'count-votes', '2026-05-01', '2026-07-01', '1', '2026-05-01', 'x', 0)",
            {first.account, other.account});
    });
    EXPECT_TRUE(offered());
}

// Four fifths for the flag, nine tenths for another; dossiers of 2020 knew no share.
std::vector<LawShare> shares_of_the_law(storage::Transaction&, Date received, std::string_view path)
{
    EXPECT_EQ(path, "/BAN/");
    if (received.year() < 2024) return {};
    return {{"co", "Cờ thi đua của Ban", "Flag of the Board", 80, "Điều 1", "A"},
            {"cstd", "Chiến sĩ thi đua", "Emulation fighter", 90, "Điều 2", "B"}};
}

TEST_P(PersonsTest, TheLawFillsTheShareAndNoLessIsTaken)
{
    auto const prepared = [&](SessionFields const& typed) {
        return as(planner, [&](audit::Act& act) {
            return prepare_session(act, command(typed), shares_of_the_law);
        });
    };
    auto typed = council_fields();
    typed.candidates = {{"K101", ""}, {"K102", "CỜ THI ĐUA CỦA BAN"}, {"K103", "Bằng khen"}};
    auto const filled = session(prepared(typed).value());
    EXPECT_EQ(filled.lines[0].share->numerator, 4);
    EXPECT_EQ(filled.lines[0].share->denominator, 5);
    EXPECT_EQ(filled.lines[1].law->clause, "Điều 1") << "whatever the case";
    EXPECT_FALSE(filled.lines[2].share) << "no share in the law: the session's";
    EXPECT_FALSE(filled.lines[2].law);

    typed.candidates = {{"K101", "", "2/3"}};
    EXPECT_EQ(why(prepared(typed)), "voting.error.below-law@candidates");
    typed.candidates = {{"K101", "", "9/10"}};
    EXPECT_EQ(why(prepared(typed)), "voting.error.above-law@share_reason");
    typed.share_reason = "Quy chế của Hội đồng";
    auto const higher = session(prepared(typed).value());
    EXPECT_EQ(higher.lines[0].share->numerator, 9);
    EXPECT_EQ(higher.lines[0].law->percent, 80);
    EXPECT_EQ(higher.share_reason, "Quy chế của Hội đồng");

    typed.candidates = {{"K101", "", "2/3"}};
    typed.received_on = "31/12/2020";
    EXPECT_TRUE(prepared(typed)) << "the law of the day the dossiers came in";
    typed.received_on = "31/02/2020";
    EXPECT_EQ(why(prepared(typed)), "error.date@received_on");
}

TEST_P(PersonsTest, AnEditedSessionTakesTheSharesAnew)
{
    FixedClock const clock{now_};
    http::testing::Pages site{db(), clock, {[](http::Router& routes) {
                                 add_pages_with(routes, {.law = shares_of_the_law});
                             }}};
    auto typed = council_fields();
    typed.candidates = {{"K101", ""}};
    auto const ref = as(planner, [&](audit::Act& act) {
        return prepare_session(act, command(typed), shares_of_the_law).value();
    });
    auto const form = site.get("/ballots/" + ref + "/edit", planner).document();
    EXPECT_EQ(form.at("values").at("more"), "K101; Cờ thi đua của Ban\n")
        << "what the law filled in is not taken for typed";
    EXPECT_EQ(form.at("law").at(1).at("percent"), 90);
    typed.candidates = {{"K101", "Chiến sĩ thi đua"}};
    ASSERT_TRUE(as(planner, [&](audit::Act& act) {
        return edit_session(act, {ref, session(ref).version, typed}, shares_of_the_law);
    }));
    EXPECT_EQ(session(ref).lines[0].share->numerator, 9);
    EXPECT_EQ(session(ref).lines[0].law->award, "cstd");
}

TEST_P(PersonsTest, ABlockVotesByItsOwnRules)
{
    auto const ref = as(head, [&](audit::Act& act) {
        return prepare_session(
                   act, {.block = block, .year = kYear, .fields = fields()}, shares_of_the_law)
            .value();
    });
    EXPECT_FALSE(session(ref).lines[0].law);
    EXPECT_FALSE(session(ref).lines[0].share);
}

}  // namespace
}  // namespace thidua::voting
