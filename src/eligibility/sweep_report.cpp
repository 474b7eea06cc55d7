#include "eligibility/sweep_report.h"

#include "eligibility/document.h"
#include "terms/locale.h"

#include <boost/json.hpp>

#include <algorithm>
#include <optional>

namespace thidua::eligibility {

namespace json = boost::json;

namespace {

json::array strings(std::vector<std::string> const& texts)
{
    json::array list;
    for (auto const& text : texts) list.push_back(json::value(text));
    return list;
}

json::value year_or_null(std::optional<int> year)
{
    return year ? json::value(*year) : json::value(nullptr);
}

json::object object_of(law::LawBook const& book,
                       Record const& record,
                       law::Facts const& facts,
                       law::Question const& question,
                       Line const& line)
{
    auto const outlook = law::look_ahead(book, facts, question);
    auto const* regime = book.regime_on(question.received);
    return {{"subject", record.code},
            {"name", record.name},
            {"unit", record.unit},
            {"unit_name", record.unit_name},
            {"award", question.award},
            {"award_name", book.awards.at(question.award).name_vi},
            {"year", question.year},
            {"regime", regime == nullptr ? "" : regime->id},
            {"verdict", json::string(law::code_of(line.answer))},
            {"failed", strings(line.failed)},
            {"open", strings(line.open)},
            {"missing_data", gaps_document(line.gaps)},
            {"earliest_year", year_or_null(outlook.earliest_year)},
            {"projection",
             json::object{{"regime", outlook.regime},
                          {"verdict", json::string(law::code_of(outlook.answer))},
                          {"earliest_year", year_or_null(outlook.projected_year)}}},
            {"held", line.held},
            {"retiring", retires_soon(record, question.received)}};
}

// The facts of everybody who is told of, made once for all awards of one year and day.
class FactsOfAll {
public:
    FactsOfAll(std::vector<Record> const& records, law::Question const& question)
        : records_(records), question_(question), facts_(records.size())
    {}
    law::Facts const& of(std::size_t place)
    {
        auto& facts = facts_[place];
        if (!facts) facts = facts_of(records_[place], question_, true);
        return *facts;
    }

private:
    std::vector<Record> const& records_;
    law::Question question_;
    std::vector<std::optional<law::Facts>> facts_;
};

void add_lines(storage::Transaction& tx,
               Holdings const& holdings,
               law::Subject subject,
               law::Question const& question,
               std::string const& unit_path,
               FactsOfAll& facts,
               json::array& report)
{
    auto const& records = holdings.of(subject);
    auto lines = *holdings.sweep(tx, subject, question, true);
    std::erase_if(lines, [&](Line const& line) {
        return !line.is_near() ||
               (!unit_path.empty() && !access::covers(unit_path, records[line.record].path));
    });
    std::stable_sort(lines.begin(), lines.end(), [&](Line const& a, Line const& b) {
        auto const key = [&](Line const& line) {
            auto const& record = records[line.record];
            return std::tie(line.answer, record.sort_key, record.code);
        };
        return key(a) < key(b);
    });
    Books books{tx, question.received};
    for (auto const& line : lines) {
        auto const& record = records[line.record];
        report.push_back(
            object_of(books.of(record.path), record, facts.of(line.record), question, line));
    }
}

std::string line_text(json::object const& row, std::string const& language)
{
    auto const word = [&](char const* name) { return std::string{row.at(name).as_string()}; };
    std::string text = "  " + word("subject") + "  " + word("name") + "  " + word("unit_name") +
                       "  " + terms::text(language, "eligibility.answer." + word("verdict"));
    for (auto const* name : {"failed", "open"}) {
        for (auto const& clause : row.at(name).as_array())
            text += "; " + std::string{clause.as_string()};
    }
    return text + "\n";
}

}  // namespace

json::array sweep_report(storage::Transaction& tx,
                         Holdings const& holdings,
                         SweepOrder const& order)
{
    json::array report;
    auto const& book = law::built_in();
    law::Question const of_any_award{"", order.year, order.received};
    FactsOfAll persons{holdings.persons, of_any_award}, units{holdings.units, of_any_award};
    for (auto const& code : book.award_order) {
        if (!order.award.empty() && code != order.award) continue;
        law::Question const question{code, order.year, order.received};
        auto const& award = book.awards.at(code);
        if (award.for_persons)
            add_lines(
                tx, holdings, law::Subject::Person, question, order.unit_path, persons, report);
        if (award.for_units)
            add_lines(tx, holdings, law::Subject::Unit, question, order.unit_path, units, report);
    }
    return report;
}

std::string sweep_text(json::array const& report, std::string const& language)
{
    std::string text;
    std::string retiring;
    std::string award;
    for (auto const& value : report) {
        auto const& row = value.as_object();
        auto const name = std::string{row.at("award_name").as_string()};
        if (name != award) text += name + "\n";
        award = name;
        text += line_text(row, language);
        if (row.at("retiring").as_bool()) retiring += name + ":" + line_text(row, language);
    }
    if (!retiring.empty())
        text += terms::text(language, "eligibility.sweep.tab.retiring") + "\n" + retiring;
    return text;
}

}  // namespace thidua::eligibility
