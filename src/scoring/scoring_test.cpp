#include "scoring/document.h"

#include <boost/json.hpp>
#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <algorithm>
#include <map>
#include <memory>

namespace thidua::scoring {
namespace {

namespace json = boost::json;

Amount points(double value) { return static_cast<Amount>(value * static_cast<double>(kOne)); }

TEST(Amounts, ReadBackAsTheyWereWritten)
{
    for (auto const* text : {"0", "12", "12.5", "-0.0001", "999999999999.9999"}) EXPECT_EQ(to_text(*parse_amount(text)), text);
    for (auto const* text : {"", "-", "1.", ".5", "1.23456", "1,5", "1e3", "9999999999999"}) EXPECT_FALSE(parse_amount(text)) << text;
}

TEST(Amounts, AreRoundedHalfAwayFromZero)
{
    EXPECT_EQ(rounded(10'050, 2), 10'100);
    EXPECT_EQ(rounded(-10'050, 2), -10'100);
    EXPECT_EQ(rounded(points(2.5), 0), points(3));
    EXPECT_EQ(rounded_quotient(7, -2), -4);
}

Result<Amount> worth(std::string const& text, std::map<std::string, Amount> const& values = {})
{
    auto const formula = Formula::read(text);
    if (!formula) return formula.error();
    std::vector<Amount> own;
    for (auto const& name : formula->names()) own.push_back(values.at(name));
    return formula->value(own);
}

std::string key_of(Error const& error) { return error.problems.front().key; }

TEST(Formulas, FollowPrecedenceAndTakeOneBranch)
{
    EXPECT_EQ(worth("1 + 2 * 3 - 4 / 8").value(), points(6.5));
    EXPECT_EQ(worth("-(1 + 2) * 2").value(), points(-6));
    EXPECT_EQ(worth("min(IV, 50) + max(1, 2, 3)", {{"IV", points(60)}}).value(), points(53));
    EXPECT_EQ(worth("if(I >= 10, I, 1 / 0)", {{"I", points(10)}}).value(), points(10));
    EXPECT_EQ(worth("round(2 / 3, 2)").value(), points(0.67));
    EXPECT_EQ(worth("abs(1 - 3) <> 2").value(), 0);
    EXPECT_EQ(worth("điểm_thưởng", {{"điểm_thưởng", points(4)}}).value(), points(4));
}

TEST(Formulas, ThatAreWrongSayWhere)
{
    auto const unexpected = worth("1 + ");
    ASSERT_FALSE(unexpected);
    EXPECT_EQ(key_of(unexpected.error()), "scoring.formula.unexpected");
    EXPECT_EQ(unexpected.error().problems.front().args.front().second, "4");
    EXPECT_EQ(key_of(worth("exec(1)").error()), "scoring.formula.no-function");
    EXPECT_EQ(key_of(worth("min(1, 2").error()), "scoring.formula.unexpected");
    EXPECT_EQ(key_of(worth("1 / (2 - 2)").error()), "scoring.formula.zero");
    EXPECT_EQ(key_of(worth("999999999999 * 10").error()), "scoring.formula.too-large");
    EXPECT_EQ(key_of(worth(std::string(60, '(') + "1" + std::string(60, ')')).error()), "scoring.formula.too-deep");
    EXPECT_EQ(key_of(worth(std::string(3'000, '1')).error()), "scoring.formula.too-long");
}

// The second evaluator: a tree, walked by its definition.
struct Tree {
    std::string sign;  // An operator, a function, "number" or "name".
    Amount number = 0;
    std::string name;
    std::vector<Tree> parts;

    std::string text() const
    {
        if (sign == "number") return number < 0 ? "(" + to_text(number) + ")" : to_text(number);
        if (sign == "name") return name;
        if (sign == "negative") return "-(" + parts[0].text() + ")";
        if (sign == "min" || sign == "max" || sign == "if" || sign == "abs" || sign == "round") {
            std::string list;
            for (auto const& part : parts) list += (list.empty() ? "" : ", ") + part.text();
            return sign + "(" + list + ")";
        }
        return "(" + parts[0].text() + " " + sign + " " + parts[1].text() + ")";
    }

    // Nothing where a division by zero or a figure beyond the limit is met.
    std::optional<Amount> value(std::map<std::string, Amount> const& names) const
    {
        if (sign == "number") return number;
        if (sign == "name") return names.at(name);
        if (sign == "if") {
            auto const asked = parts[0].value(names);
            return asked ? parts[*asked != 0 ? 1 : 2].value(names) : std::nullopt;
        }
        std::vector<__int128> each;
        for (auto const& part : parts) {
            auto const own = part.value(names);
            if (!own) return std::nullopt;
            each.push_back(*own);
        }
        auto const result = whole(each);
        if (!result || *result > kLimit || *result < -kLimit) return std::nullopt;
        return static_cast<Amount>(*result);
    }

    std::optional<__int128> whole(std::vector<__int128> const& a) const
    {
        // Half away from zero, said once more in other words.
        auto const divide = [](__int128 n, __int128 d) {
            bool const negative = (n < 0) != (d < 0);
            n = n < 0 ? -n : n;
            d = d < 0 ? -d : d;
            auto const up = n / d + (2 * (n % d) >= d ? 1 : 0);
            return negative ? -up : up;
        };
        auto const truth = [](bool yes) { return static_cast<__int128>(yes ? kOne : 0); };
        if (sign == "+") return a[0] + a[1];
        if (sign == "-") return a[0] - a[1];
        if (sign == "*") return divide(a[0] * a[1], kOne);
        if (sign == "/") return a[1] == 0 ? std::nullopt : std::optional(divide(a[0] * kOne, a[1]));
        if (sign == "<") return truth(a[0] < a[1]);
        if (sign == "<=") return truth(a[0] <= a[1]);
        if (sign == ">") return truth(a[0] > a[1]);
        if (sign == ">=") return truth(a[0] >= a[1]);
        if (sign == "=") return truth(a[0] == a[1]);
        if (sign == "<>") return truth(a[0] != a[1]);
        if (sign == "negative") return -a[0];
        if (sign == "abs") return a[0] < 0 ? -a[0] : a[0];
        if (sign == "min") return *std::min_element(a.begin(), a.end());
        if (sign == "max") return *std::max_element(a.begin(), a.end());
        __int128 step = kOne;
        for (__int128 i = 0; i < a[1] / kOne && i < 4; ++i) step /= 10;
        return divide(a[0], step) * step;
    }
};

Tree random_tree(int depth)
{
    auto const pick = *rc::gen::inRange(0, depth > 0 ? 18 : 2);
    if (pick == 0) return {"number", *rc::gen::weightedOneOf<Amount>({{3, rc::gen::inRange<Amount>(-500 * kOne, 500 * kOne)}, {1, rc::gen::element<Amount>(0, kOne, kLimit / 7)}}), "", {}};
    if (pick == 1) return {"name", 0, *rc::gen::element<std::string>("I", "II", "thưởng"), {}};
    static std::vector<std::pair<std::string, int>> const kinds{{"+", 2}, {"-", 2}, {"*", 2}, {"/", 2}, {"<", 2}, {"<=", 2}, {">", 2}, {">=", 2},
                                                               {"=", 2}, {"<>", 2}, {"negative", 1}, {"abs", 1}, {"min", 3}, {"max", 2}, {"if", 3}, {"round", 2}};
    auto const& [sign, count] = kinds[static_cast<std::size_t>(pick - 2)];
    Tree tree{sign, 0, "", {}};
    for (int i = 0; i < count; ++i) tree.parts.push_back(random_tree(depth - 1));
    return tree;
}

RC_GTEST_PROP(Formulas, MeanWhatTheSecondEvaluatorSays, ())
{
    auto const tree = random_tree(4);
    std::map<std::string, Amount> names;
    for (auto const* name : {"I", "II", "thưởng"}) names[name] = *rc::gen::inRange<Amount>(-1'000 * kOne, 1'000 * kOne);
    auto const own = worth(tree.text(), names);
    auto const other = tree.value(names);
    RC_LOG() << tree.text();
    RC_ASSERT(bool(own) == other.has_value());
    if (own) RC_ASSERT(own.value() == *other);
}

char const* const kScale = R"({"name":"Thang 1.000","decimals":2,"formula":"I + II + min(IV, 5) - V","ties":["I","vote"],
 "cross":{"trimmed":1,"outlier":10},
 "groups":[
  {"code":"I","criteria":[
    {"code":"1","max":200,"measure":{"kind":"linear","from":80,"to":100}},
    {"code":"2","max":150,"measure":{"kind":"bands","bands":[{"at-least":50,"points":75},{"at-least":90,"points":150}]}},
    {"code":"3","max":120,"measure":{"kind":"all-or-nothing","at-least":1,"excludes":true}},
    {"code":"4","max":80,"measure":{"kind":"per-hundred","each":10}}]},
  {"code":"II","criteria":[{"code":"6","max":50},{"code":"8","max":80,"measure":{"kind":"loss","each":20}}]},
  {"code":"IV","kind":"bonus","max":50,"criteria":[{"code":"T","max":50,"measure":{"kind":"count","each":4}}]},
  {"code":"V","kind":"penalty","criteria":[{"code":"P","max":100,"measure":{"kind":"count","each":5}}]}]})";

Scale scale() { return read_scale(json::parse(kScale)).value(); }

Box box(std::string const& units)
{
    auto read = read_box(json::parse(std::string(R"({"scale":)") + kScale + R"(,"units":)" + units + "}"));
    EXPECT_TRUE(read) << (read ? "" : key_of(read.error()));
    return std::move(read).value();
}

TEST(Measures, TurnValuesIntoPoints)
{
    auto const own = scale();
    auto const of = [&](char const* code, double value, int people = 50) {
        return points_of(*own.criterion(code), points(value), people).value();
    };
    EXPECT_EQ(of("1", 95), points(150));
    EXPECT_EQ(of("1", 79), 0);
    EXPECT_EQ(of("1", 120), points(200));
    EXPECT_EQ(of("2", 49.9), 0);
    EXPECT_EQ(of("2", 50), points(75));
    EXPECT_EQ(of("2", 90), points(150));
    EXPECT_EQ(of("4", 3), points(60));
    EXPECT_EQ(of("8", 3), points(20));
    EXPECT_EQ(of("8", 9), 0);
    EXPECT_FALSE(points_of(*own.criterion("4"), points(3), 0));
}

TEST(Scales, SayWhatWorksACriterionOut)
{
    auto const own = read_scale(json::parse(
        R"({"groups":[{"code":"I","criteria":[{"code":"1","max":5,"source":"in-time"},{"code":"2","max":5},{"code":"3","max":5,"computed":true}]}]})"));
    ASSERT_TRUE(own);
    EXPECT_EQ(own->criterion("1")->source, "in-time");
    EXPECT_TRUE(own->criterion("1")->computed);
    EXPECT_FALSE(own->criterion("2")->computed);
    EXPECT_TRUE(own->criterion("3")->computed);
}

TEST(Measures, MayCountDown)
{
    Criterion const faults{"L", "", points(10), Linear{points(5), 0}, false};
    EXPECT_EQ(points_of(faults, 0, 0).value(), points(10));
    EXPECT_EQ(points_of(faults, points(2), 0).value(), points(6));
    EXPECT_EQ(points_of(faults, points(6), 0).value(), 0);
}

TEST(Sheets, KeepAllFourColumnsAndTellWhereAFigureComesFrom)
{
    auto const given = box(R"([{"unit":"K1","people":100,
      "self":{"1":{"value":100},"2":{"value":95},"3":{"value":1},"4":{"value":5},"6":{"points":50},"8":{"value":0}},
      "cross":{"K2":{"6":{"points":40}},"K3":{"6":{"points":42}},"K4":{"6":{"points":10}}},
      "block":{"6":{"points":41,"reason":"họp khối"}},"verified":{"2":{"value":60}}}])");
    auto const own = score(given.scale, given.sheets[0]).value();
    EXPECT_EQ(own.column(Column::Self).total, points(200 + 150 + 120 + 50 + 50 + 80));
    EXPECT_EQ(own.column(Column::Cross).total, points(200 + 150 + 120 + 50 + 40 + 80));  // 10 and 42 left out.
    EXPECT_EQ(own.column(Column::Block).total, points(200 + 150 + 120 + 50 + 41 + 80));
    EXPECT_EQ(own.column(Column::Verified).total, points(200 + 75 + 120 + 50 + 41 + 80));
    ASSERT_EQ(own.outliers.size(), 1u);
    EXPECT_EQ(own.outliers[0].scorer, "K4");
    auto const& six = own.column(Column::Verified).figures[4];
    EXPECT_EQ(six.criterion->code, "6");
    EXPECT_EQ(six.from, Column::Block);
    EXPECT_EQ(six.reason, "họp khối");
}

TEST(Sheets, RescaleWhatDoesNotApplyAndTakeZeroForAScore)
{
    auto const given = box(R"([{"unit":"K1","people":100,"self":{"6":{"points":25},"8":{"not-applicable":true}}},
                               {"unit":"K2","people":100,"self":{"6":{"points":0},"8":{"value":0}}}])");
    auto const first = score(given.scale, given.sheets[0]).value();
    EXPECT_EQ(first.column(Column::Self).groups[1].points, points(65));  // 25 of 50 is half of 130.
    EXPECT_TRUE(first.column(Column::Self).groups[1].rescaled);
    auto const second = score(given.scale, given.sheets[1]).value();
    EXPECT_EQ(second.column(Column::Self).groups[1].points, points(80));
    EXPECT_FALSE(second.column(Column::Self).groups[1].rescaled);
}

TEST(Sheets, RefuseWhatNoScaleKnows)
{
    auto const refused = [](std::string const& entries) {
        auto const given = box(R"([{"unit":"K1","people":10,"self":)" + entries + "}]");
        auto const own = score(given.scale, given.sheets[0]);
        return own ? std::string{} : key_of(own.error());
    };
    EXPECT_EQ(refused(R"({"99":{"value":1}})"), "scoring.sheet.no-criterion");
    EXPECT_EQ(refused(R"({"6":{"points":51}})"), "scoring.sheet.out-of-range");
    EXPECT_EQ(refused(R"({"6":{"points":5,"value":5}})"), "scoring.sheet.say-one");
    EXPECT_EQ(refused(R"({"6":{}})"), "scoring.sheet.say-one");
    EXPECT_EQ(refused(R"({"8":{"value":-1}})"), "scoring.sheet.negative");
    EXPECT_EQ(refused(R"({"8":{"value":1}})"), "");
}

TEST(Ranking, PartsEqualsByTheScalesOrderAndSaysBothPlaces)
{
    // K1 and K2 have equal totals; K1 has more of group I. K4 is excluded; verification lifts K3.
    auto const given = box(R"([
      {"unit":"K1","people":10,"votes":1,"self":{"1":{"value":100},"3":{"value":1},"6":{"points":0}}},
      {"unit":"K2","people":10,"votes":9,"self":{"1":{"value":96},"3":{"value":1},"6":{"points":40}}},
      {"unit":"K3","people":10,"self":{"1":{"value":90},"3":{"value":1},"6":{"points":0}},"verified":{"2":{"value":95}}},
      {"unit":"K4","people":10,"self":{"1":{"value":100},"3":{"value":0},"6":{"points":50}}}])");
    auto const document = score_document(given).value();
    auto const text = json::serialize(document.at("ranking"));
    EXPECT_EQ(text, R"({"block":[)"
        R"({"unit":"K1","total":320,"place":1,"parted_by":"I","tied":false,"excluded_by":null},)"
        R"({"unit":"K2","total":320,"place":2,"parted_by":"I","tied":false,"excluded_by":null},)"
        R"({"unit":"K3","total":220,"place":3,"parted_by":null,"tied":false,"excluded_by":null},)"
        R"({"unit":"K4","total":250,"place":null,"parted_by":null,"tied":false,"excluded_by":"3"}],)"
        R"("verified":[)"
        R"({"unit":"K3","total":370,"place":1,"parted_by":null,"tied":false,"excluded_by":null},)"
        R"({"unit":"K1","total":320,"place":2,"parted_by":"I","tied":false,"excluded_by":null},)"
        R"({"unit":"K2","total":320,"place":3,"parted_by":"I","tied":false,"excluded_by":null},)"
        R"({"unit":"K4","total":250,"place":null,"parted_by":null,"tied":false,"excluded_by":"3"}],)"
        R"("moved":[{"unit":"K3","block":3,"verified":1},{"unit":"K1","block":1,"verified":2},{"unit":"K2","block":2,"verified":3}]})");
}

TEST(Ranking, LeavesToTheCouncilWhatNothingParts)
{
    auto const given = box(R"([{"unit":"K2","people":1,"votes":3,"self":{"6":{"points":5}}},{"unit":"K1","people":1,"votes":3,"self":{"6":{"points":5}}},
                               {"unit":"K3","people":1,"votes":3,"self":{"6":{"points":4}}}])");
    std::vector<Score> scores;
    for (auto const& sheet : given.sheets) scores.push_back(score(given.scale, sheet).value());
    auto const places = rank(given.scale, scores, Column::Block);
    EXPECT_EQ(places[0].unit, "K1");
    EXPECT_EQ(places[0].place, 1);
    EXPECT_EQ(places[1].place, 1);
    EXPECT_TRUE(places[0].tied && places[1].tied);
    EXPECT_EQ(places[2].place, 3);
    EXPECT_FALSE(places[2].tied);
}

TEST(Documents, SayWhereTheyAreWrong)
{
    auto const fault = [](std::string const& text) {
        auto const read = read_box(json::parse(text));
        if (read) return std::string{};
        auto const& problem = read.error().problems.front();
        return problem.key + "@" + problem.args.front().second;
    };
    EXPECT_EQ(fault("{}"), "scoring.document.list@scale.groups");
    EXPECT_EQ(fault(R"({"scale":{"groups":[{"code":"I","criteria":[{"code":"1","max":"x"}]}]},"units":[]})"), "scoring.document.number@scale.groups[0].criteria[0].max");
    EXPECT_EQ(fault(R"({"scale":{"groups":[{"code":"I","criteria":[{"code":"1","max":1},{"code":"1","max":1}]}]},"units":[]})"), "scoring.document.twice@scale.groups[0].criteria[1].code");
    EXPECT_EQ(fault(R"({"scale":{"groups":[{"code":"1","criteria":[]}]},"units":[]})"), "scoring.document.group-code@scale.groups[0].code");
    EXPECT_EQ(fault(R"({"scale":{"groups":[{"code":"I","criteria":[{"code":"1","max":5,"measure":{"kind":"bands","bands":[{"at-least":1,"points":6}]}}]}]},"units":[]})"), "scoring.document.above-max@scale.groups[0].criteria[0].measure");
    EXPECT_EQ(fault(R"({"scale":{"formula":"I + X","groups":[{"code":"I","criteria":[]}]},"units":[]})"), "scoring.formula.no-group@X");
    EXPECT_EQ(fault(R"({"scale":{"groups":[]},"units":[{"unit":"A","cross":{"A":{}}}]})"), "scoring.document.own-cross-score@units[0].cross.A");
}

// Without measures that round, a total is the plain sum: recomputed by another way on random sheets.
RC_GTEST_PROP(Sheets, OfRandomPointsGiveTheirSum, ())
{
    auto const own = scale();
    Sheet sheet;
    sheet.unit = "K1";
    sheet.people = 10;
    std::map<std::string, Amount> sums;
    bool safe = true;
    for (auto const& group : own.groups) {
        for (auto const& criterion : group.criteria) {
            auto const given = *rc::gen::inRange<Amount>(0, criterion.maximum / kOne + 1) * kOne;
            sheet.self[criterion.code] = Entry{std::nullopt, given, false, ""};
            sums[group.code] += given;
            if (criterion.code == "3" && given == 0) safe = false;
        }
    }
    auto const column = score(own, sheet).value().column(Column::Verified);
    RC_ASSERT(column.total == sums["I"] + sums["II"] + std::min(std::min(sums["IV"], points(50)), points(5)) - sums["V"]);
    RC_ASSERT(column.excluded_by.empty() == safe);
}

}  // namespace
}  // namespace thidua::scoring
