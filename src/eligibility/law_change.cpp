#include "eligibility/law_change.h"

#include "eligibility/judge.h"
#include "eligibility/record_store.h"
#include "eligibility/sweep.h"
#include "law/report.h"

#include <boost/json.hpp>

#include <algorithm>
#include <set>

namespace thidua::eligibility {
namespace {

namespace json = boost::json;
using law::LawBook;
using law::Subject;

// Names sentences instead of saying them: enough to tell two trees apart.
law::Speaker plain_speaker(LawBook const& book)
{
    return {book, "vi", [](std::string const&, std::string const& key, Args const& args) {
                std::string text = key;
                for (auto const& [name, value] : args) text += '|' + name + '=' + value;
                return text;
            }};
}

// {award, subject, regime} → the standard as a document.
std::map<std::string, json::value> standards_of(LawBook const& book, std::string const& award)
{
    std::map<std::string, json::value> standards;
    auto const speaker = plain_speaker(book);
    for (auto& each : law::show_document(speaker, speaker, award, std::nullopt)) {
        auto const key = std::string{each.at("subject").as_string()} + '/' +
                         std::string{each.at("regime").as_string()};
        standards.emplace(key, std::move(each));
    }
    return standards;
}

bool same_regime(law::Regime const& one, law::Regime const& other)
{
    return one.from == other.from && one.to == other.to && one.unread == other.unread &&
           one.pending_defers == other.pending_defers &&
           one.windows_from_decision == other.windows_from_decision &&
           one.state_worth == other.state_worth && one.other_worth == other.other_worth &&
           one.favour_from == other.favour_from && one.favour_to == other.favour_to &&
           !one.unfavourable == !other.unfavourable;
}

std::set<std::string> changed_regimes(LawBook const& before, LawBook const& after)
{
    std::set<std::string> changed;
    for (auto const& regime : after.regimes) {
        auto const* old = before.regime(regime.id);
        if (old == nullptr || !same_regime(*old, regime)) changed.insert(regime.id);
    }
    return changed;
}

struct Asked {
    Subject subject = Subject::Person;
    law::Question question;
};

// The day of receipt by which a regime is tried: its last 31 December so far, else its last day.
std::optional<law::Question> question_in(law::Regime const& regime,
                                         std::string const& award,
                                         Date from,
                                         Date today)
{
    auto const last = std::min(regime.to, today);
    auto december = *make_date(last.year(), 12, 31);
    if (december > last) december = *make_date(last.year() - 1, 12, 31);
    bool const whole_year = december >= regime.from && december >= from;
    auto const received = whole_year ? december : std::max(last, from);
    if (received < regime.from || received > regime.to) return std::nullopt;
    law::Question question;
    question.award = award;
    question.received = received;
    question.year = whole_year ? received.year() : received.year() - 1;
    return question;
}

std::vector<Asked> questions(legal::Comparison const& comparison)
{
    auto const regimes = changed_regimes(comparison.before, comparison.after);
    std::vector<Asked> asked;
    for (auto const& award : comparison.after.award_order) {
        auto const before = standards_of(comparison.before, award);
        for (auto const& [key, standard] : standards_of(comparison.after, award)) {
            auto const id = std::string{standard.at("regime").as_string()};
            auto const old = before.find(key);
            if (old != before.end() && old->second == standard && !regimes.contains(id)) continue;
            auto question = question_in(
                *comparison.after.regime(id), award, comparison.from, comparison.today);
            if (!question) continue;
            asked.push_back({key.starts_with("person") ? Subject::Person : Subject::Unit,
                             std::move(*question)});
        }
    }
    return asked;
}

}  // namespace

std::vector<legal::Difference> law_differences(storage::Transaction& tx,
                                               legal::Comparison const& comparison)
{
    std::vector<legal::Difference> differences;
    auto const asked = questions(comparison);
    if (asked.empty()) return differences;
    auto const declared = Declared::read(tx);
    auto const persons = read_persons(tx, access::Marking::Thuong);
    auto const units = read_units(tx, access::Marking::Thuong);
    for (auto const& [subject, question] : asked) {
        for (auto const& record : subject == Subject::Person ? persons : units) {
            if (!is_swept(record, question.received)) continue;
            if (!access::covers(comparison.unit_path, record.path)) continue;
            auto const before = judge({comparison.before, declared}, record, question, true);
            auto const after = judge({comparison.after, declared}, record, question, true);
            if (before.verdict.answer == after.verdict.answer) continue;
            differences.push_back({subject == Subject::Person ? "person" : "unit",
                                   record.code,
                                   record.name,
                                   record.path,
                                   question.award,
                                   std::string{law::code_of(before.verdict.answer)},
                                   std::string{law::code_of(after.verdict.answer)}});
        }
    }
    return differences;
}

}  // namespace thidua::eligibility
