#include "law/sentence.h"

#include "base/text.h"

#include <cstdlib>

namespace thidua::law {
namespace {

std::string coded(std::string const& vocabulary, std::vector<std::string> const& codes)
{
    std::string text = vocabulary + ":";
    for (std::size_t i = 0; i < codes.size(); ++i) text += (i == 0 ? "" : "|") + codes[i];
    return text;
}

std::string coded(Rating rating) { return "rating:" + std::string(code_of(rating)); }
std::string number(int value) { return std::to_string(value); }

std::string count_name(Members::Count count)
{
    switch (count) {
    case Members::Count::Completed: return "completed";
    case Members::Count::Advanced: return "advanced";
    case Members::Count::BaseFighters: return "cstd-co-so";
    case Members::Count::Disciplined: return "disciplined";
    }
    return "";
}

std::string comparison_name(Members::Compare compare)
{
    switch (compare) {
    case Members::Compare::AtLeast: return "at-least";
    case Members::Compare::AtMost: return "at-most";
    case Members::Compare::ShareAtLeast: return "share-at-least";
    case Members::Compare::ShareAbove: return "share-above";
    }
    return "";
}

std::string when_name(Undisciplined::When when)
{
    using When = Undisciplined::When;
    switch (when) {
    case When::StartsInYear: return "starts-in-year";
    case When::RunsAtYearEnd: return "runs-at-year-end";
    case When::EndsInYear: return "ends-in-year";
    case When::Ever: return "ever";
    case When::InPost: return "in-post";
    }
    return "";
}

// One sentence per operator.
struct Writer {
    Sentence operator()(All const&) const { return {"law.node.all", {}}; }
    Sentence operator()(Any const&) const { return {"law.node.any", {}}; }
    Sentence operator()(Years const& what) const
    {
        if (what.first == kEver) return {"law.node.years-before", {{"to", number(-what.last)}}};
        if (what.first == what.last && what.first == 0) return {"law.node.year-itself", {}};
        if (what.first == what.last)
            return {"law.node.year-before", {{"years", number(-what.first)}}};
        return {"law.node.years",
                {{"years", number(what.last - what.first + 1)}, {"to", number(-what.last)}}};
    }
    Sentence operator()(After const& what) const
    {
        return {"law.node.after", {{"award", coded("award", what.awards)}}};
    }
    Sentence operator()(Run const& what) const
    {
        return {what.whole ? "law.node.run-whole" : "law.node.run",
                {{"rating", coded(what.rating)}, {"years", number(what.years)}}};
    }
    Sentence operator()(YearRating const& what) const
    {
        return {"law.node.rating", {{"rating", coded(what.rating)}}};
    }
    Sentence operator()(RatedYears const& what) const
    {
        return {"law.node.rated",
                {{"rating", coded(what.rating)}, {"least", number(what.at_least)}}};
    }
    Sentence operator()(Titles const& what) const
    {
        return {what.earlier ? "law.node.titles-earlier" : "law.node.titles",
                {{"award", coded("award", what.awards)}, {"years", number(what.years)}}};
    }
    Sentence operator()(AwardCount const& what) const
    {
        return {"law.node.awards",
                {{"award", coded("award", what.awards)}, {"least", number(what.at_least)}}};
    }
    Sentence operator()(NoAward const& what) const
    {
        return {"law.node.no-award", {{"award", coded("award", what.awards)}}};
    }
    Sentence operator()(Initiatives const& what) const
    {
        auto const level = "level:" + std::string(code_of(what.level));
        auto const kinds = what.kinds.empty() ? std::string("kind:sang-kien|de-tai|muu-tri")
                                              : coded("kind", what.kinds);
        return {"law.node.initiatives",
                {{"kind", kinds}, {"level", level}, {"least", number(what.at_least)}}};
    }
    Sentence operator()(Held const& what) const
    {
        return {"law.node.held", {{"award", coded("award", what.awards)}}};
    }
    Sentence operator()(Category const& what) const
    {
        return {"law.node.category", {{"category", coded("category", what.in)}}};
    }
    Sentence operator()(Service const& what) const
    {
        if (what.below == 0) return {"law.node.service", {{"years", number(what.at_least)}}};
        return {"law.node.service-band",
                {{"years", number(what.at_least)}, {"below", number(what.below)}}};
    }
    Sentence operator()(RecruitMonths const& what) const
    {
        return {"law.node.recruited", {{"months", number(what.at_least)}}};
    }
    Sentence operator()(LongStudy const& what) const
    {
        return {"law.node.study", {{"months", number(what.months)}}};
    }
    Sentence operator()(LeaveDays const& what) const
    {
        return {"law.node.leave", {{"days", number(what.below)}}};
    }
    Sentence operator()(Undisciplined const& what) const
    {
        if (!what.kinds.empty())
            return {"law.node.undisciplined.kinds", {{"measure", coded("discipline", what.kinds)}}};
        return {"law.node.undisciplined." + when_name(what.when), {}};
    }
    Sentence operator()(TransferOpinion const& what) const
    {
        return {"law.node.transfer-opinion", {{"months", number(what.months)}}};
    }
    Sentence operator()(Members const& what) const
    {
        return {"law.node.members." + comparison_name(what.compare),
                {{"count", "count:" + count_name(what.count)}, {"bound", number(what.bound)}}};
    }
    Sentence operator()(BlockRank const& what) const
    {
        return {"law.node.block-rank", {{"rank", number(what.at_most)}}};
    }
    Sentence operator()(PartyClean const&) const { return {"law.node.party-clean", {}}; }
    Sentence operator()(Post const& what) const
    {
        if (what.coefficient == 0) return {"law.node.post-any", {}};
        auto const [whole, tenths] = std::div(what.coefficient, 100);
        return {"law.node.post", {{"coefficient", number(whole) + "," + number(tenths / 10)}}};
    }
    Sentence operator()(FiledBy const& what) const
    {
        return {"law.node.filed",
                {{"day", number(what.day)},
                 {"month", number(what.month)},
                 {"years", number(what.years)}}};
    }
    Sentence operator()(FiledAfter const& what) const
    {
        return {"law.node.filed-after",
                {{"day", number(what.day)},
                 {"month", number(what.month)},
                 {"years", number(what.years)},
                 {"award", coded("award", what.awards)}}};
    }
    Sentence operator()(NoOtherForm const&) const { return {"law.node.no-other-form", {}}; }
    Sentence operator()(Open const&) const { return {"law.node.open", {}}; }
    Sentence operator()(Attest const& what) const { return {"law.attest." + what.what, {}}; }
};

std::string words_of(Speaker const& speaker, std::string const& value)
{
    auto const colon = value.find(':');
    if (colon == std::string::npos) return value;
    auto const vocabulary = value.substr(0, colon);
    auto const codes = split(std::string_view(value).substr(colon + 1), '|');
    std::string text;
    for (std::size_t i = 0; i < codes.size(); ++i) {
        std::string const code(codes[i]);
        if (i > 0)
            text += i + 1 == codes.size() ? speaker.text(speaker.language, "law.or", {}) : ", ";
        auto const award = speaker.book.awards.find(code);
        if (vocabulary != "award" || award == speaker.book.awards.end()) {
            text += speaker.text(speaker.language, "law." + vocabulary + "." + code, {});
        } else {
            text += speaker.language == "en" ? award->second.name_en : award->second.name_vi;
        }
    }
    return text;
}

}  // namespace

Sentence sentence_of(Node const& node)
{
    if (std::holds_alternative<Open>(node.what)) return point_of(node.point);
    return std::visit(Writer{}, node.what);
}

Sentence point_of(std::string const& point) { return {"law.point." + point, {}}; }

Sentence missing_of(Finding const& finding)
{
    auto const& node = *finding.node;
    if (finding.opened) return point_of(node.point);
    if (finding.open_by_mode) return point_of("mode");
    auto const short_of = [&](int wanted) {
        return Sentence{"law.missing.count",
                        {{"found", number(finding.found)}, {"wanted", number(wanted)}}};
    };
    if (auto const* run = std::get_if<Run>(&node.what);
        run != nullptr && finding.found < run->years)
        return short_of(run->years);
    if (auto const* what = std::get_if<Titles>(&node.what)) return short_of(what->years);
    if (auto const* what = std::get_if<AwardCount>(&node.what)) return short_of(what->at_least);
    if (auto const* what = std::get_if<RatedYears>(&node.what)) return short_of(what->at_least);
    if (auto const* what = std::get_if<Initiatives>(&node.what)) return short_of(what->at_least);
    if (auto const* what = std::get_if<After>(&node.what)) {
        return {"law.missing.base", {{"award", coded("award", what->awards)}}};
    }
    return sentence_of(node);
}

std::string Speaker::say(Sentence const& sentence) const
{
    Args filled;
    for (auto const& [name, value] : sentence.args)
        filled.emplace_back(name, words_of(*this, value));
    return text(language, sentence.key, filled);
}

}  // namespace thidua::law
