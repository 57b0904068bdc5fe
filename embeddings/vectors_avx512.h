// Registers of sixteen 32-bit numbers, and what is done with them, on processors with AVX-512 and VNNI.

#pragma once

#include <immintrin.h>

#include <cstdint>

namespace {

constexpr int64_t LANES = 16;  // 32-bit numbers in a register
constexpr int64_t ROWS = 6;    // rows whose sums stay in registers, two for each row
using Floats = __m512;
using Whole = __m512i;

// A sum that is computed here: compilers else put sums off until there is no register left.
inline Whole now(Whole sum) {
  asm("" : "+v"(sum));
  return sum;
}

inline Floats everywhere(float x) { return _mm512_set1_ps(x); }
inline Floats load(const float* from) { return _mm512_loadu_ps(from); }
inline Floats load_half(const uint16_t* from) { return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from))); }
inline void store(float* to, Floats x) { _mm512_storeu_ps(to, x); }
inline Floats fused(Floats a, Floats b, Floats c) { return _mm512_fmadd_ps(a, b, c); }  // a b + c
inline Floats larger(Floats a, Floats b) { return _mm512_max_ps(a, b); }
inline Floats smaller(Floats a, Floats b) { return _mm512_min_ps(a, b); }
inline Floats magnitude(Floats x) { return _mm512_abs_ps(x); }
inline Floats floats(Whole x) { return _mm512_cvtepi32_ps(x); }

// n · 2²³, where n stands in the last bits of `whole`.
inline Whole exponent(Floats whole) { return _mm512_slli_epi32(_mm512_castps_si512(whole), 23); }

// x · 2ⁿ, where `exponent` is n · 2²³.
inline Floats raise(Floats x, Whole exponent) {
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(x), exponent));
}

// The first `count` numbers of x, and `other` in the place of those that follow.
inline Floats first(int64_t count, Floats x, Floats other) {
  const __mmask16 known = count >= LANES ? 0xFFFF : count <= 0 ? 0 : (1u << count) - 1;
  return _mm512_mask_blend_ps(known, other, x);
}

inline float largest(Floats x) { return _mm512_reduce_max_ps(x); }
inline float total(Floats x) { return _mm512_reduce_add_ps(x); }

inline Whole load(const void* from) { return _mm512_loadu_si512(from); }
inline Whole everywhere(int32_t x) { return _mm512_set1_epi32(x); }

// 32 numbers of a row, rounded, in eight bits.
inline __m256i bytes(const Floats (&x)[2]) {
  const auto half = [&](int i) { return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(x[i])); };
  return _mm256_set_m128i(half(1), half(0));
}

// Two registers of numbers, rounded, in sixteen bits.
inline void store_shorts(int16_t* to, Floats low, Floats high) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm512_cvtsepi32_epi16(_mm512_cvtps_epi32(low)));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to + LANES), _mm512_cvtsepi32_epi16(_mm512_cvtps_epi32(high)));
}

// Sums of products of eight bits, four to a number, of which one side has no sign.
inline Whole add_products(Whole sums, Whole unsigned_bytes, Whole signed_bytes) {
  return now(_mm512_dpbusd_epi32(sums, unsigned_bytes, signed_bytes));
}

inline Whole added_up(Whole sums) { return sums; }

// What `added_up` makes -8 × the sum of 32 numbers of.
inline int32_t shift_of(__m256i signed_bytes) {
  const __m256i fours = _mm256_dpbusd_epi32(_mm256_setzero_si256(), _mm256_set1_epi8(8), signed_bytes);
  __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(fours), _mm256_extracti128_si256(fours, 1));
  sums = _mm_add_epi32(sums, _mm_unpackhi_epi64(sums, sums));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 1));
  return -_mm_cvtsi128_si32(sums);
}

// Sums of products of sixteen bits, two to a number.
inline Whole add_pairs(Whole sums, Whole left, Whole right) { return now(_mm512_dpwssd_epi32(sums, left, right)); }

}  // namespace
