// A verdict as people read it, after a paper has been entered and confirmed on the way it goes.
#include "eligibility/pages.h"
#include "legal/pages.h"
#include "legal/rulings.h"
#include "web/testing/app.h"

#include <gtest/gtest.h>

namespace thidua::web {
namespace {

using access::Permission;
using http::testing::actor_with;
using testing::Format;

// Somebody of a year that did not do, all of it declared.
void enter_person(storage::Transaction& tx)
{
    tx.execute("INSERT INTO unit_act (id, kind, on_date, done_by, done_at)"
               " VALUES (1, 'import', '2000-01-01', 'test', 0)");
    tx.execute("INSERT INTO unit (code, code_key, kind, name, search_key, sort_key, path,"
               " valid_from) VALUES ('BAN', 'ban', 'cap-2', 'BAN', 'ban', ?1, '/BAN/',"
               " '2000-01-01')",
               {storage::Bytes{"x"}});
    tx.execute("INSERT INTO person (code, code_key, full_name, search_key, sort_key, category,"
               " unit_id, joined) SELECT 'NV1', 'nv1', 'Nguyễn Văn An', 'nguyen van an', ?1,"
               " 'officer', id, '2010-01-01' FROM unit WHERE code = 'BAN'",
               {storage::Bytes{"an"}});
    tx.execute("INSERT INTO rating (subject_kind, subject_id, year, rating)"
               " SELECT 'person', id, 2025, 'khong' FROM person WHERE code = 'NV1'");
    for (auto const* kind :
         {"awards", "ratings", "initiatives", "disciplines", "pending", "absences"}) {
        for (std::int64_t year = 2010; year <= 2025; ++year)
            tx.execute("INSERT INTO completeness (unit_id, kind, year, declared_by, declared_at)"
                       " SELECT id, ?1, ?2, 'test', 0 FROM unit WHERE code = 'BAN'",
                       {kind, year});
    }
}

class VerdictPagesTest : public ::testing::Test {
protected:
    void SetUp() override { app.db().write(enter_person); }

    testing::Reply verdict(Format format)
    {
        return app.get("/eligibility?subject=NV1&award=cstd-co-so&year=2025&received=2026-08-01",
                       session,
                       format);
    }
    // The paper that finds the new law not more favourable, confirmed by a second person.
    std::string confirmed_paper()
    {
        return app.db().write([](storage::Transaction& tx) {
            auto const officer = actor_with({Permission::WriteLaw}, "officer");
            auto const second = actor_with({Permission::ActivateLaw}, "second");
            auto const now = start_of(*make_date(2026, 11, 20));
            audit::Act entering{tx, officer, now, "test"};
            auto ref = legal::record_ruling(
                entering,
                {.point = "more-favourable",
                 .regimes = {"R2"},
                 .received_from = "01/07/2026",
                 .holds = "0",
                 .reason = "Đã đối chiếu",
                 .paper = {"41/KL-BVD",
                           "05/07/2026",
                           "Trưởng ban",
                           legal::Scan{"a.pdf", "%PDF-1.4\n"}}});
            audit::Act confirming{tx, second, now, "test"};
            legal::decide_ruling(confirming, {ref.value(), true, "", 1}).value();
            return ref.value();
        });
    }

    testing::TestApp app{{legal::add_pages, eligibility::add_pages}};
    std::string const session = app.sign_in(actor_with({Permission::ReadPeople,
                                                        Permission::ReadOrganisation,
                                                        Permission::ReadRegister,
                                                        Permission::ReadDiscipline,
                                                        Permission::ReadOwnSheet},
                                                       "reader"));
};

TEST_F(VerdictPagesTest, NameThePaperAboutAMoreFavourableLaw)
{
    auto const reply = verdict(Format::Json);
    ASSERT_EQ(reply.status, 200) << reply.content();
    auto const before = reply.document();
    EXPECT_EQ(before.at("verdict"), "needs-decision");
    EXPECT_TRUE(before.at("papers").as_array().empty());
    EXPECT_FALSE(verdict(Format::Html).has("41/KL-BVD"));
    auto const ref = confirmed_paper();
    auto const after = verdict(Format::Json).document();
    EXPECT_EQ(after.at("verdict"), "not-eligible");
    ASSERT_EQ(after.at("papers").as_array().size(), 1U);
    EXPECT_EQ(after.at("papers").at(0).at("paper"), "41/KL-BVD");
    EXPECT_EQ(after.at("papers").at(0).at("ruling").as_string(), ref);
    auto const page = verdict(Format::Html);
    EXPECT_TRUE(page.has("<a href=\"/law/rulings/" + ref + "\">41/KL-BVD</a>"));
}

}  // namespace
}  // namespace thidua::web
