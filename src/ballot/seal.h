// Ballots sealed to a session's two keys, and the one opening that shuffles them.
#pragma once

#include "ballot/tally.h"

#include <array>
#include <cstddef>
#include <string>
#include <vector>

namespace thidua::ballot {

using KeyBytes = std::array<unsigned char, 32>;

// One teller's key, made for one session: the public half is stored with it, the share is handed to
// the teller and forgotten. No key that opens alone is ever made.
struct TellerKey {
    KeyBytes public_key;
    KeyBytes share;
};
TellerKey make_key();
// Whether `share` is the other half of `public_key`: how a share typed back is checked.
bool belongs(KeyBytes const& share, KeyBytes const& public_key);

// Of the first and the second teller.
using PublicKeys = std::array<KeyBytes, 2>;
using Shares = std::array<KeyBytes, 2>;

// A ballot as it lies in the box, sealed to one key inside the other: of one length for one number
// of lines, whatever it says.
using Sealed = std::string;
Sealed seal(PublicKeys const& keys, std::vector<Choice> const& choices);
std::size_t sealed_size(std::size_t lines);

// Every line's choices, each line in an order of its own, drawn at random. BadInput:
// ballot.wrong-share (its number, 1 or 2), ballot.broken (a ballot that is not of this session; its
// number from 1), ballot.copied (a ballot that lies in the box twice). The caller stores these, then
// erases the sealed ballots; what the shares opened is wiped here.
thidua::Result<std::vector<Line>> open_box(PublicKeys const& keys,
                                           Shares const& shares,
                                           std::vector<Sealed> const& box,
                                           std::vector<std::string> const& lines);

// A share as a teller writes it down: hexadecimal in groups of four. Nothing for what is none.
std::string to_text(KeyBytes const& share);
std::optional<KeyBytes> parse_share(std::string_view text);

}  // namespace thidua::ballot
