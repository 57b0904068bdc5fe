// The layers of a BERT encoder whose weights have four bits, on processors with AVX2.
//
// Weights stay what they are: whole numbers of four bits, 32 of which share a scale. What they multiply is
// made into whole numbers of eight bits, 32 of which share a scale too, so that a product of 32 is summed up
// exactly in 16 bits (|a (w - 8)| summed up is at most 32 · 127 · 8 = 32,512) and one instruction multiplies 32
// pairs where float32 takes four.
//
// Texts stand one after the other with no padding between them. Rows go through a layer in blocks, so that
// what they share stays in the cache.
//
// A panel of 32 outputs, or a head, is a piece of work that several cores may share: with one text there is
// nothing else to share, and a question should not wait for one core alone.
//
// Attention is softmax(Q Kᵀ / √32) V for heads of 32 numbers, one head after the other, of whole numbers with
// a scale for each row of a head. The maximum of a row is taken off before its exponentials, as usual, so
// nothing overflows.

#include <immintrin.h>

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <utility>
#include <vector>

namespace {

constexpr int64_t EIGHT = 8;            // 32-bit numbers in a register
constexpr int64_t SIZE = 32;            // numbers in a head, and those that share a scale
constexpr int64_t HALF = SIZE / 2;      // outputs that are computed at a time, and keys
constexpr int64_t PANEL = HALF * SIZE;  // weights between as many outputs and 32 inputs
constexpr int64_t ROWS = 4;             // rows that are computed at a time
constexpr int64_t QUERIES = 24;         // rows whose chances are kept while the keys are in the cache
constexpr int64_t BLOCK = 256;          // rows that go through a layer together: fewer, and weights are read more often
constexpr float SCALE = 0.25503487f;    // log₂e / √32: exponentials are powers of two here
constexpr int32_t CODE = 127;           // the largest number in eight bits
constexpr int32_t QUERY = 8191;         // the largest in a query or key: 32 products of them fit into 32 bits
constexpr int32_t CHANCE = 2047;        // the largest chance or value: 512 products of them do

struct Weights {
  const uint8_t* codes;    // [32 outputs][32 inputs][16 outputs][4 steps][2][8 outputs][4 inputs]; high bits: 4 steps on
  const uint16_t* scales;  // float16 [32 outputs][32 inputs][32 outputs]
};

struct Layer {
  Weights project, attended, widen, narrow;
  const float *project_bias, *attended_bias, *widen_bias, *narrow_bias;
  const float *attended_scale, *attended_shift, *scale, *shift;  // of the layer normalisations
};

using Numbers = __m256[4];  // 32 numbers of a row

// act(0) to act(N - 1), each with a number that the compiler knows, so that what it indexes stays in registers.
template <typename Act, int... I>
inline void in_turn(Act act, std::integer_sequence<int, I...>) {
  (act(std::integral_constant<int, I>()), ...);
}

template <int N, typename Act>
inline void repeat(Act act) {
  in_turn(act, std::make_integer_sequence<int, N>());
}

// A sum that is computed here: compilers else put sums off until there is no register left.
inline __m256i now(__m256i sum) {
  asm("" : "+x"(sum));
  return sum;
}

inline __m256i load(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
inline void store(void* to, __m256i x) { _mm256_storeu_si256(static_cast<__m256i*>(to), x); }

inline __m256i everywhere(const void* four_bytes) {
  int32_t four;
  std::memcpy(&four, four_bytes, 4);
  return _mm256_set1_epi32(four);
}

inline __m256 add_up(__m256i sum, __m256 scale, __m256 to) { return _mm256_fmadd_ps(_mm256_cvtepi32_ps(sum), scale, to); }
inline __m256 magnitude(__m256 x) { return _mm256_andnot_ps(_mm256_set1_ps(-0.0f), x); }
inline int64_t rounded(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

inline float largest(__m256 x) {
  __m128 top = _mm_max_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  top = _mm_max_ps(top, _mm_movehl_ps(top, top));
  return _mm_cvtss_f32(_mm_max_ss(top, _mm_movehdup_ps(top)));
}

inline float largest_magnitude(const Numbers& x) {
  const __m256 low = _mm256_max_ps(magnitude(x[0]), magnitude(x[1])), high = _mm256_max_ps(magnitude(x[2]), magnitude(x[3]));
  return largest(_mm256_max_ps(low, high));
}

inline float total(__m256 x) {
  __m128 sum = _mm_add_ps(_mm256_castps256_ps128(x), _mm256_extractf128_ps(x, 1));
  sum = _mm_add_ps(sum, _mm_movehl_ps(sum, sum));
  return _mm_cvtss_f32(_mm_add_ss(sum, _mm_movehdup_ps(sum)));
}

template <typename T>
struct Room {  // zeros, on a line of cache
  explicit Room(int64_t count) : block(static_cast<T*>(std::aligned_alloc(64, rounded(count * sizeof(T), 64)))) {
    std::memset(block.get(), 0, count * sizeof(T));
  }
  operator T*() const { return block.get(); }

 private:
  struct Free {
    void operator()(T* block) const { std::free(block); }
  };
  std::unique_ptr<T, Free> block;
};

// Rows of numbers in eight bits, 32 of which share a scale.
struct Coded {
  int64_t size, blocks;
  Room<int8_t> codes;     // [row][size]
  Room<float> scales;     // [row][blocks]
  Room<int32_t> offsets;  // [row][blocks], two of 16 bits: -8 × the sum of the first two codes of each four, and of the others

  Coded(int64_t rows, int64_t size)
      : size(size), blocks(size / SIZE), codes(rows * size), scales(rows * blocks), offsets(rows * blocks) {}

  inline void encode(const Numbers& x, int64_t row, int64_t column) const {
    const float most = largest_magnitude(x);
    const __m256 by = _mm256_set1_ps(most > 0 ? CODE / most : 0.0f);
    const auto whole = [&](int i) { return _mm256_cvtps_epi32(_mm256_mul_ps(x[i], by)); };
    const __m256i mixed = _mm256_packs_epi16(_mm256_packs_epi32(whole(0), whole(1)), _mm256_packs_epi32(whole(2), whole(3)));
    const __m256i made = _mm256_permutevar8x32_epi32(mixed, _mm256_setr_epi32(0, 4, 1, 5, 2, 6, 3, 7));
    store(codes + row * size + column, made);
    const __m256i pairs = _mm256_maddubs_epi16(_mm256_set1_epi8(8), made);
    __m128i sums = _mm_add_epi16(_mm256_castsi256_si128(pairs), _mm256_extracti128_si256(pairs, 1));
    sums = _mm_add_epi16(sums, _mm_unpackhi_epi64(sums, sums));
    sums = _mm_add_epi16(sums, _mm_shuffle_epi32(sums, 1));
    scales[row * blocks + column / SIZE] = most / CODE;
    offsets[row * blocks + column / SIZE] = _mm_cvtsi128_si32(_mm_sub_epi16(_mm_setzero_si128(), sums));
  }
};

// What one core works on.
struct Desk {
  Room<uint8_t> panel;                  // [16 outputs][32 inputs][8 steps][2][8 outputs][4 inputs]
  Room<float> panel_scales;             // [16 outputs][32 inputs][16 outputs]
  Room<int16_t> keys, values, chances;  // of one head of one text
  Room<float> scores, shares;

  Desk(int64_t widest, int64_t longest)
      : panel(widest * SIZE), panel_scales(widest), keys(longest * SIZE), values(longest * SIZE),
        chances(QUERIES * longest), scores(ROWS * longest), shares(longest) {}
};

// Cores that take the pieces of some work one after the other. Whoever is late finds none left, so nobody is
// waited for but those at work on a piece.
class Team {
 public:
  Team(int64_t cores, int64_t widest, int64_t longest) {
    if (cores > 1) at_work = !taken.exchange(true);
    for (int64_t core = 0; core < (at_work ? cores : 1); ++core) desks.push_back(std::make_unique<Desk>(widest, longest));
    try {
      for (size_t core = 1; core < desks.size(); ++core) helpers.emplace_back([this, core] { help(*desks[core]); });
    } catch (const std::system_error&) {  // no more threads to be had: fewer do
    }
  }

  ~Team() {
    over = true;
    for (std::thread& helper : helpers) helper.join();
    if (at_work) taken = false;
  }

  // act(piece, desk) for all pieces.
  template <typename Act>
  void share(int64_t pieces, const Act& act) {
    if (helpers.empty()) {
      for (int64_t piece = 0; piece < pieces; ++piece) act(piece, *desks[0]);
      return;
    }
    work = &act;
    call = [](const void* work, int64_t piece, const Desk& desk) { (*static_cast<const Act*>(work))(piece, desk); };
    done = 0;
    left.store(static_cast<uint64_t>(pieces) << 32);
    take(*desks[0]);
    while (done.load() < pieces) _mm_pause();
  }

 private:
  static inline std::atomic<bool> taken{false};  // one team at a time: more would only wait for one another

  bool at_work = false;
  std::vector<std::unique_ptr<Desk>> desks;
  std::vector<std::thread> helpers;
  std::atomic<bool> over{false};
  std::atomic<uint64_t> left{0};  // high: pieces of the work; low: those that were taken
  std::atomic<int64_t> done{0};
  const void* work = nullptr;
  void (*call)(const void*, int64_t, const Desk&) = nullptr;

  void take(const Desk& desk) {
    for (uint64_t seen = left.load(); static_cast<uint32_t>(seen) < seen >> 32;)
      if (left.compare_exchange_weak(seen, seen + 1)) {
        call(work, static_cast<uint32_t>(seen), desk);
        ++done;
        seen = left.load();
      }
  }

  void help(const Desk& desk) {
    for (int waited = 0; !over; ++waited) {
      take(desk);
      if (waited % 256) _mm_pause();
      else std::this_thread::yield();
    }
  }
};

// Room for texts on their way through a layer.
struct Rooms {
  int64_t heads, wide, size, rows;
  Room<float> hidden, sums;
  Coded input, context, inner;  // what goes into the layer, attention's answers, the wide middle
  Room<int16_t> projected;      // [queries, keys, values][head][row][32]
  Room<float> scales;           // [queries, keys, values][head][row]
  mutable Team team;

  Rooms(int64_t rows, int64_t longest, int64_t heads, int64_t wide, int64_t cores)
      : heads(heads), wide(wide), size(heads * SIZE), rows(rows), hidden(rows * size), sums(std::min(rows, BLOCK) * size),
        input(rounded(rows, ROWS), size), context(rounded(rows, ROWS), size),
        inner(std::min(rounded(rows, ROWS), BLOCK), wide), projected((3 * heads * rows + HALF) * SIZE),
        scales(3 * heads * rows + HALF), team(cores, std::max(size, wide), rounded(longest, HALF)) {}
};

// 2ˣ for x ≤ 0 to four digits: a polynomial of degree 3 on [-½, ½], and the whole part added to the exponent.
inline __m256 power_of_two(__m256 x) {
  const __m256 rounding = _mm256_set1_ps(12582912.0f);  // 1.5 · 2²³: leaves the whole part at the end
  const __m256 clamped = _mm256_max_ps(x, _mm256_set1_ps(-126.0f));
  const __m256 whole = _mm256_add_ps(clamped, rounding);
  const __m256 rest = _mm256_sub_ps(clamped, _mm256_sub_ps(whole, rounding));
  __m256 power = _mm256_set1_ps(0.0558011f);
  power = _mm256_fmadd_ps(power, rest, _mm256_set1_ps(0.2402265f));
  power = _mm256_fmadd_ps(power, rest, _mm256_set1_ps(0.6931472f));
  power = _mm256_fmadd_ps(power, rest, _mm256_set1_ps(1.0f));
  const __m256i exponent = _mm256_slli_epi32(_mm256_castps_si256(whole), 23);
  return _mm256_castsi256_ps(_mm256_add_epi32(_mm256_castps_si256(power), exponent));
}

// x Φ(x) to four digits: Φ(x) - ½ is a polynomial of degree 15 up to ±4.25, beyond which it is ±½.
inline void gelu(Numbers& x) {
  constexpr float TERMS[] = {-8.5202835e-10f, 7.6151396e-08f, -2.9521563e-06f, 6.5737302e-05f,
                             -0.00094228666f, 0.0092665777f,  -0.065473831f,   0.3984369f};
  const __m256 end = _mm256_set1_ps(4.25f), start = _mm256_set1_ps(-4.25f);
  Numbers near, square, sum;
  repeat<4>([&](auto i) {
    near[i] = _mm256_max_ps(_mm256_min_ps(x[i], end), start);
    square[i] = _mm256_mul_ps(near[i], near[i]);
    sum[i] = _mm256_set1_ps(TERMS[0]);
  });
  repeat<7>([&](auto term) {
    const __m256 next = _mm256_set1_ps(TERMS[term + 1]);
    repeat<4>([&](auto i) { sum[i] = _mm256_fmadd_ps(sum[i], square[i], next); });
  });
  repeat<4>([&](auto i) { x[i] = _mm256_mul_ps(x[i], _mm256_fmadd_ps(near[i], sum[i], _mm256_set1_ps(0.5f))); });
}

// The weights of 32 outputs, as bytes and float32.
void unpack(const Weights& weights, int64_t column, int64_t blocks, const Desk& desk) {
  const __m256i low_bits = _mm256_set1_epi8(15);
  for (int64_t block = 0; block < blocks; ++block)
    for (int64_t half = 0; half < 2; ++half) {
      const int64_t from = (column / SIZE * blocks + block) * 2 + half, to = half * blocks + block;
      for (int64_t i = 0; i < PANEL / 2; i += SIZE) {
        const __m256i both = load(weights.codes + from * PANEL / 2 + i);
        store(desk.panel + to * PANEL + i, _mm256_and_si256(both, low_bits));
        store(desk.panel + to * PANEL + PANEL / 2 + i, _mm256_and_si256(_mm256_srli_epi16(both, 4), low_bits));
      }
      for (int64_t i = 0; i < HALF; i += EIGHT) {
        const auto scales = reinterpret_cast<const __m128i*>(weights.scales + from * HALF + i);
        _mm256_store_ps(desk.panel_scales + to * HALF + i, _mm256_cvtph_ps(_mm_loadu_si128(scales)));
      }
    }
}

// The sums of ROWS rows for one half of the panel.
__attribute__((noinline)) void multiply(const Coded& left, int64_t row, int64_t half, const Desk& desk, Numbers* sums) {
  const uint8_t* panel = desk.panel + half * left.blocks * PANEL;
  const float* panel_scales = desk.panel_scales + half * left.blocks * HALF;
  const int8_t* codes = left.codes + row * left.size;
  const float* scales = left.scales + row * left.blocks;
  const int32_t* offsets = left.offsets + row * left.blocks;
  const __m256i ones = _mm256_set1_epi16(1);
  __m256 sum[ROWS][2];
  repeat<ROWS>([&](auto r) { sum[r][0] = sum[r][1] = _mm256_setzero_ps(); });
  for (int64_t block = 0; block < left.blocks; ++block, codes += SIZE, panel += PANEL, panel_scales += HALF) {
    __m256i part[ROWS][2];
    repeat<ROWS>([&](auto r) { part[r][0] = part[r][1] = _mm256_set1_epi32(offsets[r * left.blocks + block]); });
    repeat<8>([&](auto step) {
      const __m256i low = load(panel + step * 2 * SIZE), high = load(panel + step * 2 * SIZE + SIZE);
      repeat<ROWS>([&](auto r) {
        const __m256i four = everywhere(codes + r * left.size + step * 4);
        part[r][0] = now(_mm256_add_epi16(part[r][0], _mm256_maddubs_epi16(low, four)));
        part[r][1] = now(_mm256_add_epi16(part[r][1], _mm256_maddubs_epi16(high, four)));
      });
    });
    const __m256 low = _mm256_load_ps(panel_scales), high = _mm256_load_ps(panel_scales + EIGHT);
    repeat<ROWS>([&](auto r) {
      const __m256 own = _mm256_set1_ps(scales[r * left.blocks + block]);
      sum[r][0] = add_up(_mm256_madd_epi16(part[r][0], ones), _mm256_mul_ps(low, own), sum[r][0]);
      sum[r][1] = add_up(_mm256_madd_epi16(part[r][1], ones), _mm256_mul_ps(high, own), sum[r][1]);
    });
  }
  repeat<ROWS>([&](auto r) { sums[r][half * 2] = sum[r][0], sums[r][half * 2 + 1] = sum[r][1]; });
}

// Rows first to first + count of the left, by the weights, plus the bias; finish(row, column, sums) takes 32 sums of a row.
template <typename Finish>
void multiply_all(const Coded& left, int64_t first, int64_t count, const Weights& weights, const float* bias, int64_t width,
                  const Rooms& room, Finish finish) {
  room.team.share(width / SIZE, [&](int64_t piece, const Desk& desk) {
    const int64_t column = piece * SIZE;
    unpack(weights, column, left.blocks, desk);
    for (int64_t row = first; row < first + count; row += ROWS) {
      Numbers sums[ROWS];
      multiply(left, row, 0, desk, sums);
      multiply(left, row, 1, desk, sums);
      for (int64_t r = 0; r < std::min(ROWS, first + count - row); ++r) {
        repeat<4>([&](auto i) { sums[r][i] = _mm256_add_ps(sums[r][i], _mm256_loadu_ps(bias + column + i * EIGHT)); });
        finish(row + r, column, sums[r]);
      }
    }
  });
}

// 32 numbers as whole ones up to `most`; returns their scale.
inline float make_whole(const Numbers& x, int32_t most, int16_t* to) {
  const float magnitude = largest_magnitude(x);
  const __m256 by = _mm256_set1_ps(magnitude > 0 ? most / magnitude : 0.0f);
  const auto whole = [&](int i) { return _mm256_cvtps_epi32(_mm256_mul_ps(x[i], by)); };
  store(to, _mm256_permute4x64_epi64(_mm256_packs_epi32(whole(0), whole(1)), 0xD8));
  store(to + HALF, _mm256_permute4x64_epi64(_mm256_packs_epi32(whole(2), whole(3)), 0xD8));
  return magnitude / most;
}

// Eight rows of eight 32-bit numbers, transposed; rows from `known` on are zeros.
inline void transpose(const int32_t* from, int64_t row, int64_t known, int32_t* to, int64_t column) {
  __m256i x[8], y[8];
  repeat<8>([&](auto i) { x[i] = i < known ? load(from + i * row) : _mm256_setzero_si256(); });
  repeat<4>([&](auto i) {
    y[2 * i] = _mm256_unpacklo_epi32(x[2 * i], x[2 * i + 1]);
    y[2 * i + 1] = _mm256_unpackhi_epi32(x[2 * i], x[2 * i + 1]);
  });
  repeat<4>([&](auto i) {
    constexpr int at = i / 2 * 4 + i % 2;
    x[i / 2 * 4 + i % 2 * 2] = _mm256_unpacklo_epi64(y[at], y[at + 2]);
    x[i / 2 * 4 + i % 2 * 2 + 1] = _mm256_unpackhi_epi64(y[at], y[at + 2]);
  });
  repeat<4>([&](auto i) {
    store(to + i * column, _mm256_permute2x128_si256(x[i], x[i + 4], 0x20));
    store(to + (i + 4) * column, _mm256_permute2x128_si256(x[i], x[i + 4], 0x31));
  });
}

// Keys and values of a head the way they are multiplied: numbers that are summed up stand in pairs.
// keys: [16 keys][16 pairs of numbers][16 keys][2]; values: [pair of keys][32 numbers][2]; zeros fill the last ones up.
void pack(const int16_t* keys, const int16_t* values, int64_t length, const Desk& desk) {
  for (int64_t at = 0; at < rounded(length, HALF); at += EIGHT)
    for (int64_t pair = 0; pair < HALF; pair += EIGHT) {
      const auto from = reinterpret_cast<const int32_t*>(keys + at * SIZE) + pair;
      const auto to = reinterpret_cast<int32_t*>(desk.keys + at / HALF * HALF * SIZE) + pair * HALF + at % HALF;
      transpose(from, HALF, length - at, to, HALF);
    }
  for (int64_t at = 0; at < rounded(length, HALF); at += 2)
    for (int64_t half = 0; half < SIZE; half += HALF) {
      const __m256i one = at < length ? load(values + at * SIZE + half) : _mm256_setzero_si256();
      const __m256i other = at + 1 < length ? load(values + (at + 1) * SIZE + half) : _mm256_setzero_si256();
      const __m256i low = _mm256_unpacklo_epi16(one, other), high = _mm256_unpackhi_epi16(one, other);
      store(desk.values + at * SIZE + half * 2, _mm256_permute2x128_si256(low, high, 0x20));
      store(desk.values + at * SIZE + half * 2 + HALF, _mm256_permute2x128_si256(low, high, 0x31));
    }
}

// Products of ROWS queries with all keys, (ROWS, filled), but for the queries' scales.
__attribute__((noinline)) void score(const int16_t* queries, const float* key_scales, int64_t filled, const Desk& desk) {
  const int16_t* keys = desk.keys;
  float* scores = desk.scores;
  for (int64_t column = 0; column < filled; column += HALF, keys += HALF * SIZE) {
    __m256i sum[ROWS][2];
    repeat<ROWS>([&](auto r) { sum[r][0] = sum[r][1] = _mm256_setzero_si256(); });
    repeat<HALF>([&](auto pair) {
      const __m256i low = load(keys + pair * SIZE), high = load(keys + pair * SIZE + HALF);
      repeat<ROWS>([&](auto r) {
        const __m256i two = everywhere(queries + r * SIZE + pair * 2);
        sum[r][0] = now(_mm256_add_epi32(sum[r][0], _mm256_madd_epi16(low, two)));
        sum[r][1] = now(_mm256_add_epi32(sum[r][1], _mm256_madd_epi16(high, two)));
      });
    });
    repeat<2>([&](auto side) {
      const __m256 scale = _mm256_loadu_ps(key_scales + column + side * EIGHT);
      repeat<ROWS>([&](auto r) {
        _mm256_storeu_ps(scores + r * filled + column + side * EIGHT, _mm256_mul_ps(_mm256_cvtepi32_ps(sum[r][side]), scale));
      });
    });
  }
}

// The exponentials of one query's scores, times the values' shares; returns 1 / the sum of the exponentials.
inline float soften(const float* scores, float by, const float* shares, int64_t length, int16_t* chances) {
  static const int32_t KNOWN[2 * HALF] = {-1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1, -1};
  const int64_t rest = length % HALF, full = length - rest;
  const __m256 none = _mm256_set1_ps(-INFINITY);
  const auto known = [&](int64_t i) { return _mm256_castsi256_ps(load(KNOWN + HALF + i - rest)); };
  __m256 top = none;
  for (int64_t at = 0; at < full; at += EIGHT) top = _mm256_max_ps(top, _mm256_loadu_ps(scores + at));
  for (int64_t i = 0; i < rest; i += EIGHT)
    top = _mm256_max_ps(top, _mm256_blendv_ps(none, _mm256_loadu_ps(scores + full + i), known(i)));
  const __m256 scale = _mm256_set1_ps(by), shift = _mm256_set1_ps(largest(top) * by);
  __m256 sum = _mm256_setzero_ps();
  const auto chance = [&](int64_t at) {
    return power_of_two(_mm256_fmsub_ps(_mm256_loadu_ps(scores + at), scale, shift));
  };
  const auto keep = [&](int64_t at, __m256 low, __m256 high) {
    sum = _mm256_add_ps(sum, _mm256_add_ps(low, high));
    const __m256i one = _mm256_cvtps_epi32(_mm256_mul_ps(low, _mm256_loadu_ps(shares + at)));
    const __m256i other = _mm256_cvtps_epi32(_mm256_mul_ps(high, _mm256_loadu_ps(shares + at + EIGHT)));
    store(chances + at, _mm256_permute4x64_epi64(_mm256_packs_epi32(one, other), 0xD8));
  };
  for (int64_t at = 0; at < full; at += HALF) keep(at, chance(at), chance(at + EIGHT));
  if (rest) keep(full, _mm256_and_ps(chance(full), known(0)), _mm256_and_ps(chance(full + EIGHT), known(EIGHT)));
  return 1.0f / total(sum);
}

// The values of all keys, summed up by the chances of two queries, which are `filled` apart.
__attribute__((noinline)) void sum_up(const int16_t* chances, int64_t filled, const int16_t* values, const float* by,
                                      Numbers* answers) {
  __m256i sum[2][4];
  repeat<4>([&](auto i) { sum[0][i] = sum[1][i] = _mm256_setzero_si256(); });
  for (int64_t at = 0; at < filled; at += 2) {
    const __m256i one = everywhere(chances + at), other = everywhere(chances + filled + at);
    repeat<4>([&](auto i) {
      const __m256i each = load(values + at * SIZE + i * HALF);
      sum[0][i] = now(_mm256_add_epi32(sum[0][i], _mm256_madd_epi16(each, one)));
      sum[1][i] = now(_mm256_add_epi32(sum[1][i], _mm256_madd_epi16(each, other)));
    });
  }
  repeat<4>([&](auto i) {
    answers[0][i] = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[0][i]), _mm256_set1_ps(by[0]));
    answers[1][i] = _mm256_mul_ps(_mm256_cvtepi32_ps(sum[1][i]), _mm256_set1_ps(by[1]));
  });
}

// The attention of one head of the text that begins at row `first`.
void attend(int64_t first, int64_t length, int64_t head, const Rooms& room, const Desk& desk) {
  const auto place = [&](int64_t part) { return (part * room.heads + head) * room.rows + first; };
  const int64_t filled = rounded(length, HALF), queries = place(0), keys = place(1), values = place(2);
  pack(room.projected + keys * SIZE, room.projected + values * SIZE, length, desk);
  const float* scales = room.scales + values;
  const float most = *std::max_element(scales, scales + length);
  for (int64_t key = 0; key < filled; ++key)
    desk.shares[key] = key < length && most > 0 ? CHANCE * (scales[key] / most) : 0.0f;
  for (int64_t start = 0; start < length; start += QUERIES) {
    const int64_t count = std::min(QUERIES, length - start);
    float by[QUERIES] = {};
    for (int64_t row = 0; row < count; row += ROWS) {
      score(room.projected + (queries + start + row) * SIZE, room.scales + keys, filled, desk);
      for (int64_t r = row; r < std::min(row + ROWS, count); ++r) {
        const float scale = SCALE * room.scales[queries + start + r];
        by[r] = most / CHANCE * soften(desk.scores + (r - row) * filled, scale, desk.shares, length, desk.chances + r * filled);
      }
    }
    for (int64_t row = 0; row < count; row += 2) {
      Numbers answers[2];
      sum_up(desk.chances + row * filled, filled, desk.values, by + row, answers);
      for (int64_t r = row; r < std::min(row + 2, count); ++r)
        room.context.encode(answers[r - row], first + start + r, head * SIZE);
    }
  }
}

// Queries, keys and values of all rows.
void project(const Layer& layer, int64_t first, int64_t count, const Rooms& room) {
  const auto finish = [&](int64_t row, int64_t column, const Numbers& sums) {
    const int64_t place = column / SIZE * room.rows + row;
    room.scales[place] = make_whole(sums, column < 2 * room.size ? QUERY : CHANCE, room.projected + place * SIZE);
  };
  multiply_all(room.input, first, count, layer.project, layer.project_bias, 3 * room.size, room, finish);
}

// Rows with mean 0 and variance 1, times scale, plus shift, both (size,), in the place of `hidden` and as the next input.
void normalise(int64_t first, int64_t count, const float* scale, const float* shift, float epsilon, const Rooms& room) {
  const int64_t size = room.size;
  for (int64_t row = 0; row < count; ++row) {
    const float* sums = room.sums + row * size;
    __m256 sum = _mm256_setzero_ps(), squares = _mm256_setzero_ps();
    for (int64_t i = 0; i < size; i += EIGHT) sum = _mm256_add_ps(sum, _mm256_load_ps(sums + i));
    const __m256 mean = _mm256_set1_ps(total(sum) / size);
    for (int64_t i = 0; i < size; i += EIGHT) {
      const __m256 off = _mm256_sub_ps(_mm256_load_ps(sums + i), mean);
      squares = _mm256_fmadd_ps(off, off, squares);
    }
    const __m256 unit = _mm256_set1_ps(1.0f / std::sqrt(total(squares) / size + epsilon));
    for (int64_t column = 0; column < size; column += SIZE) {
      Numbers normal;
      repeat<4>([&](auto i) {
        const int64_t at = column + i * EIGHT;
        const __m256 off = _mm256_mul_ps(_mm256_sub_ps(_mm256_load_ps(sums + at), mean), unit);
        normal[i] = _mm256_fmadd_ps(off, _mm256_loadu_ps(scale + at), _mm256_loadu_ps(shift + at));
        _mm256_store_ps(room.hidden + (first + row) * size + at, normal[i]);
      });
      room.input.encode(normal, first + row, column);
    }
  }
}

// A product and what went into the layer before it, summed and normalised; its rows begin at `from`.
void add(const Coded& left, int64_t from, int64_t first, int64_t count, const Weights& weights, const float* bias,
         const float* scale, const float* shift, float epsilon, const Rooms& room) {
  const auto finish = [&](int64_t row, int64_t column, const Numbers& sums) {
    const int64_t at = (row - from) * room.size + column;
    repeat<4>([&](auto i) {
      const __m256 before = _mm256_load_ps(room.hidden + first * room.size + at + i * EIGHT);
      _mm256_store_ps(room.sums + at + i * EIGHT, _mm256_add_ps(sums[i], before));
    });
  };
  multiply_all(left, from, count, weights, bias, room.size, room, finish);
  normalise(first, count, scale, shift, epsilon, room);
}

// The wide middle of a layer.
void widen(const Layer& layer, int64_t first, int64_t count, const Rooms& room) {
  const auto finish = [&](int64_t row, int64_t column, Numbers& sums) {
    gelu(sums);
    room.inner.encode(sums, row - first, column);
  };
  multiply_all(room.input, first, count, layer.widen, layer.widen_bias, room.wide, room, finish);
}

void run(const Layer& layer, const int64_t* lengths, int64_t texts, float epsilon, const Rooms& room) {
  for (int64_t first = 0; first < room.rows; first += BLOCK) project(layer, first, std::min(BLOCK, room.rows - first), room);
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    room.team.share(room.heads, [&](int64_t head, const Desk& desk) { attend(first, lengths[text], head, room, desk); });
  for (int64_t first = 0; first < room.rows; first += BLOCK) {
    const int64_t count = std::min(BLOCK, room.rows - first);
    add(room.context, first, first, count, layer.attended, layer.attended_bias, layer.attended_scale, layer.attended_shift,
        epsilon, room);
    widen(layer, first, count, room);
    add(room.inner, 0, first, count, layer.narrow, layer.narrow_bias, layer.scale, layer.shift, epsilon, room);
  }
}

}  // namespace

// hidden: (texts, tokens, heads × 32), in place; what lies beyond the lengths, (texts,), 1 to tokens, which
// are at most 512, is neither looked at nor changed. wide: numbers in the middle of a layer, a multiple of 32.
extern "C" void wenju_run_layers(float* hidden, const int64_t* lengths, int64_t texts, int64_t tokens, const Layer* layers,
                                 int64_t count, int64_t heads, int64_t wide, float epsilon, int64_t cores) {
  int64_t rows = 0, longest = 0;
  for (int64_t text = 0; text < texts; ++text) {
    rows += lengths[text];
    longest = std::max(longest, lengths[text]);
  }
  const Rooms room(rows, longest, heads, wide, cores);
  const int64_t size = room.size;
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    std::memcpy(room.hidden + first * size, hidden + text * tokens * size, lengths[text] * size * sizeof(float));
  for (int64_t row = 0; row < rows; ++row)
    for (int64_t column = 0; column < size; column += SIZE) {
      Numbers numbers;
      repeat<4>([&](auto i) { numbers[i] = _mm256_load_ps(room.hidden + row * size + column + i * EIGHT); });
      room.input.encode(numbers, row, column);
    }
  for (int64_t layer = 0; layer < count; ++layer) run(layers[layer], lengths, texts, epsilon, room);
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    std::memcpy(hidden + text * tokens * size, room.hidden + first * size, lengths[text] * size * sizeof(float));
}
