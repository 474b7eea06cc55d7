// Dated parameters beside the requirements: shares of votes, ratios, days, who decides, what a
// dossier holds. No verdict rests on them; later stages of the work ask here instead of carrying
// numbers.
#pragma once

#include "law/ruling.h"

namespace thidua::law {

// Whether the law gives a value, says that there is none, or leaves it to a person (the point says
// what has to be decided; the value beside it is the one a ruling that holds would confirm).
enum class Says { Value, Nothing, Open };

struct Ground {
    Says says = Says::Open;
    std::string clause;
    Confidence confidence = Confidence::C;
    std::string point;
    bool house = false;                         // From the body's own regulation.
    std::shared_ptr<Settlement const> settled;  // The ruling that closed the point.
};

// In favour, of all members of the council: who sends nothing counts in the base.
struct VoteShare : Ground {
    int percent = 0;
    bool secret = false;
};
struct Quota : Ground {
    int percent = 0;
    std::string of;  // strength, advanced, units, ministry-flags
};
struct Deadline : Ground {
    std::string step;          // submission, appraisal, return, public-comment, ...
    int month = 0, day = 0;    // The last day, where the text names one ...
    std::optional<int> years;  // ... of the year so many years after the achievement year.
    int working_days = 0;      // Or a span from the act before.
};
struct Decider : Ground {
    std::string authority;  // chu-tich-nuoc, chinh-phu, thu-tuong, bo-truong, truong-ban, ...
};
// The codes a decider can have.
std::vector<std::string> const& authorities();

struct Dossier : Ground {
    std::vector<std::string> papers;
    int originals = 0;  // 0: not said.
    bool electronic = false;
};
// By how much the time in post that a long-service award asks is cut for women leaders; not where
// a higher retirement age is fixed for the post.
struct PostTime : Ground {
    int less_months = 0;
    bool less_third = false;
    // The months asked of her where `months` are asked; rounded up to whole months.
    int asked(int months) const;
};
struct Hint : Ground {
    std::string hint;
};

// Which questions a row of a table answers.
struct Scope {
    std::vector<std::string> awards;  // Empty: every award no other row of the table names.
    std::optional<bool> army;
    std::optional<Subject> subject;
    std::string level;  // Empty: any.
    Date from, to;      // Days of receipt, inclusive.
};

template <class T>
using Table = std::vector<std::pair<Scope, T>>;

class Parameters {
public:
    Table<VoteShare> votes;
    Table<Quota> quotas;
    Table<Deadline> dates;
    Table<Decider> deciders;
    Table<Dossier> dossiers;
    Table<PostTime> post_times;
    Table<Hint> hints;
    std::map<std::string, Award> awards;
    std::vector<Regime> regimes;

    // By the day the dossier was received. Where nothing is entered for the day, or its text is
    // unread, the answer is Open with point "unread". `army`: a body of the army or the police.
    VoteShare vote_share(std::string const& award, Date on) const;
    // The law's first, then those of the body's own regulation: each binds.
    std::vector<Quota> quota(std::string const& award, Date on, bool army) const;
    std::vector<Deadline> deadlines(std::string const& award, Date on) const;
    Decider decides(std::string const& award, Date on, bool army) const;
    Dossier dossier(std::string const& award, Date on) const;
    PostTime post_time(std::string const& award, Date on) const;
    std::vector<Hint> hints_for(std::string const& award, Subject subject, Date on) const;
};

// How many `percent` of `total` are, rounded down; and whether `yes` of `members` are a share.
int allowed(Quota const& quota, int total);
bool passes(VoteShare const& share, int yes, int members);

// The files parameters/*.yaml; faults with file, line and cause, two rows for one question
// included.
Result<Parameters> read_parameters(std::vector<PackFile> const& files,
                                   LawBook const& book,
                                   std::string const& root = "law/");
Parameters const& built_in_parameters();

// Open rows that a fitting ruling names are closed, ratios of regulations in force are added. A
// paper that says yes gives the value or confirms the one beside the point; where neither stands
// the row stays open.
Parameters settle(Parameters const& parameters,
                  std::vector<Ruling> const& rulings,
                  std::vector<HousePack> const& packs,
                  Date received);

// The points above that a ruling can close, each once by award and regime; beside those of the book.
std::vector<ClosablePoint> open_points(Parameters const& parameters);

// As check(book, ruling) of ruling.h, for points of either.
Result<void> check(LawBook const& book, Parameters const& parameters, Ruling const& ruling);

}  // namespace thidua::law
