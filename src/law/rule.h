// A requirement of the law as a tree. Every leaf says what has to be true of a history, by which
// clause, and how sure we are of the text; the sentences are made from the same fields.
#pragma once

#include "law/facts.h"

#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace thidua::law {

// A: the wording was read. B: general knowledge of the law. C: unread or in conflict, for a person
// to decide.
enum class Confidence { A, B, C };

struct Node;

// The paper that closed an open point, and how: a ruling of the competent body, or the body's own
// award regulation where the law leaves the standard to it.
struct Settlement {
    bool holds = false;
    std::string paper;  // Its number, or how it is cited: "12/QĐ-BCY".
    Date date;
    std::string signer;  // Empty for a regulation.
    std::string ruling;  // The ruling's id; empty for a regulation.
};

// Joints.
struct All {
    std::vector<Node> parts;
};
struct Any {
    std::vector<Node> parts;
};
// Years first..last before or at the question's year; narrows the window of its parts.
struct Years {
    int first = 0, last = 0;  // Offsets: -2, 0. `first` may be kEver.
    std::vector<Node> parts;
};
// The years after a base award; of several bases the best one serves.
struct After {
    std::vector<std::string> awards;
    std::vector<Node> parts;
};
// An unbroken stretch of ratings that ends at the question's year; its parts see the stretch only.
struct Run {
    Rating rating = Rating::Good;
    int years = 0;
    bool whole = false;  // The stretch fills the window from its first year.
    std::vector<Node> parts;
};

// Leaves over years.
struct YearRating {
    Rating rating = Rating::Good;
};
struct RatedYears {
    Rating rating = Rating::Excellent;
    int at_least = 0;
};
struct Titles {
    std::vector<std::string> awards;
    int years = 0;
    bool earlier = false;  // A full stretch that ended before the question's year.
};
struct AwardCount {
    std::vector<std::string> awards;
    int at_least = 0;
    bool any_mode = false;
};
struct NoAward {
    std::vector<std::string> awards;
};
struct Initiatives {
    Level level = Level::Base;
    std::vector<std::string> kinds;  // Empty: all.
    int at_least = 1;
};

// Leaves over other facts.
struct Held {
    std::vector<std::string> awards;
};
struct Category {
    std::vector<std::string> in;
};
struct Service {
    int at_least = 0;
    int below = 0;  // 0: no upper bound.
};
struct RecruitMonths {
    int at_least = 0;
};
struct LongStudy {
    int months = 0;
    std::vector<std::string> results;
};
struct LeaveDays {
    int below = 0;
};
struct Undisciplined {
    enum class When { StartsInYear, RunsAtYearEnd, EndsInYear, Ever, InPost };
    When when = When::Ever;
    std::vector<std::string> kinds;  // Empty: every measure.
    int coefficient = 0;             // InPost: of posts from this coefficient up, hundredths.
};
struct TransferOpinion {
    int months = 0;
};
struct Members {
    enum class Count { Completed, Advanced, BaseFighters, Disciplined };
    enum class Compare { AtLeast, AtMost, ShareAtLeast, ShareAbove };
    Count count = Count::Advanced;
    Compare compare = Compare::AtLeast;
    int bound = 0;
};
struct BlockRank {
    int at_most = 1;
};
struct PartyClean {
    bool if_known = false;  // Only a stated "no" fails.
};
struct Post {
    int coefficient = 0;  // 0: any post.
};
// Received not later than month/day of the year `years` after the question's year ...
struct FiledBy {
    int years = 0, month = 12, day = 31;
};
// ... or after the year in which the award of the question's year was decided.
struct FiledAfter {
    std::vector<std::string> awards;
    int years = 0, month = 12, day = 31;
};
struct NoOtherForm {
    std::vector<std::string> awards;
    std::vector<Mode> exempt;
    std::optional<Date> from;  // Asked of dossiers received from this day on.
};
// A person has to decide; the point says what.
struct Open {};
// A person confirms; never changes the verdict.
struct Attest {
    std::string what;
};

using Operator = std::variant<All,
                              Any,
                              Years,
                              After,
                              Run,
                              YearRating,
                              RatedYears,
                              Titles,
                              AwardCount,
                              NoAward,
                              Initiatives,
                              Held,
                              Category,
                              Service,
                              RecruitMonths,
                              LongStudy,
                              LeaveDays,
                              Undisciplined,
                              TransferOpinion,
                              Members,
                              BlockRank,
                              PartyClean,
                              Post,
                              FiledBy,
                              FiledAfter,
                              NoOtherForm,
                              Open,
                              Attest>;

inline constexpr int kEver = -10'000;

struct Node {
    Operator what;
    std::string clause;
    Confidence confidence = Confidence::A;
    // Where the requirement is not met but `open_when` is (or is absent and `point` given), the law
    // leaves it to a person: `point` names what has to be decided.
    std::string point;
    std::shared_ptr<Node const> open_when;
    // The law leaves this point to the body's own award regulation: only here may one fill it.
    bool delegated = false;
    // Set by `settle` (ruling.h), never read from a pack. Where the requirement would be open by
    // its own point: not met if the paper says that it does not hold; if it holds, met, or as far
    // as `open_when` is (a paper closes its own point, not what that rests on).
    std::shared_ptr<Settlement const> settled;
    // Asked by the body's own award regulation (quy chế), shown apart from the law.
    bool house = false;
    int line = 0;
};

// The parts of a joint, nothing for a leaf.
std::vector<Node> const* parts_of(Node const& node);

}  // namespace thidua::law
