// After the close: paper read by two tellers, the box opened once, the result and its minutes.
#pragma once

#include "voting/prepare.h"

#include <map>
#include <memory>

namespace thidua::voting {

// For who leads. Before everyone has voted and before its time a reason is asked for.
Result<void> close_session(audit::Act& act, Step const& command);

// What one teller read from the paper ballots.
struct PaperTotals {
    std::int64_t returned = 0;  // In the box.
    std::int64_t spoilt = 0;    // Of them; they count for nobody.
    struct Votes {
        std::int64_t in_favour = 0, against = 0;
        bool operator==(Votes const&) const = default;
    };
    std::map<std::int64_t, Votes> lines;  // By the id of the line.
    bool operator==(PaperTotals const&) const = default;
};
struct EnterPaper {
    std::string ref;
    std::string returned, spoilt;                              // As typed.
    std::map<int, std::pair<std::string, std::string>> lines;  // Place → in favour, against.
};
// Each teller for themself, as often as wanted until the box is opened.
Result<void> enter_paper(audit::Act& act, EnterPaper const& command);

// How far the reading of the paper is; what each teller read is told once both have entered.
struct PaperState {
    bool wanted = false;  // Somebody took paper.
    std::array<bool, 2> entered{};
    std::optional<std::array<PaperTotals, 2>> totals;  // Both.
    bool agrees() const { return !wanted || (totals && (*totals)[0] == (*totals)[1]); }
};
PaperState paper_state(storage::Transaction& tx, Session const& session);

// A teller's share has been entered and waits for the other's: kept is that it does and until when,
// never the share.
Result<void> note_share(audit::Act& act, std::string_view ref, std::string_view share);
// Until when each teller's share was to wait; nothing where none was entered or its time is over.
std::array<std::optional<Instant>, 2> waiting_until(storage::Transaction& tx,
                                                    Session const& session,
                                                    Instant now);

struct CountBallots {
    std::string ref;
    std::array<std::string, 2> shares;  // As typed, in either order.
};
// Opens the box with both shares, for a teller of the session. In one transaction the choices are
// stored without voter, time or order, and ballots, paper totals and public keys are erased.
Result<void> count_ballots(audit::Act& act, CountBallots const& command);

// Every line's choices as they are stored, in the order of their random keys; empty before the
// count. Lines are named by their place and the subject's code: "1 K101".
std::vector<ballot::Line> stored_choices(storage::Transaction& tx, Session const& session);
// What came out; nothing before the count. Counted anew from the stored choices each time.
std::optional<ballot::Result> result_of(storage::Transaction& tx, Session const& session);

struct Minutes {
    std::string number, held_at, chair, secretary, remarks;
    std::string signed_by;
    Instant signed_at;
};
std::optional<Minutes> minutes_of(storage::Transaction& tx, Session const& session);
struct SignMinutes {
    std::string ref;
    std::int64_t version = 0;
    std::string number, held_at, chair, secretary, remarks;
};
// For who leads: the result is published.
Result<void> sign_minutes(audit::Act& act, SignMinutes const& command);

// Holds the share of the teller who came first in this process's memory until the other comes, for
// ten minutes. Never written anywhere: a server that is started anew has lost it, and `waiting_until`
// lets the page say so; nothing but typing it again is lost. Safe from any thread.
class ShareDesk {
public:
    static constexpr std::int64_t kWait_s = 600;
    ShareDesk();
    ~ShareDesk();
    void put(std::string const& ref, int teller, std::string share, Instant now);
    // The other teller's, where it waits; it stays until `forget`.
    std::string waiting(std::string const& ref, int teller, Instant now);
    // This teller's own waits here.
    bool holds(std::string const& ref, int teller, Instant now);
    void forget(std::string const& ref);

private:
    struct Table;
    std::unique_ptr<Table> table_;
};

}  // namespace thidua::voting
