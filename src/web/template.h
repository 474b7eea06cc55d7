// A view as it is kept after parsing: a tree of pieces. Private to view.cpp and its checks.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace thidua::web {

enum class PieceKind {
    Text,          // `text` as it stands
    Value,         // the value at `path`, through `formatters`
    Section,       // children for the value at `path`
    Inverted,      // children when the value at `path` counts as false
    Equal,         // children when the value at `path` equals `text`
    Different,     // children when it does not
    Partial,       // the view `text`
    NamedPartial,  // the view that the value at `path` names
    PagePartial,   // the view the layout is drawn around
    Sentence,      // the sentence `text`
};

struct Piece {
    PieceKind kind = PieceKind::Text;
    int line = 1;
    std::string text = {};
    std::vector<std::string> path = {};  // Empty for {{.}}.
    std::vector<std::string> formatters = {};
    std::vector<Piece> children = {};
};

// Throws std::logic_error "name:line: what is wrong".
std::vector<Piece> parse_template(std::string_view name, std::string_view source);

// "a.b" → {"a", "b"}; "." → {}.
std::vector<std::string> path_of(std::string_view dotted);

}  // namespace thidua::web
