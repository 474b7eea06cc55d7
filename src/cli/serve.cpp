// `thidua serve`: the web application over one database.
#include "audit/settings.h"
#include "base/assets.h"
#include "base/clock.h"
#include "cli/open.h"
#include "eligibility/holdings.h"
#include "identity/options.h"
#include "identity/rights.h"
#include "identity/sessions.h"
#include "identity/setup.h"
#include "jobs/runner.h"
#include "organisation/daily.h"
#include "programme/reminders.h"
#include "organisation/top_unit.h"
#include "register/catalogue.h"
#include "register/import_store.h"
#include "terms/locale.h"
#include "web/app.h"
#include "web/log.h"
#include "web/pages.h"
#include "web/server.h"

#include <fmt/format.h>

#include <cstdio>
#include <thread>

namespace thidua::cli {

namespace {

// The demo runs on its own calendar; a real database on the machine's. Nothing where --today is
// asked of a real one.
Result<std::unique_ptr<Clock>> clock_for(storage::Database& db, std::string const& today)
{
    auto const demo = db.read([](storage::Transaction& tx) { return audit::setting(tx, "demo.as-of"); });
    if (!demo) {
        if (!today.empty()) return failure(Kind::Refused, "cli.today-refused");
        return std::unique_ptr<Clock>{std::make_unique<SystemClock>()};
    }
    auto const day = parse_date(today.empty() ? *demo : today);
    if (!day) return bad_input("cli.bad-date", {{"option", "--today"}, {"value", today}});
    return std::unique_ptr<Clock>{std::make_unique<ShiftedClock>(*day)};
}

Result<identity::Options> identity_options(Serve const& options)
{
    constexpr int kMostMinutes = 24 * 60;
    constexpr int kMostHours = 7 * 24;
    auto const minutes = options.session_idle_minutes;
    auto const hours = options.session_max_hours;
    if (minutes < 1 || minutes > kMostMinutes || hours < 1 || hours > kMostHours)
        return bad_input("cli.bad-session-time");
    identity::Options identity;
    identity.idle_seconds = minutes * 60;
    identity.longest_seconds = hours * 3600;
    identity.make_top_unit = organisation::make_top_unit;
    identity.secure_cookies = options.behind_proxy || !options.certificate.empty();
    if (!options.key_file.empty()) {
        identity.secrets = std::make_shared<identity::SecretBox const>(TD_TRY(identity::SecretBox::open(options.key_file)));
    }
    return identity;
}

std::string address_of(Serve const& options, std::uint16_t port)
{
    auto const host = options.listen.substr(0, options.listen.find_last_of(':'));
    return fmt::format("{}://{}:{}", options.certificate.empty() ? "http" : "https", host, port);
}

void announce(Common const& common, storage::Database& db, std::string const& address)
{
    std::fprintf(stderr, "%s\n", terms::text(common.language, "cli.serving", {{"address", address}}).c_str());
    if (auto const code = identity::ensure_setup_code(db); !code.empty()) {
        std::fprintf(stderr, "%s\n", terms::text(common.language, "cli.setup-code", {{"address", address}, {"code", code}}).c_str());
    }
}

// Work that no request waits for: what a new day brings.
void start_jobs(jobs::Runner& runner, storage::Database& db, Clock const& clock)
{
    organisation::add_jobs(runner);
    programme::add_jobs(runner);
    registry::add_import_jobs(runner);
    auto const actor = access::Actor::system("serve");
    db.write([&](storage::Transaction& tx) {
        audit::Act act{tx, actor, clock.now(), {}};
        organisation::schedule_days(act);
        programme::schedule_days(act);
    });
    runner.start(1);
}

// What the first sweep would wait for is read beside the first requests; where it fails, that sweep
// says why.
void warm_sweeps(storage::Database& db, eligibility::Cache& cache, Date today)
{
    std::vector<access::Marking> clearances{access::Marking::Thuong};
    try {
        db.read([&](storage::Transaction& tx) {
            auto rows = tx.query(
                "SELECT DISTINCT marking FROM clearance WHERE revoked_at IS NULL"
                " AND marking > 0 ORDER BY marking");
            while (rows.next()) clearances.push_back(static_cast<access::Marking>(rows.integer(0)));
        });
        eligibility::warm(db, cache, today, clearances);
    } catch (storage::Failure const&) {
    }
}

Result<void> run(Common const& common, Serve const& options, storage::Database& db)
{
    auto const clock = TD_TRY(clock_for(db, options.today));
    auto const identity = TD_TRY(identity_options(options));
    auto const authenticator = identity::make_authenticator(identity);
    db.write([](storage::Transaction& tx) { registry::seed_catalogue(tx); });  // Entry needs it before any import.
    auto const is_demo = db.read([](storage::Transaction& tx) { return audit::setting(tx, "demo.as-of").has_value(); });

    web::AppOptions app_options;
    app_options.dev_dir = options.dev;
    app_options.secure_cookies = identity.secure_cookies;
    app_options.trust_proxy = options.behind_proxy;
    if (is_demo) app_options.demo = to_iso(clock->today());
    if (!options.dev.empty()) assets::read_from(options.dev);
    auto const sweeps = std::make_shared<eligibility::Cache>();
    web::App app{db, *clock, *authenticator, web::all_pages(identity, sweeps), app_options};

    jobs::Runner runner{db, *clock, identity::load_actor};  // Ends with the server.
    start_jobs(runner, db, *clock);

    std::jthread const warming{[&] { warm_sweeps(db, *sweeps, clock->today()); }};

    web::start_log();
    web::ServeOptions serving;
    serving.listen = options.listen;
    serving.certificate_file = options.certificate;
    serving.key_file = options.key;
    return web::serve(app, serving, [&](web::Running const& running) { announce(common, db, address_of(options, running.port)); });
}

}  // namespace

int serve(Common const& common, Serve const& options)
{
    return with_database(common, [&](storage::Database& db) {
        auto const served = run(common, options, db);
        return served ? int{kDone} : complain(common, served.error());
    });
}

}  // namespace thidua::cli
