#include "storage/backup_file.h"

#include "base/random.h"
#include "base/text.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <functional>

namespace thidua::storage {

namespace {

// Names and numbers repeat: a low level takes most of it off and does not slow the disk down.
constexpr int kPackingLevel = 3;

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

// zlib does not change what it reads, but says so only when asked.
void give(z_stream& stream, char const* bytes, std::size_t size)
{
    stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes));
    stream.avail_in = static_cast<uInt>(size);
}

void offer_room(z_stream& stream, char* room, std::size_t size)
{
    stream.next_out = reinterpret_cast<Bytef*>(room);
    stream.avail_out = static_cast<uInt>(size);
}

}  // namespace

class Packer {
public:
    using Write = std::function<void(std::string_view)>;

    explicit Packer(Write write) : write_(std::move(write))
    {
        if (deflateInit(&stream_, kPackingLevel) != Z_OK) fault("no memory to pack");
    }
    Packer(Packer const&) = delete;
    Packer& operator=(Packer const&) = delete;
    ~Packer() { deflateEnd(&stream_); }

    void put(std::string_view bytes)
    {
        while (!bytes.empty()) {
            auto const piece = bytes.substr(0, kBlock);
            give(stream_, piece.data(), piece.size());
            bytes.remove_prefix(piece.size());
            pack(Z_NO_FLUSH);
        }
    }
    void finish()
    {
        give(stream_, nullptr, 0);
        pack(Z_FINISH);
    }

private:
    void pack(int flush)
    {
        do {
            offer_room(stream_, room_.data(), room_.size());
            deflate(&stream_, flush);
            write_({room_.data(), room_.size() - stream_.avail_out});
        } while (stream_.avail_out == 0);
    }

    Write write_;
    z_stream stream_{};
    std::vector<char> room_ = std::vector<char>(kBlock);
};

class Unpacker {
public:
    // Fills a buffer with packed bytes and tells how many; 0 at the end.
    using Read = std::function<std::size_t(char* into, std::size_t size)>;

    explicit Unpacker(Read read) : read_(std::move(read))
    {
        if (inflateInit(&stream_) != Z_OK) fault("no memory to unpack");
    }
    Unpacker(Unpacker const&) = delete;
    Unpacker& operator=(Unpacker const&) = delete;
    ~Unpacker() { inflateEnd(&stream_); }

    // Fewer than asked at the end alone.
    std::size_t take(char* into, std::size_t size)
    {
        std::size_t got = 0;
        while (got < size) {
            if (begin_ == end_) unpack();
            if (begin_ == end_) break;
            auto const piece = std::min(size - got, end_ - begin_);
            std::memcpy(into + got, room_.data() + begin_, piece);
            begin_ += piece;
            got += piece;
        }
        return got;
    }

private:
    // Fills the room again; leaves it empty at the end.
    void unpack()
    {
        begin_ = end_ = 0;
        while (!ended_ && end_ == 0) {
            if (stream_.avail_in == 0) {
                auto const size = read_(packed_.data(), packed_.size());
                if (size == 0) fault("it ends too early");
                give(stream_, packed_.data(), size);
            }
            offer_room(stream_, room_.data(), room_.size());
            auto const status = inflate(&stream_, Z_NO_FLUSH);
            if (status != Z_OK && status != Z_STREAM_END) fault("it does not unpack");
            ended_ = status == Z_STREAM_END;
            end_ = room_.size() - stream_.avail_out;
        }
    }

    Read read_;
    z_stream stream_{};
    std::vector<char> packed_ = std::vector<char>(kBlock);
    std::vector<char> room_ = std::vector<char>(kBlock);
    std::size_t begin_ = 0;
    std::size_t end_ = 0;
    bool ended_ = false;
};

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

void BackupWriter::put(std::string_view bytes) { packer_->put(bytes); }

void BackupWriter::write(std::string_view bytes)
{
    if (bytes.empty()) return;  // An empty view may point nowhere.
    crypto_hash_sha256_update(
        &hash_, reinterpret_cast<unsigned char const*>(bytes.data()), bytes.size());
    if (std::fwrite(bytes.data(), 1, bytes.size(), file_.get()) != bytes.size())
        system_fault(partial_.string());
}

void BackupWriter::header(std::vector<SchemaFile> const& files)
{
    write(std::string{kMagic} + std::to_string(kBackupFormat) + '\n');
    packer_ = std::make_unique<Packer>([this](std::string_view packed) { write(packed); });
    put("schema " + std::to_string(files.size()) + '\n');
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
    packer_->finish();
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

BackupReader::~BackupReader() = default;

void BackupReader::check_sum(std::filesystem::path const& path)
{
    auto const size = std::filesystem::file_size(path);
    if (size < kSum) fault("too short");
    left_ = size;
    auto left = size - kSum;
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
    left_ = size - kSum;
}

void BackupReader::read_header()
{
    format_ = to_int(parts_of(line(), kMagic.substr(0, kMagic.size() - 1), 1)[0]);
    if (!is_read()) return;
    if (format_ > 1) {
        unpacker_ = std::make_unique<Unpacker>(
            [this](char* into, std::size_t size) { return read(into, size); });
    }
    auto const count = to_int(parts_of(line(), "schema", 1)[0]);
    for (int i = 0; i < count; ++i) {
        auto const parts = parts_of(line(), "file", 3);
        files_.push_back({to_int(parts[0]), parts[1], parts[2]});
    }
}

std::size_t BackupReader::take(char* into, std::size_t size)
{
    return unpacker_ ? unpacker_->take(into, size) : read(into, size);
}

std::size_t BackupReader::read(char* into, std::size_t size)
{
    auto const piece = static_cast<std::size_t>(std::min<std::uint64_t>(size, left_));
    left_ -= piece;
    return std::fread(into, 1, piece, file_.get());
}

std::string BackupReader::line()
{
    std::string text;
    for (char c = 0; take(&c, 1) == 1 && text.size() <= kLongestLine; text += c) {
        if (c == '\n') return text;
    }
    fault("a line without end");
}

std::string BackupReader::bytes(std::size_t size)
{
    std::string out(size, '\0');
    if (take(out.data(), size) != size) fault("it ends too early");
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
