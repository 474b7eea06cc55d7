// The bytes of a backup, as docs/formats/backup.md describes them.
#pragma once

#include "storage/database.h"
#include "storage/migrations.h"
#include "storage/tables.h"

#include <sodium.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string>
#include <vector>

namespace thidua::storage {

constexpr int kBackupFormat = 1;

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

    std::filesystem::path path_;
    std::filesystem::path partial_;
    File file_;
    crypto_hash_sha256_state hash_;
    std::int64_t count_ = 0;
};

class BackupReader {
public:
    // Reads the whole file once for its checksum.
    explicit BackupReader(std::filesystem::path const& path);

    int format() const { return format_; }
    std::vector<SchemaFile> const& files() const { return files_; }

    // The next table, its key unknown; false after the last.
    bool next_table(Table& table);
    // The next row of it; its text lives until the next call.
    bool next_row(Table const& table, std::vector<Param>& row);

private:
    void check_sum(std::filesystem::path const& path);
    void read_header();
    std::string line();
    std::string bytes(std::size_t size);
    std::uint64_t number(std::size_t size);
    void read_value(std::vector<Param>& row, std::string& kept);

    File file_;
    int format_ = 0;
    std::vector<SchemaFile> files_;
    std::vector<std::string> kept_;
    std::uint64_t count_ = 0;
};

}  // namespace thidua::storage
