// The score rounds of Block 2: that of the year before to its publication, this year's with the
// cross-scores in and the meeting ahead. What units write on their sheets is demo/scores.csv; what
// is no figure of theirs follows from it.
#include "demo/cast.h"

#include "base/assets.h"
#include "base/text.h"
#include "block/explanation.h"
#include "block/outcome_acts.h"
#include "block/proposals.h"
#include "block/typed.h"
#include "block/votes.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::demo {

namespace {

using block::CellEntry;
using scoring::Column;

constexpr std::size_t kScorers = 3;
constexpr char kExplained[] = "Có quyết định công nhận và biên bản kèm theo.";

// One figure of a unit's own sheet.
struct Written {
    std::string criterion;
    bool is_points = false;
    std::string figure;
};

std::vector<Written> written_by(std::string const& unit, int year)
{
    auto const rows = assets::find("demo/scores.csv");
    if (!rows) throw std::logic_error("demo/scores.csv is missing");
    std::vector<Written> written;
    std::size_t column = 0;
    for (auto const line : split(*rows, '\n')) {
        auto const cells = split(trim(line), ',');
        if (cells[0] == "year")
            column = static_cast<std::size_t>(
                std::find(cells.begin(), cells.end(), unit) - cells.begin());
        if (cells[0] != std::to_string(year)) continue;
        written.push_back(
            {std::string{cells[1]}, cells[2] == "points", std::string{cells.at(column)}});
    }
    return written;
}

// Where others see a unit's work otherwise than it does itself, or the office than the block.
struct Doubt {
    std::string unit, criterion, points, reason;
    std::string scorer = "";  // "" all of them.
};

struct Course {
    int year = 0;
    std::vector<Doubt> doubts;      // Of the cross-scores.
    std::vector<std::string> mute;  // Heads who have not answered them.
};

class Round {
public:
    Round(Cast& cast, std::string const& scale, Course course)
        : cast_(cast),
          course_(std::move(course)),
          units_(units_of(cast.world(), 2)),
          head_(leader_of(cast.world(), 2, course_.year))
    {
        auto const block = cast_.block_ref(2);
        ref_ = cast_
                   .on(on(10, 14),
                       head_,
                       [&](audit::Act& act) {
                           return block::open_round(act,
                                                    {.block = block,
                                                     .year = course_.year,
                                                     .scale = scale,
                                                     .threshold = "10"});
                       })
                   .ref;
        for (auto const& unit : units_) {
            cast_.on(on(10, 14), head_, [&](audit::Act& act) {
                return block::assign_scorers(act, {ref_, unit, scorers_of(unit), version()});
            });
        }
    }

    void step(Date when, std::string const& who, std::string const& name, Date until = {})
    {
        cast_.on(when, who, [&](audit::Act& act) {
            return block::take_step(act, {ref_, name, to_vietnamese(until), "", version()});
        });
    }
    void step(Date when, std::string const& name, Date until = {}) { step(when, head_, name, until); }

    void score_themselves()
    {
        step(on(10, 15), "open-self", on(10, 31));
        for (auto const& unit : units_) {
            save(on(10, 28), clerk_of(unit), {ref_, unit, "", Column::Self, own_entries(unit)});
            send(on(10, 29), unit, "");
        }
    }

    void score_each_other()
    {
        step(on(11, 1), "start-cross", on(11, 10));
        for (auto const& unit : units_) {
            for (auto const& scorer : scorers_of(unit)) {
                auto const entries = cross_entries(unit, scorer);
                save(on(11, 6), clerk_of(scorer), {ref_, unit, scorer, Column::Cross, entries});
                send(on(11, 7), unit, scorer);
            }
        }
    }

    // Every second difference is accepted.
    void explain(Date opened, Date until)
    {
        step(opened, "start-explain", until);
        for (auto const& unit : units_) {
            auto const& mute = course_.mute;
            if (std::find(mute.begin(), mute.end(), unit) != mute.end()) continue;
            block::SaveExplanations command{ref_, unit, {}};
            for (auto const& gap : block::gaps(score_of(unit), round().threshold)) {
                bool const accepts = command.entries.size() % 2 == 1;
                command.entries.push_back(
                    {gap.criterion, accepts ? "accept" : "explain", accepts ? "" : kExplained, 0});
            }
            if (command.entries.empty()) continue;
            cast_.on(opened.plus_days(1), head_of(unit), [&](audit::Act& act) {
                return block::save_explanations(act, command);
            });
        }
    }

    // What the block or the office gives one criterion in the end. The head's own sheet is the
    // deputy's.
    void fix(Date when, Column column, Doubt const& doubt)
    {
        bool const verifies = column == Column::Verified;
        auto const present = round();
        auto const* member = present.member(doubt.unit);
        bool const own = member != nullptr && member->role == "head";
        auto const who = verifies ? std::string{kOffice} : own ? std::string{"khoitruong"} : head_;
        save(when,
             who,
             {ref_,
              doubt.unit,
              "",
              column,
              {{doubt.criterion, "", doubt.points, false, doubt.reason, 0}}});
    }

    void take_votes(Date when)
    {
        auto const session = cast_.tx().text(
            "SELECT s.ref FROM voting_session s WHERE s.year = ?1 ORDER BY s.id", {course_.year});
        cast_.on(when, head_, [&](audit::Act& act) {
            return block::take_votes(act, {ref_, session.value(), version()});
        });
    }

    void resolve(Date when, std::string const& reason, std::string const& paper)
    {
        cast_.on(when, kCouncil, [&](audit::Act& act) {
            return block::resolve(act, {ref_, reason, paper, {}, version()});
        });
    }

    void appeal(Date when, std::string const& unit, std::string const& text, std::string const& answer)
    {
        cast_.on(when, head_of(unit), [&](audit::Act& act) {
            return block::make_appeal(act, {ref_, unit, text});
        });
        auto const made = block::appeals_of(cast_.tx(), round()).back();
        cast_.on(when.plus_days(2), kOffice, [&](audit::Act& act) {
            return block::answer_appeal(act, {ref_, made.ref, false, answer, made.version});
        });
    }

private:
    Date on(int month, int number) const { return day(month, number, course_.year); }

    // The next three of the list.
    std::vector<std::string> scorers_of(std::string const& unit) const
    {
        auto const at = std::find(units_.begin(), units_.end(), unit) - units_.begin();
        std::vector<std::string> scorers;
        for (std::size_t i = 1; i <= kScorers; ++i)
            scorers.push_back(units_[(static_cast<std::size_t>(at) + i) % units_.size()]);
        return scorers;
    }

    std::vector<CellEntry> own_entries(std::string const& unit)
    {
        auto const sheet = block::find_sheet(cast_.tx(), round(), unit).value();
        auto const computed = block::figures_of(cast_.tx(), sheet.id);
        std::vector<CellEntry> entries;
        for (auto const& each : written_by(unit, course_.year)) {
            if (computed.contains(each.criterion)) continue;
            entries.push_back({each.criterion,
                               each.is_points ? "" : each.figure,
                               each.is_points ? each.figure : "",
                               false,
                               "",
                               0});
        }
        return entries;
    }

    // As many points as the unit gave itself, but where there is a doubt.
    std::vector<CellEntry> cross_entries(std::string const& unit, std::string const& scorer)
    {
        auto const sheet = block::find_sheet(cast_.tx(), round(), unit).value();
        auto const computed = block::figures_of(cast_.tx(), sheet.id);
        auto const score = score_of(unit);
        std::vector<CellEntry> entries;
        for (auto const& figure : score.column(Column::Self).figures) {
            auto const& code = figure.criterion->code;
            if (computed.contains(code)) continue;
            CellEntry entry{code, "", block::typed(figure.points), false, "", 0};
            for (auto const& doubt : course_.doubts) {
                bool const whose = doubt.scorer.empty() || doubt.scorer == scorer;
                if (doubt.unit != unit || doubt.criterion != code || !whose) continue;
                entry.points = doubt.points;
                entry.reason = doubt.reason;
            }
            entries.push_back(std::move(entry));
        }
        return entries;
    }

    scoring::Score score_of(std::string const& unit)
    {
        outcome_ = block::current_outcome(cast_.tx(), round()).value();
        return *outcome_.score_of(unit);
    }

    void save(Date when, std::string const& who, block::SaveCells const& command)
    {
        cast_.on(when, who, [&](audit::Act& act) { return block::save_cells(act, command); });
    }

    void send(Date when, std::string const& unit, std::string const& scorer)
    {
        cast_.on(when, clerk_of(scorer.empty() ? unit : scorer), [&](audit::Act& act) {
            return block::send_sheet(act, {ref_, unit, scorer});
        });
    }

    block::Round round() { return block::find_round(cast_.tx(), ref_).value(); }
    std::int64_t version() { return cast_.version("score_round", ref_); }

    Cast& cast_;
    Course course_;
    std::vector<std::string> units_;
    std::string head_;
    std::string ref_;
    block::Outcome outcome_;  // Scores point into it.
};

// The office's scale, as the program proposes it, adopted by the office.
std::string adopt_scale(Cast& cast)
{
    auto const on = day(9, 20, kYear - 1);
    auto const made = cast.on(on, kOffice, [](audit::Act& act) {
        return block::create_scale(act, {"Thang 1.000 điểm của Ban", "ban", "", "proposal"});
    });
    return cast
        .on(on,
            kOffice,
            [&](audit::Act& act) { return block::adopt_scale(act, {made.ref, made.version}); })
        .ref;
}

// How many of a block's units may be proposed for what; the office's own numbers.
void set_quotas(Cast& cast)
{
    std::int64_t ordinal = 0;
    for (auto const& [award, count] : {std::pair{"co-ban", "1"}, {"bk-ban", "2"}}) {
        cast.on(day(9, 20, kYear - 1), kOffice, [&](audit::Act& act) {
            return block::set_quota(act, {"ban", award, count, std::to_string(++ordinal)});
        });
    }
}

}  // namespace

void score_year_before(Cast& cast)
{
    constexpr int kBefore = kYear - 1;
    auto const on = [](int month, int number) { return day(month, number, kBefore); };
    set_quotas(cast);
    Round round{
        cast,
        adopt_scale(cast),
        {kBefore, {{"D208", "2", "60", "Hai hoạt động chưa có sản phẩm"}, {"D206", "7", "46", "Một chi bộ xếp loại thấp hơn"}}, {}}};
    round.score_themselves();
    round.score_each_other();
    round.explain(on(11, 11), on(11, 13));
    round.step(on(11, 15), "start-meeting");
    round.fix(on(11, 15), Column::Block, {"D203", "10", "36", "Thêm hai tin bài được đăng"});
    round.fix(on(11, 15), Column::Block, {"D201", "6", "46", "Thống nhất theo biên bản"});
    round.take_votes(on(11, 15));
    round.step(on(11, 15), "close-meeting");
    round.fix(on(11, 25), Column::Verified, {"D204", "10", "33", "Hai tin bài nộp sau hạn"});
    round.step(on(11, 27), kOffice, "verify");
    round.resolve(on(11, 29),
                  "Điểm thẩm định có minh chứng; giữ thứ hạng sau thẩm định",
                  "88/QĐ-HĐTĐKT");
    round.step(on(11, 29), kCouncil, "decide");
    round.step(on(12, 2), kOffice, "show", on(12, 6));
    round.appeal(on(12, 3),
                 "D205",
                 "Đề nghị xem lại điểm tiêu chí 1 của đơn vị",
                 "Số liệu đã đối chiếu với báo cáo của chính đơn vị");
    round.step(on(12, 9), kLeader, "publish");
}

void score(Cast& cast)
{
    auto const scale = cast.tx().text("SELECT ref FROM score_scale ORDER BY id LIMIT 1", {});
    Round round{cast,
                scale.value(),
                {kYear,
                 {{"D208", "2", "60", "Hai hoạt động chưa có sản phẩm"},
                  {"D205", "7", "45", "Chi bộ phòng Hành chính chưa được xếp loại"},
                  {"D203", "2", "60", "Nhiều sản phẩm phải làm lại", "D206"}},
                 {"D205"}}};
    round.score_themselves();
    round.score_each_other();
    round.explain(day(11, 28), day(12, 5));
}

}  // namespace thidua::demo
