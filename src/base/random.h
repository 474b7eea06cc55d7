// Unguessable bytes, and names that give nothing away.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace thidua {

// `bytes` bytes from the system, as lower-case base32 without padding: safe in addresses.
std::string random_token(std::size_t bytes = 16);

// A stable address for a thing from what it is: keyed hash (BLAKE2b-80) of `name` under the
// instance's secret, as 16 characters. Two installations that differ in one hidden record give the
// same address to everything else, and nobody can count records by their addresses.
std::string address_of(std::string_view secret, std::string_view name);

// Lower-case hex of the SHA-256 of `bytes`.
std::string sha256_hex(std::string_view bytes);

}  // namespace thidua
