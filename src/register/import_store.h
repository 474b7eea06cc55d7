// Storing an import that was checked on its page: at once, or as a job where the file is large. The
// file is read before anything is locked; then everything is written in one transaction.
#pragma once

#include "jobs/runner.h"
#include "register/import_runs.h"

#include <memory>

namespace thidua::registry {

// Files of more rows are stored by a job, which shows its progress and can be called off.
constexpr std::int64_t kStoredAtOnce = 5'000;

struct StoreImport {
    std::string ref;
    bool partial = false;   // The good rows although others are wrong.
    std::string marking;    // Of rows that state none; asked where there are any.
    std::int64_t version = 0;  // Of the import as it was checked; 0 takes it as it stands.
};

// The import with what its page asked for. Refused "import.page.closed", "import.page.changed";
// "import.page.marking-missing@marking" where rows state none and the command does not either.
class ImportToStore {
public:
    static Result<std::shared_ptr<ImportToStore>> open(storage::Database& db, access::Actor const& actor,
                                                       StoreImport const& command);

    ImportFileRun const& run() const { return run_; }
    bool is_large() const { return run_.rows > kStoredAtOnce; }

    // Reads the file. Before any transaction.
    Result<void> prepare(access::Actor const& actor);
    // Stores, or where rows are wrong by now keeps the new check instead: then the report's run is "".
    Result<intake::Report> store(audit::Act& act);

private:
    ImportFileRun run_;
    ImportRequest request_;
    std::optional<PreparedImport> prepared_;
};

// Asks for the job; answers its address.
std::string store_later(audit::Act& act, ImportFileRun const& run, StoreImport const& command);
void add_import_jobs(jobs::Runner& runner);

}  // namespace thidua::registry
