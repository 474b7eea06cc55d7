// A small register for tests of verdicts: BAN ─ K101, K102; NV1 in K101 and NV2 in K102, officers
// since 2010. Records are put in by one line each.
#pragma once

#include "access/actor.h"
#include "base/text.h"
#include "storage/testing/fixture.h"

#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::eligibility::testing {

using access::Actor;
using access::Marking;
using access::Permission;

inline Actor reader(std::vector<Permission> more = {}, Marking clearance = Marking::Thuong)
{
    Actor actor = Actor::anonymous();
    actor.account = 1;
    actor.name = "reader";
    actor.clearance = clearance;
    more.insert(more.end(),
                {Permission::ReadPeople,
                 Permission::ReadOrganisation,
                 Permission::ReadRegister,
                 Permission::ReadOwnSheet});
    for (auto const permission : more) actor.grants.push_back({permission, "/"});
    return actor;
}
inline Actor officer() { return reader({Permission::ReadDiscipline}, Marking::TuyetMat); }

class WorldTest : public storage::testing::MigratedTest {
protected:
    void SetUp() override
    {
        MigratedTest::SetUp();
        run("INSERT INTO unit_act (id, kind, on_date, done_by, done_at)"
            " VALUES (1, 'import', '2000-01-01', 'test', 0)");
        unit("BAN", "/BAN/", "");
        unit("K101", "/BAN/K101/", "BAN");
        unit("K102", "/BAN/K102/", "BAN");
        person("NV1", "Nguyễn Văn An", "K101");
        person("NV2", "Trần Thị Bình", "K102");
        run("INSERT INTO award_type (code, subject, kind, level, name_vi, position)"
            " VALUES ('cstd-co-so', 'person', 'title', 'base', 'CSTĐ cơ sở', 1),"
            " ('cstd-bo', 'person', 'title', 'ministry', 'CSTĐ cấp bộ', 2),"
            " ('bk-ban', 'any', 'commendation', 'board', 'Bằng khen', 3)");
    }

    void run(std::string_view sql, storage::Params params = {})
    {
        db().write([&](storage::Transaction& tx) { tx.execute(sql, params); });
    }
    void unit(std::string_view code,
              std::string_view path,
              std::string_view parent,
              std::string_view from = "2000-01-01",
              std::optional<std::string_view> to = std::nullopt)
    {
        run("INSERT INTO unit (code, code_key, kind, name, search_key, sort_key, parent_id, path,"
            " valid_from, valid_to) VALUES (?1, ?2, 'cap-2', ?1, ?2, ?3,"
            " (SELECT id FROM unit WHERE code = ?4), ?5, ?6, ?7)",
            {code, fold(code), storage::Bytes{"x"}, parent, path, from, to});
    }
    void person(std::string_view code, std::string_view name, std::string_view in)
    {
        run("INSERT INTO person (code, code_key, full_name, search_key, sort_key, category, unit_id,"
            " joined) SELECT ?1, ?2, ?3, ?4, ?5, 'officer', id, '2010-01-01' FROM unit WHERE code ="
            " ?6",
            {code, fold(code), name, search_key(name), storage::Bytes{name_sort_key(name)}, in});
    }
    static std::string kind_of(std::string_view code)
    {
        return code.starts_with("NV") ? "person" : "unit";
    }
    static std::string id_of(std::string_view code)
    {
        return "(SELECT id FROM " + kind_of(code) + " WHERE code = '" + std::string{code} + "')";
    }
    void rating(std::string_view code, int year, std::string_view value)
    {
        run("INSERT INTO rating (subject_kind, subject_id, year, rating) VALUES (?1, " +
                id_of(code) + ", ?2, ?3)",
            {kind_of(code), year, value});
    }
    void initiative(std::string_view code, int year, std::string_view level, int marking = 0)
    {
        run("INSERT INTO initiative (subject_kind, subject_id, year, title, level, marking) VALUES"
            " (?1, " +
                id_of(code) + ", ?2, 'Cải tiến', ?3, ?4)",
            {kind_of(code), year, level, marking});
    }
    void award(std::string_view code,
               std::string_view what,
               std::optional<int> year,
               int marking = 0,
               std::string_view state = "valid")
    {
        auto const number = std::to_string(++papers_) + "/QĐ-T";
        auto const on = std::to_string(year.value_or(2018)) + "-12-20";
        run("INSERT INTO decision (ref, number, number_key, search_key, decided_on, authority,"
            " marking, entered_by, entered_at) VALUES (?1, ?1, ?1, ?1, ?2, 'truong-ban', ?3, 't', 0)",
            {number, on, marking});
        run("INSERT INTO award (ref, decision_id, subject_kind, subject_id, award, decided_on, year,"
            " subject_name, unit_id, unit_name, sources, marking, state)"
            " VALUES (?1, (SELECT id FROM decision WHERE number = ?1), ?2, " +
                id_of(code) +
                ", ?3, ?4, ?5, 'x', (SELECT id FROM unit WHERE code = 'K101'), 'x', 'uuuuuuu', ?6,"
                " ?7)",
            {number, kind_of(code), what, on, year, marking, state});
    }
    void discipline(std::string_view code, std::string_view from, std::string_view to)
    {
        run("INSERT INTO discipline (subject_kind, subject_id, kind, from_on, to_on) VALUES (?1, " +
                id_of(code) + ", 'khien-trach', ?2, ?3)",
            {kind_of(code), from, to});
    }
    void declare(std::string_view in, std::string_view what, int from, int to)
    {
        for (int year = from; year <= to; ++year) {
            run("INSERT INTO completeness (unit_id, kind, year, declared_by, declared_at)"
                " SELECT id, ?2, ?3, 'test', 0 FROM unit WHERE code = ?1",
                {in, what, year});
        }
    }
    void declare_all(std::string_view in, int from, int to)
    {
        for (auto const* what :
             {"awards", "ratings", "initiatives", "disciplines", "pending", "absences"})
            declare(in, what, from, to);
    }

private:
    int papers_ = 0;
};

}  // namespace thidua::eligibility::testing
