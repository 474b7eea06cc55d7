#include "demo/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace thidua::demo {

namespace {

constexpr std::uint64_t bit(int year) { return std::uint64_t{1} << (year - kBaseYear); }

// One year of the organisation: who is graded how, who and what is awarded, by which paper.
class Year {
public:
    Year(World& world, int year)
        : world_(world), random_(world.random), year_(year), last_(*make_date(year, 12, 31)),
          own_day_(*make_date(year, 12, 10)), board_day_(*make_date(year, 12, 18)), high_day_(*make_date(year + 1, 3, 25))
    {}

    void run()
    {
        grade();
        honour_people();
        honour_units();
        honour_service();
        honour_deeds();
    }

private:
    static constexpr int kFighterShare = 120;  // per thousand of staff

    void grade();
    void honour_people();
    void honour_units();
    void honour_service();
    void honour_deeds();
    void place_blocks();
    UnitYear measure(Unit const& unit);

    void give(std::int64_t decision, bool is_person, std::int64_t subject, char const* award, int from = 0)
    {
        Award row;
        row.decision = decision;
        row.is_person = is_person;
        row.subject = subject;
        row.award = award;
        row.year = year_;
        row.year_from = from;
        if (!is_person && world_.unit(subject).school_year) {
            row.school_year = true;
            row.year_from = year_ - 1;
        }
        row.citation = random_.pick(citations_.all());
        world_.awards.push_back(std::move(row));
    }
    // A paper that exists only if its day has come.
    std::int64_t paper(std::string const& number, Date on, char const* authority, std::string const& title)
    {
        return on > world_.options.as_of ? 0 : world_.decision(number, on, authority, title);
    }
    std::int64_t board_paper(int number, char const* what)
    {
        return paper(fmt::format("{}/QĐ-BVD", number), board_day_, "truong-ban", fmt::format("{} năm {}", what, year_));
    }
    std::int64_t ministry_paper(int number, char const* what)
    {
        return paper(fmt::format("{}/QĐ-BQL", number), high_day_, "bo-truong", fmt::format("{} năm {}", what, year_));
    }

    World& world_;
    Random& random_;
    int year_;
    Date last_, own_day_, board_day_, high_day_;
    std::vector<Person*> serving_;
    Names citations_{"citations"};
    Names initiative_titles_{"initiatives"};
    Names movements_{"movements"};
};

// Grades follow ability with some luck; a good part has an initiative.
void Year::grade()
{
    for (auto& person : world_.people) {
        if (!person.serves_on(last_) || person.joined > last_.plus_months(-10)) continue;
        serving_.push_back(&person);
        auto const score = person.ability * 7 / 10 + random_.below(300);
        person.ratings[year_] = score > 790 ? "xuat-sac" : score > 150 ? "tot" : score > 20 ? "hoan-thanh" : "khong-hoan-thanh";
        if (score > 700 && random_.chance(350)) {
            auto const level = random_.chance(30) ? "toan-quoc" : random_.chance(250) ? "bo" : "co-so";
            world_.initiatives.push_back({person.id, year_, initiative_titles_.draw(random_), level,
                                          random_.chance(150) ? "de-tai" : "sang-kien", 0});
        }
        if (random_.chance(3)) {
            auto const from = Date{make_date(year_, 1, 1)->days + random_.below(330)};
            world_.disciplines.push_back({person.id, random_.chance(700) ? "khien-trach" : "canh-cao", from, from.plus_months(12)});
            person.ratings[year_] = "hoan-thanh";
        }
    }
}

void Year::honour_people()
{
    auto const fighters = board_paper(410, "Tặng danh hiệu Chiến sĩ thi đua cơ sở");
    auto const merit = board_paper(512, "Tặng Bằng khen của Trưởng ban");
    auto const flags = ministry_paper(77, "Tặng danh hiệu Chiến sĩ thi đua cấp bộ");
    auto const ministry = ministry_paper(78, "Tặng Bằng khen của Bộ trưởng");
    auto const limit = static_cast<int>(serving_.size()) * kFighterShare / 1000;
    auto best = serving_;
    auto rank = [&](Person const* p) { return (p->ratings.at(year_) == "xuat-sac" ? 1000 : 0) + p->ability; };
    std::stable_sort(best.begin(), best.end(), [&](auto* a, auto* b) { return rank(a) > rank(b); });
    int fighter_count = 0, merit_count = 0, flag_count = 0, ministry_count = 0;
    for (auto* person : best) {
        auto const& rating = person->ratings.at(year_);
        if (rating != "xuat-sac" && rating != "tot") continue;
        auto const unit = world_.level_two(person->post_on(last_).unit);
        auto const own = paper(fmt::format("{}/QĐ-{}", 20 + year_ % 7, world_.unit(unit).code), own_day_, "don-vi",
                               fmt::format("Tặng danh hiệu thi đua và Giấy khen năm {}", year_));
        auto const civil = person->category == "contract" || (person->category == "civil" && person->id % 2 == 0);
        if (own != 0) give(own, true, person->id, civil ? "ldtt" : "cstt");
        if (own != 0 && random_.chance(190)) give(own, true, person->id, "giay-khen");
        if (rating == "xuat-sac" && fighter_count < limit && random_.chance(900)) {
            ++fighter_count;
            person->fighter |= bit(year_);
            if (fighters != 0) give(fighters, true, person->id, "cstd-co-so");
        }
        auto const three = bit(year_) | bit(year_ - 1) | bit(year_ - 2);
        auto const two = bit(year_) | bit(year_ - 1);
        if ((person->fighter & three) == three && flag_count < 11 * world_.options.scale && random_.chance(150)) {
            ++flag_count;
            if (flags != 0) give(flags, true, person->id, "cstd-bo");
        } else if ((person->fighter & two) == two && ministry_count < 28 * world_.options.scale && random_.chance(200)) {
            ++ministry_count;
            if (ministry != 0) give(ministry, true, person->id, "bk-bo");
        }
        if (merit_count < 140 * world_.options.scale && random_.chance(110)) {
            ++merit_count;
            if (merit != 0) give(merit, true, person->id, "bk-ban");
        }
    }
}

// What the law reads of a unit's year, counted from its people where it has any.
UnitYear Year::measure(Unit const& unit)
{
    UnitYear row{unit.id, year_, random_.chance(850), 0, 0, 0, 0, 0, ""};
    for (auto const* person : serving_) {
        auto const home = person->post_on(last_).unit;
        if (home != unit.id && world_.level_two(home) != unit.id) continue;
        auto const& rating = person->ratings.at(year_);
        ++row.total;
        row.completed += rating != "khong-hoan-thanh";
        row.advanced += rating == "xuat-sac" || rating == "tot";
        row.fighters += (person->fighter & bit(year_)) != 0;
    }
    auto const score = unit.strength * 7 / 10 + random_.below(300);
    row.rating = score > 720 ? "xuat-sac" : score > 120 ? "tot" : "hoan-thanh";
    return row;
}

void Year::honour_units()
{
    auto const titles = board_paper(411, "Tặng danh hiệu Đơn vị quyết thắng, Tập thể lao động xuất sắc");
    auto const flags = board_paper(513, "Tặng Cờ thi đua của Ban");
    auto const merit = board_paper(514, "Tặng Bằng khen của Trưởng ban cho tập thể");
    auto const ministry = ministry_paper(79, "Tặng Cờ thi đua, Bằng khen của Bộ trưởng cho tập thể");
    int flag_count = 0, merit_count = 0, high_count = 0, ministry_merit = 0;
    std::vector<UnitYear> rows;
    for (auto const& unit : world_.units) {
        if (unit.id > 1 && unit.from <= last_ && (!unit.to || last_ <= *unit.to)) rows.push_back(measure(unit));
    }
    std::stable_sort(rows.begin(), rows.end(), [&](auto const& a, auto const& b) {
        return (a.rating == "xuat-sac") * 1000 + world_.unit(a.unit).strength > (b.rating == "xuat-sac") * 1000 + world_.unit(b.unit).strength;
    });
    for (auto const& row : rows) {
        auto const own = paper(fmt::format("{}/QĐ-{}", 20 + year_ % 7, world_.unit(world_.level_two(row.unit)).code), own_day_, "don-vi",
                               fmt::format("Tặng danh hiệu thi đua và Giấy khen năm {}", year_));
        auto const military = row.unit % 4 != 0;
        if (row.rating != "hoan-thanh" && own != 0 && random_.chance(850)) give(own, false, row.unit, military ? "dvtt" : "tt-ldtt");
        if (row.rating == "xuat-sac" && row.advanced * 100 >= 70 * row.total && row.fighters > 0 && titles != 0) {
            give(titles, false, row.unit, military ? "dvqt" : "tt-ldxs");
        }
        if (row.rating == "xuat-sac" && row.clean && flag_count < 22 && flags != 0) ++flag_count, give(flags, false, row.unit, "co-ban");
        if (row.rating == "xuat-sac" && flag_count % 8 == 1 && high_count < 3 && ministry != 0) ++high_count, give(ministry, false, row.unit, "co-bo");
        if (merit_count < 78 && random_.chance(500) && merit != 0) ++merit_count, give(merit, false, row.unit, "bk-ban");
        if (ministry_merit < 13 && row.rating == "xuat-sac" && random_.chance(300) && ministry != 0) ++ministry_merit, give(ministry, false, row.unit, "bk-bo");
    }
    world_.unit_years.insert(world_.unit_years.end(), rows.begin(), rows.end());
    place_blocks();
}

// Four blocks of level-2 units; the head's office passes on every year.
void Year::place_blocks()
{
    for (int block = 1; block <= 4; ++block) {
        std::vector<std::int64_t> members;
        for (auto const& unit : world_.units) {
            if (unit.block == block) members.push_back(unit.id);
        }
        auto order = members;
        std::stable_sort(order.begin(), order.end(), [&](auto a, auto b) {
            return (world_.unit(a).strength * 7 + year_ * 131 % 300) % 1000 > (world_.unit(b).strength * 7 + year_ * 131 % 300) % 1000;
        });
        auto const head = members[static_cast<std::size_t>(year_) % members.size()];
        auto const deputy = members[static_cast<std::size_t>(year_ + 1) % members.size()];
        for (auto const unit : members) {
            auto const place = std::find(order.begin(), order.end(), unit) - order.begin() + 1;
            world_.places.push_back({block, year_, unit, unit == head ? "head" : unit == deputy ? "deputy" : "member",
                                     year_ < world_.last_year ? static_cast<int>(place) : 0});
        }
    }
}

// Medals on full years of service, badges, and the rare State forms.
void Year::honour_service()
{
    auto const medals = paper(fmt::format("{}/QĐ-CTN", 900 + year_ % 50), *make_date(year_, 9, 2), "chu-tich-nuoc",
                              fmt::format("Tặng Huân chương, Huy chương năm {}", year_));
    auto const badges = ministry_paper(80, "Tặng Kỷ niệm chương");
    auto const state = paper(fmt::format("{}/QĐ-TTg", 300 + year_ % 90), *make_date(year_, 8, 12), "thu-tuong",
                             fmt::format("Tặng Bằng khen của Thủ tướng Chính phủ năm {}", year_));
    int badge_count = 0, prime = 0, orders = 0;
    for (auto* person : serving_) {
        auto const years = year_ - person->joined.year();
        auto const soldier = person->category == "officer" || person->category == "professional" || person->category == "worker";
        if (medals != 0 && soldier) {
            auto const* medal = years == 10 ? "hch-csvv-3" : years == 15 ? "hch-csvv-2" : years == 20 ? "hch-csvv-1" : years == 25 ? "hch-qkqt" : nullptr;
            if (medal != nullptr) {
                give(medals, true, person->id, medal);
                world_.awards.back().mode = "nien-han";
            }
        }
        if (badges != 0 && years >= 20 && years < 24 && badge_count < 150 * world_.options.scale && random_.chance(250)) {
            ++badge_count;
            give(badges, true, person->id, "ky-niem-chuong");
            world_.awards.back().mode = "cong-hien";
        }
        if (state != 0 && person->ability > 960 && prime < 2 * world_.options.scale && random_.chance(100)) ++prime, give(state, true, person->id, "bk-ttg");
        if (medals != 0 && person->ability > 970 && years > 20 && orders < 5 * world_.options.scale && random_.chance(150)) {
            ++orders;
            give(medals, true, person->id, "hc-bvtq-3", year_ - 4);
        }
    }
}

// Sudden merit and campaigns: fewer, with the movement named.
void Year::honour_deeds()
{
    for (int n = 0; n < 6; ++n) {
        auto const on = *make_date(year_, 2 + n, 15);
        auto const deed = paper(fmt::format("{}/QĐ-BVD", 120 + n), on, "truong-ban", "Khen thưởng chuyên đề, đột xuất");
        if (deed == 0) continue;
        for (int i = 0; i < 4 * world_.options.scale; ++i) {
            give(deed, true, random_.pick(serving_)->id, "bk-ban");
            auto& row = world_.awards.back();
            row.mode = n % 2 == 0 ? "chuyen-de" : "dot-xuat";
            if (n % 2 == 0) row.movement = random_.pick(movements_.all());
        }
    }
}

}  // namespace

void make_history(World& world)
{
    for (int year = world.first_year; year <= world.last_year; ++year) Year{world, year}.run();
}

}  // namespace thidua::demo
