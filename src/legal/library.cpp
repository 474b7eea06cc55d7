#include "legal/library.h"

#include "base/text.h"
#include "terms/locale.h"

#include <boost/json.hpp>

#include <algorithm>
#include <map>

namespace thidua::legal {
namespace {

namespace json = boost::json;
using law::LawBook;
using law::Subject;

json::value text_or_null(std::string const& text)
{
    return text.empty() ? json::value(nullptr) : json::value(text);
}

json::value day_or_null(Date day)
{
    return day.year() <= 1 || day.year() >= 9999 ? json::value(nullptr) : json::value(to_iso(day));
}

std::string letter_text(law::Confidence confidence) { return {law::letter(confidence)}; }

std::string code_of(Subject subject) { return subject == Subject::Person ? "person" : "unit"; }

bool is_for(law::Award const& award, Subject subject)
{
    return subject == Subject::Person ? award.for_persons : award.for_units;
}

// How sure the award's standards are, regime by regime.
json::array sureness_of(LawBook const& book, law::Award const& award, Subject subject)
{
    json::array list;
    for (auto const& regime : book.regimes) {
        auto const* standard = book.standard(award.code, subject, regime.id);
        auto const letter = standard == nullptr
                                ? json::value(nullptr)
                                : json::value(letter_text(law::least_sure(standard->root)));
        list.push_back({{"regime", regime.id}, {"confidence", letter}});
    }
    return list;
}

bool has_open(json::array const& standards)
{
    return std::any_of(standards.begin(), standards.end(), [](json::value const& each) {
        return each.at("confidence") == "C";
    });
}

// The other spellings and abbreviations of awards.csv, by code: its last column.
std::map<std::string, std::string> const& spellings()
{
    static auto const all = [] {
        std::map<std::string, std::string> by_code;
        for (auto const& file : law::built_in_files()) {
            if (file.name != "law/awards.csv") continue;
            for (auto const line : split(file.bytes, '\n')) {
                if (line.find(',') == std::string_view::npos) continue;
                by_code[std::string{line.substr(0, line.find(','))}] =
                    std::string{line.substr(line.rfind(',') + 1)};
            }
        }
        return by_code;
    }();
    return all;
}

// Every word asked for begins a word of the award's names, spellings or code.
bool bears(law::Award const& award, std::string_view text)
{
    auto const spelled = spellings().find(award.code);
    auto const words = search_words(
        search_key(award.name_vi + ' ' + award.name_en + ' ' + award.code + ' ' +
                   (spelled == spellings().end() ? std::string() : spelled->second)));
    auto const wanted = search_words(search_key(text));
    return std::all_of(wanted.begin(), wanted.end(), [&](std::string const& each) {
        return std::any_of(words.begin(), words.end(), [&](std::string const& word) {
            return word.starts_with(each);
        });
    });
}

// Fills in what a requirement does not say, so that a view never reads its parent's.
void complete(json::object& node)
{
    for (auto const* const name : {"clause", "point", "open_point", "settled"}) {
        if (!node.contains(name)) node[name] = nullptr;
    }
    if (!node.contains("attested")) node["attested"] = false;
    if (!node.contains("source")) node["source"] = "law";
    if (!node.contains("parts")) node["parts"] = json::array();
    for (auto& part : node["parts"].as_array()) complete(part.as_object());
}

struct Line {
    int depth = 0;
    json::value text, clause, confidence;
    bool says_the_same(Line const& other) const
    {
        return depth == other.depth && text == other.text;
    }
    json::value document() const
    {
        return {{"depth", depth}, {"text", text}, {"clause", clause}, {"confidence", confidence}};
    }
};

void add_lines(json::object const& node, int depth, std::vector<Line>& lines)
{
    lines.push_back({depth, node.at("text"), node.at("clause"), node.at("confidence")});
    for (auto const& part : node.at("parts").as_array()) {
        add_lines(part.as_object(), depth + 1, lines);
    }
}

std::vector<Line> lines_of(json::array const& standards,
                           std::string const& subject,
                           std::string const& regime)
{
    std::vector<Line> lines;
    for (auto const& each : standards) {
        if (each.at("subject").as_string() != subject || each.at("regime").as_string() != regime)
            continue;
        if (auto const* root = each.at("requirements").if_object()) add_lines(*root, 0, lines);
    }
    return lines;
}

// length[i][j]: of the longest common part of left from i and right from j.
std::vector<std::vector<std::size_t>> common_lengths(std::vector<Line> const& left,
                                                     std::vector<Line> const& right)
{
    std::vector length(left.size() + 1, std::vector<std::size_t>(right.size() + 1));
    for (auto i = left.size(); i-- > 0;) {
        for (auto j = right.size(); j-- > 0;) {
            length[i][j] = left[i].says_the_same(right[j])
                               ? length[i + 1][j + 1] + 1
                               : std::max(length[i + 1][j], length[i][j + 1]);
        }
    }
    return length;
}

}  // namespace

law::Speaker speaker(LawBook const& book, std::string language)
{
    return {book,
            std::move(language),
            [](std::string const& in, std::string const& key, Args const& args) {
                return terms::text(in, key, args);
            }};
}

std::string whole_organisation(storage::Transaction& tx)
{
    auto rows = tx.query("SELECT path FROM unit WHERE parent_id IS NULL AND valid_to IS NULL"
                         " ORDER BY path, id LIMIT 1");
    return rows.next() ? rows.string(0) : "/";
}

json::array library_document(LawBook const& book, LibraryFilter const& filter)
{
    json::array kinds;
    for (auto const& code : book.award_order) {
        auto const& award = book.awards.at(code);
        if (!bears(award, filter.text)) continue;
        for (auto const subject : {Subject::Person, Subject::Unit}) {
            if (!is_for(award, subject)) continue;
            if (!filter.subject.empty() && filter.subject != code_of(subject)) continue;
            auto standards = sureness_of(book, award, subject);
            if (filter.open && !has_open(standards)) continue;
            auto const same = [&](json::value const& each) { return each.at("kind").as_string() == award.kind; };
            auto kind = std::find_if(kinds.begin(), kinds.end(), same);
            if (kind == kinds.end()) {
                kinds.push_back({{"kind", award.kind}, {"awards", json::array()}});
                kind = kinds.end() - 1;
            }
            kind->at("awards").as_array().push_back({{"award", award.code},
                                                     {"name_vi", award.name_vi},
                                                     {"name_en", award.name_en},
                                                     {"level", award.level},
                                                     {"subject", code_of(subject)},
                                                     {"standards", std::move(standards)}});
        }
    }
    return kinds;
}

json::array standards_document(LawBook const& book,
                               std::string const& award,
                               std::optional<Date> on)
{
    auto standards =
        law::show_document(speaker(book, "vi"), speaker(book, "en"), award, on);
    for (auto& each : standards) {
        auto& standard = each.as_object();
        if (!standard.contains("unread")) standard["unread"] = nullptr;
        if (auto* found = standard.if_contains("requirements")) {
            complete(found->as_object());
        } else {
            standard["requirements"] = nullptr;
        }
    }
    return standards;
}

json::array regimes_document(LawBook const& book)
{
    json::array list;
    for (auto const& regime : book.regimes) {
        json::array clauses;
        auto const add = [&clauses](char const* what, law::Clause const& clause) {
            if (clause.clause.empty()) return;
            clauses.push_back({{"what", what},
                               {"clause", clause.clause},
                               {"confidence", letter_text(clause.confidence)}});
        };
        add("deferral", regime.deferral);
        add("restart", regime.restart);
        add("once", regime.once);
        add("modes", regime.modes);
        json::value favour = nullptr;
        if (regime.favour_from && regime.favour_to) {
            favour = {{"from", to_iso(*regime.favour_from)},
                      {"to", to_iso(*regime.favour_to)},
                      {"clause", regime.favour}};
        }
        list.push_back({{"id", regime.id},
                        {"from", day_or_null(regime.from)},
                        {"to", day_or_null(regime.to)},
                        {"act", regime.act},
                        {"confidence", letter_text(regime.confidence)},
                        {"unread", text_or_null(regime.unread)},
                        {"projection", text_or_null(regime.projection)},
                        {"windows", regime.windows_from_decision ? "decision" : "period"},
                        {"clauses", std::move(clauses)},
                        {"favour", std::move(favour)}});
    }
    return list;
}

json::array comparison_document(LawBook const& book,
                                std::string const& award,
                                Subject subject,
                                std::string const& left_id,
                                std::string const& right_id)
{
    auto const standards = standards_document(book, award, std::nullopt);
    auto const left = lines_of(standards, code_of(subject), left_id);
    auto const right = lines_of(standards, code_of(subject), right_id);
    auto const length = common_lengths(left, right);
    json::array rows;
    auto const add = [&rows](char const* change, json::value one, json::value other) {
        rows.push_back({{"change", change}, {"left", std::move(one)}, {"right", std::move(other)}});
    };
    std::size_t i = 0, j = 0;
    while (i < left.size() || j < right.size()) {
        if (i < left.size() && j < right.size() && left[i].says_the_same(right[j])) {
            add(left[i].clause == right[j].clause ? "same" : "clause",
                left[i].document(),
                right[j].document());
            ++i, ++j;
        } else if (j == right.size() || (i < left.size() && length[i + 1][j] >= length[i][j + 1])) {
            add("left", left[i++].document(), nullptr);
        } else {
            add("right", nullptr, right[j++].document());
        }
    }
    return rows;
}

}  // namespace thidua::legal
