#include "web/view.h"

#include "base/assets.h"
#include "terms/locale.h"
#include "web/formatters.h"
#include "web/template.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>
#include <memory>
#include <mutex>
#include <shared_mutex>
#include <stdexcept>

namespace thidua::web {

namespace {

namespace json = boost::json;

constexpr int kMaxPartials =
    64;  // Nested one in another: enough for any tree of units, short of the stack.

// ---- Parsed views, kept
// --------------------------------------------------------------------------

struct Parsed {
    std::string source;
    std::vector<Piece> pieces;
};

// "guide/x" is a chapter of the guide as built by script/web: our own text, so it may carry markup.
std::string path_of_view(std::string_view view)
{
    auto const slash = view.find('/');
    if (slash == std::string_view::npos) return {};
    if (view.starts_with("guide/")) return "web/dist/" + std::string{view} + ".html";
    return "src/" + std::string{view.substr(0, slash)} + "/views/" +
           std::string{view.substr(slash + 1)} + ".mustache";
}

// The parsed view; parsed again only when its text has changed (assets::read_from).
std::shared_ptr<Parsed const> parsed_view(std::string_view view)
{
    static std::shared_mutex guard;
    static std::map<std::string, std::shared_ptr<Parsed const>, std::less<>> kept;
    auto const path = path_of_view(view);
    auto const source = path.empty() ? std::nullopt : assets::find(path);
    if (!source) throw std::logic_error("no view " + std::string{view} + " (" + path + ")");
    {
        std::shared_lock const lock{guard};
        auto const found = kept.find(view);
        if (found != kept.end() && found->second->source == *source) return found->second;
    }
    auto parsed =
        std::make_shared<Parsed const>(Parsed{std::string{*source}, parse_template(path, *source)});
    std::unique_lock const lock{guard};
    kept.insert_or_assign(std::string{view}, parsed);
    return parsed;
}

// ---- What names mean
// -----------------------------------------------------------------------------

json::value const kNull;

bool is_true(json::value const& value)
{
    switch (value.kind()) {
    case json::kind::null: return false;
    case json::kind::bool_: return value.get_bool();
    case json::kind::int64: return value.get_int64() != 0;
    case json::kind::uint64: return value.get_uint64() != 0;
    case json::kind::double_: return value.get_double() != 0;
    case json::kind::string: return !value.get_string().empty();
    case json::kind::array: return !value.get_array().empty();
    case json::kind::object: break;
    }
    return true;
}

bool equals(json::value const& value, std::string_view text)
{
    if (auto const* array = value.if_array()) {
        return std::any_of(array->begin(), array->end(), [&](json::value const& item) {
            return equals(item, text);
        });
    }
    return plain_text(value) == text;
}

// The objects and items a tag stands in, innermost last.
class Scopes {
public:
    explicit Scopes(json::object const& root) : root_(root) {}

    // Null where there is nothing. {{-index}} and its like live until the next call.
    json::value const& find(std::vector<std::string> const& path) const
    {
        if (path.empty()) return scopes_.empty() ? kNull : *scopes_.back().value;
        if (path.front().starts_with('-')) return place_ = place(path.front());
        json::value const* value = first(path.front());
        for (std::size_t i = 1; i < path.size() && value != nullptr; ++i) {
            auto const* object = value->if_object();
            value = object == nullptr ? nullptr : object->if_contains(path[i]);
        }
        return value == nullptr ? kNull : *value;
    }

    // A value to stand in while the guard lives; `index` from 1 and `count` for the items of an
    // array.
    class Guard {
    public:
        Guard(Scopes& scopes,
              json::value const& value,
              std::size_t index = 0,
              std::size_t count = 0)
            : scopes_(scopes)
        {
            scopes_.scopes_.push_back({&value, index, count});
        }
        ~Guard() { scopes_.scopes_.pop_back(); }
        Guard(Guard const&) = delete;
        Guard& operator=(Guard const&) = delete;

    private:
        Scopes& scopes_;
    };

private:
    struct Scope {
        json::value const* value;
        std::size_t index;
        std::size_t count;
    };

    json::value const* first(std::string_view name) const
    {
        for (auto scope = scopes_.rbegin(); scope != scopes_.rend(); ++scope) {
            auto const* object = scope->value->if_object();
            if (object == nullptr) continue;
            if (auto const* value = object->if_contains(name)) return value;
        }
        return root_.if_contains(name);
    }

    // {{-first}}, {{-last}}, {{-index}} of the innermost array.
    json::value place(std::string_view name) const
    {
        auto const item = std::find_if(
            scopes_.rbegin(), scopes_.rend(), [](Scope const& s) { return s.index > 0; });
        if (item == scopes_.rend()) return nullptr;
        if (name == "-first") return item->index == 1;
        if (name == "-last") return item->index == item->count;
        if (name == "-index") return static_cast<std::int64_t>(item->index);
        return nullptr;
    }

    json::object const& root_;
    std::vector<Scope> scopes_;
    mutable json::value place_;
};

// ---- Drawing
// -------------------------------------------------------------------------------------

class Renderer {
public:
    Renderer(json::object const& document, std::string_view language, std::string_view page)
        : scopes_(document), language_(language), page_(page)
    {}

    std::string take() { return std::move(out_); }

    void draw(std::vector<Piece> const& pieces)
    {
        for (auto const& piece : pieces) draw(piece);
    }

    void draw_view(std::string_view view)
    {
        if (++partials_ > kMaxPartials)
            throw std::logic_error("views include one another without end: " + std::string{view});
        auto const parsed = parsed_view(view);
        draw(parsed->pieces);
        --partials_;
    }

    std::string sentence(std::string_view key) const
    {
        return terms::text_with(
            language_, key, [&](std::string_view name) -> std::optional<std::string> {
                auto const& value = scopes_.find({std::string{name}});
                return value.is_null() ? std::nullopt : std::optional{plain_text(value)};
            });
    }

private:
    void draw(Piece const& piece)
    {
        switch (piece.kind) {
        case PieceKind::Text: out_ += piece.text; return;
        case PieceKind::Value:
            out_ += format_value(scopes_.find(piece.path), piece.formatters, language_);
            return;
        case PieceKind::Section: draw_section(piece); return;
        case PieceKind::Inverted:
            if (!is_true(scopes_.find(piece.path))) draw(piece.children);
            return;
        case PieceKind::Equal:
            if (compares(piece)) draw(piece.children);
            return;
        case PieceKind::Different:
            if (!compares(piece)) draw(piece.children);
            return;
        case PieceKind::Partial: draw_view(piece.text); return;
        case PieceKind::NamedPartial: draw_named(plain_text(scopes_.find(piece.path))); return;
        case PieceKind::PagePartial: draw_view(page_); return;
        case PieceKind::Sentence: out_ += escape_html(sentence(key_of(piece.text))); return;
        }
    }

    void draw_section(Piece const& piece)
    {
        auto const& value = scopes_.find(piece.path);
        if (!is_true(value)) return;
        if (auto const* array = value.if_array()) {
            draw_items(piece, *array);
        } else if (value.is_object()) {
            Scopes::Guard const guard{scopes_, value};
            draw(piece.children);
        } else {
            json::value const kept = value;
            Scopes::Guard const guard{scopes_, kept};
            draw(piece.children);
        }
    }

    void draw_items(Piece const& piece, json::array const& items)
    {
        std::size_t index = 0;
        for (auto const& item : items) {
            Scopes::Guard const guard{scopes_, item, ++index, items.size()};
            draw(piece.children);
        }
    }

    void draw_named(std::string const& view)
    {
        if (!view.empty()) draw_view(view);
    }

    bool compares(Piece const& piece) const
    {
        if (!piece.text.starts_with('$')) return equals(scopes_.find(piece.path), piece.text);
        auto const other = plain_text(scopes_.find(path_of(piece.text.substr(1))));
        return equals(scopes_.find(piece.path), other);
    }

    // "status.$state" with the value of `state` in its place; "$a.b" goes on into an object.
    std::string key_of(std::string const& pattern) const
    {
        if (pattern.find('$') == std::string::npos) return pattern;
        std::string key;
        std::size_t at = 0;
        while (at < pattern.size()) {
            if (pattern[at] != '$') {
                key += pattern[at++];
                continue;
            }
            if (pattern.compare(at, 2, "$.") == 0) {
                key += plain_text(scopes_.find({}));
                at += 2;
                continue;
            }
            key += plain_text(take_named_value(pattern, ++at));
        }
        return key;
    }

    json::value const& take_named_value(std::string const& pattern, std::size_t& at) const
    {
        std::vector<std::string> path;
        while (true) {
            auto const end = std::min(pattern.find_first_of(".$", at), pattern.size());
            path.push_back(pattern.substr(at, end - at));
            at = end;
            auto const& value = scopes_.find(path);
            if (!value.is_object() || at >= pattern.size() || pattern[at] != '.') return value;
            ++at;
        }
    }

    Scopes scopes_;
    std::string_view language_;
    std::string_view page_;
    std::string out_;
    int partials_ = 0;
};

}  // namespace

std::string render(std::string_view view, json::object const& document, std::string_view language)
{
    Renderer renderer{document, language, {}};
    renderer.draw_view(view);
    return renderer.take();
}

std::string render_page(std::string_view view,
                        json::object const& document,
                        std::string_view language,
                        std::string_view layout)
{
    Renderer renderer{document, language, view};
    renderer.draw_view(layout);
    return renderer.take();
}

std::string render_text(std::string_view source,
                        json::object const& document,
                        std::string_view language)
{
    Renderer renderer{document, language, {}};
    renderer.draw(parse_template("text", source));
    return renderer.take();
}

std::string sentence(std::string_view key, json::object const& document, std::string_view language)
{
    return Renderer{document, language, {}}.sentence(key);
}

}  // namespace thidua::web
