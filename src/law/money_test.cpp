// The table of coefficients and base salaries, line by line as the rules write it.
#include "law/bonus.h"
#include "law/testing/packs.h"

#include <gtest/gtest.h>

namespace thidua::law {
namespace {

MoneyTable const& table()
{
    static MoneyTable const value = [] {
        for (auto const& file : testing::pack_files()) {
            if (file.name == "law/parameters/money.yaml") return read_money(file).value();
        }
        throw std::runtime_error("law/parameters/money.yaml is missing");
    }();
    return value;
}

// The coefficient in thousandths on a day; 0 where none stands.
int coefficient(std::string const& award, Subject subject, Date decided)
{
    auto const found = bonus(table(), award, subject, decided);
    return found ? found->coefficient : 0;
}

struct Row {
    std::vector<std::string> awards;
    // Thousandths under the decree of 2010, that of 2017, those since 2024.
    int person[3], unit[3];
};

std::vector<Row> const kRows = {
    {{"cstd-toan-quoc"}, {4500, 4500, 4500}, {0, 0, 0}},
    {{"cstd-bo"}, {3000, 3000, 3000}, {0, 0, 0}},
    {{"cstd-co-so"}, {1000, 1000, 1000}, {0, 0, 0}},
    {{"ldtt", "cstt"}, {300, 300, 300}, {0, 0, 0}},
    {{"tt-ldxs", "dvqt"}, {0, 0, 0}, {1500, 1500, 1500}},
    {{"tt-ldtt", "dvtt"}, {0, 0, 0}, {800, 800, 800}},
    {{"co-chinh-phu"}, {0, 0, 0}, {24500, 12000, 12000}},
    {{"co-bo"}, {0, 0, 0}, {15500, 8000, 8000}},
    {{"co-ban"}, {0, 0, 0}, {0, 0, 6000}},
    {{"hc-sao-vang"}, {0, 46000, 46000}, {0, 92000, 92000}},
    {{"hc-ho-chi-minh"}, {0, 30500, 30500}, {0, 61000, 61000}},
    {{"hc-doc-lap-1", "hc-quan-cong-1"}, {0, 15000, 15000}, {0, 30000, 30000}},
    {{"hc-doc-lap-2", "hc-quan-cong-2"}, {0, 12500, 12500}, {0, 25000, 25000}},
    {{"hc-doc-lap-3", "hc-quan-cong-3"}, {0, 10500, 10500}, {0, 21000, 21000}},
    {{"hc-lao-dong-1", "hc-chien-cong-1", "hc-bvtq-1"}, {0, 9000, 9000}, {0, 18000, 18000}},
    {{"hc-lao-dong-2", "hc-chien-cong-2", "hc-bvtq-2", "hc-dai-doan-ket"},
     {0, 7500, 7500},
     {0, 15000, 15000}},
    {{"hc-lao-dong-3", "hc-chien-cong-3", "hc-bvtq-3"}, {0, 4500, 4500}, {0, 9000, 9000}},
    {{"hc-dung-cam"}, {0, 4500, 4500}, {0, 0, 0}},
    {{"hch-qkqt", "hch-vant", "hch-csvv-1", "hch-csvv-2", "hch-csvv-3"},
     {0, 1500, 1500},
     {0, 0, 0}},
    {{"ah-llvtnd", "ah-lao-dong"}, {0, 15500, 15500}, {0, 31000, 31000}},
    {{"bk-ttg"}, {3500, 3500, 3500}, {7000, 7000, 7000}},
    {{"bk-bo"}, {1000, 1000, 1500}, {2000, 2000, 3000}},
    {{"bk-ban"}, {0, 0, 1000}, {0, 0, 2000}},
    {{"giay-khen"}, {0, 300, 300}, {0, 600, 600}},
    {{"ky-niem-chuong", "hc-huu-nghi"}, {0, 0, 0}, {0, 0, 0}}};

TEST(Money, EveryCoefficientStandsFromTheFirstToTheLastDayOfItsDecree)
{
    Date const first[] = {*make_date(2014, 6, 1), *make_date(2017, 10, 1), *make_date(2024, 1, 1)};
    Date const last[] = {
        *make_date(2017, 9, 30), *make_date(2023, 12, 31), *make_date(2026, 12, 31)};
    for (auto const& row : kRows) {
        for (auto const& award : row.awards) {
            for (int decree = 0; decree < 3; ++decree) {
                for (auto const day : {first[decree], last[decree]}) {
                    EXPECT_EQ(coefficient(award, Subject::Person, day), row.person[decree])
                        << award << " of a person, " << to_iso(day);
                    EXPECT_EQ(coefficient(award, Subject::Unit, day), row.unit[decree])
                        << award << " of a unit, " << to_iso(day);
                }
            }
        }
    }
}

TEST(Money, EveryAwardOfTheCatalogueIsWeighed)
{
    std::size_t weighed = 0;
    for (auto const& row : kRows) {
        for (auto const& award : row.awards) {
            EXPECT_TRUE(testing::book().awards.contains(award)) << award;
            ++weighed;
        }
    }
    EXPECT_EQ(weighed, testing::book().awards.size());
}

// The sum of coefficient 1.0 is the base salary itself before 2024.
TEST(Money, TheBaseSalaryIsThatOfTheDayOfTheDecision)
{
    struct Step {
        int year, month;
        std::int64_t before, from;
    };
    for (auto const& step : {Step{2016, 5, 1'150'000, 1'210'000},
                             Step{2017, 7, 1'210'000, 1'300'000},
                             Step{2018, 7, 1'300'000, 1'390'000},
                             Step{2019, 7, 1'390'000, 1'490'000},
                             Step{2023, 7, 1'490'000, 1'800'000},
                             Step{2024, 7, 1'800'000, 2'340'000},
                             Step{2026, 7, 2'340'000, 2'530'000}}) {
        auto const day = *make_date(step.year, step.month, 1);
        auto const salary = [](Date decided) {
            return bonus(table(), "cstd-co-so", Subject::Person, decided)->base_salary;
        };
        EXPECT_EQ(salary(day.plus_days(-1)), step.before) << to_iso(day);
        EXPECT_EQ(salary(day), step.from) << to_iso(day);
    }
}

}  // namespace
}  // namespace thidua::law
