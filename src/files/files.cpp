#include "files/files.h"

#include "audit/settings.h"
#include "base/random.h"
#include "base/text.h"
#include "files/media_type.h"

namespace thidua::files {

namespace {

namespace json = boost::json;

constexpr std::size_t kLongestName = 200;
constexpr std::string_view kColumns =
    "id, ref, owner, name, media_type, size, sha256, marking, added_by, added_at";

std::string megabytes(std::uint64_t bytes) { return std::to_string(bytes >> 20U); }

// Without folders; the end, which says the kind, stays when a name is cut.
std::string safe_name(std::string_view name)
{
    auto const slash = name.find_last_of("/\\");
    auto clean = tidy(slash == std::string_view::npos ? name : name.substr(slash + 1));
    if (clean.size() > kLongestName) {
        auto from = clean.size() - kLongestName;
        while ((static_cast<unsigned char>(clean[from]) & 0xC0U) == 0x80U) ++from;
        clean.erase(0, from);
    }
    return clean.empty() ? "tep" : clean;
}

File file_from(storage::Rows const& rows)
{
    return {rows.integer(0),
            rows.string(1),
            rows.string(2),
            rows.string(3),
            rows.string(4),
            rows.integer(5),
            rows.string(6),
            static_cast<access::Marking>(rows.integer(7)),
            rows.string(8),
            rows.integer(9)};
}

// Says what it is, so that two installations that differ elsewhere name it alike.
std::string make_ref(storage::Transaction& tx, std::string_view owner, std::string_view sha256)
{
    auto const secret = audit::instance_secret(tx);
    for (int again = 0;; ++again) {
        auto ref = address_of(
            secret,
            "file:" + std::string{owner} + ':' + std::string{sha256} + ':' + std::to_string(again));
        if (!tx.integer("SELECT 1 FROM file WHERE ref = ?1", {ref})) return ref;
    }
}

json::object audit_fields(storage::Transaction& tx, File const& file)
{
    auto const shown = [&](std::string const& value) {
        return file.marking == access::Marking::Thuong ? value : audit::hashed(tx, value);
    };
    return {{"owner", file.owner},
            {"name", shown(file.name)},
            {"sha256", shown(file.sha256)},
            {"size", file.size}};
}

void write_chunks(storage::Transaction& tx, std::int64_t id, std::string_view bytes)
{
    for (std::int64_t seq = 0; !bytes.empty(); ++seq) {
        auto const chunk = bytes.substr(0, kChunk);
        tx.execute("INSERT INTO file_chunk (file_id, seq, bytes) VALUES (?1, ?2, ?3)",
                   {id, seq, storage::Bytes{chunk}});
        bytes.remove_prefix(chunk.size());
    }
}

Result<void> check_size(std::uint64_t size, std::string const& field)
{
    if (size == 0) return bad_input("files.error.empty", {}, field);
    if (size > kLargestFile)
        return bad_input("files.error.too-large", {{"limit", megabytes(kLargestFile)}}, field);
    return {};
}

}  // namespace

Result<File> store(audit::Act& act, NewFile const& file, std::string_view bytes)
{
    TD_CHECK(check_size(bytes.size(), file.field));
    auto const media_type = media_type_of(bytes);
    if (!media_type) return bad_input("files.error.type", {}, file.field);
    auto const sha256 = sha256_hex(bytes);
    File stored{0,
                make_ref(act.tx, file.owner, sha256),
                file.owner,
                safe_name(file.name),
                std::string{*media_type},
                static_cast<std::int64_t>(bytes.size()),
                sha256,
                file.marking,
                act.actor.name,
                act.now.seconds};
    stored.id = act.tx.insert(
        "INSERT INTO file (ref, owner, name, media_type, size, sha256, marking, added_by, "
        "added_at) "
        "VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9) RETURNING id",
        {stored.ref,
         stored.owner,
         stored.name,
         stored.media_type,
         stored.size,
         stored.sha256,
         static_cast<int>(stored.marking),
         stored.added_by,
         stored.added_at});
    write_chunks(act.tx, stored.id, bytes);
    auto const after = audit_fields(act.tx, stored);
    audit::record(act,
                  {.what = "files.store",
                   .subject = "file:" + stored.ref,
                   .after = &after,
                   .unit_path = file.unit_path,
                   .marking = file.marking});
    return stored;
}

Result<File> store(audit::Act& act, NewFile const& file, http::Upload const& upload)
{
    TD_CHECK(check_size(upload.size, file.field));
    auto named = file;
    if (named.name.empty()) named.name = upload.filename;
    return store(act, named, upload.content());
}

void remove(audit::Act& act, File const& file, std::string_view unit_path)
{
    act.tx.execute("DELETE FROM file_chunk WHERE file_id = ?1", {file.id});
    act.tx.execute("DELETE FROM file WHERE id = ?1", {file.id});
    auto const before = audit_fields(act.tx, file);
    audit::record(act,
                  {.what = "files.remove",
                   .subject = "file:" + file.ref,
                   .before = &before,
                   .unit_path = unit_path,
                   .marking = file.marking});
}

std::vector<File> files_of(storage::Transaction& tx,
                           access::Actor const& actor,
                           std::string_view owner)
{
    std::vector<File> files;
    for (auto rows = tx.query("SELECT " + std::string{kColumns} +
                                  " FROM file WHERE owner = ?1 AND marking <= ?2 ORDER BY id",
                              {owner, static_cast<int>(actor.clearance)});
         rows.next();) {
        files.push_back(file_from(rows));
    }
    return files;
}

std::optional<File> find_file(storage::Transaction& tx,
                              access::Actor const& actor,
                              std::string_view owner,
                              std::string_view ref)
{
    auto rows = tx.query("SELECT " + std::string{kColumns} +
                             " FROM file WHERE ref = ?1 AND owner = ?2 AND marking <= ?3",
                         {ref, owner, static_cast<int>(actor.clearance)});
    return rows.next() ? std::optional{file_from(rows)} : std::nullopt;
}

void stream(storage::Transaction& tx,
            File const& file,
            std::function<void(std::string_view)> const& sink)
{
    for (auto rows =
             tx.query("SELECT bytes FROM file_chunk WHERE file_id = ?1 ORDER BY seq", {file.id});
         rows.next();) {
        sink(rows.bytes(0));
    }
}

std::string content(storage::Transaction& tx, File const& file)
{
    std::string bytes;
    bytes.reserve(static_cast<std::size_t>(file.size));
    stream(tx, file, [&](std::string_view chunk) { bytes.append(chunk); });
    if (sha256_hex(bytes) != file.sha256)
        throw storage::Failure("file " + file.ref + " is not what was stored");
    return bytes;
}

http::Answer answer(storage::Transaction& tx, File const& file)
{
    auto result = http::file(file.name, file.media_type, content(tx, file));
    result.inline_file = is_shown_inline(file.media_type);
    return result;
}

json::object document_of(File const& file)
{
    return {{"ref", file.ref},
            {"name", file.name},
            {"media_type", file.media_type},
            {"size", file.size},
            {"sha256", file.sha256},
            {"marking", access::name_of(file.marking)},
            {"added_by", file.added_by},
            {"added_at", to_iso(Instant{file.added_at})}};
}

}  // namespace thidua::files
