// PostgreSQL: a pool of connections, acts that lose a race run again.
#include "storage/engines.h"
#include "storage/postgres_connection.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <condition_variable>
#include <mutex>
#include <random>
#include <thread>

namespace thidua::storage {

namespace {

constexpr int kAttempts = 40;
// A key that another act took meanwhile shows as a duplicate before it shows as a lost race; a real
// duplicate stays one, so few attempts are enough.
constexpr int kAttemptsOnDuplicate = 3;

class PostgresTransaction final : public Transaction {
public:
    explicit PostgresTransaction(PostgresConnection& connection) : connection_(connection) {}

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

private:
    PostgresConnection& connection_;
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
        if (!connection->is_alive()) return forget();
        std::lock_guard const lock{mutex_};
        idle_.push_back(std::move(connection));
        free_.notify_one();
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

// A connection on loan, in a transaction that is rolled back unless committed.
class Session {
public:
    Session(Pool& pool, char const* begin) : pool_(pool), connection_(pool.take(false))
    {
        try {
            begin_on(begin);
        } catch (...) {
            if (connection_) pool_.give_back(std::move(connection_));
            throw;
        }
    }
    Session(Session const&) = delete;
    Session& operator=(Session const&) = delete;
    ~Session()
    {
        if (open_) roll_back();
        pool_.give_back(std::move(connection_));
    }

    PostgresConnection& connection() { return *connection_; }

    void commit()
    {
        open_ = false;
        connection_->commit();
    }

private:
    void begin_on(char const* begin)
    {
        try {
            connection_->begin(begin);
        } catch (PostgresFailure const&) {
            if (connection_->is_alive()) throw;
            // The server was restarted, or the line cut, while this connection lay idle.
            pool_.give_back(std::move(connection_));
            connection_ = pool_.take(true);
            connection_->begin(begin);
        }
        open_ = true;
    }

    void roll_back()
    {
        try {
            connection_->run("ROLLBACK");
        } catch (Failure const&) {
            // A lost connection has rolled back by itself.
        }
    }

    Pool& pool_;
    std::unique_ptr<PostgresConnection> connection_;
    bool open_ = false;
};

// How often an act that failed so may be tried in all.
int attempts_after(std::string_view state)
{
    if (state == "40001" || state == "40P01") return kAttempts;
    return state == "23505" ? kAttemptsOnDuplicate : 1;
}

// Longer with each attempt, at random, so that the same two do not meet again.
void wait_before(int attempt)
{
    thread_local std::minstd_rand random{std::random_device{}()};
    auto const longest = std::min(1 << std::min(attempt, 6), 50);
    std::this_thread::sleep_for(
        std::chrono::milliseconds(std::uniform_int_distribution<int>(0, longest)(random)));
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
        if (mode == Mode::Read) {
            Session session{pool_, "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"};
            PostgresTransaction tx{session.connection()};
            if (body(tx)) session.commit();
            return;
        }
        for (int attempt = 1;; ++attempt) {
            try {
                return write_once(body);
            } catch (PostgresFailure const& problem) {
                if (attempt >= attempts_after(problem.state())) throw;
            }
            wait_before(attempt);
        }
    }

private:
    void write_once(std::function<bool(Transaction&)> const& body)
    {
        Session session{pool_, "BEGIN ISOLATION LEVEL SERIALIZABLE"};
        PostgresTransaction tx{session.connection()};
        if (body(tx)) session.commit();
    }

    Pool pool_;
};

}  // namespace

std::unique_ptr<Database> open_postgres(std::string const& url)
{
    return std::make_unique<PostgresDatabase>(url);
}

}  // namespace thidua::storage
