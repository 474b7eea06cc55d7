#include "law/ruling.h"

#include <algorithm>
#include <tuple>
#include <utility>

namespace thidua::law {
namespace {

// Points that stand in no tree but in the regime itself.
std::string const kLineage = "lineage";
std::string const kFavour = "more-favourable";
std::string const kModeOfState = "mode-state-";
std::string const kModeOfOther = "mode-other-";

bool names_regime(Ruling const& ruling, std::string const& regime)
{
    return ruling.regimes.empty() ||
           std::find(ruling.regimes.begin(), ruling.regimes.end(), regime) != ruling.regimes.end();
}

// The rulings of one day by the point they name, the latest paper first.
class Rulings {
public:
    Rulings(std::vector<Ruling> const& rulings, Date received)
    {
        for (auto const& each : rulings) {
            if (each.from <= received && received <= each.to)
                by_point_[each.point].push_back(&each);
        }
        for (auto& [point, papers] : by_point_) {
            std::sort(papers.begin(), papers.end(), [](Ruling const* a, Ruling const* b) {
                return std::tie(a->date, a->id) > std::tie(b->date, b->id);
            });
        }
    }

    // `award` empty: a point that concerns every award of the regime.
    Ruling const* on(std::string const& point,
                     std::string const& award,
                     std::string const& regime) const
    {
        auto const found = by_point_.find(point);
        if (found == by_point_.end()) return nullptr;
        for (auto const* each : found->second) {
            if ((each->award.empty() || each->award == award) && names_regime(*each, regime))
                return each;
        }
        return nullptr;
    }

private:
    std::map<std::string, std::vector<Ruling const*>> by_point_;
};

std::shared_ptr<Settlement const> paper_of(Ruling const& ruling)
{
    return std::make_shared<Settlement const>(
        Settlement{ruling.holds, ruling.number, ruling.date, ruling.signer, ruling.id});
}

std::vector<Node>* parts_of(Node& node)
{
    return const_cast<std::vector<Node>*>(law::parts_of(std::as_const(node)));
}

// Settles every node for whose point paper(node) is not null.
template <class Paper>
void close(Node& node, Paper const& paper)
{
    if (!node.point.empty()) {
        if (auto found = paper(node)) node.settled = std::move(found);
    }
    if (auto* parts = parts_of(node)) {
        for (auto& part : *parts) close(part, paper);
    }
}

void close_standard(Standard& standard, Rulings const& rulings)
{
    close(standard.root, [&](Node const& node) -> std::shared_ptr<Settlement const> {
        auto const* ruling = rulings.on(node.point, standard.award, standard.regime);
        return ruling == nullptr ? nullptr : paper_of(*ruling);
    });
}

void close_modes(Regime const& regime,
                 std::map<Mode, Worth>& worth,
                 ModePapers& papers,
                 std::string const& prefix,
                 Rulings const& rulings)
{
    for (auto& [mode, value] : worth) {
        if (value != Worth::Open) continue;
        auto const* ruling = rulings.on(prefix + std::string(code_of(mode)), "", regime.id);
        if (ruling == nullptr) continue;
        value = ruling->holds ? Worth::Counts : Worth::Never;
        papers[mode] = paper_of(*ruling);
    }
}

void close_regime(Regime& regime, Rulings const& rulings)
{
    close_modes(regime, regime.state_worth, regime.state_papers, kModeOfState, rulings);
    close_modes(regime, regime.other_worth, regime.other_papers, kModeOfOther, rulings);
    if (auto const* ruling = rulings.on(kLineage, "", regime.id))
        regime.lineage = paper_of(*ruling);
    auto const* favour = rulings.on(kFavour, "", regime.id);
    if (favour != nullptr && !favour->holds && regime.favour_from)
        regime.unfavourable = paper_of(*favour);
}

void join(Node& root, Node const& house)
{
    bool const plain = std::holds_alternative<All>(root.what) && root.point.empty();
    if (!plain) {
        Node joint{.what = All{{std::move(root)}}, .line = house.line};
        root = std::move(joint);
    }
    std::get<All>(root.what).parts.push_back(house);
}

void apply(LawBook& book, HousePack const& pack)
{
    auto const paper =
        std::make_shared<Settlement const>(Settlement{true, pack.cite, pack.date, "", ""});
    for (auto const& rule : pack.rules) {
        for (auto& standard : book.standards) {
            if (standard.award != rule.award || standard.subject != rule.subject ||
                standard.regime != rule.regime)
                continue;
            close(standard.root, [&](Node const& node) {
                bool const filled =
                    node.delegated &&
                    std::find(rule.fills.begin(), rule.fills.end(), node.point) != rule.fills.end();
                return filled ? paper : nullptr;
            });
            join(standard.root, rule.root);
        }
    }
}

void name_points(Standard const& standard, Node const& node, std::vector<ClosablePoint>& points)
{
    auto const known = [&](ClosablePoint const& each) {
        return each.point == node.point && each.award == standard.award &&
               each.subject == standard.subject && each.regime == standard.regime;
    };
    if (!node.point.empty() && std::none_of(points.begin(), points.end(), known)) {
        points.push_back({node.point,
                          standard.award,
                          standard.subject,
                          standard.regime,
                          node.clause,
                          node.confidence,
                          node.delegated});
    }
    if (auto const* parts = law::parts_of(node)) {
        for (auto const& part : *parts) name_points(standard, part, points);
    }
}

void name_modes(Regime const& regime,
                std::map<Mode, Worth> const& worth,
                std::string const& prefix,
                std::vector<ClosablePoint>& points)
{
    for (auto const& [mode, value] : worth) {
        if (value != Worth::Open) continue;
        points.push_back({.point = prefix + std::string(code_of(mode)),
                          .regime = regime.id,
                          .clause = regime.modes.clause});
    }
}

}  // namespace

LawBook settle(LawBook const& book,
               std::vector<Ruling> const& rulings,
               std::vector<HousePack> const& packs,
               Date received)
{
    LawBook settled = book;
    for (auto const& pack : packs) {
        if (pack.from <= received && received <= pack.to) apply(settled, pack);
    }
    Rulings const fitting(rulings, received);
    for (auto& standard : settled.standards) close_standard(standard, fitting);
    for (auto& regime : settled.regimes) {
        if (regime.unread.empty()) close_regime(regime, fitting);
    }
    return settled;
}

std::vector<ClosablePoint> open_points(LawBook const& book)
{
    std::vector<ClosablePoint> points;
    for (auto const& regime : book.regimes) {
        if (!regime.unread.empty()) continue;
        name_modes(regime, regime.state_worth, kModeOfState, points);
        name_modes(regime, regime.other_worth, kModeOfOther, points);
        points.push_back({.point = kLineage, .regime = regime.id, .clause = regime.act});
        if (regime.favour_from)
            points.push_back({.point = kFavour, .regime = regime.id, .clause = regime.favour});
    }
    for (auto const& standard : book.standards) {
        std::vector<ClosablePoint> own;
        name_points(standard, standard.root, own);
        points.insert(points.end(), own.begin(), own.end());
    }
    return points;
}

Result<void> check(LawBook const& book, Ruling const& ruling)
{
    if (!ruling.award.empty() && !book.awards.contains(ruling.award))
        return bad_input("law.ruling.unknown-award", {{"award", ruling.award}}, "award");
    for (auto const& each : ruling.regimes) {
        auto const* regime = book.regime(each);
        if (regime == nullptr)
            return bad_input("law.ruling.unknown-regime", {{"regime", each}}, "regimes");
        if (!regime->unread.empty())
            return bad_input("law.ruling.unread-regime", {{"regime", each}}, "regimes");
    }
    if (ruling.to < ruling.from) return bad_input("law.ruling.period", {}, "to");
    if (ruling.point == kFavour && ruling.holds) return bad_input("law.ruling.favour", {}, "holds");
    auto const points = open_points(book);
    auto const fitting = [&](ClosablePoint const& each) {
        return each.point == ruling.point && names_regime(ruling, each.regime) &&
               (ruling.award.empty() || each.award == ruling.award);
    };
    if (std::any_of(points.begin(), points.end(), fitting)) return {};
    auto const whole = [&](ClosablePoint const& each) {
        return each.point == ruling.point && each.award.empty();
    };
    if (!ruling.award.empty() && std::any_of(points.begin(), points.end(), whole))
        return bad_input("law.ruling.every-award", {}, "award");
    return bad_input("law.ruling.unknown-point", {{"point", ruling.point}}, "point");
}

}  // namespace thidua::law
