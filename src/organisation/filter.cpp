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

std::string bears_words(Filter& filter,
                        std::string_view kind,
                        std::string_view query,
                        std::string_view id_column)
{
    auto const words = search_words(query);
    if (words.empty()) return "(1=0)";
    auto const kind_value = filter.value(std::string{kind});
    std::string sql = "(";
    for (std::size_t i = 0; i < words.size(); ++i) {
        bool const is_last = i + 1 == words.size();
        sql += (i == 0 ? "" : " AND ") + std::string{id_column};
        sql += " IN (SELECT subject_id FROM name_word WHERE subject_kind = " + kind_value +
               " AND word ";
        sql += (is_last ? ">= " : "= ") + filter.value(words[i]);
        if (is_last) sql += " AND word < " + filter.value(prefix_end(words[i]));
        sql += ")";
    }
    return sql + ")";
}

std::string begins_with_code(Filter& filter, std::string_view text, std::string_view key_column)
{
    auto const key = code_key(text);
    auto const column = std::string{key_column};
    return "(" + column + " >= " + filter.value(key) + " AND " + column + " < " +
           filter.value(prefix_end(key)) + ")";
}

}  // namespace thidua::organisation
