#include "block/scale.h"

#include "base/assets.h"
#include "base/text.h"
#include "block/leaders.h"
#include "block/scale_body.h"
#include "block/scale_file.h"
#include "block/scale_store.h"
#include "organisation/block.h"
#include "scoring/document.h"
#include "terms/vocabulary.h"

#include <boost/json.hpp>

#include <stdexcept>

namespace thidua::block {
namespace {

namespace json = boost::json;
using access::Permission;

constexpr std::string_view kEmptyBody = R"({"decimals": 2, "groups": []})";

void leave_line(audit::Act& act,
                std::string_view what,
                StoredScale const& scale,
                json::object const& after)
{
    auto const subject = "scale:" + scale.ref;
    audit::record(
        act, {.what = what, .subject = subject, .after = &after, .unit_path = scale.owner_path});
}

Result<void> check_name(std::string const& name, std::string const& level)
{
    if (name.empty()) return bad_input("error.required", {}, "name");
    if (is_garbled(name)) return bad_input("error.garbled", {}, "name");
    if (!level.empty() && terms::code_of("block-level", level) != level)
        return bad_input("error.choice", {}, "level");
    return {};
}

// The body to start from, and whether it is the program's own proposal.
Result<std::string> body_from(storage::Transaction& tx, std::string const& from)
{
    if (from.empty()) return std::string{kEmptyBody};
    if (from == kProposal) return proposed_scale();
    auto const other = find_scale(tx, from);
    if (!other) return bad_input("block.error.scale", {}, "from");
    return other->body;
}

// A draft as the command saw it.
Result<StoredScale> draft_to_change(audit::Act& act, std::string const& ref, std::int64_t version)
{
    auto scale = find_scale(act.tx, ref);
    if (!scale) return not_found();
    if (!may_write(act.tx, act.actor, *scale)) return denied();
    if (scale->state != kDraft)
        return failure(Kind::Refused, "block.error.scale-settled", {{"name", scale->name}});
    if (scale->version != version)
        return failure(Kind::Conflict, "block.error.scale-changed", {{"name", scale->name}});
    return std::move(*scale);
}

// Stores a changed body where the engine can read it.
Result<StoredScale> keep(audit::Act& act,
                         StoredScale scale,
                         json::object const& body,
                         std::string_view what,
                         json::object const& after)
{
    TD_CHECK(scoring::read_scale(json::value(body)));
    scale.body = json::serialize(body);
    scale.proposal = false;
    update_scale(act.tx, scale);
    leave_line(act, what, scale, after);
    ++scale.version;
    return scale;
}

// What a file says in place of the scale's body.
Result<json::object> body_in(StoredScale const& scale, std::string const& file)
{
    if (is_workbook(file)) {
        auto body = json::parse(scale.body).as_object();
        TD_CHECK(take_workbook(body, file));
        return body;
    }
    boost::system::error_code wrong;
    auto body = json::parse(file, wrong);
    if (wrong || !body.is_object()) return bad_input("block.error.not-scale", {}, "file");
    return std::move(body.get_object());
}

}  // namespace

scoring::Scale StoredScale::read() const
{
    auto scale = scoring::read_scale(json::parse(body));
    if (!scale) throw std::logic_error("a stored scale cannot be read: " + ref);
    scale->name = name;
    return std::move(scale).value();
}

std::string proposed_scale()
{
    return std::string{assets::find("src/block/data/scale-1000.json").value()};
}

bool may_write(storage::Transaction& tx, access::Actor const& actor, StoredScale const& scale)
{
    if (actor.may(Permission::PlanYear, scale.owner_path)) return true;
    return scale.block_id && may_lead_ever(tx, actor, *scale.block_id);
}

Result<StoredScale> create_scale(audit::Act& act, CreateScale const& command)
{
    StoredScale scale{.name = tidy(command.name), .level = command.level};
    TD_CHECK(check_name(scale.name, scale.level));
    scale.body = TD_TRY(body_from(act.tx, command.from));
    scale.proposal = command.from == kProposal;
    scale.state = kDraft;
    scale.made_by = act.actor.name;
    scale.made_at = act.now.seconds;
    std::optional<std::int64_t> owner;
    if (!command.block.empty()) {
        auto const block = organisation::find_block(act.tx, act.actor, command.block);
        if (!block) return bad_input("block.error.block", {}, "block");
        scale.block_id = block->id;
        if (block->owner) owner = block->owner->id;
    }
    insert_scale(act.tx, scale, owner);
    auto stored = scale_by_id(act.tx, scale.id).value();
    if (!may_write(act.tx, act.actor, stored)) return denied();
    leave_line(act, "block.scale.create", stored, {{"name", stored.name}, {"from", command.from}});
    return stored;
}

Result<StoredScale> draft_next_version(audit::Act& act, std::string const& ref)
{
    auto scale = find_scale(act.tx, ref);
    if (!scale) return not_found();
    if (!may_write(act.tx, act.actor, *scale)) return denied();
    if (act.tx.integer("SELECT 1 FROM score_scale WHERE series = ?1 AND state = 'draft' LIMIT 1",
                       {scale->series}))
        return failure(Kind::Refused, "block.error.draft-exists", {{"name", scale->name}});
    auto const owner =
        act.tx.integer("SELECT owner_unit_id FROM score_scale WHERE id = ?1", {scale->id});
    scale->state = kDraft;
    scale->proposal = false;
    scale->made_by = act.actor.name;
    scale->made_at = act.now.seconds;
    insert_scale(act.tx, *scale, owner);
    auto stored = scale_by_id(act.tx, scale->id).value();
    leave_line(act, "block.scale.version", stored, {{"number", stored.number}, {"from", ref}});
    return stored;
}

Result<StoredScale> edit_scale(audit::Act& act, EditScale const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    scale.name = tidy(command.name);
    scale.level = command.level;
    TD_CHECK(check_name(scale.name, scale.level));
    auto body = json::parse(scale.body).as_object();
    TD_CHECK(set_rules(body, command));
    return keep(act, std::move(scale), body, "block.scale.edit", {{"name", tidy(command.name)}});
}

Result<StoredScale> put_group(audit::Act& act, PutGroup const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    auto body = json::parse(scale.body).as_object();
    TD_CHECK(set_group(body, command));
    return keep(act, std::move(scale), body, "block.scale.group", {{"group", command.code}});
}

Result<StoredScale> put_criterion(audit::Act& act, PutCriterion const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    auto body = json::parse(scale.body).as_object();
    TD_CHECK(set_criterion(body, command));
    return keep(act,
                std::move(scale),
                body,
                "block.scale.criterion",
                {{"group", command.group}, {"criterion", command.code}});
}

Result<StoredScale> drop_part(audit::Act& act, DropPart const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    auto body = json::parse(scale.body).as_object();
    if (!remove_part(body, command.group, command.criterion)) return not_found();
    return keep(act,
                std::move(scale),
                body,
                "block.scale.drop",
                {{"group", command.group}, {"criterion", command.criterion}});
}

Result<StoredScale> move_part(audit::Act& act, MovePart const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    auto body = json::parse(scale.body).as_object();
    if (!move_part(body, command.group, command.criterion, command.up)) return not_found();
    return keep(act,
                std::move(scale),
                body,
                "block.scale.move",
                {{"group", command.group}, {"criterion", command.criterion}, {"up", command.up}});
}

Result<StoredScale> load_scale(audit::Act& act, LoadScale const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    auto const body = TD_TRY(body_in(scale, command.file));
    return keep(act, std::move(scale), body, "block.scale.load", {});
}

Result<StoredScale> adopt_scale(audit::Act& act, SettleScale const& command)
{
    auto scale = TD_TRY(draft_to_change(act, command.ref, command.version));
    bool any = false;
    for (auto const& group : scale.read().groups) {
        if (group.criteria.empty())
            return failure(Kind::Refused, "block.error.empty-group", {{"group", group.code}});
        any = true;
    }
    if (!any) return failure(Kind::Refused, "block.error.empty-scale");
    scale.state = kAdopted;
    scale.adopted_by = act.actor.name;
    scale.adopted_at = act.now.seconds;
    update_scale_state(act.tx, scale);
    leave_line(act, "block.scale.adopt", scale, {{"name", scale.name}, {"number", scale.number}});
    ++scale.version;
    return scale;
}

Result<StoredScale> retire_scale(audit::Act& act, SettleScale const& command)
{
    auto scale = find_scale(act.tx, command.ref);
    if (!scale) return not_found();
    if (!may_write(act.tx, act.actor, *scale)) return denied();
    if (scale->version != command.version)
        return failure(Kind::Conflict, "block.error.scale-changed", {{"name", scale->name}});
    if (scale->state == kRetired)
        return failure(Kind::Refused, "block.error.scale-retired", {{"name", scale->name}});
    scale->state = kRetired;
    update_scale_state(act.tx, *scale);
    leave_line(act, "block.scale.retire", *scale, {{"name", scale->name}});
    ++scale->version;
    return std::move(*scale);
}

}  // namespace thidua::block
