// The two steps of reading a book: files to trees, trees to standards. Apart, so that a change to a
// tree can be judged without writing files.
#pragma once

#include "law/book.h"
#include "law/document.h"

#include <vector>

namespace thidua::law {

struct PackTrees {
    std::vector<PackFile> awards;      // awards.csv, as it is.
    std::vector<PackFile> vocabulary;  // vocabulary.csv, as it is.
    std::vector<Document> regimes;     // The file of regimes.
    std::vector<Document> packs;
    std::string root;  // What the files' names begin with.
};

Result<PackTrees> read_trees(std::vector<PackFile> const& files, std::string const& root = "law/");
// The book keeps nothing of the trees.
Result<LawBook> make_book(PackTrees const& trees);

}  // namespace thidua::law
