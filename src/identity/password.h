// Secrets people type: passwords (argon2id) and codes we hand out (random, so a plain hash is
// enough).
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>

namespace thidua::identity {

// What a hash costs: kFull for people, kDemo for the accounts of a demo, which work on this machine
// only.
enum class Cost { Full, Demo };

// argon2id in its own string form, 64 MiB and three passes. The text is made tidy first: keyboards
// compose Vietnamese in more than one way. At most two run at once in this process;
// others wait here, so call it outside a transaction.
std::string hash_password(std::string_view password, Cost cost = Cost::Full);

// True when `password` gives `hash`. With an empty hash the same work is done in vain, so that a
// missing account takes as long as a wrong password. Waits like hash_password.
bool verify_password(std::string_view hash, std::string_view password);

// BadInput on `field` for a password that is too short, too long, or holds the log-in name.
Result<void> check_password(std::string_view password,
                            std::string_view account_name,
                            std::string field);

// A code to be printed and typed: 16 characters in groups of four, 80 random bits.
std::string new_code();
// What is stored of it; dashes, blanks and case do not matter.
std::string code_hash(std::string_view code);

}  // namespace thidua::identity
