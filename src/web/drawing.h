// Answers as responses: the pure parts of drawing, apart from the application's state.
#pragma once

#include "http/page.h"
#include "web/message.h"

#include <boost/json.hpp>

#include <string>
#include <string_view>
#include <vector>

namespace thidua::web {

Response json_response(int status,
                       boost::json::object const& document,
                       std::string content_type = "application/json");
Response html_response(int status, std::string html);
Response file_response(http::Answer const& answer);
Response redirect(std::string location);

// What was typed, into document.values over the present values. Passwords are never drawn again; a
// box that was unticked is false, since browsers send nothing for it.
void put_typed(boost::json::object& document, http::Values const& typed);
// What an address asked for, into document.query and document.values over what the page made of it.
void put_query(boost::json::object& document, http::Values const& typed);
// document.problems and document.errors.
void put_problems(boost::json::object& document,
                  std::vector<Problem> const& problems,
                  std::string const& language);

// A sentence for the next page, in a cookie that nobody but this installation can make.
std::string notice_cookie(std::string_view secret, std::string_view sentence);
// The sentence, "" for a cookie that is not ours.
std::string read_notice(std::string_view secret, std::string_view cookie);
inline constexpr std::string_view kNoticeCookie = "thidua_notice";

}  // namespace thidua::web
