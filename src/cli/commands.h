// The commands of the program, as functions: each returns the exit status (0 done, 1 the answer is
// no, 2 wrong use, 3 the work could not be done). Results go to standard output, messages to standard error.
#pragma once

#include "base/date.h"
#include "base/result.h"

#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace thidua::cli {

enum Exit { kDone = 0, kNo = 1, kWrongUse = 2, kFailed = 3 };

// What every command takes.
struct Common {
    std::string db = "sqlite:thidua.db";
    std::string language = "vi";
    bool json = false;
    std::string pack;  // law: a folder laid out as law/; empty: the packs the program carries.
};

// Prints the problems of a failure in the reader's language; 2 for bad input, 3 for the rest.
int complain(Common const& common, Error const& error);

struct Serve {
    std::string listen = "127.0.0.1:8080";
    std::string dev;
    std::string today;
    std::string certificate, key;
    std::string key_file;
    bool behind_proxy = false;
    int session_idle_minutes = 30;  // 1 to 1440
    int session_max_hours = 12;     // 1 to 168
};
int serve(Common const& common, Serve const& options);

struct Demo {
    int scale = 1;
    std::uint64_t seed = 1;
    std::string as_of;
};
int demo(Common const& common, Demo const& options);

struct Import {
    std::string kind, file;
    bool dry_run = false, partial = false;
    std::vector<std::string> set;  // COLUMN=VALUE
};
int import(Common const& common, Import const& options);

struct Summary {
    std::string from, to, unit;
    bool lineage = false;
    std::string xlsx, docx;
};
int summary(Common const& common, Summary const& options);

struct UserAdd {
    std::string name;
    std::vector<std::string> roles;
    std::string unit, display_name, person, password;
};
int user_add(Common const& common, UserAdd const& options);

int backup(Common const& common, std::string const& file);
int restore(Common const& common, std::string const& file);

struct Eligibility {
    std::string subject, award, received;
    int year = 0;
};
int eligibility(Common const& common, Eligibility const& options);

int score(Common const& common, std::string const& file);
int tally(Common const& common, std::string const& file);

struct Sweep {
    std::string award, received, unit;
    int year = 0;
    bool csv = false;
};
int sweep(Common const& common, Sweep const& options);

int law_list(Common const& common, std::string const& on);
int law_show(Common const& common, std::string const& award, std::string const& on);
int law_test(Common const& common, std::vector<std::string> const& files);

}  // namespace thidua::cli
