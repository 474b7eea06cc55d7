// The program: reads the command line and calls the command. The only place that knows CLI11.
#include "cli/commands.h"
#include "storage/database.h"

#include <CLI/CLI.hpp>

#include <cstdio>
#include <iostream>

namespace {

using namespace thidua::cli;

// Everything the command line can say; lives as long as the parse.
struct Commands {
    Common common;
    Serve serve;
    Demo demo;
    Import import;
    Summary summary;
    UserAdd user;
    Eligibility eligibility;
    Sweep sweep;
    std::string file;
    std::string award, on;           // law show, law list
    std::vector<std::string> files;  // law test
    bool password_from_stdin = false;
    bool text = false;
    int status = kDone;
};

void add_common(CLI::App& command, Common& common)
{
    command.add_option("--db", common.db, "sqlite:PATH or postgresql://...");
    command.add_option("--lang", common.language, "vi or en")->check(CLI::IsMember({"vi", "en"}));
    command.add_flag("--json", common.json, "one JSON document");
}

void add_data_commands(CLI::App& app, Commands& all)
{
    auto* demo_command = app.add_subcommand("demo", "fill an empty database with a fictional organisation");
    add_common(*demo_command, all.common);
    demo_command->add_option("--scale", all.demo.scale, "1: 3,600 people");
    demo_command->add_option("--seed", all.demo.seed, "same seed, same data");
    demo_command->add_option("--as-of", all.demo.as_of, "the day it stands on");
    demo_command->callback([&all] { all.status = demo(all.common, all.demo); });

    auto* import_command = app.add_subcommand("import", "read an .xlsx or .csv file into the database");
    add_common(*import_command, all.common);
    import_command->add_option("kind", all.import.kind, "units, persons, awards, ...")->required();
    import_command->add_option("file", all.import.file)->required();
    import_command->add_flag("--dry-run", all.import.dry_run, "check only");
    import_command->add_flag("--partial", all.import.partial, "store the good rows although others are wrong");
    import_command->add_option("--set", all.import.set, "COLUMN=VALUE for every row that lacks it");
    import_command->callback([&all] { all.status = import(all.common, all.import); });

    auto* summary_command = app.add_subcommand("summary", "awards decided in a period");
    add_common(*summary_command, all.common);
    summary_command->add_option("--from", all.summary.from)->required();
    summary_command->add_option("--to", all.summary.to)->required();
    summary_command->add_option("--unit", all.summary.unit);
    summary_command->add_flag("--lineage", all.summary.lineage, "with the unit's predecessors");
    summary_command->add_flag("--text", all.text, "a table in plain text (default)");
    summary_command->add_option("--xlsx", all.summary.xlsx, "write a workbook");
    summary_command->add_option("--docx", all.summary.docx, "write a document");
    summary_command->callback([&all] { all.status = summary(all.common, all.summary); });
}

void add_upkeep_commands(CLI::App& app, Commands& all)
{
    auto* user_command = app.add_subcommand("user", "accounts");
    user_command->require_subcommand(1);
    auto* add = user_command->add_subcommand("add", "add an account");
    add_common(*add, all.common);
    add->add_option("name", all.user.name)->required();
    add->add_option("--role", all.user.roles)->required();
    add->add_option("--unit", all.user.unit, "code of the unit the role reaches; all without it");
    add->add_option("--display-name", all.user.display_name);
    add->add_option("--person", all.user.person, "code of the person it belongs to");
    add->add_flag("--password-stdin", all.password_from_stdin)->required();
    add->callback([&all] {
        std::getline(std::cin, all.user.password);
        all.status = user_add(all.common, all.user);
    });

    auto* backup_command = app.add_subcommand("backup", "one file with everything");
    add_common(*backup_command, all.common);
    backup_command->add_option("file", all.file)->required();
    backup_command->callback([&all] { all.status = backup(all.common, all.file); });

    auto* restore_command = app.add_subcommand("restore", "read a backup into an empty database");
    add_common(*restore_command, all.common);
    restore_command->add_option("file", all.file)->required();
    restore_command->callback([&all] { all.status = restore(all.common, all.file); });
}

void add_law_commands(CLI::App& app, Commands& all)
{
    auto* law = app.add_subcommand("law", "the rule packs, and legal cases run against them");
    law->require_subcommand(1);
    // Without a database named, the law is what the program carries.
    auto const carried = [&all](CLI::App const& command) {
        if (command.count("--db") == 0) all.common.db.clear();
    };
    auto* list = law->add_subcommand("list", "which standards stand, and how sure we are of their text");
    add_common(*list, all.common);
    list->add_option("--on", all.on, "only those for dossiers received on this day");
    list->callback([&all, list, carried] {
        carried(*list);
        all.status = law_list(all.common, all.on);
    });

    auto* show = law->add_subcommand("show", "one award's requirements in words");
    add_common(*show, all.common);
    show->add_option("award", all.award, "a code such as cstd-bo")->required();
    show->add_option("--on", all.on, "only for dossiers received on this day");
    show->callback([&all, show, carried] {
        carried(*show);
        all.status = law_show(all.common, all.award, all.on);
    });

    auto* test = law->add_subcommand("test", "run legal cases");
    add_common(*test, all.common);
    test->add_option("files", all.files, "YAML files of cases")->required();
    for (auto* command : {list, show, test})
        command->add_option("--pack", all.common.pack, "a folder of packs, in place of those built in");
    test->callback([&all, test, carried] {
        carried(*test);
        all.status = law_test(all.common, all.files);
    });
}

void add_eligibility_commands(CLI::App& app, Commands& all)
{
    auto* one = app.add_subcommand("eligibility", "may this subject be proposed, and why");
    add_common(*one, all.common);
    one->add_option("--subject", all.eligibility.subject, "code of a person or unit")->required();
    one->add_option("--award", all.eligibility.award, "a code such as cstd-bo")->required();
    one->add_option("--year", all.eligibility.year, "the achievement year")->required();
    one->add_option("--received", all.eligibility.received, "day of receipt; 31 December without it");
    one->callback([&all] { all.status = eligibility(all.common, all.eligibility); });

    auto* many = app.add_subcommand("sweep", "everyone who is eligible, open, or one requirement short");
    add_common(*many, all.common);
    many->add_option("--award", all.sweep.award, "one award; all without it");
    many->add_option("--year", all.sweep.year, "the achievement year")->required();
    many->add_option("--received", all.sweep.received, "day of receipt; 31 December without it");
    many->add_option("--unit", all.sweep.unit, "code of a unit, with what lies below it");
    many->add_flag("--csv", all.sweep.csv, "a table with commas");
    many->callback([&all] { all.status = sweep(all.common, all.sweep); });
}

void add_engine_commands(CLI::App& app, Commands& all)
{
    auto* score_command = app.add_subcommand("score", "the points and places of a block from scale and sheets in JSON");
    add_common(*score_command, all.common);
    score_command->add_option("file", all.file, "docs/formats/score.md; - for standard input")->required();
    score_command->callback([&all] { all.status = score(all.common, all.file); });

    auto* tally_command = app.add_subcommand("tally", "the result of a vote from its rules and ballots in JSON");
    add_common(*tally_command, all.common);
    tally_command->add_option("file", all.file, "docs/formats/tally.md; - for standard input")->required();
    tally_command->callback([&all] { all.status = tally(all.common, all.file); });
}

void add_serve_command(CLI::App& app, Commands& all)
{
    auto* command = app.add_subcommand("serve", "the web application and its JSON API");
    add_common(*command, all.common);
    command->add_option("--listen", all.serve.listen, "ADDRESS:PORT");
    command->add_option("--dev", all.serve.dev, "read views and words from this source tree");
    command->add_option("--today", all.serve.today, "another calendar day; demo databases only");
    command->add_option("--tls-certificate", all.serve.certificate, "PEM file");
    command->add_option("--tls-key", all.serve.key, "PEM file");
    command->add_option("--key-file", all.serve.key_file, "file that wraps the secrets of second factors");
    command->add_flag("--behind-proxy", all.serve.behind_proxy, "a proxy ends TLS and tells the client's address");
    command->add_option("--session-idle", all.serve.session_idle_minutes, "minutes without use that end a session");
    command->add_option("--session-max", all.serve.session_max_hours, "hours that end any session");
    command->callback([&all] { all.status = serve(all.common, all.serve); });
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"Thi Đua"};
    app.require_subcommand(1);
    Commands all;
    add_serve_command(app, all);
    add_data_commands(app, all);
    add_upkeep_commands(app, all);
    add_law_commands(app, all);
    add_eligibility_commands(app, all);
    add_engine_commands(app, all);
    try {
        app.parse(argc, argv);
    } catch (CLI::ParseError const& error) {
        return app.exit(error) == 0 ? int{kDone} : int{kWrongUse};
    } catch (std::exception const& error) {
        std::fprintf(stderr, "thidua: %s\n", error.what());
        return kFailed;
    }
    return all.status;
}
