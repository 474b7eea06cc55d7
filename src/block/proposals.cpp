#include "block/proposals.h"

#include "base/text.h"
#include "block/proposal_store.h"
#include "block/typed.h"
#include "organisation/block.h"
#include "register/catalogue.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;

std::optional<std::int64_t> whole(std::string const& text, std::int64_t most)
{
    auto const amount = parse_typed(tidy(text));
    if (!amount || *amount < 0 || *amount % scoring::kOne != 0) return std::nullopt;
    auto const count = *amount / scoring::kOne;
    return count > most ? std::nullopt : std::optional{count};
}

}  // namespace

Result<void> set_quota(audit::Act& act, SetQuota const& command)
{
    constexpr std::int64_t kMost = 100;
    auto const path = organisation::top_path(act.tx);
    if (!act.actor.may(Permission::PlanYear, path)) return denied();
    if (terms::code_of("block-level", command.level) != command.level)
        return bad_input("error.choice", {}, "level");
    if (!registry::find_award_type(act.tx, command.award))
        return bad_input("error.choice", {}, "award");
    auto const count = whole(command.count, kMost);
    if (!count) return bad_input("error.number", {}, "count");
    auto const ordinal = whole(command.ordinal, kMost);
    if (!ordinal) return bad_input("error.number", {}, "ordinal");
    if (quota_version(act.tx, command.level, command.award) != command.version)
        return failure(Kind::Conflict, "error.conflict");
    Quota const quota{command.level, command.award, *count, *ordinal};
    if (*count == 0)
        drop_quota(act.tx, quota);
    else
        put_quota(act, quota);
    auto const subject = "score-quota:" + command.level + ":" + command.award;
    json::object const after{{"count", *count}, {"ordinal", *ordinal}};
    audit::record(
        act, {.what = "block.quota.set", .subject = subject, .after = &after, .unit_path = path});
    return {};
}

std::string award_name(storage::Transaction& tx, std::string const& code)
{
    auto const type = registry::find_award_type(tx, code);
    return type ? type->name_vi : code;
}

std::vector<Proposal> proposals_for(std::vector<Quota> const& quotas,
                                    std::vector<scoring::Place> const& places)
{
    std::vector<scoring::Place> in;
    for (auto const& place : places) {
        if (place.place != 0) in.push_back(place);
    }
    std::stable_sort(in.begin(), in.end(), [](scoring::Place const& a, scoring::Place const& b) {
        return a.place < b.place;
    });
    std::vector<Proposal> list;
    auto next = in.begin();
    for (auto const& quota : quotas) {
        for (std::int64_t i = 0; i < quota.count && next != in.end(); ++i, ++next)
            list.push_back({next->unit, quota.award, next->place});
    }
    return list;
}

Result<void> propose(audit::Act& act, Round const& round, std::vector<scoring::Place> const& places)
{
    auto const level = level_of(act.tx, round.block_id);
    for (auto const& proposal : proposals_for(quotas(act.tx, level), places)) {
        auto const* unit = round.member(proposal.unit);
        if (unit == nullptr) continue;
        put_proposal(act.tx, round, *unit, proposal);
    }
    return {};
}

}  // namespace thidua::block
