#include "register/award_checks.h"

#include "base/text.h"

#include <algorithm>
#include <map>
#include <set>
#include <string>
#include <tuple>

namespace thidua::registry {

namespace {

using intake::Texts;

// "The same paper": number and symbol, authority, calendar year of the day.
using PaperOfYear = std::tuple<Texts::Id, Texts::Id, int>;

// What makes two awards the same award.
struct Merit {
    bool person = false;
    std::int64_t subject = 0;
    std::string_view award;
    std::int64_t year = 0;  // 0 unknown
    std::string_view mode;
    auto operator<=>(Merit const&) const = default;
};

// The paper an award stands in.
struct Paper {
    std::string_view number_key;
    std::string_view authority;
    Date day;
    bool operator==(Paper const&) const = default;
};

class Checks {
public:
    Checks(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft>& drafts)
        : run_(run), columns_(columns), drafts_(drafts), row_(run.list, run.report)
    {}

    void number_with_two_dates()
    {
        std::map<PaperOfYear, std::set<Date>> days;
        for (auto const& draft : drafts_) {
            if (auto const paper = paper_of_year(draft)) days[*paper].insert(*draft.decided_on);
        }
        for (auto& draft : drafts_) {
            auto const paper = paper_of_year(draft);
            if (!paper || days.at(*paper).size() < 2) continue;
            auto const& all = days.at(*paper);
            auto const other = *all.begin() == *draft.decided_on ? *std::next(all.begin()) : *all.begin();
            wrong(draft, columns_.decision_date, "import.row.number-two-dates",
                  {{"number", std::string{draft.number}}, {"day", to_vietnamese(*draft.decided_on)}, {"other", to_vietnamese(other)}});
        }
    }

    void same_award_twice()
    {
        sort_by_merit();
        for (auto first = by_merit_.begin(); first != by_merit_.end();) {
            auto const last = std::find_if(first, by_merit_.end(), [&](auto const* other) { return merit(*other) != merit(**first); });
            for (auto later = first + 1; later < last; ++later) compare_with_earlier(first, later);
            first = last;
        }
    }

    void number_in_register()
    {
        std::set<std::string_view> numbers;
        for (auto const& draft : drafts_) {
            if (paper_of_year(draft)) numbers.insert(text(draft.number_key));
        }
        std::map<PaperOfYear, std::set<Date>> days;
        auto& texts = run_.list.texts();
        organisation::in_chunks(numbers, [&](std::vector<storage::Param> const& chunk) {
            // A paper whose import was undone says nothing any more.
            auto const sql = "SELECT d.number_key, d.authority, d.decided_on FROM decision d WHERE d.number_key IN (" +
                             organisation::placeholders(1, chunk.size()) + ") AND d.marking <= " + clearance() +
                             " AND (EXISTS (SELECT 1 FROM award a WHERE a.decision_id = d.id AND a.state <> 'withdrawn')"
                             " OR NOT EXISTS (SELECT 1 FROM award a WHERE a.decision_id = d.id)) ORDER BY d.id";
            for (auto rows = run_.act.tx.query(sql, chunk); rows.next();) {
                if (auto const day = parse_iso_date(rows.text(2)))
                    days[{texts.intern(rows.text(0)), texts.intern(rows.text(1)), day->year()}].insert(*day);
            }
        });
        if (days.empty()) return;
        for (auto& draft : drafts_) {
            auto const of_year = paper_of_year(draft);
            if (!of_year) continue;
            auto const known = days.find(*of_year);
            if (known == days.end() || known->second.contains(*draft.decided_on)) continue;
            wrong(draft, columns_.decision_date, "import.row.number-other-date",
                  {{"number", std::string{draft.number}}, {"day", to_vietnamese(*known->second.begin())}});
        }
    }

    void award_in_register()
    {
        if (!run_.act.tx.integer("SELECT 1 FROM award LIMIT 1")) return;
        sort_by_merit();
        std::set<std::int64_t> people;
        std::set<std::int64_t> units;
        for (auto const* draft : by_merit_) (draft->person != nullptr ? people : units).insert(draft->subject_id());
        compare_with_register("person", people);
        compare_with_register("unit", units);
    }

private:
    std::string_view text(Texts::Id id) const { return run_.list.texts().view(id); }
    std::string clearance() const { return std::to_string(static_cast<int>(run_.act.actor.clearance)); }

    std::optional<PaperOfYear> paper_of_year(AwardDraft const& draft) const
    {
        if (draft.number_key == 0 || !draft.decided_on) return std::nullopt;
        return PaperOfYear{draft.number_key, draft.authority, draft.decided_on->year()};
    }
    Paper paper(AwardDraft const& draft) const
    {
        return {text(draft.number_key), text(draft.authority), *draft.decided_on};
    }
    Merit merit(AwardDraft const& draft) const
    {
        return {draft.person != nullptr, draft.subject_id(), draft.type->code, draft.year.value_or(0), text(draft.mode)};
    }

    // Good drafts so far, the same merit side by side, in the file's order.
    void sort_by_merit()
    {
        by_merit_.clear();
        for (auto& draft : drafts_) {
            if (draft.good) by_merit_.push_back(&draft);
        }
        std::stable_sort(by_merit_.begin(), by_merit_.end(), [&](auto const* a, auto const* b) { return merit(*a) < merit(*b); });
    }

    using Drafts = std::vector<AwardDraft*>;
    void compare_with_earlier(Drafts::iterator first, Drafts::iterator later)
    {
        AwardDraft const* other_paper = nullptr;
        for (auto earlier = first; earlier != later; ++earlier) {
            if (!(*earlier)->good) continue;
            if (paper(**earlier) == paper(**later)) {
                wrong(**later, std::nullopt, "import.row.twice-in-file", {{"row", std::to_string((*earlier)->line.row)}});
                return;
            }
            if (other_paper == nullptr) other_paper = *earlier;
        }
        if (other_paper == nullptr || !(*later)->year) return;
        row_.begin((*later)->line);
        row_.warn("import.row.other-paper-in-file", {{"row", std::to_string(other_paper->line.row)}});
    }

    void wrong(AwardDraft& draft, std::optional<std::size_t> column, std::string key, Args args)
    {
        row_.wrong_at(draft.line, column, std::move(key), std::move(args));
        draft.good = false;
    }

    void compare_with_register(std::string_view kind, std::set<std::int64_t> const& ids)
    {
        organisation::in_chunks(ids, [&](std::vector<storage::Param> chunk) {
            auto const count = chunk.size();
            chunk.emplace_back(kind);
            auto const sql = "SELECT a.subject_id, a.award, a.year, a.mode, d.number_key, d.authority, d.decided_on, d.number"
                             " FROM award a JOIN decision d ON d.id = a.decision_id WHERE a.subject_id IN (" +
                             organisation::placeholders(1, count) + ") AND a.subject_kind = ?" + std::to_string(count + 1) +
                             " AND a.state = 'valid' AND a.marking <= " + clearance() + " ORDER BY a.id";
            for (auto rows = run_.act.tx.query(sql, chunk); rows.next();) {
                meet({kind == organisation::kPerson, rows.integer(0), rows.text(1), rows.integer(2), rows.text(3)}, rows);
            }
        });
    }

    void meet(Merit const& stored, storage::Rows const& rows)
    {
        auto const day = parse_iso_date(rows.text(6)).value_or(Date{});
        Args const args{{"number", rows.string(7)}, {"day", to_vietnamese(day)}};
        auto draft = std::lower_bound(by_merit_.begin(), by_merit_.end(), stored, [&](auto const* a, auto const& b) { return merit(*a) < b; });
        for (; draft != by_merit_.end() && merit(**draft) == stored; ++draft) {
            if (Paper{rows.text(4), rows.text(5), day} == paper(**draft)) {
                if ((*draft)->good) wrong(**draft, std::nullopt, "import.row.in-register", args);
            } else if ((*draft)->year) {
                row_.begin((*draft)->line);
                row_.warn("import.row.other-paper", args);
            }
        }
    }

    ImportRun& run_;
    AwardColumns const& columns_;
    std::vector<AwardDraft>& drafts_;
    intake::RowReader row_;
    Drafts by_merit_;
};

}  // namespace

void check_against_each_other(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft>& drafts)
{
    Checks checks{run, columns, drafts};
    checks.number_with_two_dates();
    checks.same_award_twice();
}

void check_against_register(ImportRun& run, AwardColumns const& columns, std::vector<AwardDraft>& drafts)
{
    Checks checks{run, columns, drafts};
    checks.number_in_register();
    checks.award_in_register();
}

}  // namespace thidua::registry
