#include "block/figures.h"

#include "access/actor.h"

#include <algorithm>
#include <array>

namespace thidua::block {
namespace {

// Codes a scale may name; one without a source yet is entered by people.
constexpr std::array<std::string_view, 4> kCodes{
    "absences", "direct-share", "in-time", "targets-met"};

// Of the year's unmarked awards to the unit's people, as many in a hundred as went to direct
// workers; those of whom it is not known are shown and left out.
std::optional<Figure> direct_share(storage::Transaction& tx, FigureQuestion const& question)
{
    constexpr scoring::Amount kHundred = 100 * scoring::kOne;
    std::int64_t known = 0, direct = 0;
    Figure figure;
    auto rows = tx.query(
        "SELECT t.name_vi, count(*), CAST(sum(CASE WHEN a.direct_worker = 1 THEN 1 ELSE 0 END) AS "
        "INTEGER), CAST(sum(CASE WHEN a.direct_worker IS NULL THEN 1 ELSE 0 END) AS INTEGER) FROM "
        "award a JOIN award_type t ON t.code = a.award JOIN unit u ON u.id = a.unit_id WHERE "
        "a.subject_kind = 'person' AND a.state = 'valid' AND a.marking = 0 AND a.year = ?1 AND "
        "a.decided_on <= ?2 AND " +
            access::sql_in_scopes({question.unit_path}, "u.path") +
            " GROUP BY t.code, t.name_vi ORDER BY t.name_vi, t.code",
        {question.year, to_iso(question.today)});
    while (rows.next()) {
        auto const all = rows.integer(1), own = rows.integer(2), unknown = rows.integer(3);
        known += all - unknown;
        direct += own;
        figure.rows.push_back(
            {"block.row.awards",
             {{"award", rows.string(0)},
              {"all", std::to_string(all)},
              {"direct", std::to_string(own)},
              {"unknown", std::to_string(unknown)}},
             "/awards?year=" + std::to_string(question.year) + "&unit=" + question.unit_code,
             all > unknown});
    }
    if (known == 0) return std::nullopt;
    figure.value = scoring::scaled(kHundred, direct, known).value_or(0);
    return figure;
}

}  // namespace

FigureSources const& figure_sources()
{
    static FigureSources const all{{"direct-share", direct_share}};
    return all;
}

bool is_source(std::string_view code)
{
    return std::find(kCodes.begin(), kCodes.end(), code) != kCodes.end();
}

}  // namespace thidua::block
