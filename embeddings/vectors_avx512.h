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
inline void store(void* to, Whole x) { _mm512_storeu_si512(to, x); }
inline Whole sum(Whole a, Whole b) { return _mm512_add_epi32(a, b); }
inline Whole larger(Whole a, Whole b) { return _mm512_max_epi32(a, b); }

// 32 numbers of a row, rounded, in eight bits.
inline __m256i bytes(const Floats (&x)[2]) {
  const auto half = [&](int i) { return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(x[i])); };
  return _mm256_set_m128i(half(1), half(0));
}

// Sums of products of eight bits, four to a number, of which one side has no sign.
inline Whole add_products(Whole sums, Whole unsigned_bytes, Whole signed_bytes) {
  return now(_mm512_dpbusd_epi32(sums, unsigned_bytes, signed_bytes));
}

inline Whole added_up(Whole sums) { return sums; }

// -by × the sum of 32 numbers.
inline int32_t less(uint8_t by, __m256i signed_bytes) {
  const __m256i fours = _mm256_dpbusd_epi32(_mm256_setzero_si256(), _mm256_set1_epi8(static_cast<char>(by)), signed_bytes);
  __m128i sums = _mm_add_epi32(_mm256_castsi256_si128(fours), _mm256_extracti128_si256(fours, 1));
  sums = _mm_add_epi32(sums, _mm_unpackhi_epi64(sums, sums));
  sums = _mm_add_epi32(sums, _mm_shuffle_epi32(sums, 1));
  return -_mm_cvtsi128_si32(sums);
}

// What `added_up` makes -8 × the sum of 32 numbers of.
inline int32_t shift_of(__m256i signed_bytes) { return less(8, signed_bytes); }

// Attention is computed with eight bits, for four products that are summed up at a time.
using Code = int8_t;     // of a query, a key or a value
using Chance = uint8_t;  // of a key, times its value's share
constexpr int64_t GROUP = 4;
constexpr int32_t QUERY = 127, VALUE = 127, CHANCE = 255;  // the largest ones

inline void store_codes(Code* to, Floats low, Floats high) {
  const auto half = [&](Floats x) { return _mm512_cvtsepi32_epi8(_mm512_cvtps_epi32(x)); };
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_set_m128i(half(high), half(low)));
}

// Chances, rounded. Many small ones are together too much to be lost, so what rounding takes away or adds is
// `lost` to the next one (error diffusion, Floyd & Steinberg 1976).
inline void store_chances(Chance* to, Floats low, Floats high, Floats (&lost)[2]) {
  const auto half = [](Floats x, Floats& lost) {
    const Whole whole = _mm512_cvtps_epi32(x + lost);
    lost = x + lost - floats(whole);
    return _mm512_cvtusepi32_epi8(whole);
  };
  const __m128i first = half(low, lost[0]);
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to), _mm256_set_m128i(half(high, lost[1]), first));
}

// One side of a product has no sign: keys count from -128 there, and sums begin with what that makes too much.
inline __m256i without_sign(__m256i keys) { return _mm256_xor_si256(keys, _mm256_set1_epi8(-128)); }
inline int32_t start_of(const Code* query) { return less(128, _mm256_loadu_si256(reinterpret_cast<const __m256i*>(query))); }

// GROUP rows of 32 numbers, those from `known` on zeros, as [32][GROUP].
inline void interleave(const Code* rows, int64_t known, Code* to) {
  const auto row = [&](int i) {
    return i < known ? _mm256_loadu_si256(reinterpret_cast<const __m256i*>(rows) + i) : _mm256_setzero_si256();
  };
  const __m256i a = row(0), b = row(1), c = row(2), d = row(3);
  const __m256i low[] = {_mm256_unpacklo_epi8(a, b), _mm256_unpacklo_epi8(c, d)};
  const __m256i high[] = {_mm256_unpackhi_epi8(a, b), _mm256_unpackhi_epi8(c, d)};
  const __m256i first = _mm256_unpacklo_epi16(low[0], low[1]), second = _mm256_unpackhi_epi16(low[0], low[1]);
  const __m256i third = _mm256_unpacklo_epi16(high[0], high[1]), fourth = _mm256_unpackhi_epi16(high[0], high[1]);
  const auto put = [&](int i, __m256i part) { _mm256_storeu_si256(reinterpret_cast<__m256i*>(to) + i, part); };
  put(0, _mm256_permute2x128_si256(first, second, 0x20));
  put(1, _mm256_permute2x128_si256(third, fourth, 0x20));
  put(2, _mm256_permute2x128_si256(first, second, 0x31));
  put(3, _mm256_permute2x128_si256(third, fourth, 0x31));
}

// Sums of products of which the left side has no sign.
inline Whole add_groups(Whole sums, Whole left, Whole right) { return now(_mm512_dpbusd_epi32(sums, left, right)); }

}  // namespace
