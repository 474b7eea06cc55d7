#include "identity/setup.h"

#include "audit/settings.h"
#include "base/text.h"
#include "identity/delays.h"
#include "identity/password.h"

#include <boost/json.hpp>

namespace thidua::identity {

namespace {

constexpr std::string_view kCodeSetting = "setup_code_hash";
constexpr std::string_view kOfficeSetting = "office.name";

Result<void> hear_code(storage::Database& db, SetUp const& command, Instant now)
{
    // A wrong code has to be counted, so this transaction commits whatever it finds.
    std::optional<Error> refusal;
    db.write([&](storage::Transaction& tx) {
        refusal.reset();
        if (!needs_setup(tx)) {
            refusal = not_found();
        } else if (auto const wait = waiting_time(tx, Attempt::SetUp, "", now); wait > 0) {
            refusal = bad_input("identity.error.wait", {{"seconds", std::to_string(wait)}});
        } else if (audit::setting(tx, kCodeSetting) != code_hash(command.setup_code)) {
            count_failure(tx, Attempt::SetUp, "", now);
            refusal = bad_input("identity.error.setup-code", {}, "setup_code");
        }
    });
    if (refusal) return std::move(*refusal);
    return {};
}

Result<void> make_first_account(audit::Act& act, SetUp const& command, std::string const& hash)
{
    TD_TRY(add_account(act,
                       {.name = command.account_name,
                        .display_name = command.display_name,
                        .password_hash = hash,
                        .roles = {{"admin"}, {"standing-office"}}}));
    return {};
}

// All of the top unit or nothing of it: an office may also load its tree from a list.
Result<void> make_top_unit(audit::Act& act, SetUp const& command, Options const& options)
{
    auto const code = tidy(command.top_unit_code);
    auto const name = tidy(command.top_unit_name);
    auto const from = tidy(command.top_unit_from);
    if (!options.make_top_unit || (code.empty() && name.empty() && from.empty())) return {};
    if (code.empty()) return bad_input("error.required", {}, "top_unit_code");
    if (name.empty()) return bad_input("error.required", {}, "top_unit_name");
    auto const day = parse_date(from);
    if (!day) return bad_input("identity.error.top-unit-day", {}, "top_unit_from");
    return options.make_top_unit(act, code, name, *day);
}

}  // namespace

bool needs_setup(storage::Transaction& tx)
{
    return !tx.integer("SELECT id FROM account ORDER BY id LIMIT 1");
}

std::string ensure_setup_code(storage::Database& db)
{
    auto const code = new_code();
    bool const wanted = db.write([&](storage::Transaction& tx) {
        if (!needs_setup(tx)) return false;
        audit::set_setting(tx, kCodeSetting, code_hash(code));
        return true;
    });
    return wanted ? code : std::string{};
}

Result<void> set_up(storage::Database& db,
                    SetUp const& command,
                    Instant now,
                    Options const& options)
{
    TD_CHECK(hear_code(db, command, now));
    auto const office = tidy(command.office_name);
    if (office.empty()) return bad_input("identity.error.office-name", {}, "office_name");
    if (tidy(command.display_name).empty())
        return bad_input("identity.error.display-name", {}, "display_name");
    TD_CHECK(check_password(command.password, command.account_name, "password"));
    auto const hash = hash_password(command.password);
    return db.write([&](storage::Transaction& tx) -> Result<void> {
        if (!needs_setup(tx)) return not_found();  // Somebody else was quicker.
        auto const system = access::Actor::system("setup");
        audit::Act act{tx, system, now, command.request};
        TD_CHECK(make_first_account(act, command, hash));
        audit::set_setting(tx, kOfficeSetting, office);
        audit::set_setting(tx, kCodeSetting, "");
        forget_failures(tx, Attempt::SetUp, "");
        TD_CHECK(make_top_unit(act, command, options));
        boost::json::object const after{{"office_name", office}};
        audit::record(act,
                      {.what = "identity.office.set-up", .subject = "office:", .after = &after});
        return {};
    });
}

}  // namespace thidua::identity
