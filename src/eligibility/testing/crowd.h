// A crowd whose histories are as no office has them: people and units with every kind of record,
// full, gappy and odd, by a fixed seed. What is declared entered differs from unit to unit.
#pragma once

#include "eligibility/testing/world.h"
#include "law/book.h"

#include <random>
#include <string>
#include <vector>

namespace thidua::eligibility::testing {

class Crowd {
public:
    // Into a world that has the unit BAN.
    explicit Crowd(storage::Transaction& tx) : tx_(tx)
    {
        auto const& book = law::built_in();
        for (auto const& code : book.award_order) {
            auto const& award = book.awards.at(code);
            tx_.execute("INSERT INTO award_type (code, subject, kind, level, name_vi, position)"
                        " VALUES (?1, 'any', ?2, ?3, ?1, 9) ON CONFLICT (code) DO NOTHING",
                        {code, award.kind, award.level});
            if (award.for_persons) personal_.push_back(code);
            if (award.for_units) collective_.push_back(code);
        }
    }

    void units(int count)
    {
        tx_.execute("INSERT INTO block (id, ref, name, name_key) VALUES (1, 'k', 'Khối', 'khoi')");
        for (int i = 0; i < count; ++i) {
            auto const id = kFirst + i;
            auto const code = "D" + std::to_string(i);
            tx_.execute("INSERT INTO unit (id, code, code_key, kind, name, search_key, sort_key,"
                        " parent_id, path, valid_from) SELECT ?1, ?2, ?3, 'cap-2', ?2, ?3, ?4, id,"
                        " ?5, ?6 FROM unit WHERE code = 'BAN'",
                        {id, code, fold(code), storage::Bytes{"x"}, "/BAN/" + code + "/", day(1990, 2012)});
            declare(id);
            records("unit", id, collective_);
            for (int year = kFirstYear; year <= kLastYear; ++year) year_of(id, year);
        }
        // One became another: the later one's history is longer than its own rows.
        for (int i = 0; i + 1 < count; i += 10) {
            tx_.execute("INSERT INTO unit_link (predecessor_id, successor_id, kind, on_date)"
                        " VALUES (?1, ?2, ?3, ?4)",
                        {kFirst + i, kFirst + i + 1, of({"rename", "merge"}), day(2014, 2020)});
        }
        units_ = count;
    }

    void people(int count)
    {
        for (int i = 0; i < count; ++i) {
            auto const id = kFirst + i;
            auto const code = "NVX" + std::to_string(i);
            auto const name = "Nguyễn Văn " + std::string{of({"An", "Bình", "Ơn"})};
            auto const sort_key = name_sort_key(name);
            auto const unit = kFirst + between(0, units_ - 1);
            tx_.execute("INSERT INTO person (id, code, code_key, full_name, search_key, sort_key,"
                        " category, unit_id, joined) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
                        {id, code, fold(code), name, search_key(name),
                         storage::Bytes{sort_key},
                         of({"officer", "officer", "professional", "civil", "worker", "contract", ""}),
                         unit, perhaps(95, day(1985, 2022))});
            records("person", id, personal_);
            career(id, unit);
        }
    }

private:
    static constexpr std::int64_t kFirst = 1000;
    static constexpr int kFirstYear = 2012, kLastYear = 2025;

    int between(int low, int high)
    {
        return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1));
    }
    bool chance(int percent) { return between(1, 100) <= percent; }
    char const* of(std::vector<char const*> const& words)
    {
        return words[static_cast<std::size_t>(between(0, static_cast<int>(words.size()) - 1))];
    }
    std::string day(int first, int last)
    {
        return to_iso(*make_date(between(first, last), between(1, 12), between(1, 28)));
    }
    std::optional<std::string> perhaps(int percent, std::string text)
    {
        return chance(percent) ? std::optional{std::move(text)} : std::nullopt;
    }

    // Two units in three declare nearly everything.
    void declare(std::int64_t unit)
    {
        int const share = of_three() == 0 ? 60 : 100;
        for (auto const* kind : {"awards", "ratings", "initiatives", "disciplines", "pending",
                                 "absences", "unit_years", "blocks"}) {
            for (int year = 1980; year <= kLastYear; ++year) {
                if (chance(share))
                    tx_.execute("INSERT INTO completeness (unit_id, kind, year, declared_by,"
                                " declared_at) VALUES (?1, ?2, ?3, 'test', 0)",
                                {unit, kind, year});
            }
        }
    }
    int of_three() { return between(0, 2); }

    void records(char const* kind, std::int64_t id, std::vector<std::string> const& awards)
    {
        // Some do well all along, some never.
        int const good = 30 + 35 * of_three();
        for (int year = kFirstYear; year <= kLastYear; ++year) {
            if (chance(97)) rate(kind, id, year, good);
            if (chance(good)) invent(kind, id, year);
            if (chance(good)) award(kind, id, year, awards.front());
            if (chance(good)) award(kind, id, year, awards[2 % awards.size()]);
            if (chance(12)) award(kind, id, year, awards[pick(awards.size())]);
        }
        if (chance(12))
            tx_.execute("INSERT INTO discipline (subject_kind, subject_id, kind, from_on, to_on)"
                        " VALUES (?1, ?2, ?3, ?4, ?5)",
                        {kind, id, of({"khien-trach", "canh-cao", "cach-chuc"}), day(2014, 2022),
                         perhaps(80, day(2023, 2025))});
        if (chance(8))
            tx_.execute("INSERT INTO pending_case (subject_kind, subject_id, kind, from_on,"
                        " cleared_on) VALUES (?1, ?2, 'x', ?3, ?4)",
                        {kind, id, day(2018, 2022), perhaps(60, day(2023, 2025))});
    }
    std::size_t pick(std::size_t size)
    {
        return static_cast<std::size_t>(between(0, static_cast<int>(size) - 1));
    }
    void rate(char const* kind, std::int64_t id, int year, int good)
    {
        tx_.execute("INSERT INTO rating (subject_kind, subject_id, year, rating)"
                    " VALUES (?1, ?2, ?3, ?4)",
                    {kind, id, year,
                     chance(good) ? "xuat-sac" : of({"tot", "tot", "hoan-thanh", "khong-hoan-thanh"})});
    }
    void invent(char const* kind, std::int64_t id, int year)
    {
        tx_.execute("INSERT INTO initiative (subject_kind, subject_id, year, title, level, kind,"
                    " marking) VALUES (?1, ?2, ?3, 'x', ?4, ?5, ?6)",
                    {kind, id, year, of({"co-so", "co-so", "bo", "toan-quoc"}),
                     of({"sang-kien", "de-tai", "muu-tri"}), chance(5) ? 1 : 0});
    }
    void award(char const* kind, std::int64_t id, int year, std::string const& code)
    {
        auto const ref = std::to_string(++papers_) + "/QĐ-X";
        // Most in time, some the year after, a few much later.
        auto const decided = to_iso(
            *make_date(year + (chance(80) ? 0 : chance(80) ? 1 : 4), between(1, 12), between(1, 28)));
        tx_.execute("INSERT INTO decision (ref, number, number_key, search_key, decided_on,"
                    " authority, entered_by, entered_at) VALUES (?1, ?1, ?1, ?1, ?2, 'x', 't', 0)",
                    {ref, decided});
        tx_.execute("INSERT INTO award (ref, decision_id, subject_kind, subject_id, award,"
                    " decided_on, year, mode, subject_name, unit_id, unit_name, sources, marking)"
                    " SELECT ?1, d.id, ?2, ?3, ?4, ?5, ?6, ?7, 'x', u.id, 'x', 'uuuuuuu', ?8"
                    " FROM decision d, unit u WHERE d.number = ?1 AND u.code = 'BAN'",
                    {ref, kind, id, code, decided, perhaps_year(year),
                     of({"cong-trang", "cong-trang", "cong-trang", "dot-xuat", "chuyen-de"}),
                     chance(3) ? 2 : 0});
    }
    std::optional<int> perhaps_year(int year)
    {
        return chance(99) ? std::optional{year} : std::nullopt;
    }

    void career(std::int64_t id, std::int64_t unit)
    {
        tx_.execute("INSERT INTO post (person_id, unit_id, from_on, to_on, coefficient)"
                    " VALUES (?1, ?2, ?3, ?4, ?5)",
                    {id, unit, day(1990, 2016), perhaps(30, day(2017, 2025)),
                     chance(90) ? std::optional{between(0, 12) * 10} : std::nullopt});
        if (chance(15))
            tx_.execute("INSERT INTO absence (person_id, kind, from_on, to_on, result)"
                        " VALUES (?1, ?2, ?3, ?4, ?5)",
                        {id, of({"hoc-tap", "thai-san", "nghi-khac"}), day(2022, 2024),
                         perhaps(80, day(2025, 2025)), of({"gioi", "kha", ""})});
        if (chance(10))
            tx_.execute("INSERT INTO transfer (ref, person_id, from_unit_id, to_unit_id, on_date,"
                        " opinion, state, proposed_by) VALUES (?1, ?2, ?3, ?3, ?4, ?5, ?6, 'x')",
                        {"t" + std::to_string(id), id, unit, day(2022, 2025), chance(50) ? 1 : 0,
                         of({"confirmed", "proposed"})});
    }

    void year_of(std::int64_t unit, int year)
    {
        if (chance(85))
            tx_.execute("INSERT INTO unit_year (unit_id, year, party_clean, total, completed,"
                        " advanced, cstd_co_so, disciplined) VALUES (?1, ?2, ?3, 40, ?4, ?5, ?6, ?7)",
                        {unit, year, chance(80) ? 1 : 0, between(38, 40), between(26, 36),
                         between(3, 9), chance(85) ? 0 : 1});
        if (chance(70))
            tx_.execute("INSERT INTO block_member (block_id, year, unit_id, rank)"
                        " VALUES (1, ?1, ?2, ?3)",
                        {year, unit, chance(80) ? std::optional{between(1, 3)} : std::nullopt});
    }

    storage::Transaction& tx_;
    std::mt19937 random_{20261122};
    std::vector<std::string> personal_, collective_;
    int units_ = 0;
    int papers_ = 0;
};

}  // namespace thidua::eligibility::testing
