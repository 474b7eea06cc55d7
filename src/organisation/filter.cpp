#include "organisation/filter.h"

#include "base/text.h"

namespace thidua::organisation {

std::string Filter::value(std::string text)
{
    texts_.push_back(std::move(text));
    params_.emplace_back(texts_.back());
    return next();
}

std::string Filter::value(std::int64_t number)
{
    params_.emplace_back(number);
    return next();
}

void Filter::require(std::string condition)
{
    where_ += (where_.empty() ? " WHERE " : " AND ") + std::move(condition);
}

std::string Filter::where() const { return where_; }

namespace {

// Ids of those who bear all words. The last word leads: it is the given name, or what is being
// typed; the others are looked up by the whole key.
std::string bearers(Filter& filter, std::string_view kind, std::vector<std::string> const& words)
{
    auto const& last = words.back();
    auto sql = "SELECT n.subject_id FROM name_word n WHERE n.subject_kind = " +
               filter.value(std::string{kind}) + " AND n.word >= " + filter.value(last) +
               " AND n.word < " + filter.value(prefix_end(last));
    for (std::size_t i = 0; i + 1 < words.size(); ++i) {
        sql += " AND EXISTS (SELECT 1 FROM name_word w WHERE w.word = " + filter.value(words[i]) +
               " AND w.subject_kind = n.subject_kind AND w.sort_key = n.sort_key "
               "AND w.subject_id = n.subject_id)";
    }
    return sql;
}

}  // namespace

std::string bears_words(Filter& filter,
                        std::string_view kind,
                        std::string_view query,
                        std::string_view id_column)
{
    auto const words = search_words(query);
    if (words.empty()) return "(1=0)";
    return "(" + std::string{id_column} + " IN (" + bearers(filter, kind, words) + "))";
}

std::string is_called(Filter& filter,
                      std::string_view kind,
                      std::string_view query,
                      std::string_view id_column)
{
    // One set, not two conditions with OR: neither engine would use an index for those.
    auto const words = search_words(query);
    auto sql = "(" + std::string{id_column} + " IN (SELECT c.id FROM " + std::string{kind} +
               " c WHERE " + begins_with_code(filter, query, "c.code_key");
    if (!words.empty()) sql += " UNION " + bearers(filter, kind, words);
    return sql + "))";
}

std::string begins_with_code(Filter& filter, std::string_view text, std::string_view key_column)
{
    auto const key = code_key(text);
    auto const column = std::string{key_column};
    return "(" + column + " >= " + filter.value(key) + " AND " + column + " < " +
           filter.value(prefix_end(key)) + ")";
}

}  // namespace thidua::organisation
