#include "web/template.h"

#include "base/text.h"
#include "web/formatters.h"

#include <algorithm>
#include <stdexcept>

namespace thidua::web {

namespace {

bool is_name(std::string_view text)
{
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
               c == '_' || c == '-' || c == '.' || c == '/';
    });
}

class Parser {
public:
    Parser(std::string_view name, std::string_view source) : name_(name), rest_(source) {}

    std::vector<Piece> parse() { return children_until({}); }

private:
    [[noreturn]] void fail(std::string const& what) const
    {
        throw std::logic_error(std::string{name_} + ':' + std::to_string(line_) + ": " + what);
    }

    void advance(std::size_t bytes)
    {
        line_ += static_cast<int>(
            std::count(rest_.begin(), rest_.begin() + static_cast<std::ptrdiff_t>(bytes), '\n'));
        rest_.remove_prefix(bytes);
    }

    std::string_view take_tag()
    {
        if (rest_.substr(0, 3) == "{{{") fail("{{{: there is no raw tag");
        bool const comment = rest_.substr(0, 3) == "{{!";
        auto const end = rest_.find("}}");
        if (end == std::string_view::npos)
            fail(comment ? "comment without end" : "tag without end");
        auto const tag = trim(rest_.substr(2, end - 2));
        if (tag.empty()) fail("empty tag");
        advance(end + 2);
        return tag;
    }

    // Pieces up to {{/closing}}, or to the end of the text when `closing` is empty.
    std::vector<Piece> children_until(std::string_view closing)
    {
        int const opened = line_;
        std::vector<Piece> pieces;
        while (true) {
            auto const text = rest_.substr(0, rest_.find("{{"));
            if (!text.empty()) {
                pieces.push_back(
                    {.kind = PieceKind::Text, .line = line_, .text = std::string{text}});
                advance(text.size());
            }
            if (rest_.empty()) break;
            auto const tag = take_tag();
            if (tag.front() == '/') {
                if (closing.empty() || trim(tag.substr(1)) != closing)
                    fail("unexpected {{" + std::string{tag} + "}}");
                return pieces;
            }
            if (tag.front() != '!') pieces.push_back(piece_of(tag));
        }
        if (!closing.empty())
            fail("{{#" + std::string{closing} + "}} of line " + std::to_string(opened) +
                 " has no end");
        return pieces;
    }

    Piece piece_of(std::string_view tag)
    {
        auto const rest = trim(tag.substr(1));
        switch (tag.front()) {
        case '#': return section(rest, PieceKind::Section, PieceKind::Equal);
        case '^': return section(rest, PieceKind::Inverted, PieceKind::Different);
        case '>': return partial(rest);
        case '@':
            if (rest.empty() || rest.find_first_of(" {}") != std::string_view::npos)
                fail("no key: " + std::string{tag});
            return {.kind = PieceKind::Sentence, .line = line_, .text = std::string{rest}};
        case '&': fail("{{&: there is no raw tag");
        default: return value(tag);
        }
    }

    Piece section(std::string_view head, PieceKind plain, PieceKind comparing)
    {
        if (++depth_ > kMaxDepth) fail("sections too deep");
        auto const equals = head.find('=');
        auto const name = trim(head.substr(0, equals));
        if (!is_name(name)) fail("no name: " + std::string{head});
        Piece piece{.kind = plain, .line = line_, .path = path_of(name)};
        if (equals != std::string_view::npos) {
            piece.kind = comparing;
            piece.text = std::string{trim(head.substr(equals + 1))};
        }
        piece.children = children_until(head);
        --depth_;
        return piece;
    }

    Piece partial(std::string_view name)
    {
        if (name == "-page") return {.kind = PieceKind::PagePartial, .line = line_};
        if (!name.empty() && name.front() == '*') {
            auto const dotted = trim(name.substr(1));
            if (!is_name(dotted)) fail("no name: " + std::string{name});
            return {.kind = PieceKind::NamedPartial, .line = line_, .path = path_of(dotted)};
        }
        if (!is_name(name)) fail("no view: " + std::string{name});
        return {.kind = PieceKind::Partial, .line = line_, .text = std::string{name}};
    }

    Piece value(std::string_view tag)
    {
        Piece piece{.kind = PieceKind::Value, .line = line_};
        auto const parts = split(tag, '|');
        if (!is_name(trim(parts.front()))) fail("no name: " + std::string{tag});
        piece.path = path_of(trim(parts.front()));
        for (std::size_t i = 1; i < parts.size(); ++i) {
            piece.formatters.emplace_back(trim(parts[i]));
            if (!is_formatter(piece.formatters.back()))
                fail("no formatter: " + piece.formatters.back());
        }
        return piece;
    }

    static constexpr int kMaxDepth = 100;

    std::string_view name_;
    std::string_view rest_;
    int line_ = 1;
    int depth_ = 0;
};

}  // namespace

std::vector<std::string> path_of(std::string_view dotted)
{
    if (dotted == ".") return {};
    std::vector<std::string> path;
    for (auto const segment : split(dotted, '.')) path.emplace_back(segment);
    return path;
}

std::vector<Piece> parse_template(std::string_view name, std::string_view source)
{
    return Parser{name, source}.parse();
}

}  // namespace thidua::web
