// The layers of a BERT encoder whose weights have four bits, on processors with AVX2 or, better, AVX-512 and VNNI.
//
// Weights stay what they are: whole numbers of four bits, 32 of which share a scale. What they multiply is
// made into whole numbers of eight bits, 32 of which share a scale too, so that a product of 32 is summed up
// exactly, even in 16 bits (|a (w - 8)| summed up is at most 32 · 127 · 8 = 32,512), and one instruction multiplies
// 32 or 64 pairs where float32 takes four. The second scale is a power of two: adding its exponent multiplies with
// it, and does so beside the products.
//
// Texts stand one after the other with no padding between them. Rows go through a layer in blocks, so that
// what they share stays in the cache.
//
// A panel of 32 outputs, or a head, is a piece of work that several cores may share: with one text there is
// nothing else to share, and a question should not wait for one core alone.
//
// Attention is softmax(Q Kᵀ / √32) V for heads of 32 numbers, one head after the other, of whole numbers with
// a scale for each row of a head, as many bits as can be multiplied at once. The maximum of a row is taken off before
// its exponentials, as usual, so nothing overflows.

#include "vectors.h"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <cstdlib>
#include <cstring>
#include <memory>
#include <system_error>
#include <thread>
#include <vector>

namespace {

constexpr int64_t SIZE = 32;                   // numbers in a head, and those that share a scale
constexpr int64_t PARTS = SIZE / LANES;        // registers that hold them
constexpr int64_t WIDTH = 2 * LANES;           // outputs that are computed at a time, and keys
constexpr int64_t ANSWERS = ROWS * 2 / PARTS;  // queries whose answers are
constexpr int64_t PANEL = WIDTH * SIZE;        // weights between as many outputs and 32 inputs
constexpr int64_t QUERIES = 24;                // rows whose chances are kept while the keys are in the cache
constexpr int64_t BLOCK = 264;                 // rows that go through a layer together: fewer, and weights are read more often
constexpr float SCALE = 0.25503487f;           // log₂e / √32: exponentials are powers of two here
constexpr int32_t CODE = 127;                  // the largest number in eight bits
static_assert(QUERIES % ROWS == 0 && QUERIES % ANSWERS == 0 && BLOCK % ROWS == 0, "rows of a group stay together");

struct Weights {
  const uint8_t* codes;    // [32 outputs][32 inputs][16 outputs][4 steps][2][8 outputs][4 inputs]; high bits: 4 steps on
  const uint16_t* scales;  // float16 [32 outputs][32 inputs][32 outputs]
};

struct Layer {
  Weights project, attended, widen, narrow;
  const float *project_bias, *attended_bias, *widen_bias, *narrow_bias;
  const float *attended_scale, *attended_shift, *scale, *shift;  // of the layer normalisations
};

using Numbers = Floats[PARTS];  // 32 numbers of a row

inline __m256i load_bytes(const void* from) { return _mm256_loadu_si256(static_cast<const __m256i*>(from)); }
inline void store_bytes(void* to, __m256i x) { _mm256_storeu_si256(static_cast<__m256i*>(to), x); }

inline int64_t rounded(int64_t count, int64_t to) { return (count + to - 1) / to * to; }

inline float largest_magnitude(const Numbers& x) {
  Floats most = magnitude(x[0]);
  repeat<PARTS - 1>([&](auto i) { most = larger(most, magnitude(x[i + 1])); });
  return largest(most);
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

// The n of the smallest 2ⁿ that is not below x, -64 at least.
inline int32_t power_above(float x) {
  const float least = std::max(x, 0x1p-64f);
  int32_t bits;
  std::memcpy(&bits, &least, sizeof bits);
  return ((bits + 0x7FFFFF) >> 23) - 127;
}

inline float two_to(int32_t power) {
  const int32_t bits = (power + 127) << 23;
  float x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

// Rows of numbers in eight bits, 32 of which share a scale.
struct Coded {
  int64_t size, blocks;
  Room<int8_t> codes;    // [row][size]
  Room<int32_t> powers;  // [row][blocks], n · 2²³ for a scale of 2ⁿ
  Room<int32_t> shifts;  // [row][blocks], what the sums of products begin with, for weights count from -8

  Coded(int64_t rows, int64_t size)
      : size(size), blocks(size / SIZE), codes(rows * size), powers(rows * blocks), shifts(rows * blocks) {}

  inline void encode(const Numbers& x, int64_t row, int64_t column) const {
    const int32_t power = power_above(largest_magnitude(x) / CODE);
    const Floats by = everywhere(two_to(-power));
    Numbers coded;
    repeat<PARTS>([&](auto i) { coded[i] = x[i] * by; });
    const __m256i made = bytes(coded);
    store_bytes(codes + row * size + column, made);
    powers[row * blocks + column / SIZE] = power * (1 << 23);
    shifts[row * blocks + column / SIZE] = shift_of(made);
  }
};

// What one core works on.
struct Desk {
  Room<uint8_t> panel;                  // [WIDTH outputs][32 inputs][8 steps][WIDTH outputs][4 inputs]
  Room<float> panel_scales;             // [WIDTH outputs][32 inputs][WIDTH outputs]
  Room<Code> keys, values;              // of one head of one text
  Room<Chance> chances;
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
  Room<float> hidden;
  Coded input, context, inner;  // what goes into the layer, attention's answers, the wide middle
  Room<Code> projected;         // [queries, keys, values][head][row][32]
  Room<float> scales;           // [queries, keys, values][head][row]
  mutable Team team;

  Rooms(int64_t rows, int64_t longest, int64_t heads, int64_t wide, int64_t cores)
      : heads(heads), wide(wide), size(heads * SIZE), rows(rows), hidden(rows * size), input(rounded(rows, ROWS), size),
        context(rounded(rows, ROWS), size), inner(std::min(rounded(rows, ROWS), BLOCK), wide),
        projected((3 * heads * rows + WIDTH) * SIZE), scales(3 * heads * rows + WIDTH),
        team(cores, std::max(size, wide), rounded(longest, WIDTH)) {}
};

// 2ˣ for x ≤ 0 to four digits: a polynomial of degree 3 on [-½, ½], and the whole part added to the exponent.
inline Floats power_of_two(Floats x) {
  const Floats rounding = everywhere(12582912.0f);  // 1.5 · 2²³: leaves the whole part at the end
  const Floats clamped = larger(x, everywhere(-126.0f));
  const Floats whole = clamped + rounding;
  const Floats rest = clamped - (whole - rounding);
  Floats power = everywhere(0.0558011f);
  power = fused(power, rest, everywhere(0.2402265f));
  power = fused(power, rest, everywhere(0.6931472f));
  power = fused(power, rest, everywhere(1.0f));
  return raise(power, exponent(whole));
}

// x Φ(x) to four digits: Φ(x) - ½ is a polynomial of degree 15 up to ±4.25, beyond which it is ±½.
inline void gelu(Numbers& x) {
  constexpr float TERMS[] = {-8.5202835e-10f, 7.6151396e-08f, -2.9521563e-06f, 6.5737302e-05f,
                             -0.00094228666f, 0.0092665777f,  -0.065473831f,   0.3984369f};
  const Floats end = everywhere(4.25f), start = everywhere(-4.25f);
  Numbers near, square, sum;
  repeat<PARTS>([&](auto i) {
    near[i] = larger(smaller(x[i], end), start);
    square[i] = near[i] * near[i];
    sum[i] = everywhere(TERMS[0]);
  });
  repeat<7>([&](auto term) {
    const Floats next = everywhere(TERMS[term + 1]);
    repeat<PARTS>([&](auto i) { sum[i] = fused(sum[i], square[i], next); });
  });
  repeat<PARTS>([&](auto i) { x[i] = x[i] * fused(near[i], sum[i], everywhere(0.5f)); });
}

// The weights of 32 outputs, as bytes and float32.
void unpack(const Weights& weights, int64_t column, int64_t blocks, const Desk& desk) {
  const __m256i low_bits = _mm256_set1_epi8(15);
  for (int64_t block = 0; block < blocks; ++block) {
    const int64_t from = column / SIZE * blocks + block;
    const uint8_t* codes = weights.codes + from * SIZE * SIZE / 2;
    const uint8_t* next = codes + blocks * SIZE * SIZE / 2;  // those of the next outputs, fetched while these are multiplied
    for (int64_t i = 0; i < SIZE * SIZE / 2; i += 64) __builtin_prefetch(next + i);
    repeat<SIZE / 8>([&](auto eight) {  // outputs, whose 4 inputs are as many bytes as are read at a time
      constexpr int64_t output = eight * 8;
      uint8_t* panel = desk.panel + (output / WIDTH * blocks + block) * PANEL + output % WIDTH * 4;
      repeat<4>([&](auto step) {
        const __m256i both = load_bytes(codes + (eight / 2 * 8 + step * 2 + eight % 2) * SIZE);
        store_bytes(panel + step * WIDTH * 4, _mm256_and_si256(both, low_bits));
        store_bytes(panel + (step + 4) * WIDTH * 4, _mm256_and_si256(_mm256_srli_epi16(both, 4), low_bits));
      });
    });
    for (int64_t output = 0; output < SIZE; output += LANES)
      store(desk.panel_scales + (output / WIDTH * blocks + block) * WIDTH + output % WIDTH,
            load_half(weights.scales + from * SIZE + output));
  }
}

// The sums of ROWS rows for WIDTH outputs of the panel.
__attribute__((noinline)) void multiply(const Coded& left, int64_t row, int64_t output, const Desk& desk, Numbers* sums) {
  const uint8_t* panel = desk.panel + output * left.size;
  const float* panel_scales = desk.panel_scales + output * left.blocks;
  const int8_t* codes = left.codes + row * left.size;
  const int32_t* powers = left.powers + row * left.blocks;
  const int32_t* shifts = left.shifts + row * left.blocks;
  Floats sum[ROWS][2];
  repeat<ROWS>([&](auto r) { sum[r][0] = sum[r][1] = everywhere(0.0f); });
  for (int64_t block = 0; block < left.blocks; ++block, codes += SIZE, panel += PANEL, panel_scales += WIDTH) {
    Whole part[ROWS][2];
    repeat<ROWS>([&](auto r) { part[r][0] = part[r][1] = everywhere(shifts[r * left.blocks + block]); });
    repeat<8>([&](auto step) {
      const Whole low = load(panel + step * WIDTH * 4), high = load(panel + step * WIDTH * 4 + WIDTH * 2);
      repeat<ROWS>([&](auto r) {
        const Whole four = everywhere(codes + r * left.size + step * 4);
        part[r][0] = add_products(part[r][0], low, four);
        part[r][1] = add_products(part[r][1], high, four);
      });
    });
    const Floats low = load(panel_scales), high = load(panel_scales + LANES);
    repeat<ROWS>([&](auto r) {
      const Whole power = everywhere(powers[r * left.blocks + block]);
      sum[r][0] = fused(floats(added_up(part[r][0])), raise(low, power), sum[r][0]);
      sum[r][1] = fused(floats(added_up(part[r][1])), raise(high, power), sum[r][1]);
    });
  }
  const int64_t at = output / LANES;
  repeat<ROWS>([&](auto r) { sums[r][at] = sum[r][0], sums[r][at + 1] = sum[r][1]; });
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
      for (int64_t output = 0; output < SIZE; output += WIDTH) multiply(left, row, output, desk, sums);
      for (int64_t r = 0; r < std::min(ROWS, first + count - row); ++r) {
        repeat<PARTS>([&](auto i) { sums[r][i] = sums[r][i] + load(bias + column + i * LANES); });
        finish(row + r, column, sums[r]);
      }
    }
  });
}

// 32 numbers as whole ones up to `most`; returns their scale.
inline float make_whole(const Numbers& x, int32_t most, Code* to) {
  const float magnitude = largest_magnitude(x);
  const Floats by = everywhere(magnitude > 0 ? most / magnitude : 0.0f);
  repeat<PARTS / 2>([&](auto i) { store_codes(to + i * WIDTH, x[2 * i] * by, x[2 * i + 1] * by); });
  return magnitude / most;
}

// Eight rows of eight times 32 bits of keys, transposed; rows from `known` on are zeros.
inline void transpose(const int32_t* from, int64_t row, int64_t known, int32_t* to, int64_t column) {
  __m256i x[8], y[8];
  repeat<8>([&](auto i) { x[i] = without_sign(i < known ? load_bytes(from + i * row) : _mm256_setzero_si256()); });
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
    store_bytes(to + i * column, _mm256_permute2x128_si256(x[i], x[i + 4], 0x20));
    store_bytes(to + (i + 4) * column, _mm256_permute2x128_si256(x[i], x[i + 4], 0x31));
  });
}

// Keys and values of a head the way they are multiplied: numbers that are summed up stand in groups.
// keys: [WIDTH keys][groups of numbers][WIDTH keys][GROUP]; values: [group of keys][32 numbers][GROUP]; zeros fill up
// the last ones.
void pack(const Code* keys, const Code* values, int64_t length, const Desk& desk) {
  constexpr int64_t GROUPS = SIZE / GROUP;
  for (int64_t at = 0; at < rounded(length, WIDTH); at += 8)
    for (int64_t group = 0; group < GROUPS; group += 8) {
      const auto from = reinterpret_cast<const int32_t*>(keys + at * SIZE) + group;
      const auto to = reinterpret_cast<int32_t*>(desk.keys + at / WIDTH * WIDTH * SIZE) + group * WIDTH + at % WIDTH;
      transpose(from, GROUPS, length - at, to, WIDTH);
    }
  for (int64_t at = 0; at < length; at += GROUP)
    interleave(values + at * SIZE, length - at, desk.values + at * SIZE);
}

// Products of ROWS queries with all keys, (ROWS, filled), but for the queries' scales.
__attribute__((noinline)) void score(const Code* queries, const float* key_scales, int64_t filled, const Desk& desk) {
  const Code* keys = desk.keys;
  float* scores = desk.scores;
  Whole start[ROWS];
  repeat<ROWS>([&](auto r) { start[r] = everywhere(start_of(queries + r * SIZE)); });
  for (int64_t column = 0; column < filled; column += WIDTH, keys += WIDTH * SIZE) {
    Whole sum[ROWS][2];
    repeat<ROWS>([&](auto r) { sum[r][0] = sum[r][1] = start[r]; });
    repeat<SIZE / GROUP>([&](auto group) {
      const Code* from = keys + group * WIDTH * GROUP;
      const Whole low = load(from), high = load(from + LANES * GROUP);
      repeat<ROWS>([&](auto r) {
        const Whole query = everywhere(queries + r * SIZE + group * GROUP);
        sum[r][0] = add_groups(sum[r][0], low, query);
        sum[r][1] = add_groups(sum[r][1], high, query);
      });
    });
    repeat<2>([&](auto side) {
      const Floats scale = load(key_scales + column + side * LANES);
      repeat<ROWS>([&](auto r) { store(scores + r * filled + column + side * LANES, floats(sum[r][side]) * scale); });
    });
  }
}

// The exponentials of one query's scores, times the values' shares; returns 1 / the sum of the exponentials.
inline float soften(const float* scores, float by, const float* shares, int64_t length, Chance* chances) {
  const Floats none = everywhere(-INFINITY);
  Floats top = none;
  int64_t at = 0;
  for (; at + LANES <= length; at += LANES) top = larger(top, load(scores + at));
  top = larger(top, first(length - at, load(scores + at), none));
  const Floats scale = everywhere(by), shift = everywhere(-largest(top) * by);
  Floats sum = everywhere(0.0f), lost[2] = {sum, sum};
  const auto chance = [&](int64_t at) { return power_of_two(fused(load(scores + at), scale, shift)); };
  const auto keep = [&](int64_t at, Floats low, Floats high) {
    sum = sum + (low + high);
    store_chances(chances + at, low * load(shares + at), high * load(shares + at + LANES), lost);
  };
  for (at = 0; at + WIDTH <= length; at += WIDTH) keep(at, chance(at), chance(at + LANES));
  const auto known = [&](int64_t at) { return first(length - at, chance(at), everywhere(0.0f)); };
  if (at < length) keep(at, known(at), known(at + LANES));
  return 1.0f / total(sum);
}

// The values of all keys, summed up by the chances of ANSWERS queries, which are `filled` apart.
__attribute__((noinline)) void sum_up(const Chance* chances, int64_t filled, int64_t length, const Code* values,
                                      const float* by, Numbers* answers) {
  Whole sum[ANSWERS][PARTS];
  repeat<ANSWERS>([&](auto query) { repeat<PARTS>([&](auto i) { sum[query][i] = everywhere(0); }); });
  for (int64_t at = 0; at < length; at += GROUP) {
    Whole each[PARTS];
    repeat<PARTS>([&](auto i) { each[i] = load(values + at * SIZE + i * LANES * GROUP); });
    repeat<ANSWERS>([&](auto query) {
      const Whole group = everywhere(chances + query * filled + at);
      repeat<PARTS>([&](auto i) { sum[query][i] = add_groups(sum[query][i], group, each[i]); });
    });
  }
  repeat<ANSWERS>([&](auto query) {
    repeat<PARTS>([&](auto i) { answers[query][i] = floats(sum[query][i]) * everywhere(by[query]); });
  });
}

// The attention of one head of the text that begins at row `first`.
void attend(int64_t first, int64_t length, int64_t head, const Rooms& room, const Desk& desk) {
  const auto place = [&](int64_t part) { return (part * room.heads + head) * room.rows + first; };
  const int64_t filled = rounded(length, WIDTH), queries = place(0), keys = place(1), values = place(2);
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
    for (int64_t row = 0; row < count; row += ANSWERS) {
      Numbers answers[ANSWERS];
      sum_up(desk.chances + row * filled, filled, length, desk.values, by + row, answers);
      for (int64_t r = row; r < std::min(row + ANSWERS, count); ++r)
        room.context.encode(answers[r - row], first + start + r, head * SIZE);
    }
  }
}

// Queries, keys and values of all rows.
void project(const Layer& layer, int64_t first, int64_t count, const Rooms& room) {
  const auto finish = [&](int64_t row, int64_t column, const Numbers& sums) {
    const int64_t place = column / SIZE * room.rows + row;
    room.scales[place] = make_whole(sums, column < 2 * room.size ? QUERY : VALUE, room.projected + place * SIZE);
  };
  multiply_all(room.input, first, count, layer.project, layer.project_bias, 3 * room.size, room, finish);
}

// Rows of `hidden` with mean 0 and variance 1, times scale, plus shift, both (size,), in their place and as the next input.
void normalise(int64_t first, int64_t count, const float* scale, const float* shift, float epsilon, const Rooms& room) {
  const int64_t size = room.size;
  for (int64_t row = 0; row < count; ++row) {
    float* hidden = room.hidden + (first + row) * size;
    Floats sum = everywhere(0.0f), squares = everywhere(0.0f);
    for (int64_t i = 0; i < size; i += LANES) sum = sum + load(hidden + i);
    const Floats mean = everywhere(total(sum) / size);
    for (int64_t i = 0; i < size; i += LANES) {
      const Floats off = load(hidden + i) - mean;
      squares = fused(off, off, squares);
    }
    const Floats unit = everywhere(1.0f / std::sqrt(total(squares) / size + epsilon));
    for (int64_t column = 0; column < size; column += SIZE) {
      Numbers normal;
      repeat<PARTS>([&](auto i) {
        const int64_t at = column + i * LANES;
        normal[i] = fused((load(hidden + at) - mean) * unit, load(scale + at), load(shift + at));
        store(hidden + at, normal[i]);
      });
      room.input.encode(normal, first + row, column);
    }
  }
}

// A product and what went into the layer before it, summed and normalised; its rows begin at `from`.
void add(const Coded& left, int64_t from, int64_t first, int64_t count, const Weights& weights, const float* bias,
         const float* scale, const float* shift, float epsilon, const Rooms& room) {
  const auto finish = [&](int64_t row, int64_t column, const Numbers& sums) {
    float* hidden = room.hidden + (first + row - from) * room.size + column;
    for (int64_t i = 0; i < SIZE; i += 16) __builtin_prefetch(hidden + ROWS * room.size + i, 1);  // rows lie too far apart
    repeat<PARTS>([&](auto i) { store(hidden + i * LANES, sums[i] + load(hidden + i * LANES)); });
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
      repeat<PARTS>([&](auto i) { numbers[i] = load(room.hidden + row * size + column + i * LANES); });
      room.input.encode(numbers, row, column);
    }
  for (int64_t layer = 0; layer < count; ++layer) run(layers[layer], lengths, texts, epsilon, room);
  for (int64_t text = 0, first = 0; text < texts; first += lengths[text++])
    std::memcpy(hidden + text * tokens * size, room.hidden + first * size, lengths[text] * size * sizeof(float));
}
