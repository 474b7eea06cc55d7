#include "law/document.h"

#include <yaml-cpp/yaml.h>

#include <set>

namespace thidua::law {
namespace {

int const kDeepest = 64;
std::size_t const kLongest = 8u << 20;

Result<Document> convert(YAML::Node const& node, std::string const& file, int depth)
{
    Document document;
    document.file = file;
    document.line = node.Mark().line + 1;
    if (depth > kDeepest) return at(document, "nested too deeply");
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
            document.items.push_back(TD_TRY(convert(item, file, depth + 1)));
        break;
    case YAML::NodeType::Map:
        document.shape = Document::Shape::Map;
        std::set<std::string> seen;
        for (auto const& field : node) {
            if (!field.first.IsScalar()) return at(document, "a key must be plain text");
            std::string const& key = field.first.Scalar();
            if (!seen.insert(key).second) return at(document, "key '" + key + "' stands twice");
            document.fields.emplace_back(key, TD_TRY(convert(field.second, file, depth + 1)));
        }
        break;
    }
    return document;
}

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
        return convert(YAML::Load(std::string(bytes)), file, 0);
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
