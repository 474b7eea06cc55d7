#include "demo/world.h"

#include <fmt/format.h>

#include <algorithm>
#include <set>

namespace thidua::demo {

namespace {

constexpr int kStaff = 3600;
constexpr int kFormer = 2400;
constexpr int kLeaders = 620;
constexpr int kHomonymGroups = 22;

struct CategoryShare {
    char const* category;
    int up_to;  // Running share of 3,600.
    std::vector<std::string> ranks;
};

std::vector<CategoryShare> const& categories()
{
    static std::vector<CategoryShare> const shares = {
        {"officer", 1500, {"Trung úy", "Thượng úy", "Đại úy", "Thiếu tá", "Trung tá", "Thượng tá", "Đại tá"}},
        {"professional", 2200, {"Thiếu úy QNCN", "Trung úy QNCN", "Thượng úy QNCN", "Đại úy QNCN", "Thiếu tá QNCN", "Trung tá QNCN"}},
        {"worker", 2700, {"CNVCQP"}},
        {"civil", 3100, {"Chuyên viên", "Chuyên viên", "Chuyên viên chính"}},
        {"cadet", 3400, {"Học viên"}},
        {"contract", 3600, {"LĐHĐ"}},
    };
    return shares;
}

class NameMaker {
public:
    std::string unique(Random& random, bool woman)
    {
        for (;;) {
            auto name = surnames_.draw(random) + ' ' + (woman ? middle_nu_ : middle_nam_).draw(random) + ' ' +
                        (woman ? given_nu_ : given_nam_).draw(random);
            // Longer names once the short ones are used up.
            if (used_.contains(name)) {
                auto const& second = (woman ? given_nu_ : given_nam_).draw(random);
                name = surnames_.draw(random) + ' ' + (woman ? middle_nu_ : middle_nam_).draw(random) + ' ' + second +
                       ' ' + (woman ? given_nu_ : given_nam_).draw(random);
            }
            if (used_.insert(name).second || used_.size() > 200000) return name;
        }
    }

private:
    Names surnames_{"surnames"}, middle_nam_{"middle-nam"}, middle_nu_{"middle-nu"}, given_nam_{"given-nam"}, given_nu_{"given-nu"};
    std::set<std::string> used_;
};

Date random_day(Random& random, int year) { return Date{make_date(year, 1, 1)->days + random.below(365)}; }

std::string rank_on(CategoryShare const& share, Date joined, Date day)
{
    auto const steps = (day.days - joined.days) / (365 * 4);
    return share.ranks[static_cast<std::size_t>(std::clamp(steps, 0, static_cast<int>(share.ranks.size()) - 1))];
}

std::vector<std::int64_t> standing_sections(World const& world, Date day)
{
    std::vector<std::int64_t> found;
    for (auto const& unit : world.units) {
        if (unit.kind == "cap-3" && unit.from <= day && (!unit.to || day <= *unit.to)) found.push_back(unit.id);
    }
    return found;
}

// The unit that a person of `unit` belongs to from `day`: follows mergers.
std::int64_t successor(World const& world, std::int64_t unit)
{
    for (auto const& candidate : world.units) {
        if (std::find(candidate.predecessors.begin(), candidate.predecessors.end(), unit) != candidate.predecessors.end()) return candidate.id;
    }
    return unit;
}

// A career: one section to begin with, a new rank every four years, now and then a transfer, mergers
// followed on their day; a leader takes a post in the second half.
void give_career(World& world, Person& person, CategoryShare const& share, bool leader)
{
    auto& random = world.random;
    auto const end = person.left.value_or(world.options.as_of);
    auto unit = random.pick(standing_sections(world, person.joined));
    auto const promoted = Date{person.joined.days + (end.days - person.joined.days) * 2 / 3};
    for (auto day = person.joined; day <= end;) {
        auto next = day.plus_months(48);
        if (auto const to = world.unit(unit).to; to && *to < next) next = to->plus_days(1);
        auto const leads = leader && day >= promoted;
        Post post;
        post.unit = leads && random.chance(250) ? world.level_two(unit) : unit;
        post.rank = rank_on(share, person.joined, day);
        auto const upper = world.unit(post.unit).kind != "cap-3";
        post.position = leads ? (upper ? "Phó cục trưởng" : random.chance(500) ? "Trưởng phòng" : "Phó trưởng phòng")
                              : (person.category == "cadet" ? "Học viên" : "Nhân viên");
        post.direct = !leads;
        post.coefficient = leads ? (upper ? 80 : 50) : 0;
        post.from = day;
        if (next <= end) post.to = next.plus_days(-1);
        auto const before = unit;
        if (auto const to = world.unit(unit).to; to && to->plus_days(1) == next) {
            unit = successor(world, unit);
        } else if (next <= end && random.chance(110)) {
            unit = random.pick(standing_sections(world, next));
        }
        if (unit != before && next <= end && !world.unit(before).to) {
            world.transfers.push_back({person.id, before, unit, next, random.chance(900)});
        }
        person.posts.push_back(std::move(post));
        day = next;
    }
}

void add_absences(World& world, Person const& person)
{
    auto& random = world.random;
    if (person.woman && random.chance(350)) {
        auto const year = person.born.year() + random.between(25, 34);
        if (year > person.joined.year() && year < world.last_year) {
            auto const from = random_day(random, year);
            if (person.serves_on(from)) world.absences.push_back({person.id, "thai-san", from, from.plus_months(6), ""});
        }
    }
    if (random.chance(60)) {
        auto const from = random_day(random, random.between(world.first_year, world.last_year - 1));
        if (person.serves_on(from)) {
            auto const study = random.chance(600);
            world.absences.push_back({person.id, study ? "hoc-tap" : "biet-phai", from, from.plus_months(study ? 10 : 8), study ? "kha" : ""});
        }
    }
}

void add_person(World& world, NameMaker& names, int share_place, bool former, bool leader)
{
    auto& random = world.random;
    auto const& shares = categories();
    auto const& share = *std::find_if(shares.begin(), shares.end(), [&](auto const& s) { return share_place < s.up_to; });
    Person person;
    person.id = static_cast<std::int64_t>(world.people.size()) + 1;
    person.code = fmt::format("NV{:06}", person.id);
    person.woman = random.chance(320);
    person.name = names.unique(random, person.woman);
    person.category = share.category;
    auto const cadet = person.category == "cadet";
    auto const age = cadet ? random.between(18, 22) : leader ? random.between(36, 57) : random.between(23, 56);
    auto const reference = former ? random.between(world.first_year + 1, world.last_year - 1) : world.last_year;
    person.born = random_day(random, reference - age);
    person.joined = random_day(random, std::min(person.born.year() + (cadet ? 18 : random.between(19, 25)), reference - 1));
    person.joined = std::max(person.joined, world.unit(1).from.plus_days(random.below(900)));
    person.ability = random.below(1000);
    if (former) {
        person.left = std::max(random_day(random, reference), person.joined.plus_months(6));
        person.left_reason = age > 50 ? "nghi-huu" : random.chance(40) ? "tu-tran" : "chuyen-ra";
    }
    give_career(world, person, share, leader);
    add_absences(world, person);
    world.people.push_back(std::move(person));
}

// Some names borne twice or three times; the first pair works in one unit.
void make_homonyms(World& world, int staff)
{
    auto& random = world.random;
    for (int group = 0; group < kHomonymGroups * world.options.scale; ++group) {
        auto const& model = world.people[static_cast<std::size_t>(random.below(staff))];
        for (int copies = group % 5 == 4 ? 2 : 1; copies > 0; --copies) {
            auto& other = world.people[static_cast<std::size_t>(random.below(staff))];
            if (other.id == model.id || other.woman != model.woman) continue;
            other.name = model.name;
            if (group == 0) other.posts.back().unit = model.posts.back().unit;
        }
    }
}

}  // namespace

Post const& Person::post_on(Date day) const
{
    auto const after = std::find_if(posts.begin(), posts.end(), [&](Post const& p) { return p.from > day; });
    return after == posts.begin() ? posts.front() : *(after - 1);
}

void make_people(World& world)
{
    NameMaker names;
    auto const staff = kStaff * world.options.scale;
    for (int i = 0; i < staff; ++i) {
        auto const place = i % kStaff;
        auto const leader = place < 1500 && place % 5 < 2 && place / 5 * 2 + place % 5 < kLeaders;
        add_person(world, names, place, false, leader);
    }
    for (int i = 0; i < kFormer * world.options.scale; ++i) add_person(world, names, i % 3100, true, i % 7 == 0);
    make_homonyms(world, staff);
}

}  // namespace thidua::demo
