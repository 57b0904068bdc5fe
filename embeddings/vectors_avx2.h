// Registers of eight 32-bit numbers, and what is done with them, on processors with AVX2.

#pragma once

#include <immintrin.h>

#include <cstdint>

namespace {

constexpr int64_t LANES = 8;  // 32-bit numbers in a register
constexpr int64_t ROWS = 4;   // rows whose sums stay in registers, two for each row
using Floats = __m256;
using Whole = __m256i;

// A sum that is computed here: compilers else put sums off until there is no register left.
inline Whole now(Whole sum) {
  asm("" : "+x"(sum));
  return sum;
}

inline Floats everywhere(float x) { return _mm256_set1_ps(x); }
inline Floats load(const float* from) { return _mm256_loadu_ps(from); }
inline Floats load_half(const uint16_t* from) { return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from))); }
inline void store(float* to, Floats x) { _mm256_storeu_ps(to, x); }
inline Floats fused(Floats a, Floats b, Floats c) { return _mm256_fmadd_ps(a, b, c); }  // a b + c
inline Floats larger(Floats a, Floats b) { return _mm256_max_ps(a, b); }
inline Floats smaller(Floats a, Floats b) { return _mm256_min_ps(a, b); }
inline Floats magnitude(Floats x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }
inline Floats floats(Whole x) { return _mm256_cvtepi32_ps(x); }

// n · 2²³, where n stands in the last bits of `whole`.
inline Whole exponent(Floats whole) { return _mm256_slli_epi32(_mm256_castps_si256(whole), 23); }

// x · 2ⁿ, where `exponent` is n · 2²³.
inline Floats raise(Floats x, Whole exponent) {
  return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(x), exponent));
}

// The first `count` numbers of x, and `other` in the place of those that follow.
inline Floats first(int64_t count, Floats x, Floats other) {
  const Whole known = _mm256_cmpgt_epi32(_mm256_set1_epi32(static_cast<int>(count)), _mm256_setr_epi32(0, 1, 2, 3, 4, 5, 6, 7));
  return _mm256_blendv_ps(other, x, _mm256_castsi256_ps(known));
}

inline float largest(Floats x) {
  __m128 top = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  top = _mm_max_ps(top, _mm_movehl_ps(top, top));
  return _mm_cvtss_f32(_mm_max_ss(top, _mm_movehdup_ps(top)));
}

inline float total(Floats x) {
  __m128 sum = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  sum = _mm_add_ps(sum, _mm_movehl_ps(sum, sum));
  return _mm_cvtss_f32(_mm_add_ss(sum, _mm_movehdup_ps(sum)));
}

inline Whole load(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
inline Whole everywhere(int32_t x) { return _mm256_set1_epi32(x); }
inline void store(void* to, Whole x) { _mm256_storeu_si256(static_cast<__m256i*>(to), x); }
inline Whole sum(Whole a, Whole b) { return _mm256_add_epi32(a, b); }
inline Whole larger(Whole a, Whole b) { return _mm256_max_epi32(a, b); }

// 32 numbers of a row, rounded, in eight bits.
inline __m256i bytes(const Floats (&x)[4]) {
  const auto whole = [&](int i) { return _mm256_cvtps_epi32(x[i]); };
  const __m256i mixed = _mm256_packs_epi16(_mm256_packs_epi32(whole(0), whole(1)), _mm256_packs_epi32(whole(2), whole(3)));
  return _mm256_permutevar8x32_epi32(mixed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
}

// Sums of products of eight bits, four to a number, of which one side is 0 to 15: 32 of them fit into 16 bits, so
// a number is two sums, one of the first two products of each four and one of the others.
inline Whole add_products(Whole sums, Whole unsigned_bytes, Whole signed_bytes) {
  return now(_mm256_add_epi16(sums, _mm256_maddubs_epi16(unsigned_bytes, signed_bytes)));
}

inline Whole added_up(Whole sums) { return _mm256_madd_epi16(sums, _mm256_set1_epi16(1)); }

// What `added_up` makes -8 × the sum of 32 numbers of.
inline int32_t shift_of(__m256i signed_bytes) {
  const __m256i pairs = _mm256_maddubs_epi16(_mm256_set1_epi8(8), signed_bytes);
  __m128i sums = _mm_add_epi16(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
  sums = _mm_add_epi16(sums, _mm_unpackhi_epi64(sums, sums));
  sums = _mm_add_epi16(sums, _mm_shuffle_epi32(sums, 1));
  return _mm_cvtsi128_si32(_mm_sub_epi16(_mm_setzero_si128(), sums));
}

// Attention is computed with sixteen bits, for two products that are summed up at a time.
using Code = int16_t;    // of a query, a key or a value
using Chance = int16_t;  // of a key, times its value's share
constexpr int64_t GROUP = 2;
constexpr int32_t QUERY = 8191;                // the largest in a query or key: 32 products of them fit into 32 bits
constexpr int32_t VALUE = 2047, CHANCE = 2047;  // the largest value and chance: 512 products of them do

inline void store_codes(Code* to, Floats low, Floats high) {
  const __m256i mixed = _mm256_packs_epi32(_mm256_cvtps_epi32(low), _mm256_cvtps_epi32(high));
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_permute4x64_epi64(mixed, 0xD8));
}

// Chances, rounded; with so many bits nothing is lost that matters.
inline void store_chances(Chance* to, Floats low, Floats high, Floats (&)[2]) { store_codes(to, low, high); }

// Both sides of a product have a sign.
inline __m256i without_sign(__m256i keys) { return keys; }
inline int32_t start_of(const Code*) { return 0; }

// GROUP rows of 32 numbers, those from `known` on zeros, as [32][GROUP].
inline void interleave(const Code* rows, int64_t known, Code* to) {
  for (int half = 0; half < 2; ++half) {
    const auto row = [&](int i) { return _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows + i * 32) + half); };
    const __m256i one = row(0), other = known > 1 ? row(1) : _mm256_setzero_si256();
    const __m256i low = _mm256_unpacklo_epi16(one, other), high = _mm256_unpackhi_epi16(one, other);
    const auto put = [&](int i, __m256i part) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to) + 2 * half + i, part); };
    put(0, _mm256_permute2x128_si256(low, high, 0x20));
    put(1, _mm256_permute2x128_si256(low, high, 0x31));
  }
}

// Sums of products.
inline Whole add_groups(Whole sums, Whole left, Whole right) { return now(_mm256_add_epi32(sums, _mm256_madd_epi16(left, right))); }

}  // namespace
