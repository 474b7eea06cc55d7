#include "documents/archive.h"

#include <array>

namespace thidua::documents {

namespace {

constexpr std::uint64_t kSmallPart = 1u << 20;
constexpr zip_int64_t kMostParts = 10'000;

Error damaged() { return bad_input("intake.file.damaged", {}, "file"); }
Error bomb() { return bad_input("intake.file.bomb", {}, "file"); }

}  // namespace

Result<Archive> Archive::open(std::string_view bytes, Limits const& limits)
{
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(bytes.data(), bytes.size(), 0, &error);
    auto* const zip = source == nullptr ? nullptr : zip_open_from_source(source, ZIP_RDONLY, &error);
    zip_error_fini(&error);
    if (zip == nullptr) {
        if (source != nullptr) zip_source_free(source);
        return damaged();
    }
    Archive archive{std::unique_ptr<zip_t, Discard>{zip}, limits};
    if (zip_get_num_entries(zip, 0) > kMostParts) return bomb();
    return archive;
}

bool Archive::has(std::string const& part) const { return zip_name_locate(zip_.get(), part.c_str(), ZIP_FL_NOCASE) >= 0; }

std::optional<std::string> Archive::first_below(std::string_view prefix) const
{
    for (zip_int64_t i = 0; i < zip_get_num_entries(zip_.get(), 0); ++i) {
        auto const* const name = zip_get_name(zip_.get(), static_cast<zip_uint64_t>(i), 0);
        if (name != nullptr && std::string_view{name}.starts_with(prefix)) return name;
    }
    return std::nullopt;
}

Result<void> Archive::read(std::string const& part, std::function<bool(std::string_view piece)> const& take) const
{
    auto const index = zip_name_locate(zip_.get(), part.c_str(), ZIP_FL_NOCASE);
    zip_stat_t stat;
    if (index < 0 || zip_stat_index(zip_.get(), static_cast<zip_uint64_t>(index), 0, &stat) != 0) return damaged();
    auto close = [](zip_file_t* file) { zip_fclose(file); };
    std::unique_ptr<zip_file_t, decltype(close)> file{
        zip_fopen_index(zip_.get(), static_cast<zip_uint64_t>(index), 0), close};
    if (!file) return damaged();

    // Counted, not believed: the size a file states may be a lie.
    std::array<char, 1u << 16> buffer;
    std::uint64_t total = 0;
    for (;;) {
        auto const got = zip_fread(file.get(), buffer.data(), buffer.size());
        if (got < 0) return damaged();
        if (got == 0) return {};
        total += static_cast<std::uint64_t>(got);
        if (total > limits_->unpacked_bytes) return bomb();
        if (total > kSmallPart && total / limits_->ratio > stat.comp_size) return bomb();
        if (!take({buffer.data(), static_cast<std::size_t>(got)})) return {};
    }
}

}  // namespace thidua::documents
