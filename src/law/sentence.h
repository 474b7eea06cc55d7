// The sentence of a requirement, made from its structure so that text and logic cannot part: a key
// of the locale files and its arguments. Coded values carry their vocabulary: "award:cstd-bo|dvqt".
#pragma once

#include "law/evaluate.h"

#include <functional>

namespace thidua::law {

struct Sentence {
    std::string key;
    Args args;
};

Sentence sentence_of(Node const& node);
// What is missing for a requirement that is not met or open; what to decide for an open one.
Sentence missing_of(Finding const& finding);
Sentence point_of(std::string const& point);

// Fills a sentence with the words of a language: `text` looks up locale sentences.
struct Speaker {
    LawBook const& book;
    std::string language;
    std::function<std::string(
        std::string const& language, std::string const& key, Args const& args)>
        text;

    std::string say(Sentence const& sentence) const;
};

}  // namespace thidua::law
