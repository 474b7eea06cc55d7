#include "terms/locale.h"

#include "base/assets.h"
#include "base/date.h"

#include <unicode/messagepattern.h>
#include <unicode/msgfmt.h>
#include <boost/json.hpp>

#include <algorithm>
#include <atomic>
#include <charconv>
#include <map>
#include <memory>
#include <set>
#include <stdexcept>
#include <unordered_map>

namespace thidua::terms {

namespace {

constexpr std::string_view kDirectory = "locale/";
constexpr std::string_view kDefaultLanguage = "vi";

// How a sentence is filled in, cheapest first.
enum class Shape { Literal, Plain, Message };

struct Sentence {
    std::string pattern;
    Shape shape = Shape::Literal;
};

using Sentences = std::map<std::string, Sentence, std::less<>>;

struct Catalogue {
    std::map<std::string, Sentences, std::less<>> languages;
    std::vector<std::string> names;  // Default first.
    std::uint64_t generation = 0;
};

bool is_name_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

// Where the plain argument that opens at `at` ends ("{name}": the position of "}"); npos for
// anything else.
std::size_t end_of_plain_argument(std::string_view pattern, std::size_t at)
{
    auto end = at + 1;
    while (end < pattern.size() && is_name_character(pattern[end])) ++end;
    bool const plain = end > at + 1 && end < pattern.size() && pattern[end] == '}';
    return plain ? end : std::string_view::npos;
}

Shape shape_of(std::string_view pattern)
{
    if (pattern.find_first_of("{'") == std::string_view::npos) return Shape::Literal;
    if (pattern.find('\'') != std::string_view::npos) return Shape::Message;
    for (auto at = pattern.find('{'); at != std::string_view::npos;
         at = pattern.find('{', at + 1)) {
        if (end_of_plain_argument(pattern, at) == std::string_view::npos) return Shape::Message;
    }
    return Shape::Plain;
}

void flatten(boost::json::object const& object, std::string const& prefix, Sentences& into)
{
    for (auto const& member : object) {
        auto const key = prefix + '.' + std::string{member.key()};
        if (auto const* nested = member.value().if_object()) {
            flatten(*nested, key, into);
        } else if (auto const* sentence = member.value().if_string()) {
            std::string pattern{*sentence};
            auto const shape = shape_of(pattern);
            into.insert_or_assign(key, Sentence{std::move(pattern), shape});
        } else {
            throw std::logic_error("locale: " + key + " is neither a text nor an object");
        }
    }
}

void read_file(std::string_view name, std::string_view bytes, Catalogue& catalogue)
{
    auto const rest = name.substr(kDirectory.size());
    auto const slash = rest.find('/');
    auto const dot = rest.rfind(".json");
    if (slash == std::string_view::npos || dot == std::string_view::npos) return;
    boost::json::error_code error;
    auto const value = boost::json::parse(bytes, error);
    if (error || !value.is_object())
        throw std::logic_error(std::string{name} + ": not a JSON object");
    flatten(value.get_object(),
            std::string{rest.substr(slash + 1, dot - slash - 1)},
            catalogue.languages[std::string{rest.substr(0, slash)}]);
}

std::shared_ptr<Catalogue const> read_catalogue()
{
    static std::atomic<std::uint64_t> generation{0};
    auto catalogue = std::make_shared<Catalogue>();
    catalogue->generation = ++generation;
    assets::each(kDirectory, [&](auto name, auto bytes) { read_file(name, bytes, *catalogue); });
    for (auto const& [language, sentences] : catalogue->languages)
        catalogue->names.push_back(language);
    std::stable_partition(catalogue->names.begin(),
                          catalogue->names.end(),
                          [](auto const& language) { return language == kDefaultLanguage; });
    return catalogue;
}

std::atomic<std::shared_ptr<Catalogue const>>& current()
{
    static std::atomic<std::shared_ptr<Catalogue const>> catalogue{read_catalogue()};
    return catalogue;
}

Sentence const* find(Catalogue const& catalogue, std::string_view language, std::string_view key)
{
    auto const sentences = catalogue.languages.find(language);
    if (sentences == catalogue.languages.end()) return nullptr;
    auto const sentence = sentences->second.find(key);
    return sentence == sentences->second.end() ? nullptr : &sentence->second;
}

std::string fill_plain(std::string_view pattern, Lookup const& lookup)
{
    std::string out;
    std::size_t from = 0;
    for (auto at = pattern.find('{'); at != std::string_view::npos; at = pattern.find('{', from)) {
        auto const end = end_of_plain_argument(pattern, at);
        auto const value = lookup(pattern.substr(at + 1, end - at - 1));
        out.append(pattern.substr(from, at - from));
        out.append(value ? std::string_view{*value} : pattern.substr(at, end + 1 - at));
        from = end + 1;
    }
    return out.append(pattern.substr(from));
}

icu::UnicodeString to_unicode(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

// ---- Sentences with plurals, numbers or days: ICU MessageFormat ---------------------------------
// MessageFormat would group the digits of a plain {year} ("2.018"). So plain arguments are renamed
// and passed as text; what the pattern calls a number is passed as a number. {day, date} is written
// the way our papers write days, whatever the language.

constexpr char kTextSuffix[] = "_text";
constexpr char kDateSuffix[] = "_date";

struct Compiled {
    std::unique_ptr<icu::MessageFormat> format;
    std::set<std::string> names;
};

// A replacement of pattern[start, limit) by a suffix to the argument's name.
struct Rename {
    std::int32_t start;
    std::int32_t limit;
    char const* suffix;
};

std::vector<Rename> renames_of(icu::MessagePattern const& pattern, std::set<std::string>& names)
{
    std::vector<Rename> renames;
    for (std::int32_t i = 0; i + 1 < pattern.countParts(); ++i) {
        auto const& part = pattern.getPart(i);
        if (part.getType() != UMSGPAT_PART_TYPE_ARG_START) continue;
        auto const& name = pattern.getPart(i + 1);
        std::string utf8;
        names.insert(pattern.getSubstring(name).toUTF8String(utf8));
        if (part.getArgType() == UMSGPAT_ARG_TYPE_NONE) {
            renames.push_back({name.getLimit(), name.getLimit(), kTextSuffix});
        } else if (part.getArgType() == UMSGPAT_ARG_TYPE_SIMPLE &&
                   pattern.getSubstring(pattern.getPart(i + 2)) == icu::UnicodeString{"date"}) {
            renames.push_back({name.getLimit(),
                               pattern.getPart(pattern.getLimitPartIndex(i)).getIndex(),
                               kDateSuffix});
        }
    }
    return renames;
}

Compiled compile(std::string_view language, std::string_view key, std::string const& text)
{
    Compiled compiled;
    auto source = to_unicode(text);
    UErrorCode status = U_ZERO_ERROR;
    icu::MessagePattern const pattern{source, nullptr, status};
    if (U_SUCCESS(status)) {
        auto const renames = renames_of(pattern, compiled.names);
        for (auto rename = renames.rbegin(); rename != renames.rend(); ++rename) {
            source.replaceBetween(rename->start, rename->limit, icu::UnicodeString{rename->suffix});
        }
        compiled.format = std::make_unique<icu::MessageFormat>(
            source, icu::Locale::createFromName(std::string{language}.c_str()), status);
    }
    if (U_FAILURE(status)) {
        throw std::logic_error("locale " + std::string{language} + ": " + std::string{key} +
                               " is not a message");
    }
    return compiled;
}

// Formatting changes a MessageFormat inside, so each thread has its own.
Compiled const& compiled_in_this_thread(std::uint64_t generation,
                                        std::string_view language,
                                        std::string_view key,
                                        std::string const& pattern)
{
    struct Cache {
        std::uint64_t generation = 0;
        std::unordered_map<std::string, Compiled> formats;
    };
    thread_local Cache cache;
    if (cache.generation != generation) cache = Cache{generation, {}};
    auto const name = std::string{language} + ' ' + std::string{key};
    auto found = cache.formats.find(name);
    if (found == cache.formats.end())
        found = cache.formats.emplace(name, compile(language, key, pattern)).first;
    return found->second;
}

std::string paper_day(std::string const& value)
{
    auto const day = parse_iso_date(std::string_view{value}.substr(0, 10));
    return day ? to_vietnamese(*day) : value;
}

icu::Formattable number_or_text(std::string const& value)
{
    std::int64_t number = 0;
    auto const [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
    if (error == std::errc{} && end == value.data() + value.size()) return icu::Formattable{number};
    return icu::Formattable{to_unicode(value)};
}

std::string fill_message(Compiled const& compiled, Lookup const& lookup)
{
    std::vector<icu::UnicodeString> names;
    std::vector<icu::Formattable> values;
    for (auto const& name : compiled.names) {
        auto const value = lookup(name);
        if (!value) continue;
        names.push_back(to_unicode(name));
        values.push_back(number_or_text(*value));
        names.push_back(to_unicode(name + kTextSuffix));
        values.emplace_back(to_unicode(*value));
        names.push_back(to_unicode(name + kDateSuffix));
        values.emplace_back(to_unicode(paper_day(*value)));
    }
    icu::UnicodeString out;
    UErrorCode status = U_ZERO_ERROR;
    compiled.format->format(
        names.data(), values.data(), static_cast<std::int32_t>(names.size()), out, status);
    std::string utf8;
    return out.toUTF8String(utf8);
}

}  // namespace

std::string text_with(std::string_view language, std::string_view key, Lookup const& lookup)
{
    auto const catalogue = current().load();
    auto const* sentence = find(*catalogue, language, key);
    auto spoken = language;
    if (sentence == nullptr) {
        spoken = kDefaultLanguage;
        sentence = find(*catalogue, spoken, key);
    }
    if (sentence == nullptr) return "⟦" + std::string{key} + "⟧";
    switch (sentence->shape) {
    case Shape::Literal: return sentence->pattern;
    case Shape::Plain: return fill_plain(sentence->pattern, lookup);
    case Shape::Message: break;
    }
    return fill_message(
        compiled_in_this_thread(catalogue->generation, spoken, key, sentence->pattern), lookup);
}

std::string text(std::string_view language, std::string_view key, Args const& args)
{
    return text_with(language, key, [&](std::string_view name) -> std::optional<std::string> {
        auto const found = std::find_if(
            args.begin(), args.end(), [&](auto const& arg) { return arg.first == name; });
        return found == args.end() ? std::nullopt : std::optional{found->second};
    });
}

bool has_text(std::string_view language, std::string_view key)
{
    return find(*current().load(), language, key) != nullptr;
}

std::vector<std::string> const& languages()
{
    static std::vector<std::string> const names = current().load()->names;
    return names;
}

std::vector<std::string> keys(std::string_view language)
{
    std::vector<std::string> all;
    auto const catalogue = current().load();
    auto const sentences = catalogue->languages.find(language);
    if (sentences == catalogue->languages.end()) return all;
    for (auto const& [key, sentence] : sentences->second) all.push_back(key);
    return all;
}

void reload() { current().store(read_catalogue()); }

}  // namespace thidua::terms
