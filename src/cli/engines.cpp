// thidua score | tally: the pure engines on a document.
#include "ballot/document.h"
#include "cli/commands.h"
#include "scoring/document.h"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

namespace thidua::cli {
namespace {

Result<boost::json::value> document_in(std::string const& file)
{
    std::ostringstream bytes;
    if (file == "-") {
        bytes << std::cin.rdbuf();
    } else {
        std::ifstream in(file, std::ios::binary);
        if (!in) return failure(Kind::Unavailable, "cli.cannot-read", {{"file", file}});
        bytes << in.rdbuf();
    }
    boost::system::error_code fault;
    auto document = boost::json::parse(bytes.str(), fault);
    if (fault) return bad_input("cli.no-json", {{"file", file}});
    return document;
}

Result<boost::json::object> scored(std::string const& file)
{
    auto const document = TD_TRY(document_in(file));
    auto const box = TD_TRY(scoring::read_box(document));
    return scoring::score_document(box);
}

Result<boost::json::object> tallied(std::string const& file)
{
    auto const document = TD_TRY(document_in(file));
    auto const box = TD_TRY(ballot::read_ballot_box(document));
    return ballot::tally_document(box);
}

int print(Common const& common, Result<boost::json::object> const& result)
{
    if (!result) return complain(common, result.error());
    auto const text = boost::json::serialize(*result) + "\n";
    std::fwrite(text.data(), 1, text.size(), stdout);
    return kDone;
}

}  // namespace

int score(Common const& common, std::string const& file) { return print(common, scored(file)); }
int tally(Common const& common, std::string const& file) { return print(common, tallied(file)); }

}  // namespace thidua::cli
