// What a verdict is made from: one subject's history and one question. Plain values; years are
// calendar years, periods are inclusive, an absent part means that nothing of the kind happened.
#pragma once

#include "base/date.h"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace thidua::law {

enum class Subject { Person, Unit };
// In the law's own order, so that "at least good" is a comparison.
enum class Rating { None, NotCompleted, Completed, Good, Excellent };
enum class Mode { Merit, Sudden, Thematic, LongService, LengthOfService, Foreign, Wartime };
enum class Level { Base, Ministry, Nation };
enum class Succession { Rename, Merge, Split };

struct AwardFact {
    std::string award;
    int from = 0;
    int to = 0;  // The closing year of the achievement; equals `from` for an annual award.
    Date decided;
    Mode mode = Mode::Merit;
    std::string decision;  // Passed through to the evidence; empty in cases.
    bool operator==(AwardFact const&) const = default;
};
struct InitiativeFact {
    int year = 0;
    Level level = Level::Base;
    std::string kind;
    std::string decision;
    bool operator==(InitiativeFact const&) const = default;
};
struct DisciplineFact {
    std::string kind;
    Date from;
    std::optional<Date> to;  // Absent: still running.
    bool operator==(DisciplineFact const&) const = default;
};
struct AbsenceFact {
    std::string kind;
    Date from;
    std::optional<Date> to;
    std::string result;
    bool operator==(AbsenceFact const&) const = default;
};
struct TransferFact {
    Date on;
    bool opinion = false;
    bool operator==(TransferFact const&) const = default;
};
struct PostFact {
    Date from;
    std::optional<Date> to;
    int coefficient = 0;  // Hundredths: 0.8 is 80.
    bool operator==(PostFact const&) const = default;
};
struct BlockFact {
    int rank = 0;
    int of = 0;
    bool operator==(BlockFact const&) const = default;
};
struct MemberCounts {
    int total = 0, completed = 0, advanced = 0, base_fighters = 0, disciplined = 0;
    bool operator==(MemberCounts const&) const = default;
};

struct Predecessor;
struct History {
    std::optional<Date> joined;
    std::map<int, Rating> ratings;
    std::vector<AwardFact> awards;
    std::vector<InitiativeFact> initiatives;
    std::vector<DisciplineFact> disciplines;
    std::vector<std::string> pending;
    std::vector<AbsenceFact> absences;
    std::vector<TransferFact> transfers;
    std::vector<PostFact> posts;
    std::optional<BlockFact> block;
    std::optional<bool> party_clean;
    std::optional<MemberCounts> members;
    std::vector<Predecessor> lineage;
    bool operator==(History const&) const;
};
struct Predecessor {
    Date on;
    Succession kind = Succession::Rename;
    History history;
    bool operator==(Predecessor const&) const = default;
};
inline bool History::operator==(History const&) const = default;

struct Facts {
    Subject subject = Subject::Person;
    std::string category = "officer";
    std::string sex;
    History history;
};

struct Question {
    std::string award;
    int year = 0;   // The achievement year that closes the question.
    Date received;  // The day the appraising body received the dossier.
};

}  // namespace thidua::law
