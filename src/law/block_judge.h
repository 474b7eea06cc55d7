// Runs programs over one block of subjects. Not shared between threads.
#pragma once

#include "law/program.h"
#include "law/values.h"

#include <deque>

namespace thidua::law {

class BlockJudge {
public:
    explicit BlockJudge(Columns const& columns) : columns_(columns) {}

    // The values of every requirement of the program, in its order.
    void judge(Program const& program, std::size_t block, std::vector<Values>& values);

private:
    // The subjects of the block, or some of them, each as often as it is asked about, with the
    // window of each: `window & years`, which ends with the year `last`.
    struct Lanes {
        std::size_t count;
        std::uint16_t const* subjects;  // Null: all subjects of the block.
        std::uint64_t const* window;
        std::uint64_t years;
        int last;
    };
    // Which awards of the sources are read.
    struct Pick {
        bool sure_only = false;
        int lag = -1;  // -1: all, odd ones included.
    };

    // Room for words, given back when the mark goes.
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
    Words& room();

    Values value(Step const& step, Lanes const& lanes);
    void leave_open(Step const& step, Lanes const& lanes, Values& values);
    Values all_of_parts(std::vector<Step> const& steps, Lanes const& lanes);

    Values operator_value(All const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Any const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Years const& what, Step const& step, Lanes const& lanes);
    Values operator_value(After const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Run const& what, Step const& step, Lanes const& lanes);
    Values operator_value(YearRating const& what, Step const& step, Lanes const& lanes);
    Values operator_value(RatedYears const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Titles const& what, Step const& step, Lanes const& lanes);
    Values operator_value(AwardCount const& what, Step const& step, Lanes const& lanes);
    Values operator_value(NoAward const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Initiatives const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Held const& what, Step const& step, Lanes const& lanes);
    Values operator_value(FiledBy const& what, Step const& step, Lanes const& lanes);
    Values operator_value(FiledAfter const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Open const& what, Step const& step, Lanes const& lanes);
    Values operator_value(Attest const& what, Step const& step, Lanes const& lanes);
    // Leaves whose value does not depend on the window: found for the block, then handed to the
    // lanes.
    template <class Leaf>
    Values operator_value(Leaf const& what, Step const& step, Lanes const& lanes)
    {
        return handed(block_value(what, step), lanes);
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

    std::uint64_t const* first_windows(Bits& unsure);
    std::uint64_t const* years_of(AwardSources const& award, Pick pick, Bits& unsure);
    std::uint64_t const* years_of(std::vector<AwardSources> const& awards, Pick pick, Bits& unsure);
    std::uint64_t const* handed(std::uint64_t const* words, Lanes const& lanes);
    Values handed(Values const& of_block, Lanes const& lanes) const;
    Bits handed(Bits const& of_block, Lanes const& lanes) const;
    // Met by what is sure, open by what is possible; `test(words, out)` is asked of either.
    template <class Test>
    Values by_worth(std::vector<AwardSources> const& awards,
                    Lanes const& lanes,
                    int lag,
                    Test const& test);
    void count_awards(std::vector<AwardSources> const& awards,
                      Pick pick,
                      int bound,
                      Lanes const& lanes,
                      Bits& out,
                      Bits& unsure);
    void count_rows(Initiatives const& what,
                    Step const& step,
                    Lanes const& lanes,
                    Bits const& doubtful,
                    Bits& met);
    struct Base;
    void find_bases(Step const& step, Lanes const& lanes, std::vector<Base>& bases, Bits& unsure);
    void try_bases(Step const& step, Lanes const& lanes, std::span<Base const> bases, Values& best);
    bool known(Date day) const { return day <= program_->question().received; }
    int first_year_after(int bit, int lag) const;

    Columns const& columns_;
    Program const* program_ = nullptr;
    std::size_t block_ = 0;
    std::deque<Words> rooms_;
    std::size_t used_ = 0;
};

}  // namespace thidua::law
