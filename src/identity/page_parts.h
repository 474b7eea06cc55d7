// What the pages of this folder share. The pages themselves stand in *_pages.cpp.
#pragma once

#include "http/page.h"
#include "identity/accounts.h"
#include "identity/options.h"

namespace thidua::identity {

void add_sign_in_pages(http::Router& routes, Options const& options);
void add_setup_pages(http::Router& routes, Options const& options);
void add_account_pages(http::Router& routes, Options const& options);
void add_profile_pages(http::Router& routes, Options const& options);
void add_delegation_pages(http::Router& routes);
void add_audit_pages(http::Router& routes);

// A day as people type it; nothing for an empty field, BadInput for what is no day.
Result<std::optional<Date>> day_field(http::Values const& values, std::string const& field);

// Sheets to hand out: {name, display_name, unit, code} each, shown once.
http::Answer codes_page(std::vector<Issued> const& issued);

// What is left of a page where an optional day is stored as "" for none.
http::json::value or_null(std::optional<std::string> const& text);

// Role codes in the order of the roles table; those the actor may grant over some unit.
http::json::array role_options();
http::json::array grantable_roles(access::Actor const& actor);

// What the actor may do, and it as codes.
std::vector<access::Permission> held_by(access::Actor const& actor);
http::json::array permission_array(std::vector<access::Permission> const& permissions);

// Roles and clearances of one account, those that ran out or were revoked too; newest first.
http::json::array role_rows(storage::Transaction& tx, std::int64_t account, Date today);
http::json::array clearance_rows(storage::Transaction& tx, std::int64_t account, Date today);

}  // namespace thidua::identity
