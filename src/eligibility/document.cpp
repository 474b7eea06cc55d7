#include "eligibility/document.h"

#include "terms/locale.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::eligibility {

namespace json = boost::json;

namespace {

using law::Finding;
using law::Truth;

// A ruling has its page; what a regulation settled has none.
json::object paper_document(law::Settlement const& paper)
{
    return {{"paper", paper.paper},
            {"ruling", paper.ruling.empty() ? json::value(nullptr) : json::value(paper.ruling)}};
}

// Adds to the requirements of the law's document what only the register knows.
class Annotator {
public:
    Annotator(law::LawBook const& book, Record const& record, bool with_discipline)
        : book_(book), record_(record), with_discipline_(with_discipline)
    {}

    void annotate(json::value& value, Finding const& finding) const
    {
        auto& object = value.as_object();
        auto const state = state_of(finding);
        object["state"] = state;
        if (state == "unread") object["met"] = nullptr;
        object["house"] = finding.node->house;
        auto const& settled = finding.node->settled;
        json::array papers;
        if (settled) papers.push_back(paper_document(*settled));
        for (auto const& each : finding.mode_papers) papers.push_back(paper_document(*each));
        object["papers"] = std::move(papers);
        if (!object.contains("missing")) object["missing"] = nullptr;
        for (auto& each : object["evidence"].as_array()) link(each.as_object());
        if (!object.contains("parts")) object["parts"] = json::array{};
        auto& parts = object["parts"].as_array();
        for (std::size_t i = 0; i < parts.size(); ++i) annotate(parts[i], finding.parts[i]);
    }

private:
    std::string_view state_of(Finding const& finding) const
    {
        if (!with_discipline_ && std::holds_alternative<law::Undisciplined>(finding.node->what))
            return "unread";
        if (finding.attested) return "attest";
        switch (finding.value) {
        case Truth::Met: return "met";
        case Truth::Open: return "open";
        case Truth::NotMet: return "missing";
        }
        return "open";
    }

    void link(json::object& evidence) const
    {
        evidence["ref"] = nullptr;
        if (!evidence.contains("decision")) evidence["decision"] = nullptr;
        if (evidence.at("kind").as_string() != "award") return;
        auto const code = std::string{evidence.at("award").as_string()};
        auto const year = evidence.at("year").as_int64();
        if (auto const award = book_.awards.find(code); award != book_.awards.end())
            evidence["name"] = {{"vi", award->second.name_vi}, {"en", award->second.name_en}};
        if (evidence.at("decision").is_null()) return;
        link_in(record_, evidence, code, year);
    }
    static bool link_in(Record const& record,
                        json::object& evidence,
                        std::string const& code,
                        std::int64_t year)
    {
        auto const number = std::string_view{evidence.at("decision").as_string()};
        for (auto const& paper : record.papers) {
            if (paper.award != code || paper.year != year || paper.number != number) continue;
            evidence["ref"] = paper.ref;
            return true;
        }
        return std::any_of(record.ancestors.begin(), record.ancestors.end(), [&](auto const& a) {
            return link_in(*a.record, evidence, code, year);
        });
    }

    law::LawBook const& book_;
    Record const& record_;
    bool with_discipline_;
};

void annotate(json::array& requirements, Finding const& root, Annotator const& annotator)
{
    // As law::verdict_document lays them out: the parts of a plain conjunction, or the root.
    bool const spread = std::holds_alternative<law::All>(root.node->what) &&
                        root.node->point.empty();
    for (std::size_t i = 0; i < requirements.size(); ++i)
        annotator.annotate(requirements[i], spread ? root.parts[i] : root);
}

json::array points_document(law::LawBook const& book, law::Verdict const& verdict)
{
    auto const vi = speaker(book, "vi");
    auto const en = speaker(book, "en");
    json::array points;
    for (auto const& open : verdict.open) {
        if (open.point == kMissingData) continue;
        auto const sentence = law::point_of(open.point);
        points.push_back(
            {{"clause", open.clause},
             {"text", {{"vi", vi.say(sentence)}, {"en", en.say(sentence)}}}});
    }
    return points;
}

void write_requirements(json::array const& requirements,
                        std::string const& language,
                        std::string const& indent,
                        std::string& text)
{
    for (auto const& value : requirements) {
        auto const& one = value.as_object();
        auto const say = [&](char const* member) {
            return std::string{one.at(member).as_object().at(language).as_string()};
        };
        auto const state = std::string{one.at("state").as_string()};
        text += indent + terms::text(language, "eligibility.mark." + state) + " " + say("text");
        if (one.at("parts").as_array().empty())
            text += " [" + std::string{one.at("clause").as_string()} + "]";
        text += "\n";
        if (!one.at("missing").is_null() && state != "unread" && say("missing") != say("text"))
            text += indent + "    " + say("missing") + "\n";
        write_requirements(one.at("parts").as_array(), language, indent + "  ", text);
    }
}

}  // namespace

law::Speaker speaker(law::LawBook const& book, std::string const& language)
{
    return {book,
            language,
            [](std::string const& in, std::string const& key, Args const& args) {
                return terms::text(in, key, args);
            }};
}

std::string span_text(std::vector<int> const& years)
{
    std::string text;
    for (std::size_t i = 0; i < years.size();) {
        auto last = i;
        while (last + 1 < years.size() && years[last + 1] == years[last] + 1) ++last;
        text += (text.empty() ? "" : ", ") + std::to_string(years[i]);
        if (last > i) text += "–" + std::to_string(years[last]);
        i = last + 1;
    }
    return text;
}

json::array gaps_document(std::vector<Gap> const& gaps)
{
    json::array list;
    for (auto const& gap : gaps) {
        json::array years;
        for (auto const year : gap.years) years.push_back(year);
        list.push_back({{"kind", name_of(gap.source)},
                        {"years", std::move(years)},
                        {"span", span_text(gap.years)}});
    }
    return list;
}

json::object verdict_document(law::LawBook const& book,
                              Record const& record,
                              law::Facts const& facts,
                              law::Question const& question,
                              Judgement const& judgement)
{
    auto const& verdict = judgement.verdict;
    auto document = law::verdict_document(speaker(book, "vi"),
                                          speaker(book, "en"),
                                          record.code,
                                          question,
                                          verdict,
                                          law::look_ahead(book, facts, question));
    if (verdict.finding) {
        annotate(document.at("requirements").as_array(),
                 *verdict.finding,
                 Annotator{book, record, judgement.with_discipline});
    }
    auto const& listed = document.at("requirements").as_array();
    document["has_house"] = std::any_of(listed.begin(), listed.end(), [](auto const& one) {
        return one.at("house").as_bool();
    });
    document["received"] = to_iso(question.received);
    document["open_points"] = points_document(book, verdict);
    document["missing_data"] = gaps_document(judgement.gaps);
    document["by_record"] = json::string(law::code_of(judgement.by_record));
    document["with_discipline"] = judgement.with_discipline;
    return document;
}

std::string verdict_text(law::LawBook const& book,
                         json::object const& document,
                         std::string const& language)
{
    auto const say = [&](std::string const& key, Args const& args) {
        return terms::text(language, "eligibility." + key, args);
    };
    auto const word = [&](char const* member) {
        return std::string{document.at(member).as_string()};
    };
    auto const& award = book.awards.at(word("award"));
    std::string text = say("text.title",
                           {{"subject", word("subject")},
                            {"award", language == "en" ? award.name_en : award.name_vi},
                            {"year", std::to_string(document.at("year").as_int64())},
                            {"regime", word("regime")},
                            {"answer", terms::text(language, "eligibility.answer." + word("verdict"))}}) +
                       "\n";
    write_requirements(document.at("requirements").as_array(), language, "  ", text);
    for (auto const& point : document.at("open_points").as_array()) {
        text += "  ? " + std::string{point.at("text").at(language).as_string()} + " [" +
                std::string{point.at("clause").as_string()} + "]\n";
    }
    for (auto const& gap : document.at("missing_data").as_array()) {
        auto const kind = std::string{gap.at("kind").as_string()};
        text += "  ! " +
                say("text.gap",
                    {{"kind", terms::text(language, "eligibility.source." + kind)},
                     {"years", std::string{gap.at("span").as_string()}}}) +
                "\n";
    }
    auto const& earliest = document.at("earliest_year");
    if (!earliest.is_null())
        text += "  " + say("text.earliest", {{"year", std::to_string(earliest.as_int64())}}) + "\n";
    auto const& projection = document.at("projection").as_object();
    auto const& projected = projection.at("earliest_year");
    if (earliest.is_null() && !projected.is_null()) {
        text += "  " +
                say("text.projection",
                    {{"regime", std::string{projection.at("regime").as_string()}},
                     {"year", std::to_string(projected.as_int64())}}) +
                "\n";
    }
    return text;
}

}  // namespace thidua::eligibility
