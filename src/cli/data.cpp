// Commands that fill, read and keep a database: demo, import, summary, user, backup, restore.
#include "audit/audit.h"
#include "base/clock.h"
#include "cli/open.h"
#include "demo/demo.h"
#include "identity/accounts.h"
#include "identity/password.h"
#include "intake/report.h"
#include "register/import.h"
#include "report/summary.h"
#include "storage/backup.h"
#include "terms/locale.h"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <iterator>

namespace thidua::cli {

namespace {

void say(Common const& common, std::string const& key, Args const& args = {})
{
    std::fprintf(stderr, "%s\n", terms::text(common.language, key, args).c_str());
}

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Result<void> write_file(std::string const& path, std::string const& bytes)
{
    std::ofstream file{path, std::ios::binary | std::ios::trunc};
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    file.close();
    if (!file) return failure(Kind::Unavailable, "cli.cannot-write", {{"file", path}});
    return {};
}

}  // namespace

int demo(Common const& common, Demo const& options)
{
    demo::Options from;
    from.scale = options.scale;
    from.seed = options.seed;
    if (options.scale < 1 || options.scale > 1000) return complain(common, bad_input("cli.bad-scale"));
    auto const as_of = day(common, "--as-of", options.as_of, from.as_of);
    if (!as_of) return kWrongUse;
    from.as_of = *as_of;
    return with_database(common, [&](storage::Database& db) {
        if (auto const filled = demo::fill(db, from); !filled) return complain(common, filled.error());
        say(common, "cli.demo-done", {{"day", to_vietnamese(from.as_of)}});
        return int{kDone};
    });
}

int import(Common const& common, Import const& options)
{
    registry::ImportRequest request;
    request.kind = options.kind;
    request.dry_run = options.dry_run;
    request.partial = options.partial;
    for (auto const& pair : options.set) {
        auto const equals = pair.find('=');
        if (equals == std::string::npos || equals == 0) return complain(common, bad_input("cli.bad-set", {{"value", pair}}));
        request.set.emplace_back(pair.substr(0, equals), pair.substr(equals + 1));
    }
    std::ifstream file{options.file, std::ios::binary};
    if (!file) return complain(common, failure(Kind::Unavailable, "cli.cannot-read", {{"file", options.file}}));
    request.bytes.assign(std::istreambuf_iterator<char>{file}, {});
    request.filename = options.file.substr(options.file.find_last_of('/') + 1);
    return with_database(common, [&](storage::Database& db) {
        auto const actor = access::Actor::system("cli");
        auto const report = registry::import_file(db, actor, now_of(db), std::move(request));
        if (!report) return complain(common, report.error());
        if (common.json) {
            print(boost::json::serialize(intake::to_json(*report, common.language)) + "\n");
        } else {
            print(intake::to_text(*report, common.language));
        }
        return int{report->rejected > 0 ? kNo : kDone};
    });
}

int summary(Common const& common, Summary const& options)
{
    report::SummaryQuery query{};
    auto const today = SystemClock{}.today();
    auto const from = day(common, "--from", options.from, *make_date(today.year() - 4, 1, 1));
    auto const to = day(common, "--to", options.to, today);
    if (!from || !to) return kWrongUse;
    query.from = *from;
    query.to = *to;
    query.unit = options.unit;
    query.lineage = options.lineage;
    return with_database(common, [&](storage::Database& db) {
        auto const actor = access::Actor::system("cli");
        auto const found = db.read([&](storage::Transaction& tx) { return report::summarise(tx, actor, query); });
        if (!found) return complain(common, found.error());
        auto written = Result<void>{};
        if (!options.xlsx.empty()) {
            written = write_file(options.xlsx, report::to_xlsx(*found, common.language));
        } else if (!options.docx.empty()) {
            written = write_file(options.docx, report::to_docx(*found, common.language));
        } else {
            print(common.json ? boost::json::serialize(report::to_json(*found)) + "\n" : report::to_text(*found, common.language));
        }
        return written ? int{kDone} : complain(common, written.error());
    });
}

int user_add(Common const& common, UserAdd const& options)
{
    identity::NewAccount command;
    command.name = options.name;
    command.display_name = options.display_name;
    command.person = options.person;
    command.unit = options.unit;
    for (auto const& role : options.roles) command.roles.push_back({role, options.unit, {}, {}});
    if (auto const good = identity::check_password(options.password, options.name, "password"); !good) return complain(common, good.error());
    command.password_hash = identity::hash_password(options.password);
    return with_database(common, [&](storage::Database& db) {
        auto const actor = access::Actor::system("cli");
        auto const now = now_of(db);
        auto const added = db.write([&](storage::Transaction& tx) {
            audit::Act act{tx, actor, now, {}};
            return identity::add_account(act, command);
        });
        if (!added) return complain(common, added.error());
        say(common, "cli.user-added", {{"name", added->name}});
        return int{kDone};
    });
}

int backup(Common const& common, std::string const& file)
{
    return with_database(common, [&](storage::Database& db) {
        auto const written = storage::backup(db, file);
        return written ? int{kDone} : complain(common, written.error());
    });
}

int restore(Common const& common, std::string const& file)
{
    auto db = storage::Database::open(common.db);  // Not migrated: a backup brings its own schema.
    if (!db) return complain(common, db.error());
    auto const read = storage::restore(**db, file);
    return read ? int{kDone} : complain(common, read.error());
}

}  // namespace thidua::cli
