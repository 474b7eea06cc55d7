// A YAML file as a plain tree that remembers its lines, so that every complaint names file and
// line. Scalars stay text: what `on` or `1.0` means is for the reader of a pack or a case to say.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace thidua::law {

struct Document {
    enum class Shape { Null, Scalar, List, Map };

    Shape shape = Shape::Null;
    std::string text;                                      // Scalar
    std::vector<Document> items;                           // List
    std::vector<std::pair<std::string, Document>> fields;  // Map, in the file's order
    std::string file;
    int line = 0;

    bool is_map() const { return shape == Shape::Map; }
    bool is_list() const { return shape == Shape::List; }
    bool is_scalar() const { return shape == Shape::Scalar; }
    // The field, or null where it is absent.
    Document const* find(std::string_view name) const;
};

// Duplicate keys and broken YAML are errors. Depth and size are bounded.
Result<Document> read_document(std::string_view bytes, std::string const& file);

// "FILE:LINE: cause" as an error; `cause` is English, for the person who edits the file.
Error at(Document const& where, std::string cause);

}  // namespace thidua::law
