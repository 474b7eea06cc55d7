#include "eligibility/state.h"

namespace thidua::eligibility {
namespace {

// On PostgreSQL an act may end after one whose line has a later number: lines so close to the last
// are counted, too.
constexpr std::int64_t kActsAtOnce = 1000;

// Lines of the audit that say an act of these folders: "register.award.revoke".
std::string by(std::span<std::string_view const> folders)
{
    std::string text;
    for (auto const folder : folders) {
        auto const name = std::string{folder};
        text += (text.empty() ? "(" : " OR ") + ("(what >= '" + name) + ".' AND what < '" + name +
                "/')";
    }
    return text + ")";
}

}  // namespace

std::string state_of(storage::Transaction& tx, std::span<std::string_view const> folders)
{
    auto const acts = by(folders);
    auto const last =
        tx.integer("SELECT seq FROM audit_line WHERE " + acts + " ORDER BY seq DESC LIMIT 1")
            .value_or(0);
    auto const near = tx.integer("SELECT count(*) FROM audit_line WHERE seq > ?1 AND " + acts,
                                 {last - kActsAtOnce});
    auto const day = tx.text("SELECT value FROM setting WHERE name = 'organisation.last-day'");
    return std::to_string(last) + '+' + std::to_string(near.value_or(0)) + '/' + day.value_or("");
}

}  // namespace thidua::eligibility
