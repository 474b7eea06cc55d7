// Bars drawn by the server: what a view needs to write an SVG of one bar per row, persons and units
// laid end to end. Numbers only; the view owns the words and the look.
#pragma once

#include <boost/json/fwd.hpp>

#include <cstdint>
#include <string>
#include <vector>

namespace thidua::report {

struct Bar {
    std::string label;
    std::int64_t persons = 0;
    std::int64_t units = 0;
};

// {"width","height","bars":[{"label","total","y","text_y","persons_width","units_x","units_width",
// "total_x", "height"}],"label_x","bar_x"}; {} where there is nothing to draw.
boost::json::object bar_chart(std::vector<Bar> const& bars);

}  // namespace thidua::report
