// One requirement of a pack file into a Node, for one regime: clauses and confidences may differ by
// regime, a requirement may stand in some regimes only. A body's own regulation is read by the same
// rules; its clauses are its own articles, cited after its name.
#pragma once

#include "law/book.h"
#include "law/reader.h"

#include <map>

namespace thidua::law {

struct NodeReader {
    LawBook const& book;
    std::string regime;
    std::map<std::string, Document const*, std::less<>> const& fragments;
    std::string clause;  // Inherited where a node says none.
    std::optional<Confidence> confidence;
    int depth = 0;
    std::string cite = "";  // How the body's own regulation is cited; empty for the law.

    // Nothing where the requirement does not stand in this regime.
    Result<std::optional<Node>> read(Document const& document);

private:
    Result<std::vector<Node>> read_parts(Document const& list);
    Result<Operator> read_operator(std::string const& name, Document const& value);
    // Over years; what is none of these is left to the next: over other facts, over the dossier.
    Result<Operator> read_leaf(std::string const& name, Document const& value);
    Result<Operator> read_fact_leaf(std::string const& name, Document const& value);
    Result<Operator> read_filing_leaf(std::string const& name, Document const& value);
    Result<std::string> by_regime(Document const& value) const;
    Result<void> inherit(Document const& document);
    Result<std::vector<std::string>> awards(Document const& value) const;
    // The codes of a field, each of this kind of the vocabulary.
    Result<std::vector<std::string>> codes(Fields& fields,
                                           std::string_view name,
                                           std::string_view kind) const;
};

Result<Confidence> confidence_in(Document const& where, std::string const& text);

}  // namespace thidua::law
