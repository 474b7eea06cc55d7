#include "demo/demo.h"

#include "audit/audit.h"
#include "demo/world.h"

#include <boost/json.hpp>

namespace thidua::demo {

Result<void> fill(storage::Database& db, Options const& options)
{
    World world{options};
    make_units(world);
    make_people(world);
    make_history(world);
    tell_stories(world);
    return db.write([&](storage::Transaction& tx) -> Result<void> {
        if (tx.integer("SELECT 1 FROM unit LIMIT 1") || tx.integer("SELECT 1 FROM account LIMIT 1")) {
            return failure(Kind::Refused, "demo.not-empty");
        }
        store(tx, world);
        make_accounts(tx, world);
        make_law(tx, world);
        live_year(tx, world);
        auto const actor = access::Actor::system("demo");
        audit::Act act{tx, actor, start_of(options.as_of), {}};
        boost::json::object const after{{"seed", options.seed}, {"scale", options.scale}};
        audit::record(act, {.what = "demo.fill", .subject = "office", .after = &after});
        return {};
    });
}

}  // namespace thidua::demo
