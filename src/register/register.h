// The nouns of the register: a decision (a signed paper) and the awards that exist because of it.
#pragma once

#include "access/actor.h"
#include "base/date.h"

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace thidua::registry {

// Kinds of papers.
inline constexpr std::string_view kCommend = "commend";
inline constexpr std::string_view kCorrect = "correct";
inline constexpr std::string_view kRevoke = "revoke";

// States of an award.
inline constexpr std::string_view kValid = "valid";
inline constexpr std::string_view kRevoked = "revoked";
inline constexpr std::string_view kWithdrawn = "withdrawn";  // Its import was undone, or the entry was none.

struct Decision {
    std::int64_t id = 0;
    std::string ref;
    std::string number;  // Full number and symbol, as written.
    Date decided_on;
    std::string authority;  // Vocabulary code, or an office's own words.
    std::string kind{kCommend};
    std::optional<std::int64_t> corrects_id;
    std::string title;
    access::Marking marking = access::Marking::Thuong;
    bool wants_public = false;
    std::string released_by;  // "" while not public.
    std::optional<Instant> released_at;
    bool has_additions = false;  // Public, but something was added since that is not.
    std::string entered_by;
    Instant entered_at;
    std::int64_t version = 1;

    bool is_released() const { return !released_by.empty(); }
};

// The year merit lies in: one year, a school year (known by its last), or several years.
struct AchievementYear {
    std::optional<std::int64_t> year;  // Last year; nothing when unknown.
    std::optional<std::int64_t> from;  // First year of a school year or of several years.
    bool is_school_year = false;
    bool operator==(AchievementYear const&) const = default;
};
// "2018", "2018-2019" (a school year), "2014-2018" (several years), "" (unknown). Nothing for other text.
std::optional<AchievementYear> parse_year(std::string_view text);
std::string to_text(AchievementYear const& year);

// A recipient's facts as on the day of the decision, each with its source.
struct Frozen {
    std::string subject_name;
    std::int64_t unit_id = 0;
    std::string unit_name;
    std::string rank;
    std::string position;
    std::string sex;
    std::optional<bool> direct_worker;
    std::string target_group;
    // One letter each for name, unit, rank, position, sex, direct_worker, target_group: s stated in the
    // paper, p known from dated posts, a assumed from today, u unknown.
    std::string sources = "uuuuuuu";
};

// Places in Frozen::sources.
enum class Fact : std::size_t { Name, Unit, Rank, Position, Sex, DirectWorker, TargetGroup };

struct Award {
    std::int64_t id = 0;
    std::string ref;
    std::int64_t decision_id = 0;
    std::string subject_kind;
    std::int64_t subject_id = 0;
    std::string award;
    Date decided_on;
    AchievementYear year;
    std::string mode;
    std::string movement;
    std::string citation;
    Frozen frozen;
    std::optional<std::int64_t> submitting_unit_id;
    std::string certificate_no;
    std::optional<std::int64_t> amount;  // đồng
    bool posthumous = false;
    access::Marking marking = access::Marking::Thuong;
    std::string state{kValid};
    std::optional<std::int64_t> revoked_by_id;
    std::string revoke_reason;
    std::string checked_by;  // Who checked it against the original; "" nobody yet.
    std::optional<Instant> checked_at;
    bool released = false;
    std::string entered_by;  // "" when an import brought it.
    std::int64_t version = 1;
    std::string unit_path;   // Today's path of the frozen unit, for rights.
};

// The number of a paper as compared: folded, without blanks.
std::string number_key(std::string_view number);

// Addresses. A record under a marking has another address than the same record without, so that
// nobody learns of it by entering the same paper. `nth` tells apart what is otherwise alike.
std::string decision_ref(std::string_view secret, std::string_view number, Date decided_on, std::string_view authority,
                         access::Marking marking, int nth = 1);
// `subject` is "person:CODE" or "unit:CODE".
std::string award_ref(std::string_view secret, std::string_view decision_ref, std::string_view subject,
                      std::string_view award, AchievementYear const& year, std::string_view mode,
                      access::Marking marking, int nth = 1);

}  // namespace thidua::registry
