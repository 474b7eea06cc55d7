#include "block_targets.h"

#include "demo/demo.h"
#include "identity/rights.h"
#include "movement/target.h"
#include "storage/migrations.h"

#include <boost/json.hpp>
#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>
#include <unistd.h>

namespace thidua::bench {

namespace {

namespace fs = std::filesystem;
namespace json = boost::json;
using Clock = std::chrono::steady_clock;

constexpr int kTargets = 30;
constexpr int kPeople = 70;

template <class F>
double ms_of(F const& f)
{
    auto const start = Clock::now();
    f();
    auto const took = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
    return std::round(took * 1000) / 1000;
}

// One movement of the Board that runs, and who works on it.
class Scene {
public:
    explicit Scene(fs::path const& file)
        : db_(storage::Database::open("sqlite:" + file.string()).value())
    {
        storage::migrate(*db_).value();
        demo::fill(*db_, {}).value();
        db_->read([&](storage::Transaction& tx) {
            movement_ = tx.text("SELECT ref FROM movement WHERE state = 'launched' ORDER BY id LIMIT 1")
                            .value();
            auto const office =
                tx.integer("SELECT id FROM account WHERE name = 'thuongtruc'").value();
            actor_ = identity::load_actor(tx, office, today()).value();
            for (auto rows = tx.query("SELECT code FROM person WHERE left_on IS NULL ORDER BY id");
                 rows.next();)
                people_.push_back(rows.string(0));
        });
    }

    template <class Work>
    auto act(Work const& work)
    {
        return db_
            ->write([&](storage::Transaction& tx) {
                audit::Act act{tx, actor_, start_of(today()), {}};
                return work(act);
            })
            .value();
    }

    std::vector<std::string> add_targets(int count, std::string const& name)
    {
        std::vector<std::string> refs;
        for (int i = 1; i <= count; ++i) {
            refs.push_back(act([&](audit::Act& act) {
                return movement::add_target(act,
                                            {.ref = movement_,
                                             .name = fmt::format("{} {}", name, i),
                                             .measure = "hồ sơ",
                                             .better = "high",
                                             .roll = "sum",
                                             .source = "Sổ theo dõi",
                                             .wanted = "10",
                                             .due_on = today().plus_days(10),
                                             .version = version(act.tx)});
            }));
        }
        return refs;
    }

    void spread(std::vector<std::string> const& targets, std::size_t people)
    {
        act([&](audit::Act& act) -> Result<std::string> {
            auto const found = movement::find_movement(act.tx, act.actor, movement_).value();
            std::vector<std::string> const subjects(
                people_.begin(), people_.begin() + static_cast<std::ptrdiff_t>(people));
            auto const cells = TD_TRY(
                movement::plan_spread(act, found, targets, subjects, movement::Split::Same));
            return movement::spread_targets(act, {movement_, cells, version(act.tx)});
        });
    }

    // An open share of a person's; its movement's own figure changes with it.
    movement::Share open_share()
    {
        return db_->read([](storage::Transaction& tx) {
            auto const ref =
                tx.text("SELECT ref FROM target_share WHERE state = 'open' AND subject_kind ="
                        " 'person' ORDER BY id DESC LIMIT 1");
            return movement::find_share(tx, ref.value()).value();
        });
    }

    void report(movement::Share const& share)
    {
        act([&](audit::Act& act) {
            return movement::report_result(act,
                                           {.ref = movement_,
                                            .share = share.ref,
                                            .result = "9",
                                            .day = today(),
                                            .note = "",
                                            .version = share.version});
        });
    }

    void roll_up()
    {
        act([](audit::Act& act) -> Result<void> {
            movement::roll_up_all(act.tx);
            return {};
        });
    }

    std::size_t people() const { return people_.size(); }

private:
    static Date today() { return make_date(2025, 12, 1).value(); }

    std::int64_t version(storage::Transaction& tx)
    {
        return tx.integer("SELECT version FROM movement WHERE ref = ?1", {movement_}).value();
    }

    std::unique_ptr<storage::Database> db_;
    access::Actor actor_ = access::Actor::anonymous();
    std::string movement_;
    std::vector<std::string> people_;
};

}  // namespace

json::object measure_targets(int shares)
{
    auto const folder =
        fs::temp_directory_path() / ("thidua-bench-targets." + std::to_string(getpid()));
    fs::create_directories(folder);
    json::object report{{"targets", kTargets}, {"people", kPeople}};
    try {
        Scene scene{folder / "thidua.db"};
        auto const few = scene.add_targets(kTargets, "Chỉ tiêu");
        report["cascade_ms"] = ms_of([&] { scene.spread(few, kPeople); });
        auto const each = static_cast<int>(scene.people());
        auto const many = scene.add_targets(std::max(1, shares / each), "Chỉ tiêu của mọi người");
        report["open_shares"] = many.size() * scene.people() + few.size() * kPeople;
        report["large_cascade_ms"] = ms_of([&] { scene.spread(many, scene.people()); });
        double one = 1e300;
        for (int go = 0; go < 20; ++go) {
            auto const share = scene.open_share();
            one = std::min(one, ms_of([&] { scene.report(share); }));
        }
        report["one_figure_ms"] = one;
        report["roll_up_ms"] = ms_of([&] { scene.roll_up(); });
    } catch (...) {
        fs::remove_all(folder);
        throw;
    }
    fs::remove_all(folder);
    return report;
}

}  // namespace thidua::bench
