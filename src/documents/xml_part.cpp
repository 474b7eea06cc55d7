#include "documents/xml_part.h"

#include <expat.h>

#include <memory>
#include <type_traits>

namespace thidua::documents {

namespace {

std::string_view without_prefix(std::string_view name)
{
    for (std::size_t i = 0; i < name.size(); ++i) {
        if (name[i] == ':') return name.substr(i + 1);
    }
    return name;
}

struct FreeParser {
    void operator()(XML_Parser parser) const { XML_ParserFree(parser); }
};
using Parser = std::unique_ptr<std::remove_pointer_t<XML_Parser>, FreeParser>;

struct Session {
    XmlHandler& handler;
    XML_Parser parser;

    void stop_if_failed() const
    {
        if (handler.failure) XML_StopParser(parser, XML_FALSE);
    }
};

void XMLCALL on_start(void* data, char const* name, char const** attributes)
{
    auto& session = *static_cast<Session*>(data);
    session.handler.start(without_prefix(name), Attributes{attributes});
    session.stop_if_failed();
}

void XMLCALL on_end(void* data, char const* name)
{
    auto& session = *static_cast<Session*>(data);
    session.handler.end(without_prefix(name));
    session.stop_if_failed();
}

void XMLCALL on_text(void* data, char const* text, int length)
{
    static_cast<Session*>(data)->handler.text({text, static_cast<std::size_t>(length)});
}

void XMLCALL on_document_type(void* data, char const*, char const*, char const*, int)
{
    auto& session = *static_cast<Session*>(data);
    session.handler.failure = bad_input("intake.file.unsafe", {}, "file");
    session.stop_if_failed();
}

}  // namespace

std::string_view Attributes::get(std::string_view name) const
{
    for (auto const** pair = pairs_; *pair != nullptr; pair += 2) {
        if (without_prefix(*pair) == name) return pair[1];
    }
    return {};
}

bool Attributes::is_true(std::string_view name) const
{
    auto const value = get(name);
    return value == "1" || value == "true" || value == "on";
}

Result<void> read_xml(Archive const& archive, std::string const& part, XmlHandler& handler)
{
    Parser const parser{XML_ParserCreate(nullptr)};
    Session session{handler, parser.get()};
    XML_SetUserData(parser.get(), &session);
    XML_SetElementHandler(parser.get(), on_start, on_end);
    XML_SetCharacterDataHandler(parser.get(), on_text);
    XML_SetStartDoctypeDeclHandler(parser.get(), on_document_type);

    bool good = true;
    TD_CHECK(archive.read(part, [&](std::string_view piece) {
        good = XML_Parse(parser.get(), piece.data(), static_cast<int>(piece.size()), XML_FALSE) == XML_STATUS_OK;
        return good;
    }));
    good = good && XML_Parse(parser.get(), "", 0, XML_TRUE) == XML_STATUS_OK;
    if (handler.failure) return *handler.failure;
    if (!good) return bad_input("intake.file.damaged", {}, "file");
    return {};
}

}  // namespace thidua::documents
