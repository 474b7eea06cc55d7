// thidua eligibility: what the law says to one subject, award and year, from the register.
#include "eligibility/document.h"

#include "cli/open.h"
#include "eligibility/gather.h"
#include "legal/book.h"

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

}  // namespace

int eligibility(Common const& common, Eligibility const& options)
{
    auto const question = question_of(law::built_in(), options.award, options.year, options.received);
    if (!question) return complain(common, question.error());
    return with_database(common, [&](storage::Database& db) {
        std::shared_ptr<law::LawBook const> settled;
        auto const gathered = db.read([&](storage::Transaction& tx) {
            auto found = eligibility::gather(tx, access::Actor::system("cli"), options.subject);
            if (found) settled = legal::book_for(tx, question->received, found->record.path);
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
        auto const document = eligibility::verdict_document(
            book, gathered->record, facts, *question, judgement);
        print(common.json ? boost::json::serialize(document) + "\n"
                          : eligibility::verdict_text(book, document, common.language));
        return int{judgement.verdict.answer == law::Answer::NotEligible ? kNo : kDone};
    });
}

}  // namespace thidua::cli
