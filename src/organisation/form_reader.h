// Reads a form into a command, collecting everything that is wrong before answering.
#pragma once

#include "base/date.h"
#include "base/result.h"
#include "http/request.h"
#include "organisation/acts.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::organisation {

class FormReader {
public:
    explicit FormReader(http::Values const& form) : form_(form) {}

    std::string text(std::string const& name) const { return form_.text(name); }
    // Problem "error.required" when empty, "error.garbled" for text in an old encoding.
    std::string required(std::string const& name);
    // D/M/YYYY or YYYY-MM-DD; problem "error.date" for anything else.
    std::optional<Date> date(std::string const& name);
    Date required_date(std::string const& name);
    // A code of the vocabulary, "" for none; problem "error.choice" for another.
    std::string term(std::string const& name, std::string_view vocabulary);
    std::string required_term(std::string const& name, std::string_view vocabulary);
    // Problem "error.number" for anything but a whole number in the range.
    std::optional<std::int64_t> integer(std::string const& name,
                                        std::int64_t lowest,
                                        std::int64_t highest);
    std::int64_t required_year(std::string const& name);
    // "1", "0", or "" for unknown.
    std::optional<bool> known_flag(std::string const& name) const;
    bool checked(std::string const& name) const { return form_.checked(name); }
    std::int64_t version() const { return form_.integer("version").value_or(0); }
    // paper_no, paper_date, note.
    Paper paper();
    // Codes between ';', ',' or blanks.
    std::vector<std::string> codes(std::string const& name) const;

    void problem(std::string key, std::string field, Args args = {});
    // Everything that was wrong, at once.
    Result<void> check() const;

private:
    http::Values const& form_;
    std::vector<Problem> problems_;
};

}  // namespace thidua::organisation
