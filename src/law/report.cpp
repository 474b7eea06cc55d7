#include "law/report.h"

#include <boost/json.hpp>

#include <algorithm>

namespace thidua::law {
namespace {

namespace json = boost::json;

json::value day_or_null(Date day)
{
    if (day.year() <= 1 || day.year() >= 9999) return nullptr;
    return json::value(to_iso(day));
}

std::string letter_text(Confidence confidence) { return std::string(1, letter(confidence)); }

std::string subject_code(Subject subject) { return subject == Subject::Person ? "person" : "unit"; }

json::object both(Speaker const& vi, Speaker const& en, Sentence const& sentence)
{
    return {{"vi", vi.say(sentence)}, {"en", en.say(sentence)}};
}

// Calls visit(award, subject, regime, standard or null) for what stands on the day, or ever.
template <class Visit>
void each_standard(LawBook const& book, std::optional<Date> on, Visit const& visit)
{
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        for (auto const subject : {Subject::Person, Subject::Unit}) {
            if (!(subject == Subject::Person ? award.for_persons : award.for_units)) continue;
            for (auto const& regime : book.regimes) {
                if (on && (*on < regime.from || *on > regime.to)) continue;
                visit(award, subject, regime, book.standard(code, subject, regime.id));
            }
        }
    }
}

json::object heading(Award const& award,
                     Subject subject,
                     Regime const& regime,
                     Standard const* standard)
{
    auto const sureness = standard == nullptr ? Confidence::C : least_sure(standard->root);
    return {{"award", award.code},
            {"subject", subject_code(subject)},
            {"regime", regime.id},
            {"from", day_or_null(regime.from)},
            {"to", day_or_null(regime.to)},
            {"act", regime.act},
            {"confidence", letter_text(sureness)}};
}

std::string source_of(Node const& node) { return node.house ? "house" : "law"; }

json::object paper_document(Settlement const& paper)
{
    return {{"paper", paper.paper},
            {"date", day_or_null(paper.date)},
            {"signer", paper.signer},
            {"ruling", paper.ruling.empty() ? json::value(nullptr) : json::value(paper.ruling)},
            {"holds", paper.holds}};
}

json::object tree(Speaker const& vi, Speaker const& en, Node const& node)
{
    json::object object{
        {"clause", node.clause.empty() ? json::value(nullptr) : json::value(node.clause)},
        {"confidence", letter_text(least_sure(node))},
        {"text", both(vi, en, sentence_of(node))}};
    object["source"] = source_of(node);
    if (std::holds_alternative<Attest>(node.what)) object["attested"] = true;
    if (!node.point.empty()) {
        object["point"] = node.point;
        object["open_point"] = both(vi, en, point_of(node.point));
    }
    if (node.delegated) object["delegated"] = true;
    if (node.settled) object["settled"] = paper_document(*node.settled);
    if (auto const* parts = parts_of(node); parts != nullptr && !parts->empty()) {
        json::array list;
        for (auto const& part : *parts) list.push_back(tree(vi, en, part));
        object["parts"] = std::move(list);
    }
    return object;
}

json::array strings(std::vector<std::string> const& texts)
{
    json::array list;
    for (auto const& text : texts) list.push_back(json::value(text));
    return list;
}

json::array open_clauses(Verdict const& verdict)
{
    std::vector<std::string> clauses;
    for (auto const& each : verdict.open) {
        if (std::find(clauses.begin(), clauses.end(), each.clause) == clauses.end())
            clauses.push_back(each.clause);
    }
    return strings(clauses);
}

// The points left open, each with what it needs to be looked up and closed.
json::array points_document(Speaker const& vi, Speaker const& en, Verdict const& verdict)
{
    json::array list;
    for (auto const& each : verdict.open) {
        list.push_back(json::object{{"clause", each.clause},
                                    {"point", each.point},
                                    {"source", each.house ? "house" : "law"},
                                    {"text", both(vi, en, point_of(each.point))}});
    }
    return list;
}

json::array papers_document(std::vector<std::shared_ptr<Settlement const>> const& papers)
{
    json::array list;
    for (auto const& each : papers) list.push_back(paper_document(*each));
    return list;
}

json::array evidence_document(std::vector<Evidence> const& evidence)
{
    json::array list;
    for (auto const& each : evidence) {
        json::object object{{"kind", each.kind}};
        object[each.kind == "award" ? "award" : "code"] = each.code;
        object["year"] = each.to != 0 ? each.to : each.from;
        if (each.from != each.to) object["from"] = each.from;
        if (!each.decision.empty()) object["decision"] = each.decision;
        list.push_back(std::move(object));
    }
    return list;
}

json::object finding_document(Speaker const& vi, Speaker const& en, Finding const& finding)
{
    json::object object{{"clause", finding.node->clause},
                        {"text", both(vi, en, sentence_of(*finding.node))}};
    if (finding.attested || finding.value == Truth::Open)
        object["met"] = nullptr;
    else
        object["met"] = finding.value == Truth::Met;
    object["confidence"] = letter_text(finding.node->confidence);
    object["source"] = source_of(*finding.node);
    if (finding.opened) object["point"] = finding.node->point;
    if (finding.ruled) object["settled"] = paper_document(*finding.node->settled);
    if (!finding.mode_papers.empty()) object["mode_papers"] = papers_document(finding.mode_papers);
    object["evidence"] = evidence_document(finding.evidence);
    if (finding.value != Truth::Met) object["missing"] = both(vi, en, missing_of(finding));
    if (!finding.parts.empty()) {
        json::array parts;
        for (auto const& part : finding.parts) parts.push_back(finding_document(vi, en, part));
        object["parts"] = std::move(parts);
    }
    return object;
}

void write_lines(Speaker const& speaker,
                 Node const& node,
                 std::string const& indent,
                 std::string& text)
{
    text += indent + "- " + speaker.say(sentence_of(node));
    auto const* parts = parts_of(node);
    if (parts == nullptr || parts->empty()) {
        auto const sureness = speaker.text(
            speaker.language, "law.show.confidence", {{"letter", letter_text(node.confidence)}});
        text += " [" + node.clause + "; " + sureness + "]";
    }
    text += "\n";
    if (!node.point.empty() && !std::holds_alternative<Open>(node.what)) {
        text += indent + "  ? " + speaker.say(point_of(node.point)) + "\n";
    }
    if (parts == nullptr) return;
    for (auto const& part : *parts) write_lines(speaker, part, indent + "  ", text);
}

}  // namespace

Confidence least_sure(Node const& node)
{
    auto const* parts = parts_of(node);
    auto least = parts == nullptr || parts->empty() ? node.confidence : Confidence::A;
    if (parts == nullptr) return least;
    for (auto const& part : *parts) least = std::max(least, least_sure(part));
    return least;
}

json::array list_document(LawBook const& book, std::optional<Date> on)
{
    json::array list;
    each_standard(
        book,
        on,
        [&](Award const& award, Subject subject, Regime const& regime, Standard const* standard) {
            list.push_back(heading(award, subject, regime, standard));
        });
    return list;
}

json::array show_document(Speaker const& vi,
                          Speaker const& en,
                          std::string const& code,
                          std::optional<Date> on)
{
    json::array list;
    each_standard(
        vi.book,
        on,
        [&](Award const& award, Subject subject, Regime const& regime, Standard const* standard) {
            if (award.code != code) return;
            auto object = heading(award, subject, regime, standard);
            if (standard != nullptr)
                object["requirements"] = tree(vi, en, standard->root);
            else
                object["unread"] = regime.unread;
            list.push_back(std::move(object));
        });
    return list;
}

std::string show_text(Speaker const& speaker, std::string const& code, std::optional<Date> on)
{
    std::string text;
    each_standard(
        speaker.book,
        on,
        [&](Award const& award, Subject subject, Regime const& regime, Standard const* standard) {
            if (award.code != code) return;
            auto const say = [&](std::string const& key, Args const& args) {
                return speaker.text(speaker.language, key, args);
            };
            auto const name = speaker.language == "en" ? award.name_en : award.name_vi;
            auto const shown = [](Date day) {
                return day.year() <= 1 || day.year() >= 9999 ? std::string("…")
                                                             : to_vietnamese(day);
            };
            text +=
                say("law.show.title",
                    {{"award", name + " (" + say("law.show." + subject_code(subject), {}) + ")"},
                     {"regime", regime.id},
                     {"act", regime.act},
                     {"from", shown(regime.from)},
                     {"to", shown(regime.to)}}) +
                "\n";
            if (standard == nullptr)
                text += "- " + say("law.show.unread", {{"clause", regime.unread}}) + "\n";
            else
                write_lines(speaker, standard->root, "", text);
        });
    return text;
}

json::array cases_document(std::vector<CaseOutcome> const& outcomes)
{
    json::array list;
    for (auto const& outcome : outcomes) {
        list.push_back(json::object{{"name", outcome.name},
                                    {"expected", outcome.expected},
                                    {"verdict", json::string(code_of(outcome.verdict.answer))},
                                    {"failed", strings(outcome.verdict.failed)},
                                    {"open", open_clauses(outcome.verdict)}});
    }
    return list;
}

json::object verdict_document(Speaker const& vi,
                              Speaker const& en,
                              std::string const& subject,
                              Question const& question,
                              Verdict const& verdict,
                              Outlook const& outlook)
{
    auto const year_or_null = [](std::optional<int> year) {
        return year ? json::value(*year) : json::value(nullptr);
    };
    json::array requirements;
    if (verdict.finding) {
        auto const& root = *verdict.finding;
        if (std::holds_alternative<All>(root.node->what) && root.node->point.empty()) {
            for (auto const& part : root.parts)
                requirements.push_back(finding_document(vi, en, part));
        } else {
            requirements.push_back(finding_document(vi, en, root));
        }
    }
    return {{"subject", subject},
            {"award", question.award},
            {"year", question.year},
            {"regime", verdict.regime},
            {"verdict", json::string(code_of(verdict.answer))},
            {"requirements", std::move(requirements)},
            {"failed", strings(verdict.failed)},
            {"house_failed", strings(verdict.house_failed)},
            {"open", open_clauses(verdict)},
            {"open_points", points_document(vi, en, verdict)},
            {"papers", papers_document(verdict.papers)},
            {"notes", strings(verdict.notes)},
            {"earliest_year", year_or_null(outlook.earliest_year)},
            {"projection",
             json::object{{"regime", outlook.regime},
                          {"verdict", json::string(code_of(outlook.answer))},
                          {"earliest_year", year_or_null(outlook.projected_year)}}}};
}

}  // namespace thidua::law
