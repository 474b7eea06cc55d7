// Databases that differ in one marked record answer everybody without clearance byte for byte alike.
#include "audit/settings.h"
#include "http/testing/pages.h"
#include "register/pages.h"
#include "register/search_pages.h"
#include "register/testing/world.h"

namespace thidua::registry {
namespace {

namespace json = boost::json;
using namespace testing;
using http::testing::Fields;

// When the marked record comes, if at all.
enum class Marked { Never, First, Between, Last };

// One world: its database, its pages, and everything an officer without clearance was answered.
class World {
public:
    World(storage::Engine engine, Marked when) : place_(engine), db_(place_.open()), when_(when)
    {
        EXPECT_TRUE(storage::migrate(*db_));
        build_world(*db_);
        db_->write([](storage::Transaction& tx) { audit::set_setting(tx, "secret", "the same in every world"); });
        pages_.emplace(*db_, clock_, std::vector<std::function<void(http::Router&)>>{add_pages, add_finding_pages});
    }

    // The clerk's morning; answers everything said to the clerk and to the second officer.
    std::string live()
    {
        mark_at(Marked::First);
        auto const paper = post("/decisions", form("512/QĐ-BCY", "NV1\nNV2"), clerk_);
        mark_at(Marked::Between);
        post("/decisions", form("512/QĐ-BCY", "NV3"), clerk_);
        post(paper + "/recipients", {{"recipients", "NV3;;bk-ban;2018"}, {"confirmed", "1"}}, clerk_);
        post("/decisions", form("600/QĐ-BCY", "NV1"), clerk_);
        mark_at(Marked::Last);
        get("/release", second_);
        post(paper + "/release", {{"version", "1"}}, second_);
        post(paper + "/release", {{"version", "2"}}, second_);
        for (auto const* page : {"/decisions", "/decisions?q=512", "/decisions?q=513", "/corrections", "/collisions", "/awards",
                                 "/awards?year=2018&award=bk-ban", "/search?q=nguyen+van+an", "/search?q=512",
                                 "/persons/NV1/sheet", "/units/K101/sheet", "/public/awards?name=Nguyen+Van+An&year=2018"})
            get(page, clerk_);
        get(paper, clerk_);
        post(paper + "/certify", {}, clerk_);
        return said_;
    }

private:
    static Fields form(std::string number, std::string recipients)
    {
        return {{"number", std::move(number)}, {"decided_on", "18/12/2018"}, {"authority", "truong-ban"}, {"marking", "thuong"},
                {"wants_public", "1"},         {"award", "bk-ban"},          {"year", "2018"},           {"recipients", std::move(recipients)}};
    }

    // Marked papers with awards the clerk enters too; the first has even the number of the clerk's paper.
    void mark_at(Marked moment)
    {
        if (moment != when_) return;
        for (auto const* number : {moment == Marked::First ? "512/QĐ-BCY" : "514/QĐ-BCY", "513/QĐ-BCY"}) {
            auto marked = form(number, "NV1\nNV2\nNV3");
            marked[3].second = "mat";
            marked[4].second = "";
            marked.emplace_back("confirmed", "1");
            auto const reply = pages_->post("/decisions", marked, cleared_);
            EXPECT_EQ(reply.status, 200) << reply.problems();
        }
    }

    std::string post(std::string const& target, Fields const& fields, Actor const& actor)
    {
        return hear("POST " + target, pages_->post(target, fields, actor));
    }
    void get(std::string const& target, Actor const& actor) { hear("GET " + target, pages_->get(target, actor)); }

    std::string hear(std::string const& what, http::testing::Reply const& reply)
    {
        said_ += what + " " + std::to_string(reply.status) + " " + reply.location() + " " + reply.problems() + " " +
                 json::serialize(reply.document()) + "\n";
        return reply.location();
    }

    storage::testing::EmptyDatabase place_;
    std::unique_ptr<storage::Database> db_;
    Marked when_;
    FixedClock clock_{*parse_iso_date("2020-06-01")};
    std::optional<http::testing::Pages> pages_;
    Actor const clerk_ = reader_too("clerk", Marking::Thuong);
    Actor const second_ = reader_too("second", Marking::Thuong);
    Actor const cleared_ = reader_too("cleared", Marking::Mat);
    std::string said_;

    static Actor reader_too(std::string name, Marking clearance)
    {
        auto actor = standing_officer(std::move(name), clearance);
        for (auto const permission : {Permission::ReadPeople, Permission::ReadOrganisation, Permission::ReadReports})
            actor.grants.push_back({permission, "/"});
        return actor;
    }
};

class TwoWorldsTest : public ::testing::TestWithParam<storage::Engine> {};
THIDUA_ON_EACH_ENGINE(TwoWorldsTest);

TEST_P(TwoWorldsTest, AMarkedRecordChangesNoAnswerToThoseWithoutClearance)
{
    auto const without = World(GetParam(), Marked::Never).live();
    EXPECT_NE(without.find("POST /decisions 200"), std::string::npos);
    for (auto const when : {Marked::First, Marked::Between, Marked::Last})
        EXPECT_EQ(World(GetParam(), when).live(), without) << "marked record at " << static_cast<int>(when);
}

}  // namespace
}  // namespace thidua::registry
