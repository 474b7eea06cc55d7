// Recipients as a clerk types or pastes them, read into awards: who is meant, which award, which year,
// with everything wrong said line by line and nothing guessed.
#pragma once

#include "audit/audit.h"
#include "register/register.h"

#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry {

// One line, as typed.
struct RecipientLine {
    int line = 0;             // As the clerk counts, from 1.
    std::string subject;      // Code, or a name that is unique in `unit`.
    std::string name;         // Given beside the code: must be that subject's.
    std::string unit;         // Code or name as on the day of the decision.
    std::string award;        // Code, name or spelling.
    std::string year;
    std::string mode;
    std::string movement;
    std::string citation;
    std::string rank;
    std::string position;
    std::string target_group;
    std::string certificate_no;
    std::string amount;
    bool posthumous = false;
    std::string marking;      // "" as the decision's.
};

// Lines of text, parted by tabs or semicolons. A first line that names columns as an import would
// ("Số hiệu; Họ tên; Hình thức") says which they are; else they are subject; unit; award; year; mode;
// citation. What a line leaves out comes from `defaults`.
std::vector<RecipientLine> read_lines(std::string_view text, RecipientLine const& defaults);

// An award ready to be stored, and what the clerk has to look at before it is.
struct Entry {
    Award award;
    std::string subject_code;
    std::vector<Problem> warnings;
};

// Reads every line against people, units and the catalogue, for a paper of `decision`'s date and
// marking. BadInput with a problem per wrong line. A subject outside the actor's WriteRegister parts
// is unknown to the actor.
Result<std::vector<Entry>> resolve(audit::Act& act, Decision const& decision, std::span<RecipientLine const> lines);

// What every award has to fulfil, whoever writes it: the award fits the subject, the year is not after
// the decision, the subject served or stood on that day. Nothing when all is well.
std::optional<Problem> objection(storage::Transaction& tx, Award const& award);

}  // namespace thidua::registry
