#include "eligibility/overview.h"

#include "eligibility/document.h"
#include "eligibility/sweep.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::eligibility {

namespace json = boost::json;

namespace {

constexpr int kNearRequirements = 2;
constexpr int kYearsPlanned = 6;

json::value missing_document(law::LawBook const& book, Judgement const& judgement)
{
    auto const* unmet = first_unmet(judgement);
    if (unmet == nullptr) return nullptr;
    auto const requirement = law::sentence_of(*unmet->node);
    auto const missing = law::missing_of(*unmet);
    json::object document;
    for (auto const* language : {"vi", "en"}) {
        auto const voice = speaker(book, language);
        auto text = voice.say(requirement);
        if (auto const more = voice.say(missing); more != text) text += ". " + more;
        document[language] = std::move(text);
    }
    document["clause"] = unmet->node->clause;
    return document;
}

json::array steps_document(law::LawBook const& book, Prospect const& prospect)
{
    json::array steps;
    auto const named = [&](std::vector<std::string> const& codes) {
        json::array awards;
        for (auto const& code : codes) {
            if (code == prospect.award) continue;
            auto const& award = book.awards.at(code);
            awards.push_back(json::object{{"vi", award.name_vi}, {"en", award.name_en}});
        }
        return awards;
    };
    for (auto const& coming : prospect.steps) {
        bool const rated = coming.rating != law::Rating::None;
        auto awards = named(coming.awards);
        auto left = named(coming.left);
        bool const waits = !rated && coming.initiatives == 0 && !coming.unit_year &&
                           awards.empty() && left.empty();
        steps.push_back({{"step_year", coming.year},
                         {"rating", rated ? json::value(law::code_of(coming.rating)) : nullptr},
                         {"initiatives", coming.initiatives},
                         {"initiative_level", law::code_of(coming.level)},
                         {"unit_year", coming.unit_year},
                         {"waits", waits},
                         {"awards", std::move(awards)},
                         {"left", std::move(left)}});
    }
    return steps;
}

json::object row_of(law::LawBook const& book, Prospect const& prospect)
{
    auto const& award = book.awards.at(prospect.award);
    auto const& verdict = prospect.judgement.verdict;
    json::array failed;
    for (auto const& clause : verdict.failed) failed.push_back(json::value(clause));
    return {{"award", award.code},
            {"name", {{"vi", award.name_vi}, {"en", award.name_en}}},
            {"level", award.level},
            {"answer", json::string(law::code_of(verdict.answer))},
            {"missing", missing_document(book, prospect.judgement)},
            {"failed", std::move(failed)},
            {"missing_data", gaps_document(prospect.judgement.gaps)},
            {"year", prospect.year ? json::value(*prospect.year) : json::value(nullptr)},
            {"projected", prospect.projected},
            {"steps", steps_document(book, prospect)}};
}

}  // namespace

std::vector<Prospect> prospects(
    law::LawBook const& book, Gathered const& gathered, int year, Date received, bool far)
{
    std::vector<Prospect> all;
    bool const person = gathered.record.subject == law::Subject::Person;
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        if (!(person ? award.for_persons : award.for_units)) continue;
        law::Question const question{code, year, received};
        auto const facts = facts_of(gathered.record, question, gathered.with_discipline);
        Prospect one{code,
                     judge({book, gathered.declared},
                           gathered.record,
                           facts,
                           question,
                           gathered.with_discipline)};
        auto const& verdict = one.judgement.verdict;
        bool const wanted = verdict.answer == law::Answer::NotEligible &&
                            (far || one.judgement.missing <= kNearRequirements);
        if (wanted) {
            auto const outlook = law::look_ahead(book, facts, question);
            one.year = outlook.earliest_year ? outlook.earliest_year : outlook.projected_year;
            one.projected = !outlook.earliest_year;
        }
        all.push_back(std::move(one));
    }
    return all;
}

void add_steps(law::LawBook const& book,
               Gathered const& gathered,
               int year,
               Date received,
               std::size_t count,
               std::vector<Prospect>& prospects)
{
    std::vector<Prospect*> nearest;
    for (auto& one : prospects) {
        if (one.year && *one.year - year <= kYearsPlanned) nearest.push_back(&one);
    }
    std::stable_sort(nearest.begin(), nearest.end(), [](auto const* a, auto const* b) {
        return a->year < b->year;
    });
    if (nearest.size() > count) nearest.resize(count);
    for (auto* one : nearest) {
        law::Question const question{one->award, year, received};
        auto const facts = facts_of(gathered.record, question, gathered.with_discipline);
        if (auto way = law::path(book, facts, question, kYearsPlanned))
            one->steps = std::move(way->years);
    }
}

json::object overview_document(law::LawBook const& book, std::vector<Prospect> const& prospects)
{
    json::array eligible;
    json::array open;
    json::array near;
    std::vector<Prospect const*> path;
    int far = 0;
    for (auto const& one : prospects) {
        auto const answer = one.judgement.verdict.answer;
        if (answer == law::Answer::Eligible) {
            eligible.push_back(row_of(book, one));
        } else if (answer != law::Answer::NotEligible) {
            open.push_back(row_of(book, one));
        } else {
            if (one.judgement.missing == 1 && one.year) near.push_back(row_of(book, one));
            one.year ? path.push_back(&one) : void(++far);
        }
    }
    std::stable_sort(
        path.begin(), path.end(), [](auto const* a, auto const* b) { return a->year < b->year; });
    json::array way;
    for (auto const* one : path) way.push_back(row_of(book, *one));
    return {{"eligible", std::move(eligible)},
            {"open", std::move(open)},
            {"near", std::move(near)},
            {"path", std::move(way)},
            {"far", far}};
}

}  // namespace thidua::eligibility
