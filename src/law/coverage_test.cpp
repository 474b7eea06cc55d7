// Every requirement that is computed is decided each way by some case; what a person confirms never
// decides; what nobody has read is always open.
#include "law/book_reader.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>

#include <functional>
#include <iostream>
#include <map>
#include <set>
#include <tuple>

namespace thidua::law {
namespace {

using testing::book;
using testing::case_files;
using testing::pack_files;

// One requirement of an act's packs as it stands for one award, whatever the regime under the act.
using Site = std::tuple<std::string, std::string, Subject, int, std::size_t>;
enum class Way { Met, Open, NotMet };

std::string described(Site const& site)
{
    auto const& [act, award, subject, line, what] = site;
    return act + ": " + award + (subject == Subject::Person ? " of persons" : " of units") +
           ", line " + std::to_string(line) + ", operator " + std::to_string(what);
}

Site site_of(Standard const& standard, Node const& node)
{
    auto const& act = book().regime(standard.regime)->act;
    return {act.substr(0, act.find(';')),
            standard.award,
            standard.subject,
            node.line,
            node.what.index()};
}

bool is_joint(Node const& node)
{
    return std::holds_alternative<All>(node.what) || std::holds_alternative<Any>(node.what) ||
           std::holds_alternative<Years>(node.what);
}

void for_each_node(Node const& node, std::function<void(Node const&)> const& visit)
{
    visit(node);
    if (auto const* parts = parts_of(node)) {
        for (auto const& part : *parts) for_each_node(part, visit);
    }
}

// What cases have to show of a requirement; nothing of a mere joint, whose parts are asked.
std::set<Way> ways_due(Node const& node)
{
    if (std::holds_alternative<Attest>(node.what)) return {};
    if (std::holds_alternative<Open>(node.what)) return {Way::Open};
    if (is_joint(node) && node.point.empty()) return {};
    if (node.point.empty()) return {Way::Met, Way::NotMet};
    if (!node.open_when) return {Way::Met, Way::Open};
    return {Way::Met, Way::Open, Way::NotMet};
}

// How a requirement was decided by itself: a base or a run is judged without what is asked of it.
Way way_of(Finding const& finding)
{
    if (finding.opened) return Way::Open;
    if (std::holds_alternative<After>(finding.node->what))
        return finding.parts.empty() ? Way::NotMet : Way::Met;
    if (auto const* run = std::get_if<Run>(&finding.node->what)) {
        if (finding.found < run->years) return Way::NotMet;
        return finding.value == Truth::NotMet && finding.parts.empty() ? Way::NotMet : Way::Met;
    }
    if (finding.value == Truth::Met) return Way::Met;
    return finding.value == Truth::Open ? Way::Open : Way::NotMet;
}

using Decided = std::map<Site, std::set<Way>>;

void note(Standard const& standard, Finding const& finding, Decided& decided)
{
    decided[site_of(standard, *finding.node)].insert(way_of(finding));
    for (auto const& part : finding.parts) note(standard, part, decided);
}

Standard const* standard_of(Case const& each, Verdict const& verdict)
{
    return book().standard(each.question.award, each.facts.subject, verdict.regime);
}

TEST(LawCoverage, EveryRequirementIsDecidedEachWayBySomeCase)
{
    Decided decided, due;
    for (auto const& file : case_files()) {
        for (auto const& each : file.cases) {
            auto const verdict = evaluate(book(), each.facts, each.question);
            auto const* standard = standard_of(each, verdict);
            if (standard != nullptr && verdict.finding) note(*standard, *verdict.finding, decided);
        }
    }
    for (auto const& standard : book().standards) {
        for_each_node(standard.root, [&](Node const& node) {
            due[site_of(standard, node)].merge(ways_due(node));
        });
    }
    int total = 0, shown = 0;
    for (auto const& [site, ways] : due) {
        for (auto const way : ways) {
            bool const found = decided[site].contains(way);
            EXPECT_TRUE(found) << described(site) << ": no case where it is "
                               << (way == Way::Met    ? "met"
                                   : way == Way::Open ? "open"
                                                      : "not met");
            ++total;
            shown += found ? 1 : 0;
        }
    }
    RecordProperty("due", total);
    RecordProperty("shown", shown);
    std::cout << shown << " of " << total << " decisions shown by cases\n";
}

bool all_attested(Document const& fragment) { return fragment.find("attest") != nullptr; }

TEST(LawCoverage, WhatAPersonConfirmsChangesNoAnswer)
{
    auto trees = read_trees(pack_files()).value();
    std::set<std::string> attested;
    for (auto& pack : trees.packs) {
        for (auto& [section, list] : pack.fields) {
            for (auto const& [name, fragment] : list.fields) {
                if (all_attested(fragment)) attested.insert(name);
            }
        }
    }
    auto const drop = [&](auto const& self, Document& document) -> void {
        std::erase_if(document.items, [&](Document const& item) {
            auto const* used = item.find("use");
            return item.find("attest") != nullptr ||
                   (used != nullptr && attested.contains(used->text));
        });
        for (auto& item : document.items) self(self, item);
        for (auto& [name, value] : document.fields) self(self, value);
    };
    for (auto& pack : trees.packs) drop(drop, pack);
    auto const bare = make_book(trees);
    ASSERT_TRUE(bare) << testing::words(bare.error());
    for (auto const& file : case_files()) {
        for (auto const& each : file.cases) {
            EXPECT_EQ(evaluate(*bare, each.facts, each.question).answer,
                      evaluate(book(), each.facts, each.question).answer)
                << file.name << ": " << each.name;
        }
    }
}

void expect_unread_open(Finding const& finding, std::string const& name)
{
    if (std::holds_alternative<Open>(finding.node->what)) {
        EXPECT_EQ(finding.value, Truth::Open) << name;
    }
    if (std::holds_alternative<Attest>(finding.node->what)) {
        EXPECT_EQ(finding.value, Truth::Met) << name;
        EXPECT_TRUE(finding.attested) << name;
    }
    for (auto const& part : finding.parts) expect_unread_open(part, name);
}

TEST(LawCoverage, WhatIsUnreadIsOpenInEveryCase)
{
    for (auto const& file : case_files()) {
        for (auto const& each : file.cases) {
            auto const verdict = evaluate(book(), each.facts, each.question);
            if (verdict.finding) expect_unread_open(*verdict.finding, each.name);
        }
    }
}

}  // namespace
}  // namespace thidua::law
