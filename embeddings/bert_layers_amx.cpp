// The layers of a BERT encoder, in bfloat16, on processors with AMX (tiles) and AVX-512.
//
// Texts stand one after the other with no padding between them. A matrix product is made 32 rows by 32
// columns at a time by the matrix unit; while it makes one, the vector units finish the one before it:
// bias, activation, sum. Rows go through a layer in blocks, so that what they share stays in the cache.
//
// Attention is softmax(Q Kᵀ / √32) V for heads of 32 numbers, one head after the other. The maximum of
// a row is taken off before its exponentials, as usual, so nothing overflows.

#include <immintrin.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>

namespace {

using Number = uint16_t;  // bfloat16

constexpr int64_t SIDE = 16;           // rows of a tile, and float32 numbers in a row of it
constexpr int64_t TILE = SIDE * SIDE;  // float32 numbers in a tile
constexpr int64_t SIZE = 2 * SIDE;     // numbers in a head, which is what one product sums over
constexpr int64_t ROWS = 2 * SIDE;     // rows at a time: two tiles
constexpr int64_t SUMS = ROWS * SIZE;  // float32 numbers in a product of 32 rows and 32 columns
constexpr int64_t BLOCK = 256;         // rows that go through a layer together: fewer, and weights are read more often
constexpr int64_t SHARE = 4;           // rows of the product before that are finished in one step of the next
constexpr float SCALE = 0.25503487f;   // log₂e / √32: exponentials are powers of two here

struct alignas(64) Shapes {
  uint8_t palette = 1, start = 0, reserved[14] = {};
  uint16_t bytes[16] = {64, 64, 64, 64, 64, 64, 64, 64};
  uint8_t rows[16] = {16, 16, 16, 16, 16, 16, 16, 16};
};

struct Layer {
  // Weights by 32 outputs, within them by 32 inputs, as two tiles: [16 pairs of inputs][16 outputs][2].
  const Number *project, *attended, *widen, *narrow;
  const float *project_bias, *attended_bias, *widen_bias, *narrow_bias;
  const float *attended_scale, *attended_shift, *scale, *shift;  // of the layer normalisations
};

template <typename T>
struct Room {  // uninitialised, on a line of cache
  explicit Room(int64_t count) : block(static_cast<T*>(std::aligned_alloc(64, (count * sizeof(T) + 63) / 64 * 64))) {}
  operator T*() const { return block.get(); }

 private:
  struct Free {
    void operator()(T* block) const { std::free(block); }
  };
  std::unique_ptr<T, Free> block;
};

inline int64_t rounded(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

// Room for texts on their way through a layer.
struct Rooms {
  int64_t heads, wide, size, each;  // each: numbers in the stretch of a head
  Room<Number> hidden, projected, context, inner;
  Room<float> products, sums;
  Room<Number> queries, keys, values;  // of one text, a stretch for each head
  Room<float> scores;                  // [query tile][key tile][16][16]
  Room<Number> chances;                // [query tile][pair of key tiles][16][32]
  Room<float> answers;                 // [32][32]

  Rooms(int64_t rows, int64_t longest, int64_t heads, int64_t wide)
      : heads(heads), wide(wide), size(heads * SIZE), each(rounded(longest, ROWS) * SIZE),
        hidden(rounded(rows, ROWS) * size), projected(3 * rounded(rows, ROWS) * size), context(rounded(rows, ROWS) * size),
        inner(std::min(rounded(rows, ROWS), BLOCK) * wide), products(2 * SUMS), sums(std::min(rounded(rows, ROWS), BLOCK) * size),
        queries(heads * each), keys(heads * each), values(heads * each),
        scores(each), chances(each), answers(SUMS) {
    std::memset(hidden + rows * size, 0, (rounded(rows, ROWS) - rows) * size * 2);
    std::memset(context + rows * size, 0, (rounded(rows, ROWS) - rows) * size * 2);
  }
};

inline __m512i widened(const Number* from) {
  return _mm512_cvtepu16_epi32(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}

inline __m512 as_floats(const Number* from) {
  return _mm512_castsi512_ps(_mm512_slli_epi32(widened(from), 16));
}

inline __m512i as_numbers(__m512 low, __m512 high) { return (__m512i)_mm512_cvtne2ps_pbh(high, low); }

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

// x Φ(x) to four digits: Φ(x) - ½ is a polynomial of degree 15 up to ±4.25, beyond which it is ±½.
inline __m512 gelu(__m512 x) {
  const __m512 end = _mm512_set1_ps(4.25f);
  const __m512 near = _mm512_max_ps(_mm512_min_ps(x, end), _mm512_sub_ps(_mm512_setzero_ps(), end));
  const __m512 square = _mm512_mul_ps(near, near);
  __m512 sum = _mm512_set1_ps(-8.5202835e-10f);
  for (const float term : {7.6151396e-08f, -2.9521563e-06f, 6.5737302e-05f, -0.00094228666f, 0.0092665777f, -0.065473831f, 0.3984369f})
    sum = _mm512_fmadd_ps(sum, square, _mm512_set1_ps(term));
  return _mm512_mul_ps(x, _mm512_fmadd_ps(near, sum, _mm512_set1_ps(0.5f)));
}

// The queries of a text, and its keys and values the way tiles multiply them: numbers that are
// summed up stand in pairs. Keys by 16, transposed; values by 32 keys. Zeros fill the last ones up.
void pack(const Number* text, int64_t length, int64_t filled, int64_t heads, const Rooms& room) {
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
    _mm512_store_si512(chances + column * TILE, as_numbers(chance[0], chance[1]));
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

// The attention of one text. projected: (length, 3, heads, 32), queries, keys and values; context: (length, heads, 32).
void attend(const Number* projected, int64_t length, const Rooms& room, Number* context) {
  const int64_t filled = rounded(length, ROWS), columns = filled / SIDE;
  float inverse[ROWS];
  pack(projected, length, filled, room.heads, room);
  for (int64_t head = 0; head < room.heads; ++head) {
    const int64_t stretch = head * room.each;
    for (int64_t first = 0; first < length; first += ROWS) {
      const int64_t rows = std::min(ROWS, length - first);
      score(room.queries + stretch + first * SIZE, room.keys + stretch, columns, room.scores);
      for (int64_t row = 0; row < rows; ++row) {
        const int64_t tile = row / SIDE * columns * TILE;
        const float* scores = room.scores + tile + row % SIDE * SIDE;
        inverse[row] = soften(scores, length, columns, room.chances + tile + row % SIDE * SIZE);
      }
      sum_up(room.chances, room.values + stretch, columns, room.answers);
      for (int64_t row = 0; row < rows; ++row) {
        const __m512 by = _mm512_set1_ps(inverse[row]);
        const __m512 low = _mm512_mul_ps(_mm512_load_ps(room.answers + row * SIZE), by);
        const __m512 high = _mm512_mul_ps(_mm512_load_ps(room.answers + row * SIZE + SIDE), by);
        _mm512_storeu_si512(context + ((first + row) * room.heads + head) * SIZE, as_numbers(low, high));
      }
    }
  }
}

// A matrix by tiles: the rows of a tile are `stride` bytes apart, the next 32 columns `step` numbers
// on, the next 16 rows `below` numbers on.
struct Left {
  const Number* at;
  int64_t stride, step, below;
};

inline Left by_rows(const Number* at, int64_t size) { return {at, size * 2, SIZE, SIDE * size}; }
inline Left by_tiles(const Number* at, int64_t size) { return {at, SIZE * 2, SIDE * SIZE, SIDE * size}; }

// Sums (32, 32) of 16 or 32 rows with a panel of weights; `meanwhile` is called in each step.
template <bool BOTH, typename Meanwhile>
inline void multiply(const Left& left, const Number* panel, int64_t steps, float* sums, Meanwhile meanwhile) {
  const Number *upper = left.at, *lower = left.at + left.below;
  _tile_zero(4);
  _tile_zero(5);
  if (BOTH) _tile_zero(6);
  if (BOTH) _tile_zero(7);
  for (int64_t step = 0; step < steps; ++step) {
    _tile_loadd(2, panel, 64);
    _tile_loadd(3, panel + SIDE * SIZE, 64);
    _tile_loadd(0, upper, left.stride);
    if (BOTH) _tile_loadd(1, lower, left.stride);
    _tile_dpbf16ps(4, 0, 2);
    _tile_dpbf16ps(5, 0, 3);
    if (BOTH) _tile_dpbf16ps(6, 1, 2);
    if (BOTH) _tile_dpbf16ps(7, 1, 3);
    panel += 2 * SIDE * SIZE;
    upper += left.step;
    lower += left.step;
    meanwhile(step);
  }
  _tile_stored(4, sums, SIZE * 4);
  _tile_stored(5, sums + SIDE, SIZE * 4);
  if (BOTH) _tile_stored(6, sums + SIDE * SIZE, SIZE * 4);
  if (BOTH) _tile_stored(7, sums + SIDE * SIZE + SIDE, SIZE * 4);
}

// rows × depth by depth × width; finish(row, column, sums) takes 32 sums of a row, of which the
// last ones may lie beyond the matrix, up to a multiple of 32 rows.
template <typename Finish>
void multiply_all(const Left& left, int64_t rows, int64_t depth, const Number* weights, int64_t width,
                  float* products, Finish finish) {
  const int64_t steps = depth / SIZE;
  float *now = products, *before = products + SUMS;
  int64_t row_before = 0, column_before = 0, rows_before = 0;
  const auto finish_share = [&](int64_t step) {
    if (step * SHARE >= rows_before) return;
#pragma GCC unroll 4
    for (int64_t row = step * SHARE; row < (step + 1) * SHARE; ++row)
      finish(row_before + row, column_before, before + row * SIZE);
  };
  for (int64_t column = 0; column < width; column += SIZE) {
    for (int64_t row = 0; row < rows; row += ROWS) {
      const Left here = {left.at + row / SIDE * left.below, left.stride, left.step, left.below};
      const bool both = rows - row > SIDE;
      if (both) multiply<true>(here, weights + column * depth, steps, now, finish_share);
      else multiply<false>(here, weights + column * depth, steps, now, finish_share);
      for (int64_t step = steps; step < ROWS / SHARE; ++step) finish_share(step);
      std::swap(now, before);
      row_before = row, column_before = column, rows_before = both ? ROWS : SIDE;
    }
  }
  for (int64_t step = 0; step < ROWS / SHARE; ++step) finish_share(step);
}

// Each row with mean 0 and variance 1, times scale, plus shift, both (size,).
void normalise(const float* sums, int64_t rows, int64_t size, const float* scale, const float* shift, float epsilon,
               Number* normal) {
  for (int64_t at = 0; at < rows * size; at += size) {
    __m512 sum = _mm512_setzero_ps(), squares = _mm512_setzero_ps();
    for (int64_t i = 0; i < size; i += SIDE) sum = _mm512_add_ps(sum, _mm512_load_ps(sums + at + i));
    const __m512 mean = _mm512_set1_ps(_mm512_reduce_add_ps(sum) / size);
    for (int64_t i = 0; i < size; i += SIDE) {
      const __m512 off = _mm512_sub_ps(_mm512_load_ps(sums + at + i), mean);
      squares = _mm512_fmadd_ps(off, off, squares);
    }
    const __m512 unit = _mm512_set1_ps(1.0f / std::sqrt(_mm512_reduce_add_ps(squares) / size + epsilon));
    const auto made = [&](int64_t i) {
      const __m512 off = _mm512_mul_ps(_mm512_sub_ps(_mm512_load_ps(sums + at + i), mean), unit);
      return _mm512_fmadd_ps(off, _mm512_loadu_ps(scale + i), _mm512_loadu_ps(shift + i));
    };
    for (int64_t i = 0; i < size; i += SIZE)
      _mm512_storeu_si512(normal + at + i, as_numbers(made(i), made(i + SIDE)));
  }
}

inline __m512 with_bias(const float* sums, const float* bias) {
  return _mm512_add_ps(_mm512_load_ps(sums), _mm512_loadu_ps(bias));
}

// Queries, keys and values of some rows.
void project(const Layer& layer, const Number* hidden, int64_t rows, const Rooms& room, Number* projected) {
  const int64_t width = 3 * room.size;
  multiply_all(by_rows(hidden, room.size), rows, room.size, layer.project, width, room.products,
               [&](int64_t row, int64_t column, const float* sums) {
                 const float* bias = layer.project_bias + column;
                 const __m512 low = with_bias(sums, bias), high = with_bias(sums + SIDE, bias + SIDE);
                 _mm512_storeu_si512(projected + row * width + column, as_numbers(low, high));
               });
}

// A product and what went into the layer before it, summed and normalised, in the place of the latter.
void add(const Left& left, int64_t rows, int64_t depth, const Number* weights, const float* bias, const float* scale,
         const float* shift, float epsilon, const Rooms& room, Number* hidden) {
  const int64_t size = room.size;
  multiply_all(left, rows, depth, weights, size, room.products, [&](int64_t row, int64_t column, const float* sums) {
    for (int64_t i = 0; i < SIZE; i += SIDE) {
      const int64_t at = row * size + column + i;
      _mm512_store_ps(room.sums + at, _mm512_add_ps(with_bias(sums + i, bias + column + i), as_floats(hidden + at)));
    }
  });
  normalise(room.sums, rows, size, scale, shift, epsilon, hidden);
}

// The wide middle of a layer, which stays in the cache as the tiles that are read next.
void widen(const Layer& layer, const Number* hidden, int64_t rows, const Rooms& room) {
  multiply_all(by_rows(hidden, room.size), rows, room.size, layer.widen, room.wide, room.products,
               [&](int64_t row, int64_t column, const float* sums) {
                 const float* bias = layer.widen_bias + column;
                 const __m512 low = gelu(with_bias(sums, bias)), high = gelu(with_bias(sums + SIDE, bias + SIDE));
                 const int64_t tile = row / SIDE * SIDE * room.wide + column * SIDE;
                 _mm512_store_si512(room.inner + tile + row % SIDE * SIZE, as_numbers(low, high));
               });
}

void run(const Layer& layer, const int64_t* lengths, int64_t texts, int64_t rows, float epsilon, const Rooms& room) {
  const int64_t size = room.size;
  for (int64_t first = 0; first < rows; first += BLOCK) {
    const int64_t count = std::min(BLOCK, rows - first);
    project(layer, room.hidden + first * size, count, room, room.projected + first * 3 * size);
  }
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    attend(room.projected + first * 3 * size, lengths[text], room, room.context + first * size);
  for (int64_t first = 0; first < rows; first += BLOCK) {
    const int64_t count = std::min(BLOCK, rows - first);
    Number* hidden = room.hidden + first * size;
    add(by_rows(room.context + first * size, size), count, size, layer.attended, layer.attended_bias, layer.attended_scale,
        layer.attended_shift, epsilon, room, hidden);
    widen(layer, hidden, count, room);
    add(by_tiles(room.inner, room.wide), count, room.wide, layer.narrow, layer.narrow_bias, layer.scale, layer.shift,
        epsilon, room, hidden);
  }
}

}  // namespace

// Asks Linux once for the use of tiles in this process; 1 where it is given.
extern "C" int wenju_may_use_tiles() {
  constexpr int REQUEST = 0x1023, TILE_DATA = 18;  // ARCH_REQ_XCOMP_PERM, XFEATURE_XTILEDATA
  return syscall(SYS_arch_prctl, REQUEST, TILE_DATA) == 0;
}

// hidden: (texts, tokens, heads × 32), in place; what lies beyond the lengths, (texts,), 1 to tokens,
// is neither looked at nor changed. wide: numbers in the middle of a layer, a multiple of 32.
extern "C" void wenju_run_layers(Number* hidden, const int64_t* lengths, int64_t texts, int64_t tokens, const Layer* layers,
                                 int64_t count, int64_t heads, int64_t wide, float epsilon, int64_t) {
  const Shapes shapes;
  _tile_loadconfig(&shapes);
  int64_t rows = 0, longest = 0;
  for (int64_t text = 0; text < texts; ++text) {
    rows += lengths[text];
    longest = std::max(longest, lengths[text]);
  }
  const Rooms room(rows, longest, heads, wide);
  const int64_t size = room.size;
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    std::memcpy(room.hidden + first * size, hidden + text * tokens * size, lengths[text] * size * sizeof(Number));
  for (int64_t layer = 0; layer < count; ++layer) run(layers[layer], lengths, texts, rows, epsilon, room);
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    std::memcpy(hidden + text * tokens * size, room.hidden + first * size, lengths[text] * size * sizeof(Number));
  _tile_release();
}
