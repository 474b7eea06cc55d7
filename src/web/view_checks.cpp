// What a machine can see wrong in a view without drawing it.
#include "base/assets.h"
#include "terms/locale.h"
#include "web/template.h"
#include "web/view.h"

#include <algorithm>
#include <array>
#include <stdexcept>

namespace thidua::web {

namespace {

constexpr std::string_view kEnding = ".mustache";

// What our Content-Security-Policy refuses, or what works against it.
constexpr std::array<std::string_view, 9> kForbidden = {" style=",
                                                        "<style",
                                                        " onclick=",
                                                        " onchange=",
                                                        " onsubmit=",
                                                        " oninput=",
                                                        " hx-on",
                                                        "javascript:",
                                                        "http://"};

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_';
}

// The text ends in ` name=`: what follows would be an attribute without quotes.
bool ends_in_bare_attribute(std::string_view text)
{
    if (!text.ends_with('=')) return false;
    auto name = text.size() - 1;
    while (name > 0 && is_name_character(text[name - 1])) --name;
    return name < text.size() - 1 && name > 0 && (text[name - 1] == ' ' || text[name - 1] == '\n');
}

bool writes_text(PieceKind kind) { return kind == PieceKind::Value || kind == PieceKind::Sentence; }

class Complaints {
public:
    explicit Complaints(std::string_view file) : file_(file) {}

    void add(int line, std::string const& what)
    {
        text_ += std::string{file_} + ':' + std::to_string(line) + ": " + what + '\n';
    }

    void check(std::vector<Piece> const& pieces)
    {
        for (std::size_t i = 0; i < pieces.size(); ++i) {
            auto const& piece = pieces[i];
            check_one(piece);
            bool const bare = i > 0 && pieces[i - 1].kind == PieceKind::Text &&
                              writes_text(piece.kind) && ends_in_bare_attribute(pieces[i - 1].text);
            if (bare) add(piece.line, "attribute without quotes");
            check(piece.children);
        }
    }

    // What is inside a <summary> is one control: a link in it cannot be reached by everyone.
    void check_summaries(std::string_view source)
    {
        for (auto at = source.find("<summary"); at != std::string_view::npos;
             at = source.find("<summary", at + 1)) {
            auto const inside = source.substr(at, source.find("</summary>", at) - at);
            if (inside.find("<a ") == std::string_view::npos) continue;
            add(1 + static_cast<int>(std::count(source.begin(), source.begin() + at, '\n')),
                "a link inside a summary");
        }
    }

    std::string take() { return std::move(text_); }

private:
    void check_one(Piece const& piece)
    {
        if (piece.kind == PieceKind::Text) check_text(piece);
        if (piece.kind == PieceKind::Partial) check_partial(piece);
        if (piece.kind == PieceKind::Sentence) check_sentence(piece);
    }

    void check_text(Piece const& piece)
    {
        for (auto const bad : kForbidden) {
            auto const at = piece.text.find(bad);
            if (at == std::string::npos) continue;
            auto const lines = std::count(
                piece.text.begin(), piece.text.begin() + static_cast<std::ptrdiff_t>(at), '\n');
            add(piece.line + static_cast<int>(lines), std::string{bad} + " is not allowed");
        }
    }

    void check_partial(Piece const& piece)
    {
        auto const slash = piece.text.find('/');
        auto const exists = slash != std::string::npos &&
                            assets::find("src/" + piece.text.substr(0, slash) + "/views/" +
                                         piece.text.substr(slash + 1) + ".mustache");
        if (!exists) add(piece.line, "no view " + piece.text);
    }

    void check_sentence(Piece const& piece)
    {
        if (piece.text.find('$') != std::string::npos) return;
        for (auto const& language : terms::languages()) {
            if (!terms::has_text(language, piece.text))
                add(piece.line, "no sentence " + piece.text + " in " + language);
        }
    }

    std::string_view file_;
    std::string text_;
};

}  // namespace

std::string check_all_views()
{
    std::string all;
    assets::each("src/", [&](std::string_view file, std::string_view source) {
        if (!file.ends_with(kEnding)) return;
        Complaints complaints{file};
        try {
            complaints.check(parse_template(file, source));
            complaints.check_summaries(source);
            all += complaints.take();
        } catch (std::logic_error const& error) {
            all += std::string{error.what()} + '\n';
        }
    });
    return all;
}

}  // namespace thidua::web
