// The bytes of a backup, as docs/formats/backup.md describes them.
#pragma once

#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/tables.h"

#include <sodium.h>

#include <cstdint>
#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace thidua::storage {

constexpr int kBackupFormat = 2;       // What is written: packed.
constexpr int kOldestBackupFormat = 1;  // What is read, too: the same bytes as they are.

// A file that cannot be read or written, or does not hold what a backup holds. Caught in
// backup.cpp.
class BackupFault : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

struct FileCloser {
    void operator()(std::FILE* file) const { std::fclose(file); }
};
using File = std::unique_ptr<std::FILE, FileCloser>;

// The two directions of one zlib stream.
class Packer;
class Unpacker;

// Writes beside `path` and takes its name at the end, so that no half backup ever bears it.
class BackupWriter {
public:
    explicit BackupWriter(std::filesystem::path path);
    BackupWriter(BackupWriter const&) = delete;
    BackupWriter& operator=(BackupWriter const&) = delete;
    ~BackupWriter();

    void header(std::vector<SchemaFile> const& files);
    void begin_table(Table const& table);
    void row(Rows& rows, Table const& table);
    void end_table();
    // Checksum, to the disk, and into place.
    void finish();

private:
    void put(std::string_view bytes);
    void put_value(Rows& rows, int column, Param::Type type);
    void write(std::string_view bytes);

    std::filesystem::path path_;
    std::filesystem::path partial_;
    File file_;
    crypto_hash_sha256_state hash_;
    std::unique_ptr<Packer> packer_;
    std::int64_t count_ = 0;
};

class BackupReader {
public:
    // Reads the whole file once for its checksum.
    explicit BackupReader(std::filesystem::path const& path);
    BackupReader(BackupReader const&) = delete;
    BackupReader& operator=(BackupReader const&) = delete;
    ~BackupReader();

    // A format that is not read (see is_read()) has no files and no tables.
    bool is_read() const { return format_ >= kOldestBackupFormat && format_ <= kBackupFormat; }
    int format() const { return format_; }
    std::vector<SchemaFile> const& files() const { return files_; }

    // The next table, its key unknown; false after the last.
    bool next_table(Table& table);
    // The next row of it; its text lives until the next call.
    bool next_row(Table const& table, std::vector<Param>& row);

private:
    void check_sum(std::filesystem::path const& path);
    void read_header();
    // Up to `size` bytes of what the file says, unpacked; fewer at its end alone.
    std::size_t take(char* into, std::size_t size);
    std::size_t read(char* into, std::size_t size);  // The same, as the file holds it.
    std::string line();
    std::string bytes(std::size_t size);
    std::uint64_t number(std::size_t size);
    void read_value(std::vector<Param>& row, std::string& kept);

    File file_;
    std::uint64_t left_ = 0;  // Bytes of the file before its checksum that are still to be read.
    std::unique_ptr<Unpacker> unpacker_;
    int format_ = 0;
    std::vector<SchemaFile> files_;
    std::vector<std::string> kept_;
    std::uint64_t count_ = 0;
};

}  // namespace thidua::storage
