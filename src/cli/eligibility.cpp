// thidua eligibility | sweep: what the law says, from the register, to one subject or to everybody.
#include "eligibility/document.h"

#include "cli/open.h"
#include "eligibility/gather.h"
#include "eligibility/sweep_report.h"
#include "http/page.h"
#include "legal/book.h"
#include "organisation/lookup.h"
#include "web/export.h"

#include <boost/json.hpp>

#include <cstdio>

namespace thidua::cli {
namespace {

void print(std::string const& text) { std::fwrite(text.data(), 1, text.size(), stdout); }

Result<law::Question> question_of(law::LawBook const& book,
                                  std::string const& award,
                                  int year,
                                  std::string const& received)
{
    if (!award.empty() && !book.awards.contains(award))
        return bad_input("eligibility.unknown-award", {{"award", award}});
    auto const end = year >= 1900 && year <= 2100 ? make_date(year, 12, 31) : std::nullopt;
    if (!end) return bad_input("eligibility.bad-year", {{"year", std::to_string(year)}});
    law::Question question{award, year, *end};
    if (received.empty()) return question;
    auto const day = parse_date(received);
    if (!day) return bad_input("cli.bad-date", {{"option", "--received"}, {"value", received}});
    question.received = *day;
    return question;
}

// As one sheet: lists in a cell are joined.
boost::json::object sheet_of(boost::json::array report)
{
    http::ListPage list{.columns = {{"subject", "eligibility.column.code"},
                                    {"name", "eligibility.column.name"},
                                    {"unit_name", "eligibility.column.unit"},
                                    {"award_name", "eligibility.column.award"},
                                    {"year", "eligibility.column.year", "year"},
                                    {"verdict", "eligibility.column.answer"},
                                    {"clauses", "eligibility.column.remark"},
                                    {"held", "eligibility.column.held", "flag"},
                                    {"retiring", "eligibility.column.retires", "flag"}},
                        .total = static_cast<std::int64_t>(report.size()),
                        .page_size = static_cast<int>(report.size()) + 1};
    for (auto& value : report) {
        auto& row = value.as_object();
        std::string clauses;
        for (auto const* name : {"failed", "open"}) {
            for (auto const& clause : row.at(name).as_array())
                clauses += (clauses.empty() ? "" : "; ") + std::string{clause.as_string()};
        }
        row["clauses"] = clauses;
    }
    list.rows = std::move(report);
    return http::list_document(std::move(list));
}

}  // namespace

int sweep(Common const& common, Sweep const& options)
{
    auto const question =
        question_of(law::built_in(), options.award, options.year, options.received);
    if (!question) return complain(common, question.error());
    return with_database(common, [&](storage::Database& db) {
        auto const swept = db.read([&](storage::Transaction& tx) -> Result<boost::json::array> {
            eligibility::SweepOrder order{options.award, options.year, question->received, {}};
            if (!options.unit.empty()) {
                auto const unit = organisation::find_unit(tx, options.unit);
                if (!unit) return bad_input("eligibility.unknown-unit", {{"code", options.unit}});
                order.unit_path = unit->path;
            }
            eligibility::Cache cache;
            auto const holdings = cache.get(tx, access::Actor::system("cli").clearance);
            return eligibility::sweep_report(tx, *holdings, order);
        });
        if (!swept) return complain(common, swept.error());
        if (options.csv)
            print(web::list_as_csv(sheet_of(*swept), common.language));
        else
            print(common.json ? boost::json::serialize(*swept) + "\n"
                              : eligibility::sweep_text(*swept, common.language));
        return int{kDone};
    });
}

int eligibility(Common const& common, Eligibility const& options)
{
    auto const question = question_of(law::built_in(), options.award, options.year, options.received);
    if (!question) return complain(common, question.error());
    return with_database(common, [&](storage::Database& db) {
        std::shared_ptr<law::LawBook const> settled;
        std::string pack;
        auto const gathered = db.read([&](storage::Transaction& tx) {
            auto found = eligibility::gather(tx, access::Actor::system("cli"), options.subject);
            if (found) settled = legal::book_for(tx, question->received, found->record.path);
            pack = legal::pack_version(tx, question->received);
            return found;
        });
        if (!gathered)
            return complain(
                common, bad_input("eligibility.unknown-subject", {{"code", options.subject}}));
        auto const& book = *settled;
        auto const facts =
            eligibility::facts_of(gathered->record, *question, gathered->with_discipline);
        auto const judgement = eligibility::judge({book, gathered->declared},
                                                  gathered->record,
                                                  facts,
                                                  *question,
                                                  gathered->with_discipline);
        auto document = eligibility::verdict_document(
            book, gathered->record, facts, *question, judgement);
        document["pack"] = pack;
        print(common.json ? boost::json::serialize(document) + "\n"
                          : eligibility::verdict_text(book, document, common.language));
        return int{judgement.verdict.answer == law::Answer::NotEligible ? kNo : kDone};
    });
}

}  // namespace thidua::cli
