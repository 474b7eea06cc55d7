// What the pages of this folder share.
#pragma once

#include "eligibility/gather.h"
#include "http/page.h"
#include "law/book.h"

#include <memory>
#include <string>

namespace thidua::eligibility {

class Cache;

// The year and day a page was asked for. The year that stands without one is the newest that some
// unit declared awards complete for; the day, 31 December of the year.
struct AskedTime {
    int year = 0;
    Date received;
};
Result<AskedTime> read_time(http::Context const& ctx, Declared const& declared);

// A known award code, or ""; BadInput on field "award" otherwise.
Result<std::string> read_award(http::Context const& ctx);

// The path of the unit asked for, "" where none is; BadInput on field "unit" where the reader knows
// none of that code.
Result<std::string> read_unit_path(http::Context const& ctx, storage::Transaction& tx);

// gather, with a sentence that says what to do where there is nobody to read.
Result<Gathered> read_subject(storage::Transaction& tx,
                              http::Context const& ctx,
                              std::string const& code);

// [{"code","name":{"vi","en"}}] of the awards for a kind of subject; of all without one.
http::json::array award_choices(std::optional<law::Subject> subject);

// {"code","name","kind","unit","unit_name","category"…} for headings and links.
http::json::object subject_document(Record const& record);

void add_subject_pages(http::Router& routes);
void add_what_if_pages(http::Router& routes);
void add_sweep_pages(http::Router& routes, std::shared_ptr<Cache> cache);
void add_sweep_overview(http::Router& routes, std::shared_ptr<Cache> cache);

}  // namespace thidua::eligibility
