// A disk that forgets: a SQLite VFS that remembers which writes were synced, so that a test can see
// at any moment what a power cut would leave, unsynced writes lost or kept at random.
//
//     LossyDisk disk{directory};                       // files below it are watched from now on
//     disk.on_change = [&] { disk.leave_behind(elsewhere, seed); … open elsewhere and check … };
#pragma once

#include <sqlite3.h>

#include <filesystem>
#include <fstream>
#include <functional>
#include <map>
#include <random>
#include <stdexcept>
#include <string>
#include <vector>

namespace thidua::storage::testing {

class LossyDisk {
public:
    explicit LossyDisk(std::filesystem::path directory) : directory_(std::move(directory))
    {
        real_ = sqlite3_vfs_find(nullptr);
        vfs_ = *real_;
        vfs_.zName = "lossy";
        vfs_.szOsFile = static_cast<int>(sizeof(Handle)) + real_->szOsFile;
        vfs_.pAppData = this;
        vfs_.pNext = nullptr;
        vfs_.xOpen = open;
        // Those of the real one find their own data through the VFS they are given.
        vfs_.xDelete = [](sqlite3_vfs* vfs, char const* name, int sync) {
            auto& disk = of(vfs);
            disk.files_.erase(name);
            return disk.real_->xDelete(disk.real_, name, sync);
        };
        vfs_.xAccess = [](sqlite3_vfs* vfs, char const* name, int flags, int* answer) {
            return of(vfs).real_->xAccess(of(vfs).real_, name, flags, answer);
        };
        vfs_.xFullPathname = [](sqlite3_vfs* vfs, char const* name, int size, char* out) {
            return of(vfs).real_->xFullPathname(of(vfs).real_, name, size, out);
        };
        sqlite3_vfs_register(&vfs_, 1);
    }
    LossyDisk(LossyDisk const&) = delete;
    LossyDisk& operator=(LossyDisk const&) = delete;
    ~LossyDisk()
    {
        sqlite3_vfs_register(real_, 1);
        sqlite3_vfs_unregister(&vfs_);
    }

    // Called before each write and sync of a watched file.
    std::function<void()> on_change;

    // Writes the watched files to `target` as a power cut now might leave them.
    void leave_behind(std::filesystem::path const& target, unsigned seed) const
    {
        std::minstd_rand random{seed};
        std::filesystem::create_directories(target);
        for (auto const& [name, file] : files_) {
            auto content = file.synced;
            for (auto const& write : file.pending) {
                if (random() % 2 == 0) apply(content, write);
            }
            std::ofstream{target / std::filesystem::path{name}.filename(), std::ios::binary}
                << content;
        }
    }

private:
    struct Write {
        std::size_t offset;
        std::string bytes;
        bool truncates = false;  // To `offset`.
    };
    struct Content {
        std::string synced;
        std::vector<Write> pending;
    };
    // SQLite's file, ours first; the real one lies behind it in the same memory.
    struct Handle {
        sqlite3_file base;
        LossyDisk* disk;
        Content* content;
        sqlite3_file* real() { return reinterpret_cast<sqlite3_file*>(this + 1); }
    };

    static LossyDisk& of(sqlite3_vfs* vfs) { return *static_cast<LossyDisk*>(vfs->pAppData); }
    static Handle& handle(sqlite3_file* file) { return *reinterpret_cast<Handle*>(file); }
    static sqlite3_file* real(sqlite3_file* file) { return handle(file).real(); }

    static void apply(std::string& content, Write const& write)
    {
        if (write.truncates) return content.resize(write.offset);
        content.resize(std::max(content.size(), write.offset + write.bytes.size()));
        content.replace(write.offset, write.bytes.size(), write.bytes);
    }

    static bool is_watched(LossyDisk const& disk, char const* name, int flags)
    {
        constexpr int kKept = SQLITE_OPEN_MAIN_DB | SQLITE_OPEN_WAL | SQLITE_OPEN_MAIN_JOURNAL;
        return name != nullptr && (flags & kKept) != 0 &&
               std::filesystem::path{name}.parent_path() == disk.directory_;
    }

    void note(Handle& file, Write write)
    {
        if (file.content == nullptr) return;
        if (on_change) on_change();
        file.content->pending.push_back(std::move(write));
    }

    static int open(sqlite3_vfs* vfs, char const* name, sqlite3_file* file, int flags, int* out)
    {
        auto& disk = of(vfs);
        auto& opened = handle(file);
        opened.base.pMethods = nullptr;
        opened.disk = &disk;
        opened.content = is_watched(disk, name, flags) ? &disk.files_[name] : nullptr;
        auto const status = disk.real_->xOpen(disk.real_, name, opened.real(), flags, out);
        if (status == SQLITE_OK) opened.base.pMethods = &methods();
        return status;
    }

    static int write(sqlite3_file* file, void const* bytes, int size, sqlite3_int64 offset)
    {
        std::string_view const text{static_cast<char const*>(bytes),
                                    static_cast<std::size_t>(size)};
        handle(file).disk->note(handle(file),
                                {static_cast<std::size_t>(offset), std::string{text}});
        return real(file)->pMethods->xWrite(real(file), bytes, size, offset);
    }
    static int truncate(sqlite3_file* file, sqlite3_int64 size)
    {
        handle(file).disk->note(handle(file), {static_cast<std::size_t>(size), {}, true});
        return real(file)->pMethods->xTruncate(real(file), size);
    }
    static int sync(sqlite3_file* file, int)
    {
        auto& synced = handle(file);
        if (synced.content == nullptr) return SQLITE_OK;
        if (synced.disk->on_change) synced.disk->on_change();
        for (auto const& write : synced.content->pending) apply(synced.content->synced, write);
        synced.content->pending.clear();
        return SQLITE_OK;  // The real disk need not hurry.
    }

    static sqlite3_io_methods const& methods()
    {
        static sqlite3_io_methods const table = {
            .iVersion = 2,
            .xClose = [](sqlite3_file* f) { return real(f)->pMethods->xClose(real(f)); },
            .xRead =
                [](sqlite3_file* f, void* to, int n, sqlite3_int64 at) {
                    return real(f)->pMethods->xRead(real(f), to, n, at);
                },
            .xWrite = write,
            .xTruncate = truncate,
            .xSync = sync,
            .xFileSize = [](sqlite3_file* f,
                            sqlite3_int64* n) { return real(f)->pMethods->xFileSize(real(f), n); },
            .xLock = [](sqlite3_file* f, int l) { return real(f)->pMethods->xLock(real(f), l); },
            .xUnlock = [](sqlite3_file* f,
                          int l) { return real(f)->pMethods->xUnlock(real(f), l); },
            .xCheckReservedLock =
                [](sqlite3_file* f, int* l) {
                    return real(f)->pMethods->xCheckReservedLock(real(f), l);
                },
            .xFileControl =
                [](sqlite3_file* f, int op, void* arg) {
                    return real(f)->pMethods->xFileControl(real(f), op, arg);
                },
            .xSectorSize = [](sqlite3_file* f) { return real(f)->pMethods->xSectorSize(real(f)); },
            // Nothing is promised beyond what the sync gives.
            .xDeviceCharacteristics = [](sqlite3_file*) { return 0; },
            .xShmMap =
                [](sqlite3_file* f, int p, int n, int x, void volatile** to) {
                    return real(f)->pMethods->xShmMap(real(f), p, n, x, to);
                },
            .xShmLock =
                [](sqlite3_file* f, int o, int n, int x) {
                    return real(f)->pMethods->xShmLock(real(f), o, n, x);
                },
            .xShmBarrier = [](sqlite3_file* f) { real(f)->pMethods->xShmBarrier(real(f)); },
            .xShmUnmap = [](sqlite3_file* f,
                            int d) { return real(f)->pMethods->xShmUnmap(real(f), d); },
            .xFetch = nullptr,
            .xUnfetch = nullptr,
        };
        return table;
    }

    std::filesystem::path directory_;
    sqlite3_vfs* real_ = nullptr;
    sqlite3_vfs vfs_{};
    std::map<std::string, Content, std::less<>> files_;
};

}  // namespace thidua::storage::testing
