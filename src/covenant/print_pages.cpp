// Papers: the covenant with a cell per signature, and those of the ceremony.
#include "base/text.h"
#include "covenant/editions.h"
#include "covenant/page_parts.h"
#include "covenant/pages.h"
#include "covenant/signing.h"
#include "programme/paper.h"

namespace thidua::covenant {

namespace {

using http::Answer;
using http::Context;

json::array lines_of(std::string_view text)
{
    json::array lines;
    for (auto const line : split(text, '\n')) {
        if (!trim(line).empty()) lines.emplace_back(trim(line));
    }
    return lines;
}

// One cell per party, with the signature where there is one.
json::array cells_of(storage::Transaction& tx, Covenant const& covenant, Edition const* edition)
{
    json::array cells;
    if (edition == nullptr) {
        for (auto const& member : covenant.members)
            cells.push_back(json::object{{"name", member.name}, {"role", member.role}});
        return cells;
    }
    auto const signatures = signatures_of(tx, *edition);
    for (auto const& party : parties_of(tx, *edition)) {
        json::object cell{{"name", party.name}, {"joined_later", party.joined_later}};
        if (auto const* member = covenant.member(party.unit_id)) cell["role"] = member->role;
        auto const* last = last_of(signatures, party.unit_id);
        if (last != nullptr && last->kind == "signed") {
            cell["signer"] = last->signer;
            cell["post"] = last->post;
            cell["rank"] = last->rank;
            cell["signed_on"] = to_iso(last->signed_on);
            cell["for_another"] = !last->authority_no.empty();
            cell["authority_no"] = last->authority_no;
            cell["hash"] = last->hash.substr(0, 16);
        }
        cells.push_back(std::move(cell));
    }
    return cells;
}

// The edition asked for, or the one that counts; none while only a draft exists.
Result<std::optional<Edition>> edition_asked(Context& ctx,
                                             storage::Transaction& tx,
                                             Covenant const& covenant)
{
    auto const number = ctx.query().integer("edition");
    if (!number) {
        if (covenant.is_open() || covenant.state == State::Ready) return std::optional<Edition>{};
        return edition_to_sign(tx, covenant);
    }
    auto edition = find_edition(tx, covenant, *number);
    if (!edition) return not_found();
    return edition;
}

// The block issues it, under the body above; place and day are those of the text.
json::object frame_of(storage::Transaction& tx, json::object const& said)
{
    auto const text = [&](char const* field) {
        return std::string{std::string_view{said.at(field).as_string()}};
    };
    programme::PaperHead head{
        .superior = text("superior"), .issuer = text("block"), .number = "", .dated = {}};
    if (said.at("signs_on").is_string()) head.dated = parse_iso_date(text("signs_on"));
    head.place = text("place");
    head.numbered = false;
    return programme::paper_document(tx, head);
}

Result<void> fill_paper(Context& ctx,
                        storage::Transaction& tx,
                        Covenant const& covenant,
                        json::object& document)
{
    auto const edition = TD_TRY(edition_asked(ctx, tx, covenant));
    document["draft"] = !edition;
    document["said"] = shown_content(
        edition ? json::parse(edition->content).as_object()
                : content_of(tx, covenant, std::ssize(editions_of(tx, covenant)) + 1));
    if (edition) {
        document["edition"] = shown_edition(*edition);
        document["annexes"] = annexes_in(tx, *edition);
    }
    document["cells"] = cells_of(tx, covenant, edition ? &*edition : nullptr);
    document["theme"] = document.at("said").as_object().at("theme");
    document["paper"] = frame_of(tx, document.at("said").as_object());
    document["agenda"] = lines_of(covenant.ceremony.agenda);
    document["guests"] = lines_of(covenant.ceremony.guests);
    document["launch_text"] = lines_of(covenant.ceremony.launch_text);
    return {};
}

http::Handler paper(std::string view, std::string title)
{
    return [view, title](Context& ctx) {
        return covenant_page(
            ctx,
            view,
            title,
            [&](storage::Transaction& tx, Covenant const& covenant, json::object& document) {
                return fill_paper(ctx, tx, covenant, document);
            });
    };
}

}  // namespace

void add_print_pages(http::Router& routes)
{
    std::string const one = "/covenants/{ref}";
    auto const add = [&](std::string const& at, std::string const& view, std::string const& title) {
        routes.get(one + at, Permission::ReadMovements, title, paper("covenant/" + view, title));
    };
    add("/print", "paper", "covenant.paper.covenant");
    add("/print/agenda", "paper-agenda", "covenant.paper.agenda");
    add("/print/guests", "paper-guests", "covenant.paper.guests");
    add("/print/launch", "paper-launch", "covenant.paper.launch");
    add("/print/grid", "paper-grid", "covenant.paper.grid");
}

}  // namespace thidua::covenant
