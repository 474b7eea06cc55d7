// What surrounds a page's document when a person reads it: menu, token, words of the header. Never
// part of the document a program gets.
//
//   env   title, lang, path, target, request, csrf, key, today, office, guide, demo, notice,
//         actor{name, display_name, person, anonymous}, may{<permission>: true},
//         menu[{group, label, items[{href, key, label, icon, current}]}], crumbs[{href, label}],
//         assets{<source name>: address}, pager (lists only, see envelope.cpp)
//   query the named values of the address; the last one where a name comes several times
#pragma once

#include "web/visit.h"

#include <boost/json.hpp>

#include <string>

namespace thidua::web {

struct EnvelopeSource {
    Visit const& visit;
    http::Router const& router;
    Instant now;
    std::string demo = {};    // The banner's day, "" for a real installation.
    std::string notice = {};  // A sentence left by the act before.
    boost::json::object const& assets;
};

// Adds env and query to the answer's document.
void wrap(http::Answer& answer, EnvelopeSource const& source);

}  // namespace thidua::web
