#include "law/testing/random_history.h"

#include <algorithm>
#include <cstdlib>

namespace thidua::law::testing {
namespace {

using Words = std::vector<std::string>;

Words const kCategories = {
    "officer", "soldier", "professional", "civil", "worker", "contract", "cadet"};
Words const kPersonTitles = {"cstd-co-so", "cstd-co-so", "cstd-co-so", "cstd-bo", "cstt"};
Words const kUnitTitles = {"dvqt", "dvqt", "tt-ldxs", "co-bo", "co-chinh-phu"};
Words const kForms = {"bk-bo",
                      "bk-ttg",
                      "hc-lao-dong-3",
                      "hc-lao-dong-2",
                      "hc-lao-dong-1",
                      "hc-bvtq-3",
                      "hc-bvtq-2",
                      "hc-bvtq-1",
                      "bk-bo",
                      "bk-ttg",
                      "giay-khen",
                      "hc-quan-cong-3",
                      "hc-quan-cong-2",
                      "hc-chien-cong-3",
                      "unheard-of"};
Words const kKinds = {"sang-kien", "de-tai", "muu-tri"};
Words const kMeasures = {"khien-trach", "canh-cao", "cach-chuc", "khai-tru"};
Words const kAbsences = {"hoc-tap", "nghi-khac", "thai-san"};
Words const kResults = {"kha", "gioi", "trung-binh", ""};

// The year after and a little later too: questions look back, facts may lie ahead.
constexpr int kAhead = 2;
constexpr int kBack = 14;

Date day_of(Dice& dice, int year)
{
    return make_date(year, dice.between(1, 12), dice.between(1, 28)).value_or(Date{});
}

std::optional<Date> end_after(Dice& dice, Date from)
{
    if (dice.chance(25)) return std::nullopt;
    return from.plus_days(dice.between(0, 500));
}

Mode mode_of(Dice& dice)
{
    return dice.chance(80) ? Mode::Merit : static_cast<Mode>(dice.between(0, 6));
}

// December of the year, sometimes the next spring, rarely any day.
Date decided(Dice& dice, int year)
{
    int const die = dice.between(1, 100);
    if (die <= 70) return make_date(year, 12, dice.between(1, 31)).value_or(Date{});
    if (die <= 90) return make_date(year + 1, dice.between(1, 6), dice.between(1, 28)).value();
    return day_of(dice, year + dice.between(-2, 4));
}

void add_award(Dice& dice, History& history, std::string const& code, int year)
{
    auto const same = [&](AwardFact const& each) { return each.award == code && each.to == year; };
    if (std::ranges::any_of(history.awards, same)) return;
    AwardFact award{code, year - dice.between(0, 2), year, decided(dice, year), mode_of(dice), ""};
    history.awards.push_back(award);
    if (dice.chance(1)) {
        award.decided = dice.chance(50) ? award.decided : decided(dice, year);
        award.mode = mode_of(dice);
        history.awards.push_back(award);
    }
}

void add_years(Dice& dice, History& history, Subject subject, int year)
{
    auto const& titles = subject == Subject::Person ? kPersonTitles : kUnitTitles;
    int const excellent = dice.between(0, 1) == 0 ? 90 : dice.between(10, 70);
    int const titled = dice.between(0, 1) == 0 ? 80 : dice.between(0, 40);
    int const back = dice.between(0, kBack);
    for (int each = year - back; each <= year + kAhead; ++each) {
        if (!dice.chance(4)) {
            history.ratings[each] = dice.chance(excellent) ? Rating::Excellent
                                    : dice.chance(85)      ? Rating::Good
                                                      : static_cast<Rating>(dice.between(1, 2));
        }
        if (dice.chance(titled)) add_award(dice, history, titles.front(), each);
        if (dice.chance(titled / 3)) add_award(dice, history, dice.of(titles), each);
        if (dice.chance(6)) add_award(dice, history, dice.of(kForms), each);
        while (dice.chance(35)) {
            history.initiatives.push_back(
                {each, static_cast<Level>(dice.between(0, 2)), dice.of(kKinds), ""});
        }
    }
    if (dice.chance(60)) add_award(dice, history, dice.of(kForms), year - dice.between(3, 9));
    if (dice.chance(10)) {
        for (int i = 0; i < 6; ++i)
            add_award(dice, history, "giay-khen", year - dice.between(0, 6));
    }
}

void add_troubles(Dice& dice, History& history, int year)
{
    while (dice.chance(15)) {
        auto const from = day_of(dice, year - dice.between(-1, 6));
        history.disciplines.push_back({dice.of(kMeasures), from, end_after(dice, from)});
    }
    if (dice.chance(3)) history.pending.push_back("thanh-tra");
    while (dice.chance(12)) {
        auto const from = day_of(dice, year - dice.between(0, 2));
        history.absences.push_back(
            {dice.of(kAbsences), from, end_after(dice, from), dice.of(kResults)});
    }
    while (dice.chance(12))
        history.transfers.push_back({day_of(dice, year - dice.between(-1, 1)), dice.chance(50)});
    while (dice.chance(20)) {
        auto const from = day_of(dice, year - dice.between(0, 12));
        history.posts.push_back({from, end_after(dice, from), dice.between(5, 10) * 10});
    }
}

void add_unit_year(Dice& dice, History& history)
{
    if (dice.chance(80)) history.block = BlockFact{dice.chance(70) ? 1 : dice.between(0, 3), 8};
    if (dice.chance(80)) history.party_clean = dice.chance(80);
    if (dice.chance(10)) return;
    int const total = dice.between(0, 20);
    history.members = MemberCounts{total,
                                   dice.chance(80) ? total : dice.between(0, total),
                                   dice.chance(40)   ? total * 7 / 10
                                   : dice.chance(40) ? total / 2
                                                     : dice.between(0, total),
                                   dice.between(0, 2),
                                   dice.chance(70) ? 0 : 1};
}

void add_lineage(Dice& dice, History& history, Subject subject, int year)
{
    History before;
    add_years(dice, before, subject, year - 3);
    history.lineage.push_back(
        {day_of(dice, year - 3), static_cast<Succession>(dice.between(0, 2)), std::move(before)});
}

void add_absurd(Dice& dice, History& history)
{
    int const years[] = {0, -4, 9999, 1900};
    int const year = years[dice.between(0, 3)];
    switch (dice.between(0, 3)) {
    case 0: history.ratings[year] = Rating::Excellent; break;
    case 1:
        history.awards.push_back(
            {"bk-ttg", year, year, make_date(9999, 12, 31).value(), Mode::Merit, ""});
        break;
    case 2: history.initiatives.push_back({year, Level::Nation, "de-tai", ""}); break;
    case 3: history.joined = make_date(year == 1900 ? 1 : 9999, 1, 1); break;
    }
}

void write_list(std::string& out, char const* name, Words const& items)
{
    if (items.empty()) return;
    out += std::string("    ") + name + ": [";
    for (std::size_t i = 0; i < items.size(); ++i) out += (i == 0 ? "" : ", ") + items[i];
    out += "]\n";
}

template <class T, class F>
Words each(std::vector<T> const& items, F const& text)
{
    Words words;
    for (auto const& item : items) words.push_back("{" + text(item) + "}");
    return words;
}

std::string until(std::optional<Date> const& to) { return to ? ", to: " + to_iso(*to) : ""; }

void write_facts(std::string& out, History const& history)
{
    if (history.joined) out += "    joined: " + to_iso(*history.joined) + "\n";
    std::string ratings;
    for (auto const& [year, rating] : history.ratings)
        ratings += (ratings.empty() ? "" : ", ") + std::to_string(year) + ": " +
                   std::string(code_of(rating));
    if (!ratings.empty()) out += "    ratings: {" + ratings + "}\n";
    write_list(out, "awards", each(history.awards, [](AwardFact const& award) {
                   return "award: " + award.award + ", from: " + std::to_string(award.from) +
                          ", to: " + std::to_string(award.to) +
                          ", decided: " + to_iso(award.decided) +
                          ", mode: " + std::string(code_of(award.mode));
               }));
    write_list(out, "initiatives", each(history.initiatives, [](InitiativeFact const& fact) {
                   return "year: " + std::to_string(fact.year) +
                          ", level: " + std::string(code_of(fact.level)) + ", kind: " + fact.kind;
               }));
    write_list(out, "disciplines", each(history.disciplines, [](DisciplineFact const& fact) {
                   return "kind: " + fact.kind + ", from: " + to_iso(fact.from) + until(fact.to);
               }));
    write_list(out, "pending", history.pending);
    write_list(out, "absences", each(history.absences, [](AbsenceFact const& fact) {
                   return "kind: " + fact.kind + ", from: " + to_iso(fact.from) + until(fact.to) +
                          (fact.result.empty() ? "" : ", result: " + fact.result);
               }));
    write_list(out, "transfers", each(history.transfers, [](TransferFact const& fact) {
                   return "on: " + to_iso(fact.on) +
                          ", opinion: " + (fact.opinion ? "true" : "false");
               }));
    write_list(out, "posts", each(history.posts, [](PostFact const& fact) {
                   return "from: " + to_iso(fact.from) + until(fact.to) + ", coefficient: 0." +
                          std::to_string(fact.coefficient);
               }));
    if (history.block) out += "    block: {rank: " + std::to_string(history.block->rank) + "}\n";
    if (history.party_clean)
        out += std::string("    party_clean: ") + (*history.party_clean ? "true" : "false") + "\n";
    if (auto const& members = history.members) {
        out += "    members: {total: " + std::to_string(members->total) +
               ", completed: " + std::to_string(members->completed) +
               ", advanced: " + std::to_string(members->advanced) +
               ", cstd-co-so: " + std::to_string(members->base_fighters) +
               ", disciplined: " + std::to_string(members->disciplined) + "}\n";
    }
    if (!history.lineage.empty()) out += "    # and a lineage, told by the seed\n";
}

}  // namespace

std::uint64_t Dice::next()
{
    state_ += 0x9E3779B97F4A7C15U;
    auto mixed = state_;
    mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
    mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
    return mixed ^ (mixed >> 31);
}

std::uint64_t seed()
{
    auto const* text = std::getenv("THIDUA_SEED");
    return text == nullptr ? 20261122 : std::strtoull(text, nullptr, 10);
}

bool runs_long()
{
    auto const* text = std::getenv("THIDUA_LONG");
    return text != nullptr && *text != '\0';
}

Facts random_facts(Dice& dice, Subject subject, int year)
{
    Facts facts;
    facts.subject = subject;
    facts.category = dice.of(kCategories);
    auto& history = facts.history;
    if (!dice.chance(4)) history.joined = day_of(dice, year - dice.between(-1, 40));
    add_years(dice, history, subject, year);
    add_troubles(dice, history, year);
    if (subject == Subject::Unit) {
        add_unit_year(dice, history);
        if (dice.chance(5)) add_lineage(dice, history, subject, year);
    }
    if (dice.chance(1)) add_absurd(dice, history);
    return facts;
}

void add_decisions_around(Dice& dice,
                          Facts& facts,
                          std::vector<std::string> const& awards,
                          Date day)
{
    auto const& code = dice.of(awards);
    int const count = dice.between(1, 3);
    for (int i = 0; i < count; ++i) {
        auto const on = dice.chance(15)   ? day
                        : dice.chance(50) ? day.plus_days(-dice.between(1, 900))
                                          : day.plus_days(dice.between(1, 200));
        int const year = on.year() - (dice.chance(80) ? dice.between(0, 1) : dice.between(-1, 4));
        facts.history.awards.push_back({code, year, year, on, mode_of(dice), ""});
    }
}

Question random_question(Dice& dice, Regime const& regime)
{
    auto const first = std::max(regime.from, *make_date(2012, 1, 1));
    auto const last = std::min(regime.to, first.plus_days(1400));
    auto const received = first.plus_days(dice.between(0, last.days - first.days));
    int const die = dice.between(1, 100);
    int const before = die <= 60 ? 1 : die <= 80 ? 0 : die <= 95 ? 2 : -1;
    return {"", received.year() - before, received};
}

std::string to_yaml(Facts const& facts, Question const& question, std::string const& expect)
{
    std::string out = "- name: swept and explained differ\n  award: " + question.award +
                      "\n  subject: " + (facts.subject == Subject::Person ? "person" : "unit") +
                      "\n  category: " + facts.category +
                      "\n  year: " + std::to_string(question.year) +
                      "\n  received: " + to_iso(question.received) + "\n  history:\n";
    write_facts(out, facts.history);
    return out + "  expect: " + expect + "\n";
}

}  // namespace thidua::law::testing
