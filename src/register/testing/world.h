// A small world for tests: a Board with two units, people with dated posts, the catalogue, and the
// officers who act.
#pragma once

#include "access/actor.h"
#include "audit/audit.h"
#include "register/record.h"
#include "storage/testing/fixture.h"

#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry::testing {

using access::Actor;
using access::Marking;
using access::Permission;

// /BAN/ with /BAN/K101/ and /BAN/K102/ (K102 stands until 2019-12-31). NV1 Nguyễn Văn An and NV2 Trần
// Thị Bình serve in K101, NV3, another Nguyễn Văn An, in K102, all since 2010-01-01. NV1 was a clerk
// with the rank of captain until 2016, and is head and major since.
void build_world(storage::Database& db);

Actor officer(std::string name, std::vector<Permission> permissions, std::string scope = "/",
              Marking clearance = Marking::Thuong);
// Everything that has to do with the register, everywhere.
Actor standing_officer(std::string name, Marking clearance = Marking::Thuong);

class WorldTest : public storage::testing::MigratedTest {
protected:
    void SetUp() override
    {
        MigratedTest::SetUp();
        build_world(db());
    }

    // Runs an act as `actor` on 2020-06-01.
    template <class Body>
    auto as(Actor const& actor, Body&& body)
    {
        return db().write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, start_of(*parse_iso_date("2020-06-01")), "test"};
            return body(act);
        });
    }
    std::int64_t count(std::string_view sql)
    {
        return db().read([&](storage::Transaction& tx) { return tx.integer(sql).value_or(0); });
    }
    // Records one paper with these lines and answers its address.
    std::string recorded(Actor const& actor, PaperFields const& paper, std::string_view lines, bool confirmed = true);
};

PaperFields paper_512();
// "register.line.unknown-award recipients" and so on, one per problem.
std::vector<std::string> keys_of(Error const& error);

}  // namespace thidua::registry::testing
