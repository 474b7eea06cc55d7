#include "law/house.h"

#include "law/node_reader.h"
#include "law/reader.h"

#include <algorithm>
#include <set>

namespace thidua::law {
namespace {

using Fragments = std::map<std::string, Document const*, std::less<>>;

Result<void> read_header(Fields& fields, HousePack& pack)
{
    pack.institution = TD_TRY(fields.word("institution"));
    if (pack.institution.empty()) return at(fields.where(), "the institution has no name");
    auto const* regulation = TD_TRY(fields.need("regulation"));
    auto inner = TD_TRY(Fields::of(*regulation));
    pack.cite = TD_TRY(inner.word("cite"));
    pack.number = TD_TRY(inner.word("number"));
    pack.date = TD_TRY(inner.need_day("date"));
    TD_CHECK(inner.done());
    if (pack.cite.empty()) return at(*regulation, "'cite' says how the regulation is cited");
    if (pack.number.empty()) return at(*regulation, "the regulation has no number");
    pack.from = TD_TRY(fields.need_day("from"));
    pack.to = TD_TRY(fields.day("to")).value_or(*make_date(9999, 12, 31));
    if (pack.to < pack.from) return at(fields.where(), "ends before it begins");
    return {};
}

Result<void> read_quotas(Document const& list, LawBook const& book, HousePack& pack)
{
    if (!list.is_list()) return at(list, "a list of ratios is expected");
    for (auto const& item : list.items) {
        auto fields = TD_TRY(Fields::of(item));
        auto const awards = TD_TRY(fields.words("award"));
        HouseQuota quota;
        quota.percent = TD_TRY(fields.number("percent"));
        quota.of = TD_TRY(fields.word("of"));
        auto const article = TD_TRY(fields.word("clause"));
        quota.clause = pack.cite + ", " + article;
        TD_CHECK(fields.done());
        if (article.empty()) return at(item, "the ratio has no clause");
        if (quota.percent < 1 || quota.percent > 100) return at(item, "a percentage of 1 to 100");
        if (!is_quota_base(quota.of))
            return at(item, "'of' is strength, advanced, units or ministry-flags");
        if (awards.empty()) return at(item, "no award is named");
        for (auto const& code : awards) {
            if (!book.awards.contains(code)) return at(item, "unknown award '" + code + "'");
            auto const same = [&](HouseQuota const& each) { return each.award == code; };
            if (std::any_of(pack.quotas.begin(), pack.quotas.end(), same))
                return at(item, "a ratio for " + code + " stands already");
            quota.award = code;
            pack.quotas.push_back(quota);
        }
    }
    return {};
}

bool is_delegated(Node const& node, std::string const& point)
{
    if (node.point == point && node.delegated) return true;
    auto const* parts = parts_of(node);
    return parts != nullptr && std::any_of(parts->begin(), parts->end(), [&](Node const& part) {
               return is_delegated(part, point);
           });
}

struct HouseReader {
    LawBook const& book;
    Fragments const& fragments;
    HousePack& pack;
    std::map<std::string, int> lines = {};  // Where each rule was read, for the errors.

    Result<void> read(Document const& document)
    {
        auto fields = TD_TRY(Fields::of(document));
        auto const awards = TD_TRY(fields.words("award"));
        auto const subject = TD_TRY(fields.word("subject"));
        auto const regimes = TD_TRY(fields.words("regimes"));
        auto const fills = TD_TRY(fields.words("fills"));
        auto const* asked = TD_TRY(fields.need("requires"));
        TD_CHECK(fields.done());
        if (awards.empty()) return at(document, "no award is named");
        if (subject != "person" && subject != "unit" && subject != "any")
            return at(document, "subject is person, unit or any");
        for (auto const& each : regimes) {
            if (book.regime(each) == nullptr) return at(document, "unknown regime '" + each + "'");
        }
        std::size_t const before = pack.rules.size();
        for (auto const& code : awards) {
            if (!book.awards.contains(code)) return at(document, "unknown award '" + code + "'");
            for (auto const each : {Subject::Person, Subject::Unit}) {
                if (subject != "any" && (subject == "person") != (each == Subject::Person))
                    continue;
                TD_CHECK(read_for(document, *asked, {code, each, "", fills, {}}, regimes));
            }
        }
        if (pack.rules.size() == before)
            return at(document, "no award named here is given to such a subject by a read law");
        return {};
    }

private:
    Result<void> read_for(Document const& document,
                          Document const& asked,
                          HouseRule rule,
                          std::vector<std::string> const& regimes)
    {
        for (auto const& regime : book.regimes) {
            if (regime.to < pack.from || pack.to < regime.from) continue;
            if (!regimes.empty() &&
                std::find(regimes.begin(), regimes.end(), regime.id) == regimes.end())
                continue;
            auto const* standard = book.standard(rule.award, rule.subject, regime.id);
            if (standard == nullptr) continue;
            TD_CHECK(check_fills(document, rule, *standard));
            NodeReader reader{book, regime.id, fragments, "", Confidence::A, 0, pack.cite};
            auto root = TD_TRY(reader.read(asked));
            if (!root) continue;
            rule.regime = regime.id;
            rule.root = std::move(*root);
            TD_CHECK(add(document, rule));
        }
        return {};
    }

    Result<void> check_fills(Document const& document,
                             HouseRule const& rule,
                             Standard const& standard) const
    {
        for (auto const& point : rule.fills) {
            if (is_delegated(standard.root, point)) continue;
            return at(document,
                      "in " + standard.regime + " the law of " + rule.award + " does not leave '" +
                          point +
                          "' to the regulation of a body: a regulation adds, it does not "
                          "replace or relax");
        }
        return {};
    }

    Result<void> add(Document const& document, HouseRule const& rule)
    {
        auto const key = rule.award +
                         (rule.subject == Subject::Person ? " of persons in " : " of units in ") +
                         rule.regime;
        if (auto const [it, fresh] = lines.emplace(key, document.line); !fresh) {
            return at(
                document,
                "a rule for " + key + " stands already in line " + std::to_string(it->second));
        }
        pack.rules.push_back(rule);
        return {};
    }
};

}  // namespace

bool is_quota_base(std::string_view code)
{
    return code == "strength" || code == "advanced" || code == "units" || code == "ministry-flags";
}

Result<HousePack> read_house_pack(PackFile const& file, LawBook const& book)
{
    auto const document = TD_TRY(read_document(file.bytes, file.name));
    HousePack pack;
    pack.file = file.name;
    auto fields = TD_TRY(Fields::of(document));
    TD_CHECK(read_header(fields, pack));
    Fragments fragments;
    if (auto const* list = fields.take("fragments")) {
        if (!list->is_map()) return at(*list, "a map of named requirements is expected");
        for (auto const& [name, node] : list->fields) fragments.emplace(name, &node);
    }
    if (auto const* quotas = fields.take("quotas")) TD_CHECK(read_quotas(*quotas, book, pack));
    auto const* rules = fields.take("rules");
    TD_CHECK(fields.done());
    if (rules == nullptr && pack.quotas.empty())
        return at(document, "'rules' or 'quotas' is missing");
    if (rules == nullptr) return pack;
    if (!rules->is_list() || rules->items.empty()) return at(*rules, "a list of rules is expected");
    HouseReader reader{book, fragments, pack};
    for (auto const& rule : rules->items) TD_CHECK(reader.read(rule));
    return pack;
}

Result<void> check_versions(std::vector<HousePack> const& packs)
{
    for (std::size_t i = 0; i < packs.size(); ++i) {
        for (std::size_t j = 0; j < i; ++j) {
            auto const& one = packs[j];
            auto const& other = packs[i];
            if (one.institution != other.institution) continue;
            if (one.to < other.from || other.to < one.from) continue;
            Document where;
            where.file = other.file;
            where.line = 1;
            return at(where,
                      "governs days from " + to_iso(std::max(one.from, other.from)) +
                          " on which the regulation in " + one.file + " governs already");
        }
    }
    return {};
}

}  // namespace thidua::law
