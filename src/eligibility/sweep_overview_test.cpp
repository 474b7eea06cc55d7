// Every figure of the overview is the length of the list it opens, for whoever reads it.
#include "eligibility/sweep_overview.h"
#include "eligibility/pages.h"
#include "eligibility/testing/crowd.h"
#include "http/testing/pages.h"

namespace thidua::eligibility {
namespace {

namespace json = boost::json;
using namespace testing;

// Three units and what is below them, discipline in one of them alone, nothing marked.
Actor reader_of_a_part()
{
    auto actor = reader();
    actor.grants.clear();
    for (auto const* scope : {"/BAN/D1/", "/BAN/D2/", "/BAN/D3/"}) {
        for (auto const permission :
             {Permission::ReadPeople, Permission::ReadOrganisation, Permission::ReadRegister})
            actor.grants.push_back({permission, scope});
    }
    actor.grants.push_back({Permission::ReadDiscipline, "/BAN/D2/"});
    return actor;
}

class OverviewCrowdTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) {
            Crowd crowd{tx};
            crowd.units(12);
            crowd.people(120);
        });
        // Some retire soon, one has left, one came after the earlier years.
        run("UPDATE person SET retires = '2024-06-01' WHERE id % 4 = 0");
        run("UPDATE person SET left_on = '2023-03-01' WHERE id = 1003");
        run("UPDATE person SET joined = '2022-05-01' WHERE id = 1005");
    }

    // How many lines all lists of one tab have; compares each with its figure.
    std::map<Tab, int> compare(Actor const& actor, std::string const& unit_path)
    {
        std::map<Tab, int> lines;
        db().read([&](storage::Transaction& tx) {
            auto const holdings = cache_.get(tx, actor.clearance);
            OverviewQuery const asked{2023, *make_date(2023, 12, 31), unit_path};
            for (auto const subject : {law::Subject::Person, law::Subject::Unit}) {
                for (auto const& tally : count_lists(tx, actor, *holdings, subject, asked)) {
                    SweepQuery query{{tally.award, asked.year, asked.received}, subject};
                    query.unit_path = unit_path;
                    for (auto const tab : kTabs) {
                        query.tab = tab;
                        auto const rows = find_rows(tx, actor, *holdings, query);
                        EXPECT_EQ(tally.of(tab), static_cast<int>(rows.size()))
                            << tally.award << " " << name_of(tab) << " " << unit_path;
                        lines[tab] += static_cast<int>(rows.size());
                        if (tab == Tab::Now) compare_eligible(tally, rows);
                    }
                }
            }
        });
        return lines;
    }

private:
    static void compare_eligible(Tally const& tally, std::vector<SweepRow> const& rows)
    {
        auto const eligible = std::count_if(rows.begin(), rows.end(), [](SweepRow const& row) {
            return row.answer == law::Answer::Eligible;
        });
        EXPECT_EQ(tally.eligible, eligible) << tally.award;
    }

    Cache cache_;
};
THIDUA_ON_EACH_ENGINE(OverviewCrowdTest);

TEST_P(OverviewCrowdTest, CountsWhatTheListsHoldForEveryAward)
{
    auto const lines = compare(officer(), "");
    for (auto const tab : kTabs) EXPECT_GT(lines.at(tab), 0) << name_of(tab);
}

TEST_P(OverviewCrowdTest, CountsForAReaderOfAPartWhatTheirListsHold)
{
    auto const part = compare(reader_of_a_part(), "");
    auto const unit = compare(reader_of_a_part(), "/BAN/D2/");
    EXPECT_GT(unit.at(Tab::Now), 0);
    EXPECT_GT(part.at(Tab::Now), unit.at(Tab::Now));
    EXPECT_EQ(compare(reader_of_a_part(), "/BAN/D4/").at(Tab::Now), 0);
}

class OverviewPageTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        pages_.emplace(
            db(), clock_, std::vector<std::function<void(http::Router&)>>{add_pages});
        for (auto const* code : {"NV1", "NV2"}) {
            rating(code, 2023, "xuat-sac");
            initiative(code, 2023, "co-so");
        }
        rating("NV2", 2022, "hoan-thanh");
        declare_all("BAN", 2010, 2023);
    }
    json::object get(std::string const& target, Actor const& actor = officer())
    {
        // What the test wrote by hand, as an act would have: what is cached is read again.
        run("INSERT INTO audit_line (at, actor, what, subject)"
            " VALUES (0, 'x', 'organisation.fact.edit', 'x')");
        auto const reply = pages_->get(target, actor);
        EXPECT_EQ(reply.status, 200) << target << " " << reply.problems();
        return reply.document();
    }
    // The figures of an award, by tab.
    std::string figures(std::string const& target, std::string const& award, Actor const& actor)
    {
        auto const document = get(target, actor);
        for (auto const& row : document.at("list").at("rows").as_array()) {
            if (row.at("award").as_string() != award || row.at("kind") != "person") continue;
            std::string text;
            for (auto const tab : kTabs)
                text += std::to_string(row.at(name_of(tab)).as_int64()) + " ";
            return text;
        }
        return "none";
    }

    FixedClock clock_{*parse_iso_date("2024-03-01")};
    std::optional<http::testing::Pages> pages_;
};
THIDUA_ON_EACH_ENGINE(OverviewPageTest);

TEST_P(OverviewPageTest, EachFigureOpensTheListItCounts)
{
    int opened = 0;
    auto const document = get("/sweep/overview?received=28/12/2023&unit=K102");
    for (auto const& kind : document.at("kinds").as_array()) {
        for (auto const& row : kind.at("rows").as_array()) {
            for (auto const& figure : row.at("figures").as_array()) {
                auto const href = std::string{figure.at("href").as_string()};
                auto const list = pages_->get(href, officer()).document();
                EXPECT_EQ(list.at("list").at("total"), figure.at("figure")) << href;
                EXPECT_EQ(list.at("tab"), figure.at("tab"));
                EXPECT_EQ(list.at("kind"), kind.at("kind"));
                EXPECT_EQ(list.at("received"), document.at("received"));
                opened += figure.at("figure").as_int64() > 0 ? 1 : 0;
            }
        }
    }
    EXPECT_GT(opened, 0);
}

TEST_P(OverviewPageTest, CountsPersonsByUnitAndByWhatTheReaderMayRead)
{
    auto const* overview = "/sweep/overview?year=2023";
    EXPECT_EQ(figures(overview, "cstd-co-so", officer()), "2 0 0 2 0 ");
    EXPECT_EQ(figures("/sweep/overview?year=2023&unit=K102", "cstd-co-so", officer()),
              "1 0 0 1 0 ");
    auto elsewhere = officer();
    for (auto& grant : elsewhere.grants) grant.scope = "/BAN/K102/";
    EXPECT_EQ(figures(overview, "cstd-co-so", elsewhere), "1 0 0 1 0 ");
    award("NV1", "cstd-co-so", 2019);
    run("UPDATE person SET retires = '2025-06-30' WHERE code = 'NV2'");
    EXPECT_EQ(figures(overview, "cstd-co-so", officer()), "2 0 0 1 1 ");
}

TEST_P(OverviewPageTest, PartsWhatNobodyCouldGetFromWhatSomebodyCould)
{
    auto const document = get("/sweep/overview?year=2023");
    auto const& persons = document.at("kinds").as_array().front();
    auto const has = [&](char const* part, char const* award) {
        auto const& rows = persons.at(part).as_array();
        return std::any_of(
            rows.begin(), rows.end(), [&](auto const& row) { return row.at("award") == award; });
    };
    EXPECT_TRUE(has("rows", "cstd-co-so"));
    EXPECT_TRUE(has("nobody", "ldtt"));  // For contract workers, of whom there are none.
    EXPECT_FALSE(has("rows", "ldtt"));
    EXPECT_EQ(persons.at("nobody_count").as_int64(),
              static_cast<std::int64_t>(persons.at("nobody").as_array().size()));
}

TEST_P(OverviewPageTest, BadInputIsAnsweredByWhatToDo)
{
    auto const problems = [&](char const* target) {
        return pages_->get(target, officer()).problems();
    };
    EXPECT_EQ(problems("/sweep/overview?unit=K9"), "eligibility.unknown-unit@unit");
    EXPECT_EQ(problems("/sweep/overview?year=23"), "eligibility.bad-year@year");
    EXPECT_EQ(problems("/sweep/overview?received=mai"), "eligibility.bad-day@received");
}

TEST_P(OverviewPageTest, AMarkedRecordChangesNothingForThoseWithoutClearance)
{
    for (int year = 2022; year <= 2023; ++year) award("NV1", "cstd-co-so", year);
    auto const plain = reader({Permission::ReadDiscipline});
    auto const said = [&] { return json::serialize(get("/sweep/overview?year=2023", plain)); };
    auto const before = said();
    auto const cleared = json::serialize(get("/sweep/overview?year=2023"));
    award("NV1", "cstd-co-so", 2021, 1);
    award("NV2", "bk-ban", 2023, 2);
    initiative("NV1", 2023, "bo", 1);
    EXPECT_EQ(said(), before);
    EXPECT_NE(json::serialize(get("/sweep/overview?year=2023")), cleared);
}

}  // namespace
}  // namespace thidua::eligibility
