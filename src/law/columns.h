// The histories of very many subjects of one kind, laid out so that all of them are judged at once:
// per fact and year one bit for each subject, and rows in the order of their subjects for what
// happens to few. Filled row by row or from whole histories, sealed once, then read only. What the
// words cannot say exactly (lineage, years outside the window, one award decided twice) marks the
// subject for the explaining evaluator; nothing is approximated.
#pragma once

#include "law/facts.h"
#include "law/plane.h"

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace thidua::law {

// A word that stands in facts (award, kind, result) as a small number of one Columns.
using Code = std::uint16_t;

// Periods that are still running end with the last day there is.
struct DisciplineRow {
    std::uint32_t subject;
    Code kind;
    bool running;
    Date from, to;
    int last;  // The bit of the year in which it ends, also where it has none.
};
struct AbsenceRow {
    std::uint32_t subject;
    Code kind, result;
    bool running;
    Date from, to;
};
struct TransferRow {
    std::uint32_t subject;
    bool opinion;
    Date on;
};
struct PostRow {
    std::uint32_t subject;
    int coefficient;
    bool running;
    Date from, to;
};
struct YearRow {  // What is told of the asked year alone.
    std::uint32_t subject;
    std::optional<BlockFact> block;
    std::optional<bool> party_clean;
    std::optional<MemberCounts> members;
};
// An award decided neither in its closing year nor in the next.
struct OddAward {
    std::uint32_t subject;
    Code award;
    Mode mode;
    std::uint8_t bit;
    Date decided;
};

// The awards of one code and mode that were decided `lag` years after their closing year, and
// between which days those of each year were decided. Of any lag: both together.
struct AwardPlane {
    Code award = 0;
    Mode mode = Mode::Merit;
    int lag = 0;
    Plane years;
    std::array<std::int32_t, 64> first_day, last_day;
};

// The initiatives of one kind, or of all, of a level or a higher one.
struct InitiativePlanes {
    std::optional<Code> kind;
    Level least = Level::Base;
    std::vector<Plane> more_than;  // Years with more than none, than one ...
};

class Columns {
public:
    static constexpr std::int32_t kUnknownDay = INT32_MAX;

    // Years newest-62 .. newest have a bit; a subject with a fact of any other year is explained.
    Columns(Subject kind, int newest_year);
    ~Columns();
    Columns(Columns&&) noexcept;

    // The number of a word; the same word has the same number.
    Code code(std::string_view word);

    // How many subjects will come, where it is known: spares moving them.
    void expect(std::size_t subjects);
    // A new subject; its index counts from 0.
    std::size_t subject(Code category, std::optional<Date> joined);
    // Facts of a subject already made, in any order, quickest subject by subject. A year is rated
    // once.
    void rating(std::size_t subject, int year, Rating rating)
    {
        int const at = bit(year);
        if (at < 1 || at >= kYearBits) return explain(subject);
        rated_[static_cast<std::size_t>(rating)].add(static_cast<std::uint32_t>(subject), at);
    }
    void award(std::size_t subject, Code award, int to, Date decided, Mode mode)
    {
        int const at = bit(to), lag = bit_of(decided) - at;
        auto const slot = slot_of(award, mode, lag);
        if (at < 1 || at >= kYearBits || lag < 0 || lag > 1 || slot >= awards_.size() ||
            !awards_[slot])
            return new_award(subject, award, at, decided, mode);
        add_to(*awards_[slot], subject, at, decided);
    }
    void initiative(std::size_t subject, int year, Level level, Code kind);
    void discipline(std::size_t subject, Code kind, Date from, std::optional<Date> to);
    void absence(std::size_t subject, Code kind, Date from, std::optional<Date> to, Code result);
    void transfer(std::size_t subject, Date on, bool opinion);
    void post(std::size_t subject, Date from, std::optional<Date> to, int coefficient);
    void pending(std::size_t subject);
    void of_the_year(std::size_t subject,
                     std::optional<BlockFact> block,
                     std::optional<bool> party_clean,
                     std::optional<MemberCounts> members);
    // To be judged by the explaining evaluator alone.
    void explain(std::size_t subject);
    // A whole history; facts of another kind of subject are a mistake.
    std::size_t add(Facts const& facts);

    // Ends the filling; everything below is read after it, everything above before.
    void seal();
    // Once both are sealed: the ratings of other columns of the same subjects in the same places,
    // and, where those have any, their initiatives, transfers and posts; all in the stead of what
    // is here. The two may have been filled and sealed at the same time.
    void take(Columns&& other);

    Subject kind() const { return kind_; }
    std::size_t size() const { return size_; }
    std::size_t blocks() const { return (size() + kBlock - 1) / kBlock; }
    // 1..63 where the year has a bit, else 0 or outside.
    int bit(int year) const { return year - base_; }
    int year(int bit) const { return base_ + bit; }

    std::optional<Code> known_code(std::string_view word) const;
    // The place of a category among those that occur; nothing where nobody has it.
    std::optional<std::size_t> category(std::string_view word) const;
    // Per subject the place of its category, below 64.
    std::uint8_t const* categories(std::size_t block) const;
    std::int32_t const* joined(std::size_t block) const;
    // Years rated so or better.
    Plane const& rated(Rating least) const { return rated_[static_cast<std::size_t>(least)]; }
    std::vector<AwardPlane const*> award_planes(Code award) const;
    // Those of one code and mode of either lag, where both occur; else null.
    AwardPlane const* of_any_lag(Code award, Mode mode) const;
    RowTable<OddAward> const& odd_awards() const { return odd_; }
    // Subjects with two rows of one award, mode and year.
    RowTable<OddAward> const& repeated() const { return repeated_; }
    // Of every level, for all kinds and for each that occurs.
    std::vector<InitiativePlanes> const& initiatives() const { return initiatives_; }
    RowTable<DisciplineRow> const& disciplines() const { return disciplines_; }
    // Who has no measure that ends in a year or later; no measure began after last_discipline().
    Plane const& clean() const { return clean_; }
    Date last_discipline() const { return last_discipline_; }
    // By the years they run in.
    YearTable<DisciplineRow> const& disciplines_by_year() const { return discipline_years_; }
    YearTable<AbsenceRow> const& absences() const { return absences_; }
    YearTable<TransferRow> const& transfers() const { return transfers_; }  // Each by its days.
    RowTable<PostRow> const& posts() const { return posts_; }
    RowTable<YearRow> const& years() const { return year_rows_; }
    Bits const& pending_in(std::size_t block) const { return pending_[block]; }
    Bits const& explained_in(std::size_t block) const { return explained_[block]; }

    // What is held for everybody, and what for the few.
    std::size_t dense_bytes() const;
    std::size_t sparse_bytes() const;

private:
    static constexpr std::size_t kModes = 7, kLags = 2, kLevels = 3;

    static std::size_t slot_of(Code award, Mode mode, int lag)
    {
        return (award * kModes + static_cast<std::size_t>(mode)) * kLags +
               static_cast<std::size_t>(lag & 1);
    }
    // Years from the base on; far below the window where the day lies outside it.
    int bit_of(Date day) const
    {
        auto const offset = static_cast<std::uint64_t>(std::int64_t{day.days} - first_day_);
        return offset < bit_of_day_.size() ? bit_of_day_[offset] : -kYearBits;
    }
    void add_to(AwardPlane& plane, std::size_t subject, int bit, Date decided)
    {
        auto const year = static_cast<std::size_t>(bit);
        plane.years.add(static_cast<std::uint32_t>(subject), bit);
        if (decided.days < plane.first_day[year]) plane.first_day[year] = decided.days;
        if (decided.days > plane.last_day[year]) plane.last_day[year] = decided.days;
    }
    void new_award(std::size_t subject, Code award, int bit, Date decided, Mode mode);
    void number_categories();
    void seal_awards();
    void unite_lags();
    void mark_contradictions();
    void count_initiatives();
    void count_initiatives(std::optional<std::size_t> kind, Level least);
    void visit_planes(std::function<void(Plane const&)> const& visit) const;

    Subject kind_;
    int base_;
    std::int32_t first_day_;
    std::vector<std::uint8_t> bit_of_day_;
    std::unordered_map<std::string, Code> codes_;
    std::size_t size_ = 0, expected_ = 0;
    std::vector<Code> category_codes_;  // Of subjects, until sealed; then of places.
    std::vector<std::uint8_t> categories_;
    std::vector<std::int32_t> joined_;
    std::array<Plane, 5> rated_;                        // Until sealed: rated exactly so.
    std::vector<std::unique_ptr<AwardPlane>> awards_;   // By code, mode and lag.
    std::vector<std::unique_ptr<AwardPlane>> any_lag_;  // By code and mode.
    RowTable<OddAward> odd_, repeated_;
    std::vector<std::unique_ptr<Plane>> initiative_years_;  // By kind and level, until sealed.
    std::vector<InitiativePlanes> initiatives_;
    RowTable<DisciplineRow> disciplines_;
    Plane clean_;  // Until sealed: years in which measures end.
    Date last_discipline_{INT32_MIN};
    YearTable<DisciplineRow> discipline_years_;
    YearTable<AbsenceRow> absences_;
    YearTable<TransferRow> transfers_;
    RowTable<PostRow> posts_;
    RowTable<YearRow> year_rows_;
    std::vector<Bits> pending_, explained_;
};

}  // namespace thidua::law
