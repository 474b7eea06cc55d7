// Files in the database. No rights are asked here: call from the folder that owns the record.
#pragma once

#include "audit/audit.h"
#include "http/page.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace thidua::files {

constexpr std::uint64_t kLargestFile = 25U << 20U;
// The body of a form that brings one file: the file, its fields and what stands between them.
constexpr std::uint64_t kUploadLimit = kLargestFile + (1U << 20U);
constexpr std::size_t kChunk = 256U << 10U;

struct File {
    std::int64_t id = 0;
    std::string ref;
    std::string owner;
    std::string name;
    std::string media_type;
    std::int64_t size = 0;
    std::string sha256;
    access::Marking marking = access::Marking::Thuong;
    std::string added_by;
    std::int64_t added_at = 0;
};

struct NewFile {
    std::string owner;  // "decision:ab3…"
    std::string name;   // as the browser said; folders and control characters go
    access::Marking marking = access::Marking::Thuong;
    std::string unit_path = {};  // of the owner, for the audit line
    std::string field = "file";  // the form field that problems are shown at
};

// BadInput "files.error.empty", "files.error.too-large", "files.error.type".
Result<File> store(audit::Act& act, NewFile const& file, std::string_view bytes);
Result<File> store(audit::Act& act, NewFile const& file, http::Upload const& upload);

void remove(audit::Act& act, File const& file, std::string_view unit_path = {});

// Of the markings the actor may read; by the order they came in.
std::vector<File> files_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string_view owner);
// Nothing when it is not `owner`'s, or marked beyond the actor's clearance.
std::optional<File> find_file(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::string_view owner,
                              std::string_view ref);

// Gives the bytes chunk by chunk.
void stream(storage::Transaction& tx,
            File const& file,
            std::function<void(std::string_view)> const& sink);
// The whole; throws storage::Failure when it is not what was stored.
std::string content(storage::Transaction& tx, File const& file);

// The download, or the page in the browser for PDF and images.
http::Answer answer(storage::Transaction& tx, File const& file);

// {ref, name, media_type, size, sha256, marking, added_by, added_at}
boost::json::object document_of(File const& file);

}  // namespace thidua::files
