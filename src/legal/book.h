// The law as it stands for one part of the organisation on one day: the active rule packs, with
// every ruling that reaches the unit applied and the award regulations of its bodies joined.
// Evaluators are given what this returns and ask nothing else.
#pragma once

#include "base/date.h"
#include "law/bonus.h"
#include "law/ruling.h"
#include "storage/database.h"

#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::legal {

using Book = std::shared_ptr<law::LawBook const>;

// `received` is the day the appraising body received the dossier; `unit_path` the path of the
// subject's unit ("/BAN/K101/"), "/" for what holds everywhere. Never null. Kept and shared between
// callers by what it is made of, so asking again costs a few short queries; safe from any thread.
// Throws std::logic_error where packs that were activated can no longer be read.
Book book_for(storage::Transaction& tx, Date received, std::string_view unit_path);

// The same for many units: what is in force on the day is read once, in the transaction it was made
// in and lives no longer than.
class BooksOfDay {
public:
    BooksOfDay(storage::Transaction& tx, Date received);
    ~BooksOfDay();
    BooksOfDay(BooksOfDay const&) = delete;
    BooksOfDay& operator=(BooksOfDay const&) = delete;
    Book of(std::string_view unit_path);

private:
    struct Day;
    std::unique_ptr<Day> day_;
};

// The same before any ruling or house regulation: the law alone.
Book unsettled_book(storage::Transaction& tx, Date received);

// The regulations of bodies that reach the unit, whatever the days they govern.
std::vector<law::HousePack> house_packs(storage::Transaction& tx,
                                        Date received,
                                        std::string_view unit_path);

// Their files, of every body.
std::vector<law::PackFile> house_files(storage::Transaction& tx, Date received);

// The rulings that settle what a dossier received on the day is judged by.
std::vector<law::Ruling> rulings_for(storage::Transaction& tx,
                                     Date received,
                                     std::string_view unit_path);

// Base salaries and coefficients for decisions of the day.
law::MoneyTable money_for(storage::Transaction& tx, Date decided);

// Names the content of the packs in force for dossiers received on the day (the first twelve digits
// of its hash); every verdict carries it as `pack`, so that an old one says what it was made from.
std::string pack_version(storage::Transaction& tx, Date received);

// The same of any set of files.
std::string version_of(std::vector<law::PackFile> const& files);

// The files that make the law of the day: what the program carries, with what was activated in
// their stead. Without cases and without house regulations.
std::vector<law::PackFile> law_files(storage::Transaction& tx, Date received);

}  // namespace thidua::legal
