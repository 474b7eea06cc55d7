// The world with people in it.
#pragma once

#include "audit/settings.h"
#include "organisation/person.h"
#include "organisation/testing/world.h"

namespace thidua::organisation::testing {

class PeopleTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) { audit::instance_secret(tx); });
    }
    Result<Person> make(std::string code,
                        std::string name,
                        std::string unit_code = "K101-01",
                        bool confirmed = false,
                        std::string_view birth_date = "1980-02-03")
    {
        return run([&](Act& act) {
            return create_person(act,
                                 {.code = code,
                                  .unit = unit_code,
                                  .facts = {.full_name = name,
                                            .birth_date = day(birth_date),
                                            .category = "officer",
                                            .joined = day("2000-01-01")},
                                  .confirmed = confirmed});
        });
    }
    Person person(std::string_view code)
    {
        return read([&](storage::Transaction& tx) { return find_person(tx, code).value(); });
    }
};

}  // namespace thidua::organisation::testing
