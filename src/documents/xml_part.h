// One XML part of a workbook, read as a stream of elements.
#pragma once

#include "documents/archive.h"

#include <optional>
#include <string>
#include <string_view>

namespace thidua::documents {

// The attributes of an element, by name without prefix.
class Attributes {
public:
    explicit Attributes(char const** pairs) : pairs_(pairs) {}
    // "" when absent.
    std::string_view get(std::string_view name) const;
    bool is_true(std::string_view name) const;

private:
    char const** pairs_;
};

// Names come without their prefix: <x:row> and <row> are the same to us.
class XmlHandler {
public:
    virtual ~XmlHandler() = default;
    virtual void start(std::string_view name, Attributes const& attributes) = 0;
    virtual void end(std::string_view name) = 0;
    virtual void text(std::string_view piece) = 0;

    // Set to stop reading with that answer.
    std::optional<Error> failure;
};

// BadInput "intake.file.damaged" for XML that is not well formed, "intake.file.unsafe" for a document
// type declaration: no honest workbook has one.
Result<void> read_xml(Archive const& archive, std::string const& part, XmlHandler& handler);

}  // namespace thidua::documents
