#include "cli/open.h"

#include "audit/settings.h"
#include "base/clock.h"
#include "storage/migrations.h"
#include "terms/locale.h"

#include <cstdio>

namespace thidua::cli {

int complain(Common const& common, Error const& error)
{
    for (auto const& problem : error.problems) {
        std::fprintf(stderr, "%s\n", terms::text(common.language, problem.key, problem.args).c_str());
    }
    if (!error.detail.empty()) std::fprintf(stderr, "(%s)\n", error.detail.c_str());
    return error.kind == Kind::BadInput ? kWrongUse : kFailed;
}

int with_database(Common const& common, std::function<int(storage::Database&)> const& work)
{
    auto db = storage::Database::open(common.db);
    if (!db) return complain(common, db.error());
    if (auto const migrated = storage::migrate(**db); !migrated) return complain(common, migrated.error());
    return work(**db);
}

Instant now_of(storage::Database& db)
{
    auto const demo = db.read([](storage::Transaction& tx) { return audit::setting(tx, "demo.as-of"); });
    auto const day = demo ? parse_date(*demo) : std::nullopt;
    return day ? ShiftedClock{*day}.now() : SystemClock{}.now();
}

std::optional<Date> day(Common const& common, std::string const& option, std::string const& text, Date fallback)
{
    if (text.empty()) return fallback;
    auto const parsed = parse_date(text);
    if (!parsed) complain(common, bad_input("cli.bad-date", {{"option", option}, {"value", text}}));
    return parsed;
}

}  // namespace thidua::cli
