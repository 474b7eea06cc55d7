#include "programme/page_parts.h"

#include "base/text.h"
#include "organisation/documents.h"
#include "organisation/rows.h"
#include "programme/paper.h"

namespace thidua::programme {

using organisation::json_of;

json::object programme_document(Programme const& programme)
{
    json::array units;
    std::string codes;
    for (auto const& unit : programme.units) {
        units.push_back(organisation::brief(unit));
        codes += (codes.empty() ? "" : "; ") + unit.code;
    }
    json::array grounds;
    for (auto const line : split(programme.grounds, '\n')) {
        if (!trim(line).empty()) grounds.push_back(json::value(trim(line)));
    }
    return {{"ref", programme.ref},
            {"owner", organisation::brief(programme.owner)},
            {"year", programme.year},
            {"year_end", programme.year + 1},
            {"calendar", programme.calendar},
            {"is_school", programme.calendar == kSchoolYear},
            {"theme", programme.theme},
            {"grounds", programme.grounds},
            {"ground_lines", std::move(grounds)},
            {"paper_grounds", grounds_document(programme.grounds)},
            {"content", programme.content},
            {"units", std::move(units)},
            {"unit_codes", codes},
            {"state", programme.state},
            {"issued", programme.is_issued()},
            {"number", programme.number},
            {"dated", json_of(programme.dated)},
            {"signer", programme.signer},
            {"version", programme.version}};
}

std::string page_of(Programme const& programme) { return "/programme/" + programme.ref; }

std::vector<http::Crumb> crumbs_of(Programme const& programme)
{
    auto const end = programme.calendar == kSchoolYear ? "-" + std::to_string(programme.year + 1)
                                                       : std::string{};
    return {{"/programme", "programme.menu"},
            {page_of(programme), "", std::to_string(programme.year) + end + " · " +
                                         programme.owner.name}};
}

json::object window_document(Window const& window, Date today)
{
    auto const when = window.on(today);
    auto const* state = when == Timeliness::Early    ? "early"
                        : when == Timeliness::InTime ? "open"
                                                     : "closed";
    auto const target = when == Timeliness::Early ? window.opens : window.last_day;
    return {{"ref", window.ref},
            {"kind", name_of(window.kind)},
            {"opens", to_iso(window.opens)},
            {"planned_last_day", to_iso(window.planned_last_day)},
            {"last_day", to_iso(window.last_day)},
            {"extended", window.is_extended()},
            {"keeps_late", keeps_late(window.kind)},
            {"state", state},
            {"days_left", target.days - today.days},
            {"remind_days", window.remind_days},
            {"version", window.version}};
}

json::array extensions_document(std::vector<Extension> const& extensions)
{
    json::array list;
    for (auto const& each : extensions) {
        list.push_back({{"unit", each.unit_code},
                        {"unit_name", each.unit_name},
                        {"old_last_day", to_iso(each.old_last_day)},
                        {"new_last_day", to_iso(each.new_last_day)},
                        {"reason", each.reason},
                        {"entered_by", each.entered_by},
                        {"entered_at", to_iso(each.entered_at)}});
    }
    return list;
}

json::object task_document(Task const& task, Date today)
{
    bool const open = !task.done_on && !task.dropped;
    auto const* state = task.dropped      ? "dropped"
                        : task.done_on    ? (*task.done_on > task.due ? "done-late" : "done")
                        : task.due < today ? "late"
                                           : "open";
    return {{"ref", task.ref},
            {"content", task.content},
            {"unit", task.unit_code},
            {"unit_name", task.unit_name},
            {"due", to_iso(task.due)},
            {"done_on", json_of(task.done_on)},
            {"done_note", task.done_note},
            {"done_by", task.done_by},
            {"open", open},
            {"state", state},
            {"version", task.version}};
}

json::object block_document(BlockYear const& year)
{
    json::array members, deputies;
    for (auto const& each : year.members) {
        json::object member{{"code", each.code}, {"name", each.name}, {"role", each.role}};
        if (each.role == "deputy") deputies.push_back(member);
        members.push_back(std::move(member));
    }
    auto const* head = year.head();
    json::value head_document = nullptr;
    if (head != nullptr) head_document = json::object{{"code", head->code}, {"name", head->name}};
    json::value owner = nullptr;
    if (year.block.owner) owner = organisation::brief(*year.block.owner);
    return {{"ref", year.block.ref},
            {"name", year.block.name},
            {"level", year.block.level},
            {"owner", std::move(owner)},
            {"members", std::move(members)},
            {"count", year.members.size()},
            {"head", std::move(head_document)},
            {"deputies", std::move(deputies)},
            {"version", year.block.version}};
}

json::object directive_document(Directive const& directive)
{
    json::array items;
    for (auto const& item : directive.items)
        items.push_back(
            {{"ref", item.ref}, {"position", item.position}, {"content", item.content}});
    return {{"ref", directive.ref},
            {"kind", directive.kind},
            {"number", directive.number},
            {"dated", to_iso(directive.dated)},
            {"issuer", directive.issuer},
            {"title", directive.title},
            {"for_all", directive.for_all},
            {"owner", organisation::brief(directive.owner)},
            {"items", std::move(items)},
            {"revision", directive.revision},
            {"version", directive.version}};
}

json::array directive_kinds()
{
    json::array list;
    for (auto const kind : kDirectiveKinds) list.push_back(json::value(kind));
    return list;
}

std::optional<Attachment> attachment_in(http::Context const& ctx)
{
    auto const* upload = ctx.request.upload("file");
    if (upload == nullptr || upload->size == 0) return std::nullopt;
    return Attachment{upload->filename, upload->content()};
}

std::vector<std::string> codes_in(std::string text)
{
    for (auto& c : text) c = c == ';' || c == ',' || c == '\n' ? ' ' : c;
    std::vector<std::string> codes;
    for (auto const code : split(text, ' ')) {
        if (!code.empty()) codes.emplace_back(code);
    }
    return codes;
}

Result<Programme> programme_of(http::Context& ctx, storage::Transaction& tx)
{
    auto programme = find_programme(tx, ctx.actor, ctx.param("ref"));
    if (!programme) return not_found();
    return *std::move(programme);
}

}  // namespace thidua::programme
