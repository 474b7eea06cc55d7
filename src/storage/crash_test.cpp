// What was acknowledged stays, and no act stays half done: when the power goes, when the process is
// killed.
#include "storage/testing/at_once.h"
#include "storage/testing/fixture.h"
#include "storage/testing/lossy_vfs.h"

#include <sys/wait.h>
#include <unistd.h>
#include <csignal>
#include <random>
#include <set>

namespace thidua::storage {
namespace {

void make_tables(Database& db)
{
    db.write([](Transaction& tx) {
        tx.execute("CREATE TABLE decision_test (id INTEGER PRIMARY KEY, scan BLOB) STRICT");
        tx.execute(
            "CREATE TABLE award_test (id INTEGER PRIMARY KEY, decision INTEGER NOT NULL) STRICT");
    });
}

// One act: a decision and its two awards.
void record(Database& db, int id, std::string_view scan)
{
    db.write([&](Transaction& tx) {
        tx.execute("INSERT INTO decision_test (id, scan) VALUES (?1, ?2)", {id, Bytes{scan}});
        tx.execute("INSERT INTO award_test (id, decision) VALUES (?1, ?3), (?2, ?3)",
                   {2 * id, 2 * id + 1, id});
    });
}

// Every acknowledged act is there, each that is there is whole; `cuts` may have been written
// without a word getting through.
void expect_whole(Database& db, int acknowledged, int cuts, std::string const& when)
{
    db.read([&](Transaction& tx) {
        auto const decisions = tx.integer("SELECT count(*) FROM decision_test").value();
        EXPECT_GE(decisions, acknowledged) << when;
        EXPECT_LE(decisions, acknowledged + cuts) << when;
        EXPECT_EQ(tx.integer("SELECT count(*) FROM award_test"), 2 * decisions) << when;
        if (tx.engine() == Engine::Sqlite) {
            EXPECT_EQ(tx.text("SELECT integrity_check FROM pragma_integrity_check"), "ok") << when;
        }
    });
}

TEST(PowerCut, LosesNothingThatWasAcknowledged)
{
    auto const directory =
        std::filesystem::temp_directory_path() / ("thidua-power-" + random_token(6));
    auto const after = directory / "after";
    std::filesystem::create_directories(after);
    auto const seed = std::random_device{}();
    std::minstd_rand random{seed};
    int acknowledged = 0;
    int cuts = 0;
    {
        testing::LossyDisk disk{directory};
        auto const db = Database::open("sqlite:" + (directory / "d.db").string()).value();
        make_tables(*db);
        auto const cut = [&] {
            if (random() % 60 != 0) return;
            std::filesystem::remove_all(after);
            disk.leave_behind(after, static_cast<unsigned>(random()));
            auto const left = Database::open("sqlite:" + (after / "d.db").string()).value();
            expect_whole(*left,
                         acknowledged,
                         1,
                         "seed " + std::to_string(seed) + ", cut " + std::to_string(++cuts));
        };
        disk.on_change = cut;
        std::string const scan(40'000,
                               'x');  // Large enough that the log is checkpointed on the way.
        for (int id = 1; id <= 250; ++id) {
            record(*db, id, scan);
            acknowledged = id;
        }
        disk.on_change = nullptr;
    }
    EXPECT_GT(cuts, 20);
    std::filesystem::remove_all(directory);
}

// Nothing is open while the process forks: SQLite's locks do not survive that.
class KilledProcess : public ::testing::TestWithParam<Engine> {
protected:
    // In a child: acts from `first` on, each number written to `out` once it is acknowledged.
    [[noreturn]] static void work(std::string const& url, int first, int out)
    {
        auto const db = Database::open(url).value();
        for (int id = first;; ++id) {
            record(*db, id, "…");
            if (write(out, &id, sizeof id) != sizeof id) _exit(1);
        }
    }

    // Kills the child after it has acknowledged `acts`; returns how many it had by then.
    int kill_after(int acts, int first)
    {
        int ends[2];
        if (pipe(ends) != 0) throw std::runtime_error("pipe");
        auto const child = fork();
        if (child == 0) {
            close(ends[0]);
            work(place_.url(), first, ends[1]);
        }
        close(ends[1]);
        int seen = 0;
        for (int id = 0; read(ends[0], &id, sizeof id) == sizeof id;) {
            if (++seen == acts) kill(child, SIGKILL);
        }
        close(ends[0]);
        waitpid(child, nullptr, 0);
        return seen;
    }

    testing::EmptyDatabase place_{GetParam()};
};
THIDUA_ON_EACH_ENGINE(KilledProcess);

TEST_P(KilledProcess, LeavesEveryAcknowledgedActAndNoHalf)
{
    make_tables(*place_.open());
    auto const seed = std::random_device{}();
    std::minstd_rand random{seed};
    int acknowledged = 0;
    for (int round = 0; round < 8; ++round) {
        acknowledged += kill_after(1 + static_cast<int>(random() % 12), 1000 * round + 1);
        expect_whole(*place_.open(),
                     acknowledged,
                     round + 1,
                     "seed " + std::to_string(seed) + ", round " + std::to_string(round));
    }
}

class AtOnce : public testing::EngineTest {};
THIDUA_ON_EACH_ENGINE(AtOnce);

TEST_P(AtOnce, OneOfTwoActsThatTakeTheSameNumberWins)
{
    make_tables(db());
    std::atomic<int> taken{0};
    auto const take = [&] {
        auto const done = db().write([](Transaction& tx) -> Result<void> {
            if (tx.integer("SELECT 1 FROM decision_test WHERE id = 512"))
                return failure(Kind::Conflict, "taken");
            tx.execute("INSERT INTO decision_test (id) VALUES (512)");
            return {};
        });
        if (done) ++taken;
    };
    testing::at_once({take, take, take, take});
    EXPECT_EQ(taken, 1);
}

}  // namespace
}  // namespace thidua::storage
