// The explaining evaluator, written from the definitions of the law: one subject, one question, the
// whole tree of findings. Pure: no clock, database, locale or network.
#pragma once

#include "law/book.h"
#include "law/facts.h"

#include <optional>
#include <string>
#include <vector>

namespace thidua::law {

enum class Answer { Eligible, NotEligible, NeedsDecision, Deferred };
std::string_view code_of(Answer answer);

// A requirement not met outranks an open one in the answer; values are ordered for min and max.
enum class Truth { NotMet, Open, Met };

struct Evidence {
    std::string kind;  // award, rating, initiative, discipline, absence, transfer, post
    std::string code;
    int from = 0, to = 0;  // Years.
    std::string decision;
};

struct Finding {
    Node const* node = nullptr;
    Truth value = Truth::Met;
    bool attested = false;      // A person confirms; does not change the verdict.
    bool opened = false;        // Open by the point of the node, not by a part.
    bool ruled = false;         // It would be open, but the paper in node->settled decided it.
    bool open_by_mode = false;  // Open because of the mode of a counted award.
    int found = 0;              // What was counted, where something is counted.
    // The rulings about modes without which the value would be another one.
    std::vector<std::shared_ptr<Settlement const>> mode_papers;
    std::vector<Evidence> evidence;
    std::vector<Finding> parts;
};

struct OpenPoint {
    std::string clause;
    std::string point;
    bool house = false;  // Left open by the body's own regulation, not by the law.
};

struct Verdict {
    Answer answer = Answer::NeedsDecision;
    std::string regime;
    std::optional<Finding> finding;         // Absent where the regime is unread.
    std::vector<std::string> failed;        // Clauses of the law, each once.
    std::vector<std::string> house_failed;  // Articles of the body's own regulation, each once.
    std::vector<OpenPoint> open;            // Those of the law first.
    // The papers that decided what the law leaves open, each once.
    std::vector<std::shared_ptr<Settlement const>> papers;
    std::vector<std::string> notes;  // Clauses to keep in mind that changed nothing.
};

// The book must outlive the verdict.
Verdict evaluate(LawBook const& book, Facts const& facts, Question const& question);
// Awards that are only hoped for, the last of the history: whether one of them stood in the way of
// what was asked, and whether that is overlooked.
struct Hopes {
    std::size_t from = 0;  // Where they begin in the awards of the history.
    bool overlook = false;
    bool hindered = false;  // Written by the evaluation.
};

// By the text of a chosen regime whatever the day: for projections.
Verdict evaluate_under(LawBook const& book,
                       Regime const& regime,
                       Facts const& facts,
                       Question const& question);
// Its answer alone, several times quicker: for those who ask again and again. Of hopes only
// `Answer::Eligible` counts.
Answer answer_under(LawBook const& book,
                    Regime const& regime,
                    Facts const& facts,
                    Question const& question,
                    Hopes* hopes = nullptr);

struct Outlook {
    // The first year from the question's on in which the best the subject can do is enough; nothing
    // where there is none within reach, or where it would fall under an unread text.
    std::optional<int> earliest_year;
    std::string regime;  // The last read regime, by which the projection is made.
    Answer answer = Answer::NeedsDecision;
    std::optional<int> projected_year;
};
Outlook look_ahead(LawBook const& book, Facts const& facts, Question const& question);

}  // namespace thidua::law
