// SQLite: one connection writes, a few read, each statement is prepared once per connection.
#include "storage/engines.h"
#include "storage/erase.h"
#include "storage/version.h"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <tuple>
#include <unordered_map>

namespace thidua::storage {

namespace {

constexpr int kBusyTimeout_ms = 30'000;
constexpr int kErasureTimeout_ms = 500;
constexpr std::size_t kKeptStatements = 256;
// Views of text and blobs may be null when empty, which SQLite would take for NULL.
constexpr char const* kEmpty = "";

Failure failure_of(sqlite3* db, std::string_view doing)
{
    return Failure{"sqlite: " + std::string{sqlite3_errmsg(db)} + " (" +
                   std::to_string(sqlite3_extended_errcode(db)) + "): " + std::string{doing}};
}

[[noreturn]] void fail(sqlite3* db, std::string_view doing) { throw failure_of(db, doing); }

struct Finalizer {
    void operator()(sqlite3_stmt* statement) const { sqlite3_finalize(statement); }
};
using Statement = std::unique_ptr<sqlite3_stmt, Finalizer>;

struct Closer {
    void operator()(sqlite3* db) const { sqlite3_close_v2(db); }
};

// The row that SQLite hands to the function of a scan.
class RowOfValues final : public ScannedRow {
public:
    explicit RowOfValues(sqlite3_value** values) : values_(values) {}
    bool is_null(int column) const override { return sqlite3_value_type(at(column)) == SQLITE_NULL; }
    std::int64_t integer(int column) const override { return sqlite3_value_int64(at(column)); }
    std::string_view text(int column) const override
    {
        auto const* data = sqlite3_value_text(at(column));
        if (data == nullptr) return {};
        return {reinterpret_cast<char const*>(data),
                static_cast<std::size_t>(sqlite3_value_bytes(at(column)))};
    }

private:
    sqlite3_value* at(int column) const { return values_[column]; }

    sqlite3_value** values_;
};

// A scan under way. Its rows are the arguments of an aggregate function, called from inside the
// statement: a row that a statement yields costs as much again as reading it.
struct Scan {
    VisitRow const& visit;
    std::exception_ptr thrown;  // By a visit: it must not pass through SQLite.

    static constexpr char const* kFunction = "scan_rows";

    static void step(sqlite3_context* context, int, sqlite3_value** values) noexcept
    {
        auto& scan = **static_cast<Scan**>(sqlite3_user_data(context));
        try {
            scan.visit(RowOfValues{values});
        } catch (...) {
            scan.thrown = std::current_exception();
            sqlite3_result_error(context, "the visit threw", -1);
        }
    }
    static void end(sqlite3_context*) noexcept {}
};

enum class Use { Write, Read, Memory };

// One connection and the statements it has prepared. For one thread at a time.
class Connection {
public:
    Connection(std::string const& path, Use use) : only_reads_(use == Use::Read)
    {
        sqlite3* raw = nullptr;
        auto const flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_NOMUTEX |
                           (use == Use::Read ? 0 : SQLITE_OPEN_CREATE);
        auto const status = sqlite3_open_v2(path.c_str(), &raw, flags, nullptr);
        db_.reset(raw);
        if (status != SQLITE_OK) storage::fail(raw, "open " + path);
        sqlite3_extended_result_codes(raw, 1);
        offer_scans();
        sqlite3_busy_timeout(raw, kBusyTimeout_ms);
        if (use == Use::Write) run("PRAGMA journal_mode = WAL");
        run("PRAGMA synchronous = FULL");
        run("PRAGMA foreign_keys = ON");
        run("PRAGMA temp_store = MEMORY");
        run("PRAGMA journal_size_limit = 67108864");
        if (use == Use::Read) {
            run("PRAGMA cache_size = -8192");
            run("PRAGMA mmap_size = 2147418112");
            run("PRAGMA query_only = ON");
        } else {
            run("PRAGMA cache_size = -8192");
        }
    }

    Connection(Connection const&) = delete;
    Connection& operator=(Connection const&) = delete;

    sqlite3* get() const { return db_.get(); }
    std::uint64_t number() const { return number_; }
    bool only_reads() const { return only_reads_; }

    [[noreturn]] void fail(std::string_view doing)
    {
        failed_ = true;
        storage::fail(get(), doing);
    }
    // True when a statement has failed since the last call.
    bool take_failed() { return std::exchange(failed_, false); }

    // Whose rows the statement that is run next visits.
    void set_scan(Scan* scan) { scan_ = scan; }

    // What the transaction under way deletes is to be overwritten, in the log too.
    void erase_for_good()
    {
        run("PRAGMA secure_delete = ON");
        owes_erasure_ = true;
    }
    // After a commit. Readers of an older state hold the log: then it stays owed.
    void empty_log()
    {
        if (!owes_erasure_) return;
        run("PRAGMA secure_delete = OFF");
        sqlite3_busy_timeout(get(), kErasureTimeout_ms);
        auto const status = sqlite3_wal_checkpoint_v2(
            get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
        sqlite3_busy_timeout(get(), kBusyTimeout_ms);
        owes_erasure_ = status != SQLITE_OK;
    }

    // Outside the cache: transaction control and settings.
    void run(char const* sql)
    {
        if (sqlite3_exec(get(), sql, nullptr, nullptr, nullptr) != SQLITE_OK) fail(sql);
    }

    // Transaction control, prepared once.
    void control(std::string_view sql)
    {
        auto [entry, statement] = take(sql);
        auto const status = sqlite3_step(statement.get());
        if (status == SQLITE_DONE) return give_back(*entry, std::move(statement));
        auto const failure = failure_of(get(), sql);
        failed_ = true;
        give_back(*entry, std::move(statement));
        throw failure;
    }

    // What is prepared of one text: those nobody uses, and how many are in use.
    struct Prepared {
        std::vector<Statement> idle;
        int lent = 0;
    };
    using Entry = std::pair<std::string const, Prepared>;

    // A prepared statement that nobody else uses until it is given back to its entry.
    std::pair<Entry*, Statement> take(std::string_view sql)
    {
        auto found = prepared_.find(sql);
        if (found == prepared_.end()) {
            auto statement = prepare(sql);
            if (prepared_.size() >= kKeptStatements)
                std::erase_if(prepared_, [](Entry const& entry) { return entry.second.lent == 0; });
            found = prepared_.try_emplace(std::string{sql}).first;
            ++found->second.lent;
            return {&*found, std::move(statement)};
        }
        auto& idle = found->second.idle;
        auto statement = idle.empty() ? prepare(sql) : std::move(idle.back());
        if (!idle.empty()) idle.pop_back();
        ++found->second.lent;
        return {&*found, std::move(statement)};
    }

    void give_back(Entry& entry, Statement statement)
    {
        sqlite3_reset(statement.get());
        sqlite3_clear_bindings(statement.get());
        --entry.second.lent;
        entry.second.idle.push_back(std::move(statement));
    }

private:
    void offer_scans()
    {
        auto const status = sqlite3_create_function_v2(get(),
                                                       Scan::kFunction,
                                                       -1,
                                                       SQLITE_UTF8 | SQLITE_DIRECTONLY,
                                                       &scan_,
                                                       nullptr,
                                                       Scan::step,
                                                       Scan::end,
                                                       nullptr);
        if (status != SQLITE_OK) fail(Scan::kFunction);
    }

    Statement prepare(std::string_view sql)
    {
        sqlite3_stmt* raw = nullptr;
        char const* rest = nullptr;
        if (sqlite3_prepare_v3(get(),
                               sql.data(),
                               static_cast<int>(sql.size()),
                               SQLITE_PREPARE_PERSISTENT,
                               &raw,
                               &rest) != SQLITE_OK) {
            fail(sql);
        }
        Statement statement{raw};
        std::string_view const tail{rest, static_cast<std::size_t>(sql.data() + sql.size() - rest)};
        if (raw == nullptr || tail.find_first_not_of(" \t\r\n;") != std::string_view::npos) {
            throw std::logic_error("one statement at a time: " + std::string{sql});
        }
        return statement;
    }

    struct Hash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const
        {
            return std::hash<std::string_view>{}(text);
        }
    };

    std::unique_ptr<sqlite3, Closer> db_;
    std::unordered_map<std::string, Prepared, Hash, std::equal_to<>>
        prepared_;  // After db_: finalised before it closes.
    static std::uint64_t next_number()
    {
        static std::atomic<std::uint64_t> last{0};
        return ++last;
    }

    Scan* scan_ = nullptr;
    std::uint64_t number_ = next_number();  // No other connection of this process ever bears it.
    bool only_reads_;
    bool failed_ = false;
    bool owes_erasure_ = false;
};

// A statement on loan from its connection.
class Loan {
public:
    Loan(Connection& connection, std::string_view sql)
        : connection_(connection)
    {
        std::tie(entry_, statement_) = connection.take(sql);
    }
    Loan(Loan const&) = delete;
    Loan& operator=(Loan const&) = delete;
    ~Loan() { connection_.give_back(*entry_, std::move(statement_)); }

    sqlite3_stmt* get() const { return statement_.get(); }

    // `lifetime`: SQLITE_STATIC when the values outlive the statement's run, else SQLITE_TRANSIENT.
    void bind(std::span<Param const> values, sqlite3_destructor_type lifetime)
    {
        if (static_cast<int>(values.size()) < sqlite3_bind_parameter_count(get())) {
            throw std::logic_error("parameters missing: " + sql());
        }
        int index = 0;
        for (auto const& value : values) {
            if (bind_one(++index, value, lifetime) != SQLITE_OK) connection_.fail(sql());
        }
    }

    // True for a row, false at the end.
    bool step()
    {
        auto const status = sqlite3_step(get());
        if (status == SQLITE_ROW) return true;
        if (status != SQLITE_DONE) connection_.fail(sql());
        return false;
    }

private:
    int bind_one(int index, Param const& value, sqlite3_destructor_type lifetime)
    {
        auto const text = value.text();
        auto const* data = text.empty() ? kEmpty : text.data();
        switch (value.type()) {
        case Param::Type::Null: return sqlite3_bind_null(get(), index);
        case Param::Type::Integer: return sqlite3_bind_int64(get(), index, value.integer());
        case Param::Type::Text:
            return sqlite3_bind_text64(get(), index, data, text.size(), lifetime, SQLITE_UTF8);
        case Param::Type::Bytes:
            return sqlite3_bind_blob64(get(), index, data, text.size(), lifetime);
        }
        return SQLITE_MISUSE;
    }

    std::string const& sql() const { return entry_->first; }

    Connection& connection_;
    Connection::Entry* entry_ = nullptr;
    Statement statement_;
};

class SqliteCursor final : public Cursor {
public:
    // Takes the first step at once: what the statement changes is changed when query() returns.
    SqliteCursor(Connection& connection, std::string_view sql, Params params)
        : loan_(connection, sql)
    {
        loan_.bind(params.values(), SQLITE_TRANSIENT);
        has_row_ = loan_.step();
    }

    bool next() override
    {
        if (!started_) {
            started_ = true;
        } else if (has_row_) {
            has_row_ = loan_.step();
        }
        return has_row_;
    }
    bool is_null(int column) const override
    {
        return sqlite3_column_type(row(), column) == SQLITE_NULL;
    }
    std::int64_t integer(int column) const override { return sqlite3_column_int64(row(), column); }
    // The value is asked for once and read twice. It is the statement's own, which one thread alone
    // uses at a time.
    std::string_view text(int column) const override
    {
        auto* const value = sqlite3_column_value(row(), column);
        auto const* data = sqlite3_value_text(value);
        if (data == nullptr) return {};
        return {reinterpret_cast<char const*>(data), size(value)};
    }
    std::string_view bytes(int column) const override
    {
        auto* const value = sqlite3_column_value(row(), column);
        auto const* data = sqlite3_value_blob(value);
        if (data == nullptr) return {};
        return {static_cast<char const*>(data), size(value)};
    }

private:
    sqlite3_stmt* row() const
    {
        if (!started_ || !has_row_) throw std::logic_error("no row: next() was not true");
        return loan_.get();
    }
    static std::size_t size(sqlite3_value* value)
    {
        return static_cast<std::size_t>(sqlite3_value_bytes(value));
    }

    Loan loan_;
    bool started_ = false;
    bool has_row_ = false;
};

class SqliteTransaction final : public Transaction {
public:
    explicit SqliteTransaction(Connection& connection) : connection_(connection) {}

    Engine engine() const override { return Engine::Sqlite; }

    // data_version tells of what other connections have committed; one that writes would not hear
    // of itself.
    std::optional<Version> version()
    {
        if (!connection_.only_reads()) return std::nullopt;
        return Version{connection_.number(), integer("PRAGMA data_version").value()};
    }

    Rows query(std::string_view sql, Params params) override
    {
        check_not_copying();
        return Rows{std::make_unique<SqliteCursor>(connection_, sql, params)};
    }

    std::int64_t execute(std::string_view sql, Params params) override
    {
        check_not_copying();
        Loan loan{connection_, sql};
        loan.bind(params.values(), SQLITE_STATIC);
        auto const before = sqlite3_total_changes64(connection_.get());
        while (loan.step()) {
        }
        // changes() keeps its value over statements that change no row, such as CREATE.
        if (sqlite3_total_changes64(connection_.get()) == before) return 0;
        return sqlite3_changes64(connection_.get());
    }

    std::int64_t bulk_insert(std::string_view table,
                             std::span<std::string_view const> columns,
                             RowSource const& next) override
    {
        Loan loan{connection_, insert_statement(table, columns)};
        std::vector<Param> row;
        std::int64_t count = 0;
        for (; row.clear(), next_of(next, row); ++count) {
            if (row.size() != columns.size())
                throw std::logic_error("bulk_insert: a row of another length");
            loan.bind(row, SQLITE_STATIC);
            loan.step();
            sqlite3_reset(loan.get());
        }
        return count;
    }

    void scan(std::string const& sql, Params params, VisitRow const& visit)
    {
        check_not_copying();
        Loan loan{connection_, sql};
        loan.bind(params.values(), SQLITE_STATIC);
        Scan scan{visit, nullptr};
        Mark const mark{copying_};
        connection_.set_scan(&scan);
        try {
            while (loan.step()) {
            }
        } catch (Failure const&) {
            if (scan.thrown) std::rethrow_exception(scan.thrown);
            throw;
        }
    }

    void erase_for_good() { connection_.erase_for_good(); }

private:
    struct Mark {
        bool& flag;
        explicit Mark(bool& f) : flag(f) { flag = true; }
        ~Mark() { flag = false; }
    };

    // PostgreSQL cannot run a statement inside a bulk insert; so nobody gets used to it here.
    void check_not_copying() const
    {
        if (copying_) throw std::logic_error("a statement inside bulk_insert or scan");
    }
    bool next_of(RowSource const& next, std::vector<Param>& row)
    {
        Mark const mark{copying_};
        return next(row);
    }

    static std::string insert_statement(std::string_view table,
                                        std::span<std::string_view const> columns)
    {
        std::string names;
        std::string marks;
        for (std::size_t i = 0; i < columns.size(); ++i) {
            names.append(i == 0 ? "" : ", ").append(columns[i]);
            marks.append(i == 0 ? "?" : ", ?").append(std::to_string(i + 1));
        }
        return "INSERT INTO " + std::string{table} + " (" + names + ") VALUES (" + marks + ")";
    }

    Connection& connection_;
    bool copying_ = false;
};

// BEGIN … COMMIT around `body`; ROLLBACK when it says no or throws.
void run_transaction(Connection& connection,
                     char const* begin,
                     std::function<bool(Transaction&)> const& body)
{
    connection.control(begin);
    connection.take_failed();
    auto const roll_back = [&] {
        // A failed statement may have rolled back already (disk full).
        if (sqlite3_get_autocommit(connection.get()) == 0) {
            sqlite3_exec(connection.get(), "ROLLBACK", nullptr, nullptr, nullptr);
        }
    };
    try {
        SqliteTransaction tx{connection};
        if (!body(tx)) return roll_back();
        // As on PostgreSQL: a body that goes on after a failure does not get its act half done.
        if (connection.take_failed()) throw Failure("sqlite: rolled back after an earlier failure");
        connection.control("COMMIT");
    } catch (...) {
        roll_back();
        throw;
    }
}

// A mutex that knows its owner: a second transaction inside the first would wait for itself for
// ever.
class WriterLock {
public:
    explicit WriterLock(std::mutex& mutex, std::atomic<std::thread::id>& owner) : owner_(owner)
    {
        if (owner_ == std::this_thread::get_id())
            throw std::logic_error("a transaction inside a transaction");
        lock_ = std::unique_lock{mutex};
        owner_ = std::this_thread::get_id();
    }
    WriterLock(WriterLock const&) = delete;
    WriterLock& operator=(WriterLock const&) = delete;
    ~WriterLock() { owner_ = std::thread::id{}; }

private:
    std::unique_lock<std::mutex> lock_;
    std::atomic<std::thread::id>& owner_;
};

// Reading connections, opened when wanted, at most `limit`.
class ReaderPool {
public:
    ReaderPool(std::string path, std::size_t limit) : path_(std::move(path)), limit_(limit) {}

    std::unique_ptr<Connection> take()
    {
        std::unique_lock lock{mutex_};
        free_.wait(lock, [&] { return !idle_.empty() || open_ < limit_; });
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            return connection;
        }
        ++open_;
        lock.unlock();
        try {
            return std::make_unique<Connection>(path_, Use::Read);
        } catch (...) {
            lock.lock();
            --open_;
            free_.notify_one();
            throw;
        }
    }

    void give_back(std::unique_ptr<Connection> connection)
    {
        std::lock_guard const lock{mutex_};
        idle_.push_back(std::move(connection));
        free_.notify_one();
    }

private:
    std::string path_;
    std::size_t limit_;
    std::size_t open_ = 0;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::mutex mutex_;
    std::condition_variable free_;
};

std::size_t reader_limit()
{
    return std::max<std::size_t>(4, 2 * std::thread::hardware_concurrency());
}

class SqliteDatabase final : public Database {
public:
    explicit SqliteDatabase(std::string const& path)
        : in_memory_(path == ":memory:"),
          writer_(path, in_memory_ ? Use::Memory : Use::Write),
          readers_(path, reader_limit())
    {}

    Engine engine() const override { return Engine::Sqlite; }

protected:
    void run(Mode mode, std::function<bool(Transaction&)> const& body) override
    {
        if (mode == Mode::Write) return write_one(body);
        if (in_memory_) return read_in_writer(body);
        auto connection = readers_.take();
        try {
            run_transaction(*connection, "BEGIN", body);
        } catch (...) {
            readers_.give_back(std::move(connection));
            throw;
        }
        readers_.give_back(std::move(connection));
    }

private:
    void write_one(std::function<bool(Transaction&)> const& body)
    {
        WriterLock const lock{write_mutex_, write_owner_};
        run_transaction(writer_, "BEGIN IMMEDIATE", body);
        writer_.empty_log();
    }

    // A database in memory has this one connection.
    void read_in_writer(std::function<bool(Transaction&)> const& body)
    {
        WriterLock const lock{write_mutex_, write_owner_};
        writer_.run("PRAGMA query_only = ON");
        try {
            run_transaction(writer_, "BEGIN", body);
        } catch (...) {
            writer_.run("PRAGMA query_only = OFF");
            throw;
        }
        writer_.run("PRAGMA query_only = OFF");
    }

    bool in_memory_;
    Connection writer_;
    std::mutex write_mutex_;
    std::atomic<std::thread::id> write_owner_{};
    ReaderPool readers_;
};

}  // namespace

std::optional<Version> version_of(Transaction& tx)
{
    auto* const sqlite = dynamic_cast<SqliteTransaction*>(&tx);
    return sqlite != nullptr ? sqlite->version() : std::nullopt;
}

void erase_for_good(Transaction& tx)
{
    if (auto* const sqlite = dynamic_cast<SqliteTransaction*>(&tx)) sqlite->erase_for_good();
}

bool scan_sqlite(Transaction& tx,
                 std::string_view columns,
                 std::string_view source,
                 Params params,
                 VisitRow const& visit)
{
    auto* const sqlite = dynamic_cast<SqliteTransaction*>(&tx);
    if (sqlite == nullptr) return false;
    auto const sql = std::string{"SELECT "} + Scan::kFunction + '(' + std::string{columns} +
                     ") FROM " + std::string{source};
    sqlite->scan(sql, params, visit);
    return true;
}

std::unique_ptr<Database> open_sqlite(std::string const& path)
{
    return std::make_unique<SqliteDatabase>(path);
}

}  // namespace thidua::storage
