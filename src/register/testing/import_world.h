// Imports in tests: sample files by name, small lists written on the spot.
#pragma once

#include "base/testing/source_tree.h"
#include "documents/xlsx_writer.h"
#include "register/import.h"
#include "register/tally.h"
#include "storage/testing/fixture.h"

#include <gtest/gtest.h>

#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::registry::testing {

inline std::string sample(std::string const& name)
{
    std::ifstream file{thidua::testing::in_source_tree("src/register/testdata/" + name), std::ios::binary};
    EXPECT_TRUE(file) << name;
    return {std::istreambuf_iterator<char>{file}, {}};
}

// A workbook of one sheet for each list of rows; empty texts are empty cells.
using Rows = std::vector<std::vector<std::string_view>>;
inline std::string workbook(std::vector<Rows> const& sheets)
{
    documents::XlsxWriter writer;
    for (auto const& rows : sheets) {
        std::vector<documents::ColumnFormat> header;
        for (auto const cell : rows.front()) header.push_back({std::string{cell}});
        writer.begin_sheet("Trang", "", header);
        for (std::size_t i = 1; i < rows.size(); ++i) writer.row({rows[i].begin(), rows[i].end()});
    }
    return writer.finish();
}

inline std::string text_of(intake::Report const& report) { return intake::to_text(report, "vi"); }

// How a sample or list is imported.
struct How {
    bool dry_run = false;
    bool partial = false;
    std::vector<std::pair<std::string, std::string>> set = {};
};

class ImportTest : public storage::testing::MigratedTest {
protected:
    Result<intake::Report> try_import(std::string kind, std::string bytes, How const& how = {})
    {
        return import_file(db(), actor_, now_,
                           {.kind = std::move(kind), .filename = "list.xlsx", .bytes = std::move(bytes), .dry_run = how.dry_run,
                            .partial = how.partial, .set = how.set});
    }
    intake::Report import_bytes(std::string kind, std::string bytes, How const& how = {})
    {
        auto report = try_import(std::move(kind), std::move(bytes), how);
        EXPECT_TRUE(report) << report.error().problems.at(0).key;
        return report ? *report : intake::Report{};
    }
    intake::Report import_sample(std::string kind, std::string const& name, How const& how = {})
    {
        return import_bytes(std::move(kind), sample(name), how);
    }
    intake::Report import_rows(std::string kind, Rows const& rows, How const& how = {})
    {
        return import_bytes(std::move(kind), workbook({rows}), how);
    }
    template <class Query>
    auto read(Query const& query)
    {
        return db().read([&](storage::Transaction& tx) { return query(tx); });
    }
    std::int64_t count(std::string_view sql)
    {
        return read([&](storage::Transaction& tx) { return tx.integer(sql).value_or(0); });
    }

    access::Actor actor_ = access::Actor::system("test");
    Instant now_ = start_of(*make_date(2025, 12, 1));
};

}  // namespace thidua::registry::testing
