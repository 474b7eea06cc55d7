// The law of the fictional Board: its own award regulation and one ruling, both entered by the
// legal officer and confirmed by a second person, as in life.
#include "demo/world.h"

#include "base/assets.h"
#include "legal/packs.h"
#include "legal/rulings.h"

#include <fmt/format.h>

#include <stdexcept>

namespace thidua::demo {

namespace {

using access::Permission;

access::Actor account(storage::Transaction& tx, std::string name, Permission permission)
{
    access::Actor actor;
    actor.account = tx.integer("SELECT id FROM account WHERE name = ?1", {name}).value();
    actor.display_name = name;
    actor.name = std::move(name);
    actor.grants = {{permission, "/"}};
    return actor;
}

// One page with a line of text: what stands in for a scan.
std::string paper(std::string_view text)
{
    auto const content = fmt::format("BT /F1 14 Tf 72 760 Td ({}) Tj ET", text);
    std::vector<std::string> const objects{
        "<< /Type /Catalog /Pages 2 0 R >>",
        "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        " /Resources << /Font << /F1 5 0 R >> >> >>",
        fmt::format("<< /Length {} >>\nstream\n{}\nendstream", content.size(), content),
        "<< /Type /Font /Subtype /Type1 /BaseFont /Times-Roman >>"};
    std::string pdf = "%PDF-1.4\n", table = fmt::format("xref\n0 {}\n0000000000 65535 f \n", objects.size() + 1);
    for (std::size_t i = 0; i < objects.size(); ++i) {
        table += fmt::format("{:010} 00000 n \n", pdf.size());
        pdf += fmt::format("{} 0 obj\n{}\nendobj\n", i + 1, objects[i]);
    }
    auto const start = pdf.size();
    return pdf + table +
           fmt::format("trailer\n<< /Size {} /Root 1 0 R >>\nstartxref\n{}\n%%EOF\n", objects.size() + 1, start);
}

}  // namespace

void make_law(storage::Transaction& tx, World const& world)
{
    // The papers are of 2025: an older demo knows nothing of them.
    if (world.options.as_of < *make_date(2025, 12, 1)) return;
    auto const officer = account(tx, "phapche", Permission::WriteLaw);
    auto const second = account(tx, "kichhoat", Permission::ActivateLaw);
    audit::Act entering{tx, officer, start_of(world.options.as_of.plus_days(-20)), {}};
    audit::Act deciding{tx, second, start_of(world.options.as_of.plus_days(-19)), {}};

    auto const regulation = assets::find("demo/quy-che.yaml");
    if (!regulation) throw std::logic_error("demo/quy-che.yaml is not in the program");
    auto const tried = legal::try_pack(tx,
                                       officer,
                                       entering.today(),
                                       {.name = "quy-che-khen-thuong.yaml",
                                        .unit = world.units.front().code,
                                        .bytes = std::string{*regulation},
                                        .applies_from = "2025-03-01",
                                        .reason = "Quy chế khen thưởng của Ban có hiệu lực"})
                           .value();
    auto const pack = legal::draft_pack(entering, tried).value();
    legal::decide_pack(deciding, {.ref = pack, .confirm = true, .version = 1}).value();

    auto const ruling =
        legal::record_ruling(
            entering,
            {.award = "cstd-bo",
             .point = "older-initiative",
             .regimes = {"R2"},
             .received_from = "01/07/2025",
             .holds = "1",
             .reason = "Sáng kiến của các năm trước còn được áp dụng trong thời gian xét",
             .paper = {"36/KL-BVD",
                       "20/10/2025",
                       "Trưởng ban",
                       legal::Scan{"36-KL-BVD.pdf", paper("Van ban minh hoa so 36/KL-BVD")}}})
            .value();
    legal::decide_ruling(deciding, {.ref = ruling, .confirm = true, .version = 1}).value();
}

}  // namespace thidua::demo
