#include "storage/backup_file.h"

#include "base/random.h"
#include "base/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>

namespace thidua::storage {

namespace {

constexpr std::string_view kMagic = "thidua-backup ";
constexpr std::size_t kSum = crypto_hash_sha256_BYTES;
constexpr std::size_t kBlock = 64 * 1024;
constexpr std::size_t kLongestLine = 1024;
constexpr std::uint64_t kLongestValue = 1U << 30U;

[[noreturn]] void fault(std::string const& what) { throw BackupFault(what); }
[[noreturn]] void system_fault(std::string const& what)
{
    fault(what + ": " + std::strerror(errno));
}

std::string big_endian(std::uint64_t value, std::size_t bytes)
{
    std::string out(bytes, '\0');
    for (auto& byte : out) byte = static_cast<char>((value >> (8 * --bytes)) & 0xFFU);
    return out;
}

char type_letter(Param::Type type)
{
    switch (type) {
    case Param::Type::Integer: return 'I';
    case Param::Type::Text: return 'T';
    case Param::Type::Bytes: return 'B';
    case Param::Type::Null: break;
    }
    return 'N';
}

Param::Type type_of_letter(std::string_view letter)
{
    if (letter == "I") return Param::Type::Integer;
    if (letter == "T") return Param::Type::Text;
    if (letter == "B") return Param::Type::Bytes;
    fault("unknown column type");
}

int to_int(std::string_view text)
{
    int number = 0;
    auto const [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (problem != std::errc{} || end != text.data() + text.size()) fault("a number is expected");
    return number;
}

// The parts of "keyword a b c"; a fault for another keyword or number of parts.
std::vector<std::string> parts_of(std::string const& line,
                                  std::string_view keyword,
                                  std::size_t count)
{
    std::vector<std::string> parts;
    for (auto const part : split(line, ' ')) parts.emplace_back(part);
    if (parts.size() != count + 1 || parts.front() != keyword)
        fault("expected: " + std::string{keyword});
    parts.erase(parts.begin());
    return parts;
}

// For the owner alone: a backup holds everything.
std::FILE* create(std::filesystem::path const& path)
{
    auto const descriptor =
        open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
    return descriptor < 0 ? nullptr : fdopen(descriptor, "wb");
}

}  // namespace

BackupWriter::BackupWriter(std::filesystem::path path)
    : path_(std::move(path)),
      partial_(path_.string() + '.' + random_token(4) + ".part"),
      file_(create(partial_))
{
    if (!file_) system_fault(partial_.string());
    crypto_hash_sha256_init(&hash_);
}

BackupWriter::~BackupWriter()
{
    std::error_code ignored;
    if (!partial_.empty()) std::filesystem::remove(partial_, ignored);
}

void BackupWriter::put(std::string_view bytes)
{
    if (bytes.empty()) return;  // An empty view may point nowhere.
    crypto_hash_sha256_update(
        &hash_, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        system_fault(partial_.string());
}

void BackupWriter::header(std::vector<SchemaFile> const& files)
{
    put(std::string{kMagic} + std::to_string(kBackupFormat) + "\nschema " +
        std::to_string(files.size()) + '\n');
    for (auto const& file : files) {
        put("file " + std::to_string(file.number) + ' ' + file.name + ' ' + file.hash + '\n');
    }
}

void BackupWriter::begin_table(Table const& table)
{
    count_ = 0;
    put("table " + table.name + ' ' + std::to_string(table.columns.size()) + '\n');
    for (auto const& column : table.columns)
        put("column " + column.name + ' ' + type_letter(column.type) + '\n');
}

void BackupWriter::row(Rows& rows, Table const& table)
{
    put("R");
    int column = 0;
    for (auto const& described : table.columns) put_value(rows, column++, described.type);
    ++count_;
}

void BackupWriter::put_value(Rows& rows, int column, Param::Type type)
{
    if (rows.is_null(column)) return put("N");
    if (type == Param::Type::Integer)
        return put('I' + big_endian(static_cast<std::uint64_t>(rows.integer(column)), 8));
    auto const value = type == Param::Type::Text ? rows.text(column) : rows.bytes(column);
    put(type_letter(type) + big_endian(value.size(), 4));
    put(value);
}

void BackupWriter::end_table() { put('E' + big_endian(static_cast<std::uint64_t>(count_), 8)); }

void BackupWriter::finish()
{
    put("end\n");
    std::array<unsigned char, kSum> sum{};
    crypto_hash_sha256_final(&hash_, sum.data());
    auto const* const bytes = reinterpret_cast<char const*>(sum.data());
    if (std::fwrite(bytes, 1, kSum, file_.get()) != kSum || std::fflush(file_.get()) != 0 ||
        fsync(fileno(file_.get())) != 0) {
        system_fault(partial_.string());
    }
    std::error_code problem;
    std::filesystem::rename(partial_, path_, problem);
    if (problem) fault(path_.string() + ": " + problem.message());
    partial_.clear();
}

BackupReader::BackupReader(std::filesystem::path const& path)
    : file_(std::fopen(path.c_str(), "rb"))
{
    if (!file_) system_fault(path.string());
    check_sum(path);
    read_header();
}

void BackupReader::check_sum(std::filesystem::path const& path)
{
    auto left = std::filesystem::file_size(path);
    if (left < kSum) fault("too short");
    left -= kSum;
    crypto_hash_sha256_state hash;
    crypto_hash_sha256_init(&hash);
    for (; left > 0;) {
        auto const block = bytes(static_cast<std::size_t>(std::min<std::uintmax_t>(left, kBlock)));
        crypto_hash_sha256_update(
            &hash, reinterpret_cast<unsigned char const*>(block.data()), block.size());
        left -= block.size();
    }
    std::array<unsigned char, kSum> sum{};
    crypto_hash_sha256_final(&hash, sum.data());
    if (std::memcmp(bytes(kSum).data(), sum.data(), kSum) != 0) fault("the checksum does not fit");
    std::rewind(file_.get());
}

void BackupReader::read_header()
{
    format_ = to_int(parts_of(line(), kMagic.substr(0, kMagic.size() - 1), 1)[0]);
    if (format_ != kBackupFormat) return;
    auto const count = to_int(parts_of(line(), "schema", 1)[0]);
    for (int i = 0; i < count; ++i) {
        auto const parts = parts_of(line(), "file", 3);
        files_.push_back({to_int(parts[0]), parts[1], parts[2]});
    }
}

std::string BackupReader::line()
{
    std::string text;
    for (;;) {
        auto const c = std::fgetc(file_.get());
        if (c == EOF || text.size() > kLongestLine) fault("a line without end");
        if (c == '\n') return text;
        text += static_cast<char>(c);
    }
}

std::string BackupReader::bytes(std::size_t size)
{
    std::string out(size, '\0');
    if (std::fread(out.data(), 1, size, file_.get()) != size) fault("it ends too early");
    return out;
}

std::uint64_t BackupReader::number(std::size_t size)
{
    std::uint64_t value = 0;
    for (auto const byte : bytes(size)) value = value << 8U | static_cast<unsigned char>(byte);
    return value;
}

bool BackupReader::next_table(Table& table)
{
    auto const head = line();
    if (head == "end") return false;
    auto const parts = parts_of(head, "table", 2);
    table = Table{parts[0], {}, {}};
    auto const columns = to_int(parts[1]);
    for (int i = 0; i < columns; ++i) {
        auto const column = parts_of(line(), "column", 2);
        table.columns.push_back({column[0], type_of_letter(column[1])});
    }
    kept_.assign(table.columns.size(), {});
    count_ = 0;
    return true;
}

bool BackupReader::next_row(Table const& table, std::vector<Param>& row)
{
    auto const mark = bytes(1)[0];
    if (mark == 'E') {
        if (number(8) != count_) fault("a table lacks rows");
        return false;
    }
    if (mark != 'R') fault("a row is expected");
    for (std::size_t i = 0; i < table.columns.size(); ++i) read_value(row, kept_[i]);
    ++count_;
    return true;
}

void BackupReader::read_value(std::vector<Param>& row, std::string& kept)
{
    auto const letter = bytes(1);
    if (letter == "N") return row.emplace_back(), void();
    auto const type = type_of_letter(letter);
    if (type == Param::Type::Integer)
        return row.emplace_back(static_cast<std::int64_t>(number(8))), void();
    auto const size = number(4);
    if (size > kLongestValue) fault("a value too long");
    kept = bytes(static_cast<std::size_t>(size));
    row.push_back(type == Param::Type::Text ? Param{kept} : Param{Bytes{kept}});
}

}  // namespace thidua::storage
