// The secret ballots of Block 2: one counted in the year before, one whose roll stands and whose
// tellers are asked for their keys.
#include "demo/cast.h"

#include "voting/casting.h"
#include "voting/counting.h"

#include <algorithm>
#include <array>

namespace thidua::demo {

namespace {

constexpr std::array kTellers{"kiemphieu", "kiemphieu2"};
constexpr std::array kCandidates{"D202", "D201", "D204"};

voting::SessionFields fields_of(int year, Date on)
{
    voting::SessionFields fields;
    fields.purpose = "award";
    fields.title = "Bỏ phiếu suy tôn của Khối 2 năm " + std::to_string(year);
    fields.award = "Cờ thi đua của Ban";
    for (auto const* code : kCandidates) fields.candidates.push_back({code, ""});
    fields.method = "yes-no";
    fields.share = "1/2+";
    fields.closes_on = to_vietnamese(on);
    fields.closes_time = "11:00";
    fields.tellers = {kTellers[0], kTellers[1]};
    return fields;
}

class Ballot {
public:
    Ballot(Cast& cast, int year, Date prepared, Date held)
        : cast_(cast), held_(held), head_(leader_of(cast.world(), 2, year))
    {
        auto const block = cast_.block_ref(2);
        ref_ = cast_.on(prepared, head_, [&](audit::Act& act) {
            return voting::prepare_session(act, {block, year, fields_of(year, held), "", ""});
        });
        cast_.on(prepared, head_, [&](audit::Act& act) {
            return voting::fix_roll(act, {ref_, version()});
        });
    }

    void open()
    {
        for (std::size_t i = 0; i < kTellers.size(); ++i) {
            shares_.at(i) = cast_.on(held_, kTellers.at(i), [&](audit::Act& act) {
                return voting::make_share(act, ref_);
            });
            cast_.on(held_, kTellers.at(i), [&](audit::Act& act) {
                return voting::confirm_share(act, ref_, shares_.at(i));
            });
        }
        cast_.on(held_, head_, [&](audit::Act& act) {
            return voting::open_session(act, {ref_, version()});
        });
    }

    // Every unit is for the first two lines, three of them for the third; none votes on itself.
    void cast()
    {
        constexpr std::array kForThird{"D203", "D206", "D208"};
        for (auto const& unit : units_of(cast_.world(), 2)) {
            voting::CastBallot command;
            command.ref = ref_;
            command.unit = unit;
            bool const for_third =
                std::find(kForThird.begin(), kForThird.end(), unit) != kForThird.end();
            for (int place = 1; place <= std::ssize(kCandidates); ++place) {
                if (kCandidates.at(static_cast<std::size_t>(place - 1)) == unit) continue;
                command.marks[place] = place < 3 || for_third ? ballot::Choice::For
                                                              : ballot::Choice::Against;
            }
            cast_.on(held_, head_of(unit), [&](audit::Act& act) {
                return voting::cast_ballot(act, command);
            });
        }
    }

    void count()
    {
        cast_.on(held_, head_, [&](audit::Act& act) {
            return voting::close_session(act, {ref_, version()});
        });
        cast_.on(held_, kTellers[0], [&](audit::Act& act) {
            return voting::count_ballots(act, {ref_, shares_});
        });
        cast_.on(held_, head_, [&](audit::Act& act) {
            return voting::sign_minutes(act,
                                        {.ref = ref_,
                                         .version = version(),
                                         .number = "04/BBKP-K2",
                                         .held_at = "Hội trường đơn vị Khối trưởng",
                                         .chair = "Khối trưởng",
                                         .secretary = "Thư ký Khối",
                                         .remarks = ""});
        });
    }

private:
    std::int64_t version() { return cast_.version("voting_session", ref_); }

    Cast& cast_;
    Date held_;
    std::string head_;
    std::string ref_;
    std::array<std::string, 2> shares_;
};

}  // namespace

void vote_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    Ballot ballot{cast, kBefore, day(11, 8, kBefore), day(11, 15, kBefore)};
    ballot.open();
    ballot.cast();
    ballot.count();
}

void prepare_vote(Cast& cast) { Ballot{cast, kYear, day(11, 28), day(12, 8)}; }

}  // namespace thidua::demo
