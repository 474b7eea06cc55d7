// Who reads everything that lies about (the database with its log, a backup made while voting went
// on, the audit lines, the answers kept for repeated keys) must not find who voted what any better
// than by guessing.
#include "voting/testing/world.h"

#include "base/random.h"
#include "storage/backup.h"

#include <cmath>
#include <fstream>
#include <iterator>
#include <random>

namespace thidua::voting {
namespace {

using namespace testing;

std::string bytes_of(std::string const& path)
{
    std::ifstream file{path, std::ios::binary};
    return {std::istreambuf_iterator<char>{file}, {}};
}

class SecrecyTest : public VotingTest {
protected:
    std::string path() const { return url().substr(std::string_view{"sqlite:"}.size()); }
    // Everything the engine keeps on the disk for this database, but for PostgreSQL's log, which it
    // reuses piece by piece in its own time.
    std::string database_files()
    {
        if (GetParam() == storage::Engine::Sqlite)
            return bytes_of(path()) + bytes_of(path() + "-wal");
        db().write([](storage::Transaction& tx) { tx.execute("CHECKPOINT"); });
        auto const root = db().read([](storage::Transaction& tx) {
            return std::pair{tx.text("SHOW data_directory").value(),
                             tx.text("SELECT oid FROM pg_database WHERE datname ="
                                     " current_database()")
                                 .value()};
        });
        std::string bytes;
        for (auto const* const part : {"global", "pg_xact", "pg_subtrans", "pg_stat"})
            bytes += files_under(root.first + "/" + part);
        return bytes + files_under(root.first + "/base/" + root.second);
    }
    static std::string files_under(std::string const& directory)
    {
        std::string bytes;
        for (auto const& entry : std::filesystem::recursive_directory_iterator{directory}) {
            if (entry.is_regular_file()) bytes += bytes_of(entry.path());
        }
        return bytes;
    }

    std::vector<std::string> sealed()
    {
        return read([](storage::Transaction& tx) {
            std::vector<std::string> box;
            auto rows = tx.query("SELECT sealed FROM voting_sealed ORDER BY elector_id");
            while (rows.next()) box.emplace_back(rows.bytes(0));
            return box;
        });
    }

    // What `act` added beside the sealed ballot itself: audit lines, tasks, kept answers.
    std::string read_traces(std::function<void()> const& act)
    {
        auto const lines_before = count("SELECT count(*) FROM audit_line");
        act();
        return read([&](storage::Transaction& tx) {
            std::string traces;
            for (auto rows = tx.query("SELECT what, actor, subject, unit_path, after FROM audit_line"
                                      " ORDER BY seq LIMIT 100 OFFSET ?1",
                                      {lines_before});
                 rows.next();) {
                for (int column = 0; column < 5; ++column) traces += rows.string(column) + '|';
            }
            for (std::string const table : {"idempotency", "inbox_item", "public_act"}) {
                traces += std::to_string(*tx.integer("SELECT count(*) FROM " + table)) + '|';
            }
            return traces;
        });
    }

    // The choices of one line in some order a snoop may try.
    std::vector<int> choices(std::string const& ref, int place, std::string_view order)
    {
        return read([&](storage::Transaction& tx) {
            std::vector<int> found;
            auto rows = tx.query(
                "SELECT c.choice FROM voting_choice c JOIN voting_line l ON l.id = c.line_id"
                " JOIN voting_session s ON s.id = c.session_id"
                " WHERE s.ref = ?1 AND l.place = ?2 ORDER BY " +
                    std::string{order},
                {ref, place});
            while (rows.next()) found.push_back(static_cast<int>(rows.integer(0)));
            return found;
        });
    }
    static constexpr std::array<std::string_view, 2> kElectronicVoters{"K104", "K105"};
};
THIDUA_ON_EACH_ENGINE(SecrecyTest);

// Two voters of opposite minds on three lines, in an order drawn anew each time. A snoop lines the
// stored choices up with the order of the roll, or with the order of casting as the audit tells it.
// Every guess is right half the time, give or take five deviations.
TEST_P(SecrecyTest, NoOrderOfTheChoicesFollowsTheVoters)
{
    constexpr int kSessions = 30, kLines = 3;
    std::mt19937 dice{2026};
    std::map<std::string, int> right;
    for (int round = 0; round < kSessions; ++round) {
        auto const ref = opened();
        std::array<std::string_view, 2> order = kElectronicVoters;
        if (dice() % 2 == 0) std::swap(order[0], order[1]);
        std::array<std::string, 2> const minds = dice() % 2 == 0
                                                     ? std::array<std::string, 2>{"+-+", "-+-"}
                                                     : std::array<std::string, 2>{"-+-", "+-+"};
        for (std::size_t i = 0; i < 2; ++i) ASSERT_TRUE(cast(ref, std::string{order[i]}, minds[i]));
        ASSERT_TRUE(close(ref) && tally(ref));
        bool const rising = order[0] == kElectronicVoters[0];
        for (int place = 1; place <= kLines; ++place) {
            auto const index = static_cast<std::size_t>(place - 1);
            int const said = minds[0][index] == '+' ? 1 : 2;
            std::vector<std::string> orders{"c.key", "c.key DESC"};
            // Where PostgreSQL put the rows; SQLite puts them by their key.
            if (GetParam() == storage::Engine::Postgres) orders.emplace_back("c.ctid");
            for (auto const& by : orders) {
                auto const first_stored = choices(ref, place, by).front();
                right[std::string{"cast, "} + by] += first_stored == said;
                right[std::string{"roll, "} + by] += (first_stored == said) == rising;
            }
        }
    }
    double const guesses = kSessions * kLines;
    for (auto const& [how, hits] : right)
        EXPECT_NEAR(hits, guesses / 2, 5 * std::sqrt(guesses) / 2) << how;
}

TEST_P(SecrecyTest, SealedBallotsLookAlikeAndLieWhereTheyLay)
{
    auto const ref = opened();
    auto const before = sealed();
    ASSERT_TRUE(cast(ref, "K105", "+++") && cast(ref, "K104", "+++"));
    auto const after = sealed();
    ASSERT_EQ(after.size(), 5U);
    EXPECT_EQ(before[0], after[0]) << "only the places of those who cast change";
    EXPECT_NE(after[3], after[4]) << "equal ballots, different seals";
    for (auto const& each : after) EXPECT_EQ(each.size(), before[0].size());
}

TEST_P(SecrecyTest, AfterTheCountNoSealedBallotIsInAnyFile)
{
    auto typed = fields();
    typed.revote = true;
    auto const ref = opened(typed);
    std::vector<std::string> seals;
    auto const note = [&](std::string const& unit, std::string const& signs) {
        ASSERT_TRUE(cast(ref, unit, signs));
        for (auto const& each : sealed()) seals.push_back(each);
    };
    note("K104", "+-+");
    note("K105", "--+");
    note("K104", "-+-");
    EXPECT_NE(database_files().find(seals.back()), std::string::npos) << "it lies there before";
    ASSERT_TRUE(close(ref) && tally(ref));
    auto const files = database_files();
    std::string const zeros(seals.front().size(), '\0');
    for (auto const& seal : seals) {
        if (seal == zeros) continue;
        EXPECT_EQ(files.find(seal.substr(0, 24)), std::string::npos);
        EXPECT_EQ(files.find(seal.substr(seal.size() - 24)), std::string::npos);
    }
}

// Whatever a ballot says, it leaves the same lines, tasks and kept answers behind.
TEST_P(SecrecyTest, ABallotLeavesTheSameTracesWhateverItSays)
{
    auto typed = fields();
    typed.revote = true;
    auto const ref = opened(typed);
    auto const traces = [&](std::string const& signs) {
        return read_traces([&] { ASSERT_TRUE(cast(ref, "K104", signs)); });
    };
    traces("ooo");  // The first one says that the unit has voted; those after it are alike.
    auto const in_favour = traces("+++");
    EXPECT_NE(in_favour.find("cast-again"), std::string::npos);
    for (std::string const signs : {"---", "+-+", "ooo", "o-o"})
        EXPECT_EQ(traces(signs), in_favour) << signs;
}

// Two sessions at once: the count of one empties their table and puts the other's ballots back.
TEST_P(SecrecyTest, TheCountOfOneSessionLeavesTheBallotsOfAnother)
{
    auto const one = opened();
    auto const shares_of_one = shares;
    ASSERT_TRUE(cast(one, "K104", "+-o"));
    auto const two = opened();
    ASSERT_TRUE(cast(two, "K104", "--+") && close(two) && tally(two));
    ASSERT_TRUE(cast(one, "K105", "++-"));
    ASSERT_TRUE(close(one));
    shares = shares_of_one;
    ASSERT_TRUE(tally(one));
    EXPECT_EQ(votes(one, 1), "2-0-0");
    EXPECT_EQ(votes(one, 2), "1-1-0");
    EXPECT_EQ(votes(one, 3), "0-1-1");
}

// A share alone opens nothing; a backup holds neither share nor what would make one.
TEST_P(SecrecyTest, ABackupMadeWhileVotingGoesOnHoldsNoKey)
{
    auto const ref = opened();
    ASSERT_TRUE(cast(ref, "K104", "+-+"));
    auto const file = std::filesystem::temp_directory_path() / ("thidua-" + random_token(8));
    ASSERT_TRUE(storage::backup(db(), file.string()));
    auto const kept = bytes_of(file.string());
    std::filesystem::remove(file);
    auto const lies_in = [](std::string const& share, std::string const& bytes) {
        auto const key = ballot::parse_share(share).value();
        std::string const raw{key.begin(), key.end()};
        return bytes.find(raw) != std::string::npos || bytes.find(share) != std::string::npos;
    };
    for (auto const& share : shares) {
        EXPECT_FALSE(lies_in(share, kept));
        EXPECT_FALSE(lies_in(share, database_files()));
    }
}

}  // namespace
}  // namespace thidua::voting
