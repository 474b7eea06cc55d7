#include "law/schema.h"

#include "base/assets.h"
#include "law/document.h"
#include "law/reader.h"

#include <boost/json.hpp>
#include <valijson/adapters/boost_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

#include <algorithm>
#include <cstdlib>

namespace thidua::law {
namespace {

namespace json = boost::json;
using Adapter = valijson::adapters::BoostJsonAdapter;

json::value json_of(Document const& document)
{
    switch (document.shape) {
    case Document::Shape::Null: return nullptr;
    case Document::Shape::Scalar:
        if (document.text == "true" || document.text == "false") return document.text == "true";
        if (auto const number = number_in(document)) return *number;
        return json::value(document.text);
    case Document::Shape::List: {
        json::array list;
        for (auto const& item : document.items) list.push_back(json_of(item));
        return list;
    }
    case Document::Shape::Map: {
        json::object object;
        for (auto const& [name, value] : document.fields) object[name] = json_of(value);
        return object;
    }
    }
    return nullptr;
}

valijson::Schema const& schema()
{
    static valijson::Schema const* const read = [] {
        auto const text = assets::find("law/pack.schema.json");
        if (!text) throw std::logic_error("law/pack.schema.json is missing");
        auto const document = json::parse(json::string_view(text->data(), text->size()));
        auto* made = new valijson::Schema;
        valijson::SchemaParser parser(valijson::SchemaParser::kDraft7);
        parser.populateSchema(Adapter(document), *made);
        return made;
    }();
    return *read;
}

// Follows a path of the validator ("<root>", "[rules]", "[0]") as far as it goes.
Document const& place(Document const& root, std::vector<std::string> const& path)
{
    auto const* at_path = &root;
    for (auto const& step : path) {
        if (step.size() < 2 || step.front() != '[') continue;
        auto const name = step.substr(1, step.size() - 2);
        Document const* next = nullptr;
        if (at_path->is_map()) {
            next = at_path->find(name);
        } else if (at_path->is_list()) {
            auto const index = std::strtoull(name.c_str(), nullptr, 10);
            if (index < at_path->items.size()) next = &at_path->items[index];
        }
        if (next == nullptr) break;
        at_path = next;
    }
    return *at_path;
}

}  // namespace

Result<void> check_schema(PackFile const& file)
{
    auto const document = TD_TRY(read_document(file.bytes, file.name));
    auto const value = json_of(document);
    valijson::Validator validator;
    valijson::ValidationResults results;
    if (validator.validate(schema(), Adapter(value), &results)) return {};
    // The deepest complaint is the most exact one: those above only say that a part is wrong.
    valijson::ValidationResults::Error error;
    for (valijson::ValidationResults::Error each; results.popError(each);) {
        if (error.description.empty() || each.context.size() > error.context.size()) error = each;
    }
    return at(place(document, error.context), "not as the schema asks: " + error.description);
}

}  // namespace thidua::law
