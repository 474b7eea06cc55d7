#include "organisation/names.h"

#include "base/text.h"

#include <algorithm>
#include <set>

namespace thidua::organisation {

namespace {

constexpr std::size_t kLongestCode = 40;

bool stands_in_code(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
           c == '_' || c == '.';
}

}  // namespace

Result<void> check_code(std::string_view code, std::string_view field)
{
    bool const good = !code.empty() && code.size() <= kLongestCode && code.front() != '.' &&
                      std::all_of(code.begin(), code.end(), stands_in_code);
    if (!good)
        return bad_input(
            "organisation.error.bad-code", {{"code", std::string{code}}}, std::string{field});
    return {};
}

std::string code_key(std::string_view code) { return fold(code); }

void index_name(storage::Transaction& tx,
                std::string_view kind,
                std::int64_t id,
                std::string_view name,
                std::string_view sort_key)
{
    forget_name(tx, kind, id);
    auto const words = search_words(name);
    for (auto const& word : std::set<std::string>{words.begin(), words.end()}) {
        tx.execute(
            "INSERT INTO name_word (word, subject_kind, sort_key, subject_id) VALUES (?1, ?2, ?3, "
            "?4)",
            {word, kind, storage::Bytes{sort_key}, id});
    }
}

void forget_name(storage::Transaction& tx, std::string_view kind, std::int64_t id)
{
    tx.execute("DELETE FROM name_word WHERE subject_kind = ?1 AND subject_id = ?2", {kind, id});
}

std::string prefix_end(std::string_view prefix)
{
    // Above every UTF-8 character, and good UTF-8 itself.
    return std::string{prefix} + "\xF4\x8F\xBF\xBF";
}

bool is_near_code(std::string_view a, std::string_view b)
{
    auto const first = code_key(a);
    auto const second = code_key(b);
    if (first.size() > second.size()) return is_near_code(b, a);
    if (second.size() - first.size() > 1) return false;
    auto const differ = std::mismatch(first.begin(), first.end(), second.begin());
    auto const at = static_cast<std::size_t>(differ.first - first.begin());
    auto const rest = [](std::string const& text, std::size_t from) {
        return from <= text.size() ? std::string_view{text}.substr(from) : std::string_view{};
    };
    if (first.size() < second.size()) return rest(first, at) == rest(second, at + 1);
    if (rest(first, at + 1) == rest(second, at + 1)) return true;
    return at + 1 < first.size() && first[at] == second[at + 1] && first[at + 1] == second[at] &&
           rest(first, at + 2) == rest(second, at + 2);
}

}  // namespace thidua::organisation
