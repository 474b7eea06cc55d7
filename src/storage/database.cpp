#include "storage/database.h"

#include "storage/engines.h"

namespace thidua::storage {

namespace {

constexpr std::string_view kSqlitePrefix = "sqlite:";

bool starts_with(std::string_view text, std::string_view prefix)
{
    return text.substr(0, prefix.size()) == prefix;
}

}  // namespace

std::optional<std::int64_t> Transaction::integer(std::string_view sql, Params params)
{
    auto rows = query(sql, params);
    return rows.next() ? rows.maybe_integer(0) : std::nullopt;
}

std::optional<std::string> Transaction::text(std::string_view sql, Params params)
{
    auto rows = query(sql, params);
    return rows.next() ? rows.maybe_string(0) : std::nullopt;
}

std::int64_t Transaction::insert(std::string_view sql, Params params)
{
    auto rows = query(sql, params);
    if (!rows.next()) throw std::logic_error("insert() without a returned id: " + std::string{sql});
    return rows.integer(0);
}

Result<std::unique_ptr<Database>> Database::open(std::string_view url)
{
    try {
        if (starts_with(url, kSqlitePrefix) && url.size() > kSqlitePrefix.size()) {
            return open_sqlite(std::string{url.substr(kSqlitePrefix.size())});
        }
        if (starts_with(url, "postgresql://") || starts_with(url, "postgres://")) {
            return open_postgres(std::string{url});
        }
    } catch (Failure const& problem) {
        auto error = failure(Kind::Unavailable, "storage.cannot-open");
        error.detail = problem.what();
        return error;
    }
    return bad_input("storage.bad-url");
}

}  // namespace thidua::storage
