// One connection to PostgreSQL: statements prepared once, results row by row, errors with their
// code.
#pragma once

#include "storage/database.h"

#include <libpq-fe.h>

#include <memory>
#include <string>
#include <unordered_map>
#include <vector>

namespace thidua::storage {

// A statement PostgreSQL refused, with its SQLSTATE ("" when the connection is lost).
class PostgresFailure : public Failure {
public:
    PostgresFailure(std::string const& message, std::string state)
        : Failure(message), state_(std::move(state))
    {}
    std::string const& state() const { return state_; }

private:
    std::string state_;
};

struct ResultClearer {
    void operator()(PGresult* result) const { PQclear(result); }
};
using PostgresResult = std::unique_ptr<PGresult, ResultClearer>;

class PostgresCursor;

// For one thread at a time.
class PostgresConnection {
public:
    explicit PostgresConnection(std::string const& url);
    PostgresConnection(PostgresConnection const&) = delete;
    PostgresConnection& operator=(PostgresConnection const&) = delete;

    bool is_alive() const { return PQstatus(connection_.get()) == CONNECTION_OK; }

    // Begins a statement; its rows come from next_result() until that gives null.
    void send(std::string_view sql, std::span<Param const> values);
    // Throws PostgresFailure for an error; the statement is over then.
    PostgresResult next_result();
    // Reads the statement to its end; gives the last result.
    PostgresResult finish();
    // Without parameters and cache: transaction control and what cannot be prepared.
    PostgresResult run(std::string const& sql);

    void begin(std::string const& sql);
    // COMMIT that fails when the server rolled back instead, as it does after an error.
    void commit();

    std::int64_t copy_in(std::string_view table,
                         std::span<std::string_view const> columns,
                         RowSource const& next);

    // The cursor still reading from the wire; it takes its rows in before anything else is sent.
    void set_reading(PostgresCursor* cursor) { reading_ = cursor; }
    PostgresCursor* reading() const { return reading_; }

private:
    struct Prepared {
        std::string name;
        std::vector<Oid> types;
    };
    struct Closer {
        void operator()(PGconn* connection) const { PQfinish(connection); }
    };

    Prepared const& prepare(std::string_view sql, std::span<Param const> values);
    Prepared make_prepared(std::string const& sql, std::span<Param const> values);
    void make_way();
    std::vector<Oid> column_types(std::string_view table, std::string const& columns);
    void write_rows(std::vector<Oid> const& types, RowSource const& next, std::int64_t& count);
    void put(std::string& buffer);
    PostgresResult checked(PGresult* raw, std::string_view doing);
    [[noreturn]] void fail(PGresult const* result, std::string_view doing);

    std::unique_ptr<PGconn, Closer> connection_;
    std::unordered_map<std::string, std::vector<Prepared>> prepared_;
    std::size_t prepared_count_ = 0;
    std::size_t prepared_serial_ = 0;
    std::string doing_;
    std::string first_failure_;  // SQLSTATE of the first error in this transaction.
    PostgresCursor* reading_ = nullptr;
    bool copying_ = false;
};

// The rows of one statement as they come. Keeps those that came too early: see set_reading().
class PostgresCursor final : public Cursor {
public:
    PostgresCursor(PostgresConnection& connection, std::string_view sql, Params params);
    PostgresCursor(PostgresCursor const&) = delete;
    PostgresCursor& operator=(PostgresCursor const&) = delete;
    ~PostgresCursor() override;

    bool next() override;
    bool is_null(int column) const override { return PQgetisnull(row(), 0, column) != 0; }
    std::int64_t integer(int column) const override;
    std::string_view text(int column) const override;
    std::string_view bytes(int column) const override;

    // Reads the rest into memory, so that the connection is free.
    void take_in();

private:
    PGresult* row() const;
    PostgresResult receive();
    void let_go();

    PostgresConnection& connection_;
    std::vector<PostgresResult>
        waiting_;  // Rows ahead of the current one, the next at waiting_from_.
    std::size_t waiting_from_ = 0;
    PostgresResult row_;
    bool from_wire_ = true;
    mutable std::vector<std::string> decoded_;
};

}  // namespace thidua::storage
