// Registers of the processor that is compiled for, and what is done with them whatever their width.

#pragma once

#ifdef __AVX512VNNI__
#include "vectors_avx512.h"
#else
#include "vectors_avx2.h"
#endif

#include <cstring>
#include <type_traits>
#include <utility>

namespace {

// act(0) to act(N - 1), each with a number that the compiler knows, so that what it indexes stays in registers.
template <typename Act, int... I>
inline void in_turn(Act act, std::integer_sequence<int, I...>) {
  (act(std::integral_constant<int, I>()), ...);
}

template <int N, typename Act>
inline void repeat(Act act) {
  in_turn(act, std::make_integer_sequence<int, N>());
}

inline Whole everywhere(const void* four_bytes) {
  int32_t four;
  std::memcpy(&four, four_bytes, sizeof four);
  return everywhere(four);
}

}  // namespace
