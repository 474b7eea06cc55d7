// PostgreSQL: a pool of connections, acts that lose a race run again.
#include "storage/engines.h"
#include "storage/postgres_connection.h"

#include <algorithm>
#include <charconv>
#include <condition_variable>
#include <mutex>
#include <thread>

namespace thidua::storage {

namespace {

class PostgresTransaction final : public Transaction {
public:
    PostgresTransaction(PostgresConnection& connection, bool alone)
        : connection_(connection), alone_(alone)
    {}

    Engine engine() const override { return Engine::Postgres; }

    Rows query(std::string_view sql, Params params) override
    {
        return Rows{std::make_unique<PostgresCursor>(connection_, sql, params)};
    }

    std::int64_t execute(std::string_view sql, Params params) override
    {
        connection_.send(sql, params.values());
        auto const result = connection_.finish();
        if (!result || std::string_view{PQcmdStatus(result.get())}.substr(0, 6) == "SELECT")
            return 0;
        std::string_view const touched = PQcmdTuples(result.get());
        std::int64_t count = 0;
        std::from_chars(touched.data(), touched.data() + touched.size(), count);
        return count;
    }

    std::int64_t bulk_insert(std::string_view table,
                             std::span<std::string_view const> columns,
                             RowSource const& next) override
    {
        return connection_.copy_in(table, columns, next);
    }

    bool is_alone() const { return alone_; }

private:
    PostgresConnection& connection_;
    bool alone_;
};

class Pool {
public:
    Pool(std::string url, std::size_t limit) : url_(std::move(url)), limit_(limit) {}

    // An idle connection (which the server may have dropped meanwhile) or, `fresh`, a new one.
    std::unique_ptr<PostgresConnection> take(bool fresh)
    {
        std::unique_lock lock{mutex_};
        free_.wait(lock, [&] { return !idle_.empty() || open_ < limit_; });
        if (!idle_.empty()) {
            auto connection = std::move(idle_.back());
            idle_.pop_back();
            if (!fresh) return connection;
        } else {
            ++open_;
        }
        lock.unlock();
        try {
            return std::make_unique<PostgresConnection>(url_);
        } catch (...) {
            forget();
            throw;
        }
    }

    void give_back(std::unique_ptr<PostgresConnection> connection)
    {
        if (!connection->is_alive()) return drop(std::move(connection));
        std::lock_guard const lock{mutex_};
        idle_.push_back(std::move(connection));
        free_.notify_one();
    }

    // Closes it.
    void drop(std::unique_ptr<PostgresConnection> connection)
    {
        connection.reset();
        forget();
    }

private:
    void forget()
    {
        std::lock_guard const lock{mutex_};
        --open_;
        free_.notify_one();
    }

    std::string url_;
    std::size_t limit_;
    std::size_t open_ = 0;
    std::vector<std::unique_ptr<PostgresConnection>> idle_;
    std::mutex mutex_;
    std::condition_variable free_;
};

// How a transaction begins, and the lock it holds from before its snapshot until after its end.
struct Manner {
    char const* lock;  // Null: none.
    char const* begin;
    char const* unlock;
};

constexpr Manner kReading{nullptr, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY", nullptr};
// The number is ours alone in this database; "tdua" read as one.
constexpr Manner kBesideOthers{"SELECT pg_advisory_lock_shared(1952740705)",
                               "BEGIN ISOLATION LEVEL SERIALIZABLE",
                               "SELECT pg_advisory_unlock_shared(1952740705)"};
constexpr Manner kAlone{"SELECT pg_advisory_lock(1952740705)",
                        "BEGIN ISOLATION LEVEL SERIALIZABLE",
                        "SELECT pg_advisory_unlock(1952740705)"};

// A connection on loan, in a transaction that is rolled back unless committed.
class Session {
public:
    Session(Pool& pool, Manner const& manner)
        : pool_(pool), manner_(manner), connection_(pool.take(false))
    {
        try {
            begin();
        } catch (...) {
            if (connection_) end();
            throw;
        }
    }
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    ~Session() { end(); }

    PostgresConnection& connection() { return *connection_; }

    void commit()
    {
        open_ = false;
        connection_->commit();
    }

private:
    void begin()
    {
        try {
            begin_on_this();
        } catch (PostgresFailure const&) {
            if (connection_->is_alive()) throw;
            // The server was restarted, or the line cut, while this connection lay idle.
            pool_.drop(std::move(connection_));
            locked_ = false;
            connection_ = pool_.take(true);
            begin_on_this();
        }
    }

    void begin_on_this()
    {
        if (manner_.lock != nullptr) {
            connection_->run(manner_.lock);
            locked_ = true;
        }
        connection_->begin(manner_.begin);
        open_ = true;
    }

    void end()
    {
        try {
            if (open_) connection_->run("ROLLBACK");
            if (locked_) connection_->run(manner_.unlock);
            pool_.give_back(std::move(connection_));
        } catch (Failure const&) {
            // Its transaction and its lock end with it.
            pool_.drop(std::move(connection_));
        }
    }

    Pool& pool_;
    Manner const& manner_;
    std::unique_ptr<PostgresConnection> connection_;
    bool locked_ = false;
    bool open_ = false;
};

// Whether an act that failed so may hold when it runs again, with nobody else writing. A key that
// another act took meanwhile shows as a duplicate before it shows as a lost race.
bool may_hold_alone(std::string_view state)
{
    return state == "40001" || state == "40P01" || state == "23505";
}

class PostgresDatabase final : public Database {
public:
    explicit PostgresDatabase(std::string const& url)
        : pool_(url, std::max<std::size_t>(8, 4 * std::thread::hardware_concurrency()))
    {
        pool_.give_back(pool_.take(false));  // Says at once when there is no such database.
    }

    Engine engine() const override { return Engine::Postgres; }

protected:
    void run(Mode mode, std::function<bool(Transaction&)> const& body) override
    {
        if (mode == Mode::Read) return run_once(kReading, body);
        try {
            return run_once(kBesideOthers, body);
        } catch (PostgresFailure const& problem) {
            if (!may_hold_alone(problem.state())) throw;
        }
        // Alone it cannot lose again: a long act would never end among a stream of short ones.
        run_once(kAlone, body);
    }

private:
    void run_once(Manner const& manner, std::function<bool(Transaction&)> const& body)
    {
        Session session{pool_, manner};
        PostgresTransaction tx{session.connection(), &manner == &kAlone};
        if (body(tx)) session.commit();
    }

    Pool pool_;
};

}  // namespace

// To an act that began before it a truncated table looks empty, rows put back included: what it
// then updates is lost without a word. So no other act may be under way.
void truncate_alone(Transaction& tx, std::string const& table)
{
    if (!dynamic_cast<PostgresTransaction const&>(tx).is_alone())
        throw PostgresFailure("postgres: not beside others: TRUNCATE " + table, "40001");
    tx.execute("TRUNCATE " + table);
}

std::unique_ptr<Database> open_postgres(std::string const& url)
{
    return std::make_unique<PostgresDatabase>(url);
}

}  // namespace thidua::storage
