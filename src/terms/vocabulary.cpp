#include "terms/vocabulary.h"

#include "base/assets.h"
#include "base/text.h"
#include "terms/locale.h"

#include <algorithm>
#include <map>
#include <stdexcept>
#include <utility>

namespace thidua::terms {

namespace {

constexpr std::string_view kFile = "law/vocabulary.csv";

// One record of a CSV text (RFC 4180), taken off its front.
std::vector<std::string> take_record(std::string_view& text)
{
    std::vector<std::string> fields(1);
    bool quoted = false;
    std::size_t at = 0;
    for (; at < text.size(); ++at) {
        char const c = text[at];
        bool const doubled = quoted && c == '"' && at + 1 < text.size() && text[at + 1] == '"';
        if (doubled) {
            fields.back() += '"';
            ++at;
        } else if (c == '"') {
            quoted = !quoted;
        } else if (quoted || (c != ',' && c != '\n' && c != '\r')) {
            fields.back() += c;
        } else if (c == ',') {
            fields.emplace_back();
        } else if (c == '\n') {
            break;
        }
    }
    text.remove_prefix(std::min(at + 1, text.size()));
    return fields;
}

Term term_of(std::vector<std::string> const& fields)
{
    Term term{fields.at(0), fields.at(1), fields.at(2), {}, {}};
    for (auto const alias : split(fields.at(3), ';')) {
        if (!alias.empty()) term.aliases.emplace_back(alias);
    }
    auto const key = "terms." + term.kind + '.' + term.code;
    term.name_en = has_text("en", key) ? text("en", key) : term.name_vi;
    return term;
}

std::vector<Term> read_terms()
{
    auto const file = assets::find(kFile);
    if (!file) throw std::logic_error("law/vocabulary.csv is not in the program");
    auto rest = *file;
    take_record(rest);  // The header.
    std::vector<Term> all;
    while (!rest.empty()) {
        auto const fields = take_record(rest);
        if (fields.size() == 4) all.push_back(term_of(fields));
    }
    return all;
}

// (kind, folded word or code) → term.
using Index = std::map<std::pair<std::string, std::string>, Term const*, std::less<>>;

Index index_by(bool words)
{
    Index index;
    for (auto const& term : terms()) {
        index.emplace(std::pair{term.kind, words ? fold(term.code) : term.code}, &term);
        if (!words) continue;
        index.emplace(std::pair{term.kind, fold(term.name_vi)}, &term);
        for (auto const& alias : term.aliases)
            index.emplace(std::pair{term.kind, fold(alias)}, &term);
    }
    return index;
}

Term const* find(Index const& index, std::string_view kind, std::string word)
{
    auto const found = index.find(std::pair{std::string{kind}, std::move(word)});
    return found == index.end() ? nullptr : found->second;
}

}  // namespace

std::optional<std::string> code_of(std::string_view kind, std::string_view text)
{
    static Index const words = index_by(true);
    auto const* term = find(words, kind, fold(text));
    return term == nullptr ? std::nullopt : std::optional{term->code};
}

std::string name_of(std::string_view kind, std::string_view code, std::string_view language)
{
    static Index const codes = index_by(false);
    auto const* term = find(codes, kind, std::string{code});
    if (term == nullptr) return std::string{code};
    return language == "en" ? term->name_en : term->name_vi;
}

std::vector<Term> const& terms()
{
    static std::vector<Term> const all = read_terms();
    return all;
}

std::vector<Term> terms_of(std::string_view kind)
{
    std::vector<Term> some;
    for (auto const& term : terms()) {
        if (term.kind == kind) some.push_back(term);
    }
    return some;
}

}  // namespace thidua::terms
