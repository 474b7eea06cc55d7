#include "register/testing/world.h"

#include "base/text.h"
#include "register/catalogue.h"

namespace thidua::registry::testing {

namespace {

void add_unit(storage::Transaction& tx, std::string_view code, std::string_view name, std::string_view path,
              std::optional<std::int64_t> parent, std::optional<std::string_view> to = std::nullopt)
{
    auto const id = tx.insert("INSERT INTO unit (code, code_key, kind, name, search_key, sort_key, parent_id, path,"
                              " valid_from, valid_to) VALUES (?1, ?2, 'cap-2', ?3, ?4, ?5, ?6, ?7, '2000-01-01', ?8)"
                              " RETURNING id",
                              {code, fold(code), name, search_key(name), storage::Bytes{sort_key(name)}, parent, path, to});
    tx.execute("INSERT INTO unit_state (unit_id, valid_from, valid_to, name, search_key, kind, parent_id, act_id)"
               " VALUES (?1, '2000-01-01', ?2, ?3, ?4, 'cap-2', ?5, 1)",
               {id, to, name, search_key(name), parent});
}

void add_person(storage::Transaction& tx, std::string_view code, std::string_view name, std::string_view born,
                std::string_view unit, std::string_view sex)
{
    tx.execute("INSERT INTO person (code, code_key, full_name, search_key, sort_key, birth_date, sex, rank, position,"
               " unit_id, direct_worker, joined) SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, 'Thiếu tá', 'Trưởng phòng', id, 0,"
               " '2010-01-01' FROM unit WHERE code = ?8",
               {code, fold(code), name, search_key(name), storage::Bytes{name_sort_key(name)}, born, sex, unit});
}

void add_post(storage::Transaction& tx, std::string_view person, std::string_view position, std::string_view rank,
              std::string_view from, std::optional<std::string_view> to, bool direct)
{
    tx.execute("INSERT INTO post (person_id, unit_id, position, rank, from_on, to_on, direct_worker)"
               " SELECT id, unit_id, ?2, ?3, ?4, ?5, ?6 FROM person WHERE code = ?1",
               {person, position, rank, from, to, direct});
}

}  // namespace

void build_world(storage::Database& db)
{
    db.write([](storage::Transaction& tx) {
        seed_catalogue(tx);
        tx.execute("INSERT INTO unit_act (id, kind, on_date, done_by, done_at) VALUES (1, 'import', '2000-01-01', 'test', 0)");
        add_unit(tx, "BAN", "Ban Thử nghiệm", "/BAN/", std::nullopt);
        auto const ban = tx.integer("SELECT id FROM unit WHERE code = 'BAN'");
        add_unit(tx, "K101", "Cục Một", "/BAN/K101/", ban);
        add_unit(tx, "K102", "Cục Hai", "/BAN/K102/", ban, "2019-12-31");
        add_person(tx, "NV1", "Nguyễn Văn An", "1980-02-01", "K101", "nam");
        add_person(tx, "NV2", "Trần Thị Bình", "1985-02-01", "K101", "nu");
        add_person(tx, "NV3", "Nguyễn Văn An", "1990-02-01", "K102", "nam");
        add_post(tx, "NV1", "Trợ lý", "Đại úy", "2010-01-01", "2016-12-31", true);
        add_post(tx, "NV1", "Trưởng phòng", "Thiếu tá", "2017-01-01", std::nullopt, false);
    });
}

Actor officer(std::string name, std::vector<Permission> permissions, std::string scope, Marking clearance)
{
    Actor actor = Actor::anonymous();
    actor.account = static_cast<std::int64_t>(std::hash<std::string>{}(name) % 100'000) + 1;
    actor.name = std::move(name);
    actor.clearance = clearance;
    for (auto const permission : permissions) actor.grants.push_back({permission, scope});
    return actor;
}

Actor standing_officer(std::string name, Marking clearance)
{
    return officer(std::move(name),
                   {Permission::ReadRegister, Permission::WriteRegister, Permission::ReleaseRegister,
                    Permission::CertifyRegister, Permission::MendRegister, Permission::WriteCatalogue},
                   "/", clearance);
}

PaperFields paper_512()
{
    return {.number = "512/QĐ-BCY",
            .decided_on = "18/12/2018",
            .authority = "Trưởng ban",
            .title = "Khen thưởng năm 2018",
            .marking = "thuong",
            .wants_public = true};
}

std::string WorldTest::recorded(Actor const& actor, PaperFields const& paper, std::string_view lines, bool confirmed)
{
    auto const outcome = as(actor, [&](audit::Act& act) {
        return record_decision(act, {.paper = paper, .recipients = read_lines(lines, {}), .confirmed = confirmed});
    });
    if (!outcome) {
        for (auto const& key : keys_of(outcome.error())) ADD_FAILURE() << key;
        return {};
    }
    return outcome->ref;
}

std::vector<std::string> keys_of(Error const& error)
{
    std::vector<std::string> keys;
    for (auto const& problem : error.problems)
        keys.push_back(problem.key + (problem.field.empty() ? "" : " " + problem.field));
    return keys;
}

}  // namespace thidua::registry::testing
