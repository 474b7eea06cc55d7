#include "demo/world.h"

#include "base/assets.h"
#include "base/text.h"

#include <fmt/format.h>

#include <stdexcept>

namespace thidua::demo {

namespace {

constexpr int kSections = 135;
constexpr int kMergers = 24;  // One a year, as are the renames.

Unit& add(World& world, Unit unit)
{
    unit.id = static_cast<std::int64_t>(world.units.size()) + 1;
    unit.strength = world.random.below(1000);
    world.units.push_back(std::move(unit));
    return world.units.back();
}

void add_level_two(World& world, Date founded)
{
    auto const rows = assets::find("demo/units.csv");
    if (!rows) throw std::logic_error("demo/units.csv is missing");
    std::array<int, 5> in_block{};
    for (auto const line : split(*rows, '\n')) {
        auto const cells = split(trim(line), ',');
        if (cells.size() != 5 || cells[0] == "block") continue;
        auto const block = std::stoi(std::string{cells[0]});
        Unit unit;
        unit.code = fmt::format("D{}{:02}", block, ++in_block[static_cast<std::size_t>(block)]);
        unit.name = cells[1];
        unit.kind = cells[2];
        unit.parent = 1;
        unit.block = block;
        unit.school_year = cells[3] == "1";
        unit.offline = cells[4] == "1";
        unit.from = founded;
        add(world, std::move(unit));
    }
}

// "Phòng Kỹ thuật 2, Cục Chứng thực số": a section's name tells whose it is.
std::string section_name(World& world, Names const& names, int number, Unit const& parent)
{
    return fmt::format("{} {}, {}", world.random.pick(names.all()), number, parent.name);
}

void add_sections(World& world, Date founded)
{
    Names const names{"sections"};
    std::vector<std::int64_t> parents;
    for (auto const& unit : world.units) {
        if (unit.block > 0) parents.push_back(unit.id);
    }
    for (int i = 0; i < kSections; ++i) {
        auto const parent_id = parents[static_cast<std::size_t>(i) % parents.size()];
        auto const number = i / static_cast<int>(parents.size()) + 1;
        auto const parent = world.unit(parent_id);
        Unit unit;
        unit.code = fmt::format("{}-{:02}", parent.code, number);
        unit.name = section_name(world, names, number, parent);
        unit.kind = "cap-3";
        unit.parent = parent_id;
        unit.school_year = parent.school_year;
        unit.offline = parent.offline || i % 23 == 22;
        unit.from = founded;
        if (i % 5 == 1 && i / 5 < kMergers) {  // A rename a year.
            unit.renamed = make_date(world.first_year + 1 + i / 5, 7, 1);
            unit.old_name = section_name(world, names, number + 20, parent);
        }
        add(world, std::move(unit));
    }
}

// Every year two sections became one: the successor begins where they end.
void add_mergers(World& world, Date founded)
{
    Names const names{"sections"};
    int year = world.first_year;
    for (std::size_t i = 31; i < world.units.size() && year < world.first_year + kMergers; i += 5) {
        auto const successor_id = world.units[i].id;
        auto const on = *make_date(++year, 1, 1);
        for (int half = 1; half <= 2; ++half) {
            auto const successor = world.unit(successor_id);
            auto const parent = world.unit(successor.parent);
            Unit unit;
            unit.code = fmt::format("{}{}", successor.code, half == 1 ? 'A' : 'B');
            unit.name = section_name(world, names, half + 10, parent);
            unit.kind = "cap-3";
            unit.parent = successor.parent;
            unit.from = founded;
            unit.to = on.plus_days(-1);
            auto const id = add(world, std::move(unit)).id;
            world.unit(successor_id).predecessors.push_back(id);
        }
        world.unit(successor_id).from = on;
        world.unit(successor_id).renamed.reset();
    }
}

}  // namespace

std::int64_t World::level_two(std::int64_t id)
{
    while (unit(id).parent > 1) id = unit(id).parent;
    return id;
}

std::int64_t World::decision(std::string const& number, Date on, std::string const& authority, std::string const& title)
{
    auto [at, is_new] = papers_.try_emplace({number, on}, 0);
    if (is_new) {
        at->second = static_cast<std::int64_t>(decisions.size()) + 1;
        Decision paper;
        paper.id = at->second;
        paper.number = number;
        paper.on = on;
        paper.authority = authority;
        paper.title = title;
        decisions.push_back(std::move(paper));
    }
    return at->second;
}

void make_units(World& world)
{
    auto const founded = *make_date(world.first_year - 20, 9, 12);
    Unit board;
    board.code = "BAN";
    board.name = "Ban Kỹ thuật Mật mã Ví dụ";
    board.kind = "ban";
    board.from = founded;
    add(world, std::move(board));
    add_level_two(world, founded);
    add_sections(world, founded);
    add_mergers(world, founded);
}

}  // namespace thidua::demo
