// Small things that several pages of the folder share: addresses, the way back, versions.
#pragma once

#include "block/round.h"
#include "block/sight.h"
#include "http/page.h"

namespace thidua::block {

std::string round_page(std::string_view ref);
std::string unit_page(std::string_view ref, std::string_view unit_code);
// The list of rounds and the round; with `unit` also its sheet.
std::vector<http::Crumb> round_crumbs(Round const& round, Member const* unit = nullptr);
// The round of the page's address; NotFound where the actor may not see its ranking.
Result<std::pair<Round, Sight>> open_ranked(storage::Transaction& tx, http::Context const& ctx);
// Codes of the vocabulary block-level.
boost::json::array level_codes();
// The version a form was made from; 0 where it carries none.
std::int64_t version_in(http::Context const& ctx);

// Who has answered its differences and who not, for who works on all sheets once the block
// explains; empty for anybody else.
boost::json::array answers_document(storage::Transaction& tx,
                                    Round const& round,
                                    Sight const& sight);

}  // namespace thidua::block
