#include "law_world.h"

#include <algorithm>
#include <future>
#include <type_traits>

namespace thidua::bench {
namespace {

enum Award : std::uint8_t {
    kCstt,
    kBase,
    kMinistry,
    kCertificate,
    kBkBo,
    kBkTtg,
    kHc3,
    kBvtq3,
    kMedal
};

class Dice {
public:
    explicit Dice(std::uint64_t seed) : state_(seed * 0x9E3779B97F4A7C15U + 1) {}
    std::uint64_t next()
    {
        auto mixed = state_ += 0x9E3779B97F4A7C15U;
        mixed = (mixed ^ (mixed >> 30)) * 0xBF58476D1CE4E5B9U;
        mixed = (mixed ^ (mixed >> 27)) * 0x94D049BB133111EBU;
        return mixed ^ (mixed >> 31);
    }
    // 0 <= x < 1
    double part() { return static_cast<double>(next() >> 11) * 0x1p-53; }
    bool chance(double of) { return part() < of; }
    int between(int low, int high)
    {
        return low + static_cast<int>(next() % static_cast<std::uint64_t>(high - low + 1));
    }

private:
    std::uint64_t state_;
};

std::int32_t first_day(int year) { return make_date(year, 1, 1)->days; }

// One person's twenty-five years.
class Life {
public:
    Life(World& world, Dice& dice, std::vector<std::int32_t> const& new_years)
        : world_(world),
          dice_(dice),
          new_years_(new_years),
          subject_(static_cast<std::uint32_t>(world.people.size())),
          merit_(dice.part() * dice.part())
    {}

    void live()
    {
        auto const category = static_cast<std::uint8_t>(dice_.between(0, 5));
        world_.people.push_back(
            {category, day_in(dice_.between(1988, kFirstYear - 1)), dice_.chance(0.002)});
        for (int year = kFirstYear; year <= kLastYear; ++year) live_through(year);
        if (dice_.chance(0.08)) {
            auto const from = day_in(dice_.between(2005, kLastYear));
            bool const lasts = dice_.chance(0.6);
            world_.posts.push_back({subject_,
                                    from,
                                    lasts ? 0 : from + 1500,
                                    static_cast<std::uint8_t>(dice_.between(4, 12)),
                                    0});
        }
    }

private:
    std::int32_t day_in(int year) { return first_day_of(year) + dice_.between(0, 364); }
    std::int32_t first_day_of(int year)
    {
        return year < kFirstYear ? first_day(year)
                                 : new_years_[static_cast<std::size_t>(year - kFirstYear)];
    }

    void live_through(int year)
    {
        bool const excellent = dice_.chance(0.04 + 0.5 * merit_);
        if (!dice_.chance(0.005)) {
            int const rating = excellent ? 4 : dice_.chance(0.98) ? 3 : 2;
            world_.ratings.push_back(
                {subject_, static_cast<std::int16_t>(year), static_cast<std::uint8_t>(rating)});
        }
        if (dice_.chance(0.8)) award(kCstt, year, 0.08);
        bool const fighter = dice_.chance(excellent ? 0.5 : 0.02);
        in_a_row_ = fighter ? in_a_row_ + 1 : 0;
        if (fighter) award(kBase, year, 0.08);
        if (dice_.chance(fighter ? 0.7 : 0.06)) initiative(year);
        if (dice_.chance(0.1)) award(kCertificate, year, 0.3);
        climb(year);
        stumble(year);
    }

    void climb(int year)
    {
        if (in_a_row_ >= 3 && dice_.chance(0.3)) award(kMinistry, year, 0.6), in_a_row_ = 0;
        if (in_a_row_ >= 2 && last_ministry_form_ + 2 <= year && dice_.chance(0.3))
            award(kBkBo, year, 0.4), last_ministry_form_ = year;
        if (last_ministry_form_ > 0 && last_state_form_ + 5 <= year && dice_.chance(0.02))
            award(last_state_form_ == 0 ? kBkTtg : kHc3, year, 0.9), last_state_form_ = year;
        if (dice_.chance(0.001)) award(kBvtq3, year, 0.9);
        if (year == 2015 && dice_.chance(0.5)) award(kMedal, year, 0.2);
    }

    void stumble(int year)
    {
        if (dice_.chance(0.0012)) {
            auto const from = day_in(year);
            world_.measures.push_back(
                {subject_, from, from + 365, static_cast<std::uint8_t>(dice_.between(0, 2)), 0});
        }
        if (dice_.chance(0.012)) {
            auto const from = day_in(year);
            world_.absences.push_back({subject_,
                                       from,
                                       from + dice_.between(20, 400),
                                       static_cast<std::uint8_t>(dice_.between(0, 2)),
                                       static_cast<std::uint8_t>(dice_.between(0, 3))});
        }
        if (dice_.chance(0.02))
            world_.transfers.push_back({subject_, day_in(year), dice_.chance(0.9)});
    }

    void initiative(int year)
    {
        double const die = dice_.part();
        auto const level = static_cast<std::uint8_t>(die < 0.01 ? 2 : die < 0.1 ? 1 : 0);
        world_.initiatives.push_back({subject_,
                                      static_cast<std::int16_t>(year),
                                      level,
                                      static_cast<std::uint8_t>(dice_.between(0, 2))});
        if (dice_.chance(0.15)) initiative(year);
    }

    // Decided in December, or, for some, in the course of the next year.
    void award(Award which, int year, double late)
    {
        auto const december = first_day_of(year) + dice_.between(340, 360);
        auto const decided = dice_.chance(late) && year < kLastYear ? day_in(year + 1) : december;
        auto const mode = dice_.chance(0.97) ? 0 : dice_.between(1, 2);
        world_.awards.push_back({subject_,
                                 decided,
                                 static_cast<std::int16_t>(year),
                                 which,
                                 static_cast<std::uint8_t>(mode)});
    }

    World& world_;
    Dice& dice_;
    std::vector<std::int32_t> const& new_years_;
    std::uint32_t subject_;
    double merit_;
    int in_a_row_ = 0, last_ministry_form_ = 0, last_state_form_ = 0;
};

std::optional<Date> end_of(PeriodRow const& row)
{
    return row.to == 0 ? std::nullopt : std::optional(Date{row.to});
}

template <class Words>
std::vector<law::Code> codes(law::Columns& columns, Words const& words)
{
    std::vector<law::Code> found;
    for (auto const* word : words) found.push_back(columns.code(word));
    return found;
}

void add_people(law::Columns& columns, World const& world)
{
    columns.expect(world.people.size());
    auto const categories = codes(columns, kCategories);
    for (auto const& row : world.people) {
        auto const subject = columns.subject(categories[row.category], Date{row.joined});
        if (row.pending) columns.pending(subject);
    }
}

// What Columns::take takes.
void fill_others(law::Columns& columns, World const& world)
{
    add_people(columns, world);
    auto const kinds = codes(columns, kKinds);
    for (auto const& row : world.ratings)
        columns.rating(row.subject, row.year, static_cast<law::Rating>(row.rating));
    for (auto const& row : world.initiatives)
        columns.initiative(
            row.subject, row.year, static_cast<law::Level>(row.level), kinds[row.kind]);
    for (auto const& row : world.transfers)
        columns.transfer(row.subject, Date{row.on}, row.opinion);
    for (auto const& row : world.posts)
        columns.post(row.subject, Date{row.from}, end_of(row), row.kind * 10);
    columns.seal();
}

void fill(law::Columns& columns, World const& world)
{
    add_people(columns, world);
    auto const awards = codes(columns, kAwards);
    auto const measures = codes(columns, kMeasures);
    auto const absences = codes(columns, kAbsences);
    auto const results = codes(columns, kResults);
    for (auto const& row : world.awards)
        columns.award(row.subject,
                      awards[row.award],
                      row.closing,
                      Date{row.decided},
                      static_cast<law::Mode>(row.mode));
    for (auto const& row : world.measures)
        columns.discipline(row.subject, measures[row.kind], Date{row.from}, end_of(row));
    for (auto const& row : world.absences)
        columns.absence(
            row.subject, absences[row.kind], Date{row.from}, end_of(row), results[row.result]);
    columns.seal();
}

}  // namespace

World make_world(std::size_t people, std::uint64_t seed)
{
    World world;
    Dice dice(seed);
    std::vector<std::int32_t> new_years;
    for (int year = kFirstYear; year <= kLastYear + 1; ++year) new_years.push_back(first_day(year));
    while (world.people.size() < people) Life(world, dice, new_years).live();
    return world;
}

law::Columns columns_of(World const& world)
{
    law::Columns columns(law::Subject::Person, kLastYear + 7),
        others(law::Subject::Person, kLastYear + 7);
    auto filled = std::async(std::launch::async, [&] { fill_others(others, world); });
    fill(columns, world);
    filled.get();
    columns.take(std::move(others));
    return columns;
}

law::Facts facts_of_one(World const& world, std::size_t subject)
{
    law::Facts facts;
    auto& history = facts.history;
    auto const each = [&](auto const& rows, auto const& add) {
        using Row = std::decay_t<decltype(rows.front())>;
        auto const who = static_cast<std::uint32_t>(subject);
        for (auto const& row : std::ranges::equal_range(rows, who, {}, &Row::subject)) add(row);
    };
    facts.category = kCategories[world.people[subject].category];
    history.joined = Date{world.people[subject].joined};
    if (world.people[subject].pending) history.pending.push_back("thanh-tra");
    each(world.ratings, [&](RatingRow const& row) {
        history.ratings[row.year] = static_cast<law::Rating>(row.rating);
    });
    each(world.awards, [&](AwardRow const& row) {
        auto const mode = static_cast<law::Mode>(row.mode);
        history.awards.push_back(
            {kAwards[row.award], row.closing, row.closing, Date{row.decided}, mode, ""});
    });
    each(world.initiatives, [&](InitiativeRow const& row) {
        history.initiatives.push_back(
            {row.year, static_cast<law::Level>(row.level), kKinds[row.kind], ""});
    });
    each(world.measures, [&](PeriodRow const& row) {
        history.disciplines.push_back({kMeasures[row.kind], Date{row.from}, end_of(row)});
    });
    each(world.absences, [&](PeriodRow const& row) {
        history.absences.push_back(
            {kAbsences[row.kind], Date{row.from}, end_of(row), kResults[row.result]});
    });
    each(world.transfers, [&](TransferRow const& row) {
        history.transfers.push_back({Date{row.on}, row.opinion});
    });
    each(world.posts, [&](PeriodRow const& row) {
        history.posts.push_back({Date{row.from}, end_of(row), row.kind * 10});
    });
    return facts;
}

std::vector<law::Facts> facts_of(World const& world, std::size_t people)
{
    std::vector<law::Facts> all;
    for (std::size_t i = 0; i < people; ++i) all.push_back(facts_of_one(world, i));
    return all;
}

}  // namespace thidua::bench
