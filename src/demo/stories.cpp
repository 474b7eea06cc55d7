// The edge stories. Each has a fixed place, so that guides, tests and trainers can point at it:
//
//   NV000011  one year short: fighter of the base level in the last two years, not the one before
//   NV000012  a ministry certificate of merit older than any window
//   NV000013, NV000014  homonyms in one unit
//   NV000015  disciplined, the measure still runs
//   NV000016  on maternity leave in the last year
//   NV000017  seconded for eight months
//   NV000018  a secret feat: award and initiative marked "mat"
//   NV000019  a paper in which the name is misspelt, corrected by a later paper
//   NV000020  an award revoked by a decision
//   NV000021  a denunciation being looked into
//   NV003601  former staff who asks for a certified sheet
//   K-merged  the first merged unit: both predecessors had the Board's flag
//   D301, D302  a tie: the same place in their block in the last closed year
#include "demo/world.h"

#include <fmt/format.h>

#include <algorithm>

namespace thidua::demo {

namespace {

Award award_of(std::int64_t person, std::int64_t decision, char const* code, int year)
{
    Award row;
    row.decision = decision;
    row.subject = person;
    row.award = code;
    row.year = year;
    row.citation = "Hoàn thành xuất sắc nhiệm vụ được giao";
    return row;
}

void drop(World& world, std::int64_t person, std::string const& code, int year = 0)
{
    std::erase_if(world.awards, [&](Award const& a) {
        return a.is_person && a.subject == person && a.award == code && (year == 0 || a.year == year);
    });
}

std::int64_t fighters_paper(World& world, int year)
{
    return world.decision("410/QĐ-BVD", *make_date(year, 12, 18), "truong-ban", "Tặng danh hiệu Chiến sĩ thi đua cơ sở");
}

// Long in service, whatever the draw gave.
Person& settled(World& world, std::int64_t id)
{
    auto& person = world.person(id);
    auto const joined = *make_date(world.last_year - 15, 3, 1);
    if (person.joined > joined) {
        person.joined = joined;
        person.posts.front().from = joined;
        person.born = std::min(person.born, *make_date(joined.year() - 22, 5, 20));
    }
    return person;
}

void one_year_short(World& world)
{
    auto const last = world.last_year - 1;
    settled(world, 11);
    drop(world, 11, "cstd-co-so");
    drop(world, 11, "cstd-bo");
    for (auto const year : {last - 1, last}) {
        world.awards.push_back(award_of(11, fighters_paper(world, year), "cstd-co-so", year));
    }
}

void certificate_outside_the_window(World& world)
{
    settled(world, 12);
    drop(world, 12, "bk-bo");
    auto const year = world.last_year - 12;
    auto const paper = world.decision("78/QĐ-BQL", *make_date(year + 1, 3, 25), "bo-truong", "Tặng Bằng khen của Bộ trưởng");
    world.awards.push_back(award_of(12, paper, "bk-bo", year));
}

void homonyms(World& world)
{
    auto& first = settled(world, 13);
    auto& second = settled(world, 14);
    first.name = second.name = "Nguyễn Minh Tâm";
    first.woman = second.woman = false;
    second.posts = first.posts;
    second.joined = first.joined;
}

void troubles(World& world)
{
    auto const year = world.last_year;
    settled(world, 15);
    world.disciplines.push_back({15, "canh-cao", *make_date(year, 3, 1), std::nullopt});
    auto& mother = settled(world, 16);
    mother.woman = true;
    mother.name = "Trần Thị Minh Nguyệt";
    world.absences.push_back({16, "thai-san", *make_date(year, 2, 10), *make_date(year, 8, 10), ""});
    settled(world, 17);
    world.absences.push_back({17, "biet-phai", *make_date(year, 3, 1), *make_date(year, 10, 31), ""});
    settled(world, 21);
    world.pending.push_back({true, 21, "to-cao", *make_date(year, 10, 5), std::nullopt});
}

void secret_feat(World& world)
{
    settled(world, 18);
    auto const year = world.last_year - 1;
    drop(world, 18, "bk-ban", year);
    auto const paper = world.decision("M-07/QĐ-BVD", *make_date(year, 6, 20), "truong-ban", "Khen thưởng đột xuất");
    world.decisions[static_cast<std::size_t>(paper - 1)].marking = 1;
    world.decisions[static_cast<std::size_t>(paper - 1)].released = false;
    auto row = award_of(18, paper, "bk-ban", year);
    row.mode = "dot-xuat";
    row.marking = 1;
    world.awards.push_back(row);
    world.initiatives.push_back({18, year, "Giải pháp bảo đảm kỹ thuật đặc biệt", "bo", "sang-kien", 1});
}

void misspelt_and_corrected(World& world)
{
    auto& person = settled(world, 19);
    person.name = "Phạm Quốc Khánh";
    person.woman = false;
    auto const year = world.last_year - 2;
    drop(world, 19, "bk-ban", year);
    auto const paper = world.decision("515/QĐ-BVD", *make_date(year, 12, 20), "truong-ban", "Tặng Bằng khen của Trưởng ban (bổ sung)");
    auto row = award_of(19, paper, "bk-ban", year);
    row.name_as_printed = "Phạm Quốc Khách";
    world.awards.push_back(row);
    auto const later = world.decision("22/QĐ-BVD", *make_date(year + 1, 1, 15), "truong-ban",
                                      "Đính chính họ tên trong Quyết định số 515/QĐ-BVD");
    auto& correction = world.decisions[static_cast<std::size_t>(later - 1)];
    correction.kind = "correct";
    correction.corrects = paper;
}

void revoked(World& world)
{
    settled(world, 20);
    auto const year = world.last_year - 3;
    drop(world, 20, "bk-ban", year);
    auto const paper = world.decision("512/QĐ-BVD", *make_date(year, 12, 18), "truong-ban", "Tặng Bằng khen của Trưởng ban");
    auto row = award_of(20, paper, "bk-ban", year);
    auto const revoking = world.decision("31/QĐ-BVD", *make_date(year + 1, 5, 6), "truong-ban",
                                         "Hủy bỏ Quyết định tặng Bằng khen đối với cá nhân kê khai không đúng thành tích");
    auto& paper_of_revocation = world.decisions[static_cast<std::size_t>(revoking - 1)];
    paper_of_revocation.kind = "revoke";
    paper_of_revocation.corrects = paper;
    row.revoked_by = revoking;
    world.awards.push_back(row);
}

void merged_with_flags(World& world)
{
    auto const merged = std::find_if(world.units.begin(), world.units.end(), [](Unit const& u) { return u.predecessors.size() == 2; });
    if (merged == world.units.end()) return;
    auto const year = merged->from.year() - 1;
    auto const paper = world.decision("513/QĐ-BVD", *make_date(year, 12, 18), "truong-ban", "Tặng Cờ thi đua của Ban");
    for (auto const predecessor : merged->predecessors) {
        Award row = award_of(predecessor, paper, "co-ban", year);
        row.is_person = false;
        world.awards.push_back(row);
    }
}

void tie(World& world)
{
    for (auto& place : world.places) {
        if (place.year == world.last_year - 1 && (world.unit(place.unit).code == "D301" || world.unit(place.unit).code == "D302")) place.rank = 1;
    }
}

}  // namespace

void tell_stories(World& world)
{
    one_year_short(world);
    certificate_outside_the_window(world);
    homonyms(world);
    troubles(world);
    secret_feat(world);
    misspelt_and_corrected(world);
    revoked(world);
    merged_with_flags(world);
    tie(world);
}

}  // namespace thidua::demo
