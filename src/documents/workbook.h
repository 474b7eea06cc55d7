// A spreadsheet as read: sheets of rows of cells, every distinct text kept once. Made for lists of a
// hundred thousand rows: eight bytes a cell, and whoever works on texts does so once per text.
#pragma once

#include "base/result.h"

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::documents {

// Texts by number; the same text has the same number. Number 0 is the empty text.
class StringPool {
public:
    using Id = std::uint32_t;

    StringPool();
    Id intern(std::string_view text);
    std::string_view view(Id id) const { return views_[id]; }
    std::size_t size() const { return views_.size(); }
    std::size_t bytes() const { return bytes_; }

private:
    std::string_view keep(std::string_view text);
    void grow();

    std::vector<std::unique_ptr<char[]>> blocks_;
    std::size_t block_left_ = 0;
    char* block_at_ = nullptr;
    std::size_t bytes_ = 0;
    std::vector<std::string_view> views_;
    std::vector<Id> slots_;  // Open addressing over views_; 0 is free.
};

enum class CellType : std::uint8_t {
    Text,
    Number,   // as a person reads it: no exponent, no trailing zeros
    Date,     // YYYY-MM-DD
    Boolean,  // 1, 0
    Error,    // #N/A and its kin
};

// Only cells that hold something are kept. Columns count from 0.
struct Cell {
    StringPool::Id text = 0;
    std::uint16_t column = 0;
    CellType type = CellType::Text;
};

struct Row {
    std::uint32_t number = 0;  // As the program that made the file shows it, from 1.
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

// Both ends inclusive, rows from 1, columns from 0.
struct Merge {
    std::uint32_t first_row = 0;
    std::uint32_t last_row = 0;
    std::uint16_t first_column = 0;
    std::uint16_t last_column = 0;
};

struct Sheet {
    std::string name;
    bool hidden = false;
    std::vector<Row> rows;  // By number; empty rows may lack.
    std::vector<Cell> cells;
    std::vector<Merge> merges;

    std::span<Cell const> cells_of(Row const& row) const { return {cells.data() + row.first, row.count}; }
    std::span<Cell> cells_of(Row const& row) { return {cells.data() + row.first, row.count}; }
};

struct Workbook {
    StringPool strings;
    std::vector<Sheet> sheets;
};

// What a file may ask of us. Beyond them the answer is BadInput, not an exhausted machine.
struct Limits {
    std::uint64_t unpacked_bytes = 400u << 20;  // of one part of a workbook
    std::uint64_t ratio = 300;                  // unpacked to packed, of a part above a megabyte
    std::uint32_t rows = 1u << 20;
    std::uint32_t columns = 1u << 14;
    std::uint64_t cells = 8u << 20;
    std::uint64_t text_bytes = 128u << 20;
};

// Reads an .xlsx or .csv file by what it holds, whatever its name. BadInput with a key
// intake.file.* that says what to do: convert (.xls, Word, OpenDocument, PDF), take the password
// off, save as UTF-8, make it smaller.
Result<Workbook> read_workbook(std::string_view bytes, Limits const& limits = {});

}  // namespace thidua::documents
