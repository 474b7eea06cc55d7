#include "identity/roles.h"

#include "base/text.h"

#include <algorithm>

namespace thidua::identity {

namespace {

using access::Permission;
using enum access::Permission;

std::vector<Role> make_roles()
{
    return {
        {"admin",
         {ReadOrganisation, ManageAccounts, ReadAudit, WriteCalendar, ManageSystem, ReadOwnSheet}},
        {"standing-office",
         {ReadOrganisation, ReadPeople,         WriteOrganisation,    WritePeople,
          WriteFacts,       ReadDiscipline,     WriteDiscipline,      ReadRegister,
          WriteRegister,    ReleaseRegister,    CertifyRegister,      MendRegister,
          WriteCatalogue,   ReadReports,        WriteCalendar,        ReadOwnSheet,
          ReadMovements,    PlanYear,           GiveDirections,       WriteMovements,
          ApproveMovements, WriteRegistrations, ApproveRegistrations, WriteScores,
          VerifyScores}},
        {"appraiser",
         {ReadOrganisation,
          ReadPeople,
          ReadDiscipline,
          ReadRegister,
          CertifyRegister,
          ReadReports,
          ReadOwnSheet,
          ReadMovements,
          VerifyScores}},
        {"unit-clerk",
         {ReadOrganisation,
          ReadPeople,
          WritePeople,
          WriteFacts,
          ReadRegister,
          WriteRegister,
          ReadReports,
          ManageAccounts,
          ReadOwnSheet,
          ReadMovements,
          WriteMovements,
          WriteRegistrations,
          WriteScores}},
        // All that its clerk may, so that it can also look after the clerk's account (rights.h).
        {"unit-head",
         {ReadOrganisation,
          ReadPeople,
          WritePeople,
          WriteFacts,
          ReadDiscipline,
          ReadRegister,
          WriteRegister,
          ReadReports,
          ManageAccounts,
          ReadOwnSheet,
          ReadMovements,
          WriteMovements,
          ApproveMovements,
          WriteRegistrations,
          ApproveRegistrations,
          SignForUnit,
          CastVote,
          WriteScores}},
        {"block-head",
         {ReadOrganisation, ReadRegister, ReadReports, ReadOwnSheet, ReadMovements, LeadBlock}},
        {"block-secretary",
         {ReadOrganisation, ReadRegister, ReadReports, ReadOwnSheet, ReadMovements, LeadBlock}},
        {"council-secretary",
         {ReadOrganisation,
          ReadPeople,
          ReadDiscipline,
          ReadRegister,
          ReadReports,
          ReadOwnSheet,
          ReadMovements,
          PlanYear,
          DecideResults}},
        {"council-member",
         {ReadOrganisation, ReadPeople, ReadRegister, ReadReports, ReadOwnSheet, ReadMovements}},
        {"teller", {ReadOrganisation, ReadOwnSheet, CountVotes}},
        {"legal-officer",
         {ReadOrganisation, ReadRegister, WriteCatalogue, ReadReports, ReadOwnSheet, WriteLaw}},
        {"legal-activator",
         {ReadOrganisation, ReadRegister, ReadReports, ReadOwnSheet, ActivateLaw}},
        // Also the second person: what the standing office enters, a leader may make public.
        {"leader",
         {ReadOrganisation,
          ReadPeople,
          ReadDiscipline,
          ReadRegister,
          ReleaseRegister,
          ReadReports,
          ReadOwnSheet,
          ReadMovements,
          GiveDirections,
          ApproveMovements,
          DecideResults}},
        {"signer",
         {ReadOrganisation, ReadPeople, ReadRegister, ReadReports, ReadOwnSheet, ReadMovements}},
        {"auditor",
         {ReadOrganisation,
          ReadPeople,
          ReadRegister,
          ReadReports,
          ReadAudit,
          ReadOwnSheet,
          ReadMovements}},
        {"staff", {ReadOwnSheet}},
        {"viewer", {ReadOrganisation, ReadRegister, ReadReports, ReadOwnSheet, ReadMovements}},
    };
}

std::vector<Role> const& all_roles()
{
    static auto const all = make_roles();
    return all;
}

}  // namespace

std::span<Role const> roles() { return all_roles(); }

Role const* find_role(std::string_view code)
{
    auto const& all = all_roles();
    auto const found =
        std::find_if(all.begin(), all.end(), [&](Role const& r) { return r.code == code; });
    return found == all.end() ? nullptr : &*found;
}

std::optional<Permission> permission_named(std::string_view name)
{
    for (int i = 0; i < access::kPermissionCount; ++i) {
        auto const permission = static_cast<Permission>(i);
        if (access::name_of(permission) == name) return permission;
    }
    return std::nullopt;
}

std::vector<Permission> parse_permissions(std::string_view names)
{
    std::vector<Permission> permissions;
    for (auto const name : split(names, ' ')) {
        if (auto const permission = permission_named(name)) permissions.push_back(*permission);
    }
    return permissions;
}

std::string permission_names(std::span<Permission const> permissions)
{
    std::string names;
    for (auto const permission : permissions) {
        if (!names.empty()) names += ' ';
        names += access::name_of(permission);
    }
    return names;
}

std::string access_table()
{
    std::string table = "| permission |";
    std::string rule = "|---|";
    for (auto const& role : roles()) {
        table += " " + std::string{role.code} + " |";
        rule += ":-:|";
    }
    table += "\n" + rule + "\n";
    for (int i = 0; i < access::kPermissionCount; ++i) {
        auto const permission = static_cast<Permission>(i);
        table += "| " + std::string{access::name_of(permission)} + " |";
        for (auto const& role : roles()) {
            auto const& held = role.permissions;
            bool const holds = std::find(held.begin(), held.end(), permission) != held.end();
            table += holds ? " x |" : "  |";
        }
        table += "\n";
    }
    return table;
}

}  // namespace thidua::identity
