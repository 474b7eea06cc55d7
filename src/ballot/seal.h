// Ballots sealed to a session's key that nobody holds alone, and the one opening that shuffles them.
#pragma once

#include "ballot/tally.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace thidua::ballot {

using KeyBytes = std::array<unsigned char, 32>;

// The public key is stored with the session; each share is handed to one teller and forgotten.
struct Keys {
    KeyBytes public_key;
    std::array<KeyBytes, 2> shares;
};
Keys make_keys();

// A ballot as it lies in the box: of one length for one number of lines, whatever it says.
using Sealed = std::string;
Sealed seal(KeyBytes const& public_key, std::vector<Choice> const& choices);

// Every line's choices, each line in an order of its own, drawn at random. BadInput: ballot.wrong-share
// (the two do not make the key), ballot.broken (a ballot that is not of this session; its number from 1).
// The caller stores these, then erases the sealed ballots; the joined key is wiped here.
thidua::Result<std::vector<Line>> open_box(KeyBytes const& public_key, std::array<KeyBytes, 2> shares,
                                           std::vector<Sealed> const& box, std::vector<std::string> const& lines);

// A share as a teller writes it down: hexadecimal in groups of four. Nothing for what is none.
std::string to_text(KeyBytes const& share);
std::optional<KeyBytes> parse_share(std::string_view text);

}  // namespace thidua::ballot
