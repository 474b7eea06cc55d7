// Rule files replaced in the running system: of the law, or the award regulation of a body. A legal
// officer drafts one change of one file; it is read, tried on every legal case and compared with
// what stands; a second person activates it for dossiers received from a day on.
#pragma once

#include "audit/audit.h"
#include "law/book.h"
#include "legal/rulings.h"

#include <boost/json/fwd.hpp>

#include <functional>
#include <optional>
#include <string>
#include <vector>

namespace thidua::legal {

// A verdict that a change would turn.
struct Difference {
    std::string kind;      // "case", "person", "unit"
    std::string subject;   // Code of the person or unit.
    std::string name;      // Of the subject, or of the case.
    std::string unit_path; // Where the subject belongs, for the rights of who is shown the line.
    std::string award;
    std::string before, after;  // Codes of the answers.
};

// Two states of the law for the units under a path.
struct Comparison {
    law::LawBook const& before;
    law::LawBook const& after;
    Date from;  // First day of receipt that the change concerns.
    Date today;
    std::string unit_path = "/";
};
// Whose verdicts change, of everybody. Given by a folder that knows the people; with none, cases
// alone are compared.
using Differences = std::function<std::vector<Difference>(storage::Transaction& tx,
                                                          Comparison const& comparison)>;

struct FailedCase {
    std::string name, expected, got;
};

// What became of a draft when it was tried.
struct Trial {
    int passed = 0;
    std::vector<FailedCase> failed;
    std::vector<Difference> differences;  // Of cases all, of people the first.
    std::int64_t turned = 0;              // Verdicts of people and units in all.
};

struct PackChange {
    std::int64_t id = 0;
    std::string ref;
    std::string name;
    std::optional<UnitPart> unit;  // Whose regulation; nothing: the law itself.
    std::string hash, base_hash;
    Date applies_from;
    std::string reason;
    Trial trial;
    Passage passage;
    std::int64_t activation = 0;
    std::string pack_version;
    std::int64_t version = 1;
};

struct DraftPack {
    std::string name;  // "law/act-06-2022/titles.yaml"; of a regulation "house/K101/quy-che.yaml".
    std::string unit;  // Code of the body whose regulation it is; "" for the law.
    std::string bytes;
    std::string applies_from;
    std::string reason;
};
// A draft that was read, tried on the legal cases and compared for everybody. That takes its time
// and is done on a state that is only read; `law_seq` names the law it was compared with.
struct TriedPack {
    PackChange change;
    std::string bytes;
    std::int64_t law_seq = 0;
};
// Permission WriteLaw. A fault of the file is BadInput "law.error.file" with file, line and cause.
Result<TriedPack> try_pack(storage::Transaction& tx,
                           access::Actor const& actor,
                           Date today,
                           DraftPack const& command,
                           Differences const& differences = {});
// Permission WriteLaw. The draft's ref; it waits for a second person. Conflict
// "legal.error.law-moved" where another law holds by now than it was tried against.
Result<std::string> draft_pack(audit::Act& act, TriedPack const& tried);

struct DecidePack {
    std::string ref;
    bool confirm = false;
    std::string reason;  // Of a rejection.
    std::int64_t version = 0;
};
// Confirming asks for ActivateLaw and another person than who drafted it; who drafted it may take
// it back. Refused "legal.error.base-moved" where the file it was made from has changed since.
Result<void> decide_pack(audit::Act& act, DecidePack const& command);

// Newest first, with every trial.
std::vector<PackChange> pack_changes(storage::Transaction& tx);
std::optional<PackChange> find_pack(storage::Transaction& tx, std::string_view ref);
std::string pack_bytes(storage::Transaction& tx, PackChange const& change);

// The file as it stands for dossiers of the day; nothing where there is none of that name.
std::optional<std::string> standing_bytes(storage::Transaction& tx,
                                          std::string_view name,
                                          Date received);

// The legal cases the program carries, run on a book.
Trial try_cases(law::LawBook const& before, law::LawBook const& after);

}  // namespace thidua::legal
