// One account per role, so that everyone's view can be tried. They sign in from this machine only.
#include "demo/world.h"

#include "audit/audit.h"
#include "identity/accounts.h"

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
    {"thukykhoi", "Thư ký Khối 2", "block-secretary", "D202", ""},
    {"thuky", "Thư ký Hội đồng", "council-secretary", "", ""},
    {"uyvien", "Ủy viên Hội đồng", "council-member", "", ""},
    {"kiemphieu", "Tổ kiểm phiếu", "teller", "", ""},
    {"phapche", "Cán bộ pháp chế", "legal-officer", "", ""},
    {"kichhoat", "Người kích hoạt bộ luật", "legal-activator", "", ""},
    {"kyduyet", "Người ký", "signer", "", ""},
    {"kiemtra", "Kiểm tra, giám sát", "auditor", "", ""},
    {"nhanvien", "Nhân viên xem phiếu của mình", "staff", "D201", "NV000011"},
    {"nguoixem", "Người xem", "viewer", "", ""},
};

}  // namespace

void make_accounts(storage::Transaction& tx, World const& world)
{
    auto const system = access::Actor::system("demo");
    audit::Act act{tx, system, start_of(world.options.as_of.plus_days(-30)), {}};
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
    identity::add_demo_accounts(act, std::move(accounts), kPassword).value();
}

}  // namespace thidua::demo
