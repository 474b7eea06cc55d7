#include "storage/postgres_connection.h"

#include "storage/sql_text.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace thidua::storage {

namespace {

// Of pg_type; these numbers are fixed.
constexpr Oid kBool = 16;
constexpr Oid kBytea = 17;
constexpr Oid kBigint = 20;
constexpr Oid kText = 25;

constexpr std::size_t kKeptStatements = 256;
constexpr std::size_t kCopyBuffer = 256 * 1024;

Oid type_of(Param const& value)
{
    switch (value.type()) {
    case Param::Type::Null: return 0;
    case Param::Type::Integer: return kBigint;
    case Param::Type::Text: return kText;
    case Param::Type::Bytes: return kBytea;
    }
    return 0;
}

void append_big_endian(std::string& out, std::uint64_t value, int bytes)
{
    for (int shift = 8 * (bytes - 1); shift >= 0; shift -= 8) {
        out += static_cast<char>((value >> static_cast<unsigned>(shift)) & 0xFFU);
    }
}

bool fits(std::vector<Oid> const& types, std::span<Param const> values)
{
    return types.size() <= values.size() &&
           std::equal(types.begin(), types.end(), values.begin(), [](Oid type, Param const& value) {
               return value.type() == Param::Type::Null || type == type_of(value);
           });
}

// Values in the binary form, which needs no ending zero and no escapes.
class WireValues {
public:
    explicit WireValues(std::span<Param const> values)
        : integers_(values.size()),
          data_(values.size()),
          lengths_(values.size()),
          formats_(values.size(), 1)
    {
        for (std::size_t i = 0; i < values.size(); ++i) set(i, values[i]);
    }

    char const* const* data() const { return data_.data(); }
    int const* lengths() const { return lengths_.data(); }
    int const* formats() const { return formats_.data(); }

private:
    void set(std::size_t i, Param const& value)
    {
        if (value.type() == Param::Type::Null) return;
        auto bytes = value.text();
        if (value.type() == Param::Type::Integer) {
            append_big_endian(integers_[i], static_cast<std::uint64_t>(value.integer()), 8);
            bytes = integers_[i];
        }
        data_[i] = bytes.empty() ? "" : bytes.data();
        lengths_[i] = static_cast<int>(bytes.size());
    }

    std::vector<std::string> integers_;
    std::vector<char const*> data_;
    std::vector<int> lengths_;
    std::vector<int> formats_;
};

// What may be prepared; anything else runs as plain text.
bool is_plain_statement(std::string_view sql)
{
    auto const begin = sql.find_first_not_of(" \t\r\n(");
    if (begin == std::string_view::npos) return false;
    auto const word = sql.substr(begin, sql.find_first_of(" \t\r\n(", begin) - begin);
    constexpr std::array<std::string_view, 6> kWords = {
        "SELECT", "INSERT", "UPDATE", "DELETE", "WITH", "VALUES"};
    return std::find(kWords.begin(), kWords.end(), word) != kWords.end();
}

std::string joined(std::span<std::string_view const> names)
{
    std::string out;
    for (auto const name : names) out.append(out.empty() ? "" : ", ").append(name);
    return out;
}

}  // namespace

PostgresConnection::PostgresConnection(std::string const& url)
    : connection_(PQconnectdb(url.c_str()))
{
    if (!is_alive()) fail(nullptr, "connect");
    run("SET client_min_messages = warning");
    run("SET client_encoding = 'UTF8'");
    run("SET bytea_output = 'hex'");
    run("SET jit = off");  // Costs more than our short statements take.
}

void PostgresConnection::fail(PGresult const* result, std::string_view doing)
{
    auto const* const state =
        result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_SQLSTATE);
    // The primary message alone: details quote values, and values may be secret.
    auto const* const primary =
        result == nullptr ? nullptr : PQresultErrorField(result, PG_DIAG_MESSAGE_PRIMARY);
    std::string const message = primary == nullptr ? PQerrorMessage(connection_.get()) : primary;
    std::string const code = state == nullptr ? "" : state;
    if (first_failure_.empty()) first_failure_ = code;
    throw PostgresFailure("postgres: " + message + " (" + code + "): " + std::string{doing}, code);
}

PostgresResult PostgresConnection::checked(PGresult* raw, std::string_view doing)
{
    PostgresResult result{raw};
    switch (PQresultStatus(raw)) {
    case PGRES_COMMAND_OK:
    case PGRES_TUPLES_OK:
    case PGRES_SINGLE_TUPLE:
    case PGRES_COPY_IN: return result;
    default: fail(raw, doing);
    }
}

void PostgresConnection::make_way()
{
    if (copying_) throw std::logic_error("a statement inside bulk_insert");
    if (reading_ != nullptr) reading_->take_in();
}

PostgresResult PostgresConnection::run(std::string const& sql)
{
    make_way();
    return checked(PQexec(connection_.get(), sql.c_str()), sql);
}

void PostgresConnection::begin(std::string const& sql)
{
    first_failure_.clear();
    run(sql);
}

void PostgresConnection::commit()
{
    auto const result = run("COMMIT");
    if (std::string_view{PQcmdStatus(result.get())} != "COMMIT") {
        throw PostgresFailure("postgres: rolled back after an earlier failure", first_failure_);
    }
}

PostgresConnection::Prepared PostgresConnection::make_prepared(std::string const& sql,
                                                               std::span<Param const> values)
{
    std::vector<Oid> types;
    for (auto const& value : values) types.push_back(type_of(value));
    auto name = "s" + std::to_string(++prepared_serial_);
    checked(PQprepare(connection_.get(),
                      name.c_str(),
                      to_postgres(sql).c_str(),
                      static_cast<int>(types.size()),
                      types.data()),
            sql);
    // What the server found for the NULLs among them, so that a later value may use this statement.
    auto const described = checked(PQdescribePrepared(connection_.get(), name.c_str()), sql);
    types.resize(static_cast<std::size_t>(PQnparams(described.get())));
    for (std::size_t i = 0; i < types.size(); ++i)
        types[i] = PQparamtype(described.get(), static_cast<int>(i));
    return {std::move(name), std::move(types)};
}

PostgresConnection::Prepared const& PostgresConnection::prepare(std::string_view sql,
                                                                std::span<Param const> values)
{
    auto& variants = prepared_[std::string{sql}];
    auto const known = std::find_if(variants.begin(), variants.end(), [&](Prepared const& variant) {
        return fits(variant.types, values);
    });
    if (known != variants.end()) return *known;
    if (prepared_count_ >= kKeptStatements) {
        run("DEALLOCATE ALL");
        prepared_.clear();
        prepared_count_ = 0;
        return prepare(sql, values);
    }
    variants.push_back(make_prepared(std::string{sql}, values));
    ++prepared_count_;
    return variants.back();
}

void PostgresConnection::send(std::string_view sql, std::span<Param const> values)
{
    make_way();
    doing_ = sql;
    int sent = 0;
    if (is_plain_statement(sql)) {
        auto const& prepared = prepare(sql, values);
        WireValues const wire{values.first(prepared.types.size())};
        sent = PQsendQueryPrepared(connection_.get(),
                                   prepared.name.c_str(),
                                   static_cast<int>(prepared.types.size()),
                                   wire.data(),
                                   wire.lengths(),
                                   wire.formats(),
                                   0);
    } else {
        sent = PQsendQuery(connection_.get(), to_postgres(sql).c_str());
    }
    if (sent == 0 || PQsetSingleRowMode(connection_.get()) == 0) fail(nullptr, sql);
}

PostgresResult PostgresConnection::next_result()
{
    auto* const raw = PQgetResult(connection_.get());
    if (raw == nullptr) return nullptr;
    try {
        return checked(raw, doing_);
    } catch (PostgresFailure const&) {
        while (auto* const rest = PQgetResult(connection_.get())) PQclear(rest);
        throw;
    }
}

PostgresResult PostgresConnection::finish()
{
    PostgresResult last;
    while (auto result = next_result()) last = std::move(result);
    return last;
}

std::vector<Oid> PostgresConnection::column_types(std::string_view table,
                                                  std::string const& columns)
{
    auto const result = run("SELECT " + columns + " FROM " + std::string{table} + " LIMIT 0");
    std::vector<Oid> types;
    for (int i = 0; i < PQnfields(result.get()); ++i) types.push_back(PQftype(result.get(), i));
    return types;
}

void PostgresConnection::put(std::string& buffer)
{
    if (PQputCopyData(connection_.get(), buffer.data(), static_cast<int>(buffer.size())) != 1)
        fail(nullptr, "COPY");
    buffer.clear();
}

void PostgresConnection::write_rows(std::vector<Oid> const& types,
                                    RowSource const& next,
                                    std::int64_t& count)
{
    std::string buffer{"PGCOPY\n\377\r\n\0\0\0\0\0\0\0\0\0", 19};
    std::vector<Param> row;
    for (; row.clear(), next(row); ++count) {
        if (row.size() != types.size())
            throw std::logic_error("bulk_insert: a row of another length");
        append_big_endian(buffer, types.size(), 2);
        for (std::size_t i = 0; i < row.size(); ++i) {
            if (row[i].type() == Param::Type::Null) {
                append_big_endian(buffer, 0xFFFFFFFFU, 4);
                continue;
            }
            if (type_of(row[i]) != types[i])
                throw std::logic_error("bulk_insert: a value of another type");
            if (types[i] == kBigint) {
                append_big_endian(buffer, 8, 4);
                append_big_endian(buffer, static_cast<std::uint64_t>(row[i].integer()), 8);
            } else {
                append_big_endian(buffer, row[i].text().size(), 4);
                buffer.append(row[i].text());
            }
        }
        if (buffer.size() >= kCopyBuffer) put(buffer);
    }
    append_big_endian(buffer, 0xFFFFU, 2);
    put(buffer);
}

std::int64_t PostgresConnection::copy_in(std::string_view table,
                                         std::span<std::string_view const> columns,
                                         RowSource const& next)
{
    auto const names = joined(columns);
    auto const types = column_types(table, names);
    doing_ = "COPY " + std::string{table} + " (" + names + ") FROM STDIN (FORMAT binary)";
    run(doing_);
    copying_ = true;
    std::int64_t count = 0;
    try {
        write_rows(types, next, count);
    } catch (...) {
        copying_ = false;
        PQputCopyEnd(connection_.get(), "stopped");
        while (auto* const rest = PQgetResult(connection_.get())) PQclear(rest);
        throw;
    }
    copying_ = false;
    if (PQputCopyEnd(connection_.get(), nullptr) != 1) fail(nullptr, doing_);
    finish();
    return count;
}

PostgresCursor::PostgresCursor(PostgresConnection& connection, std::string_view sql, Params params)
    : connection_(connection)
{
    connection_.send(sql, params.values());
    connection_.set_reading(this);
    try {
        // The first row at once: an error belongs to query(), not to a later next().
        if (auto first = receive()) waiting_.push_back(std::move(first));
    } catch (...) {
        let_go();
        throw;
    }
}

PostgresCursor::~PostgresCursor()
{
    try {
        while (from_wire_ && receive()) {
        }
    } catch (PostgresFailure const&) {
        // The transaction is broken, which its commit says.
        let_go();
    }
}

void PostgresCursor::let_go()
{
    from_wire_ = false;
    if (connection_.reading() == this) connection_.set_reading(nullptr);
}

PostgresResult PostgresCursor::receive()
{
    while (auto result = connection_.next_result()) {
        if (PQresultStatus(result.get()) == PGRES_SINGLE_TUPLE) return result;
    }
    let_go();
    return nullptr;
}

void PostgresCursor::take_in()
{
    try {
        while (from_wire_) {
            if (auto result = receive()) waiting_.push_back(std::move(result));
        }
    } catch (...) {
        let_go();
        throw;
    }
}

bool PostgresCursor::next()
{
    decoded_.clear();
    if (waiting_from_ < waiting_.size()) {
        row_ = std::move(waiting_[waiting_from_++]);
    } else if (from_wire_) {
        waiting_.clear();
        waiting_from_ = 0;
        row_ = receive();
    } else {
        row_.reset();
    }
    return row_ != nullptr;
}

PGresult* PostgresCursor::row() const
{
    if (!row_) throw std::logic_error("no row: next() was not true");
    return row_.get();
}

std::int64_t PostgresCursor::integer(int column) const
{
    auto const value = text(column);
    if (PQftype(row(), column) == kBool) return value == "t" ? 1 : 0;
    std::int64_t number = 0;
    std::from_chars(value.data(), value.data() + value.size(), number);
    return number;
}

std::string_view PostgresCursor::text(int column) const
{
    return {PQgetvalue(row(), 0, column), static_cast<std::size_t>(PQgetlength(row(), 0, column))};
}

std::string_view PostgresCursor::bytes(int column) const
{
    auto const hex = text(column);
    if (PQftype(row(), column) != kBytea || hex.substr(0, 2) != "\\x") return hex;
    decoded_.resize(static_cast<std::size_t>(PQnfields(row())));
    auto& out = decoded_[static_cast<std::size_t>(column)];
    out.clear();
    auto const digit = [](char c) {
        return static_cast<unsigned>(c <= '9' ? c - '0' : c - 'a' + 10);
    };
    for (std::size_t i = 2; i + 1 < hex.size(); i += 2) {
        out += static_cast<char>(digit(hex[i]) << 4U | digit(hex[i + 1]));
    }
    return out;
}

}  // namespace thidua::storage
