// Two steps of a BERT encoder, in bfloat16, on processors with AMX (tiles) and AVX-512.
//
// Attention: softmax(Q Kᵀ / √32) V for heads of 32 numbers, one head after the other, in pieces that
// stay in the core's own cache. The products are made by the matrix unit, 16 × 16 numbers at a time;
// the maximum of a row is taken off before its exponentials, as usual, so nothing overflows. Keys
// beyond the length of a text are never looked at, queries beyond it get nothing.
//
// Layer normalisation of a sum: each number is read and written once.

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>

namespace {

using Number = uint16_t;  // bfloat16

constexpr int64_t SIDE = 16;            // rows of a tile, and float32 numbers in a row of it
constexpr int64_t TILE = SIDE * SIDE;   // float32 numbers in a tile
constexpr int64_t SIZE = 2 * SIDE;      // numbers in a head, which is what one product sums over
constexpr int64_t ROWS = 2 * SIDE;      // queries at a time: two tiles
constexpr float SCALE = 0.25503487f;    // log₂e / √32: exponentials are powers of two here

struct alignas(64) Shapes {
  uint8_t palette = 1, start = 0, reserved[14] = {};
  uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

// What is packed of one text, and room for one piece of it; every part begins on a line of cache.
struct Room {
  Number *queries, *keys, *values;  // a stretch for each head
  float* scores;                    // [query tile][key tile][16][16]
  Number* chances;                  // [query tile][pair of key tiles][16][32]
  float* sums;                      // [32][32]
  int64_t each;                     // numbers in the stretch of a head

  Room(int64_t tokens, int64_t heads) : each(tokens * SIZE) {
    const int64_t packed = heads * each * 2, scored = ROWS * tokens * 4;
    block = static_cast<char*>(std::aligned_alloc(64, 3 * packed + scored + scored / 2 + ROWS * SIZE * 4));
    queries = reinterpret_cast<Number*>(block);
    keys = queries + heads * each;
    values = keys + heads * each;
    scores = reinterpret_cast<float*>(values + heads * each);
    chances = reinterpret_cast<Number*>(scores + ROWS * tokens);
    sums = reinterpret_cast<float*>(chances + ROWS * tokens);
  }
  ~Room() { std::free(block); }

 private:
  char* block;
};

inline __m512i widened(const Number* from) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

inline __m512 as_floats(const Number* from) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(widened(from), 16));
}

// 2ˣ for x ≤ 0 to four digits, more than bfloat16 holds: a polynomial of degree 3 on [-½, ½], and
// the whole part added to the exponent.
inline __m512 power_of_two(__m512 x) {
  const __m512 rounding = _mm512_set1_ps(12582912.0f);  // 1.5 · 2²³: leaves the whole part at the end
  const __m512 clamped = _mm512_max_ps(x, _mm512_set1_ps(-126.0f));
  const __m512 whole = _mm512_add_ps(clamped, rounding);
  const __m512 rest = _mm512_sub_ps(clamped, _mm512_sub_ps(whole, rounding));
  __m512 power = _mm512_set1_ps(0.0558011f);
  power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(0.2402265f));
  power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(0.6931472f));
  power = _mm512_fmadd_ps(power, rest, _mm512_set1_ps(1.0f));
  const __m512i exponent = _mm512_slli_epi32(_mm512_castps_si512(whole), 23);
  return _mm512_castsi512_ps(_mm512_add_epi32(_mm512_castps_si512(power), exponent));
}

// The queries of a text, and its keys and values the way tiles multiply them: numbers that are
// summed up stand in pairs. Keys by 16, transposed; values by 32 keys. Zeros fill the last ones up.
void pack(const Number* text, int64_t length, int64_t filled, int64_t heads, const Room& room) {
  const int64_t row = 3 * heads * SIZE;
  const __m512i none = _mm512_setzero_si512();
  for (int64_t key = 0; key < filled; key += 2) {
    const Number* from = text + key * row;
    const bool first = key < length, second = key + 1 < length;
    for (int64_t head = 0; head < heads; ++head) {
      const Number *query = from + head * SIZE, *own = query + heads * SIZE, *value = own + heads * SIZE;
      Number* queries = room.queries + head * room.each + key * SIZE;
      _mm512_store_si512(queries, first ? _mm512_loadu_si512(query) : none);
      _mm512_store_si512(queries + SIZE, second ? _mm512_loadu_si512(query + row) : none);
      alignas(64) uint32_t one[SIDE], other[SIDE];
      _mm512_store_si512(one, first ? _mm512_loadu_si512(own) : none);
      _mm512_store_si512(other, second ? _mm512_loadu_si512(own + row) : none);
      char* keys = reinterpret_cast<char*>(room.keys + head * room.each + key / SIDE * SIDE * SIZE);
      for (int64_t pair = 0; pair < SIDE; ++pair) {
        const uint64_t both = one[pair] | static_cast<uint64_t>(other[pair]) << 32;
        std::memcpy(keys + pair * 64 + key % SIDE * 4, &both, 8);
      }
      Number* values = room.values + head * room.each + key / ROWS * ROWS * SIZE + key % ROWS / 2 * SIZE;
      for (int64_t half = 0; half < 2; ++half) {
        const __m512i low = first ? widened(value + half * SIDE) : none;
        const __m512i high = second ? widened(value + row + half * SIDE) : none;
        _mm512_store_si512(values + half * SIDE * SIZE, _mm512_or_si512(low, _mm512_slli_epi32(high, 16)));
      }
    }
  }
}

// Products of 32 queries with all keys.
void score(const Number* queries, const Number* keys, int64_t columns, float* scores) {
  _tile_loadd(0, queries, 64);
  _tile_loadd(1, queries + SIDE * SIZE, 64);
  for (int64_t column = 0; column < columns; column += 2) {
    _tile_loadd(2, keys + column * SIDE * SIZE, 64);
    _tile_loadd(3, keys + (column + 1) * SIDE * SIZE, 64);
    _tile_zero(4);
    _tile_zero(5);
    _tile_zero(6);
    _tile_zero(7);
    _tile_dpbf16ps(4, 0, 2);
    _tile_dpbf16ps(5, 0, 3);
    _tile_dpbf16ps(6, 1, 2);
    _tile_dpbf16ps(7, 1, 3);
    _tile_stored(4, scores + column * TILE, 64);
    _tile_stored(5, scores + (column + 1) * TILE, 64);
    _tile_stored(6, scores + (columns + column) * TILE, 64);
    _tile_stored(7, scores + (columns + column + 1) * TILE, 64);
  }
}

// The exponentials of one query's scores; returns 1 / their sum.
float soften(const float* scores, int64_t length, int64_t columns, Number* chances) {
  const int64_t full = length / SIDE;
  const __mmask16 rest = static_cast<__mmask16>((1u << length % SIDE) - 1);
  __m512 top = _mm512_set1_ps(-1e30f), sum = _mm512_setzero_ps();
  for (int64_t column = 0; column < full; ++column) top = _mm512_max_ps(top, _mm512_load_ps(scores + column * TILE));
  if (rest) top = _mm512_mask_max_ps(top, rest, top, _mm512_load_ps(scores + full * TILE));
  const __m512 scale = _mm512_set1_ps(SCALE);
  const __m512 shift = _mm512_mul_ps(_mm512_set1_ps(_mm512_reduce_max_ps(top)), scale);
  for (int64_t column = 0; column < columns; column += 2) {
    __m512 chance[2];
    for (int64_t side = 0; side < 2; ++side) {
      const int64_t at = column + side;
      const __mmask16 known = at < full ? 0xffff : at == full ? rest : 0;
      const __m512 score = _mm512_load_ps(scores + at * TILE);
      chance[side] = _mm512_maskz_mov_ps(known, power_of_two(_mm512_fmsub_ps(score, scale, shift)));
      sum = _mm512_add_ps(sum, chance[side]);
    }
    _mm512_store_si512(chances + column * TILE, (__m512i)_mm512_cvtne2ps_pbh(chance[1], chance[0]));
  }
  return 1.0f / _mm512_reduce_add_ps(sum);
}

// The values of all keys, summed up by the chances of 32 queries.
void sum_up(const Number* chances, const Number* values, int64_t columns, float* sums) {
  _tile_zero(4);
  _tile_zero(5);
  _tile_zero(6);
  _tile_zero(7);
  for (int64_t column = 0; column < columns; column += 2) {
    _tile_loadd(0, chances + column * TILE, 64);
    _tile_loadd(1, chances + (columns + column) * TILE, 64);
    _tile_loadd(2, values + column * SIDE * SIZE, 64);
    _tile_loadd(3, values + (column + 1) * SIDE * SIZE, 64);
    _tile_dpbf16ps(4, 0, 2);
    _tile_dpbf16ps(5, 0, 3);
    _tile_dpbf16ps(6, 1, 2);
    _tile_dpbf16ps(7, 1, 3);
  }
  _tile_stored(4, sums, SIZE * 4);
  _tile_stored(5, sums + SIDE, SIZE * 4);
  _tile_stored(6, sums + SIDE * SIZE, SIZE * 4);
  _tile_stored(7, sums + SIDE * SIZE + SIDE, SIZE * 4);
}

}  // namespace

// Asks Linux once for the use of tiles in this process; 1 where it is given.
extern "C" int wenju_may_use_tiles() {
  constexpr int REQUEST = 0x1023, TILE_DATA = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, REQUEST, TILE_DATA) == 0;
}

// projected: (texts, tokens, 3, heads, 32), queries, keys and values; lengths: (texts,), 1 to tokens;
// context: (texts, tokens, heads, 32), of which what lies beyond the lengths is left as it is.
extern "C" void wenju_attend(const Number* projected, const int64_t* lengths, int64_t texts, int64_t tokens,
                             int64_t heads, Number* context) {
  const Shapes shapes;
  _tile_loadconfig(&shapes);
  const Room room((tokens + ROWS - 1) / ROWS * ROWS, heads);
  float inverse[ROWS];
  for (int64_t text = 0; text < texts; ++text) {
    const int64_t length = lengths[text], filled = (length + ROWS - 1) / ROWS * ROWS, columns = filled / SIDE;
    pack(projected + text * tokens * 3 * heads * SIZE, length, filled, heads, room);
    for (int64_t head = 0; head < heads; ++head) {
      for (int64_t first = 0; first < length; first += ROWS) {
        const int64_t rows = length - first < ROWS ? length - first : ROWS;
        score(room.queries + head * room.each + first * SIZE, room.keys + head * room.each, columns, room.scores);
        for (int64_t row = 0; row < rows; ++row) {
          const int64_t tile = row / SIDE * columns * TILE;
          inverse[row] = soften(room.scores + tile + row % SIDE * SIDE, length, columns, room.chances + tile + row % SIDE * SIZE);
        }
        sum_up(room.chances, room.values + head * room.each, columns, room.sums);
        for (int64_t row = 0; row < rows; ++row) {
          const __m512 by = _mm512_set1_ps(inverse[row]);
          const __m512 low = _mm512_mul_ps(_mm512_load_ps(room.sums + row * SIZE), by);
          const __m512 high = _mm512_mul_ps(_mm512_load_ps(room.sums + row * SIZE + SIDE), by);
          _mm512_storeu_si512(context + ((text * tokens + first + row) * heads + head) * SIZE,
                              (__m512i)_mm512_cvtne2ps_pbh(high, low));
        }
      }
    }
  }
  _tile_release();
}

// sums: (rows, size), to which `added` is added and which are then normalised in place: the mean of
// each row 0, its variance 1, times weights, plus biases, both (size,). size: a multiple of 16.
extern "C" void wenju_add_and_normalise(Number* sums, const Number* added, const Number* weights, const Number* biases,
                                        float epsilon, int64_t rows, int64_t size) {
  float* row = static_cast<float*>(std::aligned_alloc(64, (size + SIDE) * 4 / 64 * 64));
  for (int64_t at = 0; at < rows * size; at += size) {
    __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
    for (int64_t i = 0; i < size; i += SIDE) {
      const __m512 value = _mm512_add_ps(as_floats(sums + at + i), as_floats(added + at + i));
      _mm512_store_ps(row + i, value);
      sum = _mm512_add_ps(sum, value);
    }
    const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / size);
    for (int64_t i = 0; i < size; i += SIDE) {
      const __m512 off = _mm512_sub_ps(_mm512_load_ps(row + i), mean);
      squares = _mm512_fmadd_ps(off, off, squares);
    }
    const __m512 scale = _mm512_set1_ps(1.0f / std::sqrt(_mm512_reduce_add_ps(squares) / size + epsilon));
    for (int64_t i = 0; i < size; i += SIDE) {
      const __m512 unit = _mm512_mul_ps(_mm512_sub_ps(_mm512_load_ps(row + i), mean), scale);
      const __m512 value = _mm512_fmadd_ps(unit, as_floats(weights + i), as_floats(biases + i));
      _mm256_storeu_si256(reinterpret_cast<__m256i*>(sums + at + i), (__m256i)_mm512_cvtneps_pbh(value));
    }
  }
  std::free(row);
}
