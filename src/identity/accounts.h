// Accounts and what is granted to them: the nouns and the acts.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "base/result.h"
#include "storage/database.h"

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::identity {

struct Account {
    std::int64_t id = 0;
    std::string name;          // Log-in name.
    std::string display_name;  // Full name.
    std::string person;        // Code of the person, or "".
    std::string unit;  // Code of the unit whose managers look after it; "" is the whole office.
    std::string language;
    std::int64_t version = 0;
    bool disabled = false;
    bool must_change = false;  // Signed in by a code, a password is still to be chosen.
    bool has_password = false;
    bool has_code = false;  // A first-login code is out.
    bool has_totp = false;
    bool demo = false;
    std::optional<std::int64_t> signed_in_at;
};

// The account of that name, whatever its case; for the account itself and for those who manage
// accounts over its unit. Nothing for everyone else.
std::optional<Account> find_account(storage::Transaction& tx,
                                    access::Actor const& actor,
                                    std::string_view name);

// A role over a unit ("" is everything), days inclusive.
struct RoleOver {
    std::string role;
    std::string unit = {};
    std::optional<Date> from = {};  // Nothing: from today.
    std::optional<Date> to = {};
};

struct NewAccount {
    std::string name;
    std::string display_name = {};  // "" takes the name.
    std::string person = {};
    std::string unit = {};
    std::string password_hash = {};  // From hash_password(); "": a first-login code is made.
    std::vector<RoleOver> roles = {};
    access::Marking clearance = access::Marking::Thuong;  // By `clearance_paper`, from today.
    std::string clearance_paper = {};
    bool demo = false;
    std::string language = "vi";
};

// What the new owner gets on paper. The code is shown once and stored as a hash.
struct Issued {
    std::string name;
    std::string display_name;
    std::string unit;
    std::string code;  // "" when a password was given.
};

Result<Issued> add_account(audit::Act& act, NewAccount const& command);

struct EditAccount {
    std::string name;
    std::int64_t version = 0;
    std::string display_name;
    std::string person;
    std::string unit;
};
Result<void> edit_account(audit::Act& act, EditAccount const& command);

// Ends its sessions too.
Result<void> disable_account(audit::Act& act, std::string_view name, std::int64_t version);
Result<void> enable_account(audit::Act& act, std::string_view name, std::int64_t version);

// A new first-login code: the password so far, app codes and all sessions end. By those who manage
// the account; no e-mail is involved.
Result<Issued> issue_code(audit::Act& act, std::string_view name);

// --- Grants
// ---------------------------------------------------------------------------------------

struct GrantRole {
    std::string account;
    RoleOver role;
};
// Nobody grants to themselves, nor more than they hold (unless they manage the whole office).
Result<void> grant_role(audit::Act& act, GrantRole const& command);
Result<void> revoke_role(audit::Act& act, std::string_view account, std::string_view ref);

struct GiveClearance {
    std::string account;
    access::Marking marking = access::Marking::Mat;
    std::optional<Date> from = {};
    std::optional<Date> to = {};
    std::string paper_no;
    std::optional<Date> paper_date;
};
Result<void> give_clearance(audit::Act& act, GiveClearance const& command);
Result<void> revoke_clearance(audit::Act& act, std::string_view account, std::string_view ref);

// --- Many at once
// ---------------------------------------------------------------------------------

struct StaffMember {
    std::string person;  // Code; the log-in name is made of it.
    std::string full_name;
    std::string unit;  // Code.
};
struct BulkAccounts {
    std::vector<StaffMember> staff;
    std::string role = "staff";
    bool again = false;  // New codes also for those who have never signed in.
};
// Accounts for those who have none yet, each with a first-login code. Every unit concerned must lie
// within the actor's ManageAccounts.
Result<std::vector<Issued>> add_accounts(audit::Act& act, BulkAccounts const& command);

// Accounts of a demo: one password for all, hashed once and cheaply, because they sign in from this
// machine only. For the system alone.
Result<void> add_demo_accounts(audit::Act& act,
                               std::vector<NewAccount> accounts,
                               std::string_view password);

// --- One's own
// -------------------------------------------------------------------------------------

// `new_hash` from hash_password(). Ends the other sessions; `session_hash` stays.
void set_password(audit::Act& act, std::string_view new_hash, std::string_view session_hash);
Result<void> set_language(audit::Act& act, std::string_view language);

}  // namespace thidua::identity
