// The small world with a register to search: names are indexed, and awards are put in by one line each.
#pragma once

#include "base/text.h"
#include "organisation/names.h"
#include "register/tally.h"
#include "register/testing/world.h"

namespace thidua::registry::testing {

// An award and its paper, as a test wants them.
struct Given {
    std::string subject;  // Code of a person or unit.
    std::string award;
    std::string number;
    std::string day;
    std::optional<int> year = std::nullopt;
    std::string unit = "K101";
    std::string mode = "cong-trang";
    Marking marking = Marking::Thuong;
    std::string state = "valid";
    bool is_public = false;
    bool checked = false;
    std::string sex = "";
    std::optional<int> direct = std::nullopt;
};

class FoundWorldTest : public WorldTest {
protected:
    void SetUp() override
    {
        WorldTest::SetUp();
        db().write([](storage::Transaction& tx) {
            for (std::string const kind : {"person", "unit"}) {
                std::vector<std::tuple<std::int64_t, std::string, std::string>> named;
                {
                    auto const name = kind == "person" ? "full_name" : "name";
                    auto rows = tx.query(std::string{"SELECT id, "} + name + ", sort_key FROM " + kind);
                    while (rows.next()) named.emplace_back(rows.integer(0), rows.string(1), rows.bytes(2));
                }
                for (auto const& [id, name, key] : named) organisation::index_name(tx, kind, id, name, key);
            }
        });
    }

    void give(Given const& given)
    {
        db().write([&](storage::Transaction& tx) { put(tx, given); });
    }

    static void put(storage::Transaction& tx, Given const& given)
    {
        auto const marking = static_cast<int>(given.marking);
        auto decision = tx.integer("SELECT id FROM decision WHERE number = ?1 AND decided_on = ?2 AND marking = ?3",
                                   {given.number, given.day, marking});
        if (!decision) {
            auto const ref = decision_ref("secret", given.number, *parse_iso_date(given.day), "truong-ban", given.marking);
            decision = tx.insert("INSERT INTO decision (ref, number, number_key, search_key, decided_on, authority,"
                                 " marking, wants_public, released_by, released_at, entered_by, entered_at)"
                                 " VALUES (?1, ?2, ?3, ?4, ?5, 'truong-ban', ?6, ?7, ?8, ?9, 'clerk', 0) RETURNING id",
                                 {ref, given.number, number_key(given.number), search_key(number_key(given.number)),
                                  given.day, marking, given.is_public ? 1 : 0, given.is_public ? "second" : "",
                                  given.is_public ? std::optional{1} : std::nullopt});
        }
        auto person = tx.integer("SELECT id FROM person WHERE code = ?1", {given.subject});
        auto const unit = tx.integer("SELECT id FROM unit WHERE code = ?1", {given.unit});
        auto const kind = person ? "person" : "unit";
        auto const subject = person ? person : tx.integer("SELECT id FROM unit WHERE code = ?1", {given.subject});
        auto const id = tx.insert(
            "INSERT INTO award (ref, decision_id, subject_kind, subject_id, award, decided_on, year, mode,"
            " subject_name, unit_id, unit_name, sex, direct_worker, sources, marking, state, checked_by, released)"
            " SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, COALESCE((SELECT full_name FROM person WHERE ?3 = 'person' AND"
            " id = ?4), u.name), u.id, u.name, ?9, ?10, 'uuuuuuu', ?11, ?12, ?13, ?14 FROM unit u WHERE u.id = ?15"
            " RETURNING id",
            {given.number + given.subject + given.award, *decision, kind, *subject, given.award, given.day, given.year,
             given.mode, given.sex, given.direct, marking, given.state, given.checked ? "officer" : "",
             given.is_public ? 1 : 0, *unit});
        tally_award(tx, id);
    }
};

// Readers of the whole register and of one unit.
inline Actor reader(std::string scope = "/", Marking clearance = Marking::Thuong)
{
    return officer("reader",
                   {Permission::ReadRegister, Permission::ReadPeople, Permission::ReadOrganisation,
                    Permission::ReadReports},
                   std::move(scope), clearance);
}

// The values of one member over the rows, joined by blanks.
inline std::string values(boost::json::array const& rows, std::string_view member)
{
    std::string text;
    for (auto const& row : rows) {
        auto const& value = row.at(member);
        text += (text.empty() ? "" : " ") +
                (value.is_string() ? std::string{value.as_string()} : boost::json::serialize(value));
    }
    return text;
}

}  // namespace thidua::registry::testing
