// What was made from the records is kept until an act of whoever writes them, and no longer.
#include "eligibility/state.h"

#include "base/testing/source_tree.h"
#include "eligibility/holdings.h"
#include "eligibility/testing/world.h"
#include "legal/testing/world.h"
#include "organisation/facts.h"
#include "register/record.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>

namespace thidua::eligibility {
namespace {

using access::Actor;
using access::Permission;

class StateTest : public testing::WorldTest {
protected:
    template <class Body>
    auto as(Actor const& actor, Body const& body)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, start_of(*parse_iso_date("2026-06-01")), "test"};
            return body(act);
        });
    }
    std::shared_ptr<Holdings const> held()
    {
        return db().read(
            [&](storage::Transaction& tx) { return cache_.get(tx, access::Marking::Thuong); });
    }
    // Whether the act makes what was kept be read again.
    template <class Body>
    bool reads_again_after(Body const& body, Actor const& actor = Actor::system("test"))
    {
        auto const before = held();
        EXPECT_EQ(held(), before) << "kept while nothing was done";
        auto const answer = as(actor, body);
        EXPECT_TRUE(answer) << (answer ? "" : answer.error().problems.front().key);
        return held() != before;
    }
    bool reads_again_after_line(std::string_view what)
    {
        return reads_again_after([&](audit::Act& act) -> Result<void> {
            audit::record(act, {.what = what, .subject = "thing:1"});
            return {};
        });
    }

private:
    Cache cache_;
};
THIDUA_ON_EACH_ENGINE(StateTest);

TEST_P(StateTest, AnActOnWhatVerdictsReadIsSeenAtOnce)
{
    EXPECT_TRUE(reads_again_after([](audit::Act& act) {
        return organisation::declare_complete(act, {"K101", "ratings", 2019});
    }));
    EXPECT_TRUE(reads_again_after([](audit::Act& act) {
        return organisation::create_unit(act,
                                         {.code = "K103",
                                          .name = "Cục Ba",
                                          .kind = "cap-2",
                                          .parent = "BAN",
                                          .from = *parse_iso_date("2015-01-01")});
    }));
    run("INSERT INTO award_spelling (spelling, award) VALUES ('bk-ban', 'bk-ban')");
    EXPECT_TRUE(reads_again_after([](audit::Act& act) {
        return registry::record_decision(
            act,
            {.paper = {.number = "512/QĐ-BCY",
                       .decided_on = "18/12/2018",
                       .authority = "Trưởng ban",
                       .title = "Khen thưởng năm 2018",
                       .marking = "thuong"},
             .recipients = registry::read_lines("NV1; ; bk-ban; 2018", {}),
             .confirmed = true});
    }));
    std::string ref;
    EXPECT_TRUE(reads_again_after([&](audit::Act& act) {
        auto recorded = legal::record_ruling(act, legal::testing::older_initiative());
        if (recorded) ref = *recorded;
        return recorded;
    }));
    auto const second = http::testing::actor_with({Permission::ActivateLaw}, "second");
    EXPECT_TRUE(reads_again_after(
        [&](audit::Act& act) {
            return legal::decide_ruling(act, {ref, true, "", 1});
        },
        second));
}

TEST_P(StateTest, AnActOnSomethingElseLeavesWhatIsKept)
{
    for (auto const* what : {"movement.edit",
                             "block.sheet.save",
                             "covenant.sign",
                             "voting.close",
                             "programme.place",
                             "identity.session.begin",
                             "jobs.enqueue",
                             "files.store",
                             "calendar.day.set",
                             "organisations.x",
                             "registers.x",
                             "legal"})
        EXPECT_FALSE(reads_again_after_line(what)) << what;
    for (auto const* what : {"organisation.x", "register.x", "legal.x", "demo.fill"})
        EXPECT_TRUE(reads_again_after_line(what)) << what;
}

// On PostgreSQL two acts may end in another order than they began.
TEST_P(StateTest, AnActThatEndsLateIsSeen)
{
    auto const line = [&](int seq, char const* what) {
        db().write([&](storage::Transaction& tx) {
            tx.execute(
                "INSERT INTO audit_line (seq, at, actor, what, subject)"
                " VALUES (?1, 0, 'x', ?2, 'x')",
                {seq, what});
        });
    };
    line(5001, "register.decision.record");
    auto const before = held();
    line(5000, "organisation.fact.edit");
    EXPECT_NE(held(), before);
}

TEST_P(StateTest, TheDayThePostsWereFollowedToIsSeen)
{
    auto const before = held();
    db().write([](storage::Transaction& tx) {
        tx.execute(
            "INSERT INTO setting (name, value) VALUES ('organisation.last-day', '2020-06-02')"
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value");
    });
    EXPECT_NE(held(), before);
}

std::string text_of(std::filesystem::path const& file)
{
    std::ostringstream text;
    text << std::ifstream(file).rdbuf();
    return text.str();
}

// The words after each place of `before` in the text.
std::set<std::string> words_after(std::string const& text, std::string const& before)
{
    std::set<std::string> words;
    for (auto at = text.find(before); at != std::string::npos; at = text.find(before, at + 1)) {
        auto const from = at + before.size();
        auto const to = text.find_first_not_of("abcdefghijklmnopqrstuvwxyz_", from);
        if (to > from) words.insert(text.substr(from, to - from));
    }
    return words;
}

// The tables that are read, each by the folder whose schema makes it.
TEST(State, NamesEveryFolderWhoseTablesAVerdictReads)
{
    namespace fs = std::filesystem;
    fs::path const source = thidua::testing::in_source_tree("src");
    std::map<std::string, std::string> owners;
    for (auto const& folder : fs::directory_iterator(source)) {
        if (!fs::is_directory(folder.path() / "schema")) continue;
        for (auto const& file : fs::directory_iterator(folder.path() / "schema"))
            for (auto const& table : words_after(text_of(file.path()), "CREATE TABLE "))
                owners[table] = folder.path().filename().string();
    }
    std::set<std::string> read;
    for (auto const* file : {"eligibility/record_store.cpp",
                             "eligibility/ancestors.cpp",
                             "eligibility/declared.cpp",
                             "legal/book.cpp",
                             "legal/ruling_store.cpp",
                             "legal/pack_store.cpp"}) {
        auto const text = text_of(source / file);
        auto from = words_after(text, "FROM ");
        EXPECT_FALSE(from.empty()) << file;
        read.merge(from);
        read.merge(words_after(text, "JOIN "));
    }
    EXPECT_TRUE(read.contains("award") && read.contains("rating") && read.contains("ruling"));
    for (auto const& table : read) {
        auto const owner = owners.find(table);
        if (owner == owners.end()) continue;  // A name given in the statement itself.
        EXPECT_NE(std::find(kFoldersRead.begin(), kFoldersRead.end(), owner->second),
                  kFoldersRead.end())
            << table << " of " << owner->second;
    }
}

}  // namespace
}  // namespace thidua::eligibility
