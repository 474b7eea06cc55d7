// Runs programs over one block of subjects. Not shared between threads.
#pragma once

#include "law/bars.h"
#include "law/kernels.h"
#include "law/program.h"
#include "law/slices.h"
#include "law/values.h"

#include <deque>

namespace thidua::law {

class BlockJudge {
public:
    explicit BlockJudge(Columns const& columns) : columns_(columns) {}

    // The values of every requirement of the program, in its order.
    void judge(Program const& program, std::size_t block, std::vector<Values>& values);
    // Of those `who` the ones that meet all requirements, `met` or left `unsure`; what is open is
    // not told apart from what is not met.
    void judge_met(Program const& program, std::size_t block, Bits const& who, Values& values);

private:
    // Which awards of the sources are read.
    struct Pick {
        bool sure = true;  // Those that count for certain, else those of which it is open.
        int lag = -1;      // -1: all, odd ones included.
    };

    // Room for years, given back when the mark goes.
    class Mark {
    public:
        explicit Mark(BlockJudge& judge) : judge_(judge), used_(judge.used_) {}
        ~Mark() { judge_.used_ = used_; }
        Mark(Mark const&) = delete;
        Mark& operator=(Mark const&) = delete;

    private:
        BlockJudge& judge_;
        std::size_t used_;
    };
    YearBits& room();

    Values value(Step const& step, Window const& window);
    void leave_open(Step const& step, Window const& window, Values& values);
    Values all_of_parts(std::vector<Step> const& steps, Window const& window);

    Values operator_value(All const& what, Step const& step, Window const& window);
    Values operator_value(Any const& what, Step const& step, Window const& window);
    Values operator_value(Years const& what, Step const& step, Window const& window);
    Values operator_value(After const& what, Step const& step, Window const& window);
    Values operator_value(Run const& what, Step const& step, Window const& window);
    Values operator_value(YearRating const& what, Step const& step, Window const& window);
    Values operator_value(RatedYears const& what, Step const& step, Window const& window);
    Values operator_value(Titles const& what, Step const& step, Window const& window);
    Values operator_value(AwardCount const& what, Step const& step, Window const& window);
    Values operator_value(NoAward const& what, Step const& step, Window const& window);
    Values operator_value(Initiatives const& what, Step const& step, Window const& window);
    Values operator_value(Held const& what, Step const& step, Window const& window);
    Values operator_value(FiledBy const& what, Step const& step, Window const& window);
    Values operator_value(FiledAfter const& what, Step const& step, Window const& window);
    Values operator_value(Open const& what, Step const& step, Window const& window);
    Values operator_value(Attest const& what, Step const& step, Window const& window);
    // Leaves whose value does not depend on the window.
    template <class Leaf>
    Values operator_value(Leaf const& what, Step const& step, Window const&)
    {
        return block_value(what, step);
    }
    Values block_value(Category const& what, Step const& step);
    Values block_value(Service const& what, Step const& step);
    Values block_value(RecruitMonths const& what, Step const& step);
    Values block_value(LongStudy const& what, Step const& step);
    Values block_value(LeaveDays const& what, Step const& step);
    Values block_value(Undisciplined const& what, Step const& step);
    Values block_value(TransferOpinion const& what, Step const& step);
    Values block_value(Members const& what, Step const& step);
    Values block_value(BlockRank const& what, Step const& step);
    Values block_value(PartyClean const& what, Step const& step);
    Values block_value(Post const& what, Step const& step);
    Values block_value(NoOtherForm const& what, Step const& step);

    Kept first_windows(Bits& unsure);
    void bar_same_form(Bars& bars, Bits& unsure);
    // The years of an award that count, by the day of receipt and their worth. Subjects of whom the
    // planes cannot tell are marked.
    void add_years(
        AwardSources const& award, Pick pick, std::uint64_t years, Slices& slices, Bits& unsure);
    void mark_mixed(AwardSource const& source, Bits& unsure) const;
    // Room for so many more in slices_.
    Slice* more_slices(int count);
    // Adds to slices_ the years that count and that somebody has.
    void push(Slices const& slices, Window const& window, std::uint64_t years);
    void push(Plane const& plane, Window const& window);
    // The years from one to the other, up or down, whoever has them.
    void push_each(Slices const& slices, Window const& window, int from, int to);
    // Met by what is sure, open by what is possible; `test(years, out)` is asked of what is sure,
    // then of all.
    template <class Test>
    Values by_worth(std::vector<AwardSources> const& awards,
                    int lag,
                    std::uint64_t years,
                    Test const& test);
    void count_awards(std::vector<AwardSources> const& awards,
                      bool possible,
                      int bound,
                      Window const& window,
                      Bits& out,
                      Bits& unsure);
    Values count_decisions(AwardCount const& what, Step const& step, Window const& window);
    void find_bases(Step const& step, Slices& sure, Slices& possible, Bits& unsure);
    Values after_first(Step const& step, Slices& bases, Window const& window);
    Values after_each(Step const& step, Slices& sure, Slices& possible, Window const& window);
    bool known(Date day) const { return day <= program_->question().received; }
    int last_year_before(int bit, int lag) const;

    Columns const& columns_;
    Program const* program_ = nullptr;
    std::size_t block_ = 0;
    bool tells_open_ = true;
    std::deque<YearBits> rooms_;
    std::size_t used_ = 0;
    std::vector<Bars::Row> bar_rows_;
    std::vector<Slice> slices_;  // Of the leaf that is judged.
};

}  // namespace thidua::law
