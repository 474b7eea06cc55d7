#include "documents/archive_writer.h"

#include <zip.h>

#include <stdexcept>

namespace thidua::documents {
namespace {

// 1980-01-01 in the format of zip files.
constexpr zip_uint16_t kFirstDay = 0x0021;

[[noreturn]] void fail(zip_error_t* error)
{
    std::string const text = zip_error_strerror(error);
    throw std::runtime_error("a zip file could not be written: " + text);
}

void add(zip_t* zip, ArchivePart const& part)
{
    auto* const source = zip_source_buffer(zip, part.bytes.data(), part.bytes.size(), 0);
    if (source == nullptr) fail(zip_get_error(zip));
    auto const index = zip_file_add(zip, part.name.c_str(), source, ZIP_FL_ENC_UTF_8);
    if (index < 0) {
        zip_source_free(source);
        fail(zip_get_error(zip));
    }
    zip_file_set_dostime(zip, static_cast<zip_uint64_t>(index), 0, kFirstDay, 0);
}

std::string content_of(zip_source_t* source)
{
    zip_stat_t stat;
    if (zip_source_open(source) < 0 || zip_source_stat(source, &stat) < 0)
        fail(zip_source_error(source));
    std::string bytes(stat.size, '\0');
    if (zip_source_read(source, bytes.data(), bytes.size()) < 0) fail(zip_source_error(source));
    zip_source_close(source);
    return bytes;
}

}  // namespace

std::string write_archive(std::vector<ArchivePart> const& parts)
{
    zip_error_t error;
    zip_error_init(&error);
    auto* const source = zip_source_buffer_create(nullptr, 0, 0, &error);
    if (source == nullptr) fail(&error);
    auto* const zip = zip_open_from_source(source, ZIP_TRUNCATE, &error);
    if (zip == nullptr) {
        zip_source_free(source);
        fail(&error);
    }
    zip_source_keep(source);  // What was written lies in it after the archive is closed.
    try {
        for (auto const& part : parts) add(zip, part);
        if (zip_close(zip) < 0) fail(zip_get_error(zip));
    } catch (...) {
        zip_discard(zip);
        zip_source_free(source);
        throw;
    }
    auto bytes = content_of(source);
    zip_source_free(source);
    return bytes;
}

}  // namespace thidua::documents
