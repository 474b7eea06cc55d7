// Who acts, what for, over which part of the unit tree, and how secret a thing they may read. Rights
// are asked here and nowhere else (design.md point 5).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::access {

// One thing a role may allow. Stored by name in tokens and in the access table: names stay.
enum class Permission {
    ReadOrganisation,   // units, blocks
    ReadPeople,         // persons with their posts and service
    WriteOrganisation,  // acts on the unit tree and the blocks
    WritePeople,        // persons, posts, transfers
    WriteFacts,         // ratings, initiatives, absences, unit years, completeness
    ReadDiscipline,     // discipline and pending cases
    WriteDiscipline,
    ReadRegister,       // decisions and awards
    WriteRegister,      // enter decisions, run award imports
    ReleaseRegister,    // second person: make public, confirm corrections
    CertifyRegister,    // "checked against the original", certified sheets
    MendRegister,       // correct, revoke
    WriteCatalogue,     // award catalogue
    ReadReports,
    ManageAccounts,
    ReadAudit,
    WriteCalendar,
    ManageSystem,       // jobs of others, backup, settings
    ReadOwnSheet,       // one's own person page and award sheet
    ActivateLaw,
    WriteLaw,
    ReadMovements,        // programme, movements, covenants, published results
    PlanYear,             // programme, windows, who leads a block
    GiveDirections,       // directions and directives of leaders
    WriteMovements,       // draft and run movements
    ApproveMovements,     // second person: approve, launch, close
    WriteRegistrations,   // register units and persons for the year
    ApproveRegistrations, // the level above approves or returns
    SignForUnit,          // the unit's head: covenant, explanations
    CastVote,             // one ballot per unit
    LeadBlock,            // chair of a block while the unit is its head or deputy
    WriteScores,          // own and cross sheets of a unit
    VerifyScores,         // the standing office re-checks a block's scores
    CountVotes,           // teller: key share, paper ballots
    DecideResults,        // second step of publication, the council's decisions
};
constexpr int kPermissionCount = static_cast<int>(Permission::DecideResults) + 1;
std::string_view name_of(Permission permission);  // "read-register"

// độ mật, from vocabulary.csv; stored as these numbers.
enum class Marking : int { Thuong = 0, Mat = 1, ToiMat = 2, TuyetMat = 3 };
std::string_view name_of(Marking marking);  // the vocabulary code: "thuong", "mat", "toi-mat", "tuyet-mat"
// Thuong for "", nothing else guessed: TuyetMat (the safe side) for an unknown code.
Marking marking_of(std::string_view code);

// A part of the unit tree, as the materialised path of its top unit: "/BAN/K101/". "/" is everything.
// Codes stand in paths; a unit's path is published by organisation and follows the tree of today.
using Scope = std::string;
bool covers(std::string_view scope, std::string_view unit_path);

struct Grant {
    Permission permission;
    Scope scope;
};

class Actor {
public:
    static Actor anonymous();
    // The shell command and scheduled work: everything, everywhere, every marking.
    static Actor system(std::string name);

    std::int64_t account = 0;   // 0 for anonymous and system.
    std::string name;           // Log-in name; what audit lines carry.
    std::string display_name;   // Full name to show.
    std::string person;         // Code of the person the account belongs to, or "".
    std::string language = "vi";
    std::vector<std::string> roles;
    std::vector<Grant> grants;  // In force today, delegations included.
    Marking clearance = Marking::Thuong;

    bool is_anonymous() const { return account == 0 && grants.empty(); }
    // Anywhere at all: shows a menu item, opens a list that is then filtered.
    bool may(Permission permission) const;
    // Over the unit at `unit_path` ("/BAN/K101/").
    bool may(Permission permission, std::string_view unit_path) const;
    bool may_read(Marking marking) const { return marking <= clearance; }
    // The scopes of a permission, none inside another, in byte order; {"/"} for everything.
    std::vector<Scope> scopes(Permission permission) const;
};

// SQL for "column lies in one of the scopes", e.g. (u.path >= '/BAN/K101/' AND u.path < '/BAN/K1010').
// Codes hold letters, digits, '-', '_' and '.' only (organisation checks), so quoting is safe; the
// function refuses any other scope by an empty result "(1=0)". Everything gives "(1=1)".
std::string sql_in_scopes(std::vector<Scope> const& scopes, std::string_view path_column);

}  // namespace thidua::access
