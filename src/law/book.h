// The law as read from the packs: regimes by the day a dossier was received, and for every award,
// kind of subject and regime exactly one standard. Immutable once read.
#pragma once

#include "base/result.h"
#include "law/rule.h"

#include <array>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace thidua::law {

struct Award {
    std::string code, kind, level, name_vi, name_en;
    bool for_persons = false, for_units = false;
};

struct Clause {
    std::string clause;
    Confidence confidence = Confidence::A;
};

// What one mode of a past award is worth when it is counted.
enum class Worth { Counts, Open, Never };
// The rulings that closed what the law leaves open about modes.
using ModePapers = std::map<Mode, std::shared_ptr<Settlement const>>;

struct Regime {
    std::string id, act;
    Confidence confidence = Confidence::A;
    Date from, to;  // Inclusive.
    // Set where the text is not in the packs: every question is for a person.
    std::string unread;
    bool pending_defers = true;
    std::string projection;  // The last regime that was read; only with `unread`.
    Clause deferral, restart, once, modes;
    bool windows_from_decision =
        false;  // Time runs from the decision of the base award, not its period.
    std::map<Mode, Worth> state_worth, other_worth;
    // Set by `settle` (ruling.h), as `unfavourable` and `lineage` are: why a worth is no longer open.
    ModePapers state_papers, other_papers;
    // A refusal of a dossier received in this period may be mended by a more favourable new law.
    std::optional<Date> favour_from, favour_to;
    std::string favour;
    // The paper that found the new law not more favourable: no refusal is mended by it.
    std::shared_ptr<Settlement const> unfavourable;
    // Whether what merged or split predecessors did counts; open without.
    std::shared_ptr<Settlement const> lineage;

    // Whether a new law may be more favourable to a dossier received on the day.
    bool in_favour_period(Date received) const
    {
        return favour_from && *favour_from <= received && received <= *favour_to;
    }
    // The same, and nobody has found that it is not.
    bool favours(Date received) const { return !unfavourable && in_favour_period(received); }
};

struct Standard {
    std::string award;
    Subject subject = Subject::Person;
    std::string regime;
    bool restarts = false;  // Counted years begin after a disciplinary measure.
    bool once = false;      // Counted years lie after the last award of the same form.
    Node root;
};

class LawBook {
public:
    std::map<std::string, Award> awards;
    std::vector<std::string> award_order;
    // Codes by kind ("category", "discipline", ...), of vocabulary.csv.
    std::map<std::string, std::set<std::string>, std::less<>> vocabulary;
    std::vector<Regime> regimes;
    std::vector<Standard> standards;

    Regime const* regime_on(Date received) const;
    Regime const* regime(std::string_view id) const;
    Standard const* standard(std::string_view award,
                             Subject subject,
                             std::string_view regime) const;
    // Called once all standards stand.
    void index();

private:
    std::map<std::string, std::size_t, std::less<>> index_;
};

// One file of the packs: its path and bytes.
struct PackFile {
    std::string name;
    std::string bytes;
};

// Reads awards.csv, vocabulary.csv, the regimes and the packs, in files named from `root`
// ("law/awards.csv"); a fault in any of them is an error with file, line and cause.
Result<LawBook> read_book(std::vector<PackFile> const& files, std::string const& root = "law/");

// The same files from a folder on disk, laid out as law/ of the source tree.
Result<LawBook> read_book_dir(std::string const& folder);

// The packs the program carries in itself; throws std::logic_error where they are broken.
LawBook const& built_in();
std::vector<PackFile> built_in_files();

char letter(Confidence confidence);

// Codes of the vocabularies.
std::optional<Rating> rating_of(std::string_view code);
std::optional<Mode> mode_of(std::string_view code);
std::optional<Level> level_of(std::string_view code);
std::string_view code_of(Rating rating);
std::string_view code_of(Level level);
std::string_view code_of(Mode mode);

}  // namespace thidua::law
