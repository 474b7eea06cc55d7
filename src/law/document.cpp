#include "law/document.h"

#include <yaml-cpp/yaml.h>

#include <set>

namespace thidua::law {
namespace {

int const kDeepest = 64;
std::size_t const kLongest = 8u << 20;
std::size_t const kMostParts = 1'000'000;

// References may stand for more than is written, so what they amount to is counted.
struct Conversion {
    std::string const& file;
    std::size_t left = kMostParts;

    Result<Document> convert(YAML::Node const& node, int depth)
    {
        Document document;
        document.file = file;
        document.line = node.Mark().line + 1;
        if (depth > kDeepest) return at(document, "nested too deeply");
        if (left-- == 0) return at(document, "the file holds too much");
        switch (node.Type()) {
        case YAML::NodeType::Undefined:
        case YAML::NodeType::Null: break;
        case YAML::NodeType::Scalar:
            document.shape = Document::Shape::Scalar;
            document.text = node.Scalar();
            break;
        case YAML::NodeType::Sequence:
            document.shape = Document::Shape::List;
            for (auto const& item : node)
                document.items.push_back(TD_TRY(convert(item, depth + 1)));
            break;
        case YAML::NodeType::Map: TD_CHECK(convert_fields(node, depth, document)); break;
        }
        return document;
    }

    Result<void> convert_fields(YAML::Node const& node, int depth, Document& document)
    {
        document.shape = Document::Shape::Map;
        std::set<std::string> seen;
        for (auto const& field : node) {
            if (!field.first.IsScalar()) return at(document, "a key must be plain text");
            std::string const& key = field.first.Scalar();
            if (!seen.insert(key).second) return at(document, "key '" + key + "' stands twice");
            document.fields.emplace_back(key, TD_TRY(convert(field.second, depth + 1)));
        }
        return {};
    }
};

}  // namespace

Document const* Document::find(std::string_view name) const
{
    for (auto const& [key, value] : fields) {
        if (key == name) return &value;
    }
    return nullptr;
}

Result<Document> read_document(std::string_view bytes, std::string const& file)
{
    Document where;
    where.file = file;
    where.line = 1;
    if (bytes.size() > kLongest) return at(where, "the file is too long");
    try {
        return Conversion{file}.convert(YAML::Load(std::string(bytes)), 0);
    } catch (YAML::Exception const& problem) {
        where.line = problem.mark.line + 1;
        return at(where, problem.msg);
    }
}

Error at(Document const& where, std::string cause)
{
    return bad_input(
        "law.error.file",
        {{"file", where.file}, {"line", std::to_string(where.line)}, {"cause", cause}});
}

}  // namespace thidua::law
