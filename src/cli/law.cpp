// thidua law list | show | test: the rule packs the program carries, or those in force in a database,
// and legal cases run against them.
#include "law/report.h"

#include "cli/commands.h"
#include "cli/open.h"
#include "legal/book.h"
#include "legal/library.h"
#include "terms/locale.h"

#include <boost/json.hpp>

#include <cstdio>
#include <fstream>
#include <sstream>

namespace thidua::cli {
namespace {

// The law of a database with the rulings and regulations that hold for the whole organisation.
int book_in(Common const& common, std::optional<Date> received, std::optional<law::LawBook>& book)
{
    return with_database(common, [&](storage::Database& db) {
        auto const day = received.value_or(legal_day(now_of(db)));
        db.read([&](storage::Transaction& tx) {
            book = *legal::book_for(tx, day, legal::whole_organisation(tx));
        });
        return kDone;
    });
}

// The packs of a folder on disk, else of the database that was named, else those the program
// carries. Complains and gives nothing where they cannot be read.
std::optional<law::LawBook> packs_of(Common const& common, std::optional<Date> received, int& status)
{
    std::optional<law::LawBook> book;
    if (common.pack.empty() && !common.db.empty()) {
        status = book_in(common, received, book);
        return book;
    }
    auto read = common.pack.empty() ? Result<law::LawBook>{law::built_in()}
                                    : law::read_book_dir(common.pack);
    if (!read) {
        status = complain(common, read.error());
        return std::nullopt;
    }
    return std::move(read).value();
}

law::Speaker speaker(law::LawBook const& book, std::string const& language)
{
    return {book,
            language,
            [](std::string const& in, std::string const& key, Args const& args) {
                return terms::text(in, key, args);
            }};
}

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

// The day asked for; nothing for "". An impossible one is an error.
Result<std::optional<Date>> asked_day(std::string const& text)
{
    if (text.empty()) return std::optional<Date>();
    auto const day = parse_date(text);
    if (!day) return bad_input("cli.bad-date", {{"option", "--on"}, {"value", text}});
    return day;
}

Result<std::vector<law::Case>> cases_in(law::LawBook const& book, std::string const& path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) return bad_input("cli.cannot-read", {{"file", path}});
    std::ostringstream bytes;
    bytes << in.rdbuf();
    auto cases = TD_TRY(law::read_cases(bytes.str(), path));
    for (auto const& each : cases) {
        if (!book.awards.contains(each.question.award)) {
            return bad_input("law.cases.unknown-award", {{"award", each.question.award}});
        }
    }
    return cases;
}

}  // namespace

int law_list(Common const& common, std::string const& on)
{
    auto const day = asked_day(on);
    if (!day) return complain(common, day.error());
    int status = kDone;
    auto const book = packs_of(common, *day, status);
    if (!book) return status;
    auto const list = law::list_document(*book, *day);
    if (common.json) {
        print(boost::json::serialize(list) + "\n");
        return kDone;
    }
    for (auto const& item : list) {
        auto const& row = item.as_object();
        auto const word = [&row](char const* name) {
            return row.at(name).is_null() ? std::string("-")
                                          : std::string(row.at(name).as_string());
        };
        print(word("award") + "\t" + word("subject") + "\t" + word("regime") + "\t" + word("from") +
              "\t" + word("to") + "\t" + word("confidence") + "\t" + word("act") + "\n");
    }
    return kDone;
}

int law_show(Common const& common, std::string const& award, std::string const& on)
{
    auto const day = asked_day(on);
    if (!day) return complain(common, day.error());
    int status = kDone;
    auto const book = packs_of(common, *day, status);
    if (!book) return status;
    if (!book->awards.contains(award)) {
        return complain(common, bad_input("law.cases.unknown-award", {{"award", award}}));
    }
    if (common.json) {
        print(boost::json::serialize(law::show_document(
                  speaker(*book, "vi"), speaker(*book, "en"), award, *day)) +
              "\n");
    } else {
        print(law::show_text(speaker(*book, common.language), award, *day));
    }
    return kDone;
}

int law_test(Common const& common, std::vector<std::string> const& files)
{
    int status = kDone;
    auto const book = packs_of(common, std::nullopt, status);
    if (!book) return status;
    std::vector<law::CaseOutcome> outcomes;
    for (auto const& file : files) {
        auto const cases = cases_in(*book, file);
        if (!cases) return complain(common, cases.error());
        auto more = law::run_cases(*book, *cases);
        outcomes.insert(outcomes.end(),
                        std::make_move_iterator(more.begin()),
                        std::make_move_iterator(more.end()));
    }
    std::size_t failed = 0;
    std::string lines;
    for (auto const& outcome : outcomes) {
        if (outcome.passed()) continue;
        ++failed;
        lines += "not ok " + outcome.name + ": expected " + outcome.expected + ", got " +
                 std::string(law::code_of(outcome.verdict.answer)) + "\n";
    }
    if (common.json) {
        print(boost::json::serialize(law::cases_document(outcomes)) + "\n");
    } else {
        print(lines + std::to_string(outcomes.size() - failed) + " passed, " +
              std::to_string(failed) + " failed\n");
    }
    return failed == 0 ? kDone : kNo;
}

}  // namespace thidua::cli
