#include "block_rival.h"

#include "base/testing/source_tree.h"

#include <boost/json.hpp>

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <unistd.h>

namespace thidua::bench {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

std::string output_of(std::string const& command)
{
    auto* const pipe = popen(command.c_str(), "r");
    if (pipe == nullptr) throw std::runtime_error("no shell for: " + command);
    std::string text;
    char part[4096];
    while (std::fgets(part, sizeof part, pipe) != nullptr) text += part;
    if (pclose(pipe) != 0) throw std::runtime_error(command + ": " + text);
    return text;
}

void must_agree(json::array const& totals, std::vector<scoring::Score> const& ours)
{
    for (std::size_t i = 0; i < ours.size(); ++i) {
        auto const& row = totals.at(i).as_array();
        for (auto const column : {scoring::Column::Block, scoring::Column::Verified}) {
            auto const index = column == scoring::Column::Block ? 0U : 1U;
            auto const said = std::llround(row.at(index).to_number<double>() * scoring::kOne);
            if (said != ours[i].column(column).total)
                throw std::runtime_error("HyperFormula totals " + ours[i].unit + " otherwise");
        }
    }
}

}  // namespace

json::object measure_hyperformula(json::object const& box, std::vector<scoring::Score> const& ours)
{
    auto const file = fs::temp_directory_path() /
                      ("thidua-bench-block." + std::to_string(getpid()) + ".json");
    std::ofstream(file) << json::serialize(box);
    auto const script = thidua::testing::in_source_tree("bench/block_rival.mjs");
    std::string text;
    try {
        text = output_of("node '" + script + "' '" + file.string() + "'");
    } catch (...) {
        fs::remove(file);
        throw;
    }
    fs::remove(file);
    auto const answer = json::parse(text).as_object();
    must_agree(answer.at("totals").as_array(), ours);
    return {{"full_ms", answer.at("full_ms")}, {"one_cell_ms", answer.at("one_cell_ms")}};
}

}  // namespace thidua::bench
