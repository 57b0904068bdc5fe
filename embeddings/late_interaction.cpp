// The best similarity of each token of a question in each stretch of texts whose tokens are kept in codes of four or
// two bits a component: what `max_similarities` computes of them decoded, to the last bit.
//
// A code is made a byte without a sign, so that one instruction multiplies 32 or 64 pairs; what that makes each
// product too much is the same for all tokens, and taken off the best one. As nothing depends on the order of
// components, they are left in the order in which they come out of the codes, and the question's are brought into it.
// The lanes of a register are tokens of the question, four components each: so sums need never be added up across it.

#include "vectors.h"

#include <algorithm>
#include <limits>
#include <vector>

namespace {

constexpr int64_t CODES = 16;                    // bytes of codes that are decoded at a time
constexpr int64_t FOUR = 4;                      // components that are multiplied at a time
constexpr int64_t STEPS = 254;                   // of a component of length 1
constexpr int32_t NONE = std::numeric_limits<int32_t>::min();

using Bytes = __m128i;

inline Bytes load_codes(const uint8_t* from) { return _mm_loadu_si128(reinterpret_cast<const Bytes*>(from)); }
inline void put(uint8_t* to, int64_t part, Bytes x) { _mm_storeu_si128(reinterpret_cast<Bytes*>(to) + part, x); }

// Four bits: level + 8 times a step, the first component in the high bits.
struct Fine {
  static constexpr int64_t PARTS = 2;  // components of a byte
  static constexpr int SUMMED = 8;     // products of four that fit into 16 bits
  int32_t scale, less;                 // a component is scale × (byte - less)

  explicit Fine(const int32_t* levels) : scale(levels[0]), less(8) {}

  inline void decode(const uint8_t* codes, uint8_t* to) const {
    const Bytes low = _mm_set1_epi8(15), both = load_codes(codes);
    put(to, 0, _mm_and_si128(_mm_srli_epi16(both, 4), low));
    put(to, 1, _mm_and_si128(both, low));
  }
};

// Two bits: whether it is positive, and whether it is large; the first component in the highest.
struct Coarse {
  static constexpr int64_t PARTS = 4;
  static constexpr int SUMMED = 1;
  int32_t scale, less;
  Bytes bytes;  // what each two bits stand for

  explicit Coarse(const int32_t* levels) : scale(1), less(levels[2]) {
    const auto of = [&](int32_t component) { return static_cast<char>(component + less); };
    const char small = of(-levels[1]), large = of(-levels[2]), more = of(levels[1]), most = of(levels[2]);
    bytes = _mm_setr_epi8(small, large, more, most, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
  }

  inline void decode(const uint8_t* codes, uint8_t* to) const {
    const Bytes two = _mm_set1_epi8(3), all = load_codes(codes);
    const auto make = [&](int64_t part, Bytes shifted) { put(to, part, _mm_shuffle_epi8(bytes, _mm_and_si128(shifted, two))); };
    make(0, _mm_srli_epi16(all, 6));
    make(1, _mm_srli_epi16(all, 4));
    make(2, _mm_srli_epi16(all, 2));
    make(3, all);
  }
};

struct Question {
  int64_t asked, size, width;     // width: tokens and zeros that fill the last register
  std::vector<int8_t> fours;      // [size / 4][width][4]
  std::vector<int32_t> too_much;  // [width], of each product

  template <typename Kind>
  Question(const int8_t* tokens, int64_t asked, int64_t size, const Kind& kind)
      : asked(asked), size(size), width((asked + LANES - 1) / LANES * LANES), fours(size * width), too_much(width) {
    constexpr int64_t DECODED = CODES * Kind::PARTS;
    for (int64_t token = 0; token < asked; ++token)
      for (int64_t place = 0; place < size; ++place) {
        const int64_t within = place % DECODED, component = place - within + within % CODES * Kind::PARTS + within / CODES;
        const int8_t value = tokens[token * size + component];
        fours[(place / FOUR * width + token) * FOUR + place % FOUR] = value;
        too_much[token] += kind.less * value;
      }
  }
};

// The products of ROWS tokens with GROUPS registers of the question's.
template <int SUMMED, int GROUPS>
inline void multiply(const uint8_t* rows, const Question& question, int64_t first, Whole (&sums)[ROWS][GROUPS]) {
  repeat<ROWS>([&](auto r) { repeat<GROUPS>([&](auto g) { sums[r][g] = everywhere(0); }); });
  const int8_t* fours = question.fours.data() + first * FOUR;
  for (int64_t step = 0; step < question.size / FOUR; step += SUMMED) {
    Whole part[ROWS][GROUPS];
    repeat<ROWS>([&](auto r) { repeat<GROUPS>([&](auto g) { part[r][g] = everywhere(0); }); });
    repeat<SUMMED>([&](auto s) {
      Whole asked[GROUPS];
      repeat<GROUPS>([&](auto g) { asked[g] = load(fours + ((step + s) * question.width + g * LANES) * FOUR); });
      repeat<ROWS>([&](auto r) {
        const Whole four = everywhere(static_cast<const void*>(rows + r * question.size + (step + s) * FOUR));
        repeat<GROUPS>([&](auto g) { part[r][g] = add_products(part[r][g], four, asked[g]); });
      });
    });
    repeat<ROWS>([&](auto r) { repeat<GROUPS>([&](auto g) { sums[r][g] = sum(sums[r][g], added_up(part[r][g])); }); });
  }
}

// The largest products of each stretch, (stretches, width), where those of ROWS tokens are larger.
template <int SUMMED, int GROUPS>
inline void raise_best(const uint8_t* rows, int64_t count, const int64_t* stretches, const Question& question, int64_t first,
                       int32_t* best) {
  Whole sums[ROWS][GROUPS];
  multiply<SUMMED, GROUPS>(rows, question, first, sums);
  for (int64_t row = 0; row < count; ++row)
    for (int64_t g = 0; g < GROUPS; ++g) {
      int32_t* most = best + stretches[row] * question.width + first + g * LANES;
      store(static_cast<void*>(most), larger(load(static_cast<const void*>(most)), sums[row][g]));
    }
}

template <typename Kind>
void search(const Kind& kind, const Question& question, const uint8_t* codes, const int64_t* sizes, int64_t stretches,
            float* found) {
  const int64_t bytes = question.size / Kind::PARTS;
  std::vector<int32_t> best(stretches * question.width, NONE);
  std::vector<uint8_t> rows(ROWS * question.size);
  int64_t of[ROWS], count = 0;
  const auto look = [&] {
    int64_t first = 0;
    for (; first + LANES < question.width; first += 2 * LANES)
      raise_best<Kind::SUMMED, 2>(rows.data(), count, of, question, first, best.data());
    if (first < question.width) raise_best<Kind::SUMMED, 1>(rows.data(), count, of, question, first, best.data());
    count = 0;
  };
  for (int64_t stretch = 0; stretch < stretches; ++stretch)
    for (int64_t token = 0; token < sizes[stretch]; ++token, codes += bytes) {
      for (int64_t at = 0; at < bytes; at += CODES) kind.decode(codes + at, rows.data() + count * question.size + at * Kind::PARTS);
      of[count++] = stretch;
      if (count == ROWS) look();
    }
  if (count) look();
  for (int64_t stretch = 0; stretch < stretches; ++stretch)
    for (int64_t token = 0; token < question.asked; ++token) {
      const int64_t sum = best[stretch * question.width + token];
      const float product = static_cast<float>(kind.scale * (sum - question.too_much[token]));
      found[stretch * question.asked + token] = sum == NONE ? -1.0f : product / static_cast<float>(STEPS * STEPS);
    }
}

}  // namespace

// question: (asked, size) in steps of 1 / 254; size: a multiple of 64. codes: of each text, of whose tokens the first
// sizes[0] are its first stretch, and so on; sizes and found, (all stretches, asked), go on with the next text. A
// stretch without tokens gets -1. coarse: (texts,), whether it is two bits. levels: a step of four bits; the small and
// the large component of two, of which the large one is at most 64.
extern "C" void wenju_max_similarities(const int8_t* question, int64_t asked, int64_t size, const uint8_t* const* codes,
                                       const uint8_t* coarse, const int64_t* stretches, int64_t texts, const int64_t* sizes,
                                       const int32_t* levels, float* found) {
  const Fine fine(levels);
  const Coarse rough(levels);
  const Question in_fine(question, asked, size, fine), in_coarse(question, asked, size, rough);
  for (int64_t text = 0; text < texts; ++text) {
    if (coarse[text]) search(rough, in_coarse, codes[text], sizes, stretches[text], found);
    else search(fine, in_fine, codes[text], sizes, stretches[text], found);
    sizes += stretches[text];
    found += stretches[text] * asked;
  }
}
