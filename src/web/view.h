// Views: Mustache over the page's JSON document, with the locale's words and a closed set of
// formatters. Escapes always; there is no raw tag.
//
//   {{name}} {{a.b}} {{.}}       a value, HTML-escaped; missing or null prints nothing
//   {{day | date}}               through a formatter: date (2018-12-18, 2018-12, 2018, an instant),
//                                instant (ISO or seconds), number, money, term:<kind>,
//                                url (percent-encoded), lines (line breaks kept as <br>),
//                                json (for data attributes)
//   {{#x}}…{{/x}} {{^x}}…{{/x}}  section and inverted section; "", 0, false, [] and null count as
//                                false; {{#-first}} {{#-last}} {{-index}} (from 1) in an array
//   {{#x=value}}…{{/x=value}}    section when x, as text, equals value, or is an array that holds
//                                it; names mean inside what they mean outside. {{^x=value}} is its
//                                opposite; {{#x=$name}} compares with the value of `name`
//   {{>folder/view}} {{>*name}}  partial; with * the view named by the value of `name`
//   {{@register.award.title}}    sentence of the locale; {args} are looked up in the context.
//                                $name inside the key is replaced by that value, so
//                                {{@status.$state}}; {{@$key}} where the document holds the key
//   {{! … }}                     comment
//
// Why not the Debian library: docs/decisions/0002-views.md.
#pragma once

#include <boost/json/fwd.hpp>

#include <string>
#include <string_view>

namespace thidua::web {

// Draws view "folder/name" (src/folder/views/name.mustache) over `document`. Throws
// std::logic_error naming file and line for a view that does not parse or does not exist. Safe from
// any thread.
std::string render(std::string_view view,
                   boost::json::object const& document,
                   std::string_view language);

// The whole page: `layout` drawn over the document, with `view` where the layout says {{>-page}}.
std::string render_page(std::string_view view,
                        boost::json::object const& document,
                        std::string_view language,
                        std::string_view layout = "web/layout");

// The same for a view given as text; for tests and fuzzing.
std::string render_text(std::string_view source,
                        boost::json::object const& document,
                        std::string_view language);

// The sentence `key` with its arguments looked up in the document: titles, notices, breadcrumbs.
// Not escaped.
std::string sentence(std::string_view key,
                     boost::json::object const& document,
                     std::string_view language);

// Every view parses, names only partials and sentences that exist, carries no inline script or
// style and quotes its attributes: a list of complaints, empty when all is well.
std::string check_all_views();

}  // namespace thidua::web
