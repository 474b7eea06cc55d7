// Random histories of one session: whatever the order of acts, these hold.
//   OneBallotEach        no more ballots than electors, as many choices on every line as ballots
//   NothingReadBefore    no choice is stored before the count
//   NothingSealedAfter   no sealed ballot, key or paper total after the count or the end
//   FrozenRoll           roll and lines stand from the keys on
//   PaperLeaves          who took paper has cast nothing, and never goes back
//   OnlyForward          a state comes after another as the table of moves says
//   CountedOnce          a result does not change
//   ALineEach            every act that is accepted leaves one line, a refused one none
#include "voting/testing/world.h"

#include <rapidcheck/gtest.h>

#include <set>

namespace thidua::voting {
namespace {

using namespace testing;

enum class Move {
    Roll,
    Back,
    FirstKey,
    SecondKey,
    Open,
    Cast,
    Paper,
    Extend,
    Close,
    Read,
    Count,
    Sign,
    Void
};
constexpr int kHistories = 30;  // Each is two dozen acts on a database.
constexpr int kMoves = static_cast<int>(Move::Void) + 1;

bool may_follow(State before, State after)
{
    using enum State;
    static std::set<std::pair<State, State>> const moves{{Preparing, Keys},
                                                         {Keys, Preparing},
                                                         {Keys, Open},
                                                         {Open, Closed},
                                                         {Closed, Counted},
                                                         {Counted, Settled},
                                                         {Preparing, Void},
                                                         {Keys, Void},
                                                         {Open, Void},
                                                         {Closed, Void}};
    return before == after || moves.contains({before, after});
}

class LifeTest : public VotingTest {
protected:
    // Plays a move for the `pick`-th unit; whether it was accepted.
    bool play(std::string const& ref, Move move, std::size_t pick)
    {
        static std::array<std::string, 5> const units{"K101", "K102", "K103", "K104", "K105"};
        auto const& unit = units[pick % units.size()];
        std::string const sign(1, "+-o"[pick % 3]);
        switch (move) {
        case Move::Roll: return static_cast<bool>(lead(fix_roll, step(ref)));
        case Move::Back: return static_cast<bool>(lead(take_back, step(ref)));
        case Move::FirstKey: return key(ref, first, 0);
        case Move::SecondKey: return key(ref, second, 1);
        case Move::Open: return static_cast<bool>(lead(open_session, step(ref)));
        case Move::Cast: return static_cast<bool>(cast(ref, unit, "ooo" + sign));
        case Move::Paper: return static_cast<bool>(paper(ref, unit));
        case Move::Extend: return extend(ref);
        case Move::Close: return static_cast<bool>(close(ref));
        case Move::Read: return read_paper(ref, pick % 2 == 0 ? first : second);
        case Move::Count: return static_cast<bool>(tally(ref));
        case Move::Sign: return sign_off(ref);
        case Move::Void: return static_cast<bool>(lead(void_session, step(ref, "Bỏ")));
        }
        return false;
    }
    bool key(std::string const& ref, access::Actor const& teller, std::size_t place)
    {
        auto const share = as(teller, [&](audit::Act& act) -> Result<std::string> {
            auto made = TD_TRY(make_share(act, ref));
            TD_CHECK(confirm_share(act, ref, made));
            return made;
        });
        if (share) shares[place] = *share;
        return static_cast<bool>(share);
    }
    bool extend(std::string const& ref)
    {
        ExtendSession const command{ref, session(ref).version, "03/06/2026", "10:00", "Thêm giờ"};
        return static_cast<bool>(lead(extend_session, command));
    }
    bool read_paper(std::string const& ref, access::Actor const& teller)
    {
        auto const handed = std::to_string(session(ref).voted(Way::Paper));
        std::vector<std::pair<std::string, std::string>> const lines(4, {handed, "0"});
        return static_cast<bool>(enter(ref, teller, handed, lines));
    }
    bool sign_off(std::string const& ref)
    {
        SignMinutes const command{ref, session(ref).version, "", "Hà Nội", "A", "B", ""};
        return static_cast<bool>(lead(sign_minutes, command));
    }

    std::int64_t lines_left() { return count("SELECT count(*) FROM audit_line"); }
    std::string choices_of(std::string const& ref)
    {
        return read([&](storage::Transaction& tx) {
            std::string text;
            auto rows = tx.query(
                "SELECT c.line_id, c.key, c.choice FROM voting_choice c"
                " JOIN voting_session s ON s.id = c.session_id WHERE s.ref = ?1"
                " ORDER BY c.line_id, c.key",
                {ref});
            while (rows.next()) {
                text += std::to_string(rows.integer(0)) + rows.string(1) +
                        std::to_string(rows.integer(2)) + ' ';
            }
            return text;
        });
    }
    std::int64_t sealed_rows(std::string const& ref)
    {
        return count(
            "SELECT count(*) FROM voting_sealed v JOIN voting_elector e ON e.id ="
            " v.elector_id JOIN voting_session s ON s.id = e.session_id WHERE s.ref = ?1",
            {ref});
    }

    void check_step(std::string const& ref, Session const& before, bool accepted, Move move)
    {
        auto const after = session(ref);
        RC_ASSERT(may_follow(before.state, after.state));  // OnlyForward
        RC_ASSERT(accepted || before.state == after.state);
        bool const redrawn = move == Move::Roll || move == Move::Back;
        for (std::size_t i = 0; !redrawn && i < before.electors.size(); ++i) {  // FrozenRoll
            RC_ASSERT(after.electors.at(i).id == before.electors[i].id);
            if (before.electors[i].way == Way::Paper)  // PaperLeaves
                RC_ASSERT(after.electors[i].way == Way::Paper);
            if (before.electors[i].way != after.electors[i].way)
                RC_ASSERT(before.state == State::Open);
        }
        RC_ASSERT(after.lines.size() == before.lines.size());
    }
    void check_stored(std::string const& ref)
    {
        auto const now = session(ref);
        bool const counted = now.state == State::Counted || now.state == State::Settled;
        auto const cast = now.voted(Way::Electronic) + now.voted(Way::Paper);
        RC_ASSERT(cast <= std::ssize(now.electors));  // OneBallotEach
        auto const stored = choices_of(ref);
        if (!counted) RC_ASSERT(stored.empty());  // NothingReadBefore
        if (counted) {
            for (auto const& line : result(ref).lines)
                RC_ASSERT(line.in_favour + line.against + line.neither == cast);
        }
        bool const holds = now.state == State::Open || now.state == State::Closed;
        RC_ASSERT(sealed_rows(ref) ==
                  (holds ? std::ssize(now.electors) : 0));  // NothingSealedAfter
        if (counted || now.state == State::Void) RC_ASSERT(!now.tellers[0].public_key);
    }
};
THIDUA_ON_EACH_ENGINE(LifeTest);

TEST_P(LifeTest, EveryHistoryKeepsTheInvariants)
{
    auto typed = fields();
    typed.candidates = {{"K101", ""}, {"K102", ""}, {"K103", ""}, {"K106", ""}};
    typed.closes_on = "03/06/2026";
    // Half on the way to a count, so that histories get somewhere.
    static std::array<Move, 6> const road{
        Move::Roll, Move::FirstKey, Move::SecondKey, Move::Open, Move::Close, Move::Count};
    int histories = 0, counts = 0;
    auto const plays = [&] {
        if (++histories > kHistories) return;
        auto const ref = prepare(typed).value();
        std::size_t on_road = 0;
        std::string counted;
        // At full size from the first: a small one would only ever play the first moves.
        auto const turn =
            rc::gen::pair(rc::gen::inRange(0, kMoves + 17), rc::gen::inRange<std::size_t>(0, 30));
        auto const turns = *rc::gen::resize(
            rc::kNominalSize,
            rc::gen::container<std::vector<std::pair<int, std::size_t>>>(24, turn));
        std::vector<std::pair<Move, std::size_t>> played;
        for (auto const& [number, pick] : turns) {
            bool const ahead = number >= kMoves && number < kMoves + 14;
            played.emplace_back(number < kMoves ? static_cast<Move>(number)
                                : ahead         ? road[on_road++ % road.size()]
                                                : Move::Cast,
                                pick);
        }
        // Whatever is not given up by then goes on to its count.
        for (auto const move : {Move::Roll,
                                Move::FirstKey,
                                Move::SecondKey,
                                Move::Open,
                                Move::Cast,
                                Move::Close,
                                Move::Read,
                                Move::Count})
            played.emplace_back(move, 0);
        played.insert(played.end() - 1, {Move::Read, 1});
        for (auto const& [move, pick] : played) {
            auto const before = session(ref);
            auto const lines = lines_left();
            bool const accepted = play(ref, move, pick);
            auto const expected = move == Move::FirstKey || move == Move::SecondKey ? 2 : 1;
            RC_ASSERT(lines_left() - lines == (accepted ? expected : 0));  // ALineEach
            check_step(ref, before, accepted, move);
            check_stored(ref);
            if (!counted.empty()) RC_ASSERT(choices_of(ref) == counted);  // CountedOnce
            counted = choices_of(ref);
        }
        counts += counted.empty() ? 0 : 1;
    };
    EXPECT_TRUE(rc::check("random histories", plays));
    EXPECT_GT(counts, 0) << "about every second gets as far as a count";
}

}  // namespace
}  // namespace thidua::voting
