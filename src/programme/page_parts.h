// Pieces of documents that several pages of this folder show.
#pragma once

#include "http/page.h"
#include "programme/directives.h"
#include "programme/heads.h"
#include "programme/programme.h"

namespace thidua::programme {

namespace json = boost::json;

json::object programme_document(Programme const& programme);
// Its page, and the crumbs of the pages below it.
std::string page_of(Programme const& programme);
std::vector<http::Crumb> crumbs_of(Programme const& programme);
json::object window_document(Window const& window, Date today);
json::array extensions_document(std::vector<Extension> const& extensions);
json::object task_document(Task const& task, Date today);
json::object block_document(BlockYear const& year);
json::object directive_document(Directive const& directive);
json::array directive_kinds();
// The file of a form that may bring one.
std::optional<Attachment> attachment_in(http::Context const& ctx);
// Codes between blanks, ';' and ','.
std::vector<std::string> codes_in(std::string text);

// The programme of {ref} in the address; NotFound otherwise.
Result<Programme> programme_of(http::Context& ctx, storage::Transaction& tx);

}  // namespace thidua::programme
