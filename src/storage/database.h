// One interface over the two engines we keep: SQLite (one file, one office) and PostgreSQL (a
// ministry). The same SQL runs on both; see README.md of this folder for what that SQL may use.
//
// Expected answers (no row, nothing changed) are values. A statement that fails is a fault of ours
// or of the machine and throws storage::Failure; the shell, the job runner and main catch it.
#pragma once

#include "base/result.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <vector>

namespace thidua::storage {

enum class Engine { Sqlite, Postgres };

// A database that does not do what it should: disk full, connection lost, wrong SQL.
class Failure : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

// Bytes, told apart from text by their type.
struct Bytes {
    std::string_view bytes;
};

// One parameter or one value to write. Borrows text and bytes: their source must outlive the call.
class Param {
public:
    enum class Type { Null, Integer, Text, Bytes };

    Param() = default;
    Param(std::nullptr_t) {}
    Param(std::nullopt_t) {}
    template <class T, std::enable_if_t<std::is_integral_v<T>, int> = 0>
    Param(T value) : type_(Type::Integer), integer_(static_cast<std::int64_t>(value))
    {}
    Param(std::string_view text) : type_(Type::Text), text_(text) {}
    Param(std::string const& text) : type_(Type::Text), text_(text) {}
    Param(char const* text) : type_(Type::Text), text_(text) {}
    Param(Bytes bytes) : type_(Type::Bytes), text_(bytes.bytes) {}
    template <class T>
    Param(std::optional<T> const& value)
    {
        if (value) *this = Param{*value};
    }

    Type type() const { return type_; }
    std::int64_t integer() const { return integer_; }
    std::string_view text() const { return text_; }

private:
    Type type_ = Type::Null;
    std::int64_t integer_ = 0;
    std::string_view text_;
};

// Parameters ?1, ?2, … of one statement.
class Params {
public:
    Params() = default;
    Params(std::initializer_list<Param> list) : values_(list.begin(), list.size()) {}
    Params(std::vector<Param> const& list) : values_(list) {}
    std::span<Param const> values() const { return values_; }

private:
    std::span<Param const> values_;
};

// What an engine implements to walk a result; used through Rows.
class Cursor {
public:
    virtual ~Cursor() = default;
    virtual bool next() = 0;
    virtual bool is_null(int column) const = 0;
    virtual std::int64_t integer(int column) const = 0;
    virtual std::string_view text(int column) const = 0;
    virtual std::string_view bytes(int column) const = 0;
};

// The rows of one query, walked once:  for (auto rows = tx.query(…); rows.next();) rows.text(0);
// Columns count from 0. Views live until the next call of next(). Must end before its transaction.
class Rows {
public:
    explicit Rows(std::unique_ptr<Cursor> cursor) : cursor_(std::move(cursor)) {}
    bool next() { return cursor_->next(); }
    bool is_null(int column) const { return cursor_->is_null(column); }
    std::int64_t integer(int column) const { return cursor_->integer(column); }  // NULL reads as 0.
    std::string_view text(int column) const { return cursor_->text(column); }  // NULL reads as "".
    std::string_view bytes(int column) const { return cursor_->bytes(column); }
    std::string string(int column) const { return std::string{text(column)}; }
    bool boolean(int column) const { return integer(column) != 0; }
    std::optional<std::int64_t> maybe_integer(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{integer(column)};
    }
    std::optional<std::string> maybe_string(int column) const
    {
        return is_null(column) ? std::nullopt : std::optional{string(column)};
    }

private:
    std::unique_ptr<Cursor> cursor_;
};

// Yields one row at a time into `row` (cleared before); false ends. What it borrows must live until
// the next call.
using RowSource = std::function<bool(std::vector<Param>& row)>;

class Transaction {
public:
    virtual ~Transaction() = default;
    virtual Engine engine() const = 0;
    // Runs a statement that yields rows (SELECT, or … RETURNING).
    virtual Rows query(std::string_view sql, Params params = {}) = 0;
    // Runs a statement; returns how many rows it touched.
    virtual std::int64_t execute(std::string_view sql, Params params = {}) = 0;
    // Many rows at once: COPY on PostgreSQL, one prepared statement on SQLite. Returns their
    // number.
    virtual std::int64_t bulk_insert(std::string_view table,
                                     std::span<std::string_view const> columns,
                                     RowSource const& next) = 0;
    std::int64_t bulk_insert(std::string_view table,
                             std::initializer_list<std::string_view> columns,
                             RowSource const& next)
    {
        return bulk_insert(table, std::span{columns.begin(), columns.size()}, next);
    }

    // The first column of the first row; nothing when there is no row or it is NULL.
    std::optional<std::int64_t> integer(std::string_view sql, Params params = {});
    std::optional<std::string> text(std::string_view sql, Params params = {});
    // INSERT … RETURNING id.
    std::int64_t insert(std::string_view sql, Params params = {});
};

// A database and its connections. Safe from any thread; a transaction stays in the thread it began
// in.
class Database {
public:
    virtual ~Database() = default;

    // `sqlite:PATH` (`sqlite::memory:` lives as long as the object) or `postgresql://…`.
    // BadInput "storage.bad-url" for another scheme, Unavailable "storage.cannot-open" otherwise.
    static Result<std::unique_ptr<Database>> open(std::string_view url);

    virtual Engine engine() const = 0;

    // One snapshot: everything `body` reads is of one moment. Returns what `body(tx)` returns.
    template <class Body>
    auto read(Body&& body)
    {
        return run_returning<false>(std::forward<Body>(body));
    }

    // All or nothing: commits when `body(tx)` returns and, where it returns a Result, only when
    // that holds. Serialisable: conflicting acts run one after the other; on PostgreSQL a body that
    // lost the race is run again from its start, so it must have no effect outside the transaction.
    template <class Body>
    auto write(Body&& body)
    {
        return run_returning<true>(std::forward<Body>(body));
    }

protected:
    enum class Mode { Read, Write };
    // Runs body in one transaction; body's answer says whether to commit.
    virtual void run(Mode mode, std::function<bool(Transaction&)> const& body) = 0;

private:
    template <class T>
    struct IsResult : std::false_type {};
    template <class T>
    struct IsResult<Result<T>> : std::true_type {};

    template <bool kWrite, class Body>
    auto run_returning(Body&& body)
    {
        using Answer = std::invoke_result_t<Body, Transaction&>;
        constexpr auto mode = kWrite ? Mode::Write : Mode::Read;
        if constexpr (std::is_void_v<Answer>) {
            run(mode, [&](Transaction& tx) { return body(tx), true; });
        } else {
            std::optional<Answer> answer;
            run(mode, [&](Transaction& tx) {
                answer.emplace(body(tx));
                if constexpr (IsResult<Answer>::value) return static_cast<bool>(*answer);
                return true;
            });
            return std::move(*answer);
        }
    }
};

}  // namespace thidua::storage
