// One account per role, so that everyone's view can be tried, and for every unit below the Board its
// head and its clerk, who play a block's year. They sign in from this machine only.
#include "demo/world.h"

#include "audit/audit.h"
#include "base/text.h"
#include "identity/accounts.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <iterator>

namespace thidua::demo {

namespace {

struct DemoAccount {
    char const* name;
    char const* display_name;
    char const* role;
    char const* unit;    // "" is everything.
    char const* person;
    access::Marking clearance = access::Marking::Thuong;
};

constexpr char kPassword[] = "thidua-demo";

constexpr DemoAccount kAccounts[] = {
    {"quantri", "Quản trị hệ thống", "admin", "", ""},
    {"thuongtruc", "Thường trực Thi đua – Khen thưởng", "standing-office", "", ""},
    {"matvu", "Cán bộ được xem tài liệu mật", "standing-office", "", "", access::Marking::ToiMat},
    {"lanhdao", "Lãnh đạo Ban", "leader", "", ""},
    {"thamdinh", "Cán bộ thẩm định", "appraiser", "", ""},
    {"troly", "Trợ lý thi đua Học viện Ví dụ", "unit-clerk", "D201", ""},
    {"thutruong", "Thủ trưởng Học viện Ví dụ", "unit-head", "D201", ""},
    {"khoitruong", "Khối trưởng Khối 2", "block-head", "D202", ""},
    {"khoipho", "Khối phó Khối 2", "block-head", "D203", ""},
    {"thukykhoi", "Thư ký Khối 2", "block-secretary", "D202", ""},
    {"thuky", "Thư ký Hội đồng", "council-secretary", "", ""},
    {"uyvien", "Ủy viên Hội đồng", "council-member", "", ""},
    {"kiemphieu", "Tổ kiểm phiếu, người thứ nhất", "teller", "", ""},
    {"kiemphieu2", "Tổ kiểm phiếu, người thứ hai", "teller", "", ""},
    {"phapche", "Cán bộ pháp chế", "legal-officer", "", ""},
    {"kichhoat", "Người kích hoạt bộ luật", "legal-activator", "", ""},
    {"kyduyet", "Người ký", "signer", "", ""},
    {"kiemtra", "Kiểm tra, giám sát", "auditor", "", ""},
    {"nhanvien", "Nhân viên xem phiếu của mình", "staff", "D201", "NV000011"},
    {"nguoixem", "Người xem", "viewer", "", ""},
};

identity::NewAccount account_of(std::string name,
                                std::string display_name,
                                std::string const& role,
                                std::string const& unit)
{
    identity::NewAccount account;
    account.name = std::move(name);
    account.display_name = std::move(display_name);
    account.unit = unit;
    account.roles = {{role, unit, {}, {}}};
    return account;
}

bool has_account(std::string_view role, std::string_view unit)
{
    return std::any_of(std::begin(kAccounts), std::end(kAccounts), [&](auto const& account) {
        return account.role == role && account.unit == unit;
    });
}

// "thutruong.d203", "troly.d203"; a unit that leads its block, this year or the year before, also has
// "khoitruong.d303".
void add_unit_accounts(World const& world, std::vector<identity::NewAccount>& accounts)
{
    constexpr std::array<std::array<char const*, 3>, 2> kOfUnit{
        {{"thutruong", "Thủ trưởng", "unit-head"}, {"troly", "Trợ lý thi đua", "unit-clerk"}}};
    for (auto const& unit : world.units) {
        if (unit.block == 0 || unit.to) continue;
        for (auto const& [name, title, role] : kOfUnit) {
            if (has_account(role, unit.code)) continue;
            accounts.push_back(account_of(fmt::format("{}.{}", name, fold(unit.code)),
                                          fmt::format("{} {}", title, unit.name),
                                          role,
                                          unit.code));
        }
    }
    for (auto const& place : world.places) {
        bool const before = place.year == world.last_year - 1;
        if ((place.year != world.last_year && !before) || place.role != "head") continue;
        auto const& unit = world.units[static_cast<std::size_t>(place.unit - 1)];
        if (has_account("block-head", unit.code)) continue;
        auto const title = fmt::format("Khối trưởng Khối {}", place.block);
        accounts.push_back(account_of(fmt::format("khoitruong.{}", fold(unit.code)),
                                      before ? fmt::format("{} năm {}", title, place.year) : title,
                                      "block-head",
                                      unit.code));
    }
}

}  // namespace

void make_accounts(storage::Transaction& tx, World const& world)
{
    auto const system = access::Actor::system("demo");
    // Before anything the sample's accounts are seen to do.
    auto const opened = make_date(world.last_year - 1, 1, 2).value();
    audit::Act act{tx, system, start_of(opened), {}};
    std::vector<identity::NewAccount> accounts;
    for (auto const& account : kAccounts) {
        auto& command = accounts.emplace_back();
        command.name = account.name;
        command.display_name = account.display_name;
        command.person = account.person;
        command.unit = account.unit;
        command.roles = {{account.role, account.unit, {}, {}}};
        command.clearance = account.clearance;
        command.clearance_paper = account.clearance == access::Marking::Thuong ? "" : "05/QĐ-BVD";
    }
    add_unit_accounts(world, accounts);
    identity::add_demo_accounts(act, std::move(accounts), kPassword).value();
}

}  // namespace thidua::demo
