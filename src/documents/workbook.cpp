#include "documents/workbook.h"

#include "documents/csv_reader.h"
#include "documents/xlsx_reader.h"

#include <algorithm>
#include <cstring>
#include <functional>

namespace thidua::documents {

namespace {

constexpr std::size_t kBlockBytes = 1u << 16;
constexpr std::string_view kOleMagic{"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8};
constexpr std::string_view kZipMagic{"PK\x03\x04", 4};

// ASCII text as the directory of an OLE file writes names: two bytes a letter.
std::string wide(std::string_view text)
{
    std::string result;
    for (char const c : text) {
        result += c;
        result += '\0';
    }
    return result;
}

Error ole_error(std::string_view bytes)
{
    auto holds = [&](std::string_view name) { return bytes.find(wide(name)) != std::string_view::npos; };
    if (holds("EncryptedPackage")) return bad_input("intake.file.password", {}, "file");
    if (holds("WordDocument")) return bad_input("intake.file.word", {}, "file");
    return bad_input("intake.file.old-excel", {}, "file");
}

bool starts_with_any(std::string_view bytes, std::initializer_list<std::string_view> starts)
{
    return std::any_of(starts.begin(), starts.end(), [&](auto start) { return bytes.starts_with(start); });
}

}  // namespace

StringPool::StringPool() : views_{std::string_view{}}, slots_(1024, 0) {}

StringPool::Id StringPool::intern(std::string_view text)
{
    if (text.empty()) return 0;
    auto const mask = slots_.size() - 1;
    auto at = std::hash<std::string_view>{}(text) & mask;
    for (; slots_[at] != 0; at = (at + 1) & mask) {
        if (views_[slots_[at]] == text) return slots_[at];
    }
    auto const id = static_cast<Id>(views_.size());
    views_.push_back(keep(text));
    slots_[at] = id;
    if (views_.size() * 2 > slots_.size()) grow();
    return id;
}

std::string_view StringPool::keep(std::string_view text)
{
    bytes_ += text.size();
    if (text.size() > block_left_) {
        auto const size = std::max(kBlockBytes, text.size());
        blocks_.push_back(std::make_unique_for_overwrite<char[]>(size));
        block_at_ = blocks_.back().get();
        block_left_ = size;
    }
    std::memcpy(block_at_, text.data(), text.size());
    std::string_view const kept{block_at_, text.size()};
    block_at_ += text.size();
    block_left_ -= text.size();
    return kept;
}

void StringPool::grow()
{
    slots_.assign(slots_.size() * 2, 0);
    auto const mask = slots_.size() - 1;
    for (Id id = 1; id < views_.size(); ++id) {
        auto at = std::hash<std::string_view>{}(views_[id]) & mask;
        while (slots_[at] != 0) at = (at + 1) & mask;
        slots_[at] = id;
    }
}

Result<Workbook> read_workbook(std::string_view bytes, Limits const& limits)
{
    if (bytes.empty()) return bad_input("intake.file.empty", {}, "file");
    if (bytes.starts_with(kOleMagic)) return ole_error(bytes);
    if (bytes.starts_with(kZipMagic)) return read_xlsx(bytes, limits);
    if (bytes.starts_with("%PDF")) return bad_input("intake.file.pdf", {}, "file");
    if (starts_with_any(bytes, {"{\\rtf"})) return bad_input("intake.file.word", {}, "file");
    if (starts_with_any(bytes, {"<html", "<HTML", "<!DOCTYPE", "<!doctype", "<?xml", "<table"}))
        return bad_input("intake.file.old-excel", {}, "file");
    return read_csv(bytes, limits);
}

}  // namespace thidua::documents
