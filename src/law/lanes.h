// The words of a block as vectors of the processor, for the loops that everything passes through:
// compiled once for processors with AVX-512, once for those with AVX2, once for all others, and
// chosen when the program starts.
#pragma once

#include "law/plane.h"

#if defined(__x86_64__) && !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__)
#include <immintrin.h>
#define THIDUA_CLONES __attribute__((target_clones("avx512f", "avx2", "default")))
// Of a function that is called where the processor has them.
#define THIDUA_AVX512 __attribute__((target("avx512f,avx512bw")))
#else
#define THIDUA_CLONES
#endif

namespace thidua::law {

// 512 subjects. Bits are not aligned to it.
using Lanes = std::uint64_t __attribute__((vector_size(64), aligned(8), may_alias));
inline constexpr std::size_t kLanes = kBitWords / 8;

inline __attribute__((always_inline)) Lanes& lanes_of(Bits& bits, std::size_t at)
{
    return reinterpret_cast<Lanes*>(bits.data())[at];
}
inline __attribute__((always_inline)) Lanes const& lanes_of(Bits const& bits, std::size_t at)
{
    return reinterpret_cast<Lanes const*>(bits.data())[at];
}

inline __attribute__((always_inline)) bool nobody(Lanes const& bits)
{
    std::uint64_t any = 0;
    for (int i = 0; i < 8; ++i) any |= bits[i];
    return any == 0;
}

}  // namespace thidua::law
